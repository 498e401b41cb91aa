//! Where the numbers of a call are: inputs, buffers, outputs.
//!
//! Must not know: what steps do. Invariant: a step writes to memory that it has taken out of the workspace or that is
//! the caller's, so nothing that it reads can change meanwhile.

use crate::program::schedule::{ArrayId, Place, Plan};

/// The inputs of a call.
#[derive(Clone, Copy, Debug)]
pub enum Inputs<'a> {
    /// One behind the other.
    Flat(&'a [f64]),
    /// Each for itself.
    Parts(&'a [&'a [f64]]),
}

/// Where the outputs of a call go.
#[derive(Debug)]
pub enum Outputs<'a, 'b> {
    /// One behind the other.
    Flat(&'a mut [f64]),
    /// Each for itself.
    Parts(&'a mut [&'b mut [f64]]),
}

impl Inputs<'_> {
    /// Whether these are the inputs of a plan.
    pub(super) fn fit(&self, plan: &Plan) -> bool {
        match self {
            Inputs::Flat(all) => all.len() == plan.inputs.last().map_or(0, |range| range.end),
            Inputs::Parts(parts) => {
                parts.len() == plan.inputs.len()
                    && parts
                        .iter()
                        .zip(&plan.inputs)
                        .all(|own| own.0.len() == own.1.len())
            }
        }
    }
}

impl Outputs<'_, '_> {
    /// Whether these are the outputs of a plan.
    pub(super) fn fit(&self, plan: &Plan) -> bool {
        match self {
            Outputs::Flat(all) => all.len() == plan.outputs.last().map_or(0, |range| range.end),
            Outputs::Parts(parts) => {
                parts.len() == plan.outputs.len()
                    && parts
                        .iter()
                        .zip(&plan.outputs)
                        .all(|own| own.0.len() == own.1.len())
            }
        }
    }

    /// The numbers of an output.
    pub(super) fn output(&mut self, plan: &Plan, index: usize) -> &mut [f64] {
        match self {
            Outputs::Flat(all) => &mut all[plan.outputs[index].clone()],
            Outputs::Parts(parts) => &mut *parts[index],
        }
    }
}

/// What a step may read.
#[derive(Clone, Copy)]
pub(super) struct Arrays<'a> {
    pub(super) plan: &'a Plan,
    pub(super) inputs: Inputs<'a>,
    pub(super) buffers: &'a [Vec<f64>],
}

impl<'a> Arrays<'a> {
    /// The numbers of an array that is an input or lies in a buffer: what is made where it leaves is never read.
    pub(super) fn get(&self, id: ArrayId) -> &'a [f64] {
        let array = self.plan.array(id);
        match (array.place, self.inputs) {
            (Place::Input(index), Inputs::Flat(all)) => &all[self.plan.inputs[index].clone()],
            (Place::Input(index), Inputs::Parts(parts)) => parts[index],
            (Place::Buffer(buffer), _) => &self.buffers[buffer][..array.count],
            (Place::Output(_), _) => &[],
        }
    }
}
