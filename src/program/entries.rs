//! Nodes of any shape as the scalar program of one entry.
//!
//! Must not know: loops and arrays. Invariant: what comes from outside is an input, and everything else is lowered as
//! it is in a scalar program.

use super::lower::Lowering;
use super::{Instruction, Program, Relation, ValueId};
use crate::graph::{Denominators, Expr, Graph, NodeMap};

/// A node that is no instruction of a program.
#[derive(Clone, Debug)]
pub(super) enum Given {
    /// The input of this index; a condition where the input is not 0.
    Input(u32),
    /// The value of another node.
    Same(Expr),
    /// The product of inputs and of other nodes.
    Product(Vec<u32>, Vec<Expr>),
}

/// Lowers `nodes`, operands first, each as if it were scalar. `given` says how many inputs there are, and which nodes
/// are not instructions. A condition that leaves is 1 or 0.
pub(super) fn lower_entries(
    graph: &Graph,
    denominators: &Denominators,
    nodes: &[Expr],
    (inputs, given): (usize, &[(Expr, Given)]),
    leaving: &[Expr],
) -> Program {
    let mut lowering = Lowering::new(graph, nodes, denominators, inputs);
    let mut composed: NodeMap<&Given> = NodeMap::for_nodes(nodes);
    for (node, own) in given {
        match own {
            Given::Input(input) => {
                let value = lowering.push(Instruction::Input(*input));
                let value = match graph.op(*node).is_condition() {
                    true => {
                        let zero = lowering.push(Instruction::Constant(0.0));
                        lowering.push(Instruction::Compare(Relation::Less, zero, value))
                    }
                    false => value,
                };
                lowering.set(*node, value);
            }
            _ => composed.insert(*node, own),
        }
    }
    for &node in nodes {
        match composed.get(node) {
            Some(Given::Same(other)) => {
                let value = lowering.values[*other];
                lowering.values.insert(node, value);
            }
            Some(Given::Product(inputs, others)) => {
                let mut factors: Vec<ValueId> = Vec::new();
                for &input in inputs {
                    factors.push(lowering.push(Instruction::Input(input)));
                }
                factors.extend(others.iter().map(|&other| lowering.value(other)));
                if let Some(value) = lowering.fold(&factors) {
                    lowering.set(node, value);
                }
            }
            // An extent is an input.
            _ if lowering.values.get(node).is_none() => lowering.lower_node(node),
            _ => {}
        }
    }
    let leaving: Vec<ValueId> = leaving
        .iter()
        .map(|&node| {
            let value = lowering.value(node);
            if !graph.op(node).is_condition() {
                return value;
            }
            let [one, zero] = [1.0, 0.0].map(|own| lowering.push(Instruction::Constant(own)));
            lowering.push(Instruction::Select(value, one, zero))
        })
        .collect();
    lowering.assembler.finish(&leaving)
}
