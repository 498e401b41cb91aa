//! What can be derived and compiled, and how it is asked for.

use super::{Backend, Label};
use crate::codes;
use crate::error::Error;
use crate::graph::Expr;
use crate::interrupt::Interrupt;
use crate::limits::Limits;
use crate::simplify;
use std::fmt;

/// What to derive.
///
/// ```
/// use symdiff::Quantity;
///
/// let mixed = Quantity::Partial(vec!["x".into(), "y".into()]);
/// assert_eq!(mixed.to_string(), "partial derivative in x, y");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Quantity {
    /// The results themselves.
    Value,
    /// The derivatives of the one scalar result in each variable, of the variable's shape.
    Gradient,
    /// A row for each entry of the results, a column for each entry of a variable.
    Jacobian,
    /// The second derivatives of the one scalar result: a row and a column for each entry of a variable.
    Hessian,
    /// A derivative of any order of scalar results in scalar variables, differentiated from left to right; empty:
    /// the value.
    Partial(Vec<String>),
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Quantity::Value => f.write_str("value"),
            Quantity::Gradient => f.write_str("gradient"),
            Quantity::Jacobian => f.write_str("Jacobian"),
            Quantity::Hessian => f.write_str("Hessian"),
            Quantity::Partial(names) => write!(f, "partial derivative in {}", names.join(", ")),
        }
    }
}

/// What to derive, and how.
///
/// ```
/// use symdiff::{Function, Quantity, Request};
///
/// let request = Request {
///     wrt: Some(vec!["y".into()]),
///     ..Request::of([Quantity::Gradient])
/// };
/// let derivation = Function::parse("x^2*y^3")?.derive(&request)?;
/// assert_eq!(derivation.to_string(), "df/dy = 3*x^2*y^2");
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Request {
    /// In the order in which the parts come out.
    pub quantities: Vec<Quantity>,
    /// The variables of gradient, Jacobian and Hessian. None: all, in order. Names that do not occur
    /// have the derivative 0.
    pub wrt: Option<Vec<String>>,
    /// Whether to simplify, and how far.
    pub simplify: Option<simplify::Options>,
    /// How far it may grow.
    #[cfg_attr(feature = "serde", serde(default))]
    pub limits: Limits,
    /// Once raised, deriving ends soon with an error of kind [`Interrupt`](crate::ErrorKind::Interrupt).
    #[cfg_attr(feature = "serde", serde(skip))]
    pub interrupt: Interrupt,
}

impl Request {
    /// These quantities, in all variables, simplified.
    ///
    /// ```
    /// use symdiff::{Quantity, Request};
    ///
    /// let request = Request::of([Quantity::Value, Quantity::Hessian]);
    /// assert!(request.wrt.is_none());
    /// ```
    pub fn of(quantities: impl IntoIterator<Item = Quantity>) -> Self {
        Request {
            quantities: quantities.into_iter().collect(),
            wrt: None,
            simplify: Some(simplify::Options::default()),
            limits: Limits::default(),
            interrupt: Interrupt::default(),
        }
    }

    /// The same, stopped by `interrupt`.
    ///
    /// ```
    /// use symdiff::{ErrorKind, Function, Interrupt, Quantity, Request};
    ///
    /// let interrupt = Interrupt::default();
    /// let request = Request::of([Quantity::Gradient]).interrupted_by(&interrupt);
    /// interrupt.raise();
    /// let error = Function::parse("x^2")?.derive(&request).err().unwrap();
    /// assert_eq!(error.kind(), ErrorKind::Interrupt);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    #[must_use]
    pub fn interrupted_by(mut self, interrupt: &Interrupt) -> Self {
        self.interrupt = interrupt.clone();
        if let Some(options) = &mut self.simplify {
            options.interrupt = interrupt.clone();
        }
        self
    }

