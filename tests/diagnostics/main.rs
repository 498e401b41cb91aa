//! What is said of mistakes: every code by its example, and many situations by golden files.
//!
//! `UPDATE_GOLDEN=1 cargo test --test diagnostics` writes the files `*.case` here and `docs/errors.md` anew; what
//! changes is reviewed like code.
#![cfg(feature = "cli")]

#[path = "../common/binary.rs"]
mod binary;

use binary::{Outcome, symdiff};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use symdiff::codes::{self, Example, Row};
use symdiff::text::Severity;
use symdiff::{Backend, Error, Expr, Function, Graph, Interrupt, Quantity, Request};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a file with what it should hold, or writes it if `UPDATE_GOLDEN` is 1.
fn golden(path: &Path, text: &str, failures: &mut Vec<String>) {
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        fs::write(path, text).unwrap();
        return;
    }
    let before = fs::read_to_string(path).unwrap_or_default();
    if before != text {
        let changed = before.lines().zip(text.lines()).find(|(a, b)| a != b);
        let (old, new) = changed.unwrap_or(("(the length)", "(another)"));
        failures.push(format!("{}\n  - {old}\n  + {new}", path.display()));
    }
}

fn report(failures: &[String]) {
    let help = "UPDATE_GOLDEN=1 cargo test --test diagnostics";
    assert!(failures.is_empty(), "{}\n{help}", failures.join("\n"));
}

/// The words of a command line of the table, without the name of the program.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (place, piece) in line.split('\'').enumerate() {
        match place % 2 {
            0 => words.extend(piece.split_whitespace().map(str::to_owned)),
            _ => words.push(piece.to_owned()),
        }
    }
    assert_eq!(words.remove(0), "symdiff", "{line}");
    words
}

fn run(words: &[String]) -> Outcome {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    symdiff(&words, b"")
}

/// The code of a row in what the program says to an example; None where it is silent about it.
fn said(row: &Row, example: Example) -> Option<String> {
    let code = row.code.name();
    let of_command = |words: &[String]| {
        let outcome = run(words);
        let marks = match row.severity {
            Severity::Error => (format!("error[{code}]"), 1),
            Severity::Note => (format!("note[{code}]"), 0),
        };
        match outcome.err.contains(&marks.0) {
            true => {
                let is_file = row.kind == symdiff::ErrorKind::File;
                assert_eq!(outcome.code, if is_file { 3 } else { marks.1 }, "{words:?}");
                let count = outcome.err.matches("error[").count();
                assert!(count <= 1, "one mistake, one error: {}", outcome.err);
                Some(code.to_owned())
            }
            false if outcome.code == 0 && outcome.err.is_empty() => None,
            false => Some(outcome.err),
        }
    };
    match example {
        Example::Formula(text) => of_command(&["compile", "-e", text].map(str::to_owned)),
        Example::Command(line) => of_command(&words(line)),
        Example::Line(line) => {
            let outcome = symdiff(&["pipe"], line.as_bytes());
            let answer: Value = serde_json::from_str(&outcome.out).unwrap();
            let is_noted = row.severity == Severity::Note && answer.get("notes").is_some();
            match answer["error"]["code"].as_str() {
                Some(found) => Some(found.to_owned()),
                None => is_noted.then(|| code.to_owned()),
            }
        }
        Example::Prompt(lines) => {
            let outcome = symdiff(&[], lines.as_bytes());
            let is_said = outcome.err.contains(&format!("error[{code}]"));
            assert_eq!(outcome.code, i32::from(!outcome.err.is_empty()), "{lines}");
            match is_said {
                true => Some(code.to_owned()),
                false => (!outcome.err.is_empty()).then_some(outcome.err),
            }
        }
        Example::Words(_) => unreachable!("these have tests of their own"),
    }
}

