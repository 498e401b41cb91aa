//! The primitives with their first and second derivatives, from formulas that stand here alone.
//!
//! Must not know graphs, nor the derivatives that the table of functions lists: these are checked against what is
//! computed here. Invariant: conventions at kinks are those of the table (`abs'(0) = 0`, `floor' = 0`).

use super::Reason;
use super::inverse::{Monotone, solve};
use super::value::{Arithmetic, Value};
use super::{error_function, gamma_function};
use crate::functions::{self, FunctionId, Kernel, Primitive};
use crate::graph::Constant;
use num_traits::ToPrimitive;
use std::cmp::Ordering;

/// f, f', f'' of a primitive of one argument: as many as the order asks for, and 0 behind them.
pub(super) fn derivatives(
    own: &mut Arithmetic,
    primitive: Primitive,
    id: FunctionId,
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
        Primitive::Erf => {
            let value = error_function::erf(own, x);
            bells(own, value, 2, x, order)
        }
        Primitive::Erfc => {
            let value = error_function::erfc(own, x);
            bells(own, value, -2, x, order)
        }
        Primitive::Erfcx => of_order(own, Primitive::ErfcxOfOrder, &zero(), x, order),
        Primitive::ErfInverse => {
            let value = solve(own, erf_with_slope, x, guess(id, own, x));
            inverted(own, erf_with_slope, minus_double, value, order)
        }
        Primitive::ErfcInverse => {
            let value = solve(own, erfc_with_slope, x, guess(id, own, x));
            inverted(own, erfc_with_slope, minus_double, value, order)
        }
        Primitive::Gamma => {
            let exact = match (functions::row(id).exact, x) {
                (Some(exact), Value::Exact(number)) => exact(&[number.to_long()]),
                _ => None,
            };
            let value = match exact {
                Some(number) => Value::Exact(number.into()),
                None => gamma_function::gamma(own, x),
            };
            if order == 0 {
                return [value, zero(), zero()];
            }
            // g' = g psi and g'' = g (psi^2 + psi')
            let psi = gamma_function::polygamma(own, 0, x);
            let slope = own.multiply(&value, &psi);
            let mut bend = zero();
            if order > 1 {
                let square = own.multiply(&psi, &psi);
                let next = gamma_function::polygamma(own, 1, x);
                let sum = own.add(&square, &next);
                bend = own.multiply(&value, &sum);
            }
            [value, slope, bend]
        }
        Primitive::LnGamma => {
            let value = gamma_function::ln_gamma(own, x);
            let [slope, bend, _] = match order {
                0 => [zero(), zero(), zero()],
                _ => of_order(own, Primitive::Polygamma, &zero(), x, order - 1),
            };
            [value, slope, bend]
        }
        Primitive::Digamma => of_order(own, Primitive::Polygamma, &zero(), x, order),
        Primitive::Trigamma => of_order(own, Primitive::Polygamma, &Value::integer(1), x, order),
        Primitive::LambertUpper | Primitive::LambertLower => {
            let value = lambert(own, primitive, x);
            inverted(own, product_with_slope, bend_of_product, value, order)
        }
        Primitive::ErfcxOfOrder | Primitive::Polygamma => {
            let missing = Value::Unknown(Reason::Kernel(id));
            [missing.clone(), missing.clone(), missing]
        }
    }
}

/// The same of a function of a whole order.
pub(super) fn of_order(
    own: &mut Arithmetic,
    primitive: Primitive,
    order_of_function: &Value,
    x: &Value,
    order: usize,
) -> [Value; 3] {
    let zero = || Value::integer(0);
    let n = match order_of_function {
        Value::Exact(number) if number.is_integer() => number.numer().to_i64(),
        _ => None,
    };
    let most = if primitive == Primitive::Polygamma {
        1000
    } else {
        20
    };
    let Some(n) = n.filter(|n| (0..=most).contains(n)) else {
        return [Value::Undefined, Value::Undefined, Value::Undefined];
    };
    if primitive == Primitive::Polygamma {
        let value = gamma_function::polygamma(own, n, x);
        let mut next = |by: i64| match order >= by as usize {
            true => gamma_function::polygamma(own, n + by, x),
            false => zero(),
        };
        return [value, next(1), next(2)];
    }
    // E_n' = 2 x E_n - E_(n - 1), for E_(-1) that is 0.
    let value = error_function::scaled_integral(own, n, x);
    if order == 0 {
        return [value, zero(), zero()];
    }
    let double = own.multiply(x, &Value::integer(2));
    let before = error_function::scaled_integral(own, n - 1, x);
    let grown = own.multiply(&double, &value);
    let slope = own.subtract(&grown, &before);
    if order == 1 {
        return [value, slope, zero()];
    }
    let before_slope = match n {
        0 => zero(),
        _ => {
            let first = error_function::scaled_integral(own, n - 2, x);
            let first = if n == 1 { before_of(own) } else { first };
            let grown = own.multiply(&double, &before);
            own.subtract(&grown, &first)
        }
    };
    let bend = own.multiply(&double, &slope);
    let twice = own.multiply(&value, &Value::integer(2));
    let bend = own.add(&bend, &twice);
    [value, slope, own.subtract(&bend, &before_slope)]
}

