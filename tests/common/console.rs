//! Console sessions: lines that begin with `$ ` are commands, the lines up to the next one are what they print.
//!
//! Knows nothing of formulas. Commands run in a shell, in the folder of the package, with `symdiff` found first; both
//! streams are one text, as on a terminal.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Compares files with what `replay` makes of their text, or rewrites them if `UPDATE_GOLDEN` is 1; `test` names the
/// test that does so.
pub fn check(files: &[PathBuf], test: &str, mut replay: impl FnMut(&str) -> String) {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1");
    let mut failures = Vec::new();
    for file in files {
        let before = fs::read_to_string(file).unwrap();
        let after = replay(&before);
        if update {
            fs::write(file, after).unwrap();
        } else if before != after {
            let changed = before.lines().zip(after.lines()).find(|(a, b)| a != b);
            let (old, new) = changed.unwrap_or(("(the length)", "(another)"));
            failures.push(format!("{}\n  - {old}\n  + {new}", file.display()));
        }
    }
    let help = format!("UPDATE_GOLDEN=1 cargo test --test {test}");
    assert!(failures.is_empty(), "{}\n{help}", failures.join("\n"));
}

/// Runs the commands of a session and returns it with what they print now.
pub fn replay(session: &str) -> String {
    let mut out = String::new();
    for line in session.lines() {
        let Some(command) = line.strip_prefix("$ ") else {
            continue;
        };
        if !out.is_empty() && !out.ends_with("\n\n") {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        out.push_str(&run(command));
    }
    out
}

/// What a command prints.
fn run(command: &str) -> String {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_symdiff"));
    let folder = program.parent().unwrap().display();
    let path = std::env::var("PATH").unwrap_or_default();
    // Cargo would build once more, and the test runs what it would build.
    let command = command.replace("cargo run --release -- ", "symdiff ");
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!("exec 2>&1\n{command}"))
        .env("PATH", format!("{folder}:{path}"))
        .env("NO_COLOR", "1")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}
