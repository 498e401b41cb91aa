//! The command line from outside: results on standard output, all else on standard error, exit codes.
#![cfg(feature = "cli")]

mod common {
    pub mod binary;
}

use common::binary::symdiff;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Standard output of a run that succeeds and says nothing else.
fn result(arguments: &[&str]) -> String {
    let outcome = symdiff(arguments, b"");
    assert_eq!(
        (outcome.code, outcome.err.as_str()),
        (0, ""),
        "{arguments:?}"
    );
    outcome.out
}

/// A file of this test run with this content.
fn file(name: &str, content: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).unwrap();
    path
}

fn example() -> String {
    format!("{}/examples/cs231n.txt", env!("CARGO_MANIFEST_DIR"))
}

/// Evaluates what printed lines `name = formula` call `label`, by the program itself.
fn replay(printed: &str, label: &str, values: &[&str]) -> f64 {
    let mut waiting: Vec<(&str, &str)> = printed
        .lines()
        .filter_map(|line| line.trim().split_once(" = "))
        .map(|(name, formula)| (name.split('(').next().unwrap(), formula))
        .collect();
    let (_, wanted) = *waiting
        .iter()
        .find(|own| own.0 == label)
        .expect("the line is printed");
    let mut text = String::new();
    // Names of shared parts and of the value stand before the lines that use them.
    waiting.retain(|(name, _)| !name.contains('/') && *name != label);
    while !waiting.is_empty() {
        let is_free = |formula: &str| {
            let mut words = formula.split(|letter: char| !letter.is_alphanumeric());
            !words.any(|word| waiting.iter().any(|(name, _)| *name == word))
        };
        let place = waiting
            .iter()
            .position(|own| is_free(own.1))
            .expect("no circle");
        let (name, formula) = waiting.remove(place);
        text.push_str(&format!("{name} = {formula}\n"));
    }
    text.push_str(wanted);
    let mut arguments = vec!["eval", &text];
    arguments.extend(values);
    result(&arguments).trim().parse().unwrap()
}

#[test]
fn the_seed_formula_has_the_gradient_that_is_known() {
    let printed = result(&["compile", &example()]);
    let point = ["x=3", "y=-4"];
    for (label, want) in [
        ("f", 1.5456448841066441),
        ("df/dx", 2.059569795572165),
        ("df/dy", 1.5922327514838093),
    ] {
        let got = replay(&printed, label, &point);
        assert!(
            (got - want).abs() <= 1e-14 * want,
            "{label} = {got}, not {want}\n{printed}"
        );
    }
}

#[test]
fn a_formula_comes_from_a_file_a_stream_or_an_argument() {
    let text = std::fs::read_to_string(example()).unwrap();
    let from_file = result(&["compile", &example()]);
    let from_stream = symdiff(&["compile", "-"], text.as_bytes());
    assert_eq!(
        (from_stream.code, from_stream.out.as_str()),
        (0, from_file.as_str())
    );
    assert_eq!(result(&["compile", "-e", text.trim()]), from_file);
    assert_eq!(
        result(&["compile", "--expression", "-x"]),
        "f(x) = -x\n\ndf/dx = -1\n"
    );
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("written.txt");
    let path = path.to_str().unwrap();
    assert_eq!(result(&["compile", &example(), "-o", path]), "");
    assert_eq!(std::fs::read_to_string(path).unwrap(), from_file);
}

#[test]
fn quantities_and_variables_are_chosen() {
    let formula = "x^3*y + z";
    // (arguments, the names on the left of the printed lines)
    let cases: &[(&[&str], &[&str])] = &[
        (&[], &["f(x, y, z)", "df/dx", "df/dy", "df/dz"]),
        (&["--of", "value"], &["f(x, y, z)"]),
        (&["--of", "gradient", "--wrt", "z,x"], &["df/dz", "df/dx"]),
        (&["--of", "jacobian", "--wrt", "y"], &["df/dy"]),
        (&["--of", "partial:x,x,y"], &["d3f/dxdxdy"]),
        (&["--of", "partial:"], &["f"]),
        (
            &["--of", "hessian", "--wrt", "x,y"],
            &["d2f/dxdx", "d2f/dxdy", "d2f/dydx", "d2f/dydy"],
        ),
        (
            &["--of", "value", "--of", "partial:y"],
            &["f(x, y, z)", "df/dy"],
        ),
    ];
    for (arguments, labels) in cases {
        let mut all = vec!["compile", "-e", formula];
        all.extend(*arguments);
        let printed = result(&all);
        let found: Vec<&str> = printed
            .lines()
            .filter_map(|line| line.split_once(" = "))
            .map(|(label, _)| label)
            .collect();
        assert_eq!(found, *labels, "{arguments:?}\n{printed}");
    }
    let unknown = symdiff(&["compile", "-e", "x", "--wrt", "q"], b"");
    assert_eq!(unknown.code, 0);
    assert!(
        unknown.out.contains("df/dq = 0") && unknown.err.contains("`q`"),
        "{}",
        unknown.err
    );
}

