//! Where an expression is defined, as conditions on its parts.

use crate::functions;
use crate::graph::{Expr, Graph, Op};
use crate::resolve::rule;
use num_traits::Signed;
use std::collections::BTreeMap;

/// Rewritings that lose more conditions than this are not made.
const MOST_LOST: usize = 16;

/// So many nodes are looked at to find out what a rewriting loses.
const MOST_VISITED: usize = 4_096;

/// The conditions under which all nodes of `expr` are defined; empty: everywhere. Conditions that the
/// facts of the graph prove are left out. A condition inside a branch counts as if it were taken.
pub fn domain_conditions(graph: &mut Graph, expr: Expr) -> Vec<Expr> {
    let mut conditions = Vec::new();
    for node in graph.reachable(&[expr]) {
        add_own_conditions(graph, node, &mut conditions);
    }
    conditions
}

/// The conditions of `before` that `after` does not have, as far as the parts of one that the other shares are
/// not looked into. None: there are too many.
pub(super) fn lost_conditions(graph: &mut Graph, before: Expr, after: Expr) -> Option<Vec<Expr>> {
    // From the largest id down: when a node comes up, all that use it have been.
    let mut open: BTreeMap<Expr, (bool, bool)> = BTreeMap::new();
    open.entry(before).or_default().0 = true;
    open.entry(after).or_default().1 = true;
    let (mut lost, mut kept) = (Vec::new(), Vec::new());
    let mut visits = MOST_VISITED;
    while let Some((node, (is_before, is_after))) = open.pop_last() {
        if is_before && is_after || graph.facts(node).total {
            continue;
        }
        visits = visits.checked_sub(1)?;
        let conditions = if is_before { &mut lost } else { &mut kept };
        add_own_conditions(graph, node, conditions);
        if lost.len() > MOST_LOST + kept.len() {
            return None;
        }
        for &operand in graph.operands(node) {
            let marks = open.entry(operand).or_default();
            marks.0 |= is_before;
            marks.1 |= is_after;
        }
    }
    lost.retain(|&condition| !kept.iter().any(|&other| implies(graph, other, condition)));
    let weaker: Vec<Expr> = lost.clone();
    lost.retain(|&condition| {
        let stronger = |&&other: &&Expr| other != condition && implies(graph, other, condition);
        weaker.iter().find(stronger).is_none()
    });
    (lost.len() <= MOST_LOST).then_some(lost)
}

/// The conditions of a node itself that are not known to hold.
fn add_own_conditions(graph: &mut Graph, node: Expr, conditions: &mut Vec<Expr>) {
    if graph.facts(node).total {
        return;
    }
    let mut add = |graph: &Graph, condition: Expr| {
        if !super::is_proved(graph, condition) && !conditions.contains(&condition) {
            conditions.push(condition);
        }
    };
    if let Some((base, demand)) = Demand::of(graph, node) {
        for condition in demand.conditions(graph, base) {
            add(graph, condition);
        }
        return;
    }
    let operands = graph.operands_of(node);
    let condition = match graph.op(node) {
        Op::Power if graph.as_number(operands[1]).is_none() => {
            let zero = graph.integer(0);
            graph.less(zero, operands[0])
        }
        Op::Call(id) => {
            let row = functions::row(id);
            if row.domain.is_empty() {
                return;
            }
            rule(&[row.domain], row.parameters).apply(graph, 0, &operands)
        }
        _ => return,
    };
    add(graph, condition);
}

/// What a power with a constant exponent, or a function like that, demands of its argument.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Demand {
    Nonzero,
    Nonnegative,
    Positive,
    Negative,
}

impl Demand {
    /// The argument and what the node demands of it; None: nothing, or something else.
    pub(super) fn of(graph: &Graph, node: Expr) -> Option<(Expr, Demand)> {
        let operands = graph.operands(node);
        match graph.op(node) {
            Op::Power => {
                let exponent = graph.as_number(operands[1])?;
                let demand = match (exponent.is_integer(), exponent.is_negative()) {
                    (true, false) => return None,
                    (true, true) => Demand::Nonzero,
                    (false, false) => Demand::Nonnegative,
                    (false, true) => Demand::Positive,
                };
                // What stands below the line as a root is demanded of what stands under it.
                let (base, whole) = graph.split_power(operands[0]);
                match demand == Demand::Nonzero && !whole.is_integer() {
                    true => Some((base, Demand::Positive)),
                    false => Some((operands[0], demand)),
                }
            }
            Op::Call(id) => {
                let row = functions::row(id);
                let (place, demand) =
                    row.parameters
                        .iter()
                        .enumerate()
                        .find_map(|(place, name)| {
                            let demand = match row.domain.strip_prefix(name)?.trim() {
                                "> 0" => Demand::Positive,
                                ">= 0" => Demand::Nonnegative,
                                "!= 0" => Demand::Nonzero,
                                _ => return None,
                            };
                            Some((place, demand))
                        })?;
                Some((operands[place], demand))
            }
            _ => None,
        }
    }

