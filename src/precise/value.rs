//! Values while they are computed: exact rational numbers as long as they are short, balls from then on, and what is
//! undefined or not known at this precision.
//!
//! Must not know graphs. Invariants: a rational result of rational operands is exact, so that ties are seen as such;
//! what may be undefined is never given a number; every operation is counted.

use super::Reason;
use super::ball::Ball;
use super::magnitude::Magnitude;
use super::{circular, elementary};
use crate::graph::{Constant, Number};
use num_bigint::{BigInt, Sign};
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::cmp::Ordering;

/// Longer rational numbers become balls.
const EXACT_BITS: u64 = 4096;

/// What is known of a real number.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Exact(Number),
    Ball(Ball),
    /// There is no such number.
    Undefined,
    /// Not known at this precision.
    Unknown(Reason),
}

use Value::{Exact, Undefined, Unknown};

impl Value {
    pub(super) fn integer(value: i64) -> Value {
        Exact(Number::from(value))
    }

    pub(super) fn fraction(above: i64, below: i64) -> Value {
        Exact(Number::of_words(above, below))
    }

    pub(super) fn is_zero(&self) -> bool {
        matches!(self, Exact(number) if number.is_zero())
    }

    /// Whether there is a number or a ball.
    pub(super) fn is_known(&self) -> bool {
        matches!(self, Exact(_) | Value::Ball(_))
    }
}

/// Why a result of these operands is no number: the worst of them.
fn lacking<'a>(values: impl IntoIterator<Item = &'a Value>) -> Option<Value> {
    let mut found = None;
    for value in values {
        match value {
            Undefined => return Some(Undefined),
            Unknown(reason) => found = Some(Unknown(*reason)),
            _ => {}
        }
    }
    found
}

/// Operations at one precision, and what they cost.
pub(super) struct Arithmetic {
    pub(super) precision: u64,
    /// How much work is left; below 0 none.
    pub(super) work: i64,
}

impl Arithmetic {
    fn words(&self) -> i64 {
        self.precision as i64 / 64 + 1
    }

    fn count(&mut self, factor: i64) {
        self.work -= factor;
    }

    /// What a series of multiplications costs.
    pub(super) fn count_series(&mut self, terms: u64) {
        let words = self.words();
        self.count((words * words / 2 + 20) * (terms as i64 + 8));
    }

    fn count_elementary(&mut self) {
        self.count_series(2 * self.precision.isqrt());
    }

    /// The rational number as a ball.
    pub(super) fn ball_of(&self, number: &Number) -> Ball {
        let (above, below) = match number.words() {
            Some((above, below)) => (BigInt::from(above), BigInt::from(below)),
            None => (number.numer(), number.denom()),
        };
        let zeros = below.trailing_zeros().unwrap_or(0);
        if zeros + 1 == below.bits() {
            return Ball::new(above, -(zeros as i64), Magnitude::ZERO, self.precision);
        }
        let above = Ball::exact(above, 0);
        let quotient = above.over(&Ball::exact(below, 0), self.precision);
        quotient.unwrap_or_else(Ball::whole)
    }

    /// The value as a ball, or what it is instead.
    pub(super) fn ball(&self, value: &Value) -> Result<Ball, Value> {
        match value {
            Exact(number) => Ok(self.ball_of(number)),
            Value::Ball(ball) => Ok(ball.clone()),
            other => Err(other.clone()),
        }
    }

    fn exact(&self, number: Number) -> Value {
        match number.bits() <= EXACT_BITS {
            true => Exact(number),
            false => Value::Ball(self.ball_of(&number)),
        }
    }

    pub(super) fn constant(&mut self, constant: Constant) -> Value {
        Value::Ball(match constant {
            Constant::Pi => circular::pi(self.precision),
            Constant::E => elementary::exp(&Ball::integer(1), self.precision),
        })
    }

