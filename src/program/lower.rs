//! From the graph to a program: sums and products become chains of instructions, products with
//! negative powers divisions, constant powers multiplications.
//!
//! Each node is lowered once, operands first. The only room of the program that knows graphs.

use super::pairs::Symbol;
use super::products::{Factor, Products, divides, factors_above};
use super::{Assembler, Instruction, Program, Relation, ValueId};
use crate::functions::{self, Extremum, FunctionId, Kernel, Step};
use crate::graph::{
    Denominators, Expr, Graph, MOST_MULTIPLIED, NodeMap, Number, Op, Shape, VariableId, to_f64,
};
use hashbrown::HashMap;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive};
use smallvec::SmallVec;

/// Lowers scalar `outputs` to a program whose inputs are the entries of `variables`, in order and
/// row by row. Every variable that the outputs need must be among them.
pub fn lower(graph: &Graph, outputs: &[Expr], variables: &[(VariableId, Shape)]) -> Program {
    lower_beside(graph, outputs, &[], variables)
}

/// The same, where `values` are those outputs that divide as if they were computed alone.
pub fn lower_beside(
    graph: &Graph,
    outputs: &[Expr],
    values: &[Expr],
    variables: &[(VariableId, Shape)],
) -> Program {
    let order = graph.reachable(outputs);
    let denominators = Denominators::count_beside(graph, &graph.uses(outputs), values);
    let mut lowering = Lowering::of_variables(graph, &order, &denominators, variables);
    for node in order {
        lowering.lower_node(node);
    }
    let leaving = lowering.leaving(outputs);
    lowering.assembler.finish(&leaving)
}

/// The same program, but operations on constants stay instructions, so that what they round can be seen; and for each
/// instruction the node that it was made for.
pub fn lower_unfolded(
    graph: &Graph,
    outputs: &[Expr],
    values: &[Expr],
    variables: &[(VariableId, Shape)],
) -> (Program, Vec<Expr>) {
    let order = graph.reachable(outputs);
    let denominators = Denominators::count_beside(graph, &graph.uses(outputs), values);
    let mut lowering = Lowering::of_variables(graph, &order, &denominators, variables);
    lowering.assembler = lowering.assembler.unfolded();
    let mut nodes = Vec::new();
    for node in order {
        lowering.lower_node(node);
        nodes.resize(lowering.assembler.instructions(), node);
    }
    let leaving = lowering.leaving(outputs);
    (lowering.assembler.finish_whole(&leaving), nodes)
}

/// The value of a node, and its value without a negative sign that a sum around it can take up.
#[derive(Clone, Copy)]
pub(super) struct Lowered {
    full: ValueId,
    magnitude: ValueId,
    negative: bool,
}

pub(super) struct Lowering<'a> {
    graph: &'a Graph,
    pub(super) assembler: Assembler,
    offsets: HashMap<VariableId, usize>,
    pub(super) values: NodeMap<Lowered>,
    denominators: &'a Denominators,
    products: Products,
    /// The values of symbols of products that have been computed.
    symbols: Vec<Option<ValueId>>,
}

impl<'a> Lowering<'a> {
    /// Ready to lower `order` to a program of so many inputs.
    pub(super) fn new(
        graph: &'a Graph,
        order: &[Expr],
        denominators: &'a Denominators,
        inputs: usize,
    ) -> Self {
        let products = Products::find(graph, order, denominators);
        Lowering {
            graph,
            assembler: Assembler::with_room(inputs, order.len()),
            offsets: HashMap::new(),
            values: NodeMap::for_nodes(order),
            denominators,
            symbols: vec![None; products.symbols()],
            products,
        }
    }

    fn of_variables(
        graph: &'a Graph,
        order: &[Expr],
        denominators: &'a Denominators,
        variables: &[(VariableId, Shape)],
    ) -> Self {
        let mut offsets = HashMap::new();
        let mut inputs = 0;
        for (id, shape) in variables {
            offsets.insert(*id, inputs);
            inputs += shape.entries();
        }
        let mut lowering = Lowering::new(graph, order, denominators, inputs);
        lowering.offsets = offsets;
        lowering
    }

