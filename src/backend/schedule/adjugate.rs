//! Derivatives of determinants, right for matrices of any rank: minors with their signs, none of them a quotient.
//!
//! Must not know: schedules. Invariants: where the pivots of the factorization are far from 0, the adjugate is the inverse
//! times the determinant; elsewhere it comes from a factorization with complete pivoting, A = P'*L*D*U*Q', whose adjugate
//! has the products of all other entries of D in place of their reciprocals.

use super::factor::{Scaled, determinant_of, factorize, invert};
use super::multiply::add_scaled;

/// Pivots whose ratio is below this are not divided by.
const LEAST_PIVOT: f64 = 1e-3;

/// The adjugate of a matrix, of which there is a factorization.
pub(super) fn adjugate(
    factor: &[f64],
    matrix: &[f64],
    rows: usize,
    target: &mut [f64],
    memory: &mut Vec<f64>,
) {
    let pivots = || (0..rows).map(|row| factor[row * rows + row].abs());
    let (least, greatest) = pivots().fold((f64::INFINITY, 0.0f64), |(least, greatest), pivot| {
        (least.min(pivot), greatest.max(pivot))
    });
    if least > LEAST_PIVOT * greatest {
        invert(factor, rows, target);
        let determinant = determinant_of(factor, rows);
        for entry in target {
            *entry = determinant.times(*entry).number();
        }
        return;
    }
    let own = Decomposed::of(matrix, rows, memory);
    // Row a of the middle has the product of all pivots but its own.
    let Decomposed { left, right, .. } = own;
    target.fill(0.0);
    for a in 0..rows {
        let product = own.without([a, a]);
        for row in 0..rows {
            let factor = product.times(right[row * rows + a]).number();
            let entries = &mut target[row * rows..(row + 1) * rows];
            add_scaled(entries, 1, &left[a * rows..], 1, factor, rows);
        }
    }
}

/// The derivatives of a determinant of an order from 2 on.
pub(super) fn higher(
    order: u8,
    matrix: &[f64],
    rows: usize,
    target: &mut [f64],
    memory: &mut Vec<f64>,
) {
    match order {
        2 => second(matrix, rows, target, memory),
        _ => minors(usize::from(order), matrix, rows, target, memory),
    }
}

/// By entries `[i, j]` and `[k, l]`, at `[j, i, l, k]`: the sum over pairs of pivots of the product of all others,
/// times a minor of two columns of Q*inv(U) and one of two rows of inv(L)*P.
fn second(matrix: &[f64], rows: usize, target: &mut [f64], memory: &mut Vec<f64>) {
    target.fill(0.0);
    let square = rows * rows;
    let own = Decomposed::of(matrix, rows, memory);
    let Decomposed { left, right, .. } = own;
    let at = |row: usize, column: usize| row * rows + column;
    for a in 0..rows {
        for b in a + 1..rows {
            let product = own.without([a, b]);
            for j in 0..rows {
                for l in j + 1..rows {
                    let first = right[at(j, a)] * right[at(l, b)];
                    let minor = first - right[at(l, a)] * right[at(j, b)];
                    let factor = product.times(minor).number();
                    for i in 0..rows {
                        for k in i + 1..rows {
                            let first = left[at(a, i)] * left[at(b, k)];
                            let minor = first - left[at(a, k)] * left[at(b, i)];
                            target[at(j, i) * square + at(l, k)] += factor * minor;
                        }
                    }
                }
            }
        }
    }
    // What changes its sign with rows and with columns.
    for j in 0..rows {
        for l in j + 1..rows {
            for i in 0..rows {
                for k in i + 1..rows {
                    let value = target[at(j, i) * square + at(l, k)];
                    target[at(l, k) * square + at(j, i)] = value;
                    target[at(j, k) * square + at(l, i)] = -value;
                    target[at(l, i) * square + at(j, k)] = -value;
                }
            }
        }
    }
}

