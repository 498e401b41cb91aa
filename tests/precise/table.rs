//! Every row of the table of functions against the references of its values.

use super::common::{inputs, lines, read, signed_units};
use std::collections::BTreeMap;
use symdiff::functions::{self, Exactly};
use symdiff::precise::PreciseOptions;

#[test]
fn rows_are_what_their_references_say() {
    let mut wrong = Vec::new();
    let mut undecided: BTreeMap<String, usize> = BTreeMap::new();
    let mut right: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines("functions/values.jsonl") {
        let name = line["function"].as_str().expect("a name");
        let at: Vec<f64> = line["at"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|text| text.as_str().expect("a text").parse().expect("a number"))
            .collect();
        if at.iter().any(|value| !value.is_finite()) {
            continue;
        }
        let want: f64 = line["value"]
            .as_str()
            .expect("a text")
            .parse()
            .expect("a number");
        let rest = line["rest"].as_f64().expect("a number");
        let names: Vec<String> = (0..at.len()).map(|place| format!("x{place}")).collect();
        let text = match name {
            "^" => "x0^x1".to_owned(),
            _ => format!("{name}({})", names.join(", ")),
        };
        let read = read(&text, &names);
        let found = &read
            .formula
            .evaluate(&inputs(&read, &at), &PreciseOptions::default())[0];
        match found.nearest() {
            // The reference lies `rest` units above its nearest number.
            Some(got) if (signed_units(got, want) - rest).abs() <= 0.500_01 => {
                *right.entry(name.to_owned()).or_default() += 1
            }
            None => {
                *undecided.entry(name.to_owned()).or_default() += 1;
                if std::env::var("SHOW").is_ok_and(|own| own == name) {
                    println!("{text} at {at:?}: {found:?}");
                }
            }
            _ => wrong.push(format!("{text} at {at:?}: {want:e}, got {found:?}")),
        }
    }
    println!("undecided: {undecided:?}");
    println!("right: {right:?}");
    let unknown: Vec<&str> = functions::table()
        .filter(|(_, row)| !row.is_definition() && row.exactly == Exactly::Kernel)
        .map(|(_, row)| row.name)
        .collect();
    println!("known to binary64 alone: {unknown:?}");
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(40)].join("\n")
    );
}
