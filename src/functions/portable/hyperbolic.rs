//! Reciprocal hyperbolic functions and their inverses.

use super::{Builder, Step, with_sign};
use std::f64::consts::LN_2;

/// From here on exp(-2|x|) is below a quarter unit in the last place of 1.
const LARGE: f64 = 20.0;

/// Below this the reciprocal may overflow, and ln(2/x) is the value to the last bit.
const TINY: f64 = 1e-300;

/// 2 exp(-|x|): sech(x) and |csch(x)| for a large |x|, where cosh and sinh overflow too early.
fn decay(build: &mut dyn Builder, size: Step) -> Step {
    let two = build.constant(2.0);
    let negative = build.negate(size);
    let power = build.call("exp", &[negative]);
    build.multiply(two, power)
}

/// 1/cosh(x)
pub fn secant(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let one = build.constant(1.0);
    let large = build.constant(LARGE);
    let size = build.absolute(x);
    let far = decay(build, size);
    let cosine = build.call("cosh", &[x]);
    let near = build.divide(one, cosine);
    build.select_less(large, size, far, near)
}

/// 1/sinh(x)
pub fn cosecant(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let one = build.constant(1.0);
    let large = build.constant(LARGE);
    let size = build.absolute(x);
    let far = decay(build, size);
    let negated = build.negate(far);
    let far = build.select_less(x, zero, negated, far);
    let sine = build.call("sinh", &[x]);
    let near = build.divide(one, sine);
    build.select_less(large, size, far, near)
}

/// 1/tanh(x)
pub fn cotangent(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let one = build.constant(1.0);
    let tangent = build.call("tanh", &[arguments[0]]);
    build.divide(one, tangent)
}

/// acosh(1/x) = ln((1 + s)/x) with s = sqrt((1 - x)(1 + x)), as log1p((1 - x + s)/x), where nothing
/// cancels.
pub fn area_secant(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let one = build.constant(1.0);
    let below = build.subtract(one, x);
    let above = build.add(one, x);
    let product = build.multiply(below, above);
    let leg = build.square_root(product);
    let numerator = build.add(below, leg);
    let excess = build.divide(numerator, x);
    let value = build.call("log1p", &[excess]);
    let far = ln_of_two_over(build, x);
    let tiny = build.constant(TINY);
    build.select_less(x, tiny, far, value)
}

/// asinh(1/x)
pub fn area_cosecant(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let one = build.constant(1.0);
    let size = build.absolute(x);
    let reciprocal = build.divide(one, size);
    let value = build.call("asinh", &[reciprocal]);
    let far = ln_of_two_over(build, size);
    let tiny = build.constant(TINY);
    let value = build.select_less(size, tiny, far, value);
    with_sign(build, value, x)
}

/// atanh(1/x) = log1p(2/(|x| - 1))/2 with the sign of x; NaN inside (-1, 1).
pub fn area_cotangent(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let one = build.constant(1.0);
    let two = build.constant(2.0);
    let half = build.constant(0.5);
    let size = build.absolute(x);
    let distance = build.subtract(size, one);
    let excess = build.divide(two, distance);
    let logarithm = build.call("log1p", &[excess]);
    let value = build.multiply(half, logarithm);
    with_sign(build, value, x)
}

/// ln(2/x)
fn ln_of_two_over(build: &mut dyn Builder, x: Step) -> Step {
    let ln_2 = build.constant(LN_2);
    let logarithm = build.call("ln", &[x]);
    build.subtract(ln_2, logarithm)
}
