//! The one way to make a node: smart constructors that do only what is always true.
//!
//! Exact arithmetic of bounded size, canonical order, collecting of like terms and powers where no
//! term vanishes and the domain stays. A cancellation happens here only if what vanishes is known to
//! be defined everywhere; everything with a condition is a rule of `simplify`. Nested sums and
//! products are not flattened here: that would copy the operands of shared nodes.

use super::intern::Operands;
use super::power::PowerDomain;
use super::{Expr, Graph, Number, Op, Shape, number};
use crate::functions;
use hashbrown::HashMap;
use num_traits::{One, Signed, Zero};
use smallvec::SmallVec;

/// Below this many operands a linear search beats a hash map.
const LINEAR: usize = 8;

/// So many exact sums may be too long before no more are tried.
const MOST_FAILURES: usize = 64;

/// So many places of a key are tried.
const MOST_TRIED: usize = 4;

/// Sums and products of at most so many operands are looked at in pairs.
const FEW: usize = 4;

/// Operands with a number for each, in the order of first appearance. A key may stand twice, where
/// its numbers must not be joined.
struct Collected {
    entries: SmallVec<[(Expr, Number); 4]>,
    places: HashMap<Expr, SmallVec<[u32; 2]>>,
}

impl Collected {
    fn new(expected: usize) -> Self {
        Collected {
            entries: SmallVec::with_capacity(expected),
            places: HashMap::new(),
        }
    }

    /// The first place of `key` whose number `accepts`.
    fn find(&self, key: Expr, mut accepts: impl FnMut(&Number) -> bool) -> Option<usize> {
        let mut fits = |place: &usize| {
            let (other, number) = &self.entries[*place];
            *other == key && accepts(number)
        };
        if self.entries.len() <= LINEAR {
            return (0..self.entries.len()).find(&mut fits);
        }
        // Where many numbers are too long to be joined, each would be tried with each.
        let places = self.places.get(&key)?.iter().take(MOST_TRIED);
        places.map(|&place| place as usize).find(fits)
    }

    fn push(&mut self, key: Expr, number: Number) {
        self.entries.push((key, number));
        let last = self.entries.len() - 1;
        let new = if last == LINEAR { 0 } else { last };
        if last >= LINEAR {
            for place in new..=last {
                self.places
                    .entry(self.entries[place].0)
                    .or_default()
                    .push(place as u32);
            }
        }
    }
}

impl Graph {
    /// The sum of all operands; 0 of none.
    pub fn sum(&mut self, operands: &[Expr]) -> Expr {
        if let Some(list) = self.unlike(Op::Sum, operands) {
            return self.intern(Op::Sum, &list);
        }
        if let &[only] = operands
            && self.is_term(only)
        {
            return only;
        }
        let shape = self.joined_shape(operands).expect("shapes of a sum fit");
        let operands = &self.without_fills(operands)[..];
        let mut constant = Number::zero();
        let mut terms = Collected::new(operands.len());
        // Exact sums that were too long: after some of them no more are tried, since each takes its time.
        let mut failures = 0;
        for &operand in operands {
            if let Some(number) = self.as_number(operand)
                && failures < MOST_FAILURES
            {
                let next = &constant + number;
                if number::fits(&next) {
                    constant = next;
                    continue;
                }
                failures += 1;
            }
            let (coefficient, rest) = self.split_coefficient(operand);
            let mut joined = None;
            let place = terms.find(rest, |other| {
                if failures >= MOST_FAILURES {
                    return false;
                }
                let sum = other + &coefficient;
                let fits = number::fits(&sum);
                failures += usize::from(!fits);
                joined = fits.then_some(sum);
                fits
            });
            match (place, joined) {
                (Some(place), Some(sum)) => terms.entries[place].1 = sum,
                _ => terms.push(rest, coefficient),
            }
        }
        let mut list = Operands::with_capacity(terms.entries.len() + 1);
        for (rest, coefficient) in terms.entries {
            if coefficient.is_zero() && self.facts(rest).total {
                continue;
            }
            list.push(self.scaled(coefficient, rest));
        }
        if !constant.is_zero() {
            list.push(self.number(constant));
        }
        let result = match list.len() {
            0 => self.integer(0),
            1 => list[0],
            _ => {
                self.sort(&mut list);
                self.intern(Op::Sum, &list)
            }
        };
        self.fill(result, shape)
    }

