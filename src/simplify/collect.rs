//! Like terms of nested sums, collected for readers: `y*(x + (x + y))` is read as `y*(2*x + y)`.
//!
//! A sum that is used in several places stays a node of its own while formulas are simplified, because it is
//! computed once. On paper it is written out wherever it stands, and there its terms may meet their like. Invariant:
//! no sum gets more terms, no product more factors, and where something vanishes that is not defined everywhere the
//! ledger says so.

use super::common::{Search, common_operand};
use super::fractions::divides;
use super::ledger::Ledger;
use super::{MOST_READ, Options, Rewriter, Simplified};
use crate::graph::{Expr, Graph, NodeMap, Op};
use hashbrown::HashSet;
use smallvec::SmallVec;

/// Sums and products with more operands are left as they are.
const MOST_OPERANDS: usize = 64;

/// Longer products, with those inside them, are not opened.
const MOST_OPENED: usize = 16;

/// What is longer in print is not compared.
pub(super) const MOST_CHARACTERS: usize = 300;

/// Rewritings of one node.
const MOST_STEPS: usize = 16;

/// The same values, with like terms and equal factors of nested sums and products collected where that makes
/// them no longer. Nodes of `whole` stay whole where others use them: they have names of their own.
pub fn collect(graph: &mut Graph, roots: &[Expr], whole: &[Expr], options: &Options) -> Simplified {
    let order = graph.reachable(roots);
    if order.len() > MOST_READ {
        return Simplified {
            roots: roots.to_vec(),
            ledger: Vec::new(),
            is_cut_short: false,
        };
    }
    let whole: HashSet<Expr> = whole.iter().copied().collect();
    let mut kept = HashSet::new();
    let mut images: NodeMap<Expr> = NodeMap::for_nodes(&order);
    let mut rewriter = Rewriter::new(graph, options);
    rewriter.for_people = true;
    for &node in &order {
        let graph = &mut rewriter.graph;
        let mut image = graph.rebuild_from(node, &images);
        rewriter.origin = Some(node);
        for _ in 0..MOST_STEPS {
            match rewriter.tidy(image, image != node, &kept) {
                Some(next) if next != image => image = next,
                _ => break,
            }
        }
        if whole.contains(&node) {
            kept.insert(image);
        }
        images.insert(node, image);
    }
    let mut ledger: Ledger = std::mem::take(&mut rewriter.ledger);
    ledger.end_pass(graph, &order, roots);
    let roots: Vec<Expr> = roots.iter().map(|&root| images[root]).collect();
    let ledger = ledger.close(graph, &roots);
    Simplified {
        roots,
        ledger,
        is_cut_short: false,
    }
}

