//! Derivations, remarks and errors as JSON: one schema for all commands, described in `docs/json.md`.

use crate::codes;
use crate::error::Error;
use crate::function::{Derivation, Part, Pattern};
use crate::graph::{Dimension, Shape, Sharing};
use crate::text::{Diagnostic, Severity, Span};
use serde_json::{Map, Value, json};

use super::sizes::Sizes;

/// The version of the schema; it changes when a field changes its meaning or goes away.
pub const SCHEMA: u32 = 1;

/// What the entries of a part hold.
#[derive(Clone, Copy, Debug)]
pub enum Entries<'a> {
    /// Closed forms.
    Formulas {
        /// Whether shared subexpressions have names.
        sharing: Sharing,
    },
    /// The names and numbers of the outputs of the compiled function at one point, and the sizes of its dimensions.
    Values(&'a [(String, f64)], &'a Sizes),
}

/// A derivation with what is assumed and remarked.
pub fn derivation(derivation: &Derivation, entries: Entries<'_>, notes: Vec<Value>) -> Value {
    let (names, texts, bindings) = match entries {
        Entries::Formulas { sharing } => {
            let sheet = derivation.infix(sharing);
            let labels = derivation.formulas().map(|(label, _)| label.to_string());
            let texts: Vec<Value> = sheet.results.iter().map(|text| json!(text)).collect();
            (labels.collect(), texts, sheet.bindings)
        }
        Entries::Values(outputs, _) => {
            let numbers = outputs.iter().map(|own| number(own.1)).collect();
            let names: Vec<String> = outputs.iter().map(|own| own.0.clone()).collect();
            (names, numbers, Vec::new())
        }
    };
    let field = match entries {
        Entries::Formulas { .. } => "text",
        Entries::Values(..) => "value",
    };
    let none = Sizes::default();
    let sizes = match entries {
        Entries::Formulas { .. } => &none,
        Entries::Values(_, sizes) => sizes,
    };
    let mut all = names.into_iter().zip(texts);
    let mut parts = Vec::new();
    for part in derivation.parts() {
        let count = match entries {
            Entries::Formulas { .. } => part.labels.len(),
            Entries::Values(_, sizes) => entries_of(derivation, part, sizes),
        };
        let entries: Vec<Value> = all
            .by_ref()
            .take(count)
            .map(|(label, content)| json!({ "label": label, field: content }))
            .collect();
        let mut object = json!({
            "quantity": part.quantity.text(),
            "axes": axes(derivation, part, sizes),
            "entries": entries,
        });
        if let Some(own) = &part.pattern {
            object["pattern"] = pattern(own);
        }
        parts.push(object);
    }
    let bindings: Vec<Value> = bindings
        .iter()
        .map(|(name, text)| json!({ "name": name, "text": text }))
        .collect();
    let ledger: Vec<Value> = derivation
        .ledger()
        .into_iter()
        .map(|(rule, condition, place)| json!({"rule": rule, "condition": condition, "where": place}))
        .collect();
    json!({
        "schema": SCHEMA,
        "vars": derivation.inputs().map(|(name, _)| name).collect::<Vec<_>>(),
        "parts": parts,
        "where": bindings,
        "ledger": ledger,
        "kinks": derivation.kinks(),
        "notes": notes,
    })
}

/// Number of the entries of a part, where all dimensions have sizes.
fn entries_of(derivation: &Derivation, part: &Part, sizes: &Sizes) -> usize {
    let formulas = part.formulas.iter();
    let counts = formulas.map(|&formula| {
        let axes = sizes.of(derivation.graph().shape(formula));
        axes.map_or(0, |axes| axes.iter().product())
    });
    counts.sum()
}

/// The lengths of the axes of a part. A dimension without a size is a text, and a number that depends on one null.
fn axes(derivation: &Derivation, part: &Part, sizes: &Sizes) -> Value {
    let shapes = part.formulas.iter();
    let shapes: Vec<Shape> = shapes.map(|&own| derivation.graph().shape(own)).collect();
    match shapes[..] {
        _ if shapes.iter().all(|shape| shape.is_known()) => json!(part.axes),
        [only] => shape_axes(only, sizes),
        _ if shapes.iter().all(|&shape| sizes.of(shape).is_ok()) => {
            json!([entries_of(derivation, part, sizes)])
        }
        _ => json!([null]),
    }
}

/// The lengths of the axes of a shape; a name without a number is a text.
pub(super) fn shape_axes(shape: Shape, sizes: &Sizes) -> Value {
    if let Ok(sizes) = sizes.of(shape) {
        return json!(sizes);
    }
    let axis = |axis: &Dimension| match axis.value() {
        Some(size) => json!(size),
        None => json!(axis.to_string()),
    };
    shape.axes().iter().map(axis).collect()
}

/// Where the entries of a sparse quantity stand.
pub(super) fn pattern(pattern: &Pattern) -> Value {
    json!({
        "rows": pattern.rows(),
        "columns": pattern.columns(),
        "places": pattern.places(),
    })
}

/// The first error, and all errors and remarks.
pub fn error(error: &Error) -> Value {
    let all = error.diagnostics();
    let first = all.iter().find(|one| one.severity == Severity::Error);
    json!({
        "schema": SCHEMA,
        "error": first.map(|first| diagnostic(error.input(), first)),
        "diagnostics": all.iter().map(|one| diagnostic(error.input(), one)).collect::<Vec<_>>(),
    })
}

/// An error or a remark; `source` is the input that its places are in.
pub fn diagnostic(source: Option<&str>, diagnostic: &Diagnostic) -> Value {
    let mut object = Map::new();
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Note => "note",
    };
    let code = diagnostic.code.name();
    object.insert("severity".to_owned(), json!(severity));
    object.insert("code".to_owned(), json!(code));
    let kind = codes::find(code).map(|row| row.kind.name());
    object.insert("kind".to_owned(), json!(kind));
    object.insert("message".to_owned(), json!(diagnostic.message));
    object.insert("help".to_owned(), json!(diagnostic.help));
    if let Some(source) = source {
        let (line, column) = position(source, diagnostic.span);
        object.insert("span".to_owned(), span(diagnostic.span));
        object.insert("line".to_owned(), json!(line));
        object.insert("column".to_owned(), json!(column));
        object.insert("label".to_owned(), json!(diagnostic.label));
        let related: Vec<Value> = diagnostic
            .related
            .iter()
            .map(|(own, message)| json!({ "span": span(*own), "message": message }))
            .collect();
        object.insert("related".to_owned(), json!(related));
    }
    Value::Object(object)
}

fn span(span: Span) -> Value {
    json!([span.start, span.end])
}

/// Line and column of the start of a span, in characters from 1.
fn position(source: &str, span: Span) -> (usize, usize) {
    let at = source.floor_char_boundary(span.start as usize);
    let before = source[..at].trim_start_matches('\u{FEFF}');
    let line = before.rsplit('\n').next().unwrap_or(before);
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

/// A number; those that JSON lacks are texts.
pub(super) fn number(value: f64) -> Value {
    if value.is_nan() {
        json!("NaN")
    } else if value.is_infinite() {
        json!(if value > 0.0 { "inf" } else { "-inf" })
    } else {
        json!(value)
    }
}
