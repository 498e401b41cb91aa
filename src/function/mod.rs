//! A formula: read, differentiated, compiled. What all doors call.

mod compiled;
mod derivation;
mod kinks;
mod label;
mod names;
mod request;
mod work;

pub use compiled::{Backend, CompiledFunction};
pub use derivation::Derivation;
pub use label::Label;
pub use request::{Part, Quantity, Request};

use crate::codes;
use crate::error::Error;
use crate::graph::{Expr, Graph, Shape};
use crate::resolve::{self, Context, resolve};
use crate::syntax::{self, Kind, Tree};
use crate::text::{Diagnostic, Severity, Span};
use indexmap::IndexMap;
use names::check_variable_name;

/// How to read a text.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The variables and their order. None: the free variables in the order of first appearance.
    /// They may name variables that do not occur; one that occurs must be among them.
    pub variables: Option<Vec<String>>,
    /// Bounds on the text.
    pub syntax: syntax::Limits,
    /// Bounds on what it grows to.
    pub graph: resolve::Limits,
}

/// A formula with one or several results.
#[derive(Clone)]
pub struct Function {
    source: String,
    graph: Graph,
    outputs: Vec<(Option<String>, Expr)>,
    variables: IndexMap<String, Shape>,
    notes: Vec<Diagnostic>,
}

impl Function {
    /// Reads a formula with the default options.
    ///
    /// ```
    /// let f = symdiff::Function::parse("(x + sigma(y)) / (sigma(x) + (x+y)^2)")?;
    /// assert_eq!(f.variable_names().collect::<Vec<_>>(), ["x", "y"]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// All errors of the text together, each with its place.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::parse_with(text, &ReadOptions::default())
    }

    /// Reads a formula.
    ///
    /// # Errors
    ///
    /// As [`Function::parse`]; a variable of the formula that is missing from
    /// [`ReadOptions::variables`].
    pub fn parse_with(text: &str, options: &ReadOptions) -> Result<Self, Error> {
        let mut declared = IndexMap::new();
        for name in options.variables.iter().flatten() {
            check_variable_name(name)?;
            if declared.insert(name.clone(), Shape::Scalar).is_some() {
                return Err(Error::new(
                    codes::VARIABLE_LISTED_TWICE,
                    format!("the variable `{name}` is named twice"),
                ));
            }
        }
        let parsed = syntax::parse_with(text, &options.syntax, &resolve::is_function);
        let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
        if parsed.diagnostics.iter().any(is_error) {
            return Err(Error::of_source(text, parsed.diagnostics));
        }
        let mut graph = Graph::new();
        let context = Context {
            declared,
            limits: options.graph.clone(),
            conditions: false,
        };
        let resolved = resolve(&mut graph, &parsed.tree, &context).map_err(|diagnostics| {
            let notes = parsed.diagnostics.iter().cloned();
            Error::of_source(text, notes.chain(diagnostics).collect())
        })?;
        let mut variables = resolved.variables;
        if options.variables.is_some() {
            let missing = variables
                .keys()
                .find(|name| !context.declared.contains_key(*name));
            if let Some(name) = missing {
                return Err(Error::of_source(
                    text,
                    vec![missing_variable(&parsed.tree, name)],
                ));
            }
            variables = context.declared;
        }
        let outputs = resolved
            .outputs
            .into_iter()
            .map(|output| (output.name, output.expr))
            .collect();
        let mut notes = parsed.diagnostics;
        notes.extend(resolved.notes);
        Ok(Function {
            source: text.to_owned(),
            graph,
            outputs,
            variables,
            notes,
        })
    }

    /// The text that was read.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The variables, in order.
    pub fn variable_names(&self) -> impl Iterator<Item = &str> {
        self.variables.keys().map(String::as_str)
    }

    /// The variables with their shapes, in order.
    pub fn variables(&self) -> impl Iterator<Item = (&str, Shape)> {
        self.variables
            .iter()
            .map(|(name, shape)| (name.as_str(), *shape))
    }

    /// Number of results.
    pub fn results(&self) -> usize {
        self.outputs.len()
    }

    /// Remarks on the text.
    pub fn notes(&self) -> &[Diagnostic] {
        &self.notes
    }

    /// The derivatives asked for, simplified together.
    ///
    /// # Errors
    ///
    /// A derivative that does not exist, a gradient or Hessian of several results, a name that is no
    /// variable.
    pub fn derive(&self, request: &Request) -> Result<Derivation, Error> {
        Derivation::new(self, request)
    }

    /// Value and gradient as native code (or for the interpreter, without the `jit` feature).
    ///
    /// ```
    /// let f = symdiff::Function::parse("x^2*y")?.compile()?;
    /// let mut gradient = [0.0; 2];
    /// assert_eq!(f.value_and_gradient(&[3.0, 2.0], &mut gradient)?, 18.0);
    /// assert_eq!(gradient, [12.0, 9.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Function::derive`] and [`Derivation::compile`].
    pub fn compile(&self) -> Result<CompiledFunction, Error> {
        let request = Request::of([Quantity::Value, Quantity::Gradient]);
        self.derive(&request)?.compile(Backend::default())
    }
}

fn missing_variable(tree: &Tree, name: &str) -> Diagnostic {
    let place = tree
        .nodes
        .iter()
        .find(|node| matches!(&node.kind, Kind::Name(own) if own == name));
    let span = place.map_or(Span::default(), |node| node.span);
    Diagnostic::error(
        codes::UNLISTED_VARIABLE,
        span,
        format!("`{name}` is not among the given variables"),
    )
    .with_label("this variable is missing from the list")
}
