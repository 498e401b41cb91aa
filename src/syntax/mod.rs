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

pub use token::is_identifier;
pub use tree::{
    Binary, Derivative, Fold, Kind, Node, NodeId, Statement, StatementKind, Tree, Unary,
};
pub use words::{Continuation, Word, WordKind, continues_line_above, words};

use crate::codes;
use crate::text::{Diagnostic, Severity, Span};

/// What an input may ask for before it is refused. Every refusal names its limit.
///
/// ```
/// use symdiff::{Function, ReadOptions, SyntaxLimits};
///
/// let options = ReadOptions {
///     syntax: SyntaxLimits { nesting: 10, ..SyntaxLimits::default() },
///     ..ReadOptions::default()
/// };
/// let deep = format!("{}x{}", "(".repeat(20), ")".repeat(20));
/// assert!(Function::parse_with(&deep, &options).err().expect("too deep").is_limit());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default)
)]
pub struct Limits {
    /// The length of the input in bytes; never more than 4 GiB.
    pub input_bytes: usize,
    /// How many brackets, calls and operators may be waiting for an operand at once.
    pub nesting: usize,
    /// The bits of the numerator and of the denominator of a number, in lowest terms.
    pub number_bits: u64,
    /// After how many errors the rest of the input is not read; at least 1. Notes are bounded by the same
    /// number.
    pub errors: usize,
}

impl Default for Limits {
    /// 16 MiB of input, a million levels, 4,096 bits (every binary64 literal fits, written out in full
    /// too), 20 errors.
    fn default() -> Self {
        Limits {
            input_bytes: 16 << 20,
            nesting: 1_000_000,
            number_bits: 4096,
            errors: 20,
        }
    }
}

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
/// lacks the brackets of a call, `k x` the sign of a product. What is accepted does not depend on it.
///
/// ```
/// use symdiff::syntax::{Limits, parse_with};
///
/// let refused = parse_with("sin x", &Limits::default(), &|name| name == "sin");
/// assert_eq!(refused.diagnostics[0].help, ["write `sin(x)`"]);
/// ```
pub fn parse_with(source: &str, limits: &Limits, is_function: IsFunction<'_>) -> Parsed {
    // Spans hold 32 bits.
    let longest = limits.input_bytes.min(u32::MAX as usize);
    if source.len() <= longest {
        return statement::statements(source, limits, is_function);
    }
    let message = format!(
        "the input of {} bytes is longer than the limit of {longest} bytes",
        source.len()
    );
    let diagnostic = Diagnostic::error(codes::INPUT_TOO_LONG, Span::new(longest, longest), message);
    Parsed {
        tree: Tree::default(),
        diagnostics: vec![diagnostic],
    }
}
