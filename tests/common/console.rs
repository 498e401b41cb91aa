//! Console sessions: lines that begin with `$ ` are commands, the lines up to the next one are what they print.
//!
//! Knows nothing of formulas. Commands run in a shell, in the folder of the package, with `symdiff` found first; both
//! streams are one text, as on a terminal.

use std::process::{Command, Stdio};

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
