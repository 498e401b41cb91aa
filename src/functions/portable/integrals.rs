//! Exponential, sine and cosine integrals, which are recipes in every language.
//!
//! Rational approximations by interval; far out Si and Ci go through the auxiliary functions f and g of NIST
//! DLMF 6.2.17. Invariant: next to a zero the distance from it is exact, or the terms that cancel are no greater
//! than the condition of the function allows.

use super::integral_coefficients::*;
use super::{Builder, Rational, Step, rational};
use std::f64::consts::FRAC_PI_2;

/// Euler's constant.
const EULER: f64 = 0.5772156649015329;

/// The zeros of Ci, the nearest binary64 number and the rest.
const FIRST_ZERO: (f64, f64) = (0.6165054856207163, -4.209920321433186e-17);
const SECOND_ZERO: (f64, f64) = (3.3841804225511862, 1.972125462363411e-16);

fn ratio(build: &mut dyn Builder, coefficients: Rational, x: Step, origin: f64) -> Step {
    if origin == 0.0 {
        return rational(build, coefficients, x);
    }
    let origin = build.constant(origin);
    let shifted = build.subtract(x, origin);
    rational(build, coefficients, shifted)
}

/// One of several values, by the first border that x is below.
fn below(build: &mut dyn Builder, x: Step, choices: &[(f64, Step)], otherwise: Step) -> Step {
    let mut value = otherwise;
    for &(border, choice) in choices.iter().rev() {
        let border = build.constant(border);
        value = build.select_less(x, border, choice, value);
    }
    value
}

/// E1(x), the integral of e^-t/t from x on; infinite at 0, NaN below.
pub fn upper_exponential(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let one = build.constant(1.0);
    let euler = build.constant(EULER);
    let logarithm = build.call("ln", &[x]);
    let entire = ratio(build, E1_NEAR, x, 0.0);
    let entire = build.multiply(x, entire);
    let entire = build.subtract(entire, euler);
    let near = build.subtract(entire, logarithm);
    let to_1 = ratio(build, E1_TO_1, x, 0.75);
    let inverse = build.divide(one, x);
    let middle = ratio(build, E1_MIDDLE, inverse, 0.0);
    let far = ratio(build, E1_FAR, inverse, 0.0);
    let part = below(build, x, &[(1.0, to_1), (4.0, middle)], far);
    let opposite = build.negate(x);
    let decay = build.call("exp", &[opposite]);
    let product = build.multiply(decay, part);
    let outer = build.divide(product, x);
    below(build, x, &[(0.65, near)], outer)
}

/// Ei(x), the principal value of the integral of e^t/t up to x.
pub fn exponential(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let one = build.constant(1.0);
    let half = build.constant(0.5);
    let euler = build.constant(EULER);
    let infinite = build.constant(f64::INFINITY);
    let size = build.absolute(x);
    let mirrored = upper_exponential(build, &[size]);
    let negative = build.negate(mirrored);
    let logarithm = build.call("ln", &[size]);
    let entire = ratio(build, EI_NEAR, x, 0.0);
    let entire = build.multiply(x, entire);
    let constant = build.add(logarithm, euler);
    let near = build.add(constant, entire);
    let inverse = build.divide(one, x);
    let to_6 = ratio(build, EI_TO_6, x, 2.0);
    let to_12 = ratio(build, EI_TO_12, inverse, 0.0);
    let to_24 = ratio(build, EI_TO_24, inverse, 1.0 / 24.0);
    let to_60 = ratio(build, EI_TO_60, inverse, 1.0 / 60.0);
    let far = ratio(build, EI_FAR, inverse, 0.0);
    let choices = [(6.0, to_6), (12.0, to_12), (24.0, to_24), (60.0, to_60)];
    let part = below(build, x, &choices, far);
    let part = build.divide(part, x);
    // In two halves, since e^x may overflow where the value does not.
    let part_of_x = build.multiply(half, x);
    let growth = build.call("exp", &[part_of_x]);
    let product = build.multiply(part, growth);
    let outer = build.multiply(product, growth);
    let endless = build.multiply(x, infinite);
    below(
        build,
        x,
        &[(0.0, negative), (2.0, near), (800.0, outer)],
        endless,
    )
}

