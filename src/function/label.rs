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
    /// What was made of the result before it was differentiated in the variables.
    pub form: Form,
}

/// What is made of a result.
///
/// ```
/// use symdiff::{Function, LabelForm, Quantity, Request};
///
/// let derivation = Function::parse("x^3")?.derive(&Request::of([Quantity::Hvp]))?;
/// let label = &derivation.parts()[0].labels[0];
/// assert_eq!(label.form, LabelForm::Along);
/// assert_eq!(label.to_string(), "d(df(v))/dx");
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// The result itself.
    #[default]
    Itself,
    /// Its derivative along a direction, `df(v)`.
    Along,
    /// Its product with a cotangent, `w*f`.
    Weighted,
    /// Its Taylor polynomial of this degree, `T3f`.
    Taylor(u32),
}

impl Label {
    /// The label of a result.
    pub(super) fn of(result: impl Into<String>) -> Label {
        Label {
            result: result.into(),
            variables: Vec::new(),
            form: Form::Itself,
        }
    }

    /// That of the derivative of a result along a direction.
    pub(super) fn along(&self) -> Label {
        Label {
            result: self.plain(),
            variables: Vec::new(),
            form: Form::Along,
        }
    }

    /// That of results weighted by cotangents: one name for all.
    pub(super) fn weighted(results: &[Label]) -> Label {
        let result = match results {
            [only] => only.plain(),
            [first, .., last] => {
                let stem = first.result.trim_end_matches(char::is_numeric);
                let is_numbered = |(place, label): (usize, &Label)| {
                    label.as_name() == Some(&format!("{stem}{}", place + 1))
                };
                match results.iter().enumerate().all(is_numbered) {
                    true => stem.to_owned(),
                    false if results.len() == 2 => format!("({first}, {last})"),
                    false => format!("({first}, ..., {last})"),
                }
            }
            [] => String::new(),
        };
        Label {
            form: Form::Weighted,
            ..Label::of(result)
        }
    }

    /// That of the Taylor polynomial of a result.
    pub(super) fn taylor(&self, degree: u32) -> Label {
        Label {
            form: Form::Taylor(degree),
            ..Label::of(self.plain())
        }
    }

    /// As the name of one thing: a derivative stands in brackets.
    fn plain(&self) -> String {
        match self.as_name() {
            Some(name) => name.to_owned(),
            None => format!("({self})"),
        }
    }

    /// What is differentiated in the variables, as it is written.
    fn inside(&self) -> String {
        match self.form {
            Form::Itself => self.result.clone(),
            Form::Along => format!("d{}(v)", self.result),
            Form::Weighted => format!("w*{}", self.result),
            Form::Taylor(degree) => format!("T{degree}{}", self.result),
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
        let is_itself = self.variables.is_empty() && self.form == Form::Itself;
        is_itself.then_some(self.result.as_str())
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inside = match (self.form, self.inside()) {
            (Form::Along | Form::Weighted, inside) if !self.variables.is_empty() => {
                format!("({inside})")
            }
            (_, inside) => inside,
        };
        match self.variables.len() {
            0 => return f.write_str(&inside),
            1 => write!(f, "d{inside}/")?,
            order => write!(f, "d{order}{inside}/")?,
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