/// Each entry as the determinant of what is left of the matrix.
fn minors(order: usize, matrix: &[f64], rows: usize, target: &mut [f64], memory: &mut Vec<f64>) {
    let left = rows - order.min(rows);
    let needed = 2 * left * left + left + 1;
    memory.resize(memory.len().max(needed), 0.0);
    let (minor, factor) = memory.split_at_mut(left * left);
    for (place, entry) in target.iter_mut().enumerate() {
        // The rows and columns that are taken out, in order.
        let (mut out, mut rest) = ([[0usize; 16]; 2], place);
        for axis in (0..2 * order).rev() {
            out[1 - axis % 2][axis / 2] = rest % rows;
            rest /= rows;
        }
        let [gone_rows, gone_columns] = out.each_ref().map(|own| &own[..order]);
        let signs = [sign_of(gone_rows), sign_of(gone_columns)];
        let [Some(first), Some(second)] = signs else {
            *entry = 0.0;
            continue;
        };
        let kept = |gone: &'_ [usize], place: usize| !gone.contains(&place);
        let mut next = 0;
        for row in (0..rows).filter(|&row| kept(gone_rows, row)) {
            for column in (0..rows).filter(|&column| kept(gone_columns, column)) {
                minor[next] = matrix[row * rows + column];
                next += 1;
            }
        }
        factorize(minor, left, &mut factor[..left * left + left + 1]);
        let value = determinant_of(factor, left).number();
        *entry = if first ^ second { -value } else { value };
    }
}

/// Whether taking out these rows, one after the other, changes the sign; none if one is there twice.
fn sign_of(places: &[usize]) -> Option<bool> {
    let mut negative = false;
    for (at, place) in places.iter().enumerate() {
        let before = &places[..at];
        if before.contains(place) {
            return None;
        }
        let left = place - before.iter().filter(|own| *own < place).count();
        negative ^= left % 2 == 1;
    }
    Some(negative)
}

/// A matrix as P'*L*D*U*Q' with complete pivoting: L and U have ones on their diagonals.
struct Decomposed<'a> {
    rows: usize,
    /// inv(L)*P, row-major.
    left: &'a [f64],
    /// Q*inv(U), row-major.
    right: &'a [f64],
    /// D.
    pivots: &'a [f64],
    /// Whether the exchanges change the sign.
    negative: bool,
}

