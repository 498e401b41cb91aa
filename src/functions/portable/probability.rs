//! Functions of probabilities.

use super::{Builder, Step};

/// ln(x/(1 - x))
pub fn log_odds(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let one = build.constant(1.0);
    let rest = build.subtract(one, arguments[0]);
    let odds = build.divide(arguments[0], rest);
    build.call("ln", &[odds])
}

/// -sqrt(2) times the inverse of erfc at 2x.
pub fn normal_quantile(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let zero = build.constant(0.0);
    let two = build.constant(2.0);
    let scale = build.constant(std::f64::consts::SQRT_2);
    let doubled = build.multiply(two, arguments[0]);
    let inverse = build.call("erfcinv", &[doubled]);
    let value = build.multiply(scale, inverse);
    build.subtract(zero, value)
}

/// erfc(-x/sqrt(2))/2
pub fn normal_distribution(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let scale = build.constant(-std::f64::consts::FRAC_1_SQRT_2);
    let half = build.constant(0.5);
    let argument = build.multiply(scale, arguments[0]);
    let complement = build.call("erfc", &[argument]);
    build.multiply(half, complement)
}
