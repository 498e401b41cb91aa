//! The gamma function, its logarithm and the derivatives of that.
//!
//! Must not know graphs. Invariants: an argument is shifted upwards until Stirling's series has the precision; the series
//! is cut where its next term bounds what is left, as it does for positive arguments (NIST DLMF 5.11(ii)).

use super::Reason;
use super::ball::Ball;
use super::error_function::is_below;
use super::value::{Arithmetic, Value};
use crate::graph::{Constant, Number};
use num_bigint::BigInt;
use num_traits::{One, Zero};
use std::cmp::Ordering;
use std::sync::{Mutex, PoisonError};

/// An argument is shifted by at most so much.
const MOST_SHIFT: f64 = 20_000.0;

/// The Bernoulli numbers B_2, B_4, ...
static BERNOULLI: Mutex<Vec<Number>> = Mutex::new(Vec::new());

/// B_(2k), from the tangent numbers (Knuth and Buckholtz 1967).
fn bernoulli(k: usize) -> Number {
    let mut kept = BERNOULLI.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.len() < k {
        let count = (2 * kept.len()).max(k).max(32);
        let mut tangents = vec![BigInt::zero(); count + 1];
        tangents[1] = BigInt::one();
        for n in 2..=count {
            tangents[n] = &tangents[n - 1] * (n - 1);
        }
        for n in 2..=count {
            for m in n..=count {
                tangents[m] = &tangents[m - 1] * (m - n) + &tangents[m] * (m - n + 2);
            }
        }
        // B_2n = (-1)^(n-1) 2n T_n/(4^n (4^n - 1))
        *kept = (1..=count)
            .map(|n| {
                let four = BigInt::one() << (2 * n);
                let above = &tangents[n] * (2 * n);
                let above = if n % 2 == 0 { -above } else { above };
                Number::new(above, &four * (&four - 1))
            })
            .collect();
    }
    kept[k - 1].clone()
}

/// How far an argument is shifted; None where that is too far, or too near to a pole to tell.
fn shift(own: &Arithmetic, x: &Value) -> Option<u64> {
    let ball = own.ball(x).ok()?;
    let wanted = own.precision as f64 * 0.2 + 8.0;
    let far = wanted - ball.midpoint();
    (far <= MOST_SHIFT && ball.radius().to_f64() < 1.0).then_some(far.max(0.0).ceil() as u64)
}

/// Whether there is a pole: 0 or a negative integer.
fn is_pole(x: &Value) -> bool {
    matches!(x, Value::Exact(number) if number.is_integer() && *number <= Number::zero())
}

/// `sum of B_2k f_k / z^(2k + power)`, where `f_1` is `first` and `f_(k+1)/f_k` is `ratio(k)`.
fn stirling(
    own: &mut Arithmetic,
    z: &Ball,
    power: i64,
    first: Number,
    ratio: impl Fn(i64) -> Number,
) -> Value {
    let precision = own.precision + 16;
    let one = Ball::integer(1);
    let Some(inverse) = one.over(z, precision) else {
        return Value::Unknown(Reason::Edge);
    };
    let square = inverse.times(&inverse, precision);
    let lead = inverse.power((2 + power) as u64, precision);
    let mut factor = lead.times(&own.ball_of(&first), precision);
    let mut sum = Ball::integer(0);
    let mut last = f64::INFINITY;
    for k in 1i64.. {
        if own.work < 0 {
            return Value::Unknown(Reason::Work);
        }
        own.count_series(4);
        let term = factor.times(&own.ball_of(&bernoulli(k as usize)), precision);
        let size = term.size().to_f64();
        // Against 1, which what the sum is added to exceeds.
        if is_below(&term, &one, precision + 16) || size >= last {
            return Value::Ball(sum.widened(term.size()));
        }
        last = size;
        sum = sum.plus(&term, precision);
        factor = factor
            .times(&square, precision)
            .times(&own.ball_of(&ratio(k)), precision);
    }
    Value::Ball(sum)
}

