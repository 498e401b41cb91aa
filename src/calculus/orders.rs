//! Derivatives of high order in one variable, by Leibniz's rule over the graph.
//!
//! Differentiating a derivative again and again can double it each time. Here the derivatives of all orders of every
//! node are nodes themselves, made once: if `v' = u'*w`, then the derivative of order k of v is the sum of
//! `binomial(k - 1, j - 1)` times the derivative of order j of u times that of order k - j of w. So a node takes a number
//! of terms that grows with the square of the order, and the whole graph as many times that. This room's rules of
//! first order say what u and w are, so this file knows no function.
//!
//! Invariants: nothing recurses; every product of a choice that switches a link off is made inside the choice; no node
//! is divided by anything that its first derivative is not divided by.

use super::Undifferentiable;
use super::gather::scale;
use super::partials::{Links, partials};
use crate::graph::{Expr, Graph, Number, Op};
use hashbrown::HashMap;
use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};
use std::rc::Rc;

/// Products of products are written as one where they have no more factors together, so that like terms meet.
const MOST_FACTORS: usize = 6;

/// Why there is no series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoSeries {
    /// A derivative that does not exist.
    Undifferentiable(Undifferentiable),
    /// Vectors or matrices depend on the variable.
    NotScalar,
    /// Whoever asked has had enough.
    Stopped,
}

/// How the derivative of a node comes about.
enum Rule {
    /// It is the sum of the derivatives of these.
    Sum(Vec<Expr>),
    /// A factor that does not depend on the variable, and another.
    Scaled(Expr, Expr),
    Product(Expr, Expr),
    /// `base` to a negative number.
    Inverse(Expr, Expr),
    Choice(Expr, Expr, Expr),
    Links(Links),
}

/// The derivatives of order `order` of scalar `outputs` in the scalar `variable`. `goes_on` is asked now and then, with
/// the graph as it has grown.
///
/// # Errors
///
/// See [`NoSeries`].
pub fn series(
    graph: &mut Graph,
    outputs: &[Expr],
    variable: Expr,
    order: usize,
    goes_on: &dyn Fn(&Graph) -> bool,
) -> Result<Vec<Expr>, NoSeries> {
    let mut series = Series {
        variable,
        zero: graph.integer(0),
        depends: Vec::new(),
        rules: HashMap::new(),
        known: HashMap::new(),
        binomials: vec![vec![BigInt::one()]],
    };
    // Order by order, so that what is needed is mostly there.
    for order in 0..=order {
        for &output in outputs {
            series.make(graph, output, order, goes_on)?;
        }
    }
    Ok(outputs
        .iter()
        .map(|output| series.at(*output, order))
        .collect())
}

struct Series {
    variable: Expr,
    zero: Expr,
    /// For each node met, whether it depends on the variable.
    depends: Vec<bool>,
    rules: HashMap<Expr, Rc<Rule>>,
    known: HashMap<(Expr, usize), Expr>,
    binomials: Vec<Vec<BigInt>>,
}

impl Series {
    /// The derivative of a node, once it is made; of order 0 the node itself, and 0 of what does not depend.
    fn find(&self, node: Expr, order: usize) -> Option<Expr> {
        if order == 0 {
            return Some(node);
        }
        if !self.depends[node.index()] {
            return Some(self.zero);
        }
        self.known.get(&(node, order)).copied()
    }

    fn at(&self, node: Expr, order: usize) -> Expr {
        self.find(node, order).unwrap_or(self.zero)
    }

    /// Looks at the nodes made since.
    fn look(&mut self, graph: &Graph) {
        for index in self.depends.len()..graph.len() {
            let node = graph.node(index);
            let depends = node == self.variable
                || graph
                    .operands(node)
                    .iter()
                    .any(|operand| self.depends[operand.index()]);
            self.depends.push(depends);
        }
    }

    fn make(
        &mut self,
        graph: &mut Graph,
        output: Expr,
        order: usize,
        goes_on: &dyn Fn(&Graph) -> bool,
    ) -> Result<(), NoSeries> {
        let mut open = vec![(output, order)];
        self.look(graph);
        while let Some(&(node, order)) = open.last() {
            if self.find(node, order).is_some() {
                open.pop();
                continue;
            }
            if !goes_on(graph) {
                return Err(NoSeries::Stopped);
            }
            let rule = self.rule(graph, node)?;
            self.look(graph);
            let before = open.len();
            self.needs(&rule, order, |series, node, order| {
                if series.find(node, order).is_none() {
                    open.push((node, order));
                }
            });
            if open.len() > before {
                continue;
            }
            let made = self.derivative(graph, node, &rule, order);
            self.look(graph);
            self.known.insert((node, order), made);
            open.pop();
        }
        Ok(())
    }

    fn rule(&mut self, graph: &mut Graph, node: Expr) -> Result<Rc<Rule>, NoSeries> {
        if let Some(rule) = self.rules.get(&node) {
            return Ok(rule.clone());
        }
        if !graph.shape(node).is_scalar() {
            return Err(NoSeries::NotScalar);
        }
        let operands = graph.operands_of(node);
        let depends = |operand: &Expr| self.depends[operand.index()];
        let rule = match graph.op(node) {
            Op::Variable(_) => Rule::Sum(Vec::new()),
            Op::Sum => Rule::Sum(operands.iter().copied().filter(depends).collect()),
            Op::Select => Rule::Choice(operands[0], operands[1], operands[2]),
            Op::Product => {
                let (varying, fixed): (Vec<Expr>, Vec<Expr>) =
                    operands.iter().partition(|operand| depends(operand));
                if fixed.is_empty() {
                    let rest = graph.product(&varying[1..]);
                    Rule::Product(varying[0], rest)
                } else {
                    let fixed = graph.product(&fixed);
                    let rest = graph.product(&varying);
                    Rule::Scaled(fixed, rest)
                }
            }
            Op::Power if is_negative(graph, operands[1]) => Rule::Inverse(operands[0], operands[1]),
            Op::Power | Op::Call(_) => {
                let links = partials(graph, node, &|operand| depends(&operand));
                Rule::Links(links.map_err(NoSeries::Undifferentiable)?)
            }
            _ => return Err(NoSeries::NotScalar),
        };
        let rule = Rc::new(rule);
        self.rules.insert(node, rule.clone());
        Ok(rule)
    }