impl<'a> Decomposed<'a> {
    fn of(matrix: &[f64], rows: usize, memory: &'a mut Vec<f64>) -> Decomposed<'a> {
        let square = rows * rows;
        let needed = 3 * square + rows;
        memory.resize(memory.len().max(needed), 0.0);
        let (own, rest) = memory[..needed].split_at_mut(square);
        let (left, rest) = rest.split_at_mut(square);
        let (right, pivots) = rest.split_at_mut(square);
        own.copy_from_slice(&matrix[..square]);
        for side in [&mut *left, &mut *right] {
            side.fill(0.0);
            side.iter_mut().step_by(rows + 1).for_each(|own| *own = 1.0);
        }
        // `left` follows the rows; `right` is kept transposed, so that it follows the columns by rows too.
        let mut negative = false;
        for step in 0..rows {
            let [row, column] = greatest(own, rows, step);
            for (side, place) in [(&mut *left, row), (&mut *right, column)] {
                if place != step {
                    exchange(side, rows, step, place);
                    negative = !negative;
                }
            }
            if row != step {
                exchange(own, rows, step, row);
            }
            if column != step {
                own.chunks_exact_mut(rows)
                    .for_each(|own| own.swap(step, column));
            }
            let pivot = own[step * rows + step];
            pivots[step] = pivot;
            if pivot == 0.0 {
                pivots[step..].fill(0.0);
                break;
            }
            // The rows below lose their first entry; what they lose of the others is the same for the columns.
            let count = rows - step - 1;
            for other in step + 1..rows {
                let factor = own[other * rows + step] / pivot;
                let (upper, lower) = own.split_at_mut(other * rows);
                let source = &upper[step * rows + step + 1..];
                add_scaled(&mut lower[step + 1..], 1, source, 1, -factor, count);
                let (upper, lower) = left.split_at_mut(other * rows);
                add_scaled(lower, 1, &upper[step * rows..], 1, -factor, rows);
                let factor = own[step * rows + other] / pivot;
                let (upper, lower) = right.split_at_mut(other * rows);
                add_scaled(lower, 1, &upper[step * rows..], 1, -factor, rows);
            }
        }
        for row in 0..rows {
            for column in 0..row {
                right.swap(row * rows + column, column * rows + row);
            }
        }
        Decomposed {
            rows,
            left,
            right,
            pivots,
            negative,
        }
    }

    /// The product of all pivots but two, or but one that is named twice, with the sign of the exchanges.
    fn without(&self, out: [usize; 2]) -> Scaled {
        let sign = if self.negative { -1.0 } else { 1.0 };
        let left = (0..self.rows).filter(|place| !out.contains(place));
        left.fold(Scaled::of(sign), |product, place| {
            product.times(self.pivots[place])
        })
    }
}

/// Where the entry of the greatest magnitude stands among those from a row and column on.
fn greatest(own: &[f64], rows: usize, first: usize) -> [usize; 2] {
    let mut best = [first, first];
    let mut magnitude = own[first * rows + first].abs();
    for row in first..rows {
        for column in first..rows {
            let entry = own[row * rows + column].abs();
            if entry > magnitude {
                (best, magnitude) = ([row, column], entry);
            }
        }
    }
    best
}

fn exchange(matrix: &mut [f64], rows: usize, above: usize, below: usize) {
    let (upper, lower) = matrix.split_at_mut(below * rows);
    upper[above * rows..(above + 1) * rows].swap_with_slice(&mut lower[..rows]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(matrix: &[f64], rows: usize) -> Vec<f64> {
        let mut factor = vec![0.0; rows * rows + rows + 1];
        factorize(matrix, rows, &mut factor);
        let mut target = vec![0.0; rows * rows];
        adjugate(&factor, matrix, rows, &mut target, &mut Vec::new());
        target
    }

    #[test]
    fn an_adjugate_is_right_at_every_rank() {
        // Of rank 2: its adjugate is the outer product of the vectors that it and its transpose take to 0.
        let matrix = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0];
        let expected = [-3.0, 6.0, -3.0, 6.0, -12.0, 6.0, -3.0, 6.0, -3.0];
        let found = of(&matrix, 3);
        for (own, expected) in found.iter().zip(expected) {
            assert!((own - expected).abs() < 1e-13, "{found:?}");
        }
        // Of rank 1, and of rank 0.
        assert!(of(&[1.0; 9], 3).iter().all(|own| *own == 0.0));
        assert!(of(&[0.0; 9], 3).iter().all(|own| *own == 0.0));
        for (own, expected) in of(&[2.0, 3.0, 5.0, 7.0], 2)
            .iter()
            .zip([7.0, -3.0, -5.0, 2.0])
        {
            assert!((own - expected).abs() < 1e-14);
        }
    }

    #[test]
    fn second_derivatives_agree_with_minors() {
        let rows = 5;
        let entry = |place: usize| ((place * 7919 + 13) % 101) as f64 / 25.0 - 2.0;
        let mut matrix: Vec<f64> = (0..rows * rows).map(entry).collect();
        // The last rows depend on the first ones: of rank 3.
        for column in 0..rows {
            matrix[3 * rows + column] = matrix[column] + matrix[rows + column];
            matrix[4 * rows + column] = matrix[column] - matrix[2 * rows + column];
        }
        let (mut first, mut other) = (vec![0.0; 625], vec![0.0; 625]);
        second(&matrix, rows, &mut first, &mut Vec::new());
        minors(2, &matrix, rows, &mut other, &mut Vec::new());
        assert!(other.iter().any(|own| own.abs() > 1.0));
        for (own, other) in first.iter().zip(&other) {
            assert!((own - other).abs() < 1e-12, "{own} {other}");
        }
    }
}
