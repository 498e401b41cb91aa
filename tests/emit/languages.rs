//! All cases in each language: compiled once, run once, compared.

use crate::cases::{self, Case};
use crate::compare::{Conditions, Expected};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use symdiff::{Language, Quantity};

struct Checked {
    cases: Vec<Case>,
    /// By case and point: all outputs.
    expected: Vec<Vec<Vec<Expected>>>,
}

static CHECKED: LazyLock<Checked> = LazyLock::new(|| {
    let cases = cases::all();
    let mut conditions = Conditions::default();
    let expected = cases
        .iter()
        .map(|case| {
            let program = case.derivation.program();
            let points = case.points.iter();
            points
                .map(|point| conditions.expected(program, point))
                .collect()
        })
        .collect();
    Checked { cases, expected }
});

/// A folder of its own for each language.
pub fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("emit")
        .join(name);
    fs::create_dir_all(&path).unwrap();
    path
}

/// Whether a compiler is there; where it must be, its absence is a failure.
pub fn is_there(command: &mut Command) -> bool {
    let there = command.output().is_ok_and(|output| output.status.success());
    if !there {
        let required = std::env::var_os("SYMDIFF_REQUIRE_COMPILERS").is_some();
        assert!(!required, "{command:?} does not run");
        eprintln!("skipped: {command:?} does not run");
    }
    there
}

pub fn python() -> Command {
    Command::new(std::env::var_os("SYMDIFF_PYTHON").unwrap_or_else(|| "python3".into()))
}

pub fn compiler() -> Command {
    if let Some(own) = std::env::var_os("CC") {
        return Command::new(own);
    }
    let is_there = |name: &&str| Command::new(name).arg("--version").output().is_ok();
    Command::new(
        ["cc", "gcc", "clang"]
            .into_iter()
            .find(is_there)
            .unwrap_or("cc"),
    )
}

/// Runs a command to its end.
pub fn finish(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    let err: String = err.chars().take(4_000).collect();
    assert!(output.status.success(), "{command:?}:\n{err}");
    String::from_utf8(output.stdout).unwrap()
}

/// Sixteen hexadecimal digits for each number: no decimal is read or written.
fn hex(numbers: &[f64]) -> String {
    let words: Vec<String> = numbers
        .iter()
        .map(|x| format!("{:016x}", x.to_bits()))
        .collect();
    words.join(" ")
}

/// The points of all cases: a line for each, with the place of the case first.
fn points(cases: &[Case]) -> String {
    let mut out = String::new();
    for (place, case) in cases.iter().enumerate() {
        for point in &case.points {
            writeln!(out, "{place} {}", hex(point)).unwrap();
        }
    }
    out
}

/// A routine of a case: its name, and the parts that it gives back.
fn routines(case: &Case) -> Vec<(String, Vec<usize>)> {
    let parts = case.derivation.parts();
    let value = parts
        .iter()
        .position(|part| part.quantity == Quantity::Value);
    let mut list = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let (suffix, with_value) = match &part.quantity {
            Quantity::Value => (String::new(), false),
            Quantity::Gradient => ("_gradient".to_owned(), true),
            Quantity::Jacobian => ("_jacobian".to_owned(), true),
            Quantity::Hessian => ("_hessian".to_owned(), false),
            Quantity::Partial(names) => (format!("_partial_{}", names.join("_")), false),
            other => panic!("no case asks for the {other}"),
        };
        let mut given: Vec<usize> = value.filter(|_| with_value).into_iter().collect();
        given.push(place);
        list.push((format!("{}{suffix}", case.name), given));
    }
    list
}

/// Where each part begins among the outputs.
fn offsets(case: &Case) -> Vec<usize> {
    let mut offset = 0;
    let parts = case.derivation.parts().iter();
    parts
        .map(|part| {
            offset += part.len();
            offset - part.len()
        })
        .collect()
}

/// The axes of the parameters: all numbers together where there are more than twelve.
fn parameters(case: &Case) -> Vec<Vec<usize>> {
    let numbers = case.axes.iter().filter(|axes| axes.is_empty()).count();
    if numbers <= 12 {
        return case.axes.clone();
    }
    let arrays = case.axes.iter().filter(|axes| !axes.is_empty());
    std::iter::once(vec![numbers])
        .chain(arrays.cloned())
        .collect()
}

