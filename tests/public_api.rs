//! What users see of the library: each item has an example that runs, and none shows a type of a dependency.

use std::path::{Path, PathBuf};

/// Files whose public items are all part of the library's face.
const FACE: &[&str] = &["error.rs", "building", "function", "interop"];

/// Public items of other rooms that the library shows: file, and the words that begin the line of the item.
const SHOWN: &[(&str, &str)] = &[
    ("codes/kind.rs", "pub enum ErrorKind"),
    ("graph/shape.rs", "pub enum Shape"),
    ("graph/sheet.rs", "pub enum Sharing"),
    ("graph/sheet.rs", "pub struct Sheet"),
    ("limits.rs", "pub struct Limits"),
    ("simplify/mod.rs", "pub struct Options"),
    ("text/code.rs", "pub struct Code"),
    ("text/diagnostic.rs", "pub enum Severity"),
    ("text/diagnostic.rs", "pub struct Diagnostic"),
    ("text/render.rs", "pub struct RenderOptions"),
    ("text/span.rs", "pub struct Span"),
];

/// Crates whose types may stand in no public signature outside `interop`.
const CRATES: &[&str] = &[
    "BigInt",
    "BigRational",
    "HashMap",
    "IndexMap",
    "Number",
    "SmallVec",
    "annotate_snippets",
    "clap",
    "cranelift",
    "hashbrown",
    "indexmap",
    "nom",
    "num_bigint",
    "num_rational",
    "rustyline",
    "serde_json",
    "smallvec",
];

const ITEMS: &[&str] = &[
    "pub fn ",
    "pub const fn ",
    "pub struct ",
    "pub enum ",
    "pub trait ",
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            files(&entry.unwrap().path(), found);
        }
    } else {
        found.push(path.to_owned());
    }
}

/// The comment and the attributes above a line.
fn above(lines: &[&str], place: usize) -> String {
    let is_above = |line: &&&str| {
        let line = line.trim();
        // An attribute may take several lines.
        let ends_another = line.is_empty() || line.ends_with(['{', '}', ';', ',']);
        line.starts_with("///")
            || !ends_another
            || line.starts_with("derive(")
            || line.starts_with("feature")
    };
    let mut above: Vec<&str> = lines[..place]
        .iter()
        .rev()
        .take_while(is_above)
        .copied()
        .collect();
    above.reverse();
    above.join("\n")
}

/// A signature, up to its body.
fn signature(lines: &[&str], place: usize) -> String {
    let mut signature = String::new();
    for line in &lines[place..] {
        let (head, ends) = match line.split_once('{') {
            Some((head, _)) => (head, true),
            None => (*line, line.trim_end().ends_with(';')),
        };
        signature.push_str(head);
        if ends {
            break;
        }
    }
    signature
}

fn check(
    text: &str,
    path: &str,
    is_shown: impl Fn(&str) -> bool,
    failures: &mut Vec<String>,
) -> usize {
    let lines: Vec<&str> = text
        .lines()
        .take_while(|line| *line != "#[cfg(test)]")
        .collect();
    let mut count = 0;
    for (place, line) in lines.iter().enumerate() {
        let item = line.trim_start();
        if !ITEMS.iter().any(|start| item.starts_with(start)) || !is_shown(item) {
            continue;
        }
        let above = above(&lines, place);
        if above.contains("#[doc(hidden)]") {
            continue;
        }
        count += 1;
        // The items of `math` are made by a macro, with an example for each.
        if !above.contains("/// ```") {
            failures.push(format!("{path}:{}: no example: {item}", place + 1));
        }
        let signature = signature(&lines, place);
        let mut words = signature.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        let foreign = words.find(|word| CRATES.contains(word));
        if let Some(word) = foreign.filter(|_| !path.starts_with("interop")) {
            failures.push(format!("{path}:{}: shows `{word}`: {item}", place + 1));
        }
    }
    count
}

#[test]
fn every_item_has_an_example_and_no_foreign_type() {
    let mut failures = Vec::new();
    let mut count = 0;
    for face in FACE {
        let mut found = Vec::new();
        files(&source().join(face), &mut found);
        for file in found {
            let text = std::fs::read_to_string(&file).unwrap();
            let path = file.strip_prefix(source()).unwrap().display().to_string();
            count += check(&text, &path, |_| true, &mut failures);
        }
    }
    for (path, item) in SHOWN {
        let text = std::fs::read_to_string(source().join(path)).unwrap();
        let shown = check(&text, path, |line| line.starts_with(item), &mut failures);
        assert_eq!(shown, 1, "{path} has `{item}`");
        count += shown;
    }
    assert!(count > 100, "{count} items are found");
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn what_is_missing_is_noticed() {
    let text = "/// Words.\npub fn bare(x: &BigInt) {}\n\n/// ```\n/// ```\n#[derive(Debug)]\npub struct Good(f64);\n";
    let mut failures = Vec::new();
    assert_eq!(check(text, "function/x.rs", |_| true, &mut failures), 2);
    assert_eq!(failures.len(), 2, "{failures:?}");
    assert!(failures[0].contains("no example") && failures[1].contains("BigInt"));
}
