//! Calls: arguments with and without names, functions of the table and those of the input.

use super::evaluate::{Values, span};
use super::report::ScalarPlace;
use super::{Meaning, Scope, forms};
use crate::functions;
use crate::graph::Expr;
use crate::syntax::{Kind, NodeId, Tree};
use crate::text::Span;
use hashbrown::HashMap;

/// What to say of a call whose arguments do not fit.
const ARGUMENTS: &str = "the arguments have different shapes";

impl Scope<'_> {
    /// The call `id`.
    pub(super) fn evaluate_call(
        &mut self,
        tree: &Tree,
        id: NodeId,
        values: &Values,
    ) -> Option<Expr> {
        let node = &tree.nodes[id.0 as usize];
        let Kind::Call {
            name,
            name_span,
            arguments,
            semicolons,
        } = &node.kind
        else {
            return None;
        };

        let (plain, named) = forms::split(tree, arguments);
        if !self.check_named(tree, name, *name_span, &named) {
            return None;
        }
        let arguments = &plain;
        let quoted = self.quoted_function(tree, &node.kind);
        let known = &arguments[usize::from(quoted.is_some())..];
        let list = self.arguments(tree, name, *name_span, known, values)?;
        let semicolons = semicolons.as_ref().map_or(&[][..], |list| &list[..]);
        if !semicolons.is_empty() && !forms::takes_semicolons(name) {
            self.semicolons_in_call(name, node.span);
            return None;
        }
        if let Some(form) = forms::derivative(name) {
            let first = arguments.first().map_or(node.span, |&id| span(tree, id));
            let quoted = quoted.and_then(|id| match &tree.nodes[id.0 as usize].kind {
                Kind::Name(name) => Some(name.as_str()),
                _ => None,
            });
            return self.derivative_form(form, node.span, (quoted, first), &list);
        }
        let named = self.named_arguments(tree, &named, values)?;
        let all = forms::Arguments {
            list: &list,
            named: &named,
        };
        if forms::is_form(name) {
            return self.form(name, node.span, &all, semicolons);
        }
        if let Some(entries) = forms::of_entries(name)
            && self.is_over_entries(name, &all)
        {
            return self.over_entries(name, entries, node.span, &all);
        }
        self.call(name, *name_span, node.span, &list)
    }

    /// The values of the arguments of a call. Where one is missing it is reported, and the name may be wrong besides.
    pub(super) fn arguments(
        &mut self,
        tree: &Tree,
        name: &str,
        name_span: Span,
        arguments: &[NodeId],
        values: &Values,
    ) -> Option<Vec<(Expr, Span)>> {
        let value = |&id: &NodeId| Some((values.of(id)?, span(tree, id)));
        let known: Option<Vec<(Expr, Span)>> = arguments.iter().map(value).collect();
        if known.is_none() {
            self.check_callee(name, name_span);
        }
        known
    }

    /// The values of the arguments with names.
    fn named_arguments<'n>(
        &mut self,
        tree: &Tree,
        named: &[(&'n str, NodeId)],
        values: &Values,
    ) -> Option<Vec<(&'n str, Expr, Span)>> {
        let mut list = Vec::with_capacity(named.len());
        for &(name, id) in named {
            let place = span(tree, id);
            list.push((name, self.expect_value(values.of(id)?, place)?, place));
        }
        Some(list)
    }

    /// Whether a function of any number of arguments is meant of the entries of one.
    fn is_over_entries(&self, name: &str, arguments: &forms::Arguments<'_>) -> bool {
        let is_shaped = |expr: Expr| !self.graph.shape(expr).is_scalar();
        match *arguments.list {
            _ if !arguments.named.is_empty() => true,
            [(only, _)] => is_shaped(only) || functions::lookup(name, 1).is_none(),
            _ => false,
        }
    }

    pub(super) fn call(
        &mut self,
        name: &str,
        name_span: Span,
        call_span: Span,
        arguments: &[(Expr, Span)],
    ) -> Option<Expr> {
        match self.meanings.get(name).cloned() {
            Some(Meaning::Function {
                parameters, body, ..
            }) => {
                if parameters.len() != arguments.len() {
                    self.wrong_arity(name, call_span, arguments.len());
                    return None;
                }
                let mut values = HashMap::new();
                for (parameter, (expr, span)) in parameters.iter().zip(arguments) {
                    let value = self.expect_scalar(ScalarPlace::Parameter, *expr, *span)?;
                    values.insert(*parameter, value);
                }
                return Some(self.graph.substitute(&[body], &values)[0]);
            }
            Some(Meaning::Wrong(_)) => return None,
            _ => {}
        }
        let Some(id) = functions::lookup(name, arguments.len()) else {
            if self.check_callee(name, name_span) {
                self.wrong_arity(name, call_span, arguments.len());
            }
            return None;
        };
        let mut values = Vec::with_capacity(arguments.len());
        for &(expr, span) in arguments {
            values.push((self.expect_value(expr, span)?, span));
        }
        self.meet(ARGUMENTS, &mut values)?;
        let list: Vec<Expr> = values.into_iter().map(|(expr, _)| expr).collect();
        let row = functions::row(id);
        self.remark_on_order(row, call_span, &list);
        Some(super::apply(self.graph, id, &list))
    }
}
