//! What a formula is: a result, or a derivative of one.
//!
//! Must not know any notation beyond the plain one of [`Display`](fmt::Display).

use crate::graph::Sheet;
use std::fmt;

/// The name of a formula, such as `df/dx`.
///
/// ```
/// use symdiff::{Function, Quantity, Request};
///
/// let derivation = Function::parse("x*y")?.derive(&Request::of([Quantity::Gradient]))?;
/// let label = &derivation.parts()[0].labels[1];
/// assert_eq!((label.result.as_str(), label.variables[0].as_str()), ("f", "y"));
/// assert_eq!(label.to_string(), "df/dy");
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The result, such as `f`, or an entry of it, such as `f[2]`.
    pub result: String,
    /// The variables, or entries of variables, that it is differentiated in, in order; none for the result
    /// itself.
    pub variables: Vec<String>,
}

impl Label {
    /// The label of a result.
    pub(super) fn of(result: impl Into<String>) -> Label {
        Label {
            result: result.into(),
            variables: Vec::new(),
        }
    }

    /// That of a derivative in these variables, one after the other.
    pub(super) fn differentiated<'a>(&self, variables: impl IntoIterator<Item = &'a str>) -> Label {
        let mut label = self.clone();
        label
            .variables
            .extend(variables.into_iter().map(str::to_owned));
        label
    }

    /// That of an entry, counted from 1.
    pub(super) fn entry(&self, place: usize) -> Label {
        let mut label = self.clone();
        let name = label.variables.last_mut().unwrap_or(&mut label.result);
        name.push_str(&format!("[{place}]"));
        label
    }

    /// The name of the result where this is a result itself.
    pub(super) fn as_name(&self) -> Option<&str> {
        self.variables.is_empty().then_some(self.result.as_str())
    }
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

/// A line for each formula, then a line for each shared part; no line end after the last.
pub(super) fn write_sheet<'a>(
    f: &mut fmt::Formatter<'_>,
    labels: impl IntoIterator<Item = &'a Label>,
    sheet: &Sheet,
) -> fmt::Result {
    let results = labels.into_iter().zip(&sheet.results);
    let results = results.map(|(label, text)| format!("{label} = {text}"));
    let bindings = sheet.bindings.iter().enumerate();
    let bindings = bindings.map(|(place, (name, text))| {
        let lead = if place == 0 { "where" } else { "     " };
        format!("{lead} {name} = {text}")
    });
    let lines: Vec<String> = results.chain(bindings).collect();
    f.write_str(&lines.join("\n"))
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
            let label = Label::of("f").differentiated(variables);
            assert_eq!(label.to_string(), expected);
        }
        assert_eq!(Label::of("f").entry(2).to_string(), "f[2]");
        let gradient = Label::of("f").differentiated(["x"]);
        assert_eq!(gradient.entry(2).to_string(), "df/dx[2]");
    }
}
