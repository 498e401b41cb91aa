//! Folds over letters: `tensor(i, j: ...)`, `tensor(i in 1..3, ...)`, and sums whose last number is the name of a dimension.
//!
//! Must not know what a letter does: that is `letters.rs`. Invariant: the body is computed once.

use super::evaluate::Values;
use super::fold::{Folds, Loop, Next, TENSOR};
use super::{Scope, forms};
use crate::codes;
use crate::graph::{Expr, Op, Reduction};
use crate::syntax::{Fold, Indexed, Kind, NodeId, Tree};
use crate::text::{Diagnostic, Span, quote};

impl Scope<'_> {
    /// Begins `tensor(i, j: ...)`: where to go on.
    pub(super) fn begin_letters(&mut self, own: &Indexed, node: usize, folds: &mut Folds) -> Next {
        let bound = self.bound.len();
        let mut letters = Vec::with_capacity(own.letters.len());
        for (place, (name, span)) in own.letters.iter().enumerate() {
            if own.letters[..place].iter().any(|(other, _)| other == name) {
                let message = format!("the letter {} stands twice", quote(name));
                let diagnostic = Diagnostic::error(codes::PARAMETER_TWICE, *span, message);
                self.report(diagnostic.with_label("again"));
            }
            letters.push(self.open_letter(name, *span, None));
        }
        folds.open.push(Loop::over_letters(node, bound, letters));
        Next::Node(own.first.0 as usize)
    }

    /// Begins a fold over a range whose numbers are not written out: where to go on. None if they are.
    pub(super) fn begin_range_of_letter(
        &mut self,
        tree: &Tree,
        fold: &Fold,
        node: usize,
        folds: &mut Folds,
        values: &Values,
    ) -> Option<Next> {
        let (low, high) = (values.of(fold.low)?, values.of(fold.high)?);
        let named = match self.graph.op(high) {
            Op::Extent(dimension) => Some(dimension),
            _ => None,
        };
        if named.is_none() && fold.name != TENSOR {
            return None;
        }
        let behind = Some(Next::Behind(node));
        let span = |id: NodeId| tree.nodes[id.0 as usize].span;
        let Some(first) = self.whole_number(low, span(fold.low), "the first number of a range")
        else {
            return behind;
        };
        let extent = match named {
            Some(dimension) if first == 1 => dimension,
            Some(dimension) => {
                let message = format!(
                    "a range up to {} begins with 1",
                    quote(&dimension.to_string())
                );
                self.report(
                    Diagnostic::error(codes::NAMED_DIMENSION, span(fold.low), message)
                        .with_label("not 1")
                        .with_help(super::shapes::advice(Some(dimension))),
                );
                return behind;
            }
            None => {
                let last = self.whole_number(high, span(fold.high), "the last number of a range");
                let Some(last) = last else {
                    return behind;
                };
                let count = last.saturating_sub(first).saturating_add(1);
                if count < 1 {
                    let place = span(fold.low).to(span(fold.high));
                    let message = format!("{} of no numbers has no value", quote(&fold.name));
                    let diagnostic = Diagnostic::error(codes::EMPTY_RANGE, place, message);
                    self.report(diagnostic.with_label("the range is empty"));
                    return behind;
                }
                let place = span(fold.low).to(span(fold.high));
                match self.bounded(count as u128, place) {
                    Some(extent) => extent,
                    None => return behind,
                }
            }
        };
        let bound = self.bound.len();
        let letter = self.open_letter(&fold.variable, fold.variable_span, Some((first, extent)));
        folds
            .open
            .push(Loop::over_letters(node, bound, vec![letter]));
        Some(Next::Node(fold.first.0 as usize))
    }

    /// Takes the value of the node that was computed last, if it is the filter or the body of the fold over letters that
    /// is open: where to go on.
    pub(super) fn after_node_with_letters(
        &mut self,
        tree: &Tree,
        id: NodeId,
        folds: &mut Folds,
        values: &mut Values,
    ) -> Next {
        let next = Next::Node(id.0 as usize + 1);
        let Some(open) = folds.open.last_mut() else {
            return next;
        };
        let node = &tree.nodes[open.node];
        let (name, name_span, filter, body) = match &node.kind {
            Kind::Fold(fold) => (&fold.name, fold.name_span, fold.filter, fold.body),
            Kind::Indexed(own) => (&own.name, own.name_span, None, own.body),
            _ => return next,
        };
        let span = tree.nodes[id.0 as usize].span;
        if filter == Some(id) {
            let condition = values
                .of(id)
                .and_then(|own| self.expect_condition(own, span));
            let Some(condition) = condition else {
                return self.leave(folds);
            };
            open.filter = Some(condition);
            return next;
        }
        if body != id {
            return next;
        }
        let (place, whole) = (open.node, node.span);
        let (letters, filter) = (open.letters.clone(), open.filter);
        let value = values.of(id).and_then(|own| self.expect_value(own, span));
        let value = value.and_then(|own| self.filtered((name, name_span), filter, own));
        let value = value.and_then(|own| {
            if !self.folds_letters(name, name_span) {
                return None;
            }
            self.close_letters((name, whole), &letters, own)
        });
        let behind = self.leave(folds);
        values.set(NodeId(place as u32), value);
        behind
    }

    /// Whether a function can be taken over letters; an error if not.
    fn folds_letters(&mut self, name: &str, span: Span) -> bool {
        let reductions = Reduction::ALL.map(Reduction::name);
        let folds = forms::FOLDS.map(|(name, _)| name);
        let mut names: Vec<&str> = [TENSOR]
            .into_iter()
            .chain(folds)
            .chain(reductions)
            .collect();
        if names.contains(&name) {
            return true;
        }
        if self.check_callee(name, span) {
            let message = format!("{} can't be taken over an index", quote(name));
            names.dedup();
            let names: Vec<String> = names.into_iter().map(quote).collect();
            let names = names.join(", ");
            let diagnostic = Diagnostic::error(codes::NO_FOLD, span, message);
            self.report(diagnostic.with_help(format!("{names} can")));
        }
        false
    }

    /// Reports a call without letters of what is only taken over letters.
    pub(super) fn no_letters(&mut self, name: &str, span: Span) {
        let message = format!("{} needs letters for indices, or a range", quote(name));
        self.report(
            Diagnostic::error(codes::NO_FOLD, span, message)
                .with_help("write `tensor(i, j: u[i]*v[j])` or `tensor(i in 1..3, i*x)`"),
        );
    }

    /// The body where the filter holds, and what changes nothing elsewhere.
    fn filtered(
        &mut self,
        (name, span): (&str, Span),
        filter: Option<Expr>,
        body: Expr,
    ) -> Option<Expr> {
        let Some(filter) = filter else {
            return Some(body);
        };
        let neutral = match forms::fold(name) {
            Some(forms::Folded::Sum) => 0,
            Some(forms::Folded::Product) => 1,
            None => {
                let message = format!("{} of an index takes no `if`", quote(name));
                self.report(
                    Diagnostic::error(codes::FILTER_NOT_KNOWN, span, message)
                        .with_help("put the condition into the body: `if(i != 2, x[i], 0)`"),
                );
                return None;
            }
        };
        let neutral = self.graph.integer(neutral);
        let shape = self.graph.shape(body);
        let chosen = self.graph.select(filter, body, neutral);
        Some(self.graph.fill(chosen, shape))
    }
}

impl Loop {
    fn over_letters(node: usize, bound: usize, letters: Vec<Expr>) -> Loop {
        Loop {
            node,
            next: 0,
            high: 0,
            terms: Vec::new(),
            bound,
            letters,
            filter: None,
        }
    }
}
