//! A wish to stop, shared by whoever waits and whoever computes.
//!
//! Must not know what is computed. Invariant: a computation that is stopped gives an error, never a wrong
//! result.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A wish to stop. Cheap to clone; clones share the wish.
///
/// ```
/// let interrupt = symdiff::Interrupt::default();
/// let elsewhere = interrupt.clone();
/// elsewhere.raise();
/// assert!(interrupt.is_raised());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Interrupt {
    own: Arc<AtomicBool>,
    /// Others that stop the same work.
    others: Vec<Arc<AtomicBool>>,
}

impl Interrupt {
    /// Asks every computation that has a clone to stop soon.
    ///
    /// ```
    /// symdiff::Interrupt::default().raise();
    /// ```
    pub fn raise(&self) {
        self.own.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked.
    ///
    /// ```
    /// assert!(!symdiff::Interrupt::default().is_raised());
    /// ```
    pub fn is_raised(&self) -> bool {
        let is_raised = |flag: &Arc<AtomicBool>| flag.load(Ordering::Relaxed);
        is_raised(&self.own) || self.others.iter().any(is_raised)
    }

    /// One that is raised once either of both is.
    pub(crate) fn or(&self, other: &Interrupt) -> Interrupt {
        let mut both = self.clone();
        both.others.push(other.own.clone());
        both.others.extend(other.others.iter().cloned());
        both
    }
}
