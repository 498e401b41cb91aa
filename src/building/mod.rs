//! Formulas built in a program: a shared graph, and expressions that combine with the operators of Rust.
//!
//! Knows the graph, the function table and the rules given as text; must not know derivatives. Invariant: nothing
//! here panics. What does not fit is an expression that carries its error, with the place in the program, until a
//! function is made of it.

mod condition;
mod expr;
pub mod math;
mod operators;

pub use condition::{Condition, select};
pub use expr::Expr;

use crate::codes;
use crate::error::Error;
use crate::graph::{self, Shape};
use crate::limits::Limits;
use crate::syntax::is_variable_name;
use crate::text::quote;
use std::fmt;
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A graph in which formulas are built. Equal subexpressions are one node, so that a program that builds a formula
/// of a million steps gets a graph of a million nodes, not a tree.
///
/// A graph is a handle: clones are the same graph, and may be used on any thread.
///
/// ```
/// use symdiff::math::sigma;
/// use symdiff::{Function, Graph};
///
/// let graph = Graph::new();
/// let [x, y] = graph.variables(["x", "y"]);
/// let f = Function::of((&x + sigma(&y)) / (sigma(&x) + (&x + &y).pow(2)))?;
///
/// let same = Function::parse("(x + sigma(y)) / (sigma(x) + (x+y)^2)")?;
/// assert_eq!(f.gradient()?.evaluate(&[3.0, -4.0])?, same.gradient()?.evaluate(&[3.0, -4.0])?);
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Graph {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    graph: Mutex<graph::Graph>,
    limits: Limits,
}

impl Graph {
    /// An empty graph with the usual limit on its size.
    ///
    /// ```
    /// assert!(symdiff::Graph::new().is_empty());
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty graph with a limit of your own: beyond it, expressions carry an error.
    ///
    /// ```
    /// use symdiff::{Function, Graph, Limits};
    ///
    /// let graph = Graph::with_limits(Limits { nodes: 100, ..Limits::default() });
    /// let x = graph.variable("x");
    /// let mut step = x.clone();
    /// for _ in 0..1000 {
    ///     step = (&step * &x + 1).pow(2);
    /// }
    /// assert!(Function::of(step).err().expect("too large").is_limit());
    /// ```
    pub fn with_limits(limits: Limits) -> Self {
        let graph = Mutex::default();
        Graph {
            shared: Arc::new(Shared { graph, limits }),
        }
    }

    /// The scalar variable of this name.
    ///
    /// The name is one that could be typed; names of functions and constants are free to use, since a variable of
    /// this graph is never anything else. A wrong name, or one that a vector has already, makes an expression that
    /// carries an error.
    ///
    /// ```
    /// let graph = symdiff::Graph::new();
    /// assert_eq!(graph.variable("θ").to_string(), "θ");
    /// ```
    #[track_caller]
    pub fn variable(&self, name: &str) -> Expr {
        self.shaped(name, Shape::Scalar, Location::caller())
    }

    /// Several scalar variables.
    ///
    /// ```
    /// let graph = symdiff::Graph::new();
    /// let [x, y] = graph.variables(["x", "y"]);
    /// assert_eq!((x - y).to_string(), "x - y");
    /// ```
    #[track_caller]
    pub fn variables<const N: usize>(&self, names: [&str; N]) -> [Expr; N] {
        let place = Location::caller();
        names.map(|name| self.shaped(name, Shape::Scalar, place))
    }

    /// The column vector of this name, with so many entries.
    ///
    /// ```
    /// let graph = symdiff::Graph::new();
    /// let v = graph.vector("v", 3);
    /// assert_eq!(v.shape(), symdiff::Shape::vector(3));
    /// ```
    #[track_caller]
    pub fn vector(&self, name: &str, entries: u32) -> Expr {
        self.shaped(name, Shape::vector(entries), Location::caller())
    }

