//! Python with NumPy, elementwise over arrays of points: what it says of itself.
//!
//! Must not know: other languages, except the syntax it shares with plain Python. The axes of a vector
//! or matrix come first, those of the points after them.

use super::python::{WORDS, bind, comment, define, import_math, is_stable, named_number};
use super::target::{Form, Helper, Operands, Target, Written, indices, level};
use crate::program::{Instruction, Relation};
use std::fmt::Write;

const MINIMUM: &str = r#"def #0(a, b):
    """The lesser of two numbers: NaN if either is, and -0 is below 0."""
    return np.where(a == b, np.where(np.signbit(a), a, b), np.minimum(a, b))
"#;

const MAXIMUM: &str = r#"def #0(a, b):
    """The greater of two numbers: NaN if either is, and -0 is below 0."""
    return np.where(a == b, np.where(np.signbit(a), b, a), np.maximum(a, b))
"#;

pub(super) struct Numpy;

impl Target for Numpy {
    fn key(&self) -> &'static str {
        "numpy"
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

    fn form(&self, instruction: &Instruction, _: Operands) -> Form {
        use Instruction::*;
        use level::{COMPARISON, PRODUCT, SUM};
        match instruction {
            Negate(_) => Form::sign("-#1"),
            Absolute(_) => Form::Call("np.abs(#1)"),
            SquareRoot(_) => Form::Call("np.sqrt(#1)"),
            Floor(_) => Form::Call("np.floor(#1)"),
            Ceil(_) => Form::Call("np.ceil(#1)"),
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
            And(..) => Form::Call("np.logical_and(#1, #2)"),
            Or(..) => Form::Call("np.logical_or(#1, #2)"),
            Not(_) => Form::Call("np.logical_not(#1)"),
            Select(..) => Form::Call("np.where(#1, #2, #3)"),
            Constant(_) | Input(_) | Call1(..) | Call2(..) => Form::Call("#1"),
        }
    }

    fn number(&self, value: f64) -> String {
        named_number(value, "np.")
    }

    fn receiver(&self, value: f64) -> String {
        format!("np.float64({})", self.number(value))
    }

    fn entry(&self, name: &str, axes: &[usize], position: usize) -> String {
        format!("{name}[{}]", index(axes, position))
    }

    fn notes(&self) -> &'static [&'static str] {
        &[
            "NumPy 1.20 or later. Arguments are numbers or arrays that broadcast: the axes of a vector or matrix",
            "come first, then those of the points; so do those of the results.",
        ]
    }

    fn opening(&self, header: &[String], code: &str) -> String {
        comment(header) + import_math(code) + "\nimport numpy as np\n"
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
        let mut shapes = Vec::new();
        for own in &routine.parameters {
            let _ = writeln!(out, "    {0} = np.asarray({0}, dtype=float)", own.name);
            shapes.push(match own.axes.len() {
                0 => format!("{}.shape", own.name),
                axes => format!("{}.shape[{axes}:]", own.name),
            });
        }
        let _ = writeln!(
            out,
            "    shape = np.broadcast_shapes({})",
            shapes.join(", ")
        );
        for result in &routine.results {
            let axes: Vec<String> = result.axes.iter().map(usize::to_string).collect();
            let shape = match axes.len() {
                0 => "shape".to_owned(),
                1 => format!("({},) + shape", axes[0]),
                _ => format!("({}) + shape", axes.join(", ")),
            };
            let _ = writeln!(out, "    {} = np.empty({shape})", result.name);
        }
        out.push_str("    with np.errstate(all=\"ignore\"):\n");
        bind(&mut out, routine.bindings(), 8);
        for result in &routine.results {
            for (position, entry) in result.entries.iter().enumerate() {
                let place = match result.axes.len() {
                    0 => "...".to_owned(),
                    _ => index(&result.axes, position),
                };
                let _ = writeln!(out, "        {}[{place}] = {entry}", result.name);
            }
        }
        if routine
            .results
            .iter()
            .all(|result| result.entries.is_empty())
        {
            out.push_str("        pass\n");
        }
        // An array without axes becomes a number.
        let results: Vec<String> = routine
            .results
            .iter()
            .map(|result| match result.axes.len() {
                0 => format!("{}[()]", result.name),
                _ => result.name.clone(),
            })
            .collect();
        let _ = writeln!(out, "    return {}", results.join(", "));
        out
    }

    fn blank_lines(&self) -> usize {
        2
    }
}

fn index(axes: &[usize], position: usize) -> String {
    let indices: Vec<String> = indices(axes, position)
        .iter()
        .map(usize::to_string)
        .collect();
    indices.join(", ")
}
