//! The exponential and the logarithm of balls.
//!
//! Must not know graphs. Invariant: a result holds the true value for every number in the argument. Sums are made of
//! fixed-point numbers, whose errors are counted in units of the last place.

use super::ball::Ball;
use super::constants;
use super::magnitude::{MOST_EXPONENT, Magnitude};
use crate::functions;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

/// `floor(mid * 2^exponent * 2^bits)`
pub(super) fn fixed(ball: &Ball, bits: u64) -> BigInt {
    let shift = ball.exponent() + bits as i64;
    match shift >= 0 {
        true => ball.mid() << shift as u64,
        false => ball.mid() >> shift.unsigned_abs(),
    }
}

/// How often arguments are halved: about as often as terms are summed.
pub(super) fn halvings(precision: u64) -> u64 {
    precision.isqrt() * 3 / 4 + 1
}

/// e^x
pub(super) fn exp(x: &Ball, precision: u64) -> Ball {
    if x.is_whole() {
        return Ball::whole();
    }
    let value = exp_of_point(x, precision);
    let radius = x.radius();
    if radius.is_zero() {
        return value;
    }
    // e^(m + r) - e^m <= 2 r e^m for r <= 1/2.
    if radius.top() <= Some(-1) {
        let moved = value.size().times(radius).shifted(1);
        return value.widened(moved);
    }
    match x.ends() {
        Some((_, high)) => Ball::from_zero_to(exp_of_point(&high, 32).size()),
        None => Ball::whole(),
    }
}

fn exp_of_point(x: &Ball, precision: u64) -> Ball {
    let Some(top) = x.top() else {
        return Ball::integer(1);
    };
    if top > 59 {
        return match x.mid().is_negative() {
            true => Ball::around_zero(Magnitude::power_of_two(-MOST_EXPONENT)),
            false => Ball::whole(),
        };
    }
    if top < -(precision as i64) {
        // |e^x - 1 - x| <= x^2
        let sum = Ball::integer(1).plus(&x.center(), precision);
        return sum.widened(Magnitude::power_of_two(2 * top));
    }
    let halvings = halvings(precision);
    let bits = precision + halvings + 24;
    // x = n ln 2 + r; the error of r is one unit in the last of `bits` places.
    let more = top.max(0) as u64 + 4;
    let (n, rest) = fixed(x, bits + more).div_mod_floor(&constants::ln_two(bits + more));
    let small = rest >> (more + halvings);
    let mut term = small.clone();
    let mut sum = (BigInt::one() << bits) + &small;
    let mut count = 1u64;
    while !term.is_zero() {
        count += 1;
        term = ((term * &small) >> bits) / count;
        sum += &term;
    }
    for _ in 0..halvings {
        sum = (&sum * &sum) >> bits;
    }
    // Each squaring doubles the error (the values are below 2 and their product is below 2) and adds a unit.
    let units = Magnitude::new(4 * count + 20, 2 + halvings as i64 - bits as i64);
    let n = i64::try_from(n).unwrap_or(i64::MAX);
    Ball::new(sum, -(bits as i64), units, precision).shifted(n)
}

/// e^x - 1
pub(super) fn expm1(x: &Ball, precision: u64) -> Ball {
    let Some(top) = x.top().filter(|_| !x.is_whole()) else {
        return exp(x, precision).minus(&Ball::integer(1), precision);
    };
    if top >= 0 {
        return exp(x, precision).minus(&Ball::integer(1), precision);
    }
    if top < -(precision as i64) {
        // |e^x - 1 - x| <= x^2 for |x| <= 1/2, and nothing is cancelled.
        let size = x.size();
        let result = Ball::new(x.mid().clone(), x.exponent(), x.radius(), precision);
        return match size.top() < Some(0) {
            true => result.widened(size.times(size)),
            false => Ball::whole(),
        };
    }
    let inner = precision + top.unsigned_abs() + 4;
    exp(x, inner).minus(&Ball::integer(1), precision)
}

