//! Maps with their sizes bound: the loop over the places, in blocks, and what becomes of the results.
//!
//! Must not know: how a program runs. Invariant: blocks are cut alike for all backends, so folded results have the same
//! bits.

use super::fold::{BLOCK, add_block};
use super::kernel::Kernel;
use super::nest::{Extents, Nest, dense};
use super::places::Arrays;
use crate::backend::Workspace;
use crate::program::schedule::{ArrayId, Map, Operand, Plan, Reduction};
use smallvec::SmallVec;
use std::ops::Range;

/// A map with its sizes bound.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    /// Walks over the operands, then the results.
    nest: Nest,
    operands: Vec<Source>,
    folds: Vec<Fold>,
}

#[derive(Clone, Copy, Debug)]
enum Source {
    Array(ArrayId),
    Number(f64),
}

#[derive(Clone, Copy, Debug)]
struct Fold {
    reduction: Reduction,
    /// Whether each place of the loop is one of the result.
    dense: bool,
    /// Entries of the result.
    count: usize,
}

/// Where results go.
pub(super) enum Targets<'a> {
    One(&'a mut [f64]),
    Many(&'a mut [Vec<f64>]),
}

impl Targets<'_> {
    fn get(&mut self, index: usize) -> &mut [f64] {
        match self {
            Targets::One(own) => own,
            Targets::Many(all) => &mut all[index],
        }
    }
}

impl Bound {
    pub(super) fn new(plan: &Plan, map: &Map) -> Bound {
        let extents: Extents = map.axes.iter().map(|&size| plan.size(size)).collect();
        let mut strides = Vec::with_capacity(map.operands.len() + map.results.len());
        let mut operands = Vec::with_capacity(map.operands.len());
        for operand in &map.operands {
            let mut own: Extents = SmallVec::from_elem(0, extents.len());
            match operand {
                Operand::Entry { array, places } => {
                    let array_strides = dense(&plan.array(*array).extents);
                    for (&place, stride) in places.iter().zip(array_strides) {
                        own[usize::from(place)] += stride;
                    }
                    operands.push(Source::Array(*array));
                }
                Operand::Size(size) => operands.push(Source::Number(plan.size(*size) as f64)),
            }
            strides.push(own);
        }
        let mut folds = Vec::with_capacity(map.results.len());
        for fold in &map.results {
            let kept: Extents = fold
                .kept
                .iter()
                .map(|&own| extents[usize::from(own)])
                .collect();
            let mut own: Extents = SmallVec::from_elem(0, extents.len());
            for (&place, stride) in fold.kept.iter().zip(dense(&kept)) {
                own[usize::from(place)] = stride;
            }
            folds.push(Fold {
                reduction: fold.reduction,
                dense: fold.kept.len() == extents.len(),
                count: kept.iter().product(),
            });
            strides.push(own);
        }
        Bound {
            nest: Nest::new(&extents, strides),
            operands,
            folds,
        }
    }

    /// Fills the targets.
    pub(super) fn run(
        &self,
        kernel: &Kernel,
        arrays: &Arrays<'_>,
        mut targets: Targets<'_>,
        workspace: &mut Workspace,
    ) {
        let mut columns = std::mem::take(&mut workspace.columns);
        let mut scratch = std::mem::take(&mut workspace.places);
        let inner = self.nest.inner();
        if let (Targets::One(target), [Fold { dense: true, .. }]) = (&mut targets, &self.folds[..])
        {
            // One dense result is written where it belongs.
            self.nest.walk(&mut scratch, |offsets| {
                let at = offsets[self.operands.len()];
                let target = &mut target[at..at + inner];
                self.block(
                    kernel,
                    arrays,
                    offsets,
                    0..inner,
                    (target, inner),
                    workspace,
                );
            });
        } else {
            for (index, fold) in self.folds.iter().enumerate() {
                targets.get(index)[..fold.count].fill(fold.reduction.neutral());
            }
            columns.resize(columns.len().max(BLOCK * self.folds.len()), 0.0);
            self.nest.walk(&mut scratch, |offsets| {
                let mut start = 0;
                while start < inner {
                    let range = start..inner.min(start + BLOCK);
                    let outputs = (&mut columns[..], BLOCK);
                    self.block(kernel, arrays, offsets, range.clone(), outputs, workspace);
                    for index in 0..self.folds.len() {
                        let target = targets.get(index);
                        self.keep(
                            index,
                            &columns[index * BLOCK..],
                            target,
                            offsets,
                            range.clone(),
                        );
                    }
                    start = range.end;
                }
            });
        }
        workspace.columns = columns;
        workspace.places = scratch;
    }

    /// Takes a block of a result to where it belongs.
    fn keep(
        &self,
        index: usize,
        column: &[f64],
        target: &mut [f64],
        offsets: &[usize],
        range: Range<usize>,
    ) {
        let array = self.operands.len() + index;
        let stride = self.nest.inner_stride(array);
        let target = &mut target[offsets[array] + range.start * stride..];
        let (fold, count) = (&self.folds[index], range.len());
        match fold.dense {
            true => target[..count].copy_from_slice(&column[..count]),
            false => add_block(fold.reduction, (column, 1), (target, stride), count),
        }
    }

    fn block(
        &self,
        kernel: &Kernel,
        arrays: &Arrays<'_>,
        offsets: &[usize],
        range: Range<usize>,
        outputs: (&mut [f64], usize),
        workspace: &mut Workspace,
    ) {
        let source = |input: usize| match &self.operands[input] {
            Source::Array(id) => {
                let stride = self.nest.inner_stride(input);
                let numbers = &arrays.get(*id)[offsets[input] + range.start * stride..];
                (numbers, stride)
            }
            Source::Number(number) => (std::slice::from_ref(number), 0),
        };
        kernel.run(self.operands.len(), source, outputs, range.len(), workspace);
    }
}
