//! Compiled functions in the types of other crates: an optional feature for each crate.
//!
//! Must not know how functions are made. Invariant: only what stands here has types of these crates in its signature.

#[cfg(feature = "argmin")]
mod argmin;
#[cfg(feature = "nalgebra")]
mod nalgebra;
#[cfg(feature = "ndarray")]
mod ndarray;

#[cfg(feature = "argmin")]
pub use argmin::{Parameters, Problem};
