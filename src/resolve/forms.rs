//! Calls that are structure rather than elementary functions: `if`, `sum`, `dot`.

use super::Scope;
use crate::graph::{Expr, Shape};
use crate::text::{Diagnostic, Span};

/// Name and number of arguments of each form.
const FORMS: &[(&str, usize)] = &[("if", 3), ("sum", 1), ("dot", 2)];

pub(super) fn is_form(name: &str) -> bool {
    names().any(|form| form == name)
}

pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FORMS.iter().map(|(name, _)| *name)
}

impl Scope<'_> {
    pub(super) fn form(
        &mut self,
        name: &str,
        name_span: Span,
        arguments: &[(Expr, Span)],
    ) -> Option<Expr> {
        let expected = FORMS.iter().find(|(form, _)| *form == name)?.1;
        if arguments.len() != expected {
            self.wrong_arity(name, name_span, &expected.to_string(), arguments.len());
            if name == "if"
                && let Some(last) = self.diagnostics.last_mut()
            {
                last.help
                    .push("write `if(condition, value, otherwise)`".to_owned());
            }
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
                    self.branches_differ((shapes.0, m), (shapes.1, o));
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
                    self.branches_differ((shapes.0, l), (shapes.1, r));
                    return None;
                }
                let product = self.graph.product(&[left, right]);
                Some(self.graph.total(product))
            }
            _ => None,
        }
    }

    fn branches_differ(&mut self, left: (Shape, Span), right: (Shape, Span)) {
        self.diagnostics.push(
            Diagnostic::error("shape", right.1, "both need the same shape")
                .with_label(format!("this is a {}", right.0))
                .with_related(left.1, format!("this is a {}", left.0)),
        );
    }
}
