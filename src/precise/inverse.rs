//! Inverses of monotone functions.
//!
//! Must not know graphs. Invariant: the ends of a result are on both sides of the argument by the function itself, so
//! neither the guess nor Newton's method needs to be trusted.

use super::Reason;
use super::ball::Ball;
use super::magnitude::Magnitude;
use super::value::{Arithmetic, Value};
use std::cmp::Ordering;

/// A function with its slope.
pub(super) type Monotone = fn(&mut Arithmetic, &Value) -> (Value, Value);

/// The w near `guess` with `function(w) = x`.
pub(super) fn solve(own: &mut Arithmetic, function: Monotone, x: &Value, guess: f64) -> Value {
    if !x.is_known() {
        return x.clone();
    }
    if !guess.is_finite() {
        return Value::Unknown(Reason::Precision);
    }
    let precision = own.precision;
    let mut root = Ball::of_f64(guess);
    let mut reached = 24;
    while reached < precision + 8 {
        reached = (2 * reached - 4).min(precision + 8);
        own.precision = (reached + 64).min(precision + 64);
        let (value, slope) = function(own, &Value::Ball(root.clone()));
        let miss = own.subtract(&value, x);
        let step = own.divide(&miss, &slope);
        let Ok(step) = own.ball(&step) else { break };
        root = root.minus(&step, own.precision).center();
        if own.work < 0 {
            break;
        }
    }
    own.precision = precision + 64;
    let top = root.top().unwrap_or(-(precision as i64));
    let mut loss = 4;
    let mut result = Value::Unknown(Reason::Precision);
    while loss < precision + 8 && own.work >= 0 {
        let radius = Magnitude::power_of_two(top - precision as i64 + loss as i64);
        let step = Ball::exact(1.into(), top - precision as i64 + loss as i64);
        let mut side = |end: Ball| {
            let (value, _) = function(own, &Value::Ball(end));
            own.compare(&value, x).ok()
        };
        let low = side(root.minus(&step, u64::MAX / 4));
        let high = side(root.plus(&step, u64::MAX / 4));
        if matches!(
            (low, high),
            (Some(Ordering::Less), Some(Ordering::Greater))
                | (Some(Ordering::Greater), Some(Ordering::Less))
        ) {
            result = Value::Ball(root.widened(radius));
            break;
        }
        loss = 2 * loss + 4;
    }
    own.precision = precision;
    result
}
