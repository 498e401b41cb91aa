//! Joining powers of one base, and products with 0, where that forgets a condition: the ledger keeps
//! it.

use super::Rewriter;
use super::domain::{all, domain_conditions};
use crate::functions::FunctionId;
use crate::functions::{self, Parity};
use crate::graph::{Expr, Number, Op};
use num_traits::{One, Signed, Zero};

impl Rewriter<'_> {
    /// `x * x^-1` is 1 where x is not 0; `0*u` is 0 where u is defined.
    pub(super) fn join_powers(&mut self, product: Expr) -> Option<Expr> {
        let operands = self.graph.operands_of(product);
        if self.graph.is_zero(operands[0]) {
            let shape = self.graph.shape(product);
            let zero = self.graph.zeros(shape);
            return self.drop_definition("0*u = 0", product, zero);
        }
        let mut parts: Vec<(Expr, Number)> = Vec::with_capacity(operands.len());
        let mut repeated = false;
        for &operand in &operands {
            let (base, exponent) = self.graph.split_exponent(operand);
            if self.graph.as_number(base).is_none()
                && let Some(part) = parts.iter_mut().find(|part| part.0 == base)
            {
                part.1 += exponent;
                repeated = true;
            } else {
                parts.push((base, exponent));
            }
            // Only short products are searched: the constructor has joined what always joins.
            if parts.len() > 64 {
                return None;
            }
        }
        if !repeated {
            return None;
        }
        let mut factors = Vec::with_capacity(parts.len());
        for (base, exponent) in parts {
            let exponent = self.graph.number(exponent);
            factors.push(self.graph.power(base, exponent));
        }
        let joined = self.graph.product(&factors);
        if joined == product {
            return None;
        }
        self.drop_definition("u^a*u^b = u^(a+b)", product, joined)
    }

    /// `u^0` is 1 where u is defined.
    pub(super) fn zeroth_power(&mut self, power: Expr) -> Option<Expr> {
        let operands = self.graph.operands_of(power);
        if !self.graph.is_zero(operands[1]) {
            return None;
        }
        let one = self.graph.integer(1);
        self.drop_definition("u^0 = 1", power, one)
    }

    /// `(c*u)^n` as `c^n * u^n`, where power and base are needed at one place alone or are constant.
    pub(super) fn coefficient_out_of_power(&mut self, power: Expr, alone: bool) -> Option<Expr> {
        let (base, exponent) = self.graph.split_exponent(power);
        let (coefficient, rest) = self.graph.split_coefficient(base);
        let wanted = alone || self.graph.facts(power).constant;
        let is_number = self.graph.is_integer(rest, 1);
        if !wanted
            || is_number
            || !exponent.is_integer()
            || coefficient.is_one()
            || coefficient.is_zero()
        {
            return None;
        }
        let exponent = self.graph.number(exponent);
        let coefficient = self.graph.number(coefficient);
        let outside = self.graph.power(coefficient, exponent);
        // A power of a number that is too large to be exact stays inside.
        self.graph.as_number(outside)?;
        let inside = self.graph.power(rest, exponent);
        Some(self.graph.product(&[outside, inside]))
    }

    /// `before` becomes `after` on the domain of `before`.
    fn drop_definition(&mut self, rule: &'static str, before: Expr, after: Expr) -> Option<Expr> {
        let kept = domain_conditions(self.graph, after);
        let mut conditions = domain_conditions(self.graph, before);
        conditions.retain(|&condition| !self.is_implied(condition, &kept));
        let condition = all(self.graph, &conditions);
        self.assume(rule, condition, before).then_some(after)
    }

    /// Whether a condition is among others, or is `u != 0` beside `u > 0`.
    fn is_implied(&self, condition: Expr, others: &[Expr]) -> bool {
        let positive = |&other: &Expr| {
            let operands = self.graph.operands(condition);
            self.graph.op(condition) == Op::Or
                && operands[1] == other
                && self.graph.op(other) == Op::Less
        };
        others.contains(&condition) || others.iter().any(positive)
    }

    /// `f(-u)` of an odd or even function.
    pub(super) fn move_sign_out(&mut self, call: Expr, id: FunctionId) -> Option<Expr> {
        let row = functions::row(id);
        let argument = *self.graph.operands(call).first()?;
        if row.parity == Parity::None {
            return None;
        }
        let (coefficient, _) = self.graph.split_coefficient(argument);
        if !coefficient.is_negative() || coefficient.is_zero() {
            return None;
        }
        let turned = self.graph.negate(argument);
        let value = self.graph.call(id, &[turned]);
        Some(if row.parity == Parity::Odd {
            self.graph.negate(value)
        } else {
            value
        })
    }
}
