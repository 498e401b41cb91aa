//! Value and gradient of a workload.

use super::workloads::Workload;
use symdiff::{Derivation, Quantity, Request};

/// The value and the gradient in all variables.
pub fn derivation(workload: &Workload) -> Derivation {
    let request = Request::of([Quantity::Value, Quantity::Gradient]);
    let derivation = workload.function().derive(&request);
    derivation.expect("the workload has a gradient")
}