/// ln|gamma(x)|
pub(super) fn ln_gamma(own: &mut Arithmetic, x: &Value) -> Value {
    if is_pole(x) {
        return Value::Undefined;
    }
    if matches!(x, Value::Exact(own) if own.is(1) || own.is(2)) {
        return Value::integer(0);
    }
    let Some(count) = shift(own, x) else {
        return reflected(own, x);
    };
    let precision = own.precision;
    own.precision += 16;
    // The product x (x + 1) ... (x + count - 1)
    let product = (0..count).fold(Value::integer(1), |product, k| {
        let factor = own.add(x, &Value::integer(k as i64));
        let product = own.ball(&product).map_or_else(|other| other, Value::Ball);
        own.multiply(&product, &factor)
    });
    let product = own.absolute(&product);
    let low = own.ln(&product);
    let z = own.add(x, &Value::integer(count as i64));
    let high = ln_gamma_of_large(own, &z);
    let value = own.subtract(&high, &low);
    own.precision = precision;
    value
}

/// (z - 1/2) ln z - z + ln(2 pi)/2 + sum of B_2k/(2k (2k - 1) z^(2k - 1))
fn ln_gamma_of_large(own: &mut Arithmetic, z: &Value) -> Value {
    let ball = match own.ball(z) {
        Ok(ball) => ball,
        Err(other) => return other,
    };
    let ratio = |k: i64| Number::of_words(2 * k * (2 * k - 1), (2 * k + 2) * (2 * k + 1));
    let sum = stirling(own, &ball, -1, Number::of_words(1, 2), ratio);
    let logarithm = own.ln(z);
    let less = own.subtract(z, &Value::fraction(1, 2));
    let main = own.multiply(&less, &logarithm);
    let main = own.subtract(&main, z);
    let pi = own.constant(Constant::Pi);
    let circle = own.multiply(&pi, &Value::integer(2));
    let circle = own.ln(&circle);
    let circle = own.multiply(&circle, &Value::fraction(1, 2));
    let main = own.add(&main, &circle);
    own.add(&main, &sum)
}

/// ln|gamma(x)| = ln(pi/|sin(pi x)|) - ln gamma(1 - x), far below 0.
fn reflected(own: &mut Arithmetic, x: &Value) -> Value {
    match own.compare(x, &Value::integer(0)) {
        Ok(Ordering::Less) => {
            let pi = own.constant(Constant::Pi);
            // The sine of the distance to the next integer below.
            let whole = own.floor(x);
            let angle = own.subtract(x, &whole);
            let angle = own.multiply(&pi, &angle);
            let (sine, _) = own.sin_cos(&angle);
            let share = own.divide(&pi, &sine);
            let high = own.ln(&share);
            let mirror = own.subtract(&Value::integer(1), x);
            let low = ln_gamma_of_large(own, &mirror);
            own.subtract(&high, &low)
        }
        Ok(_) => Value::Unknown(Reason::Precision),
        Err(other) => other,
    }
}

/// gamma(x)
pub(super) fn gamma(own: &mut Arithmetic, x: &Value) -> Value {
    let size = ln_gamma(own, x);
    let size = own.exp(&size);
    if !size.is_known() {
        return size;
    }
    match own.compare(x, &Value::integer(0)) {
        Ok(Ordering::Greater) => size,
        Ok(_) => {
            // Negative between -1 and 0, between -3 and -2, and so on.
            let whole = own.floor(x);
            match whole {
                Value::Exact(whole) if whole.is_even() => size,
                Value::Exact(_) => own.negate(&size),
                other => other,
            }
        }
        Err(other) => other,
    }
}

