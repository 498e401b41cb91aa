//! Builds programs one instruction at a time, sharing equal values.
//!
//! Must not know: graphs, backends. Invariants: two instructions that are equal (constants by their
//! bits, commutative operands in either order) have one value; a rewrite here never changes a bit of
//! any value for any input, except which NaN a NaN is. So there is no `x + 0`, no `x * 0`, no `x - x`
//! and no regrouping; what needs a condition belongs to the simplification of graphs.

use std::hash::{BuildHasher, Hash, Hasher};

use hashbrown::{DefaultHashBuilder, HashTable};

use super::{Instruction, Program, ValueId};

/// Appends instructions to a program in the making.
///
/// ```
/// use symdiff::program::{Assembler, Instruction};
/// let mut assembler = Assembler::new(2);
/// let x = assembler.push(Instruction::Input(0));
/// let y = assembler.push(Instruction::Input(1));
/// let product = assembler.push(Instruction::Multiply(x, y));
/// assert_eq!(product, assembler.push(Instruction::Multiply(y, x)));
/// let program = assembler.finish(&[product]);
/// assert_eq!(program.instructions.len(), 3);
/// ```
#[derive(Debug, Default)]
pub struct Assembler {
    inputs: usize,
    instructions: Vec<Instruction>,
    /// The places of the instructions.
    values: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// Whether operations on constants stay instructions.
    unfolded: bool,
}

/// An instruction that compares constants by their bits, so that 0 and -0 stay apart and NaN is
/// equal to itself.
#[derive(Debug)]
struct Key(Instruction);

impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        match (self.0, other.0) {
            (Instruction::Constant(a), Instruction::Constant(b)) => a.to_bits() == b.to_bits(),
            (a, b) => a == b,
        }
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(&self.0).hash(state);
        match self.0 {
            Instruction::Constant(value) => value.to_bits().hash(state),
            Instruction::Input(index) => index.hash(state),
            Instruction::Compare(relation, ..) => relation.hash(state),
            Instruction::Call1(function, _) | Instruction::Call2(function, ..) => {
                function.hash(state);
            }
            _ => {}
        }
        for operand in self.0.operands() {
            operand.hash(state);
        }
    }
}

impl Assembler {
    /// An empty program of this many inputs.
    pub fn new(inputs: usize) -> Assembler {
        Assembler {
            inputs,
            ..Assembler::default()
        }
    }

    /// The same, where so many instructions are expected.
    pub(super) fn with_room(inputs: usize, expected: usize) -> Assembler {
        Assembler {
            inputs,
            instructions: Vec::with_capacity(expected),
            values: HashTable::with_capacity(expected),
            hasher: DefaultHashBuilder::default(),
            unfolded: false,
        }
    }

    /// The same, where operations on constants stay instructions: what they round can be seen.
    pub(super) fn unfolded(self) -> Assembler {
        Assembler {
            unfolded: true,
            ..self
        }
    }

    /// Whether operations on constants become constants.
    pub(super) fn folds(&self) -> bool {
        !self.unfolded
    }

    /// How many instructions there are.
    pub(super) fn instructions(&self) -> usize {
        self.instructions.len()
    }

    /// Ends the program with all that was pushed.
    pub(super) fn finish_whole(self, outputs: &[ValueId]) -> Program {
        Program {
            inputs: self.inputs,
            instructions: self.instructions,
            outputs: outputs.to_vec(),
        }
    }

    /// The instruction that makes a value.
    pub fn instruction(&self, value: ValueId) -> Instruction {
        self.instructions[value.index()]
    }

    /// The value of an instruction whose operands came from this assembler: an earlier value where
    /// an equal one is known, otherwise a new one.
    ///
    /// # Panics
    /// If an operand did not come from this assembler, or at 2^32 instructions.
    pub fn push(&mut self, instruction: Instruction) -> ValueId {
        match self.rewrite(instruction) {
            Some(value) => value,
            None => self.intern(ordered(instruction)),
        }
    }

    /// Ends the program: keeps what the outputs need, in the order in which it was pushed.
    ///
    /// # Panics
    /// If an output did not come from this assembler.
    pub fn finish(self, outputs: &[ValueId]) -> Program {
        Program {
            inputs: self.inputs,
            instructions: self.instructions,
            outputs: outputs.to_vec(),
        }
        .trimmed()
    }

    fn intern(&mut self, instruction: Instruction) -> ValueId {
        let (instructions, hasher) = (&self.instructions, &self.hasher);
        let hash = hasher.hash_one(Key(instruction));
        let same = |&place: &u32| Key(instructions[place as usize]) == Key(instruction);
        if let Some(&place) = self.values.find(hash, same) {
            return ValueId(place);
        }
        let value = id(instructions.len());
        self.values.insert_unique(hash, value.0, |&place| {
            hasher.hash_one(Key(instructions[place as usize]))
        });
        self.instructions.push(instruction);
        value
    }

    fn constant_of(&self, value: ValueId) -> Option<f64> {
        match self.instruction(value) {
            Instruction::Constant(constant) => Some(constant),
            _ => None,
        }
    }

    fn negated(&self, value: ValueId) -> Option<ValueId> {
        match self.instruction(value) {
            Instruction::Negate(operand) => Some(operand),
            _ => None,
        }
    }

    fn push_constant(&mut self, value: f64) -> ValueId {
        self.push(Instruction::Constant(value))
    }

