//! Derivatives of graphs: partials of one node, reverse and forward mode, Jacobians, dense and sparse, series.
//!
//! Derivatives are graphs again, sharing all they can with the function. This room does not simplify
//! and knows no programs. Rules of elementary functions come from the table.

mod forward;
mod gather;
mod orders;
mod partials;
mod places;
mod regions;
mod reverse;
mod series;
mod sparse;

pub use orders::{NoSeries, series};
pub use series::{Form, Judge, Obstacle, taylor};
pub use sparse::{Nonzeros, sparse_hessian, sparse_jacobian};

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
    let one = graph.integer(1);
    weighted(graph, &[(output, one)], wrt)
}

/// The product of cotangents and Jacobian: the gradient, in each of `wrt`, of the sum of all entries of
/// cotangent times output, where the cotangents do not change. Each cotangent has the shape of its output.
///
/// # Errors
///
/// As [`gradient`].
pub fn weighted(
    graph: &mut Graph,
    outputs: &[(Expr, Expr)],
    wrt: &[Expr],
) -> Result<Vec<Expr>, Undifferentiable> {
    let roots: Vec<Expr> = outputs.iter().map(|output| output.0).collect();
    if !needs_entries(graph, &roots, wrt) {
        return reverse::gradient(graph, outputs, wrt);
    }
    let leaves = entries_of(graph, wrt);
    let seeds: Vec<Expr> = outputs.iter().map(|output| output.1).collect();
    let scalars = graph.scalarize(&roots).concat();
    let seeds = graph.scalarize(&seeds).concat();
    let pairs: Vec<(Expr, Expr)> = scalars.into_iter().zip(seeds).collect();
    let entries = reverse::gradient(graph, &pairs, &leaves)?;
    Ok(stacked(graph, &entries, wrt))
}

/// The product of Jacobian and tangents: how each of `outputs` changes where each variable of `tangents` changes
/// by its tangent, which has its shape. Each has the shape of its output.
///
/// # Errors
///
/// As [`gradient`].
pub fn directional(
    graph: &mut Graph,
    outputs: &[Expr],
    tangents: &[(Expr, Expr)],
) -> Result<Vec<Expr>, Undifferentiable> {
    let wrt: Vec<Expr> = tangents.iter().map(|tangent| tangent.0).collect();
    if !needs_entries(graph, outputs, &wrt) {
        return forward::tangents(graph, outputs, tangents);
    }
    let leaves = entries_of(graph, &wrt);
    let changes: Vec<Expr> = tangents.iter().map(|tangent| tangent.1).collect();
    let changes = graph.scalarize(&changes).concat();
    let seeds: Vec<(Expr, Expr)> = leaves.into_iter().zip(changes).collect();
    let scalars = graph.scalarize(outputs).concat();
    let entries = forward::tangents(graph, &scalars, &seeds)?;
    Ok(stacked(graph, &entries, outputs))
}

/// Whether some derivative has a form for single entries alone.
fn needs_entries(graph: &Graph, roots: &[Expr], wrt: &[Expr]) -> bool {
    let order = reverse::dependent_nodes(graph, roots, wrt);
    order.iter().any(|&node| chooses_by_entry(graph, node))
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

/// The entries of variables, one after the other.
fn entries_of(graph: &mut Graph, variables: &[Expr]) -> Vec<Expr> {
    let mut leaves = Vec::new();
    for &variable in variables {
        let count = graph.shape(variable).entries() as u32;
        leaves.extend((0..count).map(|position| graph.entry(variable, position)));
    }
    leaves
}

/// Entries put together again to the shapes of `like`.
fn stacked(graph: &mut Graph, entries: &[Expr], like: &[Expr]) -> Vec<Expr> {
    let mut rest = entries;
    let mut whole = Vec::with_capacity(like.len());
    for &own in like {
        let shape = graph.shape(own);
        let (own, others) = rest.split_at(shape.entries());
        rest = others;
        whole.push(graph.stack(own, shape));
    }
    whole
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
    let one = graph.integer(1);
    if wrt.len() < outputs.len() {
        let mut rows = vec![Vec::with_capacity(wrt.len()); outputs.len()];
        for &variable in wrt {
            let column = forward::tangents(graph, outputs, &[(variable, one)])?;
            for (row, entry) in rows.iter_mut().zip(column) {
                row.push(entry);
            }
        }
        return Ok(rows);
    }
    outputs
        .iter()
        .map(|&output| reverse::gradient(graph, &[(output, one)], wrt))
        .collect()
}
