//! What a node reads as: the data between the graph and its notations.
//!
//! Must not know any notation, nor how a reading comes about. Invariant: a part can be read on its own.

use super::figure::Figure;
use super::matrix::Form;
use super::{Constant, Expr, Number};
use crate::functions::FunctionId;

/// Something that can be read: a node, or a piece of one that has no node of its own.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// A node, or its name if it has one.
    Node(Expr),
    /// The product entry by entry of some nodes.
    Entries(Vec<Expr>),
    /// The sum of all entries of a node.
    Total(Expr),
    /// An operation on whole vectors and matrices.
    Form(Box<Form>),
    /// Minus a node that reads with a minus in front.
    Opposite(Expr),
    /// A node to a positive power.
    Power(Expr, Number),
    /// A number that is not negative.
    Number(Number),
    /// Digits.
    Figure(Figure),
}

impl Part {
    /// Whether it is a product of several values entry by entry.
    pub fn is_entrywise(&self) -> bool {
        match self {
            Part::Entries(factors) => factors.len() > 1,
            Part::Form(form) => matches!(**form, Form::Entries(_)),
            _ => false,
        }
    }
}

/// A term of a sum.
pub(super) struct Term {
    /// Whether a minus stands before it.
    pub negative: bool,
    /// The term without that minus.
    pub part: Part,
    /// The term with it.
    pub whole: Part,
}

impl Term {
    /// With or without a minus, without that minus, with it.
    pub fn new(negative: bool, part: Part, whole: Part) -> Self {
        Term {
            negative,
            part,
            whole,
        }
    }
}

/// A product with sign and denominator. Shaped factors are multiplied entry by entry.
#[derive(Default)]
pub(super) struct Quotient {
    /// Whether a minus stands before it.
    pub negative: bool,
    /// Scalar factors.
    pub above: Vec<Part>,
    /// Scalar factors of the denominator.
    pub below: Vec<Part>,
    /// Vectors or matrices.
    pub shaped_above: Vec<Part>,
    /// Vectors or matrices of the denominator.
    pub shaped_below: Vec<Part>,
}

impl Quotient {
    /// Whether nothing is divided.
    pub fn is_product(&self) -> bool {
        self.below.is_empty() && self.shaped_below.is_empty()
    }

    /// Whether something is multiplied or divided entry by entry.
    pub fn is_entrywise(&self) -> bool {
        self.shaped_above.len() + self.shaped_below.len() > 1
    }

    /// Whether a single factor stands above, and nothing below.
    pub fn is_single(&self) -> bool {
        self.is_product() && self.above.len() + self.shaped_above.len() == 1
    }
}

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
    NotEqual,
}

impl Relation {
    /// The relation that holds where this one does not, for numbers.
    pub fn opposite(self) -> Self {
        match self {
            Relation::Less => Relation::GreaterEqual,
            Relation::LessEqual => Relation::Greater,
            Relation::Greater => Relation::LessEqual,
            Relation::GreaterEqual => Relation::Less,
            Relation::Equal => Relation::NotEqual,
            Relation::NotEqual => Relation::Equal,
        }
    }

    pub fn mirrored(self) -> Self {
        match self {
            Relation::Less => Relation::Greater,
            Relation::LessEqual => Relation::GreaterEqual,
            Relation::Greater => Relation::Less,
            Relation::GreaterEqual => Relation::LessEqual,
            Relation::Equal | Relation::NotEqual => self,
        }
    }
}

/// One step of reading.
pub(super) enum Reading<'a> {
    /// A variable, or a node that has a name.
    Name(&'a str),
    Figure(Figure),
    Constant(Constant),
    /// Two or more terms.
    Sum(Vec<Term>),
    /// Never a single factor without sign: that is read as the factor.
    Quotient(Quotient),
    Power {
        base: Part,
        exponent: Part,
        /// Whether it is taken entry by entry.
        entries: bool,
    },
    Call(FunctionId, Vec<Expr>),
    Truth(bool),
    Relation(Relation, Expr, Expr),
    And(Expr, Expr),
    Or(Expr, Expr),
    Not(Expr),
    /// Condition, value if met, value if not.
    Select([Expr; 3]),
    /// An operation on whole vectors and matrices.
    Form(Form),
    /// A dimension that has a name.
    Dimension(&'static str),
    /// Entries row by row.
    Stack {
        columns: usize,
        entries: &'a [Expr],
    },
    /// The indices are counted from 1.
    Entry {
        of: Expr,
        index: String,
    },
}
