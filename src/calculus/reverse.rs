//! Reverse mode: the adjoints of all nodes below the outputs, in one loop from the outputs down.

use super::Undifferentiable;
use super::gather::{Contribution, gather};
use super::partials::{Partial, partials};
use super::places::Places;
use super::regions::{RegionId, Regions};
use super::structural::pulled_back;
use crate::graph::{Expr, Graph, Op, Operands};
use hashbrown::{HashMap, HashSet};
use smallvec::{SmallVec, smallvec};
use std::collections::BTreeMap;

/// A contribution and the region that the link lives in.
type Inbox = SmallVec<[(RegionId, Contribution); 1]>;

/// What a node hands on.
type Handed = SmallVec<[(Expr, RegionId, Contribution); 2]>;

/// The sum over `outputs` of seed times derivative in each of `wrt`, of its shape. A seed has the shape of its output.
pub(super) fn gradient(
    graph: &mut Graph,
    outputs: &[(Expr, Expr)],
    wrt: &[Expr],
) -> Result<Vec<Expr>, Undifferentiable> {
    let roots: Vec<Expr> = outputs.iter().map(|output| output.0).collect();
    let order = dependent_nodes(graph, &roots, wrt);
    let gradients = gradients_in(graph, &order, outputs, wrt)?;
    let mut list = Vec::with_capacity(wrt.len());
    for &variable in wrt {
        let shape = graph.shape(variable);
        list.push(match gradients.get(&variable) {
            Some(&gradient) => gradient,
            None => graph.zeros(shape),
        });
    }
    Ok(list)
}

/// The same where the nodes that depend on `wrt` are known, in order. What no output depends on has no entry.
pub(super) fn gradients_in(
    graph: &mut Graph,
    order: &[Expr],
    outputs: &[(Expr, Expr)],
    wrt: &[Expr],
) -> Result<HashMap<Expr, Expr>, Undifferentiable> {
    let places = Places::of(graph, order);
    let roots: Vec<Expr> = outputs.iter().map(|output| output.0).collect();
    let regions = Regions::find(graph, order, &places, &roots, wrt);
    let mut inboxes: Vec<Inbox> = vec![Inbox::new(); order.len()];
    for &(output, seed) in outputs {
        if let Some(place) = places.get(output) {
            inboxes[place].push((0, Contribution::whole(graph, seed)));
        }
    }
    let wanted: HashSet<Expr> = wrt.iter().copied().collect();
    let mut gradients: HashMap<Expr, Expr> = HashMap::new();
    for (place, &node) in order.iter().enumerate().rev() {
        let inbox = std::mem::take(&mut inboxes[place]);
        if inbox.is_empty() {
            continue;
        }
        let own = regions.of(node);
        let is_wanted = |operand: Expr| places.get(operand).is_some();
        if !wanted.contains(&node)
            && let Some(passed) = pass_through(graph, node, own, &inbox)
        {
            for (target, contribution) in passed {
                if let Some(place) = places.get(target) {
                    inboxes[place].push((own, contribution));
                }
            }
            continue;
        }
        let adjoint = adjoint(graph, &regions, node, inbox);
        if wanted.contains(&node) {
            gradients.insert(node, adjoint);
            continue;
        }
        for (target, region, contribution) in
            links(graph, &regions, node, own, adjoint, &is_wanted)?
        {
            if let Some(place) = places.get(target) {
                inboxes[place].push((region, contribution));
            }
        }
    }
    Ok(gradients)
}

/// A scalar sum, or a number times something, hands its contributions on without multiplying seed and
/// factor, if all have one seed: so what reaches one place from one seed is added up inside it.
fn pass_through(
    graph: &mut Graph,
    node: Expr,
    own: RegionId,
    inbox: &Inbox,
) -> Option<SmallVec<[(Expr, Contribution); 2]>> {
    let operands = graph.operands_of(node);
    let coefficient = match graph.op(node) {
        Op::Sum => graph.integer(1),
        Op::Product if operands.len() == 2 && graph.as_number(operands[0]).is_some() => operands[0],
        _ => return None,
    };
    let seed = inbox[0].1.seed;
    let is_plain = |(region, contribution): &(RegionId, Contribution)| {
        *region == own
            && contribution.seed == seed
            && !contribution.gated
            && graph.shape(contribution.factor).is_scalar()
    };
    let scalar = graph.shape(node).is_scalar() && graph.shape(seed).is_scalar();
    if !scalar || !inbox.iter().all(is_plain) {
        return None;
    }
    let factors: Operands = inbox
        .iter()
        .map(|(_, contribution)| contribution.factor)
        .collect();
    let sum = graph.sum(&factors);
    let factor = graph.product(&[coefficient, sum]);
    let hand = |&target: &Expr| {
        (
            target,
            Contribution {
                seed,
                factor,
                gated: false,
                entry: None,
            },
        )
    };
    Some(operands.iter().map(hand).collect())
}

