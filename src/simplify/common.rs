//! Operands that contractions in a sum have in common: `A*x + A'*x` is `(A + A')*x`.
//!
//! Invariant: the value stays, and each use makes one contraction fewer.

use super::cost::length;
use crate::graph::{Dimension, Expr, Graph, Indices, Network, Number, Op};
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

/// Terms with the same operand: the place of each, and of the operand in it.
type Group = Vec<(usize, usize)>;

/// Where an index of what is left of a term stands: its place in the result and in the common operand.
type Role = (usize, usize);

/// No place.
const NOWHERE: usize = usize::MAX;

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

/// What may be looked for.
pub(super) struct Search<'a> {
    /// Which contractions inside others are looked into.
    pub opens: &'a dyn Fn(&Graph, Expr) -> bool,
    /// Whether a vector that scales the operand may be read as a diagonal matrix: `A*diag(t) - A*t*t'`.
    pub diagonals: bool,
}

/// The terms with a common operand taken out of those that have it.
pub(super) fn common_operand(
    graph: &mut Graph,
    terms: &[Expr],
    search: &Search,
) -> Option<Vec<Expr>> {
    let mut list = next(graph, terms, search)?;
    for _ in 0..MOST_TERMS {
        match next(graph, &list, search) {
            Some(next) => list = next,
            None => break,
        }
    }
    Some(list)
}

fn next(graph: &mut Graph, terms: &[Expr], search: &Search) -> Option<Vec<Expr>> {
    let plain = once(graph, terms, search, false);
    plain.or_else(|| match search.diagonals {
        true => once(graph, terms, search, true),
        false => None,
    })
}

fn once(graph: &mut Graph, terms: &[Expr], search: &Search, split: bool) -> Option<Vec<Expr>> {
    if !(2..=MOST_TERMS).contains(&terms.len()) {
        return None;
    }
    let parts: Vec<Term> = terms
        .iter()
        .enumerate()
        .filter_map(|(place, &term)| parted(graph, place, term, search.opens))
        .collect();
    let mut best: Option<(usize, usize, Group)> = None;
    for (first, term) in parts.iter().enumerate() {
        for leaf in 0..term.network.leaves.len() {
            let Some(standing) = standing(graph, term, leaf, split) else {
                continue;
            };
            let common = term.network.leaves[leaf].0;
            let mut group = vec![(first, leaf)];
            for (other, term) in parts.iter().enumerate().skip(first + 1) {
                let leaves = &term.network.leaves;
                let fits = (0..leaves.len()).find(|&place| {
                    leaves[place].0 == common
                        && self::standing(graph, term, place, split).as_ref() == Some(&standing)
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
    let joined = take_out(graph, &group, search, split)?;
    let taken: Vec<usize> = group.iter().map(|(term, _)| term.place).collect();
    let kept = (0..terms.len()).filter(|place| !taken.contains(place));
    let mut list: Vec<Expr> = kept.map(|place| terms[place]).collect();
    list.push(joined);
    Some(list)
}

/// A term as numbers times a contraction, if it is such.
fn parted(
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

/// The indices of what is left of a term without one operand, in the order of their roles. `split`: one that is in the
/// result and in the operand counts as two, as of a diagonal matrix.
fn rest_of(term: &Term, leaf: usize, split: bool) -> Vec<(Role, u8)> {
    let Network { leaves, output, .. } = &term.network;
    let place = |list: &[u8], index: u8| list.iter().position(|&own| own == index);
    let mut rest: Vec<(Role, u8)> = Vec::new();
    let others = leaves.iter().enumerate().filter(|(own, _)| *own != leaf);
    for &index in others.flat_map(|(_, (_, indices))| indices) {
        if rest.iter().any(|(_, own)| *own == index) {
            continue;
        }
        match (place(output, index), place(&leaves[leaf].1, index)) {
            (None, None) => {}
            (Some(result), Some(fixed)) if split => {
                rest.extend([((result, NOWHERE), index), ((NOWHERE, fixed), index)]);
            }
            (result, fixed) => {
                let role = (result.unwrap_or(NOWHERE), fixed.unwrap_or(NOWHERE));
                rest.push((role, index));
            }
        }
    }
    rest.sort_unstable();
    rest
}

/// How an operand stands in its term. None: the rest would be larger than the result and all its parts.
fn standing(graph: &Graph, term: &Term, leaf: usize, split: bool) -> Option<Standing> {
    let Network {
        leaves,
        output,
        extents,
        ..
    } = &term.network;
    let (_, fixed) = leaves.get(leaf)?;
    let rest = rest_of(term, leaf, split);
    let size =
        |axes: &mut dyn Iterator<Item = Dimension>| axes.map(length).fold(1, u64::saturating_mul);
    let others = leaves.iter().enumerate().filter(|(own, _)| *own != leaf);
    let parts = others.map(|(_, (own, _))| size(&mut graph.shape(*own).axes().into_iter()));
    let result = size(&mut output.iter().map(|&index| extents[index as usize]));
    let largest = parts.fold(result, u64::max);
    if size(&mut rest.iter().map(|(_, index)| extents[*index as usize])) > largest {
        return None;
    }
    let first = |index: &u8| fixed.iter().position(|own| own == index);
    // Where the result has an index from the rest too, that is said by its role.
    let outer = |index: &u8| match split && rest.iter().any(|(_, own)| own == index) {
        true => None,
        false => first(index),
    };
    Some(Standing {
        outer: output.iter().map(outer).collect(),
        own: fixed.iter().filter_map(first).collect(),
        rest: rest.into_iter().map(|(role, _)| role).collect(),
    })
}

/// The sum of terms that have an operand in common, as one contraction.
fn take_out(
    graph: &mut Graph,
    group: &[(&Term, usize)],
    search: &Search,
    split: bool,
) -> Option<Expr> {
    let magnitude = group[0].0.coefficient.abs();
    let mut coefficients = group.iter().map(|(term, _)| &term.coefficient);
    let same = coefficients.clone().all(|own| own.abs() == magnitude);
    let mut outside = if same { magnitude } else { Number::one() };
    if coefficients.all(Signed::is_negative) {
        outside = -outside;
    }
    let mut inside = Vec::with_capacity(group.len());
    for (term, leaf) in group {
        let Network {
            leaves, extents, ..
        } = &term.network;
        let kept: Indices = rest_of(term, *leaf, split)
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
        && let Some(list) = next(graph, &inside, search)
    {
        inside = list;
        nested += 1;
    }
    let sum = graph.sum(&inside);
    let (term, leaf) = group[0];
    let mut output = term.network.output.clone();
    let mut extents = term.network.extents.clone();
    let (common, fixed) = &term.network.leaves[leaf];
    let mut kept = Indices::new();
    for ((result, _), index) in rest_of(term, leaf, split) {
        // An index that counts as two is another one in the result.
        let two = split && result != NOWHERE && fixed.contains(&index);
        kept.push(match two {
            true => {
                extents.push(extents[index as usize]);
                output[result] = extents.len() as u8 - 1;
                output[result]
            }
            false => index,
        });
    }
    if graph.shape(sum).rank() != kept.len() {
        return None;
    }
    let result = graph.contract_part(&[(sum, &kept), (*common, fixed)], &output, &extents);
    let outside = graph.number(outside);
    Some(graph.product(&[outside, result]))
}
