//! Adding up the contributions to one adjoint or tangent.

use super::partials::Partial;
use crate::graph::{Expr, Graph, Op, Shape};
use hashbrown::DefaultHashBuilder;
use indexmap::IndexMap;

/// A change that reaches a node: `seed` times `factor`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Contribution {
    /// The adjoint of a node above, or the tangent of a node below.
    pub seed: Expr,
    /// The partial derivative between both.
    pub factor: Expr,
    /// As in [`Partial`].
    pub gated: bool,
    /// The entry that it reaches, where it reaches one only: then seed and factor are scalars.
    pub entry: Option<u32>,
}

impl Contribution {
    /// A contribution that is finished.
    pub(super) fn whole(graph: &mut Graph, seed: Expr) -> Self {
        Contribution {
            seed,
            factor: graph.integer(1),
            gated: false,
            entry: None,
        }
    }

    /// A contribution that is finished, to one entry.
    pub(super) fn at(graph: &mut Graph, seed: Expr, entry: u32) -> Self {
        Contribution {
            entry: Some(entry),
            ..Contribution::whole(graph, seed)
        }
    }

    /// What `seed` contributes along a link, but for the link's outer factor.
    pub(super) fn along(seed: Expr, link: &Partial) -> Self {
        Contribution {
            seed,
            factor: link.factor,
            gated: link.gated,
            entry: None,
        }
    }
}

/// The sum of all contributions to a node of this shape. Those with the same seed are joined as
/// `seed * (sum of factors)`: one multiplication, and the form that a person would write.
pub(super) fn gather(graph: &mut Graph, shape: Shape, contributions: &[Contribution]) -> Expr {
    if let [only] = contributions
        && only.entry.is_none()
        && !only.gated
        && [shape, graph.shape(only.seed), graph.shape(only.factor)] == [Shape::Scalar; 3]
    {
        let factor = graph.sum(&[only.factor]);
        let term = graph.product(&[only.seed, factor]);
        return graph.sum(&[term]);
    }
    let mut by_seed: IndexMap<Expr, Vec<Expr>, DefaultHashBuilder> = IndexMap::default();
    let mut terms = Vec::new();
    // Entry by entry they are added up first: one vector, not one for each contribution.
    let mut by_entry: IndexMap<u32, Vec<Expr>, DefaultHashBuilder> = IndexMap::default();
    for contribution in contributions {
        let Contribution {
            seed,
            factor,
            gated,
            entry,
        } = *contribution;
        if let Some(entry) = entry {
            let term = graph.product(&[seed, factor]);
            by_entry.entry(entry).or_default().push(term);
        } else if gated {
            let term = scale(graph, seed, factor);
            terms.push(reduce(graph, term, shape));
        } else if graph.joined_shape(&[seed, factor]) == Some(shape) && graph.shape(seed) == shape {
            by_seed.entry(seed).or_default().push(factor);
        } else {
            let term = graph.product(&[seed, factor]);
            terms.push(reduce(graph, term, shape));
        }
    }
    for (seed, factors) in by_seed {
        let factor = graph.sum(&factors);
        terms.push(graph.product(&[seed, factor]));
    }
    if !by_entry.is_empty() {
        let mut entries = vec![graph.integer(0); shape.entries()];
        for (entry, list) in by_entry {
            entries[entry as usize] = graph.sum(&list);
        }
        terms.push(graph.stack(&entries, shape));
    }
    let sum = graph.sum(&terms);
    graph.fill(sum, shape)
}

/// What reaches a scalar that was broadcast is the sum over all entries.
fn reduce(graph: &mut Graph, term: Expr, shape: Shape) -> Expr {
    if shape.is_scalar() {
        graph.total(term)
    } else {
        graph.fill(term, shape)
    }
}

/// `seed * choice` with the choice made last, so that 0 on the side switched off stays 0 even where
/// the seed is infinite. The rules of the table nest choices two deep at most.
pub(super) fn scale(graph: &mut Graph, seed: Expr, choice: Expr) -> Expr {
    if graph.is_zero(choice) {
        return choice;
    }
    if graph.op(choice) != Op::Select {
        return graph.product(&[seed, choice]);
    }
    let operands = graph.operands_of(choice);
    let met = scale(graph, seed, operands[1]);
    let otherwise = scale(graph, seed, operands[2]);
    graph.select(operands[0], met, otherwise)
}
