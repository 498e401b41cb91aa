//! Where nodes stand in a list of nodes, operands first.
//!
//! A list that holds most of a graph is looked up in a table; a short one is searched, so that a sweep over a few
//! nodes costs what these few cost, however large the graph is.

use crate::graph::{Expr, Graph, NodeMap};

/// A list shorter than this part of the graph is searched.
const SHORT: usize = 16;

/// The places of nodes in a list that is sorted as the graph is.
pub(super) enum Places<'a> {
    Table(NodeMap<usize>),
    Sorted(&'a [Expr]),
}

impl<'a> Places<'a> {
    /// Those in `order`, in which operands come first.
    pub(super) fn of(graph: &Graph, order: &'a [Expr]) -> Self {
        if order.len() < graph.len() / SHORT {
            return Places::Sorted(order);
        }
        let mut table = NodeMap::for_nodes(order);
        for (place, &node) in order.iter().enumerate() {
            table.insert(node, place);
        }
        Places::Table(table)
    }

    /// The place of a node; None: it is not in the list.
    pub(super) fn get(&self, node: Expr) -> Option<usize> {
        match self {
            Places::Table(table) => table.get(node).copied(),
            Places::Sorted(order) => order.binary_search(&node).ok(),
        }
    }
}
