//! **The table of codes**: one row for each thing that can be wrong with an input or a request, with an
//! explanation and an example that shows it, and the example mended.
//!
//! Messages, `symdiff explain`, `docs/errors.md` and the tests read the rows. Must not know who raises an
//! error. Invariants: a name belongs to one row and keeps its meaning between versions; a diagnostic can
//! only be made with a code of this table; each failing example is refused with the code of its row, and each
//! mended one is accepted (`tests/diagnostics`).

mod building;
mod calculus;
mod kind;
mod meaning;
mod request;
mod session;
mod syntax;

pub(crate) use building::*;
pub(crate) use calculus::*;
pub use kind::ErrorKind;
pub(crate) use meaning::*;
pub(crate) use request::*;
pub(crate) use session::*;
pub(crate) use syntax::*;

use crate::text::{Code, Severity};

/// What is known of a code.
#[derive(Debug)]
pub struct Row {
    /// The code.
    pub code: Code,
    /// Whether it refuses the input or remarks upon it.
    pub severity: Severity,
    /// The larger class of errors that it belongs to.
    pub kind: ErrorKind,
    /// What is wrong, in one sentence without a full stop.
    pub title: &'static str,
    /// Why, and what to do about it: a paragraph.
    pub explanation: &'static str,
    /// What is refused with this code.
    pub failing: Example,
    /// The same without the mistake.
    pub mended: Example,
}

/// An input that shows a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Example {
    /// A formula.
    Formula(&'static str),
    /// A command line in words between blanks; words with blanks stand in single quotes.
    Command(&'static str),
    /// A line for `symdiff pipe`.
    Line(&'static str),
    /// Lines for the prompt.
    Prompt(&'static str),
    /// Something that has no short text, in words.
    Words(&'static str),
}

/// All rows, in the order in which they are listed.
///
/// ```
/// assert!(symdiff::codes::all().any(|row| row.code.name() == "unclosed-bracket"));
/// ```
pub fn all() -> impl Iterator<Item = &'static Row> {
    [
        syntax::ROWS,
        meaning::ROWS,
        request::ROWS,
        calculus::ROWS,
        building::ROWS,
        session::ROWS,
    ]
    .into_iter()
    .flatten()
}

/// The row of the code with this name.
///
/// ```
/// let row = symdiff::codes::find("unclosed-bracket").unwrap();
/// assert_eq!(row.title, "A bracket is not closed");
/// assert_eq!(row.kind, symdiff::ErrorKind::Syntax);
/// assert!(symdiff::codes::find("no-such-code").is_none());
/// ```
pub fn find(name: &str) -> Option<&'static Row> {
    all().find(|row| row.code.name() == name)
}

/// Makes the constants of some codes and their rows.
macro_rules! table {
    ($($name:ident = $code:literal: $severity:ident, $kind:ident;
       $title:literal; $explanation:literal; $failing:expr => $mended:expr;)*) => {
        $(
            #[doc = $title]
            pub(crate) const $name: crate::text::Code = crate::text::Code::new($code);
        )*
        pub(super) static ROWS: &[super::Row] = &[$(super::Row {
            code: $name,
            severity: crate::text::Severity::$severity,
            kind: super::ErrorKind::$kind,
            title: $title,
            explanation: $explanation,
            failing: $failing,
            mended: $mended,
        }),*];
    };
}
use table;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_well_formed() {
        let mut names: Vec<&str> = all().map(|row| row.code.name()).collect();
        assert!(names.len() > 90);
        let is_word =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        for row in all() {
            let name = row.code.name();
            assert!(name.chars().all(is_word), "{name}");
            assert!(!row.title.ends_with('.') && row.title.len() < 80, "{name}");
            assert!(row.explanation.ends_with('.'), "{name}");
            assert!(!row.explanation.contains("  "), "{name}");
            assert_ne!(row.failing, row.mended, "{name}");
        }
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "a name belongs to one row");
    }
}
