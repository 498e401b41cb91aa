//! Hashes of structure: the same for the same formula in any graph, whatever was made before.
//!
//! Must not know the table of nodes. Invariant: a hash depends on structure and names alone, since the order of
//! operands does.

use super::{Contraction, Dimension, Number, Placement, Shape};

/// The finalizer of splitmix64 over the running hash and the next word.
pub(super) fn mix(hash: u64, word: u64) -> u64 {
    let mut z = (hash.rotate_left(23) ^ word).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

pub(super) fn hash_bytes(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(bytes.len() as u64, |hash, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        mix(hash, u64::from_le_bytes(word))
    })
}

pub(super) fn hash_number(number: &Number) -> u64 {
    let sign_of = |part: i64| (part.signum() + 1) as u64;
    if let Some((above, below)) = number.words() {
        let hash = mix(0, sign_of(above));
        let hash = match above {
            0 => hash,
            _ => mix(hash, above.unsigned_abs()),
        };
        return mix(mix(hash, sign_of(below)), below.unsigned_abs());
    }
    let parts = [number.numer(), number.denom()];
    parts.iter().fold(0, |hash, part| {
        let sign = mix(hash, part.sign() as u64);
        part.iter_u64_digits().fold(sign, mix)
    })
}

pub(super) fn hash_shape(shape: Shape) -> u64 {
    shape
        .axes()
        .iter()
        .fold(shape.rank() as u64, |hash, &axis| {
            mix(hash, hash_dimension(axis))
        })
}

/// Of a name the letters: its place in the table of names is history.
pub(super) fn hash_dimension(dimension: Dimension) -> u64 {
    match (dimension.value(), dimension.name()) {
        (Some(number), _) => u64::from(number),
        (None, name) => hash_bytes(name.unwrap_or_default().as_bytes()),
    }
}

pub(super) fn hash_contraction(contraction: &Contraction) -> u64 {
    let lists = contraction.inputs.iter().chain([&contraction.output]);
    let start = contraction
        .extents
        .iter()
        .fold(0, |hash, &extent| mix(hash, hash_dimension(extent)));
    lists.fold(start, |hash, list| mix(hash, hash_bytes(list)))
}

pub(super) fn hash_placement(placement: &Placement) -> u64 {
    let axes = placement.whole.iter().chain(&placement.view);
    let start = axes.fold(placement.whole.len() as u64, |hash, &axis| {
        mix(hash, hash_dimension(axis))
    });
    placement.places.iter().fold(start, |hash, place| {
        let steps = place.steps.iter();
        steps.fold(mix(hash, place.offset as u64), |hash, &(axis, factor)| {
            mix(mix(hash, u64::from(axis)), factor as u64)
        })
    })
}
