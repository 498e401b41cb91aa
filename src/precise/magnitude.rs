//! Upper bounds of errors: 32 bits and an exponent of their own.
//!
//! Must not know what is bounded. Invariant: every operation rounds upwards, so a bound stays a bound; what is too
//! large is infinite, and what is too small is the least bound, never 0.

use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// Exponents end here, far from the ends of the machine word.
pub(super) const MOST_EXPONENT: i64 = 1 << 60;

/// `digits * 2^exponent`; zero or 32 bits of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Magnitude {
    digits: u64,
    exponent: i64,
}

impl Magnitude {
    /// No error.
    pub(super) const ZERO: Magnitude = Magnitude {
        digits: 0,
        exponent: 0,
    };
    /// Nothing is known.
    pub(super) const INFINITE: Magnitude = Magnitude {
        digits: 1 << 31,
        exponent: i64::MAX,
    };

    /// At least `digits * 2^exponent`.
    pub(super) fn new(digits: u64, exponent: i64) -> Self {
        Magnitude::rounded(u128::from(digits), exponent)
    }

    fn rounded(digits: u128, exponent: i64) -> Self {
        if digits == 0 {
            return Magnitude::ZERO;
        }
        let length = 128 - i64::from(digits.leading_zeros());
        let cut = length - 32;
        let (mut kept, mut exponent) = if cut <= 0 {
            ((digits << -cut) as u64, exponent.saturating_add(cut))
        } else {
            let kept = (digits >> cut) as u64;
            let lost = digits & ((1 << cut) - 1) != 0;
            (kept + u64::from(lost), exponent.saturating_add(cut))
        };
        if kept >> 32 != 0 {
            kept = 1 << 31;
            exponent += 1;
        }
        if exponent > MOST_EXPONENT {
            return Magnitude::INFINITE;
        }
        if exponent < -MOST_EXPONENT {
            return Magnitude {
                digits: 1 << 31,
                exponent: -MOST_EXPONENT,
            };
        }
        Magnitude {
            digits: kept,
            exponent,
        }
    }

    /// `2^exponent`
    pub(super) fn power_of_two(exponent: i64) -> Self {
        Magnitude::new(1, exponent)
    }

    /// At least `|mid| * 2^exponent`.
    pub(super) fn above(mid: &BigInt, exponent: i64) -> Self {
        let bits = mid.bits();
        if bits <= 64 {
            return Magnitude::new(mid.magnitude().to_u64().unwrap_or(u64::MAX), exponent);
        }
        let top = mid.magnitude() >> (bits - 64);
        let digits = u128::from(top.to_u64().unwrap_or(u64::MAX)) + 1;
        Magnitude::rounded(digits, exponent.saturating_add((bits - 64) as i64))
    }

    /// Whether it bounds nothing but 0.
    pub fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// Whether it bounds nothing at all.
    pub fn is_infinite(self) -> bool {
        self.exponent == i64::MAX
    }

    /// The least exponent with `self < 2^exponent`; of 0 there is none.
    pub(super) fn top(self) -> Option<i64> {
        (!self.is_zero()).then(|| self.exponent.saturating_add(32))
    }

    pub(super) fn digits(self) -> u64 {
        self.digits
    }

    pub(super) fn exponent(self) -> i64 {
        self.exponent
    }

    pub(super) fn plus(self, other: Magnitude) -> Self {
        if self.is_zero() {
            return other;
        }
        if other.is_zero() {
            return self;
        }
        let (large, small) = match self.exponent >= other.exponent {
            true => (self, other),
            false => (other, self),
        };
        if large.is_infinite() {
            return Magnitude::INFINITE;
        }
        let gap = large.exponent - small.exponent;
        let small = match gap {
            0..32 => (u128::from(small.digits) << 32) >> gap,
            _ => 0,
        };
        Magnitude::rounded(
            (u128::from(large.digits) << 32) + small + 1,
            large.exponent - 32,
        )
    }

    pub(super) fn times(self, other: Magnitude) -> Self {
        if self.is_zero() || other.is_zero() {
            return Magnitude::ZERO;
        }
        if self.is_infinite() || other.is_infinite() {
            return Magnitude::INFINITE;
        }
        let digits = u128::from(self.digits) * u128::from(other.digits);
        Magnitude::rounded(digits, self.exponent + other.exponent)
    }

    /// Times `2^shift`.
    pub(super) fn shifted(self, shift: i64) -> Self {
        if self.is_zero() || self.is_infinite() {
            return self;
        }
        Magnitude::rounded(u128::from(self.digits), self.exponent.saturating_add(shift))
    }

    /// Divided by something of which `2^(top - 1)` is a lower bound.
    pub(super) fn over(self, top: i64) -> Self {
        self.shifted(1i64.saturating_sub(top))
    }

    /// The nearest binary64 number, rounded up.
    pub fn to_f64(self) -> f64 {
        let exponent = self.exponent;
        match (self.is_zero(), exponent) {
            (true, _) => 0.0,
            (_, 993..) => f64::INFINITY,
            (_, ..-1106) => f64::from_bits(1),
            (_, ..-1022) => {
                let scale = f64::from_bits(((exponent + 1023 + 100) as u64) << 52);
                let small = self.digits as f64 * scale * f64::from_bits((1023 - 100) << 52);
                small.next_up()
            }
            _ => self.digits as f64 * f64::from_bits(((exponent + 1023) as u64) << 52),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_rounded_upwards() {
        let tenth = Magnitude::new(0xffff_ffff_ffff, -40);
        assert!(tenth.to_f64() >= 255.99);
        let one = Magnitude::power_of_two(0);
        let tiny = Magnitude::power_of_two(-400);
        assert!(one.plus(tiny).to_f64() > 1.0);
        assert!(one.plus(one).to_f64() >= 2.0);
        assert!(one.plus(one).to_f64() < 2.000_001);
        assert_eq!(tiny.times(Magnitude::ZERO), Magnitude::ZERO);
        let least = Magnitude::power_of_two(-MOST_EXPONENT);
        assert!(!least.times(least).is_zero());
        let most = Magnitude::power_of_two(MOST_EXPONENT);
        assert!(most.times(most).is_infinite());
        assert!(Magnitude::power_of_two(-1074).to_f64() >= f64::from_bits(1));
        assert!(Magnitude::power_of_two(-2000).to_f64() > 0.0);
    }
}
