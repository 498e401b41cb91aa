//! Sine, cosine and arctangent of balls.
//!
//! Must not know graphs. Invariant: a result holds the true value for every number in the argument.

use super::ball::Ball;
use super::constants;
use super::elementary::{fixed, halvings};
use super::magnitude::Magnitude;
use crate::functions;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

/// Arguments that need more bits of pi than this before the point are not reduced.
const MOST_TOP: i64 = 1 << 14;

/// The circle constant.
pub(super) fn pi(precision: u64) -> Ball {
    let bits = precision + 4;
    let units = Magnitude::new(2, -(bits as i64));
    Ball::new(constants::pi(bits), -(bits as i64), units, precision)
}

/// Sine and cosine.
pub(super) fn sin_cos(x: &Ball, precision: u64) -> (Ball, Ball) {
    let any = || Ball::around_zero(Magnitude::power_of_two(0));
    if x.radius().top() > Some(0) || x.top() > Some(MOST_TOP) {
        return (any(), any());
    }
    let (sine, cosine) = of_point(x, precision);
    (sine.widened(x.radius()), cosine.widened(x.radius()))
}

fn of_point(x: &Ball, precision: u64) -> (Ball, Ball) {
    let Some(top) = x.top() else {
        return (Ball::integer(0), Ball::integer(1));
    };
    if top < -(precision as i64) {
        // |sin x - x| <= |x|^3 and |cos x - 1| <= x^2.
        let cube = Magnitude::power_of_two(3 * top);
        let square = Magnitude::power_of_two(2 * top);
        return (
            Ball::new(x.mid().clone(), x.exponent(), cube, precision),
            Ball::integer(1).widened(square),
        );
    }
    let halvings = halvings(precision) / 2 + 1;
    let bits = precision + 2 * halvings + 24 + top.min(0).unsigned_abs();
    let more = top.max(0) as u64 + 4;
    // |x| = n pi/2 + r; the error of r is one unit in the last of `bits` places.
    let size = fixed(&Ball::exact(x.mid().abs(), x.exponent()), bits + more);
    let quarter = constants::pi(bits + more - 1);
    let (n, rest) = size.div_mod_floor(&quarter);
    let small = rest >> (more + halvings);
    let square = (&small * &small) >> bits;
    let one = BigInt::one() << bits;
    let mut term = small.clone();
    let mut sine = small;
    let mut other = one.clone();
    let mut cosine = one.clone();
    let mut count = 0u64;
    while !term.is_zero() || !other.is_zero() {
        count += 1;
        other = ((other * &square) >> bits) / ((2 * count - 1) * 2 * count);
        term = ((term * &square) >> bits) / (2 * count * (2 * count + 1));
        if count.is_odd() {
            cosine -= &other;
            sine -= &term;
        } else {
            cosine += &other;
            sine += &term;
        }
    }
    for _ in 0..halvings {
        let product = &sine * &cosine;
        cosine = &one - ((&sine * &sine) >> (bits - 1));
        sine = product >> (bits - 1);
    }
    // Doubling an angle enlarges the error less than four times and adds two units.
    let units = Magnitude::new(4 * count + 24, 2 * halvings as i64 - bits as i64);
    let ball = |value: BigInt| Ball::new(value, -(bits as i64), units, precision);
    let quadrant: u64 = n
        .mod_floor(&BigInt::from(4))
        .iter_u64_digits()
        .next()
        .unwrap_or(0);
    let (sine, cosine) = match quadrant {
        0 => (sine, cosine),
        1 => (cosine, -sine),
        2 => (-sine, -cosine),
        _ => (-cosine, sine),
    };
    let sine = if x.mid().is_negative() { -sine } else { sine };
    (ball(sine), ball(cosine))
}

/// The arctangent.
pub(super) fn atan(x: &Ball, precision: u64) -> Ball {
    if x.is_whole() {
        return Ball::around_zero(Magnitude::power_of_two(1));
    }
    // The slope is at most 1.
    atan_of_point(x, precision).widened(x.radius())
}

fn atan_of_point(x: &Ball, precision: u64) -> Ball {
    let Some(top) = x.top() else {
        return Ball::integer(0);
    };
    if top < -8 {
        return near_zero(&x.center(), top, precision);
    }
    let inner = precision + 16;
    if top > 1 {
        // atan(x) = +-pi/2 - atan(1/x)
        let inverse = Ball::integer(1).over(&x.center(), inner);
        let inverse = inverse.unwrap_or_else(Ball::whole);
        let quarter = pi(inner).shifted(-1);
        let quarter = if x.mid().is_negative() {
            quarter.negated()
        } else {
            quarter
        };
        return quarter.minus(&atan(&inverse, inner), precision);
    }
    // A guess of 50 bits, and the arctangent of what it misses: tan(atan(x) - g) = (x c - s)/(c + x s).
    let guess = Ball::of_f64(functions::arctangent(x.midpoint()));
    let (sine, cosine) = sin_cos(&guess, inner);
    let own = x.center();
    let above = own.times(&cosine, inner).minus(&sine, inner);
    let below = own.times(&sine, inner).plus(&cosine, inner);
    let rest = above.over(&below, inner).unwrap_or_else(Ball::whole);
    let bend = match rest.top() {
        Some(top) if top < -8 => near_zero(&rest.center(), top, inner),
        Some(_) => Ball::whole(),
        None => Ball::integer(0),
    };
    guess.plus(&bend.widened(rest.radius()), precision)
}

/// The series of a point with |x| < 2^-8.
fn near_zero(x: &Ball, top: i64, precision: u64) -> Ball {
    if top < -(precision as i64) {
        let cube = Magnitude::power_of_two(3 * top);
        return Ball::new(x.mid().clone(), x.exponent(), cube, precision);
    }
    let bits = precision + top.unsigned_abs() + 16;
    let own = fixed(&Ball::exact(x.mid().abs(), x.exponent()), bits);
    let square = (&own * &own) >> bits;
    let mut power = own.clone();
    let mut sum = own;
    let mut count = 0u64;
    while !power.is_zero() {
        count += 1;
        power = (power * &square) >> bits;
        let term = &power / (2 * count + 1);
        if count.is_odd() {
            sum -= term;
        } else {
            sum += term;
        }
    }
    let sum = if x.mid().is_negative() { -sum } else { sum };
    let units = Magnitude::new(2 * count + 8, -(bits as i64));
    Ball::new(sum, -(bits as i64), units, precision)
}
