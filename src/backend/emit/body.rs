//! The shared writer: a program as named temporaries and expressions, in any language.
//!
//! Must not know: any particular language. Invariants: each instruction is written exactly once, and
//! operands keep their order, so rounding is that of the program; no expression nests deeper than
//! [`MOST_NESTED`], whatever the program, so that no compiler recurses deeply.

use super::names::Temporaries;
use super::split::Plan;
use super::target::{Binding, Form, Operands, Target, level};
use crate::functions::{self, FunctionId, Range};
use crate::program::{Instruction, Program, Type, ValueId};

/// A value used once is written where it is used while the text stays this short,
const MOST_CHARACTERS: usize = 56;
/// and while no more than this many operations are inside each other.
const MOST_NESTED: usize = 5;

/// How calls are written: decided by whoever collects the helpers.
pub(super) trait Calls {
    /// The text of a call with `#1`, `#2` for the arguments.
    fn call(&mut self, function: FunctionId) -> String;
    /// The name of a helper for an instruction.
    fn helper(&mut self, name: &'static str, text: &'static str) -> String;
}

/// A program in words.
pub(super) struct Body {
    pub pieces: Vec<Vec<Binding>>,
    pub outputs: Vec<String>,
}

/// An expression that is not bound to a name.
#[derive(Clone)]
struct Text {
    text: String,
    binds: u8,
    nested: usize,
}

impl Text {
    fn atom(text: String) -> Text {
        Text {
            text,
            binds: level::ATOM,
            nested: 0,
        }
    }
}

/// What is known of a value, for languages that must take care of zeros and negative numbers. NaN
/// has all properties.
#[derive(Clone, Copy, Default)]
struct Known {
    nonnegative: bool,
    nonzero: bool,
}

/// Writes programs.
pub(super) struct Writer<'a> {
    pub target: &'static dyn Target,
    pub calls: &'a mut dyn Calls,
    /// The text of each input.
    pub inputs: &'a [String],
    pub temporaries: Temporaries,
    /// What values that cross from piece to piece are kept in.
    pub crossing: &'a str,
}

impl Writer<'_> {
    /// Writes a program cut up as `plan` says.
    pub(super) fn write(&mut self, program: &Program, plan: &Plan) -> Body {
        let uses = uses(program);
        let mut leaves = vec![false; program.instructions.len()];
        for output in &program.outputs {
            leaves[output.index()] = true;
        }
        let mut known = Vec::with_capacity(program.instructions.len());
        let mut texts: Vec<Option<Text>> = Vec::with_capacity(program.instructions.len());
        let mut pieces: Vec<Vec<Binding>> = (0..plan.pieces).map(|_| Vec::new()).collect();
        for (index, instruction) in program.instructions.iter().enumerate() {
            known.push(learn(program, instruction, &known));
            let text = match *instruction {
                Instruction::Constant(value) => self.constant(value),
                Instruction::Input(input) => Text::atom(self.inputs[input as usize].clone()),
                _ => {
                    let text = self.expression(program, instruction, &mut texts, &uses, &known);
                    let short = text.text.len() <= MOST_CHARACTERS && text.nested < MOST_NESTED;
                    // What only leaves is written where it leaves: nothing nests it any deeper.
                    let short = short || leaves[index];
                    let slot = plan.slot(index);
                    if uses[index] == 1 && short && slot.is_none() {
                        text
                    } else {
                        let of = instruction.result_type();
                        let (name, read) = match slot {
                            None => {
                                let name = self.temporaries.next();
                                (name.clone(), Text::atom(name))
                            }
                            Some(slot) => self.crossing(slot, of),
                        };
                        let value = match (slot, of) {
                            (Some(_), Type::Mask) => self.target.number_of_mask(&text.text),
                            _ => text.text,
                        };
                        pieces[plan.piece(index)].push(Binding {
                            name,
                            of,
                            value,
                            crosses: slot.is_some(),
                        });
                        read
                    }
                }
            };
            texts.push(Some(text));
        }
        let outputs = program.outputs.iter().map(|output| {
            let text = texts[output.index()].clone();
            text.map_or_else(String::new, |text| text.text)
        });
        let outputs = outputs.collect();
        Body { pieces, outputs }
    }

    /// A slot of the crossing array as it is written and as it is read.
    fn crossing(&self, slot: usize, of: Type) -> (String, Text) {
        let place = format!("{}[{slot}]", self.crossing);
        let read = match of {
            Type::F64 => Text::atom(place.clone()),
            Type::Mask => Text {
                text: format!("{place} != 0.0"),
                binds: level::COMPARISON,
                nested: 1,
            },
        };
        (place, read)
    }

    fn constant(&self, value: f64) -> Text {
        let text = self.target.number(value);
        let binds = if text.starts_with('-') {
            level::SIGN
        } else {
            level::ATOM
        };
        Text {
            text,
            binds,
            nested: 0,
        }
    }

    fn expression(
        &mut self,
        program: &Program,
        instruction: &Instruction,
        texts: &mut [Option<Text>],
        uses: &[u32],
        known: &[Known],
    ) -> Text {
        let operands: Vec<ValueId> = instruction.operands().collect();
        let (text, binds, required) = match *instruction {
            Instruction::Call1(function, _) | Instruction::Call2(function, ..) => {
                (self.calls.call(function), level::ATOM, None)
            }
            _ => {
                let checked = operands[operands.len() - 1].index();
                let facts = Operands {
                    nonzero: known[checked].nonzero,
                    nonnegative: known[checked].nonnegative,
                };
                match self.target.form(instruction, facts) {
                    Form::Operators {
                        text,
                        binds,
                        operands,
                    } => (text.to_owned(), binds, Some(operands)),
                    Form::Call(text) => (text.to_owned(), level::ATOM, None),
                    Form::Helper { name, text } => {
                        let name = self.calls.helper(name, text);
                        let places: Vec<String> =
                            (1..=operands.len()).map(|i| format!("#{i}")).collect();
                        let call = format!("{name}({})", places.join(", "));
                        (call, level::ATOM, None)
                    }
                }
            }
        };
        let mut written = Vec::with_capacity(operands.len());
        let mut nested = 0;
        // An operation on literals alone says nothing of its type to a strict compiler, and to NumPy not that
        // it is to be done as arrays do it.
        let mut numbers = operands
            .iter()
            .filter(|&&own| program.instructions[own.index()].result_type() == Type::F64);
        let mut untyped = numbers.all(|&own| is_constant(program, own));
        for &operand in &operands {
            let index = operand.index();
            // A value with one use has no other reader, so its text moves.
            let own = if uses[index] == 1 {
                texts[index].take()
            } else {
                texts[index].clone()
            };
            let mut own = own.unwrap_or_else(|| Text::atom(String::new()));
            if let Instruction::Constant(value) = program.instructions[index] {
                if std::mem::take(&mut untyped) {
                    own.text = self.target.receiver(value);
                }
                written.push((own, Some(value)));
            } else {
                written.push((own, None));
            }
        }
        for (own, _) in &written {
            nested = nested.max(own.nested + 1);
        }
        // A choice inside the last branch of a choice goes on in its chain.
        let text = match written.get(2) {
            Some((last, _)) if last.text.starts_with("if ") => text.replace("{ #3 }", "#3"),
            _ => text,
        };
        let text = self.fill(&text, required, &written);
        Text {
            text,
            binds,
            nested,
        }
    }

    /// A template with its operands, in parentheses where they bind too little.
    fn fill(
        &self,
        template: &str,
        required: Option<[u8; 3]>,
        operands: &[(Text, Option<f64>)],
    ) -> String {
        let mut out = String::with_capacity(template.len() + 16);
        let mut rest = template;
        while let Some(place) = rest.find('#') {
            let (before, after) = rest.split_at(place);
            out.push_str(before);
            let number = after[1..]
                .chars()
                .next()
                .and_then(|digit| digit.to_digit(10));
            let Some((position, (operand, constant))) = number
                .and_then(|number| number.checked_sub(1))
                .and_then(|position| Some((position as usize, operands.get(position as usize)?)))
            else {
                out.push('#');
                rest = &after[1..];
                continue;
            };
            rest = &after[2..];
            let least = match required {
                Some(levels) => levels[position],
                // Between the parentheses and commas of a call anything may stand.
                None if rest.starts_with([')', ',']) && out.ends_with(['(', ' ']) => level::CHOICE,
                None => level::ATOM,
            };
            match constant {
                Some(value) if rest.starts_with('.') => {
                    let text = self.target.receiver(*value);
                    let negative = text.starts_with('-');
                    out.push_str(&if negative { format!("({text})") } else { text });
                }
                _ if operand.binds < least => {
                    out.push('(');
                    out.push_str(&operand.text);
                    out.push(')');
                }
                _ => out.push_str(&operand.text),
            }
        }
        out.push_str(rest);
        out
    }
}

