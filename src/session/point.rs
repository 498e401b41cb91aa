//! Points: values of variables, as they are typed and kept.

use super::define::Overrides;
use super::input::Input;
use super::reply::Reply;
use super::sizes::Sizes;
use super::state::Session;
use crate::error::Error;
use crate::function::{Backend, Function, Quantity};
use crate::graph::Shape;
use crate::syntax::{Word, WordKind, words};
use crate::text::quote;
use indexmap::IndexMap;

/// The value of a variable: as typed, and its entries.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Given {
    pub(super) text: String,
    pub(super) entries: Vec<f64>,
}

/// The values that were typed last.
pub(super) type Point = IndexMap<String, Given>;

/// Words outside of brackets with what stands in front of them.
pub(super) fn outer_words(text: &str) -> Vec<(Option<Word>, Word)> {
    let mut depth = 0usize;
    let mut before = None;
    let mut found = Vec::new();
    for word in words(text) {
        if matches!(word.kind, WordKind::Close | WordKind::CloseSquare) {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 {
            found.push((before, word));
        }
        if matches!(word.kind, WordKind::Open | WordKind::OpenSquare) {
            depth += 1;
        }
        before = Some(word);
    }
    found
}

pub(super) fn text_of<'a>(text: &'a str, word: &Word) -> &'a str {
    &text[word.span.start as usize..word.span.end as usize]
}

/// Where the values begin in `expr x=3 y=1`: at a name that stands behind an operand or in front of all,
/// with `=` behind it. Gives the starts of all of them.
fn assignments(text: &str) -> Vec<(usize, usize)> {
    let all = outer_words(text);
    let mut starts = Vec::new();
    for place in 1..all.len() {
        let equals = all[place].1;
        // The brackets of an index are outer words, and what stands in them is not.
        let first = match all[place - 1].1.kind {
            WordKind::CloseSquare => place.checked_sub(3),
            _ => Some(place - 1),
        };
        let Some(&(before, name)) = first.and_then(|first| all.get(first)) else {
            continue;
        };
        let may_begin = before.is_none_or(|word| {
            word.ends_operand()
                || matches!(
                    word.kind,
                    WordKind::Comma | WordKind::Semicolon | WordKind::Wrong
                )
        });
        if name.kind == WordKind::Name && equals.kind == WordKind::Equals && may_begin {
            starts.push((name.span.start as usize, equals.span.end as usize));
        }
    }
    starts
}

