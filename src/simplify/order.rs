//! The order of contractions: trees of contractions that are used once are taken apart and put together again in the
//! order that costs least.
//!
//! `A*B*x` is A times `B*x`, the trace of a product needs none of its entries off the diagonal, and nothing is formed that
//! is larger than it must be. Invariant: a tree changes only where that costs less; what is shared stays shared.

use super::cost::length;
use crate::graph::{Expr, Graph, Indices, Network, NodeMap, Uses};

/// Up to so many operands all orders are tried, beyond that the cheapest pair is joined first.
const MOST_TRIED: usize = 8;

/// The same roots with all contractions in order.
pub(super) fn contractions(graph: &mut Graph, roots: &[Expr]) -> Vec<Expr> {
    if !graph.has_contractions() {
        return roots.to_vec();
    }
    let uses = graph.uses(roots);
    let inner = absorbed(graph, &uses);
    let mut images: NodeMap<Expr> = NodeMap::for_nodes(&uses.order);
    for &node in &uses.order {
        let mut image = graph.rebuild_from(node, &images);
        let is_top = inner.get(node).is_none() && graph.contraction(node).is_some();
        if is_top && let Some(better) = reordered(graph, node, &uses, &images) {
            image = better;
        }
        images.insert(node, image);
    }
    roots.iter().map(|&root| images[root]).collect()
}

/// Whether a node is part of the tree of whatever uses it.
fn opens(uses: &Uses, node: Expr) -> bool {
    uses.count(node) == 1
}

/// The nodes inside trees.
fn absorbed(graph: &Graph, uses: &Uses) -> NodeMap<()> {
    let mut inner: NodeMap<()> = NodeMap::for_nodes(&uses.order);
    for &node in uses.order.iter().rev() {
        if inner.get(node).is_some() || graph.contraction(node).is_none() {
            continue;
        }
        for (opened, _) in opened(graph, node, uses) {
            inner.insert(opened, ());
        }
    }
    inner
}

/// The nodes of a tree without its top, each with what it costs.
fn opened(graph: &Graph, top: Expr, uses: &Uses) -> Vec<(Expr, u64)> {
    let found = std::cell::RefCell::new(Vec::new());
    graph.network(top, |node| {
        let opens = opens(uses, node);
        if opens {
            found.borrow_mut().push((node, own_cost(graph, node)));
        }
        opens
    });
    found.into_inner()
}

/// What one node of a tree costs.
fn own_cost(graph: &Graph, node: Expr) -> u64 {
    let operands = graph.operands(node).len() as u64;
    match graph.contraction(node) {
        Some(own) => {
            let places = own.extents.iter().map(|&extent| length(extent));
            let places = places.fold(1, u64::saturating_mul);
            let entries = own.axes().into_iter().map(length);
            let entries = entries.fold(1, u64::saturating_mul);
            let sums = if own.is_pure() {
                0
            } else {
                places.saturating_sub(entries)
            };
            places
                .saturating_mul(operands.saturating_sub(1))
                .saturating_add(sums)
        }
        None => {
            let entries = graph.shape(node).axes().into_iter().map(length);
            let entries = entries.fold(1, u64::saturating_mul);
            entries.saturating_mul(operands.saturating_sub(1))
        }
    }
}

/// The tree with this top in a cheaper order, if there is one.
fn reordered(graph: &mut Graph, top: Expr, uses: &Uses, images: &NodeMap<Expr>) -> Option<Expr> {
    let inner = opened(graph, top, uses);
    let network = graph.network(top, |node| opens(uses, node))?;
    let count = network.leaves.len();
    if count < 3 && inner.is_empty() || network.extents.len() > 128 {
        return None;
    }
    let parts = inner.iter().map(|(_, cost)| *cost);
    let before = parts.fold(own_cost(graph, top), u64::saturating_add);
    let sizes = Sizes::of(&network);
    if let [(leaf, indices)] = &network.leaves[..] {
        let image = images[*leaf];
        let alone = || graph.contract_part(&[(image, indices)], &network.output, &network.extents);
        return (sizes.single(0) < before).then(alone);
    }
    let (cost, steps) = match count <= MOST_TRIED {
        true => sizes.best(),
        false => sizes.greedy(),
    };
    (cost < before).then(|| build(graph, &network, &sizes, &steps, images))
}

/// Puts a network together pair by pair. A step names two parts: operands first, then the results of steps.
fn build(
    graph: &mut Graph,
    network: &Network,
    sizes: &Sizes,
    steps: &[(usize, usize)],
    images: &NodeMap<Expr>,
) -> Expr {
    let count = network.leaves.len();
    let mut parts: Vec<(Expr, Indices, u64)> = Vec::with_capacity(count + steps.len());
    for (place, (leaf, indices)) in network.leaves.iter().enumerate() {
        let mask = 1u64 << place;
        let kept = listed(sizes.result(mask));
        let image = images[*leaf];
        let single = sizes.bits[place] != sizes.result(mask);
        parts.push(match single {
            true => {
                let own = graph.contract_part(&[(image, indices)], &kept, &network.extents);
                (own, kept, mask)
            }
            false => (image, indices.clone(), mask),
        });
    }
    for (place, &(left, right)) in steps.iter().enumerate() {
        let mask = parts[left].2 | parts[right].2;
        let output = match place + 1 == steps.len() {
            true => network.output.clone(),
            false => listed(sizes.result(mask)),
        };
        let ends = [left, right].map(|own| (parts[own].0, &parts[own].1[..]));
        let joined = graph.contract_part(&ends, &output, &network.extents);
        parts.push((joined, output, mask));
    }
    // There are at least two operands, so that a step was made.
    parts[parts.len() - 1].0
}

