//! Where a function comes from: a text with its options, or a graph that was built, and what was derived from it.
//! Enough to make it again.

use super::{ReadOptions, Request};

/// A text, how it was read, and what was derived since.
#[derive(Clone, Debug, Default)]
pub(super) struct Origin {
    /// None: the function was built in a program.
    pub(super) text: Option<String>,
    pub(super) options: ReadOptions,
    /// Each asks for one quantity, which became the next function.
    pub(super) steps: Vec<Request>,
}

impl Origin {
    /// The same with one more step.
    pub(super) fn then(&self, step: Request) -> Origin {
        let mut origin = self.clone();
        origin.steps.push(step);
        origin
    }
}
