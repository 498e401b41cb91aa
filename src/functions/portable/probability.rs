//! Functions of probabilities.

use super::{Builder, Step};

/// ln(x/(1 - x))
pub fn log_odds(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let one = build.constant(1.0);
    let rest = build.subtract(one, arguments[0]);
    let odds = build.divide(arguments[0], rest);
    build.call("ln", &[odds])
}

/// erfc(-x/sqrt(2))/2
pub fn normal_distribution(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let scale = build.constant(-std::f64::consts::FRAC_1_SQRT_2);
    let half = build.constant(0.5);
    let argument = build.multiply(scale, arguments[0]);
    let complement = build.call("erfc", &[argument]);
    build.multiply(half, complement)
}
