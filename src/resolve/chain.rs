//! Which nodes of a tree are inner links of a chain of sums or products, so that the whole chain
//! becomes one operand list.

use crate::syntax::{Binary, Kind, Tree, Unary};
use std::ops::Range;

/// The place of a node in a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Evaluated on its own.
    Whole,
    /// A link of a sum that a later node evaluates.
    InSum,
    /// A link of a product that a later node evaluates.
    InProduct,
    /// The name of a function that a derivative is of: no value.
    Quoted,
}

/// What kind of link a node could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    Sum,
    Product,
    Sign,
    None,
}

pub(super) fn link(kind: &Kind) -> Link {
    match kind {
        Kind::Binary {
            operator: Binary::Add | Binary::Subtract,
            ..
        } => Link::Sum,
        Kind::Binary {
            operator:
                Binary::Multiply
                | Binary::MultiplyElementwise
                | Binary::Divide
                | Binary::DivideElementwise,
            ..
        } => Link::Product,
        Kind::Unary(Unary::Negate | Unary::Plus, _) => Link::Sign,
        _ => Link::None,
    }
}

/// Roles of the nodes `range`, which hold one expression; index 0 is `range.start`.
pub(super) fn roles(tree: &Tree, range: Range<usize>) -> Vec<Role> {
    let mut roles = vec![Role::Whole; range.len()];
    for index in range.clone().rev() {
        let kind = &tree.nodes[index].kind;
        let own = link(kind);
        let in_product = roles[index - range.start] == Role::InProduct;
        let role = match own {
            Link::None => continue,
            Link::Sum => Role::InSum,
            Link::Product => Role::InProduct,
            Link::Sign if in_product => Role::InProduct,
            Link::Sign => Role::InSum,
        };
        let operands = match kind {
            Kind::Binary { left, right, .. } => [Some(*left), Some(*right)],
            Kind::Unary(_, operand) => [Some(*operand), None],
            _ => [None, None],
        };
        for operand in operands.into_iter().flatten() {
            let (outer, inner) = (tree.nodes[index].span, tree.nodes[operand.0 as usize].span);
            // An operand in brackets stays whole: it may be shared with another place.
            let is_bracketed = outer.start != inner.start && outer.end != inner.end;
            let joins = match link(&tree.nodes[operand.0 as usize].kind) {
                Link::Sum => role == Role::InSum,
                Link::Product => role == Role::InProduct,
                Link::Sign => true,
                Link::None => false,
            };
            if joins && !is_bracketed {
                roles[operand.0 as usize - range.start] = role;
            }
        }
    }
    roles
}
