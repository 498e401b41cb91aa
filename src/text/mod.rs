//! Text and what is said about it: spans, diagnostics as data, and their rendering with carets.
//! Knows nothing of any language.

mod characters;
mod code;
mod diagnostic;
mod pieces;
mod render;
mod span;
mod suggest;

pub use characters::{is_hidden, quote, visible};
pub use code::Code;
pub use diagnostic::{Diagnostic, Severity};
pub use pieces::{names, pieces};
pub use render::{RenderOptions, render};
pub use span::Span;
pub use suggest::nearest;
