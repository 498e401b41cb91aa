//! What a graph costs to evaluate: + - * compare select are 1, division and square root 4, a
//! function the weight of its row; shared nodes count once. An estimate of the program's cost that
//! can be had without lowering.

use crate::functions::{self, Kernel};
use crate::graph::{Expr, Graph, Op};
use num_traits::{Signed, ToPrimitive};

/// The cost of all `roots` together.
pub fn cost(graph: &Graph, roots: &[Expr]) -> u64 {
    graph
        .reachable(roots)
        .into_iter()
        .map(|node| node_cost(graph, node))
        .sum()
}

fn node_cost(graph: &Graph, node: Expr) -> u64 {
    let operands = graph.operands(node);
    let entries = graph.shape(node).entries() as u64;
    let extra = operands.len().saturating_sub(1) as u64;
    match graph.op(node) {
        Op::Number(_) | Op::Constant(_) | Op::Variable(_) | Op::Truth(_) => 0,
        Op::Sum => extra * entries,
        // A sign is taken up by the sum around it.
        Op::Product if graph.is_integer(operands[0], -1) => (extra - 1) * entries,
        Op::Product => extra * entries,
        Op::Power => power_cost(graph, operands[1]) * entries,
        Op::Call(id) => match functions::row(id).kernel {
            Kernel::Extremum(_) => extra * entries,
            _ => u64::from(functions::row(id).weight) * entries,
        },
        Op::Less | Op::LessEqual | Op::And | Op::Or | Op::Not => 1,
        Op::Select => entries,
        Op::MatrixProduct => 2 * entries * u64::from(graph.shape(operands[0]).extent().1),
        Op::Total => graph.shape(operands[0]).entries() as u64,
        Op::Transpose | Op::Fill(_) | Op::Stack(_) | Op::Entry(_) => 0,
    }
}

fn power_cost(graph: &Graph, exponent: Expr) -> u64 {
    let general = u64::from(functions::row(functions::power()).weight);
    let Some(exponent) = graph.as_integer(exponent) else {
        return general;
    };
    let multiplications = match exponent.abs().to_u64() {
        Some(count @ 1..=64) => u64::from(count.ilog2() + count.count_ones() - 1),
        _ => general,
    };
    multiplications + if exponent.is_negative() { 4 } else { 0 }
}
