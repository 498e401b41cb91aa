//! Choices by one condition joined, and choices whose condition is known inside them.
//!
//! Nothing of a branch not taken counts, so nothing is lost with it.

use super::Rewriter;
use super::pattern::is_proved;
use crate::graph::{Expr, Op, Uses};

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
