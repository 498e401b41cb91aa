//! How shapes go together: what elementwise operations and products of matrices need of their operands, and how vectors
//! and matrices without a size of their own get one from what they meet.
//!
//! Invariant: shapes that agree here never fail in the graph.

use super::Scope;
use super::declare::{has_open, is_open, open_dimension, open_place};
use crate::codes;
use crate::graph::{Axes, Dimension, Expr, Shape};
use crate::text::{Diagnostic, Span};
use hashbrown::HashMap;

/// What open dimensions were found to be.
pub(super) type Settled = HashMap<Dimension, Dimension>;

/// What a dimension is, as far as is known.
pub(super) fn known(settled: &Settled, mut dimension: Dimension) -> Dimension {
    while let Some(&next) = settled.get(&dimension) {
        dimension = next;
    }
    dimension
}

/// Makes two dimensions one, if they can be.
pub(super) fn unify(settled: &mut Settled, left: Dimension, right: Dimension) -> bool {
    let (left, right) = (known(settled, left), known(settled, right));
    if left == right {
        return true;
    }
    // One entry makes a scalar, which no size settles.
    let (open, value) = match (is_open(left), is_open(right)) {
        (true, _) if right != Dimension::ONE => (left, right),
        (_, true) if left != Dimension::ONE => (right, left),
        _ => return false,
    };
    settled.insert(open, value);
    true
}

/// Makes two shapes with the same number of axes one, if they can be.
fn unify_shapes(settled: &mut Settled, left: Shape, right: Shape) -> bool {
    let (a, b) = (left.axes(), right.axes());
    a.len() == b.len() && a.iter().zip(&b).all(|(&a, &b)| unify(settled, a, b))
}

/// A dimension for people.
pub(super) fn counted_as(dimension: Dimension) -> String {
    match is_open(dimension) {
        true => "any number of".to_owned(),
        false => dimension.to_string(),
    }
}

/// How a dimension without a number gets one.
pub(super) fn advice(dimension: Option<Dimension>) -> String {
    match dimension {
        Some(own) if !is_open(own) => format!("define the dimension above: `{own} = 3`"),
        _ => "write the size, such as `ones(3)` or `eye(3)`".to_owned(),
    }
}

/// A shape for people.
pub(super) fn described(shape: Shape) -> String {
    match shape {
        Shape::Vector(_) if has_open(shape) => "vector without a size of its own".to_owned(),
        _ if has_open(shape) => "matrix without a size of its own".to_owned(),
        _ => shape.to_string(),
    }
}

impl Scope<'_> {
    /// A dimension that is settled by its surroundings; what needs it stands at `span`.
    pub(super) fn open_dimension(&mut self, span: Span) -> Dimension {
        self.open.push(span);
        open_dimension(self.open.len() - 1)
    }

    /// The same value with the sizes that were found.
    pub(super) fn settle(&mut self, expr: Expr, settled: &Settled) -> Expr {
        let axes = self.graph.shape(expr).axes();
        if settled.is_empty() || !axes.iter().any(|axis| settled.contains_key(axis)) {
            return expr;
        }
        let values: Settled = settled
            .keys()
            .map(|&own| (own, known(settled, own)))
            .collect();
        self.graph.with_dimensions(&[expr], &values)[0]
    }

    /// The shape of an elementwise operation on all of these; an error at the first that does not fit. Those without a
    /// size of their own get one.
    pub(super) fn meet(&mut self, message: &str, operands: &mut [(Expr, Span)]) -> Option<Shape> {
        let mut joined = (Shape::Scalar, Span::default());
        let mut settled = Settled::new();
        for &(expr, span) in operands.iter() {
            let own = self.graph.shape(expr);
            let both = (joined.0, own);
            if !both.0.is_scalar()
                && !both.1.is_scalar()
                && (has_open(both.0) || has_open(both.1))
                && unify_shapes(&mut settled, both.0, both.1)
            {
                let axes = both.0.axes();
                let axes: Axes = axes.iter().map(|&axis| known(&settled, axis)).collect();
                joined.0 = Shape::with_axes(&axes);
                continue;
            }
            joined = self.join(message, joined, (own, span))?;
        }
        if !settled.is_empty() {
            for (expr, _) in operands.iter_mut() {
                *expr = self.settle(*expr, &settled);
            }
        }
        Some(joined.0)
    }

    /// The product of matrices, vectors and scalars.
    pub(super) fn matrix_product(
        &mut self,
        left: (Expr, Span),
        right: (Expr, Span),
    ) -> Option<Expr> {
        let shapes = (self.graph.shape(left.0), self.graph.shape(right.0));
        if shapes.0.is_scalar() || shapes.1.is_scalar() {
            return Some(self.graph.product(&[left.0, right.0]));
        }
        let (Some((_, columns)), Some((rows, _))) = (shapes.0.sides(), shapes.1.sides()) else {
            self.product_of_tensors((shapes.0, left.1), (shapes.1, right.1));
            return None;
        };
        let mut settled = Settled::new();
        if !unify(&mut settled, columns, rows) {
            self.inner_dimensions((shapes.0, left.1), (shapes.1, right.1));
            return None;
        }
        let [left, right] = [left.0, right.0].map(|expr| self.settle(expr, &settled));
        Some(self.graph.matrix_product(left, right))
    }

    /// A square matrix, or a scalar, which is one of one row.
    pub(super) fn expect_square(&mut self, what: &str, expr: Expr, span: Span) -> Option<Expr> {
        let expr = self.expect_value(expr, span)?;
        let shape = self.graph.shape(expr);
        if let Some((rows, columns)) = shape.sides() {
            let mut settled = Settled::new();
            if unify(&mut settled, rows, columns) {
                return Some(self.settle(expr, &settled));
            }
        }
        let message = format!("{what} needs a square matrix");
        self.report(
            Diagnostic::error(codes::SQUARE_EXPECTED, span, message)
                .with_label(format!("this is a {}", described(shape)))
                .with_help("a square matrix has as many rows as columns, such as `X'*X`"),
        );
        None
    }

    /// Axes as they are for people and for the graph: a matrix of one column is a vector, a vector of one entry a scalar.
    pub(super) fn plain(&mut self, expr: Expr) -> Expr {
        match self.graph.shape(expr) {
            Shape::Vector(Dimension::ONE) => {
                self.graph.contract(&[(expr, &[0])], &[], &[Dimension::ONE])
            }
            Shape::Matrix(Dimension::ONE, Dimension::ONE) => self.graph.total(expr),
            Shape::Matrix(rows, Dimension::ONE) => {
                self.graph
                    .contract(&[(expr, &[0, 1])], &[0], &[rows, Dimension::ONE])
            }
            _ => expr,
        }
    }

    /// Reports what still waits for a size in a result; false if there is something.
    pub(super) fn check_settled(&mut self, expr: Expr) -> bool {
        if self.open.is_empty() {
            return true;
        }
        let nodes = self.graph.reachable(&[expr]);
        let open = nodes
            .into_iter()
            .flat_map(|node| self.graph.dimensions(node))
            .find_map(open_place);
        let Some(&span) = open.and_then(|place| self.open.get(place)) else {
            return true;
        };
        let message = "the size of this is not known";
        self.report(
            Diagnostic::error(codes::UNKNOWN_SIZE, span, message)
                .with_label("it meets nothing that has a size")
                .with_help("write `ones(3)`, `ones(m, n)` or `eye(n)` with the size, and `c*ones(n)` for another number"),
        );
        false
    }
}
