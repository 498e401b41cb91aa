//! The primitives with their first and second derivatives, from formulas that stand here alone.
//!
//! Must not know graphs, nor the derivatives that the table of functions lists: these are checked against what is
//! computed here. Invariant: conventions at kinks are those of the table (`abs'(0) = 0`, `floor' = 0`).

use super::Reason;
use super::value::{Arithmetic, Value};
use crate::functions::Primitive;
use std::cmp::Ordering;

/// f, f', f'' of a primitive of one argument: as many as the order asks for, and 0 behind them.
pub(super) fn derivatives(
    own: &mut Arithmetic,
    primitive: Primitive,
    x: &Value,
    order: usize,
) -> [Value; 3] {
    let zero = || Value::integer(0);
    match primitive {
        Primitive::Exp => {
            let value = own.exp(x);
            [value.clone(), value.clone(), value]
        }
        Primitive::Expm1 => {
            let value = own.expm1(x);
            let slope = if order > 0 { own.exp(x) } else { zero() };
            [value, slope.clone(), slope]
        }
        Primitive::Ln => {
            let value = own.ln(x);
            reciprocals(own, value, x, order)
        }
        Primitive::Log1p => {
            let value = own.log1p(x);
            let above = own.add(x, &Value::integer(1));
            reciprocals(own, value, &above, order)
        }
        Primitive::Sin => {
            let (sine, cosine) = own.sin_cos(x);
            let bend = own.negate(&sine);
            [sine, cosine, bend]
        }
        Primitive::Cos => {
            let (sine, cosine) = own.sin_cos(x);
            let bend = own.negate(&cosine);
            [cosine, own.negate(&sine), bend]
        }
        Primitive::Atan => {
            let value = own.atan(x);
            if order == 0 {
                return [value, zero(), zero()];
            }
            let square = own.multiply(x, x);
            let below = own.add(&square, &Value::integer(1));
            let slope = own.divide(&Value::integer(1), &below);
            let bend = own.multiply(&slope, &slope);
            let bend = own.multiply(&bend, x);
            let bend = own.multiply(&bend, &Value::integer(-2));
            [value, slope, bend]
        }
        Primitive::SquareRoot => {
            let value = own.square_root(x);
            if order == 0 {
                return [value, zero(), zero()];
            }
            // 1/(2 s) and -1/(4 s x)
            let slope = own.divide(&Value::fraction(1, 2), &value);
            let bend = own.divide(&slope, x);
            let bend = own.multiply(&bend, &Value::fraction(-1, 2));
            [value, slope, bend]
        }
        Primitive::Absolute => {
            let value = own.absolute(x);
            let slope = match own.compare(x, &zero()) {
                Ok(Ordering::Less) => Value::integer(-1),
                Ok(Ordering::Equal) => zero(),
                Ok(Ordering::Greater) => Value::integer(1),
                Err(Value::Unknown(_)) => Value::Unknown(Reason::Tie),
                Err(other) => other,
            };
            let bend = if slope.is_known() {
                zero()
            } else {
                slope.clone()
            };
            [value, slope, bend]
        }
        Primitive::Floor => [own.floor(x), zero(), zero()],
    }
}

/// A logarithm with 1/x and -1/x^2.
fn reciprocals(own: &mut Arithmetic, value: Value, x: &Value, order: usize) -> [Value; 3] {
    if order == 0 {
        return [value, Value::integer(0), Value::integer(0)];
    }
    let slope = own.divide(&Value::integer(1), x);
    let bend = own.multiply(&slope, &slope);
    [value, slope, own.negate(&bend)]
}