    fn leaving(&self, outputs: &[Expr]) -> Vec<ValueId> {
        outputs.iter().map(|output| self.value(*output)).collect()
    }

    pub(super) fn push(&mut self, instruction: Instruction) -> ValueId {
        self.assembler.push(instruction)
    }

    pub(super) fn set(&mut self, node: Expr, full: ValueId) {
        let lowered = Lowered {
            full,
            magnitude: full,
            negative: false,
        };
        self.values.insert(node, lowered);
    }

    pub(super) fn value(&self, expr: Expr) -> ValueId {
        self.values[expr].full
    }

    pub(super) fn lower_node(&mut self, node: Expr) {
        let graph = self.graph;
        let operands = graph.operands(node);
        let full = match graph.op(node) {
            Op::Number(_) => {
                let number = graph.as_number(node).map_or(f64::NAN, to_f64);
                let full = self.push(Instruction::Constant(number));
                let magnitude = self.push(Instruction::Constant(number.abs()));
                let negative = number < 0.0;
                self.values.insert(
                    node,
                    Lowered {
                        full,
                        magnitude,
                        negative,
                    },
                );
                return;
            }
            Op::Constant(constant) => self.push(Instruction::Constant(constant.value())),
            Op::Variable(id) => self.input(id, 0),
            Op::Entry(position) => match graph.op(operands[0]) {
                Op::Variable(id) => self.input(id, position as usize),
                _ => unreachable!("a graph is taken apart into scalars before it is lowered"),
            },
            Op::Sum => self.lower_sum(operands),
            Op::Product => {
                let lowered = self.lower_product(node);
                self.values.insert(node, lowered);
                return;
            }
            Op::Power => self.lower_power(node, operands[0], operands[1]),
            Op::Call(id) => self.lower_call(id, operands),
            Op::Truth(met) => {
                let zero = self.push(Instruction::Constant(0.0));
                let relation = if met { Relation::Equal } else { Relation::Less };
                self.push(Instruction::Compare(relation, zero, zero))
            }
            Op::Less => self.compare(Relation::Less, operands),
            Op::LessEqual => self.compare(Relation::LessEqual, operands),
            Op::Equal => self.compare(Relation::Equal, operands),
            Op::And => {
                let (a, b) = (self.value(operands[0]), self.value(operands[1]));
                self.push(Instruction::And(a, b))
            }
            Op::Or => {
                let (a, b) = (self.value(operands[0]), self.value(operands[1]));
                self.push(Instruction::Or(a, b))
            }
            Op::Not => {
                let a = self.value(operands[0]);
                self.push(Instruction::Not(a))
            }
            Op::Select => {
                let [mask, met, otherwise] = [0, 1, 2].map(|place| self.value(operands[place]));
                self.push(Instruction::Select(mask, met, otherwise))
            }
            // An entry of a variable names the variable itself, which is no value of its own.
            _ => return,
        };
        self.set(node, full);
    }

    fn input(&mut self, id: VariableId, position: usize) -> ValueId {
        let offset = self.offsets.get(&id).copied().unwrap_or(0);
        self.push(Instruction::Input((offset + position) as u32))
    }

    fn compare(&mut self, relation: Relation, operands: &[Expr]) -> ValueId {
        let (a, b) = (self.value(operands[0]), self.value(operands[1]));
        self.push(Instruction::Compare(relation, a, b))
    }

    /// Adds pairs, then pairs of pairs: the rounding error grows with the logarithm of the length,
    /// and the additions do not wait for each other.
    fn lower_sum(&mut self, operands: &[Expr]) -> ValueId {
        let is_constant = |&operand: &Expr| self.graph.facts(operand).constant;
        let (constants, others): (Vec<Expr>, Vec<Expr>) =
            operands.iter().copied().partition(is_constant);
        let mut terms = self.signed(&others);
        if !constants.is_empty() {
            let constants = self.signed(&constants);
            terms.push(self.add(constants));
        }
        let (negative, value) = self.add(terms);
        if negative {
            self.push(Instruction::Negate(value))
        } else {
            value
        }
    }

