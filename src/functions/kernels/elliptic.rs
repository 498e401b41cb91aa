//! Complete elliptic integrals and their derivatives.
//!
//! They must not know the table. With tan = e^s both become the integral of a function that falls off fast on both
//! sides, which the trapezoidal rule computes. Invariant: all its terms are positive, so that nothing cancels.

use super::double::Double;
use super::{floor, is_integer};

/// The greatest order.
const LAST_ORDER: f64 = 20.0;

/// Steps per unit of s.
const STEPS: f64 = 8.0;

/// So far from the middle the terms are below 2^-57 of the greatest.
const REACH: f64 = 40.0;

/// The integral of sin(t)^(2n) (1 - m sin(t)^2)^(-n - 1/2) from 0 to pi/2; infinite at m = 1, NaN above.
pub extern "C" fn first_kind(n: f64, m: f64) -> f64 {
    if !is_order(n) || m.is_nan() || m > 1.0 {
        return f64::NAN;
    }
    match 1.0 - m {
        0.0 => f64::INFINITY,
        f64::INFINITY => 0.0,
        _ => integral(n, m, |t, below| t / below / (1.0 + t * t).sqrt()),
    }
}

/// The integral of sin(t)^(2n) (1 - m sin(t)^2)^(1/2 - n) from 0 to pi/2; NaN for m > 1. At m = 1 it is 1 for n = 0,
/// and infinite for all others.
pub extern "C" fn second_kind(n: f64, m: f64) -> f64 {
    if !is_order(n) || m.is_nan() || m > 1.0 {
        return f64::NAN;
    }
    match 1.0 - m {
        0.0 if n == 0.0 => 1.0,
        0.0 => f64::INFINITY,
        f64::INFINITY if n == 0.0 => f64::INFINITY,
        f64::INFINITY => 0.0,
        _ => integral(n, m, |t, below| {
            let above = 1.0 + t * t;
            t * below / (above * above.sqrt())
        }),
    }
}

fn is_order(n: f64) -> bool {
    (0.0..=LAST_ORDER).contains(&n) && is_integer(n)
}

/// The sum of the term of order 0, a function of t = tan and of sqrt(1 + c t^2), times the
/// quotient of both to the power 2n, which is c^-n (1 + w)^-n: this way rounding counts only where w is large.
fn integral(n: f64, m: f64, of_order_zero: impl Fn(f64, f64) -> f64) -> f64 {
    let c = 1.0 - m;
    let rest = (1.0 - c) - m;
    let root = c.sqrt();
    let depth = pxfm::f_log(root);
    let first = -STEPS * (REACH + if c > 1.0 { floor(depth + 1.0) } else { 0.0 });
    let last = STEPS * (REACH + if c < 1.0 { floor(1.0 - depth) } else { 0.0 });
    let mut total = Double::ZERO;
    for place in first as i32..=last as i32 {
        let t = pxfm::f_exp(f64::from(place) / STEPS);
        let scaled = root * t;
        let below = if scaled < 1e10 {
            (1.0 + scaled * scaled).sqrt()
        } else {
            scaled
        };
        let w = 1.0 / (scaled * scaled) + rest / c;
        let power = pxfm::f_exp(-n * pxfm::f_log1p(w));
        let term = power * of_order_zero(t, below);
        total = total + Double::new(term);
    }
    total.round() / STEPS * pxfm::f_pow(c, -n)
}
