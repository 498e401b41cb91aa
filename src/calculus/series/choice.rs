//! Series of choices: which argument or branch counts around the point, and whether that can be told.

use super::form::Series;
use super::judge::{Judge, Sign, sign};
use super::{Expansion, Obstacle, Outcome, settled_series};
use crate::functions::{self, Extremum, FunctionId};
use crate::graph::{Expr, Graph};

impl Expansion {
    /// `if(x == 0, value, otherwise)` at 0: the otherwise, if it goes on to the value, as in `sin(x)/x` and 1. Where
    /// both sides of the equation are the same all around the point, the value itself.
    pub(super) fn filled_gap(
        &self,
        graph: &mut Graph,
        judge: &mut dyn Judge,
        operands: &[Expr],
    ) -> Outcome {
        let sides = graph.operands_of(operands[0]);
        let minus_one = graph.integer(-1);
        let opposite = Series::constant(graph, minus_one, self.top);
        let right = Series::product(graph, &opposite, &self.of(sides[1])?);
        let difference = Series::sum(graph, &[&self.of(sides[0])?, &right]);
        let difference = settled_series(graph, judge, difference)?;
        if difference.trimmed().forms.is_empty() {
            return self.of(operands[1]);
        }
        let around = self.of(operands[2])?;
        let (met, other) = (
            self.value(graph, operands[1])?,
            self.value(graph, operands[2])?,
        );
        let gap = graph.subtract(met, other);
        match sign(graph, judge, gap) {
            Sign::Zero => Ok(around),
            Sign::Undecided | Sign::Varies => Err(Obstacle::Undecided(gap)),
            Sign::Negative | Sign::Positive => Err(Obstacle::Kink {
                function: "if",
                at: "its condition changes",
            }),
        }
    }

    /// The argument that is ahead of all others at the point.
    pub(super) fn extremum(
        &self,
        graph: &mut Graph,
        judge: &mut dyn Judge,
        id: FunctionId,
        end: Extremum,
        operands: &[Expr],
    ) -> Outcome {
        let mut best = operands[0];
        for &other in &operands[1..] {
            let (a, b) = (self.value(graph, best)?, self.value(graph, other)?);
            let difference = graph.subtract(a, b);
            best = match (sign(graph, judge, difference), end) {
                (Sign::Positive, Extremum::Maximum) | (Sign::Negative, Extremum::Minimum) => best,
                (Sign::Negative, Extremum::Maximum) | (Sign::Positive, Extremum::Minimum) => other,
                (Sign::Zero, _) => {
                    let function = functions::row(id).name;
                    return Err(Obstacle::Kink {
                        function,
                        at: "a tie",
                    });
                }
                _ => return Err(Obstacle::Undecided(difference)),
            };
        }
        self.of(best)
    }
}