/// The natural logarithm; None where the argument may not be positive.
pub(super) fn ln(x: &Ball, precision: u64) -> Option<Ball> {
    let top = x.top().filter(|_| x.mid().is_positive())?;
    if x.radius().top().is_some_and(|radius| radius > top - 2) {
        return None;
    }
    let value = ln_of_point(x, top, precision);
    // ln(m + r) - ln(m) <= r/(m - r), and that is at least 2^(top - 2).
    Some(value.widened(x.radius().over(top - 1)))
}

fn ln_of_point(x: &Ball, top: i64, precision: u64) -> Ball {
    // x = 2^n y with y from about 0.7 to 1.4.
    let bits = x.mid().bits();
    let leading = match bits > 64 {
        true => x.mid() >> (bits - 64),
        false => x.mid() << (64 - bits),
    };
    let leading = leading.iter_u64_digits().next().unwrap_or(1 << 63);
    let below = leading < 0xb504_f333_f9de_6484;
    let n = if below { top - 1 } else { top };
    let y = Ball::exact(x.mid().clone(), x.exponent() - n);
    let distance = y.minus(&Ball::integer(1), u64::MAX / 4);
    if n == 0 && distance.top().is_none_or(|top| top < -8) {
        return log1p_near_zero(&distance, precision);
    }
    // A guess of 50 bits, and the logarithm of what it misses.
    let rough = leading as f64
        / if below {
            2.0f64.powi(63)
        } else {
            2.0f64.powi(64)
        };
    let guess = Ball::of_f64(functions::ln(rough));
    let inner = precision + 24;
    let rest = y.times(&exp(&guess.negated(), inner), inner);
    let rest = rest.minus(&Ball::integer(1), inner);
    let bend = log1p_near_zero(&rest.center(), inner).widened(rest.radius().shifted(1));
    let shift = n.unsigned_abs();
    let own = inner + 64 - u64::from(shift.leading_zeros());
    let twos = Ball::new(
        constants::ln_two(own),
        -(own as i64),
        Magnitude::new(2, -(own as i64)),
        u64::MAX,
    );
    twos.times(&Ball::integer(n), inner)
        .plus(&guess, inner)
        .plus(&bend, precision)
}

/// ln(1 + z) of a point with |z| < 2^-4.
fn log1p_near_zero(z: &Ball, precision: u64) -> Ball {
    let Some(top) = z.top() else {
        return Ball::integer(0);
    };
    if top > -4 {
        return Ball::whole();
    }
    if top < -(precision as i64) {
        // |ln(1 + z) - z| <= z^2
        return Ball::new(
            z.mid().clone(),
            z.exponent(),
            Magnitude::power_of_two(2 * top),
            precision,
        );
    }
    // ln(1 + z) = 2 artanh(z/(2 + z))
    let bits = precision + top.unsigned_abs() + 16;
    let z = fixed(z, bits);
    let negative = z.is_negative();
    let two = BigInt::one() << (bits + 1);
    let u = (&z << bits) / (two + &z);
    let u = u.abs();
    let square = (&u * &u) >> bits;
    let mut power = u.clone();
    let mut sum = u;
    let mut count = 0u64;
    while !power.is_zero() {
        count += 1;
        power = (power * &square) >> bits;
        sum += &power / (2 * count + 1);
    }
    let sum = if negative { -sum } else { sum };
    let units = Magnitude::new(4 * count + 16, -(bits as i64));
    Ball::new(sum << 1u32, -(bits as i64), units, precision)
}

/// ln(1 + x); None where 1 + x may not be positive.
pub(super) fn log1p(x: &Ball, precision: u64) -> Option<Ball> {
    match x.top() {
        Some(top) if top < -(precision as i64) => {
            let size = x.size();
            (size.top() < Some(0)).then(|| {
                Ball::new(x.mid().clone(), x.exponent(), x.radius(), precision)
                    .widened(size.times(size))
            })
        }
        Some(top) => {
            let inner = precision + top.min(0).unsigned_abs() + 4;
            let sum = x.plus(&Ball::integer(1), inner + 64);
            ln(&sum, precision)
        }
        None => ln(&x.plus(&Ball::integer(1), precision), precision),
    }
}
