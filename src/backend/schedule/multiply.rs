//! Products of strided matrices, added to a result: dot products, matrix times vector, outer products, small and large
//! matrices, each without a copy of what is multiplied.
//!
//! Must not know: contractions. Invariants: the order of additions depends on sizes and strides alone; nothing is
//! skipped because it is zero, since 0 times infinity is NaN; only a large product takes packing memory, from the crate
//! that multiplies.

use super::fold::join;
use super::gemm;

/// The shape of a product of matrices, and strides: along rows and columns of each matrix.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) summed: usize,
    /// Along rows and along what is summed.
    pub(super) left: [usize; 2],
    /// Along what is summed and along columns.
    pub(super) right: [usize; 2],
    /// Along rows and columns.
    pub(super) result: [usize; 2],
}

impl Block {
    /// The transpose: the right operand becomes the left one.
    fn transposed(&self) -> Block {
        Block {
            rows: self.columns,
            columns: self.rows,
            summed: self.summed,
            left: [self.right[1], self.right[0]],
            right: [self.left[1], self.left[0]],
            result: [self.result[1], self.result[0]],
        }
    }
}

/// With fewer products of numbers than this, packing costs more than it saves.
const LEAST_PACKED: usize = 4096;

/// `result += left*right`. No extent is 0.
pub(super) fn multiply(block: &Block, left: &[f64], right: &[f64], result: &mut [f64]) {
    match (block.rows, block.columns, block.summed) {
        (1, 1, count) => {
            result[0] += dot(left, block.left[1], right, block.right[0], count);
        }
        (_, 1, _) => times_vector(block, left, right, result),
        (1, _, _) => times_vector(&block.transposed(), right, left, result),
        (rows, columns, summed) => {
            // No product here overflows: each is at most that of the entries of two arrays.
            // An outer product has nothing that packing would save.
            let products = rows.saturating_mul(columns).saturating_mul(summed);
            if summed > 1 && products >= LEAST_PACKED {
                return gemm::multiply_packed(block, left, right, result);
            }
            let (block, left, right) = match block.result[1] > block.result[0] {
                true => (block.transposed(), right, left),
                false => (*block, left, right),
            };
            for row in 0..block.rows {
                let result = &mut result[row * block.result[0]..];
                for place in 0..block.summed {
                    let factor = left[row * block.left[0] + place * block.left[1]];
                    let right = &right[place * block.right[0]..];
                    add_scaled(
                        result,
                        block.result[1],
                        right,
                        block.right[1],
                        factor,
                        block.columns,
                    );
                }
            }
        }
    }
}

/// A block of one column. The matrix is read in the order in which it lies.
fn times_vector(block: &Block, matrix: &[f64], vector: &[f64], result: &mut [f64]) {
    let ([down, across], step, to) = (block.left, block.right[0], block.result[0]);
    if across <= down {
        for row in 0..block.rows {
            result[row * to] += dot(&matrix[row * down..], across, vector, step, block.summed);
        }
        return;
    }
    for place in 0..block.summed {
        let column = &matrix[place * across..];
        add_scaled(result, to, column, down, vector[place * step], block.rows);
    }
}

/// The sum of products of numbers at equal distances.
pub(super) fn dot(left: &[f64], step: usize, right: &[f64], other: usize, count: usize) -> f64 {
    let mut lanes = [0.0; 8];
    if (step, other) == (1, 1) {
        let (lefts, left_rest) = left[..count].as_chunks::<8>();
        let (rights, right_rest) = right[..count].as_chunks::<8>();
        for (a, b) in lefts.iter().zip(rights) {
            for lane in 0..8 {
                lanes[lane] += a[lane] * b[lane];
            }
        }
        for (lane, (a, b)) in lanes.iter_mut().zip(left_rest.iter().zip(right_rest)) {
            *lane += a * b;
        }
        return join(lanes);
    }
    for place in 0..count {
        lanes[place % 8] += left[place * step] * right[place * other];
    }
    join(lanes)
}

/// `target += factor*numbers`, both at equal distances.
pub(super) fn add_scaled(
    target: &mut [f64],
    to: usize,
    numbers: &[f64],
    step: usize,
    factor: f64,
    count: usize,
) {
    match (to, step) {
        (1, 1) => {
            for (own, number) in target[..count].iter_mut().zip(&numbers[..count]) {
                *own += factor * number;
            }
        }
        _ => {
            for place in 0..count {
                target[place * to] += factor * numbers[place * step];
            }
        }
    }
}
