//! Blocks: `[a, b; c, d]` of scalars, vectors and matrices.
//!
//! Invariants: parts beside each other have equally many rows, rows of parts equally many columns; a block of one part is
//! that part.

use super::evaluate::Values;
use super::shapes::{Settled, advice, counted_as, described, unify};
use super::{Scope, shapes};
use crate::codes;
use crate::graph::{Dimension, Expr, Place, Placement, Shape};
use crate::syntax::{NodeId, Tree};
use crate::text::{Diagnostic, Span};
use smallvec::SmallVec;

/// A part with its rows and columns.
struct Part {
    expr: Expr,
    span: Span,
    rows: Dimension,
    columns: Dimension,
}

impl Scope<'_> {
    /// The matrix, or the vector, of `entries`, whose rows begin at `starts`.
    pub(super) fn block(
        &mut self,
        tree: &Tree,
        span: Span,
        entries: &[NodeId],
        starts: &[u32],
        values: &Values,
    ) -> Option<Expr> {
        let mut parts = Vec::with_capacity(entries.len());
        let mut wrong = false;
        for &entry in entries {
            let place = tree.nodes[entry.0 as usize].span;
            let value = values.of(entry);
            match value.and_then(|expr| self.expect_value(expr, place)) {
                Some(expr) => parts.push((expr, place)),
                None => wrong = true,
            }
        }
        if wrong {
            return None;
        }
        if let [(only, _)] = parts[..] {
            return Some(only);
        }
        let mut shaped = Vec::with_capacity(parts.len());
        for (expr, span) in parts {
            let shape = self.graph.shape(expr);
            let Some((rows, columns)) = shape.sides() else {
                let message = "a block is made of scalars, vectors and matrices";
                let diagnostic = Diagnostic::error(codes::SHAPE_MISMATCH, span, message);
                self.report(diagnostic.with_label(format!("this is a {}", described(shape))));
                return None;
            };
            shaped.push(Part {
                expr,
                span,
                rows,
                columns,
            });
        }
        let ends = starts.iter().skip(1).map(|&start| start as usize);
        let ends: Vec<usize> = ends.chain([shaped.len()]).collect();
        let is_scalar = |part: &Part| (part.rows, part.columns) == (Dimension::ONE, Dimension::ONE);
        if shaped.iter().all(is_scalar) {
            return self.block_of_scalars(&shaped, starts, &ends);
        }
        let mut lines: Vec<Vec<Part>> = Vec::with_capacity(starts.len());
        let mut rest = shaped.into_iter();
        for (&start, &end) in starts.iter().zip(&ends) {
            lines.push(rest.by_ref().take(end - start as usize).collect());
        }
        self.settle_block(&mut lines)?;
        self.placed(&lines, span)
    }

    fn block_of_scalars(&mut self, parts: &[Part], starts: &[u32], ends: &[usize]) -> Option<Expr> {
        let columns = ends[0];
        let lines = starts
            .iter()
            .zip(ends)
            .map(|(&start, &end)| &parts[start as usize..end]);
        let uneven = lines.clone().find(|line| line.len() != columns);
        if let Some(line) = uneven {
            let counts = [columns, line.len()].map(|count| Dimension::from(count as u32));
            self.uneven_rows((&parts[..columns], counts[0]), (line, counts[1]));
            return None;
        }
        let list: Vec<Expr> = parts.iter().map(|part| part.expr).collect();
        let shape = Shape::matrix(starts.len() as u32, columns as u32);
        Some(self.graph.stack(&list, shape))
    }

    fn uneven_rows(&mut self, first: (&[Part], Dimension), other: (&[Part], Dimension)) {
        let place = |line: &[Part]| line[0].span.to(line[line.len() - 1].span);
        let count = |count: Dimension| match count {
            Dimension::ONE => "1 column".to_owned(),
            _ => format!("{} columns", counted_as(count)),
        };
        self.report(
            Diagnostic::error(
                codes::UNEVEN_ROWS,
                place(other.0),
                "the rows of a matrix have equally many columns",
            )
            .with_label(count(other.1))
            .with_related(place(first.0), count(first.1))
            .with_help(
                "what stands beside each other is put between `,`, what stands below between `;`",
            ),
        );
    }

    /// Makes the parts beside each other equally high, and checks it.
    fn settle_block(&mut self, lines: &mut [Vec<Part>]) -> Option<()> {
        let mut settled = Settled::new();
        for line in lines.iter() {
            let first = &line[0];
            for part in &line[1..] {
                if unify(&mut settled, first.rows, part.rows) {
                    continue;
                }
                let shapes = [first, part].map(|part| (self.graph.shape(part.expr), part.span));
                let message = "parts beside each other need equally many rows";
                let help = "below each other they stand between `;`";
                self.refuse_shapes(message, shapes[0], shapes[1], help);
                return None;
            }
        }
        // Parts that fill a row are as wide as each other.
        let wide: Vec<Dimension> = lines
            .iter()
            .filter(|line| line.len() == 1)
            .map(|line| line[0].columns)
            .collect();
        for pair in wide.windows(2) {
            // Where they differ it is said below.
            unify(&mut settled, pair[0], pair[1]);
        }
        for part in lines.iter_mut().flatten() {
            part.expr = self.settle(part.expr, &settled);
            part.rows = shapes::known(&settled, part.rows);
            part.columns = shapes::known(&settled, part.columns);
        }
        Some(())
    }

    /// The sum of several sizes, where they are numbers, or the only one.
    fn total_size(&mut self, sizes: &[Dimension], span: Span) -> Option<Dimension> {
        if let [only] = *sizes {
            return Some(only);
        }
        let mut sum = 0u128;
        for size in sizes {
            let Some(number) = size.value() else {
                let message = "parts are put together only where their sizes are numbers";
                self.report(
                    Diagnostic::error(codes::NAMED_DIMENSION, span, message)
                        .with_label("not all sizes are numbers")
                        .with_help(advice(Some(*size))),
                );
                return None;
            };
            sum += u128::from(number);
        }
        self.bounded(sum, span)
    }

    /// The sum of all parts, each in its place.
    fn placed(&mut self, lines: &[Vec<Part>], span: Span) -> Option<Expr> {
        let mut widths = Vec::with_capacity(lines.len());
        for line in lines {
            let columns: Vec<Dimension> = line.iter().map(|part| part.columns).collect();
            widths.push(self.total_size(&columns, span)?);
        }
        let width = widths[0];
        if let Some(place) = widths.iter().position(|&own| own != width) {
            self.uneven_rows((&lines[0], width), (&lines[place], widths[place]));
            return None;
        }
        let heights: Vec<Dimension> = lines.iter().map(|line| line[0].rows).collect();
        let height = self.total_size(&heights, span)?;
        let shape = Shape::of(height, width);
        let whole: SmallVec<[Dimension; 4]> = shape.axes().iter().copied().collect();
        let mut terms = Vec::new();
        let mut top = 0i64;
        for line in lines {
            let mut left = 0i64;
            for part in line {
                let view: SmallVec<[Dimension; 4]> =
                    self.graph.shape(part.expr).axes().iter().copied().collect();
                let steps = |axis: usize| match axis < view.len() {
                    true => SmallVec::from_slice(&[(axis as u8, 1)]),
                    false => SmallVec::new(),
                };
                let places = [top, left].into_iter().enumerate().take(whole.len());
                let places = places
                    .map(|(axis, offset)| Place {
                        offset,
                        steps: steps(axis),
                    })
                    .collect();
                left += i64::from(part.columns.value().unwrap_or(0));
                let placement = Placement {
                    whole: whole.clone(),
                    view: view.clone(),
                    places,
                };
                terms.push(self.graph.scatter(part.expr, placement));
            }
            top += i64::from(line[0].rows.value().unwrap_or(0));
        }
        Some(self.graph.sum(&terms))
    }
}