/// 2/sqrt(pi)
fn before_of(own: &mut Arithmetic) -> Value {
    error_function::scaled_integral(own, -1, &Value::integer(0))
}

/// The slope `factor/sqrt(pi) e^(-x^2)` and the bend -2 x times that.
fn bells(own: &mut Arithmetic, value: Value, factor: i64, x: &Value, order: usize) -> [Value; 3] {
    if order == 0 {
        return [value, Value::integer(0), Value::integer(0)];
    }
    let slope = bell(own, factor, x);
    let bend = own.multiply(&slope, x);
    let bend = own.multiply(&bend, &Value::integer(-2));
    [value, slope, bend]
}

fn bell(own: &mut Arithmetic, factor: i64, x: &Value) -> Value {
    let square = own.multiply(x, x);
    let square = own.negate(&square);
    let decay = own.exp(&square);
    let pi = own.constant(Constant::Pi);
    let root = own.square_root(&pi);
    let scale = own.divide(&Value::integer(factor), &root);
    own.multiply(&scale, &decay)
}

fn erf_with_slope(own: &mut Arithmetic, w: &Value) -> (Value, Value) {
    (error_function::erf(own, w), bell(own, 2, w))
}

fn erfc_with_slope(own: &mut Arithmetic, w: &Value) -> (Value, Value) {
    (error_function::erfc(own, w), bell(own, -2, w))
}

/// w e^w and (1 + w) e^w
fn product_with_slope(own: &mut Arithmetic, w: &Value) -> (Value, Value) {
    let power = own.exp(w);
    let value = own.multiply(w, &power);
    let slope = own.add(&value, &power);
    (value, slope)
}

/// f''/f' of both error functions.
fn minus_double(own: &mut Arithmetic, w: &Value) -> Value {
    own.multiply(w, &Value::integer(-2))
}

/// f''/f' of w e^w.
fn bend_of_product(own: &mut Arithmetic, w: &Value) -> Value {
    let above = own.add(w, &Value::integer(2));
    let below = own.add(w, &Value::integer(1));
    own.divide(&above, &below)
}

/// The derivatives of the inverse from those of the function: 1/f' and -f''/f'^3.
fn inverted(
    own: &mut Arithmetic,
    function: Monotone,
    ratio: fn(&mut Arithmetic, &Value) -> Value,
    value: Value,
    order: usize,
) -> [Value; 3] {
    if order == 0 || !value.is_known() {
        return [value.clone(), value.clone(), value];
    }
    let (_, steep) = function(own, &value);
    let slope = own.divide(&Value::integer(1), &steep);
    if order == 1 {
        return [value, slope, Value::integer(0)];
    }
    let ratio = ratio(own, &value);
    let square = own.multiply(&slope, &slope);
    let bend = own.multiply(&square, &ratio);
    let bend = own.negate(&bend);
    [value, slope, bend]
}

/// The value of the kernel, where a search begins.
fn guess(id: FunctionId, own: &Arithmetic, x: &Value) -> f64 {
    match (functions::row(id).kernel, own.ball(x)) {
        (Kernel::Unary(kernel), Ok(ball)) => kernel(ball.midpoint()),
        _ => f64::NAN,
    }
}

/// Lambert's function: the branch from -1 on, or the other one.
fn lambert(own: &mut Arithmetic, primitive: Primitive, x: &Value) -> Value {
    let upper = primitive == Primitive::LambertUpper;
    if upper && x.is_zero() {
        return Value::integer(0);
    }
    let end = own.exp(&Value::integer(-1));
    let end = own.negate(&end);
    match own.compare(x, &end) {
        Ok(Ordering::Less) => return Value::Undefined,
        Err(other) => {
            return if x.is_known() {
                Value::Unknown(Reason::Edge)
            } else {
                other
            };
        }
        Ok(_) => {}
    }
    if !upper && !matches!(own.compare(x, &Value::integer(0)), Ok(Ordering::Less)) {
        return match own.compare(x, &Value::integer(0)) {
            Err(_) => Value::Unknown(Reason::Edge),
            Ok(_) => Value::Undefined,
        };
    }
    // The distance to the end, of which little is left next to it.
    let above = own.subtract(x, &end);
    let above = own.ball(&above).map_or(f64::NAN, |ball| ball.midpoint());
    let at = own.ball(x).map_or(f64::NAN, |ball| ball.midpoint());
    solve(own, product_with_slope, x, lambert_guess(upper, at, above))
}

fn lambert_guess(upper: bool, x: f64, above: f64) -> f64 {
    let p = (2.0 * std::f64::consts::E * above).sqrt();
    let p = if upper { p } else { -p };
    let near = -1.0 + p - p * p / 3.0 + 11.0 / 72.0 * p * p * p;
    let mut w = if above < 0.1 {
        near
    } else if upper && x < 3.0 {
        x / (1.0 + x)
    } else {
        let first = functions::ln(x.abs());
        first - functions::ln(first.abs())
    };
    if above < 1e-4 {
        return w;
    }
    if upper && x.abs() < 1e-30 {
        return x;
    }
    // Halley's method, in logarithms far from 0 and in products near to it.
    for _ in 0..8 {
        let power = functions::exp(-w);
        let miss = w - x * power;
        let slope = w + 1.0;
        w -= miss / (slope - (w + 2.0) * miss / (2.0 * slope));
    }
    w
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
