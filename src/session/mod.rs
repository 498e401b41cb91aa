//! What the doors say, without IO: a request in, an answer out.

#[cfg(feature = "cli")]
pub mod pipe;
#[cfg(feature = "cli")]
pub mod report;
