//! Both branches of Lambert's function, which are recipes in every language.
//!
//! A start that is right to a few digits, and a fixed number of steps of Halley's or Newton's method. Invariant:
//! the error is about one unit in the last place times the condition 1/(1 + w), also next to the end -1/e.

use super::{Builder, Step, polynomial};

/// The nearest binary64 number to 1/e, which is above it, and the rest.
const INVERSE_E: (f64, f64) = (0.36787944117144233, -1.2428753672788363e-17);

/// Next to -1/e: w = -1 + p - p^2/3 + ... with p^2 = 2(e x + 1), and -p for the other branch (Corless and
/// others, "On the Lambert W function", 1996, equation 4.22).
const BRANCH: [f64; 9] = [
    -1.0,
    1.0,
    -1.0 / 3.0,
    11.0 / 72.0,
    -43.0 / 540.0,
    769.0 / 17280.0,
    -221.0 / 8505.0,
    680863.0 / 43545600.0,
    -1963.0 / 204120.0,
];

/// x + 1/e, to full accuracy.
fn above_end(build: &mut dyn Builder, x: Step) -> Step {
    let high = build.constant(INVERSE_E.0);
    let low = build.constant(INVERSE_E.1);
    let sum = build.add(x, high);
    build.add(sum, low)
}

/// The p of the series next to -1/e; NaN outside the domain.
fn distance(build: &mut dyn Builder, x: Step) -> Step {
    let scale = build.constant(2.0 * std::f64::consts::E);
    let above = above_end(build, x);
    let square = build.multiply(scale, above);
    build.square_root(square)
}

/// The value at the end, which is no binary64 number, for the nearest one, which is outside.
fn with_end(build: &mut dyn Builder, x: Step, value: Step) -> Step {
    let end = build.constant(-INVERSE_E.0);
    let minus_one = build.constant(-1.0);
    build.select_equal(x, end, minus_one, value)
}

/// The solution w >= -1 of w e^w = x.
pub fn lambert_upper(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let one = build.constant(1.0);
    let two = build.constant(2.0);
    let infinite = build.constant(f64::INFINITY);
    let border = build.constant(-0.25);
    let small = build.constant(0.01);
    let p = distance(build, x);
    let near = polynomial(build, &BRANCH, p);
    // A start for all other x (Iacono and Boyd 2017).
    let first = build.call("log1p", &[x]);
    let second = build.call("log1p", &[first]);
    let below = build.add(two, first);
    let share = build.divide(second, below);
    let rest = build.subtract(one, share);
    let far = build.multiply(first, rest);
    let mut w = build.select_less(x, border, near, far);
    // Halley's method for w - x e^(-w) = 0.
    for _ in 0..3 {
        let opposite = build.negate(w);
        let decay = build.call("exp", &[opposite]);
        let product = build.multiply(x, decay);
        let error = build.subtract(w, product);
        let slope = build.add(w, one);
        let next = build.add(w, two);
        let bend = build.multiply(next, error);
        let doubled = build.multiply(two, slope);
        let bend = build.divide(bend, doubled);
        let slope = build.subtract(slope, bend);
        let change = build.divide(error, slope);
        w = build.subtract(w, change);
    }
    // There the series is better than any step.
    let value = build.select_less(p, small, near, w);
    let value = build.select_equal(x, zero, x, value);
    let value = build.select_equal(x, infinite, x, value);
    with_end(build, x, value)
}

/// The solution w <= -1 of w e^w = x.
pub fn lambert_lower(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let one = build.constant(1.0);
    let border = build.constant(-0.25);
    let small = build.constant(0.01);
    let undefined = build.constant(f64::NAN);
    let below = build.constant(f64::NEG_INFINITY);
    let p = distance(build, x);
    let opposite = build.negate(p);
    let near = polynomial(build, &BRANCH, opposite);
    let size = build.negate(x);
    let logarithm = build.call("ln", &[size]);
    let depth = build.negate(logarithm);
    let second = build.call("ln", &[depth]);
    let far = build.subtract(logarithm, second);
    let share = build.divide(second, logarithm);
    let far = build.add(far, share);
    let mut w = build.select_less(x, border, near, far);
    // Newton's method for w + ln(-w) - ln(-x) = 0.
    for _ in 0..4 {
        let size = build.negate(w);
        let own = build.call("ln", &[size]);
        let difference = build.subtract(w, logarithm);
        let error = build.add(difference, own);
        let slope = build.add(one, w);
        let scaled = build.multiply(error, w);
        let change = build.divide(scaled, slope);
        w = build.subtract(w, change);
    }
    let value = build.select_less(p, small, near, w);
    let value = build.select_equal(x, zero, below, value);
    let value = build.select_less(zero, x, undefined, value);
    with_end(build, x, value)
}
