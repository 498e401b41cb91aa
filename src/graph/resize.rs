//! Dimensions replaced by others in nodes that are made already.
//!
//! Must not know why. Invariant: variables keep their shapes, so what is replaced is no dimension of a variable.

use super::{Axes, Dimension, Expr, Graph, NodeMap, Op, Shape};
use hashbrown::HashMap;

impl Graph {
    /// Copies of some nodes with dimensions replaced, wherever something is filled, repeated, counted or viewed.
    pub fn with_dimensions(
        &mut self,
        roots: &[Expr],
        values: &HashMap<Dimension, Dimension>,
    ) -> Vec<Expr> {
        let value = |own: &Dimension| values.get(own).copied().unwrap_or(*own);
        let order = self.reachable(roots);
        let mut images: NodeMap<Expr> = NodeMap::for_nodes(&order);
        for node in order {
            let operands: Vec<Expr> = self
                .operands(node)
                .iter()
                .map(|&operand| images[operand])
                .collect();
            let image = match self.op(node) {
                Op::Extent(own) => self.extent(value(&own)),
                Op::Fill(shape) => {
                    let axes: Axes = shape.axes().iter().map(value).collect();
                    self.fill(operands[0], Shape::with_axes(&axes))
                }
                Op::Contract(_) => match self.contraction(node).cloned() {
                    Some(own) => {
                        let extents: Axes = own.extents.iter().map(value).collect();
                        let list: Vec<(Expr, &[u8])> = operands
                            .iter()
                            .copied()
                            .zip(own.inputs.iter().map(|indices| &indices[..]))
                            .collect();
                        self.contract(&list, &own.output, &extents)
                    }
                    None => node,
                },
                op @ (Op::Gather(_) | Op::Scatter(_)) => match self.placement(node).cloned() {
                    Some(mut own) => {
                        own.whole.iter_mut().for_each(|axis| *axis = value(axis));
                        own.view.iter_mut().for_each(|axis| *axis = value(axis));
                        match op {
                            Op::Gather(_) => self.gather(operands[0], own),
                            _ => self.scatter(operands[0], own),
                        }
                    }
                    None => node,
                },
                _ if operands[..] == *self.operands(node) => node,
                _ => self.rebuild(node, &operands),
            };
            images.insert(node, image);
        }
        roots.iter().map(|&root| images[root]).collect()
    }

    /// The dimensions that a node itself mentions, those of its operands aside.
    pub fn dimensions(&self, node: Expr) -> Axes {
        match self.op(node) {
            Op::Extent(own) => Axes::from_slice(&[own]),
            Op::Fill(shape) => shape.axes(),
            Op::Contract(_) => self
                .contraction(node)
                .map_or(Axes::new(), |own| own.extents.clone()),
            Op::Gather(_) | Op::Scatter(_) => self.placement(node).map_or(Axes::new(), |own| {
                own.whole.iter().chain(&own.view).copied().collect()
            }),
            _ => Axes::new(),
        }
    }
}
