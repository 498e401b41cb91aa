//! The program of one map: nodes that run in the same loop, and what they read.
//!
//! Must not know: levels and steps. Invariant: a node is in the program once; what comes from outside is an input once
//! for each way of reading it.

use super::lower::{Kind, Lowering};
use super::{ArrayId, Operand, Places};
use crate::graph::{Dimension, Expr, Indices, NodeMap, Op, Shape};
use crate::program::Program;
use crate::program::entries::{Given, lower_entries};
use indexmap::IndexSet;

/// Something that comes from outside.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Outside {
    Entry(ArrayId, Places),
    Extent(Dimension),
}

impl Outside {
    pub(super) fn operand(self, lowering: &mut Lowering<'_>) -> Operand {
        match self {
            Outside::Entry(array, places) => Operand::Entry { array, places },
            Outside::Extent(dimension) => Operand::Size(lowering.size(dimension)),
        }
    }
}

/// A program in the making.
pub(super) struct Group<'a, 'b> {
    lowering: &'b Lowering<'a>,
    shape: Shape,
    inside: NodeMap<()>,
    /// What is not lowered as in a scalar program.
    given: Vec<(Expr, Given)>,
    known: NodeMap<()>,
    nodes: Vec<Expr>,
    outside: IndexSet<Outside>,
}

impl<'a, 'b> Group<'a, 'b> {
    pub(super) fn new(lowering: &'b Lowering<'a>, shape: Shape) -> Self {
        Group {
            lowering,
            shape,
            inside: NodeMap::for_nodes(&[]),
            given: Vec::new(),
            known: NodeMap::for_nodes(&[]),
            nodes: Vec::new(),
            outside: IndexSet::new(),
        }
    }

    /// Takes a node in; what it needs of this group was taken in before.
    pub(super) fn add(&mut self, node: Expr) {
        let graph = self.lowering.graph;
        if let (Kind::Elementwise, Some(own)) = (self.lowering.kind(node), graph.contraction(node))
        {
            let (mut inputs, mut inner) = (Vec::new(), Vec::new());
            for (&operand, indices) in graph.operands(node).iter().zip(&own.inputs) {
                if self.inside.get(operand).is_some() && *indices == own.output {
                    inner.push(operand);
                    continue;
                }
                let place = |index: &u8| own.output.iter().position(|other| other == index);
                let places = indices.iter().map(|index| place(index).unwrap_or(0) as u8);
                inputs.push(self.entry(operand, places.collect()));
            }
            self.given.push((node, Given::Product(inputs, inner)));
        } else if let (Op::Fill(_), &[scalar]) = (graph.op(node), graph.operands(node)) {
            self.need(scalar);
            self.given.push((node, Given::Same(scalar)));
        } else if self.lowering.kind(node) == Kind::Extent {
            self.need(node);
        } else {
            for need in self.lowering.needs(node) {
                self.need(need.node);
            }
        }
        self.inside.insert(node, ());
        self.nodes.push(node);
    }

    /// Sees to it that a node is inside or an input.
    fn need(&mut self, node: Expr) {
        if self.inside.get(node).is_some() || self.known.get(node).is_some() {
            return;
        }
        self.known.insert(node, ());
        let graph = self.lowering.graph;
        match (self.lowering.kind(node), graph.op(node)) {
            (Kind::Number, _) => self.nodes.push(node),
            (_, Op::Extent(dimension)) => {
                let (input, _) = self.outside.insert_full(Outside::Extent(dimension));
                self.given.push((node, Given::Input(input as u32)));
            }
            _ => {
                let places = match graph.shape(node) == self.shape {
                    true => (0..self.shape.rank() as u8).collect(),
                    false => Places::new(),
                };
                let input = self.entry(node, places);
                self.given.push((node, Given::Input(input)));
            }
        }
    }

    fn entry(&mut self, node: Expr, places: Indices) -> u32 {
        let outside = Outside::Entry(self.lowering.made[node], places);
        self.outside.insert_full(outside).0 as u32
    }

    /// What is read, in the order of the inputs, and the program with these outputs.
    pub(super) fn finish(self, roots: &[Expr]) -> (Vec<Outside>, Program) {
        let program = lower_entries(
            self.lowering.graph,
            &self.lowering.denominators,
            &self.nodes,
            (self.outside.len(), &self.given),
            roots,
        );
        (self.outside.into_iter().collect(), program)
    }
}
