//! Large products of matrices by the crate `matrixmultiply`, which packs blocks for the cache and uses what the
//! processor has.
//!
//! Must not know: who multiplies. Invariants: `unsafe` occurs here because the crate takes pointers and strides; every
//! entry that it may touch is checked to lie inside the slices first; the results depend on the processor (whether it
//! fuses multiplication and addition), but not on the backend.

use super::multiply::Block;

/// `result += left*right`. No extent is 0.
pub(super) fn multiply_packed(block: &Block, left: &[f64], right: &[f64], result: &mut [f64]) {
    let Block {
        rows,
        columns,
        summed,
        ..
    } = *block;
    check(left.len(), [rows, summed], block.left);
    check(right.len(), [summed, columns], block.right);
    check(result.len(), [rows, columns], block.result);
    let [left_strides, right_strides, strides] =
        [block.left, block.right, block.result].map(|pair| pair.map(|own| own as isize));
    // SAFETY: the three slices hold every entry of the matrices, as was checked above, and `result` is borrowed
    // exclusively. Entries of it lie apart: two indices of a result never reach the same place, since its strides are
    // sums of those of a dense array.
    unsafe {
        matrixmultiply::dgemm(
            rows,
            summed,
            columns,
            1.0,
            left.as_ptr(),
            left_strides[0],
            left_strides[1],
            right.as_ptr(),
            right_strides[0],
            right_strides[1],
            1.0,
            result.as_mut_ptr(),
            strides[0],
            strides[1],
        );
    }
}

/// A block of a square row-major matrix: its first row and column, its rows and columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) at: [usize; 2],
    pub(super) extents: [usize; 2],
}

/// `target -= left*right` for three blocks of one row-major matrix with rows of `width` entries; the target shares no
/// entry with the others.
///
/// # Panics
/// If a block leaves the matrix, the blocks do not fit together, or the target meets another.
pub(super) fn subtract_product(
    matrix: &mut [f64],
    width: usize,
    left: Part,
    right: Part,
    target: Part,
) {
    for part in [left, right, target] {
        let [rows, columns] = [0, 1].map(|axis| part.at[axis].checked_add(part.extents[axis]));
        let inside = rows.and_then(|rows| rows.checked_mul(width)) <= Some(matrix.len())
            && rows.is_some()
            && columns.is_some_and(|columns| columns <= width);
        assert!(inside, "a block leaves its matrix");
    }
    let fit = left.extents[0] == target.extents[0]
        && right.extents[1] == target.extents[1]
        && left.extents[1] == right.extents[0];
    assert!(
        fit && !meet(&left, &target) && !meet(&right, &target),
        "blocks that do not fit"
    );
    if target.extents.contains(&0) || left.extents[1] == 0 {
        return;
    }
    let stride = width as isize;
    let start = matrix.as_mut_ptr();
    let offset = |part: &Part| part.at[0] * width + part.at[1];
    // SAFETY: the blocks lie inside the matrix, which is borrowed exclusively, and the target shares no entry with the
    // blocks that are read; all pointers come from one.
    unsafe {
        matrixmultiply::dgemm(
            target.extents[0],
            left.extents[1],
            target.extents[1],
            -1.0,
            start.add(offset(&left)),
            stride,
            1,
            start.add(offset(&right)),
            stride,
            1,
            1.0,
            start.add(offset(&target)),
            stride,
            1,
        );
    }
}

fn meet(a: &Part, b: &Part) -> bool {
    (0..2).all(|axis| {
        a.at[axis] < b.at[axis] + b.extents[axis] && b.at[axis] < a.at[axis] + a.extents[axis]
    })
}

/// Whether all entries of a matrix of these extents and strides lie in so many numbers.
fn check(length: usize, extents: [usize; 2], strides: [usize; 2]) {
    let farthest = |axis: usize| (extents[axis] - 1).checked_mul(strides[axis]);
    let last = farthest(0).and_then(|down| down.checked_add(farthest(1)?));
    assert!(
        last.is_some_and(|last| last < length),
        "a matrix leaves its array"
    );
}
