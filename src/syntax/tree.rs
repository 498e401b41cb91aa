//! The syntax tree: what was typed, with spans, and nothing about what it means.
//!
//! An arena, not boxes: operands stand before the node that uses them, so a pass over a tree is a
//! loop over `nodes`, and dropping a tree of any depth needs no stack. This room knows no function
//! names and no graph.

use crate::notation::{self, Infix};
use crate::text::Span;
use num_rational::BigRational;

/// A node of a [`Tree`]; always smaller than the id of the node that uses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// Everything parsed from one input.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Nodes in postfix order: operands before operators.
    pub nodes: Vec<Node>,
    /// Statements in the order typed.
    pub statements: Vec<Statement>,
}

/// One node with the text that it covers.
#[derive(Clone, Debug)]
pub struct Node {
    /// What the node is.
    pub kind: Kind,
    /// The bytes of the input it covers, brackets of its own excluded.
    pub span: Span,
}

/// The shapes that an expression's text can take.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A number, exact: `0.1` is 1/10.
    Number(BigRational),
    /// A name that is neither called nor followed by an index.
    Name(String),
    /// A name in front of an index: no value of its own, since the index may be part of the name.
    Base(String),
    /// `name[i]`, `(value)[i, j]`, `A[2:3, :]`
    Entry {
        /// A [`Kind::Base`] or a value.
        base: NodeId,
        /// In the order typed; each is a value or a [`Kind::Slice`].
        indices: Vec<NodeId>,
    },
    /// `start:end`, `start:end by step`, `:`, in place of an index: no value of its own.
    Slice {
        /// The first index, where it is written.
        start: Option<NodeId>,
        /// The last index, where it is written.
        end: Option<NodeId>,
        /// The distance from one to the next, where it is written.
        step: Option<NodeId>,
    },
    /// `[a, b; c, d]`: values in rows.
    Block {
        /// Row by row, in the order typed; at least one.
        entries: Vec<NodeId>,
        /// Where each row begins in `entries`.
        rows: Vec<u32>,
    },
    /// `name = value`, as an argument of a call.
    Named {
        /// The name of the argument.
        name: String,
        /// The name alone.
        name_span: Span,
        /// What it is.
        value: NodeId,
    },
    /// `name(arguments)`; `name_span` covers the name alone.
    Call {
        /// What is called.
        name: String,
        /// The name alone.
        name_span: Span,
        /// In the order typed.
        arguments: Vec<NodeId>,
        /// Before which arguments a `;` stands instead of a `,`.
        semicolons: Option<Box<Vec<u32>>>,
    },
    /// `name'(arguments)`: the derivative of a function of one parameter.
    Derived {
        /// What is called.
        name: String,
        /// The name alone.
        name_span: Span,
        /// How many `'` there are.
        order: u32,
        /// In the order typed.
        arguments: Vec<NodeId>,
    },
    /// `d/dx(operand)`, `∂²/∂x∂y(operand)`
    Derivative(Box<Derivative>),
    /// `sum(i in low..high if condition, body)`
    Fold(Box<Fold>),
    /// `tensor(i, j: body)`, `sum(p: body)`
    Indexed(Box<Indexed>),
    /// A prefix or postfix operator.
    Unary(Unary, NodeId),
    /// An infix operator; `operator_span` covers the operator alone.
    Binary {
        /// Which operator.
        operator: Binary,
        /// The operator alone.
        operator_span: Span,
        /// What stands on its left.
        left: NodeId,
        /// What stands on its right.
        right: NodeId,
    },
}

impl Node {
    /// The names that the node itself mentions, with their places: those of its operands stand in their nodes.
    pub fn mentions(&self) -> impl Iterator<Item = (&str, Span)> {
        let (one, many) = match &self.kind {
            Kind::Name(name) | Kind::Base(name) => (Some((name.as_str(), self.span)), None),
            Kind::Call {
                name, name_span, ..
            }
            | Kind::Derived {
                name, name_span, ..
            } => (Some((name.as_str(), *name_span)), None),
            Kind::Fold(fold) => (Some((fold.name.as_str(), fold.name_span)), None),
            Kind::Indexed(own) => (Some((own.name.as_str(), own.name_span)), None),
            Kind::Derivative(derivative) => (None, Some(&derivative.variables)),
            _ => (None, None),
        };
        let variables = many.into_iter().flatten();
        one.into_iter()
            .chain(variables.map(|(name, span, _)| (name.as_str(), *span)))
    }
}

/// A derivative written as a quotient of differentials.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivative {
    /// The variables with their places, in the order typed, each with the order of its derivative.
    pub variables: Vec<(String, Span, u32)>,
    /// What is differentiated.
    pub operand: NodeId,
}

/// A call whose argument is computed for each number of a range.
#[derive(Clone, Debug, PartialEq)]
pub struct Fold {
    /// What is called.
    pub name: String,
    /// The name alone.
    pub name_span: Span,
    /// What stands for the number in filter and body.
    pub variable: String,
    /// The variable's place before `in`.
    pub variable_span: Span,
    /// The first number.
    pub low: NodeId,
    /// The last number.
    pub high: NodeId,
    /// The condition behind `if`.
    pub filter: Option<NodeId>,
    /// The first node of what is computed again for each number: the filter, where there is one, and the body.
    pub first: NodeId,
    /// What is computed for each number.
    pub body: NodeId,
}

