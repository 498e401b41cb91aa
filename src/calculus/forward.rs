//! Forward mode: the tangents of all scalar nodes in the direction of one variable, in one loop.

use super::Undifferentiable;
use super::gather::{Contribution, gather};
use super::partials::partials;
use super::reverse::dependent_nodes;
use crate::graph::{Expr, Graph, NodeMap, Op, Shape};

/// The derivatives of scalar `outputs` in the scalar `variable`.
pub(super) fn tangents(
    graph: &mut Graph,
    outputs: &[Expr],
    variable: Expr,
) -> Result<Vec<Expr>, Undifferentiable> {
    let (zero, one) = (graph.integer(0), graph.integer(1));
    let order = dependent_nodes(graph, outputs, &[variable]);
    let mut tangents: NodeMap<Expr> = NodeMap::for_nodes(&order);
    for node in order {
        let tangent = if node == variable {
            one
        } else if graph.op(node) == Op::Select {
            let operands = graph.operands_of(node);
            let side = |place: usize| tangents.get(operands[place]).copied().unwrap_or(zero);
            let (met, otherwise) = (side(1), side(2));
            graph.select(operands[0], met, otherwise)
        } else {
            let is_wanted = |operand: Expr| tangents.get(operand).is_some();
            let links = partials(graph, node, &is_wanted)?;
            let list: Vec<Contribution> = links
                .iter()
                .filter_map(|link| {
                    let tangent = tangents.get(link.target)?;
                    Some(Contribution::along(*tangent, link))
                })
                .collect();
            let sum = gather(graph, Shape::Scalar, &list);
            // All links of a node have the same outer factor.
            match links.first().and_then(|link| link.outer) {
                Some(outer) => graph.product(&[sum, outer]),
                None => sum,
            }
        };
        tangents.insert(node, tangent);
    }
    Ok(outputs
        .iter()
        .map(|output| tangents.get(*output).copied().unwrap_or(zero))
        .collect())
}
