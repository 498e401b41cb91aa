//! Passes over a graph. Operands have smaller ids, so each is a loop.

use super::intern::Operands;
use super::{Expr, Graph, Op, Shape, VariableId};
use hashbrown::HashMap;
use num_traits::Signed;
use smallvec::{SmallVec, smallvec};

/// A value for each of some nodes of a graph: a vector by node, for passes that meet most nodes.
#[derive(Clone, Debug)]
pub struct NodeMap<T> {
    values: Vec<Option<T>>,
}

impl<T> NodeMap<T> {
    /// An empty map with room for the nodes up to the last one of `order`.
    pub fn for_nodes(order: &[Expr]) -> Self {
        let top = order.iter().map(|node| node.index() + 1).max().unwrap_or(0);
        NodeMap {
            values: std::iter::repeat_with(|| None).take(top).collect(),
        }
    }

    /// The value of a node.
    pub fn get(&self, node: Expr) -> Option<&T> {
        self.values.get(node.index())?.as_ref()
    }

    /// Sets the value of a node.
    pub fn insert(&mut self, node: Expr, value: T) {
        if node.index() >= self.values.len() {
            self.values.resize_with(node.index() + 1, || None);
        }
        self.values[node.index()] = Some(value);
    }
}

impl<T> std::ops::Index<Expr> for NodeMap<T> {
    type Output = T;

    /// The value of a node that has one.
    fn index(&self, node: Expr) -> &T {
        self.get(node).expect("the node was met before")
    }
}

/// How often each node is used by the nodes that some roots need, the roots themselves included.
pub struct Uses {
    /// The nodes that the roots need, operands first.
    pub order: Vec<Expr>,
    counts: Vec<u32>,
    /// The products with a coefficient whose rests are needed too, with these, in order.
    rests: Vec<(Expr, Expr)>,
}

impl Uses {
    /// What is left of a product without its coefficient, if that is needed too.
    pub fn rest(&self, product: Expr) -> Option<Expr> {
        let place = self.rests.binary_search_by_key(&product, |rest| rest.0);
        place.ok().map(|place| self.rests[place].1)
    }

    /// Number of edges into `expr` (a root counts as one).
    pub fn count(&self, expr: Expr) -> u32 {
        self.counts.get(expr.index()).copied().unwrap_or(0)
    }
}

impl Graph {
    /// All nodes that `roots` need, operands before the nodes that use them.
    pub fn reachable(&self, roots: &[Expr]) -> Vec<Expr> {
        let top = roots.iter().map(|root| root.index() + 1).max().unwrap_or(0);
        let mut needed = vec![false; top];
        for root in roots {
            needed[root.index()] = true;
        }
        let mut order = Vec::new();
        for index in (0..top).rev() {
            if needed[index] {
                let expr = Expr(index as u32);
                order.push(expr);
                for operand in self.operands(expr) {
                    needed[operand.index()] = true;
                }
            }
        }
        order.reverse();
        order
    }

    /// The same with the number of uses of each.
    pub fn uses(&self, roots: &[Expr]) -> Uses {
        let top = roots.iter().map(|root| root.index() + 1).max().unwrap_or(0);
        let mut counts = vec![0u32; top];
        for root in roots {
            counts[root.index()] += 1;
        }
        let mut order = Vec::new();
        let mut rests = Vec::new();
        for index in (0..top).rev() {
            if counts[index] > 0 {
                let expr = Expr(index as u32);
                order.push(expr);
                for operand in self.operands(expr) {
                    counts[operand.index()] += 1;
                }
                rests.extend(self.rest_of_product(expr).map(|rest| (expr, rest)));
            }
        }
        order.reverse();
        // A product with a coefficient is its rest times a number: that uses the rest too.
        rests.retain(|(_, rest)| counts.get(rest.index()).is_some_and(|&count| count > 0));
        for (_, rest) in &rests {
            counts[rest.index()] += 1;
        }
        rests.reverse();
        Uses {
            order,
            counts,
            rests,
        }
    }