    fn signed(&self, operands: &[Expr]) -> Vec<(bool, ValueId)> {
        let signed = |&operand: &Expr| {
            (
                self.values[operand].negative,
                self.values[operand].magnitude,
            )
        };
        operands.iter().map(signed).collect()
    }

    /// The sum of at least one value with its sign.
    fn add(&mut self, mut level: Vec<(bool, ValueId)>) -> (bool, ValueId) {
        while level.len() > 1 {
            level = level
                .chunks(2)
                .map(|pair| match *pair {
                    [(a_negative, a), (b_negative, b)] => match (a_negative, b_negative) {
                        (false, true) => (false, self.push(Instruction::Subtract(a, b))),
                        (true, false) => (false, self.push(Instruction::Subtract(b, a))),
                        (sign, _) => (sign, self.push(Instruction::Add(a, b))),
                    },
                    _ => pair[0],
                })
                .collect();
        }
        level[0]
    }

    fn lower_product(&mut self, node: Expr) -> Lowered {
        let graph = self.graph;
        let mut below = Vec::new();
        let mut negative = false;
        for &operand in graph.operands(node) {
            if divides(graph, self.denominators, node, operand) {
                let (base, exponent) = graph.split_exponent(operand);
                let value = self.value(base);
                below.push(self.raise(value, &exponent.abs().to_integer()));
            } else {
                negative ^= self.values[operand].negative;
            }
        }
        let list = self.products.list(node).cloned().unwrap_or_default();
        let above: SmallVec<[ValueId; 4]> = if list.is_empty() {
            let factors = factors_above(graph, self.denominators, node);
            factors.iter().map(|factor| self.factor(factor)).collect()
        } else {
            list.into_iter().map(|symbol| self.symbol(symbol)).collect()
        };
        let magnitude = match (self.fold(&above), self.fold(&below)) {
            (Some(numerator), None) => numerator,
            (numerator, denominator) => {
                let one = self.push(Instruction::Constant(1.0));
                let (numerator, denominator) =
                    (numerator.unwrap_or(one), denominator.unwrap_or(one));
                self.push(Instruction::Divide(numerator, denominator))
            }
        };
        let full = if negative {
            self.push(Instruction::Negate(magnitude))
        } else {
            magnitude
        };
        Lowered {
            full,
            magnitude,
            negative,
        }
    }

    /// The value of a factor without its sign. Constants are multiplied when the program is made.
    fn factor(&mut self, factor: &Factor) -> ValueId {
        match factor {
            Factor::Node(node) => self.values[*node].magnitude,
            Factor::Constants(nodes) => {
                let values: Vec<ValueId> = nodes
                    .iter()
                    .map(|&node| self.values[node].magnitude)
                    .collect();
                match self.fold(&values) {
                    Some(value) => value,
                    None => self.push(Instruction::Constant(1.0)),
                }
            }
        }
    }

    /// A factor, or a product of two: at most as deep as a product has factors.
    fn symbol(&mut self, symbol: Symbol) -> ValueId {
        if let Some(value) = self.symbols[symbol as usize] {
            return value;
        }
        let value = match self.products.read(symbol) {
            Ok(factor) => {
                let factor = factor.clone();
                self.factor(&factor)
            }
            Err((left, right)) => {
                let (left, right) = (self.symbol(left), self.symbol(right));
                self.push(Instruction::Multiply(left, right))
            }
        };
        self.symbols[symbol as usize] = Some(value);
        value
    }

    /// The product from left to right, so that products with a common beginning share it.
    pub(super) fn fold(&mut self, factors: &[ValueId]) -> Option<ValueId> {
        let mut factors = factors.iter().copied();
        let first = factors.next()?;
        Some(factors.fold(first, |product, factor| {
            self.push(Instruction::Multiply(product, factor))
        }))
    }

