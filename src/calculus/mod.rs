//! Derivatives of graphs: partials of one node, reverse and forward mode, Jacobians.
//!
//! Derivatives are graphs again, sharing all they can with the function. This room does not simplify
//! and knows no programs. Rules of elementary functions come from the table.

mod forward;
mod gather;
mod partials;
mod regions;
mod reverse;

use crate::graph::{Expr, Graph};
use std::fmt;

/// A derivative that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undifferentiable {
    /// The function's name.
    pub function: &'static str,
    /// The parameter it cannot be differentiated in.
    pub parameter: &'static str,
}

impl fmt::Display for Undifferentiable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` has no derivative in `{}`",
            self.function, self.parameter
        )
    }
}

/// The gradient of a scalar `output` in each of `wrt`, which are variables or entries of variables.
/// Each has the shape of its variable.
///
/// # Errors
///
/// Where a function has no derivative in an argument that depends on `wrt`.
pub fn gradient(
    graph: &mut Graph,
    output: Expr,
    wrt: &[Expr],
) -> Result<Vec<Expr>, Undifferentiable> {
    reverse::gradient(graph, output, wrt)
}

/// The Jacobian of scalar `outputs` in scalar `wrt`: one row for each output. Forward mode where
/// there are fewer variables than outputs, reverse mode otherwise.
///
/// # Errors
///
/// As [`gradient`].
pub fn jacobian(
    graph: &mut Graph,
    outputs: &[Expr],
    wrt: &[Expr],
) -> Result<Vec<Vec<Expr>>, Undifferentiable> {
    if wrt.len() < outputs.len() {
        let mut rows = vec![Vec::with_capacity(wrt.len()); outputs.len()];
        for &variable in wrt {
            let column = forward::tangents(graph, outputs, variable)?;
            for (row, entry) in rows.iter_mut().zip(column) {
                row.push(entry);
            }
        }
        return Ok(rows);
    }
    outputs
        .iter()
        .map(|&output| reverse::gradient(graph, output, wrt))
        .collect()
}
