//! Expressions: handles to nodes, sums and products in the making, numbers, errors.

use super::Graph;
use crate::codes;
use crate::error::Error;
use crate::functions;
use crate::graph::{self, Number, Shape};
use crate::resolve::apply;
use crate::text::Code;
use num_bigint::BigInt;
use num_traits::{One, Zero};
use std::fmt;
use std::panic::Location;

/// Longer lists of terms or factors become a node when they are used by reference, so that a loop that adds to a
/// borrowed sum is not quadratic.
const MOST_OPEN: usize = 16;
/// Longer texts of expressions are cut, in characters.
const MOST_CHARACTERS: usize = 10_000;

/// A part of a formula, built in a [`Graph`].
///
/// Expressions combine with `+ - * /` and the functions of [`math`](super::math), by value or by reference, with each
/// other and with numbers. `*` is the matrix product where both sides are vectors or matrices, as in the language.
/// A decimal such as `0.1` means just that, one tenth.
///
/// Nothing here panics: an operation that does not fit (shapes that differ, two graphs) gives an expression that
/// carries the error and its place in the program, and [`Function::of`](crate::Function::of) reports it.
///
/// ```
/// use symdiff::{Function, Graph, math};
///
/// let graph = Graph::new();
/// let [x, y] = graph.variables(["x", "y"]);
/// let f = 0.5 * (&x - 1).pow(2) + math::exp(-&y) / x;
/// assert_eq!(f.to_string(), "(x - 1)^2/2 + exp(-y)/x");
/// assert_eq!(Function::of(f)?.evaluate(&[2.0, 0.0])?, [1.0]);
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone)]
pub struct Expr {
    /// None: a number alone, which goes with any graph.
    pub(super) graph: Option<Graph>,
    pub(super) value: Value,
}

#[derive(Clone)]
pub(super) enum Value {
    Number(Number),
    Node(graph::Expr),
    /// Terms of one list, as the parser hands them over, and the shape of their sum.
    Sum(Vec<graph::Expr>, Shape),
    /// Factors of one list, and the shape of their product; at most one factor is no scalar.
    Product(Vec<graph::Expr>, Shape),
    Wrong(Box<Error>),
}

impl Expr {
    pub(super) fn of_node(graph: &Graph, node: graph::Expr) -> Expr {
        Expr {
            graph: Some(graph.clone()),
            value: Value::Node(node),
        }
    }

    pub(super) fn wrong(code: Code, message: impl fmt::Display, place: &Location<'_>) -> Expr {
        let error = Error::new(code, format!("{message} ({place})"));
        Expr::of_error(error)
    }

    pub(super) fn of_error(error: Error) -> Expr {
        Expr {
            graph: None,
            value: Value::Wrong(Box::new(error)),
        }
    }

    /// The error that it carries, if something did not fit.
    ///
    /// ```
    /// let graph = symdiff::Graph::new();
    /// let wrong = graph.vector("v", 3) + graph.vector("w", 2);
    /// let error = wrong.error().expect("the shapes differ");
    /// assert!(error.message().contains("vector(3) and vector(2)"));
    /// ```
    pub fn error(&self) -> Option<&Error> {
        match &self.value {
            Value::Wrong(error) => Some(error),
            _ => None,
        }
    }

    /// The shape of the value; that of a wrong expression is a scalar.
    ///
    /// ```
    /// let graph = symdiff::Graph::new();
    /// let v = graph.vector("v", 3);
    /// assert_eq!((v.transpose() * &v).shape(), symdiff::Shape::Scalar);
    /// ```
    pub fn shape(&self) -> Shape {
        match (&self.graph, &self.value) {
            (Some(own), Value::Node(node)) => own.lock().shape(*node),
            (_, Value::Sum(_, shape) | Value::Product(_, shape)) => *shape,
            _ => Shape::Scalar,
        }
    }

    /// `self` to the power of `exponent`, entry by entry; the exponent is a scalar. 0^0 is 1.
    ///
    /// ```
    /// let x = symdiff::Graph::new().variable("x");
    /// assert_eq!((x.pow(3) + x.pow(-0.5) + x.pow(&x)).to_string(), "x^3 + 1/sqrt(x) + x^x");
    /// ```
    #[track_caller]
    pub fn pow(&self, exponent: impl Into<Expr>) -> Expr {
        let exponent = exponent.into();
        combine(&[self.borrowed(), exponent], |graph, operands| {
            let shape = graph.shape(operands[1]);
            if !shape.is_scalar() {
                return Err((
                    codes::SCALAR_EXPECTED,
                    format!("an exponent is a scalar, not a {shape}"),
                ));
            }
            Ok(graph.power(operands[0], operands[1]))
        })
    }

