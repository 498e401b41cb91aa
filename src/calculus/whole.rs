//! Jacobians of whole vectors, matrices and tensors as closed forms: reverse mode with an adjoint that has the axes
//! of the result in front, beginning with the identity.
//!
//! Invariant: a Jacobian has the axes of the result, then those of the variable.

use super::Undifferentiable;
use super::partials::partials;
use super::reverse::dependent_nodes;
use super::structural::{indices, pulled_back};
use crate::graph::{Dimension, Expr, Graph, Indices, Op};
use hashbrown::HashMap;

/// The derivative of `output` in each of `wrt`, with the axes of the output, then those of the variable.
///
/// # Errors
///
/// As of the gradient.
pub fn whole_jacobian(
    graph: &mut Graph,
    output: Expr,
    wrt: &[Expr],
) -> Result<Vec<Expr>, Undifferentiable> {
    let lead = graph.shape(output).axes();
    let order = dependent_nodes(graph, &[output], wrt);
    let depends: HashMap<Expr, ()> = order.iter().map(|&node| (node, ())).collect();
    let is_wanted = |operand: Expr| depends.contains_key(&operand);
    let own = indices(0, lead.len());
    let twice: Indices = own.iter().chain(&own).copied().collect();
    let identity = graph.contract(&[], &twice, &lead);
    let mut inboxes: HashMap<Expr, Vec<Expr>> = HashMap::from([(output, vec![identity])]);
    let mut found: HashMap<Expr, Expr> = HashMap::new();
    for &node in order.iter().rev() {
        let Some(inbox) = inboxes.remove(&node) else {
            continue;
        };
        let adjoint = graph.sum(&inbox);
        if wrt.contains(&node) {
            found.insert(node, adjoint);
            continue;
        }
        let links = match pulled_back(graph, node, adjoint, &lead, &is_wanted) {
            Some(links) => links,
            None => elementwise(graph, node, adjoint, &lead, &is_wanted)?,
        };
        for (target, contribution) in links {
            if is_wanted(target) {
                inboxes.entry(target).or_default().push(contribution);
            }
        }
    }
    let mut list = Vec::with_capacity(wrt.len());
    for &variable in wrt {
        let mut axes = lead.clone();
        axes.extend(graph.shape(variable).axes());
        list.push(match found.get(&variable) {
            Some(&jacobian) => super::symmetrised(graph, jacobian, variable),
            None => graph.zeros(crate::graph::Shape::with_axes(&axes)),
        });
    }
    Ok(list)
}

/// The links of elementwise operations and choices.
fn elementwise(
    graph: &mut Graph,
    node: Expr,
    adjoint: Expr,
    lead: &[Dimension],
    is_wanted: &dyn Fn(Expr) -> bool,
) -> Result<Vec<(Expr, Expr)>, Undifferentiable> {
    let axes = graph.shape(node).axes();
    let mut list = Vec::new();
    if graph.op(node) == Op::Select {
        let operands = graph.operands_of(node);
        let (zero, one) = (graph.integer(0), graph.integer(1));
        let sides = [(operands[1], one, zero), (operands[2], zero, one)];
        for (target, met, otherwise) in sides {
            if is_wanted(target) {
                let taken = graph.select(operands[0], met, otherwise);
                list.push((
                    target,
                    scaled(graph, adjoint, &[taken], target, lead, &axes),
                ));
            }
        }
        return Ok(list);
    }
    for link in partials(graph, node, is_wanted)? {
        let factors: Vec<Expr> = [Some(link.factor), link.outer]
            .into_iter()
            .flatten()
            .collect();
        let contribution = scaled(graph, adjoint, &factors, link.target, lead, &axes);
        list.push((link.target, contribution));
    }
    Ok(list)
}

/// The adjoint of a node with these axes times elementwise factors, added up where the target is a scalar.
fn scaled(
    graph: &mut Graph,
    adjoint: Expr,
    factors: &[Expr],
    target: Expr,
    lead: &[Dimension],
    axes: &[Dimension],
) -> Expr {
    let own = indices(lead.len(), axes.len());
    let outer = indices(0, lead.len());
    let all: Indices = outer.iter().chain(&own).copied().collect();
    let extents: Vec<Dimension> = lead.iter().chain(axes).copied().collect();
    let none = Indices::new();
    let mut operands: Vec<(Expr, &[u8])> = vec![(adjoint, &all)];
    for &factor in factors {
        let is_scalar = graph.shape(factor).is_scalar();
        operands.push((factor, if is_scalar { &none } else { &own }));
    }
    let output = match graph.shape(target).is_scalar() {
        true => &outer,
        false => &all,
    };
    graph.contract(&operands, output, &extents)
}
