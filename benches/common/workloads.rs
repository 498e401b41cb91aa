//! The formulas of `workloads.json`, and how they are measured.

use criterion::Criterion;
use serde_json::Value;
use std::time::Duration;
use symdiff::{Function, ReadOptions};

pub struct Workload {
    pub name: String,
    pub text: String,
    pub variables: Vec<String>,
}

/// The workloads, in the order of the file.
pub fn workloads() -> Vec<Workload> {
    let workload = |row: &Value| Workload {
        name: row["name"].as_str().expect("a name").to_owned(),
        text: row["expr"].as_str().expect("a text").to_owned(),
        variables: names(row).map(str::to_owned).collect(),
    };
    rows().iter().map(workload).collect()
}

/// The rows of the file.
pub fn rows() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/workloads.json");
    let text = std::fs::read_to_string(path).expect("the workloads are part of the project");
    serde_json::from_str(&text).expect("the workloads are a list in JSON")
}

/// The variables of a row.
pub fn names(row: &Value) -> impl Iterator<Item = &str> {
    let names = row["vars"].as_array().expect("a list").iter();
    names.map(|name| name.as_str().expect("a name"))
}

impl Workload {
    /// The formula, read.
    pub fn function(&self) -> Function {
        let options = ReadOptions {
            variables: Some(self.variables.clone()),
            ..ReadOptions::default()
        };
        Function::parse_with(&self.text, &options).expect("the workload is read")
    }
}

/// Short measurements, so that all of them together take some minutes; arguments of the command line come after.
pub fn settings() -> Criterion {
    Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(500))
        .sample_size(20)
        .nresamples(10_000)
        .without_plots()
}
