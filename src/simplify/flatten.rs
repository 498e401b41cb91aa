//! Nested sums and products merged into the one around them, where nothing else uses them.

use crate::graph::{Expr, Graph, NodeMap, Op, Operands, Uses};

/// Longer sums and products are not merged into the one around them: a chain of nested ones would
/// be copied at each level.
const MOST_MERGED: usize = 32;

/// The rewritten operands of `node`, with those merged that are sums in a sum or products in a
/// product and used nowhere else.
pub(super) fn operands(
    graph: &mut Graph,
    node: Expr,
    uses: &Uses,
    images: &NodeMap<Expr>,
) -> Operands {
    let originals = graph.operands_of(node);
    let op = graph.op(node);
    let mut list = Operands::new();
    for original in originals {
        let image = images[original];
        let joins = matches!(op, Op::Sum | Op::Product);
        let single = joins && uses.count(original) == 1 && graph.shape(image) == graph.shape(node);
        match op {
            Op::Sum if single => merge_sum(graph, image, original, uses, &mut list),
            Op::Product if single => merge_product(graph, image, &mut list),
            _ => list.push(image),
        }
    }
    list
}

fn merge_sum(graph: &mut Graph, image: Expr, original: Expr, uses: &Uses, list: &mut Operands) {
    if graph.op(image) == Op::Sum && graph.operands(image).len() <= MOST_MERGED {
        list.extend_from_slice(graph.operands(image));
        return;
    }
    // -(a + b) inside a sum is -a - b, at no cost.
    let operands = graph.operands_of(image);
    let is_negated_sum = graph.op(image) == Op::Product
        && operands.len() == 2
        && graph.is_integer(operands[0], -1)
        && graph.op(operands[1]) == Op::Sum
        && graph.operands(operands[1]).len() <= MOST_MERGED;
    let inner_is_shared = graph
        .operands(original)
        .last()
        .is_some_and(|&inner| uses.count(inner) > 1);
    if is_negated_sum && !inner_is_shared {
        for term in graph.operands_of(operands[1]) {
            list.push(graph.negate(term));
        }
        return;
    }
    list.push(image);
}

fn merge_product(graph: &mut Graph, image: Expr, list: &mut Operands) {
    match graph.op(image) {
        Op::Product if graph.operands(image).len() > MOST_MERGED => list.push(image),
        Op::Product => list.extend_from_slice(graph.operands(image)),
        Op::Power => {
            let operands = graph.operands_of(image);
            let inverse = graph.is_integer(operands[1], -1);
            if inverse && graph.op(operands[0]) == Op::Product {
                for factor in graph.operands_of(operands[0]) {
                    list.push(graph.reciprocal(factor));
                }
            } else {
                list.push(image);
            }
        }
        _ => list.push(image),
    }
}