    /// The demand as conditions on the simplest parts: `1/(x^2*y)` demands `x != 0` and `y != 0`.
    pub(super) fn conditions(self, graph: &mut Graph, argument: Expr) -> Vec<Expr> {
        let mut conditions = Vec::new();
        let mut open = vec![(argument, self)];
        while let Some((argument, demand)) = open.pop() {
            let (base, exponent) = graph.split_exponent(argument);
            let is_whole = exponent.is_integer();
            let is_even = exponent.is_even();
            let is_product = graph.op(argument) == Op::Product && open.len() < MOST_LOST;
            if base != argument && is_whole {
                let inside = match (demand, is_even) {
                    (Demand::Nonzero, _) => Demand::Nonzero,
                    (Demand::Positive, true) => Demand::Nonzero,
                    (_, false) => demand,
                    _ => continue,
                };
                open.push((base, inside));
            } else if is_product && demand == Demand::Nonzero {
                let factors = graph.operands_of(argument);
                open.extend(factors.into_iter().rev().map(|factor| (factor, demand)));
            } else if is_product && graph.as_number(graph.operands(argument)[0]).is_some() {
                let (coefficient, rest) = graph.split_coefficient(argument);
                let turned = match (demand, coefficient.is_negative()) {
                    (_, false) => Some(demand),
                    (Demand::Positive, true) => Some(Demand::Negative),
                    (Demand::Negative, true) => Some(Demand::Positive),
                    _ => None,
                };
                match turned {
                    Some(turned) if rest != argument => open.push((rest, turned)),
                    _ => conditions.push(demand.condition(graph, argument)),
                }
            } else {
                conditions.push(demand.condition(graph, argument));
            }
        }
        conditions
    }

    fn condition(self, graph: &mut Graph, argument: Expr) -> Expr {
        let zero = graph.integer(0);
        match self {
            Demand::Nonzero => nonzero(graph, argument),
            Demand::Nonnegative => graph.less_equal(zero, argument),
            Demand::Positive => graph.less(zero, argument),
            Demand::Negative => graph.less(argument, zero),
        }
    }

    /// The demand that a condition is.
    fn read(graph: &Graph, condition: Expr) -> Option<(Expr, Demand)> {
        let operands = graph.operands(condition);
        match graph.op(condition) {
            Op::Less if graph.is_zero(operands[0]) => Some((operands[1], Demand::Positive)),
            Op::Less if graph.is_zero(operands[1]) => Some((operands[0], Demand::Negative)),
            Op::LessEqual if graph.is_zero(operands[0]) => Some((operands[1], Demand::Nonnegative)),
            Op::Or => {
                let (left, right) = (graph.operands(operands[0]), graph.operands(operands[1]));
                let is_less = |condition: Expr| graph.op(condition) == Op::Less;
                let opposite = is_less(operands[0])
                    && is_less(operands[1])
                    && left[0] == right[1]
                    && left[1] == right[0]
                    && graph.is_zero(left[1]);
                opposite.then(|| (left[0], Demand::Nonzero))
            }
            _ => None,
        }
    }
}

/// Whether one condition implies another.
pub(super) fn implies(graph: &Graph, known: Expr, condition: Expr) -> bool {
    if known == condition {
        return true;
    }
    match (Demand::read(graph, known), Demand::read(graph, condition)) {
        (Some((a, known)), Some((b, wanted))) => a == b && meets(known, wanted),
        _ => false,
    }
}

fn meets(known: Demand, wanted: Demand) -> bool {
    known == wanted
        || matches!(
            (known, wanted),
            (Demand::Positive, Demand::Nonzero | Demand::Nonnegative)
                | (Demand::Negative, Demand::Nonzero)
        )
}

/// The condition `expr != 0`.
pub(super) fn nonzero(graph: &mut Graph, expr: Expr) -> Expr {
    let zero = graph.integer(0);
    let (below, above) = (graph.less(expr, zero), graph.less(zero, expr));
    graph.or(below, above)
}
