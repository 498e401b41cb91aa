//! Nested lists of numbers: shapes and comparison.

use serde_json::Value;

/// The lengths of nested lists, by the first entry of each.
pub fn shape(value: &Value) -> Vec<usize> {
    match value.as_array() {
        None => Vec::new(),
        Some(list) => {
            let mut shape = vec![list.len()];
            shape.extend(list.first().map(self::shape).unwrap_or_default());
            shape
        }
    }
}

/// All numbers, in order; what is no number is NaN.
pub fn flat(value: &Value) -> Vec<f64> {
    match value.as_array() {
        None => vec![value.as_f64().unwrap_or(f64::NAN)],
        Some(list) => list.iter().flat_map(flat).collect(),
    }
}

/// The largest difference relative to the largest number wanted; infinite where one is no number or the shapes differ.
pub fn error(got: &Value, want: &Value) -> f64 {
    if shape(got) != shape(want) {
        return f64::INFINITY;
    }
    numbers_error(&flat(got), &flat(want))
}

/// The same of numbers without shape.
pub fn numbers_error(got: &[f64], want: &[f64]) -> f64 {
    if got.len() != want.len() {
        return f64::INFINITY;
    }
    let largest = want
        .iter()
        .fold(0.0f64, |most, number| most.max(number.abs()));
    let scale = if largest == 0.0 { 1.0 } else { largest };
    let errors = got
        .iter()
        .zip(want)
        .map(|(got, want)| (got - want).abs() / scale);
    errors.fold(0.0, |most, error| {
        if error <= most {
            most
        } else if error.is_nan() {
            f64::INFINITY
        } else {
            error
        }
    })
}

#[test]
fn errors_are_noticed() {
    use serde_json::json;
    assert_eq!(error(&json!([[1.0, 2.0]]), &json!([[1.0, 2.0]])), 0.0);
    assert_eq!(
        error(&json!([[1.0, 2.0]]), &json!([1.0, 2.0])),
        f64::INFINITY
    );
    assert_eq!(
        error(&json!([1.0, "NaN"]), &json!([1.0, 2.0])),
        f64::INFINITY
    );
    assert_eq!(error(&json!([1.0, 3.0]), &json!([1.0, 4.0])), 0.25);
    assert_eq!(error(&json!(0.5), &json!(0.0)), 0.5);
}
