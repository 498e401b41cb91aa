//! The series of a function of the table of given series.
//!
//! The rows say the partial derivatives as formulas, and these formulas have partial derivatives that the rows say. So
//! a function, its partials, theirs and so on are a system of series in which the degree d of a function needs the
//! degrees below d of its partials: it is solved degree by degree, all together. Each step down needs one degree less,
//! so the system is finite.

use super::form::{Collector, Form, Series, constant, power_step, value_of};
use super::judge::{self, Judge, Truth, check_row, settled};
use super::{Obstacle, reciprocal_at};
use crate::calculus::Undifferentiable;
use crate::functions::{self, FunctionId};
use crate::graph::{Expr, Graph, Number, Op, Shape};
use crate::resolve::rule;
use hashbrown::HashMap;
use num_traits::{Signed, ToPrimitive};

/// Positive exponents up to this one are products.
const MOST_FACTORS: u32 = 64;

/// A function and all that its derivatives need, in a graph of its own.
struct System {
    graph: Graph,
    /// In order, each with the last degree that is needed.
    nodes: Vec<(Expr, usize)>,
    /// Of calls the partial in each operand.
    partials: HashMap<Expr, Vec<Expr>>,
    parameters: HashMap<Expr, usize>,
    root: Expr,
}

/// A function of the table applied to series without poles.
pub(super) fn compose(
    graph: &mut Graph,
    judge: &mut dyn Judge,
    id: FunctionId,
    arguments: &[Series],
) -> Result<Series, Obstacle> {
    let top = arguments.iter().map(Series::top).min().unwrap_or(0).max(0) as usize;
    let system = System::of(id, arguments, top)?;
    let mut solution = Solution {
        forms: HashMap::new(),
        prefixes: HashMap::new(),
        truths: HashMap::new(),
        inverses: HashMap::new(),
    };
    for degree in 0..=top {
        if !judge.goes_on() {
            return Err(Obstacle::Stopped);
        }
        for &(node, need) in &system.nodes {
            if degree <= need {
                solution.step(graph, judge, &system, arguments, node, degree)?;
            }
        }
    }
    let forms = solution.forms.remove(&system.root).unwrap_or_default();
    Ok(Series { low: 0, forms })
}

impl System {
    fn of(id: FunctionId, arguments: &[Series], top: usize) -> Result<Self, Obstacle> {
        let mut graph = Graph::new();
        let parameters: Vec<Expr> = (0..arguments.len())
            .map(|place| graph.variable(&format!("argument{place}"), Shape::Scalar))
            .collect();
        let root = graph.call(id, &parameters);
        let mut needs: HashMap<Expr, usize> = HashMap::new();
        let mut partials: HashMap<Expr, Vec<Expr>> = HashMap::new();
        let mut open = vec![(root, top)];
        while let Some((node, need)) = open.pop() {
            if needs.get(&node).is_some_and(|&own| own >= need) {
                continue;
            }
            needs.insert(node, need);
            let operands = graph.operands_of(node);
            open.extend(operands.iter().map(|&operand| (operand, need)));
            let row = match graph.op(node) {
                Op::Call(id) => id,
                Op::Power if graph.as_number(operands[1]).is_none() => functions::power(),
                _ => continue,
            };
            if need == 0 {
                continue;
            }
            if !partials.contains_key(&node) {
                let own = partials_of(&mut graph, row, node, &parameters)?;
                partials.insert(node, own);
            }
            open.extend(partials[&node].iter().map(|&partial| (partial, need - 1)));
        }
        let mut nodes: Vec<(Expr, usize)> = needs.into_iter().collect();
        nodes.sort_unstable();
        let parameters = parameters.into_iter().zip(0..).collect();
        Ok(System {
            graph,
            nodes,
            partials,
            parameters,
            root,
        })
    }
}

