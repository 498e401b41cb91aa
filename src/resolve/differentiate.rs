//! Who differentiates what stands in a formula.
//!
//! Must not know how it is done: whoever reads an input brings somebody along.

use crate::codes;
use crate::graph::{Expr, Graph};
use crate::text::Code;

/// Why something was not differentiated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undifferentiated {
    /// The sort of error.
    pub code: Code,
    /// What is wrong.
    pub message: String,
}

/// Somebody who differentiates.
pub trait Differentiate {
    /// The derivative of this order, at least 1, of any value in a scalar variable, of the value's shape.
    ///
    /// # Errors
    ///
    /// Where it does not exist, or grows beyond bounds.
    fn partial(
        &mut self,
        graph: &mut Graph,
        value: Expr,
        variable: Expr,
        order: usize,
    ) -> Result<Expr, Undifferentiated>;

    /// The derivatives of a scalar in each variable, of the variable's shape.
    ///
    /// # Errors
    ///
    /// As for [`partial`](Self::partial).
    fn gradient(
        &mut self,
        graph: &mut Graph,
        value: Expr,
        variables: &[Expr],
    ) -> Result<Vec<Expr>, Undifferentiated>;

    /// The derivative of a value in a variable as a whole: the axes of the value, then those of the variable.
    ///
    /// # Errors
    ///
    /// As for [`partial`](Self::partial).
    fn whole(
        &mut self,
        graph: &mut Graph,
        value: Expr,
        variable: Expr,
    ) -> Result<Expr, Undifferentiated>;

    /// The derivatives of all entries of a value in all entries of the variables: row by row, as scalars.
    ///
    /// # Errors
    ///
    /// As for [`partial`](Self::partial).
    fn jacobian(
        &mut self,
        graph: &mut Graph,
        value: Expr,
        variables: &[Expr],
    ) -> Result<Vec<Expr>, Undifferentiated>;
}

/// For texts without derivatives: refuses each.
#[derive(Clone, Copy, Debug)]
pub struct Nobody;

impl Differentiate for Nobody {
    fn partial(
        &mut self,
        _: &mut Graph,
        _: Expr,
        _: Expr,
        _: usize,
    ) -> Result<Expr, Undifferentiated> {
        Err(nobody())
    }

    fn gradient(
        &mut self,
        _: &mut Graph,
        _: Expr,
        _: &[Expr],
    ) -> Result<Vec<Expr>, Undifferentiated> {
        Err(nobody())
    }

    fn whole(&mut self, _: &mut Graph, _: Expr, _: Expr) -> Result<Expr, Undifferentiated> {
        Err(nobody())
    }

    fn jacobian(
        &mut self,
        _: &mut Graph,
        _: Expr,
        _: &[Expr],
    ) -> Result<Vec<Expr>, Undifferentiated> {
        Err(nobody())
    }
}

fn nobody() -> Undifferentiated {
    Undifferentiated {
        code: codes::NO_DERIVATIVE,
        message: "nothing is differentiated here".to_owned(),
    }
}
