//! Trees of contractions as one network: which operand stands on which indices.
//!
//! What is written in one piece is read in one piece: a contraction inside another one that has no name of its own is
//! opened, and so are products of vectors entry by entry. Must not know any notation. Invariant: at most
//! [`MOST_LEAVES`] operands come together, so that reading a node looks at a bounded number of others.

use super::present::Presenter;
use super::{Contraction, Dimension, Expr, Graph, Indices, Op};

/// So many operands at most are read as one network; what is beyond stays a part of its own.
const MOST_LEAVES: usize = 24;

/// So many indices at most.
const MOST_INDICES: usize = 100;

/// Operands on indices, and the indices of the result.
pub(crate) struct Network {
    /// Each operand that is not opened, with an index for each of its axes.
    pub leaves: Vec<(Expr, Indices)>,
    /// The indices of the result.
    pub output: Indices,
    /// The extent of each index.
    pub extents: Vec<Dimension>,
    /// Whether a product of matrices entry by entry was opened.
    pub entrywise: bool,
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

    /// The indices of the operands of a contraction whose result has these indices.
    fn mapped(&mut self, inner: &Contraction, indices: &[u8]) -> Vec<Indices> {
        let mut image: Vec<Option<u8>> = vec![None; inner.extents.len()];
        for (&index, &outer) in inner.output.iter().zip(indices) {
            match image[index as usize] {
                Some(known) => self.join(known, outer),
                None => image[index as usize] = Some(outer),
            }
        }
        let mut map = |&index: &u8| {
            let fresh = || self.fresh(inner.extents[index as usize]);
            *image[index as usize].get_or_insert_with(fresh)
        };
        let lists = inner.inputs.iter();
        lists
            .map(|list| list.iter().map(&mut map).collect())
            .collect()
    }

    fn join(&mut self, left: u8, right: u8) {
        let (left, right) = (self.find(left), self.find(right));
        self.same[left.max(right) as usize] = left.min(right);
    }
}

impl Graph {
    /// The network of a contraction and of whatever `opens` says: contractions, and products entry by entry of operands
    /// that all have the same shape.
    pub(crate) fn network(&self, expr: Expr, opens: impl Fn(Expr) -> bool) -> Option<Network> {
        let own = self.contraction(expr)?;
        let mut unions = Unions {
            same: (0..own.extents.len() as u8).collect(),
            extents: own.extents.to_vec(),
        };
        let (mut leaves, mut entrywise) = (Vec::new(), false);
        let ends = self.operands(expr).iter().copied().zip(own.inputs.clone());
        let mut open: Vec<(Expr, Indices)> = ends.rev().collect();
        while let Some((operand, indices)) = open.pop() {
            let parts = self.operands(operand);
            let fits = leaves.len() + open.len() + parts.len() <= MOST_LEAVES;
            match (self.op(operand), self.contraction(operand)) {
                (_, Some(inner))
                    if fits
                        && unions.same.len() + inner.extents.len() <= MOST_INDICES
                        && opens(operand) =>
                {
                    let mapped = unions.mapped(inner, &indices);
                    open.extend(parts.iter().copied().zip(mapped).rev());
                }
                (Op::Product, _) if fits && self.is_uniform(operand) && opens(operand) => {
                    entrywise |= self.shape(operand).rank() == 2;
                    open.extend(parts.iter().rev().map(|&part| (part, indices.clone())));
                }
                _ => leaves.push((operand, indices)),
            }
        }
        for (_, indices) in &mut leaves {
            let joined = indices.iter().map(|&index| unions.find(index));
            *indices = joined.collect();
        }
        Some(Network {
            leaves,
            output: own.output.iter().map(|&index| unions.find(index)).collect(),
            extents: unions.extents,
            entrywise,
        })
    }

    /// The contraction of a part of a network: indices that nothing of it has do not count.
    pub(crate) fn contract_part(
        &mut self,
        operands: &[(Expr, &[u8])],
        output: &[u8],
        extents: &[Dimension],
    ) -> Expr {
        let mut names: Vec<Option<u8>> = vec![None; extents.len()];
        let mut kept = Vec::new();
        let mut rename = |index: &u8| {
            *names[*index as usize].get_or_insert_with(|| {
                kept.push(extents[*index as usize]);
                kept.len() as u8 - 1
            })
        };
        let lists: Vec<Indices> = operands
            .iter()
            .map(|(_, indices)| indices.iter().map(&mut rename).collect())
            .collect();
        let output: Indices = output.iter().map(&mut rename).collect();
        let ends = operands.iter().zip(&lists);
        let ends: Vec<(Expr, &[u8])> = ends.map(|((own, _), list)| (*own, &list[..])).collect();
        self.contract(&ends, &output, &kept)
    }

    /// Whether all operands have the shape of the node.
    fn is_uniform(&self, expr: Expr) -> bool {
        let shape = self.shape(expr);
        let mut operands = self.operands(expr).iter();
        operands.all(|&operand| self.shape(operand) == shape)
    }
}

impl Presenter<'_> {
    /// The network of a contraction, as it is read.
    pub(super) fn network(&self, expr: Expr) -> Option<Network> {
        let graph = self.graph;
        let is_chain =
            |factor: &Expr| self.is_open(*factor) && graph.contraction(*factor).is_some();
        graph.network(expr, |operand| {
            let rank = graph.shape(operand).rank();
            // A product of matrices entry by entry stays one, unless it would hide a product of matrices.
            self.is_open(operand)
                && (graph.op(operand) != Op::Product
                    || rank == 1
                    || (rank == 2 && graph.operands(operand).iter().any(is_chain)))
        })
    }
}
