//! The cardinal sine and what its derivatives are made of.
//!
//! f_n(x) = j_n(x)/x^n with the spherical Bessel functions j_n (NIST DLMF 10.47): f_0 = sin(x)/x, and
//! f_n' = -x f_(n+1), so that no derivative divides by x. It must not know the table. Invariant: the work is
//! bounded by a few hundred steps for every order.

use super::double::Double;
use super::is_integer;

/// The greatest order.
const LAST_ORDER: f64 = 100.0;

/// sin(x)/x, and 1 at 0.
pub extern "C" fn cardinal_sine(x: f64) -> f64 {
    if x.is_infinite() {
        return 0.0;
    }
    pxfm::f_sinc(x)
}

/// f_n(x) for n = 0, 1, ..., 100; NaN for any other n.
pub extern "C" fn cardinal_sine_of_order(n: f64, x: f64) -> f64 {
    if !(0.0..=LAST_ORDER).contains(&n) || !is_integer(n) || x.is_nan() {
        return f64::NAN;
    }
    let size = x.abs();
    if n == 0.0 || size.is_infinite() {
        return cardinal_sine(x);
    }
    if size > n + 1.0 {
        upward(n as u32, size)
    } else {
        downward(n as u32, size)
    }
}

/// f_(k+1) = ((2k+1) f_k - f_(k-1))/x^2, which is stable for k < x.
fn upward(n: u32, x: f64) -> f64 {
    if x > 1e150 {
        // x^2 overflows, and f_1 is below the smallest normal number.
        return if n == 1 {
            0.0 - pxfm::f_cos(x) / x / x
        } else {
            0.0
        };
    }
    let square = Double::product(x, x);
    let mut last = Double::new(pxfm::f_sin(x)) / Double::new(x);
    let mut value = (last - Double::new(pxfm::f_cos(x))) / square;
    for k in 1..n {
        let next = (value * Double::new(f64::from(2 * k + 1)) - last) / square;
        last = value;
        value = next;
    }
    // A zero is positive.
    value.round() + 0.0
}

/// f_(k-1) = (2k+1) f_k - x^2 f_(k+1) downward from far above n, where any start will do (Miller), scaled
/// by the one of f_0 and f_1 that is farther from a zero.
fn downward(n: u32, x: f64) -> f64 {
    let square = Double::product(x, x);
    let mut above = Double::ZERO;
    // Small enough that the greatest value, 10^243 times as large, is in range.
    let mut value = Double::new(1e-250);
    let mut wanted = Double::ZERO;
    for k in (1..=n + x as u32 + 40).rev() {
        let below = value * Double::new(f64::from(2 * k + 1)) - square * above;
        above = value;
        value = below;
        if k == n + 1 {
            wanted = value;
        }
    }
    // Now they stand for f_0 and f_1.
    let sine = pxfm::f_sinc(x);
    if x > 1.0 && (sine * x).abs() < 0.5 {
        let first = (sine - pxfm::f_cos(x)) / (x * x);
        (wanted / above).round() * first
    } else {
        (wanted / value).round() * sine
    }
}
