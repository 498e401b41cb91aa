//! Simplification: rewriting that keeps the value, and the domain too unless the ledger says so.
//!
//! Passes run over all roots together, so that what a function and its derivatives share stays
//! shared. The work is bounded, and the result is never costlier than the input. This room knows no
//! derivatives and no programs.

mod choices;
mod collect;
mod common;
mod cost;
mod domain;
mod factor;
mod flatten;
mod fractions;
mod identities;
mod ledger;
mod order;
mod pattern;
mod polynomial;
mod powers;
mod roots;
mod shaped;
mod squares;
mod stable;

pub use collect::collect;
pub use cost::cost;
pub use domain::domain_conditions;
pub use ledger::strongest;
pub use pattern::is_proved;

use crate::graph::{Expr, Graph, Lengths, NodeMap, Op, Uses};
use crate::interrupt::Interrupt;
use crate::limits;
use crate::trace::LedgerRow;
use ledger::Ledger;

/// Bounds on the work.
///
/// ```
/// use symdiff::{Function, SimplifyOptions};
///
/// let careful = SimplifyOptions { conditional: false, ..SimplifyOptions::default() };
/// let f = Function::parse("exp(ln(x))")?;
/// assert_eq!(f.simplify_with(&careful)?.to_string(), "f = exp(ln(x))");
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default)
)]
pub struct Options {
    /// Rewriting steps in all.
    pub steps: usize,
    /// Passes over the graph.
    pub passes: usize,
    /// Whether rules with a condition may be used; each use writes a row of the ledger.
    pub conditional: bool,
    /// Stops the rewriting; what was reached by then is the result.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub interrupt: Interrupt,
}

/// What only makes formulas read better is left out in larger graphs: nobody reads them.
const MOST_READ: usize = 500_000;

/// So many steps are made before somebody looks whether they are still wanted.
const STEPS_BETWEEN_LOOKS: usize = 1024;

impl Default for Options {
    fn default() -> Self {
        Options {
            steps: limits::STEPS.default,
            passes: 4,
            conditional: true,
            interrupt: Interrupt::default(),
        }
    }
}

/// Simplified roots, in the order given.
#[derive(Clone, Debug)]
pub struct Simplified {
    /// The new roots.
    pub roots: Vec<Expr>,
    /// The conditions that were used.
    pub ledger: Vec<LedgerRow>,
    /// Whether the steps were used up.
    pub is_cut_short: bool,
}

/// Simplifies `roots` together.
pub fn simplify(graph: &mut Graph, roots: &[Expr], options: &Options) -> Simplified {
    let roots = &stable::stabilized(graph, roots)[..];
    let mut rewriter = Rewriter::new(graph, options);
    let mut best = order::contractions(rewriter.graph, roots);
    let mut best_ledger = Ledger::default();
    let is_large = rewriter.graph.len() > MOST_READ;
    // What a pass walks over and what its result is measured by is one and the same count.
    let mut uses = rewriter.graph.uses(&best);
    let mut best_cost = cost::of_counted(rewriter.graph, &uses);
    let mut best_nodes = uses.order.len();
    // The second round looks for common factors inside shared products too: sums read better so, but
    // may cost more, and then the first round's result stands.
    for through_shared in [false, true] {
        if through_shared && (!rewriter.has_nested_factors || is_large) {
            break;
        }
        rewriter.through_shared = through_shared;
        rewriter.settled.clear();
        rewriter.ledger = best_ledger.clone();
        let mut current = best.clone();
        if through_shared {
            uses = rewriter.graph.uses(&current);
        }
        for _ in 0..options.passes {
            let next = rewriter.pass(&current, &uses);
            if next == current {
                break;
            }
            uses = rewriter.graph.uses(&next);
            let next_cost = cost::of_counted(rewriter.graph, &uses);
            if next_cost <= best_cost {
                best_cost = next_cost;
                best_nodes = uses.order.len();
                best.clone_from(&next);
                best_ledger = rewriter.ledger.clone();
            }
            current = next;
            if rewriter.steps == 0 {
                break;
            }
        }
    }
    if best_nodes <= polynomial::MOST_NODES {
        let expanded = polynomial::expand(rewriter.graph, &best);
        if expanded != best && cost(rewriter.graph, &expanded) < best_cost {
            best = expanded;
        }
    }
    let ordered = order::contractions(rewriter.graph, &best);
    if ordered != best && cost(rewriter.graph, &ordered) < cost(rewriter.graph, &best) {
        best = ordered;
    }
    let ledger = best_ledger.close(rewriter.graph, &best);
    Simplified {
        roots: best,
        ledger,
        is_cut_short: rewriter.steps == 0,
    }
}

/// One run of the simplifier.
pub(in crate::simplify) struct Rewriter<'a> {
    graph: &'a mut Graph,
    options: &'a Options,
    steps: usize,
    /// Nodes that a pass has left as they are: no need to look at them again.
    settled: Marks,
    /// Whether common factors are looked for inside shared products too.
    through_shared: bool,
    /// Whether a sum was met whose terms have shared products as factors.
    has_nested_factors: bool,
    ledger: Ledger,
    /// The node of this pass that is being rewritten.
    origin: Option<Expr>,
    /// Whether the forms are for people alone: parts that are used elsewhere too are written out.
    for_people: bool,
    /// Lengths in print: a form is compared with several others.
    lengths: Lengths,
}

