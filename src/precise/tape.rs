//! A formula as a list of steps over a few primitives: calls are replaced by what their rows say that they mean.
//!
//! Must not know numbers of any precision. Invariants: the operands of a step come before it; the list is made by one
//! loop over the nodes, and by one call deeper for each definition inside of a definition, of which the table has few.

use crate::functions::{self, Exactly, Extremum, FunctionId, Kernel, Primitive};
use crate::graph::{Constant, Expr, Graph, NodeMap, Number, Op};
use crate::resolve::rule;

/// What a step does with its operands.
#[derive(Clone, Debug)]
pub(super) enum Work {
    Number(Number),
    Constant(Constant),
    /// A variable or an entry of one, by its place among the leaves.
    Leaf(usize),
    Sum,
    Product,
    Power,
    Primitive(Primitive, FunctionId),
    /// Known to binary64 alone.
    Kernel(FunctionId),
    Extremum(Extremum),
    Detached,
    Truth(bool),
    Less,
    LessEqual,
    Equal,
    And,
    Or,
    Not,
    Select,
    /// A vector or matrix.
    Shaped,
}

/// A step.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) work: Work,
    first: u32,
    count: u32,
}

/// Steps, operands first.
#[derive(Clone, Debug, Default)]
pub(super) struct Tape {
    pub(super) steps: Vec<Step>,
    operands: Vec<u32>,
    /// The steps of the roots.
    pub(super) outputs: Vec<u32>,
    /// The nodes that values are given for.
    pub(super) leaves: Vec<Expr>,
}

impl Tape {
    pub(super) fn new(graph: &Graph, roots: &[Expr]) -> Tape {
        let mut tape = Tape::default();
        let order = graph.reachable(roots);
        let mut places: NodeMap<u32> = NodeMap::for_nodes(&order);
        for node in order {
            let place = tape.node(graph, node, &places, None);
            places.insert(node, place);
        }
        tape.outputs = roots.iter().map(|root| places[*root]).collect();
        tape
    }

    pub(super) fn operands(&self, step: &Step) -> &[u32] {
        &self.operands[step.first as usize..(step.first + step.count) as usize]
    }

    fn push(&mut self, work: Work, operands: &[u32]) -> u32 {
        let first = self.operands.len() as u32;
        self.operands.extend_from_slice(operands);
        self.steps.push(Step {
            work,
            first,
            count: operands.len() as u32,
        });
        self.steps.len() as u32 - 1
    }

    fn leaf(&mut self, node: Expr) -> u32 {
        self.leaves.push(node);
        self.push(Work::Leaf(self.leaves.len() - 1), &[])
    }

    /// The step of a node whose operands have theirs. Inside of a definition variables are parameters.
    fn node(
        &mut self,
        graph: &Graph,
        node: Expr,
        places: &NodeMap<u32>,
        parameter: Option<&dyn Fn(Expr) -> u32>,
    ) -> u32 {
        let operands: Vec<u32> = graph
            .operands(node)
            .iter()
            .map(|operand| places[*operand])
            .collect();
        if !graph.shape(node).is_scalar() {
            return self.push(Work::Shaped, &[]);
        }
        let work = match graph.op(node) {
            Op::Number(_) => match graph.as_number(node) {
                Some(number) => Work::Number(number.clone()),
                None => Work::Shaped,
            },
            Op::Constant(constant) => Work::Constant(constant),
            Op::Variable(_) => {
                return match parameter {
                    Some(place) => place(node),
                    None => self.leaf(node),
                };
            }
            Op::Entry(_) if matches!(graph.op(graph.operands(node)[0]), Op::Variable(_)) => {
                return self.leaf(node);
            }
            Op::Sum => Work::Sum,
            Op::Product => Work::Product,
            Op::Power => Work::Power,
            Op::Call(id) => return self.call(id, &operands),
            Op::Truth(met) => Work::Truth(met),
            Op::Less => Work::Less,
            Op::LessEqual => Work::LessEqual,
            Op::Equal => Work::Equal,
            Op::And => Work::And,
            Op::Or => Work::Or,
            Op::Not => Work::Not,
            Op::Select => Work::Select,
            _ => Work::Shaped,
        };
        self.push(work, &operands)
    }

    /// What a row means: its text, or the primitive.
    fn call(&mut self, id: FunctionId, operands: &[u32]) -> u32 {
        let row = functions::row(id);
        match (row.kernel, row.exactly) {
            (Kernel::Extremum(end), _) => self.push(Work::Extremum(end), operands),
            (Kernel::Detached, _) => self.push(Work::Detached, operands),
            (_, Exactly::Primitive(primitive)) => {
                self.push(Work::Primitive(primitive, id), operands)
            }
            (_, Exactly::Kernel) => self.push(Work::Kernel(id), operands),
            // Of more arguments than it has parameters the value is that of the first and of all others.
            (_, Exactly::Text(text)) => {
                let count = row.parameters.len();
                let mut rest = operands[operands.len() - count..].to_vec();
                let mut value = self.definition(text, row.parameters, &rest);
                for &operand in operands[..operands.len() - count].iter().rev() {
                    rest = vec![operand, value];
                    value = self.definition(text, row.parameters, &rest);
                }
                value
            }
        }
    }

    fn definition(
        &mut self,
        text: &'static str,
        parameters: &'static [&'static str],
        arguments: &[u32],
    ) -> u32 {
        let rule = rule(&[text], parameters);
        let graph = rule.graph();
        let place = |node: Expr| match graph.op(node) {
            Op::Variable(id) => arguments[rule.parameter(id).unwrap_or(0)],
            _ => 0,
        };
        let order = graph.reachable(rule.roots());
        let mut places: NodeMap<u32> = NodeMap::for_nodes(&order);
        for node in order {
            let own = self.node(graph, node, &places, Some(&place));
            places.insert(node, own);
        }
        places[rule.roots()[0]]
    }
}
