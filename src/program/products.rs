//! The factors of the products of a graph, with what several products have in common.

use super::pairs::{self, List, Pairs, Symbol};
use crate::graph::{Denominators, Expr, Graph, NodeMap, Op};
use hashbrown::HashMap;
use smallvec::SmallVec;

/// Constant factors of one product.
type Constants = SmallVec<[Expr; 2]>;

/// A factor above the line of a product.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Factor {
    /// Something that varies.
    Node(Expr),
    /// All constant factors together.
    Constants(Constants),
}

/// The factors above the line of all short products.
pub(super) struct Products {
    pairs: Pairs,
    places: NodeMap<u32>,
    factors: Vec<Factor>,
}

impl Products {
    /// Looks at the products among the nodes `order`.
    pub(super) fn find(graph: &Graph, order: &[Expr], denominators: &Denominators) -> Self {
        let mut nodes: NodeMap<Symbol> = NodeMap::for_nodes(order);
        let mut constants: HashMap<Constants, Symbol> = HashMap::new();
        let (mut factors, mut lists) = (Vec::new(), Vec::new());
        let mut places = NodeMap::for_nodes(order);
        for &node in order {
            let count = graph.operands(node).len();
            if graph.op(node) != Op::Product || count > pairs::MOST_FACTORS {
                continue;
            }
            let list: List = factors_above(graph, denominators, node)
                .into_iter()
                .map(|factor| {
                    let known = match &factor {
                        Factor::Node(own) => nodes.get(*own),
                        Factor::Constants(own) => constants.get(own),
                    };
                    if let Some(&known) = known {
                        return known;
                    }
                    let symbol = factors.len() as Symbol;
                    match &factor {
                        Factor::Node(own) => nodes.insert(*own, symbol),
                        Factor::Constants(own) => {
                            constants.insert(own.clone(), symbol);
                        }
                    }
                    factors.push(factor);
                    symbol
                })
                .collect();
            // A factor stands twice where its powers must not be joined: no pair is taken out of those.
            let is_repeated = |(place, symbol): (usize, &Symbol)| list[..place].contains(symbol);
            if list.iter().enumerate().any(is_repeated) {
                continue;
            }
            places.insert(node, lists.len() as u32);
            lists.push(list);
        }
        let pairs = Pairs::find(factors.len() as Symbol, lists);
        Products {
            pairs,
            places,
            factors,
        }
    }

    /// What to multiply for a short product.
    pub(super) fn list(&self, node: Expr) -> Option<&List> {
        let place = *self.places.get(node)?;
        self.pairs.lists.get(place as usize)
    }

    /// How many symbols there are.
    pub(super) fn symbols(&self) -> usize {
        self.factors.len() + self.pairs.parts.len()
    }

    /// A symbol is a factor or the product of two symbols.
    pub(super) fn read(&self, symbol: Symbol) -> Result<&Factor, (Symbol, Symbol)> {
        match symbol.checked_sub(self.pairs.factors) {
            None => Ok(&self.factors[symbol as usize]),
            Some(part) => Err(self.pairs.parts[part as usize]),
        }
    }
}

/// The factors of a product that are not divisors, the constant ones last and without signs alone.
pub(super) fn factors_above(graph: &Graph, denominators: &Denominators, node: Expr) -> Vec<Factor> {
    let mut list = Vec::with_capacity(graph.operands(node).len());
    let mut constants = Constants::new();
    for &operand in graph.operands(node) {
        if graph.facts(operand).constant {
            if !graph.is_integer(operand, -1) {
                constants.push(operand);
            }
        } else if !divides(graph, denominators, node, operand) {
            list.push(Factor::Node(operand));
        }
    }
    if !constants.is_empty() {
        list.push(Factor::Constants(constants));
    }
    list
}

/// Whether a factor of a product is a negative power that becomes a division.
pub(super) fn divides(
    graph: &Graph,
    denominators: &Denominators,
    product: Expr,
    factor: Expr,
) -> bool {
    if graph.op(factor) != Op::Power {
        return false;
    }
    let (base, exponent) = graph.split_exponent(factor);
    let negative = exponent.is_integer() && num_traits::Signed::is_negative(&exponent);
    negative && !graph.facts(factor).constant && !denominators.is_shared_at(product, base)
}
