//! Scratch memory of calls: the caller's own, or one for each thread.
//!
//! Must not know: programs. Invariant: it only grows, so that calls allocate nothing once it has the size of
//! the largest function.

use crate::backend;
use std::cell::RefCell;

/// Scratch memory for calls of compiled functions.
///
/// Methods such as [`CompiledFunction::value`](super::CompiledFunction::value) keep one for each thread. Who wants no
/// thread-local memory makes one and hands it to the methods that end in `_in`. A workspace serves any function; it
/// grows to the largest one and is never allocated again.
///
/// ```
/// use symdiff::{Function, Workspace};
///
/// let f = Function::parse("exp(x)*y")?.compile()?;
/// let mut workspace = Workspace::new();
/// let mut gradient = [0.0; 2];
/// let value = f.value_and_gradient_in(&[0.0, 2.0], &mut gradient, &mut workspace)?;
/// assert_eq!((value, gradient), (2.0, [2.0, 1.0]));
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Workspace {
    /// Intermediate values.
    pub(super) slots: backend::Workspace,
    /// Outputs that go to several places.
    pub(super) outputs: Vec<f64>,
}

thread_local! {
    static OWN: RefCell<Workspace> = RefCell::default();
}

impl Workspace {
    /// Empty memory, which the first call grows.
    ///
    /// ```
    /// assert_eq!(symdiff::Workspace::new().bytes(), 0);
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Bytes that it has grown to.
    ///
    /// ```
    /// use symdiff::{Function, Workspace};
    ///
    /// let f = Function::parse("sin(x) + cos(x)")?.compile()?;
    /// let mut workspace = Workspace::new();
    /// f.value_in(&[1.0], &mut workspace)?;
    /// let grown = workspace.bytes();
    /// f.value_in(&[2.0], &mut workspace)?;
    /// assert_eq!(workspace.bytes(), grown);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn bytes(&self) -> usize {
        (self.slots.capacity() + self.outputs.capacity()) * size_of::<f64>()
    }

    /// Work with the memory of this thread.
    pub(super) fn of_thread<T>(work: impl FnOnce(&mut Workspace) -> T) -> T {
        OWN.with_borrow_mut(work)
    }
}
