//! Points of the JSON pipe: the values of all variables as JSON.
//!
//! Must not know what they are for.

use super::fields::Fields;
use super::sizes::Sizes;
use crate::codes;
use crate::error::Error;
use crate::function::Derivation;
use crate::graph::Shape;
use serde_json::Value;
use serde_json::value::RawValue;

/// The entries of all variables, in order.
pub(super) fn read_point(
    function: &Derivation,
    sizes: &Sizes,
    point: &RawValue,
    place: usize,
) -> Result<Vec<f64>, Error> {
    let inputs = entries_of(function, sizes, point, place)?;
    check_symmetric(function, sizes, &inputs)?;
    Ok(inputs)
}

/// An error where the value of a symmetric matrix is not symmetric: derivatives hold for symmetric ones alone.
///
/// # Errors
///
/// The first two entries that differ; a dimension without a number.
pub fn check_symmetric(function: &Derivation, sizes: &Sizes, inputs: &[f64]) -> Result<(), Error> {
    let graph = function.graph();
    let mut rest = inputs;
    for (name, shape) in function.inputs() {
        let lengths = sizes.of(shape)?;
        let count: usize = lengths.iter().product();
        let (own, others) = rest.split_at(count.min(rest.len()));
        rest = others;
        let id = graph.find_variable(name);
        if !id.is_some_and(|id| graph.is_symmetric_variable(id)) {
            continue;
        }
        let rows = lengths.first().copied().unwrap_or(1);
        let differ = |&(row, column): &(usize, usize)| {
            own.get(row * rows + column) != own.get(column * rows + row)
        };
        let mut pairs = (0..rows).flat_map(|row| (0..row).map(move |column| (row, column)));
        if let Some((row, column)) = pairs.find(differ) {
            let (row, column) = (row + 1, column + 1);
            let message = format!(
                "`{name}` is symmetric, and its entries [{row},{column}] and [{column},{row}] differ"
            );
            return Err(Error::new(codes::WRONG_VALUE_SHAPE, message)
                .with_help("declare it as a matrix, or give both the same value"));
        }
    }
    Ok(())
}

fn entries_of(
    function: &Derivation,
    sizes: &Sizes,
    point: &RawValue,
    place: usize,
) -> Result<Vec<f64>, Error> {
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
            push_entries(value, &sizes.of(shape)?, &mut inputs).ok_or_else(|| {
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
        push_entries(&value, &sizes.of(shape)?, &mut inputs).ok_or_else(|| {
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
fn push_entries(value: &Value, sizes: &[usize], inputs: &mut Vec<f64>) -> Option<()> {
    let mut level = vec![value];
    for &size in sizes {
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
