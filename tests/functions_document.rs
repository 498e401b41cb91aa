//! `grammar/functions.md` says what the table of functions says.
//!
//! `UPDATE_GOLDEN=1 cargo test --test functions_document` writes it anew.

use std::fmt::Write;
use std::path::Path;
use symdiff::functions::{self, Arity, Kernel, Row};

const HEAD: &str = "\
# Functions

Written from the table in `src/functions/`, which is what the program reads. Angles are in radians. A derivative
may use `value`, the function's own value. A function of one argument works entry by entry on vectors and matrices.
";

/// The families, by the first function of each.
const FAMILIES: &[(&str, &str)] = &[
    ("exp", "Exponentials, logarithms, powers and roots"),
    ("sin", "Trigonometric"),
    ("sinh", "Hyperbolic"),
    ("abs", "Rounding and choice"),
    ("silu", "Activation"),
    ("logit", "Probability"),
    ("erf", "Special"),
    ("besselj", "Bessel functions"),
];

fn document() -> String {
    let mut out = HEAD.to_owned();
    for (_, row) in functions::table() {
        if let Some((_, title)) = FAMILIES.iter().find(|family| family.0 == row.name) {
            let _ = write!(
                out,
                "\n## {title}\n\n| | | derivative | defined where | kinks |\n| --- | --- | --- | --- | --- |\n"
            );
        }
        let kinks: Vec<String> = row
            .kinks
            .iter()
            .map(|kink| format!("at {}: {}", kink.at, kink.convention))
            .collect();
        let cells = [
            names(row),
            row.meaning.to_owned(),
            derivative(row),
            code(row.domain, "everywhere"),
            kinks.join("; "),
        ];
        // A bar would end the cell.
        let cells = cells.map(|cell| cell.replace('|', "\\|"));
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    out
}

fn code(text: &str, otherwise: &str) -> String {
    match text {
        "" => otherwise.to_owned(),
        text => format!("`{text}`"),
    }
}

fn names(row: &Row) -> String {
    let parameters = match row.arity() {
        Arity::AtLeast(_) => format!("{}, ...", row.parameters.join(", ")),
        Arity::Exactly(_) => row.parameters.join(", "),
    };
    if !row.name.starts_with(char::is_alphabetic) {
        return format!("`{}`", row.parameters.join(row.name));
    }
    let mut names = format!("`{}({parameters})`", row.name);
    for alias in row.aliases {
        let _ = write!(names, ", `{alias}`");
    }
    names
}

fn derivative(row: &Row) -> String {
    match row.kernel {
        Kernel::Definition(text) => return format!("as `{text}`"),
        Kernel::OverRest { row: other, text } => {
            return format!("as `{text}`, `rest` being `{other}` of all others");
        }
        Kernel::Variadic(_) => {
            let partial = row.partials[0];
            return format!("`{partial}`, `rest` being the same of all others");
        }
        Kernel::Extremum(_) => return "1 for the argument that attains it".to_owned(),
        _ => {}
    }
    let partials: Vec<String> = row
        .parameters
        .iter()
        .zip(row.partials)
        .map(|(parameter, partial)| match row.parameters.len() {
            1 => code(partial, "none"),
            _ => format!("in {parameter}: {}", code(partial, "none")),
        })
        .collect();
    partials.join("; ")
}

#[test]
fn the_document_is_that_of_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar/functions.md");
    let expected = document();
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        std::fs::write(&path, &expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap();
    assert_eq!(
        found, expected,
        "UPDATE_GOLDEN=1 cargo test --test functions_document"
    );
    for (first, title) in FAMILIES {
        assert!(
            found.contains(title),
            "no function `{first}` begins a family"
        );
    }
}