/// The derivative of order n of the digamma function, which is that of order 0.
pub(super) fn polygamma(own: &mut Arithmetic, n: i64, x: &Value) -> Value {
    if is_pole(x) {
        return Value::Undefined;
    }
    let Some(count) = shift(own, x) else {
        return match n {
            0 => reflected_digamma(own, x),
            1 => reflected_trigamma(own, x),
            _ => Value::Unknown(Reason::Precision),
        };
    };
    let precision = own.precision;
    own.precision += 16;
    let count = count + n as u64;
    // sum of 1/(x + k)^(n + 1)
    let mut low = Value::integer(0);
    for k in 0..count {
        if own.work < 0 {
            return Value::Unknown(Reason::Work);
        }
        let place = own.add(x, &Value::integer(k as i64));
        let place = own.ball(&place).map_or_else(|other| other, Value::Ball);
        let term = own.power_integer(&place, -(n + 1));
        low = own.add(&low, &term);
    }
    let z = own.add(x, &Value::integer(count as i64));
    let ball = match own.ball(&z) {
        Ok(ball) => ball,
        Err(other) => return other,
    };
    let value = if n == 0 {
        // ln z - 1/(2z) - sum of B_2k/(2k z^2k)
        let ratio = |k: i64| Number::of_words(k, k + 1);
        let sum = stirling(own, &ball, 0, Number::of_words(1, 2), ratio);
        let logarithm = own.ln(&z);
        let half = own.divide(&Value::fraction(1, 2), &z);
        let value = own.subtract(&logarithm, &half);
        let value = own.subtract(&value, &sum);
        own.subtract(&value, &low)
    } else {
        // In units of (-1)^(n+1) n!: 1/(n z^n) + 1/(2 z^(n+1)) + sum of B_2k (2k + n - 1)!/((2k)! n! z^(2k + n))
        let ratio =
            |k: i64| Number::of_words((2 * k + n) * (2 * k + n + 1), (2 * k + 1) * (2 * k + 2));
        let first = Number::of_words(n + 1, 2);
        let sum = stirling(own, &ball, n, first, ratio);
        let lead = own.power_integer(&z, -n);
        let second = own.divide(&lead, &z);
        let second = own.multiply(&second, &Value::fraction(1, 2));
        let lead = own.multiply(&lead, &Value::fraction(1, n));
        let all = own.add(&lead, &second);
        let all = own.add(&all, &sum);
        let all = own.add(&all, &low);
        let factorial = (1..=n).fold(Value::integer(1), |product, k| {
            own.multiply(&product, &Value::integer(k))
        });
        let value = own.multiply(&all, &factorial);
        if n % 2 == 0 {
            own.negate(&value)
        } else {
            value
        }
    };
    own.precision = precision;
    value
}

/// The tangent's parts at pi times the fractional part.
fn turn(own: &mut Arithmetic, x: &Value) -> (Value, Value, Value) {
    let pi = own.constant(Constant::Pi);
    let whole = own.floor(x);
    let angle = own.subtract(x, &whole);
    let angle = own.multiply(&pi, &angle);
    let (sine, cosine) = own.sin_cos(&angle);
    (pi, sine, cosine)
}

/// digamma(x) = digamma(1 - x) - pi cot(pi x)
fn reflected_digamma(own: &mut Arithmetic, x: &Value) -> Value {
    let mirror = own.subtract(&Value::integer(1), x);
    if shift(own, &mirror).is_none() {
        return Value::Unknown(Reason::Precision);
    }
    let (pi, sine, cosine) = turn(own, x);
    let cotangent = own.divide(&cosine, &sine);
    let bend = own.multiply(&pi, &cotangent);
    let value = polygamma(own, 0, &mirror);
    own.subtract(&value, &bend)
}

/// trigamma(x) = pi^2/sin(pi x)^2 - trigamma(1 - x)
fn reflected_trigamma(own: &mut Arithmetic, x: &Value) -> Value {
    let mirror = own.subtract(&Value::integer(1), x);
    if shift(own, &mirror).is_none() {
        return Value::Unknown(Reason::Precision);
    }
    let (pi, sine, _) = turn(own, x);
    let share = own.divide(&pi, &sine);
    let share = own.multiply(&share, &share);
    let value = polygamma(own, 1, &mirror);
    own.subtract(&share, &value)
}
