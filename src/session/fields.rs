//! The fields of a request of the JSON pipe, read and checked one by one.
//!
//! Must not know what is done with them. Invariants: a field that stands twice is refused; what a field holds has
//! the type that `docs/pipe.md` says.

use crate::codes;
use crate::error::Error;
use crate::function::{Backend, Quantity};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;
use std::num::NonZero;

/// The fields of a request object, in order, repeated names kept so that they can be refused.
pub(super) struct Fields(pub(super) Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldsVisitor;
        impl<'de> Visitor<'de> for FieldsVisitor {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(FieldsVisitor)
    }
}

/// A request that has been read.
pub(super) struct Job {
    pub(super) expr: String,
    pub(super) vars: Option<Vec<String>>,
    pub(super) of: Option<Vec<Quantity>>,
    pub(super) partial: Option<Vec<String>>,
    pub(super) wrt: Option<Vec<String>>,
    pub(super) along: Option<Vec<(String, String)>>,
    pub(super) cotangent: Option<Vec<(String, String)>>,
    pub(super) about: Option<Vec<(String, String)>>,
    /// The shapes of variables, as they are written.
    pub(super) decls: Option<Vec<(String, String)>>,
    /// The numbers that named dimensions stand for.
    pub(super) dims: Option<Vec<(String, u32)>>,
    /// How often to differentiate, where one derivative is asked for.
    pub(super) order: Option<u32>,
    /// A box of inputs, over which rounding errors are bounded.
    pub(super) region: Option<String>,
    pub(super) points: Vec<Box<RawValue>>,
    /// Whether there is one point, given without a list around it.
    pub(super) is_single: bool,
    pub(super) backend: Backend,
    pub(super) formula: Option<bool>,
    pub(super) unknown: Vec<String>,
}

/// What a field holds; an error says what is expected.
fn parse<'a, T: Deserialize<'a>>(
    name: &str,
    value: &'a RawValue,
    expected: &str,
) -> Result<T, Error> {
    serde_json::from_str(value.get()).map_err(|_| {
        Error::new(
            codes::WRONG_FIELD_TYPE,
            format!("`{name}` must be {expected}"),
        )
    })
}

pub(super) fn read_job(fields: &[(String, Box<RawValue>)]) -> Result<Job, Error> {
    let mut job = Job {
        expr: String::new(),
        vars: None,
        of: None,
        partial: None,
        wrt: None,
        along: None,
        cotangent: None,
        about: None,
        decls: None,
        dims: None,
        order: None,
        region: None,
        points: Vec::new(),
        is_single: false,
        backend: Backend::default(),
        formula: None,
        unknown: Vec::new(),
    };
    let mut seen = Vec::new();
    for (name, value) in fields {
        if seen.contains(&name) {
            return Err(Error::new(
                codes::FIELD_TWICE,
                format!("the field `{name}` is given twice"),
            ));
        }
        seen.push(name);
        if value.get() == "null" {
            continue;
        }
        match name.as_str() {
            "id" => {}
            "expr" => job.expr = parse(name, value, "a text")?,
            "vars" => job.vars = Some(parse(name, value, "a list of names")?),
            "of" => {
                let names: Vec<String> = parse(name, value, "a list of quantities")?;
                job.of = Some(
                    names
                        .iter()
                        .map(|name| name.parse())
                        .collect::<Result<_, _>>()?,
                );
            }
            "partial" => job.partial = Some(parse(name, value, "a list of names")?),
            "wrt" => job.wrt = Some(one_or_more(name, value)?),
            "along" => job.along = Some(formulas(name, value)?),
            "cotangent" => job.cotangent = Some(formulas(name, value)?),
            "about" => job.about = Some(formulas(name, value)?),
            "at" if value.get().starts_with('{') => {
                job.points = vec![value.clone()];
                job.is_single = true;
            }
            "at" => job.points = parse(name, value, "a point or a list of points")?,
            "decls" => job.decls = Some(texts(name, value)?),
            "dims" => job.dims = Some(dimensions(name, value)?),
            "box" => job.region = Some(parse(name, value, "a text such as \"x in [0, 1]\"")?),
            "order" => {
                let order: u32 = parse(name, value, "1 or 2")?;
                if !(1..=2).contains(&order) {
                    let message = "`order` must be 1 or 2";
                    return Err(Error::new(codes::WRONG_FIELD_TYPE, message));
                }
                job.order = Some(order);
            }
            "backend" => {
                let backend: String = parse(name, value, "\"jit\" or \"interpreter\"")?;
                job.backend = match backend.as_str() {
                    "jit" => Backend::Jit,
                    "interpreter" => Backend::Interpreter,
                    _ => {
                        let message = "`backend` must be \"jit\" or \"interpreter\"";
                        return Err(Error::new(codes::UNKNOWN_BACKEND, message));
                    }
                };
            }
            "formula" => job.formula = Some(parse(name, value, "true or false")?),
            _ => job.unknown.push(name.clone()),
        }
    }
    if !seen.iter().any(|name| *name == "expr") {
        return Err(Error::new(
            codes::MISSING_FIELD,
            "the field `expr` is missing",
        ));
    }
    Ok(job)
}

