//! What can be derived, and how it is asked for.

use super::Label;
use crate::error::Error;
use crate::graph::Expr;
use crate::interrupt::Interrupt;
use crate::simplify;

/// What to derive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The results themselves.
    Value,
    /// The derivatives of the one result in each variable, of the variable's shape.
    Gradient,
    /// A row for each result, a column for each variable (or entry of one).
    Jacobian,
    /// The second derivatives of the one result.
    Hessian,
    /// A derivative of any order in scalar variables, differentiated from left to right; empty: the
    /// value.
    Partial(Vec<String>),
}

/// What to derive, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// In the order in which the parts come out.
    pub quantities: Vec<Quantity>,
    /// The variables of gradient, Jacobian and Hessian. None: all, in order. Names that do not occur
    /// have the derivative 0.
    pub wrt: Option<Vec<String>>,
    /// Whether to simplify, and how far.
    pub simplify: Option<simplify::Options>,
    /// Once raised, deriving ends soon with an error of kind `interrupt`.
    pub interrupt: Interrupt,
}

impl Request {
    /// These quantities, in all variables, simplified.
    pub fn of(quantities: impl IntoIterator<Item = Quantity>) -> Self {
        Request {
            quantities: quantities.into_iter().collect(),
            wrt: None,
            simplify: Some(simplify::Options::default()),
            interrupt: Interrupt::default(),
        }
    }

    /// The same, stopped by `interrupt`.
    #[must_use]
    pub fn interrupted_by(mut self, interrupt: &Interrupt) -> Self {
        self.interrupt = interrupt.clone();
        if let Some(options) = &mut self.simplify {
            options.interrupt = interrupt.clone();
        }
        self
    }

    /// An error once somebody wants it to stop.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.interrupt.is_raised() {
            return Err(Error::new("interrupt", "interrupted"));
        }
        Ok(())
    }
}

/// One quantity.
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
    pub fn len(&self) -> usize {
        self.entries
    }

    /// Whether there is no entry: the gradient of a formula without variables.
    pub fn is_empty(&self) -> bool {
        self.entries == 0
    }
}
