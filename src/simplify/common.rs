//! Operands that contractions in a sum have in common: `A*x + A'*x` is `(A + A')*x`.
//!
//! Invariant: the value stays, and each use makes one contraction fewer.

use crate::graph::{Expr, Graph, Indices, Network, Number, Op};
use num_traits::{One, Signed};
use smallvec::SmallVec;

/// Sums of more terms are left alone.
const MOST_TERMS: usize = 32;

/// Operands of one term beyond this many are not compared.
const MOST_LEAVES: usize = 12;

/// How often the sum inside is looked at again.
const MOST_NESTED: usize = 4;

/// A term of a sum: numbers times a contraction.
struct Term {
    place: usize,
    coefficient: Number,
    scalars: SmallVec<[Expr; 2]>,
    network: Network,
}

/// Where an index of what is left of a term stands: its place in the result and in the common operand.
type Role = (usize, usize);

/// How an operand stands in its term. Where two terms have the same, the rest of both can be added up.
#[derive(PartialEq, Eq)]
struct Standing {
    /// The indices of the rest.
    rest: Vec<Role>,
    /// Where the indices of the result stand in the operand.
    outer: Vec<Option<usize>>,
    /// Which indices of the operand are the same.
    own: Vec<usize>,
}

/// The terms with a common operand taken out of those that have it. `opens`: which contractions inside others are
/// looked into.
pub(super) fn common_operand(
    graph: &mut Graph,
    terms: &[Expr],
    opens: &dyn Fn(&Graph, Expr) -> bool,
) -> Option<Vec<Expr>> {
    let mut list = once(graph, terms, opens)?;
    for _ in 0..MOST_TERMS {
        match once(graph, &list, opens) {
            Some(next) => list = next,
            None => break,
        }
    }
    Some(list)
}

fn once(
    graph: &mut Graph,
    terms: &[Expr],
    opens: &dyn Fn(&Graph, Expr) -> bool,
) -> Option<Vec<Expr>> {
    if !(2..=MOST_TERMS).contains(&terms.len()) {
        return None;
    }
    let parts: Vec<Term> = terms
        .iter()
        .enumerate()
        .filter_map(|(place, &term)| split(graph, place, term, opens))
        .collect();
    let mut best: Option<(usize, usize, Vec<(usize, usize)>)> = None;
    for (first, term) in parts.iter().enumerate() {
        for leaf in 0..term.network.leaves.len() {
            let Some(standing) = standing(term, leaf) else {
                continue;
            };
            let common = term.network.leaves[leaf].0;
            let mut group = vec![(first, leaf)];
            for (other, term) in parts.iter().enumerate().skip(first + 1) {
                let leaves = &term.network.leaves;
                let fits = (0..leaves.len()).find(|&place| {
                    leaves[place].0 == common
                        && self::standing(term, place).as_ref() == Some(&standing)
                });
                group.extend(fits.map(|place| (other, place)));
            }
            let rank = graph.shape(common).rank();
            let better = best
                .as_ref()
                .is_none_or(|(count, own, _)| (group.len(), rank) > (*count, *own));
            if group.len() > 1 && better {
                best = Some((group.len(), rank, group));
            }
        }
    }
    let (_, _, group) = best?;
    let group: Vec<(&Term, usize)> = group
        .iter()
        .map(|&(own, leaf)| (&parts[own], leaf))
        .collect();
    let joined = take_out(graph, &group, opens)?;
    let taken: Vec<usize> = group.iter().map(|(term, _)| term.place).collect();
    let kept = (0..terms.len()).filter(|place| !taken.contains(place));
    let mut list: Vec<Expr> = kept.map(|place| terms[place]).collect();
    list.push(joined);
    Some(list)
}

