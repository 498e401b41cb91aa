//! A formula: read, differentiated, compiled. What all doors call.

mod arrays;
mod assumption;
mod check;
mod code;
mod compiled;
mod derivation;
mod derived;
mod differentiate;
mod emission;
mod equation;
mod error_bound;
mod implicit;
mod joints;
mod kinks;
mod label;
mod lowered;
mod machine;
mod names;
mod options;
mod orders;
mod origin;
mod pattern;
mod places;
mod products;
mod quantity;
mod request;
#[cfg(feature = "serde")]
mod saved;
mod source;
mod sparse;
mod taylor;
mod tensor;
mod values;
mod whole;
mod work;
mod workspace;

pub use assumption::Assumption;
pub use check::{CheckOptions, Comparison, DerivativeCheck, DirectionCheck};
pub use code::Backend;
pub use compiled::CompiledFunction;
pub use derivation::Derivation;
pub use emission::EmitOptions;
pub use error_bound::{ErrorBound, ErrorBounds, Region, read_region};
pub use label::{Form as LabelForm, Label};
pub use options::ReadOptions;
pub use pattern::Pattern;
pub use quantity::Quantity;
pub use request::{CompileOptions, Part, Request};
pub use tensor::Tensor;
pub use values::read_values;
pub use workspace::Workspace;

use crate::building::{self, Built};
use crate::codes;
use crate::error::Error;
use crate::graph::{Expr, Graph, Op, Shape};
use crate::limits;
use crate::resolve::{self, Context, resolve};
use crate::syntax;
use crate::text::{Diagnostic, Severity, Span};
use hashbrown::HashSet;
use indexmap::IndexMap;
use names::{check_variable_name, with_rest};
use {differentiate::Differentiator, origin::Origin};

