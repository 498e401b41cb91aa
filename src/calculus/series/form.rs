//! Homogeneous polynomials in the distances from a point, and series made of them.
//!
//! Coefficients are nodes of a graph. Of one variable alone exponents may be negative: such a series has a pole.

use crate::graph::{Expr, Graph, Number};
use num_bigint::BigInt;
use smallvec::SmallVec;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A product of powers: variables with their exponents, in order. The order of two products of one degree is
/// lexicographic with the first variable as the largest, and stays the same where both are multiplied alike.
pub type Monomial = SmallVec<[(Reverse<u32>, i32); 2]>;

/// The terms of one degree. No coefficient is the number 0.
pub type Form = BTreeMap<Monomial, Expr>;

/// A power series: the forms of the degrees from `low` on, up to the last degree that is known.
#[derive(Clone, Debug)]
pub(super) struct Series {
    pub low: i32,
    pub forms: Vec<Form>,
}

/// The form of degree 0 with this coefficient.
pub(super) fn constant(graph: &Graph, coefficient: Expr) -> Form {
    let mut form = Form::new();
    if !graph.is_zero(coefficient) {
        form.insert(Monomial::new(), coefficient);
    }
    form
}

/// The constant coefficient of a form of degree 0.
pub(super) fn value_of(graph: &mut Graph, form: Option<&Form>) -> Expr {
    let first = form.and_then(|form| form.values().next().copied());
    first.unwrap_or_else(|| graph.integer(0))
}

fn times(left: &Monomial, right: &Monomial) -> Monomial {
    let mut product = Monomial::new();
    let (mut a, mut b) = (left.iter().peekable(), right.iter().peekable());
    loop {
        let next = match (a.peek(), b.peek()) {
            (None, None) => return product,
            (Some(&&left), None) => {
                a.next();
                left
            }
            (None, Some(&&right)) => {
                b.next();
                right
            }
            // Earlier variables are larger.
            (Some(&&left), Some(&&right)) if left.0 > right.0 => {
                a.next();
                left
            }
            (Some(&&left), Some(&&right)) if left.0 < right.0 => {
                b.next();
                right
            }
            (Some(&&left), Some(&&right)) => {
                a.next();
                b.next();
                (left.0, left.1 + right.1)
            }
        };
        if next.1 != 0 {
            product.push(next);
        }
    }
}

fn inverse(monomial: &Monomial) -> Monomial {
    monomial.iter().map(|&(own, power)| (own, -power)).collect()
}

/// Adds up terms that are collected one by one, each sum once.
#[derive(Default)]
pub(super) struct Collector {
    terms: BTreeMap<Monomial, Vec<Expr>>,
}

impl Collector {
    /// Adds `factor * left * right`.
    pub(super) fn add_product(
        &mut self,
        graph: &mut Graph,
        factor: Option<Expr>,
        left: &Form,
        right: &Form,
    ) {
        for (a, &x) in left {
            for (b, &y) in right {
                let term = match factor {
                    Some(factor) => graph.product(&[factor, x, y]),
                    None => graph.product(&[x, y]),
                };
                self.terms.entry(times(a, b)).or_default().push(term);
            }
        }
    }

    /// Adds `factor * form`.
    pub(super) fn add(&mut self, graph: &mut Graph, factor: Option<Expr>, form: &Form) {
        for (monomial, &x) in form {
            let term = match factor {
                Some(factor) => graph.product(&[factor, x]),
                None => x,
            };
            self.terms.entry(monomial.clone()).or_default().push(term);
        }
    }

    /// The sum, times `factor`.
    pub(super) fn finish(self, graph: &mut Graph, factor: Option<Expr>) -> Form {
        let mut form = Form::new();
        for (monomial, terms) in self.terms {
            let mut sum = graph.sum(&terms);
            if let Some(factor) = factor {
                sum = graph.product(&[sum, factor]);
            }
            if !graph.is_zero(sum) {
                form.insert(monomial, sum);
            }
        }
        form
    }
}

/// `form / divisor` where the division goes up; `inverse_lead` is 1 over the coefficient of the last monomial of the
/// divisor. None: it does not go up. With `poles` exponents may become negative.
pub(super) fn quotient(
    graph: &mut Graph,
    form: &Form,
    divisor: &Form,
    inverse_lead: Expr,
    poles: bool,
) -> Option<Form> {
    let (lead, _) = divisor.last_key_value()?;
    let lead_inverse = inverse(lead);
    let minus_one = graph.integer(-1);
    let mut rest = form.clone();
    let mut result = Form::new();
    while let Some((monomial, coefficient)) = rest.pop_last() {
        let own = times(&monomial, &lead_inverse);
        if !poles && own.iter().any(|&(_, power)| power < 0) {
            return None;
        }
        let coefficient = graph.product(&[coefficient, inverse_lead]);
        for (other, &x) in divisor.iter().rev().skip(1) {
            let place = times(&own, other);
            let change = graph.product(&[minus_one, coefficient, x]);
            let old = rest.remove(&place);
            let terms: SmallVec<[Expr; 2]> = old.into_iter().chain([change]).collect();
            let sum = graph.sum(&terms);
            if !graph.is_zero(sum) {
                rest.insert(place, sum);
            }
        }
        result.insert(own, coefficient);
    }
    Some(result)
}

