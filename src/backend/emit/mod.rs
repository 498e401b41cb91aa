//! Source code in other languages, written from a program at the level of functions: a call of `exp` stays
//! a call of the language's own `exp`.
//!
//! Must not know: graphs, other backends. One writer decides names, temporaries, helpers and their order;
//! a language is one file that says how each thing is spelt, and nothing else. Invariant: the operations
//! are those of the program, in an order that gives its bits wherever the language's functions do.

mod body;
mod c;
mod helpers;
mod names;
mod numpy;
mod python;
mod rust;
mod split;
mod target;
mod unit;

use std::fmt;
use std::str::FromStr;
use target::Target;

pub use unit::{Argument, Outcome, Routine, Unit, emit};

/// A language that source code is written in.
///
/// ```
/// use symdiff::Language;
///
/// let language: Language = "python".parse()?;
/// assert_eq!((language, language.extension()), (Language::Python, "py"));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// Rust, edition 2018 or later, without dependencies.
    Rust,
    /// C99 with its mathematical library.
    C,
    /// Python 3.8 or later with the module `math`.
    Python,
    /// Python with NumPy, elementwise over arrays of points.
    Numpy,
}

impl Language {
    /// Every language, in the order in which they are listed.
    pub const ALL: &[Language] = &[
        Language::Rust,
        Language::C,
        Language::Python,
        Language::Numpy,
    ];

    /// The name it is asked for by.
    pub fn name(self) -> &'static str {
        self.target().key()
    }

    /// The usual extension of its files, without a dot.
    pub fn extension(self) -> &'static str {
        self.target().extension()
    }

    fn target(self) -> &'static dyn Target {
        match self {
            Language::Rust => &rust::Rust,
            Language::C => &c::C,
            Language::Python => &python::Python,
            Language::Numpy => &numpy::Numpy,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Language {
    type Err = String;

    fn from_str(name: &str) -> Result<Language, String> {
        let found = Language::ALL.iter().find(|own| own.name() == name);
        found.copied().ok_or_else(|| {
            let names: Vec<&str> = Language::ALL.iter().map(|own| own.name()).collect();
            format!("expected {}, not `{name}`", names.join(", "))
        })
    }
}
