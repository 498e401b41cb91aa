//! Python with its module `math`: what it says of itself.
//!
//! Must not know: other languages. Python raises where IEEE 754 answers with an infinity or NaN, so
//! whatever may raise is a helper, unless it is known not to.

use super::target::{
    Binding, Form, Helper, Operands, Target, Written, decimal, indices, level, nested,
};
use crate::program::{Instruction, Relation};
use std::fmt::Write;

const MINIMUM: &str = r#"def #0(a, b):
    """The lesser of two numbers: NaN if either is, and -0 is below 0."""
    if a < b:
        return a
    if b < a:
        return b
    if a == b:
        return a if math.copysign(1.0, a) < 0.0 else b
    return a + b
"#;

const MAXIMUM: &str = r#"def #0(a, b):
    """The greater of two numbers: NaN if either is, and -0 is below 0."""
    if a < b:
        return b
    if b < a:
        return a
    if a == b:
        return b if math.copysign(1.0, a) < 0.0 else a
    return a + b
"#;

const DIVIDE: &str = r#"def #0(a, b):
    """The quotient, infinite or NaN where b is zero."""
    if b != 0.0:
        return a / b
    if a == 0.0 or a != a:
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)
"#;

const SQUARE_ROOT: &str = r#"def #0(a):
    """The square root, NaN below zero."""
    return math.sqrt(a) if a >= 0.0 else math.nan
"#;

const ROUND_DOWN: &str = r#"def #0(a):
    """The greatest integer not above a, as a float."""
    return float(math.floor(a)) if math.isfinite(a) and a != 0.0 else a
"#;

const ROUND_UP: &str = r#"def #0(a):
    """The least integer not below a, as a float with the sign of a."""
    return math.copysign(float(math.ceil(a)), a) if math.isfinite(a) and a != 0.0 else a
"#;

pub(super) struct Python;

impl Target for Python {
    fn key(&self) -> &'static str {
        "python"
    }

    fn extension(&self) -> &'static str {
        "py"
    }

    fn reserved(&self) -> &'static [&'static str] {
        WORDS
    }

    fn keeps(&self, letter: char) -> bool {
        is_stable(letter)
    }

    fn helper_name(&self, _: &str, helper: &str) -> String {
        format!("_{helper}")
    }

    fn form(&self, instruction: &Instruction, operands: Operands) -> Form {
        use Instruction::*;
        use level::{CHOICE, COMPARISON, LOGIC, PRODUCT, SUM};
        match instruction {
            Negate(_) => Form::sign("-#1"),
            Absolute(_) => Form::Call("abs(#1)"),
            SquareRoot(_) if operands.nonnegative => Form::Call("math.sqrt(#1)"),
            SquareRoot(_) => Form::Helper {
                name: "square_root",
                text: SQUARE_ROOT,
            },
            Floor(_) => Form::Helper {
                name: "round_down",
                text: ROUND_DOWN,
            },
            Ceil(_) => Form::Helper {
                name: "round_up",
                text: ROUND_UP,
            },
            Add(..) => Form::binary("#1 + #2", SUM, SUM, PRODUCT),
            Subtract(..) => Form::binary("#1 - #2", SUM, SUM, PRODUCT),
            Multiply(..) => Form::binary("#1 * #2", PRODUCT, PRODUCT, level::SIGN),
            Divide(..) if operands.nonzero => {
                Form::binary("#1 / #2", PRODUCT, PRODUCT, level::SIGN)
            }
            Divide(..) => Form::Helper {
                name: "divide",
                text: DIVIDE,
            },
            Minimum(..) => Form::Helper {
                name: "minimum",
                text: MINIMUM,
            },
            Maximum(..) => Form::Helper {
                name: "maximum",
                text: MAXIMUM,
            },
            Compare(Relation::Less, ..) => Form::binary("#1 < #2", COMPARISON, SUM, SUM),
            Compare(Relation::LessEqual, ..) => Form::binary("#1 <= #2", COMPARISON, SUM, SUM),
            Compare(Relation::Equal, ..) => Form::binary("#1 == #2", COMPARISON, SUM, SUM),
            And(..) => Form::binary("#1 and #2", LOGIC, COMPARISON, COMPARISON),
            Or(..) => Form::binary("#1 or #2", LOGIC, COMPARISON, COMPARISON),
            Not(_) => Form::Operators {
                text: "not #1",
                binds: LOGIC,
                operands: [COMPARISON; 3],
            },
            Select(..) => Form::Operators {
                text: "#2 if #1 else #3",
                binds: CHOICE,
                operands: [LOGIC, SUM, SUM],
            },
            Constant(_) | Input(_) | Call1(..) | Call2(..) => Form::Call("#1"),
        }
    }

    fn number(&self, value: f64) -> String {
        named_number(value, "math.")
    }

    fn entry(&self, name: &str, axes: &[usize], position: usize) -> String {
        let mut out = name.to_owned();
        for index in indices(axes, position) {
            let _ = write!(out, "[{index}]");
        }
        out
    }

    fn notes(&self) -> &'static [&'static str] {
        &[
            "Python 3.8 or later. Arguments are floats; a vector is a list of floats, a matrix a list of rows.",
        ]
    }

    fn opening(&self, header: &[String], code: &str) -> String {
        comment(header) + import_math(code)
    }

    fn helper(&self, helper: &Helper) -> String {
        define(helper)
    }

    fn routine(&self, routine: &Written) -> String {
        let parameters: Vec<&str> = routine
            .parameters
            .iter()
            .map(|own| own.name.as_str())
            .collect();
        let mut out = format!("def {}({}):\n", routine.name, parameters.join(", "));
        let _ = writeln!(out, "    \"\"\"{}\"\"\"", routine.about);
        bind(&mut out, routine.bindings(), 4);
        let results: Vec<String> = routine
            .results
            .iter()
            .map(|result| match result.axes.len() {
                0 => result.entries[0].clone(),
                _ => nested(&result.entries, &result.axes, 4),
            })
            .collect();
        let _ = writeln!(out, "    return {}", results.join(", "));
        out
    }

    fn blank_lines(&self) -> usize {
        2
    }
}

