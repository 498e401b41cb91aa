//! Formulas for all values of some indices at once: what was written for one entry becomes a whole value with an axis for
//! each index in front.
//!
//! Must not know where indices come from. Invariant: the axes of a lifted value are those of its indices, in ascending
//! order, then its own.

use super::intern::Operands;
use super::{Dimension, Expr, Graph, Indices, Op, Place, Placement, Shape};

/// No value has more axes.
const MOST_AXES: usize = 8;

/// A value for all values of the indices that it depends on.
#[derive(Clone, Debug)]
pub struct Lifted {
    /// With the axes of the indices in front.
    pub expr: Expr,
    /// The numbers of these indices, ascending.
    pub lead: Indices,
}

fn union<'a>(lists: impl Iterator<Item = &'a Indices>) -> Indices {
    let mut all: Indices = lists.flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The extents of these indices; 1 for all others.
fn of_lead(lead: &[u8], extents: &[Dimension]) -> Vec<Dimension> {
    let all = extents.iter().enumerate();
    all.map(|(index, &extent)| match lead.contains(&(index as u8)) {
        true => extent,
        false => Dimension::ONE,
    })
    .collect()
}

fn followed(lead: &[u8], own: impl IntoIterator<Item = u8>) -> Indices {
    lead.iter().copied().chain(own).collect()
}

impl Graph {
    /// A node whose operands are lifted; `extents` are those of all indices. None: it can't be computed for several
    /// indices at once.
    pub fn lift(
        &mut self,
        node: Expr,
        operands: &[Lifted],
        extents: &[Dimension],
    ) -> Option<Lifted> {
        let lead = union(operands.iter().map(|own| &own.lead));
        // An index that is in none of the operands must not be summed over.
        let extents = &of_lead(&lead, extents)[..];
        let shape = self.shape(node);
        let first = extents.len() as u8;
        let own = |rank: usize| (0..rank).map(move |axis| first + axis as u8);
        let axes = shape.axes();
        if lead.len() + axes.len() > MOST_AXES {
            return None;
        }
        let all: Vec<Dimension> = extents.iter().chain(&axes).copied().collect();
        let output = followed(&lead, own(axes.len()));
        let ahead: Vec<Dimension> = lead.iter().map(|&index| extents[index as usize]).collect();
        let originals = self.operands_of(node);
        let expr = match self.op(node) {
            Op::Product => {
                let lists: Vec<(Expr, Indices)> = operands
                    .iter()
                    .zip(&originals)
                    .map(|(image, &operand)| {
                        let rank = self.shape(operand).rank();
                        (image.expr, followed(&image.lead, own(rank)))
                    })
                    .collect();
                let factors: Vec<(Expr, &[u8])> = lists
                    .iter()
                    .map(|(expr, list)| (*expr, &list[..]))
                    .collect();
                self.contract(&factors, &output, &all)
            }
            Op::Contract(id) => {
                let inner = self.contraction_of(id).clone();
                let shift = |list: &Indices| -> Indices {
                    list.iter().map(|index| first + index).collect()
                };
                let lists: Vec<Indices> = operands
                    .iter()
                    .zip(&inner.inputs)
                    .map(|(image, list)| followed(&image.lead, shift(list)))
                    .collect();
                let factors: Vec<(Expr, &[u8])> = operands
                    .iter()
                    .zip(&lists)
                    .map(|(image, list)| (image.expr, &list[..]))
                    .collect();
                let all: Vec<Dimension> = extents.iter().chain(&inner.extents).copied().collect();
                self.contract(&factors, &followed(&lead, shift(&inner.output)), &all)
            }
            Op::Gather(_) => {
                let placement = self.placement(node)?.carried(&ahead);
                self.gather(operands[0].expr, placement)
            }
            Op::Scatter(_) => {
                let placement = self.placement(node)?.carried(&ahead);
                self.scatter(operands[0].expr, placement)
            }
            Op::Reduce(reduction, along) => {
                let along = u32::from(along) << lead.len();
                self.reduce(reduction, operands[0].expr, u8::try_from(along).ok()?)
            }
            Op::Fill(_) => self.contract(&[(operands[0].expr, &lead)], &output, &all),
            Op::Stack(_) => {
                let one = self.integer(1);
                let mut terms = Operands::new();
                for (position, image) in operands.iter().enumerate() {
                    let place = Placement::of_entry(shape, position);
                    let unit = self.scatter(one, place);
                    let at: Indices = own(axes.len()).collect();
                    let factors = [(image.expr, &image.lead[..]), (unit, &at[..])];
                    terms.push(self.contract(&factors, &output, &all));
                }
                self.sum(&terms)
            }
            Op::Entry(position) => {
                let whole = self.shape(originals[0]);
                let placement = Placement::of_entry(whole, position as usize).carried(&ahead);
                self.gather(operands[0].expr, placement)
            }
            Op::Sum
            | Op::Power
            | Op::Call(_)
            | Op::Select
            | Op::Less
            | Op::LessEqual
            | Op::Equal
            | Op::And
            | Op::Or
            | Op::Not => {
                let mut aligned = Operands::new();
                for (image, &operand) in operands.iter().zip(&originals) {
                    let rank = self.shape(operand).rank();
                    aligned.push(self.spread(image, rank, &lead, axes.len(), &all));
                }
                let expr = self.rebuild(node, &aligned);
                let whole: Vec<Dimension> = ahead.iter().chain(&axes).copied().collect();
                self.fill(expr, Shape::with_axes(&whole))
            }
            _ => return None,
        };
        Some(Lifted { expr, lead })
    }

    /// An operand of an elementwise operation with all axes of its result; a scalar goes with every shape.
    fn spread(
        &mut self,
        image: &Lifted,
        rank: usize,
        lead: &Indices,
        axes: usize,
        all: &[Dimension],
    ) -> Expr {
        let complete = image.lead == *lead && rank == axes;
        if complete || image.lead.is_empty() && rank == 0 {
            return image.expr;
        }
        let first = (all.len() - axes) as u8;
        let own = |rank: usize| (0..rank).map(move |axis| first + axis as u8);
        let (from, to) = (followed(&image.lead, own(rank)), followed(lead, own(axes)));
        if !self.is_condition(image.expr) {
            return self.contract(&[(image.expr, &from)], &to, all);
        }
        // Conditions are no numbers that could be repeated.
        let (zero, one) = (self.integer(0), self.integer(1));
        let number = self.select(image.expr, one, zero);
        let spread = self.contract(&[(number, &from)], &to, all);
        self.less(zero, spread)
    }

    /// A lifted value with an axis for each of these indices, ascending, in front of its own.
    pub fn with_lead(&mut self, image: &Lifted, lead: &[u8], extents: &[Dimension]) -> Expr {
        let extents = &of_lead(lead, extents)[..];
        let axes = self.shape(image.expr).axes();
        let own: Vec<Dimension> = axes[image.lead.len()..].to_vec();
        let all: Vec<Dimension> = extents.iter().chain(&own).copied().collect();
        let first = extents.len() as u8;
        let rest = || (0..own.len()).map(|axis| first + axis as u8);
        let (from, to) = (followed(&image.lead, rest()), followed(lead, rest()));
        self.contract(&[(image.expr, &from)], &to, &all)
    }

    /// The entries of a value at places that depend on the axes of the result.
    pub fn entries_at(&mut self, of: Expr, places: Vec<Place>, view: &[Dimension]) -> Expr {
        let whole = self.shape(of).axes();
        // An index alone, all along its axis, is a name for that axis.
        let plain: Option<Indices> = places
            .iter()
            .zip(&whole)
            .map(|(place, axis)| match place.steps[..] {
                [(own, 1)] if place.offset == 0 && view[own as usize] == *axis => Some(own),
                _ => None,
            })
            .collect();
        if let Some(plain) = plain {
            let output: Indices = (0..view.len() as u8).collect();
            return self.contract(&[(of, &plain)], &output, view);
        }
        let placement = Placement {
            whole,
            view: view.iter().copied().collect(),
            places,
        };
        self.gather(of, placement)
    }
}
