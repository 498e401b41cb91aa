//! First to fifth and mixed derivatives of elementary and special functions, against 17-digit values.

use serde_json::Value;
use symdiff::{Backend, Function, Quantity, Request};

/// The exact value is 0 at one point of this row, and what is left there is rounding: about 1e-15.
const ROUNDING_LEFT: &str = "c0582";

#[test]
fn derivatives_of_the_calculus_collection() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/calculus.jsonl");
    let text = std::fs::read_to_string(path).expect("the references are part of the project");
    let (mut rows, mut failures) = (0, Vec::new());
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).expect("a row is JSON");
        let (id, expr) = (row["id"].as_str().unwrap(), row["expr"].as_str().unwrap());
        let wrt: Vec<String> = row["wrt"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| name.as_str().unwrap().into())
            .collect();
        let function = Function::parse(expr).unwrap_or_else(|error| panic!("{id}: {error}"));
        let request = Request::of([Quantity::Partial(wrt.clone())]);
        let derivation = function
            .derive(&request)
            .unwrap_or_else(|error| panic!("{id}: {error}"));
        let compiled = derivation
            .compile(Backend::default())
            .expect("every formula compiles");
        rows += 1;
        for point in row["points"].as_array().unwrap() {
            let at: Vec<f64> = function
                .variable_names()
                .map(|name| point["at"][name].as_f64().unwrap())
                .collect();
            let want = point["value"].as_f64().unwrap();
            let mut got = [0.0];
            compiled.call(&at, &mut got).expect("the lengths are right");
            let allowed = 1e-9 * want.abs() + if id == ROUNDING_LEFT { 1e-14 } else { 0.0 };
            let near = (got[0] - want).abs() <= allowed;
            if !near {
                failures.push(format!(
                    "{id}: {expr} by {wrt:?} at {at:?}: {}, not {want}",
                    got[0]
                ));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert_eq!(rows, 381);
}

#[test]
fn antiderivatives_differentiate_to_their_integrands() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/rubi-sample.jsonl");
    let text = std::fs::read_to_string(path).expect("the references are part of the project");
    let (mut rows, mut failures) = (0, Vec::new());
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).expect("a row is JSON");
        let id = row["id"].as_str().unwrap();
        let wrt = row["var"].as_str().unwrap();
        rows += 1;
        for (field, partial) in [("antiderivative", true), ("integrand", false)] {
            let expr = row[field].as_str().unwrap();
            let function = Function::parse(expr).unwrap_or_else(|error| panic!("{id}: {error}"));
            let quantity = match partial {
                true => Quantity::Partial(vec![wrt.to_owned()]),
                false => Quantity::Value,
            };
            let derivation = function
                .derive(&Request::of([quantity]))
                .unwrap_or_else(|error| panic!("{id}: {error}"));
            let compiled = derivation
                .compile(Backend::default())
                .expect("every formula compiles");
            for point in row["points"].as_array().unwrap() {
                let at: Vec<f64> = function
                    .variable_names()
                    .map(|name| point["at"][name].as_f64().unwrap())
                    .collect();
                let want = point["value"].as_f64().unwrap();
                let mut got = [0.0];
                compiled.call(&at, &mut got).expect("the lengths are right");
                let near = (got[0] - want).abs() <= 1e-8 * want.abs();
                if !near {
                    failures.push(format!(
                        "{id}: {field} {expr} at {at:?}: {}, not {want}",
                        got[0]
                    ));
                }
            }
        }
    }
    let count = failures.len();
    assert!(count == 0, "{count} failures\n{}", failures.join("\n"));
    assert_eq!(rows, 400);
}
