//! Taylor polynomials by arithmetic on truncated power series, through the graph in one loop.
//!
//! A series of a node is made from those of its operands; nothing is differentiated again and again, so the degree
//! costs a square and not an exponential. Denominators may vanish at the point: of one variable a series may have a pole
//! on the way, of several the division has to go up. What is no series is refused with the reason. This room asks a
//! [`Judge`] what coefficients are.

mod choice;
mod compose;
mod division;
mod form;
mod judge;

pub use form::Form;
pub use judge::Judge;

use super::Undifferentiable;
use crate::functions::{self, FunctionId, Kernel};
use crate::graph::{Expr, Graph, Number, Op};
use form::{Series, value_of};
use hashbrown::HashMap;
use judge::{Sign, Truth, settled, sign};
use num_traits::{One, Signed};
use smallvec::smallvec;
use std::cmp::Reverse;

/// Why there is no series.
#[derive(Clone, Debug)]
pub enum Obstacle {
    /// A function without derivative.
    Undifferentiable(Undifferentiable),
    /// The point is at a kink of a function, a place as its row says.
    Kink {
        /// The function.
        function: &'static str,
        /// The place.
        at: &'static str,
    },
    /// The point is outside the domain of a function.
    Outside {
        /// The function.
        function: &'static str,
    },
    /// A denominator or the base of a root vanishes at the point, and nothing makes up for it.
    Singular(Expr),
    /// Whether this coefficient is 0, or its sign, cannot be told.
    Undecided(Expr),
    /// The function is infinite at the point.
    Pole,
    /// Somebody wanted it to stop.
    Stopped,
}

/// How often the degree to work with is raised where divisions lose degrees.
const MOST_TRIALS: u32 = 6;

/// The Taylor polynomials of scalar `outputs` in the distances from `point`, up to a total degree: for each output the
/// forms by degree. The variables of a monomial are places in `point`.
///
/// # Errors
///
/// Where a function is not analytic at the point, or that cannot be told.
pub fn taylor(
    graph: &mut Graph,
    judge: &mut dyn Judge,
    outputs: &[Expr],
    point: &[(Expr, Expr)],
    degree: u32,
) -> Result<Vec<Vec<Form>>, Obstacle> {
    let wanted = degree as i32;
    let mut top = wanted;
    for trial in 0.. {
        let found = expanded(graph, judge, outputs, point, top);
        let lost = match &found {
            Ok(all) => {
                let tops = all.iter().map(Series::top);
                wanted - tops.min().unwrap_or(wanted)
            }
            // A denominator that is 0 as far as it is known may begin later.
            Err(Obstacle::Singular(_)) if point.len() == 1 && trial < 2 => 4,
            Err(_) => 0,
        };
        if lost > 0 && trial < MOST_TRIALS {
            top += lost << trial.min(3);
            continue;
        }
        let mut lists = Vec::with_capacity(outputs.len());
        for own in found? {
            let own = settled_series(graph, judge, own)?;
            let regular = own.regular().ok_or(Obstacle::Pole)?;
            let forms = regular.forms.into_iter().take(wanted as usize + 1);
            lists.push(forms.collect());
        }
        return Ok(lists);
    }
    Ok(Vec::new())
}

/// The coefficients in their shortest forms, those that are 0 left out.
fn settled_series(
    graph: &mut Graph,
    judge: &mut dyn Judge,
    mut series: Series,
) -> Result<Series, Obstacle> {
    for form in &mut series.forms {
        if !judge.goes_on() {
            return Err(Obstacle::Stopped);
        }
        for coefficient in form.values_mut() {
            *coefficient = settled(graph, judge, *coefficient);
        }
        form.retain(|_, coefficient| !graph.is_zero(*coefficient));
    }
    Ok(series)
}

/// What is known of a node.
type Outcome = Result<Series, Obstacle>;

fn expanded(
    graph: &mut Graph,
    judge: &mut dyn Judge,
    outputs: &[Expr],
    point: &[(Expr, Expr)],
    top: i32,
) -> Result<Vec<Series>, Obstacle> {
    let mut expansion = Expansion {
        top,
        variables: point.len(),
        series: HashMap::new(),
        truths: HashMap::new(),
        unclear: HashMap::new(),
    };
    for (place, &(variable, at)) in point.iter().enumerate() {
        let mut own = Series::constant(graph, at, top);
        if let Some(form) = own.forms.get_mut(1) {
            let one = graph.integer(1);
            form.insert(smallvec![(Reverse(place as u32), 1)], one);
        }
        expansion.series.insert(variable, Ok(own));
    }
    for node in graph.reachable(outputs) {
        if !judge.goes_on() {
            return Err(Obstacle::Stopped);
        }
        if graph.is_condition(node) {
            expansion.condition(graph, judge, node);
        } else if !expansion.series.contains_key(&node) {
            let outcome = expansion.node(graph, judge, node);
            expansion.series.insert(node, outcome);
        }
    }
    outputs.iter().map(|&output| expansion.of(output)).collect()
}