    /// The same within `limits`.
    ///
    /// ```
    /// use symdiff::{Function, Limits, Quantity, Request};
    ///
    /// let limits = Limits { order: 2, ..Limits::default() };
    /// let third = Quantity::Partial(vec!["x".into(); 3]);
    /// let request = Request::of([third]).within(&limits);
    /// assert!(Function::parse("x^9")?.derive(&request).err().unwrap().is_limit());
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    #[must_use]
    pub fn within(mut self, limits: &Limits) -> Self {
        self.limits = limits.clone();
        self
    }

    /// An error once somebody wants it to stop.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.interrupt.is_raised() {
            return Err(Error::new(codes::INTERRUPTED, "interrupted"));
        }
        Ok(())
    }
}

/// What to compile, and for what.
///
/// ```
/// use symdiff::{CompileOptions, Function, Quantity};
///
/// let options = CompileOptions {
///     wrt: Some(vec!["w".into()]),
///     ..CompileOptions::of([Quantity::Value, Quantity::Gradient, Quantity::Hessian])
/// };
/// let loss = Function::parse("(sigma(w*x) - y)^2")?.compile_with(&options)?;
/// assert_eq!((loss.inputs(), loss.outputs()), (3, 3));
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CompileOptions {
    /// The quantities. Empty: the value and the gradient, or the value and the Jacobian of anything but one scalar
    /// result.
    pub quantities: Vec<Quantity>,
    /// The variables of gradient, Jacobian and Hessian; None: all. All variables are inputs in any case.
    pub wrt: Option<Vec<String>>,
    /// Whether to simplify, and how far.
    pub simplify: Option<simplify::Options>,
    /// How far the derivatives may grow.
    #[cfg_attr(feature = "serde", serde(default))]
    pub limits: Limits,
    /// What runs the code.
    pub backend: Backend,
}

impl Default for CompileOptions {
    fn default() -> Self {
        CompileOptions::of([])
    }
}

impl CompileOptions {
    /// These quantities, in all variables, simplified, as native code.
    ///
    /// ```
    /// use symdiff::{CompileOptions, Quantity};
    ///
    /// assert_eq!(CompileOptions::of([Quantity::Value]).quantities.len(), 1);
    /// ```
    pub fn of(quantities: impl IntoIterator<Item = Quantity>) -> Self {
        let Request {
            quantities,
            wrt,
            simplify,
            limits,
            ..
        } = Request::of(quantities);
        CompileOptions {
            quantities,
            wrt,
            simplify,
            limits,
            backend: Backend::default(),
        }
    }
}

/// One quantity of a derivation: what it is, and its shape. The closed forms come from
/// [`Derivation::infix`](super::Derivation::infix).
///
/// ```
/// use symdiff::{Function, Quantity, Request};
///
/// let derivation = Function::parse("x*y")?.derive(&Request::of([Quantity::Hessian]))?;
/// let hessian = &derivation.parts()[0];
/// assert_eq!(hessian.axes, [2, 2]);
/// assert_eq!(hessian.labels[1].to_string(), "d2f/dxdy");
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Part {
    /// Which.
    pub quantity: Quantity,
    /// The closed forms: of a gradient one for each variable, of its shape; of other quantities one
    /// for each entry.
    pub(crate) formulas: Vec<Expr>,
    /// What each formula is, such as `df/dx`.
    pub labels: Vec<Label>,
    /// Number of all entries as scalars.
    pub(super) entries: usize,
    /// Lengths of the axes: none for one number.
    pub axes: Vec<usize>,
}

impl Part {
    /// Number of entries.
    ///
    /// ```
    /// use symdiff::{Function, Quantity, Request};
    ///
    /// let f = Function::parse("A: matrix(2, 3); sum(A)")?;
    /// let gradient = f.derive(&Request::of([Quantity::Gradient]))?.parts()[0].clone();
    /// assert_eq!((gradient.len(), gradient.labels.len()), (6, 1));
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn len(&self) -> usize {
        self.entries
    }

    /// Whether there is no entry: the gradient of a formula without variables.
    ///
    /// ```
    /// use symdiff::{Function, Quantity, Request};
    ///
    /// let derivation = Function::parse("1 + 1")?.derive(&Request::of([Quantity::Gradient]))?;
    /// assert!(derivation.parts()[0].is_empty());
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.entries == 0
    }
}
