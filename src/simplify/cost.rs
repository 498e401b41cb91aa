//! What a graph costs to evaluate: + - * compare select are 1, division and square root 4, a
//! function the weight of its row; shared nodes count once. The program's cost, without lowering.

use super::Marks;
use crate::functions::{self, Kernel};
use crate::graph::{
    Denominators, Dimension, Expr, Graph, MOST_MULTIPLIED, Number, Op, Reduction, Shape, Uses,
};
use hashbrown::HashSet;
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

const DIVISION: u64 = 4;

/// The cost of all `roots` together.
pub fn cost(graph: &Graph, roots: &[Expr]) -> u64 {
    of_counted(graph, &graph.uses(roots))
}

/// The cost of the roots whose nodes were counted.
pub(super) fn of_counted(graph: &Graph, uses: &Uses) -> u64 {
    let mut meter = Meter {
        graph,
        uses,
        denominators: Denominators::count(graph, uses),
        reciprocals: HashSet::new(),
        in_products: Marks::default(),
    };
    for &node in &uses.order {
        if graph.op(node) == Op::Product {
            for &operand in graph.operands(node) {
                if graph.op(operand) == Op::Power {
                    meter.in_products.insert(operand);
                }
            }
        }
    }
    uses.order.iter().map(|&node| meter.node(node)).sum()
}

/// What a dimension with a name is taken to be.
const USUAL_LENGTH: u64 = 64;

/// A dimension as a number.
pub(super) fn length(dimension: Dimension) -> u64 {
    dimension.value().map_or(USUAL_LENGTH, u64::from)
}

/// Number of entries, each dimension with a name being of usual length.
fn size(shape: Shape) -> u64 {
    if shape.is_scalar() {
        return 1;
    }
    let lengths = shape.axes().into_iter().map(length);
    lengths.fold(1, u64::saturating_mul)
}

struct Meter<'a> {
    graph: &'a Graph,
    uses: &'a Uses,
    denominators: Denominators,
    /// Shared denominators whose reciprocal is counted already.
    reciprocals: HashSet<Expr>,
    /// Operands of products: a negative power among them divides there.
    in_products: Marks,
}

