//! The built program, driven over its streams.

#[path = "fed.rs"]
pub mod fed;

use fed::fed;
use std::process::Command;

/// How a run ended.
pub struct Outcome {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs the program with arguments and a standard input.
pub fn symdiff(arguments: &[&str], input: &[u8]) -> Outcome {
    let output = fed(
        Command::new(env!("CARGO_BIN_EXE_symdiff")).args(arguments),
        input,
    );
    Outcome {
        code: output.status.code().expect("no signal ends the program"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
