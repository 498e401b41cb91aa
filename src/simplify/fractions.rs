//! Sums of fractions over one denominator, for readers: `(3 - 2*x^2/(x^2 + 1))` is `(x^2 + 3)/(x^2 + 1)`.

use super::Rewriter;
use super::collect::MOST_CHARACTERS;
use crate::graph::{Expr, Graph, Number, Op};
use indexmap::IndexMap;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Longer sums are left alone, and so are those that would have more terms when they are multiplied out.
const MOST_TERMS: usize = 3;
const MOST_EXPANDED: usize = 12;

/// Denominators to a higher power are left alone, and sums to one are not multiplied out.
const HIGHEST_POWER: i64 = 2;

/// The factors of a term with their exponents, in the order of their ids.
type Monomial = Vec<(Expr, i64)>;

/// Terms to be added up, each a number times a monomial.
type Terms = Vec<(Number, Monomial)>;

impl Rewriter<'_> {
    /// The sum over its denominator, where terms cancel and what is printed gets no longer.
    pub(super) fn over_one_denominator(&mut self, sum: Expr) -> Option<Expr> {
        let terms = self.graph.operands_of(sum);
        if terms.len() > MOST_TERMS || !self.graph.shape(sum).is_scalar() {
            return None;
        }
        // A look that makes nothing: most sums have no fractions.
        if !terms.iter().any(|&term| divides(self.graph, term, 2)) {
            return None;
        }
        let mut read = Vec::with_capacity(terms.len());
        for &term in &terms {
            read.push(monomial(self.graph, term)?);
        }
        let (denominator, power) =
            read.iter()
                .flat_map(|(_, factors)| factors)
                .find_map(|&(base, exponent)| {
                    (exponent < 0 && !self.graph.facts(base).constant).then_some((base, -exponent))
                })?;
        if power > HIGHEST_POWER {
            return None;
        }
        let mut count = 0;
        let mut collected: IndexMap<Monomial, Number> = IndexMap::new();
        for (coefficient, mut factors) in read {
            raise(&mut factors, denominator, power);
            if factors.contains(&(denominator, power)) && self.graph.op(denominator) != Op::Sum {
                return None;
            }
            for (coefficient, factors) in multiply_out(self.graph, coefficient, factors)? {
                count += 1;
                *collected.entry(factors).or_insert_with(Number::zero) += coefficient;
            }
            if count > MOST_EXPANDED {
                return None;
            }
        }
        let is_total = |factors: &Monomial| {
            factors
                .iter()
                .all(|&(base, exponent)| exponent > 0 && self.graph.facts(base).total)
        };
        let vanishes = |(factors, coefficient): (&Monomial, &Number)| {
            coefficient.is_zero() && !is_total(factors)
        };
        if collected.len() == count || collected.iter().any(vanishes) {
            return None;
        }
        collected.retain(|_, coefficient| !coefficient.is_zero());
        if collected.len() > terms.len() {
            return None;
        }
        let mut list = Vec::with_capacity(collected.len());
        for (factors, coefficient) in collected {
            list.push(write(self.graph, coefficient, &factors));
        }
        let above = self.graph.sum(&list);
        let below = self.graph.power_integer(denominator, -power);
        let mut factors = vec![below];
        match self.graph.op(above) {
            Op::Product => factors.extend(self.graph.operands_of(above)),
            _ => factors.push(above),
        }
        let fraction = self.graph.product(&factors);
        let (before, after) = (self.printed(sum), self.printed(fraction));
        if after > before || before >= MOST_CHARACTERS {
            return None;
        }
        self.drop_definition("sum of fractions", sum, fraction)
    }
}

/// Whether a negative power that varies is among the factors, or those of products so deep inside.
pub(super) fn divides(graph: &Graph, node: Expr, depth: u32) -> bool {
    let operands = graph.operands(node);
    match graph.op(node) {
        Op::Power => {
            let is_negative = graph
                .as_number(operands[1])
                .is_some_and(Signed::is_negative);
            is_negative && !graph.facts(node).constant
        }
        Op::Product if depth > 0 && operands.len() <= MOST_EXPANDED => {
            let mut operands = operands.iter();
            operands.any(|&factor| divides(graph, factor, depth - 1))
        }
        _ => false,
    }
}

/// The coefficient and the factors of a term, those of nested products included.
fn monomial(graph: &Graph, term: Expr) -> Option<(Number, Monomial)> {
    let mut coefficient = Number::one();
    let mut factors = Monomial::new();
    let mut open = vec![term];
    while let Some(factor) = open.pop() {
        let operands = graph.operands(factor);
        if let Some(number) = graph.as_number(factor) {
            coefficient = &coefficient * number;
        } else if graph.op(factor) == Op::Product && open.len() + operands.len() <= MOST_EXPANDED {
            open.extend_from_slice(operands);
        } else {
            let (base, exponent) = graph.split_exponent(factor);
            match exponent.to_i64().filter(|_| exponent.is_integer()) {
                Some(exponent) => raise(&mut factors, base, exponent),
                None => raise(&mut factors, factor, 1),
            }
        }
        if factors.len() > MOST_EXPANDED {
            return None;
        }
    }
    Some((coefficient, factors))
}

/// Multiplies a monomial by a power. One that is joined to 1 is left out: what is below the line is demanded by
/// the denominator.
fn raise(factors: &mut Monomial, base: Expr, exponent: i64) {
    match factors.binary_search_by_key(&base, |factor| factor.0) {
        Err(place) => factors.insert(place, (base, exponent)),
        Ok(place) => {
            factors[place].1 = factors[place].1.saturating_add(exponent);
            if factors[place].1 == 0 {
                factors.remove(place);
            }
        }
    }
}

/// A term with the sums among its factors multiplied out.
fn multiply_out(graph: &Graph, coefficient: Number, factors: Monomial) -> Option<Terms> {
    let is_sum = |&(base, exponent): &(Expr, i64)| {
        graph.op(base) == Op::Sum && (1..=HIGHEST_POWER).contains(&exponent)
    };
    let (sums, others): (Monomial, Monomial) = factors.into_iter().partition(is_sum);
    let mut terms: Terms = vec![(coefficient, others)];
    for (sum, exponent) in sums {
        for _ in 0..exponent {
            let operands = graph.operands(sum);
            if terms.len() * operands.len() > MOST_EXPANDED {
                return None;
            }
            let mut next = Terms::with_capacity(terms.len() * operands.len());
            for &operand in operands {
                let (own, inner) = monomial(graph, operand)?;
                for (coefficient, factors) in &terms {
                    let mut factors = factors.clone();
                    for &(base, exponent) in &inner {
                        raise(&mut factors, base, exponent);
                    }
                    next.push((coefficient * &own, factors));
                }
            }
            terms = next;
        }
    }
    Some(terms)
}

fn write(graph: &mut Graph, coefficient: Number, factors: &Monomial) -> Expr {
    let mut list = vec![graph.number(coefficient)];
    for &(base, exponent) in factors {
        list.push(graph.power_integer(base, exponent));
    }
    graph.product(&list)
}
