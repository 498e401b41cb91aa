//! Handles and operations. `Op` is closed and matched exhaustively; elementary functions are rows of
//! the table and only their ids stand here.

use super::{ContractionId, Dimension, PlacementId, Shape};
use crate::functions::FunctionId;

/// A node of a [`Graph`](super::Graph): a 32-bit handle, meaningful in its own graph only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Expr(pub(crate) u32);

impl Expr {
    /// As an index into the arena.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// An exact number stored in the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NumberId(pub(crate) u32);

/// A variable, in the order in which the graph met them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VariableId(pub(crate) u32);

impl VariableId {
    /// As an index into the variables.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Irrational constants with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    /// The circle constant.
    Pi,
    /// Euler's number.
    E,
}

impl Constant {
    /// The name that is read and printed.
    pub fn name(self) -> &'static str {
        match self {
            Constant::Pi => "pi",
            Constant::E => "e",
        }
    }

    /// The constant that a text names: `π` is read as `pi`.
    pub fn named(text: &str) -> Option<Constant> {
        [Constant::Pi, Constant::E]
            .into_iter()
            .find(|constant| constant.is_named(text))
    }

    /// Whether a text names it.
    pub fn is_named(self, text: &str) -> bool {
        text == self.name() || (self == Constant::Pi && text == "π")
    }

    /// The nearest binary64 number.
    pub fn value(self) -> f64 {
        match self {
            Constant::Pi => std::f64::consts::PI,
            Constant::E => std::f64::consts::E,
        }
    }
}

/// How the entries along an axis come to one, where that is not linear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reduction {
    /// The largest.
    Maximum,
    /// The smallest.
    Minimum,
    /// The product of all.
    Product,
    /// The logarithm of the sum of the exponentials of all.
    LogSumExp,
}

impl Reduction {
    /// All of them.
    pub const ALL: [Reduction; 4] = [
        Reduction::Product,
        Reduction::Maximum,
        Reduction::Minimum,
        Reduction::LogSumExp,
    ];

    /// The name of the function that is read and printed.
    pub fn name(self) -> &'static str {
        match self {
            Reduction::Maximum => "max",
            Reduction::Minimum => "min",
            Reduction::Product => "prod",
            Reduction::LogSumExp => "logsumexp",
        }
    }
}

/// What a node is. Negation, subtraction and division are products with -1 and powers of -1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// An exact rational number.
    Number(NumberId),
    /// `pi` or `e`.
    Constant(Constant),
    /// A variable.
    Variable(VariableId),
    /// The sum of any number of operands, elementwise; scalars are broadcast.
    Sum,
    /// The elementwise product of any number of operands; scalars are broadcast.
    Product,
    /// base, exponent; both scalar, or elementwise with a scalar exponent.
    Power,
    /// A row of the function table, elementwise.
    Call(FunctionId),
    /// A condition that is always or never met.
    Truth(bool),
    /// a < b
    Less,
    /// a <= b
    LessEqual,
    /// a == b, in an order that depends on structure.
    Equal,
    /// Both of two conditions.
    And,
    /// Either of two conditions.
    Or,
    /// The opposite of a condition.
    Not,
    /// condition, value if met, value if not.
    Select,
    /// An Einstein sum of any number of operands: [`Graph::contraction`](super::Graph::contraction) says of which indices.
    Contract(ContractionId),
    /// A dimension with a name, as a number.
    Extent(Dimension),
    /// A view of the operand: [`Graph::placement`](super::Graph::placement) says where it looks.
    Gather(PlacementId),
    /// The transpose of a view.
    Scatter(PlacementId),
    /// What the entries along some axes come to: bit k stands for axis k.
    Reduce(Reduction, u8),
    /// The inverse of a square matrix.
    Inverse,
    /// Derivatives of the determinant of a square matrix, of an order from 1 on: the entry with indices
    /// `j1, i1, j2, i2, ...` is the derivative by the entries `[i1, j1]`, `[i2, j2]`, ... Order 1 is the adjugate.
    Adjugate(u8),
    /// The determinant of a square matrix.
    Determinant,
    /// The logarithm of the determinant of a square matrix.
    LogDeterminant,
    /// A scalar repeated to this shape.
    Fill(Shape),
    /// A vector, matrix or tensor of this shape made of scalar operands, row by row.
    Stack(Shape),
    /// The entry with this position, counted row by row from 0.
    Entry(u32),
}

impl Op {
    /// Whether the node is true or false rather than a number.
    pub fn is_condition(self) -> bool {
        matches!(
            self,
            Op::Truth(_) | Op::Less | Op::LessEqual | Op::Equal | Op::And | Op::Or | Op::Not
        )
    }
}
