//! Syntax: from text to a tree, or to diagnostics that say what was expected.
//!
//! The language is written down in `grammar/symdiff.ebnf`, which is normative. This room knows no
//! function names and no graph: `if(c, a, b)` is a call like any other, and whether a condition may stand
//! where it stands is asked later. Only the tokens are cut with nom. Invariants: nothing here recurses, so
//! the depth of an input is bounded by [`Limits`] and never by the stack of the thread; time and memory are
//! linear in the input; every failure is a [`Diagnostic`].
//!
//! ```
//! use symdiff::syntax::{Limits, parse};
//!
//! let parsed = parse("s = sigma(x); s*y", &Limits::default());
//! assert!(parsed.is_ok());
//! assert_eq!(parsed.tree.statements.len(), 2);
//!
//! let refused = parse("1/2x", &Limits::default());
//! assert_eq!(refused.diagnostics[0].help, ["write `1/2*x` or `1/(2*x)`"]);
//! ```

mod alike;
mod ambiguity;
mod beside;
mod brackets;
mod cursor;
mod expression;
mod mistake;
mod number;
mod operand;
mod refusal;
mod statement;
mod token;
mod tree;
mod words;

pub use statement::MOST as MOST_ENTRIES_ALONG_AXIS;
pub use token::{is_identifier, is_variable_name};
pub use tree::{
    Binary, Declared, Derivative, Extent, Fold, Indexed, Kind, Node, NodeId, Statement,
    StatementKind, Tree, Unary,
};
pub use words::{Continuation, Word, WordKind, continues_line_above, words};

pub use crate::limits::Limits;

use crate::codes;
use crate::limits;
use crate::text::{Diagnostic, Severity, Span};

/// The outcome of [`parse`].
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// What was typed; whole only if no diagnostic is an error.
    pub tree: Tree,
    /// Errors and notes in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    /// Whether there is no error, so that the tree may be used.
    pub fn is_ok(&self) -> bool {
        self.diagnostics
            .iter()
            .all(|diagnostic| diagnostic.severity != Severity::Error)
    }
}

/// Parses all statements of `source`.
///
/// Time and memory are linear in the length of the input, whatever it holds. After an error reading goes on
/// with the next statement, so that several errors are reported together. An input without a statement
/// is an error.
pub fn parse(source: &str, limits: &Limits) -> Parsed {
    parse_with(source, limits, &|_| false)
}

/// Whether a name is that of a function.
pub type IsFunction<'a> = &'a dyn Fn(&str) -> bool;

/// The same for somebody who knows which names are those of functions, so that messages can say more: `sin x`
/// lacks the brackets of a call, `k x` the sign of a product. What is accepted does not depend on it, but for one thing:
/// `d/dot(u)` is a quotient and `d/dx(u)` a derivative because `dot` is a function. Those that the input defines
/// are known from there on.
///
/// ```
/// use symdiff::syntax::{Limits, parse_with};
///
/// let refused = parse_with("sin x", &Limits::default(), &|name| name == "sin");
/// assert_eq!(refused.diagnostics[0].help, ["write `sin(x)`"]);
/// ```
pub fn parse_with(source: &str, limits: &Limits, is_function: IsFunction<'_>) -> Parsed {
    // Spans hold 32 bits.
    let longest = limits.input.min(u32::MAX as usize);
    if source.len() <= longest {
        return statement::statements(source, limits, is_function);
    }
    let message = format!(
        "the input of {} bytes is longer than the limit of {longest} bytes",
        source.len()
    );
    let diagnostic = Diagnostic::error(codes::INPUT_TOO_LONG, Span::new(longest, longest), message)
        .with_help(limits::INPUT.advice(limits));
    Parsed {
        tree: Tree::default(),
        diagnostics: vec![diagnostic],
    }
}
