//! Memory for intermediate values, given by the caller so that calls allocate nothing.
//!
//! Must not know: programs. Invariant: it only grows; what it holds between two calls means nothing.

/// Scratch memory of a call. Make one per thread and hand it to every call on that thread: it serves
/// any program of any backend, grows to the largest one, and is then never allocated again.
#[derive(Debug, Default)]
pub struct Workspace {
    slots: Vec<f64>,
}

impl Workspace {
    /// Numbers of 8 bytes that it has grown to.
    pub fn capacity(&self) -> usize {
        self.slots.len()
    }

    /// This many slots of arbitrary content.
    pub(super) fn slots(&mut self, count: usize) -> &mut [f64] {
        if self.slots.len() < count {
            self.slots.resize(count, 0.0);
        }
        &mut self.slots[..count]
    }
}
