//! The error function, its complement, and the scaled complement with its repeated integrals.
//!
//! Must not know graphs. Invariant: the series has positive terms alone, and the asymptotic one is cut where its next
//! term bounds what is left (NIST DLMF 7.12(ii)).

use super::Reason;
use super::ball::Ball;
use super::value::{Arithmetic, Value};
use std::cmp::Ordering;

/// erf(x), from the series or from the complement.
pub(super) fn erf(own: &mut Arithmetic, x: &Value) -> Value {
    if x.is_zero() {
        return x.clone();
    }
    if is_far(own, x) {
        let size = own.absolute(x);
        let rest = erfc_far(own, &size);
        let value = own.subtract(&Value::integer(1), &rest);
        return match own.compare(x, &Value::integer(0)) {
            Ok(Ordering::Less) => own.negate(&value),
            _ => value,
        };
    }
    let decay = decay(own, x);
    let series = series(own, x);
    own.multiply(&series, &decay)
}

/// erfc(x) = 1 - erf(x)
pub(super) fn erfc(own: &mut Arithmetic, x: &Value) -> Value {
    match own.compare(x, &Value::integer(0)) {
        Ok(Ordering::Greater) => {
            let scaled = erfcx(own, x);
            let decay = decay(own, x);
            own.multiply(&scaled, &decay)
        }
        Err(other @ (Value::Undefined | Value::Unknown(_))) if !x.is_known() => other,
        _ => {
            let value = erf(own, x);
            own.subtract(&Value::integer(1), &value)
        }
    }
}

/// e^(x^2) erfc(x)
pub(super) fn erfcx(own: &mut Arithmetic, x: &Value) -> Value {
    match own.compare(x, &Value::integer(0)) {
        Ok(Ordering::Greater) if is_far(own, x) => asymptotic(own, x),
        Err(_) if !x.is_known() => x.clone(),
        _ => {
            // What 1 - erf(x) cancels is less than twice the precision.
            let precision = own.precision;
            own.precision = 3 * precision + 32;
            let square = own.multiply(x, x);
            let growth = own.exp(&square);
            let series = series(own, x);
            let value = own.subtract(&growth, &series);
            own.precision = precision;
            value
        }
    }
}

/// e^(x^2) times the n-fold integral of erfc, for orders from -1: NIST DLMF 7.18.7.
pub(super) fn scaled_integral(own: &mut Arithmetic, order: i64, x: &Value) -> Value {
    let pi = own.constant(crate::graph::Constant::Pi);
    let root = own.square_root(&pi);
    let mut before = own.divide(&Value::integer(2), &root);
    if order < 0 {
        return before;
    }
    let mut value = erfcx(own, x);
    for n in 1..=order {
        let share = own.multiply(x, &value);
        let half = own.multiply(&before, &Value::fraction(1, 2));
        let sum = own.subtract(&half, &share);
        before = value;
        value = own.multiply(&sum, &Value::fraction(1, n));
    }
    value
}

/// Whether the asymptotic series has the precision.
fn is_far(own: &mut Arithmetic, x: &Value) -> bool {
    let least = (own.precision as f64 * 0.75 + 16.0).sqrt();
    match own.ball(x) {
        Ok(ball) => ball.midpoint().abs() > least && ball.radius().to_f64() < 1.0,
        Err(_) => false,
    }
}

/// e^(-x^2)
fn decay(own: &mut Arithmetic, x: &Value) -> Value {
    let square = own.multiply(x, x);
    let square = own.negate(&square);
    own.exp(&square)
}

/// erfc of a large positive number.
fn erfc_far(own: &mut Arithmetic, x: &Value) -> Value {
    let scaled = asymptotic(own, x);
    let decay = decay(own, x);
    own.multiply(&scaled, &decay)
}

/// erf(x) e^(x^2) = 2/sqrt(pi) (x + 2 x^3/3 + 4 x^5/15 + ...)
fn series(own: &mut Arithmetic, x: &Value) -> Value {
    let (Ok(x), precision) = (own.ball(x), own.precision + 16) else {
        return x.clone();
    };
    let square = x.times(&x, precision).shifted(1);
    let mut term = x.shifted(1);
    let mut sum = term.clone();
    for k in 1i64.. {
        if own.work < 0 {
            return Value::Unknown(Reason::Work);
        }
        own.count_series(2);
        let factor = Ball::integer(2 * k + 1);
        let Some(next) = term.times(&square, precision).over(&factor, precision) else {
            return Value::Unknown(Reason::Precision);
        };
        term = next;
        sum = sum.plus(&term, precision);
        let ratio = square.size().to_f64() / (2 * k + 3) as f64;
        if ratio < 0.5 && is_below(&term, &sum, precision) {
            // What is left is at most the last term.
            sum = sum.widened(term.size());
            break;
        }
    }
    let pi = own.constant(crate::graph::Constant::Pi);
    let root = own.square_root(&pi);
    own.divide(&Value::Ball(sum), &root)
}

/// Whether a term does not matter to a sum at this precision.
pub(super) fn is_below(term: &Ball, sum: &Ball, precision: u64) -> bool {
    match (term.size().top(), sum.top()) {
        (None, _) => true,
        (Some(term), Some(sum)) => term < sum - precision as i64,
        (Some(_), None) => false,
    }
}

/// erfcx(x) = 1/(x sqrt(pi)) (1 - 1/(2 x^2) + 3/(2 x^2)^2 - ...)
fn asymptotic(own: &mut Arithmetic, x: &Value) -> Value {
    let precision = own.precision + 16;
    let double = own.multiply(x, x);
    let double = own.multiply(&double, &Value::integer(2));
    let inverse = own.divide(&Value::integer(1), &double);
    let inverse = match own.ball(&inverse) {
        Ok(ball) => ball.negated(),
        Err(other) => return other,
    };
    let mut term = Ball::integer(1);
    let mut sum = Ball::integer(1);
    for k in 1i64.. {
        own.count_series(1);
        let next = term
            .times(&inverse, precision)
            .times(&Ball::integer(2 * k - 1), precision);
        // The next term bounds what is left; it is taken where it is small enough or no longer becomes smaller.
        let grows = next.size().to_f64() >= term.size().to_f64() && next.size().to_f64() > 0.0;
        if grows || is_below(&next, &sum, precision) || own.work < 0 {
            sum = sum.widened(next.size());
            break;
        }
        sum = sum.plus(&next, precision);
        term = next;
    }
    let pi = own.constant(crate::graph::Constant::Pi);
    let root = own.square_root(&pi);
    let below = own.multiply(&root, x);
    own.divide(&Value::Ball(sum), &below)
}
