//! Hyperbolic functions and their inverses.
//!
//! They must not know the table. Invariant: nothing overflows on the way to a result that does not:
//! sech(720) is a subnormal number although cosh(720) is infinite.

use super::double::Double;
use super::wrap_unary;
use std::f64::consts::LN_2;

wrap_unary! {
    cosine = pxfm::f_cosh;
    tangent = pxfm::f_tanh;
    area_sine = pxfm::f_asinh;
    area_cosine = pxfm::f_acosh;
    area_tangent = pxfm::f_atanh;
}

/// From here on exp(-2|x|) is below a quarter unit in the last place of 1.
const LARGE: f64 = 20.0;

/// Below this 1/x is so large that sqrt(1/x^2 + 1) is 1/x to the last bit, and may overflow.
const TINY: f64 = 1e-9;

/// sinh(x), with the sign of a zero kept, which the crate loses.
pub extern "C" fn sine(x: f64) -> f64 {
    if x == 0.0 { x } else { pxfm::f_sinh(x) }
}

/// 1 / cosh(x)
pub extern "C" fn secant(x: f64) -> f64 {
    if x.abs() > LARGE {
        2.0 * pxfm::f_exp(-x.abs())
    } else {
        1.0 / pxfm::f_cosh(x)
    }
}

/// 1 / sinh(x); an infinity of the sign of x at zero.
pub extern "C" fn cosecant(x: f64) -> f64 {
    if x.abs() > LARGE {
        (2.0 * pxfm::f_exp(-x.abs())).copysign(x)
    } else {
        1.0 / sine(x)
    }
}

/// 1 / tanh(x); an infinity of the sign of x at zero.
pub extern "C" fn cotangent(x: f64) -> f64 {
    1.0 / pxfm::f_tanh(x)
}

/// acosh(1/x); NaN outside [0, 1], infinity at 0.
pub extern "C" fn area_secant(x: f64) -> f64 {
    if x.is_nan() || !(0.0..=1.0).contains(&x) {
        return f64::NAN;
    }
    if x < TINY {
        return LN_2 - pxfm::f_log(x);
    }
    if x < 0.5 {
        let r = Double::reciprocal(x);
        let slope = 1.0 / ((r.high - 1.0) * (r.high + 1.0)).sqrt();
        return pxfm::f_acosh(r.high) + r.low * slope;
    }
    // Here atanh(sqrt(1 - x^2)) is well conditioned and acosh is not. The slope of atanh at
    // sqrt(1 - x^2) is 1/x^2.
    let leg = (Double::ONE - Double::product(x, x)).square_root();
    pxfm::f_atanh(leg.high) + leg.low / (x * x)
}

/// asinh(1/x); an infinity of the sign of x at zero.
pub extern "C" fn area_cosecant(x: f64) -> f64 {
    if x.abs() < TINY {
        return (LN_2 - pxfm::f_log(x.abs())).copysign(x);
    }
    if x.abs() > 1e300 {
        // asinh(t) = t here, and 1/x may be subnormal, where its remainder is lost.
        return 1.0 / x;
    }
    let r = Double::reciprocal(x);
    let slope = 1.0 / (r.high * r.high + 1.0).sqrt();
    pxfm::f_asinh(r.high) + r.low * slope
}

/// atanh(1/x); NaN inside (-1, 1), an infinity of the sign of x at -1 and 1.
pub extern "C" fn area_cotangent(x: f64) -> f64 {
    if x.is_nan() || x.abs() < 1.0 {
        return f64::NAN;
    }
    if x.abs() > 1e300 {
        return 1.0 / x;
    }
    if x.abs() == 1.0 {
        return f64::INFINITY.copysign(x);
    }
    if x.abs() > 2.0 {
        let r = Double::reciprocal(x);
        let slope = 1.0 / (1.0 - r.high * r.high);
        return pxfm::f_atanh(r.high) + r.low * slope;
    }
    // ln((|x| + 1) / (|x| - 1)) / 2, where |x| - 1 is exact.
    let r = Double::reciprocal(x.abs() - 1.0);
    let slope = 2.0 / (1.0 + 2.0 * r.high);
    let logarithm = pxfm::f_log1p(2.0 * r.high) + r.low * slope;
    (0.5 * logarithm).copysign(x)
}