#[test]
fn several_results_have_a_jacobian() {
    let printed = result(&["compile", "-e", "x*y; x+y"]);
    for line in [
        "f1(x, y) = x*y",
        "f2(x, y) = x + y",
        "df1/dx = y",
        "df1/dy = x",
        "df2/dx = 1",
    ] {
        assert!(printed.lines().any(|own| own == line), "{line}\n{printed}");
    }
    let refused = symdiff(&["compile", "-e", "x*y; x+y", "--of", "gradient"], b"");
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert!(refused.err.contains("jacobian"), "{}", refused.err);
}

#[test]
fn forms_of_the_output() {
    let formula = "x*exp(-x^2)/2";
    assert!(result(&["compile", "-e", formula, "--emit", "text"]).starts_with("f(x) = "));
    let latex = result(&["compile", "-e", formula, "--emit", "latex"]);
    for word in [
        r"\begin{aligned}",
        r"\frac{\partial f}{\partial x}",
        r"e^{",
        r"\end{aligned}",
    ] {
        assert!(latex.contains(word), "{word}\n{latex}");
    }
    let text = result(&["compile", "-e", formula, "--emit", "json"]);
    let object: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&object["schema"], &object["vars"]),
        (&json!(1), &json!(["x"]))
    );
    assert_eq!(object["parts"][1]["quantity"], "gradient");
    assert_eq!(object["parts"][1]["entries"][0]["label"], "df/dx");
    let hessian = result(&["compile", "-e", "x*y", "--of", "hessian", "--emit", "json"]);
    let object: Value = serde_json::from_str(&hessian).unwrap();
    assert_eq!(object["parts"][0]["axes"], json!([2, 2]));
}

#[test]
fn ledger_and_kinks_are_printed() {
    let printed = result(&["compile", "-e", "x/x + abs(y)"]);
    assert!(printed.contains("assuming\n  x != 0"), "{printed}");
    assert!(printed.contains("kinks\n  abs: at y = 0"), "{printed}");
    let silent = result(&["compile", "-e", "exp(x)/exp(x) + y"]);
    assert!(
        !silent.contains("assuming") && !silent.contains("kinks"),
        "{silent}"
    );
}

#[test]
fn expansion_is_announced_and_limited() {
    let mut text = "a0 = sin(x) + x".to_owned();
    for step in 1..=12 {
        text.push_str(&format!("; a{step} = a{0}*a{0} + cos(a{0})", step - 1));
    }
    let shared = result(&["compile", "-e", &text, "--of", "value"]);
    assert!(shared.contains("where") && shared.len() < 2_000, "{shared}");
    let long = symdiff(&["compile", "-e", &text, "--of", "value", "--expand"], b"");
    assert_eq!(long.code, 0, "{}", long.err);
    let forecast: f64 = digits(&long.err);
    let ratio = long.out.len() as f64 / forecast;
    assert!(
        (0.8..1.3).contains(&ratio),
        "{} characters, {}",
        long.out.len(),
        long.err
    );
    assert!(!long.out.contains("where"));
    let arguments = [
        "compile",
        "-e",
        &text,
        "--of",
        "value",
        "--expand",
        "--max-output",
        "5000",
    ];
    let refused = symdiff(&arguments, b"");
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert!(refused.err.contains("--max-output"), "{}", refused.err);
}

