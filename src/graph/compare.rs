//! How conditions read: comparisons with a number on the right, equations.
//!
//! Must not know any notation. Invariant: a condition reads as one that is met at the same points, NaN included.

use super::present::Presenter;
use super::reading::{Reading, Relation};
use super::{Expr, Op};

impl<'a> Presenter<'a> {
    pub(super) fn read_condition(&self, expr: Expr) -> Reading<'a> {
        let operands = self.graph.operands(expr);
        if let Some((relation, left, right)) = self.relation(expr) {
            return Reading::Relation(relation, left, right);
        }
        match self.graph.op(expr) {
            Op::And => Reading::And(operands[0], operands[1]),
            Op::Or => Reading::Or(operands[0], operands[1]),
            // `!(a <= b)` is not `a > b`: where one is not a number, no comparison holds.
            _ => match self.relation(operands[0]) {
                Some((Relation::Equal, left, right)) => {
                    Reading::Relation(Relation::NotEqual, left, right)
                }
                _ => Reading::Not(operands[0]),
            },
        }
    }

    /// The condition as one comparison, with a number on the right.
    fn relation(&self, expr: Expr) -> Option<(Relation, Expr, Expr)> {
        let operands = self.graph.operands(expr);
        let (relation, left, right) = match self.graph.op(expr) {
            Op::Less => (Relation::Less, operands[0], operands[1]),
            Op::LessEqual => (Relation::LessEqual, operands[0], operands[1]),
            Op::Equal => {
                let mut sides = [operands[0], operands[1]];
                sides.sort_by_key(|&side| self.place(side));
                (Relation::Equal, sides[0], sides[1])
            }
            Op::Or if self.equations => self.both_ways(operands, Op::Less, Relation::NotEqual)?,
            Op::And if self.equations => {
                self.both_ways(operands, Op::LessEqual, Relation::Equal)?
            }
            _ => return None,
        };
        let is_number = |expr| self.graph.as_number(expr).is_some();
        Some(if is_number(left) && !is_number(right) {
            (relation.mirrored(), right, left)
        } else {
            (relation, left, right)
        })
    }

    /// Two comparisons of the same values, one each way.
    fn both_ways(
        &self,
        conditions: &[Expr],
        op: Op,
        relation: Relation,
    ) -> Option<(Relation, Expr, Expr)> {
        let graph = self.graph;
        if conditions
            .iter()
            .any(|&condition| graph.op(condition) != op)
        {
            return None;
        }
        let (first, second) = (graph.operands(conditions[0]), graph.operands(conditions[1]));
        (first[0] == second[1] && first[1] == second[0]).then(|| (relation, first[0], first[1]))
    }
}
