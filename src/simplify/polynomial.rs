//! Polynomials in one kernel, multiplied out where that costs less.
//!
//! Repeated derivatives of `tan(x)` are polynomials in `tan(x)`: as nested products they grow with
//! every order by a factor, multiplied out by one term. A kernel is not a variable: a polynomial in
//! those was typed as it is wanted.

use super::cost::cost;
use crate::graph::{Expr, Graph, NodeMap, Number, Op};
use num_traits::{One, ToPrimitive, Zero};
use std::rc::Rc;

/// Polynomials of a higher degree are left alone.
const HIGHEST_DEGREE: usize = 48;
/// Cheaper expressions are left alone: they read well as they are.
const LEAST_COST: u64 = 12;
/// Larger graphs are left alone.
pub(super) const MOST_NODES: usize = 20_000;
/// Comparing costs takes time in proportion to the graph: so many nodes are looked at in all.
const MOST_VISITED: usize = 4_000_000;

/// A polynomial in a kernel: the coefficients from the constant term up. A constant has no kernel.
#[derive(Clone)]
struct Polynomial {
    kernel: Option<Expr>,
    coefficients: Vec<Number>,
}

impl Polynomial {
    fn join(&self, other: &Polynomial) -> Option<Option<Expr>> {
        match (self.kernel, other.kernel) {
            (Some(a), Some(b)) if a != b => None,
            (a, b) => Some(a.or(b)),
        }
    }

    fn add(&mut self, other: &Polynomial) -> Option<()> {
        self.kernel = self.join(other)?;
        if self.coefficients.len() < other.coefficients.len() {
            self.coefficients
                .resize(other.coefficients.len(), Number::zero());
        }
        for (own, other) in self.coefficients.iter_mut().zip(&other.coefficients) {
            *own += other;
        }
        Some(())
    }

    fn multiply(&self, other: &Polynomial) -> Option<Polynomial> {
        let kernel = self.join(other)?;
        let degree = self.coefficients.len() + other.coefficients.len() - 2;
        if degree > HIGHEST_DEGREE {
            return None;
        }
        let mut coefficients = vec![Number::zero(); degree + 1];
        for (i, a) in self
            .coefficients
            .iter()
            .enumerate()
            .filter(|(_, a)| !a.is_zero())
        {
            for (j, b) in other
                .coefficients
                .iter()
                .enumerate()
                .filter(|(_, b)| !b.is_zero())
            {
                coefficients[i + j] += a * b;
            }
        }
        Some(Polynomial {
            kernel,
            coefficients,
        })
    }
}

/// The polynomials among the nodes below some roots, replaced where multiplying out costs less.
pub(super) fn expand(graph: &mut Graph, roots: &[Expr]) -> Vec<Expr> {
    let uses = graph.uses(roots);
    let mut known: NodeMap<Option<Rc<Polynomial>>> = NodeMap::for_nodes(&uses.order);
    let mut inner = NodeMap::for_nodes(&uses.order);
    for &node in &uses.order {
        let polynomial = read(graph, node, &known).map(Rc::new);
        // A node inside a larger polynomial in the same kernel is looked at with that one.
        for &operand in graph.operands(node) {
            if polynomial.is_some() {
                inner.insert(operand, true);
            }
        }
        known.insert(node, polynomial);
    }
    let mut images = NodeMap::for_nodes(&uses.order);
    let mut visits = MOST_VISITED;
    for &node in &uses.order {
        let operands: Vec<Expr> = graph
            .operands(node)
            .iter()
            .map(|&operand| images[operand])
            .collect();
        let mut image = graph.rebuild(node, &operands);
        let is_inner = inner.get(node).is_some() && uses.count(node) == 1;
        if let Some(polynomial) = &known[node]
            && !is_inner
            && let Some(kernel) = polynomial.kernel
            && kernel != node
            && polynomial.coefficients.len() > 2
            && visits >= graph.len()
        {
            visits -= graph.len();
            let kernel = images[kernel];
            let old = cost(graph, &[image]);
            if old - cost(graph, &[kernel]) >= LEAST_COST {
                let written = write(graph, kernel, &polynomial.coefficients);
                if cost(graph, &[written]) < old {
                    image = written;
                }
            }
        }
        images.insert(node, image);
    }
    roots.iter().map(|&root| images[root]).collect()
}

fn read(graph: &Graph, node: Expr, known: &NodeMap<Option<Rc<Polynomial>>>) -> Option<Polynomial> {
    let operands = graph.operands(node);
    let of = |operand: Expr| known[operand].as_deref();
    match graph.op(node) {
        Op::Number(_) => {
            let coefficients = vec![graph.as_number(node)?.clone()];
            Some(Polynomial {
                kernel: None,
                coefficients,
            })
        }
        Op::Variable(_) => None,
        _ if graph.is_condition(node) || !graph.shape(node).is_scalar() => None,
        Op::Sum if operands.len() <= HIGHEST_DEGREE => {
            let mut sum = of(operands[0])?.clone();
            for &operand in &operands[1..] {
                sum.add(of(operand)?)?;
            }
            Some(sum)
        }
        Op::Product if operands.len() <= HIGHEST_DEGREE => {
            let mut product = of(operands[0])?.clone();
            for &operand in &operands[1..] {
                product = product.multiply(of(operand)?)?;
            }
            Some(product)
        }
        Op::Sum | Op::Product => None,
        Op::Power => match graph
            .as_integer(operands[1])
            .and_then(|exponent| exponent.to_usize())
        {
            Some(count @ 2..=HIGHEST_DEGREE) => {
                let base = of(operands[0])?;
                let one = Polynomial {
                    kernel: None,
                    coefficients: vec![Number::one()],
                };
                (0..count).try_fold(one, |power, _| power.multiply(base))
            }
            _ => kernel(node),
        },
        _ => kernel(node),
    }
}

fn kernel(node: Expr) -> Option<Polynomial> {
    let coefficients = vec![Number::zero(), Number::one()];
    Some(Polynomial {
        kernel: Some(node),
        coefficients,
    })
}

/// The sum of powers; an odd or even polynomial as a kernel times one in its square, by Horner's rule
/// where there are many terms.
fn write(graph: &mut Graph, kernel: Expr, coefficients: &[Number]) -> Expr {
    let first = coefficients.iter().position(|c| !c.is_zero()).unwrap_or(0);
    let rest = &coefficients[first..];
    let even = rest
        .iter()
        .enumerate()
        .all(|(place, c)| place % 2 == 0 || c.is_zero());
    let step = if even { 2 } else { 1 };
    let terms: Vec<&Number> = rest.iter().step_by(step).collect();
    let variable = if even {
        graph.power_integer(kernel, 2)
    } else {
        kernel
    };
    let mut inside: Option<Expr> = None;
    for coefficient in terms.iter().rev() {
        let number = graph.number((*coefficient).clone());
        inside = Some(match inside {
            None => number,
            Some(above) => {
                let scaled = graph.product(&[variable, above]);
                graph.sum(&[number, scaled])
            }
        });
    }
    let inside = inside.unwrap_or_else(|| graph.integer(0));
    let outside = graph.power_integer(kernel, first as i64);
    graph.product(&[outside, inside])
}