/// A name, or a list of them.
fn one_or_more(field: &str, value: &RawValue) -> Result<Vec<String>, Error> {
    match value.get().starts_with('"') {
        true => Ok(vec![parse(field, value, "a name or a list of names")?]),
        false => parse(field, value, "a name or a list of names"),
    }
}

/// An object of names with a text for each.
fn texts(field: &str, value: &RawValue) -> Result<Vec<(String, String)>, Error> {
    let expected = "an object of shapes, such as {\"x\": \"vector n\"}";
    let fields: Fields = parse(field, value, expected)?;
    let text = |(name, value): (String, Box<RawValue>)| Ok((name, parse(field, &value, expected)?));
    fields.0.into_iter().map(text).collect()
}

/// An object of names with a whole number from 1 on for each.
fn dimensions(field: &str, value: &RawValue) -> Result<Vec<(String, u32)>, Error> {
    let expected = "an object of whole numbers from 1 on, such as {\"n\": 3}";
    let fields: Fields = parse(field, value, expected)?;
    let number = |(name, value): (String, Box<RawValue>)| {
        let number: NonZero<u32> = parse(field, &value, expected)?;
        Ok((name, number.get()))
    };
    fields.0.into_iter().map(number).collect()
}

/// An object of names with a formula for each: a text, a number, or for vectors and matrices a list of these.
fn formulas(field: &str, value: &RawValue) -> Result<Vec<(String, String)>, Error> {
    let fields: Fields = parse(field, value, "an object of formulas")?;
    let written = |(name, value): (String, Box<RawValue>)| match formula_of(&value) {
        Some(text) => Ok((name, text)),
        None => Err(Error::new(
            codes::WRONG_FIELD_TYPE,
            format!("`{name}` in `{field}` must be a number, a text, or a list of these"),
        )),
    };
    fields.0.into_iter().map(written).collect()
}

/// A formula as it is typed: `[1, t; 2, 3]` for a list of lists.
fn formula_of(value: &RawValue) -> Option<String> {
    let scalar = |value: &RawValue| {
        let text = value.get();
        let is_number = text.starts_with(|letter: char| letter == '-' || letter.is_ascii_digit());
        match is_number {
            true => Some(text.to_owned()),
            false => serde_json::from_str::<String>(text).ok(),
        }
    };
    let list = |value: &RawValue| serde_json::from_str::<Vec<Box<RawValue>>>(value.get()).ok();
    let row = |entries: &[Box<RawValue>]| -> Option<String> {
        let texts: Option<Vec<String>> = entries.iter().map(|entry| scalar(entry)).collect();
        Some(texts?.join(", "))
    };
    let Some(rows) = list(value) else {
        return scalar(value);
    };
    let inside = match rows.iter().map(|row| list(row)).collect::<Option<Vec<_>>>() {
        Some(rows) => {
            let texts: Option<Vec<String>> = rows.iter().map(|entries| row(entries)).collect();
            texts?.join("; ")
        }
        None => row(&rows)?,
    };
    Some(format!("[{inside}]"))
}