fn is_constant(program: &Program, value: ValueId) -> bool {
    matches!(
        program.instructions[value.index()],
        Instruction::Constant(_)
    )
}

/// By value: how often it is read, by instructions and by outputs.
fn uses(program: &Program) -> Vec<u32> {
    let mut uses = vec![0u32; program.instructions.len()];
    for instruction in &program.instructions {
        for operand in instruction.operands() {
            uses[operand.index()] = uses[operand.index()].saturating_add(1);
        }
    }
    for output in &program.outputs {
        uses[output.index()] = uses[output.index()].saturating_add(1);
    }
    uses
}

/// What follows for a value from what is known of its operands. Underflow can make a product or an
/// exponential zero, and never a sum of numbers that are not negative.
fn learn(program: &Program, instruction: &Instruction, known: &[Known]) -> Known {
    use Instruction::*;
    let of = |value: ValueId| known[value.index()];
    let nothing = Known::default();
    match *instruction {
        Constant(value) => Known {
            nonnegative: value >= 0.0 || value.is_nan(),
            nonzero: value != 0.0,
        },
        Absolute(a) => Known {
            nonnegative: true,
            ..of(a)
        },
        SquareRoot(a) => Known {
            nonnegative: true,
            nonzero: of(a).nonzero,
        },
        Negate(a) => Known {
            nonnegative: false,
            ..of(a)
        },
        Add(a, b) if of(a).nonnegative && of(b).nonnegative => Known {
            nonnegative: true,
            nonzero: of(a).nonzero || of(b).nonzero,
        },
        Multiply(a, b) => Known {
            nonnegative: a == b || (of(a).nonnegative && of(b).nonnegative),
            nonzero: false,
        },
        Divide(a, b) => Known {
            nonnegative: of(a).nonnegative && of(b).nonnegative,
            nonzero: false,
        },
        Minimum(a, b) | Select(_, a, b) => Known {
            nonnegative: of(a).nonnegative && of(b).nonnegative,
            nonzero: of(a).nonzero && of(b).nonzero,
        },
        Call1(function, _) | Call2(function, ..) => Known {
            nonnegative: is_nonnegative(function),
            nonzero: false,
        },
        _ => {
            debug_assert!(program.instructions.len() >= known.len());
            nothing
        }
    }
}

/// Whether the row says so and its kernel is no recipe with a domain to leave: outside the domain a
/// kernel is NaN.
fn is_nonnegative(function: FunctionId) -> bool {
    let row = functions::row(function);
    let claimed = matches!(row.range, Range::Nonnegative | Range::Positive);
    claimed && !row.is_definition()
}
