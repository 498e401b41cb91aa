//! What derivatives cost beside the value, on formulas from practice, and whether they are right there.

mod common {
    pub mod generator;
    pub mod literal;
    pub mod run;
}

use common::generator::Random;
use common::literal;
use common::run::run;
use serde_json::Value;
use symdiff::program::cost;
use symdiff::{Function, Quantity, ReadOptions, Request};

/// The most that value and gradient together may cost, in costs of the value.
const MOST: f64 = 4.0;
/// Relative to the larger of an entry and 1 % of the largest: what literal evaluation leaves of binary64.
const TOLERANCE: f64 = 1e-9;

struct Workload {
    name: String,
    variables: Vec<String>,
    function: Function,
    /// For each variable.
    ranges: Vec<(f64, f64)>,
}

fn workloads() -> Vec<Workload> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/workloads.json");
    let text = std::fs::read_to_string(path).unwrap();
    let rows: Vec<Value> = serde_json::from_str(&text).unwrap();
    rows.iter().map(read).collect()
}

fn read(row: &Value) -> Workload {
    let variables: Vec<String> = serde_json::from_value(row["vars"].clone()).unwrap();
    let range = |name: &String| {
        let own = row["ranges"].get(name).unwrap_or(&row["range"]);
        serde_json::from_value(own.clone()).unwrap()
    };
    let options = ReadOptions {
        variables: Some(variables.clone()),
        ..ReadOptions::default()
    };
    Workload {
        name: row["name"].as_str().unwrap().to_owned(),
        function: Function::parse_with(row["expr"].as_str().unwrap(), &options).unwrap(),
        ranges: variables.iter().map(range).collect(),
        variables,
    }
}

#[test]
fn a_gradient_costs_at_most_four_values() {
    let mut dear = Vec::new();
    println!(
        "{:>16} {:>8} {:>8} {:>6}",
        "workload", "value", "both", "ratio"
    );
    for workload in workloads() {
        let measure = |quantities: &[Quantity]| {
            let request = Request::of(quantities.iter().cloned());
            cost(workload.function.derive(&request).unwrap().program())
        };
        let value = measure(&[Quantity::Value]);
        let both = measure(&[Quantity::Value, Quantity::Gradient]);
        let ratio = both as f64 / value as f64;
        println!("{:>16} {value:>8} {both:>8} {ratio:>6.2}", workload.name);
        if ratio > MOST {
            dear.push(format!("{}: {ratio:.2}", workload.name));
        }
    }
    assert!(dear.is_empty(), "above {MOST}: {}", dear.join(", "));
}

#[test]
fn value_and_gradient_are_those_of_dual_numbers() {
    let mut random = Random::new(41);
    for workload in workloads() {
        let between =
            |&(low, high): &(f64, f64)| low + (high - low) * (random.number() + 2.0) / 4.0;
        let point: Vec<f64> = workload.ranges.iter().map(between).collect();
        let request = Request::of([Quantity::Value, Quantity::Gradient]);
        let found = run(&workload.function, &request, std::slice::from_ref(&point)).remove(0);
        let text = workload.function.source().unwrap_or_default();
        let dual = literal::evaluate(text, &workload.variables, &point, 1);
        let near = |got: f64, want: f64, largest: f64| {
            (got - want).abs() <= TOLERANCE * want.abs().max(0.01 * largest)
        };
        let name = &workload.name;
        assert!(
            near(found[0], dual.value, 0.0),
            "{name}: {} {}",
            found[0],
            dual.value
        );
        let largest = dual.gradient.iter().fold(0.0, |a: f64, b| a.max(b.abs()));
        for (place, (&got, &want)) in found[1..].iter().zip(&dual.gradient).enumerate() {
            let variable = &workload.variables[place];
            assert!(
                near(got, want, largest),
                "{name}: d/d{variable} = {got}, not {want}"
            );
        }
    }
}
