//! Balls: a midpoint of any number of bits and a bound of the distance to the true number.
//!
//! Must not know: graphs, functions. Invariants: the true result of an operation on any numbers in the operands lies in
//! the ball of the result; a midpoint is cut to the precision asked for, and what is cut is added to the radius; exponents
//! that leave the range make a ball around 0 or one that bounds nothing.

use super::magnitude::{MOST_EXPONENT, Magnitude};
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, Zero};
use std::cmp::Ordering;

/// All numbers at most `radius` away from `mid * 2^exponent`.
#[derive(Clone, Debug)]
pub struct Ball {
    mid: BigInt,
    exponent: i64,
    radius: Magnitude,
}

impl Ball {
    /// `mid * 2^exponent`, cut to `precision` bits.
    pub(super) fn new(mid: BigInt, exponent: i64, radius: Magnitude, precision: u64) -> Self {
        let mut ball = Ball {
            mid,
            exponent,
            radius,
        };
        ball.cut(precision);
        ball
    }

    /// Exactly `mid * 2^exponent`.
    pub(super) fn exact(mid: BigInt, exponent: i64) -> Self {
        Ball {
            mid,
            exponent,
            radius: Magnitude::ZERO,
        }
    }

    pub(super) fn integer(value: i64) -> Self {
        Ball::exact(BigInt::from(value), 0)
    }

    /// A finite binary64 number.
    pub(super) fn of_f64(value: f64) -> Self {
        let bits = value.to_bits();
        let field = (bits >> 52 & 0x7ff) as i64;
        let fraction = bits & ((1 << 52) - 1);
        let (digits, exponent) = match field {
            0 => (fraction, -1074),
            _ => (fraction | 1 << 52, field - 1075),
        };
        let sign = if value < 0.0 { Sign::Minus } else { Sign::Plus };
        let zeros = digits.trailing_zeros().min(52);
        Ball::exact(
            BigInt::from_biguint(sign, (digits >> zeros).into()),
            exponent + i64::from(zeros),
        )
    }

    /// Any real number.
    pub(super) fn whole() -> Self {
        Ball {
            mid: BigInt::zero(),
            exponent: 0,
            radius: Magnitude::INFINITE,
        }
    }

    /// All numbers at most so large.
    pub(super) fn around_zero(radius: Magnitude) -> Self {
        Ball {
            mid: BigInt::zero(),
            exponent: 0,
            radius,
        }
    }

    /// All numbers from 0 to one so large.
    pub(super) fn from_zero_to(size: Magnitude) -> Self {
        if size.is_infinite() {
            return Ball::whole();
        }
        let half = Ball::exact(BigInt::from(size.digits()), size.exponent() - 1);
        let radius = half.size();
        half.widened(radius)
    }

    pub(super) fn mid(&self) -> &BigInt {
        &self.mid
    }

    pub(super) fn exponent(&self) -> i64 {
        self.exponent
    }

    /// How far the true number may be from the midpoint.
    pub fn radius(&self) -> Magnitude {
        self.radius
    }

    /// The midpoint as a ball without radius.
    pub(super) fn center(&self) -> Ball {
        Ball::exact(self.mid.clone(), self.exponent)
    }

    /// The same ball with a larger radius.
    pub(super) fn widened(mut self, more: Magnitude) -> Self {
        self.radius = self.radius.plus(more);
        self
    }

    /// Whether it holds one number alone.
    pub fn is_exact(&self) -> bool {
        self.radius.is_zero()
    }

    /// Whether it bounds nothing.
    pub fn is_whole(&self) -> bool {
        self.radius.is_infinite()
    }

    /// The least exponent with |midpoint| < 2^exponent; None for 0.
    pub(super) fn top(&self) -> Option<i64> {
        (!self.mid.is_zero()).then(|| self.exponent + self.mid.bits() as i64)
    }

    /// At least the size of every number in it.
    pub(super) fn size(&self) -> Magnitude {
        Magnitude::above(&self.mid, self.exponent).plus(self.radius)
    }

