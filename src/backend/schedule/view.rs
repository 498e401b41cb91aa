//! Affine views of arrays: slices, windows, blocks, and their transposes.
//!
//! Must not know: schedules in the making. Invariant: no entry outside is touched, however large coefficients and
//! offsets are: what would leave the range of offsets is refused when sizes are bound.

use super::nest::{Extents, Nest, dense};
use crate::program::schedule::{BindError, Plan, Row};
use smallvec::SmallVec;

/// A view with its sizes bound.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    /// Of the view.
    extents: Extents,
    /// Of the array that is viewed.
    viewed: Extents,
    strides: Extents,
    offsets: SmallVec<[i64; 4]>,
    /// Numbers of the places of all axes of the view but the last.
    numbers: Nest,
    /// By axis of the view, then by axis of the array.
    coefficients: Vec<SmallVec<[i64; 4]>>,
}

impl Bound {
    pub(super) fn new(
        plan: &Plan,
        rows: &[Row],
        extents: &[usize],
        viewed: &[usize],
    ) -> Result<Bound, BindError> {
        let mut offsets = SmallVec::new();
        for row in rows {
            let size = |&(count, size): &(i64, _)| i128::from(count) * plan.size(size) as i128;
            let offset = i128::from(row.offset) + row.sizes.iter().map(size).sum::<i128>();
            // The farthest places on both sides.
            let mut farthest = offset.unsigned_abs();
            for (&coefficient, &extent) in row.coefficients.iter().zip(extents) {
                let step = i128::from(coefficient).unsigned_abs();
                farthest = step
                    .checked_mul(extent as u128)
                    .and_then(|far| farthest.checked_add(far))
                    .ok_or(BindError::Size)?;
            }
            if farthest > 1 << 62 {
                return Err(BindError::Size);
            }
            offsets.push(offset as i64);
        }
        let by_axis = |axis: usize| rows.iter().map(|row| row.coefficients[axis]).collect();
        Ok(Bound {
            extents: SmallVec::from_slice(extents),
            numbers: Nest::numbers(&extents[..extents.len().saturating_sub(1)]),
            viewed: SmallVec::from_slice(viewed),
            strides: dense(viewed),
            offsets,
            coefficients: (0..extents.len()).map(by_axis).collect(),
        })
    }

    /// Calls `body` with the place in the view, the place in the array, the step there, and a count, for each run of
    /// entries of the view that lie inside the array.
    fn runs(&self, scratch: &mut Vec<usize>, mut body: impl FnMut(usize, usize, isize, usize)) {
        let Some((&inner, outer)) = self.extents.split_last() else {
            if let Some((at, ..)) = self.run(&self.offsets, None, 1) {
                body(0, at, 0, 1);
            }
            return;
        };
        let step: isize = match self.coefficients.last() {
            Some(last) => self.flat(last),
            None => 0,
        };
        // The outer places are numbered, and each number is a place of every outer axis.
        let numbers = &self.numbers;
        let mut at: SmallVec<[i64; 8]> = SmallVec::from_elem(0, self.offsets.len());
        numbers.walk(scratch, |offsets| {
            for number in offsets[0]..offsets[0] + numbers.inner() {
                at.copy_from_slice(&self.offsets);
                let mut left = number;
                for (&extent, own) in outer.iter().zip(&self.coefficients).rev() {
                    let place = (left % extent) as i64;
                    left /= extent;
                    for (at, coefficient) in at.iter_mut().zip(own) {
                        *at += place * coefficient;
                    }
                }
                if let Some((first, start, count)) = self.run(&at, self.coefficients.last(), inner)
                {
                    body(number * inner + start, first, step, count);
                }
            }
        });
    }

    /// The part of a run that lies inside: the place of its first entry in the array, its place in the run, its length.
    fn run(
        &self,
        at: &[i64],
        step: Option<&SmallVec<[i64; 4]>>,
        inner: usize,
    ) -> Option<(usize, usize, usize)> {
        let (mut low, mut high) = (0, inner as i64);
        for (axis, (&at, &extent)) in at.iter().zip(&self.viewed).enumerate() {
            let extent = extent as i64;
            match step.map_or(0, |step| step[axis]) {
                0 if (0..extent).contains(&at) => {}
                0 => return None,
                // 0 <= at + q*step < extent
                step if step > 0 => {
                    low = low.max(ceiling(-at, step));
                    high = high.min(ceiling(extent - at, step));
                }
                step => {
                    low = low.max(ceiling(at - extent + 1, -step));
                    high = high.min(at.div_euclid(-step) + 1);
                }
            }
        }
        if low >= high {
            return None;
        }
        let place = |axis: usize| at[axis] + low * step.map_or(0, |step| step[axis]);
        let first = (0..at.len()).map(|axis| place(axis) as usize * self.strides[axis]);
        Some((first.sum(), low as usize, (high - low) as usize))
    }

    /// The step in the array of a step along the axes. Where some run has two entries inside, it is exact; where none
    /// has, it is never used.
    fn flat(&self, step: &[i64]) -> isize {
        let terms = step.iter().zip(&self.strides);
        terms.fold(0, |sum: isize, (&step, &stride)| {
            sum.wrapping_add((step as isize).wrapping_mul(stride as isize))
        })
    }

    /// `target[o] = source[offset + matrix*o]`
    pub(super) fn gather(&self, source: &[f64], target: &mut [f64], scratch: &mut Vec<usize>) {
        target.fill(0.0);
        self.runs(scratch, |to, from, step, count| {
            let target = &mut target[to..to + count];
            if step == 1 {
                target.copy_from_slice(&source[from..from + count]);
                return;
            }
            for (place, own) in target.iter_mut().enumerate() {
                *own = source[from.wrapping_add_signed(step * place as isize)];
            }
        });
    }

    /// `target[offset + matrix*o] += source[o]`
    pub(super) fn scatter(&self, source: &[f64], target: &mut [f64], scratch: &mut Vec<usize>) {
        target.fill(0.0);
        self.runs(scratch, |from, to, step, count| {
            let source = &source[from..from + count];
            for (place, number) in source.iter().enumerate() {
                target[to.wrapping_add_signed(step * place as isize)] += number;
            }
        });
    }
}

/// a/b, rounded up, for a positive b.
fn ceiling(a: i64, b: i64) -> i64 {
    -(-a).div_euclid(b)
}