    /// The transpose; of a scalar itself.
    ///
    /// ```
    /// let graph = symdiff::Graph::new();
    /// let (a, x) = (graph.matrix("A", 2, 2), graph.vector("x", 2));
    /// assert_eq!((x.transpose() * a * &x).to_string(), "x'*A*x");
    /// ```
    #[track_caller]
    pub fn transpose(&self) -> Expr {
        combine(&[self.borrowed()], |graph, operands| {
            Ok(graph.transpose(operands[0]))
        })
    }

    /// The sum of all entries; of a scalar itself.
    ///
    /// ```
    /// let v = symdiff::Graph::new().vector("v", 3);
    /// assert_eq!(v.pow(2).sum().to_string(), "v'*v");
    /// ```
    #[track_caller]
    pub fn sum(&self) -> Expr {
        combine(&[self.borrowed()], |graph, operands| {
            Ok(graph.total(operands[0]))
        })
    }

    /// The product entry by entry, `.*` in the language; a scalar goes with every shape.
    ///
    /// ```
    /// let graph = symdiff::Graph::new();
    /// let (v, w) = (graph.vector("v", 3), graph.vector("w", 3));
    /// assert_eq!(v.times(&w).sum().to_string(), "v'*w");
    /// ```
    #[track_caller]
    pub fn times(&self, other: impl Into<Expr>) -> Expr {
        combine(&[self.borrowed(), other.into()], |graph, operands| {
            same_shape(graph, "a product entry by entry", operands)?;
            Ok(graph.product(operands))
        })
    }

    /// The scalar product of two vectors, or of two matrices entry by entry.
    ///
    /// ```
    /// use symdiff::{Function, Graph};
    ///
    /// let graph = Graph::new();
    /// let (v, w) = (graph.vector("v", 2), graph.vector("w", 2));
    /// assert_eq!(Function::of(v.dot(&w))?.evaluate(&[1.0, 2.0, 3.0, 4.0])?, [11.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    #[track_caller]
    pub fn dot(&self, other: impl Into<Expr>) -> Expr {
        self.times(other).sum()
    }

    /// The function of this name or alias in the table of functions, of `self` and further arguments, entry by entry.
    ///
    /// ```
    /// let x = symdiff::Graph::new().variable("x");
    /// assert_eq!(x.call("atan2", &[2.into()]).to_string(), "atan2(x, 2)");
    /// assert!(x.call("sinn", &[]).error().is_some());
    /// ```
    #[track_caller]
    pub fn call(&self, name: &str, others: &[Expr]) -> Expr {
        let mut arguments = vec![self.borrowed()];
        arguments.extend_from_slice(others);
        call(name, &arguments)
    }

    /// A copy for an operation that borrows: a long list becomes a node first.
    pub(super) fn borrowed(&self) -> Expr {
        match (&self.graph, &self.value) {
            (Some(own), Value::Sum(list, _) | Value::Product(list, _))
                if list.len() > MOST_OPEN =>
            {
                let node = self.value.seal_in(&mut own.lock());
                Expr::of_node(own, node)
            }
            _ => self.clone(),
        }
    }
}

impl Value {
    /// Its node in `graph`, which is its own or, for a number, any.
    pub(super) fn seal_in(&self, graph: &mut graph::Graph) -> graph::Expr {
        match self {
            Value::Number(number) => graph.number(number.clone()),
            Value::Node(node) => *node,
            Value::Sum(terms, _) => graph.sum(terms),
            Value::Product(factors, _) => graph.product(factors),
            // Reported before anything is sealed.
            Value::Wrong(_) => graph.integer(0),
        }
    }
}

/// The graph that all operands share; None of numbers alone.
///
/// # Errors
///
/// The first error that an operand carries; operands of two graphs.
pub(super) fn join(operands: &[Expr]) -> Result<Option<Graph>, Error> {
    if let Some(error) = operands.iter().find_map(Expr::error) {
        return Err(error.clone());
    }
    let mut graphs = operands.iter().filter_map(|operand| operand.graph.as_ref());
    let first = graphs.next();
    if graphs.any(|other| first.is_some_and(|own| !own.is(other))) {
        let message = "expressions of two graphs were combined: build both in one graph";
        return Err(Error::new(codes::TWO_GRAPHS, message));
    }
    Ok(first.cloned())
}

/// Why an operation does not fit: the code of the error, and the message.
pub(super) type Refusal = (Code, String);

/// The expression that `operation` makes in the graph of its operands, which were [`join`]ed.
#[track_caller]
pub(super) fn within(
    joined: Result<Option<Graph>, Error>,
    operation: impl FnOnce(&mut graph::Graph) -> Result<Value, Refusal>,
) -> Expr {
    let own = match joined {
        Ok(own) => own.unwrap_or_default(),
        Err(error) => return Expr::of_error(error),
    };
    let mut graph = own.lock();
    let most = own.limit();
    let made = if graph.len() > most {
        let message =
            format!("the formula grows beyond {most} nodes, the limit `nodes` of its graph");
        Err((codes::FORMULA_TOO_LARGE, message))
    } else {
        operation(&mut graph)
    };
    drop(graph);
    match made {
        Ok(value) => Expr {
            graph: Some(own),
            value,
        },
        Err((code, message)) => Expr::wrong(code, message, Location::caller()),
    }
}

