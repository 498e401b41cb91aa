//! Numbers of about 106 bits, as an unevaluated sum of two binary64 numbers.
//!
//! For the few places where binary64 cancels: between the poles of the gamma family, and for the
//! remainder of a rounded quotient. It must not know which function needs it. Clarity comes before
//! speed: the common arguments never get here.
//!
//! Invariant: |low| is at most half a unit in the last place of `high`. Operands of a product must
//! lie below 2^970, else its error term overflows. Source of the algorithms: T. J. Dekker, "A
//! floating-point technique for extending the available precision", Numerische Mathematik 18 (1971).

use std::ops::{Add, Div, Mul, Neg, Sub};

/// `high + low`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Double {
    /// The nearest binary64 number.
    pub high: f64,
    /// What is missing.
    pub low: f64,
}

/// ln(2)
const LN_2: Double = Double {
    high: std::f64::consts::LN_2,
    low: 2.3190468138462996e-17,
};

impl Double {
    /// Zero.
    pub const ZERO: Double = Double::new(0.0);
    /// One.
    pub const ONE: Double = Double::new(1.0);

    /// An exact binary64 number.
    pub const fn new(high: f64) -> Double {
        Double { high, low: 0.0 }
    }

    /// a + b without error.
    pub fn sum(a: f64, b: f64) -> Double {
        let high = a + b;
        let b_part = high - a;
        let low = (a - (high - b_part)) + (b - b_part);
        Double { high, low }
    }

    /// a + b without error, where |a| >= |b| or a = 0.
    fn quick_sum(a: f64, b: f64) -> Double {
        let high = a + b;
        Double {
            high,
            low: b - (high - a),
        }
    }

    /// a * b without error, short of underflow.
    pub fn product(a: f64, b: f64) -> Double {
        let high = a * b;
        let (a_high, a_low) = split(a);
        let (b_high, b_low) = split(b);
        let low = ((a_high * b_high - high) + a_high * b_low + a_low * b_high) + a_low * b_low;
        Double { high, low }
    }

    /// 1 / x for a finite nonzero x whose reciprocal is normal.
    pub fn reciprocal(x: f64) -> Double {
        let high = 1.0 / x;
        let product = Double::product(high, x);
        let remainder = (1.0 - product.high) - product.low;
        Double::quick_sum(high, remainder / x)
    }

    /// The square root of a number that is not negative.
    pub fn square_root(self) -> Double {
        let high = self.high.sqrt();
        if high == 0.0 {
            return Double::ZERO;
        }
        let remainder = self - Double::product(high, high);
        Double::quick_sum(high, remainder.high / (2.0 * high))
    }

    /// The natural logarithm of a positive normal number.
    ///
    /// With x = 2^k m and s = (m - 1) / (m + 1): ln x = k ln 2 + 2 (s + s^3/3 + s^5/5 + ...).
    pub fn ln(self) -> Double {
        let mut exponent = binary_exponent(self.high);
        let mut m = self.scale(power_of_two(-exponent));
        if m.high > 1.5 {
            m = m.scale(0.5);
            exponent += 1;
        }
        let s = (m - Double::ONE) / (m + Double::ONE);
        let square = s * s;
        // |s| <= 1/5: 23 terms leave less than 2^-106.
        let mut series = Double::ZERO;
        for denominator in (1..=45).rev().step_by(2) {
            series = series * square + Double::reciprocal(f64::from(denominator));
        }
        LN_2 * Double::new(f64::from(exponent)) + (s * series).scale(2.0)
    }

    /// This times a power of two.
    pub fn scale(self, power: f64) -> Double {
        Double {
            high: self.high * power,
            low: self.low * power,
        }
    }

    /// This raised to an integer power, by repeated squaring.
    pub fn power(self, mut exponent: u32) -> Double {
        let mut result = Double::ONE;
        let mut square = self;
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = result * square;
            }
            square = square * square;
            exponent >>= 1;
        }
        result
    }

    /// Rounded to binary64.
    pub fn round(self) -> f64 {
        self.high + self.low
    }
}

impl Add for Double {
    type Output = Double;
    fn add(self, other: Double) -> Double {
        let high = Double::sum(self.high, other.high);
        let low = Double::sum(self.low, other.low);
        let middle = Double::quick_sum(high.high, high.low + low.high);
        Double::quick_sum(middle.high, middle.low + low.low)
    }
}

impl Neg for Double {
    type Output = Double;
    fn neg(self) -> Double {
        self.scale(-1.0)
    }
}

impl Sub for Double {
    type Output = Double;
    fn sub(self, other: Double) -> Double {
        self + -other
    }
}

impl Mul for Double {
    type Output = Double;
    fn mul(self, other: Double) -> Double {
        let product = Double::product(self.high, other.high);
        let cross = self.high * other.low + self.low * other.high;
        Double::quick_sum(product.high, product.low + cross)
    }
}

impl Div for Double {
    type Output = Double;
    fn div(self, other: Double) -> Double {
        let first = self.high / other.high;
        let remainder = self - other * Double::new(first);
        let second = remainder.high / other.high;
        let remainder = remainder - other * Double::new(second);
        let third = remainder.high / other.high;
        Double::quick_sum(first, second) + Double::new(third)
    }
}

/// A number as the sum of two with at most 26 bits each.
fn split(a: f64) -> (f64, f64) {
    // 2^27 + 1
    let factor = 134_217_729.0 * a;
    let high = factor - (factor - a);
    (high, a - high)
}

/// k with 2^k <= |x| < 2^(k+1), for a normal x.
pub(super) fn binary_exponent(x: f64) -> i32 {
    ((x.to_bits() >> 52) & 0x7ff) as i32 - 1023
}

/// 2^exponent, for an exponent from -1022 to 1023.
pub(super) fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((exponent + 1023) as u64) << 52)
}
