//! Bessel functions of whole order.
//!
//! Orders 0 and 1 come from the crate `pxfm`, the others from the recurrences (NIST DLMF 10.6.1 and 10.29.1), in
//! the direction in which they are stable. They must not know the table. Invariants: the work is bounded by a few
//! hundred steps; an order above 100 or not whole gives NaN.

use super::double::Double;
use super::is_integer;

/// The greatest order.
const LAST_ORDER: f64 = 100.0;

/// |n| and whether it is odd, if it is an order.
fn order(n: f64) -> Option<(u32, bool)> {
    let size = n.abs();
    (size <= LAST_ORDER && is_integer(n)).then_some((size as u32, size as u32 % 2 == 1))
}

/// The modified function of the first kind.
pub extern "C" fn modified_first(n: f64, x: f64) -> f64 {
    let Some((n, odd)) = order(n) else {
        return f64::NAN;
    };
    let size = x.abs();
    let value = match n {
        _ if x.is_nan() => x,
        // From there on all are infinite.
        _ if size > 1500.0 => f64::INFINITY,
        0 => pxfm::f_i0(size),
        1 => pxfm::f_i1(size),
        _ => growing(n, size),
    };
    if odd && x < 0.0 { -value } else { value }
}

/// I_n from I_0 by the quotients r_k = I_k/I_(k-1) = x/(2k + x r_(k+1)), which any start far above n leads to.
fn growing(n: u32, x: f64) -> f64 {
    let width = 9.0 * x.sqrt();
    let size = Double::new(x);
    let mut quotient = Double::ZERO;
    let mut product = Double::ONE;
    for k in (1..=n + 60 + width as u32).rev() {
        quotient = size / (Double::new(f64::from(2 * k)) + size * quotient);
        if k <= n {
            product = product * quotient;
        }
    }
    // Near the end of the range the first factor alone may overflow.
    let half = pxfm::f_exp(0.5 * x);
    let value = product.round() * pxfm::f_i0e(x) * half * half;
    if x < 700.0 {
        product.round() * pxfm::f_i0(x)
    } else {
        value
    }
}

/// The modified function of the second kind; infinite at 0, NaN below.
pub extern "C" fn modified_second(n: f64, x: f64) -> f64 {
    let Some((n, _)) = order(n) else {
        return f64::NAN;
    };
    if x.is_nan() || x < 0.0 {
        return f64::NAN;
    }
    if x == 0.0 {
        return f64::INFINITY;
    }
    // Where the values are not normal the crate has none, but for the scaled ones.
    let far = x > 700.0;
    let decay = if far { pxfm::f_exp(-x) } else { 1.0 };
    let mut last = if far {
        decay * pxfm::f_k0e(x)
    } else {
        pxfm::f_k0(x)
    };
    if n == 0 {
        return last;
    }
    let mut value = match x {
        _ if far => decay * pxfm::f_k1e(x),
        _ if x < 1e-9 => 1.0 / x,
        _ => pxfm::f_k1(x),
    };
    for k in 1..n {
        let next = f64::from(2 * k) / x * value + last;
        last = value;
        value = next;
    }
    value
}

/// The function of the first kind.
pub extern "C" fn first(n: f64, x: f64) -> f64 {
    let Some((count, odd)) = order(n) else {
        return f64::NAN;
    };
    let size = x.abs();
    if size.is_infinite() {
        return 0.0;
    }
    let value = match count {
        _ if x.is_nan() => x,
        0 => pxfm::f_j0(size),
        1 => pxfm::f_j1(size),
        _ if size > f64::from(count) => upward(count, size, pxfm::f_j0(size), pxfm::f_j1(size)),
        _ => downward(count, size),
    };
    // J_(-n)(x) = J_n(-x) = (-1)^n J_n(x)
    if odd && (x < 0.0) != (n < 0.0) {
        -value
    } else {
        value
    }
}

/// The function of the second kind; minus infinity at 0, NaN below.
pub extern "C" fn second(n: f64, x: f64) -> f64 {
    let Some((count, odd)) = order(n) else {
        return f64::NAN;
    };
    let value = match count {
        _ if x.is_nan() || x < 0.0 => f64::NAN,
        _ if x == 0.0 => f64::NEG_INFINITY,
        _ if x.is_infinite() => 0.0,
        0 => pxfm::f_y0(x),
        1 => of_order_one(x),
        _ => upward(count, x, pxfm::f_y0(x), of_order_one(x)),
    };
    if odd && n < 0.0 { -value } else { value }
}

/// Y_1 for x > 0. The first term of its series is all that counts next to 0.
fn of_order_one(x: f64) -> f64 {
    if x < 1e-9 {
        return -std::f64::consts::FRAC_2_PI / x;
    }
    pxfm::f_y1(x)
}

/// C_(k+1) = 2k/x C_k - C_(k-1), up to n. What is infinite stays.
fn upward(n: u32, x: f64, zero: f64, one: f64) -> f64 {
    if x < 1e-155 {
        // Only functions of the second kind are asked for there, and these of orders above 1 are out of range.
        return f64::NEG_INFINITY;
    }
    if x > 1e30 {
        // The first term does not count.
        return match n % 4 {
            0 => zero,
            1 => one,
            2 => -zero,
            _ => -one,
        };
    }
    let (mut last, mut value) = (Double::new(zero), Double::new(one));
    for k in 1..n {
        let next = Double::new(f64::from(2 * k)) / Double::new(x) * value - last;
        last = value;
        value = next;
        if value.high.is_nan() || value.high.abs() > 1e290 {
            return single(k + 1, n, x, last.high);
        }
    }
    value.round()
}

/// The rest of the way of the function of the second kind where it leaves the range: the one before no longer
/// counts.
fn single(from: u32, n: u32, x: f64, last: f64) -> f64 {
    (from - 1..n).fold(last, |value, k| f64::from(2 * k) / x * value)
}

/// With g_k = J_k/(x/2)^k: g_(k-1) = k g_k - (x/2)^2 g_(k+1) from far above n, where any start will do (Miller),
/// scaled by the one of J_0 and J_1 that is farther from a zero.
fn downward(n: u32, x: f64) -> f64 {
    let half = Double::new(0.5 * x);
    let square = half * half;
    let mut above = Double::ZERO;
    // 160! times as much is in range.
    let mut value = Double::new(1e-280);
    let mut wanted = Double::ZERO;
    for k in (1..=n + 60).rev() {
        let below = value * Double::new(f64::from(k)) - square * above;
        above = value;
        value = below;
        if k == n + 1 {
            wanted = value;
        }
    }
    let (zero, one) = (pxfm::f_j0(x), pxfm::f_j1(x));
    let power = pxfm::f_pow(0.5 * x, f64::from(n));
    if zero.abs() >= one.abs() {
        (wanted / value).round() * zero * power
    } else {
        (wanted / above).round() * (one / (0.5 * x)) * power
    }
}
