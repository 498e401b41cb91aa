//! Derivatives that stand in a formula, computed while it is read.
//!
//! Must not know how they are written. Invariants: what comes out is simplified without conditions, so that nothing is
//! assumed before the whole formula is known; it is bounded as other derivatives are.

use super::work::grown_beyond;
use crate::calculus;
use crate::codes;
use crate::graph::{Expr, Graph, Op};
use crate::limits::Limits;
use crate::resolve::{Differentiate, Undifferentiated};
use crate::simplify::{self, simplify};

/// Differentiates for whoever reads a formula.
pub(super) struct Differentiator<'a> {
    /// How far it may grow.
    pub(super) limits: &'a Limits,
}

impl Differentiator<'_> {
    fn simplified(&self, graph: &mut Graph, roots: &[Expr]) -> Vec<Expr> {
        let options = simplify::Options {
            conditional: false,
            steps: self.limits.steps,
            ..simplify::Options::default()
        };
        simplify(graph, roots, &options).roots
    }
}

fn refused(error: calculus::Undifferentiable) -> Undifferentiated {
    Undifferentiated {
        code: codes::NO_DERIVATIVE,
        message: error.to_string(),
    }
}

impl Differentiate for Differentiator<'_> {
    fn partial(
        &mut self,
        graph: &mut Graph,
        value: Expr,
        variable: Expr,
    ) -> Result<Expr, Undifferentiated> {
        let before = graph.len();
        let shape = graph.shape(value);
        let entries = graph.scalarize(&[value]).concat();
        let rows = calculus::jacobian(graph, &entries, &[variable]).map_err(refused)?;
        let entries = self.simplified(graph, &rows.concat());
        if grown_beyond(before, graph.len(), self.limits) {
            return Err(Undifferentiated {
                code: codes::DERIVATIVE_TOO_LARGE,
                message: "the derivative has grown too large".to_owned(),
            });
        }
        Ok(match entries[..] {
            [only] if shape.is_scalar() => only,
            _ => graph.stack(&entries, shape),
        })
    }

    fn gradient(
        &mut self,
        graph: &mut Graph,
        value: Expr,
        variables: &[Expr],
    ) -> Result<Vec<Expr>, Undifferentiated> {
        let gradient = calculus::gradient(graph, value, variables).map_err(refused)?;
        Ok(self.simplified(graph, &gradient))
    }

    fn jacobian(
        &mut self,
        graph: &mut Graph,
        value: Expr,
        variables: &[Expr],
    ) -> Result<Vec<Expr>, Undifferentiated> {
        let mut leaves = Vec::new();
        for &variable in variables {
            let shape = graph.shape(variable);
            for position in 0..shape.entries() as u32 {
                leaves.push(match graph.op(variable) {
                    Op::Variable(_) => graph.entry(variable, position),
                    _ => variable,
                });
            }
        }
        let rows = graph.shape(value).entries();
        if rows.saturating_mul(leaves.len()) > self.limits.entries {
            let columns = leaves.len();
            return Err(Undifferentiated {
                code: codes::TOO_MANY_DERIVATIVES,
                message: format!("the derivative would have {rows} rows and {columns} columns"),
            });
        }
        let outputs = graph.scalarize(&[value]).concat();
        let entries = calculus::jacobian(graph, &outputs, &leaves).map_err(refused)?;
        Ok(self.simplified(graph, &entries.concat()))
    }
}