/// The first number of a text.
fn digits(text: &str) -> f64 {
    let start = text
        .find(|letter: char| letter.is_ascii_digit())
        .expect("a number");
    let rest = &text[start..];
    let end = rest
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(rest.len());
    rest[..end].parse().unwrap()
}

#[test]
fn timings_go_to_standard_error() {
    let outcome = symdiff(&["compile", "-v", &example()], b"");
    assert_eq!(outcome.out, result(&["compile", &example()]));
    for word in ["read", "derive", "compile", "instructions", "ratio"] {
        assert!(outcome.err.contains(word), "{word}: {}", outcome.err);
    }
}

#[test]
fn one_liners() {
    let cases: &[(&[&str], &str)] = &[
        (&["eval", "x^2 + y", "x=3", "y=1"], "10\n"),
        (&["eval", "2+2"], "4\n"),
        (&["eval", "-x", "x=-1e-3"], "0.001\n"),
        (&["eval", "1/x", "x=0"], "inf\n"),
        (
            &["eval", "x*y", "x=3", "y=4", "--of", "gradient"],
            "df/dx = 4\ndf/dy = 3\n",
        ),
        (&["eval", "x^4", "x=2", "--of", "partial:x,x"], "48\n"),
        (&["eval", "x: vector(2); sum(x)", "x=[1,2]"], "3\n"),
        (&["eval", "x*y", "x=1/3", "y=pi/pi*6"], "2\n"),
        (&["eval", "x", "x=1e300"], "1e300\n"),
        (
            &["eval", "x: vector(2); 3*x", "x=[1,2]"],
            "f[1] = 3\nf[2] = 6\n",
        ),
        (
            &["eval", "x: vector(2); x'*x", "x=[1,2]", "--of", "gradient"],
            "df/dx[1] = 2\ndf/dx[2] = 4\n",
        ),
        (
            &[
                "eval",
                "A: matrix(2, 2); x: vector(2); x'*A*x",
                "A=[1,2;3,4]",
                "x=[1;2]",
                "--of",
                "value",
                "--of",
                "gradient",
            ],
            "f = 27\ndf/dx[1] = 12\ndf/dx[2] = 21\ndf/dA[1,1] = 1\ndf/dA[1,2] = 2\ndf/dA[2,1] = 2\ndf/dA[2,2] = 4\n",
        ),
        (
            &["eval", "A: matrix(1, 2); 2*A", "A=[1,2]"],
            "f[1,1] = 2\nf[1,2] = 4\n",
        ),
        (&["diff", "x^2", "x"], "2*x\n"),
        (&["diff", "x^3", "x", "x"], "6*x\n"),
        (&["diff", "sin(x*y)", "y"], "x*cos(x*y)\n"),
        (&["diff", "-cos(x)", "x"], "sin(x)\n"),
        (&["diff", "sigma(x)", "x"], "sigma(x)*sigma(-x)\n"),
    ];
    for (arguments, want) in cases {
        assert_eq!(result(arguments), *want, "{arguments:?}");
    }
    let noted = symdiff(&["diff", "x/x*y", "y"], b"");
    assert_eq!((noted.code, noted.out.as_str()), (0, "1\n"));
    assert!(noted.err.contains("x != 0"), "{}", noted.err);
}

