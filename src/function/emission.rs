//! Source code of a derivation in other languages: what to define, and what the comment on top says.
//!
//! Must not know: any particular language. Everything asked for together comes from one program, so a
//! function that gives the gradient gives the value too where both were asked for.

use super::{Derivation, Label, Part, Quantity};
use crate::backend::emit::{Argument, Language, Outcome, Routine, Unit, emit};
use crate::codes;
use crate::error::Error;
use crate::graph::{Shape, Sharing};
use crate::program::Program;
use crate::syntax::is_identifier;
use crate::text::{quote, visible};
use std::ops::Range;

/// Longer lines of the header are wrapped or cut.
const WIDTH: usize = 92;
/// More lines than this of one formula are cut.
const MOST_LINES: usize = 40;
/// More variables than this are counted in the header, not listed,
const MOST_VARIABLES: usize = 200;
/// and more names than this are not listed elsewhere.
const MOST_LISTED: usize = 12;
/// Longer closed forms are left to the other outputs.
const MOST_CHARACTERS: u128 = 4_000;

/// How source code is written.
///
/// ```
/// use symdiff::{EmitOptions, Function, Language, Quantity, Request};
///
/// let derivation = Function::parse("x^2")?.derive(&Request::of([Quantity::Value]))?;
/// let options = EmitOptions {
///     name: Some("square".to_owned()),
///     ..EmitOptions::new(Language::Rust, "x^2")
/// };
/// assert!(derivation.emit(&options)?.contains("pub fn square(x: f64) -> f64 {"));
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmitOptions {
    /// The language.
    pub language: Language,
    /// The name of the function; None: that of the result, or `f`.
    pub name: Option<String>,
    /// The formula as it was typed, for the comment on top; it may be empty.
    pub source: String,
}

impl EmitOptions {
    /// With the name of the result.
    ///
    /// ```
    /// use symdiff::{EmitOptions, Language};
    ///
    /// let options = EmitOptions::new(Language::Python, "x*y");
    /// assert_eq!((options.name, options.source.as_str()), (None, "x*y"));
    /// ```
    pub fn new(language: Language, source: &str) -> Self {
        EmitOptions {
            language,
            name: None,
            source: source.to_owned(),
        }
    }
}

impl Derivation {
    /// Source code for all parts: one function for each. With the value, the gradient and the Jacobian
    /// come in one function.
    ///
    /// ```
    /// use symdiff::{EmitOptions, Function, Language, Quantity, Request};
    /// let text = "x^2*y";
    /// let request = Request::of([Quantity::Value, Quantity::Gradient]);
    /// let derivation = Function::parse(text)?.derive(&request)?;
    /// let code = derivation.emit(&EmitOptions::new(Language::C, text))?;
    /// assert!(code.contains("double f_gradient(double x, double y, double gradient[2])"));
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A function that the language cannot say; a name that cannot be one.
    pub fn emit(&self, options: &EmitOptions) -> Result<String, Error> {
        if let Some(name) = options.name.as_deref().filter(|name| !is_identifier(name)) {
            let message = format!("{} is not a name of a function", quote(name));
            let help = "a name is letters, digits and `_`, and begins with no digit";
            return Err(Error::new(codes::INVALID_VARIABLE_NAME, message).with_help(help));
        }
        let is_whole = self.graph().kept_whole(&self.roots()).is_some();
        if is_whole && options.language == Language::Numpy {
            let name = options.name.clone().unwrap_or_else(|| self.unit_name());
            let message = "NumPy has no form for a part of these formulas";
            let none = || Error::new(codes::NO_SOURCE_CODE, message);
            return self.arrays(&name, options).ok_or_else(none);
        }
        self.check_scalars()?;
        let unit = Unit {
            name: options.name.clone().unwrap_or_else(|| self.unit_name()),
            header: self.header(options),
            arguments: self
                .variables
                .iter()
                .map(|(_, name, shape)| Argument {
                    name: name.clone(),
                    axes: shape.sizes(),
                })
                .collect(),
            routines: self.routines(),
        };
        emit(&unit, options.language).map_err(|message| Error::new(codes::NO_SOURCE_CODE, message))
    }

