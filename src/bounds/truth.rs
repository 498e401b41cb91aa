//! What is known of a condition over a box.

use super::interval::Interval;
use crate::program::Relation;

/// The truth of a condition, exact and computed alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Truth {
    Yes,
    No,
    Either,
}

pub(super) fn compare(relation: Relation, a: Interval, b: Interval) -> Truth {
    let (holds, fails) = match relation {
        Relation::Less => (a.high < b.low, a.low >= b.high),
        Relation::LessEqual => (a.high <= b.low, a.low > b.high),
        Relation::Equal => (a.is_point() && a == b, a.high < b.low || b.high < a.low),
    };
    match (holds, fails) {
        (true, _) => Truth::Yes,
        (_, true) => Truth::No,
        _ => Truth::Either,
    }
}

pub(super) fn both(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Truth::No, _) | (_, Truth::No) => Truth::No,
        (Truth::Yes, Truth::Yes) => Truth::Yes,
        _ => Truth::Either,
    }
}

pub(super) fn opposite(truth: Truth) -> Truth {
    match truth {
        Truth::Yes => Truth::No,
        Truth::No => Truth::Yes,
        Truth::Either => Truth::Either,
    }
}