    pub(super) fn add(&mut self, a: &Value, b: &Value) -> Value {
        self.count(20 + self.words());
        match (a, b) {
            (Exact(a), Exact(b)) => self.exact(a + b),
            (Exact(zero), other) | (other, Exact(zero)) if zero.is_zero() => other.clone(),
            _ => self.with_both(a, b, |own, a, b| Value::Ball(a.plus(b, own.precision))),
        }
    }

    pub(super) fn negate(&mut self, a: &Value) -> Value {
        match a {
            Exact(a) => Exact(-a.clone()),
            Value::Ball(a) => Value::Ball(a.negated()),
            other => other.clone(),
        }
    }

    pub(super) fn subtract(&mut self, a: &Value, b: &Value) -> Value {
        let b = self.negate(b);
        self.add(a, &b)
    }

    pub(super) fn multiply(&mut self, a: &Value, b: &Value) -> Value {
        let words = self.words();
        self.count(20 + words * words);
        match (a, b) {
            (Exact(a), Exact(b)) => self.exact(a * b),
            (Exact(own), Value::Ball(_)) | (Value::Ball(_), Exact(own)) if own.is_zero() => {
                Exact(own.clone())
            }
            (Exact(one), other) | (other, Exact(one)) if one.is_one() => other.clone(),
            _ => self.with_both(a, b, |own, a, b| Value::Ball(a.times(b, own.precision))),
        }
    }

    pub(super) fn divide(&mut self, a: &Value, b: &Value) -> Value {
        let words = self.words();
        self.count(40 + 2 * words * words);
        match (a, b) {
            (_, Exact(zero)) if zero.is_zero() => lacking([a]).unwrap_or(Undefined),
            (Exact(a), Exact(b)) => self.exact(a / b),
            _ => self.with_both(a, b, |own, a, b| match a.over(b, own.precision) {
                Some(quotient) => Value::Ball(quotient),
                None => Unknown(Reason::Edge),
            }),
        }
    }

    fn with_both(
        &mut self,
        a: &Value,
        b: &Value,
        then: impl FnOnce(&mut Self, &Ball, &Ball) -> Value,
    ) -> Value {
        if let Some(lacking) = lacking([a, b]) {
            return lacking;
        }
        match (self.ball(a), self.ball(b)) {
            (Ok(a), Ok(b)) => then(self, &a, &b),
            (Err(other), _) | (_, Err(other)) => other,
        }
    }

    fn with(&mut self, a: &Value, then: impl FnOnce(&mut Self, &Ball) -> Value) -> Value {
        match self.ball(a) {
            Ok(a) => then(self, &a),
            Err(other) => other,
        }
    }

    /// The order of two numbers.
    pub(super) fn compare(&mut self, a: &Value, b: &Value) -> Result<Ordering, Value> {
        self.count(20 + self.words());
        match (a, b) {
            (Exact(a), Exact(b)) => Ok(a.cmp(b)),
            _ => {
                if let Some(lacking) = lacking([a, b]) {
                    return Err(lacking);
                }
                let (a, b) = (self.ball(a)?, self.ball(b)?);
                a.compare(&b).ok_or(Unknown(Reason::Tie))
            }
        }
    }

    /// A whole power; of 0 to the power 0 it is 1.
    pub(super) fn power_integer(&mut self, base: &Value, exponent: i64) -> Value {
        let words = self.words();
        let bits = 64 - i64::from(exponent.unsigned_abs().leading_zeros());
        self.count((20 + words * words) * (1 + 2 * bits));
        if exponent == 0 {
            return lacking([base]).unwrap_or(Value::integer(1));
        }
        if exponent == 1 {
            return base.clone();
        }
        if exponent < 0 {
            let inverse = self.power_integer(base, exponent.saturating_neg());
            return self.divide(&Value::integer(1), &inverse);
        }
        if let Exact(base) = base
            && base.bits().saturating_mul(exponent.unsigned_abs()) <= EXACT_BITS
        {
            let power = |part: BigInt| part.pow(exponent as u32);
            return Exact(Number::new(power(base.numer()), power(base.denom())));
        }
        self.with(base, |own, base| {
            Value::Ball(base.power(exponent.unsigned_abs(), own.precision))
        })
    }

