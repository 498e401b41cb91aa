//! What is said of names, calls and shapes that do not fit: the words of this room, apart from its work.
//!
//! Invariants: each name is reported once in the same way, so that one mistake is one message; the errors of an
//! input are bounded, and so are the remarks.

use super::{Meaning, Scope, forms};
use crate::codes;
use crate::functions::{self, Arity};
use crate::graph::{Expr, Shape};
use crate::limits;
use crate::syntax::StatementKind;
use crate::text::{Code, Diagnostic, Severity, Span, nearest, quote};

/// Where a scalar is needed.
#[derive(Clone, Copy)]
pub(super) enum ScalarPlace {
    Power,
    Exponent,
    Comparison,
    Parameter,
}

/// A shape with the place of what has it.
type Shaped = (Shape, Span);

impl Scope<'_> {
    /// Takes note of a diagnostic, unless there are enough.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        if !self.has_enough(diagnostic.severity) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether no more diagnostics of this severity are taken. Whoever has much to look up asks first, so that an
    /// input of many mistakes takes no longer than others.
    fn has_enough(&self, severity: Severity) -> bool {
        let alike = |own: &&Diagnostic| own.severity == severity;
        self.diagnostics.iter().filter(alike).count() >= self.limits.errors.max(1)
    }

    /// The same, unless this was said of the name before.
    pub(super) fn report_once(&mut self, name: &str, diagnostic: Diagnostic) {
        if self.reported.insert((diagnostic.code, name.to_owned())) {
            self.report(diagnostic);
        }
    }

    pub(super) fn too_large(&mut self, span: Span) {
        let most = limits::grouped(self.limits.nodes);
        self.report(
            Diagnostic::error(
                codes::FORMULA_TOO_LARGE,
                span,
                "the formula grows too large",
            )
            .with_label("here")
            .with_help(format!("its graph has more than {most} nodes"))
            .with_help(limits::NODES.advice(self.limits)),
        );
    }

    // ---- Shapes

    /// The shape of an elementwise operation, or an error at the second operand.
    pub(super) fn join(&mut self, message: &str, left: Shaped, right: Shaped) -> Option<Shaped> {
        if let Some(shape) = left.0.join(right.0) {
            let span = if left.0.is_scalar() { right.1 } else { left.1 };
            return Some((shape, span));
        }
        self.shapes_differ(message, left, right);
        None
    }

    pub(super) fn shapes_differ(&mut self, message: &str, left: Shaped, right: Shaped) {
        let mut diagnostic = differing(codes::SHAPE_MISMATCH, message, left, right);
        if left.0.transposed() == right.0 {
            diagnostic.help.push(
                "a vector is a column and its transpose a row: `'` makes one of the other"
                    .to_owned(),
            );
        }
        self.report(diagnostic);
    }

    pub(super) fn inner_dimensions(&mut self, left: Shaped, right: Shaped) {
        let (columns, rows) = (left.0.extent().1, right.0.extent().0);
        let message = format!(
            "a factor with {} can't be multiplied by one with {}",
            counted(columns as usize, "column"),
            counted(rows as usize, "row")
        );
        let is_vector = |shape| matches!(shape, Shape::Vector(_));
        let help = if is_vector(left.0) && left.0 == right.0 {
            "`x'*y` or `dot(x, y)` is the scalar product, `x .* y` the product entry by entry"
        } else if left.0.transposed().product(right.0).is_some() {
            "the transpose of the left factor would fit: `A'*x`"
        } else if left.0.product(right.0.transposed()).is_some() {
            "the transpose of the right factor would fit: `A*x'`"
        } else if right.0.product(left.0).is_some() {
            "the factors would fit the other way round"
        } else {
            "in a matrix product the columns of the left factor are as many as the rows of the right one"
        };
        self.report(differing(codes::INNER_DIMENSIONS, &message, left, right).with_help(help));
    }

    pub(super) fn divisor_not_scalar(&mut self, shape: Shape, span: Span) {
        self.report(
            Diagnostic::error(
                codes::DIVISOR_NOT_SCALAR,
                span,
                format!("nothing can be divided by a {shape}"),
            )
            .with_label(format!("this is a {shape}"))
            .with_help("divide by a scalar, such as `x'*x` or `sum(x)`"),
        );
    }

    pub(super) fn expect_scalar(
        &mut self,
        place: ScalarPlace,
        expr: Expr,
        span: Span,
    ) -> Option<Expr> {
        let expr = self.expect_value(expr, span)?;
        let shape = self.graph.shape(expr);
        if shape.is_scalar() {
            return Some(expr);
        }
        let (message, help) = match place {
            ScalarPlace::Power => (
                "powers are of scalars",
                "`x .* x` squares entry by entry, `x'*x` is the sum of the squares",
            ),
            ScalarPlace::Exponent => (
                "exponents are scalars",
                "`exp(x)` works entry by entry, and `2^x` is `exp(x*ln(2))`",
            ),
            ScalarPlace::Comparison => (
                "comparisons are of scalars",
                "compare a number made of it, such as `sum(x)`",
            ),
            ScalarPlace::Parameter => (
                "the parameters of a function of yours are scalars",
                "write the formula out where it is used, or define it as a name",
            ),
        };
        self.report(
            Diagnostic::error(codes::SCALAR_EXPECTED, span, message)
                .with_label(format!("this is a {shape}"))
                .with_help(help),
        );
        None
    }

    // ---- Names

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
                .with_help(format!(
                    "to multiply, write {}",
                    quote(&format!("{name}*(...)"))
                ));
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
        if let Some(Meaning::Function { span: defined, .. }) = self.meanings.get(name) {
            diagnostic = diagnostic.with_related(*defined, "defined here");
        }
        self.report(diagnostic);
    }
}

/// An error about two values, with the shape of each at its place.
fn differing(code: Code, message: &str, left: Shaped, right: Shaped) -> Diagnostic {
    Diagnostic::error(code, right.1, message)
        .with_label(format!("this is a {}", right.0))
        .with_related(left.1, format!("this is a {}", left.0))
}

/// `1 row`, `2 rows`.
fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// Whether any of these refuses the input.
pub(super) fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    diagnostics.iter().any(is_error)
}
