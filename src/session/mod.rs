//! What the doors say, without IO: a request in, an answer out.

#[cfg(feature = "cli")]
pub mod json;
#[cfg(feature = "cli")]
pub mod pipe;
#[cfg(feature = "cli")]
pub mod report;
#[cfg(feature = "cli")]
pub mod values;
