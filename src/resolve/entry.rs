//! Indices: entries of vectors and matrices, and variables whose name has an index.
//!
//! Invariants: entries are counted from 1; where a name is not declared, the index is part of the name, whatever it
//! begins with.

use super::evaluate::Values;
use super::{Meaning, Scope};
use crate::codes;
use crate::graph::{Expr, Op};
use crate::syntax::{Kind, NodeId, Tree};
use crate::text::{Diagnostic, Span, quote};

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
        let mut numbers = Vec::with_capacity(indices.len());
        let mut wrong = false;
        for &index in indices {
            let span = tree.nodes[index.0 as usize].span;
            let number = values
                .of(index)
                .and_then(|expr| self.whole_number(expr, span, "an index"));
            match number {
                Some(number) => numbers.push((number, span)),
                None => wrong = true,
            }
        }
        if wrong {
            return None;
        }
        if let Kind::Base(name) = &base_node.kind {
            return self.named_entry((name, base_node.span), node.span, &numbers);
        }
        let of = self.expect_value(values.of(base)?, base_node.span)?;
        self.entry_of((of, base_node.span), &numbers)
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
        self.entry_of((of, span), numbers)
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

    fn entry_of(&mut self, (of, span): (Expr, Span), numbers: &[(i64, Span)]) -> Option<Expr> {
        let shape = self.graph.shape(of);
        let extents = &shape.sizes()[..];
        // A vector of one entry is that entry.
        let is_only = numbers.iter().all(|(number, _)| *number == 1);
        if extents.is_empty() && is_only && matches!(self.graph.op(of), Op::Variable(_)) {
            return Some(of);
        }
        if extents.is_empty() {
            let diagnostic = Diagnostic::error(codes::NO_ENTRIES, span, "a scalar has no entries")
                .with_label("this is a scalar")
                .with_help(
                    "declare a vector, `x: vector(3)`, or use a name that means nothing else",
                );
            self.report(diagnostic);
            return None;
        }
        if extents.len() != numbers.len() {
            let written = |count: usize| match count {
                1 => "one index",
                _ => "two indices",
            };
            let message = format!("a {shape} has entries with {}", written(extents.len()));
            let help = match extents.len() {
                1 => "write `x[i]`",
                _ => "write `A[i, j]`: the row, then the column",
            };
            self.report(
                Diagnostic::error(codes::WRONG_INDICES, span, message)
                    .with_label(format!("{} given", numbers.len()))
                    .with_help(help),
            );
            return None;
        }
        for (&(number, place), &extent) in numbers.iter().zip(extents) {
            if number < 1 || number > extent as i64 {
                let message = match number {
                    0 => "entries are counted from 1, and there is none with index 0".to_owned(),
                    _ => format!("there is no entry with index {number}"),
                };
                self.report(
                    Diagnostic::error(codes::INDEX_OUT_OF_RANGE, place, message)
                        .with_label(format!("from 1 to {extent}"))
                        .with_related(span, format!("this is a {shape}")),
                );
                return None;
            }
        }
        let index: Vec<i64> = numbers.iter().map(|(number, _)| *number).collect();
        let position = shape.position(&index)?;
        Some(self.graph.entry(of, position))
    }
}
