//! Rational numbers: a pair of machine words, which nearly all numbers of formulas are, or a pair of long integers.
//!
//! Must not know: graphs, what numbers are for. Invariants: lowest terms, a positive denominator, and words wherever
//! both parts fit, so that equal numbers are equal as data. No operation loses a digit.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Num, One, Signed, ToPrimitive, Zero};
use std::cmp::Ordering;
use std::fmt;
use std::num::NonZeroI64;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, Sub, SubAssign};

/// An exact rational number.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number(Repr);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    /// Never the least machine word, whose opposite is none. The denominator is positive.
    Words(i64, NonZeroI64),
    /// What does not fit words.
    Long(Box<BigRational>),
}

use Repr::{Long, Words};

const ONE: NonZeroI64 = match NonZeroI64::new(1) {
    Some(one) => one,
    None => unreachable!(),
};

impl Number {
    /// A quotient of integers; the second is not 0.
    pub fn new(numerator: BigInt, denominator: BigInt) -> Self {
        Number::from(BigRational::new(numerator, denominator))
    }

    /// A quotient of machine words; the second is not 0.
    pub fn of_words(numerator: i64, denominator: i64) -> Self {
        let (mut above, mut below) = (i128::from(numerator), i128::from(denominator));
        if below < 0 {
            (above, below) = (-above, -below);
        }
        reduced(above, below)
    }

    /// An integer.
    pub fn from_integer(value: BigInt) -> Self {
        Number::from(value)
    }

    /// Numerator and denominator, if both are machine words.
    pub fn words(&self) -> Option<(i64, i64)> {
        match self.0 {
            Words(above, below) => Some((above, below.get())),
            Long(_) => None,
        }
    }

    /// What stands above the line, with the sign.
    pub fn numer(&self) -> BigInt {
        match &self.0 {
            Words(above, _) => BigInt::from(*above),
            Long(long) => long.numer().clone(),
        }
    }

    /// What stands below the line.
    pub fn denom(&self) -> BigInt {
        match &self.0 {
            Words(_, below) => BigInt::from(below.get()),
            Long(long) => long.denom().clone(),
        }
    }

    /// The bits of the longer one of numerator and denominator.
    pub fn bits(&self) -> u64 {
        match &self.0 {
            Words(above, below) => {
                let longer = above.unsigned_abs().max(below.get().unsigned_abs());
                u64::from(64 - longer.leading_zeros())
            }
            Long(long) => long.numer().bits().max(long.denom().bits()),
        }
    }

    /// Whether it is an integer.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Words(_, below) => below.get() == 1,
            Long(long) => long.is_integer(),
        }
    }

    /// Whether it is an integer that 2 divides.
    pub fn is_even(&self) -> bool {
        match &self.0 {
            Words(above, below) => below.get() == 1 && above % 2 == 0,
            Long(long) => long.is_integer() && long.numer().is_even(),
        }
    }

    /// Whether it is a whole number and a half.
    pub fn is_half_of_odd(&self) -> bool {
        match &self.0 {
            Words(_, below) => below.get() == 2,
            Long(long) => *long.denom() == BigInt::from(2),
        }
    }

    /// Whether it is this integer.
    pub fn is(&self, value: i64) -> bool {
        self.words() == Some((value, 1))
    }

    /// Without what is behind the point.
    pub fn to_integer(&self) -> BigInt {
        match &self.0 {
            Words(above, below) => BigInt::from(above / below.get()),
            Long(long) => long.to_integer(),
        }
    }

    /// The greatest integer not above it.
    pub fn floor(&self) -> Self {
        match &self.0 {
            Words(above, below) => Number::of_words(above.div_floor(&below.get()), 1),
            Long(long) => Number::from(long.floor()),
        }
    }

    /// The integer next to it towards 0.
    pub fn trunc(&self) -> Self {
        match &self.0 {
            Words(above, below) => Number::of_words(above / below.get(), 1),
            Long(long) => Number::from(long.trunc()),
        }
    }

    /// What `trunc` leaves out.
    pub fn fract(&self) -> Self {
        self - self.trunc()
    }

    /// 1 by it; it is not 0.
    pub fn recip(&self) -> Self {
        match &self.0 {
            Words(above, below) => Number::of_words(below.get(), *above),
            Long(long) => Number::from(long.recip()),
        }
    }

    /// In long integers.
    pub fn to_long(&self) -> BigRational {
        match &self.0 {
            Words(above, below) => {
                BigRational::new_raw(BigInt::from(*above), BigInt::from(below.get()))
            }
            Long(long) => (**long).clone(),
        }
    }
}