impl Rewriter<'_> {
    /// One step towards what reads well.
    fn tidy(&mut self, node: Expr, is_new: bool, kept: &HashSet<Expr>) -> Option<Expr> {
        match self.graph.op(node) {
            Op::Sum => {
                let merged = self.merge_one(node, kept);
                let merged = merged.or_else(|| self.over_one_denominator(node));
                merged.or_else(|| self.take_out(node, kept))
            }
            Op::Product => {
                let merged = self.merge_one(node, kept);
                let merged = merged.or_else(|| match is_new {
                    true => self.join_powers(node),
                    false => None,
                });
                let merged = merged.or_else(|| self.cancel_nested(node, kept));
                merged.or_else(|| self.join_roots(node))
            }
            Op::Power => {
                let power = self.constants_out_of_power(node);
                power.or_else(|| self.power_of_power(node))
            }
            _ => None,
        }
    }

    /// A sum of contractions with what they have in common taken out, whether it is used elsewhere or not.
    fn take_out(&mut self, sum: Expr, kept: &HashSet<Expr>) -> Option<Expr> {
        if self.graph.shape(sum).is_scalar() {
            return None;
        }
        let terms: Vec<Expr> = self.graph.operands(sum).to_vec();
        let search = Search {
            opens: &|_, node| !kept.contains(&node),
            diagonals: true,
        };
        let list = common_operand(self.graph, &terms, &search)?;
        Some(self.graph.sum(&list))
    }

    /// Characters of a node in print, at most as many as are compared.
    pub(super) fn printed(&mut self, node: Expr) -> usize {
        self.lengths.of(self.graph, node, MOST_CHARACTERS)
    }

    /// A product with all products inside it opened, where factors cancel and what is printed gets shorter.
    fn cancel_nested(&mut self, product: Expr, kept: &HashSet<Expr>) -> Option<Expr> {
        let is_product = |&factor: &Expr| self.graph.op(factor) == Op::Product;
        let nested = self.graph.operands(product).iter().any(is_product);
        if !nested || !divides(self.graph, product, 2) {
            return None;
        }
        let mut open = self.graph.operands(product).to_vec();
        let mut list = Vec::with_capacity(open.len());
        let mut bases = HashSet::new();
        let mut meets = false;
        while let Some(factor) = open.pop() {
            let inner = self.graph.operands(factor);
            let opens = self.graph.op(factor) == Op::Product && !kept.contains(&factor);
            if list.len() + open.len() + inner.len() > MOST_OPENED {
                return None;
            }
            if opens {
                open.extend_from_slice(inner);
                continue;
            }
            let (base, _) = self.graph.split_power(factor);
            meets |= self.graph.as_number(base).is_none() && !bases.insert(base);
            list.push(factor);
        }
        if !meets || list.len() == self.graph.operands(product).len() {
            return None;
        }
        let rows = self.ledger.mark();
        let opened = self.graph.product(&list);
        let joined = match self.graph.op(opened) {
            Op::Product => self.join_powers(opened).unwrap_or(opened),
            _ => opened,
        };
        let same_shape = self.graph.shape(joined) == self.graph.shape(product);
        if same_shape && self.printed(joined) < self.printed(product) {
            return Some(joined);
        }
        self.ledger.forget(rows);
        None
    }

    /// A sum or product with one of its nested ones merged, if the result is no longer.
    fn merge_one(&mut self, node: Expr, kept: &HashSet<Expr>) -> Option<Expr> {
        let op = self.graph.op(node);
        let operands: Vec<Expr> = self.graph.operands(node).to_vec();
        if operands.len() > MOST_OPERANDS {
            return None;
        }
        for (place, &operand) in operands.iter().enumerate() {
            let inner = match kept.contains(&operand) {
                true => None,
                false => inner_operands(self.graph, op, operand),
            };
            let Some(inner) = inner else {
                continue;
            };
            let mut list = operands.clone();
            list.swap_remove(place);
            // To make a node only to see that it is longer is dear in a long chain of them.
            if !has_like(self.graph, op, &list, &inner) {
                continue;
            }
            list.extend(inner);
            let rows = self.ledger.mark();
            let mut merged = match op {
                Op::Sum => self.graph.sum(&list),
                _ => self.graph.product(&list),
            };
            if self.graph.op(merged) == Op::Product {
                merged = self.join_powers(merged).unwrap_or(merged);
            }
            let length = match self.graph.op(merged) {
                own if own == op => self.graph.operands(merged).len(),
                _ => 1,
            };
            if length <= operands.len() && self.graph.shape(merged) == self.graph.shape(node) {
                return Some(merged);
            }
            self.ledger.forget(rows);
        }
        None
    }
}

/// What like terms have in common, all but their coefficients, or what equal factors have, their base. Numbers have
/// nothing, and all of them are alike.
type Kind = SmallVec<[Expr; 4]>;

/// Whether an operand of one list may be joined with one of the other.
fn has_like(graph: &Graph, op: Op, own: &[Expr], others: &[Expr]) -> bool {
    let own: SmallVec<[Kind; 16]> = own.iter().map(|&own| kind(graph, op, own)).collect();
    let mut others = others.iter().map(|&other| kind(graph, op, other));
    others.any(|other| own.contains(&other))
}

fn kind(graph: &Graph, op: Op, operand: Expr) -> Kind {
    let inner = graph.operands(operand);
    let common = match (op, graph.op(operand)) {
        (_, Op::Number(_)) => &[],
        (Op::Product, _) => return SmallVec::from_slice(&[graph.split_power(operand).0]),
        (Op::Sum, Op::Product) if graph.as_number(inner[0]).is_some() => &inner[1..],
        (Op::Sum, Op::Product) => inner,
        _ => &[operand][..],
    };
    SmallVec::from_slice(common)
}

/// The terms of a nested sum or of a multiple of one, or the factors of a nested product.
fn inner_operands(graph: &mut Graph, op: Op, operand: Expr) -> Option<Vec<Expr>> {
    if op == Op::Product {
        let is_short = graph.operands(operand).len() <= MOST_OPERANDS;
        return (graph.op(operand) == Op::Product && is_short)
            .then(|| graph.operands(operand).to_vec());
    }
    let (coefficient, sum) = match (graph.op(operand), graph.operands(operand)) {
        (Op::Sum, _) => (None, operand),
        (Op::Product, &[number, sum]) if graph.as_number(number).is_some() => (Some(number), sum),
        _ => return None,
    };
    if graph.op(sum) != Op::Sum || graph.operands(sum).len() > MOST_OPERANDS {
        return None;
    }
    let terms = graph.operands(sum).to_vec();
    Some(match coefficient {
        None => terms,
        Some(number) => terms
            .into_iter()
            .map(|term| graph.product(&[number, term]))
            .collect(),
    })
}