/// A formula with one or several results, each a number, a vector or a matrix.
///
/// It is read from a text ([`parse`](Self::parse)) or built in a program ([`of`](Self::of)). Derivatives are functions
/// again ([`gradient`](Self::gradient), [`hessian`](Self::hessian), ...), so that they can be printed, differentiated once
/// more, evaluated or compiled.
///
/// ```
/// use symdiff::Function;
///
/// let f = Function::parse("(x + sigma(y)) / (sigma(x) + (x+y)^2)")?;
/// let compiled = f.compile()?;
/// let mut gradient = [0.0; 2];
/// compiled.value_and_gradient(&[3.0, -4.0], &mut gradient)?;
/// assert!((gradient[0] - 2.0595697955721652).abs() < 1e-12);
///
/// let slope = Function::parse("x^3 + 2*y")?.gradient()?;
/// assert_eq!(slope.to_string(), "df/dx = 3*x^2\ndf/dy = 2");
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone)]
pub struct Function {
    graph: Graph,
    /// Results without a label are called f, or f1, f2, ...
    outputs: Vec<(Option<Label>, Expr)>,
    variables: IndexMap<String, Shape>,
    notes: Vec<Diagnostic>,
    /// What was assumed on the way here.
    assumptions: Vec<Assumption>,
    /// Kinks of what this was derived from.
    kinks: Vec<String>,
    origin: Origin,
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
    /// ```
    /// use symdiff::{Function, ReadOptions};
    ///
    /// // The variables in an order of our own, with one that does not occur.
    /// let options = ReadOptions {
    ///     variables: Some(vec!["y".into(), "x".into(), "z".into()]),
    ///     ..ReadOptions::default()
    /// };
    /// let f = Function::parse_with("x/y", &options)?;
    /// assert_eq!(f.evaluate(&[2.0, 6.0, 0.0])?, [3.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
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
                return Err(named_twice(name));
            }
        }
        let limits = &options.limits;
        let parsed = syntax::parse_with(text, limits, &resolve::is_function);
        let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
        if parsed.diagnostics.iter().any(is_error) {
            return Err(Error::of_source(
                text,
                with_rest(parsed.diagnostics, limits),
            ));
        }
        let mut graph = Graph::new();
        let context = Context {
            declared,
            limits: limits.clone(),
            conditions: options.equations,
        };
        let mut differentiator = Differentiator::within(limits);
        let resolved = resolve(&mut graph, &parsed.tree, &context, &mut differentiator).map_err(
            |diagnostics| {
                let notes = parsed.diagnostics.iter().cloned();
                Error::of_source(text, with_rest(notes.chain(diagnostics).collect(), limits))
            },
        )?;
        let kinks = kinks::list_all(&graph, &resolved.differentiated);
        let mut variables = resolved.variables;
        if resolved.outputs.len() > limits.results {
            let count = limits::grouped(resolved.outputs.len());
            let error = Error::new(
                codes::TOO_MANY_RESULTS,
                format!("the input has {count} results"),
            );
            return Err(error.with_help(limits::RESULTS.advice(limits)));
        }
        if variables.len() > limits.variables {
            let count = limits::grouped(variables.len());
            let message = format!("the formula has {count} variables");
            let error = Error::new(codes::TOO_MANY_VARIABLES, message);
            return Err(error.with_help(limits::VARIABLES.advice(limits)));
        }
        if options.variables.is_some() {
            let missing = variables
                .keys()
                .find(|name| !context.declared.contains_key(*name));
            if let Some(name) = missing {
                let span = resolved.places.get(name).copied().unwrap_or_default();
                return Err(Error::of_source(text, vec![missing_variable(name, span)]));
            }
            variables = context.declared;
            for (name, shape) in &mut variables {
                *shape = resolved.declared.get(name).copied().unwrap_or(*shape);
            }
        }
        let mut outputs = Vec::with_capacity(resolved.outputs.len());
        for output in resolved.outputs {
            let value = equation::value(&mut graph, output.expr, (text, output.span))?;
            outputs.push((output.name.map(Label::of), value));
        }
        let mut notes = parsed.diagnostics;
        notes.extend(resolved.notes);
        Ok(Function {
            graph,
            outputs,
            variables,
            notes,
            assumptions: Vec::new(),
            kinks,
            origin: Origin {
                text: Some(text.to_owned()),
                options: options.clone(),
                steps: Vec::new(),
            },
        })
    }

    /// A function of what was built: one result. Its variables are those that the result depends on, in the order in
    /// which the graph got them; [`with_variables`](Self::with_variables) says otherwise.
    ///
    /// ```
    /// use symdiff::{Function, Graph, math};
    ///
    /// let graph = Graph::new();
    /// let [x, y] = graph.variables(["x", "y"]);
    /// let f = Function::of(math::hypot(&x, &y))?;
    /// assert_eq!(f.evaluate(&[3.0, 4.0])?, [5.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The error that the expression carries.
    pub fn of(result: impl Into<building::Expr>) -> Result<Self, Error> {
        Self::of_results([result])
    }

    /// A function with several results, built in one graph.
    ///
    /// ```
    /// use symdiff::{Function, Graph, math};
    ///
    /// let graph = Graph::new();
    /// let [r, t] = graph.variables(["r", "t"]);
    /// let f = Function::of_results([&r * math::cos(&t), &r * math::sin(&t)])?;
    /// assert_eq!(f.evaluate(&[2.0, 0.0])?, [2.0, 0.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The first error that an expression carries; results of different graphs; no result.
    pub fn of_results<T: Into<building::Expr>>(
        results: impl IntoIterator<Item = T>,
    ) -> Result<Self, Error> {
        let results: Vec<building::Expr> = results.into_iter().map(Into::into).collect();
        if results.is_empty() {
            return Err(Error::new(codes::NO_RESULTS, "a function needs a result"));
        }
        let Built { graph, roots } = building::build(results)?;
        let mut used = vec![false; graph.variables().count()];
        for node in graph.reachable(&roots) {
            if let Op::Variable(id) = graph.op(node) {
                used[id.index()] = true;
            }
        }
        let all = graph.variables().zip(used);
        let variables = all
            .filter(|(_, is_used)| *is_used)
            .map(|((name, shape), _)| (name.to_owned(), shape))
            .collect();
        Ok(Function::of_graph(graph, roots, variables))
    }

    /// Results of a graph, without a text that they come from.
    fn of_graph(graph: Graph, roots: Vec<Expr>, variables: IndexMap<String, Shape>) -> Self {
        Function {
            outputs: roots.into_iter().map(|root| (None, root)).collect(),
            graph,
            variables,
            notes: Vec::new(),
            assumptions: Vec::new(),
            kinks: Vec::new(),
            origin: Origin::default(),
        }
    }

    /// The same function of these variables in this order. Some may not occur: derivatives in them are 0.
    ///
    /// ```
    /// let f = symdiff::Function::parse("x/y")?.with_variables(&["y", "x", "z"])?;
    /// assert_eq!(f.evaluate(&[2.0, 6.0, 0.0])?, [3.0]);
    /// assert_eq!(f.gradient()?.results(), 3);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A variable of the function that is missing; a name that stands twice or cannot be one.
    pub fn with_variables(mut self, names: &[&str]) -> Result<Self, Error> {
        let mut variables = IndexMap::new();
        for name in names {
            check_variable_name(name)?;
            let shape = self.variables.get(*name).copied().unwrap_or_default();
            if variables.insert((*name).to_owned(), shape).is_some() {
                return Err(named_twice(name));
            }
        }
        if let Some(missing) = self
            .variables
            .keys()
            .find(|name| !variables.contains_key(*name))
        {
            let message = format!("`{missing}` is not among the given variables");
            return Err(Error::new(codes::UNLISTED_VARIABLE, message));
        }
        self.variables = variables;
        if self.origin.steps.is_empty() && self.origin.text.is_some() {
            let names = self.variables.keys().cloned().collect();
            self.origin.options.variables = Some(names);
        } else {
            // What was derived before was derived in other variables.
            self.origin = Origin::default();
        }
        Ok(self)
    }

    /// The text that it was read from; None where it was built in a program or derived from another function.
    ///
    /// ```
    /// let f = symdiff::Function::parse("x^2")?;
    /// assert_eq!(f.source(), Some("x^2"));
    /// assert_eq!(f.gradient()?.source(), None);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn source(&self) -> Option<&str> {
        match self.origin.steps.is_empty() {
            true => self.origin.text.as_deref(),
            false => None,
        }
    }

    /// The variables, in order: by default that of their first appearance in the text, declarations aside.
    ///
    /// ```
    /// let f = symdiff::Function::parse("y*x + y")?;
    /// assert_eq!(f.variable_names().collect::<Vec<_>>(), ["y", "x"]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn variable_names(&self) -> impl Iterator<Item = &str> {
        self.variables.keys().map(String::as_str)
    }

    /// The variables with their shapes, in order.
    ///
    /// ```
    /// use symdiff::{Function, Shape};
    ///
    /// let f = Function::parse("A: matrix(2, 3); v: vector(3); s*sum(A*v)")?;
    /// let variables: Vec<_> = f.variables().collect();
    /// assert_eq!(variables[1], ("A", Shape::matrix(2, 3)));
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn variables(&self) -> impl Iterator<Item = (&str, Shape)> {
        self.variables
            .iter()
            .map(|(name, shape)| (name.as_str(), *shape))
    }

    /// Whether a name is that of a variable, or of an entry of one, such as `x[2]`.
    #[cfg(feature = "cli")]
    pub(crate) fn has_variable(&self, name: &str) -> bool {
        let base = name.split_once('[').map_or(name, |(base, _)| base);
        let is_shaped = |shape: &Shape| !shape.is_scalar();
        self.variables.contains_key(name) || self.variables.get(base).is_some_and(is_shaped)
    }

    /// Number of results.
    ///
    /// ```
    /// assert_eq!(symdiff::Function::parse("x + y; x*y")?.results(), 2);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn results(&self) -> usize {
        self.outputs.len()
    }

    /// The shape of each result.
    ///
    /// ```
    /// use symdiff::{Function, Shape};
    ///
    /// let f = Function::parse("A: matrix(2, 3); v: vector(3); A*v")?;
    /// assert_eq!(f.shapes(), [Shape::vector(2)]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn shapes(&self) -> Vec<Shape> {
        let outputs = self.outputs.iter();
        outputs.map(|(_, expr)| self.graph.shape(*expr)).collect()
    }

    /// What the results are called: the names of definitions, `df/dx` for derivatives, else `f`, or `f1`, `f2`, ..., or
    /// another letter where a variable has that name.
    ///
    /// ```
    /// let f = symdiff::Function::parse("loss = (f - y)^2")?;
    /// assert_eq!(f.labels()[0].to_string(), "loss");
    /// assert_eq!(f.gradient()?.labels()[1].to_string(), "dloss/dy");
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn labels(&self) -> Vec<Label> {
        let count = self.outputs.len();
        let named = self.outputs.iter().filter_map(|(label, _)| label.as_ref());
        let taken: HashSet<&str> = named.map(|label| label.result.as_str()).collect();
        let free = |name: &str| !self.variables.contains_key(name) && !taken.contains(name);
        let letter = ["f", "g", "h", "result"]
            .into_iter()
            .find(|letter| match count {
                1 => free(letter),
                _ => (1..=count).all(|i| free(&format!("{letter}{i}"))),
            });
        let letter = letter.unwrap_or("value_");
        let labels = self.outputs.iter().enumerate();
        labels
            .map(|(place, (label, _))| match label {
                Some(label) => label.clone(),
                None if count == 1 => Label::of(letter),
                None => Label::of(format!("{letter}{}", place + 1)),
            })
            .collect()
    }

    /// Remarks on the text, such as a number that is too small to be told from 0.
    ///
    /// ```
    /// assert!(symdiff::Function::parse("x + 1")?.notes().is_empty());
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn notes(&self) -> &[Diagnostic] {
        &self.notes
    }

    /// What was assumed where this function was simplified or derived.
    ///
    /// ```
    /// let f = symdiff::Function::parse("exp(ln(x))")?.simplify()?;
    /// assert_eq!(f.to_string(), "f = x");
    /// assert_eq!(f.assumptions()[0].condition, "x > 0");
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn assumptions(&self) -> &[Assumption] {
        &self.assumptions
    }

    /// The derivatives asked for, simplified together, so that they share their work.
    ///
    /// ```
    /// use symdiff::{Function, Quantity, Request};
    ///
    /// let request = Request::of([Quantity::Value, Quantity::Gradient, Quantity::Hessian]);
    /// let derivation = Function::parse("exp(x*y)")?.derive(&request)?;
    /// assert_eq!(derivation.parts().len(), 3);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A derivative that does not exist, a gradient or Hessian of several results, a name that is no
    /// variable, an order that grows beyond bounds.
    pub fn derive(&self, request: &Request) -> Result<Derivation, Error> {
        Derivation::new(self, request)
    }
}

fn named_twice(name: &str) -> Error {
    let message = format!("the variable `{name}` is named twice");
    Error::new(codes::VARIABLE_LISTED_TWICE, message)
}

fn missing_variable(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        codes::UNLISTED_VARIABLE,
        span,
        format!("`{name}` is not among the given variables"),
    )
    .with_label("this variable is missing from the list")
}