    fn lower_power(&mut self, node: Expr, base: Expr, exponent: Expr) -> ValueId {
        let value = self.value(base);
        let Some(number) = self.graph.as_number(exponent) else {
            let exponent = self.value(exponent);
            return self.call2(functions::power(), value, exponent);
        };
        let number = number.clone();
        if number.is_integer() {
            let count = number.abs().to_integer();
            if !number.is_negative() {
                return self.raise(value, &count);
            }
            let one = self.push(Instruction::Constant(1.0));
            if self.denominators.is_shared_at(node, base) {
                let inverse = self.push(Instruction::Divide(one, value));
                return self.raise(inverse, &count);
            }
            let raised = self.raise(value, &count);
            return self.push(Instruction::Divide(one, raised));
        }
        let whole = number.abs().floor().to_integer();
        if number.is_half_of_odd() && whole <= BigInt::from(MOST_MULTIPLIED) {
            // x^(n + 1/2) = x^n * sqrt(x)
            let root = self.push(Instruction::SquareRoot(value));
            let raised = self.raise(value, &whole);
            let product = self.push(Instruction::Multiply(raised, root));
            if !number.is_negative() {
                return product;
            }
            let one = self.push(Instruction::Constant(1.0));
            return self.push(Instruction::Divide(one, product));
        }
        let exponent = self.push(Instruction::Constant(to_f64(&number)));
        self.call2(functions::power(), value, exponent)
    }

    /// A positive integer power by repeated squaring; large ones by a call.
    fn raise(&mut self, value: ValueId, count: &BigInt) -> ValueId {
        match count.to_u64() {
            Some(count @ 1..=MOST_MULTIPLIED) => {
                let mut power = value;
                for bit in (0..count.ilog2()).rev() {
                    power = self.push(Instruction::Multiply(power, power));
                    if count >> bit & 1 == 1 {
                        power = self.push(Instruction::Multiply(power, value));
                    }
                }
                power
            }
            _ => {
                // An odd exponent above 2^53 would be rounded to an even one and lose the sign.
                let rounded_parity = count.bits() > 53 && count.is_odd();
                let even = if rounded_parity {
                    count - 1
                } else {
                    count.clone()
                };
                let exponent = self.push(Instruction::Constant(to_f64(&Number::from(even))));
                let power = self.call2(functions::power(), value, exponent);
                if rounded_parity {
                    self.push(Instruction::Multiply(power, value))
                } else {
                    power
                }
            }
        }
    }

    fn lower_call(&mut self, id: FunctionId, operands: &[Expr]) -> ValueId {
        let values: Vec<ValueId> = operands
            .iter()
            .map(|&operand| self.value(operand))
            .collect();
        if let Kernel::Extremum(end) = functions::row(id).kernel {
            let mut values = values.into_iter();
            let first = values
                .next()
                .unwrap_or_else(|| unreachable!("the arity was checked"));
            return values.fold(first, |best, value| {
                self.push(match end {
                    Extremum::Maximum => Instruction::Maximum(best, value),
                    Extremum::Minimum => Instruction::Minimum(best, value),
                })
            });
        }
        if let Kernel::Variadic(recipe) = functions::row(id).kernel {
            let steps: Vec<Step> = values.iter().map(|value| Step(value.0)).collect();
            return ValueId(recipe(&mut self.assembler, &steps).0);
        }
        match values[..] {
            [a] if matches!(functions::row(id).kernel, Kernel::Detached) => a,
            [a] => self.call1(id, a),
            [a, b] => self.call2(id, a, b),
            _ => unreachable!("a kernel has one or two arguments"),
        }
    }

    /// A call, or its value where the argument is a constant.
    fn call1(&mut self, id: FunctionId, a: ValueId) -> ValueId {
        if let (Kernel::Unary(kernel), Instruction::Constant(a)) =
            (functions::row(id).kernel, self.assembler.instruction(a))
            && self.assembler.folds()
        {
            return self.push(Instruction::Constant(kernel(a)));
        }
        self.push(Instruction::Call1(id, a))
    }

    fn call2(&mut self, id: FunctionId, a: ValueId, b: ValueId) -> ValueId {
        if let (Kernel::Binary(kernel), Instruction::Constant(a), Instruction::Constant(b)) = (
            functions::row(id).kernel,
            self.assembler.instruction(a),
            self.assembler.instruction(b),
        ) && self.assembler.folds()
        {
            return self.push(Instruction::Constant(kernel(a, b)));
        }
        self.push(Instruction::Call2(id, a, b))
    }
}
