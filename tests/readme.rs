//! The console sessions of the README and of the documentation are what the commands print.
//!
//! `UPDATE_GOLDEN=1 cargo test --test readme` writes them anew from their commands.

#![cfg(all(feature = "cli", unix))]

mod common {
    pub mod console;
}

use std::fs;
use std::path::PathBuf;

const OPEN: &str = "```console\n";
const CLOSE: &str = "```\n";

fn documents() -> Vec<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<PathBuf> = fs::read_dir(root.join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    files.insert(0, root.join("README.md"));
    files
}

/// The text with what its sessions print now, and the number of sessions.
fn replayed(text: &str) -> (String, usize) {
    let (mut out, mut rest, mut count) = (String::new(), text, 0);
    while let Some((before, behind)) = rest.split_once(OPEN) {
        let (session, after) = behind.split_once(CLOSE).expect("the session ends");
        out.push_str(before);
        out.push_str(OPEN);
        out.push_str(&common::console::replay(session));
        out.push_str(CLOSE);
        rest = after;
        count += 1;
    }
    (out + rest, count)
}

#[test]
fn sessions_print_what_the_documents_say() {
    let mut sessions = 0;
    common::console::check(&documents(), "readme", |text| {
        let (after, count) = replayed(text);
        sessions += count;
        after
    });
    assert!(sessions >= 8, "{sessions} sessions");
}

#[test]
fn a_wrong_session_is_noticed() {
    let right = "Text.\n```console\n$ symdiff diff 'x^2' x\n2*x\n```\nMore.\n";
    let wrong = right.replace("2*x\n", "x\n");
    assert_eq!(replayed(right), (right.to_owned(), 1));
    assert_eq!(replayed(&wrong), (right.to_owned(), 1));
}

#[test]
fn the_two_commands_of_the_readme_are_there() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    for line in [
        "$ cargo run --release -- compile examples/cs231n.txt",
        "cargo test",
    ] {
        assert!(readme.lines().any(|own| own == line), "{line}");
    }
}
