//! What a formula is: a result, or a derivative of one.
//!
//! Must not know any notation beyond the plain one of [`Display`](fmt::Display).

use std::fmt;

/// The name of a formula, such as `df/dx`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The result, such as `f`, or an entry of it, such as `f[2]`.
    pub result: String,
    /// The variables, or entries of variables, that it is differentiated in, in order; none for the result
    /// itself.
    pub variables: Vec<String>,
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.variables.len() {
            0 => return f.write_str(&self.result),
            1 => write!(f, "d{}/", self.result)?,
            order => write!(f, "d{order}{}/", self.result)?,
        }
        self.variables
            .iter()
            .try_for_each(|name| write!(f, "d{name}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_written_plainly() {
        for (variables, expected) in [
            (vec![], "f"),
            (vec!["x"], "df/dx"),
            (vec!["x", "v[2]"], "d2f/dxdv[2]"),
        ] {
            let label = Label {
                result: "f".to_owned(),
                variables: variables.into_iter().map(str::to_owned).collect(),
            };
            assert_eq!(label.to_string(), expected);
        }
    }
}
