//! Declarations that come beside a formula: the shapes of variables as texts, and the numbers of named dimensions.
//!
//! They become declarations in front of the formula, so that the language alone says what a shape is. Must not know
//! requests as wholes. Invariants: nothing but declarations comes in front; places of errors are those of the formula
//! or name the field that is wrong.

use super::fields::Fields;
use super::sizes::Sizes;
use crate::codes;
use crate::error::Error;
use crate::syntax::{is_identifier, words};
use crate::text::{Code, Severity, Span, quote};
use indexmap::IndexMap;
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// Something refused, with the field of the request where its place is not in the formula.
pub(super) struct Refusal {
    pub(super) error: Error,
    pub(super) field: Option<String>,
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Refusal { error, field: None }
    }
}

impl Refusal {
    fn of_field(field: String, error: Error) -> Self {
        let field = Some(field);
        Refusal { error, field }
    }
}

/// A declared variable: the word of its shape and its dimensions, as they are written.
struct Declaration<'a> {
    name: &'a str,
    word: &'a str,
    dimensions: Vec<&'a str>,
}

/// A formula with declarations in front.
pub(super) struct Declared<'a> {
    expr: &'a str,
    /// The numbers of dimensions and the declarations, one a line, and behind them the formula.
    text: Cow<'a, str>,
    /// The fields that the lines come from, and where the lines end in `text`.
    lines: Vec<(String, usize)>,
    decls: &'a [(String, String)],
    /// The numbers of dimensions.
    numbers: Sizes,
}

impl<'a> Declared<'a> {
    /// Puts declarations in front of a formula, and in front of these the numbers of dimensions: those that `dims` gives,
    /// and those that the lengths of the values at `points` give. With it the same without the numbers, if there are any,
    /// where dimensions keep their names.
    pub(super) fn new(
        expr: &'a str,
        decls: &'a [(String, String)],
        dims: &'a [(String, u32)],
        points: &[Box<RawValue>],
    ) -> Result<(Self, Option<Self>), Refusal> {
        let declarations = decls.iter().map(|(name, shape)| {
            let refused = |error| Refusal::of_field(format!("decls.{name}"), error);
            declaration(name, shape).map_err(refused)
        });
        let declarations = declarations.collect::<Result<Vec<_>, _>>()?;
        let numbers = numbers(&declarations, dims, points)?;
        let is_dimension = |name: &str| {
            let mut all = declarations.iter().flat_map(|own| &own.dimensions);
            all.any(|own| *own == name)
        };
        let is_named = numbers.keys().any(|name| is_dimension(name));
        let mut texts = [Vec::new(), Vec::new()];
        for (name, (number, _)) in &numbers {
            // What is no dimension of a variable may be a variable itself, or nothing here.
            let is_declared = decls.iter().any(|(own, _)| own == name);
            if is_dimension(name) || (!is_declared && mentions(expr, name)) {
                texts[0].push((format!("dims.{name}"), format!("{name} = {number}")));
            }
        }
        for declaration in &declarations {
            let (name, word) = (declaration.name, declaration.word);
            let shape = match declaration.dimensions.is_empty() {
                true => word.to_owned(),
                false => format!("{word}({})", declaration.dimensions.join(", ")),
            };
            let line = (format!("decls.{name}"), format!("{name}: {shape}"));
            texts[1].push(line);
        }
        let size = |(name, own): (&&str, &(u32, String))| ((*name).to_owned(), own.0 as usize);
        let sizes = Sizes(numbers.iter().map(size).collect());
        let before = |lines: &[&(String, String)]| {
            let mut declared = Declared {
                expr,
                text: Cow::Borrowed(expr),
                lines: Vec::new(),
                decls,
                numbers: sizes.clone(),
            };
            let mut text = String::new();
            for (field, line) in lines {
                // A formula that begins with a sign does not go on with the line above.
                text.push_str(&format!("{line};\n"));
                declared.lines.push((field.clone(), text.len()));
            }
            if !lines.is_empty() {
                declared.text = Cow::Owned(text + expr);
            }
            declared
        };
        let with_numbers: Vec<_> = texts.iter().flatten().collect();
        let with_names: Vec<_> = texts[1].iter().collect();
        let names = is_named.then(|| before(&with_names));
        Ok((before(&with_numbers), names))
    }

    /// What to read.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The numbers of dimensions.
    pub(super) fn sizes(&self) -> &Sizes {
        &self.numbers
    }

    /// Whether a variable is declared here.
    pub(super) fn has(&self, name: &str) -> bool {
        self.decls.iter().any(|(own, _)| own == name)
    }

    /// An error of the whole text, with its place in the formula or in a declaration.
    pub(super) fn refusal(&self, error: Error) -> Refusal {
        let (Some(start), Some(place)) = (self.lines.last(), error.span()) else {
            return error.into();
        };
        if error.input() != Some(self.text()) {
            return error.into();
        }
        if let Some((field, _)) = self.lines.iter().find(|(_, end)| place.start < *end) {
            let mut bare = Error::new(first_code(&error), error.message());
            for help in error.help() {
                bare = bare.with_help(help);
            }
            return Refusal::of_field(field.clone(), bare);
        }
        let offset = start.1;
        let shifted = |span: Span| {
            let moved = |place: u32| (place as usize).saturating_sub(offset);
            Span::new(moved(span.start), moved(span.end))
        };
        let mut diagnostics = error.diagnostics().to_vec();
        for diagnostic in &mut diagnostics {
            diagnostic.span = shifted(diagnostic.span);
            for (span, _) in &mut diagnostic.related {
                *span = shifted(*span);
            }
        }
        Error::of_source(self.expr, diagnostics).into()
    }
}