    /// The name of the one result; of several `f`.
    fn unit_name(&self) -> String {
        let mut results = self.formulas().map(|(label, _)| {
            let entry = label.result.split('[').next();
            entry.unwrap_or("f").to_owned()
        });
        let first = results.next().unwrap_or_else(|| "f".to_owned());
        if results.all(|other| other == first) {
            return first;
        }
        let taken = |name: &str| self.variables.iter().any(|(_, own, _)| own == name);
        let free = ["f", "g", "h"].into_iter().find(|name| !taken(name));
        free.unwrap_or("result").to_owned()
    }

    /// The variables with their shapes, few of them.
    fn variable_list(&self) -> String {
        let variables = self.variables.iter().take(MOST_VARIABLES);
        let mut list: Vec<String> = variables
            .map(|(_, name, shape)| described(name, *shape))
            .collect();
        if let Some(more @ 1..) = self.variables.len().checked_sub(MOST_VARIABLES) {
            list.push(format!("and {more} more"));
        }
        if list.is_empty() {
            list.push("none".to_owned());
        }
        list.join(", ")
    }

    fn routines(&self) -> Vec<Routine> {
        let mut start = 0;
        let mut ranges: Vec<(&Part, Range<usize>)> = Vec::new();
        for part in self.parts() {
            ranges.push((part, start..start + part.len()));
            start += part.len();
        }
        let value = ranges
            .iter()
            .find(|(part, _)| part.quantity == Quantity::Value)
            .cloned();
        let mut routines: Vec<Routine> = Vec::new();
        for (place, (part, range)) in ranges.iter().enumerate() {
            let (suffix, outcome) = names(&part.quantity);
            let mut earlier = ranges[..place].iter();
            if earlier.any(|(other, _)| other.quantity == part.quantity) {
                continue;
            }
            let mut outcomes = Vec::new();
            let mut outputs = Vec::new();
            let with = value
                .as_ref()
                .filter(|_| matches!(part.quantity, Quantity::Gradient | Quantity::Jacobian));
            if let Some((value, range)) = with {
                outputs.extend_from_slice(&self.program().outputs[range.clone()]);
                outcomes.push(Outcome {
                    name: plural("value", value),
                    axes: value.axes.clone(),
                });
            }
            outputs.extend_from_slice(&self.program().outputs[range.clone()]);
            outcomes.push(Outcome {
                name: if part.quantity == Quantity::Value {
                    plural("value", part)
                } else {
                    outcome
                },
                axes: part.axes.clone(),
            });
            routines.push(Routine {
                about: about(part, with.map(|with| with.0)),
                suffix,
                program: Program {
                    outputs,
                    ..self.program().clone()
                },
                outcomes,
            });
        }
        routines
    }

    pub(super) fn header(&self, options: &EmitOptions) -> Vec<String> {
        let mut header = Vec::new();
        let mut out = |lead: &str, text: &str| wrap(&mut header, lead, text);
        if !options.source.trim().is_empty() {
            for (place, line) in options.source.trim().lines().enumerate() {
                out(
                    if place == 0 {
                        "Formula:   "
                    } else {
                        "           "
                    },
                    line,
                );
            }
        }
        out("Variables: ", &self.variable_list());
        out("", "");
        if self.forecast() <= MOST_CHARACTERS {
            let sheet = self.infix(Sharing::Named);
            for ((label, _), formula) in self.formulas().zip(&sheet.results) {
                out("", &format!("{label} = {formula}"));
            }
            for (place, (name, formula)) in sheet.bindings.iter().enumerate() {
                let lead = if place == 0 { "where " } else { "      " };
                out(lead, &format!("{name} = {formula}"));
            }
        }
        for (place, (rule, condition, _)) in self.ledger().iter().enumerate() {
            let lead = if place == 0 {
                "Assuming:  "
            } else {
                "           "
            };
            out(lead, &format!("{condition} ({rule})"));
        }
        for (place, kink) in self.kinks().iter().enumerate() {
            let lead = if place == 0 {
                "Kinks:     "
            } else {
                "           "
            };
            out(lead, kink);
        }
        out("", "");
        header.dedup_by(|a, b| a.is_empty() && b.is_empty());
        header
    }
}

