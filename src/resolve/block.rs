//! Blocks: `[a, b; c, d]` of scalars, vectors and matrices.
//!
//! Invariants: parts beside each other have equally many rows, rows of parts equally many columns; a block of one part is
//! that part.

use super::Scope;
use super::evaluate::Values;
use crate::codes;
use crate::graph::{Expr, Shape};
use crate::syntax::{NodeId, Tree};
use crate::text::{Diagnostic, Span};

impl Scope<'_> {
    /// The matrix, or the vector, of `entries`, whose rows begin at `rows`.
    pub(super) fn block(
        &mut self,
        tree: &Tree,
        span: Span,
        entries: &[NodeId],
        rows: &[u32],
        values: &Values,
    ) -> Option<Expr> {
        let mut parts = Vec::with_capacity(entries.len());
        let mut wrong = false;
        for &entry in entries {
            let place = tree.nodes[entry.0 as usize].span;
            match values
                .of(entry)
                .and_then(|expr| self.expect_value(expr, place))
            {
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
        let columns = rows.get(1).map_or(parts.len(), |second| *second as usize);
        let ends = rows.iter().skip(1).map(|&start| start as usize);
        let lines: Vec<&[(Expr, Span)]> = rows
            .iter()
            .zip(ends.chain([parts.len()]))
            .map(|(&start, end)| &parts[start as usize..end])
            .collect();
        let uneven = lines.iter().find(|line| line.len() != columns);
        if let Some(&line) = uneven {
            let place = line[0].1.to(line[line.len() - 1].1);
            let first = lines[0][0].1.to(lines[0][columns - 1].1);
            let count = |count: usize| match count {
                1 => "1 entry".to_owned(),
                _ => format!("{count} entries"),
            };
            let diagnostic = Diagnostic::error(
                codes::UNEVEN_ROWS,
                place,
                "the rows of a matrix have equally many entries",
            )
            .with_label(count(line.len()))
            .with_related(first, count(columns))
            .with_help("entries stand between `,`, rows between `;`");
            self.report(diagnostic);
            return None;
        }
        let _ = span;
        let list: Vec<Expr> = parts.iter().map(|(expr, _)| *expr).collect();
        Some(
            self.graph
                .stack(&list, Shape::matrix(rows.len() as u32, columns as u32)),
        )
    }
}