impl Series {
    /// A constant, known up to a degree.
    pub(super) fn constant(graph: &Graph, coefficient: Expr, top: i32) -> Self {
        let mut forms = vec![Form::new(); top as usize + 1];
        forms[0] = constant(graph, coefficient);
        Series { low: 0, forms }
    }

    /// The last degree that is known.
    pub(super) fn top(&self) -> i32 {
        self.low + self.forms.len() as i32 - 1
    }

    /// The terms of a degree that is known or below all.
    pub(super) fn at(&self, degree: i32) -> Option<&Form> {
        self.forms.get(usize::try_from(degree - self.low).ok()?)
    }

    /// The same without forms in front that are 0.
    pub(super) fn trimmed(mut self) -> Self {
        let zeros = self.forms.iter().take_while(|form| form.is_empty()).count();
        self.forms.drain(..zeros);
        self.low += zeros as i32;
        self
    }

    /// The same with the degrees from 0 on; None where it has a pole.
    pub(super) fn regular(self) -> Option<Self> {
        let mut own = self.trimmed();
        if own.low < 0 {
            return None;
        }
        let mut forms = vec![Form::new(); own.low as usize];
        forms.append(&mut own.forms);
        Some(Series { low: 0, forms })
    }

    pub(super) fn sum(graph: &mut Graph, all: &[&Series]) -> Self {
        let low = all.iter().map(|own| own.low).min().unwrap_or(0);
        let top = all.iter().map(|own| own.top()).min().unwrap_or(-1);
        let forms = (low..=top).map(|degree| {
            let mut collector = Collector::default();
            for form in all.iter().filter_map(|own| own.at(degree)) {
                collector.add(graph, None, form);
            }
            collector.finish(graph, None)
        });
        Series {
            forms: forms.collect(),
            low,
        }
    }

    pub(super) fn product(graph: &mut Graph, left: &Series, right: &Series) -> Self {
        let low = left.low + right.low;
        let top = (left.low + right.top()).min(right.low + left.top());
        let forms = (low..=top).map(|degree| {
            let mut collector = Collector::default();
            for own in left.low..=degree - right.low {
                if let (Some(a), Some(b)) = (left.at(own), right.at(degree - own)) {
                    collector.add_product(graph, None, a, b);
                }
            }
            collector.finish(graph, None)
        });
        Series {
            forms: forms.collect(),
            low,
        }
    }

    /// `self^exponent` for a series that begins at degree 0 with a constant: from `b*g' = r*b'*g`, degree by degree.
    /// `first` is the power of the constant.
    pub(super) fn power(
        &self,
        graph: &mut Graph,
        exponent: &Number,
        first: Expr,
        inverse_constant: Expr,
    ) -> Self {
        let mut forms = vec![constant(graph, first)];
        for degree in 1..=self.top() {
            let next = power_step(
                graph,
                &self.forms,
                &forms,
                degree,
                exponent,
                inverse_constant,
            );
            forms.push(next);
        }
        Series { low: 0, forms }
    }

    /// Itself so many times as a factor.
    pub(super) fn repeated(&self, graph: &mut Graph, times: &BigInt) -> Self {
        let one = graph.integer(1);
        let mut result: Option<Series> = None;
        let mut square = self.clone();
        for bit in 0..times.bits() {
            if bit > 0 {
                square = Series::product(graph, &square, &square);
            }
            if times.bit(bit) {
                result = Some(match result {
                    Some(own) => Series::product(graph, &own, &square),
                    None => square.clone(),
                });
            }
        }
        result.unwrap_or_else(|| Series::constant(graph, one, self.top().max(0)))
    }
}

/// The form of degree `d > 0` of a power with exponent r from those before it:
/// `d*b0*g_d = sum over j of (r*j - (d - j))*b_j*g_(d-j)`.
pub(super) fn power_step(
    graph: &mut Graph,
    base: &[Form],
    power: &[Form],
    degree: i32,
    exponent: &Number,
    inverse_constant: Expr,
) -> Form {
    let whole = |value: i32| Number::from(BigInt::from(value));
    let mut collector = Collector::default();
    for j in 1..=degree {
        let Some(own) = base.get(j as usize).filter(|form| !form.is_empty()) else {
            continue;
        };
        let factor = exponent * whole(j) - whole(degree - j);
        let factor = graph.number(factor);
        if let Some(other) = power.get((degree - j) as usize) {
            collector.add_product(graph, Some(factor), own, other);
        }
    }
    let share = graph.fraction(1, i64::from(degree));
    let scale = graph.product(&[share, inverse_constant]);
    collector.finish(graph, Some(scale))
}
