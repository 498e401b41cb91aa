//! From the graph to a schedule. Nodes that work entry by entry become maps, as many in one as can run in the same loop;
//! everything else becomes a step.
//!
//! Must not know: backends, sizes of names. Invariants: a node is lowered once, but for numbers; what is made of a node
//! depends on the graph alone. The level of a node is one above that of everything it needs whole, so that nodes of one
//! level and shape run in one loop and no loop needs what comes after it.

use super::contract::Contractions;
use super::group::Group;
use super::{ArrayId, Axes, Fold, Places, Reduction, Row, Schedule, Size, Step, View};
use crate::graph::{
    self, Contraction, Denominators, Dimension, Expr, Graph, Indices, NodeMap, Op, Shape,
    VariableId,
};
use indexmap::IndexMap;
use smallvec::SmallVec;

/// Lowers `outputs` of any shape to a schedule whose inputs are the `variables`, in order. Every variable that the
/// outputs need must be among them. `values` are those outputs that divide as if they were computed alone.
pub fn lower_arrays(
    graph: &Graph,
    outputs: &[Expr],
    values: &[Expr],
    variables: &[(VariableId, Shape)],
) -> Schedule {
    let denominators = Denominators::count_beside(graph, &graph.uses(outputs), values);
    let mut lowering = Lowering {
        graph,
        denominators,
        schedule: Schedule::default(),
        arrays: 0,
        made: NodeMap::for_nodes(outputs),
        levels: NodeMap::for_nodes(outputs),
        stored: NodeMap::for_nodes(outputs),
        folded: NodeMap::for_nodes(outputs),
    };
    for (_, shape) in variables {
        let axes = lowering.axes(*shape);
        lowering.schedule.inputs.push(axes);
    }
    lowering.arrays = variables.len();
    let order = lowering.needed(outputs);
    for &node in &order {
        if let Op::Variable(id) = graph.op(node) {
            let place = variables.iter().position(|own| own.0 == id).unwrap_or(0);
            lowering.made.insert(node, ArrayId(place as u32));
        }
    }
    lowering.set_levels(&order);
    lowering.sink(&order, outputs);
    lowering.mark(&order, outputs);
    lowering.emit(&order);
    let ids = outputs.iter().map(|&output| lowering.made[output]);
    lowering.schedule.outputs = ids.collect();
    lowering.schedule
}

/// What a node is to a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number that stands in every program that needs it.
    Number,
    /// A size.
    Extent,
    /// An input.
    Variable,
    /// Works entry by entry.
    Elementwise,
    /// Needs its operands whole.
    Whole,
}

pub(super) struct Lowering<'a> {
    pub(super) graph: &'a Graph,
    pub(super) denominators: Denominators,
    pub(super) schedule: Schedule,
    /// How many arrays there are.
    arrays: usize,
    /// The array of a node.
    pub(super) made: NodeMap<ArrayId>,
    pub(super) levels: NodeMap<u32>,
    /// Elementwise nodes that become arrays.
    stored: NodeMap<()>,
    /// Nodes that a loop over their operand makes on the way.
    folded: NodeMap<Fold>,
}

/// What is made at one level.
#[derive(Default)]
struct Level {
    /// Steps by themselves.
    whole: Vec<Expr>,
    /// Loops, by shape.
    groups: IndexMap<Shape, Vec<Expr>>,
}

/// A node that another one needs.
pub(super) struct Need {
    pub(super) node: Expr,
    /// Whether each entry needs the entry at the same place alone.
    pub(super) aligned: bool,
}

