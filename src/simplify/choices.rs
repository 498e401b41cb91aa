//! Choices by one condition joined, and choices whose condition is known inside them.
//!
//! Nothing of a branch not taken counts, so nothing is lost with it.

use super::Rewriter;
use super::pattern::is_proved;
use crate::functions::{self, Extremum, Kernel};
use crate::graph::{Expr, Graph, Op, Uses};
use num_traits::Signed;

/// Longer sums and products are not searched for choices.
const MOST_PARTS: usize = 64;

impl Rewriter<'_> {
    /// A choice that is settled, or settles one inside it.
    pub(super) fn settled_choice(&mut self, choice: Expr) -> Option<Expr> {
        let operands = self.graph.operands_of(choice);
        let [condition, met, otherwise] = operands[..] else {
            return None;
        };
        if is_proved(self.graph, condition) {
            let known = self.forget("a condition that holds", condition, met, choice);
            return known.then_some(met);
        }
        if met == otherwise {
            return self.drop_definition("if(c, u, u) = u", choice, met);
        }
        if self.graph.op(condition) == Op::Not {
            let condition = self.graph.operands(condition)[0];
            return Some(self.graph.select(condition, otherwise, met));
        }
        if let Some(product) = self.clipped(condition, met, otherwise) {
            return Some(product);
        }
        let branch = |branch: Expr, place: usize| {
            let inner = self.graph.operands(branch);
            match self.graph.op(branch) == Op::Select && inner[0] == condition {
                true => inner[place],
                false => branch,
            }
        };
        let (inner_met, inner_otherwise) = (branch(met, 1), branch(otherwise, 2));
        if (inner_met, inner_otherwise) == (met, otherwise) {
            return None;
        }
        Some(self.graph.select(condition, inner_met, inner_otherwise))
    }

    /// `if(t > 0, k*max(t, 0), 0)` as `k*max(t, 0)`, which is 0 by itself where t is not positive; the other side may be
    /// any value that vanishes there for the same reason.
    fn clipped(&self, condition: Expr, met: Expr, otherwise: Expr) -> Option<Expr> {
        let graph = &*self.graph;
        let ends = graph.operands(condition);
        if graph.op(condition) != Op::Less || !graph.is_zero(ends[0]) || !graph.facts(met).total {
            return None;
        }
        let vanishes = |side: Expr| {
            graph.is_zero(side)
                || factors(graph, side)
                    .iter()
                    .any(|&own| is_clip(graph, own, ends[1]))
        };
        let below = graph.operands(otherwise);
        let chosen = graph.op(otherwise) == Op::Select
            && graph.op(below[0]) == Op::Less
            && graph.operands(below[0]) == [ends[1], ends[0]]
            && vanishes(below[1])
            && vanishes(below[2]);
        let met_vanishes = factors(graph, met)
            .iter()
            .any(|&own| is_clip(graph, own, ends[1]));
        (met_vanishes && (vanishes(otherwise) || chosen)).then_some(met)
    }

    /// `if(c, a, b) + if(c, d, e)` as `if(c, a + d, b + e)`, and likewise a product, where nothing else uses the
    /// choices.
    pub(super) fn join_choices(&mut self, node: Expr, uses: &Uses) -> Option<Expr> {
        let operands = self.graph.operands_of(node);
        if operands.len() > MOST_PARTS {
            return None;
        }
        let joins = |graph: &crate::graph::Graph, operand: Expr| {
            graph.op(operand) == Op::Select && uses.count(operand) <= 1
        };
        for (place, &first) in operands.iter().enumerate() {
            if !joins(self.graph, first) {
                continue;
            }
            let condition = self.graph.operands(first)[0];
            let (mut met, mut otherwise, mut others) = (Vec::new(), Vec::new(), Vec::new());
            for &operand in &operands[place..] {
                let inner = self.graph.operands(operand);
                match joins(self.graph, operand) && inner[0] == condition {
                    true => {
                        met.push(inner[1]);
                        otherwise.push(inner[2]);
                    }
                    false => others.push(operand),
                }
            }
            if met.len() < 2 {
                continue;
            }
            others.extend_from_slice(&operands[..place]);
            let is_sum = self.graph.op(node) == Op::Sum;
            let mut combine = |list: &[Expr]| match is_sum {
                true => self.graph.sum(list),
                false => self.graph.product(list),
            };
            let (met, otherwise) = (combine(&met), combine(&otherwise));
            let joined = self.graph.select(condition, met, otherwise);
            others.push(joined);
            return Some(match is_sum {
                true => self.graph.sum(&others),
                false => self.graph.product(&others),
            });
        }
        None
    }
}

/// The factors of a product, or the value itself.
fn factors(graph: &Graph, expr: Expr) -> Vec<Expr> {
    match graph.op(expr) {
        Op::Product => graph.operands(expr).to_vec(),
        _ => vec![expr],
    }
}

/// Whether a factor is the larger of 0 and `of`, or a positive whole power of it.
fn is_clip(graph: &Graph, factor: Expr, of: Expr) -> bool {
    let (base, exponent) = graph.split_exponent(factor);
    let operands = graph.operands(base);
    let Op::Call(id) = graph.op(base) else {
        return false;
    };
    let row = functions::row(id);
    let is_larger = matches!(row.kernel, Kernel::Extremum(Extremum::Maximum))
        && operands.len() == 2
        && operands.contains(&of)
        && operands.iter().any(|&own| graph.is_zero(own));
    let is_relu = row.name == "relu" && operands == [of];
    exponent.is_integer() && exponent.is_positive() && (is_larger || is_relu)
}
