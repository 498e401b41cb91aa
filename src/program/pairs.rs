//! Which factors of many products to multiply first, so that common parts are computed once.
//!
//! Greedy: the pair that stands together in most products becomes one factor in all of them, again
//! and again. For `a*b*c*d` and its four partial derivatives that finds `a*b` and `c*d`.

use hashbrown::HashMap;
use smallvec::SmallVec;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Longer products are not searched for pairs.
pub(super) const MOST_FACTORS: usize = 12;

/// A factor, or the product of two earlier ones.
pub(super) type Symbol = u32;

/// What to multiply for a product.
pub(super) type List = SmallVec<[Symbol; 4]>;

/// The products as lists of symbols.
pub(super) struct Pairs {
    /// For each symbol beyond the factors the two that it is the product of.
    pub parts: Vec<(Symbol, Symbol)>,
    /// Number of symbols that are factors.
    pub factors: u32,
    /// What is left of each product.
    pub lists: Vec<List>,
}

impl Pairs {
    /// Finds the common pairs of `lists` over the factors `0..factors`, each at most once in a list.
    pub(super) fn find(factors: u32, lists: Vec<List>) -> Self {
        let mut search = Search {
            holders: HashMap::new(),
            heap: BinaryHeap::new(),
        };
        for (place, list) in lists.iter().enumerate() {
            for (position, &first) in list.iter().enumerate() {
                for &second in &list[position + 1..] {
                    search.hold(first, second, place as u32);
                }
            }
        }
        search.heap = search
            .holders
            .iter()
            .filter(|(_, holders)| holders.len() > 1)
            .map(|(&pair, holders)| (holders.len(), Reverse(pair)))
            .collect();
        let mut pairs = Pairs {
            parts: Vec::new(),
            factors,
            lists,
        };
        while let Some((count, Reverse(pair))) = search.heap.pop() {
            let Some(holders) = search.holders.get(&pair) else {
                continue;
            };
            let lists = &pairs.lists;
            let holds = |&&place: &&u32| {
                [pair.0, pair.1]
                    .iter()
                    .all(|own| lists[place as usize].contains(own))
            };
            let holders: Holders = holders.iter().filter(holds).copied().collect();
            if holders.len() < 2 {
                continue;
            }
            if holders.len() < count {
                // Others have taken some of its products: wait for its turn.
                search.heap.push((holders.len(), Reverse(pair)));
                search.holders.insert(pair, holders);
                continue;
            }
            pairs.merge(pair, &holders, &mut search);
        }
        pairs
    }

    fn merge(&mut self, pair: (Symbol, Symbol), holders: &[u32], search: &mut Search) {
        let symbol = self.factors + self.parts.len() as u32;
        self.parts.push(pair);
        search.holders.remove(&pair);
        let mut others = Vec::new();
        for &place in holders {
            let list = &mut self.lists[place as usize];
            list.retain(|&mut own| own != pair.0 && own != pair.1);
            for &other in list.iter() {
                search.hold(other, symbol, place);
                others.push(other);
            }
            list.push(symbol);
        }
        others.sort_unstable();
        others.dedup();
        for other in others {
            let key = ordered(other, symbol);
            let count = search.holders.get(&key).map_or(0, SmallVec::len);
            if count > 1 {
                search.heap.push((count, Reverse(key)));
            }
        }
    }
}

/// Places of products, of one mostly.
type Holders = SmallVec<[u32; 2]>;

struct Search {
    /// The products that a pair stood in when it was last looked at.
    holders: HashMap<(Symbol, Symbol), Holders>,
    heap: BinaryHeap<(usize, Reverse<(Symbol, Symbol)>)>,
}

impl Search {
    fn hold(&mut self, first: Symbol, second: Symbol, place: u32) {
        self.holders
            .entry(ordered(first, second))
            .or_default()
            .push(place);
    }
}

fn ordered(first: Symbol, second: Symbol) -> (Symbol, Symbol) {
    if first < second {
        (first, second)
    } else {
        (second, first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smallvec::smallvec;

    #[test]
    fn a_product_and_its_partials_share_two_pairs() {
        let lists = vec![
            smallvec![0, 1, 2, 3],
            smallvec![0, 1, 2],
            smallvec![0, 1, 3],
            smallvec![0, 2, 3],
            smallvec![1, 2, 3],
        ];
        let pairs = Pairs::find(4, lists);
        let left: usize = pairs.lists.iter().map(|list| list.len() - 1).sum();
        assert_eq!(pairs.parts.len() + left, 7);
    }

    #[test]
    fn nothing_in_common_stays_as_it_is() {
        let lists = vec![smallvec![0, 1], smallvec![2, 3, 4]];
        let pairs = Pairs::find(5, lists.clone());
        assert!(pairs.parts.is_empty());
        assert_eq!(pairs.lists, lists);
    }
}