#[test]
fn each_failing_example_is_refused_with_its_code_and_each_mended_one_is_accepted() {
    let mut failures = Vec::new();
    for row in codes::all().filter(|row| !matches!(row.failing, Example::Words(_))) {
        let code = row.code.name();
        let needs_jit = row.mended == Example::Line(r#"{"expr": "x", "backend": "jit"}"#);
        let (failing, mended) = (said(row, row.failing), said(row, row.mended));
        if failing.as_deref() != Some(code) {
            failures.push(format!("{code}: the failing example says {failing:?}"));
        }
        if mended.is_some() && (cfg!(feature = "jit") || !needs_jit) {
            failures.push(format!("{code}: the mended example says {mended:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The code of an error that is expected.
fn code<T>(result: Result<T, Error>) -> &'static str {
    result.err().expect("an error").code()
}

#[test]
fn codes_without_a_short_example_are_reached_too() {
    let f = Function::parse("x*y").unwrap();
    let compiled = f.compile().unwrap();
    let mut reached = vec![
        code(compiled.call(&[1.0], &mut [0.0; 3])),
        code(
            f.derive(&Request::of([Quantity::Value]))
                .and_then(|derivation| derivation.compile(Backend::Interpreter))
                .unwrap()
                .value_and_gradient(&[1.0, 2.0], &mut [0.0; 2]),
        ),
    ];
    let native = f.derive(&Request::of([])).unwrap().compile(Backend::Jit);
    if cfg!(feature = "jit") {
        assert!(native.is_ok());
        reached.push("no-native-code");
    } else {
        reached.push(code(native));
    }
    // Every language has all functions so far (`tests/emit`).
    reached.push("no-source-code");
    let errors = Function::parse(&"x+(;".repeat(100)).unwrap_err();
    let last = errors.diagnostics().last().unwrap();
    assert!(last.help[0].contains("--max-errors"), "{last:?}");
    reached.push(last.code.name());
    let latin = symdiff(&["compile", "-"], b"x + \xe9");
    assert!(
        latin.code == 1 && latin.err.contains("error[not-utf8]"),
        "{}",
        latin.err
    );
    reached.push("not-utf8");
    let mut line = vec![b' '; 64 << 20];
    line.extend(b"{\"expr\": \"x\"}\n{\"expr\": \"x\"}\n");
    let long = symdiff(&["pipe"], &line);
    let answers: Vec<Value> = long
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[0]["error"]["kind"], "limit");
    assert_eq!(answers[0]["error"]["code"], "line-too-long");
    assert!(answers[1].get("error").is_none());
    reached.push("line-too-long");
    let interrupt = Interrupt::default();
    interrupt.raise();
    let request = Request::of([Quantity::Gradient]).interrupted_by(&interrupt);
    reached.push(code(f.derive(&request)));
    let endless = std::env::temp_dir().join(format!("symdiff-endless-{}.txt", std::process::id()));
    let load = format!(":load {}\n", endless.display());
    std::fs::write(&endless, &load).unwrap();
    let looped = symdiff(&[], load.as_bytes());
    std::fs::remove_file(&endless).unwrap();
    assert!(
        looped.code == 1 && looped.err.contains("error[endless-load]"),
        "{}",
        looped.err
    );
    reached.push("endless-load");
    let graph = Graph::new();
    let x = graph.variable("x");
    for built in [
        &x + Graph::new().variable("y"),
        &x + f64::NAN,
        x.call("sinn", &[]),
    ] {
        reached.push(code(Function::of_results([built])));
    }
    reached.push(code(Function::of_results::<Expr>([])));
    // By its indices a tensor has a spelling; a text beyond the limits has none.
    let inverse = Function::parse("X: matrix(2, 2); inv(X)").unwrap();
    assert!(inverse.jacobian().unwrap().to_text().is_ok());
    let mut options = symdiff::ReadOptions::default();
    options.limits.input = 12;
    let short = Function::parse_with("sin(x*y)^3", &options).unwrap();
    reached.push(code(short.hessian().unwrap().to_text()));
    let named = Function::parse("x: vector(n); x*sum(x)").unwrap();
    let derivation = named.derive(&Request::of([Quantity::Jacobian])).unwrap();
    let compiled = derivation.compile(Backend::Interpreter).unwrap();
    reached.push(code(compiled.call(&[], &mut [])));
    reached.push(code(compiled.bind(&[("k", 3)])));
    reached.push(code(compiled.bind(&[("n", 100_000)])));
    let mut described: Vec<&str> = codes::all()
        .filter(|row| matches!(row.failing, Example::Words(_)))
        .map(|row| row.code.name())
        .collect();
    reached.sort_unstable();
    described.sort_unstable();
    assert_eq!(reached, described);
}

#[test]
fn the_page_of_errors_is_that_of_the_table() {
    let outcome = symdiff(&["explain", "--markdown"], b"");
    assert_eq!(outcome.code, 0);
    let mut failures = Vec::new();
    golden(&root().join("docs/errors.md"), &outcome.out, &mut failures);
    report(&failures);
}

#[test]
fn each_code_is_explained() {
    let list = symdiff(&["explain"], b"").out;
    for row in codes::all() {
        let name = row.code.name();
        assert!(
            list.lines()
                .any(|line| line.trim_start().starts_with(&format!("{name} "))),
            "{name}"
        );
        let outcome = symdiff(&["explain", name], b"");
        assert_eq!((outcome.code, outcome.err.as_str()), (0, ""), "{name}");
        assert!(
            outcome.out.contains(row.title)
                && outcome.out.lines().all(|line| line.chars().count() < 160),
            "{name}"
        );
    }
}

/// One input with what is said to it.
struct Case {
    title: String,
    /// The command, without the name of the program.
    command: String,
    input: String,
}

/// The cases of a file: `== title`, perhaps `$ command`, the input between `<<<` and `>>>`, and then the output.
fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut is_input = false;
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("== ") {
            cases.push(Case {
                title: title.to_owned(),
                command: "compile -".to_owned(),
                input: String::new(),
            });
            continue;
        }
        let Some(case) = cases.last_mut() else {
            continue;
        };
        match line {
            "<<<" => is_input = true,
            ">>>" => {
                case.input.pop();
                is_input = false;
            }
            _ if is_input => {
                case.input.push_str(line);
                case.input.push('\n');
            }
            _ => {
                if let Some(command) = line.strip_prefix("$ ") {
                    command.clone_into(&mut case.command);
                }
            }
        }
    }
    cases
}

/// `\t`, `\r`, `\n`, `\\` and `\u{301}`, and `\{x 200}` for 200 times x, as the characters that they stand for.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        out.push_str(before);
        let mut letters = behind.chars();
        let letter = letters.next().expect("an escape");
        rest = letters.as_str();
        match letter {
            't' => out.push('\t'),
            'r' => out.push('\r'),
            'n' => out.push('\n'),
            'u' => {
                let (code, behind) = rest[1..].split_once('}').expect("an escape is closed");
                let code = u32::from_str_radix(code, 16).expect("a code");
                out.push(char::from_u32(code).expect("a character"));
                rest = behind;
            }
            '{' => {
                let (repeated, behind) = rest.split_once('}').expect("an escape is closed");
                let (piece, count) = repeated.rsplit_once(' ').expect("text and count");
                out.push_str(&piece.repeat(count.parse().expect("a count")));
                rest = behind;
            }
            plain => out.push(plain),
        }
    }
    out + rest
}

