//! Calls that are structure rather than elementary functions: `if`, `sum`, `dot`.

use super::Scope;
use crate::graph::Expr;
use crate::text::Span;

/// Name and arguments of each form.
const FORMS: &[(&str, &[&str])] = &[
    ("if", &["condition", "value", "otherwise"]),
    ("sum", &["x"]),
    ("dot", &["x", "y"]),
];

pub(super) fn is_form(name: &str) -> bool {
    names().any(|form| form == name)
}

pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FORMS.iter().map(|(name, _)| *name)
}

/// The names of the arguments of a form.
pub(super) fn parameters(name: &str) -> Option<&'static [&'static str]> {
    FORMS
        .iter()
        .find(|(form, _)| *form == name)
        .map(|(_, parameters)| *parameters)
}

impl Scope<'_> {
    pub(super) fn form(
        &mut self,
        name: &str,
        call_span: Span,
        arguments: &[(Expr, Span)],
    ) -> Option<Expr> {
        if arguments.len() != parameters(name)?.len() {
            self.wrong_arity(name, call_span, arguments.len());
            return None;
        }
        match *arguments {
            [(condition, c), (met, m), (otherwise, o)] => {
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
            [(expr, span)] => {
                let expr = self.expect_value(expr, span)?;
                Some(self.graph.total(expr))
            }
            [(left, l), (right, r)] => {
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
}
