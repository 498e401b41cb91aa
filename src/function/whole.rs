//! Jacobians and Hessians as closed forms of whole vectors, matrices and tensors.
//!
//! Invariant: a derivative has the axes of the result, then those of the variable.

use super::work::{Work, refused};
use super::{Label, Part};
use crate::calculus;
use crate::codes;
use crate::error::Error;
use crate::graph::{Expr, Op, Whole};

impl Work<'_> {
    /// Whether Jacobians are closed forms of whole vectors and matrices: where one result and one variable make one
    /// form, and where nothing else is possible.
    pub(super) fn is_whole(&self, values: &[Expr]) -> bool {
        let nodes: Vec<Expr> = self.wrt.iter().map(|own| own.1).collect();
        let shaped = |node: &Expr| !self.graph.shape(*node).is_scalar();
        if !values.iter().chain(&nodes).any(shaped) {
            return false;
        }
        let all: Vec<Expr> = values.iter().chain(&nodes).copied().collect();
        let is_entry = |node: &Expr| matches!(self.graph.op(*node), Op::Entry(_));
        let is_one = values.len() == 1 && nodes.len() == 1;
        ((is_one || self.request.whole) && !nodes.iter().any(is_entry))
            || self.graph.kept_whole(&all).is_some()
    }

    /// A Jacobian for each result and variable, with the axes of the result, then those of the variable.
    pub(super) fn whole_jacobians(
        &mut self,
        values: &[Expr],
        labels: &[Label],
        what: &str,
        part: &mut Part,
    ) -> Result<(), Error> {
        let nodes: Vec<Expr> = self.wrt.iter().map(|own| own.1).collect();
        let entries = |work: &Self, nodes: &[Expr]| -> usize {
            let counts = nodes.iter().map(|&own| work.graph.shape(own).entries());
            counts.fold(0, usize::saturating_add)
        };
        self.check_entries(what, entries(self, values), entries(self, &nodes))?;
        for (&value, label) in values.iter().zip(labels) {
            self.check()?;
            let bent = self.bend(&[value]);
            let found = calculus::whole_jacobian(&mut self.graph, bent.roots[0], &nodes);
            let found = self.straighten(&bent, &found.map_err(refused)?);
            part.formulas.extend(found);
            let names = self.wrt.iter().map(|own| own.0.as_str());
            part.labels
                .extend(names.map(|name| label.differentiated([name])));
        }
        part.axes = match part.formulas[..] {
            [only] => self.graph.shape(only).sizes(),
            _ => vec![entries(self, &part.formulas)],
        };
        Ok(())
    }
}

/// The error of formulas that would have to be taken apart into scalars.
pub(super) fn kept_whole(reason: Whole) -> Error {
    match reason {
        Whole::Named(dimension) => {
            let message =
                format!("the dimension `{dimension}` is a name, and here a number is needed");
            Error::new(codes::NAMED_DIMENSION, message)
                .with_help("declare it with a number, as in `x: vector(3)`")
        }
        Whole::Rows(rows) => {
            let message = format!("a matrix of {rows} rows can't be taken apart into scalars here");
            Error::new(codes::FORMULA_TOO_LARGE, message)
        }
    }
}
