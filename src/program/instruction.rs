//! The instructions of a program: SSA values over binary64 numbers and masks.

use crate::functions::FunctionId;

/// The value made by the instruction of the same index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ValueId(pub u32);

impl ValueId {
    /// As an index into the instructions.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A binary64 number.
    F64,
    /// True or false.
    Mask,
}

/// How two numbers compare. Every comparison with NaN is false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// a < b
    Less,
    /// a <= b
    LessEqual,
    /// a == b
    Equal,
}

/// One step. Operands are values of earlier instructions. All arithmetic is IEEE 754 binary64,
/// round to nearest, nothing contracted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Instruction {
    /// A constant.
    Constant(f64),
    /// The input of this index.
    Input(u32),
    /// -a (flips the sign bit, of NaN too)
    Negate(ValueId),
    /// |a|
    Absolute(ValueId),
    /// The correctly rounded square root; NaN below zero.
    SquareRoot(ValueId),
    /// The greatest integer not above a.
    Floor(ValueId),
    /// The least integer not below a.
    Ceil(ValueId),
    /// a + b
    Add(ValueId, ValueId),
    /// a - b
    Subtract(ValueId, ValueId),
    /// a * b
    Multiply(ValueId, ValueId),
    /// a / b
    Divide(ValueId, ValueId),
    /// IEEE 754-2019 minimum: NaN if either is NaN, -0 below +0.
    Minimum(ValueId, ValueId),
    /// IEEE 754-2019 maximum: NaN if either is NaN, -0 below +0.
    Maximum(ValueId, ValueId),
    /// A mask.
    Compare(Relation, ValueId, ValueId),
    /// Of two masks.
    And(ValueId, ValueId),
    /// Of two masks.
    Or(ValueId, ValueId),
    /// Of a mask.
    Not(ValueId),
    /// `mask ? a : b`; the side not chosen has no influence.
    Select(ValueId, ValueId, ValueId),
    /// The kernel of a row with one argument.
    Call1(FunctionId, ValueId),
    /// The kernel of a row with two arguments.
    Call2(FunctionId, ValueId, ValueId),
}

impl Instruction {
    /// The type of the value it makes.
    pub fn result_type(&self) -> Type {
        match self {
            Instruction::Compare(..)
            | Instruction::And(..)
            | Instruction::Or(..)
            | Instruction::Not(..) => Type::Mask,
            _ => Type::F64,
        }
    }

    /// Its operands, in order.
    pub fn operands(&self) -> impl Iterator<Item = ValueId> + use<> {
        use Instruction::*;
        let list: [Option<ValueId>; 3] = match *self {
            Constant(_) | Input(_) => [None; 3],
            Negate(a) | Absolute(a) | SquareRoot(a) | Floor(a) | Ceil(a) | Not(a) | Call1(_, a) => {
                [Some(a), None, None]
            }
            Add(a, b)
            | Subtract(a, b)
            | Multiply(a, b)
            | Divide(a, b)
            | Minimum(a, b)
            | Maximum(a, b)
            | And(a, b)
            | Or(a, b)
            | Compare(_, a, b)
            | Call2(_, a, b) => [Some(a), Some(b), None],
            Select(m, a, b) => [Some(m), Some(a), Some(b)],
        };
        list.into_iter().flatten()
    }

    /// The same instruction on other operands: `rename` is asked for each one in order.
    pub fn map(&self, mut rename: impl FnMut(ValueId) -> ValueId) -> Instruction {
        use Instruction::*;
        match *self {
            Constant(_) | Input(_) => *self,
            Negate(a) => Negate(rename(a)),
            Absolute(a) => Absolute(rename(a)),
            SquareRoot(a) => SquareRoot(rename(a)),
            Floor(a) => Floor(rename(a)),
            Ceil(a) => Ceil(rename(a)),
            Add(a, b) => Add(rename(a), rename(b)),
            Subtract(a, b) => Subtract(rename(a), rename(b)),
            Multiply(a, b) => Multiply(rename(a), rename(b)),
            Divide(a, b) => Divide(rename(a), rename(b)),
            Minimum(a, b) => Minimum(rename(a), rename(b)),
            Maximum(a, b) => Maximum(rename(a), rename(b)),
            Compare(relation, a, b) => Compare(relation, rename(a), rename(b)),
            And(a, b) => And(rename(a), rename(b)),
            Or(a, b) => Or(rename(a), rename(b)),
            Not(a) => Not(rename(a)),
            Select(m, a, b) => Select(rename(m), rename(a), rename(b)),
            Call1(function, a) => Call1(function, rename(a)),
            Call2(function, a, b) => Call2(function, rename(a), rename(b)),
        }
    }
}
