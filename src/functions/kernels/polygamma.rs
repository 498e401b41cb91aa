//! The polygamma functions of order two and above.
//!
//! psi_n(x) = (-1)^(n+1) n! zeta(n+1, x) with Hurwitz's zeta(s, x) = sum over k >= 0 of (x+k)^-s
//! (NIST DLMF 25.11.12). It must not know the table. Invariants: the work is bounded for any order up
//! to 1000; powers are taken relative to the nearest pole, so that nothing overflows or underflows
//! before the result does.

use super::double::{Double, binary_exponent, power_of_two};
use super::floor;

/// The Bernoulli numbers B_2, B_4, ..., B_30 as numerator and denominator (NIST DLMF 24.2).
pub(super) const BERNOULLI: [(f64, f64); 15] = [
    (1.0, 6.0),
    (-1.0, 30.0),
    (1.0, 42.0),
    (-1.0, 30.0),
    (5.0, 66.0),
    (-691.0, 2730.0),
    (7.0, 6.0),
    (-3617.0, 510.0),
    (43867.0, 798.0),
    (-174611.0, 330.0),
    (854513.0, 138.0),
    (-236364091.0, 2730.0),
    (8553103.0, 6.0),
    (-23749461029.0, 870.0),
    (8615841276005.0, 14322.0),
];

/// A term of this size relative to the first no longer counts.
const NEGLIGIBLE: f64 = 1e-34;

/// psi_n(x) for 2 <= n <= 1000 and an x that is no pole and not NaN.
pub(super) fn polygamma_above_one(n: u32, x: f64) -> f64 {
    let odd = n & 1 == 1;
    let sign = if odd { 1.0 } else { -1.0 };
    if x == f64::NEG_INFINITY {
        return f64::NAN;
    }
    if x > 1e290 {
        // (n-1)!/x^n is below the smallest number.
        return sign * 0.0;
    }
    if x.abs() < 1e-150 {
        // n!/x^(n+1) is above the largest number; for an even n its sign is that of 1/x.
        return if odd {
            f64::INFINITY
        } else {
            -f64::INFINITY.copysign(x)
        };
    }
    let s = n + 1;
    if x > 0.0 {
        let x = Double::new(x);
        return sign * scaled(relative_zeta(s, x, x), n, x);
    }
    // All integers k together depend on the fraction f of x alone:
    // zeta(s, f) + (-1)^s zeta(s, 1-f). Those that x has not got are (-1)^s zeta(s, 1-x).
    let below = floor(x);
    let fraction = Double::sum(x, -below);
    let rest = Double::sum(below + 1.0, -x);
    let base = if fraction.high < rest.high {
        fraction
    } else {
        rest
    };
    let right = relative_zeta(s, fraction, base);
    let left = relative_zeta(s, rest, base) - relative_zeta(s, Double::sum(1.0, -x), base);
    let total = if odd { right + left } else { right - left };
    sign * scaled(total, n, base)
}

/// The sum over k >= 0 of (base/(x+k))^s for x >= base > 0, by Euler and Maclaurin:
/// the first terms one by one, the rest from w on as (base/w)^s times
/// w/(s-1) + 1/2 + sum B_2j/(2j)! s (s+1) ... (s+2j-2) / w^(2j-1). Source: NIST DLMF 25.11.28.
fn relative_zeta(s: u32, x: Double, base: Double) -> Double {
    let s_number = f64::from(s);
    let asymptotic = 24.0 + 2.0 * s_number;
    let mut w = x;
    let mut sum = Double::ZERO;
    while w.high < asymptotic {
        let term = (base / w).power(s);
        sum = sum + term;
        if term.high < NEGLIGIBLE * sum.high {
            return sum;
        }
        w = w + Double::ONE;
    }
    let inverse = Double::ONE / w;
    let square = inverse * inverse;
    let mut tail = w / Double::new(s_number - 1.0) + Double::new(0.5);
    let mut factor = Double::new(s_number) * inverse.scale(0.5);
    for (index, &(numerator, denominator)) in BERNOULLI.iter().enumerate() {
        let bernoulli = Double::new(numerator) / Double::new(denominator);
        tail = tail + bernoulli * factor;
        // From s ... (s+2j-2) / (2j)! to the next: two factors above, two below.
        let order = 2.0 * (index as f64 + 1.0);
        let above = Double::product(s_number + order - 1.0, s_number + order);
        let under = Double::product(order + 1.0, order + 2.0);
        factor = factor * above / under * square;
    }
    sum + (base / w).power(s) * tail
}

/// `value` n! / base^(n+1), with the exponents kept apart until the end.
fn scaled(value: Double, n: u32, base: Double) -> f64 {
    let mut exponent = 0;
    let mut result = value;
    let (unit, shift) = normalized(base);
    result = result / unit;
    exponent -= shift;
    for factor in 1..=n {
        result = result * Double::new(f64::from(factor)) / unit;
        exponent -= shift;
        let (mantissa, more) = normalized(result);
        result = mantissa;
        exponent += more;
    }
    multiply_by_power_of_two(result.round(), exponent)
}

/// A number as m 2^k with 1 <= |m| < 2; zero as it is.
fn normalized(x: Double) -> (Double, i32) {
    if x.high == 0.0 {
        return (x, 0);
    }
    let exponent = binary_exponent(x.high);
    (x.scale(power_of_two(-exponent)), exponent)
}

/// x 2^exponent for 1 <= |x| <= 2, rounded once.
fn multiply_by_power_of_two(x: f64, exponent: i32) -> f64 {
    // The first factor alone keeps the number normal, so only the second can round.
    let first = exponent.clamp(-1000, 1000);
    let second = (exponent - first).clamp(-1000, 1000);
    x * power_of_two(first) * power_of_two(second)
}
