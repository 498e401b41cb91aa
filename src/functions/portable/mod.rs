//! Functions from other functions, for languages that lack them.
//!
//! Source code that is emitted calls the mathematical library of its language; what that library has not
//! got is written from here. It must not know the table or any language. Invariants: straight lines of
//! steps, since some languages compute whole arrays at once; infinities, NaN and the signs of zeros are
//! those of the kernel; the error is a few units in the last place times the condition of the function.

pub mod beta;
mod error;
pub mod exponential;
mod gamma;
pub mod hyperbolic;
mod integral_coefficients;
pub mod integrals;
mod inverse;
pub mod lambert;
pub mod probability;
pub mod trigonometric;

use super::{Builder, Step};

/// Rows of the family `special`.
pub mod special {
    pub use super::error::{error, error_complement, scaled_complement};
    pub use super::gamma::{digamma, gamma, ln_gamma, trigamma};
    pub use super::inverse::{inverse_complement, inverse_error};
}

/// Numerator and denominator, lowest power first.
type Rational = (&'static [f64], &'static [f64]);

/// A number that is not negative with the sign of x, also of a zero x.
fn with_sign(build: &mut dyn Builder, size: Step, x: Step) -> Step {
    let zero = build.constant(0.0);
    let one = build.constant(1.0);
    let negated = build.negate(size);
    let reciprocal = build.divide(one, x);
    let signed = build.select_less(reciprocal, zero, negated, size);
    build.select_less(x, zero, negated, signed)
}

/// A polynomial by Horner's rule.
fn polynomial(build: &mut dyn Builder, coefficients: &[f64], x: Step) -> Step {
    let mut coefficients = coefficients.iter().rev();
    let last = coefficients.next().copied().unwrap_or(0.0);
    let mut value = build.constant(last);
    for &coefficient in coefficients {
        let product = build.multiply(value, x);
        let size = build.constant(coefficient.abs());
        value = if coefficient < 0.0 {
            build.subtract(product, size)
        } else {
            build.add(product, size)
        };
    }
    value
}

fn rational(build: &mut dyn Builder, (above, below): Rational, x: Step) -> Step {
    let numerator = polynomial(build, above, x);
    let denominator = polynomial(build, below, x);
    build.divide(numerator, denominator)
}