#[test]
fn refusals_and_their_codes() {
    let latin = file("latin.txt", b"x + \xe9");
    let latin = latin.to_str().unwrap();
    let broken = file("broken.txt", b"a = x + 1\nb = a + * 2\nb + foo(3\n");
    let broken = broken.to_str().unwrap();
    // (arguments, exit code, words on standard error)
    let cases: &[(&[&str], i32, &[&str])] = &[
        (
            &["compile", "-e", "x + * 2"],
            1,
            &["expression:1:5", "^", "error[missing-operand]"],
        ),
        (&["compile", "-e", "sni(x)"], 1, &["`sin`", "^^^"]),
        (&["compile", "-e", ""], 1, &["error"]),
        (
            &["compile", broken],
            1,
            &["broken.txt:2:9", "b = a + * 2", "^"],
        ),
        (&["compile", latin], 1, &["UTF-8"]),
        (&["diff", "x+", "x"], 1, &["^"]),
        (&["diff", "x", "2x"], 1, &["2x"]),
        (&["eval", "x"], 1, &["`x`"]),
        (&["eval", "x", "x=one"], 1, &["one"]),
        (&["eval", "x", "x"], 1, &["name=value"]),
        (&["eval", "x", "x=1", "x=2"], 1, &["twice"]),
        (
            &["eval", "x: vector(2); sum(x)", "x=[1,2,3]"],
            1,
            &["2 numbers"],
        ),
        (&["compile"], 2, &["Usage"]),
        (&[], 2, &["Usage"]),
        (&["compile", "-e", "x", "--of", "slope"], 2, &["slope"]),
        (&["compile", "-e", "x", "--emit", "html"], 2, &["html"]),
        (&["compile", "-e", "x", "file.txt"], 2, &["cannot be used"]),
        (&["diff", "x"], 2, &["Usage"]),
        (&["integrate", "x"], 2, &["integrate"]),
        (&["compile", "no/such/file.txt"], 3, &["no/such/file.txt"]),
        (
            &["compile", "-e", "x", "-o", "no/such/folder/file"],
            3,
            &["no/such/folder"],
        ),
    ];
    for (arguments, code, words) in cases {
        let outcome = symdiff(arguments, b"");
        assert_eq!(outcome.code, *code, "{arguments:?}: {}", outcome.err);
        assert_eq!(outcome.out, "", "{arguments:?}");
        for word in *words {
            assert!(
                outcome.err.contains(word),
                "{arguments:?}: no `{word}` in {}",
                outcome.err
            );
        }
    }
}

#[test]
fn several_errors_are_reported_together() {
    let outcome = symdiff(&["compile", "-"], b"a = foo(x)\nb = bar(y)\na + b\n");
    assert_eq!(outcome.code, 1);
    for word in ["foo", "bar", "1:5", "2:5"] {
        assert!(outcome.err.contains(word), "{word}: {}", outcome.err);
    }
}

#[test]
fn formulas_come_from_files_and_results_go_to_files() {
    let formula = file("square.txt", b"x^2*y\n");
    let formula = formula.to_str().unwrap();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    // (arguments, standard input, what is written)
    let cases: &[(&[&str], &str, &str)] = &[
        (&["diff", "-f", formula, "x", "y"], "", "2*x\n"),
        (&["diff", "-", "x", "y"], "x^2*y", "2*x\n"),
        (&["diff", "-f", "-", "y"], "x^2*y", "x^2\n"),
        (&["eval", "-f", formula, "x=3", "y=2"], "", "18\n"),
        (&["eval", "x=3", "-f", formula, "y=2"], "", "18\n"),
        (&["eval", "-", "x=3", "y=2"], "x^2*y", "18\n"),
        (&["compile", "-", "--of", "value"], "x^2", "f(x) = x^2\n"),
    ];
    for (arguments, input, want) in cases {
        let outcome = symdiff(arguments, input.as_bytes());
        assert_eq!(
            (outcome.code, outcome.out.as_str(), outcome.err.as_str()),
            (0, *want, ""),
            "{arguments:?}"
        );
        let out = folder.join("out.txt");
        std::fs::write(&out, "before").unwrap();
        let mut with_output = arguments.to_vec();
        with_output.extend(["-o", out.to_str().unwrap()]);
        let outcome = symdiff(&with_output, input.as_bytes());
        assert_eq!((outcome.code, outcome.out.as_str()), (0, ""));
        assert_eq!(std::fs::read_to_string(&out).unwrap(), *want);
    }
    let same = symdiff(&["diff", "x^2", "x", "-o", "-"], b"");
    assert_eq!((same.code, same.out.as_str()), (0, "2*x\n"));
    // Nothing is left beside what was asked for.
    let left = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(left.filter(|name| name.ends_with(".partial")).count(), 0);
}