/// What the routines of a case give, in the order of [`routines`], against what they should.
fn compare(language: Language, out: &str) {
    let checked = &*CHECKED;
    let mut lines = out.lines();
    let mut failures = Vec::new();
    let mut worst = [(0.0f64, String::new()), (0.0, String::new())];
    let mut undecided = 0;
    let mut count = 0;
    for (case, expected) in checked.cases.iter().zip(&checked.expected) {
        let offsets = offsets(case);
        for (point, expected) in case.points.iter().zip(expected) {
            let line = lines.next().unwrap_or("");
            let mut found = line
                .split_whitespace()
                .map(|word| f64::from_bits(u64::from_str_radix(word, 16).unwrap()));
            for (routine, given) in routines(case) {
                for part in given {
                    for entry in 0..case.derivation.parts()[part].len() {
                        let expected = expected[offsets[part] + entry];
                        let found = found.next().unwrap_or_else(|| {
                            panic!("{language}: {} at {point:?}: too short: {line}", case.text)
                        });
                        count += 1;
                        let error = expected.error(found);
                        if error > 2.0 {
                            failures.push(format!(
                                "{routine}[{part}][{entry}] of {} at {point:?}: {found:e} for {:e}, {error:.2} units",
                                case.text.chars().take(100).collect::<String>(), expected.value
                            ));
                        }
                        undecided += usize::from(expected.undecided);
                        let worst = &mut worst[usize::from(!case.is_row)];
                        if error > worst.0 {
                            let text: String = case.text.chars().take(40).collect();
                            *worst = (
                                error,
                                format!(
                                    "{routine}[{part}][{entry}] of {text} at {point:?}: {found:e} for {:e}",
                                    expected.value
                                ),
                            );
                        }
                    }
                }
            }
            assert_eq!(found.next(), None, "{language}: {}", case.text);
        }
    }
    assert!(count > 30_000, "{count} numbers were compared");
    eprintln!(
        "{language}: {count} numbers, {undecided} undecided; the largest errors in units times condition:"
    );
    for (error, place) in worst {
        eprintln!("    {error:.2} {place}");
    }
    assert!(
        undecided * 100 < count,
        "{undecided} of {count} cannot be decided"
    );
    // A few of each routine.
    let mut shown: Vec<&str> = Vec::new();
    for failure in &failures {
        let routine = failure.split('[').next();
        let alike = shown.iter().filter(|own| own.split('[').next() == routine);
        if alike.count() < 4 {
            shown.push(failure);
        }
    }
    let shown = shown[..shown.len().min(80)].join("\n");
    assert!(
        failures.is_empty(),
        "{language}: {} failures\n{shown}",
        failures.len()
    );
}

#[test]
fn c_agrees_with_the_interpreter() {
    if !is_there(compiler().arg("--version")) {
        return;
    }
    let folder = folder("c");
    let mut code = String::new();
    let mut table = String::new();
    for case in &CHECKED.cases {
        code.push_str(&case.emit(Language::C));
        let mut arguments = Vec::new();
        let mut offset = 0;
        for axes in parameters(case) {
            let size: usize = axes.iter().product();
            arguments.push(match axes.len() {
                0 => format!("p[{offset}]"),
                _ => format!("p + {offset}"),
            });
            offset += size;
        }
        writeln!(
            code,
            "static double *run_{}(const double *p, double *out)\n{{\n    (void)p;",
            case.name
        )
        .unwrap();
        for (routine, given) in routines(case) {
            let mut arguments = arguments.clone();
            let mut offset = 0;
            let mut result = "";
            for (place, part) in given.iter().enumerate() {
                let part = &case.derivation.parts()[*part];
                if place == 0 && part.axes.is_empty() {
                    result = "out[0] = ";
                } else {
                    arguments.push(format!("out + {offset}"));
                }
                offset += part.len();
            }
            writeln!(
                code,
                "    {result}{routine}({});\n    out += {offset};",
                arguments.join(", ")
            )
            .unwrap();
        }
        code.push_str("    return out;\n}\n\n");
        writeln!(table, "    {{ run_{}, {} }},", case.name, case.inputs()).unwrap();
    }
    code.push_str(&include_str!("main.c.txt").replace("TABLE", &table));
    fs::write(folder.join("all.c"), code).unwrap();
    fs::write(folder.join("points.txt"), points(&CHECKED.cases)).unwrap();
    let binary = folder.join("all");
    finish(
        compiler()
            .args([
                "-std=c99",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-pedantic",
                "-O1",
                "-o",
            ])
            .arg(&binary)
            .arg(folder.join("all.c"))
            .arg("-lm"),
    );
    let out = finish(Command::new(&binary).arg(folder.join("points.txt")));
    compare(Language::C, &out);
}

