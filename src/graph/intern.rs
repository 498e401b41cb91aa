//! The arena and its table of nodes.

use super::facts::PackedFacts;
use super::hash::{
    hash_bytes, hash_contraction, hash_dimension, hash_number, hash_placement, hash_shape, mix,
};
use super::table::Table;
use super::{
    Constant, Contraction, ContractionId, Dimension, Expr, Facts, Number, NumberId, Op, Placement,
    PlacementId, Shape, VariableId,
};
use crate::functions;
use indexmap::{IndexMap, IndexSet};
use num_bigint::BigInt;
use smallvec::SmallVec;

/// A few operands, held outside the graph while it grows.
pub(crate) type Operands = SmallVec<[Expr; 4]>;

/// A hash-consed graph of expressions.
#[derive(Clone, Default)]
pub struct Graph {
    nodes: Vec<Node>,
    /// The hash of each node: apart, since most looks at a node need none.
    hashes: Vec<u64>,
    /// Operands of all nodes, one after the other.
    operands: Vec<Expr>,
    /// All nodes but numbers.
    table: Table,
    numbers: Vec<Number>,
    /// The node of each number.
    number_nodes: Vec<Expr>,
    number_table: Table,
    /// The shapes of nodes that are no scalars.
    shapes: IndexSet<Shape>,
    variables: IndexMap<String, Shape>,
    /// The variables that are symmetric matrices.
    symmetric: Vec<VariableId>,
    contractions: IndexSet<Contraction>,
    placements: IndexSet<Placement>,
    /// The nodes of -1, 0, 1, 2, which are asked for all the time.
    small: [Option<Expr>; 4],
}

/// What is asked of a node all the time, in half a cache line: a large graph does not fit into any cache.
#[derive(Clone, Copy)]
#[repr(align(32))]
struct Node {
    op: Op,
    first: u32,
    count: u32,
    /// 0 for a scalar, else one more than the place among the shapes.
    shape: u32,
    facts: PackedFacts,
}
const _: () = assert!(size_of::<Node>() == 32);

impl Graph {
    /// An empty graph.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of nodes ever made.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether no node was made.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The node of this place in the order in which nodes were made.
    pub(crate) fn node(&self, index: usize) -> Expr {
        Expr(index as u32)
    }

    /// What a node is.
    pub fn op(&self, expr: Expr) -> Op {
        self.nodes[expr.index()].op
    }

    /// Whether the node is true or false rather than a number.
    pub fn is_condition(&self, expr: Expr) -> bool {
        self.op(expr).is_condition()
    }

    /// Its operands.
    pub fn operands(&self, expr: Expr) -> &[Expr] {
        let node = &self.nodes[expr.index()];
        &self.operands[node.first as usize..(node.first + node.count) as usize]
    }

    /// Its operands, copied so that the graph may grow meanwhile.
    pub(crate) fn operands_of(&self, expr: Expr) -> Operands {
        SmallVec::from_slice(self.operands(expr))
    }

    /// Its shape. Conditions are scalar.
    pub fn shape(&self, expr: Expr) -> Shape {
        match self.nodes[expr.index()].shape {
            0 => Shape::Scalar,
            place => self.shapes[place as usize - 1],
        }
    }

    /// What is known of its values.
    pub fn facts(&self, expr: Expr) -> Facts {
        self.nodes[expr.index()].facts.unpack()
    }

    /// Depends on structure and names alone, never on history.
    pub fn structural_hash(&self, expr: Expr) -> u64 {
        self.hashes[expr.index()]
    }

    /// The number of a [`Op::Number`] node.
    pub fn as_number(&self, expr: Expr) -> Option<&Number> {
        match self.op(expr) {
            Op::Number(id) => Some(&self.numbers[id.0 as usize]),
            _ => None,
        }
    }

    /// The integer of a node that is one.
    pub fn as_integer(&self, expr: Expr) -> Option<BigInt> {
        self.as_number(expr)
            .filter(|number| number.is_integer())
            .map(Number::numer)
    }

    /// Whether the node is this small integer.
    pub fn is_integer(&self, expr: Expr, value: i64) -> bool {
        self.as_number(expr).is_some_and(|number| number.is(value))
    }