    /// A node of the same kind with other operands, made by the constructors. `operands` are in the
    /// order of the operands of `expr`.
    pub fn rebuild(&mut self, expr: Expr, operands: &[Expr]) -> Expr {
        if self.operands(expr) == operands {
            return expr;
        }
        self.construct(self.op(expr), operands)
    }

    /// The node rebuilt from the images of its operands.
    pub fn rebuild_from(&mut self, expr: Expr, images: &NodeMap<Expr>) -> Expr {
        let image = |&operand: &Expr| images[operand];
        let operands: Operands = self.operands(expr).iter().map(image).collect();
        self.rebuild(expr, &operands)
    }

    /// The node of an operation with operands, made by the constructors; not for numbers and
    /// variables, whose ids belong to one graph.
    fn construct(&mut self, op: Op, operands: &[Expr]) -> Expr {
        match op {
            Op::Number(_) | Op::Variable(_) => unreachable!("leaves have no operands to replace"),
            Op::Constant(constant) => self.constant(constant),
            Op::Truth(met) => self.truth(met),
            Op::Sum => self.sum(operands),
            Op::Product => self.product(operands),
            Op::Power => self.power(operands[0], operands[1]),
            Op::Call(id) => self.call(id, operands),
            Op::Less => self.less(operands[0], operands[1]),
            Op::LessEqual => self.less_equal(operands[0], operands[1]),
            Op::Equal => self.equal(operands[0], operands[1]),
            Op::And => self.and(operands[0], operands[1]),
            Op::Or => self.or(operands[0], operands[1]),
            Op::Not => self.not(operands[0]),
            Op::Select => self.select(operands[0], operands[1], operands[2]),
            Op::Contract(id) => self.contract_like(id, operands),
            Op::Extent(dimension) => self.extent(dimension),
            Op::Gather(id) => {
                let placement = self.placement_of(id).clone();
                self.gather(operands[0], placement)
            }
            Op::Scatter(id) => {
                let placement = self.placement_of(id).clone();
                self.scatter(operands[0], placement)
            }
            Op::Reduce(reduction, axes) => self.reduce(reduction, operands[0], axes),
            Op::Inverse => self.inverse(operands[0]),
            Op::Adjugate(order) => self.adjugate(operands[0], order),
            Op::Determinant => self.determinant(operands[0]),
            Op::LogDeterminant => self.log_determinant(operands[0]),
            Op::Fill(shape) => self.fill(operands[0], shape),
            Op::Stack(shape) => self.stack(operands, shape),
            Op::Entry(position) => self.entry(operands[0], position),
        }
    }

    /// `roots` with variables replaced, each shared node rebuilt once.
    pub fn substitute(&mut self, roots: &[Expr], values: &HashMap<VariableId, Expr>) -> Vec<Expr> {
        let order = self.reachable(roots);
        let mut images = NodeMap::for_nodes(&order);
        for expr in order {
            let image = match self.op(expr) {
                Op::Variable(id) => values.get(&id).copied().unwrap_or(expr),
                _ => self.rebuild_from(expr, &images),
            };
            images.insert(expr, image);
        }
        roots.iter().map(|&root| images[root]).collect()
    }
}

/// Constant integer powers up to this one are multiplications when they are lowered, larger ones a
/// call.
pub const MOST_MULTIPLIED: u64 = 32;

/// How many divisions each denominator takes part in. One that takes part in at least two is lowered
/// to a reciprocal and multiplications.
pub struct Denominators {
    counts: Counts,
    /// The nodes that values need, and how often these alone divide by each.
    values: Option<(NodeMap<()>, Counts)>,
}

impl Denominators {
    /// Counts the uses of all constant negative integer powers.
    pub fn count(graph: &Graph, uses: &Uses) -> Self {
        Denominators {
            counts: count_denominators(graph, uses),
            values: None,
        }
    }

    /// The same, but what `values` need divides as it would if nothing else were computed: `x/y` does not become
    /// `x*(1/y)`, which overflows earlier, because a derivative needs `1/y`.
    pub fn count_beside(graph: &Graph, uses: &Uses, values: &[Expr]) -> Self {
        let own = graph.uses(values);
        let mut nodes = NodeMap::for_nodes(&own.order);
        for &node in &own.order {
            nodes.insert(node, ());
        }
        Denominators {
            values: Some((nodes, count_denominators(graph, &own))),
            ..Denominators::count(graph, uses)
        }
    }

