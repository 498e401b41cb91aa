//! Vectors and matrices taken apart into scalar nodes, for small fixed sizes.

use super::intern::Operands;
use super::{Contraction, Dimension, Expr, Graph, NodeMap, Op, Reduction, minors};
use crate::functions;
use smallvec::SmallVec;
use std::rc::Rc;

/// Why formulas can't be taken apart into scalars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// A dimension is a name.
    Named(Dimension),
    /// A matrix with so many rows is inverted, or its determinant taken.
    Rows(usize),
}

impl Graph {
    /// What keeps formulas from being taken apart into scalars, if anything does.
    pub fn kept_whole(&self, roots: &[Expr]) -> Option<Whole> {
        self.reachable(roots).into_iter().find_map(|node| {
            let axes = self.shape(node).axes();
            if let Some(axis) = axes.iter().find(|axis| axis.value().is_none()) {
                return Some(Whole::Named(*axis));
            }
            match self.op(node) {
                Op::Extent(dimension) => Some(Whole::Named(dimension)),
                Op::Inverse | Op::Adjugate(_) | Op::Determinant | Op::LogDeterminant => {
                    let (rows, _) = self.shape(self.operands(node)[0]).extent();
                    (rows > minors::MOST_ROWS).then_some(Whole::Rows(rows))
                }
                _ => None,
            }
        })
    }

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
            Op::Number(_) | Op::Constant(_) | Op::Variable(_) | Op::Truth(_) => (0..count)
                .map(|position| self.entry(node, position as u32))
                .collect(),
            Op::Contract(id) => {
                let contraction = self.contraction_of(id).clone();
                let lists: Vec<Rc<[Expr]>> =
                    operands.iter().map(|own| images[*own].clone()).collect();
                self.contracted_entries(&contraction, &lists)
            }
            Op::Gather(id) => {
                let placement = self.placement_of(id).clone();
                let zero = self.integer(0);
                indices(&placement.view)
                    .map(|index| placement.position(&index).map_or(zero, |own| image(0)[own]))
                    .collect()
            }
            Op::Scatter(id) => {
                let placement = self.placement_of(id).clone();
                let mut terms: Vec<Vec<Expr>> = vec![Vec::new(); count];
                for (index, &entry) in indices(&placement.view).zip(image(0).iter()) {
                    if let Some(own) = placement.position(&index) {
                        terms[own].push(entry);
                    }
                }
                terms.iter().map(|terms| self.sum(terms)).collect()
            }
            Op::Reduce(reduction, axes) => {
                let own = self.shape(operands[0]).axes();
                let mut groups: Vec<Vec<Expr>> = vec![Vec::new(); count];
                for (index, &entry) in indices(&own).zip(image(0).iter()) {
                    let kept = index.iter().zip(&own).enumerate();
                    let kept = kept.filter(|(axis, _)| axes >> axis & 1 == 0);
                    let place = kept.fold(0, |place, (_, (&own, axis))| place * axis.known() + own);
                    groups[place].push(entry);
                }
                groups
                    .iter()
                    .map(|group| self.reduced(reduction, group))
                    .collect()
            }
            Op::Inverse => {
                let (size, _) = self.shape(node).extent();
                minors::inverse(self, &image(0).clone(), size).into()
            }
            Op::Adjugate(order) => {
                let (size, _) = self.shape(operands[0]).extent();
                minors::adjugate(self, &image(0).clone(), size, order).into()
            }
            Op::Determinant => {
                let (size, _) = self.shape(operands[0]).extent();
                Rc::new([minors::determinant(self, &image(0).clone(), size)])
            }
            Op::LogDeterminant => {
                let (size, _) = self.shape(operands[0]).extent();
                let determinant = minors::determinant(self, &image(0).clone(), size);
                Rc::new([self.call(functions::logarithm(), &[determinant])])
            }
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

    fn contracted_entries(
        &mut self,
        contraction: &Contraction,
        lists: &[Rc<[Expr]>],
    ) -> Rc<[Expr]> {
        let extent = |index: &u8| contraction.extents[*index as usize];
        let summed = contraction.summed();
        let outer: Vec<Dimension> = contraction.output.iter().map(extent).collect();
        let inner: Vec<Dimension> = summed.iter().map(extent).collect();
        let zero = self.integer(0);
        let mut values = vec![0usize; contraction.extents.len()];
        let mut entries = Vec::with_capacity(outer.iter().map(|axis| axis.known()).product());
        for place in indices(&outer) {
            let mut consistent = true;
            for (position, (&index, &value)) in contraction.output.iter().zip(&place).enumerate() {
                // Off the diagonal there is nothing.
                let first = contraction.output.iter().position(|own| *own == index);
                consistent &= first == Some(position) || values[index as usize] == value;
                values[index as usize] = value;
            }
            if !consistent {
                entries.push(zero);
                continue;
            }
            let mut terms = Vec::new();
            for sums in indices(&inner) {
                for (&index, &value) in summed.iter().zip(&sums) {
                    values[index as usize] = value;
                }
                let mut factors = Operands::new();
                for (list, own) in lists.iter().zip(&contraction.inputs) {
                    let position = own.iter().fold(0, |position, index| {
                        position * extent(index).known() + values[*index as usize]
                    });
                    factors.push(list[position]);
                }
                terms.push(self.product(&factors));
            }
            entries.push(self.sum(&terms));
        }
        entries.into()
    }

    fn reduced(&mut self, reduction: Reduction, entries: &[Expr]) -> Expr {
        match (
            reduction,
            functions::lookup(reduction.name(), entries.len()),
        ) {
            (Reduction::Product, _) => self.product(entries),
            (_, Some(id)) if entries.len() > 1 => self.call(id, entries),
            _ => entries[0],
        }
    }
}

/// All index lists of these axes, row by row: of no axis there is one, the empty list.
fn indices(axes: &[Dimension]) -> impl Iterator<Item = SmallVec<[usize; 4]>> + use<> {
    let sizes: SmallVec<[usize; 4]> = axes.iter().map(|axis| axis.known()).collect();
    let count: usize = sizes.iter().product();
    (0..count).map(move |mut position| {
        let mut index: SmallVec<[usize; 4]> = SmallVec::from_elem(0, sizes.len());
        for (place, size) in index.iter_mut().zip(&sizes).rev() {
            *place = position % size;
            position /= size;
        }
        index
    })
}
