//! Calls that are structure rather than elementary functions: choices, sums and products, derivatives.

use super::Scope;
use crate::codes;
use crate::graph::Expr;
use crate::text::{Diagnostic, Span};

/// The form of repeated derivatives.
pub(super) const PARTIAL: &str = "D";

/// What a form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Choice,
    Piecewise,
    Indicator,
    Folded(Folded),
    Dot,
    Derived(Derived),
}

/// What is made of the terms of a range, or of the entries of a vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Folded {
    Sum,
    Product,
}

/// The forms that are derivatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Derived {
    Partial,
    Gradient,
    Jacobian,
    Hessian,
}

/// A form: its name, what it is, its arguments and how many of them may be left out.
struct Row {
    name: &'static str,
    form: Form,
    parameters: &'static [&'static str],
    optional: usize,
    /// Whether the last argument may be repeated.
    repeats: bool,
    /// One sentence for people.
    meaning: &'static str,
}

const fn row(
    name: &'static str,
    form: Form,
    parameters: &'static [&'static str],
    meaning: &'static str,
) -> Row {
    Row {
        meaning,
        name,
        form,
        parameters,
        optional: 0,
        repeats: false,
    }
}

const fn derived(name: &'static str, form: Derived, optional: usize, meaning: &'static str) -> Row {
    Row {
        optional,
        repeats: true,
        ..row(name, Form::Derived(form), &["u", "x"], meaning)
    }
}

/// The forms that can be taken over a range.
pub(super) const FOLDS: [(&str, Folded); 2] = [("sum", Folded::Sum), ("prod", Folded::Product)];

const FORMS: &[Row] = &[
    row(
        "if",
        Form::Choice,
        &["condition", "value", "otherwise"],
        "The value where the condition holds, otherwise the other one; the side not taken contributes nothing, not even NaN.",
    ),
    Row {
        repeats: true,
        ..row(
            "piecewise",
            Form::Piecewise,
            &["value", "condition", "otherwise"],
            "The value of the first condition that is met, or the last value if none is.",
        )
    },
    row(
        "indicator",
        Form::Indicator,
        &["condition"],
        "1 where the condition holds, 0 elsewhere.",
    ),
    row(
        FOLDS[0].0,
        Form::Folded(FOLDS[0].1),
        &["x"],
        "The sum of all entries of a vector or matrix, or over a range: sum(i in 1..3 if i != 2, x^i).",
    ),
    row(
        FOLDS[1].0,
        Form::Folded(FOLDS[1].1),
        &["x"],
        "The product of all entries of a vector or matrix, or over a range: prod(i in 1..3, x + i).",
    ),
    row(
        "dot",
        Form::Dot,
        &["x", "y"],
        "The scalar product of two vectors, x'*y.",
    ),
    derived(
        PARTIAL,
        Derived::Partial,
        0,
        "The derivative of u in x, or of an order in several: D(u, x, 2, y). Also d/dx(u), and f'(x) for functions of one variable.",
    ),
    derived(
        "grad",
        Derived::Gradient,
        1,
        "The derivatives of a scalar in a variable, in its shape, or in several scalars, as a vector.",
    ),
    derived("∇", Derived::Gradient, 1, ""),
    derived(
        "jacobian",
        Derived::Jacobian,
        1,
        "The derivatives of all entries of u: a row for each, a column for each entry of the variables.",
    ),
    derived(
        "hessian",
        Derived::Hessian,
        1,
        "The second derivatives of a scalar: a row and a column for each entry of the variables.",
    ),
];

/// What is called by other names elsewhere, with what to write here.
const ELSEWHERE: &[(&[&str], &str)] = &[
    (
        &[
            "diff",
            "derivative",
            "deriv",
            "Diff",
            "Derivative",
            "partial",
        ],
        "a derivative is written `D(u, x)`, `d/dx(u)` or `f'(x)`",
    ),
    (
        &["gradient", "nabla", "Grad"],
        "a gradient is written `grad(u, x)`",
    ),
    (
        &["jac", "Jacobian"],
        "a Jacobian is written `jacobian(u, x)`",
    ),
    (&["hess", "Hessian"], "a Hessian is written `hessian(u, x)`"),
    (
        &["cases", "Piecewise"],
        "a choice among several is written `piecewise(value, condition; ...; otherwise)`",
    ),
    (
        &[
            "ifelse", "iff", "iif", "where", "cond", "select", "If", "IF",
        ],
        "a choice is written `if(condition, value, otherwise)`",
    ),
    (
        &["product", "Prod", "Product"],
        "a product over a range is written `prod(i in 1..10, ...)`",
    ),
    (
        &["Sum", "Σ", "summation"],
        "a sum over a range is written `sum(i in 1..10, ...)`",
    ),
    (
        &["int", "integrate", "integral", "Integrate", "quad"],
        "integrals are not computed; the derivative of an antiderivative can be checked here",
    ),
    (&["lim", "limit", "Limit"], "limits are not computed"),
    (&["solve", "Solve", "root_of"], "equations are not solved"),
];

/// What to write for a name that is called elsewhere.
pub(super) fn elsewhere(name: &str) -> Option<&'static str> {
    let known = ELSEWHERE.iter().find(|(names, _)| names.contains(&name));
    known.map(|&(_, help)| help)
}

fn find(name: &str) -> Option<&'static Row> {
    FORMS.iter().find(|row| row.name == name)
}

pub(super) fn is_form(name: &str) -> bool {
    find(name).is_some()
}

