//! The schedule: what a backend runs where values are arrays. Steps in SSA form make dense row-major arrays of binary64
//! numbers; what is done entry by entry is a scalar [`Program`].
//!
//! Must not know: graphs (but for `lower`), backends. Invariants: a step reads arrays that stand before it; each array
//! is made once; the size of an axis is a known number or a name that is bound before a call, so one schedule serves
//! all sizes.

mod contract;
mod group;
mod lower;
mod plan;
mod shapes;
mod text;
mod trim;

pub use lower::lower_arrays;
pub use plan::{Array, BindError, Factor, Place, Plan};

use super::Program;
use smallvec::SmallVec;

/// The size of an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Size {
    /// A number.
    Known(u32),
    /// The name of this index, bound before a call.
    Named(u32),
}

/// The sizes of the axes of an array, outermost first.
pub type Axes = SmallVec<[Size; 4]>;

/// Places of axes, each an index into the axes of a loop.
pub type Places = SmallVec<[u8; 4]>;

/// An array: the inputs come first, then what the steps make, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArrayId(pub u32);

impl ArrayId {
    /// As an index into the arrays.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Steps over arrays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schedule {
    /// The names of sizes, distinct.
    pub names: Vec<String>,
    /// The axes of each input.
    pub inputs: Vec<Axes>,
    /// In order; operands come first.
    pub steps: Vec<Step>,
    /// The arrays that leave, in order. One array may leave twice, and an input may leave.
    pub outputs: Vec<ArrayId>,
}

/// One step. Every entry is a binary64 number; 0 entries are fine everywhere.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A scalar program for each place of some axes.
    Map(Map),
    /// One number for all entries along some axes.
    Reduce {
        /// How they become one.
        reduction: Reduction,
        /// What is reduced.
        array: ArrayId,
        /// The axes that vanish, in increasing order.
        along: Places,
    },
    /// An Einstein sum of at most two arrays.
    Contract(Contract),
    /// An affine view: entry o of the result is entry `offset + matrix*o` of the array, 0 where that is outside.
    Gather(View),
    /// The transpose of a gather: entry o of the array is added to entry `offset + matrix*o` of a result of zeros.
    Scatter(View),
    /// The inverse of a square matrix; where it is singular, infinities or NaN.
    Inverse(ArrayId),
    /// Scalars as the entries of an array, in row-major order.
    Stack {
        /// Arrays without axes.
        parts: Vec<ArrayId>,
        /// The axes of the result, of known sizes.
        axes: Axes,
    },
    /// `inv(matrix)*right`, or `inv(matrix)'*right`, for a vector or matrix on the right.
    Solve {
        /// A square matrix.
        matrix: ArrayId,
        /// Whether the transpose of the matrix is meant.
        transposed: bool,
        /// As many rows as the matrix has.
        right: ArrayId,
    },
    /// Derivatives of the determinant of a square matrix: two axes for each order, column and row of the entry.
    Adjugate {
        /// Square.
        matrix: ArrayId,
        /// At least 1: then it is the adjugate.
        order: u8,
    },
    /// The determinant of a square matrix; 1 where it has no entries.
    Determinant(ArrayId),
    /// The logarithm of the determinant, which itself may be out of range; NaN where it is negative, -inf where it is 0.
    LogDeterminant(ArrayId),
}

/// A scalar program that runs for each place of some axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// The axes of the loop.
    pub axes: Axes,
    /// What the inputs of the program are.
    pub operands: Vec<Operand>,
    /// The program of one place.
    pub program: Program,
    /// What becomes of the outputs of the program: an array for each.
    pub results: Vec<Fold>,
}

/// An input of the program of a map.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Operand {
    /// An entry of an array: its axis k runs along the axis `places[k]` of the loop.
    Entry {
        /// The array.
        array: ArrayId,
        /// One place for each of its axes; one axis of the loop may occur twice, and those that do not occur repeat it.
        places: Places,
    },
    /// A size as a number.
    Size(Size),
}

