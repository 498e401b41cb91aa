//! The text form of a program, both ways:
//!
//! ```text
//! inputs 1
//! v0 = input 0
//! v1 = constant 0.5
//! v2 = less v0 v1
//! v3 = call exp v0
//! v4 = select v2 v3 v1
//! return v4 v3
//! ```
//!
//! Must not know: graphs, backends. Invariant: reading what was written gives the same program, with
//! the bits of every constant that is not NaN (numbers are written with as many digits as tell them
//! apart). Reading checks the spelling only; [`verify`](super::verify) checks the rest.

use std::fmt;
use std::str::FromStr;

use crate::functions;

use super::{Instruction, Program, Relation, ValueId};

/// Why a text is not a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// From 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for ParseError {}

/// How an instruction on values alone is made from its operands.
#[derive(Clone, Copy)]
enum Form {
    One(fn(ValueId) -> Instruction),
    Two(fn(ValueId, ValueId) -> Instruction),
    Three(fn(ValueId, ValueId, ValueId) -> Instruction),
}

/// The names, used in both directions.
const FORMS: [(&str, Form); 18] = [
    ("neg", Form::One(Instruction::Negate)),
    ("abs", Form::One(Instruction::Absolute)),
    ("sqrt", Form::One(Instruction::SquareRoot)),
    ("floor", Form::One(Instruction::Floor)),
    ("ceil", Form::One(Instruction::Ceil)),
    ("not", Form::One(Instruction::Not)),
    ("add", Form::Two(Instruction::Add)),
    ("sub", Form::Two(Instruction::Subtract)),
    ("mul", Form::Two(Instruction::Multiply)),
    ("div", Form::Two(Instruction::Divide)),
    ("min", Form::Two(Instruction::Minimum)),
    ("max", Form::Two(Instruction::Maximum)),
    ("and", Form::Two(Instruction::And)),
    ("or", Form::Two(Instruction::Or)),
    (
        "less",
        Form::Two(|a, b| Instruction::Compare(Relation::Less, a, b)),
    ),
    (
        "less_equal",
        Form::Two(|a, b| Instruction::Compare(Relation::LessEqual, a, b)),
    ),
    (
        "equal",
        Form::Two(|a, b| Instruction::Compare(Relation::Equal, a, b)),
    ),
    ("select", Form::Three(Instruction::Select)),
];

impl Form {
    fn make(self, operands: &[ValueId]) -> Option<Instruction> {
        match (self, operands) {
            (Form::One(make), &[a]) => Some(make(a)),
            (Form::Two(make), &[a, b]) => Some(make(a, b)),
            (Form::Three(make), &[a, b, c]) => Some(make(a, b, c)),
            _ => None,
        }
    }
}

/// The name of an instruction on values alone, found by making each form from its own operands.
fn name(instruction: &Instruction) -> Option<&'static str> {
    let mut operands = [ValueId(0); 3];
    let mut count = 0;
    for operand in instruction.operands() {
        operands[count] = operand;
        count += 1;
    }
    let found = FORMS
        .iter()
        .find(|(_, form)| form.make(&operands[..count]).as_ref() == Some(instruction));
    found.map(|(name, _)| *name)
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "inputs {}", self.inputs)?;
        for (index, instruction) in self.instructions.iter().enumerate() {
            write!(f, "v{index} = ")?;
            match instruction {
                Instruction::Constant(value) => write!(f, "constant {value:?}")?,
                Instruction::Input(input) => write!(f, "input {input}")?,
                Instruction::Call1(function, _) | Instruction::Call2(function, ..) => {
                    write!(f, "call {}", functions::row(*function).name)?;
                }
                other => f.write_str(name(other).unwrap_or("unnamed"))?,
            }
            for operand in instruction.operands() {
                write!(f, " v{}", operand.0)?;
            }
            writeln!(f)?;
        }
        f.write_str("return")?;
        for output in &self.outputs {
            write!(f, " v{}", output.0)?;
        }
        writeln!(f)
    }
}

impl FromStr for Program {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Program, ParseError> {
        let mut program = Program::default();
        let mut returned = false;
        for (index, line) in text.lines().enumerate() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let read = match words.as_slice() {
                [] => Ok(()),
                _ if returned => Err("nothing may follow the line return".to_owned()),
                ["inputs", count] => number(count).map(|count| program.inputs = count),
                ["return", outputs @ ..] => {
                    returned = true;
                    values(outputs).map(|outputs| program.outputs = outputs)
                }
                [target, "=", operation, rest @ ..] => {
                    read_instruction(target, operation, rest, program.instructions.len())
                        .map(|instruction| program.instructions.push(instruction))
                }
                _ => Err("expected inputs, return or an instruction".to_owned()),
            };
            read.map_err(|message| ParseError {
                line: index + 1,
                message,
            })?;
        }
        Ok(program)
    }
}

fn read_instruction(
    target: &str,
    operation: &str,
    rest: &[&str],
    index: usize,
) -> Result<Instruction, String> {
    if value(target)?.index() != index {
        return Err(format!("expected v{index} instead of {target}"));
    }
    match (operation, rest) {
        ("constant", [word]) => number(word).map(Instruction::Constant),
        ("input", [word]) => number(word).map(Instruction::Input),
        ("call", [name, arguments @ ..]) => {
            let arguments = values(arguments)?;
            match (functions::lookup(name, arguments.len()), &*arguments) {
                (Some(function), &[a]) => Ok(Instruction::Call1(function, a)),
                (Some(function), &[a, b]) => Ok(Instruction::Call2(function, a, b)),
                _ => Err(format!(
                    "no function {name} of {} arguments",
                    arguments.len()
                )),
            }
        }
        _ => {
            let operands = values(rest)?;
            FORMS
                .iter()
                .find(|(name, _)| *name == operation)
                .and_then(|(_, form)| form.make(&operands))
                .ok_or_else(|| format!("no instruction {operation} of {} operands", rest.len()))
        }
    }
}

fn values(words: &[&str]) -> Result<Vec<ValueId>, String> {
    words.iter().map(|word| value(word)).collect()
}

fn value(word: &str) -> Result<ValueId, String> {
    match word.strip_prefix('v') {
        Some(digits) => number(digits).map(ValueId),
        None => Err(format!("expected a value such as v3 instead of {word}")),
    }
}

fn number<T: FromStr>(word: &str) -> Result<T, String> {
    word.parse()
        .map_err(|_| format!("expected a number instead of {word}"))
}
