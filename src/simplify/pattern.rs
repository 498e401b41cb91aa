//! Matching a pattern (a small formula in free letters) against a node.

use crate::functions::{self, Kernel};
use crate::graph::{Expr, Graph, Op, Transplant};

/// The letters of patterns; the last stands for a number.
pub(super) const LETTERS: &[&str] = &["u", "v", "n"];

/// What the letters of a pattern stand for.
pub(super) type Bindings = [Option<Expr>; 3];

/// Matches `pattern`, a node of `formula`, against `node`. Patterns are a few nodes deep, so the
/// recursion is bounded by the rule, not by the input.
pub(super) fn matches(
    graph: &mut Graph,
    formula: &Transplant,
    pattern: Expr,
    node: Expr,
    bindings: &mut Bindings,
) -> bool {
    let source = formula.graph();
    let op = source.op(pattern);
    match op {
        Op::Variable(id) => {
            let Some(letter) = formula.parameter(id) else {
                return false;
            };
            match bindings[letter] {
                Some(bound) => bound == node,
                None if letter + 1 == LETTERS.len() && graph.as_number(node).is_none() => false,
                None => {
                    bindings[letter] = Some(node);
                    true
                }
            }
        }
        Op::Number(_) => source.as_number(pattern) == graph.as_number(node),
        Op::Product if source.as_number(source.operands(pattern)[0]).is_some() => {
            let wanted = source.as_number(source.operands(pattern)[0]);
            let own = match graph.op(node) {
                Op::Product => graph.as_number(graph.operands(node)[0]),
                _ => graph.as_number(node),
            };
            // A rule with a numeric factor times one more part.
            if source.operands(pattern).len() != 2 || own != wanted {
                return false;
            }
            let rest = graph.split_coefficient(node).1;
            matches(graph, formula, source.operands(pattern)[1], rest, bindings)
        }
        _ if op != graph.op(node) => false,
        _ => {
            let parts = source.operands(pattern);
            if parts.len() != graph.operands(node).len() {
                return false;
            }
            let operands = graph.operands_of(node);
            let saved = *bindings;
            let in_order = parts
                .iter()
                .zip(&operands)
                .all(|(&part, &operand)| matches(graph, formula, part, operand, bindings));
            if in_order {
                return true;
            }
            *bindings = saved;
            let is_symmetric = match op {
                Op::Call(id) => matches!(functions::row(id).kernel, Kernel::Extremum(_)),
                _ => matches!(op, Op::Sum | Op::Product),
            };
            let commutes = is_symmetric && parts.len() == 2;
            let swapped = commutes
                && matches(graph, formula, parts[0], operands[1], bindings)
                && matches(graph, formula, parts[1], operands[0], bindings);
            if !swapped {
                *bindings = saved;
            }
            swapped
        }
    }
}

/// Whether the facts of the graph prove a condition.
pub fn is_proved(graph: &Graph, condition: Expr) -> bool {
    // Conditions of rules are a few nodes deep; a longer conjunction counts as unknown.
    fn proved(graph: &Graph, condition: Expr, depth: u32) -> bool {
        let operands = graph.operands(condition);
        match graph.op(condition) {
            _ if depth == 0 => false,
            Op::Truth(met) => met,
            Op::Less if graph.is_zero(operands[0]) => graph.facts(operands[1]).positive(),
            Op::LessEqual if graph.is_zero(operands[0]) => graph.facts(operands[1]).nonnegative,
            Op::And => operands.iter().all(|&part| proved(graph, part, depth - 1)),
            Op::Or => {
                operands.iter().any(|&part| proved(graph, part, depth - 1))
                    || is_nonzero_condition(graph, condition)
            }
            _ => false,
        }
    }
    proved(graph, condition, 32)
}

/// `u < 0 || 0 < u` for a u that is never 0.
fn is_nonzero_condition(graph: &Graph, condition: Expr) -> bool {
    let [left, right] = graph.operands(condition) else {
        return false;
    };
    let (Op::Less, Op::Less) = (graph.op(*left), graph.op(*right)) else {
        return false;
    };
    let (left, right) = (graph.operands(*left), graph.operands(*right));
    left[0] == right[1]
        && left[1] == right[0]
        && graph.is_zero(left[1])
        && graph.facts(left[0]).nonzero
}
