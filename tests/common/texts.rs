//! The formulas of the reference files, without the references.

use serde_json::Value;

/// Name and text of each formula of `tests/data/<file>`.
pub fn texts(file: &str) -> Vec<(String, String)> {
    let path = format!("{}/tests/data/{file}", env!("CARGO_MANIFEST_DIR"));
    let lines = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let read = |line: &str| {
        let row: Value = serde_json::from_str(line).unwrap();
        let text = |field: &str| row[field].as_str().unwrap().to_owned();
        (text("name"), text("expr"))
    };
    lines.lines().map(read).collect()
}