/// The node that `operation` makes of the nodes of `operands`.
#[track_caller]
pub(super) fn combine(
    operands: &[Expr],
    operation: impl FnOnce(&mut graph::Graph, &[graph::Expr]) -> Result<graph::Expr, Refusal>,
) -> Expr {
    within(join(operands), |graph| {
        let nodes: Vec<graph::Expr> = operands
            .iter()
            .map(|operand| operand.value.seal_in(graph))
            .collect();
        operation(graph, &nodes).map(Value::Node)
    })
}

/// An error unless the operands of an operation entry by entry have one shape, scalars aside.
pub(super) fn same_shape(
    graph: &graph::Graph,
    what: &str,
    operands: &[graph::Expr],
) -> Result<(), Refusal> {
    let shapes: Vec<Shape> = operands
        .iter()
        .map(|&operand| graph.shape(operand))
        .collect();
    join_shapes(what, &shapes).map(|_| ())
}

/// The shape of an operation entry by entry on these.
pub(super) fn join_shapes(what: &str, shapes: &[Shape]) -> Result<Shape, Refusal> {
    let joined = shapes
        .iter()
        .try_fold(Shape::Scalar, |all, &shape| all.join(shape));
    if let Some(shape) = joined {
        return Ok(shape);
    }
    let shapes: Vec<String> = shapes
        .iter()
        .filter(|shape| !shape.is_scalar())
        .map(Shape::to_string)
        .collect();
    Err((
        codes::SHAPE_MISMATCH,
        format!("{what} needs equal shapes, not {}", shapes.join(" and ")),
    ))
}

/// A call of a row of the function table.
#[track_caller]
pub(super) fn call(name: &str, arguments: &[Expr]) -> Expr {
    let Some(id) = functions::lookup(name, arguments.len()) else {
        let count = arguments.len();
        let message = match functions::arities(name).is_empty() {
            true => format!("there is no function `{name}`"),
            false => format!("`{name}` does not take {count} arguments"),
        };
        return Expr::wrong(codes::UNKNOWN_BUILT_FUNCTION, message, Location::caller());
    };
    combine(arguments, |graph, operands| {
        let row = functions::row(id);
        same_shape(graph, &format!("`{}`", row.name), operands)?;
        Ok(apply(graph, id, operands))
    })
}

/// A number is an expression of any graph.
///
/// A floating-point number stands for the shortest decimal that reads as it: `0.1` is one tenth. One that is not
/// finite gives an expression that carries an error.
impl From<f64> for Expr {
    #[track_caller]
    fn from(value: f64) -> Expr {
        match decimal(value) {
            Some(number) => Expr::of_number(number),
            None => {
                let message = format!("{value} is not a number of a formula");
                Expr::wrong(codes::NOT_A_NUMBER, message, Location::caller())
            }
        }
    }
}

impl Expr {
    fn of_number(number: Number) -> Expr {
        Expr {
            graph: None,
            value: Value::Number(number),
        }
    }
}

macro_rules! from_integers {
    ($($integer:ty),*) => {
        $(impl From<$integer> for Expr {
            fn from(value: $integer) -> Expr {
                Expr::of_number(Number::from(BigInt::from(value)))
            }
        })*
    };
}
from_integers!(i32, i64, u32, u64, usize);

impl From<&Expr> for Expr {
    fn from(value: &Expr) -> Expr {
        value.borrowed()
    }
}

/// The shortest decimal that reads as this number, exactly.
fn decimal(value: f64) -> Option<Number> {
    if !value.is_finite() {
        return None;
    }
    let text = format!("{value:e}");
    let (mantissa, exponent) = text.split_once('e')?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: BigInt = format!("{whole}{fraction}").parse().ok()?;
    let scale = exponent.parse::<i32>().ok()? - fraction.len() as i32;
    let power = BigInt::from(10).pow(scale.unsigned_abs());
    Some(if digits.is_zero() {
        Number::zero()
    } else if scale < 0 {
        Number::new(digits, power)
    } else {
        Number::new(digits * power, BigInt::one())
    })
}

/// The formula in the language of this crate; cut where it is very long.
impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Value::Wrong(error) = &self.value {
            return write!(f, "<{error}>");
        }
        let own = self.graph.clone().unwrap_or_default();
        let mut graph = own.lock();
        let node = self.value.seal_in(&mut graph);
        f.write_str(&graph::expression(&graph, node, MOST_CHARACTERS))
    }
}

impl fmt::Debug for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
