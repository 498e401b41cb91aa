//! Which nodes matter only on one side of an `if`.
//!
//! A node that is reached through one branch of one choice alone lives in that branch's region. Its
//! adjoint is that of the branch without any mask; where a link leaves a region, the choice is made
//! after the last partial derivative, so that nothing of a branch not taken leaks out: masking the
//! adjoint at the entry would not do, since 0 times infinity is NaN.

use crate::graph::{Expr, Graph, Op};
use hashbrown::HashMap;

/// A region; 0 is everything.
pub(super) type RegionId = u32;

#[derive(Clone, Copy)]
pub(super) struct Region {
    pub parent: RegionId,
    pub depth: u32,
    /// The choice whose branch this is.
    pub choice: Expr,
    /// Whether it is the branch taken when the condition is met.
    pub met: bool,
}

/// The regions of the nodes of one reverse sweep.
pub(super) struct Regions {
    list: Vec<Region>,
    of_branch: HashMap<(Expr, bool), RegionId>,
    of_node: HashMap<Expr, RegionId>,
}

impl Regions {
    /// Regions of the nodes `order` (operands first) that depend on `wrt`, which are never in a
    /// branch themselves: their adjoints are the result.
    pub(super) fn find(graph: &Graph, order: &[Expr], root: Expr, wrt: &[Expr]) -> Self {
        let top = Region {
            parent: 0,
            depth: 0,
            choice: root,
            met: true,
        };
        let mut regions = Regions {
            list: vec![top],
            of_branch: HashMap::new(),
            of_node: HashMap::new(),
        };
        if !order.iter().any(|&node| graph.op(node) == Op::Select) {
            return regions;
        }
        regions.of_node.insert(root, 0);
        regions
            .of_node
            .extend(wrt.iter().map(|&variable| (variable, 0)));
        for &node in order.iter().rev() {
            let own = regions.of(node);
            if graph.op(node) == Op::Select {
                for (place, met) in [(1, true), (2, false)] {
                    let branch = regions.open(node, met, own);
                    regions.reach(graph.operands(node)[place], branch);
                }
                continue;
            }
            for &operand in graph.operands(node) {
                regions.reach(operand, own);
                // A product links to the base of a negative power directly.
                if graph.op(operand) == Op::Power {
                    regions.reach(graph.operands(operand)[0], own);
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
        self.of_branch.get(&(choice, met)).copied().unwrap_or(0)
    }

    /// What is known of a region.
    pub(super) fn region(&self, id: RegionId) -> Region {
        self.list[id as usize]
    }

    fn open(&mut self, choice: Expr, met: bool, parent: RegionId) -> RegionId {
        let id = self.list.len() as RegionId;
        let depth = self.list[parent as usize].depth + 1;
        self.list.push(Region {
            parent,
            depth,
            choice,
            met,
        });
        self.of_branch.insert((choice, met), id);
        id
    }

    /// A link from `region` reaches `node`: it lives in the smallest region around all such links.
    fn reach(&mut self, node: Expr, region: RegionId) {
        let common = match self.of_node.get(&node) {
            None => region,
            Some(&other) => self.common(other, region),
        };
        self.of_node.insert(node, common);
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
