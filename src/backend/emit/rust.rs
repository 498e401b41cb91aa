//! Rust: what it says of itself.
//!
//! Must not know: other languages. Arrays are passed by reference and returned by value while they are
//! small. Names are ASCII: the compiler warns of Greek letters that look like Latin ones, and only the
//! root of a crate can silence it.

use super::target::{
    Binding, Form, Helper, Operands, Parameter, Returned, Target, Written, decimal, indices, level,
    nested,
};
use super::unit::piece_name;
use crate::program::{Instruction, Relation};
use std::fmt::Write;

/// What every function is marked with: names are those of the formula, whatever their case, and lints of
/// style are for what people write.
const ATTRIBUTES: &str = include_str!("words/rust_attributes.txt");

/// An array with more entries is written to where the caller says.
const MOST_BY_VALUE: usize = 256;

/// The widest line that is not wrapped.
const WIDTH: usize = 100;

const MINIMUM: &str = "\
/// The lesser of two numbers: NaN if either is, and -0 is below 0.
fn #0(a: f64, b: f64) -> f64 {
    if a < b {
        a
    } else if b < a {
        b
    } else if a == b {
        f64::from_bits(a.to_bits() | b.to_bits())
    } else {
        a + b
    }
}
";

const MAXIMUM: &str = "\
/// The greater of two numbers: NaN if either is, and -0 is below 0.
fn #0(a: f64, b: f64) -> f64 {
    if a < b {
        b
    } else if b < a {
        a
    } else if a == b {
        f64::from_bits(a.to_bits() & b.to_bits())
    } else {
        a + b
    }
}
";

pub(super) struct Rust;

