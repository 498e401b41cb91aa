//! All rows of `tests/data/matrix.jsonl`: value, derivative and its shape, through the pipe and the library.

use crate::binary::symdiff;
use crate::matrices::declarations;
use crate::nested::{error, flat, numbers_error};
use serde_json::{Value, json};
use symdiff::{Backend, CompileOptions, Function, Quantity};

/// Relative to the largest entry.
const REQUIRED: f64 = 1e-10;

fn rows() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/matrix.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let rows: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows.len(), 46);
    rows
}

fn backends() -> Vec<(&'static str, Backend)> {
    let mut all = vec![("interpreter", Backend::Interpreter)];
    if cfg!(feature = "jit") {
        all.push(("jit", Backend::Jit));
    }
    all
}

/// Refuses with all that is wrong, row by row.
fn judge(failures: &[String]) {
    let list = failures.join("\n");
    assert!(
        failures.is_empty(),
        "{} of the rows fail:\n{list}",
        failures.len()
    );
}

fn named(row: &Value) -> String {
    let text = |field: &str| row[field].as_str().unwrap();
    format!(
        "{} {}: {} by {}",
        text("id"),
        text("name"),
        text("expr"),
        text("wrt")
    )
}

#[test]
fn every_row_through_the_pipe() {
    let rows = rows();
    let mut failures = Vec::new();
    for (backend, _) in backends() {
        let request = |row: &Value| {
            let fields = json!({
                "expr": row["expr"], "decls": row["decls"], "dims": row["dims"], "wrt": [row["wrt"]],
                "order": row["order"], "at": row["inputs"], "backend": backend,
            });
            format!("{fields}\n")
        };
        let lines: String = rows.iter().map(request).collect();
        let outcome = symdiff(&["pipe"], lines.as_bytes());
        assert_eq!((outcome.code, outcome.err.as_str()), (0, ""));
        let answers: Vec<Value> = outcome
            .out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(answers.len(), rows.len());
        for (row, answer) in rows.iter().zip(&answers) {
            let name = format!("{} ({backend})", named(row));
            if let Some(refusal) = answer.get("error") {
                failures.push(format!("{name}: {refusal}"));
                continue;
            }
            if answer["shape"] != row["expected_shape"] {
                let (got, want) = (&answer["shape"], &row["expected_shape"]);
                failures.push(format!("{name}: the shape is {got}, not {want}"));
            }
            if !answer["formula"].is_string() {
                failures.push(format!("{name}: no formula"));
            }
            for field in ["value", "derivative"] {
                let error = error(&answer[field], &row[field]);
                if error > REQUIRED {
                    let (got, want) = (&answer[field], &row[field]);
                    failures.push(format!(
                        "{name}: {field} is off by {error:.1e}: {got}, not {want}"
                    ));
                }
            }
        }
    }
    judge(&failures);
}

/// Value and derivative of a row by the library, or why there are none.
fn computed(row: &Value, backend: Backend) -> Result<(Vec<f64>, Vec<f64>), symdiff::Error> {
    let text = declarations(row) + row["expr"].as_str().unwrap();
    let function = Function::parse(&text)?;
    let is_scalar = function.shapes()[0].is_scalar();
    let quantity = match (row["order"].as_i64(), is_scalar) {
        (Some(2), _) => Quantity::Hessian,
        (_, true) => Quantity::Gradient,
        (_, false) => Quantity::Jacobian,
    };
    let options = CompileOptions {
        wrt: Some(vec![row["wrt"].as_str().unwrap().to_owned()]),
        backend,
        ..CompileOptions::of([Quantity::Value, quantity.clone()])
    };
    let compiled = function.compile_with(&options)?;
    let inputs: Vec<f64> = function
        .variable_names()
        .flat_map(|name| flat(&row["inputs"][name]))
        .collect();
    let mut outputs = vec![0.0; compiled.outputs()];
    compiled.call(&inputs, &mut outputs)?;
    let part = |quantity| outputs[compiled.range(quantity).unwrap()].to_vec();
    Ok((part(&Quantity::Value), part(&quantity)))
}

#[test]
fn every_row_through_the_library() {
    let mut failures = Vec::new();
    for row in rows() {
        for (word, backend) in backends() {
            let name = format!("{} ({word})", named(&row));
            match computed(&row, backend) {
                Err(refusal) => failures.push(format!("{name}: {refusal}")),
                Ok((value, derivative)) => {
                    for (field, got) in [("value", value), ("derivative", derivative)] {
                        let error = numbers_error(&got, &flat(&row[field]));
                        if error > REQUIRED {
                            failures
                                .push(format!("{name}: {field} is off by {error:.1e}: {got:?}"));
                        }
                    }
                }
            }
        }
    }
    judge(&failures);
}
