//! The language at the prompt, without a terminal: sessions as data, the examples of the help, the tour, and inputs
//! that nobody types in earnest.
//!
//! `UPDATE_GOLDEN=1 cargo test --test session` writes the sessions anew from their inputs.

#![cfg(feature = "cli")]

mod hostile;
mod replay;
mod saving;

use replay::{Memory, matches, printed, replay};
use std::fs;
use std::path::{Path, PathBuf};
use symdiff::session::{COMMANDS, Session, logical_lines};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cases() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("tests/session"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "session")
        })
        .collect();
    files.sort();
    files
}

/// Compares a file with what it should be, or writes it.
fn check(path: &Path, before: &str, after: &str) {
    if before == after {
        return;
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        fs::write(path, after).unwrap();
        return;
    }
    let changed = before.lines().zip(after.lines()).find(|(a, b)| a != b);
    let (old, new) = changed.unwrap_or(("(the length)", "(another)"));
    panic!(
        "{}\n  - {old}\n  + {new}\nUPDATE_GOLDEN=1 cargo test --test session",
        path.display()
    );
}

#[test]
fn sessions_reply_what_they_did() {
    let files = cases();
    assert!(files.len() >= 6, "{files:?}");
    for path in files {
        let before = fs::read_to_string(&path).unwrap();
        check(&path, &before, &replay(&before));
    }
}

#[test]
fn the_sessions_of_the_documentation_are_true() {
    for (file, least) in [("README.md", 1), ("docs/repl.md", 4)] {
        let path = root().join(file);
        let before = fs::read_to_string(&path).unwrap();
        let (mut after, mut rest, mut count) = (String::new(), before.as_str(), 0);
        while let Some((front, behind)) = rest.split_once("```symdiff\n") {
            let (session, more) = behind.split_once("```\n").expect("the session ends");
            after.push_str(front);
            after.push_str(&format!("```symdiff\n{}```\n", replay(session)));
            rest = more;
            count += 1;
        }
        after.push_str(rest);
        assert!(count >= least, "{file}: {count} sessions");
        check(&path, &before, &after);
    }
}

#[test]
fn a_changed_reply_is_noticed() {
    assert_eq!(replay("> 1 + 1\n2\n"), "> 1 + 1\n2\n");
    assert_eq!(replay("> 1 + 1\n3\n\n> x\n"), "> 1 + 1\n2\n\n> x\nx\n");
    assert!(
        matches("in # ms", "in 0.25 ms") && !matches("in # ms", "in x ms") && !matches("a", "ab")
    );
}

#[test]
fn examples_of_the_help_are_true() {
    let mut count = 0;
    for command in COMMANDS {
        assert!(
            !command.summary.is_empty() && !command.summary.ends_with('.'),
            ":{}",
            command.name
        );
        for example in command.examples {
            let mut session = Session::new();
            let mut host = Memory::usual();
            let mut last = String::new();
            for line in example.input.lines() {
                let replies = session.enter(line, &mut host);
                assert!(
                    replies.iter().all(|reply| !reply.is_problem()),
                    "{line}: {replies:?}"
                );
                last = printed(&replies);
            }
            let found = last.trim_end().trim_end_matches("(leaves)");
            assert!(matches(example.reply, found), "{}\n{found}", example.input);
            count += 1;
        }
    }
    assert!(count >= 20, "{count} examples");
}

#[test]
fn every_command_function_and_setting_is_explained() {
    let mut session = Session::new();
    let mut host = Memory::usual();
    let functions: Vec<&str> = symdiff::functions::names().collect();
    let commands: Vec<String> = COMMANDS
        .iter()
        .map(|command| format!(":{}", command.name))
        .collect();
    let topics = functions
        .iter()
        .copied()
        .chain(commands.iter().map(String::as_str))
        .chain([
            "if", "sum", "dot", "pi", "π", "e", "+", "-", "*", "/", ".*", "^", "**", "<", "<=",
            ">", ">=",
        ])
        .chain([
            "&&", "and", "||", "or", "!", "'", "=", ":", ";", "#", "ans", "_", "digits",
        ]);
    for topic in topics {
        let replies = session.enter(&format!("?{topic}"), &mut host);
        assert!(
            !replies.is_empty() && !replies[0].is_problem(),
            "?{topic}: {replies:?}"
        );
        assert_eq!(session.enter(&format!(":help {topic}"), &mut host), replies);
    }
}

#[test]
fn the_tour_goes_without_an_error() {
    let tour = fs::read_to_string(root().join("repl_history.example")).unwrap();
    let mut session = Session::new();
    let mut host = Memory::usual();
    let mut inputs = 0;
    let mut out = String::new();
    for range in logical_lines(&tour) {
        let line = tour[range].trim_end();
        let replies = session.enter(line, &mut host);
        assert!(
            replies.iter().all(|reply| !reply.is_problem()),
            "{line}: {replies:?}"
        );
        out.push_str(&format!(
            "> {}\n{}\n",
            line.replace('\n', "\n| "),
            printed(&replies)
        ));
        inputs += 1;
    }
    assert!(inputs >= 40, "{inputs} inputs");
    // Measured numbers are those of another day.
    let path = root().join("tests/session/tour.txt");
    let before = fs::read_to_string(&path).unwrap_or_default();
    let same = before.lines().count() == out.lines().count()
        && before
            .lines()
            .zip(out.lines())
            .all(|(old, new)| matches(old, new) || old == new);
    if !same {
        check(&path, &before, &out);
    }
    let commands = COMMANDS
        .iter()
        .filter(|command| tour.contains(&format!(":{}", command.name)));
    assert_eq!(
        commands.count(),
        COMMANDS.len(),
        "the tour shows each command"
    );
}