impl Session {
    /// An expression and the values behind it.
    pub(super) fn split_values<'a>(&self, input: &Input<'a>) -> Result<(Input<'a>, Point), Reply> {
        let text = input.text();
        let starts = assignments(text);
        let first = starts.first().map_or(text.len(), |start| start.0);
        let expression = input.part(0, first).trimmed();
        let mut point = Point::new();
        for (place, (start, value)) in starts.iter().enumerate() {
            let end = starts.get(place + 1).map_or(text.len(), |next| next.0);
            let name = text[*start..*value].trim_end_matches('=').trim_end();
            let shown = text[*value..end].trim_end().trim_end_matches([',', ';']);
            let value = input.part(*value, *value + shown.len()).trimmed();
            if point.contains_key(name) {
                return Err(value.refuse(format!("`{name}` is given twice"), ""));
            }
            let entries = self.entries(&value)?;
            let text = value.text().to_owned();
            point.insert(name.to_owned(), Given { text, entries });
        }
        if starts.is_empty() && !expression.is_blank() && text.contains('=') {
            return Err(input.refuse("values are written x=3 y=1", ""));
        }
        Ok((expression, point))
    }

    /// The entries of `3`, `2*pi`, `[1, 2]` or `[1, 2; 3, 4]`.
    fn entries(&self, value: &Input<'_>) -> Result<Vec<f64>, Reply> {
        let text = value.text();
        if text.is_empty() {
            return Err(value.refuse("a value is missing", "write x=3"));
        }
        let Some(inner) = text
            .strip_prefix('[')
            .and_then(|inner| inner.strip_suffix(']'))
        else {
            return Ok(vec![self.number_of(value)?]);
        };
        let mut entries = Vec::new();
        let mut start = 1;
        for piece in inner.split([',', ';']) {
            let end = start + piece.len();
            entries.push(self.number_of(&value.part(start, end).trimmed())?);
            start = end + 1;
        }
        Ok(entries)
    }

    /// The value of an expression without variables.
    fn number_of(&self, input: &Input<'_>) -> Result<f64, Reply> {
        if input.is_blank() {
            return Err(input.refuse("a number is missing", ""));
        }
        if let Ok(number) = input.text().parse::<f64>() {
            return Ok(number);
        }
        let function = self.subject(input, &Overrides::new())?.function;
        if let Some(name) = function.variable_names().next() {
            return Err(input.refuse(format!("the value needs `{name}`, which has none"), ""));
        }
        let values = self.numbers(&function, [Quantity::Value], &[]);
        let values = values.map_err(Reply::Failure)?;
        match values.as_slice() {
            [number] => Ok(*number),
            _ => Err(input.refuse("one number is expected here", "")),
        }
    }

    /// All outputs of a function at a point.
    pub(super) fn numbers(
        &self,
        function: &Function,
        quantities: impl IntoIterator<Item = Quantity>,
        inputs: &[f64],
    ) -> Result<Vec<f64>, Error> {
        let derivation = function.derive(&self.request(quantities))?;
        self.outputs(&derivation, inputs, &Sizes::default())
    }

    pub(super) fn outputs(
        &self,
        derivation: &crate::function::Derivation,
        inputs: &[f64],
        sizes: &Sizes,
    ) -> Result<Vec<f64>, Error> {
        // One call is not worth native code; the bits are the same.
        let compiled = sizes.bound(&derivation.compile(Backend::Interpreter)?)?;
        let mut outputs = vec![0.0; compiled.outputs()];
        compiled.call(inputs, &mut outputs)?;
        Ok(outputs)
    }

    /// The entries of all variables, from the values given and those kept; the names of the
    /// variables without a value, and a remark on what was used without being given.
    pub(super) fn inputs(
        &self,
        input: &Input<'_>,
        variables: &[(&str, Shape)],
        given: &Point,
    ) -> Result<Inputs, Reply> {
        let mut inputs = Inputs::default();
        for &(name, shape) in variables {
            let known = match given.get(name) {
                Some(value) => value,
                None => match self.state.point.get(name) {
                    Some(value) if value.fits(shape, &mut inputs.sizes.clone()) => {
                        inputs.kept.push(format!("{name} = {}", value.text));
                        value
                    }
                    _ => {
                        inputs.missing.push(name.to_owned());
                        continue;
                    }
                },
            };
            if !known.fits(shape, &mut inputs.sizes) {
                let count = known.entries.len();
                let message = match shape {
                    Shape::Scalar => format!("`{name}` needs one number, not {count}"),
                    _ if shape.is_known() => {
                        let expected = shape.entries();
                        format!("`{name}` needs {expected} numbers, being a {shape}, not {count}")
                    }
                    _ => {
                        let sizes = inputs.sizes.written(shape);
                        format!("`{name}` is a {shape}{sizes}, which these {count} numbers are not")
                    }
                };
                return Err(input.refuse(message, "write [1, 2] or [1, 2; 3, 4]"));
            }
            inputs.entries.extend(&known.entries);
        }
        inputs.unknown = given
            .keys()
            .filter(|name| variables.iter().all(|own| own.0 != *name))
            .cloned()
            .collect();
        Ok(inputs)
    }

    /// Keeps the values of variables for later points.
    pub(super) fn keep_values(&mut self, given: Point, inputs: &Inputs) {
        let known = given
            .into_iter()
            .filter(|(name, _)| !inputs.unknown.contains(name));
        self.state.point.extend(known);
    }

    /// A value of a shape.
    pub(super) fn shaped(&self, values: &[f64], shape: Shape) -> String {
        let list = |values: &[f64]| {
            let numbers: Vec<String> = values.iter().map(|value| self.number(*value)).collect();
            numbers.join(", ")
        };
        match shape {
            Shape::Scalar => list(values),
            Shape::Vector(_) => format!("[{}]", list(values)),
            _ => {
                let (_, columns) = shape.extent();
                let rows: Vec<String> = values.chunks(columns.max(1)).map(list).collect();
                format!("[{}]", rows.join("; "))
            }
        }
    }
}

impl Given {
    /// Whether it has a shape, dimensions with names being what they were before, or what it makes of them.
    fn fits(&self, shape: Shape, sizes: &mut Sizes) -> bool {
        let count = self.entries.len();
        let lengths = match shape {
            _ if shape.is_known() => return count == shape.entries(),
            Shape::Vector(_) => vec![count],
            Shape::Matrix(..) => {
                let rows = self.text.matches(';').count() + 1;
                vec![rows, count / rows]
            }
            _ => return false,
        };
        let mut axes = shape.axes().into_iter().zip(&lengths);
        lengths.iter().product::<usize>() == count
            && axes.all(|(axis, &length)| sizes.unify(axis, length))
    }
}

/// A point for a function.
#[derive(Default)]
pub(super) struct Inputs {
    pub(super) entries: Vec<f64>,
    /// What named dimensions stand for.
    pub(super) sizes: Sizes,
    pub(super) missing: Vec<String>,
    /// Values that were kept from before, as typed.
    pub(super) kept: Vec<String>,
    /// Names that are no variables of the function.
    pub(super) unknown: Vec<String>,
}

impl Inputs {
    /// Remarks on what was used and what was not.
    pub(super) fn notes(&self) -> Vec<Reply> {
        let mut notes = Vec::new();
        if !self.kept.is_empty() {
            notes.push(Reply::Note(format!("with {}", self.kept.join(", "))));
        }
        for name in &self.unknown {
            notes.push(Reply::Note(format!(
                "the formula has no variable {}",
                quote(name)
            )));
        }
        notes
    }

    /// The variables without a value, in words.
    pub(super) fn missing(&self) -> String {
        let names: Vec<String> = self
            .missing
            .iter()
            .map(|name| format!("`{name}`"))
            .collect();
        let have = if names.len() == 1 { "has" } else { "have" };
        format!("{} {have} no value", names.join(", "))
    }
}
