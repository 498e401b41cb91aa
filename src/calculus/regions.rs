//! Which nodes matter only on one side of an `if`.
//!
//! A node that is reached through one branch of one choice alone lives in that branch's region. Its
//! adjoint is that of the branch without any mask; where a link leaves a region, the choice is made
//! after the last partial derivative, so that nothing of a branch not taken leaks out: masking the
//! adjoint at the entry would not do, since 0 times infinity is NaN.
//!
//! A node that several branches share, and nothing outside of them, lives in the union of their regions:
//! it matters where one of them is taken.

use super::places::Places;
use crate::graph::{Expr, Graph, Op};
use hashbrown::HashMap;

/// A region; 0 is everything.
pub(super) type RegionId = u32;

/// A union of more regions than this is the union of two unions.
const MOST_MEMBERS: usize = 8;

#[derive(Clone)]
pub(super) struct Region {
    pub parent: RegionId,
    pub depth: u32,
    /// A region further out, so that one at any depth is found in a number of jumps that grows with
    /// the logarithm of the depth (Myers, "An applicative random-access stack", 1983).
    jump: RegionId,
    /// The condition of the choices whose branch this is; of a union the one under which it matters.
    pub condition: Expr,
    /// Whether it is the branch taken when the condition is met.
    pub met: bool,
    /// The regions that a union is made of; none for a branch.
    members: Vec<RegionId>,
    /// The condition under which it matters, from the top, once someone asked.
    matters: Option<Expr>,
}

impl Region {
    /// Whether it is a union of branches rather than a branch.
    pub fn is_union(&self) -> bool {
        !self.members.is_empty()
    }
}

/// The regions of the nodes of one reverse sweep.
pub(super) struct Regions {
    list: Vec<Region>,
    of_choice: HashMap<(Expr, bool), RegionId>,
    of_branch: HashMap<(RegionId, Expr, bool), RegionId>,
    of_members: HashMap<Vec<RegionId>, RegionId>,
    of_node: HashMap<Expr, RegionId>,
}

/// Which nodes are entry by entry made of nodes of their own shape, down to the variables: there a choice that each entry
/// makes for itself can be made at the end.
fn uniform(graph: &Graph, order: &[Expr], places: &Places<'_>) -> Vec<bool> {
    let mut uniform = vec![true; order.len()];
    for (place, &node) in order.iter().enumerate() {
        let is_entrywise = matches!(
            graph.op(node),
            Op::Variable(_) | Op::Sum | Op::Product | Op::Power | Op::Call(_) | Op::Select
        );
        let fits = |&operand: &Expr| match places.get(operand) {
            Some(own) => uniform[own] && graph.shape(operand) == graph.shape(node),
            None => true,
        };
        let operands = match graph.op(node) {
            Op::Select => &graph.operands(node)[1..],
            _ => graph.operands(node),
        };
        uniform[place] = is_entrywise && operands.iter().all(fits);
    }
    uniform
}

impl Regions {
    /// Regions of the nodes `order` (operands first) that depend on `wrt`, which are never in a
    /// branch themselves: their adjoints are the result.
    pub(super) fn find(
        graph: &mut Graph,
        order: &[Expr],
        places: &Places<'_>,
        roots: &[Expr],
        wrt: &[Expr],
    ) -> Self {
        let everywhere = graph.truth(true);
        let top = Region {
            parent: 0,
            depth: 0,
            jump: 0,
            condition: everywhere,
            met: true,
            members: Vec::new(),
            matters: Some(everywhere),
        };
        let mut regions = Regions {
            list: vec![top],
            of_choice: HashMap::new(),
            of_branch: HashMap::new(),
            of_members: HashMap::new(),
            of_node: HashMap::new(),
        };
        if !order.iter().any(|&node| graph.op(node) == Op::Select) {
            return regions;
        }
        let uniform = uniform(graph, order, places);
        let outside = roots.iter().chain(wrt);
        regions.of_node.extend(outside.map(|&node| (node, 0)));
        for &node in order.iter().rev() {
            // What only a condition needs has no adjoint, and says nothing of where its operands matter.
            let Some(&own) = regions.of_node.get(&node) else {
                continue;
            };
            let operands = graph.operands_of(node);
            let is_even = |graph: &Graph| {
                let own = graph.shape(node);
                let fits = graph.shape(operands[0]) == own;
                fits && places.get(node).is_some_and(|place| uniform[place])
            };
            if graph.op(node) == Op::Select
                && (graph.shape(operands[0]).is_scalar() || is_even(graph))
            {
                for (place, met) in [(1, true), (2, false)] {
                    let branch = regions.open(operands[0], met, own);
                    regions.of_choice.insert((node, met), branch);
                    if places.get(operands[place]).is_some() {
                        regions.reach(graph, operands[place], branch);
                    }
                }
                continue;
            }
            for operand in operands {
                if places.get(operand).is_none() {
                    continue;
                }
                regions.reach(graph, operand, own);
                // A product links to the base of a negative power directly.
                if graph.op(operand) == Op::Power {
                    regions.reach(graph, graph.operands(operand)[0], own);
                }
            }
        }
        regions
    }

    /// The region of a node.
    pub(super) fn of(&self, node: Expr) -> RegionId {
        self.of_node.get(&node).copied().unwrap_or(0)
    }

    /// The region of a branch of a choice.
    pub(super) fn branch(&self, choice: Expr, met: bool) -> RegionId {
        self.of_choice.get(&(choice, met)).copied().unwrap_or(0)
    }

    /// Whether a choice has regions.
    pub(super) fn has(&self, choice: Expr) -> bool {
        self.of_choice.contains_key(&(choice, true))
    }

