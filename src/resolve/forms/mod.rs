//! Calls that are structure rather than elementary functions: choices, sums and products, derivatives, linear algebra.
//!
//! Tables, not code: what a form does stands in the file of its kind. Invariant: a name is a row of one table.

mod algebra;
mod choice;
mod convolution;
mod reduction;
mod shaped;

use super::Scope;
use crate::graph::Expr;
use crate::syntax::{Kind, NodeId, Tree};
use crate::text::Span;
pub(super) use algebra::MOST_AXES;
pub(super) use reduction::{AXIS, of_entries};
use shaped::Shaped;

/// The form of repeated derivatives.
pub(super) const PARTIAL: &str = "D";

/// What a form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Choice,
    Piecewise,
    Indicator,
    Folded(Folded),
    /// Only over letters or a range.
    Indexed,
    Shaped(Shaped),
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
    /// Arguments that may be given by name.
    named: &'static [&'static str],
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
        named: &[],
    }
}

const fn derived(name: &'static str, form: Derived, optional: usize, meaning: &'static str) -> Row {
    Row {
        optional,
        repeats: true,
        ..row(name, Form::Derived(form), &["u", "x"], meaning)
    }
}

const fn shaped(
    name: &'static str,
    form: Shaped,
    parameters: &'static [&'static str],
    meaning: &'static str,
) -> Row {
    row(name, Form::Shaped(form), parameters, meaning)
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
    Row {
        named: &[AXIS],
        ..row(
            FOLDS[0].0,
            Form::Folded(FOLDS[0].1),
            &["x"],
            "The sum of all entries, of those along an axis, sum(A, axis=1), or over a range: sum(i in 1..3 if i != 2, x^i).",
        )
    },
    Row {
        named: &[AXIS],
        ..row(
            FOLDS[1].0,
            Form::Folded(FOLDS[1].1),
            &["x"],
            "The product of all entries, of those along an axis, or over a range: prod(i in 1..3, x + i).",
        )
    },
    row(
        super::fold::TENSOR,
        Form::Indexed,
        &["i, j: entry"],
        "The value that has this entry for all indices: tensor(i, j: u[i]*v[j]), or over ranges tensor(i in 1..3, i*x).",
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
    (
        &["Solve", "root_of", "fsolve"],
        "equations are not solved; `solve(A, b)` is of linear ones",
    ),
    (
        &["norm", "Norm"],
        "norms are `norm2(x)`, `norm1(x)` and `norminf(x)`",
    ),
    (&["trace", "Tr"], "the trace is written `tr(A)`"),
    (&["transpose", "T"], "the transpose is written `A'`"),
    (&["inverse", "Inverse"], "the inverse is written `inv(A)`"),
    (
        &["Det", "determinant"],
        "the determinant is written `det(A)`",
    ),
    (
        &["reshape", "flatten"],
        "there is no `reshape`: `vec(A)` has all entries in one column, and `tensor(i in 1..2, tensor(j in 1..3, x[i + 2*j - 2]))` \
         puts entries where they belong",
    ),
    (
        &["pinv", "pseudoinverse"],
        "there is no `pinv`, since its derivative depends on the rank; for independent columns write `inv(A'*A)*A'`",
    ),
    (
        &["expm", "logm", "sqrtm", "funm"],
        "functions of matrices are not there, because they have no closed derivative in the notation of matrices; `exp(A)` and \
         `sqrt(A)` work entry by entry",
    ),
    (
        &["eig", "eigvals", "eigh", "svd", "qr", "rank", "cond"],
        "decompositions are not there, because their derivatives end where values meet; `det(A)`, `logdet(A)`, `inv(A)` and `solve(A, b)` are",
    ),
    (
        &["chol", "cholesky"],
        "a factor of Cholesky is not there; what it serves is `logdet(S)`, `solve(S, b)` and `inv(S)`",
    ),
    (
        &["cross"],
        "a vector product is written `[x[2]*y[3] - x[3]*y[2]; x[3]*y[1] - x[1]*y[3]; x[1]*y[2] - x[2]*y[1]]`",
    ),
    (
        &["size", "len", "length", "numel", "shape"],
        "the number of entries is the dimension itself: `n` of `x: vector(n)`",
    ),
    (&["average", "avg"], "the mean is written `mean(x)`"),
    (&["matmul"], "a product of matrices is written `A*B`"),
    (
        &["identity", "Id"],
        "an identity matrix is written `eye(n)`",
    ),
    (
        &["concat", "hcat", "vcat", "hstack", "vstack", "cat"],
        "blocks are put together by `[A, B]` beside and `[A; B]` below each other",
    ),
    (
        &["conv1d", "conv2d", "Conv2d"],
        "a convolution is written `conv(x, w, stride=1, padding=0)`",
    ),
    (
        &["conv_transpose", "deconv", "conv2d_transpose"],
        "the transpose of a convolution is written `convt(y, w)`",
    ),
    (
        &["max_pool", "pool", "maxpool2d"],
        "pooling is written `maxpool(x, 2)` or `avgpool(x, 2)`",
    ),
];

/// What to write for a name that is called elsewhere.
pub(super) fn elsewhere(name: &str) -> Option<&'static str> {
    let known = ELSEWHERE.iter().find(|(names, _)| names.contains(&name));
    known.map(|&(_, help)| help)
}

