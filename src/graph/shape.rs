//! Shapes of nodes: scalar, column vector, matrix, tensor.

use super::Dimension;
use indexmap::IndexSet;
use smallvec::SmallVec;
use std::fmt;
use std::sync::{LazyLock, RwLock};

/// The lengths of the axes of a shape, in order.
pub type Axes = SmallVec<[Dimension; 4]>;

/// The axes of all tensors ever met, kept once for the whole process.
static TENSORS: LazyLock<RwLock<IndexSet<&'static [Dimension]>>> = LazyLock::new(RwLock::default);

/// The shape of a node. A scalar has none, a vector is a column, a 1x1 matrix is a scalar.
///
/// ```
/// use symdiff::{Function, Shape};
///
/// let f = Function::parse("A: matrix(2, 3); x: vector(3); A*x")?;
/// assert_eq!(f.shapes(), [Shape::vector(2)]);
/// assert_eq!(Shape::matrix(2, 3).to_string(), "matrix(2, 3)");
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A number.
    #[default]
    Scalar,
    /// A column of so many entries.
    Vector(Dimension),
    /// Rows and columns.
    Matrix(Dimension, Dimension),
    /// Three axes or more.
    Tensor(TensorId),
}

/// The axes of a tensor.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TensorId(u32);

impl Shape {
    /// A column of so many entries.
    pub fn vector(rows: impl Into<Dimension>) -> Shape {
        Shape::of(rows.into(), Dimension::ONE)
    }

    /// Rows and columns: one column is a vector, one entry a scalar.
    pub fn matrix(rows: impl Into<Dimension>, columns: impl Into<Dimension>) -> Shape {
        Shape::of(rows.into(), columns.into())
    }

    /// The shape with these rows and columns: one column is a vector, one entry a scalar.
    pub fn of(rows: Dimension, columns: Dimension) -> Shape {
        match (rows, columns) {
            (Dimension::ONE, Dimension::ONE) => Shape::Scalar,
            (rows, Dimension::ONE) => Shape::Vector(rows),
            (rows, columns) => Shape::Matrix(rows, columns),
        }
    }

    /// The shape with these axes as they are: a vector for one, a matrix for two, a tensor for more.
    ///
    /// ```
    /// use symdiff::Shape;
    ///
    /// assert_eq!(Shape::with_axes(&[2.into(), 3.into(), 4.into()]).to_string(), "tensor(2, 3, 4)");
    /// ```
    pub fn with_axes(axes: &[Dimension]) -> Shape {
        match *axes {
            [] => Shape::Scalar,
            [rows] => Shape::Vector(rows),
            [rows, columns] => Shape::Matrix(rows, columns),
            _ => Shape::Tensor(TensorId::of(axes)),
        }
    }

    /// The lengths of the axes, in order.
    pub fn axes(self) -> Axes {
        match self {
            Shape::Scalar => Axes::new(),
            Shape::Vector(rows) => Axes::from_slice(&[rows]),
            Shape::Matrix(rows, columns) => Axes::from_slice(&[rows, columns]),
            Shape::Tensor(id) => Axes::from_slice(id.axes()),
        }
    }

    /// Number of axes.
    pub fn rank(self) -> usize {
        match self {
            Shape::Scalar => 0,
            Shape::Vector(_) => 1,
            Shape::Matrix(..) => 2,
            Shape::Tensor(id) => id.axes().len(),
        }
    }

    /// Rows and columns; a scalar is 1 by 1, a tensor has the columns of all its axes but the first.
    pub(crate) fn extent(self) -> (usize, usize) {
        match self {
            Shape::Scalar => (1, 1),
            Shape::Vector(rows) => (rows.known(), 1),
            Shape::Matrix(rows, columns) => (rows.known(), columns.known()),
            Shape::Tensor(id) => {
                let (first, rest) = (id.axes()[0].known(), &id.axes()[1..]);
                (first, count(rest))
            }
        }
    }

    /// Number of entries; 0 where a dimension is a name.
    pub fn entries(self) -> usize {
        match self {
            Shape::Scalar => 1,
            Shape::Vector(rows) => rows.known(),
            Shape::Matrix(rows, columns) => rows.known().saturating_mul(columns.known()),
            Shape::Tensor(id) => count(id.axes()),
        }
    }