/// f(x) and g(x) for x >= 4.
fn auxiliary(build: &mut dyn Builder, x: Step) -> [Step; 2] {
    let one = build.constant(1.0);
    let inverse = build.divide(one, x);
    let square = build.multiply(inverse, inverse);
    let f_to_8 = ratio(build, F_TO_8, square, 0.0);
    let f_far = ratio(build, F_FAR, square, 0.0);
    let f = below(build, x, &[(8.0, f_to_8)], f_far);
    let g_to_8 = ratio(build, G_TO_8, square, 0.0);
    let g_far = ratio(build, G_FAR, square, 0.0);
    let g = below(build, x, &[(8.0, g_to_8)], g_far);
    [build.multiply(inverse, f), build.multiply(square, g)]
}

/// Si(x), the integral of sin(t)/t from 0 to x.
pub fn sine(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let one = build.constant(1.0);
    let limit = build.constant(FRAC_PI_2);
    let size = build.absolute(x);
    let square = build.multiply(x, x);
    let near = ratio(build, SI_NEAR, square, 0.0);
    let near = build.multiply(x, near);
    let to_4 = ratio(build, SI_TO_4, size, 3.0);
    let [f, g] = auxiliary(build, size);
    let cosine = build.call("cos", &[size]);
    let sine = build.call("sin", &[size]);
    let first = build.multiply(cosine, f);
    let second = build.multiply(sine, g);
    let wave = build.add(first, second);
    let far = build.subtract(limit, wave);
    // The wave does not count there, and is not defined at infinity.
    let inverse = build.divide(one, size);
    let end = build.add(limit, inverse);
    let far = below(build, size, &[(4.0, to_4), (1e17, far)], end);
    let opposite = build.negate(far);
    let far = build.select_less(x, zero, opposite, far);
    below(build, size, &[(2.0, near)], far)
}

/// (x - z) times a rational function, z being a zero.
fn at_zero(
    build: &mut dyn Builder,
    x: Step,
    zero: (f64, f64),
    coefficients: Rational,
    origin: f64,
) -> Step {
    let high = build.constant(zero.0);
    let low = build.constant(zero.1);
    let distance = build.subtract(x, high);
    let distance = build.subtract(distance, low);
    let value = ratio(build, coefficients, x, origin);
    build.multiply(distance, value)
}

/// Ci(x), minus the integral of cos(t)/t from x on; minus infinity at 0, NaN below.
pub fn cosine(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let infinite = build.constant(f64::INFINITY);
    let euler = build.constant(EULER);
    let square = build.multiply(x, x);
    let entire = ratio(build, CI_NEAR, square, 0.0);
    let entire = build.multiply(square, entire);
    let constant = build.add(euler, entire);
    let logarithm = build.call("ln", &[x]);
    let near = build.add(constant, logarithm);
    let to_1 = at_zero(build, x, FIRST_ZERO, CI_TO_1, 0.75);
    let to_2 = at_zero(build, x, FIRST_ZERO, CI_TO_2, 1.5);
    let to_4 = at_zero(build, x, SECOND_ZERO, CI_TO_4, 2.0);
    let [f, g] = auxiliary(build, x);
    let cosine = build.call("cos", &[x]);
    let sine = build.call("sin", &[x]);
    let first = build.multiply(sine, f);
    let second = build.multiply(cosine, g);
    let far = build.subtract(first, second);
    let far = build.select_equal(x, infinite, zero, far);
    below(
        build,
        x,
        &[(0.5, near), (1.0, to_1), (2.0, to_2), (4.0, to_4)],
        far,
    )
}