/// The import of the module `math`, where anything is used of it.
pub(super) fn import_math(code: &str) -> &'static str {
    if code.contains("math.") {
        "\nimport math\n"
    } else {
        ""
    }
}

/// Lines of a comment.
pub(super) fn comment(lines: &[String]) -> String {
    let mut out = String::new();
    for line in lines {
        let _ = writeln!(out, "{}", format!("# {line}").trim_end());
    }
    out
}

/// A helper from a recipe.
pub(super) fn define(helper: &Helper) -> String {
    let mut out = format!(
        "def {}({}):\n    \"\"\"{}\"\"\"\n",
        helper.name,
        helper.parameters.join(", "),
        helper.meaning
    );
    bind(&mut out, helper.bindings.iter(), 4);
    let _ = writeln!(out, "    return {}", helper.result);
    out
}

/// Assignments.
pub(super) fn bind<'a>(
    out: &mut String,
    bindings: impl Iterator<Item = &'a Binding>,
    indent: usize,
) {
    for binding in bindings {
        let _ = writeln!(out, "{:indent$}{} = {}", "", binding.name, binding.value);
    }
}

/// A number where infinities and NaN are names of a module.
pub(super) fn named_number(value: f64, module: &str) -> String {
    if value.is_nan() {
        format!("{module}nan")
    } else if value == f64::INFINITY {
        format!("{module}inf")
    } else if value == f64::NEG_INFINITY {
        format!("-{module}inf")
    } else {
        decimal(value)
    }
}

/// Letters that stay themselves under the normalization (NFKC) that Python applies to names.
pub(super) fn is_stable(letter: char) -> bool {
    matches!(letter,
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ı' | 'Α'..='Ρ' | 'Σ'..='Ω' | 'α'..='ω'
        | 'А'..='я' | 'א'..='ת' | '一'..='鿿' | 'ぁ'..='ゖ' | 'ァ'..='ヺ')
}

/// Keywords, and names that the written code and its readers rely on.
pub(super) const WORDS: &[&str] = &[
    "False",
    "None",
    "True",
    "and",
    "as",
    "assert",
    "async",
    "await",
    "break",
    "case",
    "class",
    "continue",
    "def",
    "del",
    "elif",
    "else",
    "except",
    "finally",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "is",
    "lambda",
    "match",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "try",
    "type",
    "while",
    "with",
    "yield",
    "_",
    "abs",
    "float",
    "int",
    "len",
    "list",
    "math",
    "max",
    "min",
    "np",
    "numpy",
    "pow",
    "print",
    "range",
    "round",
    "self",
    "shape",
    "sum",
    "tuple",
    "zip",
    "__name__",
    "__file__",
    "__doc__",
    "__debug__",
];
