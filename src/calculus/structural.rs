//! How adjoints and tangents pass through operations on whole vectors, matrices and tensors.
//!
//! An adjoint may have leading axes: those of the result whose Jacobian is wanted. Then each of these rules is
//! the same with the leading axes carried along, and a Jacobian comes out as one closed form.

use crate::graph::{
    Dimension, Expr, Graph, Indices, MOST_ADJUGATE, Op, Placement, Reduction, Shape,
};

/// Indices from `first` on, one for each axis.
pub(super) fn indices(first: usize, count: usize) -> Indices {
    (first..first + count).map(|index| index as u8).collect()
}

/// The axes that a reduction over a set of them, one bit each, leaves.
fn kept(rank: usize, axes: u8) -> Indices {
    let all = indices(0, rank).into_iter();
    all.filter(|axis| axes >> axis & 1 == 0).collect()
}

/// What the adjoint of a structural node, with leading axes, contributes to each of its operands that is wanted.
/// None: the node is elementwise, or a choice.
pub(super) fn pulled_back(
    graph: &mut Graph,
    node: Expr,
    adjoint: Expr,
    lead: &[Dimension],
    is_wanted: &dyn Fn(Expr) -> bool,
) -> Option<Vec<(Expr, Expr)>> {
    let operands = graph.operands_of(node);
    let shape = graph.shape(node);
    let first = *operands.first()?;
    let inner = graph.shape(first).axes();
    let pulled = match graph.op(node) {
        Op::Contract(_) => {
            let contraction = graph.contraction(node)?.clone();
            let outer = indices(contraction.extents.len(), lead.len());
            let with_lead =
                |own: &Indices| -> Indices { outer.iter().chain(own).copied().collect() };
            let mut extents = contraction.extents.to_vec();
            extents.extend(lead);
            let seed = with_lead(&contraction.output);
            let mut list = Vec::with_capacity(operands.len());
            for (place, &operand) in operands.iter().enumerate() {
                if !is_wanted(operand) {
                    continue;
                }
                let mut factors = vec![(adjoint, &seed[..])];
                for (other, own) in operands.iter().zip(&contraction.inputs).enumerate() {
                    if other != place {
                        factors.push((*own.0, &own.1[..]));
                    }
                }
                let output = with_lead(&contraction.inputs[place]);
                list.push((operand, graph.contract(&factors, &output, &extents)));
            }
            return Some(list);
        }
        Op::Gather(_) => {
            let placement = graph.placement(node)?.carried(lead);
            graph.scatter(adjoint, placement)
        }
        Op::Scatter(_) => {
            let placement = graph.placement(node)?.carried(lead);
            graph.gather(adjoint, placement)
        }
        Op::Fill(_) => {
            let kept = indices(0, lead.len());
            graph.sum_over(adjoint, &kept)
        }
        Op::Stack(_) => {
            let mut list = Vec::with_capacity(operands.len());
            for (position, &operand) in operands.iter().enumerate() {
                if !is_wanted(operand) {
                    continue;
                }
                let own = match lead {
                    [] => graph.entry(adjoint, position as u32),
                    _ => {
                        let single = Placement::of_entry(shape, position).carried(lead);
                        graph.gather(adjoint, single)
                    }
                };
                list.push((operand, own));
            }
            return Some(list);
        }
        Op::Entry(position) => {
            let single = Placement::of_entry(graph.shape(first), position as usize).carried(lead);
            graph.scatter(adjoint, single)
        }
        Op::Reduce(reduction, axes) => {
            let factor = reduced_partial(graph, node, reduction, axes);
            let all = indices(0, inner.len());
            let kept = kept(inner.len(), axes);
            let outer = indices(inner.len(), lead.len());
            let extents: Vec<Dimension> = inner.iter().chain(lead).copied().collect();
            let seed: Indices = outer.iter().chain(&kept).copied().collect();
            let output: Indices = outer.iter().chain(&all).copied().collect();
            graph.contract(&[(adjoint, &seed), (factor, &all)], &output, &extents)
        }
        Op::Inverse => {
            // dY = -Y*dA*Y (Matrix Cookbook, 59).
            let outer = indices(4, lead.len());
            let extents = square_extents(4, inner[0], lead);
            let seed: Indices = outer.iter().chain(&[2, 3]).copied().collect();
            let output: Indices = outer.iter().chain(&[0, 1]).copied().collect();
            let factors = [(node, &[2u8, 0][..]), (adjoint, &seed), (node, &[1, 3])];
            let product = graph.contract(&factors, &output, &extents);
            graph.negate(product)
        }
        Op::Determinant | Op::LogDeterminant => {
            let factor = determinant_partial(graph, node, first);
            let outer = indices(2, lead.len());
            let extents = square_extents(2, inner[0], lead);
            let output: Indices = outer.iter().chain(&[0, 1]).copied().collect();
            let factors = [(adjoint, &outer[..]), (factor, &[1, 0])];
            graph.contract(&factors, &output, &extents)
        }
        Op::Adjugate(order) if order < MOST_ADJUGATE => {
            let next = graph.adjugate(first, order + 1);
            let (own, all) = (indices(0, shape.rank()), shape.rank() + 2);
            let [column, row] = [all as u8 - 2, all as u8 - 1];
            let outer = indices(all, lead.len());
            let extents = square_extents(all, inner[0], lead);
            let seed: Indices = outer.iter().chain(&own).copied().collect();
            let output: Indices = outer.iter().chain(&[row, column]).copied().collect();
            let factors = [(adjoint, &seed[..]), (next, &indices(0, all))];
            graph.contract(&factors, &output, &extents)
        }
        _ => return None,
    };
    Some(vec![(first, pulled)])
}