    fn cut(&mut self, precision: u64) {
        if self.mid.is_zero() {
            self.exponent = 0;
            return;
        }
        let bits = self.mid.bits();
        if bits > precision {
            let shift = bits - precision;
            let lost = self.mid.trailing_zeros().is_some_and(|zeros| zeros < shift);
            self.mid >>= shift;
            self.exponent = self.exponent.saturating_add(shift as i64);
            if lost {
                self.radius = self.radius.plus(Magnitude::power_of_two(self.exponent));
            }
        }
        let top = self.exponent.saturating_add(self.mid.bits() as i64);
        if top > MOST_EXPONENT {
            *self = Ball::whole();
        } else if top < -MOST_EXPONENT {
            let size = Magnitude::power_of_two(-MOST_EXPONENT);
            *self = Ball::around_zero(self.radius.plus(size));
        }
    }

    /// The sign of every number in it, if that is one.
    pub(super) fn sign(&self) -> Option<Ordering> {
        if self.is_exact() {
            return Some(self.mid.sign().cmp(&Sign::NoSign));
        }
        let (low, high) = self.ends()?;
        match (low.mid.sign(), high.mid.sign()) {
            (Sign::Plus, _) => Some(Ordering::Greater),
            (_, Sign::Minus) => Some(Ordering::Less),
            _ => None,
        }
    }

    /// A lower and an upper bound of all numbers in it, without radius; None where it bounds nothing.
    pub(super) fn ends(&self) -> Option<(Ball, Ball)> {
        if self.is_whole() {
            return None;
        }
        let Some(radius_top) = self.radius.top() else {
            return Some((self.center(), self.center()));
        };
        // Far below the midpoint's last place, or far above its first, the other one is rounded outwards.
        let radius = match self.top() {
            Some(_) if radius_top < self.exponent - 64 => {
                Magnitude::power_of_two(self.exponent - 64)
            }
            Some(top) if top < self.radius.exponent() - 64 => {
                let all = self.size();
                let end = |sign: i64| {
                    Ball::exact(BigInt::from(sign * all.digits() as i64), all.exponent())
                };
                return Some((end(-1), end(1)));
            }
            _ => self.radius,
        };
        let bound = Ball::exact(BigInt::from(radius.digits()), radius.exponent());
        Some((
            self.exactly_plus(&bound.negated()),
            self.exactly_plus(&bound),
        ))
    }

    /// The sum of exact balls whose exponents are near.
    fn exactly_plus(&self, other: &Ball) -> Ball {
        if self.mid.is_zero() {
            return other.center();
        }
        if other.mid.is_zero() {
            return self.center();
        }
        let (high, low) = match self.exponent >= other.exponent {
            true => (self, other),
            false => (other, self),
        };
        let mid = (&high.mid << (high.exponent - low.exponent) as u64) + &low.mid;
        Ball::exact(mid, low.exponent)
    }

    pub(super) fn negated(&self) -> Ball {
        Ball {
            mid: -&self.mid,
            exponent: self.exponent,
            radius: self.radius,
        }
    }

    /// Times `2^shift`.
    pub(super) fn shifted(&self, shift: i64) -> Ball {
        let exponent = self.exponent.saturating_add(shift);
        Ball::new(
            self.mid.clone(),
            exponent,
            self.radius.shifted(shift),
            u64::MAX,
        )
    }

    pub(super) fn plus(&self, other: &Ball, precision: u64) -> Ball {
        let radius = self.radius.plus(other.radius);
        let (Some(top), Some(other_top)) = (self.top(), other.top()) else {
            let one = if self.mid.is_zero() { other } else { self };
            return Ball::new(one.mid.clone(), one.exponent, radius, precision);
        };
        let far = precision as i64 + 64;
        for (large, small) in [(self, other), (other, self)] {
            let gap = match std::ptr::eq(large, self) {
                true => top - other_top,
                false => other_top - top,
            };
            if gap > far {
                let lost = Magnitude::above(&small.mid, small.exponent);
                return Ball::new(
                    large.mid.clone(),
                    large.exponent,
                    radius.plus(lost),
                    precision,
                );
            }
        }
        let sum = self.exactly_plus(other);
        Ball::new(sum.mid, sum.exponent, radius, precision)
    }

