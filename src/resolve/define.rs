//! What gives a name its meaning: definitions, functions, declarations.
//!
//! Invariant: a name gets one meaning; what is refused is marked, so that what uses it is not reported again.

use super::{Meaning, Scope, is_function};
use crate::codes;
use crate::graph::Shape;
use crate::syntax::{Kind, Node, Tree};
use crate::text::{Diagnostic, Span, quote};
use hashbrown::HashSet;
use std::ops::Range;

impl Scope<'_> {
    /// Refuses a second meaning of a name, and remarks on one that hides a constant.
    pub(super) fn check_new(&mut self, name: &str, span: Span, how: &str) {
        let earlier = match self.meanings.get(name) {
            Some(
                Meaning::Value(_, earlier)
                | Meaning::Function { span: earlier, .. }
                | Meaning::Wrong(earlier),
            ) => Some((*earlier, "defined")),
            None => match self.declared.get(name) {
                Some((_, Some(earlier))) => Some((*earlier, "declared")),
                Some((_, None)) => None,
                None => {
                    if how == "defined" {
                        self.remark_on_constant(name, span);
                    }
                    return;
                }
            },
        };
        let is_declaration = how == "declared" || earlier.is_none_or(|(_, how)| how == "declared");
        let code = if is_declaration {
            codes::DECLARED_TWICE
        } else {
            codes::DEFINED_TWICE
        };
        let message = match earlier {
            Some((_, before)) if before == how => format!("{} is {how} twice", quote(name)),
            Some((_, before)) => format!("{} is {how}, and {before} before", quote(name)),
            None => format!("{} is {how}, and is a variable already", quote(name)),
        };
        let mut diagnostic = Diagnostic::error(code, span, message)
            .with_label(format!("{how} again"))
            .with_help("choose another name");
        match earlier {
            Some((earlier, before)) => {
                diagnostic = diagnostic.with_related(earlier, format!("first {before} here"));
            }
            None => diagnostic.label = "it is in the list of variables".to_owned(),
        }
        self.report(diagnostic);
    }

    /// A definition that mentions its own name would make a variable of it, silently.
    pub(super) fn check_not_in_itself(
        &mut self,
        tree: &Tree,
        name: &str,
        span: Span,
        body: Range<usize>,
    ) -> bool {
        let is_value = |node: &&Node| matches!(node.kind, Kind::Name(_) | Kind::Base(_));
        let values = tree.nodes[body.clone()].iter().filter(is_value);
        let bound: HashSet<&str> = tree.nodes[body.clone()]
            .iter()
            .flat_map(bound_names)
            .collect();
        let mentions = |node: &&Node| node.mentions().any(|(own, _)| own == name);
        let mut values = values;
        let Some(place) = values.find(mentions).filter(|_| !bound.contains(name)) else {
            return true;
        };
        let message = format!("{} stands in its own definition", quote(name));
        self.report(
            Diagnostic::error(codes::DEFINED_BY_ITSELF, place.span, message)
                .with_label("not defined yet")
                .with_related(span, "defined here")
                .with_help("a line that begins with an operator continues the line above: end that one with `;`"),
        );
        false
    }

    pub(super) fn define_function(
        &mut self,
        tree: &Tree,
        name: &str,
        span: Span,
        parameters: &[(String, Span)],
        body: Range<usize>,
    ) {
        if is_function(name) {
            let message = format!("{} is a built-in function", quote(name));
            self.report(
                Diagnostic::error(codes::FUNCTION_NAME_TAKEN, span, message)
                    .with_label("this name is taken")
                    .with_help("choose another name for your function"),
            );
            self.meanings.insert(name.to_owned(), Meaning::Wrong(span));
            return;
        }
        let mut ids = Vec::new();
        for (parameter, parameter_span) in parameters {
            // A name that cannot be typed, so that no variable of the input is caught.
            let hidden = format!("{parameter}@{name}");
            let expr = self.graph.variable(&hidden, Shape::Scalar);
            if self.parameters.insert(parameter.clone(), expr).is_some() {
                let message = format!("the parameter {} stands twice", quote(parameter));
                let first = parameters.iter().find(|(name, _)| name == parameter);
                let first = first.map_or(*parameter_span, |(_, span)| *span);
                self.report(
                    Diagnostic::error(codes::PARAMETER_TWICE, *parameter_span, message)
                        .with_label("again")
                        .with_related(first, "first here")
                        .with_help("give each parameter a name of its own"),
                );
            }
            ids.extend(self.graph.find_variable(&hidden));
        }
        let body = self.read_value(tree, body);
        self.parameters.clear();
        let meaning = match body {
            Some(body) => Meaning::Function {
                parameters: ids,
                names: parameters.iter().map(|(name, _)| name.clone()).collect(),
                body,
                span,
            },
            None => Meaning::Wrong(span),
        };
        self.meanings.insert(name.to_owned(), meaning);
    }
}

/// The names that a fold gives to its numbers, and letters for indices.
fn bound_names(node: &Node) -> Vec<&str> {
    match &node.kind {
        Kind::Fold(fold) => vec![&fold.variable],
        Kind::Indexed(own) => own.letters.iter().map(|(name, _)| name.as_str()).collect(),
        _ => Vec::new(),
    }
}