/// What the comment on top says of a variable.
fn described(name: &str, shape: Shape) -> String {
    match shape {
        Shape::Scalar => name.to_owned(),
        Shape::Vector(length) => format!("{name} (vector of {length})"),
        Shape::Matrix(rows, columns) => format!("{name} (matrix of {rows} x {columns})"),
        Shape::Tensor(_) => format!("{name} ({shape})"),
    }
}

/// The suffix of a function, and the name of what it gives back.
fn names(quantity: &Quantity) -> (String, String) {
    let word = quantity.word().to_owned();
    match quantity {
        Quantity::Value => (String::new(), word),
        _ => {
            let mut suffix = vec![word.as_str()];
            suffix.extend(quantity.names());
            (suffix.join("_"), word)
        }
    }
}

fn plural(word: &str, part: &Part) -> String {
    if part.axes.is_empty() {
        word.to_owned()
    } else {
        format!("{word}s")
    }
}

/// One line on what a function gives back, and in which order.
fn about(part: &Part, with: Option<&Part>) -> String {
    let columns = || {
        list(
            part.labels
                .iter()
                .filter_map(|label| label.variables.last()),
        )
    };
    let rows = || list(part.labels.iter().map(|label| &label.result));
    let lead = match with {
        Some(value) if value.axes.is_empty() => "The value and the",
        Some(_) => "The values and the",
        None => "The",
    };
    match &part.quantity {
        Quantity::Value if part.axes.is_empty() => format!("The value {}.", rows()),
        Quantity::Value => format!("The values of {}.", rows()),
        Quantity::Gradient => format!("{lead} gradient in {}.", columns()),
        Quantity::Jacobian => {
            format!(
                "{lead} Jacobian: a row for each of {}, a column for each of {}.",
                rows(),
                columns()
            )
        }
        Quantity::Hessian => format!("The Hessian in {}.", columns()),
        Quantity::SparseJacobian | Quantity::SparseHessian => {
            let places = part.pattern.iter().flat_map(|pattern| pattern.places());
            let places = places.take(MOST_LISTED + 1);
            format!(
                "The {} in compressed rows, at (row, column): {}.",
                part.quantity,
                list(places.map(|(row, column)| format!("({row} {column})")))
            )
        }
        Quantity::Jvp | Quantity::Vjp | Quantity::Hvp | Quantity::Taylor(_) => format!(
            "The {}: {}.",
            part.quantity,
            list(part.labels.iter().map(Label::to_string))
        ),
        Quantity::Partial(_) | Quantity::Implicit { .. } => format!(
            "The derivative {}.",
            list(part.labels.iter().map(Label::to_string))
        ),
    }
}

/// Different names in their order, few of them.
fn list<T: AsRef<str>>(names: impl Iterator<Item = T>) -> String {
    let mut seen: Vec<String> = Vec::new();
    for name in names {
        if seen.iter().any(|own| own == name.as_ref()) {
            continue;
        }
        if seen.len() == MOST_LISTED {
            seen.push("...".to_owned());
            break;
        }
        seen.push(name.as_ref().to_owned());
    }
    seen.join(", ")
}

/// Appends a line, wrapped at blanks where it is long, and cut where it is very long.
fn wrap(lines: &mut Vec<String>, lead: &str, text: &str) {
    let mut line = lead.to_owned();
    let mut count = 0;
    let blank = " ".repeat(lead.len());
    let text: String = text.chars().map(visible).collect();
    for word in text.split_inclusive(' ') {
        if line.chars().count() + word.chars().count() > WIDTH && line.trim() != lead.trim() {
            lines.push(line.trim_end().to_owned());
            count += 1;
            if count == MOST_LINES {
                lines.push(format!("{blank}..."));
                return;
            }
            line = format!("{blank}    ");
        }
        line.push_str(word);
    }
    lines.push(line.trim_end().to_owned());
}