/// The partials of a call in its operands; 0 in those that do not change.
fn partials_of(
    graph: &mut Graph,
    id: FunctionId,
    node: Expr,
    parameters: &[Expr],
) -> Result<Vec<Expr>, Obstacle> {
    let row = functions::row(id);
    let operands = graph.operands_of(node);
    let mut names = row.parameters.to_vec();
    names.push("value");
    let mut arguments = operands.to_vec();
    arguments.push(node);
    let mut list = Vec::with_capacity(operands.len());
    for (place, &operand) in operands.iter().enumerate() {
        let text = row.partials.get(place).copied().unwrap_or("");
        let changes = graph
            .reachable(&[operand])
            .iter()
            .any(|own| parameters.contains(own));
        list.push(match (changes, text) {
            (false, _) => graph.integer(0),
            (true, "") => {
                return Err(Obstacle::Undifferentiable(Undifferentiable {
                    function: row.name,
                    parameter: row.parameters.get(place).copied().unwrap_or(""),
                }));
            }
            (true, text) => rule(&[text], &names).apply(graph, 0, &arguments),
        });
    }
    Ok(list)
}

/// What is known of the system so far.
struct Solution {
    forms: HashMap<Expr, Vec<Form>>,
    /// Of products of more than two factors the products of the first few.
    prefixes: HashMap<Expr, Vec<Vec<Form>>>,
    truths: HashMap<Expr, Truth>,
    /// 1 over the constants of bases of powers.
    inverses: HashMap<Expr, Expr>,
}

impl Solution {
    fn known(&self, node: Expr) -> &[Form] {
        self.forms.get(&node).map_or(&[], Vec::as_slice)
    }

    fn step(
        &mut self,
        graph: &mut Graph,
        judge: &mut dyn Judge,
        system: &System,
        arguments: &[Series],
        node: Expr,
        degree: usize,
    ) -> Result<(), Obstacle> {
        let operands = system.graph.operands_of(node);
        let form = match system.graph.op(node) {
            Op::Variable(_) => {
                let place = system.parameters.get(&node).copied().unwrap_or(0);
                let own = arguments[place].at(degree as i32);
                own.cloned().unwrap_or_default()
            }
            Op::Number(_) | Op::Constant(_) if degree > 0 => Form::new(),
            Op::Number(_) => {
                let number = system.graph.as_number(node).cloned();
                let number = graph.number(number.unwrap_or_default());
                constant(graph, number)
            }
            Op::Constant(own) => {
                let own = graph.constant(own);
                constant(graph, own)
            }
            Op::Sum => {
                let mut collector = Collector::default();
                for operand in &operands {
                    if let Some(form) = self.known(*operand).get(degree) {
                        collector.add(graph, None, form);
                    }
                }
                collector.finish(graph, None)
            }
            Op::Product => self.product(graph, node, &operands, degree),
            Op::Power if system.graph.as_number(operands[1]).is_some() => {
                let exponent = system.graph.as_number(operands[1]).cloned();
                let exponent = exponent.unwrap_or_default();
                self.power(graph, judge, (node, operands[0]), &exponent, degree)?
            }
            Op::Power => self.call(graph, judge, system, functions::power(), node, degree)?,
            Op::Call(id) => self.call(graph, judge, system, id, node, degree)?,
            op if op.is_condition() => {
                if degree == 0 {
                    self.condition(graph, judge, system, node);
                }
                return Ok(());
            }
            Op::Select => {
                let side = match self.truths.get(&operands[0]) {
                    Some(Truth::Met) => 1,
                    Some(Truth::Unmet) => 2,
                    _ => {
                        let first = value_of(graph, self.known(operands[1]).first());
                        return Err(Obstacle::Undecided(first));
                    }
                };
                let own = self.known(operands[side]).get(degree);
                own.cloned().unwrap_or_default()
            }
            // Rules of the table are scalar.
            _ => Form::new(),
        };
        self.forms.entry(node).or_default().push(form);
        Ok(())
    }

