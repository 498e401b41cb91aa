//! Texts evaluated at points.

use super::read::function;
use super::run::run;
use symdiff::{Quantity, Request};

/// Quantities of a text at a point, on every backend, simplified and not: both must agree to `1e-12`, and the
/// simplified numbers are returned.
pub fn at(text: &str, variables: &[&str], quantities: &[Quantity], point: &[f64]) -> Vec<f64> {
    let function = function(text, variables);
    let simplified = Request::of(quantities.iter().cloned());
    let plain = Request {
        simplify: None,
        ..simplified.clone()
    };
    let points = [point.to_vec()];
    let found = run(&function, &simplified, &points).remove(0);
    let other = run(&function, &plain, &points).remove(0);
    for (a, b) in found.iter().zip(&other) {
        let same =
            a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-12 * a.abs().max(1.0);
        assert!(
            same,
            "{text} at {point:?}: {found:?} simplified, {other:?} as it stands"
        );
    }
    found
}
