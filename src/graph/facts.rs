//! What is known of a node's values without evaluating it. Unknown is never taken for true.

use super::{Expr, Graph, Indices, Op, Reduction};
use crate::functions::{self, Extremum, Kernel, Range, Row};
use num_traits::{Signed, Zero};

/// Facts that hold for all real values of all variables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Defined (and finite, in real arithmetic) everywhere.
    pub total: bool,
    /// Never below zero where it is defined.
    pub nonnegative: bool,
    /// Never zero where it is defined.
    pub nonzero: bool,
    /// Made of numbers and constants alone.
    pub constant: bool,
    /// A matrix that is its own transpose.
    pub symmetric: bool,
}

/// The same in one byte, for a node.
#[derive(Clone, Copy)]
pub(super) struct PackedFacts(u8);

impl Facts {
    pub(super) fn pack(self) -> PackedFacts {
        let Facts {
            total,
            nonnegative,
            nonzero,
            constant,
            symmetric,
        } = self;
        let all = [total, nonnegative, nonzero, constant, symmetric];
        let bits = all.iter().rev();
        PackedFacts(bits.fold(0, |bits, &own| bits << 1 | u8::from(own)))
    }

    /// Greater than zero wherever it is defined.
    pub fn positive(self) -> bool {
        self.nonnegative && self.nonzero
    }

    fn both(self, other: Facts) -> Facts {
        Facts {
            total: self.total && other.total,
            nonnegative: self.nonnegative && other.nonnegative,
            nonzero: self.nonzero && other.nonzero,
            constant: self.constant && other.constant,
            symmetric: false,
        }
    }
}

impl PackedFacts {
    pub(super) fn unpack(self) -> Facts {
        let is_set = |bit: u8| self.0 >> bit & 1 == 1;
        Facts {
            total: is_set(0),
            nonnegative: is_set(1),
            nonzero: is_set(2),
            constant: is_set(3),
            symmetric: is_set(4),
        }
    }
}

const ALL: Facts = Facts {
    total: true,
    nonnegative: true,
    nonzero: true,
    constant: true,
    symmetric: false,
};
const TOTAL: Facts = Facts {
    total: true,
    nonnegative: false,
    nonzero: false,
    constant: false,
    symmetric: false,
};

impl Graph {
    pub(super) fn infer_facts(&self, op: Op, operands: &[Expr]) -> Facts {
        let constant = !matches!(op, Op::Variable(_))
            && operands.iter().all(|&operand| self.facts(operand).constant);
        Facts {
            constant,
            symmetric: self.infer_symmetry(op, operands),
            ..self.infer_range(op, operands)
        }
    }

    /// All facts but whether it is constant.
    fn infer_range(&self, op: Op, operands: &[Expr]) -> Facts {
        let each = || operands.iter().map(|&operand| self.facts(operand));
        let total = each().all(|facts| facts.total);
        match op {
            Op::Number(id) => {
                let number = self.number_of(id);
                Facts {
                    total: true,
                    nonnegative: !number.is_negative(),
                    nonzero: !number.is_zero(),
                    constant: true,
                    symmetric: false,
                }
            }
            Op::Constant(_) => ALL,
            Op::Variable(_) | Op::Truth(_) => TOTAL,
            Op::Sum => {
                let nonnegative = each().all(|facts| facts.nonnegative);
                Facts {
                    total,
                    nonnegative,
                    nonzero: nonnegative && each().any(|facts| facts.nonzero),
                    ..Facts::default()
                }
            }
            Op::Product => each().fold(ALL, Facts::both),
            Op::Power => self.power_facts(operands[0], operands[1]),
            Op::Call(id) => self.call_facts(functions::row(id), operands),
            Op::Less | Op::LessEqual | Op::Equal | Op::And | Op::Or | Op::Not => {
                Facts { total, ..TOTAL }
            }
            Op::Select => {
                let branches = self.facts(operands[1]).both(self.facts(operands[2]));
                Facts { total, ..branches }
            }
            Op::Fill(_) | Op::Stack(_) => each().fold(ALL, Facts::both),
            // An entry of a stack could be known better, but then it would not be an entry node.
            Op::Entry(_) | Op::Determinant | Op::Adjugate(_) => Facts {
                total,
                ..Facts::default()
            },
            Op::Contract(_) | Op::Gather(_) | Op::Scatter(_) => Facts {
                total,
                nonnegative: each().all(|facts| facts.nonnegative),
                ..Facts::default()
            },
            Op::Extent(_) => Facts {
                constant: false,
                ..ALL
            },
            Op::Reduce(Reduction::LogSumExp, _) => Facts {
                total,
                ..Facts::default()
            },
            Op::Reduce(..) => each().fold(ALL, Facts::both),
            Op::Inverse | Op::LogDeterminant => Facts::default(),
        }
    }

