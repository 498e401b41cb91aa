//! Sums and products over ranges: the body is computed again for each number.
//!
//! Must not know what a body holds. Invariants: folds in folds need no stack of the thread; all terms of an input
//! together are bounded; a range is of whole numbers that are known when the input is read.

use super::evaluate::Values;
use super::shapes::advice;
use super::{Scope, forms};
use crate::codes;
use crate::functions;
use crate::graph::{Expr, Op};
use crate::limits;
use crate::syntax::{Fold, Kind, NodeId, Tree};
use crate::text::{Diagnostic, Span, quote};
use hashbrown::HashMap;
use num_traits::ToPrimitive;
use smallvec::SmallVec;
use std::ops::Range;

/// What to say of a sum whose terms do not fit.
const TERMS: &str = "the terms have different shapes";

/// The fold that puts the values of its body side by side.
pub(super) const TENSOR: &str = "tensor";

/// A fold whose body is being computed.
pub(super) struct Loop {
    /// The node of the fold.
    pub(super) node: usize,
    pub(super) next: i64,
    pub(super) high: i64,
    pub(super) terms: Vec<Expr>,
    /// How many names were bound before it.
    pub(super) bound: usize,
    /// The letters for which the body is computed once, instead of numbers.
    pub(super) letters: Vec<Expr>,
    /// What the filter of letters is.
    pub(super) filter: Option<Expr>,
}

/// The folds of one expression.
pub(super) struct Folds {
    /// The nodes of the folds whose body begins with a node, by that node; the outermost first.
    starts: HashMap<usize, SmallVec<[usize; 1]>>,
    pub(super) open: Vec<Loop>,
}

impl Folds {
    pub(super) fn of(tree: &Tree, range: Range<usize>) -> Self {
        let mut starts: HashMap<usize, SmallVec<[usize; 1]>> = HashMap::new();
        for node in range.rev() {
            let first = match &tree.nodes[node].kind {
                Kind::Fold(fold) => fold.first,
                Kind::Indexed(own) => own.first,
                _ => continue,
            };
            starts.entry(first.0 as usize).or_default().push(node);
        }
        Folds {
            starts,
            open: Vec::new(),
        }
    }

    /// The fold that begins at a node and is not open yet.
    pub(super) fn beginning(&self, node: usize) -> Option<usize> {
        let list = self.starts.get(&node)?;
        let is_open = |fold: usize| self.open.iter().rev().any(|open| open.node == fold);
        match list[..] {
            [only] => self
                .open
                .last()
                .is_none_or(|open| open.node != only)
                .then_some(only),
            _ => list.iter().copied().find(|&fold| !is_open(fold)),
        }
    }
}

/// Where the evaluation of an expression goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// At this node.
    Node(usize),
    /// Behind this one, which is computed.
    Behind(usize),
}

/// The fold of a node that is one.
fn fold_of(tree: &Tree, node: usize) -> Option<&Fold> {
    match &tree.nodes[node].kind {
        Kind::Fold(fold) => Some(fold),
        _ => None,
    }
}