/// An output of the program of a map as an array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// The axes of the loop that stay, in increasing order.
    pub kept: Places,
    /// How entries along the other axes become one; [`Reduction::LogSumExp`] is not possible here.
    pub reduction: Reduction,
}

/// How many numbers become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reduction {
    /// Their sum, 0 for none.
    Sum,
    /// Their product, 1 for none.
    Product,
    /// IEEE 754-2019 maximum, -inf for none.
    Maximum,
    /// IEEE 754-2019 minimum, inf for none.
    Minimum,
    /// The logarithm of the sum of their exponentials, without overflow; -inf for none.
    LogSumExp,
}

/// An index of an Einstein sum.
pub type Index = u8;

/// Indices of an array.
pub type Indices = SmallVec<[Index; 4]>;

/// An Einstein sum: for each value of the indices of the output, the sum of products over all others. An index that
/// stands twice in the output makes a diagonal, with zeros beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// At most two arrays with an index for each axis.
    pub operands: SmallVec<[(ArrayId, Indices); 2]>,
    /// The indices of the result.
    pub output: Indices,
    /// The size of each index, by index.
    pub extents: Axes,
}

/// An affine view of an array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// What is read.
    pub array: ArrayId,
    /// The axes of the result.
    pub axes: Axes,
    /// The offset and a coefficient for each axis of the view, one row for each axis of the array that is viewed. (For a
    /// gather the view is the result, and for a scatter it is what is read.)
    pub rows: Vec<Row>,
}

/// A row of an affine view: `offset + sum(coefficients*place)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// A number.
    pub offset: i64,
    /// Sizes that are added to the offset so many times.
    pub sizes: SmallVec<[(i64, Size); 1]>,
    /// By axis of the view.
    pub coefficients: SmallVec<[i64; 4]>,
}

impl Reduction {
    /// All of them with their names in the text form.
    pub const NAMES: [(&'static str, Reduction); 5] = [
        ("sum", Reduction::Sum),
        ("product", Reduction::Product),
        ("maximum", Reduction::Maximum),
        ("minimum", Reduction::Minimum),
        ("log_sum_exp", Reduction::LogSumExp),
    ];

    /// What is left of no numbers.
    pub fn neutral(self) -> f64 {
        match self {
            Reduction::Sum => 0.0,
            Reduction::Product => 1.0,
            Reduction::Maximum | Reduction::LogSumExp => f64::NEG_INFINITY,
            Reduction::Minimum => f64::INFINITY,
        }
    }
}

impl Step {
    /// The arrays that it reads, in order.
    pub fn reads(&self) -> SmallVec<[ArrayId; 4]> {
        match self {
            Step::Map(map) => {
                let entry = |operand: &Operand| match operand {
                    Operand::Entry { array, .. } => Some(*array),
                    Operand::Size(_) => None,
                };
                map.operands.iter().filter_map(entry).collect()
            }
            Step::Contract(contract) => contract.operands.iter().map(|own| own.0).collect(),
            Step::Gather(view) | Step::Scatter(view) => SmallVec::from_slice(&[view.array]),
            Step::Stack { parts, .. } => SmallVec::from_slice(parts),
            Step::Solve { matrix, right, .. } => SmallVec::from_slice(&[*matrix, *right]),
            Step::Reduce { array, .. }
            | Step::Inverse(array)
            | Step::Adjugate { matrix: array, .. }
            | Step::Determinant(array)
            | Step::LogDeterminant(array) => SmallVec::from_slice(&[*array]),
        }
    }

    /// How many arrays it makes.
    pub fn makes(&self) -> usize {
        match self {
            Step::Map(map) => map.results.len(),
            _ => 1,
        }
    }

    /// The matrix that it factorizes.
    pub fn factorizes(&self) -> Option<ArrayId> {
        match self {
            Step::Inverse(matrix)
            | Step::Solve { matrix, .. }
            | Step::Adjugate { matrix, order: 1 }
            | Step::Determinant(matrix)
            | Step::LogDeterminant(matrix) => Some(*matrix),
            _ => None,
        }
    }
}
