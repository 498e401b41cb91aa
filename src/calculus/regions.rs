//! Which nodes matter only on one side of an `if`.
//!
//! A node that is reached through one branch of one choice alone lives in that branch's region. Its
//! adjoint is that of the branch without any mask; where a link leaves a region, the choice is made
//! after the last partial derivative, so that nothing of a branch not taken leaks out: masking the
//! adjoint at the entry would not do, since 0 times infinity is NaN.
//!
//! A node that several branches share, and nothing outside of them, lives in the union of their regions:
//! it matters where one of them is taken.

use crate::graph::{Expr, Graph, Op};
use hashbrown::HashMap;
use smallvec::SmallVec;

/// A region; 0 is everything.
pub(super) type RegionId = u32;

/// A union of more regions than this is the union of two unions.
const MOST_MEMBERS: usize = 8;

#[derive(Clone)]
pub(super) struct Region {
    pub parent: RegionId,
    pub depth: u32,
    /// Choices with the same condition share their regions: what several of them need on one side
    /// lives there too.
    pub condition: Expr,
    /// Whether it is the side where the condition is met.
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
    of_branch: HashMap<(Expr, bool), RegionId>,
    of_condition: HashMap<(RegionId, Expr, bool), RegionId>,
    of_node: HashMap<Expr, RegionId>,
    /// The regions that links reach a node from.
    incoming: HashMap<Expr, SmallVec<[RegionId; 2]>>,
    /// Where a node's own links live, if not in its region.
    of_links: HashMap<Expr, RegionId>,
}

/// A node that more regions reach is taken to be needed always.
const MOST_INCOMING: usize = 64;

impl Regions {
    /// Regions of the nodes `order` (operands first) that depend on `wrt`, which are never in a
    /// branch themselves: their adjoints are the result.
    pub(super) fn find(graph: &mut Graph, order: &[Expr], root: Expr, wrt: &[Expr]) -> Self {
        let top = Region {
            parent: 0,
            depth: 0,
            condition: root,
            met: true,
            members: Vec::new(),
            matters: Some(everywhere),
        };
        let mut regions = Regions {
            list: vec![top],
            of_choice: HashMap::new(),
            of_branch: HashMap::new(),
            of_condition: HashMap::new(),
            of_node: HashMap::new(),
            incoming: HashMap::new(),
            of_links: HashMap::new(),
        };
        if !order.iter().any(|&node| graph.op(node) == Op::Select) {
            return regions;
        }
        regions.of_node.insert(root, 0);
        regions
            .of_node
            .extend(wrt.iter().map(|&variable| (variable, 0)));
        for &node in order.iter().rev() {
            let own = regions.needed_region(graph, node);
            if graph.op(node) == Op::Select {
                let operands = graph.operands_of(node);
                for (place, met) in [(1, true), (2, false)] {
                    let branch = regions.open(operands[0], met, own);
                    regions.of_branch.insert((node, met), branch);
                    regions.reach(operands[place], branch);
                }
                continue;
            }
            for operand in operands {
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

    /// Where the links of a node live.
    pub(super) fn of_links(&self, node: Expr) -> RegionId {
        self.of_links
            .get(&node)
            .copied()
            .unwrap_or_else(|| self.of(node))
    }

    /// The region of a node's links. A node that is reached from several branches, but from nowhere
    /// outside them, may be undefined where none is taken: its links live in a region of their own,
    /// with the condition that one of the branches is.
    fn needed_region(&mut self, graph: &mut Graph, node: Expr) -> RegionId {
        let own = self.of(node);
        let Some(incoming) = self.incoming.remove(&node) else {
            return own;
        };
        let inside = incoming.iter().all(|&region| region != own);
        if !inside || incoming.len() < 2 || incoming.len() > MOST_INCOMING {
            return own;
        }
        let never = graph.truth(false);
        let needed = incoming.iter().fold(never, |needed, &region| {
            let taken = self.taken(graph, region, own);
            graph.or(needed, taken)
        });
        let both_sides = incoming.iter().any(|&region| {
            self.sibling(region)
                .is_some_and(|sibling| incoming.contains(&sibling))
                && self.region(region).parent == own
        });
        if both_sides {
            return own;
        }
        let region = self.open(needed, true, own);
        self.of_links.insert(node, region);
        region
    }

    /// The condition that control gets from the region `outer` to `inner`.
    fn taken(&self, graph: &mut Graph, inner: RegionId, outer: RegionId) -> Expr {
        let mut condition = graph.truth(true);
        let mut id = inner;
        while id != outer && id != 0 {
            let region = self.region(id);
            let own = if region.met {
                region.condition
            } else {
                graph.not(region.condition)
            };
            condition = graph.and(own, condition);
            id = region.parent;
        }
        condition
    }

    /// The region of a branch of a choice.
    pub(super) fn branch(&self, choice: Expr, met: bool) -> RegionId {
        self.of_choice.get(&(choice, met)).copied().unwrap_or(0)
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

    /// The region of the other side of the same condition, if some choice has one.
    pub(super) fn sibling(&self, id: RegionId) -> Option<RegionId> {
        let region = self.region(id);
        let key = (region.parent, region.condition, !region.met);
        self.of_condition.get(&key).copied()
    }

    fn open(&mut self, condition: Expr, met: bool, parent: RegionId) -> RegionId {
        let depth = self.list[parent as usize].depth + 1;
        let list = &mut self.list;
        *self
            .of_condition
            .entry((parent, condition, met))
            .or_insert_with(|| {
                list.push(Region {
                    parent,
                    depth,
                    condition,
                    met,
                });
                list.len() as RegionId - 1
            })
    }

    /// A link from `region` reaches `node`: it lives where all such links do.
    fn reach(&mut self, graph: &mut Graph, node: Expr, region: RegionId) {
        let joined = match self.of_node.get(&node) {
            None => region,
            Some(&other) => self.join(graph, other, region),
        };
        self.of_node.insert(node, common);
        let incoming = self.incoming.entry(node).or_default();
        if incoming.len() <= MOST_INCOMING && !incoming.contains(&region) {
            incoming.push(region);
        }
    }

    fn common(&self, mut a: RegionId, mut b: RegionId) -> RegionId {
        while a != b {
            if a == 0 || b == 0 {
                return 0;
            }
            if self.list[a as usize].depth >= self.list[b as usize].depth {
                a = self.list[a as usize].parent;
            } else {
                b = self.list[b as usize].parent;
            }
        }
        a
    }
}
