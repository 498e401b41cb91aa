//! LU factorization with partial pivoting, by blocks, and what follows from it: solutions, inverses, determinants.
//!
//! Must not know: schedules. Invariants: everything happens in memory that is given; the order of operations depends on
//! the sizes and the pivots alone. A singular matrix has a pivot of 0 and is divided by, which gives infinities and NaN.

use super::gemm::{Part, subtract_product};
use super::multiply::{add_scaled, dot};
use crate::functions::ln;

/// Columns that are factorized before the rest of the matrix hears of them.
const BLOCK: usize = 48;

/// A factorization: `n*n` entries of L (with ones on its diagonal, which are not stored) and U, then the `n` rows that
/// were exchanged for the pivots, then the sign of the exchanges.
pub(super) fn factorize(matrix: &[f64], rows: usize, factor: &mut [f64]) {
    let entries = rows * rows;
    let (lu, rest) = factor.split_at_mut(entries);
    lu.copy_from_slice(&matrix[..entries]);
    let (pivots, sign) = rest.split_at_mut(rows);
    sign[0] = 1.0;
    let mut start = 0;
    while start < rows {
        let end = rows.min(start + BLOCK);
        for (column, row) in pivots.iter_mut().enumerate().take(end).skip(start) {
            let pivot = pivot_of(lu, rows, column);
            // Row numbers are exact as binary64 numbers.
            *row = pivot as f64;
            if pivot != column {
                sign[0] = -sign[0];
                exchange(lu, rows, column, pivot);
            }
            eliminate(lu, rows, column, end);
        }
        // The rows of the block right of it, then everything below and right of that.
        for row in start + 1..end {
            for above in start..row {
                subtract_row(lu, rows, row, above, end..rows);
            }
        }
        let (below, wide) = (rows - end, end - start);
        subtract_product(
            lu,
            rows,
            Part {
                at: [end, start],
                extents: [below, wide],
            },
            Part {
                at: [start, end],
                extents: [wide, below],
            },
            Part {
                at: [end, end],
                extents: [below, below],
            },
        );
        start = end;
    }
}

/// The row of the entry of the greatest magnitude at or below the diagonal; the diagonal itself among NaN.
fn pivot_of(lu: &[f64], rows: usize, column: usize) -> usize {
    let magnitude = |row: usize| lu[row * rows + column].abs();
    let mut best = column;
    for row in column + 1..rows {
        if magnitude(row) > magnitude(best) {
            best = row;
        }
    }
    best
}

fn exchange(lu: &mut [f64], rows: usize, above: usize, below: usize) {
    let (upper, lower) = lu.split_at_mut(below * rows);
    upper[above * rows..(above + 1) * rows].swap_with_slice(&mut lower[..rows]);
}

/// Makes the multipliers of a column, and takes them to the other columns of the block.
fn eliminate(lu: &mut [f64], rows: usize, column: usize, end: usize) {
    let (upper, lower) = lu.split_at_mut((column + 1) * rows);
    let pivot_row = &upper[column * rows..];
    let pivot = pivot_row[column];
    for row in lower.chunks_exact_mut(rows) {
        // Where the pivot is 0, so is the whole column below it, or NaN.
        let factor = if pivot == 0.0 {
            row[column]
        } else {
            row[column] / pivot
        };
        row[column] = factor;
        let count = end - column - 1;
        add_scaled(
            &mut row[column + 1..],
            1,
            &pivot_row[column + 1..],
            1,
            -factor,
            count,
        );
    }
}

/// Takes a row, times its multiplier, from another one below it, in some columns.
fn subtract_row(
    lu: &mut [f64],
    rows: usize,
    row: usize,
    above: usize,
    columns: std::ops::Range<usize>,
) {
    let (upper, lower) = lu.split_at_mut(row * rows);
    let factor = lower[above];
    let source = &upper[above * rows..][columns.clone()];
    let count = columns.len();
    add_scaled(&mut lower[columns], 1, source, 1, -factor, count);
}

/// Solves in place for a right side of so many columns, row-major.
pub(super) fn solve(factor: &[f64], rows: usize, right: &mut [f64], columns: usize) {
    let (lu, rest) = factor.split_at(rows * rows);
    for (row, &pivot) in rest[..rows].iter().enumerate() {
        let pivot = pivot as usize;
        if pivot != row {
            let (upper, lower) = right.split_at_mut(pivot * columns);
            upper[row * columns..(row + 1) * columns].swap_with_slice(&mut lower[..columns]);
        }
    }
    if columns == 1 {
        for row in 0..rows {
            right[row] -= dot(&lu[row * rows..], 1, right, 1, row);
        }
        for row in (0..rows).rev() {
            let own = &lu[row * rows..(row + 1) * rows];
            let known = dot(&own[row + 1..], 1, &right[row + 1..], 1, rows - row - 1);
            right[row] = (right[row] - known) / own[row];
        }
        return;
    }
    for row in 0..rows {
        let (known, own) = right.split_at_mut(row * columns);
        for (place, other) in known.chunks_exact(columns.max(1)).enumerate() {
            add_scaled(own, 1, other, 1, -lu[row * rows + place], columns);
        }
    }
    for row in (0..rows).rev() {
        let (own, known) = right[row * columns..].split_at_mut(columns);
        let factors = &lu[row * rows..(row + 1) * rows];
        for (place, other) in known.chunks_exact(columns.max(1)).enumerate() {
            let factor = -factors[row + 1 + place];
            add_scaled(own, 1, other, 1, factor, columns);
        }
        for entry in own {
            *entry /= factors[row];
        }
    }
}

