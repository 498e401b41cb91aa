//! The factors of the products of a graph, with what several products have in common.

use super::pairs::{self, Pairs, Symbol};
use crate::graph::{Denominators, Expr, Graph, Op};
use hashbrown::HashMap;
use smallvec::SmallVec;

/// A factor above the line of a product.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Factor {
    /// Something that varies.
    Node(Expr),
    /// All constant factors together.
    Constants(SmallVec<[Expr; 2]>),
}

/// The factors above the line of all short products.
pub(super) struct Products {
    pairs: Pairs,
    places: HashMap<Expr, usize>,
    factors: Vec<Factor>,
}

impl Products {
    /// Looks at the products among the nodes `order`.
    pub(super) fn find(graph: &Graph, order: &[Expr], denominators: &Denominators) -> Self {
        let mut symbols: HashMap<Factor, Symbol> = HashMap::new();
        let (mut factors, mut places, mut lists) = (Vec::new(), HashMap::new(), Vec::new());
        for &node in order {
            let count = graph.operands(node).len();
            if graph.op(node) != Op::Product || count > pairs::MOST_FACTORS {
                continue;
            }
            let list: Vec<Symbol> = factors_above(graph, denominators, node)
                .into_iter()
                .map(|factor| {
                    *symbols.entry(factor.clone()).or_insert_with(|| {
                        factors.push(factor);
                        factors.len() as Symbol - 1
                    })
                })
                .collect();
            // A factor stands twice where its powers must not be joined: no pair is taken out of those.
            let is_repeated = |(place, symbol): (usize, &Symbol)| list[..place].contains(symbol);
            if list.iter().enumerate().any(is_repeated) {
                continue;
            }
            places.insert(node, lists.len());
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
    pub(super) fn list(&self, node: Expr) -> Option<&[Symbol]> {
        self.places
            .get(&node)
            .map(|&place| &self.pairs.lists[place][..])
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
    let mut constants = SmallVec::new();
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
    let (base, exponent) = graph.split_exponent(factor);
    let negative = exponent.is_integer() && num_traits::Signed::is_negative(&exponent);
    negative && !graph.facts(factor).constant && !denominators.is_shared_at(product, base)
}
