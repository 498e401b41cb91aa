//! Exponentials, logarithms, powers and roots.
//!
//! They must not know the table. Invariants: `exp2`, `log2` and `log10` are exact at exact powers; a
//! root whose exact value is a binary64 number is that number.

use super::double::Double;
use super::{floor, is_integer, wrap_unary};

wrap_unary! {
    exp = pxfm::f_exp;
    exp_minus_one = pxfm::f_expm1;
    exp_base_two = pxfm::f_exp2;
    ln = pxfm::f_log;
    ln_of_one_plus = pxfm::f_log1p;
    log_base_two = pxfm::f_log2;
    log_base_ten = pxfm::f_log10;
    cube_root = pxfm::f_cbrt;
}

/// 10^x. The crate is wrong where the result is not normal.
pub extern "C" fn exp_base_ten(x: f64) -> f64 {
    if x < -307.65 {
        // The sum and the divisor are exact.
        return pxfm::f_exp10(x + 22.0) / 1e22;
    }
    pxfm::f_exp10(x)
}

/// x^y as the C standard (C99, annex F.9.4.4) says it: 0^0 = 1, NaN for a negative x and a y that is
/// no integer.
pub extern "C" fn power(x: f64, y: f64) -> f64 {
    // The standard answers 1 here even if the other argument is NaN; the crate does not.
    if y == 0.0 || x == 1.0 {
        return 1.0;
    }
    if x == 10.0 {
        // The crate calls what is wrong there.
        return exp_base_ten(y);
    }
    pxfm::f_pow(x, y)
}

/// sqrt(x^2 + y^2) without overflow on the way.
pub extern "C" fn hypotenuse(x: f64, y: f64) -> f64 {
    pxfm::f_hypot(x, y)
}

/// x^(1/n); real for a negative x where n is an odd integer. NaN for n = 0.
pub extern "C" fn root(x: f64, n: f64) -> f64 {
    if x.is_nan() || n.is_nan() || n == 0.0 {
        return f64::NAN;
    }
    if n == 1.0 {
        return x;
    }
    if n == 2.0 {
        return x.sqrt();
    }
    if n == 3.0 {
        return pxfm::f_cbrt(x);
    }
    let odd = is_odd(n);
    if x < 0.0 && !odd {
        return f64::NAN;
    }
    let sign = if odd { 1.0_f64.copysign(x) } else { 1.0 };
    sign * positive_root(x.abs(), n)
}

/// x^(1/n) for x >= 0.
fn positive_root(x: f64, n: f64) -> f64 {
    let rough = pxfm::f_pow(x, 1.0 / n);
    // Without a normal number 1/n the root is 0, 1 or infinite.
    if !(1e-300..=1e300).contains(&n.abs()) {
        return rough;
    }
    // 1/n is rounded, and the power magnifies its error by ln(x)/n: up to hundreds of units.
    let correction = rough * Double::reciprocal(n).low * pxfm::f_log(x);
    let root = rough + correction;
    // Where the root is infinite or zero the correction is not a number, and nothing is lost.
    if root.is_nan() { rough } else { root }
}

/// Whether n is an odd integer.
fn is_odd(n: f64) -> bool {
    // From 2^53 on every number is even.
    n.abs() < 9_007_199_254_740_992.0 && is_integer(n) && n - 2.0 * floor(0.5 * n) == 1.0
}