/// A term as numbers times a contraction, if it is such.
fn split(
    graph: &mut Graph,
    place: usize,
    term: Expr,
    opens: &dyn Fn(&Graph, Expr) -> bool,
) -> Option<Term> {
    let (coefficient, rest) = graph.split_coefficient(term);
    let mut scalars = SmallVec::new();
    let mut shaped = rest;
    if graph.op(rest) == Op::Product {
        let (numbers, others): (Vec<Expr>, Vec<Expr>) = graph
            .operands_of(rest)
            .into_iter()
            .partition(|&factor| graph.shape(factor).is_scalar());
        let [only] = others[..] else { return None };
        scalars.extend(numbers);
        shaped = only;
    }
    let network = graph.network(shaped, |node| opens(graph, node))?;
    let output = &network.output;
    let repeats = (1..output.len()).any(|place| output[..place].contains(&output[place]));
    (!repeats && network.leaves.len() <= MOST_LEAVES).then_some(Term {
        place,
        coefficient,
        scalars,
        network,
    })
}

/// The indices of what is left of a term without one operand, in the order of their roles.
fn rest_of(term: &Term, leaf: usize) -> Vec<(Role, u8)> {
    let Network { leaves, output, .. } = &term.network;
    let place = |list: &[u8], index: u8| list.iter().position(|&own| own == index);
    let mut rest: Vec<(Role, u8)> = Vec::new();
    let others = leaves.iter().enumerate().filter(|(own, _)| *own != leaf);
    for &index in others.flat_map(|(_, (_, indices))| indices) {
        let (result, fixed) = (place(output, index), place(&leaves[leaf].1, index));
        let role = (result.unwrap_or(usize::MAX), fixed.unwrap_or(usize::MAX));
        if role != (usize::MAX, usize::MAX) && !rest.iter().any(|(_, own)| *own == index) {
            rest.push((role, index));
        }
    }
    rest.sort_unstable();
    rest
}

fn standing(term: &Term, leaf: usize) -> Option<Standing> {
    let Network { leaves, output, .. } = &term.network;
    let (_, fixed) = leaves.get(leaf)?;
    let first = |index: &u8| fixed.iter().position(|own| own == index);
    Some(Standing {
        rest: rest_of(term, leaf)
            .into_iter()
            .map(|(role, _)| role)
            .collect(),
        outer: output.iter().map(first).collect(),
        own: fixed.iter().filter_map(first).collect(),
    })
}

/// The sum of terms that have an operand in common, as one contraction.
fn take_out(
    graph: &mut Graph,
    group: &[(&Term, usize)],
    opens: &dyn Fn(&Graph, Expr) -> bool,
) -> Option<Expr> {
    let magnitude = group[0].0.coefficient.abs();
    let same = group
        .iter()
        .all(|(term, _)| term.coefficient.abs() == magnitude);
    let outside = if same { magnitude } else { Number::one() };
    let mut inside = Vec::with_capacity(group.len());
    for (term, leaf) in group {
        let Network {
            leaves, extents, ..
        } = &term.network;
        let kept: Indices = rest_of(term, *leaf)
            .iter()
            .map(|(_, index)| *index)
            .collect();
        let others: Vec<(Expr, &[u8])> = leaves
            .iter()
            .enumerate()
            .filter(|(own, _)| own != leaf)
            .map(|(_, (expr, indices))| (*expr, &indices[..]))
            .collect();
        let rest = graph.contract_part(&others, &kept, extents);
        let coefficient = graph.number(&term.coefficient / &outside);
        let mut factors = vec![coefficient, rest];
        factors.extend(&term.scalars);
        inside.push(graph.product(&factors));
    }
    let mut nested = 0;
    while nested < MOST_NESTED
        && let Some(next) = once(graph, &inside, opens)
    {
        inside = next;
        nested += 1;
    }
    let sum = graph.sum(&inside);
    let (term, leaf) = group[0];
    let kept: Indices = rest_of(term, leaf)
        .iter()
        .map(|(_, index)| *index)
        .collect();
    let (common, fixed) = &term.network.leaves[leaf];
    let shape = graph.shape(sum);
    if shape.rank() != kept.len() {
        return None;
    }
    let result = graph.contract_part(
        &[(sum, &kept), (*common, fixed)],
        &term.network.output,
        &term.network.extents,
    );
    let outside = graph.number(outside);
    Some(graph.product(&[outside, result]))
}