    fn product(&mut self, graph: &mut Graph, node: Expr, operands: &[Expr], degree: usize) -> Form {
        let mut prefixes = self.prefixes.remove(&node).unwrap_or_default();
        prefixes.resize(operands.len(), Vec::new());
        for (place, &operand) in operands.iter().enumerate() {
            let form = if place == 0 {
                self.known(operand).get(degree).cloned().unwrap_or_default()
            } else {
                let mut collector = Collector::default();
                for (own, left) in prefixes[place - 1].iter().enumerate().take(degree + 1) {
                    if let Some(right) = self.known(operand).get(degree - own) {
                        collector.add_product(graph, None, left, right);
                    }
                }
                collector.finish(graph, None)
            };
            prefixes[place].push(form);
        }
        let last = prefixes.last().and_then(|forms| forms.get(degree)).cloned();
        self.prefixes.insert(node, prefixes);
        last.unwrap_or_default()
    }

    fn power(
        &mut self,
        graph: &mut Graph,
        judge: &mut dyn Judge,
        (node, base): (Expr, Expr),
        exponent: &Number,
        degree: usize,
    ) -> Result<Form, Obstacle> {
        let whole = exponent.numer().to_u32().filter(|_| exponent.is_integer());
        if let Some(times) = whole.filter(|&times| times > 0 && times <= MOST_FACTORS) {
            return Ok(self.product(graph, node, &vec![base; times as usize], degree));
        }
        let first = value_of(graph, self.known(base).first());
        if degree == 0 {
            if exponent.is_negative() || !exponent.is_integer() {
                let inverse = reciprocal_at(graph, judge, first)?;
                self.inverses.insert(node, inverse);
            }
            let exponent = graph.number(exponent.clone());
            let value = graph.power(first, exponent);
            let value = settled(graph, judge, value);
            return Ok(constant(graph, value));
        }
        let inverse = match self.inverses.get(&node) {
            Some(&inverse) => inverse,
            None => reciprocal_at(graph, judge, first)?,
        };
        let (base, own) = (self.known(base), self.known(node));
        Ok(power_step(
            graph,
            base,
            own,
            degree as i32,
            exponent,
            inverse,
        ))
    }

    /// A call: its value at the point, then what its partials say.
    fn call(
        &mut self,
        graph: &mut Graph,
        judge: &mut dyn Judge,
        system: &System,
        id: FunctionId,
        node: Expr,
        degree: usize,
    ) -> Result<Form, Obstacle> {
        let operands = system.graph.operands_of(node);
        if degree == 0 {
            let mut values = Vec::with_capacity(operands.len());
            for operand in &operands {
                let value = value_of(graph, self.known(*operand).first());
                values.push(settled(graph, judge, value));
            }
            check_row(graph, judge, id, &values)?;
            let value = graph.call(id, &values);
            let value = settled(graph, judge, value);
            return Ok(constant(graph, value));
        }
        let mut collector = Collector::default();
        for (&operand, &partial) in operands.iter().zip(&system.partials[&node]) {
            for j in 1..=degree {
                let (argument, slope) = (self.known(operand), self.known(partial));
                if let (Some(change), Some(slope)) = (argument.get(j), slope.get(degree - j)) {
                    let factor = graph.integer(j as i64);
                    collector.add_product(graph, Some(factor), change, slope);
                }
            }
        }
        let share = graph.fraction(1, degree as i64);
        Ok(collector.finish(graph, Some(share)))
    }

    fn condition(&mut self, graph: &mut Graph, judge: &mut dyn Judge, system: &System, node: Expr) {
        let operands = system.graph.operands_of(node);
        let of = |place: usize| {
            let own = self.truths.get(&operands[place]);
            own.copied().unwrap_or(Truth::Varies)
        };
        let truth = match system.graph.op(node) {
            Op::Truth(true) => Truth::Met,
            Op::Truth(false) => Truth::Unmet,
            Op::And => judge::both(of(0), of(1)),
            Op::Or => judge::either(of(0), of(1)),
            Op::Not => judge::opposite(of(0)),
            op => {
                let left = value_of(graph, self.known(operands[0]).first());
                let right = value_of(graph, self.known(operands[1]).first());
                let difference = graph.subtract(left, right);
                judge::compared(op, judge::sign(graph, judge, difference))
            }
        };
        self.truths.insert(node, truth);
    }
}