/// The series of all nodes met so far. A node without series matters only where something needs it.
struct Expansion {
    top: i32,
    variables: usize,
    series: HashMap<Expr, Outcome>,
    truths: HashMap<Expr, Truth>,
    /// Of conditions that are not decided the difference that is in the way.
    unclear: HashMap<Expr, Expr>,
}

impl Expansion {
    fn of(&self, node: Expr) -> Outcome {
        let known = self.series.get(&node).cloned();
        known.unwrap_or(Err(Obstacle::Singular(node)))
    }

    /// The value at the point of a node without pole.
    fn value(&self, graph: &mut Graph, node: Expr) -> Result<Expr, Obstacle> {
        let own = self.of(node)?.regular().ok_or(Obstacle::Pole)?;
        Ok(value_of(graph, own.forms.first()))
    }

    fn node(&self, graph: &mut Graph, judge: &mut dyn Judge, node: Expr) -> Outcome {
        let operands = graph.operands_of(node);
        let changes = operands
            .iter()
            .any(|operand| match self.series.get(operand) {
                Some(Ok(own)) => {
                    own.low != 0 || own.forms.iter().skip(1).any(|form| !form.is_empty())
                }
                Some(Err(_)) => true,
                None => false,
            });
        let is_choice = graph.op(node) == Op::Select;
        if !changes && !is_choice {
            return Ok(Series::constant(graph, node, self.top)).and_then(|own| {
                match operands.is_empty() {
                    true => Ok(own),
                    false => self.at_point(graph, judge, node),
                }
            });
        }
        match graph.op(node) {
            Op::Sum => {
                let parts: Result<Vec<Series>, Obstacle> =
                    operands.iter().map(|&operand| self.of(operand)).collect();
                let parts = parts?;
                Ok(Series::sum(graph, &parts.iter().collect::<Vec<_>>()))
            }
            Op::Product => self.product(graph, judge, &operands),
            Op::Power if graph.as_number(operands[1]).is_some() => {
                self.power(graph, judge, operands[0], operands[1])
            }
            Op::Power => self.call(graph, judge, functions::power(), &operands),
            Op::Call(id) => match functions::row(id).kernel {
                Kernel::Extremum(end) => self.extremum(graph, judge, id, end, &operands),
                _ => self.call(graph, judge, id, &operands),
            },
            Op::Select => match self.truths.get(&operands[0]) {
                Some(Truth::Met) => self.of(operands[1]),
                Some(Truth::Unmet) => self.of(operands[2]),
                Some(Truth::Changes) if graph.op(operands[0]) == Op::Equal => {
                    self.filled_gap(graph, judge, &operands)
                }
                Some(Truth::Changes) => Err(Obstacle::Kink {
                    function: "if",
                    at: "its condition changes",
                }),
                _ => {
                    let own = self.unclear.get(&operands[0]).copied();
                    Err(Obstacle::Undecided(own.unwrap_or(node)))
                }
            },
            // Vectors and matrices were taken apart.
            _ => Err(Obstacle::Singular(node)),
        }
    }

    /// A node whose operands are constants at the point: they are put in.
    fn at_point(&self, graph: &mut Graph, judge: &mut dyn Judge, node: Expr) -> Outcome {
        let operands = graph.operands_of(node);
        let mut values = Vec::with_capacity(operands.len());
        for &operand in &operands {
            values.push(self.value(graph, operand)?);
        }
        if let Op::Call(id) = graph.op(node)
            && !matches!(functions::row(id).kernel, Kernel::Extremum(_))
            && values != operands[..]
        {
            judge::check_row(graph, judge, id, &values)?;
        }
        if graph.op(node) == Op::Power
            && let Some(exponent) = graph.as_number(values[1]).cloned()
            && exponent.is_negative()
        {
            reciprocal_at(graph, judge, values[0])?;
        }
        let value = graph.rebuild(node, &values);
        let value = settled(graph, judge, value);
        Ok(Series::constant(graph, value, self.top))
    }