    /// The lengths of the axes; 0 for a name.
    pub fn sizes(self) -> Vec<usize> {
        self.axes().iter().map(|axis| axis.known()).collect()
    }

    /// The place, row by row from 0, of the entry with these indices from 1 on.
    pub(crate) fn position(self, index: &[i64]) -> Option<u32> {
        let axes = self.axes();
        let inside = |(&own, axis): (&i64, &Dimension)| own >= 1 && own <= axis.known() as i64;
        let fits = axes.len() == index.len() && index.iter().zip(&axes).all(inside);
        let step = |position: usize, (&own, axis): (&i64, &Dimension)| {
            position * axis.known() + own as usize - 1
        };
        fits.then(|| index.iter().zip(&axes).fold(0, step) as u32)
    }

    /// The indices from 1 on of the entry at a place, row by row from 0, as they are written: `2,3`.
    pub(crate) fn index_of(self, position: usize) -> String {
        let mut rest = position;
        let mut index: Vec<String> = Vec::new();
        for size in self.sizes().into_iter().rev() {
            index.push((rest % size.max(1) + 1).to_string());
            rest /= size.max(1);
        }
        index.reverse();
        index.join(",")
    }

    /// Whether all dimensions are numbers.
    pub fn is_known(self) -> bool {
        self.axes().iter().all(|axis| axis.value().is_some())
    }

    /// Whether it is a single number.
    pub fn is_scalar(self) -> bool {
        self == Shape::Scalar
    }

    /// The shape of an elementwise operation on both; a scalar goes with anything.
    pub fn join(self, other: Shape) -> Option<Shape> {
        match (self, other) {
            (Shape::Scalar, shape) | (shape, Shape::Scalar) => Some(shape),
            (left, right) => (left == right).then_some(left),
        }
    }

    /// The shape of the matrix product of both, neither of them a tensor.
    pub fn product(self, other: Shape) -> Option<Shape> {
        let ((rows, inner), (other_inner, columns)) = (self.sides()?, other.sides()?);
        (inner == other_inner).then(|| Shape::of(rows, columns))
    }

    /// Rows and columns exchanged; of a tensor the order of all axes.
    pub fn transposed(self) -> Shape {
        match self.sides() {
            Some((rows, columns)) => Shape::of(columns, rows),
            None => {
                let mut axes = self.axes();
                axes.reverse();
                Shape::with_axes(&axes)
            }
        }
    }

    /// Rows and columns of what is no tensor.
    pub fn sides(self) -> Option<(Dimension, Dimension)> {
        match self {
            Shape::Scalar => Some((Dimension::ONE, Dimension::ONE)),
            Shape::Vector(rows) => Some((rows, Dimension::ONE)),
            Shape::Matrix(rows, columns) => Some((rows, columns)),
            Shape::Tensor(_) => None,
        }
    }
}

fn count(axes: &[Dimension]) -> usize {
    let counts = axes.iter().map(|axis| axis.known());
    counts.fold(1, usize::saturating_mul)
}

impl TensorId {
    fn of(axes: &[Dimension]) -> TensorId {
        let mut tensors = TENSORS.write().unwrap_or_else(|broken| broken.into_inner());
        if let Some(place) = tensors.get_index_of(axes) {
            return TensorId(place as u32);
        }
        let kept = Box::leak(axes.to_vec().into_boxed_slice());
        TensorId(tensors.insert_full(kept).0 as u32)
    }

    fn axes(self) -> &'static [Dimension] {
        let tensors = TENSORS.read().unwrap_or_else(|broken| broken.into_inner());
        tensors.get_index(self.0 as usize).copied().unwrap_or(&[])
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Shape::Scalar => return write!(f, "scalar"),
            Shape::Vector(_) => "vector",
            Shape::Matrix(..) => "matrix",
            Shape::Tensor(_) => "tensor",
        };
        let axes: Vec<String> = self.axes().iter().map(Dimension::to_string).collect();
        write!(f, "{kind}({})", axes.join(", "))
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