    /// The other branch beside a branch.
    pub(super) fn sibling(&self, id: RegionId) -> Option<RegionId> {
        let Region {
            parent,
            condition,
            met,
            ..
        } = self.list[id as usize];
        self.of_branch.get(&(parent, condition, !met)).copied()
    }

    /// What is known of a region.
    pub(super) fn region(&self, id: RegionId) -> &Region {
        &self.list[id as usize]
    }

    /// All choices with one condition have the same two branches.
    fn open(&mut self, condition: Expr, met: bool, parent: RegionId) -> RegionId {
        if let Some(&known) = self.of_branch.get(&(parent, condition, met)) {
            return known;
        }
        let id = self.list.len() as RegionId;
        let depth = self.list[parent as usize].depth + 1;
        let jump = self.jump_from(parent);
        self.list.push(Region {
            parent,
            depth,
            jump,
            condition,
            met,
            members: Vec::new(),
            matters: None,
        });
        self.of_branch.insert((parent, condition, met), id);
        id
    }

    /// A link from `region` reaches `node`: it lives where all such links do.
    fn reach(&mut self, graph: &mut Graph, node: Expr, region: RegionId) {
        let joined = match self.of_node.get(&node) {
            None => region,
            Some(&other) => self.join(graph, other, region),
        };
        self.of_node.insert(node, joined);
    }

    /// The smallest region around both.
    fn join(&mut self, graph: &mut Graph, a: RegionId, b: RegionId) -> RegionId {
        if a == b || a == 0 || b == 0 {
            return a.min(b);
        }
        let mut members: Vec<RegionId> = Vec::new();
        for id in [a, b] {
            let region = &self.list[id as usize];
            let parts = if region.is_union() {
                region.members.clone()
            } else {
                vec![id]
            };
            for part in parts {
                self.include(&mut members, part);
            }
        }
        if self.holds(a, b) {
            return a;
        }
        if self.holds(b, a) {
            return b;
        }
        if let [only] = members[..] {
            return only;
        }
        if members.len() > MOST_MEMBERS {
            members = vec![a, b];
        }
        members.sort_unstable();
        self.unite(graph, members)
    }

    /// Adds a region to regions of which none holds another. Both branches of a choice are all of what is
    /// around it.
    fn include(&self, members: &mut Vec<RegionId>, mut id: RegionId) {
        while !members.iter().any(|&member| self.holds(member, id)) {
            members.retain(|&member| !self.holds(id, member));
            let sibling = self.sibling(id);
            match members.iter().position(|&member| Some(member) == sibling) {
                Some(place) => {
                    members.swap_remove(place);
                    id = self.list[id as usize].parent;
                }
                None => members.push(id),
            }
        }
    }

    /// Whether `inner` is `outer` or inside of it.
    fn holds(&self, outer: RegionId, inner: RegionId) -> bool {
        let mut members = self.list[outer as usize].members.iter();
        self.encloses(outer, inner) || members.any(|&member| self.encloses(member, inner))
    }

    fn encloses(&self, outer: RegionId, inner: RegionId) -> bool {
        self.around(inner, self.list[outer as usize].depth) == outer
    }

    /// The region at a depth around one that is at least as deep; a shallower one itself.
    fn around(&self, mut id: RegionId, depth: u32) -> RegionId {
        while self.list[id as usize].depth > depth {
            let region = &self.list[id as usize];
            let too_far = self.list[region.jump as usize].depth < depth;
            id = if too_far { region.parent } else { region.jump };
        }
        id
    }

    fn jump_from(&self, parent: RegionId) -> RegionId {
        let depth = |id: RegionId| self.list[id as usize].depth;
        let jump = self.list[parent as usize].jump;
        let further = self.list[jump as usize].jump;
        if depth(parent) - depth(jump) == depth(jump) - depth(further) {
            further
        } else {
            parent
        }
    }

    fn unite(&mut self, graph: &mut Graph, members: Vec<RegionId>) -> RegionId {
        if let Some(&known) = self.of_members.get(&members) {
            return known;
        }
        let mut parent = members[0];
        let mut condition = graph.truth(false);
        for &member in &members {
            parent = self.common(parent, member);
            let matters = self.matters(graph, member);
            condition = graph.or(condition, matters);
        }
        let id = self.list.len() as RegionId;
        let jump = self.jump_from(parent);
        self.list.push(Region {
            parent,
            depth: self.list[parent as usize].depth + 1,
            jump,
            condition,
            met: true,
            members: members.clone(),
            matters: Some(condition),
        });
        self.of_members.insert(members, id);
        id
    }

    /// The condition under which a region matters: all conditions on the way to it.
    fn matters(&mut self, graph: &mut Graph, id: RegionId) -> Expr {
        let mut way = Vec::new();
        let mut current = id;
        let mut condition = loop {
            match self.list[current as usize].matters {
                Some(condition) => break condition,
                None => way.push(current),
            }
            current = self.list[current as usize].parent;
        };
        for id in way.into_iter().rev() {
            let region = &mut self.list[id as usize];
            let own = if region.met {
                region.condition
            } else {
                graph.not(region.condition)
            };
            condition = graph.and(condition, own);
            region.matters = Some(condition);
        }
        condition
    }

    /// The deepest region around both.
    fn common(&self, a: RegionId, b: RegionId) -> RegionId {
        let depth = self.list[a as usize].depth.min(self.list[b as usize].depth);
        let (mut a, mut b) = (self.around(a, depth), self.around(b, depth));
        while a != b {
            let (left, right) = (&self.list[a as usize], &self.list[b as usize]);
            // Regions at one depth jump to one depth.
            (a, b) = match left.jump == right.jump {
                true => (left.parent, right.parent),
                false => (left.jump, right.jump),
            };
        }
        a
    }
}
