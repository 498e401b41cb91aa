//! From syntax to the graph: the only room that knows both.
//!
//! Names become variables, definitions and functions; calls become rows of the function table;
//! shapes and conditions are checked, and every error points at its place. Chains of sums and
//! products are handed to the graph as whole operand lists. Nothing recurses on user-sized data: a
//! tree is in postfix order, and a user's function is a finished subgraph with its parameters
//! replaced at each call.

mod chain;
mod evaluate;
mod forms;
mod rule;
mod variables;

pub use rule::rule;

use crate::graph::{Expr, Graph, Shape, VariableId};
use crate::syntax::{Kind, Node, StatementKind, Tree};
use crate::text::{Diagnostic, Severity, Span};
use hashbrown::HashMap;
use indexmap::IndexMap;
use std::ops::Range;

/// Bounds on what an input may grow to.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Limits {
    /// Nodes of the graph.
    pub nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { nodes: 8_000_000 }
    }
}

/// What is known before an input is read.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Variables with their shapes; they may have the name of a constant.
    pub declared: IndexMap<String, Shape>,
    /// Bounds.
    pub limits: Limits,
    /// Whether a result may be a condition. Users' results are numbers; conditions of rules are not.
    pub conditions: bool,
}

/// One result of an input.
#[derive(Clone, Debug)]
pub struct Output {
    /// The name, where the result is a definition.
    pub name: Option<String>,
    /// Its node.
    pub expr: Expr,
    /// Its text.
    pub span: Span,
}

/// An input with its meaning.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// In the order typed.
    pub outputs: Vec<Output>,
    /// Free variables in the order of first appearance.
    pub variables: IndexMap<String, Shape>,
    /// All variables that were declared, by the context or in the text, used or not.
    pub declared: IndexMap<String, Shape>,
    /// Remarks that do not refuse the input.
    pub notes: Vec<Diagnostic>,
}

/// What a name stands for.
#[derive(Clone)]
enum Meaning {
    /// A definition's value.
    Value(Expr, Span),
    /// A user's function: its parameters and its body in terms of them.
    Function {
        parameters: Vec<VariableId>,
        body: Expr,
        span: Span,
    },
}

/// The names known while an input is read.
struct Scope<'a> {
    graph: &'a mut Graph,
    limits: &'a Limits,
    meanings: HashMap<String, Meaning>,
    declared: IndexMap<String, (Shape, Span)>,
    /// Parameters of the function whose body is read.
    parameters: HashMap<String, Expr>,
    diagnostics: Vec<Diagnostic>,
}

/// Gives meaning to a tree that parsed without errors.
///
/// # Errors
///
/// All errors of the input, in the order of the text, with the remarks.
pub fn resolve(
    graph: &mut Graph,
    tree: &Tree,
    context: &Context,
) -> Result<Resolved, Vec<Diagnostic>> {
    let declared = context
        .declared
        .iter()
        .map(|(name, shape)| (name.clone(), (*shape, Span::default())))
        .collect();
    let mut scope = Scope {
        graph,
        limits: &context.limits,
        meanings: HashMap::new(),
        declared,
        parameters: HashMap::new(),
        diagnostics: Vec::new(),
    };
    let mut outputs = Vec::new();
    let mut last_definition = None;
    for (statement, body) in tree.statements.iter().zip(variables::bodies(tree)) {
        match &statement.kind {
            StatementKind::Result(_) => {
                let read = if context.conditions {
                    scope.evaluate(tree, body)
                } else {
                    scope.read_value(tree, body)
                };
                if let Some(expr) = read {
                    outputs.push(Output {
                        name: None,
                        expr,
                        span: statement.span,
                    });
                }
            }
            StatementKind::Definition {
                name, name_span, ..
            } => {
                scope.check_new(name, *name_span);
                scope.check_not_in_itself(tree, name, *name_span, body.clone());
                if let Some(expr) = scope.read_value(tree, body) {
                    scope
                        .meanings
                        .insert(name.clone(), Meaning::Value(expr, *name_span));
                    let name = Some(name.clone());
                    last_definition = Some(Output {
                        name,
                        expr,
                        span: statement.span,
                    });
                } else {
                    // Known to be wrong already: later uses are not reported again.
                    let variable = scope.graph.variable(name, Shape::Scalar);
                    scope
                        .meanings
                        .insert(name.clone(), Meaning::Value(variable, *name_span));
                }
            }
            StatementKind::Function {
                name,
                name_span,
                parameters,
                ..
            } => {
                scope.check_new(name, *name_span);
                scope.define_function(tree, name, *name_span, parameters, body);
            }
            StatementKind::Declaration {
                name,
                name_span,
                dimensions,
            } => {
                // A variable of the context may get its shape in the text.
                let is_given = |(_, span): &(Shape, Span)| *span == Span::default();
                if !scope.declared.get(name).is_some_and(is_given) {
                    scope.check_new(name, *name_span);
                }
                scope.declare(name, *name_span, dimensions);
            }
        }
    }
    if outputs.is_empty() && scope.diagnostics.is_empty() {
        match last_definition {
            Some(output) => outputs.push(output),
            None => scope.diagnostics.push(nothing_to_do(tree)),
        }
    }
    if scope
        .diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
    {
        return Err(scope.diagnostics);
    }
    let variables = variables::in_order(tree, &scope);
    let declared = scope.declared.into_iter();
    Ok(Resolved {
        outputs,
        variables,
        declared: declared.map(|(name, (shape, _))| (name, shape)).collect(),
        notes: scope.diagnostics,
    })
}

