//! Nodes that are not scalar: shape inference and the constructors of the structural operations.
//!
//! Shapes are checked where text is read and where the library builds, with an error that shows
//! them; here a wrong shape is a mistake of this crate.

use super::intern::Operands;
use super::{Expr, Graph, Op, Shape};

/// Longer chains of matrix products are transposed as a whole.
const LONGEST_TURNED: usize = 16;

impl Graph {
    pub(super) fn infer_shape(&self, op: Op, operands: &[Expr]) -> Shape {
        match op {
            Op::Variable(id) => self.variable_shape(id),
            Op::Number(_)
            | Op::Constant(_)
            | Op::Truth(_)
            | Op::Less
            | Op::LessEqual
            | Op::Equal
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
        match self.op(expr) {
            Op::Fill(shape) => {
                let scalar = self.operands(expr)[0];
                self.fill(scalar, shape.transposed())
            }
            Op::MatrixProduct => self.transposed_chain(expr),
            _ => self.intern(Op::Transpose, &[expr]),
        }
    }

    /// `(A*B*C)'` as `C'*B'*A'`, for chains short enough to be copied.
    fn transposed_chain(&mut self, product: Expr) -> Expr {
        let mut factors = Vec::new();
        let mut open = vec![product];
        while let Some(expr) = open.pop() {
            if self.op(expr) == Op::MatrixProduct {
                open.extend(self.operands(expr).iter().rev());
            } else {
                factors.push(expr);
            }
            if factors.len() + open.len() > LONGEST_TURNED {
                return self.intern(Op::Transpose, &[product]);
            }
        }
        let mut turned: Option<Expr> = None;
        for factor in factors {
            let factor = match self.op(factor) {
                Op::Transpose => self.operands(factor)[0],
                _ => self.intern(Op::Transpose, &[factor]),
            };
            turned = Some(match turned {
                Some(right) => self.matrix_product(factor, right),
                None => factor,
            });
        }
        turned.unwrap_or(product)
    }

    /// The operands with every filled one replaced by its scalar where another one has the shape
    /// already: an elementwise operation broadcasts it.
    pub(super) fn without_fills(&self, operands: &[Expr]) -> Operands {
        let is_fill = |operand: Expr| matches!(self.op(operand), Op::Fill(_));
        let shaped = |operand: Expr| !self.shape(operand).is_scalar() && !is_fill(operand);
        let mut list = Operands::from_slice(operands);
        if operands.iter().any(|&operand| shaped(operand)) {
            for operand in list.iter_mut().filter(|operand| is_fill(**operand)) {
                *operand = self.operands(*operand)[0];
            }
        }
        list
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
