//! Powers of one base joined, powers of powers, products with 0: where that forgets a condition, the ledger
//! keeps it.

use super::Rewriter;
use super::domain::{Demand, lost_conditions};
use crate::functions::FunctionId;
use crate::functions::{self, Parity};
use crate::graph::{Expr, Graph, Number, Op};
use num_traits::{One, Signed, Zero};

/// Longer products are not searched: the constructor has joined what always joins.
const MOST_FACTORS: usize = 64;

/// Longer products inside a product or a power are not opened.
const MOST_OPENED: usize = 16;

/// A factor of a product, taken apart.
struct Factor {
    base: Expr,
    exponent: Number,
    /// The factor as it stood, while nothing has joined it.
    whole: Option<Expr>,
}

impl Rewriter<'_> {
    /// `x * x^-1` is 1 where x is not 0; `0*u` is 0 where u is defined.
    pub(super) fn join_powers(&mut self, product: Expr) -> Option<Expr> {
        let operands = self.graph.operands_of(product);
        if self.graph.is_zero(operands[0]) {
            let shape = self.graph.shape(product);
            let zero = self.graph.zeros(shape);
            return self.drop_definition("0*u = 0", product, zero);
        }
        if operands.len() > MOST_FACTORS {
            return None;
        }
        // A look that makes nothing: what has no power in it has been joined by the constructor.
        let is_power = |&factor: &Expr| self.graph.op(factor) == Op::Power;
        let has_power = |factor: &Expr| {
            let inner = self.graph.operands(*factor);
            let opens = self.graph.op(*factor) == Op::Product && inner.len() <= MOST_OPENED;
            is_power(factor) || (opens && inner.iter().any(is_power))
        };
        if !operands.iter().any(has_power) {
            return None;
        }
        let mut factors: Vec<Factor> = Vec::with_capacity(operands.len());
        let mut joins = false;
        for &operand in &operands {
            joins |= self.add_factor(&mut factors, operand);
        }
        joins |= self.open_products(&mut factors);
        if !joins {
            return self.join_general_powers(product, &operands);
        }
        let mut list = Vec::with_capacity(factors.len());
        for factor in factors {
            list.push(match factor.whole {
                Some(whole) => whole,
                None => {
                    let exponent = self.graph.number(factor.exponent);
                    self.graph.power(factor.base, exponent)
                }
            });
        }
        let shape = self.graph.shape(product);
        let joined = self.graph.product(&list);
        let joined = self.graph.fill(joined, shape);
        if joined == product {
            return None;
        }
        self.drop_definition("u^a*u^b = u^(a+b)", product, joined)
    }

    /// `u*u^(v - 1)` as `u^v` where u is not 0: there alone both are the same whatever v is.
    fn join_general_powers(&mut self, product: Expr, operands: &[Expr]) -> Option<Expr> {
        for (place, &power) in operands.iter().enumerate() {
            let [base, exponent] = *self.graph.operands(power) else {
                continue;
            };
            if self.graph.op(power) != Op::Power || self.graph.as_number(exponent).is_some() {
                continue;
            }
            let with_base = |&other: &usize| {
                other != place && self.graph.split_exponent(operands[other]).0 == base
            };
            let Some(other) = (0..operands.len()).find(with_base) else {
                continue;
            };
            let own = self.graph.split_exponent(operands[other]).1;
            let own = self.graph.number(own);
            let mut terms = vec![own];
            match self.graph.op(exponent) {
                Op::Sum => terms.extend(self.graph.operands_of(exponent)),
                _ => terms.push(exponent),
            }
            // Only where the exponent gets no longer, or a division vanishes.
            let joined = self.graph.sum(&terms);
            let length = |exponent| match self.graph.op(exponent) {
                Op::Sum => self.graph.operands(exponent).len(),
                _ => 1,
            };
            let divides = self.graph.as_number(own).is_some_and(Signed::is_negative);
            if length(joined) > length(exponent) && !divides {
                continue;
            }
            let mut list = operands.to_vec();
            list[place] = self.graph.power(base, joined);
            list.swap_remove(other);
            let joined = self.graph.product(&list);
            let nonzero = Demand::Nonzero.conditions(self.graph, base);
            let holds = nonzero
                .into_iter()
                .all(|condition| self.assume("u*u^v = u^(v+1)", condition, product));
            return holds.then_some(joined);
        }
        None
    }

    /// Opens products that are factors or bases of factors where something cancels: `(u*v)/u`, and
    /// `1/((u/v)*v)`. True if there were any.
    fn open_products(&mut self, factors: &mut Vec<Factor>) -> bool {
        let mut opened = false;
        let mut place = 0;
        while place < factors.len() {
            let base = factors[place].base;
            let inner = self.graph.operands(base);
            let wanted = self.graph.op(base) == Op::Product
                && factors[place].exponent.is_integer()
                && !factors[place].exponent.is_zero()
                && inner.len() <= MOST_OPENED
                && factors.len() + inner.len() <= MOST_FACTORS
                && self.graph.shape(base).is_scalar();
            // A first look without making anything: most products have nothing to cancel.
            let meets = |graph: &Graph, factor: Expr| {
                let inside = graph.split_power(factor).0;
                graph.as_number(inside).is_none()
                    && factors.iter().any(|other| other.base == inside)
            };
            if !wanted || !inner.iter().any(|&factor| meets(self.graph, factor)) {
                place += 1;
                continue;
            }
            let (inner, exponent) = (
                self.graph.operands_of(base),
                factors[place].exponent.clone(),
            );
            let before = factors.len();
            let mut list: Vec<Factor> = Vec::with_capacity(before + inner.len());
            for (other, factor) in factors.iter().enumerate() {
                if other != place {
                    list.push(Factor {
                        base: factor.base,
                        exponent: factor.exponent.clone(),
                        whole: factor.whole,
                    });
                }
            }
            let power = self.graph.number(exponent);
            for factor in inner {
                let factor = self.graph.power(factor, power);
                self.add_factor(&mut list, factor);
            }
            list.retain(|factor| !factor.exponent.is_zero());
            let (before_length, after_length) = (self.length(factors), self.length(&list));
            if after_length < before_length {
                *factors = list;
                opened = true;
                place = 0;
            } else {
                place += 1;
            }
        }
        opened
    }

    /// The number of factors that are no numbers, and of those below the line.
    fn length(&self, factors: &[Factor]) -> (usize, usize) {
        let varying = factors
            .iter()
            .filter(|factor| self.graph.as_number(factor.base).is_none());
        let below = varying
            .clone()
            .filter(|factor| factor.exponent.is_negative());
        (varying.clone().count(), below.count())
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

    /// `(u^a)^b` as one power, of `abs(u)` where a is even and b is not whole. The node is a power or a root.
    pub(super) fn power_of_power(&mut self, power: Expr) -> Option<Expr> {
        let (inside, outer) = self.graph.split_power(power);
        let is_plain = outer.is_integer() && self.graph.operands(power)[0] == inside;
        if self.graph.as_number(inside).is_some() || inside == power || is_plain {
            return None;
        }
        let (base, inner) = match outer.is_integer() {
            true => (inside, Number::one()),
            false => self.graph.split_exponent(inside),
        };
        let exponent = &inner * &outer;
        let is_even = inner.is_even();
        let becomes_odd = !exponent.is_even();
        let nonnegative = self.graph.facts(base).nonnegative;
        let needs_abs = !outer.is_integer() && is_even && becomes_odd && !nonnegative;
        let base = match needs_abs.then(|| functions::lookup("abs", 1)).flatten() {
            Some(abs) => self.graph.call(abs, &[base]),
            None => base,
        };
        // A root of its own costs less than a power that is neither whole nor half of one.
        let twice = &exponent + &exponent;
        let is_simple = twice.is_integer() || !(&outer + &outer).is_integer();
        let exponent = self.graph.number(exponent);
        let joined = self.graph.power(base, exponent);
        if joined == power || !is_simple {
            return None;
        }
        self.drop_definition("(u^a)^b = u^(a*b)", power, joined)
    }

    /// `1/(u/v)` as `v/u`, where power and quotient are needed at one place alone.
    pub(super) fn turn_quotient(&mut self, power: Expr, alone: bool) -> Option<Expr> {
        if !alone || !self.graph.is_integer(self.graph.operands(power)[1], -1) {
            return None;
        }
        let base = self.graph.operands(power)[0];
        let factors = self.graph.operands_of(base);
        let divides = |graph: &Graph, factor: Expr| graph.split_exponent(factor).1.is_negative();
        if self.graph.op(base) != Op::Product
            || factors.len() > MOST_OPENED
            || !factors.iter().any(|&factor| divides(self.graph, factor))
        {
            return None;
        }
        let mut turned = Vec::with_capacity(factors.len());
        for factor in factors {
            let (base, exponent) = self.graph.split_exponent(factor);
            let exponent = self.graph.number(-exponent);
            turned.push(self.graph.power(base, exponent));
        }
        let turned = self.graph.product(&turned);
        self.drop_definition("1/(u/v) = v/u", power, turned)
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

    /// `(u/sqrt(2))^2` as `u^2/2`: the constant factors of which the power is a number.
    pub(super) fn constants_out_of_power(&mut self, power: Expr) -> Option<Expr> {
        let (base, exponent) = self.graph.split_exponent(power);
        let factors = self.graph.operands_of(base);
        if self.graph.op(base) != Op::Product
            || !exponent.is_integer()
            || factors.len() > MOST_OPENED
        {
            return None;
        }
        let (mut outside, mut inside) = (Vec::new(), Vec::new());
        for factor in factors {
            if self.graph.facts(factor).constant {
                let (root, own) = self.graph.split_power(factor);
                let raised = self.graph.number(&own * &exponent);
                let number = self.graph.power(root, raised);
                if self.graph.as_number(number).is_some() {
                    outside.push(number);
                    continue;
                }
            }
            inside.push(factor);
        }
        if outside.is_empty() || inside.is_empty() {
            return None;
        }
        let inside = self.graph.product(&inside);
        let exponent = self.graph.number(exponent);
        outside.push(self.graph.power(inside, exponent));
        Some(self.graph.product(&outside))
    }

    /// `before` becomes `after` on the domain of `before`.
    pub(super) fn drop_definition(
        &mut self,
        rule: &'static str,
        before: Expr,
        after: Expr,
    ) -> Option<Expr> {
        self.forget(rule, before, after, before).then_some(after)
    }

    /// Whether a part may vanish from a place where something is kept: what it demands goes to the ledger.
    pub(super) fn forget(
        &mut self,
        rule: &'static str,
        vanishing: Expr,
        kept: Expr,
        place: Expr,
    ) -> bool {
        let Some(lost) = lost_conditions(self.graph, vanishing, kept) else {
            return false;
        };
        (self.options.conditional || lost.is_empty())
            && lost
                .into_iter()
                .all(|condition| self.assume(rule, condition, place))
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

    /// Adds a factor to those of a product, joined with one of the same base where the joined power reads better.
    /// True if it was joined, or is itself a power of a power.
    fn add_factor(&mut self, factors: &mut Vec<Factor>, operand: Expr) -> bool {
        let (base, exponent) = self.graph.split_power(operand);
        let is_number = self.graph.as_number(base).is_some();
        for factor in factors.iter_mut().filter(|_| !is_number) {
            if factor.base == base {
                let joined = &factor.exponent + &exponent;
                if self.reads_better(base, &factor.exponent, &exponent, &joined) {
                    factor.exponent = joined;
                    factor.whole = None;
                    return true;
                }
            }
        }
        let nested =
            !is_number && exponent.is_integer() && self.graph.split_exponent(operand).0 != base;
        factors.push(Factor {
            base,
            exponent,
            whole: (!nested).then_some(operand),
        });
        nested
    }

    /// Whether `u^joined` reads better than `u^left*u^right`. `x*sqrt(x)` does as it is.
    fn reads_better(&self, base: Expr, left: &Number, right: &Number, joined: &Number) -> bool {
        if left.is_integer() && right.is_integer() {
            return true;
        }
        let half_beside_whole = left.is_integer() != right.is_integer()
            && (left + left).is_integer()
            && (right + right).is_integer();
        let is_long = self.for_people && self.graph.op(base) == Op::Sum;
        !half_beside_whole || is_long || joined.abs() < left.abs() || joined.abs() < right.abs()
    }
}
