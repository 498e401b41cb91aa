//! Vectors and matrices taken apart into scalar nodes, for small fixed sizes.

use super::intern::Operands;
use super::{Expr, Graph, NodeMap, Op};
use std::rc::Rc;

impl Graph {
    /// The entries of each root, row by row, as scalar nodes. The leaves are scalar variables and
    /// entries of variables.
    pub fn scalarize(&mut self, roots: &[Expr]) -> Vec<Vec<Expr>> {
        if self.is_scalar(roots) {
            return roots.iter().map(|&root| vec![root]).collect();
        }
        let order = self.reachable(roots);
        let mut images: NodeMap<Rc<[Expr]>> = NodeMap::for_nodes(&order);
        for node in order {
            let image = self.entries_of(node, &images);
            images.insert(node, image);
        }
        roots.iter().map(|root| images[*root].to_vec()).collect()
    }

    /// Whether nothing that the roots need is a vector or a matrix.
    pub fn is_scalar(&self, roots: &[Expr]) -> bool {
        let all_scalar = |node: &Expr| self.shape(*node).is_scalar();
        self.reachable(roots).iter().all(all_scalar)
    }

    fn entries_of(&mut self, node: Expr, images: &NodeMap<Rc<[Expr]>>) -> Rc<[Expr]> {
        let operands = self.operands_of(node);
        let count = self.shape(node).entries();
        let image = |place: usize| &images[operands[place]];
        match self.op(node) {
            _ if operands.is_empty() => (0..count)
                .map(|position| self.entry(node, position as u32))
                .collect(),
            Op::MatrixProduct => {
                let (rows, inner) = self.shape(operands[0]).extent();
                let (_, columns) = self.shape(operands[1]).extent();
                let (rows, inner, columns) = (rows as usize, inner as usize, columns as usize);
                let mut entries = Vec::with_capacity(count);
                for row in 0..rows {
                    for column in 0..columns {
                        let terms: Vec<Expr> = (0..inner)
                            .map(|k| {
                                let left = image(0)[row * inner + k];
                                let right = image(1)[k * columns + column];
                                self.product(&[left, right])
                            })
                            .collect();
                        entries.push(self.sum(&terms));
                    }
                }
                entries.into()
            }
            Op::Transpose => {
                let (rows, columns) = self.shape(operands[0]).extent();
                let (rows, columns) = (rows as usize, columns as usize);
                (0..columns)
                    .flat_map(|column| (0..rows).map(move |row| row * columns + column))
                    .map(|position| image(0)[position])
                    .collect()
            }
            Op::Total => Rc::new([self.sum(image(0))]),
            Op::Fill(_) => vec![image(0)[0]; count].into(),
            Op::Stack(_) => operands.iter().map(|operand| images[*operand][0]).collect(),
            Op::Entry(position) => Rc::new([image(0)[position as usize]]),
            _ => (0..count)
                .map(|position| {
                    let parts: Operands = operands
                        .iter()
                        .map(|operand| {
                            let entries = &images[*operand];
                            entries[if entries.len() == 1 { 0 } else { position }]
                        })
                        .collect();
                    self.rebuild(node, &parts)
                })
                .collect(),
        }
    }
}
