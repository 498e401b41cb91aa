//! `u^2 + 2*u*v + v^2` as `(u + v)^2`, which is always true and always cheaper.

use super::Rewriter;
use crate::graph::{Expr, Number, Op};
use num_bigint::BigInt;
use num_traits::Signed;

/// Longer sums and products are left alone.
const MOST_PARTS: usize = 12;

impl Rewriter<'_> {
    /// The square of a sum or difference among the terms of a sum.
    pub(super) fn square_of_sum(&mut self, sum: Expr) -> Option<Expr> {
        let terms = self.graph.operands_of(sum);
        if terms.len() < 3 || terms.len() > MOST_PARTS || !self.graph.shape(sum).is_scalar() {
            return None;
        }
        // A look that makes nothing: most sums have no two squares.
        let squares = terms.iter().filter(|&&term| self.may_be_square(term));
        if squares.count() < 2 {
            return None;
        }
        let mut roots = Vec::new();
        for (place, &term) in terms.iter().enumerate() {
            if let Some(root) = self.root_of_term(term) {
                roots.push((place, root));
            }
        }
        for (first, &(left_place, left)) in roots.iter().enumerate() {
            for &(right_place, right) in &roots[first + 1..] {
                let cross = self.product_of_roots(left, right);
                for sign in [2, -2] {
                    let factor = self.graph.integer(sign);
                    let wanted = self.graph.product(&[factor, cross]);
                    let Some(place) = terms.iter().position(|&term| term == wanted) else {
                        continue;
                    };
                    // A number comes last, and is what has the sign then.
                    let (first, last) = match self.graph.as_number(left) {
                        Some(_) => (right, left),
                        None => (left, right),
                    };
                    let last = match sign {
                        2 => last,
                        _ => self.graph.negate(last),
                    };
                    let inside = self.graph.sum(&[first, last]);
                    let mut list = vec![self.graph.power_integer(inside, 2)];
                    for (other, &term) in terms.iter().enumerate() {
                        if ![left_place, right_place, place].contains(&other) {
                            list.push(term);
                        }
                    }
                    return Some(self.graph.sum(&list));
                }
            }
        }
        None
    }

    /// The product as the constructor writes it where all factors stand side by side.
    fn product_of_roots(&mut self, left: Expr, right: Expr) -> Expr {
        let mut factors = Vec::new();
        for root in [left, right] {
            match self.graph.op(root) {
                Op::Product => factors.extend(self.graph.operands_of(root)),
                _ => factors.push(root),
            }
        }
        self.graph.product(&factors)
    }

    fn may_be_square(&self, term: Expr) -> bool {
        let factors = match self.graph.op(term) {
            Op::Product => self.graph.operands(term),
            _ => &[term][..],
        };
        let is_even = |&factor: &Expr| match self.graph.as_number(factor) {
            Some(number) => !number.is_negative(),
            None => self.graph.op(factor) == Op::Power,
        };
        factors.iter().all(is_even)
    }

    /// What a term is the square of, if that can be seen.
    fn root_of_term(&mut self, term: Expr) -> Option<Expr> {
        let factors = match self.graph.op(term) {
            Op::Product => self.graph.operands_of(term),
            _ => [term].into_iter().collect(),
        };
        if factors.len() > MOST_PARTS {
            return None;
        }
        let mut list = Vec::with_capacity(factors.len());
        for factor in factors {
            if let Some(number) = self.graph.as_number(factor).cloned() {
                let exponent = self.graph.fraction(1, 2);
                let root = self.graph.power(factor, exponent);
                if number.is_negative() || self.graph.as_number(root).is_none() {
                    return None;
                }
                list.push(root);
                continue;
            }
            let (base, exponent) = self.graph.split_exponent(factor);
            let two = BigInt::from(2);
            if !exponent.is_even() {
                return None;
            }
            let exponent = self.graph.number(exponent / Number::from(two));
            list.push(self.graph.power(base, exponent));
        }
        Some(self.graph.product(&list))
    }
}
