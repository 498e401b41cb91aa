//! Matrix notation for a network: indices that are summed over vanish one by one, until only those of the result are
//! left.
//!
//! An operand on two indices is an edge between them, one on one index is a weight there. An index with one edge makes
//! a product of matrix and vector, one with two edges a product of matrices. Must not know any notation. Invariant:
//! what is left of the network means the same as the whole after each step.

use super::matrix::Form;
use super::network::Network;
use super::reading::Part;
use super::{Dimension, Expr, Graph, Indices, Op};

/// A factor of a chain.
#[derive(Clone)]
pub(super) struct Link {
    pub part: Part,
    pub turned: bool,
    /// Whether it is its own transpose.
    symmetric: bool,
    /// What it is sorted by: the order typed.
    pub key: Expr,
    /// The node, where it is one as it stands.
    pub node: Option<Expr>,
}

impl Link {
    fn of(graph: &Graph, node: Expr) -> Link {
        Link {
            part: Part::Node(node),
            turned: false,
            symmetric: graph.facts(node).symmetric,
            key: node,
            node: Some(node),
        }
    }

    fn made(form: Form, key: Expr) -> Link {
        Link {
            part: Part::Form(Box::new(form)),
            turned: false,
            symmetric: false,
            key,
            node: None,
        }
    }

    fn written(self) -> Part {
        match self.turned {
            true => Part::Form(Box::new(Form::Transpose(self.part))),
            false => self.part,
        }
    }
}

/// Matrices one after the other; as a weight the last one is a vector.
pub(super) type Chain = Vec<Link>;

pub(super) struct Edge {
    pub from: u8,
    pub to: u8,
    pub chain: Chain,
}

impl Edge {
    fn other(&self, end: u8) -> u8 {
        if self.from == end { self.to } else { self.from }
    }

    /// Whether the chain reads the same from both ends.
    pub(super) fn is_symmetric(&self) -> bool {
        let other = reversed(self.chain.clone());
        let mut pairs = self.chain.iter().zip(&other);
        let same = |(left, right): (&Link, &Link)| {
            left.node.is_some() && (left.node, left.turned) == (right.node, right.turned)
        };
        pairs.all(same)
    }

    /// The chain with `end` as its first index.
    pub(super) fn starting(self, end: u8) -> Chain {
        match self.from == end {
            true => self.chain,
            false => reversed(self.chain),
        }
    }
}

/// The transpose of a chain.
pub(super) fn reversed(chain: Chain) -> Chain {
    let turn = |link: Link| Link {
        turned: !link.turned && !link.symmetric,
        ..link
    };
    chain.into_iter().rev().map(turn).collect()
}

fn turns(chain: &[Link]) -> usize {
    chain.iter().filter(|link| link.turned).count()
}

fn key(chain: &[Link]) -> Expr {
    chain.iter().map(|link| link.key).min().unwrap_or(Expr(0))
}

/// A chain as one part.
pub(super) fn product(chain: Chain) -> Part {
    let mut parts: Vec<Part> = chain.into_iter().map(Link::written).collect();
    match parts.len() {
        1 => parts.swap_remove(0),
        _ => Part::Form(Box::new(Form::Product(parts))),
    }
}

fn joined(mut chain: Chain) -> Link {
    let key = key(&chain);
    if chain.len() == 1 {
        return chain.swap_remove(0);
    }
    Link {
        part: product(chain),
        turned: false,
        symmetric: false,
        key,
        node: None,
    }
}

/// The product entry by entry of some chains.
pub(super) fn entries(mut chains: Vec<Chain>) -> Chain {
    if chains.len() == 1 {
        return chains.swap_remove(0);
    }
    let nodes: Option<Vec<Expr>> = chains
        .iter()
        .map(|chain| match &chain[..] {
            [
                Link {
                    turned: false,
                    node,
                    ..
                },
            ] => *node,
            _ => None,
        })
        .collect();
    let least = chains.iter().map(|chain| key(chain)).min();
    let key_of = least.unwrap_or(Expr(0));
    if let Some(nodes) = nodes {
        return vec![Link {
            part: Part::Entries(nodes),
            turned: false,
            symmetric: false,
            key: key_of,
            node: None,
        }];
    }
    chains.sort_by_key(|chain| key(chain));
    let parts = chains.into_iter().map(product).collect();
    vec![Link::made(Form::Entries(parts), key_of)]
}

