//! From the graph to a program: sums and products become chains of instructions, products with
//! negative powers divisions, constant powers multiplications.
//!
//! Each node is lowered once, operands first. The only room of the program that knows graphs.

use super::{Assembler, Instruction, Program, Relation, ValueId};
use crate::functions::{self, Extremum, FunctionId, Kernel};
use crate::graph::{Expr, Graph, NodeMap, Number, Op, Shape, VariableId, to_f64};
use hashbrown::HashMap;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive};

/// Constant integer powers up to this one are multiplications, larger ones a call.
const MOST_MULTIPLIED: u64 = 32;

/// Lowers scalar `outputs` to a program whose inputs are the entries of `variables`, in order and
/// row by row. Every variable that the outputs need must be among them.
pub fn lower(graph: &Graph, outputs: &[Expr], variables: &[(VariableId, Shape)]) -> Program {
    let mut offsets = HashMap::new();
    let mut inputs = 0;
    for (id, shape) in variables {
        offsets.insert(*id, inputs);
        inputs += shape.entries();
    }
    let order = graph.reachable(outputs);
    let mut lowering = Lowering {
        graph,
        assembler: Assembler::new(inputs),
        offsets,
        values: NodeMap::for_nodes(&order),
        shared_denominators: shared_denominators(graph, outputs),
    };
    for node in order {
        lowering.lower_node(node);
    }
    let leaving: Vec<ValueId> = outputs
        .iter()
        .map(|output| lowering.values[*output].full)
        .collect();
    lowering.assembler.finish(&leaving)
}

/// How many divisions each denominator takes part in; those with at least two get one reciprocal.
fn shared_denominators(graph: &Graph, outputs: &[Expr]) -> HashMap<Expr, u32> {
    let uses = graph.uses(outputs);
    let mut counts = HashMap::new();
    for &node in &uses.order {
        let (base, exponent) = graph.split_exponent(node);
        if exponent.is_negative() && exponent.is_integer() {
            *counts.entry(base).or_insert(0) += uses.count(node);
        }
    }
    counts
}

/// The value of a node, and its value without a negative sign that a sum around it can take up.
#[derive(Clone, Copy)]
struct Lowered {
    full: ValueId,
    magnitude: ValueId,
    negative: bool,
}

struct Lowering<'a> {
    graph: &'a Graph,
    assembler: Assembler,
    offsets: HashMap<VariableId, usize>,
    values: NodeMap<Lowered>,
    shared_denominators: HashMap<Expr, u32>,
}

impl Lowering<'_> {
    fn push(&mut self, instruction: Instruction) -> ValueId {
        self.assembler.push(instruction)
    }

    fn value(&self, expr: Expr) -> ValueId {
        self.values[expr].full
    }

    fn lower_node(&mut self, node: Expr) {
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
                let lowered = self.lower_product(operands);
                self.values.insert(node, lowered);
                return;
            }
            Op::Power => self.lower_power(operands[0], operands[1]),
            Op::Call(id) => self.lower_call(id, operands),
            Op::Truth(met) => {
                let zero = self.push(Instruction::Constant(0.0));
                let relation = if met { Relation::Equal } else { Relation::Less };
                self.push(Instruction::Compare(relation, zero, zero))
            }
            Op::Less => self.compare(Relation::Less, operands),
            Op::LessEqual => self.compare(Relation::LessEqual, operands),
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
        self.values.insert(
            node,
            Lowered {
                full,
                magnitude: full,
                negative: false,
            },
        );
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
        let mut level: Vec<(bool, ValueId)> = operands
            .iter()
            .map(|operand| {
                (
                    self.values[*operand].negative,
                    self.values[*operand].magnitude,
                )
            })
            .collect();
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
        let (negative, value) = level[0];
        if negative {
            self.push(Instruction::Negate(value))
        } else {
            value
        }
    }

    fn lower_product(&mut self, operands: &[Expr]) -> Lowered {
        let mut coefficient = Number::one();
        let mut above = Vec::with_capacity(operands.len());
        let mut below = Vec::new();
        let mut negative = false;
        for &operand in operands {
            if let Some(number) = self.graph.as_number(operand)
                && coefficient.is_one()
            {
                coefficient = number.abs();
                negative ^= number.is_negative();
                continue;
            }
            let (base, exponent) = self.graph.split_exponent(operand);
            let divides = exponent.is_integer() && exponent.is_negative();
            if divides && !self.is_shared_denominator(base) {
                let value = self.value(base);
                below.push(self.raise(value, &exponent.abs().to_integer()));
            } else {
                negative ^= self.values[operand].negative;
                above.push(self.values[operand].magnitude);
            }
        }
        let mut numerator = self.fold(&above);
        if !coefficient.is_one() {
            let constant = self.push(Instruction::Constant(to_f64(&coefficient)));
            numerator = Some(match numerator {
                Some(numerator) => self.push(Instruction::Multiply(numerator, constant)),
                None => constant,
            });
        }
        let magnitude = match (numerator, self.fold(&below)) {
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

    /// The product from left to right, so that products with a common beginning share it.
    fn fold(&mut self, factors: &[ValueId]) -> Option<ValueId> {
        let mut factors = factors.iter().copied();
        let first = factors.next()?;
        Some(factors.fold(first, |product, factor| {
            self.push(Instruction::Multiply(product, factor))
        }))
    }

    fn is_shared_denominator(&self, base: Expr) -> bool {
        self.shared_denominators
            .get(&base)
            .is_some_and(|&count| count > 1)
    }

    fn lower_power(&mut self, base: Expr, exponent: Expr) -> ValueId {
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
            if self.is_shared_denominator(base) {
                let inverse = self.push(Instruction::Divide(one, value));
                return self.raise(inverse, &count);
            }
            let raised = self.raise(value, &count);
            return self.push(Instruction::Divide(one, raised));
        }
        let whole = number.abs().floor().to_integer();
        if *number.denom() == BigInt::from(2) && whole <= BigInt::from(MOST_MULTIPLIED) {
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
        match values[..] {
            [a] => self.call1(id, a),
            [a, b] => self.call2(id, a, b),
            _ => unreachable!("a kernel has one or two arguments"),
        }
    }

    /// A call, or its value where the argument is a constant.
    fn call1(&mut self, id: FunctionId, a: ValueId) -> ValueId {
        if let (Kernel::Unary(kernel), Instruction::Constant(a)) =
            (functions::row(id).kernel, self.assembler.instruction(a))
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
        ) {
            return self.push(Instruction::Constant(kernel(a, b)));
        }
        self.push(Instruction::Call2(id, a, b))
    }
}