    pub(super) fn minus(&self, other: &Ball, precision: u64) -> Ball {
        self.plus(&other.negated(), precision)
    }

    pub(super) fn times(&self, other: &Ball, precision: u64) -> Ball {
        let radius = match (self.is_exact(), other.is_exact()) {
            (true, true) => Magnitude::ZERO,
            _ => {
                let size = Magnitude::above(&self.mid, self.exponent);
                let other_size = Magnitude::above(&other.mid, other.exponent);
                size.times(other.radius)
                    .plus(other_size.times(self.radius))
                    .plus(self.radius.times(other.radius))
            }
        };
        let exponent = self.exponent.saturating_add(other.exponent);
        Ball::new(&self.mid * &other.mid, exponent, radius, precision)
    }

    /// The quotient; None where the divisor may be too near to 0 to tell.
    pub(super) fn over(&self, other: &Ball, precision: u64) -> Option<Ball> {
        let other_top = other.top()?;
        // The divisor is at least half its midpoint, that is 2^(top - 2).
        if other.radius.top().is_some_and(|top| top > other_top - 2) {
            return None;
        }
        if self.is_whole() {
            return Some(Ball::whole());
        }
        let wanted = precision as i64 + 2 + other.mid.bits() as i64 - self.mid.bits() as i64;
        let shift = wanted.max(0);
        let (quotient, rest) = (&self.mid << shift as u64).div_rem(&other.mid);
        let exponent = self.exponent - other.exponent - shift;
        let mut radius = match rest.is_zero() {
            true => Magnitude::ZERO,
            false => Magnitude::power_of_two(exponent),
        };
        if !self.is_exact() || !other.is_exact() {
            let size = Magnitude::above(&quotient, exponent).plus(radius);
            let moved = self.radius.plus(size.times(other.radius));
            radius = radius.plus(moved.over(other_top - 1));
        }
        Some(Ball::new(quotient, exponent, radius, precision))
    }

    /// The square root of numbers of which none is negative; None where 0 may be among them and others too.
    pub(super) fn square_root(&self, precision: u64) -> Option<Ball> {
        let Some(top) = self.top() else {
            return self.is_exact().then(|| self.clone());
        };
        if self.mid.is_negative() || self.radius.top().is_some_and(|radius| radius > top - 2) {
            return None;
        }
        let bits = self.mid.bits() as i64;
        let mut shift = (2 * precision as i64 + 4 - bits).max(0);
        if (self.exponent - shift).is_odd() {
            shift += 1;
        }
        let scaled = self.mid.magnitude() << shift as u64;
        let root = scaled.sqrt();
        let exponent = (self.exponent - shift) / 2;
        let mut radius = match &root * &root == scaled {
            true => Magnitude::ZERO,
            false => Magnitude::power_of_two(exponent),
        };
        if !self.is_exact() {
            // |sqrt(m + r) - sqrt(m)| <= r/sqrt(m), and the root is at least 2^((top - 1)/2 floored).
            let root_top = (top - 1).div_euclid(2) + 1;
            radius = radius.plus(self.radius.over(root_top));
        }
        Some(Ball::new(
            BigInt::from_biguint(Sign::Plus, root),
            exponent,
            radius,
            precision,
        ))
    }

    /// To a whole power, not negative.
    pub(super) fn power(&self, count: u64, precision: u64) -> Ball {
        // Each multiplication loses a few units in the last place, and squaring doubles them.
        let inner = precision + 2 * u64::from(64 - count.leading_zeros()) + 4;
        let mut result = Ball::exact(BigInt::one(), 0);
        for place in (0..64 - count.leading_zeros()).rev() {
            result = result.times(&result, inner);
            if count >> place & 1 == 1 {
                result = result.times(self, inner);
            }
        }
        Ball::new(result.mid, result.exponent, result.radius, precision)
    }