/// A machine word that may stand in a number.
fn word(value: i128) -> Option<i64> {
    i64::try_from(value).ok().filter(|&word| word != i64::MIN)
}

/// A quotient in lowest terms; `below` is positive.
fn reduced(above: i128, below: i128) -> Number {
    let divisor = match (u64::try_from(above.unsigned_abs()), u64::try_from(below)) {
        _ if below == 1 => 1,
        (Ok(above), Ok(below)) => i128::from(above.gcd(&below)),
        _ => above.gcd(&below),
    };
    let (above, below) = match divisor {
        1 => (above, below),
        _ => (above / divisor, below / divisor),
    };
    match (word(above), word(below).and_then(NonZeroI64::new)) {
        (Some(above), Some(below)) => Number(Words(above, below)),
        _ => Number(Long(Box::new(BigRational::new_raw(
            BigInt::from(above),
            BigInt::from(below),
        )))),
    }
}

impl From<BigRational> for Number {
    fn from(value: BigRational) -> Self {
        let (above, below) = (value.numer().to_i64(), value.denom().to_i64());
        let below = below.and_then(NonZeroI64::new);
        match above.filter(|&above| above != i64::MIN).zip(below) {
            Some((above, below)) => Number(Words(above, below)),
            None => Number(Long(Box::new(value))),
        }
    }
}