impl Meter<'_> {
    fn node(&mut self, node: Expr) -> u64 {
        let graph = self.graph;
        let operands = graph.operands(node);
        let entries = size(graph.shape(node));
        if graph.facts(node).constant {
            return 0;
        }
        // All constant operands are one.
        let is_constant = |&&operand: &&Expr| graph.facts(operand).constant;
        let constants = operands.iter().filter(is_constant).count();
        let extra = operands.len().saturating_sub(constants.max(1)) as u64;
        match graph.op(node) {
            Op::Number(_) | Op::Constant(_) | Op::Variable(_) | Op::Truth(_) => 0,
            Op::Sum => extra * entries,
            Op::Product => match self.uses.rest(node) {
                Some(_) => u64::from(!graph.is_integer(operands[0], -1)) * entries,
                None if graph.shape(node).is_scalar() => self.product(operands),
                None => self.shaped_product(operands, entries),
            },
            Op::Power => self.power(node) * entries,
            Op::Call(id) => match functions::row(id).kernel {
                Kernel::Extremum(_) | Kernel::Variadic(_) => {
                    u64::from(functions::row(id).weight) * extra * entries
                }
                _ => u64::from(functions::row(id).weight) * entries,
            },
            Op::Less | Op::LessEqual | Op::Equal | Op::And | Op::Or => 1,
            Op::Select => entries,
            Op::Contract(_) => self.contraction(node),
            Op::Reduce(Reduction::LogSumExp, _) => {
                // An exponential, a difference, a maximum and a sum for each entry, and the logarithm.
                let exponential = functions::row(functions::exponential()).weight;
                let logarithm = functions::row(functions::logarithm()).weight;
                let each =
                    size(graph.shape(operands[0])).saturating_mul(u64::from(exponential) + 1);
                each.saturating_add(u64::from(logarithm).saturating_mul(entries))
            }
            Op::Reduce(..) => size(graph.shape(operands[0])),
            Op::Scatter(_) => size(graph.shape(operands[0])),
            Op::Inverse | Op::Adjugate(_) | Op::Determinant | Op::LogDeterminant => {
                let rows = graph
                    .shape(operands[0])
                    .axes()
                    .first()
                    .map_or(1, |axis| length(*axis));
                match graph.op(node) {
                    Op::Adjugate(order @ 2..) => rows.saturating_pow(2 * u32::from(order) + 1),
                    _ => rows.saturating_pow(3),
                }
            }
            Op::Extent(_) | Op::Not | Op::Gather(_) | Op::Fill(_) | Op::Stack(_) | Op::Entry(_) => {
                0
            }
        }
    }

    /// A multiplication for each factor but one and an addition, at each place of all indices.
    fn contraction(&self, node: Expr) -> u64 {
        let Some(contraction) = self.graph.contraction(node) else {
            return 0;
        };
        let all = contraction.extents.iter().map(|&extent| length(extent));
        let places = all.fold(1, u64::saturating_mul);
        let operands = contraction.inputs.len() as u64;
        let sums = match contraction.is_pure() {
            true => 0,
            false => places.saturating_sub(size(self.graph.shape(node))),
        };
        places
            .saturating_mul(operands.saturating_sub(1))
            .saturating_add(sums)
    }

    /// Signs are free: the sum around takes them up.
    fn product(&self, operands: &[Expr]) -> u64 {
        let (mut above, mut below, mut scaled) = (0u64, 0u64, false);
        for &operand in operands {
            if self.graph.facts(operand).constant {
                scaled |= !self.graph.is_integer(operand, -1);
                continue;
            }
            match self.denominator(operand) {
                Some(base) if !self.denominators.is_shared(base) => below += 1,
                _ => above += 1,
            }
        }
        above += u64::from(scaled);
        let division = if below > 0 { DIVISION } else { 0 };
        above.saturating_sub(1) + below.saturating_sub(1) + division
    }

    /// Scalar factors are multiplied once, and then into each entry.
    fn shaped_product(&self, operands: &[Expr], entries: u64) -> u64 {
        let is_scalar = |operand: &Expr| self.graph.shape(*operand).is_scalar();
        let (scalars, shaped): (Vec<Expr>, Vec<Expr>) =
            operands.iter().copied().partition(is_scalar);
        let scales = scalars.iter().any(|&own| !self.graph.is_integer(own, -1));
        self.product(&scalars)
            .saturating_add((self.product(&shaped) + u64::from(scales)).saturating_mul(entries))
    }

    fn denominator(&self, node: Expr) -> Option<Expr> {
        let operands = self.graph.operands(node);
        if self.graph.op(node) != Op::Power {
            return None;
        }
        let exponent = self.graph.as_number(operands[1])?;
        (exponent.is_integer() && exponent.is_negative()).then_some(operands[0])
    }

    fn power(&mut self, node: Expr) -> u64 {
        let operands = self.graph.operands(node);
        let Some(exponent) = self.graph.as_number(operands[1]) else {
            return general();
        };
        if !exponent.is_integer() {
            return fractional(exponent);
        }
        let raised = multiplications(&exponent.abs().to_integer());
        let division = match self.denominator(node) {
            None => 0,
            Some(base) if self.denominators.is_shared(base) => {
                let is_first = self.reciprocals.insert(base);
                if is_first { DIVISION } else { 0 }
            }
            Some(_) if self.in_products.holds(node) => 0,
            Some(_) => DIVISION,
        };
        raised + division
    }
}

fn general() -> u64 {
    u64::from(functions::row(functions::power()).weight)
}

/// `x^(n + 1/2)` is `x^n * sqrt(x)`; other fractions are calls.
fn fractional(exponent: &Number) -> u64 {
    let whole = exponent.abs().floor().to_integer();
    if !exponent.is_half_of_odd() || whole > BigInt::from(MOST_MULTIPLIED) {
        return general();
    }
    let division = if exponent.is_negative() { DIVISION } else { 0 };
    DIVISION + multiplications(&whole) + 1 + division
}

fn multiplications(count: &BigInt) -> u64 {
    match count.to_u64() {
        Some(count @ 1..=MOST_MULTIPLIED) => u64::from(count.ilog2() + count.count_ones() - 1),
        _ => general(),
    }
}
