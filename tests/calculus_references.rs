//! First to fifth and mixed derivatives of elementary and special functions, against 17-digit values.

use serde_json::Value;
use symdiff::{Backend, Function, Quantity, Request};

/// The exact value is 0 at one point of this row, and what is left there is rounding: about 1e-15.
const ROUNDING_LEFT: &str = "c0582";

/// The rows of a file of references.
fn rows(file: &str) -> Vec<Value> {
    let path = format!("{}/tests/data/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the references are part of the project");
    let row = |line| serde_json::from_str(line).expect("a row is JSON");
    text.lines().map(row).collect()
}

/// Where one formula of a row is further than `allowed(value)` from the values of its points.
fn misses(
    row: &Value,
    expr: &str,
    quantity: Quantity,
    allowed: impl Fn(f64) -> f64,
) -> Vec<String> {
    let id = row["id"].as_str().unwrap();
    let function = Function::parse(expr).unwrap_or_else(|error| panic!("{id}: {error}"));
    let derivation = function
        .derive(&Request::of([quantity.clone()]))
        .unwrap_or_else(|error| panic!("{id}: {error}"));
    let compiled = derivation
        .compile(Backend::default())
        .expect("every formula compiles");
    let mut missed = Vec::new();
    for point in row["points"].as_array().unwrap() {
        let at: Vec<f64> = function
            .variable_names()
            .map(|name| point["at"][name].as_f64().unwrap())
            .collect();
        let want = point["value"].as_f64().unwrap();
        let mut got = [0.0];
        compiled.call(&at, &mut got).expect("the lengths are right");
        // NaN is near nothing.
        let near = (got[0] - want).abs() <= allowed(want);
        if !near {
            missed.push(format!(
                "{id}: {quantity} of {expr} at {at:?}: {}, not {want}",
                got[0]
            ));
        }
    }
    missed
}

fn report(failures: &[String]) {
    let count = failures.len();
    assert!(count == 0, "{count} failures\n{}", failures.join("\n"));
}

#[test]
fn derivatives_of_the_calculus_collection() {
    let rows = rows("calculus.jsonl");
    let mut failures = Vec::new();
    for row in &rows {
        let names = row["wrt"].as_array().unwrap().iter();
        let wrt = names.map(|name| name.as_str().unwrap().into()).collect();
        let left = match row["id"].as_str() {
            Some(ROUNDING_LEFT) => 1e-14,
            _ => 0.0,
        };
        let expr = row["expr"].as_str().unwrap();
        let allowed = |want: f64| 1e-9 * want.abs() + left;
        failures.extend(misses(row, expr, Quantity::Partial(wrt), allowed));
    }
    report(&failures);
    assert_eq!(rows.len(), 381);
}

#[test]
fn antiderivatives_differentiate_to_their_integrands() {
    let rows = rows("rubi-sample.jsonl");
    let mut failures = Vec::new();
    for row in &rows {
        let text = |field: &str| row[field].as_str().unwrap();
        let allowed = |want: f64| 1e-8 * want.abs();
        let slope = Quantity::Partial(vec![text("var").to_owned()]);
        failures.extend(misses(row, text("antiderivative"), slope, allowed));
        failures.extend(misses(row, text("integrand"), Quantity::Value, allowed));
    }
    report(&failures);
    assert_eq!(rows.len(), 400);
}