    /// The elementwise product of all operands; 1 of none.
    pub fn product(&mut self, operands: &[Expr]) -> Expr {
        if let Some(list) = self.unlike(Op::Product, operands) {
            return self.intern(Op::Product, &list);
        }
        let shape = self
            .joined_shape(operands)
            .expect("shapes of a product fit");
        let operands = &self.without_fills(operands)[..];
        let mut coefficient = Number::one();
        let mut powers = Collected::new(operands.len());
        let mut others = Operands::new();
        let is_number = |graph: &Graph, operand: Expr| graph.as_number(operand).is_some();
        let alone = operands
            .iter()
            .filter(|&&operand| !is_number(self, operand))
            .count()
            == 1;
        // A factor that is itself a product gives up its coefficient if all of them together cancel,
        // or if it is a sign. Any other would grow along chains of shared products until it overflows.
        let merge = alone || self.coefficients_cancel(operands);
        for &operand in operands {
            let (number, rest) = self.split_coefficient(operand);
            if !merge && !is_number(self, operand) && !number.abs().is_one() {
                self.collect_power(operand, &mut powers);
                continue;
            }
            let next = &coefficient * &number;
            if number::fits(&next) {
                coefficient = next;
            } else {
                let node = self.number(number);
                others.push(node);
            }
            let nested: Operands = if alone && self.op(rest) == Op::Product {
                self.operands_of(rest)
            } else {
                Operands::from_slice(&[rest])
            };
            for factor in nested {
                self.collect_power(factor, &mut powers);
            }
        }
        let mut list = Operands::with_capacity(powers.entries.len() + 1 + others.len());
        for (base, exponent) in powers.entries {
            let node = self.number(exponent);
            let factor = self.power(base, node);
            let next = self.as_number(factor).map(|number| &coefficient * number);
            match next.filter(number::fits) {
                Some(next) => coefficient = next,
                None => list.push(factor),
            }
        }
        list.extend(others);
        if coefficient.is_zero() && list.iter().all(|&factor| self.facts(factor).total) {
            let zero = self.integer(0);
            return self.fill(zero, shape);
        }
        if !coefficient.is_one() {
            let node = self.number(coefficient);
            list.push(node);
        }
        let result = match list.len() {
            0 => self.integer(1),
            1 => list[0],
            _ => {
                self.sort(&mut list);
                self.intern(Op::Product, &list)
            }
        };
        self.fill(result, shape)
    }

    /// A few scalar operands in canonical order, where nothing can be collected: no two of them are alike and at most
    /// one is a number. Most sums and products of large formulas are such, and are made without any arithmetic.
    fn unlike(&self, op: Op, operands: &[Expr]) -> Option<Operands> {
        if !(2..=FEW).contains(&operands.len()) {
            return None;
        }
        let mut kinds = Operands::new();
        let mut numbers = 0;
        for &operand in operands {
            if self.shape(operand) != Shape::Scalar {
                return None;
            }
            let own = self.op(operand);
            let inner = self.operands(operand);
            let kind = match (op, own) {
                (_, Op::Number(_)) => {
                    let number = self.as_number(operand)?;
                    numbers += 1;
                    if numbers > 1 || number.is_zero() || number.is_one() || !number::fits(number) {
                        return None;
                    }
                    operand
                }
                (_, Op::Product) if self.as_number(inner[0]).is_some() => return None,
                (Op::Product, Op::Power) if self.as_number(inner[1]).is_some() => inner[0],
                _ => operand,
            };
            if kinds.contains(&kind) {
                return None;
            }
            kinds.push(kind);
        }
        // A number alone goes into the product that it multiplies.
        let is_scaled = |operand: &Expr| self.op(*operand) == Op::Product;
        if numbers > 0 && op == Op::Product && operands.len() == 2 && operands.iter().any(is_scaled)
        {
            return None;
        }
        let mut list = Operands::from_slice(operands);
        list.sort_unstable_by_key(|&operand| self.canonical_key(operand));
        Some(list)
    }

    /// Whether the sum of this scalar alone is the scalar itself: all but numbers, and multiples with a number that
    /// may vanish or meet another.
    fn is_term(&self, operand: Expr) -> bool {
        let is_number = |own: Expr| self.as_number(own).is_some();
        self.shape(operand).is_scalar()
            && match (self.op(operand), self.operands(operand)) {
                (Op::Number(_), _) => false,
                (Op::Product, &[first, second, ..]) if is_number(first) => {
                    !self.is_zero(first) && !is_number(second)
                }
                _ => true,
            }
    }

    /// Numbers first, then by structure.
    pub(super) fn canonical_key(&self, operand: Expr) -> (bool, u64, Expr) {
        (
            self.as_number(operand).is_none(),
            self.structural_hash(operand),
            operand,
        )
    }

    fn coefficients_cancel(&self, operands: &[Expr]) -> bool {
        let mut product: Option<Number> = None;
        for &operand in operands {
            let first = match self.op(operand) {
                Op::Product => self.operands(operand)[0],
                _ => operand,
            };
            if let Some(number) = self.as_number(first) {
                let next = match product {
                    Some(product) => &product * number,
                    None => number.clone(),
                };
                // Exact numbers stay short, or a long product would take quadratic time here.
                if !number::fits(&next) {
                    return false;
                }
                product = Some(next);
            }
        }
        product.is_some_and(|product| product.abs().is_one())
    }

