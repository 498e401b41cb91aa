//! Common factors taken out of a sum, where that saves multiplications.

use crate::graph::{Expr, Graph, Number, Op, Uses};
use num_traits::{One, Signed, Zero};

/// A sum of more terms than this is left alone: its terms rarely share all of a factor, and looking
/// would cost more than it finds.
const MOST_TERMS: usize = 64;

/// `a*u + a*v` as `a*(u + v)`: the factors (with the least exponent) and the absolute coefficient
/// that all terms have.
pub(super) fn factor(graph: &mut Graph, sum: Expr, uses: &Uses) -> Option<Expr> {
    let terms = graph.operands_of(sum);
    if terms.len() > MOST_TERMS {
        return None;
    }
    if !graph.shape(sum).is_scalar() {
        return factor_matrix(graph, &terms);
    }
    // Terms that are used elsewhere are computed anyway: taking them apart would not save them.
    let shared = terms
        .iter()
        .filter(|&&term| is_product(graph, term) && uses.count(term) > 1)
        .count();
    if shared > 1 {
        return None;
    }
    let mut parts = Vec::with_capacity(terms.len());
    for &term in &terms {
        let (coefficient, rest) = graph.split_coefficient(term);
        parts.push((coefficient, powers(graph, rest)));
    }
    let mut common = parts[0].1.clone();
    for (_, own) in &parts[1..] {
        common.retain_mut(
            |(base, exponent)| match own.iter().find(|(other, _)| other == base) {
                Some((_, other)) if other.is_positive() == exponent.is_positive() => {
                    if other.abs() < exponent.abs() {
                        *exponent = other.clone();
                    }
                    true
                }
                _ => false,
            },
        );
    }
    let magnitude = parts[0].0.abs();
    let same = parts
        .iter()
        .all(|(coefficient, _)| coefficient.abs() == magnitude);
    let outside_number = if same { magnitude } else { Number::one() };
    if common.is_empty() && outside_number.is_one() {
        return None;
    }
    let mut inside = Vec::with_capacity(parts.len());
    for (coefficient, own) in parts {
        let mut factors = vec![graph.number(coefficient / &outside_number)];
        for (base, exponent) in own {
            let taken = common.iter().find(|(other, _)| *other == base);
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

/// `A*x + B*x` as `(A + B)*x`, and likewise with a common left factor.
fn factor_matrix(graph: &mut Graph, terms: &[Expr]) -> Option<Expr> {
    let mut sides = Vec::with_capacity(terms.len());
    for &term in terms {
        let (coefficient, product) = graph.split_coefficient(term);
        if graph.op(product) != Op::MatrixProduct {
            return None;
        }
        let operands = graph.operands_of(product);
        sides.push((coefficient, operands[0], operands[1]));
    }
    let (_, left, right) = sides[0];
    let common_right = sides.iter().all(|side| side.2 == right);
    if !common_right && !sides.iter().all(|side| side.1 == left) {
        return None;
    }
    let mut rest = Vec::with_capacity(sides.len());
    for (coefficient, own_left, own_right) in sides {
        let coefficient = graph.number(coefficient);
        let own = if common_right { own_left } else { own_right };
        rest.push(graph.product(&[coefficient, own]));
    }
    let rest = graph.sum(&rest);
    Some(if common_right {
        graph.matrix_product(rest, right)
    } else {
        graph.matrix_product(left, rest)
    })
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
