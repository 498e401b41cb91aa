//! Forward mode: the tangents of all nodes in one direction, in one loop, each of the shape of its node.

use super::Undifferentiable;
use super::gather::{Contribution, gather};
use super::partials::{NO_HIGHER, partials};
use super::places::Places;
use super::reverse::dependent_nodes;
use super::structural::pushed_forward;
use crate::graph::{Expr, Graph, MOST_ADJUGATE, Op};
use hashbrown::HashMap;

/// The derivatives of `outputs` where each variable (or entry of one) among `seeds` changes by its seed, which has
/// its shape. Each has the shape of its output.
pub(super) fn tangents(
    graph: &mut Graph,
    outputs: &[Expr],
    seeds: &[(Expr, Expr)],
) -> Result<Vec<Expr>, Undifferentiable> {
    let variables: Vec<Expr> = seeds.iter().map(|seed| seed.0).collect();
    let order = dependent_nodes(graph, outputs, &variables);
    let found = tangents_in(graph, &order, outputs, seeds)?;
    let mut tangents = Vec::with_capacity(outputs.len());
    for (&output, tangent) in outputs.iter().zip(found) {
        let shape = graph.shape(output);
        tangents.push(tangent.unwrap_or_else(|| graph.zeros(shape)));
    }
    Ok(tangents)
}

/// The same where the nodes that depend on the seeds are known, in order. None: an output is not among them.
pub(super) fn tangents_in(
    graph: &mut Graph,
    order: &[Expr],
    outputs: &[Expr],
    seeds: &[(Expr, Expr)],
) -> Result<Vec<Option<Expr>>, Undifferentiable> {
    let places = Places::of(graph, order);
    let seeds: HashMap<Expr, Expr> = seeds.iter().copied().collect();
    let mut tangents: Vec<Option<Expr>> = vec![None; order.len()];
    for (place, &node) in order.iter().enumerate() {
        let tangent = match seeds.get(&node) {
            Some(&seed) => seed,
            None => {
                let known = |operand: Expr| tangents[places.get(operand)?];
                tangent(graph, node, &known)?
            }
        };
        tangents[place] = Some(tangent);
    }
    let found = outputs.iter().map(|&output| tangents[places.get(output)?]);
    Ok(found.collect())
}

/// The tangent of a node from those of its operands; an operand without one does not change.
fn tangent(
    graph: &mut Graph,
    node: Expr,
    known: &dyn Fn(Expr) -> Option<Expr>,
) -> Result<Expr, Undifferentiable> {
    let shape = graph.shape(node);
    let operands = graph.operands_of(node);
    let zero = graph.integer(0);
    let whole = match graph.op(node) {
        Op::Select => {
            let side = |place: usize| known(operands[place]).unwrap_or(zero);
            let (met, otherwise) = (side(1), side(2));
            graph.select(operands[0], met, otherwise)
        }
        Op::Contract(_) => {
            let mut terms = Vec::new();
            for place in 0..operands.len() {
                if let Some(change) = known(operands[place]) {
                    let mut changed = operands.clone();
                    changed[place] = change;
                    terms.push(graph.rebuild(node, &changed));
                }
            }
            graph.sum(&terms)
        }
        Op::Gather(_) | Op::Scatter(_) => match known(operands[0]) {
            Some(change) => graph.rebuild(node, &[change]),
            None => zero,
        },
        Op::Fill(_) => known(operands[0]).unwrap_or(zero),
        Op::Stack(_) => {
            let changes: Vec<Expr> = operands
                .iter()
                .map(|&operand| known(operand).unwrap_or(zero))
                .collect();
            graph.stack(&changes, shape)
        }
        Op::Entry(position) => match known(operands[0]) {
            Some(change) => graph.entry(change, position),
            None => zero,
        },
        Op::Adjugate(MOST_ADJUGATE) if known(operands[0]).is_some() => return Err(NO_HIGHER),
        Op::Reduce(..) | Op::Inverse | Op::Adjugate(_) | Op::Determinant | Op::LogDeterminant => {
            let change = known(operands[0]);
            let pushed = change.and_then(|change| pushed_forward(graph, node, change));
            pushed.unwrap_or(zero)
        }
        _ => {
            let is_wanted = |operand: Expr| known(operand).is_some();
            let links = partials(graph, node, &is_wanted)?;
            let list: Vec<Contribution> = links
                .iter()
                .filter_map(|link| Some(Contribution::along(known(link.target)?, link)))
                .collect();
            let sum = gather(graph, shape, &list);
            // All links of a node have the same outer factor.
            match links.first().and_then(|link| link.outer) {
                Some(outer) => graph.product(&[sum, outer]),
                None => sum,
            }
        }
    };
    Ok(graph.fill(whole, shape))
}