pub(super) fn diagonal(chain: Chain) -> Link {
    let key = key(&chain);
    Link {
        symmetric: true,
        ..Link::made(Form::Call("diag", vec![product(chain)]), key)
    }
}

/// A network on its way.
pub(super) struct Reduced<'a> {
    graph: &'a Graph,
    pub edges: Vec<Edge>,
    /// Of each index the vectors on it.
    pub weights: Vec<Vec<Chain>>,
    /// Of each index the chains from it back to it.
    loops: Vec<Vec<Chain>>,
    /// Operands of three axes or more.
    pub tensors: Vec<(Expr, Indices)>,
    /// Factors that are numbers.
    pub scalars: Vec<Part>,
    /// The indices that are still summed over.
    pub summed: Vec<u8>,
    pub output: Indices,
    pub extents: Vec<Dimension>,
    /// Whether products of matrices entry by entry were opened.
    entrywise: bool,
}

impl<'a> Reduced<'a> {
    /// The network with as many indices eliminated as can be.
    pub(super) fn of(graph: &'a Graph, network: Network) -> Reduced<'a> {
        let count = network.extents.len();
        let mut reduced = Reduced {
            graph,
            edges: Vec::new(),
            weights: vec![Vec::new(); count],
            loops: vec![Vec::new(); count],
            tensors: Vec::new(),
            scalars: Vec::new(),
            summed: Vec::new(),
            output: network.output,
            extents: network.extents,
            entrywise: network.entrywise,
        };
        for (leaf, indices) in network.leaves {
            for &index in &indices {
                if !reduced.summed.contains(&index) && !reduced.output.contains(&index) {
                    reduced.summed.push(index);
                }
            }
            match indices[..] {
                [index] => reduced.weights[index as usize].push(vec![Link::of(graph, leaf)]),
                [from, to] if from == to => {
                    reduced.loops[from as usize].push(vec![Link::of(graph, leaf)]);
                }
                [from, to] => reduced.edges.push(Edge {
                    from,
                    to,
                    chain: vec![Link::of(graph, leaf)],
                }),
                _ => reduced.tensors.push((leaf, indices)),
            }
        }
        while reduced.step() {}
        reduced.close_loops();
        reduced
    }

    /// The edges at an index.
    fn at(&self, index: u8) -> Vec<usize> {
        let touches = |edge: &Edge| edge.from == index || edge.to == index;
        (0..self.edges.len())
            .filter(|&place| touches(&self.edges[place]))
            .collect()
    }

    fn step(&mut self) -> bool {
        let locked = |index: &u8| self.tensors.iter().any(|(_, list)| list.contains(index));
        let free: Vec<u8> = self.summed.iter().copied().filter(|i| !locked(i)).collect();
        // Products with vectors first, sums along an axis last.
        for round in 0..4 {
            for &index in &free {
                let own = self.at(index);
                let place = index as usize;
                let weighted = !self.weights[place].is_empty() || !self.loops[place].is_empty();
                let done = match (round, &own[..]) {
                    (0, []) => self.close(index),
                    (1, &[edge]) if weighted => self.pendant(index, edge),
                    (2, &[left, right]) => self.bridge(index, left, right),
                    (3, &[edge]) => self.pendant(index, edge),
                    _ => false,
                };
                if done {
                    return true;
                }
            }
        }
        self.merge_parallel()
    }

    fn is_summed(&self, index: u8) -> bool {
        self.summed.contains(&index)
    }

    fn forget(&mut self, index: u8) {
        self.summed.retain(|&own| own != index);
    }

    /// The chains from an index to itself become diagonals.
    fn open_loops(&mut self, index: u8) {
        for chain in std::mem::take(&mut self.loops[index as usize]) {
            self.weights[index as usize].push(vec![diagonal(chain)]);
        }
    }

    fn close_loops(&mut self) {
        for index in 0..self.loops.len() as u8 {
            self.open_loops(index);
        }
    }

    /// An index with no edges is a number.
    fn close(&mut self, index: u8) -> bool {
        let place = index as usize;
        if self.loops[place].len() == 1 {
            let mut chain = self.loops[place].pop().unwrap_or_default();
            let weights = std::mem::take(&mut self.weights[place]);
            if !weights.is_empty() {
                chain.insert(0, diagonal(entries(weights)));
            }
            let chain = best_rotation(chain);
            let sum = self.entrywise.then(|| entrywise_sum(&chain)).flatten();
            let form = sum.unwrap_or_else(|| Form::Call("tr", vec![product(chain)]));
            self.scalars.push(Part::Form(Box::new(form)));
            self.forget(index);
            return true;
        }
        self.open_loops(index);
        let weights = std::mem::take(&mut self.weights[place]);
        let scalar = self.sum_of(weights);
        self.scalars.push(scalar);
        self.forget(index);
        true
    }

    /// The sum of the product of some vectors.
    fn sum_of(&self, mut weights: Vec<Chain>) -> Part {
        let plain = |chain: &Chain| match &chain[..] {
            [only] => match only.node {
                Some(node) => self.graph.op(node) != Op::Power,
                None => !matches!(only.part, Part::Entries(_)),
            },
            _ => true,
        };
        let is_sum = |chain: &Chain| matches!(&chain[..], [only] if matches!(&only.part, Part::Form(form) if matches!(**form, Form::Along(..))));
        if weights.len() == 2 && weights.iter().all(|own| plain(own) && !is_sum(own)) {
            weights.sort_by_key(|chain| key(chain));
            if let (Some(right), Some(left)) = (weights.pop(), weights.pop()) {
                return product(scalar_chain(left, right));
            }
        }
        if let [chain] = &weights[..]
            && let [
                Link {
                    node: Some(node), ..
                },
            ] = chain[..]
        {
            return Part::Total(node);
        }
        let sum = Form::Call("sum", vec![product(entries(weights))]);
        Part::Form(Box::new(sum))
    }

    /// An index with one edge: a product of matrix and vector, or the sum along an axis.
    fn pendant(&mut self, index: u8, edge: usize) -> bool {
        let end = self.edges[edge].other(index);
        let far = self.at(end).len() == 1
            && self.is_summed(end)
            && self.loops[end as usize].is_empty()
            && !self.tensors.iter().any(|(_, list)| list.contains(&end));
        self.open_loops(index);
        let weights = std::mem::take(&mut self.weights[index as usize]);
        let edge = self.edges.swap_remove(edge);
        self.forget(index);
        if weights.is_empty() && far && self.weights[end as usize].is_empty() {
            let chain = match turns(&edge.chain) * 2 > edge.chain.len() {
                true => reversed(edge.chain),
                false => edge.chain,
            };
            self.scalars.push(match chain[..] {
                [
                    Link {
                        node: Some(node), ..
                    },
                ] => Part::Total(node),
                _ => Part::Form(Box::new(Form::Call("sum", vec![product(chain)]))),
            });
            self.forget(end);
            return true;
        }
        let mut chain = edge.starting(end);
        if weights.is_empty() {
            // The sum along an axis of a transpose is that along the other axis.
            let (operand, axis) = match turns(&chain) == chain.len() {
                true => (reversed(chain), 1),
                false => (chain, 2),
            };
            let least = key(&operand);
            let sum = Form::Along("sum", product(operand), vec![axis]);
            self.weights[end as usize].push(vec![Link::made(sum, least)]);
            return true;
        }
        chain.extend(entries(weights));
        self.weights[end as usize].push(chain);
        true
    }

    /// An index with two edges: a product of matrices.
    fn bridge(&mut self, index: u8, left: usize, right: usize) -> bool {
        let start = self.edges[left].other(index);
        let end = self.edges[right].other(index);
        if start == end && (!self.is_summed(start) || self.at(start).len() > 2) {
            return false;
        }
        if start == end && self.tensors.iter().any(|(_, list)| list.contains(&start)) {
            return false;
        }
        self.open_loops(index);
        let weights = std::mem::take(&mut self.weights[index as usize]);
        self.forget(index);
        // The places ascend.
        let right = self.edges.remove(right);
        let left = self.edges.remove(left);
        let mut chain = left.starting(start);
        if !weights.is_empty() {
            chain.push(diagonal(entries(weights)));
        }
        chain.extend(right.starting(index));
        match start == end {
            true => self.loops[start as usize].push(chain),
            false => self.edges.push(Edge {
                from: start,
                to: end,
                chain,
            }),
        }
        true
    }

    /// Edges between the same two indices become one: the product entry by entry.
    fn merge_parallel(&mut self) -> bool {
        for first in 0..self.edges.len() {
            let (from, to) = (self.edges[first].from, self.edges[first].to);
            let same = |edge: &Edge| {
                (edge.from, edge.to) == (from, to) || (edge.from, edge.to) == (to, from)
            };
            if self.edges.iter().filter(|edge| same(edge)).count() < 2 {
                continue;
            }
            let mut chains = Vec::new();
            let mut rest = Vec::new();
            for edge in std::mem::take(&mut self.edges) {
                match same(&edge) {
                    true => chains.push(edge.starting(from)),
                    false => rest.push(edge),
                }
            }
            self.edges = rest;
            self.edges.push(Edge {
                from,
                to,
                chain: vec![joined(entries(chains))],
            });
            return true;
        }
        false
    }
}

/// `left'*right` for two chains that end in vectors, written the way with fewer transposes.
fn scalar_chain(left: Chain, right: Chain) -> Chain {
    let forward: Chain = reversed(left.clone())
        .into_iter()
        .chain(right.clone())
        .collect();
    let backward: Chain = reversed(right).into_iter().chain(left).collect();
    match turns(&backward) < turns(&forward) {
        true => backward,
        false => forward,
    }
}

/// `sum(Y .* (X*W))` for a trace of `X*W*Y'`, where that has fewer transposes.
fn entrywise_sum(chain: &[Link]) -> Option<Form> {
    let ends = [chain.to_vec(), reversed(chain.to_vec())];
    let candidates = ends.into_iter().flat_map(|chain| {
        (0..chain.len()).map(move |place| {
            let mut rotated = chain.clone();
            rotated.rotate_left(place);
            rotated
        })
    });
    let is_single = |list: &Chain| {
        let (last, rest) = list.split_last()?;
        let alone = last.turned && rest.iter().all(|link| link.key != last.key);
        (alone && turns(rest) < turns(chain)).then_some(())
    };
    let mut list = candidates
        .filter(|list| is_single(list).is_some())
        .min_by_key(|list| turns(list))?;
    let mut last = list.pop()?;
    last.turned = false;
    let mut factors = vec![vec![last], list];
    factors.sort_by_key(|chain| key(chain));
    Some(Form::Call("sum", vec![product(entries(factors))]))
}

/// The way to write a cycle: few transposes, what was typed first in front, `X'*B*X` rather than `X*X'*B`.
fn best_rotation(chain: Chain) -> Chain {
    let turned = reversed(chain.clone());
    let candidates = [chain, turned].into_iter().flat_map(|chain| {
        (0..chain.len()).map(move |place| {
            let mut rotated = chain.clone();
            rotated.rotate_left(place);
            rotated
        })
    });
    let rank = |chain: &Chain| {
        let (first, last) = (chain.first(), chain.last());
        let embraced = first.zip(last).is_some_and(|(first, last)| {
            first.key == last.key && first.turned && !last.turned && chain.len() > 1
        });
        (turns(chain), first.map(|link| link.key), !embraced)
    };
    candidates.min_by_key(rank).unwrap_or_default()
}
