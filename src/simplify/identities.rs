//! The equations of the function table, used from left to right.

use super::Rewriter;
use super::pattern::{Bindings, LETTERS, is_proved, matches};
use crate::functions::{self, FunctionId};
use crate::graph::{Expr, Graph, Op, Transplant, Uses};
use crate::resolve::rule;
use hashbrown::HashMap;
use std::sync::{Arc, LazyLock};

/// Longer sums and products are not searched.
const MOST_PARTS: usize = 64;

/// An equation of a row, compiled: left, right and, where there is one, the condition.
struct Compiled {
    name: &'static str,
    formula: Arc<Transplant>,
    conditional: bool,
    saving: bool,
    proved: bool,
    /// The letters that the right side does not have.
    vanishing: Vec<usize>,
}

/// What stands at the top of a left side: enough to rule out most equations at once.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Head {
    Call(FunctionId),
    /// A power of a call.
    Power(FunctionId),
    /// A product; which one is found out by matching its factors.
    Product(FunctionId),
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
            let letters = |root: Expr| {
                let graph = formula.graph();
                let nodes = graph.reachable(&[root]).into_iter();
                let letters = nodes.filter_map(|node| match graph.op(node) {
                    Op::Variable(id) => formula.parameter(id),
                    _ => None,
                });
                letters.collect::<Vec<usize>>()
            };
            let kept = letters(formula.roots()[1]);
            let mut vanishing = letters(formula.roots()[0]);
            vanishing.retain(|letter| !kept.contains(letter));
            let compiled = Compiled {
                name: identity.name,
                formula,
                conditional,
                saving: identity.saving,
                proved: identity.proved,
                vanishing,
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
            .find_map(|&term| inside(graph, bare(graph, term)).map(Head::Sum)),
        Op::Product => graph
            .operands(node)
            .iter()
            .find_map(|&factor| inside(graph, factor).map(Head::Product)),
        _ => None,
    }
}

fn called(graph: &Graph, node: Expr) -> Option<FunctionId> {
    match graph.op(node) {
        Op::Call(id) => Some(id),
        _ => None,
    }
}

/// The function of `f(u)` or `f(u)^n`.
fn inside(graph: &Graph, node: Expr) -> Option<FunctionId> {
    match graph.op(node) {
        Op::Power => called(graph, graph.operands(node)[0]),
        _ => called(graph, node),
    }
}

/// A term of a pattern without its coefficient.
fn bare(graph: &Graph, term: Expr) -> Expr {
    match graph.operands(term) {
        &[number, rest] if graph.op(term) == Op::Product && graph.as_number(number).is_some() => {
            rest
        }
        _ => term,
    }
}

/// Whether a part of a pattern, times the factors of `scale`, may be one of the terms: a look that makes nothing. What
/// is constant may fold with others; then nothing is ruled out.
fn may_stand(
    graph: &Graph,
    mut terms: impl Iterator<Item = Expr>,
    (source, part): (&Graph, Expr),
    scale: &[Expr],
) -> bool {
    let is_number = |&factor: &Expr| graph.as_number(factor).is_some();
    let factors = |term: Expr| match graph.op(term) {
        Op::Product => graph.operands(term).to_vec(),
        _ => vec![term],
    };
    if source.as_number(part).is_some() {
        let mut wanted = scale.iter().filter(|factor| !is_number(factor));
        let Some(first) = wanted.next() else {
            return terms.any(|term| is_number(&term));
        };
        let is_plain = graph.op(*first) != Op::Product && graph.shape(*first).is_scalar();
        return !is_plain
            || terms.any(|term| graph.operands(term).contains(first) || term == *first);
    }
    let Some(id) = inside(source, bare(source, part)) else {
        return true;
    };
    let calls = |factor: &Expr| graph.facts(*factor).constant || inside(graph, *factor) == Some(id);
    scale
        .iter()
        .any(|factor| !is_number(factor) && calls(factor))
        || terms.any(|term| factors(term).iter().any(calls))
}