    /// Adds a factor to the collected powers, joined with one of the same base where the product of
    /// both is defined exactly where the joined power is.
    fn collect_power(&mut self, factor: Expr, powers: &mut Collected) {
        let (base, exponent) = self.split_exponent(factor);
        if self.is_integer(base, 1) {
            return;
        }
        let facts = self.facts(base);
        let joins = |other: &Number| {
            let joined = other + &exponent;
            let integers = other.is_integer() && exponent.is_integer();
            let keeps_domain = facts.positive()
                || (facts.nonzero && integers)
                || PowerDomain::of(&joined)
                    == PowerDomain::of(other).and(PowerDomain::of(&exponent));
            keeps_domain && (facts.total || !joined.is_zero()) && number::fits(&joined)
        };
        if let Some(place) = powers.find(base, joins) {
            powers.entries[place].1 += exponent;
            return;
        }
        powers.push(base, exponent);
    }

    /// `-expr`
    pub fn negate(&mut self, expr: Expr) -> Expr {
        let minus_one = self.integer(-1);
        self.product(&[minus_one, expr])
    }

    /// `left - right`
    pub fn subtract(&mut self, left: Expr, right: Expr) -> Expr {
        let negated = self.negate(right);
        self.sum(&[left, negated])
    }

    /// `left / right`
    pub fn divide(&mut self, left: Expr, right: Expr) -> Expr {
        let inverse = self.reciprocal(right);
        self.product(&[left, inverse])
    }

    /// `exp(expr)`
    pub fn exponential(&mut self, expr: Expr) -> Expr {
        self.call(functions::exponential(), &[expr])
    }

    /// `1 / expr`
    pub fn reciprocal(&mut self, expr: Expr) -> Expr {
        let minus_one = self.integer(-1);
        self.power(expr, minus_one)
    }

    /// `expr` to a small integer power.
    pub fn power_integer(&mut self, expr: Expr, exponent: i64) -> Expr {
        let exponent = self.integer(exponent);
        self.power(expr, exponent)
    }

    /// Splits `c*rest` with an exact number c; 1 and the node itself where there is none. A number
    /// is its own coefficient of 1.
    pub(crate) fn split_coefficient(&mut self, expr: Expr) -> (Number, Expr) {
        if let Some(number) = self.as_number(expr).cloned() {
            return (number, self.integer(1));
        }
        if self.op(expr) == Op::Product
            && let Some(number) = self.as_number(self.operands(expr)[0]).cloned()
        {
            let shape = self.shape(expr);
            let rest = self.operands_of(expr);
            // What is left of a canonical product is canonical.
            let rest = if rest.len() == 2 {
                rest[1]
            } else {
                self.intern(Op::Product, &rest[1..])
            };
            return (number, self.fill(rest, shape));
        }
        (Number::one(), expr)
    }

    /// `coefficient*rest` for a `rest` without coefficient of its own.
    pub(super) fn scaled(&mut self, coefficient: Number, rest: Expr) -> Expr {
        if coefficient.is_one() {
            return rest;
        }
        if self.is_integer(rest, 1) {
            return self.number(coefficient);
        }
        let node = self.number(coefficient);
        if self.as_number(rest).is_some() {
            return self.product(&[node, rest]);
        }
        let mut list = Operands::from_slice(&[node]);
        if self.op(rest) == Op::Product {
            if self.as_number(self.operands(rest)[0]).is_some() {
                return self.product(&[node, rest]);
            }
            list.extend_from_slice(self.operands(rest));
        } else {
            list.push(rest);
        }
        self.intern(Op::Product, &list)
    }

    /// Canonical order: numbers first, then by structure.
    pub(super) fn sort(&self, operands: &mut [Expr]) {
        match operands.len() {
            0..=FEW => operands.sort_unstable_by_key(|&operand| self.canonical_key(operand)),
            _ => operands.sort_by_cached_key(|&operand| self.canonical_key(operand)),
        }
    }

    /// Whether the node is the number 0, or filled with it.
    pub fn is_zero(&self, expr: Expr) -> bool {
        match self.op(expr) {
            Op::Fill(_) => self.is_zero_number(self.operands(expr)[0]),
            _ => self.is_zero_number(expr),
        }
    }

    fn is_zero_number(&self, expr: Expr) -> bool {
        self.as_number(expr).is_some_and(Zero::is_zero)
    }

    /// The number 0 of a shape.
    pub fn zeros(&mut self, shape: Shape) -> Expr {
        let zero = self.integer(0);
        self.fill(zero, shape)
    }
}