impl<'a> Rewriter<'a> {
    fn new(graph: &'a mut Graph, options: &'a Options) -> Self {
        Rewriter {
            graph,
            options,
            steps: options.steps,
            settled: Marks::default(),
            through_shared: false,
            has_nested_factors: false,
            ledger: Ledger::default(),
            origin: None,
            for_people: false,
            lengths: Lengths::default(),
        }
    }
}

/// A set of nodes, most of them.
#[derive(Default)]
pub(in crate::simplify) struct Marks(Vec<bool>);

impl Marks {
    fn holds(&self, node: Expr) -> bool {
        self.0.get(node.index()).copied().unwrap_or(false)
    }

    fn insert(&mut self, node: Expr) {
        if self.0.len() <= node.index() {
            self.0.resize(node.index() + 1, false);
        }
        self.0[node.index()] = true;
    }

    fn clear(&mut self) {
        self.0.clear();
    }
}

impl Rewriter<'_> {
    /// Rebuilds every node from its rewritten operands, operands first.
    fn pass(&mut self, roots: &[Expr], uses: &Uses) -> Vec<Expr> {
        let mut images = NodeMap::for_nodes(&uses.order);
        for &node in &uses.order {
            let unchanged = self
                .graph
                .operands(node)
                .iter()
                .all(|operand| images[*operand] == *operand);
            let image = if unchanged && self.settled.holds(node) {
                node
            } else {
                let operands = flatten::operands(self.graph, node, uses, &images);
                let rebuilt = self.graph.rebuild(node, &operands);
                self.rewrite(rebuilt, node, uses)
            };
            if image == node {
                self.settled.insert(node);
            }
            images.insert(node, image);
        }
        self.ledger.end_pass(self.graph, &uses.order, roots);
        roots.iter().map(|&root| images[root]).collect()
    }

    /// Applies the local rules to a node until none fits.
    fn rewrite(&mut self, mut node: Expr, original: Expr, uses: &Uses) -> Expr {
        self.origin = Some(original);
        // A chain of local rewritings is short; the bound is for rules that would undo each other.
        for _ in 0..16 {
            if self.steps == 0 {
                return node;
            }
            self.steps -= 1;
            if self.steps.is_multiple_of(STEPS_BETWEEN_LOOKS) && self.options.interrupt.is_raised()
            {
                self.steps = 0;
            }
            let next = match self.graph.op(node) {
                Op::Product => {
                    let product = self.join_powers(node);
                    let product = product.or_else(|| self.join_choices(node, uses));
                    let product = product.or_else(|| self.inverse_of_adjugate(node));
                    product.or_else(|| self.join_roots(node))
                }
                Op::Power => {
                    let alone = uses.count(original) <= 1
                        && self
                            .graph
                            .operands(original)
                            .first()
                            .is_none_or(|&base| uses.count(base) <= 1);
                    let power = self.zeroth_power(node);
                    let power = power.or_else(|| self.coefficient_out_of_power(node, alone));
                    let power = power.or_else(|| match alone {
                        true => self.constants_out_of_power(node),
                        false => None,
                    });
                    let power = power.or_else(|| self.root_of_number(node));
                    let power = power.or_else(|| self.turn_quotient(node, alone));
                    let power = power.or_else(|| self.apply_identities(node, uses));
                    power.or_else(|| self.power_of_power(node))
                }
                Op::Sum => {
                    let whole = node != original || uses.count(original) > 0;
                    let joined = self.join_choices(node, uses);
                    let joined = joined.or_else(|| self.square_of_sum(node));
                    if joined.is_some() {
                        joined
                    } else if whole {
                        self.has_nested_factors |= factor::has_nested(self.graph, node);
                        factor::factor(self.graph, node, uses, self.through_shared)
                    } else {
                        None
                    }
                }
                Op::Inverse
                | Op::Adjugate(_)
                | Op::Determinant
                | Op::LogDeterminant
                | Op::Contract(_) => self.matrix_identity(node),
                Op::Call(id) => {
                    let call = self.move_sign_out(node, id);
                    let call = call.or_else(|| self.logarithm_of_determinant(id, node));
                    let call = call.or_else(|| self.root_of_number(node));
                    let call = call.or_else(|| self.apply_identities(node, uses));
                    call.or_else(|| self.power_of_power(node))
                }
                Op::Select => self.settled_choice(node),
                _ => None,
            };
            let shape = self.graph.shape(node);
            // Of powers and calls they were tried above.
            let next = next.or_else(|| match self.graph.op(node) {
                Op::Power | Op::Call(_) => None,
                _ => self.apply_identities(node, uses),
            });
            match next {
                // A rule may give one number for all entries.
                Some(next) if next != node => node = self.graph.fill(next, shape),
                _ => return node,
            }
        }
        node
    }

    /// Writes a row of the ledger unless the condition is known to hold. False: the rule must not be
    /// used.
    fn assume(&mut self, rule: &'static str, condition: Expr, place: Expr) -> bool {
        if is_proved(self.graph, condition) {
            return true;
        }
        if !self.options.conditional || self.graph.op(condition) == Op::Truth(false) {
            return false;
        }
        let row = LedgerRow {
            rule,
            condition,
            place,
        };
        self.ledger.push(row, self.origin.unwrap_or(place));
        true
    }
}