    /// The value of an instruction by another way, if there is one with the same bits. Each rewrite
    /// pushes at most two instructions with fewer negations below them, so the mutual recursion with
    /// `push` is a few levels deep whatever the program.
    fn rewrite(&mut self, instruction: Instruction) -> Option<ValueId> {
        use Instruction::*;
        if let Some(value) = self.fold(instruction).filter(|_| self.folds()) {
            return Some(self.push_constant(value));
        }
        match instruction {
            Negate(a) => self.negated(a),
            Absolute(a) => match self.instruction(a) {
                Negate(inner) => Some(self.push(Absolute(inner))),
                Absolute(_) => Some(a),
                _ => None,
            },
            Add(a, b) => match (self.negated(a), self.negated(b)) {
                (_, Some(b)) => Some(self.push(Subtract(a, b))),
                (Some(a), None) => Some(self.push(Subtract(b, a))),
                (None, None) => None,
            },
            Subtract(a, b) => {
                let b = self.negated(b)?;
                Some(self.push(Add(a, b)))
            }
            Multiply(a, b) => self.rewrite_product(a, b),
            Divide(a, b) => self.rewrite_quotient(a, b),
            Minimum(a, b) | Maximum(a, b) | And(a, b) | Or(a, b) if a == b => Some(a),
            Not(a) => match self.instruction(a) {
                Not(inner) => Some(inner),
                _ => None,
            },
            Select(_, a, b) if a == b => Some(a),
            Select(m, a, b) => match self.instruction(m) {
                Not(inner) => Some(self.push(Select(inner, b, a))),
                _ => None,
            },
            _ => None,
        }
    }

    /// Multiplication by 1 and -1; signs move outwards, where sums take them in, or into a constant.
    /// Rounding to nearest is symmetric, so the sign never changes the magnitude.
    fn rewrite_product(&mut self, a: ValueId, b: ValueId) -> Option<ValueId> {
        use Instruction::{Multiply, Negate};
        for (a, b) in [(a, b), (b, a)] {
            if let Some(constant) = self.constant_of(b) {
                if constant == 1.0 {
                    return Some(a);
                }
                if constant == -1.0 {
                    return Some(self.push(Negate(a)));
                }
                if let Some(a) = self.negated(a) {
                    let opposite = self.push_constant(-constant);
                    return Some(self.push(Multiply(a, opposite)));
                }
            }
        }
        for (a, b) in [(a, b), (b, a)] {
            if let Some(a) = self.negated(a) {
                let product = self.push(Multiply(a, b));
                return Some(self.push(Negate(product)));
            }
        }
        None
    }

    /// As for products. Division by a power of two is multiplication by its exact
    /// reciprocal: both round the same real number once.
    fn rewrite_quotient(&mut self, a: ValueId, b: ValueId) -> Option<ValueId> {
        use Instruction::{Divide, Multiply, Negate};
        if let Some(constant) = self.constant_of(b) {
            if let Some(reciprocal) = exact_reciprocal(constant) {
                let reciprocal = self.push_constant(reciprocal);
                return Some(self.push(Multiply(a, reciprocal)));
            }
            let a = self.negated(a)?;
            let opposite = self.push_constant(-constant);
            return Some(self.push(Divide(a, opposite)));
        }
        if let (Some(constant), Some(b)) = (self.constant_of(a), self.negated(b)) {
            let opposite = self.push_constant(-constant);
            return Some(self.push(Divide(opposite, b)));
        }
        let (numerator, denominator) = match (self.negated(a), self.negated(b)) {
            (Some(numerator), _) => (numerator, b),
            (None, Some(denominator)) => (a, denominator),
            (None, None) => return None,
        };
        let quotient = self.push(Divide(numerator, denominator));
        Some(self.push(Negate(quotient)))
    }

    /// The value of an arithmetic instruction on constants; the machine that folds and the machine
    /// that runs round alike because IEEE 754 leaves them no choice.
    fn fold(&self, instruction: Instruction) -> Option<f64> {
        use Instruction::*;
        let constant = |value| self.constant_of(value);
        Some(match instruction {
            Negate(a) => -constant(a)?,
            Absolute(a) => constant(a)?.abs(),
            SquareRoot(a) => constant(a)?.sqrt(),
            Add(a, b) => constant(a)? + constant(b)?,
            Subtract(a, b) => constant(a)? - constant(b)?,
            Multiply(a, b) => constant(a)? * constant(b)?,
            Divide(a, b) => constant(a)? / constant(b)?,
            _ => return None,
        })
    }
}

/// `1/value` for a normal power of two (of either sign): always exact. Those of smaller powers are
/// too large.
fn exact_reciprocal(value: f64) -> Option<f64> {
    let fraction = value.to_bits() & ((1u64 << 52) - 1);
    (value.is_normal() && fraction == 0).then_some(1.0 / value)
}

/// Operands of commutative instructions in the order of their age.
fn ordered(instruction: Instruction) -> Instruction {
    use Instruction::*;
    match instruction {
        Add(a, b) => Add(a.min(b), a.max(b)),
        Multiply(a, b) => Multiply(a.min(b), a.max(b)),
        Minimum(a, b) => Minimum(a.min(b), a.max(b)),
        Maximum(a, b) => Maximum(a.min(b), a.max(b)),
        And(a, b) => And(a.min(b), a.max(b)),
        Or(a, b) => Or(a.min(b), a.max(b)),
        other => other,
    }
}

fn id(index: usize) -> ValueId {
    ValueId(u32::try_from(index).expect("a program has fewer than 2^32 instructions"))
}
