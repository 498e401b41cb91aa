//! The numbers of an answer of the JSON pipe: nested lists for each quantity, per point.
//!
//! Must not know requests.

use super::json::{number, pattern};
use crate::error::Error;
use crate::function::{Backend, Derivation, Part, Quantity};
use crate::graph::{Shape, Sharing};
use serde_json::{Map, Value, json};

/// All quantities at all points, by the text of the quantity.
pub(super) fn evaluate(
    derivation: &Derivation,
    backend: Backend,
    points: &[Vec<f64>],
    answer: &mut Map<String, Value>,
) -> Result<(), Error> {
    let compiled = derivation.compile(backend)?;
    let mut rows = Vec::with_capacity(points.len());
    for point in points {
        let mut outputs = vec![0.0; compiled.outputs()];
        compiled.call(point, &mut outputs)?;
        rows.push(outputs);
    }
    let mut start = 0;
    for part in derivation.parts() {
        let range = start..start + part.len();
        start = range.end;
        let entries: Vec<&[f64]> = rows.iter().map(|row| &row[range.clone()]).collect();
        let value = one_part(derivation, part, &entries);
        answer.insert(part.quantity.text(), value);
    }
    Ok(())
}

/// The numbers of a part at all points.
fn one_part(derivation: &Derivation, part: &Part, points: &[&[f64]]) -> Value {
    let results = derivation.result_shapes();
    let shapes: Vec<Shape> = part
        .formulas
        .iter()
        .map(|&formula| derivation.graph().shape(formula))
        .collect();
    let flat = |entries: &&[f64]| nested(entries, &[entries.len()]);
    match &part.quantity {
        Quantity::SparseJacobian | Quantity::SparseHessian => {
            let mut object = part.pattern.as_ref().map_or(json!({}), pattern);
            object["values"] = points.iter().map(flat).collect();
            object
        }
        Quantity::Gradient | Quantity::Vjp | Quantity::Hvp => points
            .iter()
            .map(|entries| shaped(entries, &shapes))
            .collect(),
        Quantity::Implicit { by, .. } if by.is_empty() => points
            .iter()
            .map(|entries| shaped(entries, &shapes))
            .collect(),
        Quantity::Jacobian if results.len() > 1 => {
            let columns = part.axes.last().copied().unwrap_or(1);
            by_result(points, results, columns)
        }
        Quantity::Value | Quantity::Partial(_) | Quantity::Jvp | Quantity::Taylor(_)
            if results.len() > 1 =>
        {
            by_result(points, results, 0)
        }
        _ => points
            .iter()
            .map(|entries| nested(entries, &part.axes))
            .collect(),
    }
}

/// One list for each result, points inside; of so many `columns` where each entry of a result has a row.
fn by_result(points: &[&[f64]], results: &[Shape], columns: usize) -> Value {
    let mut start = 0;
    let mut lists = Vec::with_capacity(results.len());
    for &shape in results {
        let range = start..start + shape.entries() * columns.max(1);
        start = range.end;
        let axes = match columns {
            0 => shape.sizes(),
            _ if shape.is_scalar() => vec![columns],
            _ => vec![shape.entries(), columns],
        };
        let own = points
            .iter()
            .map(|entries| nested(&entries[range.clone()], &axes));
        lists.push(own.collect());
    }
    Value::Array(lists)
}

/// A list with an entry of each of these shapes.
fn shaped(entries: &[f64], shapes: &[Shape]) -> Value {
    let mut rest = entries;
    let mut list = Vec::with_capacity(shapes.len());
    for &shape in shapes {
        let (own, others) = rest.split_at(shape.entries());
        rest = others;
        list.push(nested(own, &shape.sizes()));
    }
    Value::Array(list)
}

/// Entries as nested lists with these axes.
pub(super) fn nested(entries: &[f64], axes: &[usize]) -> Value {
    match axes {
        [] => number(entries[0]),
        [_] => Value::Array(entries.iter().map(|&entry| number(entry)).collect()),
        [0, ..] => Value::Array(Vec::new()),
        [rows, inner @ ..] => {
            let chunks = entries.chunks(entries.len().max(1) / rows);
            Value::Array(chunks.map(|chunk| nested(chunk, inner)).collect())
        }
    }
}

/// The closed forms.
pub(super) fn formula(derivation: &Derivation) -> Value {
    let sheet = derivation.infix(Sharing::Named);
    let mut results = Map::new();
    for ((label, _), text) in derivation.formulas().zip(&sheet.results) {
        results.insert(label.to_string(), json!(text));
    }
    let mut bindings = Map::new();
    for (name, text) in &sheet.bindings {
        bindings.insert(name.clone(), json!(text));
    }
    json!({ "results": results, "where": bindings })
}
