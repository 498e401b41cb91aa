//! Trees of contractions as one network: which operand stands on which indices.
//!
//! What is written in one piece is read in one piece: a contraction inside another one that has no name of its own is
//! opened, and so are the products of vectors entry by entry. Must not know any notation. Invariant: at most
//! [`MOST_LEAVES`] operands come together, so that reading a node looks at a bounded number of others.

use super::present::Presenter;
use super::{Dimension, Expr, Indices, Op};

/// So many operands at most are read as one network; what is beyond stays a part of its own.
pub(super) const MOST_LEAVES: usize = 24;

/// So many indices at most.
const MOST_INDICES: usize = 100;

/// Operands on indices, and the indices of the result.
pub(super) struct Network {
    /// Each operand that is not opened, with an index for each of its axes.
    pub leaves: Vec<(Expr, Indices)>,
    /// The indices of the result.
    pub output: Indices,
    /// The extent of each index.
    pub extents: Vec<Dimension>,
}

/// Indices that are found to be one.
struct Unions {
    same: Vec<u8>,
    extents: Vec<Dimension>,
}

impl Unions {
    fn fresh(&mut self, extent: Dimension) -> u8 {
        let index = self.same.len() as u8;
        self.same.push(index);
        self.extents.push(extent);
        index
    }

    fn find(&self, mut index: u8) -> u8 {
        while self.same[index as usize] != index {
            index = self.same[index as usize];
        }
        index
    }

    fn join(&mut self, left: u8, right: u8) {
        let (left, right) = (self.find(left), self.find(right));
        self.same[left.max(right) as usize] = left.min(right);
    }
}

impl Presenter<'_> {
    /// The network of a contraction and of the contractions inside it.
    pub(super) fn network(&self, expr: Expr) -> Option<Network> {
        let graph = self.graph;
        let own = graph.contraction(expr)?;
        let mut unions = Unions {
            same: (0..own.extents.len() as u8).collect(),
            extents: own.extents.to_vec(),
        };
        let mut leaves = Vec::new();
        let ends = graph.operands(expr).iter().copied().zip(own.inputs.clone());
        let mut open: Vec<(Expr, Indices)> = ends.rev().collect();
        while let Some((operand, indices)) = open.pop() {
            let count = leaves.len() + open.len();
            if !self.opens(operand, count, unions.same.len()) {
                leaves.push((operand, indices));
                continue;
            }
            let Some(inner) = graph.contraction(operand) else {
                let factors = graph.operands(operand).iter().rev();
                open.extend(factors.map(|&factor| (factor, indices.clone())));
                continue;
            };
            let mut image: Vec<Option<u8>> = vec![None; inner.extents.len()];
            for (&index, &outer) in inner.output.iter().zip(&indices) {
                match image[index as usize] {
                    Some(known) => unions.join(known, outer),
                    None => image[index as usize] = Some(outer),
                }
            }
            let parts = graph.operands(operand).iter().zip(&inner.inputs);
            let mut mapped = Vec::with_capacity(inner.inputs.len());
            for (&part, list) in parts {
                let mut map = |&index: &u8| {
                    let fresh = || unions.fresh(inner.extents[index as usize]);
                    *image[index as usize].get_or_insert_with(fresh)
                };
                let list: Indices = list.iter().map(&mut map).collect();
                mapped.push((part, list));
            }
            open.extend(mapped.into_iter().rev());
        }
        for (_, indices) in &mut leaves {
            let joined = indices.iter().map(|&index| unions.find(index));
            *indices = joined.collect();
        }
        Some(Network {
            leaves,
            output: own.output.iter().map(|&index| unions.find(index)).collect(),
            extents: unions.extents,
        })
    }

    /// Whether an operand is read together with what is around it.
    fn opens(&self, operand: Expr, count: usize, indices: usize) -> bool {
        let graph = self.graph;
        let inner = graph.operands(operand);
        if !self.is_open(operand) || count + inner.len() > MOST_LEAVES {
            return false;
        }
        match graph.op(operand) {
            Op::Contract(_) => graph
                .contraction(operand)
                .is_some_and(|own| indices + own.extents.len() <= MOST_INDICES),
            // A product of matrices entry by entry stays one, unless it would hide a product of matrices.
            Op::Product => {
                let shape = graph.shape(operand);
                let is_whole = |factor: &Expr| graph.shape(*factor) == shape;
                let is_chain = |factor: &Expr| {
                    self.is_open(*factor) && matches!(graph.op(*factor), Op::Contract(_))
                };
                inner.iter().all(is_whole)
                    && (shape.rank() == 1 || (shape.rank() == 2 && inner.iter().any(is_chain)))
            }
            _ => false,
        }
    }
}