/// The indices of a set, in order.
fn listed(set: u128) -> Indices {
    (0..128u8).filter(|&index| set >> index & 1 == 1).collect()
}

/// What parts of a network have for indices, and how large those are.
struct Sizes {
    /// The indices of each operand.
    bits: Vec<u128>,
    output: u128,
    lengths: Vec<u64>,
}

impl Sizes {
    fn of(network: &Network) -> Sizes {
        let set = |indices: &Indices| indices.iter().fold(0u128, |set, &index| set | 1 << index);
        Sizes {
            bits: network
                .leaves
                .iter()
                .map(|(_, indices)| set(indices))
                .collect(),
            output: set(&network.output),
            lengths: network
                .extents
                .iter()
                .map(|&extent| length(extent))
                .collect(),
        }
    }

    /// The indices that the product of some operands has after all sums that can be made by then.
    fn result(&self, mask: u64) -> u128 {
        let mut inside = 0;
        let mut outside = self.output;
        for (place, bits) in self.bits.iter().enumerate() {
            match mask >> place & 1 == 1 {
                true => inside |= bits,
                false => outside |= bits,
            }
        }
        inside & outside
    }

    fn size(&self, set: u128) -> u64 {
        let lengths = self.lengths.iter().enumerate();
        let own = lengths.filter(|(index, _)| set >> index & 1 == 1);
        own.fold(1, |size, (_, &length)| size.saturating_mul(length))
    }

    /// What it costs to make the sums that concern one operand alone.
    fn single(&self, place: usize) -> u64 {
        match self.result(1 << place) == self.bits[place] {
            true => 0,
            false => self.size(self.bits[place]),
        }
    }

    /// What it costs to join two parts.
    fn pair(&self, left: u64, right: u64) -> u64 {
        let places = self.size(self.result(left) | self.result(right));
        let entries = self.size(self.result(left | right));
        places.saturating_add(places.saturating_sub(entries))
    }

    /// The cheapest of all orders.
    fn best(&self) -> (u64, Vec<(usize, usize)>) {
        let count = self.bits.len();
        let full = (1usize << count) - 1;
        let mut costs = vec![u64::MAX; full + 1];
        let mut splits = vec![0usize; full + 1];
        for place in 0..count {
            costs[1 << place] = self.single(place);
        }
        for mask in 1..=full {
            if mask.is_power_of_two() {
                continue;
            }
            let mut part = (mask - 1) & mask;
            while part > 0 {
                let other = mask & !part;
                if part < other {
                    let inner = costs[part].saturating_add(costs[other]);
                    let cost = inner.saturating_add(self.pair(part as u64, other as u64));
                    if cost < costs[mask] || splits[mask] == 0 {
                        (costs[mask], splits[mask]) = (cost, part);
                    }
                }
                part = (part - 1) & mask;
            }
        }
        // From the whole down to pairs of operands, then the other way round.
        let mut open = vec![full];
        let mut order = Vec::new();
        while let Some(mask) = open.pop() {
            if !mask.is_power_of_two() {
                order.push(mask);
                open.extend([splits[mask], mask & !splits[mask]]);
            }
        }
        order.reverse();
        let place = |mask: usize| match mask.is_power_of_two() {
            true => mask.trailing_zeros() as usize,
            false => count + order.iter().position(|&own| own == mask).unwrap_or(0),
        };
        let steps = order
            .iter()
            .map(|&mask| (place(splits[mask]), place(mask & !splits[mask])))
            .collect();
        (costs[full], steps)
    }

    /// The cheapest pair first.
    fn greedy(&self) -> (u64, Vec<(usize, usize)>) {
        let count = self.bits.len();
        let singles = (0..count).map(|place| self.single(place));
        let mut total = singles.fold(0, u64::saturating_add);
        let mut open: Vec<(usize, u64)> = (0..count).map(|place| (place, 1 << place)).collect();
        let mut steps = Vec::new();
        while open.len() > 1 {
            let pairs = (0..open.len()).flat_map(|right| (0..right).map(move |left| (left, right)));
            let cheapest =
                pairs.min_by_key(|&(left, right)| self.pair(open[left].1, open[right].1));
            let Some((left, right)) = cheapest else { break };
            let (second, first) = (open.remove(right), open.remove(left));
            total = total.saturating_add(self.pair(first.1, second.1));
            steps.push((first.0, second.0));
            open.push((count + steps.len() - 1, first.1 | second.1));
        }
        (total, steps)
    }
}
