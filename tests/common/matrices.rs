//! The rows of tests/data/matrix.jsonl.

/// The declarations of a row of the references, with numbers for the dimensions.
pub fn declarations(row: &serde_json::Value) -> String {
    let shape = |text: &str| {
        let mut words = text.split_whitespace();
        let word = words.next().unwrap();
        let numbers: Vec<String> = words.map(|name| row["dims"][name].to_string()).collect();
        match numbers.is_empty() {
            true => word.to_owned(),
            false => format!("{word}({})", numbers.join(", ")),
        }
    };
    let list = row["decls"].as_object().unwrap();
    let lines = list
        .iter()
        .map(|(name, own)| format!("{name}: {};\n", shape(own.as_str().unwrap())));
    lines.collect()
}
