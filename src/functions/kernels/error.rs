//! The error function, its scaled complement and its inverses.
//!
//! They must not know the table. Values come from the crate `pxfm`; what it computes wrongly far out is
//! mended here. Invariant: E_n(x) = e^(x^2) times the n-fold integral of erfc (NIST DLMF 7.18) is a sum of
//! positive terms for each x, so that nothing cancels.

use super::double::{Double, power_of_two};
use super::{is_integer, wrap_unary};
use std::f64::consts::FRAC_2_SQRT_PI;

wrap_unary! {
    erf = pxfm::f_erf;
    erf_complement = pxfm::f_erfc;
}

/// The greatest order.
const LAST_ORDER: f64 = 20.0;

/// Below this the crate's inverse of erfc is wrong.
const TAIL: f64 = 1e-19;

/// e^(x^2) erfc(x); the crate is NaN at the ends of the range.
pub extern "C" fn scaled_complement(x: f64) -> f64 {
    if x > 1e10 {
        return 0.5 * FRAC_2_SQRT_PI / x;
    }
    if x < -27.0 {
        return f64::INFINITY;
    }
    if x < -26.4 {
        // erfc(x) is 2 to the last digit, and the square may be a little below what overflows.
        let square = Double::product(x, x);
        return 2.0 * pxfm::f_exp(square.high) * (1.0 + square.low);
    }
    pxfm::f_erfcx(x)
}

/// The inverse of erf, odd to the bit; infinite at -1 and 1.
pub extern "C" fn inverse(x: f64) -> f64 {
    pxfm::f_erfinv(x.abs()).copysign(x)
}

/// The inverse of erfc; infinite at 0 and 2.
pub extern "C" fn inverse_complement(x: f64) -> f64 {
    let rough = pxfm::f_erfcinv(x);
    if !(x > 0.0 && x < TAIL) {
        return rough;
    }
    // One step of Newton's method for ln(erfc(y)) = ln(x), with ln(erfc(y)) = ln(erfcx(y)) - y^2.
    let scale = if x < 1e-290 { power_of_two(200) } else { 1.0 };
    let logarithm = Double::new(x * scale).ln() - Double::new(scale).ln();
    let scaled = pxfm::f_erfcx(rough);
    let error = Double::new(pxfm::f_log(scaled)) - Double::product(rough, rough) - logarithm;
    rough + error.round() * scaled / FRAC_2_SQRT_PI
}

/// The quantile of the normal distribution, -sqrt(2) times the inverse of erfc at 2x.
pub extern "C" fn normal_quantile(x: f64) -> f64 {
    let value = Double::new(-inverse_complement(2.0 * x));
    if value.high.is_infinite() {
        return value.high;
    }
    (value * Double::new(2.0).square_root()).round() + 0.0
}

/// E_n(x) for n = 0, 1, ..., 20; NaN for any other n.
pub extern "C" fn scaled_integral(n: f64, x: f64) -> f64 {
    if !(0.0..=LAST_ORDER).contains(&n) || !is_integer(n) || x.is_nan() {
        return f64::NAN;
    }
    if n == 0.0 {
        return scaled_complement(x);
    }
    if x < 0.0 {
        return upward(n as u32, x);
    }
    if x > 1e10 {
        // The first term of the asymptotic series.
        return (0..=n as u32).fold(FRAC_2_SQRT_PI, |value, _| 0.5 * value / x);
    }
    integral(n as i32, x)
}

/// 2n E_n = E_(n-2) - 2x E_(n-1), where E_(-1) = 2/sqrt(pi). For x < 0 all terms are positive.
fn upward(n: u32, x: f64) -> f64 {
    let (mut last, mut value) = (FRAC_2_SQRT_PI, scaled_complement(x));
    for k in 1..=n {
        let next = (last - 2.0 * x * value) / f64::from(2 * k);
        last = value;
        value = next;
    }
    value
}

/// E_n = 2/(sqrt(pi) n!) times the integral of t^n exp(-t^2 - 2xt) over t > 0 (NIST DLMF 7.18.2), by the
/// trapezoidal rule in s, where t = exp(s - exp(-s)), which makes it fall off fast on both sides.
fn integral(n: i32, x: f64) -> f64 {
    let unit = if x < 1.0 { 1.0 } else { 1.0 / x };
    let mut total = Double::ZERO;
    for k in -108..=120 {
        let s = f64::from(k) / 24.0;
        let inner = pxfm::f_exp(-s);
        let scaled = pxfm::f_exp(s - inner);
        let t = unit * scaled;
        let exponent = Double::product(t, t) + Double::product(2.0 * x, t);
        let decay = pxfm::f_exp(-exponent.high) * (1.0 - exponent.low);
        let power = pxfm::f_pow(scaled, f64::from(n + 1));
        total = total + Double::new(decay * power * (1.0 + inner));
    }
    // n! is a binary64 number up to n = 22.
    let factorial: f64 = (1..=n).map(f64::from).product();
    let value = total.round() * (FRAC_2_SQRT_PI / 24.0) / factorial;
    if x < 1.0 {
        value
    } else {
        value / pxfm::f_pow(x, f64::from(n + 1))
    }
}