    /// Whether a node is known to be its own transpose.
    fn infer_symmetry(&self, op: Op, operands: &[Expr]) -> bool {
        let scalar = |operand: &Expr| self.shape(*operand).is_scalar();
        match op {
            Op::Variable(id) => self.is_symmetric_variable(id),
            Op::Sum | Op::Product | Op::Call(_) | Op::Power => {
                let mut all = operands.iter();
                !operands.iter().all(scalar)
                    && all.all(|own| scalar(own) || self.facts(*own).symmetric)
            }
            Op::Inverse | Op::Adjugate(1) => self.facts(operands[0]).symmetric,
            Op::Contract(id) => {
                let contraction = self.contraction_of(id);
                let [row, column] = contraction.output[..] else {
                    return false;
                };
                // The same once row and column are exchanged, as `X'*X` and diagonals are.
                let swapped = |indices: &Indices| -> Indices {
                    let swap = |&index: &u8| match index {
                        index if index == row => column,
                        index if index == column => row,
                        index => index,
                    };
                    indices.iter().map(swap).collect()
                };
                let ends = || operands.iter().zip(&contraction.inputs);
                row == column
                    || ends().all(|(own, indices)| {
                        let image = swapped(indices);
                        ends().any(|(other, list)| other == own && *list == image)
                    })
            }
            _ => false,
        }
    }

    fn power_facts(&self, base: Expr, exponent: Expr) -> Facts {
        let facts = self.facts(base);
        let Some(number) = self.as_number(exponent) else {
            let positive = facts.positive();
            return Facts {
                total: facts.total && self.facts(exponent).total && positive,
                nonnegative: facts.nonnegative,
                nonzero: facts.nonzero,
                ..Facts::default()
            };
        };
        let negative = number.is_negative();
        if number.is_integer() {
            let even = number.is_even();
            return Facts {
                total: facts.total && (!negative || facts.nonzero),
                nonnegative: even || facts.nonnegative,
                nonzero: negative || facts.nonzero,
                ..Facts::default()
            };
        }
        let inside = if negative {
            facts.positive()
        } else {
            facts.nonnegative
        };
        Facts {
            total: facts.total && inside,
            nonnegative: true,
            nonzero: negative || facts.nonzero,
            ..Facts::default()
        }
    }

    /// Whether a place such as `x = 0` of a row's parameters is known not to occur.
    pub fn excludes_zero(&self, place: &str, row: &Row, operands: &[Expr]) -> bool {
        let is_it = |parameter: &&str| place.strip_prefix(*parameter).map(str::trim) == Some("= 0");
        let parameter = row.parameters.iter().position(is_it);
        parameter.is_some_and(|place| self.facts(operands[place]).nonzero)
    }

    fn call_facts(&self, row: &Row, operands: &[Expr]) -> Facts {
        if matches!(row.kernel, Kernel::Detached) {
            return self.facts(operands[0]);
        }
        let total = operands.iter().all(|&operand| self.facts(operand).total);
        let mut each = operands.iter().map(|&operand| self.facts(operand));
        let (nonnegative, nonzero) = match (row.range, row.kernel) {
            // The greatest is at least as great as any one of them.
            (_, Kernel::Extremum(Extremum::Maximum)) => {
                let nonnegative = each.clone().any(|facts| facts.nonnegative);
                (nonnegative, each.any(Facts::positive))
            }
            (_, Kernel::Extremum(Extremum::Minimum)) => {
                let nonnegative = each.clone().all(|facts| facts.nonnegative);
                (nonnegative, each.all(|facts| facts.nonzero))
            }
            (Range::Positive, _) => (true, true),
            (Range::Nonzero, _) => (false, true),
            (range, _) => {
                let nonzero = row.vanishes_at_zero_alone && each.all(|facts| facts.nonzero);
                (range == Range::Nonnegative, nonzero)
            }
        };
        Facts {
            total: total && self.domain_is_met(row, operands),
            nonnegative,
            nonzero,
            ..Facts::default()
        }
    }

    /// Whether the facts of the arguments prove the row's domain. Only conditions on the sign of one
    /// parameter can be proved so.
    fn domain_is_met(&self, row: &Row, operands: &[Expr]) -> bool {
        if row.domain.is_empty() {
            return true;
        }
        row.parameters
            .iter()
            .zip(operands)
            .any(|(parameter, &operand)| {
                let facts = self.facts(operand);
                match row.domain.strip_prefix(parameter).map(str::trim) {
                    Some("> 0") => facts.positive(),
                    Some(">= 0") => facts.nonnegative,
                    Some("!= 0") => facts.nonzero,
                    _ => false,
                }
            })
    }
}
