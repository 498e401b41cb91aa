//! Linear algebra: products of vectors, diagonals and triangles, matrices that are given by their size.
//!
//! Invariant: a size that is computed with is a number; others may be names.

use super::Scope;
use crate::codes;
use crate::graph::{Dimension, Expr, MOST_ADJUGATE, Place, Placement, Range, Shape};
use crate::resolve::shapes::{advice, described};
use crate::text::{Diagnostic, Span};
use smallvec::SmallVec;

/// No value has more axes.
pub(in crate::resolve) const MOST_AXES: usize = 8;

/// A place along one axis that follows an axis of a view.
fn along(axis: usize, step: i64) -> (u8, i64) {
    (axis as u8, step)
}

impl Scope<'_> {
    /// `dot(x, y)`
    pub(super) fn dot(&mut self, left: (Expr, Span), right: (Expr, Span)) -> Option<Expr> {
        let shapes = (self.graph.shape(left.0), self.graph.shape(right.0));
        let message = "a scalar product needs two values of the same shape";
        if shapes.0.is_scalar() != shapes.1.is_scalar() {
            self.shapes_differ(message, (shapes.0, left.1), (shapes.1, right.1));
            return None;
        }
        let mut both = [left, right];
        self.meet(message, &mut both)?;
        let product = self.graph.product(&both.map(|(expr, _)| expr));
        Some(self.graph.total(product))
    }

    /// `outer(x, y)`
    pub(super) fn outer(
        &mut self,
        left: (Expr, Span),
        right: (Expr, Span),
        span: Span,
    ) -> Option<Expr> {
        let ranks = [left, right].map(|(expr, _)| self.graph.shape(expr).rank());
        if ranks[0] + ranks[1] > MOST_AXES {
            self.too_many_axes(ranks[0] + ranks[1], span);
            return None;
        }
        Some(self.graph.outer(left.0, right.0))
    }

    pub(in crate::resolve) fn too_many_axes(&mut self, count: usize, span: Span) {
        let message = format!("a tensor has at most {MOST_AXES} axes");
        let diagnostic = Diagnostic::error(codes::MISSING_DIMENSION, span, message);
        self.report(diagnostic.with_label(format!("{count} axes")));
    }

    /// The numbers of entries along the axes of a value.
    pub(super) fn known_sizes(
        &mut self,
        what: &str,
        (expr, span): (Expr, Span),
    ) -> Option<Vec<usize>> {
        let shape = self.graph.shape(expr);
        if shape.is_known() {
            return Some(shape.sizes());
        }
        self.size_not_known(what, shape, span);
        None
    }

    pub(in crate::resolve) fn size_not_known(&mut self, what: &str, shape: Shape, span: Span) {
        let named = shape.axes().into_iter().find(|axis| axis.value().is_none());
        let message = format!("{what} needs sizes that are numbers");
        self.report(
            Diagnostic::error(codes::NAMED_DIMENSION, span, message)
                .with_label(format!("this is a {}", described(shape)))
                .with_help(advice(named)),
        );
    }

    /// A size that was computed, if it is none that is too large.
    pub(in crate::resolve) fn bounded(&mut self, size: u128, span: Span) -> Option<Dimension> {
        match u32::try_from(size) {
            Ok(size) if size as usize <= self.limits.nodes => Some(size.into()),
            _ => {
                self.too_large(span);
                None
            }
        }
    }

    /// `kron(A, B)`
    pub(super) fn kronecker(&mut self, left: (Expr, Span), right: (Expr, Span)) -> Option<Expr> {
        let ranks = [left, right].map(|(expr, _)| self.graph.shape(expr).rank());
        if ranks.contains(&0) {
            return Some(self.graph.product(&[left.0, right.0]));
        }
        for (rank, (expr, span)) in ranks.into_iter().zip([left, right]) {
            if rank > 2 {
                let shape = self.graph.shape(expr);
                let message = "a Kronecker product is of matrices";
                let diagnostic = Diagnostic::error(codes::SHAPE_MISMATCH, span, message);
                self.report(diagnostic.with_label(format!("this is a {}", described(shape))));
                return None;
            }
        }
        let a = self.known_sizes("a Kronecker product", left)?;
        let b = self.known_sizes("a Kronecker product", right)?;
        // Indices: rows of both, then columns of both where there are any.
        let (first, second): (&[u8], &[u8]) = (&[0, 2][..ranks[0]], &[1, 3][..ranks[1]]);
        let side = |sizes: &[usize], axis: usize| sizes.get(axis).copied().unwrap_or(1) as u32;
        let extents = [side(&a, 0), side(&b, 0), side(&a, 1), side(&b, 1)].map(Dimension::from);
        let output: Vec<u8> = (0..4)
            .filter(|index| first.contains(index) || second.contains(index))
            .collect();
        let products =
            self.graph
                .contract(&[(left.0, first), (right.0, second)], &output, &extents);
        let span = left.1.to(right.1);
        let mut whole = SmallVec::new();
        let mut places = Vec::new();
        for axis in 0..2 {
            let (outer, inner) = (2 * axis as u8, 2 * axis as u8 + 1);
            let inner_size = side(&b, axis);
            let steps = [(outer, i64::from(inner_size)), (inner, 1)];
            let steps: SmallVec<[(u8, i64); 2]> = steps
                .iter()
                .filter_map(|&(index, step)| {
                    let place = output.iter().position(|own| *own == index)?;
                    Some(along(place, step))
                })
                .collect();
            if steps.is_empty() {
                continue;
            }
            let size = u128::from(side(&a, axis)) * u128::from(inner_size);
            whole.push(self.bounded(size, span)?);
            places.push(Place { offset: 0, steps });
        }
        let view = output
            .iter()
            .map(|&index| extents[index as usize])
            .collect();
        let placed = self.graph.scatter(
            products,
            Placement {
                whole,
                view,
                places,
            },
        );
        Some(self.plain(placed))
    }

    /// `vec(A)`: the first index runs first.
    pub(super) fn columns(&mut self, (expr, span): (Expr, Span)) -> Option<Expr> {
        if self.graph.shape(expr).rank() <= 1 {
            return Some(expr);
        }
        let sizes = self.known_sizes("a vector of all entries", (expr, span))?;
        let mut step = 1u128;
        let mut steps = SmallVec::new();
        for (axis, &size) in sizes.iter().enumerate() {
            steps.push(along(axis, step.min(i64::MAX as u128) as i64));
            step = step.saturating_mul(size as u128);
        }
        let whole = SmallVec::from_slice(&[self.bounded(step, span)?]);
        let view = self.graph.shape(expr).axes();
        let places = vec![Place { offset: 0, steps }];
        Some(self.graph.scatter(
            expr,
            Placement {
                whole,
                view: view.iter().copied().collect(),
                places,
            },
        ))
    }

    /// `diag(x)`
    pub(super) fn diagonal(&mut self, (expr, span): (Expr, Span)) -> Option<Expr> {
        match self.graph.shape(expr) {
            Shape::Scalar => Some(expr),
            Shape::Vector(_) => Some(self.graph.diagonal(expr)),
            Shape::Matrix(rows, columns) if rows == columns => {
                Some(self.graph.contract(&[(expr, &[0, 0])], &[0], &[rows]))
            }
            shape => {
                let message = "a diagonal is of a vector or of a square matrix";
                let diagnostic = Diagnostic::error(codes::SQUARE_EXPECTED, span, message)
                    .with_label(format!("this is a {}", described(shape)));
                self.report(match shape {
                    Shape::Matrix(Dimension::ONE, _) => {
                        diagnostic.with_help("the transpose of a row is a vector: `diag(x')`")
                    }
                    _ => diagnostic,
                });
                None
            }
        }
    }

    /// `adj(A)`, `adj(A, k)`
    pub(super) fn adjugate(
        &mut self,
        (matrix, place): (Expr, Span),
        order: &[(Expr, Span)],
    ) -> Option<Expr> {
        let matrix = self.expect_square("an adjugate", matrix, place)?;
        let Some(&(order, place)) = order.first() else {
            return Some(self.graph.adjugate(matrix, 1));
        };
        let number = self.whole_number(order, place, "the order of a derivative")?;
        if let Some(order) = u8::try_from(number)
            .ok()
            .filter(|order| (1..=MOST_ADJUGATE).contains(order))
        {
            return Some(self.graph.adjugate(matrix, order));
        }
        let message =
            format!("derivatives of a determinant have an order from 1 to {MOST_ADJUGATE}");
        self.report(Diagnostic::error(
            codes::WHOLE_NUMBER_EXPECTED,
            place,
            message,
        ));
        None
    }

    /// `lower(v, d)`: v below the diagonal, column by column.
    pub(super) fn lower(&mut self, v: (Expr, Span), d: (Expr, Span)) -> Option<Expr> {
        let dimension = self.size(d.0, d.1)?;
        let Some(size) = dimension.value().filter(|&size| size > 1) else {
            let message = "a triangle needs a size that is a number from 2 on";
            let diagnostic = Diagnostic::error(codes::INVALID_DIMENSION, d.1, message);
            self.report(diagnostic.with_help("write digits, or a name that is defined: `d = 3`"));
            return None;
        };
        let count = u128::from(size) * u128::from(size - 1) / 2;
        self.bounded(u128::from(size) * u128::from(size), d.1)?;
        let shape = self.graph.shape(v.0);
        if shape != Shape::vector(count as u32) {
            let message =
                format!("a triangle of {size} rows has {count} entries below its diagonal");
            self.report(
                Diagnostic::error(codes::SHAPE_MISMATCH, v.1, message)
                    .with_label(format!("this is a {}", described(shape)))
                    .with_related(d.1, format!("{size} rows"))
                    .with_help(format!("it needs a vector({count})")),
            );
            return None;
        }
        let zero = self.graph.integer(0);
        if size == 2 {
            let entries = [zero, zero, v.0, zero];
            return Some(self.graph.stack(&entries, Shape::matrix(2, 2)));
        }
        let mut first = 0;
        let mut columns = Vec::with_capacity(size as usize - 1);
        for column in 0..size - 1 {
            let count = Dimension::from(size - 1 - column);
            let range = Range::Part {
                first,
                count,
                step: 1,
            };
            let part = self.graph.slice(v.0, &[range]);
            first += size - 1 - column;
            let rows = Place {
                offset: i64::from(column) + 1,
                steps: SmallVec::from_slice(&[along(0, 1)]),
            };
            let place = Place {
                offset: i64::from(column),
                steps: SmallVec::new(),
            };
            columns.push(self.graph.scatter(
                part,
                Placement {
                    whole: SmallVec::from_slice(&[dimension, dimension]),
                    view: SmallVec::from_slice(&[count]),
                    places: vec![rows, place],
                },
            ));
        }
        Some(self.graph.sum(&columns))
    }

    /// `eye(n)`
    pub(super) fn eye(&mut self, sizes: &[(Expr, Span)], span: Span) -> Option<Expr> {
        let dimension = match *sizes {
            [] => self.open_dimension(span),
            [(expr, place)] => self.size(expr, place)?,
            _ => {
                self.wrong_arity("eye", span, sizes.len());
                return None;
            }
        };
        Some(match dimension {
            Dimension::ONE => self.graph.integer(1),
            dimension => self.graph.identity(dimension),
        })
    }

    /// `ones(m, n)`, `zeros(n)`
    pub(super) fn filled(
        &mut self,
        number: i64,
        sizes: &[(Expr, Span)],
        span: Span,
    ) -> Option<Expr> {
        let mut axes = Vec::with_capacity(sizes.len());
        for &(expr, place) in sizes {
            axes.push(self.size(expr, place)?);
        }
        let shape = match axes[..] {
            [] => Shape::vector(self.open_dimension(span)),
            [rows] => Shape::vector(rows),
            [rows, columns] => Shape::matrix(rows, columns),
            _ if axes.len() > MOST_AXES => {
                self.too_many_axes(axes.len(), span);
                return None;
            }
            _ => Shape::with_axes(&axes),
        };
        if shape.entries() > self.limits.nodes {
            self.too_large(span);
            return None;
        }
        let number = self.graph.integer(number);
        Some(self.graph.fill(number, shape))
    }

    /// `vector(c)`, `matrix(c)`
    pub(super) fn spread(
        &mut self,
        axes: u8,
        (expr, place): (Expr, Span),
        span: Span,
    ) -> Option<Expr> {
        let shape = self.graph.shape(expr);
        if !shape.is_scalar() {
            let message = "only a scalar can be repeated to a size";
            self.report(
                Diagnostic::error(codes::SCALAR_EXPECTED, place, message)
                    .with_label(format!("this is a {}", described(shape)))
                    .with_help("a vector of its own is written `[a; b]`, a matrix `[a, b; c, d]`"),
            );
            return None;
        }
        let rows = self.open_dimension(span);
        let shape = match axes {
            1 => Shape::vector(rows),
            _ => Shape::matrix(rows, self.open_dimension(span)),
        };
        Some(self.graph.fill(expr, shape))
    }
}