/// The text of a file of cases, with what the program says now.
fn replay(text: &str) -> String {
    let mut out = String::new();
    for case in cases(text) {
        let words: Vec<&str> = case.command.split_whitespace().collect();
        let outcome = symdiff(&words, unescape(&case.input).as_bytes());
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&format!("== {}\n", case.title));
        if case.command != "compile -" {
            out.push_str(&format!("$ {}\n", case.command));
        }
        out.push_str(&format!("<<<\n{}\n>>>\n", case.input));
        // Of what is accepted only the remarks are of interest here.
        let result = if outcome.code == 0 && !outcome.err.is_empty() {
            ""
        } else {
            &outcome.out
        };
        out.push_str(&format!("{result}{}", outcome.err));
        if outcome.code != 1 {
            out.push_str(&format!("exit {}\n", outcome.code));
        }
    }
    out
}

fn files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("tests/diagnostics"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "case")
        })
        .collect();
    files.sort();
    files
}

#[test]
fn situations_are_described_as_they_were() {
    let (mut failures, mut count) = (Vec::new(), 0);
    for path in files() {
        let before = fs::read_to_string(&path).unwrap();
        count += cases(&before).len();
        golden(&path, &replay(&before), &mut failures);
    }
    assert!(count >= 100, "{count} cases");
    report(&failures);
}

#[test]
fn a_changed_description_is_noticed() {
    let right = replay("== a\n<<<\n2e3x\n>>>\n");
    assert!(right.contains("error[missing-product-sign]"), "{right}");
    assert_eq!(replay(&right), right);
    assert_eq!(
        replay(&right.replace("product", "thing")),
        right
            .replace("product", "thing")
            .lines()
            .next()
            .unwrap()
            .to_owned()
            + &right[4..]
    );
}