    /// The variables, in the order in which they were met.
    pub fn variables(&self) -> impl Iterator<Item = (&str, Shape)> {
        self.variables
            .iter()
            .map(|(name, shape)| (name.as_str(), *shape))
    }

    /// The name of a variable.
    pub fn variable_name(&self, id: VariableId) -> &str {
        self.variables
            .get_index(id.0 as usize)
            .map_or("", |(name, _)| name.as_str())
    }

    /// The variable of this name, if there is one.
    pub fn find_variable(&self, name: &str) -> Option<VariableId> {
        self.variables
            .get_index_of(name)
            .map(|index| VariableId(index as u32))
    }

    /// The node of a variable; the first mention decides the shape.
    pub fn variable(&mut self, name: &str, shape: Shape) -> Expr {
        let id = match self.variables.get_index_of(name) {
            Some(index) => index,
            None => self.variables.insert_full(name.to_owned(), shape).0,
        };
        self.intern(Op::Variable(VariableId(id as u32)), &[])
    }

    /// The node of an exact number.
    pub fn number(&mut self, value: Number) -> Expr {
        let place = small_place(&value);
        if let Some(known) = place.and_then(|place| self.small[place]) {
            return known;
        }
        let hash = hash_number(&value);
        let numbers = &self.numbers;
        let gap = match self
            .number_table
            .find(hash, |id| numbers[id as usize] == value)
        {
            Ok(id) => return self.number_nodes[id as usize],
            Err(gap) => gap,
        };
        let id = self.numbers.len() as u32;
        self.numbers.push(value);
        self.number_table.fill(gap, id);
        // A number that is new has no node yet, and is never looked for among the nodes.
        let op = Op::Number(NumberId(id));
        let node = self.push(op, &[], self.hash_node(op, &[]));
        self.number_nodes.push(node);
        if let Some(place) = place {
            self.small[place] = Some(node);
        }
        node
    }

    /// The node of an integer.
    pub fn integer(&mut self, value: i64) -> Expr {
        self.number(Number::from(value))
    }

    /// The node of a fraction; `denominator` is not 0.
    pub fn fraction(&mut self, numerator: i64, denominator: i64) -> Expr {
        self.number(Number::of_words(numerator, denominator))
    }

    /// The node of a named constant.
    pub fn constant(&mut self, constant: Constant) -> Expr {
        self.intern(Op::Constant(constant), &[])
    }

    /// What is left of a product without its coefficient, if that is a node already: a product of a
    /// number and a part costs one multiplication where the part is computed anyway.
    pub(crate) fn rest_of_product(&self, expr: Expr) -> Option<Expr> {
        let operands = self.operands(expr);
        if self.op(expr) != Op::Product
            || operands.len() < 3
            || self.as_number(operands[0]).is_none()
        {
            return None;
        }
        let hash = self.hash_node(Op::Product, &operands[1..]);
        let same = |id: u32| {
            let other = Expr(id);
            self.op(other) == Op::Product && *self.operands(other) == operands[1..]
        };
        self.table.find(hash, same).ok().map(Expr)
    }

    /// The one node with this operation and these operands, which are in canonical order already.
    pub(super) fn intern(&mut self, op: Op, operands: &[Expr]) -> Expr {
        let hash = self.hash_node(op, operands);
        let (nodes, pool) = (&self.nodes, &self.operands);
        let same = |id: u32| {
            let node = &nodes[id as usize];
            node.op == op && pool[node.first as usize..][..node.count as usize] == *operands
        };
        let gap = match self.table.find(hash, same) {
            Ok(id) => return Expr(id),
            Err(gap) => gap,
        };
        self.table.fill(gap, self.nodes.len() as u32);
        self.push(op, operands, hash)
    }

    /// A new node.
    fn push(&mut self, op: Op, operands: &[Expr], hash: u64) -> Expr {
        let shape = match self.infer_shape(op, operands) {
            Shape::Scalar => 0,
            shape => self.shapes.insert_full(shape).0 as u32 + 1,
        };
        let facts = self.infer_facts(op, operands).pack();
        let id = self.nodes.len() as u32;
        let first = self.operands.len() as u32;
        self.operands.extend_from_slice(operands);
        self.hashes.push(hash);
        self.nodes.push(Node {
            op,
            first,
            count: operands.len() as u32,
            shape,
            facts,
        });
        Expr(id)
    }

