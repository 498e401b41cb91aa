//! Powers: the constructor, and where a power with a constant exponent is defined.

use super::{Constant, Expr, Graph, Number, Op, number};
use crate::functions;
use num_traits::{One, Signed, Zero};

impl Graph {
    /// `base` to the power `exponent`.
    pub fn power(&mut self, base: Expr, exponent: Expr) -> Expr {
        if let Some(number) = self.as_number(exponent).cloned() {
            return self.power_of_number(base, exponent, &number);
        }
        if self.op(base) == Op::Constant(Constant::E) {
            return self.call(functions::exponential(), &[exponent]);
        }
        self.intern(Op::Power, &[base, exponent])
    }

    fn power_of_number(&mut self, base: Expr, node: Expr, exponent: &Number) -> Expr {
        if exponent.is_one() {
            return base;
        }
        if exponent.is_zero() && self.facts(base).total {
            return self.integer(1);
        }
        if let Some(number) = self.as_number(base) {
            let exact = if exponent.is_integer() {
                number::power(number, &exponent.numer())
            } else if exponent.is_half_of_odd() {
                number::square_root(number)
                    .filter(|root| !root.is_zero() || exponent.is_positive())
                    .and_then(|root| number::power(&root, &exponent.numer()))
            } else {
                None
            };
            if let Some(exact) = exact {
                return self.number(exact);
            }
        }
        if exponent.is_integer() && !exponent.is_zero() {
            if let Some(result) = self.power_of_power(base, exponent) {
                return result;
            }
            let (coefficient, rest) = self.split_coefficient(base);
            if (-&coefficient).is_one()
                && let Some(outside) = number::power(&coefficient, &exponent.numer())
            {
                let inside = self.power(rest, node);
                return self.scaled(outside, inside);
            }
        }
        if !exponent.is_integer() && exponent.abs() == number::half() {
            let root = self.call(functions::square_root(), &[base]);
            if exponent.is_positive() {
                return root;
            }
            let minus_one = self.integer(-1);
            return self.intern(Op::Power, &[root, minus_one]);
        }
        self.intern(Op::Power, &[base, node])
    }

    /// Splits `base^k` with an exact number k; the node itself and 1 where there is none.
    pub(crate) fn split_exponent(&self, expr: Expr) -> (Expr, Number) {
        if self.op(expr) == Op::Power {
            let operands = self.operands(expr);
            if let Some(number) = self.as_number(operands[1]) {
                return (operands[0], number.clone());
            }
        }
        (expr, Number::one())
    }

    /// Splits `base^k` with an exact number k as deep as it goes: a square root is the power 1/2, and `(u^a)^n`
    /// is `u^(a*n)` for an integer n, wherever the former is defined.
    pub(crate) fn split_power(&self, expr: Expr) -> (Expr, Number) {
        let (mut base, mut exponent) = (expr, Number::one());
        // Most factors are no powers.
        while matches!(self.op(base), Op::Power | Op::Call(_)) && exponent.is_integer() {
            let (inside, inner) = match (self.op(base), self.operands(base)) {
                (Op::Call(id), &[inside]) if id == functions::square_root() => {
                    (inside, number::half())
                }
                _ if self.op(base) == Op::Power => self.split_exponent(base),
                _ => break,
            };
            let joined = &inner * &exponent;
            if inside == base || !number::fits(&joined) {
                break;
            }
            (base, exponent) = (inside, joined);
        }
        (base, exponent)
    }

    /// `(b^m)^n` as `b^(m*n)` for an integer n, where both are defined at the same places.
    fn power_of_power(&mut self, base: Expr, outer: &Number) -> Option<Expr> {
        if let Op::Call(id) = self.op(base)
            && id == functions::square_root()
        {
            // The root is defined wherever what is below it is, and its even powers need none.
            let inside = self.operands(base)[0];
            let joined = &number::half() * outer;
            let is_plain = joined.is_integer() && self.facts(inside).nonnegative;
            return is_plain.then(|| {
                let node = self.number(joined);
                self.power(inside, node)
            });
        }
        if self.op(base) != Op::Power {
            return None;
        }
        let (inside, inner) = self.split_exponent(base);
        if inner.is_one() {
            return None;
        }
        let joined = &inner * outer;
        let (before, after) = (PowerDomain::of(&inner), PowerDomain::of(&joined));
        let before = if outer.is_negative() {
            before.and(PowerDomain::Nonzero)
        } else {
            before
        };
        let same = before == after
            || (self.facts(inside).nonzero && joined.is_integer() && inner.is_integer());
        if !same || !number::fits(&joined) {
            return None;
        }
        let node = self.number(joined);
        Some(self.power(inside, node))
    }
}

/// Where a power with a constant exponent is defined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PowerDomain {
    All,
    Nonzero,
    Nonnegative,
    Positive,
}

impl PowerDomain {
    /// Of `base^exponent` in `base`.
    pub(crate) fn of(exponent: &Number) -> Self {
        match (exponent.is_integer(), exponent.is_negative()) {
            (true, false) => PowerDomain::All,
            (true, true) => PowerDomain::Nonzero,
            (false, false) => PowerDomain::Nonnegative,
            (false, true) => PowerDomain::Positive,
        }
    }

    /// Where both are met.
    pub(crate) fn and(self, other: Self) -> Self {
        use PowerDomain::*;
        match (self, other) {
            (All, domain) | (domain, All) => domain,
            (left, right) if left == right => left,
            _ => Positive,
        }
    }
}
