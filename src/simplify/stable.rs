//! Stable forms of vectors and matrices: the logarithm of a sum of exponentials, and what is divided by such a sum.
//!
//! Each is equal at every point in real arithmetic, and never overflows where its value is representable.

use crate::functions::{self, FunctionId};
use crate::graph::{Expr, Graph, NodeMap, Op, Operands, Reduction};
use num_traits::One;

/// A sum of exponentials along some axes: what is exponentiated, and the axes, one bit each.
fn sum_of_exponentials(graph: &Graph, expr: Expr) -> Option<(Expr, u8)> {
    let own = graph.contraction(expr)?;
    let [operand] = *graph.operands(expr) else {
        return None;
    };
    let exponent = exponent_of(graph, operand)?;
    let in_order = own.inputs[0].iter().enumerate();
    let is_plain = in_order
        .clone()
        .all(|(axis, &index)| axis == index as usize);
    let rises = own.output.is_sorted();
    let axes = in_order
        .filter(|(_, index)| !own.output.contains(index))
        .fold(0, |axes, (axis, _)| axes | 1 << axis);
    (is_plain && rises && axes != 0).then_some((exponent, axes))
}

fn exponent_of(graph: &Graph, expr: Expr) -> Option<Expr> {
    let is_exponential = graph.op(expr) == Op::Call(functions::exponential());
    is_exponential.then(|| graph.operands(expr)[0])
}

/// Roots in stable form. This is for the numbers, not for the cost, and comes before anything is compared.
pub(super) fn stabilized(graph: &mut Graph, roots: &[Expr]) -> Vec<Expr> {
    let order = graph.reachable(roots);
    if order.iter().all(|&node| graph.contraction(node).is_none()) {
        return roots.to_vec();
    }
    let mut images = NodeMap::for_nodes(&order);
    for node in order {
        let own = match graph.op(node) {
            Op::Call(id) => log_of_exponentials(graph, node, id, &images),
            Op::Product => share_of_exponentials(graph, node, &images),
            _ => None,
        };
        let image = own.unwrap_or_else(|| graph.rebuild_from(node, &images));
        images.insert(node, image);
    }
    roots.iter().map(|&root| images[root]).collect()
}

/// `ln(sum(exp(u)))` as `logsumexp(u)`.
fn log_of_exponentials(
    graph: &mut Graph,
    node: Expr,
    id: FunctionId,
    images: &NodeMap<Expr>,
) -> Option<Expr> {
    if id != functions::logarithm() {
        return None;
    }
    let (exponent, axes) = sum_of_exponentials(graph, graph.operands(node)[0])?;
    Some(graph.reduce(Reduction::LogSumExp, images[exponent], axes))
}

/// `exp(u)/sum(exp(u))` as `exp(u - logsumexp(u))`, which is at most 1; also where the exponentials stand in a
/// contraction that the sum divides.
fn share_of_exponentials(graph: &mut Graph, node: Expr, images: &NodeMap<Expr>) -> Option<Expr> {
    let operands = graph.operands_of(node);
    for (place, &operand) in operands.iter().enumerate() {
        let (sum, exponent) = graph.split_exponent(operand);
        if !(-exponent).is_one() || !graph.shape(sum).is_scalar() {
            continue;
        }
        let Some((inner, axes)) = sum_of_exponentials(graph, sum) else {
            continue;
        };
        let value = graph.reduce(Reduction::LogSumExp, images[inner], axes);
        let below = graph.subtract(images[inner], value);
        let share = graph.exponential(below);
        for (above, &own) in operands.iter().enumerate() {
            let Some(divided) = with_share(graph, own, inner, share, images) else {
                continue;
            };
            let others = operands.iter().enumerate();
            let mut factors: Vec<Expr> = others
                .filter(|(other, _)| *other != place && *other != above)
                .map(|(_, own)| images[*own])
                .collect();
            factors.push(divided);
            return Some(graph.product(&factors));
        }
    }
    None
}

/// A factor, a product or a contraction with `share` in place of the exponential of `inner`, which stands in it once.
fn with_share(
    graph: &mut Graph,
    expr: Expr,
    inner: Expr,
    share: Expr,
    images: &NodeMap<Expr>,
) -> Option<Expr> {
    if exponent_of(graph, expr) == Some(inner) {
        return Some(share);
    }
    if !matches!(graph.op(expr), Op::Contract(_) | Op::Product) {
        return None;
    }
    let operands = graph.operands_of(expr);
    for (place, &operand) in operands.iter().enumerate() {
        // A contraction holds products, and those no contractions that are looked into.
        let own = match (graph.op(expr), graph.op(operand)) {
            (Op::Contract(_), Op::Product) => with_share(graph, operand, inner, share, images),
            _ => (exponent_of(graph, operand) == Some(inner)).then_some(share),
        };
        if let Some(own) = own {
            let mut changed: Operands = operands.iter().map(|own| images[*own]).collect();
            changed[place] = own;
            return Some(graph.rebuild(expr, &changed));
        }
    }
    None
}