fn nothing_to_do(tree: &Tree) -> Diagnostic {
    let span = tree
        .statements
        .last()
        .map_or(Span::default(), |statement| statement.span);
    Diagnostic::error("name", span, "there is nothing to differentiate")
        .with_label("no result after this")
        .with_help("add a line with an expression, such as `f(x)`")
}

impl Scope<'_> {
    /// Reads an expression that must be a value, not a condition.
    fn read_value(&mut self, tree: &Tree, body: Range<usize>) -> Option<Expr> {
        let span = tree.nodes[body.end - 1].span;
        let expr = self.evaluate(tree, body)?;
        self.expect_value(expr, span)
    }

    fn check_new(&mut self, name: &str, span: Span) {
        let earlier = match self.meanings.get(name) {
            Some(Meaning::Value(_, earlier) | Meaning::Function { span: earlier, .. }) => *earlier,
            None => match self.declared.get(name) {
                Some((_, earlier)) => *earlier,
                None => return,
            },
        };
        self.diagnostics.push(
            Diagnostic::error("name", span, format!("`{name}` has a meaning already"))
                .with_label("a second meaning")
                .with_related(earlier, "the first is here")
                .with_help("choose another name"),
        );
    }

    /// A definition that mentions its own name would make a variable of it, silently.
    fn check_not_in_itself(&mut self, tree: &Tree, name: &str, span: Span, body: Range<usize>) {
        let mentions = |node: &&Node| matches!(&node.kind, Kind::Name(own) if own == name);
        let Some(place) = tree.nodes[body].iter().find(mentions) else {
            return;
        };
        let message = format!("`{name}` stands in its own definition");
        self.diagnostics.push(
            Diagnostic::error("name", place.span, message)
                .with_label("not defined yet")
                .with_related(span, "defined here")
                .with_help("a line that begins with an operator continues the line above: end that one with `;`"),
        );
    }

    fn define_function(
        &mut self,
        tree: &Tree,
        name: &str,
        span: Span,
        parameters: &[(String, Span)],
        body: Range<usize>,
    ) {
        if !crate::functions::arities(name).is_empty() || forms::is_form(name) {
            self.diagnostics.push(
                Diagnostic::error("name", span, format!("`{name}` is a function already"))
                    .with_label("this name is taken")
                    .with_help("choose another name for your function"),
            );
            return;
        }
        let mut ids = Vec::new();
        for (parameter, parameter_span) in parameters {
            // A name that cannot be typed, so that no variable of the input is caught.
            let hidden = format!("{parameter}@{name}");
            let expr = self.graph.variable(&hidden, Shape::Scalar);
            if self.parameters.insert(parameter.clone(), expr).is_some() {
                self.diagnostics.push(
                    Diagnostic::error(
                        "name",
                        *parameter_span,
                        format!("the parameter `{parameter}` stands twice"),
                    )
                    .with_label("again"),
                );
            }
            ids.extend(self.graph.find_variable(&hidden));
        }
        let body = self.read_value(tree, body);
        self.parameters.clear();
        if let Some(body) = body {
            let meaning = Meaning::Function {
                parameters: ids,
                body,
                span,
            };
            self.meanings.insert(name.to_owned(), meaning);
        }
    }

    fn declare(&mut self, name: &str, span: Span, dimensions: &[u32]) {
        let shape = match *dimensions {
            [] => Shape::Scalar,
            [rows] => Shape::of(rows, 1),
            [rows, columns] => Shape::of(rows, columns),
            _ => {
                let message = "a variable has at most two dimensions";
                self.diagnostics
                    .push(Diagnostic::error("shape", span, message));
                return;
            }
        };
        if shape.entries() == 0 || shape.entries() > self.limits.nodes {
            self.diagnostics.push(
                Diagnostic::error("shape", span, format!("`{name}` cannot be a {shape}"))
                    .with_label("this many entries are not possible")
                    .with_help(format!(
                        "from 1 to {} entries (limit `nodes`)",
                        self.limits.nodes
                    )),
            );
            return;
        }
        self.declared.insert(name.to_owned(), (shape, span));
    }

    fn expect_value(&mut self, expr: Expr, span: Span) -> Option<Expr> {
        if !self.graph.is_condition(expr) {
            return Some(expr);
        }
        self.diagnostics.push(
            Diagnostic::error(
                "type",
                span,
                "a condition stands where a number is expected",
            )
            .with_label("true or false, not a number")
            .with_help("use it inside `if(condition, a, b)`"),
        );
        None
    }

    fn expect_condition(&mut self, expr: Expr, span: Span) -> Option<Expr> {
        if self.graph.is_condition(expr) {
            return Some(expr);
        }
        self.diagnostics.push(
            Diagnostic::error(
                "type",
                span,
                "a number stands where a condition is expected",
            )
            .with_label("a number, not true or false")
            .with_help("compare it with something, such as `x > 0`"),
        );
        None
    }
}
