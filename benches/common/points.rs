//! A point for each workload.

use super::workloads::{names, rows};
use serde_json::Value;

/// Points inside each variable's range, in the order of the workloads and the same in each run.
pub fn points() -> Vec<Vec<f64>> {
    rows().iter().map(point).collect()
}

fn point(row: &Value) -> Vec<f64> {
    let entries = names(row).enumerate().map(|(place, name)| {
        let range = row.get("ranges").and_then(|ranges| ranges.get(name));
        let range = range.unwrap_or(&row["range"]);
        let [low, high] = [0, 1].map(|end| range[end].as_f64().expect("a number"));
        // The golden ratio spreads the points evenly.
        low + (high - low) * ((place as f64 + 1.0) * 0.618_033_988_749_894_9).fract()
    });
    entries.collect()
}