    /// `base^exponent` with the conventions of the language.
    pub(super) fn power(&mut self, base: &Value, exponent: &Value) -> Value {
        if let Exact(exponent) = exponent {
            return self.power_exact(base, exponent);
        }
        if let Some(lacking) = lacking([base, exponent]) {
            return lacking;
        }
        match self.compare(base, &Value::integer(0)) {
            Ok(Ordering::Greater) => {
                if matches!(base, Exact(one) if one.is_one()) {
                    return base.clone();
                }
                let logarithm = self.ln(base);
                let product = self.multiply(exponent, &logarithm);
                self.exp(&product)
            }
            Ok(Ordering::Equal) => match self.compare(exponent, &Value::integer(0)) {
                Ok(Ordering::Greater) => Value::integer(0),
                Ok(_) => Undefined,
                Err(_) => Unknown(Reason::Edge),
            },
            // Below 0 only whole exponents have a power, and none of them is known to be one.
            Ok(Ordering::Less) => Unknown(Reason::Edge),
            Err(_) => Unknown(Reason::Edge),
        }
    }

    fn power_exact(&mut self, base: &Value, exponent: &Number) -> Value {
        if exponent.is_integer() {
            if let Some(count) = exponent.numer().to_i64() {
                return self.power_integer(base, count);
            }
            let size = match base {
                Exact(base) if base.is_zero() => {
                    return match exponent.is_negative() {
                        true => Undefined,
                        false => Value::integer(0),
                    };
                }
                Exact(base) if base.is_one() || (-base.clone()).is_one() => {
                    return match exponent.is_even() {
                        true => Value::integer(1),
                        false => Exact(base.clone()),
                    };
                }
                _ => self.absolute(base),
            };
            let own = self.power_exact_positive(&size, exponent);
            return match exponent.is_even() {
                true => own,
                false => match self.compare(base, &Value::integer(0)) {
                    Ok(Ordering::Less) => self.negate(&own),
                    Ok(_) => own,
                    Err(other) => other,
                },
            };
        }
        match self.compare(base, &Value::integer(0)) {
            Ok(Ordering::Less) => Undefined,
            Ok(Ordering::Equal) if exponent.is_negative() => Undefined,
            Ok(Ordering::Equal) => Value::integer(0),
            Ok(Ordering::Greater) if exponent.is_half_of_odd() => {
                let root = self.square_root(base);
                match exponent.numer().to_i64() {
                    Some(count) => self.power_integer(&root, count),
                    None => self.power_exact_positive(base, exponent),
                }
            }
            Ok(Ordering::Greater) => self.power_exact_positive(base, exponent),
            Err(Unknown(_)) => Unknown(Reason::Edge),
            Err(other) => other,
        }
    }

    fn power_exact_positive(&mut self, base: &Value, exponent: &Number) -> Value {
        if let Some(root) = exact_root(base, exponent) {
            let count = exponent.numer().to_i64().unwrap_or(i64::MAX);
            return self.power_integer(&Exact(root), count);
        }
        let logarithm = self.ln(base);
        let product = self.multiply(&Exact(exponent.clone()), &logarithm);
        self.exp(&product)
    }

    pub(super) fn square_root(&mut self, x: &Value) -> Value {
        self.count_series(8);
        match x {
            Exact(number) if number.is_negative() => return Undefined,
            Exact(number) => {
                let (above, below) = (number.numer().sqrt(), number.denom().sqrt());
                let root = Number::new(above, below);
                if &root * &root == *number {
                    return Exact(root);
                }
            }
            _ => {}
        }
        self.with(x, |own, x| match x.square_root(own.precision) {
            Some(root) => Value::Ball(root),
            None if x.sign() == Some(Ordering::Less) => Undefined,
            None => Unknown(Reason::Edge),
        })
    }

