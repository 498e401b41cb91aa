//! The rows of the reference files.

use serde_json::{Map, Value};

/// A formula with references at some points.
pub struct Row {
    pub name: String,
    pub expr: String,
    pub variables: Vec<String>,
    pub points: Vec<Point>,
}

/// References at one point; entries in the order of the variables.
pub struct Point {
    pub at: Vec<f64>,
    pub value: f64,
    pub gradient: Vec<f64>,
    /// Row, column, second derivative.
    pub hessian: Option<Vec<(usize, usize, f64)>>,
}

/// Reads `tests/data/<file>`.
pub fn rows(file: &str) -> Vec<Row> {
    let path = format!("{}/tests/data/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.lines()
        .map(|line| read(&serde_json::from_str(line).unwrap()))
        .collect()
}

fn read(row: &Value) -> Row {
    let text = |field: &str| row[field].as_str().unwrap().to_owned();
    let variables: Vec<String> = row["vars"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap().into())
        .collect();
    let ordered = |map: &Map<String, Value>| -> Vec<f64> {
        variables
            .iter()
            .map(|name| map[name].as_f64().unwrap())
            .collect()
    };
    let points = row["points"].as_array().unwrap().iter().map(|point| Point {
        at: ordered(point["at"].as_object().unwrap()),
        value: point["value"].as_f64().unwrap(),
        gradient: ordered(point["grad"].as_object().unwrap()),
        hessian: point.get("hess").and_then(Value::as_object).map(|entries| {
            let place = |name: &str| variables.iter().position(|own| own == name).unwrap();
            entries
                .iter()
                .map(|(key, value)| {
                    let (a, b) = key.split_once(',').unwrap();
                    (place(a), place(b), value.as_f64().unwrap())
                })
                .collect()
        }),
    });
    Row {
        name: text("name"),
        expr: text("expr"),
        points: points.collect(),
        variables: variables.clone(),
    }
}