fn mentions(expr: &str, name: &str) -> bool {
    words(expr).any(|word| expr.get(word.span.start as usize..word.span.end as usize) == Some(name))
}

fn first_code(error: &Error) -> Code {
    let mut all = error.diagnostics().iter();
    let first = all.find(|own| own.severity == Severity::Error);
    first.map_or(codes::UNKNOWN_SHAPE, |own| own.code)
}

/// Reads `vector n`, `vector(n)`, `matrix m n` or `matrix(m, n)`; what the words mean is left to the language.
fn declaration<'a>(name: &'a str, shape: &'a str) -> Result<Declaration<'a>, Error> {
    if !is_identifier(name) {
        let message = format!("{} is not a name of a variable", quote(name));
        return Err(Error::new(codes::INVALID_VARIABLE_NAME, message)
            .with_help("a name is letters, digits and `_`, and begins with no digit"));
    }
    let trimmed = shape.trim();
    let end = trimmed.find(|letter: char| !letter.is_alphanumeric());
    let (word, rest) = trimmed.split_at(end.unwrap_or(trimmed.len()));
    let rest = rest.trim();
    let inside = match (rest.strip_prefix('('), rest.contains(['(', ')', ','])) {
        (None, false) => Some(rest.split_whitespace().collect::<Vec<_>>()),
        (Some(open), _) => open.strip_suffix(')').map(|inside| {
            let dimensions = inside.split(',').map(str::trim);
            dimensions.collect()
        }),
        (None, true) => None,
    };
    let is_dimension = |text: &&str| {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number || is_identifier(text)
    };
    match inside {
        Some(dimensions) if !word.is_empty() && dimensions.iter().all(is_dimension) => {
            Ok(Declaration {
                name,
                word,
                dimensions,
            })
        }
        _ => {
            let message = format!("{} is not a shape", quote(shape));
            Err(Error::new(codes::UNKNOWN_SHAPE, message).with_help(
                "write `scalar`, `vector n`, `vector(n)`, `matrix m n` or `matrix(m, n)`",
            ))
        }
    }
}

/// The numbers of named dimensions, with the fields that give them.
fn numbers<'a>(
    declarations: &[Declaration<'a>],
    dims: &'a [(String, u32)],
    points: &[Box<RawValue>],
) -> Result<IndexMap<&'a str, (u32, String)>, Refusal> {
    let mut numbers: IndexMap<&str, (u32, String)> = IndexMap::new();
    for (name, number) in dims {
        if numbers.insert(name, (*number, "dims".to_owned())).is_some() {
            let message = format!("{} stands twice in `dims`", quote(name));
            let error = Error::new(codes::FIELD_TWICE, message);
            return Err(Refusal::of_field(format!("dims.{name}"), error));
        }
    }
    for point in points {
        let Ok(Fields(values)) = serde_json::from_str(point.get()) else {
            continue;
        };
        for declaration in declarations {
            let own = values.iter().find(|(name, _)| name == declaration.name);
            let Some(value) =
                own.and_then(|(_, raw)| serde_json::from_str::<Value>(raw.get()).ok())
            else {
                continue;
            };
            let lengths = lengths(&value);
            for (dimension, length) in paired(&declaration.dimensions, &lengths) {
                if !is_identifier(dimension) {
                    continue;
                }
                let place = format!("at.{}", declaration.name);
                let (number, other) = numbers
                    .entry(dimension)
                    .or_insert_with(|| (length, place.clone()));
                if *number != length {
                    let message = format!(
                        "{} is {number} in `{other}` and {length} in `{place}`",
                        quote(dimension)
                    );
                    let error = Error::new(codes::WRONG_VALUE_SHAPE, message);
                    return Err(Refusal::of_field(place, error));
                }
            }
        }
    }
    Ok(numbers)
}

/// Dimensions with the lengths that a value gives them: one dimension stands for all axes of a square.
fn paired<'a>(dimensions: &[&'a str], lengths: &[u32]) -> Vec<(&'a str, u32)> {
    match dimensions {
        [side] if lengths.len() == 2 => lengths.iter().map(|&length| (*side, length)).collect(),
        _ if dimensions.len() == lengths.len() => {
            let pairs = dimensions.iter().zip(lengths);
            pairs
                .map(|(dimension, &length)| (*dimension, length))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The lengths of nested lists, by the first entry of each.
fn lengths(value: &Value) -> Vec<u32> {
    let mut lengths = Vec::new();
    let mut value = value;
    while let Some(list) = value.as_array() {
        lengths.push(u32::try_from(list.len()).unwrap_or(u32::MAX));
        let Some(first) = list.first() else { break };
        value = first;
    }
    lengths
}