impl Target for Rust {
    fn key(&self) -> &'static str {
        "rust"
    }

    fn extension(&self) -> &'static str {
        "rs"
    }

    fn reserved(&self) -> &'static [&'static str] {
        &include!("words/rust.in")
    }

    fn keeps(&self, _: char) -> bool {
        false
    }

    fn helper_name(&self, _: &str, helper: &str) -> String {
        match self.reserved().contains(&helper) {
            true => format!("{helper}_"),
            false => helper.to_owned(),
        }
    }

    fn form(&self, instruction: &Instruction, _: Operands) -> Form {
        use Instruction::*;
        use level::{CHOICE, COMPARISON, LOGIC, PRODUCT, SUM};
        match instruction {
            Negate(_) => Form::sign("-#1"),
            Absolute(_) => Form::Call("#1.abs()"),
            SquareRoot(_) => Form::Call("#1.sqrt()"),
            Floor(_) => Form::Call("#1.floor()"),
            Ceil(_) => Form::Call("#1.ceil()"),
            Add(..) => Form::binary("#1 + #2", SUM, SUM, PRODUCT),
            Subtract(..) => Form::binary("#1 - #2", SUM, SUM, PRODUCT),
            Multiply(..) => Form::binary("#1 * #2", PRODUCT, PRODUCT, level::SIGN),
            Divide(..) => Form::binary("#1 / #2", PRODUCT, PRODUCT, level::SIGN),
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
            And(..) => Form::binary("#1 && #2", LOGIC, COMPARISON, COMPARISON),
            Or(..) => Form::binary("#1 || #2", LOGIC, COMPARISON, COMPARISON),
            Not(_) => Form::sign("!#1"),
            Select(..) => Form::Operators {
                text: "if #1 { #2 } else { #3 }",
                binds: CHOICE,
                operands: [CHOICE; 3],
            },
            Constant(_) | Input(_) | Call1(..) | Call2(..) => Form::Call("#1"),
        }
    }

    fn number(&self, value: f64) -> String {
        if value.is_nan() {
            "f64::NAN".to_owned()
        } else if value == f64::INFINITY {
            "f64::INFINITY".to_owned()
        } else if value == f64::NEG_INFINITY {
            "f64::NEG_INFINITY".to_owned()
        } else {
            decimal(value)
        }
    }

    fn receiver(&self, value: f64) -> String {
        if value.is_finite() {
            format!("{}_f64", decimal(value))
        } else {
            self.number(value)
        }
    }

    fn number_of_mask(&self, mask: &str) -> String {
        format!("f64::from(u8::from({mask}))")
    }

    fn entry(&self, name: &str, axes: &[usize], position: usize) -> String {
        let mut out = name.to_owned();
        for index in indices(axes, position) {
            let _ = write!(out, "[{index}]");
        }
        out
    }

    fn most_in_one_piece(&self) -> usize {
        2_000
    }

    fn notes(&self) -> &'static [&'static str] {
        &["Rust 2018 or later, without dependencies. A matrix is an array of its rows."]
    }

    fn opening(&self, header: &[String], _: &str) -> String {
        comment("//", header)
    }

    fn helper(&self, helper: &Helper) -> String {
        let parameters: Vec<String> = helper
            .parameters
            .iter()
            .map(|name| format!("{name}: f64"))
            .collect();
        let mut out = format!("/// {}\n{ATTRIBUTES}", helper.meaning);
        let _ = writeln!(
            out,
            "fn {}({}) -> f64 {{",
            helper.name,
            parameters.join(", ")
        );
        bind(&mut out, &helper.bindings);
        let _ = writeln!(out, "    {}\n}}", helper.result);
        out
    }

    fn routine(&self, routine: &Written) -> String {
        let mut out = String::new();
        let (crossing, work) = (&routine.crossing.0, &routine.crossing.1);
        let many = routine.pieces.len() > 1;
        let arguments: Vec<&str> = routine
            .parameters
            .iter()
            .map(|own| own.name.as_str())
            .collect();
        if many {
            let mut parameters = vec![format!("{work}: &mut [f64]")];
            parameters.extend(routine.parameters.iter().map(parameter));
            for (place, piece) in routine.pieces.iter().enumerate() {
                let name = piece_name(&routine.name, place + 1);
                let _ = writeln!(
                    out,
                    "#[inline(never)]\n{ATTRIBUTES}{} {{",
                    head("fn", &name, &parameters, "")
                );
                for name in &arguments {
                    let _ = writeln!(out, "    let _ = {name};");
                }
                bind(&mut out, piece);
                out.push_str("}\n\n");
            }
        }
        let (by_value, by_reference): (Vec<&Returned>, Vec<&Returned>) = routine
            .results
            .iter()
            .partition(|result| result.entries.len() <= MOST_BY_VALUE);
        let mut parameters: Vec<String> = routine
            .parameters
            .iter()
            .map(|own| match own.used || many {
                true => parameter(own),
                // The compiler asks for this mark on what is not read.
                false => format!("_{}", parameter(own)),
            })
            .collect();
        parameters.extend(
            by_reference
                .iter()
                .map(|result| format!("{}: &mut {}", result.name, array(&result.axes))),
        );
        let types: Vec<String> = by_value.iter().map(|result| array(&result.axes)).collect();
        let types = match types.len() {
            0 => String::new(),
            1 => format!(" -> {}", types[0]),
            _ => format!(" -> ({})", types.join(", ")),
        };
        let _ = writeln!(
            out,
            "/// {}\n{}{} {{",
            routine.about,
            ATTRIBUTES,
            head("pub fn", &routine.name, &parameters, &types)
        );
        if many {
            let _ = writeln!(out, "    let mut {work} = vec![0.0; {crossing}];");
            let mut passed = vec![format!("&mut {work}")];
            passed.extend(arguments.iter().map(|&name| name.to_owned()));
            for place in 1..=routine.pieces.len() {
                let _ = writeln!(
                    out,
                    "    {}({});",
                    piece_name(&routine.name, place),
                    passed.join(", ")
                );
            }
        } else {
            bind(&mut out, &routine.pieces[0]);
        }
        for result in by_reference {
            for (position, entry) in result.entries.iter().enumerate() {
                let place = self.entry(&result.name, &result.axes, position);
                let _ = writeln!(out, "    {place} = {entry};");
            }
        }
        let values: Vec<String> = by_value
            .iter()
            .map(|result| match result.axes.len() {
                0 => result.entries[0].clone(),
                _ => nested(&result.entries, &result.axes, 4),
            })
            .collect();
        match values.len() {
            0 => {}
            1 => {
                let _ = writeln!(out, "    {}", values[0]);
            }
            _ => {
                let _ = writeln!(out, "    ({})", values.join(", "));
            }
        }
        out.push_str("}\n");
        out
    }
}

/// Lines of a comment.
fn comment(sign: &str, lines: &[String]) -> String {
    let mut out = String::new();
    for line in lines {
        let _ = writeln!(out, "{}", format!("{sign} {line}").trim_end());
    }
    out
}

fn parameter(own: &Parameter) -> String {
    if own.axes.is_empty() {
        format!("{}: f64", own.name)
    } else {
        format!("{}: &{}", own.name, array(&own.axes))
    }
}

/// The type of an array, or of a number where there are no axes.
fn array(axes: &[usize]) -> String {
    axes.iter().rev().fold("f64".to_owned(), |entry, length| {
        format!("[{entry}; {length}]")
    })
}

/// The head of a function, one parameter a line where it would be too wide.
fn head(lead: &str, name: &str, parameters: &[String], result: &str) -> String {
    let line = format!("{lead} {name}({}){result}", parameters.join(", "));
    if line.chars().count() + 2 <= WIDTH {
        return line;
    }
    format!(
        "{lead} {name}(\n    {},\n){result}",
        parameters.join(",\n    ")
    )
}

fn bind(out: &mut String, bindings: &[Binding]) {
    for binding in bindings {
        let lead = if binding.crosses { "" } else { "let " };
        let _ = writeln!(out, "    {lead}{} = {};", binding.name, binding.value);
    }
}