impl Lowering<'_> {
    pub(super) fn kind(&self, node: Expr) -> Kind {
        match self.graph.op(node) {
            Op::Number(_) | Op::Constant(_) | Op::Truth(_) => Kind::Number,
            Op::Extent(_) => Kind::Extent,
            Op::Variable(_) => Kind::Variable,
            Op::Sum
            | Op::Product
            | Op::Power
            | Op::Call(_)
            | Op::Less
            | Op::LessEqual
            | Op::Equal
            | Op::And
            | Op::Or
            | Op::Not
            | Op::Select
            | Op::Fill(_) => Kind::Elementwise,
            Op::Contract(_) => match self.graph.contraction(node) {
                Some(own) if is_aligned(own) => Kind::Elementwise,
                _ => Kind::Whole,
            },
            Op::Gather(_)
            | Op::Scatter(_)
            | Op::Reduce(..)
            | Op::Inverse
            | Op::Adjugate(_)
            | Op::Determinant
            | Op::LogDeterminant
            | Op::Stack(_)
            | Op::Entry(_) => Kind::Whole,
        }
    }

    /// What a node reads. A product reads what it divides by, and a contraction with an inverse the matrix.
    pub(super) fn needs(&self, node: Expr) -> SmallVec<[Need; 4]> {
        let graph = self.graph;
        let operands = graph.operands(node);
        if let Some(own) = graph.contraction(node) {
            if self.kind(node) == Kind::Elementwise {
                let need = |(&node, indices): (&Expr, &Indices)| Need {
                    node,
                    aligned: *indices == own.output,
                };
                return operands.iter().zip(&own.inputs).map(need).collect();
            }
            let contractions = Contractions::new(graph, node);
            let read = contractions.reads().into_iter();
            return read
                .map(|node| Need {
                    node,
                    aligned: false,
                })
                .collect();
        }
        let shape = graph.shape(node);
        let elementwise = self.kind(node) == Kind::Elementwise;
        let need = |node: Expr| Need {
            node,
            aligned: elementwise && graph.shape(node) == shape,
        };
        let mut needs: SmallVec<[Need; 4]> = SmallVec::new();
        for &operand in operands {
            let divides = graph.op(node) == Op::Product
                && crate::program::products::divides(graph, &self.denominators, node, operand);
            needs.push(need(match divides {
                true => graph.split_exponent(operand).0,
                false => operand,
            }));
        }
        needs
    }

    /// The nodes that are lowered, operands first.
    fn needed(&self, outputs: &[Expr]) -> Vec<Expr> {
        let mut seen: NodeMap<()> = NodeMap::for_nodes(outputs);
        let mut open = outputs.to_vec();
        let mut order = Vec::new();
        while let Some(node) = open.pop() {
            if seen.get(node).is_none() {
                seen.insert(node, ());
                order.push(node);
                open.extend(self.needs(node).iter().map(|need| need.node));
            }
        }
        order.sort_unstable();
        order
    }

    /// Levels as early as possible.
    fn set_levels(&mut self, order: &[Expr]) {
        for &node in order {
            let whole = self.kind(node) == Kind::Whole;
            let level = |need: &Need| match self.kind(need.node) {
                Kind::Variable => 0,
                // A step that needs a number whole needs it as an array.
                Kind::Number | Kind::Extent => u32::from(whole),
                _ => self.levels[need.node] + u32::from(!need.aligned),
            };
            let level = self.needs(node).iter().map(level).max().unwrap_or(0);
            self.levels.insert(node, level);
        }
    }

    /// A node that only later loops of its own shape read goes to the first of these, so that it need not be stored.
    fn sink(&mut self, order: &[Expr], outputs: &[Expr]) {
        let mut first: NodeMap<u32> = NodeMap::for_nodes(order);
        let mut fixed: NodeMap<()> = NodeMap::for_nodes(order);
        for &output in outputs {
            fixed.insert(output, ());
        }
        for &node in order.iter().rev() {
            let elementwise = self.kind(node) == Kind::Elementwise;
            if elementwise
                && fixed.get(node).is_none()
                && let Some(&level) = first.get(node)
            {
                self.levels.insert(node, level);
            }
            let level = self.levels[node];
            for need in self.needs(node) {
                if !need.aligned {
                    fixed.insert(need.node, ());
                    continue;
                }
                let known = first.get(need.node).copied().unwrap_or(u32::MAX);
                first.insert(need.node, known.min(level));
            }
        }
    }

    /// Marks what becomes an array, and what a loop makes on the way.
    fn mark(&mut self, order: &[Expr], outputs: &[Expr]) {
        for &node in order {
            if let Some((operand, fold)) = self.fold(node)
                && self.kind(operand) == Kind::Elementwise
            {
                self.folded.insert(node, fold);
                continue;
            }
            for need in self.needs(node) {
                let same = need.aligned && self.levels[need.node] == self.levels[node];
                let becomes = match self.kind(need.node) {
                    Kind::Elementwise => !same,
                    Kind::Number | Kind::Extent => self.kind(node) == Kind::Whole,
                    Kind::Variable | Kind::Whole => false,
                };
                if becomes {
                    self.stored.insert(need.node, ());
                }
            }
        }
        for &output in outputs {
            let kind = self.kind(output);
            if matches!(kind, Kind::Elementwise | Kind::Number | Kind::Extent) {
                self.stored.insert(output, ());
            }
        }
    }

    /// A node that reduces all of one operand, and how.
    fn fold(&self, node: Expr) -> Option<(Expr, Fold)> {
        let &[operand] = self.graph.operands(node) else {
            return None;
        };
        match self.graph.op(node) {
            Op::Reduce(reduction, along) if reduction != graph::Reduction::LogSumExp => {
                let rank = self.graph.shape(operand).rank();
                let stays = |axis: &u8| along >> axis & 1 == 0;
                Some((
                    operand,
                    Fold {
                        kept: (0..rank as u8).filter(stays).collect(),
                        reduction: reduction_of(reduction),
                    },
                ))
            }
            Op::Contract(_) => {
                let own = self.graph.contraction(node)?;
                let indices = &own.inputs[0];
                let place = |index: &u8| indices.iter().position(|other| other == index);
                let kept: Option<Places> = own
                    .output
                    .iter()
                    .map(|index| Some(place(index)? as u8))
                    .collect();
                let kept = kept?;
                let distinct = (1..indices.len()).all(|at| !indices[..at].contains(&indices[at]));
                let increase = kept.windows(2).all(|pair| pair[0] < pair[1]);
                let reduction = Reduction::Sum;
                (distinct && increase).then_some((operand, Fold { kept, reduction }))
            }
            _ => None,
        }
    }

    fn emit(&mut self, order: &[Expr]) {
        let mut levels: IndexMap<u32, Level> = IndexMap::new();
        for &node in order {
            let level = self.levels[node];
            let stored = self.stored.get(node).is_some();
            // What is folded is made by the loop over its operand.
            let looped = match self.kind(node) {
                Kind::Variable => continue,
                Kind::Number | Kind::Extent if !stored => continue,
                Kind::Number | Kind::Extent | Kind::Elementwise => node,
                Kind::Whole if self.folded.get(node).is_some() => self.graph.operands(node)[0],
                Kind::Whole => {
                    levels.entry(level).or_default().whole.push(node);
                    continue;
                }
            };
            let groups = &mut levels.entry(self.levels[looped]).or_default().groups;
            let shape = self.graph.shape(looped);
            groups.entry(shape).or_default().push(node);
        }
        levels.sort_unstable_keys();
        for (_, level) in levels {
            for node in level.whole {
                let id = self.whole(node);
                self.made.insert(node, id);
            }
            for (shape, nodes) in level.groups {
                self.group(shape, &nodes);
            }
        }
    }

    /// One map for all nodes of a shape and level, and for what is folded from them.
    fn group(&mut self, shape: Shape, nodes: &[Expr]) {
        let mut group = Group::new(self, shape);
        let (mut leaving, mut results) = (Vec::new(), Vec::new());
        for &node in nodes {
            match self.folded.get(node) {
                Some(fold) => {
                    leaving.push((node, self.graph.operands(node)[0]));
                    results.push(fold.clone());
                }
                None => {
                    group.add(node);
                    if self.stored.get(node).is_some() {
                        leaving.push((node, node));
                        results.push(Fold {
                            kept: (0..shape.rank() as u8).collect(),
                            reduction: Reduction::Sum,
                        });
                    }
                }
            }
        }
        let roots: Vec<Expr> = leaving.iter().map(|own| own.1).collect();
        let (operands, program) = group.finish(&roots);
        let map = super::Map {
            axes: self.axes(shape),
            operands: operands.into_iter().map(|own| own.operand(self)).collect(),
            program,
            results,
        };
        self.schedule.steps.push(Step::Map(map));
        for (node, _) in leaving {
            let id = self.next();
            self.made.insert(node, id);
        }
    }

    fn next(&mut self) -> ArrayId {
        self.arrays += 1;
        ArrayId(self.arrays as u32 - 1)
    }

    pub(super) fn push(&mut self, step: Step) -> ArrayId {
        self.schedule.steps.push(step);
        self.next()
    }

    /// A node that needs its operands whole.
    fn whole(&mut self, node: Expr) -> ArrayId {
        let graph = self.graph;
        let operands = graph.operands(node);
        if let Op::Contract(_) = graph.op(node) {
            return Contractions::new(graph, node).emit(self);
        }
        let arrays: SmallVec<[ArrayId; 4]> = operands.iter().map(|&own| self.made[own]).collect();
        let array = arrays[0];
        let axes = self.axes(graph.shape(node));
        let step = match graph.op(node) {
            Op::Inverse => Step::Inverse(array),
            Op::Adjugate(order) => Step::Adjugate {
                matrix: array,
                order,
            },
            Op::Determinant => Step::Determinant(array),
            Op::LogDeterminant => Step::LogDeterminant(array),
            Op::Stack(_) => Step::Stack {
                parts: arrays.to_vec(),
                axes,
            },
            Op::Reduce(reduction, along) => Step::Reduce {
                reduction: reduction_of(reduction),
                array,
                along: (0..graph.shape(operands[0]).rank() as u8)
                    .filter(|axis| along >> axis & 1 == 1)
                    .collect(),
            },
            Op::Entry(position) => {
                let mut rest = position as usize;
                let mut offsets = graph.shape(operands[0]).sizes();
                for size in offsets.iter_mut().rev() {
                    let extent = (*size).max(1);
                    *size = rest % extent;
                    rest /= extent;
                }
                let row = |offset: usize| Row {
                    offset: offset as i64,
                    ..Row::default()
                };
                let rows = offsets.into_iter().map(row).collect();
                Step::Gather(View { array, axes, rows })
            }
            _ => {
                let rows = match graph.placement(node) {
                    Some(own) => own
                        .places
                        .iter()
                        .map(|place| row(place, own.view.len()))
                        .collect(),
                    None => Vec::new(),
                };
                let view = View { array, axes, rows };
                match graph.op(node) {
                    Op::Scatter(_) => Step::Scatter(view),
                    _ => Step::Gather(view),
                }
            }
        };
        self.push(step)
    }

    /// A dimension as a size; a name is taken down when it is met first.
    pub(super) fn size(&mut self, dimension: Dimension) -> Size {
        let Some(name) = dimension.name() else {
            return Size::Known(dimension.value().unwrap_or(0));
        };
        let names = &mut self.schedule.names;
        let place = names.iter().position(|own| own == name);
        Size::Named(place.unwrap_or_else(|| {
            names.push(name.to_owned());
            names.len() - 1
        }) as u32)
    }

    fn axes(&mut self, shape: Shape) -> Axes {
        shape.axes().iter().map(|&own| self.size(own)).collect()
    }
}

/// Whether a contraction only says where each entry is read: nothing is summed and no diagonal made.
fn is_aligned(own: &Contraction) -> bool {
    let distinct = (1..own.output.len()).all(|at| !own.output[..at].contains(&own.output[at]));
    !own.inputs.is_empty() && distinct && own.is_pure()
}

fn reduction_of(reduction: graph::Reduction) -> Reduction {
    match reduction {
        graph::Reduction::Maximum => Reduction::Maximum,
        graph::Reduction::Minimum => Reduction::Minimum,
        graph::Reduction::Product => Reduction::Product,
        graph::Reduction::LogSumExp => Reduction::LogSumExp,
    }
}

fn row(place: &graph::Place, axes: usize) -> Row {
    let mut coefficients: SmallVec<[i64; 4]> = SmallVec::from_elem(0, axes);
    for &(axis, factor) in &place.steps {
        let own = &mut coefficients[usize::from(axis)];
        *own = own.saturating_add(factor);
    }
    Row {
        offset: place.offset,
        sizes: SmallVec::new(),
        coefficients,
    }
}