    pub(super) fn number_of(&self, id: NumberId) -> &Number {
        &self.numbers[id.0 as usize]
    }

    pub(super) fn contraction_of(&self, id: ContractionId) -> &Contraction {
        &self.contractions[id.0 as usize]
    }

    /// Whether a contraction was ever made.
    pub(crate) fn has_contractions(&self) -> bool {
        !self.contractions.is_empty()
    }

    pub(super) fn contraction_id(&mut self, contraction: Contraction) -> ContractionId {
        ContractionId(self.contractions.insert_full(contraction).0 as u32)
    }

    pub(super) fn placement_of(&self, id: PlacementId) -> &Placement {
        &self.placements[id.0 as usize]
    }

    pub(super) fn placement_id(&mut self, placement: Placement) -> PlacementId {
        PlacementId(self.placements.insert_full(placement).0 as u32)
    }

    /// The node of a variable that is a symmetric matrix: it is its own transpose. To be said before the
    /// variable is mentioned.
    pub fn symmetric_variable(&mut self, name: &str, dimension: Dimension) -> Expr {
        let (id, _) = self
            .variables
            .insert_full(name.to_owned(), Shape::of(dimension, dimension));
        let id = VariableId(id as u32);
        if !self.symmetric.contains(&id) {
            self.symmetric.push(id);
        }
        self.intern(Op::Variable(id), &[])
    }

    /// Whether a variable is a symmetric matrix.
    pub fn is_symmetric_variable(&self, id: VariableId) -> bool {
        self.symmetric.contains(&id)
    }

    /// The shape that a variable was given.
    pub(super) fn variable_shape(&self, id: VariableId) -> Shape {
        self.variables
            .get_index(id.0 as usize)
            .map_or(Shape::Scalar, |(_, shape)| *shape)
    }

    fn hash_node(&self, op: Op, operands: &[Expr]) -> u64 {
        let (tag, detail) = match op {
            Op::Number(id) => (1, hash_number(&self.numbers[id.0 as usize])),
            Op::Constant(constant) => (2, hash_bytes(constant.name().as_bytes())),
            Op::Variable(id) => (3, hash_bytes(self.variable_name(id).as_bytes())),
            Op::Sum => (4, 0),
            Op::Product => (5, 0),
            Op::Power => (6, 0),
            Op::Call(id) => (7, hash_bytes(functions::row(id).name.as_bytes())),
            Op::Truth(value) => (8, u64::from(value)),
            Op::Less => (9, 0),
            Op::LessEqual => (10, 0),
            Op::And => (11, 0),
            Op::Or => (12, 0),
            Op::Not => (13, 0),
            Op::Select => (14, 0),
            Op::Contract(id) => (15, hash_contraction(self.contraction_of(id))),
            Op::Extent(dimension) => (16, hash_dimension(dimension)),
            Op::Reduce(reduction, axes) => (
                17,
                hash_bytes(reduction.name().as_bytes()) ^ u64::from(axes),
            ),
            Op::Gather(id) => (22, hash_placement(self.placement_of(id))),
            Op::Scatter(id) => (23, hash_placement(self.placement_of(id))),
            Op::Inverse => (24, 0),
            Op::Adjugate(order) => (27, u64::from(order)),
            Op::Determinant => (25, 0),
            Op::LogDeterminant => (26, 0),
            Op::Fill(shape) => (18, hash_shape(shape)),
            Op::Stack(shape) => (19, hash_shape(shape)),
            Op::Entry(position) => (20, u64::from(position)),
            Op::Equal => (21, 0),
        };
        let start = mix(mix(0x243f_6a88_85a3_08d3, tag), detail);
        operands.iter().fold(start, |hash, &operand| {
            mix(hash, self.structural_hash(operand))
        })
    }
}

/// Where the smallest integers are kept.
fn small_place(value: &Number) -> Option<usize> {
    match value.words() {
        Some((above @ -1..=2, 1)) => Some((above + 1) as usize),
        _ => None,
    }
}
