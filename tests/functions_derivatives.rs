//! Every derivative of the function table against references of high precision: first to fifth of one argument,
//! first and second of several.
//!
//! An error counts in units in the last place times the condition of the derivative, the sum of |x g'/g|. The
//! references are `tests/data/functions/derivatives.jsonl`.

mod common {
    pub mod read;
    pub mod run;
}

use common::read::function;
use common::run::run;
use std::collections::{BTreeMap, BTreeSet};
use symdiff::functions::{self, Kernel};
use symdiff::{Function, Quantity, Request};

/// Units times condition that a derivative of each order may miss by: the largest that were measured are 4.2, 4.6,
/// 6.0, 13.0 and 11.0.
const ALLOWED: [f64; 5] = [4.5, 5.0, 6.5, 14.0, 14.0];

/// Rows of which two terms cancel from an order on: there the error counts in units in the last place of 1, or of
/// the value where that is more. And why.
const CANCELLING: &[(&str, usize, &str)] = &[
    (
        "asin",
        2,
        "1/(1 - x) - 1/(1 + x) next to 0; the factors are exact next to -1 and 1",
    ),
    ("acos", 2, "as asin"),
    ("atanh", 2, "as asin"),
    ("sigma", 2, "sigma(-x) - sigma(x) next to 0"),
    ("softplus", 3, "as sigma"),
    ("silu", 3, "as sigma"),
    ("gelutanh", 3, "as sigma"),
    ("mish", 3, "as sigma"),
    (
        "beta",
        2,
        "digammadelta(a, b)*digammadelta(b, a) - trigamma(a + b) where a or b is small",
    ),
    ("hypot", 2, "1 - (x/value)^2 where the other side is small"),
];

struct Reference {
    at: Vec<f64>,
    value: f64,
    condition: f64,
}

/// References by function and orders.
fn references() -> BTreeMap<(String, Vec<usize>), Vec<Reference>> {
    let mut all: BTreeMap<_, Vec<Reference>> = BTreeMap::new();
    for line in include_str!("data/functions/derivatives.jsonl").lines() {
        let record: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        let number = |text: &serde_json::Value| -> f64 {
            text.as_str().expect("a text").parse().expect("a number")
        };
        let list = |key: &str| record[key].as_array().expect("a list").clone();
        let name = record["function"].as_str().expect("a name").to_owned();
        let count = |order: &serde_json::Value| order.as_u64().expect("a count") as usize;
        let orders: Vec<usize> = list("orders").iter().map(count).collect();
        all.entry((name, orders)).or_default().push(Reference {
            at: list("at").iter().map(number).collect(),
            value: number(&record["value"]),
            condition: record["condition"].as_f64().expect("a number"),
        });
    }
    all
}

fn read(name: &str, names: &[String]) -> Function {
    let text = match name.starts_with(char::is_alphabetic) {
        true => format!("{name}({})", names.join(", ")),
        false => names.join(name),
    };
    function(&text, &names.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The distance to the next binary64 number away from zero.
fn unit(x: f64) -> f64 {
    let size = x.abs();
    f64::from_bits(size.to_bits() + 1) - size
}

/// The error in units times condition.
fn error(found: f64, reference: &Reference, cancels: bool) -> f64 {
    if found == reference.value {
        return 0.0;
    }
    let unit = match reference.value {
        // Nothing is known of the sizes that cancel.
        0.0 => f64::EPSILON,
        value if cancels => unit(value).max(f64::EPSILON),
        value => unit(value),
    };
    let error = (found - reference.value).abs() / (unit * reference.condition.max(1.0));
    if error.is_nan() { f64::INFINITY } else { error }
}

#[test]
fn derivatives_agree_with_the_references() {
    let mut failures = Vec::new();
    let mut seen: BTreeSet<(String, usize)> = BTreeSet::new();
    for ((name, orders), references) in references() {
        let names: Vec<String> = (0..orders.len()).map(|place| format!("x{place}")).collect();
        let function = read(&name, &names);
        let order: usize = orders.iter().sum();
        let mut rows = CANCELLING.iter();
        let cancels = rows.any(|(row, from, _)| *row == name && order >= *from);
        seen.insert((name.clone(), order));
        let repeated = names
            .iter()
            .zip(&orders)
            .flat_map(|(name, &order)| vec![name.clone(); order]);
        let wanted = Quantity::Partial(repeated.collect());
        let points: Vec<Vec<f64>> = references
            .iter()
            .map(|reference| reference.at.clone())
            .collect();
        for simplified in [false, true] {
            let mut request = Request::of([wanted.clone()]);
            if !simplified {
                request.simplify = None;
            }
            let found = run(&function, &request, &points).concat();
            for (&found, reference) in found.iter().zip(&references) {
                let error = error(found, reference, cancels);
                if error > ALLOWED[order - 1] {
                    failures.push(format!(
                        "{name}{:?} orders {orders:?}, simplified {simplified}: {found:e} for {:e}, {error:.1} units, condition {}",
                        reference.at, reference.value, reference.condition
                    ));
                }
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n")
    );
    for (_, row) in functions::table() {
        for order in [1, 2] {
            let is_there = seen.contains(&(row.name.to_owned(), order));
            assert!(
                is_there || matches!(row.kernel, Kernel::Detached),
                "{} {order}",
                row.name
            );
        }
    }
}