/// A call whose argument is computed for all values of some letters, which stand for indices in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Indexed {
    /// What is called.
    pub name: String,
    /// The name alone.
    pub name_span: Span,
    /// The letters before the `:`, at least one, with their places.
    pub letters: Vec<(String, Span)>,
    /// The first node of the body.
    pub first: NodeId,
    /// What is computed.
    pub body: NodeId,
}

/// Operators with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    /// `-x`
    Negate,
    /// `+x`
    Plus,
    /// `!c`, `not c`
    Not,
    /// `x'`
    Transpose,
}

/// Operators with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`: the product of scalars, matrices and vectors.
    Multiply,
    /// `.*`: elementwise.
    MultiplyElementwise,
    /// `/`
    Divide,
    /// `./`: elementwise.
    DivideElementwise,
    /// `^` and `**`
    Power,
    /// `.^`: elementwise.
    PowerElementwise,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `&&`, `and`
    And,
    /// `||`, `or`
    Or,
}

impl Binary {
    /// All of them.
    pub const ALL: [Binary; 16] = [
        Binary::Add,
        Binary::Subtract,
        Binary::Multiply,
        Binary::MultiplyElementwise,
        Binary::Divide,
        Binary::DivideElementwise,
        Binary::Power,
        Binary::PowerElementwise,
        Binary::Less,
        Binary::LessEqual,
        Binary::Greater,
        Binary::GreaterEqual,
        Binary::Equal,
        Binary::NotEqual,
        Binary::And,
        Binary::Or,
    ];

    /// How it is spelled, how tightly it binds, to which side it groups.
    pub const fn notation(self) -> &'static Infix {
        match self {
            Binary::Add => &notation::ADD,
            Binary::Subtract => &notation::SUBTRACT,
            Binary::Multiply => &notation::MULTIPLY,
            Binary::MultiplyElementwise => &notation::MULTIPLY_ENTRIES,
            Binary::Divide => &notation::DIVIDE,
            Binary::DivideElementwise => &notation::DIVIDE_ENTRIES,
            Binary::Power => &notation::POWER,
            Binary::PowerElementwise => &notation::POWER_ENTRIES,
            Binary::Less => &notation::LESS,
            Binary::LessEqual => &notation::LESS_EQUAL,
            Binary::Greater => &notation::GREATER,
            Binary::GreaterEqual => &notation::GREATER_EQUAL,
            Binary::Equal => &notation::EQUAL,
            Binary::NotEqual => &notation::NOT_EQUAL,
            Binary::And => &notation::AND,
            Binary::Or => &notation::OR,
        }
    }
}

/// One statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What it does.
    pub kind: StatementKind,
    /// All of its text.
    pub span: Span,
}

/// The statements of the language.
#[derive(Clone, Debug)]
pub enum StatementKind {
    /// A bare expression: one result.
    Result(NodeId),
    /// `name = body`
    Definition {
        /// What is defined.
        name: String,
        /// The name alone.
        name_span: Span,
        /// What it stands for.
        body: NodeId,
    },
    /// `name(parameters) = body`
    Function {
        /// What is defined.
        name: String,
        /// The name alone.
        name_span: Span,
        /// At least one, in the order typed; repeated names are not refused here.
        parameters: Vec<(String, Span)>,
        /// What a call stands for.
        body: NodeId,
    },
    /// `name: vector(3)`, `name: matrix(m, n)`
    Declaration {
        /// What is declared.
        name: String,
        /// The name alone.
        name_span: Span,
        /// What it is.
        shape: Declared,
        /// As many as the shape has, of a tensor at least one, with their places.
        dimensions: Vec<(Extent, Span)>,
    },
}

/// The words for shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    /// `scalar`
    Scalar,
    /// `vector(n)`
    Vector,
    /// `matrix(rows, columns)`
    Matrix,
    /// `symmetric(n)`: a square matrix that is its own transpose.
    Symmetric,
    /// `tensor(a, b, c)`
    Tensor,
}

impl Declared {
    /// All of them.
    pub const ALL: [Declared; 5] = [
        Declared::Scalar,
        Declared::Vector,
        Declared::Matrix,
        Declared::Symmetric,
        Declared::Tensor,
    ];

    /// How it is spelled.
    pub const fn word(self) -> &'static str {
        match self {
            Declared::Scalar => "scalar",
            Declared::Vector => "vector",
            Declared::Matrix => "matrix",
            Declared::Symmetric => "symmetric",
            Declared::Tensor => "tensor",
        }
    }

    /// How many dimensions are written: the least, and the most if there is one.
    pub const fn dimensions(self) -> (usize, Option<usize>) {
        match self {
            Declared::Scalar => (0, Some(0)),
            Declared::Vector | Declared::Symmetric => (1, Some(1)),
            Declared::Matrix => (2, Some(2)),
            Declared::Tensor => (1, None),
        }
    }
}

/// A dimension as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    /// A number, at least 1.
    Known(u32),
    /// A name.
    Named(String),
}
