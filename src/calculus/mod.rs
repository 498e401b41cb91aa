//! Derivatives of graphs: partials of one node, reverse and forward mode, Jacobians.
//!
//! Derivatives are graphs again, sharing all they can with the function. This room does not simplify
//! and knows no programs. Rules of elementary functions come from the table.

mod forward;
mod gather;
mod partials;
mod regions;
mod reverse;
mod series;

pub use series::{NoSeries, series};

use crate::functions::{self, Kernel};
use crate::graph::{Expr, Graph, Op};
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
    let order = reverse::dependent_nodes(graph, &[output], wrt);
    if order.iter().any(|&node| chooses_by_entry(graph, node)) {
        return gradient_by_entries(graph, output, wrt);
    }
    reverse::gradient(graph, output, wrt)
}

/// Whether the derivative of an elementwise node is a choice that each entry makes for itself. Conditions
/// in the graph are scalar.
fn chooses_by_entry(graph: &Graph, node: Expr) -> bool {
    let Op::Call(id) = graph.op(node) else {
        return false;
    };
    let row = functions::row(id);
    let has_choice = matches!(row.kernel, Kernel::Extremum(_))
        || row.partials.iter().any(|partial| partial.contains("if("));
    has_choice && !graph.shape(node).is_scalar()
}

/// The gradient with all vectors and matrices taken apart first.
fn gradient_by_entries(
    graph: &mut Graph,
    output: Expr,
    wrt: &[Expr],
) -> Result<Vec<Expr>, Undifferentiable> {
    let mut leaves = Vec::new();
    for &variable in wrt {
        let count = graph.shape(variable).entries() as u32;
        leaves.extend((0..count).map(|position| graph.entry(variable, position)));
    }
    let scalar = graph.scalarize(&[output])[0][0];
    let entries = reverse::gradient(graph, scalar, &leaves)?;
    let mut rest = &entries[..];
    let mut gradients = Vec::with_capacity(wrt.len());
    for &variable in wrt {
        let shape = graph.shape(variable);
        let (own, others) = rest.split_at(shape.entries());
        rest = others;
        gradients.push(if shape.is_scalar() {
            own[0]
        } else {
            graph.stack(own, shape)
        });
    }
    Ok(gradients)
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
