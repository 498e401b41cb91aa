//! How tightly factors and terms must bind to stand without brackets.
//!
//! Must not know any notation. Invariant: what stands without brackets is read as the same value.

use super::present::Presenter;
use super::reading::Part;
use super::{Expr, Op};
use crate::notation::Level;

impl Presenter<'_> {
    /// The least level of a factor without brackets. A product inside a product needs none, since both
    /// group alike; a matrix product needs none behind numbers where nothing is multiplied entry by entry, and one
    /// that is a number where it comes first.
    pub fn factor_level(&self, part: &Part, first: bool, entrywise: bool) -> Level {
        let expr = match *part {
            Part::Node(expr) => expr,
            // Digits with a power of ten are a product already.
            Part::Figure(_) => return Level::Product,
            _ => return Level::Power,
        };
        if !self.is_open(expr) {
            return Level::Power;
        }
        match self.graph.op(expr) {
            Op::Contract(_) => {
                let plain = match self.graph.shape(expr).is_scalar() {
                    true => first,
                    false => !entrywise,
                };
                if plain { Level::Product } else { Level::Power }
            }
            Op::Product if self.graph.shape(expr).is_scalar() => {
                let quotient = self.quotient(self.graph.operands(expr));
                let plain = quotient.is_product() && !quotient.negative;
                let matrices = |&expr: &Expr| matches!(self.graph.op(expr), Op::Contract(_));
                let plain = plain && !self.graph.operands(expr).iter().any(matrices);
                if plain { Level::Product } else { Level::Power }
            }
            _ => Level::Power,
        }
    }

    /// Whether the last factor of a product of numbers is a chain of matrices, and no other one is.
    pub fn ends_in_chain(&self, factors: &[Part]) -> bool {
        let is_chain = |part: &Part| match *part {
            Part::Node(expr) => matches!(self.graph.op(expr), Op::Contract(_)),
            _ => false,
        };
        let mut factors = factors.iter();
        factors.next_back().is_some_and(is_chain) && !factors.any(is_chain)
    }

    /// The least level of a term after a plus: a sum inside a sum needs no brackets.
    pub fn term_level(&self, part: &Part) -> Level {
        match *part {
            Part::Node(expr) if self.is_open(expr) && self.graph.op(expr) == Op::Sum => Level::Sum,
            _ => Level::Product,
        }
    }
}
