//! Where an expression is defined, as conditions on its parts.

use crate::functions;
use crate::graph::{Expr, Graph, Op};
use crate::resolve::rule;
use num_traits::Signed;

/// The conditions under which all nodes of `expr` are defined; empty: everywhere. Conditions that the
/// facts of the graph prove are left out. A condition inside a branch counts as if it were taken.
pub fn domain_conditions(graph: &mut Graph, expr: Expr) -> Vec<Expr> {
    let mut conditions = Vec::new();
    for node in graph.reachable(&[expr]) {
        if graph.facts(node).total {
            continue;
        }
        let operands = graph.operands_of(node);
        let condition = match graph.op(node) {
            Op::Power => power_condition(graph, operands[0], operands[1]),
            Op::Call(id) => {
                let row = functions::row(id);
                (!row.domain.is_empty())
                    .then(|| rule(&[row.domain], row.parameters).apply(graph, 0, &operands))
            }
            _ => None,
        };
        if let Some(condition) = condition
            && !super::is_proved(graph, condition)
            && !conditions.contains(&condition)
        {
            conditions.push(condition);
        }
    }
    conditions
}

fn power_condition(graph: &mut Graph, base: Expr, exponent: Expr) -> Option<Expr> {
    let zero = graph.integer(0);
    let Some(number) = graph.as_number(exponent).cloned() else {
        return Some(graph.less(zero, base));
    };
    match (number.is_integer(), number.is_negative()) {
        (true, false) => None,
        (true, true) => Some(nonzero(graph, base)),
        (false, false) => Some(graph.less_equal(zero, base)),
        (false, true) => Some(graph.less(zero, base)),
    }
}

/// The condition `expr != 0`.
pub(super) fn nonzero(graph: &mut Graph, expr: Expr) -> Expr {
    let zero = graph.integer(0);
    let (below, above) = (graph.less(expr, zero), graph.less(zero, expr));
    graph.or(below, above)
}

/// All of several conditions.
pub(super) fn all(graph: &mut Graph, conditions: &[Expr]) -> Expr {
    let met = graph.truth(true);
    conditions
        .iter()
        .fold(met, |whole, &condition| graph.and(whole, condition))
}
