//! Taylor polynomials: the point, the polynomial as it is written, and as it is computed.

use super::request::Polynomials;
use super::work::{Work, refused};
use super::{Part, Request};
use crate::backend::{Interpreter, Workspace};
use crate::calculus::{self, Form, Judge, Obstacle};
use crate::codes;
use crate::error::Error;
use crate::graph::{Expr, Graph, Op, expression};
use crate::limits;
use crate::program::lower;
use crate::simplify::{self, is_proved, simplify};
use crate::text::quote;
use crate::trace::LedgerRow;
use hashbrown::HashSet;
use std::collections::BTreeMap;

/// Longer coefficients are cut in messages, in characters.
const MOST_CHARACTERS: usize = 60;

impl Work<'_> {
    pub(super) fn taylor(
        &mut self,
        values: &[Expr],
        degree: u32,
        part: &mut Part,
    ) -> Result<(), Error> {
        let point = self.point()?;
        let terms = (1..=degree.min(point.len() as u32)).fold(1u128, |count, own| {
            let longest = u128::from(degree.max(point.len() as u32));
            count.saturating_mul(longest + u128::from(own)) / u128::from(own)
        });
        let limits = &self.request.limits;
        if terms > limits.taylor as u128 {
            let message = format!("the Taylor polynomial would have {terms} terms");
            return Err(Error::new(codes::TOO_MANY_TERMS, message)
                .with_help("ask for a lower degree, or fewer variables")
                .with_help(limits::TAYLOR.advice(limits)));
        }
        let entries = self.scalarize(values)?;
        let mut judge = Judging::new(self.request);
        let outputs = entries.concat();
        let found = calculus::taylor(&mut self.graph, &mut judge, &outputs, &point, degree);
        self.ledger.extend(judge.ledger);
        let found = found.map_err(|obstacle| self.no_series(obstacle))?;
        let distances: Vec<Expr> = point
            .iter()
            .map(|&(variable, at)| self.graph.subtract(variable, at))
            .collect();
        let labels = self.row_labels(&entries);
        part.labels = labels.iter().map(|label| label.taylor(degree)).collect();
        let mut polynomials = Polynomials::default();
        for forms in &found {
            let terms = written(&mut self.graph, forms, &distances);
            let sum = self.graph.sum(&terms);
            part.formulas.push(sum);
            polynomials
                .nested
                .push(nested(&mut self.graph, forms, &distances));
            // Unless terms were joined to others.
            let (mut own, mut others) = (terms.clone(), self.graph.operands(sum).to_vec());
            own.sort_unstable();
            others.sort_unstable();
            if own == others {
                polynomials.orders.push((sum, terms));
            }
        }
        part.polynomials = Some(polynomials);
        part.axes = self.axes_of(values);
        Ok(())
    }

    /// The variables of the polynomial, or their entries, each with its value.
    fn point(&mut self) -> Result<Vec<(Expr, Expr)>, Error> {
        let request = self.request;
        let given = request.about.as_deref().filter(|given| !given.is_empty());
        let Some(given) = given else {
            let message = "a Taylor polynomial needs the point that it is about";
            let name = self.function.variable_names().next().unwrap_or("x");
            let help =
                format!("say it as in --about {name}=0, in JSON \"about\": {{\"{name}\": 0}}");
            return Err(Error::new(codes::MISSING_POINT, message).with_help(help));
        };
        let known = self.variables();
        let unknown = (codes::UNKNOWN_DIRECTION, "a variable of the formula");
        let values = self.values_for(given, &known, unknown)?;
        let mut point = Vec::new();
        let mut variables = HashSet::new();
        for ((name, shape), value) in known.iter().zip(values) {
            let Some(value) = value else { continue };
            let variable = self.graph.variable(name, *shape);
            variables.insert(variable);
            let entries = self.graph.scalarize(&[value]).concat();
            for (place, entry) in entries.into_iter().enumerate() {
                point.push((self.graph.entry(variable, place as u32), entry));
            }
        }
        let roots: Vec<Expr> = point.iter().map(|own| own.1).collect();
        let reached = self.graph.reachable(&roots);
        let moving = reached.iter().find(|node| variables.contains(*node));
        if let Some(&moving) = moving
            && let Op::Variable(id) = self.graph.op(moving)
        {
            let name = quote(self.graph.variable_name(id));
            let message = format!("the point depends on {name}, which the polynomial is in");
            let help = "give the point numbers, or names of its own as in `x=a`";
            return Err(Error::new(codes::MOVING_POINT, message).with_help(help));
        }
        Ok(point)
    }

    /// Why there is no polynomial.
    fn no_series(&self, obstacle: Obstacle) -> Error {
        let not_analytic = |message: String| Error::new(codes::NOT_ANALYTIC, message);
        match obstacle {
            Obstacle::Undifferentiable(own) => refused(own),
            Obstacle::Kink { function, at } => {
                let message = format!("the point is at a kink of {}: {at}", quote(function));
                Error::new(codes::KINK_AT_POINT, message)
                    .with_help("choose a point beside it: each side has a polynomial of its own")
            }
            Obstacle::Outside { function } => not_analytic(format!(
                "the point is outside the domain of {}",
                quote(function)
            )),
            Obstacle::Singular(_) => not_analytic(
                "a denominator, or the base of a root, is 0 at the point, and nothing makes up for it".to_owned(),
            ),
            Obstacle::Pole => not_analytic("the function is infinite at the point".to_owned()),
            Obstacle::Undecided(own) => {
                let own = quote(&expression(&self.graph, own, MOST_CHARACTERS));
                let message = format!("at the point it cannot be told whether {own} is 0, or its sign");
                Error::new(codes::UNDECIDED_AT_POINT, message)
                    .with_help("give the point as exact numbers, such as 1/3")
            }
            Obstacle::Stopped => Error::new(codes::INTERRUPTED, "interrupted"),
        }
    }
}