impl Rewriter<'_> {
    /// Rewrites a node by the first equation that fits.
    pub(super) fn apply_identities(&mut self, node: Expr, uses: &Uses) -> Option<Expr> {
        match self.graph.op(node) {
            Op::Sum => return self.apply_to_sum(node, uses),
            Op::Product => return self.apply_to_product(node, uses),
            _ => {}
        }
        let head = head(self.graph, node)?;
        for identity in IDENTITIES.get(&head)? {
            let mut bindings = Bindings::default();
            let left = identity.formula.roots()[0];
            if matches(self.graph, &identity.formula, left, node, &mut bindings)
                && let Some(right) = self.instantiate(identity, &bindings, node, uses)
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
        uses: &Uses,
    ) -> Option<Expr> {
        let zero = self.graph.integer(0);
        let arguments = bindings.map(|binding| binding.unwrap_or(zero));
        if identity.saving && !self.saves(identity, &arguments, uses) {
            return None;
        }
        if identity.conditional {
            let condition = identity.formula.apply(self.graph, 2, &arguments);
            let holds = match identity.proved {
                true => is_proved(self.graph, condition),
                false => self.assume(identity.name, condition, place),
            };
            if !holds {
                return None;
            }
        }
        let right = identity.formula.apply(self.graph, 1, &arguments);
        let mut vanishing = identity.vanishing.iter();
        vanishing
            .all(|&letter| self.forget(identity.name, arguments[letter], right, place))
            .then_some(right)
    }

    /// Whether the calls that vanish weigh at least as much as those that are new.
    fn saves(&mut self, identity: &Compiled, arguments: &[Expr], uses: &Uses) -> bool {
        let [left, right] = [0, 1].map(|side| {
            let source = identity.formula.graph();
            let mut calls = source.reachable(&identity.formula.roots()[side..=side]);
            calls.retain(|&node| called(source, node).is_some());
            let write = |&call: &Expr| identity.formula.apply_node(self.graph, call, arguments);
            calls.iter().map(write).collect::<Vec<Expr>>()
        });
        let weigh = |graph: &Graph, calls: &[Expr], others: &[Expr], most: u32| {
            let counts = calls
                .iter()
                .filter(|&&call| uses.count(call) <= most && !others.contains(&call));
            let weight = |&call: &Expr| match called(graph, call) {
                Some(id) if !graph.facts(call).constant => functions::row(id).weight,
                _ => 0,
            };
            counts.map(weight).sum::<u32>()
        };
        weigh(self.graph, &left, &right, 1) >= weigh(self.graph, &right, &left, 0)
    }

    /// An equation whose left side is a product of two, found among the factors of a longer one.
    fn apply_to_product(&mut self, product: Expr, uses: &Uses) -> Option<Expr> {
        let factors = self.graph.operands_of(product);
        if factors.len() > MOST_PARTS {
            return None;
        }
        for (place, &anchor) in factors.iter().enumerate() {
            let list = inside(self.graph, anchor).and_then(|id| IDENTITIES.get(&Head::Product(id)));
            for identity in list.into_iter().flatten() {
                let source = identity.formula.graph();
                let &[left, right] = source.operands(identity.formula.roots()[0]) else {
                    continue;
                };
                for (own, other) in [(left, right), (right, left)] {
                    let mut bindings = Bindings::default();
                    if !matches(self.graph, &identity.formula, own, anchor, &mut bindings) {
                        continue;
                    }
                    for (second, &factor) in factors.iter().enumerate() {
                        let mut bindings = bindings;
                        if second == place
                            || !matches(self.graph, &identity.formula, other, factor, &mut bindings)
                        {
                            continue;
                        }
                        let Some(value) = self.instantiate(identity, &bindings, product, uses)
                        else {
                            continue;
                        };
                        let mut list = factors.to_vec();
                        list.retain(|&own| own != anchor && own != factor);
                        list.push(value);
                        return Some(self.graph.product(&list));
                    }
                }
            }
        }
        None
    }

    /// An equation whose left side is a sum, found among the terms of a longer one and up to common
    /// factors: `3*a*sin(x)^2 + 3*a*cos(x)^2 + y` is `3*a + y`.
    fn apply_to_sum(&mut self, sum: Expr, uses: &Uses) -> Option<Expr> {
        let terms = self.graph.operands_of(sum);
        if terms.len() > MOST_PARTS {
            return None;
        }
        for &anchor in &terms {
            let factors = match self.graph.op(anchor) {
                Op::Product if self.graph.operands(anchor).len() <= MOST_PARTS => {
                    self.graph.operands_of(anchor)
                }
                _ => [anchor].into_iter().collect(),
            };
            for (place, &factor) in factors.iter().enumerate() {
                let list = inside(self.graph, factor).and_then(|id| IDENTITIES.get(&Head::Sum(id)));
                for identity in list.into_iter().flatten() {
                    let found = (factor, &factors[..], place);
                    if let Some(result) = self.apply_at(identity, sum, &terms, anchor, found, uses)
                    {
                        return Some(result);
                    }
                }
            }
        }
        None
    }

    /// The equation with `factor` as its first call, the other `factors` being common to all terms.
    fn apply_at(
        &mut self,
        identity: &Compiled,
        sum: Expr,
        terms: &[Expr],
        anchor: Expr,
        (factor, factors, own): (Expr, &[Expr], usize),
        uses: &Uses,
    ) -> Option<Expr> {
        let source = identity.formula.graph();
        let parts = source.operands(identity.formula.roots()[0]);
        let first = parts
            .iter()
            .position(|&part| inside(source, bare(source, part)).is_some())?;
        let pattern = bare(source, parts[first]);
        let mut bindings = Bindings::default();
        if !matches(
            self.graph,
            &identity.formula,
            pattern,
            factor,
            &mut bindings,
        ) {
            return None;
        }
        let mut scale = factors.to_vec();
        scale.remove(own);
        let others = terms.iter().copied().filter(|&term| term != anchor);
        let mut rest = parts.iter().filter(|&&part| part != parts[first]);
        if rest.any(|&part| !may_stand(self.graph, others.clone(), (source, part), &scale)) {
            return None;
        }
        if pattern != parts[first] {
            let wanted = source.as_number(source.operands(parts[first])[0])?.recip();
            scale.push(self.graph.number(wanted));
        }
        let zero = self.graph.integer(0);
        let arguments = bindings.map(|binding| binding.unwrap_or(zero));
        let mut left: Vec<Expr> = terms.to_vec();
        left.retain(|&term| term != anchor);
        for (place, &part) in parts.iter().enumerate() {
            if place == first {
                continue;
            }
            let part = identity.formula.apply_node(self.graph, part, &arguments);
            let part = self.scaled(&scale, part);
            let position = left.iter().position(|&term| term == part)?;
            left.swap_remove(position);
        }
        let right = self.instantiate(identity, &bindings, sum, uses)?;
        left.push(self.scaled(&scale, right));
        Some(self.graph.sum(&left))
    }

    /// The product of some factors and a part, as the constructor writes it where all stand side by side.
    fn scaled(&mut self, scale: &[Expr], part: Expr) -> Expr {
        let mut list = scale.to_vec();
        match self.graph.op(part) {
            Op::Product => list.extend(self.graph.operands_of(part)),
            _ => list.push(part),
        }
        self.graph.product(&list)
    }
}
