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
mod structural;
mod whole;

pub use orders::{NoSeries, series};
pub use series::{Form, Judge, Obstacle, taylor};
pub use sparse::{Nonzeros, sparse_hessian, sparse_jacobian};
pub use whole::whole_jacobian;

use crate::graph::{Expr, Graph, Op};
use hashbrown::HashSet;
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
    if !hides_entries(graph, &roots, wrt) {
        let found = reverse::gradient(graph, outputs, wrt)?;
        let pairs = found.into_iter().zip(wrt);
        let list = pairs.map(|(own, &variable)| symmetrised(graph, own, variable));
        return Ok(list.collect());
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
    if !hides_entries(graph, outputs, &wrt) {
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

/// Whether one of `wrt` is an entry of a variable that also stands whole in `roots`: there the entry is hidden.
fn hides_entries(graph: &Graph, roots: &[Expr], wrt: &[Expr]) -> bool {
    let base = |&own: &Expr| match graph.op(own) {
        Op::Entry(_) => Some(graph.operands(own)[0]),
        _ => None,
    };
    let bases: HashSet<Expr> = wrt.iter().filter_map(base).collect();
    if bases.is_empty() {
        return false;
    }
    let stands_whole = |node: Expr| {
        let is_entry = matches!(graph.op(node), Op::Entry(_));
        !is_entry && graph.operands(node).iter().any(|own| bases.contains(own))
    };
    roots.iter().any(|root| bases.contains(root))
        || graph.reachable(roots).into_iter().any(stands_whole)
}

/// By a symmetric variable the derivative is the symmetric part in its two axes, which are the last ones.
fn symmetrised(graph: &mut Graph, derivative: Expr, variable: Expr) -> Expr {
    let is_symmetric = match graph.op(variable) {
        Op::Variable(id) => graph.is_symmetric_variable(id),
        _ => false,
    };
    if !is_symmetric {
        return derivative;
    }
    let axes = graph.shape(derivative).axes();
    let straight = structural::indices(0, axes.len());
    let mut turned = straight.clone();
    turned.swap(axes.len() - 2, axes.len() - 1);
    let other = graph.contract(&[(derivative, &straight)], &turned, &axes);
    let sum = graph.sum(&[derivative, other]);
    let half = graph.fraction(1, 2);
    graph.product(&[half, sum])
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
    let opened;
    let outputs = match hides_entries(graph, outputs, wrt) {
        true => {
            opened = graph.scalarize(outputs).concat();
            &opened[..]
        }
        false => outputs,
    };
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