#[test]
fn a_file_is_written_as_a_whole_or_not_at_all() {
    let kept = file("kept.txt", b"before");
    let kept = kept.to_str().unwrap();
    for arguments in [
        &["compile", "-e", "x +", "-o", kept][..],
        &["eval", "x", "-o", kept],
        &["diff", "x: vector(2); x", "x", "-o", kept],
    ] {
        assert_eq!(symdiff(arguments, b"").code, 1, "{arguments:?}");
        assert_eq!(std::fs::read_to_string(kept).unwrap(), "before");
    }
    let folder = env!("CARGO_TARGET_TMPDIR");
    for arguments in [
        &["compile", "-e", "x", "-o", folder][..],
        &["eval", "2", "-o", folder],
        &["diff", "x", "x", "-o", folder],
    ] {
        let outcome = symdiff(arguments, b"");
        assert_eq!(
            (outcome.code, outcome.out.as_str()),
            (3, ""),
            "{arguments:?}"
        );
        assert!(outcome.err.contains("it is a folder"), "{}", outcome.err);
    }
}

#[cfg(unix)]
#[test]
fn links_and_devices_stay_what_they_are() {
    let target = file("target.txt", b"before");
    let link = target.with_file_name("link.txt");
    let _ = std::fs::remove_file(&link);
    std::os::unix::fs::symlink(&target, &link).unwrap();
    result(&["diff", "x^2", "x", "-o", link.to_str().unwrap()]);
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert_eq!(std::fs::read_to_string(&target).unwrap(), "2*x\n");
    result(&["diff", "x^2", "x", "-o", "/dev/null"]);
}

#[test]
fn every_command_ends_with_its_exit_code() {
    let missing = "no/such/file";
    // (arguments, exit code)
    let cases: &[(&[&str], i32)] = &[
        (&["compile", "-e", "x"], 0),
        (&["compile", "-e", "x +"], 1),
        (&["compile", "--no-such-option"], 2),
        (&["compile", missing], 3),
        (&["eval", "2"], 0),
        (&["eval", "x"], 1),
        (&["eval", "2", "--of"], 2),
        (&["eval", "-f", missing], 3),
        (&["diff", "x", "x"], 0),
        (&["diff", "x +", "x"], 1),
        (&["diff", "x"], 2),
        (&["diff", "-f", missing, "x"], 3),
        (&["pipe"], 0),
        (&["pipe", "more"], 2),
        (&["explain"], 0),
        (&["explain", "no-such-code"], 1),
        (&["explain", "a", "b"], 2),
        (&["completions", "bash"], 0),
        (&["completions", "basic"], 2),
        (&["man"], 0),
        (&["man", "compile"], 0),
        (&["man", "no-such-command"], 1),
        (&["help"], 0),
        (&["help", "eval"], 0),
        (&["--version"], 0),
        (&["--no-such-option"], 2),
    ];
    for (arguments, code) in cases {
        let outcome = symdiff(arguments, b"");
        assert_eq!(outcome.code, *code, "{arguments:?}: {}", outcome.err);
        assert_eq!(
            outcome.err.is_empty(),
            *code == 0,
            "{arguments:?}: {}",
            outcome.err
        );
        assert!(
            outcome.out.is_empty() || *code == 0,
            "{arguments:?}: {}",
            outcome.out
        );
    }
}