/// The names that can be typed as words.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let names = FORMS.iter().map(|row| row.name);
    names.filter(|name| name.starts_with(char::is_alphabetic))
}

/// How each form is called, with one sentence about it.
pub fn explained() -> impl Iterator<Item = (String, &'static str)> {
    names().filter_map(|name| {
        Some((
            format!("{name}({})", parameters(name)?),
            find(name)?.meaning,
        ))
    })
}

/// The derivative that a form is.
pub(super) fn derivative(name: &str) -> Option<Derived> {
    match find(name)?.form {
        Form::Derived(form) => Some(form),
        _ => None,
    }
}

/// What a name makes of the terms of a range.
pub(super) fn fold(name: &str) -> Option<Folded> {
    match find(name)?.form {
        Form::Folded(form) => Some(form),
        _ => None,
    }
}

/// Whether the arguments of a form may stand between `;`.
pub(super) fn takes_semicolons(name: &str) -> bool {
    find(name).is_some_and(|row| row.form == Form::Piecewise)
}

/// How many arguments a form takes: the least, and the most if there is one.
pub(super) fn arity(name: &str) -> Option<(usize, Option<usize>)> {
    let row = find(name)?;
    let most = row.parameters.len();
    Some((most - row.optional, (!row.repeats).then_some(most)))
}

/// How a form is written, between brackets.
pub(super) fn parameters(name: &str) -> Option<String> {
    let row = find(name)?;
    Some(match row.form {
        Form::Piecewise => "value, condition; ...; otherwise".to_owned(),
        _ => {
            let more = if row.repeats { ", ..." } else { "" };
            format!("{}{more}", row.parameters.join(", "))
        }
    })
}

impl Scope<'_> {
    /// A call of a form that is no derivative.
    pub(super) fn form(
        &mut self,
        name: &str,
        call_span: Span,
        arguments: &[(Expr, Span)],
        semicolons: &[u32],
    ) -> Option<Expr> {
        let (least, most) = arity(name)?;
        if arguments.len() < least || most.is_some_and(|most| arguments.len() > most) {
            self.wrong_arity(name, call_span, arguments.len());
            return None;
        }
        match (find(name)?.form, arguments) {
            (Form::Choice, &[condition, met, otherwise]) => self.choice(condition, met, otherwise),
            (Form::Indicator, &[(condition, span)]) => {
                let condition = self.expect_condition(condition, span)?;
                let (one, zero) = (self.graph.integer(1), self.graph.integer(0));
                Some(self.graph.select(condition, one, zero))
            }
            (Form::Piecewise, _) => self.piecewise(call_span, arguments, semicolons),
            (Form::Folded(form), &[(expr, span)]) => {
                let expr = self.expect_value(expr, span)?;
                Some(match form {
                    Folded::Sum => self.graph.total(expr),
                    Folded::Product => {
                        let entries = self.graph.scalarize(&[expr]).concat();
                        self.graph.product(&entries)
                    }
                })
            }
            (Form::Dot, &[(left, l), (right, r)]) => {
                let left = self.expect_value(left, l);
                let right = self.expect_value(right, r);
                let (left, right) = (left?, right?);
                let shapes = (self.graph.shape(left), self.graph.shape(right));
                if shapes.0 != shapes.1 {
                    let message = "a scalar product needs two values of the same shape";
                    self.shapes_differ(message, (shapes.0, l), (shapes.1, r));
                    return None;
                }
                let product = self.graph.product(&[left, right]);
                Some(self.graph.total(product))
            }
            _ => None,
        }
    }

    fn choice(
        &mut self,
        (condition, c): (Expr, Span),
        (met, m): (Expr, Span),
        (otherwise, o): (Expr, Span),
    ) -> Option<Expr> {
        let condition = self.expect_condition(condition, c);
        let met = self.expect_value(met, m);
        let otherwise = self.expect_value(otherwise, o);
        let (condition, met, otherwise) = (condition?, met?, otherwise?);
        let shapes = (self.graph.shape(met), self.graph.shape(otherwise));
        if shapes.0.join(shapes.1).is_none() {
            let message = "both sides of an `if` need the same shape";
            self.shapes_differ(message, (shapes.0, m), (shapes.1, o));
            return None;
        }
        Some(self.graph.select(condition, met, otherwise))
    }

    /// `piecewise(value, condition; ...; otherwise)`: the first condition that is met decides.
    fn piecewise(
        &mut self,
        span: Span,
        arguments: &[(Expr, Span)],
        semicolons: &[u32],
    ) -> Option<Expr> {
        let pairs = arguments.len() / 2;
        // A `;` stands before each second argument but the first, or nowhere.
        let expected = (1..=pairs).map(|pair| 2 * pair as u32);
        let fits = arguments.len() % 2 == 1
            && (semicolons.is_empty() || expected.eq(semicolons.iter().copied()));
        if !fits {
            let message = "`piecewise` takes pairs of value and condition, and a last value";
            let even = arguments.len().is_multiple_of(2);
            let label = match even {
                true => "the value for all other cases is missing, or a condition",
                false => "the `;` do not stand between pairs",
            };
            self.report(
                Diagnostic::error(codes::PIECEWISE_PAIRS, span, message)
                    .with_label(label)
                    .with_help("write `piecewise(value, condition; ...; otherwise)`"),
            );
            return None;
        }
        let mut value = *arguments.last()?;
        for pair in arguments[..2 * pairs].rchunks(2) {
            let chosen = self.choice(pair[1], pair[0], value)?;
            value = (chosen, pair[0].1);
        }
        self.expect_value(value.0, value.1)
    }
}
