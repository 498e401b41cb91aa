//! The JSON pipe: one request line in, one answer line out.
//!
//! A bad line gets an error answer; no line ends the pipe. Numbers that JSON cannot write are the
//! strings "NaN", "inf" and "-inf".

use super::outcome;
use crate::codes;
use crate::error::Error;
use crate::function::{Backend, Derivation, Function, Quantity, ReadOptions, Request};
use crate::graph::Shape;
use crate::limits::{self, Limits};
use crate::text::quote;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use std::fmt;

/// The fields of a request object, in order, repeated names kept so that they can be refused.
struct Fields(Vec<(String, Box<RawValue>)>);

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
struct Job {
    expr: String,
    vars: Option<Vec<String>>,
    of: Option<Vec<Quantity>>,
    partial: Option<Vec<String>>,
    wrt: Option<Vec<String>>,
    along: Option<Vec<(String, String)>>,
    cotangent: Option<Vec<(String, String)>>,
    about: Option<Vec<(String, String)>>,
    points: Vec<Box<RawValue>>,
    backend: Backend,
    formula: bool,
    unknown: Vec<String>,
}

/// The answer to a line of more bytes than a line may have.
pub fn too_long(limits: &Limits) -> String {
    let most = limits::grouped(limits.line);
    let message = format!("a request line has at most {most} bytes");
    let error = Error::new(codes::LINE_TOO_LONG, message);
    render(None, Err(error.with_help(limits::LINE.advice(limits))))
}

/// The answer to one line, without line end.
pub fn answer(line: &[u8], limits: &Limits) -> String {
    let fields = std::str::from_utf8(line)
        .map_err(|error| {
            let at = error.valid_up_to();
            Error::new(
                codes::NOT_UTF8,
                format!("the line is not UTF-8: the first wrong byte is {at}"),
            )
        })
        .and_then(|text| {
            serde_json::from_str::<Fields>(text).map_err(|error| {
                Error::new(codes::INVALID_JSON, format!("not a JSON object: {error}"))
            })
        });
    let fields = match fields {
        Ok(fields) => fields.0,
        Err(error) => return render(None, Err(error)),
    };
    let id = fields
        .iter()
        .find(|(name, _)| name == "id")
        .map(|(_, id)| id.get().to_owned());
    let result = read_job(&fields).and_then(|job| run(&job, limits));
    render(id, result)
}

fn render(id: Option<String>, result: Result<Map<String, Value>, Error>) -> String {
    let body = result.unwrap_or_else(|error| {
        let mut detail = json!({ "kind": error.kind().name(), "code": error.code(), "message": error.message() });
        // Which flag sets another limit.
        if error.is_limit() {
            detail["help"] = json!(error.help());
        }
        if let Some(span) = error.span() {
            detail["span"] = json!([span.start, span.end]);
        }
        let mut body = Map::new();
        body.insert("error".to_owned(), detail);
        body
    });
    // The id is given back as it was written, whatever it is.
    let id = id.unwrap_or_else(|| "null".to_owned());
    let text = Value::Object(body).to_string();
    let separator = if text == "{}" { "" } else { "," };
    format!("{{\"id\":{id}{separator}{}", &text[1..])
}

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