fn rows() -> impl Iterator<Item = &'static Row> {
    FORMS.iter().chain(shaped::FORMS)
}

fn find(name: &str) -> Option<&'static Row> {
    rows().find(|row| row.name == name)
}

/// The arguments of a form that may be given by name.
pub(super) fn named(name: &str) -> &'static [&'static str] {
    find(name).map_or(&[], |row| row.named)
}

pub(super) fn is_form(name: &str) -> bool {
    find(name).is_some()
}

/// The names that can be typed as words.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let names = rows().map(|row| row.name);
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

/// The arguments of a call: values with their places, and those that are given by name.
pub(super) struct Arguments<'a> {
    pub(super) list: &'a [(Expr, Span)],
    pub(super) named: &'a [(&'a str, Expr, Span)],
}

impl Arguments<'_> {
    /// The argument with this name.
    fn find(&self, name: &str) -> Option<(Expr, Span)> {
        let found = self.named.iter().find(|(own, ..)| *own == name);
        found.map(|&(_, expr, span)| (expr, span))
    }
}

/// The arguments of a call without and with a name.
pub(super) fn split<'t>(
    tree: &'t Tree,
    arguments: &[NodeId],
) -> (Vec<NodeId>, Vec<(&'t str, NodeId)>) {
    let mut plain = Vec::with_capacity(arguments.len());
    let mut named = Vec::new();
    for &argument in arguments {
        match &tree.nodes[argument.0 as usize].kind {
            Kind::Named { name, .. } => named.push((name.as_str(), argument)),
            _ => plain.push(argument),
        }
    }
    (plain, named)
}

impl Scope<'_> {
    /// A call of a form that is no derivative.
    pub(super) fn form(
        &mut self,
        name: &str,
        call_span: Span,
        arguments: &Arguments<'_>,
        semicolons: &[u32],
    ) -> Option<Expr> {
        let (least, most) = arity(name)?;
        let count = arguments.list.len();
        if count < least || most.is_some_and(|most| count > most) {
            self.wrong_arity(name, call_span, count);
            return None;
        }
        match (find(name)?.form, arguments.list) {
            (Form::Choice, &[condition, met, otherwise]) => self.choice(condition, met, otherwise),
            (Form::Indicator, &[(condition, span)]) => self.indicator(condition, span),
            (Form::Piecewise, list) => self.piecewise(call_span, list, semicolons),
            (Form::Folded(form), _) => self.folded(form, arguments),
            (Form::Indexed, _) => {
                self.no_letters(name, call_span);
                None
            }
            (Form::Shaped(form), _) => self.shaped(form, call_span, arguments),
            _ => None,
        }
    }
}