    pub(super) fn exp(&mut self, x: &Value) -> Value {
        self.count_elementary();
        match x {
            Exact(number) if number.is_zero() => Value::integer(1),
            _ => self.with(x, |own, x| Value::Ball(elementary::exp(x, own.precision))),
        }
    }

    pub(super) fn expm1(&mut self, x: &Value) -> Value {
        self.count_elementary();
        match x {
            Exact(number) if number.is_zero() => x.clone(),
            _ => self.with(x, |own, x| Value::Ball(elementary::expm1(x, own.precision))),
        }
    }

    pub(super) fn ln(&mut self, x: &Value) -> Value {
        self.count_elementary();
        match x {
            Exact(number) if !number.is_positive() => Undefined,
            Exact(number) if number.is_one() => Value::integer(0),
            _ => self.with(x, |own, x| match elementary::ln(x, own.precision) {
                Some(value) => Value::Ball(value),
                None if x.sign() == Some(Ordering::Less) => Undefined,
                None => Unknown(Reason::Edge),
            }),
        }
    }

    pub(super) fn log1p(&mut self, x: &Value) -> Value {
        self.count_elementary();
        match x {
            Exact(number) if number.is_zero() => x.clone(),
            Exact(number) if *number <= Number::from(-1) => Undefined,
            _ => self.with(x, |own, x| match elementary::log1p(x, own.precision) {
                Some(value) => Value::Ball(value),
                None if x.compare(&Ball::integer(-1)) == Some(Ordering::Less) => Undefined,
                None => Unknown(Reason::Edge),
            }),
        }
    }

    pub(super) fn sin_cos(&mut self, x: &Value) -> (Value, Value) {
        self.count_elementary();
        if x.is_zero() {
            return (Value::integer(0), Value::integer(1));
        }
        match self.ball(x) {
            Ok(x) => {
                let (sine, cosine) = circular::sin_cos(&x, self.precision);
                (Value::Ball(sine), Value::Ball(cosine))
            }
            Err(other) => (other.clone(), other),
        }
    }

    pub(super) fn atan(&mut self, x: &Value) -> Value {
        self.count_elementary();
        match x {
            Exact(number) if number.is_zero() => x.clone(),
            _ => self.with(x, |own, x| Value::Ball(circular::atan(x, own.precision))),
        }
    }

    /// The absolute value, which is known where the sign is not.
    pub(super) fn absolute(&mut self, x: &Value) -> Value {
        match x {
            Exact(number) => Exact(number.abs()),
            Value::Ball(ball) => Value::Ball(match ball.sign() {
                Some(Ordering::Less) => ball.negated(),
                Some(_) => ball.clone(),
                None => ball.sizes(),
            }),
            other => other.clone(),
        }
    }

    pub(super) fn floor(&mut self, x: &Value) -> Value {
        match x {
            Exact(number) => Exact(number.floor()),
            Value::Ball(ball) => {
                let Some((low, high)) = ball.ends() else {
                    return Unknown(Reason::TooLarge);
                };
                if high.top() > Some(EXACT_BITS as i64) || low.top() > Some(EXACT_BITS as i64) {
                    return Unknown(Reason::TooLarge);
                }
                let (low, high) = (elementary::fixed(&low, 0), elementary::fixed(&high, 0));
                match low == high {
                    true => Exact(Number::from(low)),
                    false => Unknown(Reason::Tie),
                }
            }
            other => other.clone(),
        }
    }
}

/// The root of a perfect power: `x` to the power `1/q` where `exponent` is `p/q`.
fn exact_root(base: &Value, exponent: &Number) -> Option<Number> {
    let Exact(base) = base else { return None };
    let q = exponent.denom().to_u32().filter(|&q| q <= 64)?;
    let root = |part: BigInt| {
        let root = part.nth_root(q);
        (root.pow(q) == part && root.sign() != Sign::Minus).then_some(root)
    };
    exponent.numer().to_i64()?;
    Some(Number::new(root(base.numer())?, root(base.denom())?))
}