impl From<BigInt> for Number {
    fn from(value: BigInt) -> Self {
        Number::from(BigRational::from(value))
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Number::of_words(value, 1)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_long().fmt(f)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_long().fmt(f)
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.words(), other.words()) {
            (Some((above, below)), Some((other_above, other_below))) => {
                let left = i128::from(above) * i128::from(other_below);
                left.cmp(&(i128::from(other_above) * i128::from(below)))
            }
            _ => self.to_long().cmp(&other.to_long()),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Two pairs of words as long words: no product of two of them overflows, nor a sum of two products.
fn pairs(left: &Number, right: &Number) -> Option<[i128; 4]> {
    let ((a, b), (c, d)) = left.words().zip(right.words())?;
    Some([a, b, c, d].map(i128::from))
}

fn add(left: &Number, right: &Number) -> Number {
    match pairs(left, right) {
        Some([a, b, c, d]) => reduced(a * d + c * b, b * d),
        None => Number::from(left.to_long() + right.to_long()),
    }
}

fn subtract(left: &Number, right: &Number) -> Number {
    match pairs(left, right) {
        Some([a, b, c, d]) => reduced(a * d - c * b, b * d),
        None => Number::from(left.to_long() - right.to_long()),
    }
}

fn multiply(left: &Number, right: &Number) -> Number {
    match pairs(left, right) {
        Some([a, b, c, d]) => reduced(a * c, b * d),
        None => Number::from(left.to_long() * right.to_long()),
    }
}

fn divide(left: &Number, right: &Number) -> Number {
    match pairs(left, right) {
        Some([a, b, c, d]) if c > 0 => reduced(a * d, b * c),
        Some([a, b, c, d]) if c < 0 => reduced(-a * d, -b * c),
        _ => Number::from(left.to_long() / right.to_long()),
    }
}

fn remainder(left: &Number, right: &Number) -> Number {
    Number::from(left.to_long() % right.to_long())
}

macro_rules! operators {
    ($($operator:ident, $method:ident, $function:ident, $assign:ident, $assigned:ident;)*) => {$(
        impl $operator for Number {
            type Output = Number;
            fn $method(self, other: Number) -> Number {
                $function(&self, &other)
            }
        }
        impl $operator<&Number> for Number {
            type Output = Number;
            fn $method(self, other: &Number) -> Number {
                $function(&self, other)
            }
        }
        impl $operator<Number> for &Number {
            type Output = Number;
            fn $method(self, other: Number) -> Number {
                $function(self, &other)
            }
        }
        impl $operator for &Number {
            type Output = Number;
            fn $method(self, other: &Number) -> Number {
                $function(self, other)
            }
        }
        operators!(@assign $assign, $assigned, $function);
    )*};
    (@assign $assign:ident, $assigned:ident, $function:ident) => {
        impl $assign for Number {
            fn $assigned(&mut self, other: Number) {
                *self = $function(self, &other);
            }
        }
        impl $assign<&Number> for Number {
            fn $assigned(&mut self, other: &Number) {
                *self = $function(self, other);
            }
        }
    };
}

operators! {
    Add, add, add, AddAssign, add_assign;
    Sub, sub, subtract, SubAssign, sub_assign;
    Mul, mul, multiply, MulAssign, mul_assign;
    Div, div, divide, DivAssign, div_assign;
}

impl Rem for Number {
    type Output = Number;
    fn rem(self, other: Number) -> Number {
        remainder(&self, &other)
    }
}

impl Neg for Number {
    type Output = Number;
    fn neg(self) -> Number {
        match self.0 {
            Words(above, below) => Number(Words(-above, below)),
            Long(long) => Number::from(-*long),
        }
    }
}

impl Neg for &Number {
    type Output = Number;
    fn neg(self) -> Number {
        -self.clone()
    }
}

impl Zero for Number {
    fn zero() -> Self {
        Number(Words(0, ONE))
    }

    fn is_zero(&self) -> bool {
        matches!(self.0, Words(0, _))
    }
}

impl Default for Number {
    fn default() -> Self {
        Number::zero()
    }
}

impl One for Number {
    fn one() -> Self {
        Number(Words(1, ONE))
    }

    fn is_one(&self) -> bool {
        self.is(1)
    }
}

impl Num for Number {
    type FromStrRadixErr = <BigRational as Num>::FromStrRadixErr;

    fn from_str_radix(text: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
        BigRational::from_str_radix(text, radix).map(Number::from)
    }
}

impl Signed for Number {
    fn abs(&self) -> Self {
        match self.is_negative() {
            true => -self,
            false => self.clone(),
        }
    }

    fn abs_sub(&self, other: &Self) -> Self {
        match self <= other {
            true => Number::zero(),
            false => self - other,
        }
    }

    fn signum(&self) -> Self {
        Number::from(match &self.0 {
            Words(above, _) => above.signum(),
            Long(long) if long.is_negative() => -1,
            Long(_) => 1,
        })
    }

    fn is_positive(&self) -> bool {
        match &self.0 {
            Words(above, _) => *above > 0,
            Long(long) => long.is_positive(),
        }
    }

    fn is_negative(&self) -> bool {
        match &self.0 {
            Words(above, _) => *above < 0,
            Long(long) => long.is_negative(),
        }
    }
}

/// Of what stands before the point.
impl ToPrimitive for Number {
    fn to_i64(&self) -> Option<i64> {
        match &self.0 {
            Words(above, below) => Some(above / below.get()),
            Long(long) => long.to_integer().to_i64(),
        }
    }

    fn to_u64(&self) -> Option<u64> {
        match &self.0 {
            Words(above, below) => u64::try_from(above / below.get()).ok(),
            Long(long) => long.to_integer().to_u64(),
        }
    }

    fn to_f64(&self) -> Option<f64> {
        Some(super::to_f64(self))
    }
}
