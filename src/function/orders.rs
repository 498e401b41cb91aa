//! Derivatives of high order in one variable: step by step, or all orders at once.
//!
//! Step by step, simplified after each, gives what a person would write, and may double with each order. All orders at
//! once (`calculus::series`) grows with the square of the order, and reads worse. Invariant: the shorter form is taken,
//! and only what it assumed is listed.

use super::work::{Work, refused};
use crate::calculus::{self, NoSeries};
use crate::codes;
use crate::error::Error;
use crate::graph::{Expr, Graph};
use crate::limits;
use crate::simplify;

/// Up to this order both ways are alike.
const LOW_ORDER: usize = 2;
/// Beyond so many new nodes derivatives step by step are given up.
const MOST_STEPPED: usize = 5_000;
/// Derivatives that cost no more are not made a second time.
const LITTLE: u64 = 400;

impl Work<'_> {
    /// The derivatives of order `count` of scalars in a scalar variable; the graph may grow to `most` nodes.
    pub(super) fn of_order(
        &mut self,
        values: &[Expr],
        variable: Expr,
        count: usize,
        most: usize,
    ) -> Result<Vec<Expr>, Error> {
        let assumed = self.ledger.len();
        let budget = match count {
            0..=LOW_ORDER => most,
            _ => most.min(self.graph.len().saturating_add(MOST_STEPPED)),
        };
        let stepped = self.step_by_step(values, variable, count, budget)?;
        let cost = stepped.as_ref().map(|own| simplify::cost(&self.graph, own));
        if let Some(stepped) = &stepped
            && (count <= LOW_ORDER || cost.is_some_and(|cost| cost <= LITTLE))
        {
            return Ok(stepped.clone());
        }
        let stepped_assumed = self.ledger.split_off(assumed);
        let made = {
            let interrupt = &self.request.interrupt;
            let goes_on = |graph: &Graph| graph.len() <= most && !interrupt.is_raised();
            calculus::series(&mut self.graph, values, variable, count, &goes_on)
        };
        let at_once = match (made, &stepped) {
            (Ok(made), _) => self.simplify(&made),
            (Err(_), Some(stepped)) => {
                self.ledger.extend(stepped_assumed);
                return Ok(stepped.clone());
            }
            (Err(NoSeries::Undifferentiable(error)), None) => return Err(refused(error)),
            (Err(NoSeries::NotScalar), None) => {
                let stepped = self.step_by_step(values, variable, count, most)?;
                return stepped.ok_or_else(|| self.too_large(count));
            }
            (Err(NoSeries::Stopped), None) => {
                self.check()?;
                return Err(self.too_large(count));
            }
        };
        match stepped {
            Some(stepped)
                if cost.is_some_and(|cost| cost <= simplify::cost(&self.graph, &at_once)) =>
            {
                self.ledger.truncate(assumed);
                self.ledger.extend(stepped_assumed);
                Ok(stepped)
            }
            _ => Ok(at_once),
        }
    }

    /// None: the graph grew beyond `most` nodes.
    fn step_by_step(
        &mut self,
        values: &[Expr],
        variable: Expr,
        count: usize,
        most: usize,
    ) -> Result<Option<Vec<Expr>>, Error> {
        let mut current = values.to_vec();
        for _ in 0..count {
            self.check()?;
            let bent = self.bend(&current);
            let rows = calculus::jacobian(&mut self.graph, &bent.roots, &[variable]);
            let rows = self.straighten(&bent, &rows.map_err(refused)?.concat());
            current = self.simplify(&rows);
            if self.graph.len() > most {
                return Ok(None);
            }
        }
        Ok(Some(current))
    }

    fn too_large(&self, order: usize) -> Error {
        let message = format!("the derivative of order {order} has grown too large");
        Error::new(codes::DERIVATIVE_TOO_LARGE, message)
            .with_help(limits::DERIVED.advice(&self.request.limits))
    }
}
