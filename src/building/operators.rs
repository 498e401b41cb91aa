//! The operators of Rust on expressions and numbers.
//!
//! A chain such as `a + b - c` is one list of terms, as it is in a text; what is in brackets stays whole.

use super::expr::{Expr, Value, combine, join, join_shapes, within};
use crate::codes;
use crate::graph::{self, MAX_NUMBER_BITS, Number};
use num_traits::Zero;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};
use std::panic::Location;

/// What arithmetic on two numbers gives. It belongs to no graph yet that could keep a longer one as an operation.
#[track_caller]
fn number(value: Number) -> Expr {
    if graph::fits(&value) {
        let value = Value::Number(value);
        return Expr { graph: None, value };
    }
    let message = format!("arithmetic on numbers alone is exact, up to {MAX_NUMBER_BITS} bits");
    Expr::wrong(codes::NUMBER_TOO_LARGE, message, Location::caller())
}

/// `left + right`: one more term.
#[track_caller]
fn add(left: Expr, right: Expr) -> Expr {
    if let (Value::Number(a), Value::Number(b)) = (&left.value, &right.value) {
        return number(a + b);
    }
    add_term(left, right, "a sum", |_, term| term)
}

/// `left - right`: one more term.
#[track_caller]
fn subtract(left: Expr, right: Expr) -> Expr {
    if let (Value::Number(a), Value::Number(b)) = (&left.value, &right.value) {
        return number(a - b);
    }
    add_term(left, right, "a difference", graph::Graph::negate)
}

#[track_caller]
fn add_term(
    left: Expr,
    right: Expr,
    what: &str,
    sign: fn(&mut graph::Graph, graph::Expr) -> graph::Expr,
) -> Expr {
    let shapes = [left.shape(), right.shape()];
    let both = [left, right];
    within(join(&both), move |graph| {
        let shape = join_shapes(what, &shapes)?;
        let [left, right] = both.map(|operand| operand.value);
        let mut terms = match left {
            Value::Sum(terms, _) => terms,
            value => vec![value.seal_in(graph)],
        };
        let right = right.seal_in(graph);
        terms.push(sign(graph, right));
        Ok(Value::Sum(terms, shape))
    })
}

/// `left * right`: one more factor, or a product of matrices.
#[track_caller]
fn multiply(left: Expr, right: Expr) -> Expr {
    if let (Value::Number(a), Value::Number(b)) = (&left.value, &right.value) {
        return number(a * b);
    }
    let shapes = (left.shape(), right.shape());
    let both = [left, right];
    within(join(&both), move |graph| {
        let [left, right] = both.map(|operand| operand.value);
        if shapes.0.is_scalar() || shapes.1.is_scalar() {
            let shape = shapes.0.join(shapes.1).unwrap_or_default();
            let mut factors = factors(left, graph);
            factors.push(right.seal_in(graph));
            return Ok(Value::Product(factors, shape));
        }
        let (left, right) = (left.seal_in(graph), right.seal_in(graph));
        if shapes.0.product(shapes.1).is_none() {
            let (rows, columns) = shapes;
            let message = format!(
                "a {rows} times a {columns} does not fit: `times` multiplies entry by entry"
            );
            return Err((codes::INNER_DIMENSIONS, message));
        }
        Ok(Value::Node(graph.matrix_product(left, right)))
    })
}

/// `left / right`, where `right` is a scalar: one more factor.
#[track_caller]
fn divide(left: Expr, right: Expr) -> Expr {
    if let (Value::Number(a), Value::Number(b)) = (&left.value, &right.value)
        && !b.is_zero()
    {
        return number(a / b);
    }
    let shapes = (left.shape(), right.shape());
    let both = [left, right];
    within(join(&both), move |graph| {
        let [left, right] = both.map(|operand| operand.value);
        if !shapes.1.is_scalar() {
            let message = format!("a divisor is a scalar, not a {}", shapes.1);
            return Err((codes::DIVISOR_NOT_SCALAR, message));
        }
        let right = right.seal_in(graph);
        let mut factors = factors(left, graph);
        factors.push(graph.reciprocal(right));
        Ok(Value::Product(factors, shapes.0))
    })
}

/// The open list of factors that begins with a value.
fn factors(first: Value, graph: &mut graph::Graph) -> Vec<graph::Expr> {
    match first {
        Value::Product(factors, _) => factors,
        value => vec![value.seal_in(graph)],
    }
}

macro_rules! operator {
    ($operator:ident, $method:ident, $assign:ident, $assign_method:ident, $make:expr) => {
        impl<T: Into<Expr>> $operator<T> for Expr {
            type Output = Expr;

            #[track_caller]
            fn $method(self, other: T) -> Expr {
                $make(self, other.into())
            }
        }

        impl<T: Into<Expr>> $operator<T> for &Expr {
            type Output = Expr;

            #[track_caller]
            fn $method(self, other: T) -> Expr {
                $make(self.borrowed(), other.into())
            }
        }

        impl<T: Into<Expr>> $assign<T> for Expr {
            #[track_caller]
            fn $assign_method(&mut self, other: T) {
                let own = std::mem::replace(self, Expr::from(0));
                *self = $make(own, other.into());
            }
        }

        operator!(@numbers $operator, $method, $make, f64, i32);
    };
    (@numbers $operator:ident, $method:ident, $make:expr, $($number:ty),*) => {
        $(impl $operator<Expr> for $number {
            type Output = Expr;

            #[track_caller]
            fn $method(self, other: Expr) -> Expr {
                $make(Expr::from(self), other)
            }
        }

        impl $operator<&Expr> for $number {
            type Output = Expr;

            #[track_caller]
            fn $method(self, other: &Expr) -> Expr {
                $make(Expr::from(self), other.borrowed())
            }
        })*
    };
}

operator!(Add, add, AddAssign, add_assign, add);
operator!(Sub, sub, SubAssign, sub_assign, subtract);
operator!(Mul, mul, MulAssign, mul_assign, multiply);
operator!(Div, div, DivAssign, div_assign, divide);

impl Neg for Expr {
    type Output = Expr;

    #[track_caller]
    fn neg(self) -> Expr {
        if let Value::Number(number) = self.value {
            let value = Value::Number(-number);
            return Expr { graph: None, value };
        }
        combine(&[self], |graph, operands| Ok(graph.negate(operands[0])))
    }
}

impl Neg for &Expr {
    type Output = Expr;

    #[track_caller]
    fn neg(self) -> Expr {
        -self.borrowed()
    }
}

/// The sum of all; 0 of none.
impl<T: Into<Expr>> std::iter::Sum<T> for Expr {
    #[track_caller]
    fn sum<I: Iterator<Item = T>>(terms: I) -> Expr {
        terms.fold(Expr::from(0), |sum, term| sum + term.into())
    }
}

/// The product of all; 1 of none.
impl<T: Into<Expr>> std::iter::Product<T> for Expr {
    #[track_caller]
    fn product<I: Iterator<Item = T>>(factors: I) -> Expr {
        factors.fold(Expr::from(1), |product, factor| product * factor.into())
    }
}