    /// The matrix of this name, with so many rows and columns.
    ///
    /// ```
    /// let graph = symdiff::Graph::new();
    /// let (a, x) = (graph.matrix("A", 2, 3), graph.vector("x", 3));
    /// assert_eq!((a * x).shape(), symdiff::Shape::vector(2));
    /// ```
    #[track_caller]
    pub fn matrix(&self, name: &str, rows: u32, columns: u32) -> Expr {
        self.shaped(name, Shape::matrix(rows, columns), Location::caller())
    }

    fn shaped(&self, name: &str, shape: Shape, place: &Location<'_>) -> Expr {
        let wrong = |code, message: String| Expr::wrong(code, message, place);
        if !is_variable_name(name) {
            return wrong(
                codes::INVALID_VARIABLE_NAME,
                format!("{} is not a name of a variable", quote(name)),
            );
        }
        let most = self.limit();
        if shape.entries() == 0 || shape.entries() > most {
            let message = format!("`{name}` cannot be a {shape}: it needs 1 to {most} entries");
            return wrong(codes::TOO_MANY_ENTRIES, message);
        }
        let mut graph = self.lock();
        let node = graph.variable(name, shape);
        let known = graph.shape(node);
        drop(graph);
        if known != shape {
            return wrong(
                codes::DECLARED_TWICE,
                format!("`{name}` is a {known} already, not a {shape}"),
            );
        }
        Expr::of_node(self, node)
    }

    /// The circle constant.
    ///
    /// ```
    /// let graph = symdiff::Graph::new();
    /// assert_eq!((2 * graph.pi()).to_string(), "2*pi");
    /// ```
    pub fn pi(&self) -> Expr {
        let node = self.lock().constant(graph::Constant::Pi);
        Expr::of_node(self, node)
    }

    /// Euler's number.
    ///
    /// ```
    /// use symdiff::{Function, Graph};
    ///
    /// let graph = Graph::new();
    /// let f = Function::of(symdiff::math::ln(graph.e()))?.simplify()?;
    /// assert_eq!(f.to_string(), "f = 1");
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn e(&self) -> Expr {
        let node = self.lock().constant(graph::Constant::E);
        Expr::of_node(self, node)
    }

    /// Number of nodes ever made.
    ///
    /// ```
    /// let graph = symdiff::Graph::new();
    /// let x = graph.variable("x");
    /// let (a, b) = (symdiff::math::exp(&x), symdiff::math::exp(&x));
    /// assert_eq!(graph.len(), 2, "both are one node");
    /// # drop((a, b));
    /// ```
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether nothing was built yet.
    ///
    /// ```
    /// assert!(symdiff::Graph::default().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The most nodes that it may grow to.
    fn limit(&self) -> usize {
        self.shared.limits.nodes
    }

    /// Whether both are the same graph.
    fn is(&self, other: &Graph) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// The nodes. Every operation leaves them whole, so that a panic elsewhere spoils nothing.
    fn lock(&self) -> MutexGuard<'_, graph::Graph> {
        let graph = &self.shared.graph;
        graph.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Graph").field("nodes", &self.len()).finish()
    }
}

/// Results built in one graph.
pub(crate) struct Built {
    /// A copy of the graph.
    pub(crate) graph: graph::Graph,
    /// The results.
    pub(crate) roots: Vec<graph::Expr>,
}

/// The nodes of finished expressions.
///
/// # Errors
///
/// The first error that an expression carries; expressions of different graphs.
pub(crate) fn build(results: Vec<Expr>) -> Result<Built, Error> {
    let joined = expr::join(&results)?;
    Ok(match joined {
        Some(own) => {
            let mut graph = own.lock();
            let roots = results
                .iter()
                .map(|result| result.value.seal_in(&mut graph));
            let roots = roots.collect();
            let graph = graph.clone();
            Built { graph, roots }
        }
        None => {
            let mut graph = graph::Graph::new();
            let roots = results
                .iter()
                .map(|result| result.value.seal_in(&mut graph));
            Built {
                roots: roots.collect(),
                graph,
            }
        }
    })
}
