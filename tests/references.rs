//! Values, gradients and Hessians against 17-digit references computed at 50 digits or more.

mod common {
    pub mod data;
}

use common::data::{Row, rows};
use symdiff::{Backend, Function, Quantity, ReadOptions, Request};

/// Everything that a row states at one point, and what a backend computes.
fn compare(row: &Row, backend: Backend) -> Vec<String> {
    let options = ReadOptions {
        variables: Some(row.variables.clone()),
        ..ReadOptions::default()
    };
    let function = match Function::parse_with(&row.expr, &options) {
        Ok(function) => function,
        Err(error) => panic!("{}: {}", row.name, error.render(&row.name, false)),
    };
    let has_hessian = row.points.iter().any(|point| point.hessian.is_some());
    let mut quantities = vec![Quantity::Value, Quantity::Gradient];
    if has_hessian {
        quantities.push(Quantity::Hessian);
    }
    let compiled = function
        .derive(&Request::of(quantities))
        .and_then(|d| d.compile(backend))
        .unwrap();
    let mut failures = Vec::new();
    for (place, point) in row.points.iter().enumerate() {
        let mut outputs = vec![0.0; compiled.outputs()];
        compiled.call(&point.at, &mut outputs).unwrap();
        let count = row.variables.len();
        let mut check = |what: String, got: f64, want: f64, largest: f64| {
            let allowed = 1e-12 * want.abs().max(0.01 * largest);
            // A reference below the binary64 range reads as 0, and so must the result.
            if !((got - want).abs() <= allowed) {
                let error = (got - want).abs() / want.abs().max(0.01 * largest);
                failures.push((
                    place,
                    format!(
                        "{} point {place}: {what} = {got}, not {want} ({error:.2e})",
                        row.name
                    ),
                ));
            }
        };
        check(
            "value".to_owned(),
            outputs[0],
            point.value,
            point.value.abs(),
        );
        let largest = largest(&point.gradient);
        for (entry, want) in point.gradient.iter().enumerate() {
            check(
                format!("d/d{}", row.variables[entry]),
                outputs[1 + entry],
                *want,
                largest,
            );
        }
        if let Some(hessian) = &point.hessian {
            let entries: Vec<f64> = hessian.iter().map(|(_, _, want)| *want).collect();
            let largest = self::largest(&entries);
            for &(a, b, want) in hessian {
                for (a, b) in [(a, b), (b, a)] {
                    let what = format!("d2/d{}d{}", row.variables[a], row.variables[b]);
                    check(what, outputs[1 + count + a * count + b], want, largest);
                }
            }
        }
    }
    failures.into_iter().map(|(_, text)| text).collect()
}

fn largest(entries: &[f64]) -> f64 {
    entries
        .iter()
        .fold(0.0, |largest, entry| largest.max(entry.abs()))
}

fn backends() -> Vec<Backend> {
    let mut backends = vec![Backend::Interpreter];
    if cfg!(feature = "jit") {
        backends.push(Backend::Jit);
    }
    backends
}

fn check_file(file: &str) {
    let mut failures = Vec::new();
    for row in rows(file) {
        for backend in backends() {
            failures.extend(compare(&row, backend));
        }
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn feynman_equations() {
    check_file("feynman.jsonl");
}

#[test]
fn more_garbow_hillstrom_problems() {
    check_file("mgh.jsonl");
}

#[test]
fn models_from_practice() {
    check_file("models.jsonl");
}
