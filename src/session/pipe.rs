//! The JSON pipe: one request line in, one answer line out.
//!
//! A bad line gets an error answer; no line ends the pipe. Numbers that JSON cannot write are the
//! strings "NaN", "inf" and "-inf".

use super::declared::{Declared, Refusal};
use super::fields::{Fields, Job, read_job};
use super::points::read_point;
use super::sizes::Sizes;
use super::{bounds, outcome, tensor};
use crate::codes;
use crate::error::Error;
use crate::function::{Derivation, Function, Quantity, ReadOptions, Request};
use crate::limits::{self, Limits};
use crate::text::{nearest, quote};
use serde_json::{Map, Value, json};

/// The answer to a line of more bytes than a line may have.
pub fn too_long(limits: &Limits) -> String {
    let most = limits::grouped(limits.line);
    let message = format!("a request line has at most {most} bytes");
    let error = Error::new(codes::LINE_TOO_LONG, message);
    render(
        None,
        Err(error.with_help(limits::LINE.advice(limits)).into()),
    )
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
        Err(error) => return render(None, Err(error.into())),
    };
    let id = fields
        .iter()
        .find(|(name, _)| name == "id")
        .map(|(_, id)| id.get().to_owned());
    let result = read_job(&fields).map_err(Refusal::from);
    let result = result.and_then(|job| run(&job, limits));
    render(id, result)
}

fn render(id: Option<String>, result: Result<Map<String, Value>, Refusal>) -> String {
    let body = result.unwrap_or_else(|Refusal { error, field }| {
        let mut detail = json!({ "kind": error.kind().name(), "code": error.code(), "message": error.message() });
        // Which flag sets another limit.
        if error.is_limit() {
            detail["help"] = json!(error.help());
        }
        if let Some(span) = error.span() {
            detail["span"] = json!([span.start, span.end]);
        }
        if let Some(field) = field {
            detail["field"] = json!(field);
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

/// Reads the formula, with the declarations in front of it.
fn read(job: &Job, declared: &Declared<'_>, limits: &Limits) -> Result<Function, Refusal> {
    let mut options = ReadOptions {
        equations: job.of.iter().flatten().any(Quantity::is_implicit),
        variables: job.vars.clone(),
        limits: limits.clone(),
    };
    let parse = |options: &ReadOptions| {
        let function = Function::parse_with(declared.text(), options);
        function.map_err(|error| declared.refusal(error))
    };
    let function = parse(&options)?;
    // A variable that is declared and differentiated in is one, though the formula does without.
    let own: Vec<&str> = function.variable_names().collect();
    // Where variables are declared, another name is a slip.
    let is_slip = |name: &&String| {
        job.decls.is_some() && !own.contains(&name.as_str()) && !declared.has(name)
    };
    if let Some(name) = job.wrt.iter().flatten().find(is_slip)
        && let Some(near) = nearest(name, own.iter().copied())
    {
        let message = format!(
            "the formula has no variable {}; did you mean {}?",
            quote(name),
            quote(near)
        );
        return Err(Refusal {
            error: Error::new(codes::NO_SUCH_VARIABLE, message),
            field: Some("wrt".to_owned()),
        });
    }
    let mut absent = job.wrt.iter().flatten();
    if absent.all(|name| own.contains(&name.as_str()) || !declared.has(name)) {
        return Ok(function);
    }
    let mut names: Vec<String> = own.into_iter().map(str::to_owned).collect();
    for name in job.wrt.iter().flatten() {
        if declared.has(name) && !names.contains(name) {
            names.push(name.clone());
        }
    }
    options.variables = Some(names);
    parse(&options)
}

fn run(job: &Job, limits: &Limits) -> Result<Map<String, Value>, Refusal> {
    let decls = job.decls.as_deref().unwrap_or_default();
    let dims = job.dims.as_deref().unwrap_or_default();
    let (declared, with_names) = Declared::new(&job.expr, decls, dims, &job.points)?;
    let function = read(job, &declared, limits)?;
    // Without a word on quantities a request with shapes or an order is about one derivative.
    let is_tensor = job.of.is_none()
        && job.partial.is_none()
        && (job.decls.is_some() || job.dims.is_some() || job.order.is_some());
    let (derivation, mut answer) = match is_tensor {
        true => {
            // Dimensions keep their names if the formula can be read with them, and else are numbers.
            let sizes = declared.sizes();
            let named = with_names.and_then(|named| {
                let function = read(job, &named, limits).ok()?;
                tensor::answer(job, &function, sizes, limits).ok()
            });
            named.map_or_else(|| tensor::answer(job, &function, sizes, limits), Ok)
        }
        false => by_quantity(job, &function, limits),
    }
    .map_err(|error| declared.refusal(error))?;
    if let Some(region) = &job.region {
        let (names, bounds) = bounds::over(&derivation, region).map_err(|error| Refusal {
            error,
            field: Some("box".to_owned()),
        })?;
        answer.insert("bounds".to_owned(), bounds::json(&names, &bounds));
    }
    remark(job, &function, &derivation, &mut answer);
    Ok(answer)
}

/// All quantities that were asked for, at all points.
fn by_quantity(
    job: &Job,
    function: &Function,
    limits: &Limits,
) -> Result<(Derivation, Map<String, Value>), Error> {
    if job.is_single {
        let message = "`at` must be a list of points";
        return Err(Error::new(codes::WRONG_FIELD_TYPE, message));
    }
    if let (Some(_), true) = (job.order, job.of.is_some() || job.partial.is_some()) {
        let message = "`order` does not go with `of` or `partial`, which say what to derive";
        return Err(Error::new(codes::WRONG_FIELD_TYPE, message));
    }
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
        .map(|(place, point)| read_point(&derivation, &Sizes::default(), point, place))
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
    if job.formula == Some(true) {
        answer.insert("formula".to_owned(), outcome::formula(&derivation));
    }
    Ok((derivation, answer))
}

/// What was assumed and is to be known, beside the numbers.
fn remark(
    job: &Job,
    function: &Function,
    derivation: &Derivation,
    answer: &mut Map<String, Value>,
) {
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
}