/// The same for the transpose of the matrix.
pub(super) fn solve_transposed(factor: &[f64], rows: usize, right: &mut [f64], columns: usize) {
    let (lu, rest) = factor.split_at(rows * rows);
    for row in 0..rows {
        let factors = &lu[row * rows..(row + 1) * rows];
        let (own, open) = right[row * columns..].split_at_mut(columns);
        for entry in &mut *own {
            *entry /= factors[row];
        }
        for (place, other) in open.chunks_exact_mut(columns.max(1)).enumerate() {
            add_scaled(other, 1, own, 1, -factors[row + 1 + place], columns);
        }
    }
    for row in (0..rows).rev() {
        let (open, own) = right.split_at_mut(row * columns);
        for (place, other) in open.chunks_exact_mut(columns.max(1)).enumerate() {
            add_scaled(other, 1, own, 1, -lu[row * rows + place], columns);
        }
    }
    for (row, &pivot) in rest[..rows].iter().enumerate().rev() {
        let pivot = pivot as usize;
        if pivot != row {
            let (upper, lower) = right.split_at_mut(pivot * columns);
            upper[row * columns..(row + 1) * columns].swap_with_slice(&mut lower[..columns]);
        }
    }
}

/// The inverse.
pub(super) fn invert(factor: &[f64], rows: usize, inverse: &mut [f64]) {
    inverse.fill(0.0);
    for row in 0..rows {
        inverse[row * rows + row] = 1.0;
    }
    solve(factor, rows, inverse, rows);
}

/// The determinant: the product of the pivots, without overflow on the way.
pub(super) fn determinant(factor: &[f64], rows: usize) -> f64 {
    determinant_of(factor, rows).number()
}

/// The determinant, which may be out of the range of numbers.
pub(super) fn determinant_of(factor: &[f64], rows: usize) -> Scaled {
    let sign = Scaled::of(factor[rows * rows + rows]);
    (0..rows).fold(sign, |product, row| product.times(factor[row * rows + row]))
}

/// A number whose exponent knows no bounds.
#[derive(Clone, Copy)]
pub(super) struct Scaled {
    fraction: f64,
    exponent: i64,
}

impl Scaled {
    pub(super) fn of(number: f64) -> Scaled {
        Scaled {
            fraction: number,
            exponent: 0,
        }
    }

    pub(super) fn times(self, factor: f64) -> Scaled {
        let (own, power) = split(factor);
        let (fraction, more) = split(self.fraction * own);
        Scaled {
            fraction,
            exponent: self.exponent + power + more,
        }
    }

    pub(super) fn number(self) -> f64 {
        scaled(self.fraction, self.exponent)
    }
}

/// The logarithm of the determinant.
pub(super) fn log_determinant(factor: &[f64], rows: usize) -> f64 {
    let mut negative = factor[rows * rows + rows] < 0.0;
    let mut sum = 0.0;
    for row in 0..rows {
        let pivot = factor[row * rows + row];
        negative ^= pivot < 0.0;
        sum += ln(pivot.abs());
    }
    // A determinant of 0 has no sign.
    match negative && sum != f64::NEG_INFINITY {
        true => f64::NAN,
        false => sum,
    }
}

/// A number as a fraction in [1, 2) of either sign and a power of two; what is not finite or 0 as itself.
fn split(number: f64) -> (f64, i64) {
    const BIAS: i64 = 1023;
    if number == 0.0 || !number.is_finite() {
        return (number, 0);
    }
    // Subnormal numbers become normal ones first.
    let (normal, shift) = match number.is_normal() {
        true => (number, 0),
        false => (number * 18_446_744_073_709_551_616.0, -64),
    };
    let exponent = (normal.to_bits() >> 52 & 0x7ff) as i64 - BIAS;
    let fraction = f64::from_bits(normal.to_bits() & !(0x7ff << 52) | (BIAS as u64) << 52);
    (fraction, exponent + shift)
}

/// `fraction*2^exponent`, rounded once.
fn scaled(fraction: f64, exponent: i64) -> f64 {
    let power = |exponent: i64| f64::from_bits(((exponent + 1023) as u64) << 52);
    match exponent {
        -1022..=1023 => fraction * power(exponent),
        1024.. => fraction * power(1023) * power((exponent - 1023).min(1023)),
        // Exact until the last step.
        _ => fraction * power(-1000) * power((exponent + 1000).max(-1022)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_split_and_put_together() {
        for number in [1.0, -3.5, 1e300, -1e-300, 5e-324, 2.5e-310, f64::MAX] {
            let (fraction, exponent) = split(number);
            assert!((1.0..2.0).contains(&fraction.abs()), "{number}");
            assert_eq!(scaled(fraction, exponent), number);
        }
        assert_eq!(scaled(1.5, 4000), f64::INFINITY);
        assert_eq!(scaled(-1.5, -4000), 0.0);
        assert_eq!(split(0.0), (0.0, 0));
    }

    #[test]
    fn a_determinant_overflows_only_where_it_is_too_large() {
        let pivots = [1e200, 1e200, -1e-200, 1e-190];
        let mut matrix = [0.0; 16];
        for (row, pivot) in pivots.iter().enumerate() {
            matrix[row * 5] = *pivot;
        }
        let mut factor = [0.0; 21];
        factorize(&matrix, 4, &mut factor);
        let determinant = determinant(&factor, 4);
        assert!((determinant / -1e10 - 1.0).abs() < 1e-14, "{determinant}");
        assert!(log_determinant(&factor, 4).is_nan());
    }
}
