//! How far a program may be off: a bound of the rounding error of each output over a box of inputs.
//!
//! The program is the one that names elementary functions. Beside each value stand an interval that holds the exact
//! value of the formula for every input of the box, and a bound of the distance of the computed value from it, which
//! is carried from operands to results to first order and beyond: nothing is left out. What a function adds is what
//! its row says of its kernel. Must not know: graphs, but for those that rules are read into; how results are shown.
//! Invariant: a bound that is not proved under these premises is infinite, and a finding says why.

mod error;
mod interval;
mod rows;
mod truth;

pub use error::{Bound, Bounds, Finding, bound};
pub use interval::Interval;
