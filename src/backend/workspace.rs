//! Memory for intermediate values, given by the caller so that calls allocate nothing.
//!
//! Must not know: programs. Invariant: it only grows; what it holds between two calls means nothing.

/// Scratch memory of a call. Make one per thread and hand it to every call on that thread: it serves
/// any program of any backend, grows to the largest one, and is then never allocated again.
#[derive(Debug, Default)]
pub struct Workspace {
    slots: Vec<f64>,
    /// The arrays of a schedule.
    pub(super) buffers: Vec<Vec<f64>>,
    /// Buffers that a step writes to.
    pub(super) targets: Vec<Vec<f64>>,
    /// A block of results, one column for each.
    pub(super) columns: Vec<f64>,
    /// Inputs and outputs of one place of a loop.
    pub(super) point: Vec<f64>,
    /// Places and offsets of a loop.
    pub(super) places: Vec<usize>,
    /// Addresses and strides that compiled code reads. They mean nothing after the call.
    pub(super) addresses: Vec<usize>,
}

impl Workspace {
    /// Numbers of 8 bytes that it has grown to.
    pub fn capacity(&self) -> usize {
        let arrays: usize = self.buffers.iter().map(Vec::capacity).sum();
        let numbers = [&self.slots, &self.columns, &self.point].map(Vec::capacity);
        let words = [&self.places, &self.addresses].map(Vec::capacity);
        arrays + numbers.iter().chain(&words).sum::<usize>()
    }

    /// This many slots of arbitrary content.
    pub(super) fn slots(&mut self, count: usize) -> &mut [f64] {
        if self.slots.len() < count {
            self.slots.resize(count, 0.0);
        }
        &mut self.slots[..count]
    }
}
