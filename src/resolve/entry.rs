//! Indices: entries and slices of vectors, matrices and tensors, and variables whose name has an index.
//!
//! Invariants: entries are counted from 1; both ends of a slice belong to it; an index takes its axis away, a slice keeps
//! it; where a name is not declared, the index is part of the name, whatever it begins with.

use super::evaluate::Values;
use super::letters::Affine;
use super::shapes::described;
use super::{Meaning, Scope};
use crate::codes;
use crate::graph::{Dimension, Expr, Op, Range, Shape};
use crate::syntax::{Kind, NodeId, Tree};
use crate::text::{Diagnostic, Span, quote};

/// What stands between the brackets for one axis.
enum Index {
    At(i64, Span),
    Slice {
        start: Option<(i64, Span)>,
        end: Option<(i64, Span)>,
        step: Option<(i64, Span)>,
        span: Span,
    },
    /// A place that depends on letters.
    Lettered(Affine, Span),
}

impl Scope<'_> {
    /// `base[indices]`, the node `id`.
    pub(super) fn entry(
        &mut self,
        tree: &Tree,
        id: NodeId,
        base: NodeId,
        indices: &[NodeId],
        values: &Values,
    ) -> Option<Expr> {
        let (node, base_node) = (&tree.nodes[id.0 as usize], &tree.nodes[base.0 as usize]);
        let mut list = Vec::with_capacity(indices.len());
        let mut wrong = false;
        for &index in indices {
            match self.index(tree, index, values) {
                Some(index) => list.push(index),
                None => wrong = true,
            }
        }
        if wrong {
            return None;
        }
        let numbers: Option<Vec<(i64, Span)>> = list
            .iter()
            .map(|index| match *index {
                Index::At(number, span) => Some((number, span)),
                Index::Slice { .. } | Index::Lettered(..) => None,
            })
            .collect();
        let Kind::Base(name) = &base_node.kind else {
            let of = self.expect_value(values.of(base)?, base_node.span)?;
            return self.part_of((of, base_node.span), &list);
        };
        if let Some(numbers) = numbers {
            return self.named_entry((name, base_node.span), node.span, &numbers);
        }
        if self.is_undeclared(name) {
            let message = format!(
                "{} is not declared, so there is nothing to slice",
                quote(name)
            );
            self.report(
                Diagnostic::error(codes::NO_ENTRIES, base_node.span, message)
                    .with_label("no vector or matrix")
                    .with_help(format!("declare it above: `{name}: vector(3)`")),
            );
            return None;
        }
        let of = self.name(name, base_node.span)?;
        self.part_of((of, base_node.span), &list)
    }

    fn index(&mut self, tree: &Tree, id: NodeId, values: &Values) -> Option<Index> {
        let node = &tree.nodes[id.0 as usize];
        if let Some(expr) = values.of(id)
            && let Some(affine) = self.affine(expr, node.span)?
        {
            return Some(Index::Lettered(affine, node.span));
        }
        let mut number = |id: NodeId, what: &str| {
            let span = tree.nodes[id.0 as usize].span;
            let number = self.whole_number(values.of(id)?, span, what)?;
            Some((number, span))
        };
        let Kind::Slice { start, end, step } = &node.kind else {
            let (number, span) = number(id, "an index")?;
            return Some(Index::At(number, span));
        };
        let mut part = |id: &Option<NodeId>, what: &str| match id {
            Some(id) => number(*id, what).map(Some),
            None => Some(None),
        };
        Some(Index::Slice {
            start: part(start, "the first index of a slice")?,
            end: part(end, "the last index of a slice")?,
            step: part(step, "the step of a slice")?,
            span: node.span,
        })
    }

    /// `name[numbers]`, all of it at `whole`.
    pub(super) fn named_entry(
        &mut self,
        (name, span): (&str, Span),
        whole: Span,
        numbers: &[(i64, Span)],
    ) -> Option<Expr> {
        if self.is_undeclared(name) {
            return self.indexed_variable(name, whole, numbers);
        }
        let of = self.name(name, span)?;
        let list: Vec<Index> = numbers
            .iter()
            .map(|&(number, span)| Index::At(number, span))
            .collect();
        self.part_of((of, span), &list)
    }

    /// Whether nothing gives a name a meaning, so that it stands for a variable.
    fn is_undeclared(&self, name: &str) -> bool {
        !(self.parameters.contains_key(name)
            || self.bound.iter().any(|(own, _)| own == name)
            || matches!(
                self.meanings.get(name),
                Some(Meaning::Value(..) | Meaning::Function { .. } | Meaning::Wrong(_))
            )
            || self.declared.contains_key(name)
            || self.dimensions.contains(name)
            || self.places.contains_key(name))
    }

    fn indexed_variable(
        &mut self,
        name: &str,
        span: Span,
        numbers: &[(i64, Span)],
    ) -> Option<Expr> {
        if let Some(&(number, place)) = numbers.iter().find(|(number, _)| *number < 0) {
            let message = format!("the index of a name can't be negative, as {number} is");
            self.report(
                Diagnostic::error(codes::INDEX_OUT_OF_RANGE, place, message).with_help(format!(
                    "{} is a variable of its own for each index from 0 on",
                    quote(&format!("{name}[i]"))
                )),
            );
            return None;
        }
        let indices: Vec<String> = numbers
            .iter()
            .map(|(number, _)| number.to_string())
            .collect();
        let name = format!("{name}[{}]", indices.join(","));
        Some(self.variable(&name, span))
    }

    fn part_of(&mut self, (of, span): (Expr, Span), indices: &[Index]) -> Option<Expr> {
        let shape = self.graph.shape(of);
        // A vector of one entry is that entry.
        let is_first = |index: &Index| matches!(index, Index::At(1, _));
        let is_only = indices.iter().all(is_first);
        if shape.is_scalar() && is_only && matches!(self.graph.op(of), Op::Variable(_)) {
            return Some(of);
        }
        if shape.is_scalar() {
            let diagnostic = Diagnostic::error(codes::NO_ENTRIES, span, "a scalar has no entries")
                .with_label("this is a scalar")
                .with_help(
                    "declare a vector, `x: vector(3)`, or use a name that means nothing else",
                );
            self.report(diagnostic);
            return None;
        }
        let axes = shape.axes();
        if axes.len() != indices.len() {
            let count = match axes.len() {
                1 => "one index".to_owned(),
                2 => "two indices".to_owned(),
                count => format!("{count} indices"),
            };
            let message = format!("a {} has entries with {count}", described(shape));
            let help = match axes.len() {
                1 => "write `x[i]`",
                2 => "write `A[i, j]`: the row, then the column; `A[i, :]` is a whole row",
                _ => "write an index or a `:` for each axis",
            };
            self.report(
                Diagnostic::error(codes::WRONG_INDICES, span, message)
                    .with_label(format!("{} given", indices.len()))
                    .with_help(help),
            );
            return None;
        }
        if indices
            .iter()
            .any(|index| matches!(index, Index::Lettered(..)))
        {
            return self.lettered_part((of, span), indices, &axes);
        }
        let mut ranges = Vec::with_capacity(axes.len());
        for (index, &axis) in indices.iter().zip(&axes) {
            ranges.push(self.range(index, axis, (shape, span))?);
        }
        let part = self.graph.slice(of, &ranges);
        Some(self.plain(part))
    }

    /// A part at places some of which depend on letters.
    fn lettered_part(
        &mut self,
        (of, span): (Expr, Span),
        indices: &[Index],
        axes: &[Dimension],
    ) -> Option<Expr> {
        let shape = self.graph.shape(of);
        let mut list = Vec::with_capacity(indices.len());
        for (index, &axis) in indices.iter().zip(axes) {
            list.push(match index {
                Index::Lettered(affine, place) => (None, affine.clone(), *place),
                index => {
                    let range = self.range(index, axis, (shape, span))?;
                    (Some(range), Affine::default(), span)
                }
            });
        }
        self.look((of, span), list)
    }

    /// What an index takes along its axis.
    fn range(&mut self, index: &Index, axis: Dimension, of: (Shape, Span)) -> Option<Range> {
        match *index {
            Index::Lettered(..) => None,
            Index::At(number, span) => {
                self.check_index(number, span, axis, of)?;
                Some(Range::At(number as u32 - 1))
            }
            Index::Slice {
                start: None,
                end: None,
                step: None,
                ..
            } => Some(Range::All),
            Index::Slice {
                start,
                end,
                step,
                span,
            } => {
                let Some(size) = axis.value() else {
                    self.size_not_known("a slice", of.0, of.1);
                    return None;
                };
                let (step, step_span) = step.unwrap_or((1, span));
                if step == 0 {
                    let message = "the step of a slice is not 0";
                    let diagnostic =
                        Diagnostic::error(codes::INDEX_OUT_OF_RANGE, step_span, message);
                    self.report(
                        diagnostic.with_help("write `x[1:9 by 2]`, or backwards `x[9:1 by -2]`"),
                    );
                    return None;
                }
                let ends = match step > 0 {
                    true => (1, i64::from(size)),
                    false => (i64::from(size), 1),
                };
                let (start, start_span) = start.unwrap_or((ends.0, span));
                let (end, end_span) = end.unwrap_or((ends.1, span));
                self.check_index(start, start_span, axis, of)?;
                self.check_index(end, end_span, axis, of)?;
                if (end - start).signum() * step.signum() < 0 {
                    let message = format!("the slice from {start} to {end} is empty");
                    self.report(
                        Diagnostic::error(codes::INDEX_OUT_OF_RANGE, span, message)
                            .with_label("no entry")
                            .with_help(
                                "the first index stands first; backwards it is `x[3:1 by -1]`",
                            ),
                    );
                    return None;
                }
                let count = (end - start).unsigned_abs() / step.unsigned_abs() + 1;
                Some(Range::Part {
                    first: start as u32 - 1,
                    count: Dimension::from(count as u32),
                    step,
                })
            }
        }
    }

    /// Reports an index that an axis does not have.
    fn check_index(
        &mut self,
        number: i64,
        place: Span,
        axis: Dimension,
        (shape, span): (Shape, Span),
    ) -> Option<()> {
        // An axis whose length is not known has one entry at least.
        let Some(extent) = axis.value().or_else(|| (number == 1).then_some(1)) else {
            if number > 1 {
                self.size_not_known("an index other than 1", shape, span);
                return None;
            }
            self.index_out_of_range(number, place, axis, (shape, span));
            return None;
        };
        if number >= 1 && number <= i64::from(extent) {
            return Some(());
        }
        self.index_out_of_range(number, place, axis, (shape, span));
        None
    }

    fn index_out_of_range(
        &mut self,
        number: i64,
        place: Span,
        axis: Dimension,
        (shape, span): (Shape, Span),
    ) {
        let message = match number {
            0 => "entries are counted from 1, and there is none with index 0".to_owned(),
            _ => format!("there is no entry with index {number}"),
        };
        self.report(
            Diagnostic::error(codes::INDEX_OUT_OF_RANGE, place, message)
                .with_label(match axis.value() {
                    Some(last) => format!("from 1 to {last}"),
                    None => "from 1 on".to_owned(),
                })
                .with_related(span, format!("this is a {}", described(shape))),
        );
    }
}
