//! Nodes that are not scalar: shape inference and the constructors of the structural operations.
//!
//! Shapes are checked where text is read and where the library builds, with an error that shows
//! them; here a wrong shape is a mistake of this crate.

use super::intern::Operands;
use super::{Axes, Contraction, Expr, Graph, Op, Reduction, Shape};
use crate::functions;

/// Derivatives of determinants of a higher order have more axes than a value can have.
pub const MOST_ADJUGATE: u8 = 4;

impl Graph {
    pub(super) fn infer_shape(&self, op: Op, operands: &[Expr]) -> Shape {
        match op {
            Op::Variable(id) => self.variable_shape(id),
            Op::Number(_)
            | Op::Constant(_)
            | Op::Truth(_)
            | Op::Extent(_)
            | Op::Determinant
            | Op::LogDeterminant
            | Op::Entry(_) => Shape::Scalar,
            Op::Sum
            | Op::Product
            | Op::Power
            | Op::Call(_)
            | Op::Select
            | Op::Less
            | Op::LessEqual
            | Op::Equal
            | Op::And
            | Op::Or
            | Op::Not => self
                .joined_shape(operands)
                .unwrap_or_else(|| panic!("shapes of an elementwise operation differ")),
            Op::Contract(id) => Shape::with_axes(&self.contraction_of(id).axes()),
            Op::Gather(id) => Shape::with_axes(&self.placement_of(id).view),
            Op::Scatter(id) => Shape::with_axes(&self.placement_of(id).whole),
            Op::Reduce(_, axes) => {
                let own = self.shape(operands[0]).axes();
                let kept = own
                    .iter()
                    .enumerate()
                    .filter(|(axis, _)| axes >> axis & 1 == 0);
                Shape::with_axes(&kept.map(|(_, axis)| *axis).collect::<Axes>())
            }
            Op::Inverse => self.shape(operands[0]),
            Op::Adjugate(order) => {
                let rows = self.shape(operands[0]).axes()[0];
                Shape::with_axes(&vec![rows; 2 * usize::from(order)])
            }
            Op::Fill(shape) | Op::Stack(shape) => shape,
        }
    }

    /// The shape of an elementwise operation on all of them, if they fit.
    pub fn joined_shape(&self, operands: &[Expr]) -> Option<Shape> {
        operands.iter().try_fold(Shape::Scalar, |shape, &operand| {
            shape.join(self.shape(operand))
        })
    }

    /// The operands with every filled one replaced by its scalar: an elementwise operation broadcasts it, and
    /// who made the operation fills the result where nothing else has its shape.
    pub(super) fn without_fills(&self, operands: &[Expr]) -> Operands {
        let plain = |&operand: &Expr| match self.op(operand) {
            Op::Fill(_) => self.operands(operand)[0],
            _ => operand,
        };
        operands.iter().map(plain).collect()
    }

    /// What the entries along some axes come to: bit k stands for axis k. Of a scalar itself.
    pub fn reduce(&mut self, reduction: Reduction, expr: Expr, axes: u8) -> Expr {
        let rank = self.shape(expr).rank();
        let axes = axes & ((1u32 << rank.min(8)) - 1) as u8;
        if axes == 0 {
            return expr;
        }
        // A product over several axes is one over one axis after the other.
        if reduction == Reduction::Product && axes.count_ones() > 1 {
            let last = 7 - axes.leading_zeros();
            let inner = self.reduce(reduction, expr, 1 << last);
            return self.reduce(reduction, inner, axes & !(1 << last));
        }
        // Where all entries along the axes are one, the largest and the smallest are that one.
        if let (Op::Fill(_), Reduction::Maximum | Reduction::Minimum) = (self.op(expr), reduction) {
            let own = self.shape(expr).axes();
            let kept = own
                .iter()
                .enumerate()
                .filter(|(axis, _)| axes >> axis & 1 == 0);
            let shape = Shape::with_axes(&kept.map(|(_, axis)| *axis).collect::<Axes>());
            let scalar = self.operands(expr)[0];
            return self.fill(scalar, shape);
        }
        self.intern(Op::Reduce(reduction, axes), &[expr])
    }

    /// The inverse of a square matrix; of a scalar its reciprocal.
    pub fn inverse(&mut self, expr: Expr) -> Expr {
        match self.op(expr) {
            _ if self.shape(expr).is_scalar() => self.reciprocal(expr),
            Op::Contract(_) if self.is_identity(expr) => expr,
            _ => self.intern(Op::Inverse, &[expr]),
        }
    }

    /// Whether the node is an identity matrix.
    pub fn is_identity(&self, expr: Expr) -> bool {
        let is_plain = |own: &Contraction| own.output[..] == [0, 0];
        self.operands(expr).is_empty() && self.contraction(expr).is_some_and(is_plain)
    }

    /// Derivatives of the determinant of a square matrix, of an order from 1 to [`MOST_ADJUGATE`]: minors with
    /// their signs, which are finite wherever the entries are. See [`Op::Adjugate`].
    pub fn adjugate(&mut self, expr: Expr, order: u8) -> Expr {
        let axes = self.shape(expr).axes();
        let Some(&rows) = axes.first() else {
            return self.integer(i64::from(order == 1));
        };
        // A determinant is a polynomial of degree 1 in each row.
        if rows.value().is_some_and(|rows| rows < u32::from(order)) {
            let shape = Shape::with_axes(&vec![rows; 2 * usize::from(order)]);
            return self.zeros(shape);
        }
        match order {
            1 if self.is_identity(expr) => expr,
            _ => self.intern(Op::Adjugate(order), &[expr]),
        }
    }

    /// The determinant of a square matrix; of a scalar itself.
    pub fn determinant(&mut self, expr: Expr) -> Expr {
        match self.shape(expr).is_scalar() {
            true => expr,
            false => self.intern(Op::Determinant, &[expr]),
        }
    }

    /// The logarithm of the determinant of a square matrix.
    pub fn log_determinant(&mut self, expr: Expr) -> Expr {
        match self.shape(expr).is_scalar() {
            true => self.call(functions::logarithm(), &[expr]),
            false => self.intern(Op::LogDeterminant, &[expr]),
        }
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
