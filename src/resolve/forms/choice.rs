//! Choices: `if`, `piecewise`, `indicator`. A condition with entries chooses entry by entry.

use super::Scope;
use crate::codes;
use crate::graph::Expr;
use crate::text::{Diagnostic, Span};

impl Scope<'_> {
    /// `indicator(condition)`
    pub(super) fn indicator(&mut self, condition: Expr, span: Span) -> Option<Expr> {
        let condition = self.expect_condition(condition, span)?;
        let shape = self.graph.shape(condition);
        let [one, zero] = [1, 0].map(|number| {
            let number = self.graph.integer(number);
            self.graph.fill(number, shape)
        });
        Some(self.graph.select(condition, one, zero))
    }

    pub(super) fn choice(
        &mut self,
        (condition, c): (Expr, Span),
        (met, m): (Expr, Span),
        (otherwise, o): (Expr, Span),
    ) -> Option<Expr> {
        let condition = self.expect_condition(condition, c);
        let met = self.expect_value(met, m);
        let otherwise = self.expect_value(otherwise, o);
        let (condition, met, otherwise) = (condition?, met?, otherwise?);
        let mut sides = [(met, m), (otherwise, o)];
        let shape = self.meet("both sides of an `if` need the same shape", &mut sides)?;
        let met = self.graph.fill(sides[0].0, shape);
        let mut all = [(condition, c), (met, m), sides[1]];
        let message = "a condition with entries needs a value for each of them";
        let shape = self.meet(message, &mut all)?;
        let [condition, met, otherwise] = all.map(|(own, _)| own);
        let [met, otherwise] = [met, otherwise].map(|side| self.graph.fill(side, shape));
        Some(self.graph.select(condition, met, otherwise))
    }

    /// `piecewise(value, condition; ...; otherwise)`: the first condition that is met decides.
    pub(super) fn piecewise(
        &mut self,
        span: Span,
        arguments: &[(Expr, Span)],
        semicolons: &[u32],
    ) -> Option<Expr> {
        let pairs = arguments.len() / 2;
        // A `;` stands before each second argument but the first, or nowhere.
        let expected = (1..=pairs).map(|pair| 2 * pair as u32);
        let fits = arguments.len() % 2 == 1
            && (semicolons.is_empty() || expected.eq(semicolons.iter().copied()));
        if !fits {
            let message = "`piecewise` takes pairs of value and condition, and a last value";
            let even = arguments.len().is_multiple_of(2);
            let label = match even {
                true => "the value for all other cases is missing, or a condition",
                false => "the `;` do not stand between pairs",
            };
            self.report(
                Diagnostic::error(codes::PIECEWISE_PAIRS, span, message)
                    .with_label(label)
                    .with_help("write `piecewise(value, condition; ...; otherwise)`"),
            );
            return None;
        }
        let mut value = *arguments.last()?;
        for pair in arguments[..2 * pairs].rchunks(2) {
            let chosen = self.choice(pair[1], pair[0], value)?;
            value = (chosen, pair[0].1);
        }
        self.expect_value(value.0, value.1)
    }
}
