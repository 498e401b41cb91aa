//! The rows of the ledger while formulas are rewritten, and which of them still say something at the end.
//!
//! `x*ln(x)/x` is `ln(x)` where x is not 0, and `ln(x)` is defined nowhere else: the condition is left out.
//! Invariant: a row is left out only if each result that it speaks of demands its condition.

use super::domain::{Demand, implies};
use crate::functions;
use crate::graph::{Expr, Graph, NodeMap, Op};
use crate::resolve::rule;
use crate::trace::LedgerRow;
use hashbrown::HashSet;
use indexmap::IndexMap;

/// Looking at rows takes time in proportion to the graph: so many nodes are looked at in all.
const MOST_VISITED: usize = 2_000_000;

/// More rows are not compared with each other.
const MOST_COMPARED: usize = 1_000;

/// A row by its rule and condition, and what it speaks of.
type Rows<About> = IndexMap<(&'static str, Expr), (LedgerRow, About)>;

/// The results that a row speaks of, by their places; None: any.
type Places = Option<Vec<bool>>;

/// The rows so far.
#[derive(Clone, Default)]
pub(super) struct Ledger {
    rows: Rows<Places>,
    /// Those of the pass that is under way, with the nodes of it that they speak of.
    new: Rows<HashSet<Expr>>,
}

impl Ledger {
    /// Adds a row about a node of the pass.
    pub(super) fn push(&mut self, row: LedgerRow, node: Expr) {
        let key = (row.rule, row.condition);
        let entry = self.new.entry(key).or_insert_with(|| (row, HashSet::new()));
        entry.1.insert(node);
    }

    /// How many rows the pass has.
    pub(super) fn mark(&self) -> usize {
        self.new.len()
    }

    /// Forgets the rows after a mark.
    pub(super) fn forget(&mut self, mark: usize) {
        self.new.truncate(mark);
    }

    /// Finds out which results the rows of a pass over `order` speak of.
    pub(super) fn end_pass(&mut self, graph: &Graph, order: &[Expr], roots: &[Expr]) {
        let mut budget = MOST_VISITED;
        for (key, (row, nodes)) in std::mem::take(&mut self.new) {
            let places = budget.checked_sub(order.len()).map(|rest| {
                budget = rest;
                containing(graph, order, roots, &nodes)
            });
            let Some((_, own)) = self.rows.get_mut(&key) else {
                self.rows.insert(key, (row, places));
                continue;
            };
            *own = own.take().zip(places).map(|(left, right)| {
                let both = left.into_iter().zip(right);
                both.map(|(left, right)| left || right).collect()
            });
        }
    }

    /// The rows whose conditions the results do not demand anyway.
    pub(super) fn close(self, graph: &mut Graph, roots: &[Expr]) -> Vec<LedgerRow> {
        if self.rows.is_empty() {
            return Vec::new();
        }
        let order = graph.reachable(roots);
        let demands = demands(graph, &order);
        let mut budget = MOST_VISITED;
        let mut rows = Vec::new();
        for (row, places) in self.rows.into_values() {
            let demanded = budget.checked_sub(order.len()).is_some_and(|rest| {
                budget = rest;
                let demanding = demanding(graph, &order, &demands, row.condition);
                let counts = |place: usize| places.as_ref().is_none_or(|places| places[place]);
                let mut roots = roots.iter().enumerate();
                roots.all(|(place, &root)| !counts(place) || demanding[root])
            });
            if !demanded {
                rows.push(row);
            }
        }
        rows.sort_by_key(|row| (row.rule, row.condition, row.place));
        strongest(graph, rows)
    }
}

/// The rows without those whose condition another row implies.
pub fn strongest(graph: &Graph, rows: Vec<LedgerRow>) -> Vec<LedgerRow> {
    let mut kept: Vec<LedgerRow> = Vec::new();
    if rows.len() > MOST_COMPARED {
        return rows;
    }
    for row in rows {
        let implied = |known: &LedgerRow| implies(graph, known.condition, row.condition);
        if !kept.iter().any(implied) {
            kept.retain(|known| !implies(graph, row.condition, known.condition));
            kept.push(row);
        }
    }
    kept
}

/// Which roots need one of the nodes.
fn containing(graph: &Graph, order: &[Expr], roots: &[Expr], nodes: &HashSet<Expr>) -> Vec<bool> {
    let mut contains: NodeMap<bool> = NodeMap::for_nodes(order);
    for &node in order {
        let inside = graph
            .operands(node)
            .iter()
            .any(|&operand| contains[operand]);
        contains.insert(node, inside || nodes.contains(&node));
    }
    roots.iter().map(|&root| contains[root]).collect()
}

/// What nodes demand themselves.
fn demands(graph: &mut Graph, order: &[Expr]) -> NodeMap<Vec<Expr>> {
    let mut demands = NodeMap::for_nodes(order);
    for &node in order {
        if graph.facts(node).total {
            continue;
        }
        let conditions = match (Demand::of(graph, node), graph.op(node)) {
            (Some((argument, demand)), _) => demand.conditions(graph, argument),
            (None, Op::Call(id)) if !functions::row(id).domain.is_empty() => {
                let row = functions::row(id);
                let operands = graph.operands_of(node);
                vec![rule(&[row.domain], row.parameters).apply(graph, 0, &operands)]
            }
            _ => continue,
        };
        demands.insert(node, conditions);
    }
    demands
}

/// For each node whether it is undefined wherever a condition is not met.
fn demanding(
    graph: &Graph,
    order: &[Expr],
    demands: &NodeMap<Vec<Expr>>,
    condition: Expr,
) -> NodeMap<bool> {
    let mut demanding: NodeMap<bool> = NodeMap::for_nodes(order);
    for &node in order {
        let operands = graph.operands(node);
        let inside = match graph.op(node) {
            // The value of a condition is one even where what it compares is undefined.
            Op::Select => demanding[operands[1]] && demanding[operands[2]],
            Op::Less | Op::LessEqual | Op::And | Op::Or | Op::Not => false,
            _ => operands.iter().any(|&operand| demanding[operand]),
        };
        let own = || {
            let mut own = demands.get(node).into_iter().flatten();
            own.any(|&own| implies(graph, own, condition))
        };
        demanding.insert(node, inside || own());
    }
    demanding
}