    /// The order of all numbers in it against all numbers in another, if that is one.
    pub(super) fn compare(&self, other: &Ball) -> Option<Ordering> {
        if self.is_exact() && other.is_exact() {
            return Some(match (self.top(), other.top()) {
                (Some(own), Some(top)) if self.mid.sign() == other.mid.sign() && own != top => {
                    let order = own.cmp(&top);
                    match self.mid.is_negative() {
                        true => order.reverse(),
                        false => order,
                    }
                }
                (Some(_), Some(_)) if self.mid.sign() == other.mid.sign() => self
                    .exactly_plus(&other.negated())
                    .mid
                    .sign()
                    .cmp(&Sign::NoSign),
                _ => self.mid.sign().cmp(&other.mid.sign()),
            });
        }
        self.minus(other, 64).sign()
    }

    /// The least ball that is easily found around two.
    pub(super) fn hull(&self, other: &Ball, precision: u64) -> Ball {
        let (Some((low, high)), Some((other_low, other_high))) = (self.ends(), other.ends()) else {
            return Ball::whole();
        };
        let least = |a: Ball, b: Ball| match a.compare(&b) {
            Some(Ordering::Greater) => b,
            _ => a,
        };
        let greatest = |a: Ball, b: Ball| match a.compare(&b) {
            Some(Ordering::Less) => b,
            _ => a,
        };
        let (low, high) = (least(low, other_low), greatest(high, other_high));
        let mid = low.plus(&high, precision).shifted(-1);
        let half = high.minus(&low, 32).shifted(-1).size();
        mid.widened(half)
    }

    /// The sizes of its numbers, which lie around 0.
    pub(super) fn sizes(&self) -> Ball {
        Ball::from_zero_to(self.size())
    }

    /// The nearest binary64 number, if all numbers in it have the same.
    pub fn nearest(&self) -> Option<f64> {
        let (low, high) = self.ends()?;
        let (low, high) = (low.round(), high.round());
        // Zeros of both signs are one number.
        match low == high {
            true if low == 0.0 => Some(0.0),
            true => Some(low),
            false => None,
        }
    }

    /// The binary64 number nearest to the midpoint.
    pub fn midpoint(&self) -> f64 {
        self.round()
    }

    fn round(&self) -> f64 {
        let Some(top) = self.top() else {
            return 0.0;
        };
        let negative = self.mid.is_negative();
        let size = match top {
            1026.. => f64::INFINITY,
            ..=-1075 => 0.0,
            _ => round_positive(&self.mid, self.exponent, top),
        };
        if negative { -size } else { size }
    }
}

/// Ties to even; `top` is from -1074 to 1025.
fn round_positive(mid: &BigInt, exponent: i64, top: i64) -> f64 {
    let bits = mid.bits() as i64;
    // 53 bits, fewer for subnormal results, whose last place is 2^-1074.
    let keep = (top + 1074).clamp(0, 53);
    let cut = bits - keep;
    let digits = mid.magnitude();
    if cut <= 0 {
        let whole = digits.iter_u64_digits().next().unwrap_or(0);
        return scaled(whole as f64, exponent);
    }
    let mut kept = (digits >> cut as u64).iter_u64_digits().next().unwrap_or(0);
    let zeros = digits.trailing_zeros().unwrap_or(0) as i64;
    let half = digits.bit(cut as u64 - 1);
    if half && (zeros < cut - 1 || kept & 1 == 1) {
        kept += 1;
    }
    scaled(kept as f64, exponent + cut)
}

/// `value * 2^exponent`, which is exact unless it overflows.
fn scaled(value: f64, exponent: i64) -> f64 {
    let step = |exponent: i64| f64::from_bits(((exponent + 1023) as u64) << 52);
    match exponent {
        972.. => f64::INFINITY,
        -1022.. => value * step(exponent),
        _ => value * step(-1022) * step((exponent + 1022).max(-1022)),
    }
}

#[cfg(test)]
mod tests;
