//! The gamma family.
//!
//! They must not know the table. Values come from the crate `pxfm`, except where they pass through
//! zero between the poles: there its terms cancel, and the value is formed again from terms of 106
//! bits. Invariants: poles are answered before anything is computed; the slow way is taken only
//! where the fast one says that it is close to a zero.

use super::double::Double;
use super::polygamma::{BERNOULLI, polygamma_above_one};
use super::{floor, is_integer};

/// ln(2 pi) / 2
const HALF_LN_TWO_PI: Double = Double {
    high: 0.9189385332046728,
    low: -3.8782941580672414e-17,
};

/// A value of digamma or lgamma below this may have lost accuracy to cancellation.
const NEAR_ZERO: f64 = 0.05;

/// Below this no zero of lgamma can be told from the pole next to it.
const LAST_ZERO: f64 = -20.0;

/// Below this gamma(x) is less than half the smallest number.
const LAST_VALUE: f64 = -184.0;

/// From here on the first term of the asymptotic series of digamma and trigamma is the value to the last
/// bit, and the crate fails before the end of the range.
const FIRST_TERM: f64 = 1e300;

/// From here on 14 terms of the asymptotic series are exact to 106 bits.
const ASYMPTOTIC: f64 = 24.0;

/// Whether the gamma function has a pole here.
fn is_pole(x: f64) -> bool {
    x <= 0.0 && is_integer(x)
}

/// The gamma function; NaN at zero, the negative integers and minus infinity.
pub extern "C" fn gamma(x: f64) -> f64 {
    if is_pole(x) || x == f64::NEG_INFINITY {
        return f64::NAN;
    }
    if x < LAST_VALUE {
        // It underflows; the sign changes at each pole, and the crate loses it.
        let odd = floor(-x) - 2.0 * floor(-0.5 * x) == 1.0;
        return if odd { 0.0 } else { -0.0 };
    }
    pxfm::f_tgamma(x)
}

/// ln|gamma(x)|; plus infinity at the poles.
pub extern "C" fn ln_gamma(x: f64) -> f64 {
    if is_pole(x) || x.is_infinite() {
        return f64::INFINITY;
    }
    let value = pxfm::f_lgamma(x);
    if x < 0.0 && x > LAST_ZERO && value.abs() < NEAR_ZERO {
        return ln_gamma_between_poles(x).round();
    }
    value
}

/// The derivative of ln|gamma(x)|; NaN at the poles and at minus infinity.
pub extern "C" fn digamma(x: f64) -> f64 {
    if is_pole(x) || x == f64::NEG_INFINITY {
        return f64::NAN;
    }
    if x > FIRST_TERM {
        return pxfm::f_log(x);
    }
    let value = pxfm::f_digamma(x);
    if value.abs() >= NEAR_ZERO || value.is_nan() {
        return value;
    }
    if x > 0.0 {
        return digamma_of_positive(Double::new(x)).round();
    }
    // digamma(1-x) - digamma(x) = pi cot(pi x), which has period 1. With the fraction f of x it is
    // digamma(1-f) - digamma(f), and all arguments are positive.
    let below = floor(x);
    let fraction = Double::sum(x, -below);
    let rest = Double::sum(below + 1.0, -x);
    let reflected = digamma_of_positive(Double::sum(1.0, -x));
    let cotangent = digamma_of_positive(rest) - digamma_of_positive(fraction);
    (reflected - cotangent).round()
}

/// The second derivative of ln|gamma(x)|; plus infinity at the poles, NaN at minus infinity.
pub extern "C" fn trigamma(x: f64) -> f64 {
    if is_pole(x) {
        return f64::INFINITY;
    }
    if x == f64::NEG_INFINITY {
        return f64::NAN;
    }
    if x > FIRST_TERM {
        return 1.0 / x;
    }
    pxfm::f_trigamma(x)
}

/// The derivative of order n of digamma; NaN where n is negative, no integer, or above 1000. At a
/// pole plus infinity for an odd n, NaN for an even one.
pub extern "C" fn polygamma(n: f64, x: f64) -> f64 {
    if n == 0.0 {
        digamma(x)
    } else if n == 1.0 {
        trigamma(x)
    } else if !(is_integer(n) && (2.0..=1000.0).contains(&n)) || x.is_nan() {
        f64::NAN
    } else if is_pole(x) {
        let odd = (n as u32) & 1 == 1;
        if odd { f64::INFINITY } else { f64::NAN }
    } else {
        polygamma_above_one(n as u32, x)
    }
}

/// digamma(x) for x > 0: recurrence up to the asymptotic series ln w - 1/(2w) - sum B_2j/(2j w^2j).
/// Source: NIST DLMF 5.5.2 and 5.11.2.
fn digamma_of_positive(x: Double) -> Double {
    let mut w = x;
    let mut shift = Double::ZERO;
    while w.high < ASYMPTOTIC {
        shift = shift + Double::ONE / w;
        w = w + Double::ONE;
    }
    let inverse = Double::ONE / w;
    let square = inverse * inverse;
    let mut series = Double::ZERO;
    for (index, &bernoulli) in BERNOULLI.iter().enumerate().rev() {
        let order = 2.0 * (index as f64 + 1.0);
        series = (series + fraction(bernoulli, order)) * square;
    }
    w.ln() - inverse.scale(0.5) - series - shift
}

/// ln|gamma(x)| for -20 < x < 0: recurrence up to Stirling's series (w - 1/2) ln w - w + ln(2 pi)/2 +
/// sum B_2j/(2j (2j-1) w^(2j-1)). Source: NIST DLMF 5.5.1 and 5.11.1.
fn ln_gamma_between_poles(x: f64) -> Double {
    let mut w = Double::new(x);
    let mut product = Double::ONE;
    while w.high < ASYMPTOTIC {
        product = product * w;
        w = w + Double::ONE;
    }
    if product.high < 0.0 {
        product = -product;
    }
    let inverse = Double::ONE / w;
    let square = inverse * inverse;
    let mut series = Double::ZERO;
    for (index, &bernoulli) in BERNOULLI.iter().enumerate().rev() {
        let order = 2.0 * (index as f64 + 1.0);
        series = series * square + fraction(bernoulli, order * (order - 1.0));
    }
    let stirling = (w - Double::new(0.5)) * w.ln() - w + HALF_LN_TWO_PI + series * inverse;
    stirling - product.ln()
}

/// A Bernoulli number over an integer.
fn fraction((numerator, denominator): (f64, f64), divisor: f64) -> Double {
    Double::new(numerator) / Double::new(denominator * divisor)
}
