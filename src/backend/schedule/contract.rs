//! An Einstein sum of two arrays as products of matrices: each index counts batches, rows, columns, or what is summed.
//!
//! Must not know: how matrices are multiplied. Invariants: no operand is copied or permuted, strides say where entries
//! lie; the order of additions depends on the extents alone.

use super::fold;
use super::multiply::{Block, multiply};
use super::nest::{Extents, Nest, dense};
use crate::program::schedule::{Contract, Plan, Reduction};
use smallvec::SmallVec;

/// Strides along one index: in the operands, and in the result.
#[derive(Clone, Copy, Debug)]
struct Along {
    extent: usize,
    left: usize,
    right: usize,
    result: usize,
}

impl Along {
    /// An index of one place.
    const NONE: Along = Along {
        extent: 1,
        left: 0,
        right: 0,
        result: 0,
    };
}

/// A contraction with its sizes bound.
#[derive(Clone, Debug)]
pub(super) enum Bound {
    /// No or one array is copied.
    Copy(Nest),
    /// No or one array is summed.
    Sum(Nest),
    /// Two arrays, block by block: the loop over the blocks, and one block.
    Product { blocks: Nest, block: Block },
    /// Two arrays, entry by entry.
    Entries(Nest),
}

impl Bound {
    pub(super) fn new(plan: &Plan, contract: &Contract) -> Bound {
        let extents: Extents = contract
            .extents
            .iter()
            .map(|&size| plan.size(size))
            .collect();
        let strides = |indices: &[u8]| {
            let own: Extents = indices
                .iter()
                .map(|&index| extents[usize::from(index)])
                .collect();
            let mut strides: Extents = SmallVec::from_elem(0, extents.len());
            for (&index, stride) in indices.iter().zip(dense(&own)) {
                strides[usize::from(index)] += stride;
            }
            strides
        };
        let occurs =
            |indices: &[u8], index: usize| indices.iter().any(|&own| usize::from(own) == index);
        let result = strides(&contract.output);
        let [(_, left), (_, right)] = &contract.operands[..] else {
            let source = match contract.operands.first() {
                Some((_, indices)) => strides(indices),
                None => SmallVec::from_elem(0, extents.len()),
            };
            // Indices of the result go around those that are summed.
            let mut order: SmallVec<[usize; 8]> = (0..extents.len()).collect();
            order.sort_by_key(|&index| {
                let place = contract
                    .output
                    .iter()
                    .position(|&own| usize::from(own) == index);
                place.unwrap_or(usize::MAX)
            });
            let ordered =
                |all: &Extents| order.iter().map(|&index| all[index]).collect::<Extents>();
            let nest = Nest::new(&ordered(&extents), vec![ordered(&source), ordered(&result)]);
            let sums = (0..extents.len()).any(|index| !occurs(&contract.output, index));
            return match sums {
                true => Bound::Sum(nest),
                false => Bound::Copy(nest),
            };
        };
        let (left_strides, right_strides) = (strides(left), strides(right));
        let mut groups: [Vec<Along>; 4] = Default::default();
        for (index, &extent) in extents.iter().enumerate() {
            let along = Along {
                extent,
                left: left_strides[index],
                right: right_strides[index],
                result: result[index],
            };
            let kind = match (
                occurs(left, index),
                occurs(right, index),
                occurs(&contract.output, index),
            ) {
                (_, _, false) => Kind::Summed,
                (true, false, true) => Kind::Row,
                (false, true, true) => Kind::Column,
                _ => Kind::Batch,
            };
            groups[kind as usize].push(along);
        }
        let [batch, rows, columns, summed] = groups.map(joined);
        let only_batch = [&rows, &columns, &summed]
            .iter()
            .all(|group| group.is_empty());
        if only_batch {
            let all = |get: fn(&Along) -> usize| batch.iter().map(get).collect::<Extents>();
            let strides = vec![
                all(|own| own.left),
                all(|own| own.right),
                all(|own| own.result),
            ];
            return Bound::Entries(Nest::new(&all(|own| own.extent), strides));
        }
        let mut outer = batch;
        let mut inner = [Along::NONE; 3];
        for (place, mut group) in [rows, columns, summed].into_iter().enumerate() {
            // The index of most places goes into the block, the last one of several.
            let best = (0..group.len()).max_by_key(|&own| group[own].extent);
            if let Some(best) = best {
                inner[place] = group.remove(best);
            }
            outer.extend(group);
        }
        let all = |get: fn(&Along) -> usize| outer.iter().map(get).collect::<Extents>();
        let strides = vec![
            all(|own| own.left),
            all(|own| own.right),
            all(|own| own.result),
        ];
        let [rows, columns, summed] = inner;
        Bound::Product {
            blocks: Nest::new(&all(|own| own.extent), strides),
            block: Block {
                rows: rows.extent,
                columns: columns.extent,
                summed: summed.extent,
                left: [rows.left, summed.left],
                right: [summed.right, columns.right],
                result: [rows.result, columns.result],
            },
        }
    }

    /// Fills the result. An array that there is not is the number 1.
    pub(super) fn run(
        &self,
        left: &[f64],
        right: &[f64],
        result: &mut [f64],
        scratch: &mut Vec<usize>,
    ) {
        match self {
            Bound::Copy(nest) => {
                result.fill(0.0);
                fold::copy(nest, left, result, scratch);
            }
            Bound::Sum(nest) => fold::reduce(Reduction::Sum, nest, left, result, scratch),
            Bound::Product { blocks, block } => {
                result.fill(0.0);
                if [block.rows, block.columns, block.summed].contains(&0) {
                    return;
                }
                blocks.walk(scratch, |offsets| {
                    for place in 0..blocks.inner() {
                        let at = |array: usize| offsets[array] + place * blocks.inner_stride(array);
                        multiply(block, &left[at(0)..], &right[at(1)..], &mut result[at(2)..]);
                    }
                });
            }
            Bound::Entries(nest) => {
                result.fill(0.0);
                let [left_step, right_step, step] = [0, 1, 2].map(|array| nest.inner_stride(array));
                nest.walk(scratch, |offsets| {
                    for place in 0..nest.inner() {
                        let product = left[offsets[0] + place * left_step]
                            * right[offsets[1] + place * right_step];
                        result[offsets[2] + place * step] = product;
                    }
                });
            }
        }
    }
}

/// What an index does.
enum Kind {
    Batch,
    Row,
    Column,
    Summed,
}

/// Indices outermost first, those that lie one behind the other everywhere joined to one; those of one place left out.
fn joined(mut group: Vec<Along>) -> Vec<Along> {
    group.retain(|own| own.extent != 1);
    group.sort_by_key(|own| std::cmp::Reverse((own.result, own.left, own.right)));
    let mut all: Vec<Along> = Vec::new();
    for own in group {
        if let Some(last) = all.last_mut() {
            let joins = |outer: usize, inner: usize| outer == inner * own.extent;
            if joins(last.left, own.left)
                && joins(last.right, own.right)
                && joins(last.result, own.result)
            {
                *last = Along {
                    extent: last.extent * own.extent,
                    ..own
                };
                continue;
            }
        }
        all.push(own);
    }
    all
}