    /// Whether one reciprocal serves several divisions.
    pub fn is_shared(&self, base: Expr) -> bool {
        self.counts.of(base) > 1
    }

    /// Whether `node` uses a reciprocal that serves several divisions.
    pub fn is_shared_at(&self, node: Expr, base: Expr) -> bool {
        match &self.values {
            Some((nodes, counts)) if nodes.get(node).is_some() => counts.of(base) > 1,
            _ => self.is_shared(base),
        }
    }
}

fn count_denominators(graph: &Graph, uses: &Uses) -> Counts {
    let mut counts = Counts(Vec::new());
    for &node in &uses.order {
        if let &[base, exponent] = graph.operands(node)
            && graph.op(node) == Op::Power
            && let Some(exponent) = graph.as_number(exponent)
            && exponent.is_negative()
            && exponent.is_integer()
        {
            counts.add(base, uses.count(node));
        }
    }
    counts
}

/// A number for each node, mostly 0.
struct Counts(Vec<u32>);

impl Counts {
    fn of(&self, node: Expr) -> u32 {
        self.0.get(node.index()).copied().unwrap_or(0)
    }

    fn add(&mut self, node: Expr, more: u32) {
        if self.0.len() <= node.index() {
            self.0.resize(node.index() + 1, 0);
        }
        self.0[node.index()] += more;
    }
}

/// A formula in a small graph of its own, ready to be written into another graph with its variables
/// replaced: how rules given as text are applied.
pub struct Transplant {
    graph: Graph,
    order: Vec<Expr>,
    roots: Vec<Expr>,
    parameters: Vec<VariableId>,
}

impl Transplant {
    /// `roots` of `graph` as functions of the variables named `parameters`; every variable of the
    /// formula must be among them.
    pub fn new(graph: Graph, roots: Vec<Expr>, parameters: &[&str]) -> Self {
        let order = graph.reachable(&roots);
        let parameters = parameters
            .iter()
            .map(|name| graph.find_variable(name).unwrap_or(VariableId(u32::MAX)))
            .collect();
        Transplant {
            graph,
            order,
            roots,
            parameters,
        }
    }

    /// The formula's own graph.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The formula's own roots.
    pub fn roots(&self) -> &[Expr] {
        &self.roots
    }

    /// Which parameter a variable of the formula is.
    pub fn parameter(&self, id: VariableId) -> Option<usize> {
        self.parameters
            .iter()
            .position(|&parameter| parameter == id)
    }

    /// Writes the root number `root` into `target`, with `arguments` for the parameters.
    pub fn apply(&self, target: &mut Graph, root: usize, arguments: &[Expr]) -> Expr {
        self.apply_node(target, self.roots[root], arguments)
    }

    /// Writes any node of the formula into `target`.
    pub fn apply_node(&self, target: &mut Graph, wanted: Expr, arguments: &[Expr]) -> Expr {
        // Rules are a few nodes.
        let mut images: SmallVec<[Option<Expr>; 32]> = smallvec![None; wanted.index() + 1];
        let needed = (self.roots != [wanted]).then(|| self.graph.reachable(&[wanted]));
        for &expr in needed.as_ref().unwrap_or(&self.order) {
            let image = match self.graph.op(expr) {
                Op::Number(_) => {
                    let number = self.graph.as_number(expr).cloned();
                    target.number(number.expect("the node is a number"))
                }
                Op::Variable(id) => match self.parameter(id) {
                    Some(position) => arguments[position],
                    None => target.variable(self.graph.variable_name(id), Shape::Scalar),
                },
                op => {
                    let operands: Operands = self
                        .graph
                        .operands(expr)
                        .iter()
                        .filter_map(|operand| images[operand.index()])
                        .collect();
                    target.construct(op, &operands)
                }
            };
            images[expr.index()] = Some(image);
        }
        images[wanted.index()].expect("the wanted node was written last")
    }
}
