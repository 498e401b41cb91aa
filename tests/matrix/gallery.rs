//! The lecture gallery, `examples/*.sd`: values and gradients against NumPy, and against differences to second order.

use crate::binary::symdiff;
use crate::nested::{error, flat};
use serde_json::{Value, json};
use symdiff::{Backend, CheckOptions, Function};

/// Relative to the largest entry.
const REQUIRED: f64 = 1e-12;

fn root() -> &'static str {
    env!("CARGO_MANIFEST_DIR")
}

fn rows() -> Vec<Value> {
    let path = format!("{}/tests/data/gallery/values.jsonl", root());
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn formula(row: &Value) -> String {
    let path = format!("{}/examples/{}", root(), row["file"].as_str().unwrap());
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn each_formula_of_the_gallery_has_a_row() {
    let mut formulas: Vec<String> = std::fs::read_dir(format!("{}/examples", root()))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        // The mixture has references of its own.
        .filter(|name| name.ends_with(".sd") && name != "gaussian_mixture.sd")
        .collect();
    formulas.sort();
    let mut named: Vec<String> = rows()
        .iter()
        .map(|row| row["file"].as_str().unwrap().to_owned())
        .collect();
    named.sort();
    assert_eq!(formulas, named);
    assert!(named.len() >= 9);
}

#[test]
fn values_and_gradients_are_those_of_numpy() {
    let mut failures = Vec::new();
    for backend in ["interpreter", "jit"] {
        if backend == "jit" && !cfg!(feature = "jit") {
            continue;
        }
        for row in rows() {
            let at = row["at"].as_object().unwrap();
            let request = json!({
                "expr": formula(&row), "dims": row["dims"], "at": row["at"], "backend": backend,
                "wrt": at.keys().collect::<Vec<_>>(),
            });
            let outcome = symdiff(&["pipe"], format!("{request}\n").as_bytes());
            let answer: Value = serde_json::from_str(&outcome.out).unwrap();
            let file = &row["file"];
            if let Some(refusal) = answer.get("error") {
                failures.push(format!("{file} ({backend}): {refusal}"));
                continue;
            }
            let off = error(&answer["value"], &row["value"]);
            if off > REQUIRED {
                let (got, want) = (&answer["value"], &row["value"]);
                failures.push(format!(
                    "{file} ({backend}): {got}, not {want}: off by {off:.1e}"
                ));
            }
            let own = |name: &String| match at.len() {
                1 => answer["derivative"].clone(),
                _ => answer["derivative"][name].clone(),
            };
            for name in at.keys() {
                let off = error(&own(name), &row["gradient"][name]);
                if off > REQUIRED {
                    failures.push(format!("{file} ({backend}) by {name}: off by {off:.1e}"));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn differences_agree_to_second_order() {
    let mut failures = Vec::new();
    for row in rows() {
        let file = &row["file"];
        let dims = row["dims"].as_object().unwrap();
        let numbers = dims.iter().map(|(name, size)| format!("{name} = {size}\n"));
        let text = numbers.collect::<String>() + &formula(&row);
        let function = match Function::parse(&text) {
            Ok(function) => function,
            Err(refusal) => {
                failures.push(format!("{file}: {refusal}"));
                continue;
            }
        };
        let at: Vec<f64> = function
            .variable_names()
            .flat_map(|name| flat(&row["at"][name]))
            .collect();
        let options = CheckOptions {
            backend: Backend::Interpreter,
            ..CheckOptions::default()
        };
        match function.check_derivatives(&at, &options) {
            Err(refusal) => failures.push(format!("{file}: {refusal}")),
            Ok(check) if check.passes(1e-6) => {}
            Ok(check) => failures.push(format!("{file}: {check:?}")),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
