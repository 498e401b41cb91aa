//! What a simplification took for granted, as text for people.

/// One rewriting that holds only where a condition is met: `x/x` is 1 where `x != 0`.
///
/// ```
/// let f = symdiff::Function::parse("x*y/x")?.simplify()?;
/// let assumption = &f.assumptions()[0];
/// assert_eq!(assumption.to_string(), "x != 0 (u^a*u^b = u^(a+b))");
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Assumption {
    /// The rule that was used.
    pub rule: &'static str,
    /// Where the result equals what was typed.
    pub condition: String,
    /// What was rewritten; cut where it is long.
    pub place: String,
}

impl std::fmt::Display for Assumption {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.condition, self.rule)
    }
}
