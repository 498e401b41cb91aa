//! What is said of names and calls that do not fit.
//!
//! Invariant: each name is reported once in the same way, so that one mistake is one message.

use super::{Meaning, Scope, forms};
use crate::codes;
use crate::functions::{self, Arity};
use crate::syntax::{Kind, NodeId, StatementKind, Tree};
use crate::text::{Diagnostic, Severity, Span, nearest, quote};

impl Scope<'_> {
    pub(super) fn function_as_value(&mut self, name: &str, span: Span, defined: Span) {
        let message = format!("{} is a function", quote(name));
        let diagnostic = Diagnostic::error(codes::FUNCTION_AS_VALUE, span, message)
            .with_label("used like a variable")
            .with_related(defined, "defined here")
            .with_help(format!("call it: {}", quote(&format!("{name}(...)"))));
        self.report_once(name, diagnostic);
    }

    /// Reports a name that gets its meaning further down.
    pub(super) fn is_defined_later(&mut self, name: &str, span: Span) -> bool {
        let Some(&(place, defined)) = self.places.get(name) else {
            return false;
        };
        if place <= self.statement {
            return false;
        }
        let own = self.names.get(self.statement).copied().flatten();
        let is_known = |name: &str| self.circular.contains(name);
        let is_reported = is_known(name) || own.is_some_and(is_known);
        if is_reported || self.has_enough(Severity::Error) {
            return true;
        }
        let circle = own.filter(|own| self.leads_to(place, own));
        let (defined_how, definition) = match self.tree.statements[place].kind {
            StatementKind::Declaration { .. } => ("declared", "declaration"),
            _ => ("defined", "definition"),
        };
        if let Some(own) = circle {
            self.circular.extend([own.to_owned(), name.to_owned()]);
        }
        let diagnostic = match circle {
            Some(own) => Diagnostic::error(
                codes::DEFINITION_CYCLE,
                span,
                format!(
                    "the definitions of {} and {} go round in a circle",
                    quote(own),
                    quote(name)
                ),
            )
            .with_label(format!("needs {}", quote(name)))
            .with_related(defined, format!("which needs {}", quote(own)))
            .with_help("define one of them without the other; equations are not solved"),
            None => Diagnostic::error(
                codes::USED_BEFORE_DEFINITION,
                span,
                format!("{} is used before it is {defined_how}", quote(name)),
            )
            .with_label(format!("not {defined_how} yet"))
            .with_related(defined, format!("{defined_how} here"))
            .with_help(format!("move the {definition} above its first use")),
        };
        self.report_once(name, diagnostic);
        true
    }

    /// Whether the definition at `place` uses `name`, directly or by way of others.
    fn leads_to(&self, place: usize, name: &str) -> bool {
        let mut seen = vec![false; self.tree.statements.len()];
        let mut waiting = vec![place];
        while let Some(place) = waiting.pop() {
            if std::mem::replace(&mut seen[place], true) {
                continue;
            }
            for node in &self.tree.nodes[self.bodies[place].clone()] {
                for (own, _) in node.mentions() {
                    if own == name {
                        return true;
                    }
                    waiting.extend(self.places.get(own).map(|(place, _)| *place));
                }
            }
        }
        false
    }

    /// A name that is no function where one is called is reported; true for one that is.
    pub(super) fn check_callee(&mut self, name: &str, span: Span) -> bool {
        let is_known = !functions::arities(name).is_empty()
            || forms::is_form(name)
            || matches!(
                self.meanings.get(name),
                Some(Meaning::Function { .. } | Meaning::Wrong(_))
            );
        if is_known {
            return true;
        }
        let value = match self.meanings.get(name) {
            Some(Meaning::Value(_, defined)) => Some(Some(*defined)),
            _ if self.parameters.contains_key(name) => Some(None),
            _ => self.declared.get(name).map(|(_, declared)| *declared),
        };
        if let Some(defined) = value {
            let message = format!("{} is a value, not a function", quote(name));
            let mut diagnostic = Diagnostic::error(codes::NOT_A_FUNCTION, span, message)
                .with_label("called like a function")
                .with_help(match self.declared.get(name) {
                    Some((shape, _)) if shape.rank() == 1 => {
                        format!("an entry is written {}", quote(&format!("{name}[1]")))
                    }
                    Some((shape, _)) if shape.rank() == 2 => {
                        format!("an entry is written {}", quote(&format!("{name}[1, 2]")))
                    }
                    _ => format!("to multiply, write {}", quote(&format!("{name}*(...)"))),
                });
            if let Some(defined) = defined {
                diagnostic = diagnostic.with_related(defined, "it gets its meaning here");
            }
            self.report_once(name, diagnostic);
            return false;
        }
        if self.names.get(self.statement).copied().flatten() == Some(name) {
            let message = format!("{} is called in its own definition", quote(name));
            let diagnostic = Diagnostic::error(codes::RECURSIVE_FUNCTION, span, message)
                .with_label("not defined yet")
                .with_help("a function uses only what is defined above it");
            self.report_once(name, diagnostic);
            return false;
        }
        if !self.is_defined_later(name, span) {
            self.unknown_function(name, span);
        }
        false
    }

    fn unknown_function(&mut self, name: &str, span: Span) {
        if self.has_enough(Severity::Error) {
            return;
        }
        if let Some(help) = forms::elsewhere(name) {
            let message = format!("there is no function {}", quote(name));
            let diagnostic = Diagnostic::error(codes::UNKNOWN_FUNCTION, span, message)
                .with_label("unknown function")
                .with_help(help);
            self.report_once(name, diagnostic);
            return;
        }
        let mut known: Vec<&str> = functions::names().chain(forms::names()).collect();
        known.extend(self.meanings.iter().filter_map(|(name, meaning)| {
            matches!(meaning, Meaning::Function { .. }).then_some(name.as_str())
        }));
        let near = nearest(name, known.into_iter()).map(str::to_owned);
        let message = format!("there is no function {}", quote(name));
        let mut diagnostic = Diagnostic::error(codes::UNKNOWN_FUNCTION, span, message)
            .with_label("unknown function");
        if name.chars().count() == 1 {
            let help = format!(
                "to multiply, write {}; to call a function, define it above: {}",
                quote(&format!("{name}*(...)")),
                quote(&format!("{name}(t) = ..."))
            );
            diagnostic = diagnostic.with_help(help);
        }
        if let Some(near) = near {
            let calls = self.ways_to_call(&near).join(" or ");
            diagnostic =
                diagnostic.with_help(format!("did you mean {}, as in {calls}?", quote(&near)));
        } else if name.chars().count() > 1 {
            let definition = quote(&format!("{name}(x) = ..."));
            diagnostic = diagnostic.with_help(format!("define it above: {definition}"));
        }
        self.report_once(name, diagnostic);
    }

    /// How a function is called, such as `log(x)` and `log(b, x)`, each between back quotes.
    pub(super) fn ways_to_call(&self, name: &str) -> Vec<String> {
        let written = |parameters: &[&str], more: &str| {
            quote(&format!("{name}({}{more})", parameters.join(", ")))
        };
        if let Some(parameters) = forms::parameters(name) {
            let mut ways = vec![format!("`{name}({parameters})`")];
            if forms::fold(name).is_some() {
                ways.push(format!("`{name}(i in 1..10, ...)`"));
            }
            return ways;
        }
        if let Some(Meaning::Function { names, .. }) = self.meanings.get(name) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            return vec![written(&names, "")];
        }
        let mut ways: Vec<(Arity, String)> = functions::table()
            .filter(|(_, row)| row.name == name || row.aliases.contains(&name))
            .map(|(_, row)| {
                let more = match row.arity() {
                    Arity::Exactly(_) => "",
                    Arity::AtLeast(_) => ", ...",
                };
                (row.arity(), written(row.parameters, more))
            })
            .collect();
        ways.sort();
        ways.into_iter().map(|(_, way)| way).collect()
    }

    /// Reports arguments with names that the call does not take, or takes once; false if there is one.
    pub(super) fn check_named(
        &mut self,
        tree: &Tree,
        name: &str,
        name_span: Span,
        named: &[(&str, NodeId)],
    ) -> bool {
        let known: &[&str] = match forms::of_entries(name) {
            Some(_) => &[forms::AXIS],
            None => forms::named(name),
        };
        for (place, &(own, id)) in named.iter().enumerate() {
            let Kind::Named {
                name_span: span, ..
            } = tree.nodes[id.0 as usize].kind
            else {
                continue;
            };
            let is_known = known.contains(&own);
            let is_twice = named[..place].iter().any(|(other, _)| *other == own);
            if is_known && !is_twice {
                continue;
            }
            if self.check_callee(name, name_span) {
                let message = match is_known {
                    true => format!("{} is given twice", quote(own)),
                    false => format!("{} has no argument named {}", quote(name), quote(own)),
                };
                let list: Vec<String> = known.iter().map(|own| quote(own)).collect();
                let help = match (is_known, nearest(own, known.iter().copied())) {
                    (true, _) => "write it once".to_owned(),
                    (_, Some(near)) => format!("did you mean {}?", quote(near)),
                    _ if known.is_empty() => {
                        "compare with `==`; define a name in a statement of its own".to_owned()
                    }
                    _ => format!(
                        "it has {}; a comparison is written `==`",
                        list.join(" and ")
                    ),
                };
                let label = if is_known {
                    "again"
                } else {
                    "no such argument"
                };
                let diagnostic = Diagnostic::error(codes::UNKNOWN_ARGUMENT, span, message);
                self.report(diagnostic.with_label(label).with_help(help));
            }
            return false;
        }
        true
    }

    /// `sin(x; y)`
    pub(super) fn semicolons_in_call(&mut self, name: &str, span: Span) {
        let message = format!("the arguments of {} stand between commas", quote(name));
        let ways = self.ways_to_call(name).join(" or ");
        let diagnostic = Diagnostic::error(codes::SEMICOLON_IN_CALL, span, message);
        self.report(match ways.is_empty() {
            true => diagnostic.with_help("write `,` for `;`, or close the bracket before it"),
            false => diagnostic.with_help(format!("write {ways}")),
        });
    }

    pub(super) fn wrong_arity(&mut self, name: &str, span: Span, count: usize) {
        let arities = match (self.meanings.get(name), forms::arity(name)) {
            (_, Some((least, None))) => vec![Arity::AtLeast(least)],
            (_, Some((least, Some(most)))) => (least..=most).map(Arity::Exactly).collect(),
            (Some(Meaning::Function { names, .. }), _) => vec![Arity::Exactly(names.len())],
            _ => functions::arities(name),
        };
        let expected: Vec<String> = arities
            .iter()
            .map(|arity| match arity {
                Arity::Exactly(count) => count.to_string(),
                Arity::AtLeast(count) => format!("at least {count}"),
            })
            .collect();
        let expected = expected.join(" or ");
        let plural = match expected.as_str() {
            "1" | "at least 1" => "",
            _ => "s",
        };
        let message = format!(
            "{} takes {expected} argument{plural}, not {count}",
            quote(name)
        );
        let ways = self.ways_to_call(name).join(" or ");
        let mut diagnostic = Diagnostic::error(codes::WRONG_ARITY, span, message)
            .with_label(format!("{count} given"))
            .with_help(format!("write {ways}"));
        if count == 2 && forms::named(name).contains(&forms::AXIS) {
            let call = quote(&format!("{name}(A, axis=1)"));
            diagnostic = diagnostic.with_help(format!("along an axis, write {call}"));
        }
        if let Some(Meaning::Function { span: defined, .. }) = self.meanings.get(name) {
            diagnostic = diagnostic.with_related(*defined, "defined here");
        }
        self.report(diagnostic);
    }
}
