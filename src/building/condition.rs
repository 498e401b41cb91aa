//! Comparisons, and the choice between two expressions.

use super::expr::{Expr, combine, same_shape};
use crate::codes;
use crate::graph;
use std::ops::{BitAnd, BitOr, Not};

/// Something that is true or false, made by comparing expressions. Conditions combine with `&`, `|` and `!`.
///
/// ```
/// use symdiff::{Graph, select};
///
/// let [x, y] = Graph::new().variables(["x", "y"]);
/// let inside = x.greater(0) & x.less(&y);
/// assert_eq!(select(inside, &x, 0).to_string(), "if(x > 0 && x < y, x, 0)");
/// ```
#[derive(Clone, Debug)]
pub struct Condition(Expr);

/// `met` where the condition is met, `otherwise` elsewhere. Only the side taken contributes, to the value and to
/// derivatives, whatever the other side is there.
///
/// ```
/// use symdiff::{Function, Graph, math, select};
///
/// let x = Graph::new().variable("x");
/// let f = Function::of(select(x.greater(0), x.pow(2) * math::ln(&x), 0))?;
/// assert_eq!(f.gradient()?.evaluate(&[-1.0])?, [0.0]);
/// # Ok::<(), symdiff::Error>(())
/// ```
#[track_caller]
pub fn select(condition: Condition, met: impl Into<Expr>, otherwise: impl Into<Expr>) -> Expr {
    let operands = [condition.0, met.into(), otherwise.into()];
    combine(&operands, |graph, operands| {
        same_shape(graph, "a choice", &operands[1..])?;
        Ok(graph.select(operands[0], operands[1], operands[2]))
    })
}

impl Expr {
    /// `self < other`; both are scalars.
    ///
    /// ```
    /// let x = symdiff::Graph::new().variable("x");
    /// assert_eq!(symdiff::select(x.less(1), &x, 1).to_string(), "if(x < 1, x, 1)");
    /// ```
    #[track_caller]
    pub fn less(&self, other: impl Into<Expr>) -> Condition {
        compare(self.borrowed(), other.into(), graph::Graph::less)
    }

    /// `self <= other`; both are scalars.
    ///
    /// ```
    /// let x = symdiff::Graph::new().variable("x");
    /// assert_eq!(symdiff::select(x.less_equal(1), &x, 1).to_string(), "if(x <= 1, x, 1)");
    /// ```
    #[track_caller]
    pub fn less_equal(&self, other: impl Into<Expr>) -> Condition {
        compare(self.borrowed(), other.into(), graph::Graph::less_equal)
    }

    /// `self > other`; both are scalars.
    ///
    /// ```
    /// let x = symdiff::Graph::new().variable("x");
    /// assert_eq!(symdiff::select(x.greater(1), &x, 1).to_string(), "if(x > 1, x, 1)");
    /// ```
    #[track_caller]
    pub fn greater(&self, other: impl Into<Expr>) -> Condition {
        compare(other.into(), self.borrowed(), graph::Graph::less)
    }

    /// `self >= other`; both are scalars.
    ///
    /// ```
    /// let x = symdiff::Graph::new().variable("x");
    /// assert_eq!(symdiff::select(x.greater_equal(1), &x, 1).to_string(), "if(x >= 1, x, 1)");
    /// ```
    #[track_caller]
    pub fn greater_equal(&self, other: impl Into<Expr>) -> Condition {
        compare(other.into(), self.borrowed(), graph::Graph::less_equal)
    }
}

impl Expr {
    /// `self == other` as a condition; both are scalars. NaN equals nothing.
    ///
    /// ```
    /// let x = symdiff::Graph::new().variable("x");
    /// assert_eq!(symdiff::select(x.equal(1), 0, &x).to_string(), "if(x == 1, 0, x)");
    /// ```
    #[track_caller]
    pub fn equal(&self, other: impl Into<Expr>) -> Condition {
        compare(self.borrowed(), other.into(), graph::Graph::equal)
    }

    /// `self != other` as a condition; both are scalars. NaN differs from everything.
    ///
    /// ```
    /// let x = symdiff::Graph::new().variable("x");
    /// assert_eq!(symdiff::select(x.not_equal(1), &x, 0).to_string(), "if(x != 1, x, 0)");
    /// ```
    #[track_caller]
    pub fn not_equal(&self, other: impl Into<Expr>) -> Condition {
        compare(self.borrowed(), other.into(), |graph, left, right| {
            let equal = graph.equal(left, right);
            graph.not(equal)
        })
    }
}

type Make = fn(&mut graph::Graph, graph::Expr, graph::Expr) -> graph::Expr;

#[track_caller]
fn compare(left: Expr, right: Expr, make: Make) -> Condition {
    Condition(combine(&[left, right], |graph, operands| {
        let shapes = operands.iter().map(|&operand| graph.shape(operand));
        if let Some(shape) = shapes.into_iter().find(|shape| !shape.is_scalar()) {
            return Err((
                codes::SCALAR_EXPECTED,
                format!("scalars are compared, not a {shape}"),
            ));
        }
        Ok(make(graph, operands[0], operands[1]))
    }))
}

impl BitAnd for Condition {
    type Output = Condition;

    #[track_caller]
    fn bitand(self, other: Condition) -> Condition {
        let both = [self.0, other.0];
        Condition(combine(
            &both,
            |graph, both| Ok(graph.and(both[0], both[1])),
        ))
    }
}

impl BitOr for Condition {
    type Output = Condition;

    #[track_caller]
    fn bitor(self, other: Condition) -> Condition {
        let both = [self.0, other.0];
        Condition(combine(&both, |graph, both| Ok(graph.or(both[0], both[1]))))
    }
}

impl Not for Condition {
    type Output = Condition;

    #[track_caller]
    fn not(self) -> Condition {
        Condition(combine(&[self.0], |graph, own| Ok(graph.not(own[0]))))
    }
}
