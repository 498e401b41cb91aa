//! The error function and its complement.
//!
//! Rational functions give erf next to zero, and exp(x^2) erfc(x) in the middle and far out. Their
//! coefficients come from `tests/data/functions/make_approximations.py`.

use super::{Builder, Rational, Step, rational};
use std::f64::consts::FRAC_2_SQRT_PI;

/// erf(x)/x in x^2, |x| < 1: relative error 1.5e-17
const ERROR: Rational = (
    &[
        FRAC_2_SQRT_PI,
        0.14365581715028763,
        0.0455033341653278,
        0.0018829155471563983,
        0.00019709588069752516,
        8.625602445726376e-08,
    ],
    &[
        1.0,
        0.46064498648983654,
        0.0938746087651241,
        0.010705251871973175,
        0.0006937362332349159,
        2.0866484101019162e-05,
    ],
);

/// exp(x^2) erfc(x) in x, 1/2 <= x < 4: relative error 6.3e-17
const MIDDLE_COMPLEMENT: Rational = (
    &[
        1.0000000000061475,
        1.9174150541208184,
        1.8293748727720025,
        1.0971271198620272,
        0.44685614828909787,
        0.12598738653257832,
        0.024032217289083745,
        0.002852668943880476,
        0.00016357124680051294,
    ],
    &[
        1.0,
        3.0457942213139275,
        4.266185618629667,
        3.6174606551146113,
        2.0537449232983582,
        0.8131837317170921,
        0.2258350303960212,
        0.042740952473668145,
        0.005056224223225985,
        0.00028992248346680914,
    ],
);

/// x exp(x^2) erfc(x) in 1/x^2, 4 <= x: relative error 7.3e-17
const FAR_COMPLEMENT: Rational = (
    &[
        0.5641895835477563,
        12.088552006645378,
        82.49678963979606,
        207.48798154948943,
        163.20607001249115,
        18.05744732691886,
    ],
    &[
        1.0,
        21.92640055605005,
        156.43495276251815,
        431.4105478534106,
        422.2037912010896,
        98.50445165824193,
    ],
);

/// erf(x) for |x| < 1.
fn near_error(build: &mut dyn Builder, x: Step) -> Step {
    let square = build.multiply(x, x);
    let slope = rational(build, ERROR, square);
    build.multiply(x, slope)
}

/// erfc(size) for size >= 1/2.
fn complement(build: &mut dyn Builder, size: Step) -> Step {
    let square = build.multiply(size, size);
    let opposite = build.negate(square);
    let decay = build.call("exp", &[opposite]);
    let scaled = scaled(build, size);
    build.multiply(decay, scaled)
}

/// exp(size^2) erfc(size) for size >= 1/2.
fn scaled(build: &mut dyn Builder, size: Step) -> Step {
    let one = build.constant(1.0);
    let four = build.constant(4.0);
    let square = build.multiply(size, size);
    // Kept in its range, so that no power overflows.
    let bounded = build.select_less(size, four, size, four);
    let middle = rational(build, MIDDLE_COMPLEMENT, bounded);
    let inverse = build.divide(one, square);
    let far = rational(build, FAR_COMPLEMENT, inverse);
    let far = build.divide(far, size);
    build.select_less(size, four, middle, far)
}

/// exp(x^2) erfc(x)
pub fn scaled_complement(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let half = build.constant(0.5);
    let one = build.constant(1.0);
    let two = build.constant(2.0);
    let size = build.absolute(x);
    let square = build.multiply(x, x);
    let growth = build.call("exp", &[square]);
    let error = near_error(build, x);
    let near = build.subtract(one, error);
    let near = build.multiply(growth, near);
    let right = scaled(build, size);
    let doubled = build.multiply(two, growth);
    let left = build.subtract(doubled, right);
    let far = build.select_less(x, zero, left, right);
    build.select_less(size, half, near, far)
}

/// The error function.
pub fn error(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let one = build.constant(1.0);
    let size = build.absolute(x);
    let near = near_error(build, x);
    let complement = complement(build, size);
    let right = build.subtract(one, complement);
    let left = build.negate(right);
    let far = build.select_less(x, zero, left, right);
    build.select_less(size, one, near, far)
}

/// Its complement.
pub fn error_complement(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let half = build.constant(0.5);
    let one = build.constant(1.0);
    let two = build.constant(2.0);
    let size = build.absolute(x);
    let error = near_error(build, x);
    let near = build.subtract(one, error);
    let right = complement(build, size);
    let left = build.subtract(two, right);
    let far = build.select_less(x, zero, left, right);
    build.select_less(size, half, near, far)
}