impl Scope<'_> {
    /// Begins the fold `node`: where to go on.
    pub(super) fn begin_fold(
        &mut self,
        tree: &Tree,
        node: usize,
        folds: &mut Folds,
        values: &mut Values,
    ) -> Next {
        // Computed again where it stands in another fold.
        values.set(NodeId(node as u32), None);
        if let Kind::Indexed(own) = &tree.nodes[node].kind {
            return self.begin_letters(own, node, folds);
        }
        let Some(fold) = fold_of(tree, node) else {
            return Next::Behind(node);
        };
        if let Some(next) = self.begin_range_of_letter(tree, fold, node, folds, values) {
            return next;
        }
        let bounds = [fold.low, fold.high].map(|id| {
            let expr = values.of(id)?;
            self.whole_number(expr, tree.nodes[id.0 as usize].span, "the end of a range")
        });
        let [Some(low), Some(high)] = bounds else {
            return Next::Behind(node);
        };
        let count = high.saturating_sub(low).saturating_add(1).max(0) as u64;
        let limit = self.limits.terms;
        if count > limit.saturating_sub(self.terms) as u64 {
            let message = format!("the ranges of the input have more than {limit} numbers");
            let span = tree.nodes[fold.low.0 as usize]
                .span
                .to(tree.nodes[fold.high.0 as usize].span);
            self.report(
                Diagnostic::error(codes::RANGE_TOO_LONG, span, message)
                    .with_label(format!("{count} numbers"))
                    .with_help(limits::TERMS.advice(self.limits)),
            );
            return Next::Behind(node);
        }
        folds.open.push(Loop {
            node,
            next: low,
            high,
            terms: Vec::new(),
            bound: self.bound.len(),
            letters: Vec::new(),
            filter: None,
        });
        let zero = self.graph.integer(0);
        self.bound.push((fold.variable.clone(), zero));
        self.next_term(tree, folds, values)
    }

    /// Takes the value of the node that was computed last, if it is the filter or the body of the fold that is open:
    /// where to go on.
    pub(super) fn after_node(
        &mut self,
        tree: &Tree,
        node: usize,
        folds: &mut Folds,
        values: &mut Values,
    ) -> Next {
        let next = Next::Node(node + 1);
        let Some(open) = folds.open.last_mut() else {
            return next;
        };
        let id = NodeId(node as u32);
        if !open.letters.is_empty() {
            return self.after_node_with_letters(tree, id, folds, values);
        }
        let Some(fold) = fold_of(tree, open.node) else {
            return next;
        };
        if fold.filter == Some(id) {
            return match self.decided(values.of(id), tree.nodes[node].span) {
                Some(true) => next,
                Some(false) => self.next_term(tree, folds, values),
                None => self.leave(folds),
            };
        }
        if fold.body != id {
            return next;
        }
        let value = values.of(id);
        match value.and_then(|expr| self.expect_value(expr, tree.nodes[node].span)) {
            Some(expr) => {
                open.terms.push(expr);
                self.next_term(tree, folds, values)
            }
            None => self.leave(folds),
        }
    }

    /// Whether a condition without variables is met.
    fn decided(&mut self, condition: Option<Expr>, span: Span) -> Option<bool> {
        let condition = self.expect_condition(condition?, span)?;
        if let Op::Truth(met) = self.graph.op(condition) {
            return Some(met);
        }
        let message = "whether a number of the range is taken must not depend on variables";
        self.report(
            Diagnostic::error(codes::FILTER_NOT_KNOWN, span, message)
                .with_label("not known before there are values")
                .with_help("put the condition into the body: `sum(i in 1..3, if(x > i, i, 0))`"),
        );
        None
    }

    /// Gives up the innermost fold: its value is missing.
    pub(super) fn leave(&mut self, folds: &mut Folds) -> Next {
        let Some(open) = folds.open.pop() else {
            return Next::Behind(0);
        };
        self.bound.truncate(open.bound);
        self.drop_letters(open.letters.len());
        Next::Behind(open.node)
    }

    /// Goes on with the next number of the innermost fold, or behind the fold if there is none.
    fn next_term(&mut self, tree: &Tree, folds: &mut Folds, values: &mut Values) -> Next {
        let Some(fold) = folds.open.last().and_then(|open| fold_of(tree, open.node)) else {
            return self.leave(folds);
        };
        let Some(open) = folds.open.last_mut() else {
            return self.leave(folds);
        };
        if open.next <= open.high {
            let number = self.graph.integer(open.next);
            open.next += 1;
            self.terms += 1;
            if let Some(bound) = self.bound.last_mut() {
                bound.1 = number;
            }
            return Next::Node(fold.first.0 as usize);
        }
        let terms = std::mem::take(&mut open.terms);
        let node = open.node;
        self.leave(folds);
        let value = self.combined(fold, tree.nodes[node].span, &terms);
        values.set(NodeId(node as u32), value);
        Next::Behind(node)
    }

    /// The call of the fold with all its terms for arguments.
    fn combined(&mut self, fold: &Fold, span: Span, terms: &[Expr]) -> Option<Expr> {
        let mut met: Vec<(Expr, Span)> = terms.iter().map(|&term| (term, span)).collect();
        self.meet(TERMS, &mut met)?;
        let terms: Vec<Expr> = met.into_iter().map(|(term, _)| term).collect();
        let terms = &terms[..];
        match forms::fold(&fold.name) {
            Some(forms::Folded::Sum) => return Some(self.graph.sum(terms)),
            Some(forms::Folded::Product) => return Some(self.graph.product(terms)),
            None => {}
        }
        let takes_many = functions::arities(&fold.name)
            .into_iter()
            .any(|arity| matches!(arity, functions::Arity::AtLeast(_)));
        match functions::lookup(&fold.name, terms.len()) {
            Some(id) if takes_many => Some(super::apply(self.graph, id, terms)),
            _ if takes_many => {
                let message = format!("{} of no numbers has no value", quote(&fold.name));
                let diagnostic = Diagnostic::error(codes::EMPTY_RANGE, span, message);
                self.report(diagnostic.with_label("the range is empty"));
                None
            }
            _ => {
                if self.check_callee(&fold.name, fold.name_span) {
                    let message = format!("{} can't be taken over a range", quote(&fold.name));
                    let names = forms::FOLDS.map(|(name, _)| quote(name)).join(", ");
                    self.report(
                        Diagnostic::error(codes::NO_FOLD, fold.name_span, message)
                            .with_help(format!("{names}, `max` and `min` can")),
                    );
                }
                None
            }
        }
    }

    /// A whole number that is known.
    pub(super) fn whole_number(&mut self, expr: Expr, span: Span, what: &str) -> Option<i64> {
        let number = self.graph.as_number(expr);
        let whole = number.filter(|number| number.is_integer());
        let whole = whole.and_then(|number| number.to_integer().to_i64());
        if whole.is_none() {
            let label = match (number, self.graph.op(expr)) {
                (Some(_), _) => "not a whole number, or too large",
                (_, Op::Extent(_)) => "the dimension has no number yet",
                _ => "not known before there are values",
            };
            let help = match self.graph.op(expr) {
                Op::Extent(dimension) => advice(Some(dimension)),
                _ => {
                    "write digits, or a name that is defined as a whole number: `n = 3`".to_owned()
                }
            };
            let message = format!("{what} must be a whole number");
            self.report(
                Diagnostic::error(codes::WHOLE_NUMBER_EXPECTED, span, message)
                    .with_label(label)
                    .with_help(help),
            );
        }
        whole
    }
}
