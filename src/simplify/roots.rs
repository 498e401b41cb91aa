//! Roots of constants: squares taken out of them, and several joined into one. Always true, since what stands
//! under the roots is positive.

use super::Rewriter;
use crate::graph::{Expr, Number, Op, half};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Roots of a higher degree are left alone.
const HIGHEST_DEGREE: u32 = 64;

/// Whole powers of divisors up to this are taken out of a root.
const LARGEST_DIVISOR: u32 = 1_000;

/// Longer products are left alone.
const MOST_FACTORS: usize = 64;

/// Longer numbers are not searched for divisors.
const MOST_BITS: u64 = 128;

impl Rewriter<'_> {
    /// `sqrt(8)` as `2*sqrt(2)`, `27^(2/3)` as 9.
    pub(super) fn root_of_number(&mut self, root: Expr) -> Option<Expr> {
        if !self.graph.facts(root).constant {
            return None;
        }
        let (base, exponent) = self.graph.split_power(root);
        let number = self.graph.as_number(base)?.clone();
        let degree = exponent.denom().to_u32()?;
        if exponent.is_integer() || !number.is_positive() || degree > HIGHEST_DEGREE {
            return None;
        }
        let (above, rest_above) = take_out(&number.numer(), degree);
        let (below, rest_below) = take_out(&number.denom(), degree);
        let inside = Number::new(rest_above, rest_below);
        // What stands outside is raised to a whole power, and so is what the exponent has beyond 1.
        let whole = exponent.trunc();
        let outside = Number::new(above, below);
        if outside.is_one() && (whole.is_zero() || inside.is_one()) {
            return None;
        }
        let outer = self.graph.number(Number::from(exponent.numer()));
        let outside = self.graph.number(outside);
        let outside = self.graph.power(outside, outer);
        let inner = self.graph.number(inside);
        let (fraction, whole) = (
            self.graph.number(exponent.fract()),
            self.graph.number(whole),
        );
        let beyond = self.graph.power(inner, whole);
        self.graph.as_number(outside)?;
        self.graph.as_number(beyond)?;
        let inside = self.graph.power(inner, fraction);
        Some(self.graph.product(&[outside, beyond, inside]))
    }

    /// `sqrt(2)*sqrt(pi)` as `sqrt(2*pi)`, `sqrt(6)/sqrt(2)` as `sqrt(3)`, `2/sqrt(2)` as `sqrt(2)`.
    pub(super) fn join_roots(&mut self, product: Expr) -> Option<Expr> {
        let factors = self.graph.operands_of(product);
        let is_root = |&factor: &Expr| {
            self.graph.facts(factor).constant
                && matches!(self.graph.op(factor), Op::Power | Op::Call(_))
                && !self.graph.split_power(factor).1.is_integer()
        };
        if factors.len() > MOST_FACTORS || !factors.iter().any(is_root) {
            return None;
        }
        let half = half();
        let mut coefficient = Number::one();
        let mut number = Number::one();
        let (mut above, mut below, mut others) = (Vec::new(), Vec::new(), Vec::new());
        let (mut roots_above, mut roots_below) = (0, 0);
        for factor in factors {
            let (base, exponent) = self.graph.split_power(factor);
            let facts = self.graph.facts(base);
            if let Some(own) = self.graph.as_number(factor) {
                coefficient = &coefficient * own;
            } else if exponent.abs() == half && facts.constant && facts.positive() {
                let is_above = exponent.is_positive();
                let list = if is_above { &mut above } else { &mut below };
                match self.graph.as_number(base) {
                    Some(own) if is_above => number = &number * own,
                    Some(own) => number /= own,
                    None => list.push(base),
                }
                match is_above {
                    true => roots_above += 1,
                    false => roots_below += 1,
                }
            } else {
                others.push(factor);
            }
        }
        // c/sqrt(n) is c/n*sqrt(n) where that is whole.
        if roots_above + roots_below == 0 {
            return None;
        }
        let denominator = Number::from(number.denom());
        if !denominator.is_one() && below.is_empty() && (&coefficient / &denominator).is_integer() {
            coefficient /= &denominator;
            number *= &denominator * &denominator;
        } else if roots_above < 2 && roots_below < 2 && (roots_above == 0 || roots_below == 0) {
            return None;
        }
        above.push(self.graph.number(Number::from(number.numer())));
        below.push(self.graph.number(Number::from(number.denom())));
        let (above, below) = (self.graph.product(&above), self.graph.product(&below));
        others.push(self.graph.number(coefficient));
        let exponent = self.graph.number(half.clone());
        others.push(self.graph.power(above, exponent));
        let exponent = self.graph.number(-half);
        others.push(self.graph.power(below, exponent));
        let joined = self.graph.product(&others);
        (joined != product).then_some(joined)
    }
}

/// The largest divisor found whose power of this degree divides a positive number, and what is left of the number
/// then.
fn take_out(number: &BigInt, degree: u32) -> (BigInt, BigInt) {
    let root = number.nth_root(degree);
    if num_traits::pow(root.clone(), degree as usize) == *number {
        return (root, BigInt::one());
    }
    let (mut outside, mut rest) = (BigInt::one(), number.clone());
    if number.bits() > MOST_BITS {
        return (outside, rest);
    }
    for divisor in 2..=LARGEST_DIVISOR {
        let power = num_traits::pow(BigInt::from(divisor), degree as usize);
        if power > rest {
            break;
        }
        loop {
            let (quotient, remainder) = rest.div_rem(&power);
            if !remainder.is_zero() {
                break;
            }
            rest = quotient;
            outside *= divisor;
        }
    }
    (outside, rest)
}
