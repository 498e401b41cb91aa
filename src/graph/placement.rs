//! Affine views: slices, strides, windows of convolutions, blocks, and their transposes.
//!
//! A view reads, for each entry of the result, one entry of its operand, or 0 where the place lies outside.
//! The transpose of a view adds each entry of its operand to one entry of the result.

use super::{Dimension, Expr, Graph, Op, Shape};
use num_traits::ToPrimitive;
use smallvec::SmallVec;

/// A placement in the table of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PlacementId(pub(crate) u32);

/// `place[axis] = offset + sum of factor * index`, for each axis of what is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Placement {
    /// The axes of what is looked at.
    pub whole: SmallVec<[Dimension; 4]>,
    /// The axes of the view.
    pub view: SmallVec<[Dimension; 4]>,
    /// For each axis of the whole its offset, and pairs of an axis of the view and a factor.
    pub places: Vec<Place>,
}

/// Where an index of the view lies on one axis of the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    /// The place of the first entry.
    pub offset: i64,
    /// Axes of the view and how far one step along them goes.
    pub steps: SmallVec<[(u8, i64); 2]>,
}

impl Placement {
    /// The place in the whole, row by row, of the entry of the view with these indices.
    pub fn position(&self, index: &[usize]) -> Option<usize> {
        let mut position = 0;
        for (place, axis) in self.places.iter().zip(&self.whole) {
            let steps = place.steps.iter();
            let own = steps.fold(place.offset, |sum, &(axis, factor)| {
                sum.saturating_add(factor.saturating_mul(index[axis as usize] as i64))
            });
            let own = own.to_usize().filter(|&own| own < axis.known())?;
            position = position * axis.known() + own;
        }
        Some(position)
    }

    /// Whether an axis of the view alone runs along all of an axis of the whole.
    pub(super) fn runs_along(&self, axis: usize) -> bool {
        let runs = |(place, whole): (&Place, &Dimension)| {
            place.offset == 0 && place.steps[..] == [(axis as u8, 1)] && *whole == self.view[axis]
        };
        self.places.iter().zip(&self.whole).any(runs)
    }

    /// The same with leading axes that stay as they are.
    pub fn carried(&self, lead: &[Dimension]) -> Placement {
        let count = lead.len() as u8;
        let ahead = |axes: &[Dimension]| lead.iter().chain(axes).copied().collect();
        let mut places: Vec<Place> = (0..count)
            .map(|axis| Place {
                offset: 0,
                steps: SmallVec::from_slice(&[(axis, 1)]),
            })
            .collect();
        places.extend(self.places.iter().map(|place| {
            let steps = place.steps.iter();
            Place {
                offset: place.offset,
                steps: steps
                    .map(|&(axis, factor)| (axis + count, factor))
                    .collect(),
            }
        }));
        Placement {
            whole: ahead(&self.whole),
            view: ahead(&self.view),
            places,
        }
    }

    /// The view of a single entry of a value of this shape, counted row by row.
    pub fn of_entry(shape: Shape, position: usize) -> Placement {
        let mut rest = position;
        let mut places: Vec<Place> = Vec::new();
        for size in shape.sizes().into_iter().rev() {
            places.push(Place {
                offset: (rest % size.max(1)) as i64,
                steps: SmallVec::new(),
            });
            rest /= size.max(1);
        }
        places.reverse();
        Placement {
            whole: shape.axes(),
            view: SmallVec::new(),
            places,
        }
    }

    /// Whether every entry of the view is the same entry of the whole.
    fn is_identity(&self) -> bool {
        let straight = |(axis, place): (usize, &Place)| {
            place.offset == 0 && place.steps[..] == [(axis as u8, 1)]
        };
        self.whole == self.view && self.places.iter().enumerate().all(straight)
    }
}

impl Graph {
    /// A view of `expr`: 0 where it looks outside.
    pub fn gather(&mut self, expr: Expr, placement: Placement) -> Expr {
        if placement.is_identity() {
            return expr;
        }
        if self.is_zero(expr) {
            return self.zeros(Shape::with_axes(&placement.view));
        }
        if let Op::Stack(_) = self.op(expr)
            && placement.view.is_empty()
        {
            return match placement.position(&[]) {
                Some(position) => self.operands(expr)[position],
                None => self.integer(0),
            };
        }
        let id = self.placement_id(placement);
        self.intern(Op::Gather(id), &[expr])
    }

    /// The transpose of a view: every entry of `expr` is added to its place, all other entries are 0.
    pub fn scatter(&mut self, expr: Expr, placement: Placement) -> Expr {
        if placement.is_identity() {
            return expr;
        }
        if self.is_zero(expr) {
            return self.zeros(Shape::with_axes(&placement.whole));
        }
        let id = self.placement_id(placement);
        self.intern(Op::Scatter(id), &[expr])
    }

    /// The placement of a node that is a view or the transpose of one.
    pub fn placement(&self, expr: Expr) -> Option<&Placement> {
        match self.op(expr) {
            Op::Gather(id) | Op::Scatter(id) => Some(self.placement_of(id)),
            _ => None,
        }
    }

    /// A part of `expr`: along each axis either one place, counted from 0, which leaves no axis, or a range.
    pub fn slice(&mut self, expr: Expr, ranges: &[Range]) -> Expr {
        let whole = self.shape(expr).axes();
        let single = |range: &Range| match *range {
            Range::At(place) => Some(place),
            _ => None,
        };
        let places: Option<Vec<u32>> = ranges.iter().map(single).collect();
        if let Some(places) = places
            && self.shape(expr).is_known()
        {
            let position = places
                .iter()
                .zip(&whole)
                .fold(0u32, |position, (&p, axis)| {
                    position.wrapping_mul(axis.known() as u32).wrapping_add(p)
                });
            return self.entry(expr, position);
        }
        let mut view = SmallVec::new();
        let mut list = Vec::with_capacity(ranges.len());
        for (range, axis) in ranges.iter().zip(&whole) {
            let place = match *range {
                Range::At(place) => Place {
                    offset: i64::from(place),
                    steps: SmallVec::new(),
                },
                Range::All => {
                    view.push(*axis);
                    Place {
                        offset: 0,
                        steps: SmallVec::from_slice(&[(view.len() as u8 - 1, 1)]),
                    }
                }
                Range::Part { first, count, step } => {
                    view.push(count);
                    Place {
                        offset: i64::from(first),
                        steps: SmallVec::from_slice(&[(view.len() as u8 - 1, step)]),
                    }
                }
            };
            list.push(place);
        }
        self.gather(
            expr,
            Placement {
                whole,
                view,
                places: list,
            },
        )
    }
}

/// What a slice takes along one axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// One place, counted from 0.
    At(u32),
    /// All of it.
    All,
    /// So many places from `first` on, `step` apart.
    Part {
        /// Counted from 0.
        first: u32,
        /// How many.
        count: Dimension,
        /// How far apart, perhaps backwards.
        step: i64,
    },
}