fn read_job(fields: &[(String, Box<RawValue>)]) -> Result<Job, Error> {
    let mut job = Job {
        expr: String::new(),
        vars: None,
        of: None,
        partial: None,
        wrt: None,
        along: None,
        cotangent: None,
        about: None,
        points: Vec::new(),
        backend: Backend::default(),
        formula: false,
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
            "wrt" => job.wrt = Some(parse(name, value, "a list of names")?),
            "along" => job.along = Some(formulas(name, value)?),
            "cotangent" => job.cotangent = Some(formulas(name, value)?),
            "about" => job.about = Some(formulas(name, value)?),
            "at" => job.points = parse(name, value, "a list of points")?,
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
            "formula" => job.formula = parse(name, value, "true or false")?,
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

fn run(job: &Job, limits: &Limits) -> Result<Map<String, Value>, Error> {
    let options = ReadOptions {
        equations: job.of.iter().flatten().any(Quantity::is_implicit),
        variables: job.vars.clone(),
        limits: limits.clone(),
    };
    let function = Function::parse_with(&job.expr, &options)?;
    let mut quantities = match &job.of {
        Some(of) => of.clone(),
        None if job.partial.is_some() => vec![Quantity::Value],
        None => function.usual_quantities(),
    };
    quantities.extend(job.partial.clone().map(Quantity::Partial));
    let request = Request {
        wrt: job.wrt.clone(),
        along: job.along.clone(),
        cotangent: job.cotangent.clone(),
        about: job.about.clone(),
        ..Request::of(quantities).within(limits)
    };
    let derivation = function.derive(&request)?;
    let points = job
        .points
        .iter()
        .enumerate()
        .map(|(place, point)| read_point(&derivation, point, place))
        .collect::<Result<Vec<_>, _>>()?;
    let mut answer = Map::new();
    answer.insert(
        "vars".to_owned(),
        json!(
            derivation
                .inputs()
                .map(|(name, _)| name)
                .collect::<Vec<_>>()
        ),
    );
    outcome::evaluate(&derivation, job.backend, &points, &mut answer)?;
    if let (Some(_), Some(part)) = (&job.partial, derivation.parts().last())
        && let Some(own) = answer.remove(&part.quantity.text())
    {
        answer.insert("partial".to_owned(), own);
    }
    if job.formula {
        answer.insert("formula".to_owned(), outcome::formula(&derivation));
    }
    let ledger: Vec<Value> = derivation
        .ledger()
        .into_iter()
        .map(|(rule, condition, place)| json!({"rule": rule, "condition": condition, "where": place}))
        .collect();
    answer.insert("ledger".to_owned(), Value::Array(ledger));
    answer.insert("kinks".to_owned(), json!(derivation.kinks()));
    let mut notes: Vec<String> = function
        .notes()
        .iter()
        .map(|note| note.message.clone())
        .collect();
    notes.extend(derivation.notes().into_iter().map(|note| note.message));
    notes.extend(
        job.unknown
            .iter()
            .map(|name| format!("the field `{name}` is not known")),
    );
    let mut absent: Vec<&str> = job
        .partial
        .iter()
        .chain(&job.wrt)
        .flatten()
        .map(String::as_str)
        .filter(|name| !function.has_variable(name))
        .collect();
    absent.dedup();
    notes.extend(absent.iter().map(|name| {
        let name = quote(name);
        format!("the formula has no variable {name}; the derivative is 0")
    }));
    if !notes.is_empty() {
        answer.insert("notes".to_owned(), json!(notes));
    }
    Ok(answer)
}

/// The entries of all variables, in order.
fn read_point(function: &Derivation, point: &RawValue, place: usize) -> Result<Vec<f64>, Error> {
    let wrong = |code, message: String| Error::new(code, format!("point {place}: {message}"));
    let mut inputs = Vec::new();
    if let Ok(list) = serde_json::from_str::<Vec<Value>>(point.get()) {
        let count = function.inputs().count();
        if list.len() != count {
            return Err(wrong(
                codes::WRONG_VALUE_COUNT,
                format!("{} values for {count} variables", list.len()),
            ));
        }
        for ((name, shape), value) in function.inputs().zip(&list) {
            push_entries(value, shape, &mut inputs).ok_or_else(|| {
                wrong(
                    codes::WRONG_VALUE_SHAPE,
                    format!("`{name}` must be a {}", described(shape)),
                )
            })?;
        }
        return Ok(inputs);
    }
    let fields = serde_json::from_str::<Fields>(point.get())
        .map_err(|_| {
            wrong(
                codes::WRONG_FIELD_TYPE,
                "must be an object of values or a list of numbers".to_owned(),
            )
        })?
        .0;
    for (place, (name, _)) in fields.iter().enumerate() {
        if fields[..place].iter().any(|(earlier, _)| earlier == name) {
            return Err(wrong(
                codes::VALUE_TWICE,
                format!("`{name}` is given twice"),
            ));
        }
    }
    for (name, shape) in function.inputs() {
        let (_, raw) = fields.iter().find(|(own, _)| own == name).ok_or_else(|| {
            wrong(
                codes::MISSING_VALUE,
                format!("a value for `{name}` is missing"),
            )
        })?;
        let value: Value = serde_json::from_str(raw.get())
            .map_err(|error| wrong(codes::INVALID_VALUE, format!("`{name}`: {error}")))?;
        push_entries(&value, shape, &mut inputs).ok_or_else(|| {
            wrong(
                codes::WRONG_VALUE_SHAPE,
                format!("`{name}` must be a {}", described(shape)),
            )
        })?;
    }
    Ok(inputs)
}

fn described(shape: Shape) -> String {
    if shape.is_scalar() {
        "number".to_owned()
    } else {
        format!("list of numbers, a {shape}")
    }
}

/// Appends the entries of one variable; None where the value has another shape.
fn push_entries(value: &Value, shape: Shape, inputs: &mut Vec<f64>) -> Option<()> {
    let mut level = vec![value];
    for size in shape.sizes() {
        let mut next = Vec::with_capacity(level.len() * size);
        for value in level {
            next.extend(value.as_array().filter(|list| list.len() == size)?);
        }
        level = next;
    }
    for value in level {
        inputs.push(value.as_f64()?);
    }
    Some(())
}