/// The extents of indices of square matrices, then those of the leading axes.
fn square_extents(count: usize, rows: Dimension, lead: &[Dimension]) -> Vec<Dimension> {
    let mut extents = vec![rows; count];
    extents.extend(lead);
    extents
}

/// The tangent of a structural node with one operand that is not linear in it.
pub(super) fn pushed_forward(graph: &mut Graph, node: Expr, change: Expr) -> Option<Expr> {
    let first = *graph.operands(node).first()?;
    let inner = graph.shape(first).axes();
    Some(match graph.op(node) {
        Op::Reduce(reduction, axes) => {
            let factor = reduced_partial(graph, node, reduction, axes);
            let product = graph.product(&[factor, change]);
            graph.sum_over(product, &kept(inner.len(), axes))
        }
        Op::Inverse => {
            let extents = [inner[0]; 4];
            let factors = [(node, &[0u8, 2][..]), (change, &[2, 3]), (node, &[3, 1])];
            let product = graph.contract(&factors, &[0, 1], &extents);
            graph.negate(product)
        }
        Op::Determinant | Op::LogDeterminant => {
            let factor = determinant_partial(graph, node, first);
            let extents = [inner[0]; 2];
            let factors = [(factor, &[1u8, 0][..]), (change, &[0, 1])];
            graph.contract(&factors, &[], &extents)
        }
        Op::Adjugate(order) if order < MOST_ADJUGATE => {
            let next = graph.adjugate(first, order + 1);
            let own = graph.shape(node).rank();
            let extents = square_extents(own + 2, inner[0], &[]);
            let all = indices(0, own + 2);
            let ends = [own as u8 + 1, own as u8];
            let factors = [(next, &all[..]), (change, &ends)];
            graph.contract(&factors, &indices(0, own), &extents)
        }
        _ => return None,
    })
}

/// The transpose of the derivative of a determinant or its logarithm: d det A = tr(adj(A)*dA), also where A has no
/// inverse, and d logdet A = tr(inv(A)*dA) (Matrix Cookbook, 46 and 43).
fn determinant_partial(graph: &mut Graph, node: Expr, matrix: Expr) -> Expr {
    match graph.op(node) {
        Op::Determinant => graph.adjugate(matrix, 1),
        _ => graph.inverse(matrix),
    }
}

/// The derivative of a reduction in each entry that it is taken over, in the shape of its operand.
fn reduced_partial(graph: &mut Graph, node: Expr, reduction: Reduction, axes: u8) -> Expr {
    let operand = graph.operands(node)[0];
    let inner = graph.shape(operand).axes();
    let all = indices(0, inner.len());
    let kept = kept(inner.len(), axes);
    let spread = |graph: &mut Graph, own: Expr| graph.contract(&[(own, &kept)], &all, &inner);
    match reduction {
        Reduction::Maximum | Reduction::Minimum => {
            // All entries that attain it share the derivative equally.
            let best = spread(graph, node);
            let attains = match reduction {
                Reduction::Maximum => graph.less_equal(best, operand),
                _ => graph.less_equal(operand, best),
            };
            let (zero, one) = (graph.integer(0), graph.integer(1));
            let hits = graph.select(attains, one, zero);
            let hits = graph.fill(hits, Shape::with_axes(&inner));
            let count = graph.sum_over(hits, &kept);
            let share = graph.reciprocal(count);
            let share = spread(graph, share);
            graph.product(&[hits, share])
        }
        Reduction::LogSumExp => {
            let value = spread(graph, node);
            let below = graph.subtract(operand, value);
            graph.exponential(below)
        }
        Reduction::Product => product_of_others(graph, operand, axes),
    }
}

/// For each entry along an axis the product of all others: of a matrix whose rows are the entries, with 1 in
/// place of the own one, along each row. Nothing is divided, so an entry may be 0.
fn product_of_others(graph: &mut Graph, operand: Expr, axes: u8) -> Expr {
    let inner = graph.shape(operand).axes();
    let (axis, rank) = (axes.trailing_zeros() as u8, inner.len() as u8);
    let other = rank;
    let own = indices(0, inner.len());
    let seen: Indices = own
        .iter()
        .map(|&index| if index == axis { other } else { index })
        .collect();
    let mut output = own.clone();
    output.push(other);
    let mut extents = inner.to_vec();
    extents.push(inner[axis as usize]);
    let rows = graph.contract(&[(operand, &seen)], &output, &extents);
    let one = graph.integer(1);
    let rest = graph.subtract(one, operand);
    // On the diagonal, where the entry meets itself, what it lacks to 1.
    let mut diagonal = own.clone();
    diagonal.push(axis);
    let lacking = graph.contract(&[(rest, &own)], &diagonal, &inner);
    let matrix = graph.sum(&[rows, lacking]);
    graph.reduce(Reduction::Product, matrix, 1 << other)
}
