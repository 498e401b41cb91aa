//! Shapes of nodes: scalar, column vector, matrix.

use std::fmt;

/// The shape of a node. A scalar has none, a vector is a column, a 1x1 matrix is a scalar.
///
/// ```
/// use symdiff::{Function, Shape};
///
/// let f = Function::parse("A: matrix(2, 3); x: vector(3); A*x")?;
/// assert_eq!(f.shapes(), [Shape::Vector(2)]);
/// assert_eq!(Shape::Matrix(2, 3).to_string(), "matrix(2, 3)");
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A number.
    #[default]
    Scalar,
    /// A column of so many entries.
    Vector(u32),
    /// Rows and columns.
    Matrix(u32, u32),
}

impl Shape {
    /// The shape with these rows and columns: one column is a vector, one entry a scalar.
    pub fn of(rows: u32, columns: u32) -> Shape {
        match (rows, columns) {
            (1, 1) => Shape::Scalar,
            (rows, 1) => Shape::Vector(rows),
            (rows, columns) => Shape::Matrix(rows, columns),
        }
    }

    /// Rows and columns; a scalar is 1 by 1.
    pub fn extent(self) -> (u32, u32) {
        match self {
            Shape::Scalar => (1, 1),
            Shape::Vector(rows) => (rows, 1),
            Shape::Matrix(rows, columns) => (rows, columns),
        }
    }

    /// Number of entries.
    pub fn entries(self) -> usize {
        let (rows, columns) = self.extent();
        rows as usize * columns as usize
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

    /// The shape of the matrix product of both.
    pub fn product(self, other: Shape) -> Option<Shape> {
        let ((rows, inner), (other_inner, columns)) = (self.extent(), other.extent());
        (inner == other_inner).then(|| Shape::of(rows, columns))
    }

    /// Rows and columns exchanged.
    pub fn transposed(self) -> Shape {
        let (rows, columns) = self.extent();
        Shape::of(columns, rows)
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shape::Scalar => write!(f, "scalar"),
            Shape::Vector(rows) => write!(f, "vector({rows})"),
            Shape::Matrix(rows, columns) => write!(f, "matrix({rows}, {columns})"),
        }
    }
}
