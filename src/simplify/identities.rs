//! The equations of the function table, used from left to right.

use super::Rewriter;
use super::pattern::{Bindings, matches};
use crate::functions::{self, FunctionId};
use crate::graph::{Expr, Graph, Number, Op, Transplant};
use crate::resolve::rule;
use hashbrown::HashMap;
use num_traits::Zero;
use std::sync::{Arc, LazyLock};

const LETTERS: &[&str] = &["u", "v"];

/// An equation of a row, compiled: left, right and, where there is one, the condition.
struct Compiled {
    name: &'static str,
    formula: Arc<Transplant>,
    conditional: bool,
}

/// What stands at the top of a left side: enough to rule out most equations at once.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Head {
    Call(FunctionId),
    /// A power of a call.
    Power(FunctionId),
    /// A sum; which one is found out by matching its terms.
    Sum(FunctionId),
}

static IDENTITIES: LazyLock<HashMap<Head, Vec<Compiled>>> = LazyLock::new(|| {
    let mut by_head: HashMap<Head, Vec<Compiled>> = HashMap::new();
    for (_, row) in functions::table() {
        for identity in row.identities {
            let conditional = !identity.condition.is_empty();
            let mut texts = vec![identity.left, identity.right];
            texts.extend(conditional.then_some(identity.condition));
            let formula = rule(&texts, LETTERS);
            let Some(head) = head(formula.graph(), formula.roots()[0]) else {
                continue;
            };
            let compiled = Compiled {
                name: identity.name,
                formula,
                conditional,
            };
            by_head.entry(head).or_default().push(compiled);
        }
    }
    by_head
});

fn head(graph: &Graph, node: Expr) -> Option<Head> {
    match graph.op(node) {
        Op::Call(id) => Some(Head::Call(id)),
        Op::Power => called(graph, graph.operands(node)[0]).map(Head::Power),
        Op::Sum => graph
            .operands(node)
            .iter()
            .find_map(|&term| sum_head(graph, term)),
        _ => None,
    }
}

fn called(graph: &Graph, node: Expr) -> Option<FunctionId> {
    match graph.op(node) {
        Op::Call(id) => Some(id),
        _ => None,
    }
}

/// The function of a term `c*f(u)` or `c*f(u)^n`.
fn sum_head(graph: &Graph, term: Expr) -> Option<Head> {
    let bare = match graph.op(term) {
        Op::Product if graph.operands(term).len() == 2 => graph.operands(term)[1],
        _ => term,
    };
    let base = match graph.op(bare) {
        Op::Power => graph.operands(bare)[0],
        _ => bare,
    };
    called(graph, base).map(Head::Sum)
}

impl Rewriter<'_> {
    /// Rewrites a node by the first equation that fits.
    pub(super) fn apply_identities(&mut self, node: Expr) -> Option<Expr> {
        if self.graph.op(node) == Op::Sum {
            return self.apply_to_sum(node);
        }
        let head = head(self.graph, node)?;
        for identity in IDENTITIES.get(&head)? {
            let mut bindings = Bindings::default();
            let left = identity.formula.roots()[0];
            if matches(self.graph, &identity.formula, left, node, &mut bindings)
                && let Some(right) = self.instantiate(identity, &bindings, node)
            {
                return Some(right);
            }
        }
        None
    }

    /// The right side, if its condition may be assumed.
    fn instantiate(
        &mut self,
        identity: &Compiled,
        bindings: &Bindings,
        place: Expr,
    ) -> Option<Expr> {
        let zero = self.graph.integer(0);
        let arguments = bindings.map(|binding| binding.unwrap_or(zero));
        if identity.conditional {
            let condition = identity.formula.apply(self.graph, 2, &arguments);
            if !self.assume(identity.name, condition, place) {
                return None;
            }
        }
        Some(identity.formula.apply(self.graph, 1, &arguments))
    }

    /// An equation whose left side is a sum, found among the terms of a longer one and up to a
    /// common factor: `3*sin(x)^2 + 3*cos(x)^2 + y` is `3 + y`.
    fn apply_to_sum(&mut self, sum: Expr) -> Option<Expr> {
        let terms = self.graph.operands_of(sum);
        if terms.len() > 64 {
            return None;
        }
        for &anchor in &terms {
            let Some(head) = sum_head(self.graph, anchor) else {
                continue;
            };
            let Some(list) = IDENTITIES.get(&head) else {
                continue;
            };
            for identity in list {
                if let Some(result) = self.apply_at(identity, sum, &terms, anchor) {
                    return Some(result);
                }
            }
        }
        None
    }

    fn apply_at(
        &mut self,
        identity: &Compiled,
        sum: Expr,
        terms: &[Expr],
        anchor: Expr,
    ) -> Option<Expr> {
        let source = identity.formula.graph();
        let parts = source.operands(identity.formula.roots()[0]);
        let first = parts
            .iter()
            .position(|&part| sum_head(source, part).is_some())?;
        let (wanted, pattern) = coefficient_and_rest(source, parts[first]);
        let (found, rest) = self.graph.split_coefficient(anchor);
        let mut bindings = Bindings::default();
        if !matches(self.graph, &identity.formula, pattern, rest, &mut bindings) {
            return None;
        }
        let scale = found / wanted;
        if scale.is_zero() {
            return None;
        }
        let scale_node = self.graph.number(scale);
        let zero = self.graph.integer(0);
        let arguments = bindings.map(|binding| binding.unwrap_or(zero));
        let mut left: Vec<Expr> = terms.to_vec();
        left.retain(|&term| term != anchor);
        for (place, &part) in parts.iter().enumerate() {
            if place == first {
                continue;
            }
            let part = identity.formula.apply_node(self.graph, part, &arguments);
            let part = self.graph.product(&[scale_node, part]);
            let position = left.iter().position(|&term| term == part)?;
            left.swap_remove(position);
        }
        let right = self.instantiate(identity, &bindings, sum)?;
        left.push(self.graph.product(&[scale_node, right]));
        Some(self.graph.sum(&left))
    }
}

fn coefficient_and_rest(graph: &Graph, term: Expr) -> (Number, Expr) {
    let operands = graph.operands(term);
    if graph.op(term) == Op::Product
        && operands.len() == 2
        && let Some(number) = graph.as_number(operands[0])
    {
        return (number.clone(), operands[1]);
    }
    (num_traits::One::one(), term)
}
