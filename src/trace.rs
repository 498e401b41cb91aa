//! What was assumed on the way to a result: plain data that simplification writes and all doors read.

use crate::graph::Expr;

/// One rewriting that holds only where a condition is met: `x/x` is 1 where `x != 0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LedgerRow {
    /// The rule.
    pub rule: &'static str,
    /// The condition under which both sides are equal.
    pub condition: Expr,
    /// What was rewritten.
    pub place: Expr,
}
