//! Nodes that are not scalar: shape inference and the constructors of the structural operations.
//!
//! Shapes are checked where text is read and where the library builds, with an error that shows
//! them; here a wrong shape is a mistake of this crate.

use super::{Expr, Graph, Op, Shape};

impl Graph {
    pub(super) fn infer_shape(&self, op: Op, operands: &[Expr]) -> Shape {
        match op {
            Op::Variable(id) => self.variable_shape(id),
            Op::Number(_)
            | Op::Constant(_)
            | Op::Truth(_)
            | Op::Less
            | Op::LessEqual
            | Op::And
            | Op::Or
            | Op::Not
            | Op::Total
            | Op::Entry(_) => Shape::Scalar,
            Op::Sum | Op::Product | Op::Power | Op::Call(_) | Op::Select => self
                .joined_shape(operands)
                .unwrap_or_else(|| panic!("shapes of an elementwise operation differ")),
            Op::MatrixProduct => self
                .shape(operands[0])
                .product(self.shape(operands[1]))
                .unwrap_or_else(|| panic!("shapes of a matrix product do not fit")),
            Op::Transpose => self.shape(operands[0]).transposed(),
            Op::Fill(shape) | Op::Stack(shape) => shape,
        }
    }

    /// The shape of an elementwise operation on all of them, if they fit.
    pub fn joined_shape(&self, operands: &[Expr]) -> Option<Shape> {
        operands.iter().try_fold(Shape::Scalar, |shape, &operand| {
            shape.join(self.shape(operand))
        })
    }

    /// The matrix product; with a scalar on one side the ordinary product.
    pub fn matrix_product(&mut self, left: Expr, right: Expr) -> Expr {
        if self.shape(left).is_scalar() || self.shape(right).is_scalar() {
            return self.product(&[left, right]);
        }
        self.intern(Op::MatrixProduct, &[left, right])
    }

    /// The transpose; of a scalar itself.
    pub fn transpose(&mut self, expr: Expr) -> Expr {
        if self.shape(expr).is_scalar() {
            return expr;
        }
        if self.op(expr) == Op::Transpose {
            return self.operands(expr)[0];
        }
        if let Op::Fill(shape) = self.op(expr) {
            let scalar = self.operands(expr)[0];
            return self.fill(scalar, shape.transposed());
        }
        self.intern(Op::Transpose, &[expr])
    }

    /// The sum of all entries; of a scalar itself.
    pub fn total(&mut self, expr: Expr) -> Expr {
        if self.shape(expr).is_scalar() {
            return expr;
        }
        self.intern(Op::Total, &[expr])
    }

    /// A scalar repeated to a shape.
    pub fn fill(&mut self, scalar: Expr, shape: Shape) -> Expr {
        if shape.is_scalar() || self.shape(scalar) == shape {
            return scalar;
        }
        self.intern(Op::Fill(shape), &[scalar])
    }

    /// A vector or matrix of scalars, row by row.
    pub fn stack(&mut self, entries: &[Expr], shape: Shape) -> Expr {
        if shape.is_scalar() {
            return entries[0];
        }
        if entries.iter().all(|&entry| entry == entries[0]) {
            return self.fill(entries[0], shape);
        }
        self.intern(Op::Stack(shape), entries)
    }

    /// The entry at a position, counted row by row from 0.
    pub fn entry(&mut self, expr: Expr, position: u32) -> Expr {
        match self.op(expr) {
            _ if self.shape(expr).is_scalar() => expr,
            Op::Stack(_) => self.operands(expr)[position as usize],
            Op::Fill(_) => self.operands(expr)[0],
            _ => self.intern(Op::Entry(position), &[expr]),
        }
    }
}