#[test]
fn json_is_one_object_on_standard_output() {
    let object = |arguments: &[&str], code: i32| -> Value {
        let outcome = symdiff(arguments, b"");
        assert_eq!(
            (outcome.code, outcome.err.as_str()),
            (code, ""),
            "{arguments:?}"
        );
        let object: Value = serde_json::from_str(&outcome.out).unwrap();
        assert_eq!(object["schema"], 1, "{arguments:?}");
        object
    };
    let compiled = object(&["compile", "-e", "x^2", "--json"], 0);
    assert_eq!(
        compiled,
        object(&["compile", "-e", "x^2", "--emit", "json"], 0)
    );
    assert_eq!(
        compiled["parts"][1]["entries"][0],
        json!({"label": "df/dx", "text": "2*x"})
    );
    let derived = object(&["diff", "log(x, 2)", "x", "--json"], 0);
    assert_eq!(derived["parts"][0]["quantity"], "partial:x");
    assert_eq!(derived["notes"][0]["code"], "base-first");
    let values = object(
        &[
            "eval",
            "x: vector(2); x'*x",
            "x=[1,2]",
            "--of",
            "gradient",
            "--json",
        ],
        0,
    );
    let entries = json!([{"label": "df/dx[1]", "value": 2.0}, {"label": "df/dx[2]", "value": 4.0}]);
    assert_eq!(values["parts"][0]["entries"], entries);
    let infinite = object(&["eval", "1/x", "x=0", "--json"], 0);
    assert_eq!(infinite["parts"][0]["entries"][0]["value"], "inf");
    for (arguments, code, error) in [
        (
            &["compile", "-e", "x\n+ foo(y)", "--json"][..],
            1,
            "unknown-function",
        ),
        (
            &["compile", "-e", "x +", "--emit", "json"],
            1,
            "missing-operand",
        ),
        (&["eval", "x", "--json"], 1, "missing-value"),
        (&["eval", "x", "x=y", "--json"], 1, "invalid-value"),
        (&["diff", "x", "2x", "--json"], 1, "invalid-variable-name"),
        (
            &["diff", "-f", "no/such/file", "x", "--json"],
            3,
            "unreadable-file",
        ),
        (
            &["eval", "2", "--json", "-o", "no/such/folder/file"],
            3,
            "unwritable-file",
        ),
    ] {
        let refused = object(arguments, code);
        assert_eq!(refused["error"]["code"], error, "{arguments:?}");
        assert_eq!(refused["error"], refused["diagnostics"][0], "{arguments:?}");
    }
    let refused = object(&["compile", "-e", "x\n+ foo(y)", "--json"], 1);
    let error = &refused["error"];
    assert_eq!(
        (&error["line"], &error["column"], &error["span"]),
        (&json!(2), &json!(3), &json!([4, 7]))
    );
    assert_eq!(
        (&error["kind"], &error["severity"]),
        (&json!("name"), &json!("error"))
    );
}

#[test]
fn colors_are_for_those_who_want_them() {
    let is_colored = |arguments: &[&str], variables: &[(&str, &str)]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_symdiff"))
            .args(arguments)
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        [output.stdout, output.stderr].concat().contains(&0x1B)
    };
    for arguments in [
        &["compile", "-e", "x +"][..],
        &["explain", "missing-operand"],
        &["--help"],
        &["compil"],
    ] {
        let with = |choice| [&["--color", choice], arguments].concat();
        for (arguments, variables, want) in [
            (arguments.to_vec(), &[][..], false),
            (with("always"), &[], true),
            (with("always"), &[("NO_COLOR", "1")], true),
            (with("never"), &[("CLICOLOR_FORCE", "1")], false),
            (with("auto"), &[("CLICOLOR_FORCE", "1")], true),
            (with("auto"), &[("CLICOLOR_FORCE", "0")], false),
            (
                arguments.to_vec(),
                &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")],
                false,
            ),
        ] {
            assert_eq!(
                is_colored(&arguments, variables),
                want,
                "{arguments:?} {variables:?}"
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_is_no_error() {
    for command in [
        "symdiff --help",
        "symdiff explain --markdown",
        "symdiff compile -e 'sin(x)'",
        "symdiff completions zsh",
        "yes '{\"expr\": \"x\"}' | head -2000 | symdiff pipe",
    ] {
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_symdiff"));
        let path = format!(
            "{}:{}",
            program.parent().unwrap().display(),
            std::env::var("PATH").unwrap_or_default()
        );
        // The first command writes only when nobody reads any more.
        let script = format!("{{ sleep 0.2; {command}; echo $? >&2; }} | true");
        let output = std::process::Command::new("sh")
            .args(["-c", &script])
            .env("PATH", path)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said, "0\n", "{command}");
    }
}

#[test]
fn scripts_and_pages_name_every_command() {
    let help = result(&["--help"]);
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.len() >= 8, "{commands:?}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = result(&["completions", shell]);
        for command in &commands {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
    let page = result(&["man"]);
    for command in &commands {
        assert!(page.contains(&command.replace('-', r"\-")), "{command}");
        if *command != "help" {
            let own = result(&["man", command]);
            assert!(
                own.starts_with(".ie") && own.contains(".SH EXAMPLES"),
                "{command}"
            );
        }
    }
}

#[test]
fn help_is_a_result() {
    let help = result(&["--help"]);
    for word in ["compile", "eval", "diff", "pipe", "Exit codes", "Examples"] {
        assert!(help.contains(word), "{word}");
    }
    assert!(result(&["--version"]).starts_with("symdiff "));
}
