//! Circular functions and their inverses.
//!
//! They must not know the table. Invariants: the inverse functions of a reciprocal argument
//! (`arcsecant`, `arccosecant`, `arccotangent`) never round that reciprocal where it would be
//! magnified.

use super::double::Double;
pub use super::spherical::{cardinal_sine, cardinal_sine_of_order};
use super::wrap_unary;

wrap_unary! {
    sine = pxfm::f_sin;
    cosine = pxfm::f_cos;
    tangent = pxfm::f_tan;
    secant = pxfm::f_sec;
    cosecant = pxfm::f_csc;
    cotangent = pxfm::f_cot;
    sine_of_half_turns = pxfm::f_sinpi;
    cosine_of_half_turns = pxfm::f_cospi;
    arcsine = pxfm::f_asin;
    arccosine = pxfm::f_acos;
    arctangent = pxfm::f_atan;
}

/// The angle of the point (x, y), from -pi to pi. It has the sign of y, which the crate loses where the
/// angle underflows.
pub extern "C" fn arctangent_of_point(y: f64, x: f64) -> f64 {
    pxfm::f_atan2(y, x).copysign(y)
}

/// acos(1/x); NaN inside (-1, 1).
pub extern "C" fn arcsecant(x: f64) -> f64 {
    let Some(leg) = other_leg(x) else {
        return f64::NAN;
    };
    let correction = leg.low / (1.0 + leg.high * leg.high);
    let angle = pxfm::f_atan2(leg.high, 1.0_f64.copysign(x));
    if x > 0.0 {
        angle + correction
    } else {
        angle - correction
    }
}

/// asin(1/x); NaN inside (-1, 1).
pub extern "C" fn arccosecant(x: f64) -> f64 {
    let Some(leg) = other_leg(x) else {
        return f64::NAN;
    };
    let correction = leg.low / (1.0 + leg.high * leg.high);
    (pxfm::f_atan2(1.0, leg.high) - correction).copysign(x)
}

/// atan(1/x): odd, with the jump at 0, where acot(0) = pi/2 and acot(-0) = -pi/2.
pub extern "C" fn arccotangent(x: f64) -> f64 {
    // The angle of (|x|, 1) needs no reciprocal.
    pxfm::f_atan2(1.0, x.abs()).copysign(x)
}

/// sqrt(x^2 - 1): the side opposite to the angle asec(x) in a triangle with the sides 1 and |x|.
fn other_leg(x: f64) -> Option<Double> {
    let x = x.abs();
    if x.is_nan() || x < 1.0 {
        return None;
    }
    // From here on the 1 is below a half unit in the last place of x^2, and x^2 may overflow.
    if x > 1e100 {
        return Some(Double::new(x));
    }
    Some((Double::product(x, x) - Double::ONE).square_root())
}