    /// What the derivative of this order is made of.
    fn needs(&self, rule: &Rule, order: usize, mut need: impl FnMut(&Self, Expr, usize)) {
        match *rule {
            Rule::Sum(ref terms) => terms.iter().for_each(|&term| need(self, term, order)),
            Rule::Scaled(_, rest) => need(self, rest, order),
            Rule::Product(left, right) => (1..=order).for_each(|order| {
                need(self, left, order);
                need(self, right, order);
            }),
            // Its own lower orders are there: orders are made one after the other.
            Rule::Inverse(base, _) => (1..=order).for_each(|order| need(self, base, order)),
            Rule::Choice(_, met, otherwise) => {
                need(self, met, order);
                need(self, otherwise, order);
            }
            Rule::Links(ref links) => {
                for link in links {
                    for order in 1..=order {
                        need(self, link.target, order);
                        need(self, link.factor, order - 1);
                    }
                }
            }
        }
    }

    fn derivative(&mut self, graph: &mut Graph, node: Expr, rule: &Rule, order: usize) -> Expr {
        let mut terms = Vec::new();
        match *rule {
            Rule::Sum(_) if node == self.variable => {
                return graph.integer(i64::from(order == 1));
            }
            Rule::Sum(ref list) => terms.extend(list.iter().map(|&term| self.at(term, order))),
            Rule::Scaled(fixed, rest) => return graph.product(&[fixed, self.at(rest, order)]),
            Rule::Product(left, right) => {
                for j in 0..=order {
                    let (a, b) = (self.at(left, j), self.at(right, order - j));
                    let binomial = self.binomial(order, j);
                    terms.push(times(graph, binomial, a, b));
                }
            }
            Rule::Inverse(base, exponent) => {
                // From u*v' = p*u'*v, differentiated order - 1 times.
                let power = graph.as_number(exponent).cloned().unwrap_or_default();
                for j in 0..order {
                    let binomial = self.binomial(order - 1, j);
                    let (above, below) = (self.at(base, j + 1), self.at(node, order - 1 - j));
                    terms.push(times(graph, &binomial * &power, above, below));
                    if j > 0 {
                        let (own, value) = (self.at(base, j), self.at(node, order - j));
                        terms.push(times(graph, -binomial, own, value));
                    }
                }
                let sum = graph.sum(&terms);
                let inverse = graph.reciprocal(base);
                return times(graph, Number::one(), sum, inverse);
            }
            Rule::Choice(condition, met, otherwise) => {
                return graph.select(condition, self.at(met, order), self.at(otherwise, order));
            }
            Rule::Links(ref links) => {
                for link in links {
                    for j in 1..=order {
                        let (seed, factor) =
                            (self.at(link.target, j), self.at(link.factor, order - j));
                        let binomial = self.binomial(order - 1, j - 1);
                        terms.push(match graph.op(factor) {
                            _ if graph.is_zero(seed) => self.zero,
                            Op::Select => {
                                let binomial = graph.number(binomial);
                                let seed = graph.product(&[binomial, seed]);
                                scale(graph, seed, factor)
                            }
                            _ => times(graph, binomial, seed, factor),
                        });
                    }
                }
            }
        }
        graph.sum(&terms)
    }

    fn binomial(&mut self, n: usize, k: usize) -> Number {
        while self.binomials.len() <= n {
            let last = &self.binomials[self.binomials.len() - 1];
            let inner = last.windows(2).map(|pair| &pair[0] + &pair[1]);
            let mut next = vec![BigInt::one()];
            next.extend(inner);
            next.push(BigInt::one());
            self.binomials.push(next);
        }
        Number::from(self.binomials[n][k].clone())
    }
}

fn is_negative(graph: &Graph, exponent: Expr) -> bool {
    graph.as_number(exponent).is_some_and(Signed::is_negative)
}

/// `number*a*b` with the coefficients of both in front, and short products as one.
fn times(graph: &mut Graph, number: Number, a: Expr, b: Expr) -> Expr {
    if number.is_zero() || graph.is_zero(a) || graph.is_zero(b) {
        return graph.integer(0);
    }
    let (first, a) = graph.split_coefficient(a);
    let (second, b) = graph.split_coefficient(b);
    let mut factors = vec![
        graph.number(number),
        graph.number(first),
        graph.number(second),
    ];
    let count = |graph: &Graph, factor: Expr| match graph.op(factor) {
        Op::Product => graph.operands(factor).len(),
        _ => 1,
    };
    let is_short = count(graph, a) + count(graph, b) <= MOST_FACTORS;
    for factor in [a, b] {
        match graph.op(factor) {
            Op::Product if is_short => factors.extend(graph.operands_of(factor)),
            _ => factors.push(factor),
        }
    }
    graph.product(&factors)
}
