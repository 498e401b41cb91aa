//! What can be derived and compiled, and how it is asked for.

use super::values::Values;
use super::{Backend, Label, Pattern, Quantity};
use crate::codes;
use crate::error::Error;
use crate::graph::Expr;
use crate::interrupt::Interrupt;
use crate::limits::Limits;
use crate::simplify;

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
    /// The direction of Jacobian-vector and Hessian-vector products: a formula for each variable that changes, such as
    /// `("x", "cos(t)")` or `("v", "[1, 2]")`. Names that are no variables yet become inputs. None: the tangent of each
    /// variable `x` is an input `v_x` of its shape, behind the variables.
    #[cfg_attr(feature = "serde", serde(default))]
    pub along: Option<Vec<(String, String)>>,
    /// The cotangents of vector-Jacobian products: a formula for each result that counts. None: the cotangent of each
    /// result `f` is an input `w_f` of its shape, behind the variables.
    #[cfg_attr(feature = "serde", serde(default))]
    pub cotangent: Option<Vec<(String, String)>>,
    /// The point of Taylor polynomials: a formula for each variable that they are polynomials in.
    #[cfg_attr(feature = "serde", serde(default))]
    pub about: Option<Vec<(String, String)>>,
    /// Whether Jacobians and Hessians are closed forms of whole vectors and matrices: one for each result and variable,
    /// or for each two variables, with the axes of the result and then those of the variables. Otherwise they are so
    /// only for one result and one variable, and a matrix of all entries else.
    #[cfg_attr(feature = "serde", serde(default))]
    pub whole: bool,
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
            along: None,
            cotangent: None,
            about: None,
            whole: false,
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

    /// The same along a direction: a formula for each variable that changes.
    ///
    /// ```
    /// use symdiff::{Function, Quantity, Request};
    ///
    /// let request = Request::of([Quantity::Jvp]).along(&[("x", "1"), ("y", "t")]);
    /// let derivation = Function::parse("x*y")?.derive(&request)?;
    /// assert_eq!(derivation.to_string(), "df(v) = y + t*x");
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    #[must_use]
    pub fn along(mut self, direction: &[(&str, &str)]) -> Self {
        self.along = Some(owned(direction));
        self
    }

    /// The same with these cotangents: a formula for each result that counts.
    ///
    /// ```
    /// use symdiff::{Function, Quantity, Request};
    ///
    /// let request = Request::of([Quantity::Vjp]).cotangent(&[("f1", "1"), ("f2", "2")]);
    /// let derivation = Function::parse("x^2; x^3")?.derive(&request)?;
    /// assert_eq!(derivation.to_string(), "d(w*f)/dx = x*(6*x + 2)");
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    #[must_use]
    pub fn cotangent(mut self, cotangents: &[(&str, &str)]) -> Self {
        self.cotangent = Some(owned(cotangents));
        self
    }

    /// The same about a point: a formula for each variable of the polynomial.
    ///
    /// ```
    /// use symdiff::{Function, Quantity, Request};
    ///
    /// let request = Request::of([Quantity::Taylor(3)]).about(&[("x", "0")]);
    /// let derivation = Function::parse("sin(x)")?.derive(&request)?;
    /// assert_eq!(derivation.to_string(), "T3f = x - x^3/6");
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    #[must_use]
    pub fn about(mut self, point: &[(&str, &str)]) -> Self {
        self.about = Some(owned(point));
        self
    }

    /// An error once somebody wants it to stop: the interrupt here, or that of the simplification.
    pub(super) fn check(&self) -> Result<(), Error> {
        let other = self.simplify.as_ref().map(|options| &options.interrupt);
        if self.interrupt.is_raised() || other.is_some_and(|own| own.is_raised()) {
            return Err(Error::new(codes::INTERRUPTED, "interrupted"));
        }
        Ok(())
    }
}

fn owned(values: &[(&str, &str)]) -> Values {
    let owned = |&(name, text): &(&str, &str)| (name.to_owned(), text.to_owned());
    values.iter().map(owned).collect()
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
    /// The direction, as in [`Request::along`].
    #[cfg_attr(feature = "serde", serde(default))]
    pub along: Option<Vec<(String, String)>>,
    /// The cotangents, as in [`Request::cotangent`].
    #[cfg_attr(feature = "serde", serde(default))]
    pub cotangent: Option<Vec<(String, String)>>,
    /// The point of expansion, as in [`Request::about`].
    #[cfg_attr(feature = "serde", serde(default))]
    pub about: Option<Vec<(String, String)>>,
    /// Whether Jacobians and Hessians are whole, as in [`Request::whole`].
    #[cfg_attr(feature = "serde", serde(default))]
    pub whole: bool,
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
        CompileOptions::from(Request::of(quantities))
    }
}

/// The same request, as native code.
impl From<Request> for CompileOptions {
    fn from(request: Request) -> Self {
        CompileOptions {
            quantities: request.quantities,
            wrt: request.wrt,
            along: request.along,
            cotangent: request.cotangent,
            about: request.about,
            whole: request.whole,
            simplify: request.simplify,
            limits: request.limits,
            backend: Backend::default(),
        }
    }
}

/// How polynomials are computed and written.
#[derive(Clone, Debug, Default)]
pub(super) struct Polynomials {
    /// What the program is made of.
    pub(super) nested: Vec<Expr>,
    /// The terms of each sum by degree.
    pub(super) orders: Vec<(Expr, Vec<Expr>)>,
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
    /// Of Taylor polynomials how they are computed and written.
    pub(super) polynomials: Option<Polynomials>,
    /// What each formula is, such as `df/dx`.
    pub labels: Vec<Label>,
    /// Number of all entries as scalars.
    pub(super) entries: usize,
    /// Lengths of the axes: none for one number.
    pub axes: Vec<usize>,
    /// Of a sparse quantity where its entries stand.
    pub pattern: Option<Pattern>,
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
