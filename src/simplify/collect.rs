//! Like terms of nested sums, collected for readers: `y*(x + (x + y))` is read as `y*(2*x + y)`.
//!
//! A sum that is used in several places stays a node of its own while formulas are simplified, because it is
//! computed once. On paper it is written out wherever it stands, and there its terms may meet their like. Invariant:
//! no sum gets more terms, no product more factors, and nothing vanishes that is not defined everywhere.

use super::MOST_READ;
use crate::graph::{Expr, Graph, NodeMap, Op};
use hashbrown::HashSet;
use smallvec::SmallVec;

/// Sums and products with more operands are left as they are.
const MOST_OPERANDS: usize = 64;

/// The same values, with like terms and equal factors of nested sums and products collected where that makes
/// them no longer. Nodes of `whole` stay whole where others use them: they have names of their own.
pub fn collect(graph: &mut Graph, roots: &[Expr], whole: &[Expr]) -> Vec<Expr> {
    let order = graph.reachable(roots);
    if order.len() > MOST_READ {
        return roots.to_vec();
    }
    let whole: HashSet<Expr> = whole.iter().copied().collect();
    let mut kept = HashSet::new();
    let mut images: NodeMap<Expr> = NodeMap::for_nodes(&order);
    for node in order {
        let operands: SmallVec<[Expr; 4]> = graph
            .operands(node)
            .iter()
            .map(|&operand| images[operand])
            .collect();
        let mut image = graph.rebuild(node, &operands);
        while let Some(shorter) = merge_one(graph, image, &kept) {
            image = shorter;
        }
        if whole.contains(&node) {
            kept.insert(image);
        }
        images.insert(node, image);
    }
    roots.iter().map(|&root| images[root]).collect()
}

/// A sum or product with one of its nested ones merged, if the result is no longer.
fn merge_one(graph: &mut Graph, node: Expr, kept: &HashSet<Expr>) -> Option<Expr> {
    let op = graph.op(node);
    let operands: Vec<Expr> = graph.operands(node).to_vec();
    if !matches!(op, Op::Sum | Op::Product) || operands.len() > MOST_OPERANDS {
        return None;
    }
    for (place, &operand) in operands.iter().enumerate() {
        let Some(inner) = inner_operands(graph, op, operand).filter(|_| !kept.contains(&operand))
        else {
            continue;
        };
        let mut list = operands.clone();
        list.swap_remove(place);
        // To make a node only to see that it is longer is dear in a long chain of them.
        if !has_like(graph, op, &list, &inner) {
            continue;
        }
        list.extend(inner);
        let merged = match op {
            Op::Sum => graph.sum(&list),
            _ => graph.product(&list),
        };
        let length = match graph.op(merged) {
            own if own == op => graph.operands(merged).len(),
            _ => 1,
        };
        if length <= operands.len() && graph.shape(merged) == graph.shape(node) {
            return Some(merged);
        }
    }
    None
}

/// Whether an operand of one list may be joined with one of the other.
fn has_like(graph: &Graph, op: Op, own: &[Expr], others: &[Expr]) -> bool {
    let own: SmallVec<[&[Expr]; 16]> = own.iter().map(|own| kind(graph, op, own)).collect();
    let mut others = others.iter().map(|other| kind(graph, op, other));
    others.any(|other| own.contains(&other))
}

/// What like terms have in common, all but their coefficients, or what equal factors have, their base. Numbers have
/// nothing, and all of them are alike.
fn kind<'a>(graph: &'a Graph, op: Op, operand: &'a Expr) -> &'a [Expr] {
    let inner = graph.operands(*operand);
    match (op, graph.op(*operand)) {
        (_, Op::Number(_)) => &[],
        (Op::Product, Op::Power) => &inner[..1],
        (Op::Sum, Op::Product) if graph.as_number(inner[0]).is_some() => &inner[1..],
        (Op::Sum, Op::Product) => inner,
        _ => std::slice::from_ref(operand),
    }
}

/// The terms of a nested sum or of a multiple of one, or the factors of a nested product.
fn inner_operands(graph: &mut Graph, op: Op, operand: Expr) -> Option<Vec<Expr>> {
    if op == Op::Product {
        let is_short = graph.operands(operand).len() <= MOST_OPERANDS;
        return (graph.op(operand) == Op::Product && is_short)
            .then(|| graph.operands(operand).to_vec());
    }
    let (coefficient, sum) = match (graph.op(operand), graph.operands(operand)) {
        (Op::Sum, _) => (None, operand),
        (Op::Product, &[number, sum]) if graph.as_number(number).is_some() => (Some(number), sum),
        _ => return None,
    };
    if graph.op(sum) != Op::Sum || graph.operands(sum).len() > MOST_OPERANDS {
        return None;
    }
    let terms = graph.operands(sum).to_vec();
    Some(match coefficient {
        None => terms,
        Some(number) => terms
            .into_iter()
            .map(|term| graph.product(&[number, term]))
            .collect(),
    })
}
