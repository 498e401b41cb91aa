//! How a text is read.

use crate::limits::Limits;

/// How to read a text, and how large it may be.
///
/// ```
/// use symdiff::{Function, ReadOptions};
///
/// let mut options = ReadOptions::default();
/// options.limits.input = 10;
/// let error = Function::parse_with("x + y + z + w", &options).err().expect("too long");
/// assert!(error.is_limit());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default)
)]
pub struct ReadOptions {
    /// The variables and their order. None: the free variables in the order of first appearance.
    /// They may name variables that do not occur; one that occurs must be among them.
    pub variables: Option<Vec<String>>,
    /// Whether a result may be an equation `a == b`: it stands for the difference `a - b`, whose zeros make
    /// [`Quantity::Implicit`](super::Quantity::Implicit) functions.
    pub equations: bool,
    /// How large the text may be, and what it grows to.
    pub limits: Limits,
}
