//! The name of what is wrong, such as `unclosed-bracket`: stable between versions, to search for and to
//! decide on.
//!
//! Must not know which names there are: each language has a table of its own.

use std::fmt;

/// A stable name of an error or a remark.
///
/// ```
/// let error = symdiff::Function::parse("2e3x").err().expect("a product is written");
/// assert_eq!(error.diagnostics()[0].code.name(), "missing-product-sign");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Code(&'static str);

impl Code {
    /// The code with this name.
    pub const fn new(name: &'static str) -> Self {
        Code(name)
    }

    /// Words in lower case with `-` between them.
    pub const fn name(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
