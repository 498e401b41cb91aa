//! Reciprocal circular functions and their inverses.

use super::{Builder, Step, with_sign};

fn reciprocal_of(build: &mut dyn Builder, name: &'static str, x: Step) -> Step {
    let one = build.constant(1.0);
    let value = build.call(name, &[x]);
    build.divide(one, value)
}

/// sin(x)/x, 1 at 0 and 0 at the infinities.
pub fn cardinal_sine(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let one = build.constant(1.0);
    let infinite = build.constant(f64::INFINITY);
    let size = build.absolute(x);
    let sine = build.call("sin", &[size]);
    let ratio = build.divide(sine, size);
    let value = build.select_equal(size, zero, one, ratio);
    build.select_equal(size, infinite, zero, value)
}

/// |x| without the even number below it: from 0 to 2, without error.
fn turned(build: &mut dyn Builder, x: Step) -> Step {
    let half = build.constant(0.5);
    let two = build.constant(2.0);
    let size = build.absolute(x);
    let turns = build.multiply(half, size);
    let whole = build.floor(turns);
    let below = build.multiply(two, whole);
    build.subtract(size, below)
}

/// sin(pi x); a zero has the sign of x.
pub fn sine_of_half_turns(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let half = build.constant(0.5);
    let one = build.constant(1.0);
    let pi = build.constant(std::f64::consts::PI);
    let turned = turned(build, x);
    let over = build.subtract(turned, one);
    let part = build.select_less(one, turned, over, turned);
    let rest = build.subtract(one, part);
    let part = build.select_less(half, part, rest, part);
    let angle = build.multiply(pi, part);
    let sine = build.call("sin", &[angle]);
    let opposite = build.negate(sine);
    let value = build.select_less(one, turned, opposite, sine);
    let mirrored = build.negate(value);
    let signed = build.select_less(x, zero, mirrored, value);
    let limit = super::with_sign(build, zero, x);
    build.select_equal(sine, zero, limit, signed)
}

/// cos(pi x), as the sine of what is missing to an odd half turn.
pub fn cosine_of_half_turns(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let zero = build.constant(0.0);
    let half = build.constant(0.5);
    let one = build.constant(1.0);
    let pi = build.constant(std::f64::consts::PI);
    let turned = turned(build, arguments[0]);
    let away = build.subtract(turned, one);
    let away = build.absolute(away);
    let part = build.subtract(away, half);
    let angle = build.multiply(pi, part);
    let sine = build.call("sin", &[angle]);
    build.add(sine, zero)
}

/// 1/cos(x)
pub fn secant(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    reciprocal_of(build, "cos", arguments[0])
}

/// 1/sin(x)
pub fn cosecant(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    reciprocal_of(build, "sin", arguments[0])
}

/// 1/tan(x)
pub fn cotangent(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    reciprocal_of(build, "tan", arguments[0])
}

/// sqrt(size^2 - 1) without overflow: the side opposite to the angle asec(size). The difference size - 1
/// is exact where it matters; NaN below 1.
fn other_leg(build: &mut dyn Builder, size: Step) -> Step {
    let one = build.constant(1.0);
    let below = build.subtract(size, one);
    let above = build.add(size, one);
    let left = build.square_root(below);
    let right = build.square_root(above);
    build.multiply(left, right)
}

/// The angle between the sides 1 and |x|, in the right half-plane or the left.
pub fn arcsecant(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let one = build.constant(1.0);
    let minus_one = build.constant(-1.0);
    let size = build.absolute(x);
    let leg = other_leg(build, size);
    let side = build.select_less(x, zero, minus_one, one);
    build.call("atan2", &[leg, side])
}

/// The other angle of the same triangle.
pub fn arccosecant(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let one = build.constant(1.0);
    let size = build.absolute(x);
    let leg = other_leg(build, size);
    let angle = build.call("atan2", &[one, leg]);
    with_sign(build, angle, x)
}

/// The angle of the point (|x|, 1), with the sign of x.
pub fn arccotangent(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let one = build.constant(1.0);
    let size = build.absolute(x);
    let angle = build.call("atan2", &[one, size]);
    with_sign(build, angle, x)
}
