//! A loop over several axes at once: strides into arrays, axes joined where they lie one behind the other, and the walk
//! over all but the innermost axis.
//!
//! Must not know: what is done in the loop. Invariants: the places are visited in row-major order of the axes that were
//! given; joining axes changes no offset.

use smallvec::SmallVec;

/// Numbers by axis.
pub(super) type Extents = SmallVec<[usize; 4]>;

/// A loop: the extents of its axes, and for each array that it walks over a stride along each axis.
#[derive(Clone, Debug)]
pub(super) struct Nest {
    /// Outermost first; at least one.
    extents: Extents,
    /// By array and axis.
    strides: Vec<Extents>,
}

/// The strides of a dense row-major array.
pub(super) fn dense(extents: &[usize]) -> Extents {
    let mut strides: Extents = SmallVec::from_elem(1, extents.len());
    for axis in (1..extents.len()).rev() {
        strides[axis - 1] = strides[axis] * extents[axis].max(1);
    }
    strides
}

impl Nest {
    /// A loop over these axes. Strides have an entry for each axis.
    pub(super) fn new(extents: &[usize], strides: Vec<Extents>) -> Nest {
        let mut nest = Nest {
            extents: Extents::new(),
            strides: vec![Extents::new(); strides.len()],
        };
        for (axis, &extent) in extents.iter().enumerate() {
            // An axis of one place moves nothing.
            if extent == 1 {
                continue;
            }
            let joins = |(own, new): (&Extents, &Extents)| {
                own.last().is_some_and(|&outer| outer == new[axis] * extent)
            };
            let joined = !nest.extents.is_empty() && nest.strides.iter().zip(&strides).all(joins);
            if joined && let Some(last) = nest.extents.last_mut() {
                *last *= extent;
                for (own, new) in nest.strides.iter_mut().zip(&strides) {
                    if let Some(last) = own.last_mut() {
                        *last = new[axis];
                    }
                }
                continue;
            }
            nest.extents.push(extent);
            for (own, new) in nest.strides.iter_mut().zip(&strides) {
                own.push(new[axis]);
            }
        }
        if nest.extents.is_empty() {
            nest.extents.push(1);
            for own in &mut nest.strides {
                own.push(0);
            }
        }
        nest
    }

    /// A loop over the numbers of all places of these axes.
    pub(super) fn numbers(extents: &[usize]) -> Nest {
        Nest::new(extents, vec![dense(extents)])
    }

    /// The number of places of the innermost axis.
    pub(super) fn inner(&self) -> usize {
        self.extents[self.extents.len() - 1]
    }

    /// The stride of an array along the innermost axis.
    pub(super) fn inner_stride(&self, array: usize) -> usize {
        self.strides[array][self.extents.len() - 1]
    }

    /// Calls `body` with the offset of each array for every place of the outer axes. `scratch` is memory for that.
    pub(super) fn walk(&self, scratch: &mut Vec<usize>, mut body: impl FnMut(&[usize])) {
        if self.extents.contains(&0) {
            return;
        }
        let outer = self.extents.len() - 1;
        let arrays = self.strides.len();
        scratch.clear();
        scratch.resize(arrays + outer, 0);
        let (offsets, places) = scratch.split_at_mut(arrays);
        loop {
            body(offsets);
            let mut axis = outer;
            loop {
                if axis == 0 {
                    return;
                }
                axis -= 1;
                places[axis] += 1;
                let wraps = places[axis] == self.extents[axis];
                for (offset, strides) in offsets.iter_mut().zip(&self.strides) {
                    match wraps {
                        true => *offset -= strides[axis] * (self.extents[axis] - 1),
                        false => *offset += strides[axis],
                    }
                }
                if !wraps {
                    break;
                }
                places[axis] = 0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offsets(nest: &Nest) -> Vec<usize> {
        let mut seen = Vec::new();
        nest.walk(&mut Vec::new(), |offsets| {
            seen.extend((0..nest.inner()).map(|place| offsets[0] + place * nest.inner_stride(0)));
        });
        seen
    }

    #[test]
    fn axes_that_lie_one_behind_the_other_are_one() {
        let dense = dense(&[2, 3, 4]);
        assert_eq!(dense[..], [12, 4, 1]);
        let nest = Nest::new(&[2, 3, 4], vec![dense.clone(), SmallVec::from_elem(0, 3)]);
        assert_eq!((nest.inner(), nest.inner_stride(0)), (24, 1));
        let transposed: Extents = SmallVec::from_slice(&[1, 4, 12]);
        let nest = Nest::new(&[4, 3, 2], vec![transposed]);
        assert_eq!(nest.inner(), 2);
        let expected: Vec<usize> = (0..24)
            .map(|k| k / 6 + k / 2 % 3 * 4 + k % 2 * 12)
            .collect();
        assert_eq!(offsets(&nest), expected);
    }

    #[test]
    fn no_axes_are_one_place_and_an_empty_axis_none() {
        assert_eq!(offsets(&Nest::new(&[], vec![Extents::new()])), [0]);
        assert_eq!(offsets(&Nest::new(&[1, 1], vec![dense(&[1, 1])])), [0]);
        let empty: [usize; 0] = [];
        assert_eq!(
            offsets(&Nest::new(&[3, 0, 2], vec![dense(&[3, 0, 2])])),
            empty
        );
        assert_eq!(offsets(&Nest::new(&[0], vec![dense(&[0])])), empty);
    }
}