    /// Numerators first, then all that stands below the line, since a zero of one may make up for that of the other.
    fn product(&self, graph: &mut Graph, judge: &mut dyn Judge, operands: &[Expr]) -> Outcome {
        let mut whole: Option<Series> = None;
        let mut below = Vec::new();
        for &operand in operands {
            let (base, exponent) = graph.split_exponent(operand);
            if exponent.is_integer() && exponent.is_negative() {
                below.push(self.of(base)?.repeated(graph, &(-exponent).numer()));
                continue;
            }
            let own = self.of(operand)?;
            whole = Some(match whole {
                None => own,
                Some(whole) => Series::product(graph, &whole, &own),
            });
        }
        let one = graph.integer(1);
        let mut whole = whole.unwrap_or_else(|| Series::constant(graph, one, self.top));
        if let Some(mut divisor) = below.pop() {
            for other in below {
                divisor = Series::product(graph, &divisor, &other);
            }
            whole = self.divided(graph, judge, whole, divisor)?;
        }
        Ok(whole)
    }

    fn power(
        &self,
        graph: &mut Graph,
        judge: &mut dyn Judge,
        base: Expr,
        exponent: Expr,
    ) -> Outcome {
        let number = graph
            .as_number(exponent)
            .cloned()
            .unwrap_or_else(Number::one);
        let own = self.of(base)?;
        if number.is_integer() && number.is_negative() {
            let divisor = own.repeated(graph, &(-number).numer());
            let one = graph.integer(1);
            let above = Series::constant(graph, one, self.top);
            return self.divided(graph, judge, above, divisor);
        }
        if number.is_integer() {
            return Ok(own.repeated(graph, &number.numer()));
        }
        let own = self.begun(graph, judge, own)?;
        let first = value_of(graph, own.forms.first());
        if own.low != 0 {
            return Err(Obstacle::Singular(base));
        }
        if sign(graph, judge, first) == Sign::Negative {
            return Err(Obstacle::Outside { function: "^" });
        }
        let inverse = reciprocal_at(graph, judge, first)?;
        let value = graph.power(first, exponent);
        let value = settled(graph, judge, value);
        Ok(own.power(graph, &number, value, inverse))
    }

    fn call(
        &self,
        graph: &mut Graph,
        judge: &mut dyn Judge,
        id: FunctionId,
        operands: &[Expr],
    ) -> Outcome {
        let mut arguments = Vec::with_capacity(operands.len());
        for &operand in operands {
            let own = self.of(operand)?.regular().ok_or(Obstacle::Pole)?;
            arguments.push(own);
        }
        compose::compose(graph, judge, id, &arguments)
    }

    fn condition(&mut self, graph: &mut Graph, judge: &mut dyn Judge, node: Expr) {
        let operands = graph.operands_of(node);
        let of = |place: usize| {
            let own = self.truths.get(&operands[place]);
            own.copied().unwrap_or(Truth::Undecided)
        };
        let truth = match graph.op(node) {
            Op::Truth(true) => Truth::Met,
            Op::Truth(false) => Truth::Unmet,
            Op::And => judge::both(of(0), of(1)),
            Op::Or => judge::either(of(0), of(1)),
            Op::Not => judge::opposite(of(0)),
            op => {
                let sides = (
                    self.value(graph, operands[0]),
                    self.value(graph, operands[1]),
                );
                match sides {
                    (Ok(left), Ok(right)) => {
                        let difference = graph.subtract(left, right);
                        self.unclear.insert(node, difference);
                        judge::compared(op, sign(graph, judge, difference))
                    }
                    _ => Truth::Undecided,
                }
            }
        };
        let below = operands
            .iter()
            .find_map(|own| self.unclear.get(own).copied());
        if let Some(below) = below.filter(|_| !self.unclear.contains_key(&node)) {
            self.unclear.insert(node, below);
        }
        self.truths.insert(node, truth);
    }
}

/// 1 over a coefficient that must not be 0. Where that depends on variables it is assumed.
fn reciprocal_at(graph: &mut Graph, judge: &mut dyn Judge, value: Expr) -> Result<Expr, Obstacle> {
    match sign(graph, judge, value) {
        Sign::Zero => return Err(Obstacle::Singular(value)),
        Sign::Undecided => return Err(Obstacle::Undecided(value)),
        Sign::Varies => {
            let zero = graph.integer(0);
            let (below, above) = (graph.less(value, zero), graph.less(zero, value));
            let condition = graph.or(below, above);
            judge.assume(graph, condition, value);
        }
        Sign::Negative | Sign::Positive => {}
    }
    Ok(graph.reciprocal(value))
}