/// The terms of the polynomial by degree, and of one degree those with the first variable first.
fn written(graph: &mut Graph, forms: &[Form], distances: &[Expr]) -> Vec<Expr> {
    let mut terms = Vec::new();
    for (monomial, &coefficient) in forms.iter().flat_map(|form| form.iter().rev()) {
        // A number stays in front of all, and a minus with it.
        let (number, rest) = graph.split_coefficient(coefficient);
        let mut factors = vec![graph.number(number), rest];
        for &(variable, power) in monomial {
            let distance = distances[variable.0 as usize];
            factors.push(graph.power_integer(distance, i64::from(power)));
        }
        terms.push(graph.product(&factors));
    }
    terms
}

/// The same nested by Horner's rule in one variable after the other.
fn nested(graph: &mut Graph, forms: &[Form], distances: &[Expr]) -> Expr {
    // A monomial as places of variables with their powers.
    type Key = Vec<(u32, i32)>;
    let mut terms: BTreeMap<Key, Expr> = BTreeMap::new();
    for (monomial, &coefficient) in forms.iter().flatten() {
        let key = monomial.iter().map(|&(own, power)| (own.0, power));
        terms.insert(key.collect(), coefficient);
    }
    for (variable, &distance) in distances.iter().enumerate().rev() {
        let mut groups: BTreeMap<Key, Vec<(i32, Expr)>> = BTreeMap::new();
        for (mut key, coefficient) in terms {
            let own = key.pop_if(|last| last.0 == variable as u32);
            let power = own.map_or(0, |own| own.1);
            groups.entry(key).or_default().push((power, coefficient));
        }
        terms = BTreeMap::new();
        for (key, mut group) in groups {
            group.sort_unstable_by_key(|own| -own.0);
            let (mut power, mut value) = group[0];
            for (next, coefficient) in group.into_iter().skip(1).chain([(0, graph.integer(0))]) {
                if power > next {
                    let factor = graph.power_integer(distance, i64::from(power - next));
                    value = graph.product(&[value, factor]);
                }
                value = graph.sum(&[value, coefficient]);
                power = next;
            }
            terms.insert(key, value);
        }
    }
    terms
        .into_values()
        .next()
        .unwrap_or_else(|| graph.integer(0))
}

/// What is known of coefficients: by simplification without assumptions, and by values.
pub(super) struct Judging<'a> {
    request: &'a Request,
    options: simplify::Options,
    ledger: Vec<LedgerRow>,
}

impl<'a> Judging<'a> {
    pub(super) fn new(request: &'a Request) -> Self {
        let mut options = request.simplify.clone().unwrap_or_default();
        options.conditional = false;
        Judging {
            request,
            options,
            ledger: Vec::new(),
        }
    }
}

impl Judge for Judging<'_> {
    fn simplified(&mut self, graph: &mut Graph, expr: Expr) -> Expr {
        simplify(graph, &[expr], &self.options).roots[0]
    }

    fn value(&mut self, graph: &Graph, expr: Expr) -> f64 {
        let mut value = [f64::NAN];
        let program = lower(graph, &[expr], &[]);
        Interpreter::new(program).run(&[], &mut value, &mut Workspace::default());
        value[0]
    }

    fn assume(&mut self, graph: &mut Graph, condition: Expr, place: Expr) {
        // What says more may be assumed already.
        let known = |own: Expr| self.ledger.iter().any(|row| row.condition == own);
        let is_implied = graph.op(condition) == Op::Or
            && graph.operands(condition).iter().any(|&own| known(own));
        if !is_proved(graph, condition) && !is_implied {
            let rule = "series at a point";
            self.ledger.push(LedgerRow {
                rule,
                condition,
                place,
            });
        }
    }

    fn goes_on(&self) -> bool {
        self.request.check().is_ok()
    }
}
