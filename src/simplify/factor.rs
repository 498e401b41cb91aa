//! Common factors taken out of a sum, where that saves multiplications.

use super::common::{Search, common_operand};
use crate::graph::{Expr, Graph, Number, Op, Uses};
use num_traits::{One, Signed, Zero};

/// A sum of more terms than this is left alone: its terms rarely share all of a factor, and looking
/// would cost more than it finds.
const MOST_TERMS: usize = 64;

/// Factors of a term beyond this many are not looked at one by one.
const MOST_FACTORS: usize = 16;

/// `a*u + a*v` as `a*(u + v)`: the factors (with the least exponent) and the absolute coefficient
/// that all terms have. With `through_shared`, also factors inside products that other places use.
pub(super) fn factor(
    graph: &mut Graph,
    sum: Expr,
    uses: &Uses,
    through_shared: bool,
) -> Option<Expr> {
    let terms = graph.operands_of(sum);
    if terms.len() > MOST_TERMS {
        return None;
    }
    if !graph.shape(sum).is_scalar()
        && let Some(factored) = factor_shaped(graph, &terms, uses)
    {
        return Some(factored);
    }
    // Terms that are used elsewhere are computed anyway: taking them apart would not save them.
    let shared = terms
        .iter()
        .filter(|&&term| is_product(graph, term) && uses.count(term) > 1)
        .count();
    if shared > 1 && !through_shared {
        return None;
    }
    let mut parts = Vec::with_capacity(terms.len());
    for &term in &terms {
        let (coefficient, rest) = graph.split_coefficient(term);
        parts.push(match through_shared {
            true => nested_powers(graph, coefficient, rest),
            false => (coefficient, powers(graph, rest)),
        });
    }
    // A base may stand twice in a term, above and below the line: those are different factors.
    let same_factor = |a: &(Expr, Number), b: &(Expr, Number)| {
        a.0 == b.0 && a.1.is_positive() == b.1.is_positive()
    };
    let mut common = parts[0].1.clone();
    for (_, own) in &parts[1..] {
        common.retain_mut(
            |factor| match own.iter().find(|other| same_factor(other, factor)) {
                Some((_, other)) => {
                    if other.abs() < factor.1.abs() {
                        factor.1 = other.clone();
                    }
                    true
                }
                None => false,
            },
        );
    }
    let magnitude = parts[0].0.abs();
    let same = parts
        .iter()
        .all(|(coefficient, _)| coefficient.abs() == magnitude);
    // Zero times something that may be undefined stays a term, and is no common factor.
    let outside_number = match same && !magnitude.is_zero() {
        true => magnitude,
        false => Number::one(),
    };
    if common.is_empty() && outside_number.is_one() {
        return None;
    }
    let mut inside = Vec::with_capacity(parts.len());
    for (coefficient, own) in parts {
        let mut factors = vec![graph.number(coefficient / &outside_number)];
        for factor in own {
            let taken = common.iter().find(|other| same_factor(other, &factor));
            let (base, exponent) = factor;
            let left = match taken {
                Some((_, taken)) => exponent - taken,
                None => exponent,
            };
            if !left.is_zero() {
                let left = graph.number(left);
                factors.push(graph.power(base, left));
            }
        }
        inside.push(graph.product(&factors));
    }
    let mut outside = vec![graph.sum(&inside), graph.number(outside_number)];
    for (base, exponent) in common {
        let exponent = graph.number(exponent);
        outside.push(graph.power(base, exponent));
    }
    Some(graph.product(&outside))
}

/// `A*x + B*x` as `(A + B)*x`, and whatever other contractions share an operand: `A*x + A'*x` too. What is used
/// elsewhere is computed anyway.
fn factor_shaped(graph: &mut Graph, terms: &[Expr], uses: &Uses) -> Option<Expr> {
    let is_shared = |term: &&Expr| {
        let own = [**term]
            .into_iter()
            .chain(graph.operands(**term).iter().copied());
        own.filter(|&node| matches!(graph.op(node), Op::Contract(_)))
            .any(|node| uses.count(node) > 1)
    };
    if terms.iter().any(|term| is_shared(&term)) {
        return None;
    }
    let search = Search {
        opens: &|_, _| false,
        diagonals: false,
    };
    let list = common_operand(graph, terms, &search)?;
    Some(graph.sum(&list))
}

/// Whether a term of a sum has a product as a factor.
pub(super) fn has_nested(graph: &Graph, sum: Expr) -> bool {
    let terms = graph.operands(sum);
    let is_product = |factor: &Expr| graph.op(*factor) == Op::Product;
    terms.len() <= MOST_TERMS
        && terms
            .iter()
            .any(|&term| is_product(&term) && graph.operands(term).iter().any(is_product))
}

/// The same as [`powers`] with the factors of products inside the term; equal ones are joined.
fn nested_powers(
    graph: &Graph,
    mut coefficient: Number,
    term: Expr,
) -> (Number, Vec<(Expr, Number)>) {
    let mut list: Vec<(Expr, Number)> = Vec::new();
    let mut open = powers(graph, term);
    while let Some((base, exponent)) = open.pop() {
        let operands = graph.operands(base);
        let opens = graph.op(base) == Op::Product
            && exponent.is_one()
            && list.len() + open.len() + operands.len() <= MOST_FACTORS;
        if let Some(number) = graph.as_number(base).filter(|_| exponent.is_one()) {
            coefficient *= number;
        } else if opens {
            let inner = operands
                .iter()
                .map(|&factor| match graph.split_exponent(factor) {
                    (base, exponent) if exponent.is_integer() => (base, exponent),
                    _ => (factor, Number::one()),
                });
            open.extend(inner);
        } else {
            // Only exponents of one sign are added up: a joined power has the same domain then.
            let same = |other: &&mut (Expr, Number)| {
                other.0 == base && other.1.is_positive() == exponent.is_positive()
            };
            match list.iter_mut().find(same) {
                Some(other) => other.1 += exponent,
                None => list.push((base, exponent)),
            }
        }
    }
    (coefficient, list)
}

fn is_product(graph: &Graph, term: Expr) -> bool {
    matches!(graph.op(term), Op::Product | Op::Power)
}

/// The factors of a term with their integer exponents; other powers are factors as they are.
fn powers(graph: &Graph, term: Expr) -> Vec<(Expr, Number)> {
    let split = |factor: Expr| {
        let (base, exponent) = graph.split_exponent(factor);
        if exponent.is_integer() {
            (base, exponent)
        } else {
            (factor, Number::one())
        }
    };
    match graph.op(term) {
        Op::Product => graph
            .operands(term)
            .iter()
            .map(|&factor| split(factor))
            .collect(),
        Op::Number(_) => Vec::new(),
        _ => vec![split(term)],
    }
}
