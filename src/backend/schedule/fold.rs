//! Many numbers become one: in a block that lies one behind the other, and along the axes of a loop.
//!
//! Must not know: who computes the numbers. Invariant: the order of operations depends on the extents alone, so
//! every backend gives the same bits.

use super::nest::Nest;
use crate::backend::primitive::{maximum, minimum};
use crate::functions::{exp, ln};
use crate::program::schedule::Reduction;

/// Accumulators of a block: the additions need not wait for each other.
const LANES: usize = 8;

/// Two numbers become one.
#[inline(always)]
pub(super) fn combine(reduction: Reduction, a: f64, b: f64) -> f64 {
    match reduction {
        Reduction::Sum | Reduction::LogSumExp => a + b,
        Reduction::Product => a * b,
        Reduction::Maximum => maximum(a, b),
        Reduction::Minimum => minimum(a, b),
    }
}

/// What becomes of `count` numbers, each `stride` behind the last one. Blocks of a loop have few thousand at most.
pub(super) fn fold(reduction: Reduction, numbers: &[f64], stride: usize, count: usize) -> f64 {
    match reduction {
        Reduction::Sum | Reduction::LogSumExp => sum(numbers, stride, count),
        _ => {
            let mut all = Strided::new(numbers, stride, count);
            let first = all.next().unwrap_or(reduction.neutral());
            all.fold(first, |a, b| combine(reduction, a, b))
        }
    }
}

/// Numbers at equal distances.
struct Strided<'a> {
    numbers: &'a [f64],
    stride: usize,
    next: usize,
    left: usize,
}

impl<'a> Strided<'a> {
    fn new(numbers: &'a [f64], stride: usize, count: usize) -> Self {
        Strided {
            numbers,
            stride,
            next: 0,
            left: count,
        }
    }
}

impl Iterator for Strided<'_> {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        self.left = self.left.checked_sub(1)?;
        let number = self.numbers[self.next];
        self.next += self.stride;
        Some(number)
    }
}

fn sum(numbers: &[f64], stride: usize, count: usize) -> f64 {
    if stride != 1 {
        let mut lanes = [0.0; LANES];
        for (place, number) in Strided::new(numbers, stride, count).enumerate() {
            lanes[place % LANES] += number;
        }
        return join(lanes);
    }
    let mut lanes = [0.0; LANES];
    let (chunks, rest) = numbers[..count].as_chunks::<LANES>();
    for chunk in chunks {
        for (lane, number) in lanes.iter_mut().zip(chunk) {
            *lane += number;
        }
    }
    for (lane, number) in lanes.iter_mut().zip(rest) {
        *lane += number;
    }
    join(lanes)
}

/// The sum of the lanes, in pairs.
pub(super) fn join(mut lanes: [f64; LANES]) -> f64 {
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] += lanes[lane + half];
        }
        half /= 2;
    }
    lanes[0]
}

/// Adds a block of numbers to where they belong: all to one number where the stride of the target is 0.
pub(super) fn add_block(
    reduction: Reduction,
    (numbers, stride): (&[f64], usize),
    (target, target_stride): (&mut [f64], usize),
    count: usize,
) {
    if count == 0 {
        return;
    }
    if target_stride == 0 {
        target[0] = combine(
            reduction,
            target[0],
            fold(reduction, numbers, stride, count),
        );
        return;
    }
    if (stride, target_stride) == (1, 1) {
        for (own, &number) in target[..count].iter_mut().zip(&numbers[..count]) {
            *own = combine(reduction, *own, number);
        }
        return;
    }
    let all = Strided::new(numbers, stride, count);
    for (place, number) in all.enumerate() {
        let own = &mut target[place * target_stride];
        *own = combine(reduction, *own, number);
    }
}

/// The numbers of a block at most that are folded before they are added to what is there.
pub(super) const BLOCK: usize = 512;

/// Folds all of `source` into `target`, which is filled here. The nest walks over the source and then the target.
pub(super) fn reduce(
    reduction: Reduction,
    nest: &Nest,
    source: &[f64],
    target: &mut [f64],
    scratch: &mut Vec<usize>,
) {
    target.fill(reduction.neutral());
    let (inner, stride, target_stride) = (nest.inner(), nest.inner_stride(0), nest.inner_stride(1));
    nest.walk(scratch, |offsets| {
        let mut start = 0;
        while start < inner {
            let count = BLOCK.min(inner - start);
            let source = &source[offsets[0] + start * stride..];
            let target = &mut target[offsets[1] + start * target_stride..];
            add_block(reduction, (source, stride), (target, target_stride), count);
            start += count;
        }
    });
}

/// Copies entry by entry. The nest walks over the source and then the target.
pub(super) fn copy(nest: &Nest, source: &[f64], target: &mut [f64], scratch: &mut Vec<usize>) {
    let (inner, stride, target_stride) = (nest.inner(), nest.inner_stride(0), nest.inner_stride(1));
    nest.walk(scratch, |offsets| {
        let (source, target) = (&source[offsets[0]..], &mut target[offsets[1]..]);
        match (stride, target_stride) {
            (1, 1) => target[..inner].copy_from_slice(&source[..inner]),
            (0, 1) => target[..inner].fill(source[0]),
            _ => {
                for place in 0..inner {
                    target[place * target_stride] = source[place * stride];
                }
            }
        }
    });
}

/// The logarithm of the sum of exponentials in two passes: the greatest number is taken out first, so that nothing
/// overflows. `greatest` has the length of the target.
pub(super) fn log_sum_exp(
    nest: &Nest,
    source: &[f64],
    target: &mut [f64],
    greatest: &mut [f64],
    scratch: &mut Vec<usize>,
) {
    reduce(Reduction::Maximum, nest, source, greatest, scratch);
    target.fill(0.0);
    let (inner, stride, target_stride) = (nest.inner(), nest.inner_stride(0), nest.inner_stride(1));
    let mut block = [0.0; BLOCK];
    nest.walk(scratch, |offsets| {
        let mut start = 0;
        while start < inner {
            let count = BLOCK.min(inner - start);
            let source = &source[offsets[0] + start * stride..];
            let place = offsets[1] + start * target_stride;
            for (index, own) in block[..count].iter_mut().enumerate() {
                let top = greatest[place + index * target_stride];
                // An infinity is the result by itself, and inf - inf would be none.
                let shift = if top.is_infinite() { 0.0 } else { top };
                *own = exp(source[index * stride] - shift);
            }
            let target = (&mut target[place..], target_stride);
            add_block(Reduction::Sum, (&block, 1), target, count);
            start += count;
        }
    });
    for (own, &top) in target.iter_mut().zip(&*greatest) {
        let shift = if top.is_infinite() { 0.0 } else { top };
        *own = shift + ln(*own);
    }
}