#[test]
fn rust_agrees_with_the_interpreter() {
    if !is_there(Command::new("rustc").arg("--version")) {
        return;
    }
    let folder = folder("rust");
    let mut code = String::from("#![deny(warnings)]\n");
    let mut table = String::new();
    for (place, case) in CHECKED.cases.iter().enumerate() {
        writeln!(
            code,
            "mod {} {{\n{}\n}}",
            case.name,
            case.emit(Language::Rust)
        )
        .unwrap();
        let mut arguments = Vec::new();
        let mut offset = 0;
        for axes in parameters(case) {
            arguments.push(rust_argument(&axes, &mut offset));
        }
        writeln!(table, "        {place} => {{").unwrap();
        for (routine, _) in routines(case) {
            writeln!(
                table,
                "            {}::{routine}({}).flat(out);",
                case.name,
                arguments.join(", ")
            )
            .unwrap();
        }
        table.push_str("        }\n");
    }
    code.push_str(&include_str!("main.rs.txt").replace("TABLE", &table));
    fs::write(folder.join("all.rs"), code).unwrap();
    fs::write(folder.join("points.txt"), points(&CHECKED.cases)).unwrap();
    let binary = folder.join("all");
    finish(
        Command::new("rustc")
            .args(["--edition", "2021", "-O", "-o"])
            .arg(&binary)
            .arg(folder.join("all.rs")),
    );
    let out = finish(Command::new(&binary).arg(folder.join("points.txt")));
    compare(Language::Rust, &out);
}

fn rust_argument(axes: &[usize], offset: &mut usize) -> String {
    fn array(axes: &[usize], offset: &mut usize) -> String {
        match axes {
            [] => {
                *offset += 1;
                format!("p[{}]", *offset - 1)
            }
            [length, rest @ ..] => {
                let entries: Vec<String> = (0..*length).map(|_| array(rest, offset)).collect();
                format!("[{}]", entries.join(", "))
            }
        }
    }
    let array = array(axes, offset);
    if axes.is_empty() {
        array
    } else {
        format!("&{array}")
    }
}

#[test]
fn python_agrees_with_the_interpreter() {
    if is_there(python().arg("--version")) {
        run_python(Language::Python, include_str!("main.py"));
    }
}

#[test]
fn numpy_agrees_with_the_interpreter() {
    if is_there(python().args(["-c", "import numpy"])) {
        run_python(Language::Numpy, include_str!("main_numpy.py"));
    }
}

fn run_python(language: Language, main: &str) {
    let folder = folder(language.name());
    let mut table = String::new();
    for case in &CHECKED.cases {
        fs::write(
            folder.join(format!("{}.py", case.name)),
            case.emit(language),
        )
        .unwrap();
        let names: Vec<String> = routines(case)
            .into_iter()
            .map(|routine| format!("{:?}", routine.0))
            .collect();
        let axes: Vec<String> = parameters(case)
            .iter()
            .map(|axes| format!("{axes:?}"))
            .collect();
        writeln!(
            table,
            "    ({:?}, [{}], [{}]),",
            case.name,
            names.join(", "),
            axes.join(", ")
        )
        .unwrap();
    }
    fs::write(folder.join("main.py"), main.replace("TABLE", &table)).unwrap();
    fs::write(folder.join("points.txt"), points(&CHECKED.cases)).unwrap();
    let out = finish(
        python()
            .args(["-W", "error"])
            .arg(folder.join("main.py"))
            .arg(folder.join("points.txt")),
    );
    compare(language, &out);
}