/// The nodes below `roots` that depend on one of `wrt`, operands first.
pub(super) fn dependent_nodes(graph: &Graph, roots: &[Expr], wrt: &[Expr]) -> Vec<Expr> {
    let order = graph.reachable(roots);
    let top = order.last().map_or(0, |node| node.index() + 1);
    let mut depends = vec![false; top];
    for &variable in wrt {
        if variable.index() < top {
            depends[variable.index()] = true;
        }
    }
    for &node in &order {
        depends[node.index()] |= graph
            .operands(node)
            .iter()
            .any(|operand| depends[operand.index()]);
    }
    order
        .into_iter()
        .filter(|node| depends[node.index()])
        .collect()
}

/// What the adjoint of `node` contributes to the nodes that it is made of.
fn links(
    graph: &mut Graph,
    regions: &Regions,
    node: Expr,
    own: RegionId,
    adjoint: Expr,
    is_wanted: &dyn Fn(Expr) -> bool,
) -> Result<Handed, Undifferentiable> {
    let operands = graph.operands_of(node);
    let whole = |graph: &mut Graph, target: Expr, seed: Expr| {
        (target, own, Contribution::whole(graph, seed))
    };
    Ok(match graph.op(node) {
        // Each entry chooses for itself.
        Op::Select if !graph.shape(operands[0]).is_scalar() && !regions.has(node) => {
            let zero = graph.integer(0);
            let mut list = Handed::new();
            for (place, branch) in [(1, operands[1]), (2, operands[2])] {
                if is_wanted(branch) {
                    let mut sides = [operands[0], zero, zero];
                    sides[place] = adjoint;
                    let taken = graph.select(sides[0], sides[1], sides[2]);
                    let seed = match graph.shape(branch).is_scalar() {
                        true => graph.total(taken),
                        false => taken,
                    };
                    list.push(whole(graph, branch, seed));
                }
            }
            list
        }
        Op::Select => [(operands[1], true), (operands[2], false)]
            .into_iter()
            .map(|(branch, met)| {
                let region = regions.branch(node, met);
                (branch, region, Contribution::whole(graph, adjoint))
            })
            .collect(),
        // Added up entry by entry before any vector is made of them.
        Op::Entry(position) => {
            let contribution = Contribution::at(graph, adjoint, position);
            smallvec![(operands[0], own, contribution)]
        }
        _ => {
            if let Some(pulled) = pulled_back(graph, node, adjoint, &[], is_wanted) {
                let mut list = Handed::with_capacity(pulled.len());
                for (target, seed) in pulled {
                    list.push(whole(graph, target, seed));
                }
                return Ok(list);
            }
            let links = partials(graph, node, is_wanted)?;
            // All links of a node have the same outer factor.
            let seed = match links.first().and_then(|link| link.outer) {
                Some(outer) => graph.product(&[adjoint, outer]),
                None => adjoint,
            };
            let along = |link: &Partial| (link.target, own, Contribution::along(seed, link));
            links.iter().map(along).collect()
        }
    })
}

/// The adjoint of `node` in its own region: contributions from deeper regions are added up there,
/// chosen by the condition of the branch, and handed outward.
fn adjoint(graph: &mut Graph, regions: &Regions, node: Expr, inbox: Inbox) -> Expr {
    let shape = graph.shape(node);
    let own = regions.of(node);
    if inbox.iter().all(|(region, _)| *region == own) {
        let list: SmallVec<[Contribution; 2]> = inbox
            .into_iter()
            .map(|(_, contribution)| contribution)
            .collect();
        return gather(graph, shape, &list);
    }
    // A union of branches gets what its branches hand to the region around it, each behind its choice.
    let goal = match regions.region(own) {
        union if union.is_union() => union.parent,
        _ => own,
    };
    // Deepest first; both branches of a choice stand side by side.
    let key = |id: RegionId| {
        let region = regions.region(id);
        let depth = std::cmp::Reverse(region.depth);
        (depth, region.condition, !region.met, id)
    };
    let mut waiting: BTreeMap<_, Vec<Contribution>> = BTreeMap::new();
    for (region, contribution) in inbox {
        waiting.entry(key(region)).or_default().push(contribution);
    }
    while let Some((found, list)) = waiting.pop_first() {
        let sum = gather(graph, shape, &list);
        if found.3 == goal {
            return sum;
        }
        let region = regions.region(found.3);
        let other = regions
            .sibling(found.3)
            .and_then(|sibling| waiting.remove(&key(sibling)));
        let other = match other {
            Some(list) => gather(graph, shape, &list),
            None => graph.zeros(shape),
        };
        let (met, otherwise) = if region.met {
            (sum, other)
        } else {
            (other, sum)
        };
        let chosen = graph.select(region.condition, met, otherwise);
        let contribution = Contribution::whole(graph, chosen);
        waiting
            .entry(key(region.parent))
            .or_default()
            .push(contribution);
    }
    graph.zeros(shape)
}
