//! The command line: arguments, files, streams, exit codes. What is computed and said comes from
//! `session` and `function`.

mod arguments;
mod commands;

use arguments::{Arguments, Command};
use clap::Parser;
use std::fmt;
use std::io;

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All went well.
    Success = 0,
    /// The formula, or what was asked of it, was refused.
    Refused = 1,
    /// The command line was wrong.
    Usage = 2,
    /// A file or stream could not be read or written.
    Files = 3,
}

/// Why a command failed: what to say on standard error, and the exit code.
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) exit: Exit,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl fmt::Display) -> Self {
        Failure {
            message: message.to_string(),
            exit,
        }
    }

    pub(crate) fn file(path: &str, error: &io::Error) -> Self {
        Failure::new(Exit::Files, format!("error: {path}: {error}"))
    }
}

/// Runs the command line of this process.
pub fn main() -> Exit {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let shown = error.print();
            return match (error.use_stderr(), shown) {
                (true, _) => Exit::Usage,
                (false, Err(_)) => Exit::Files,
                (false, Ok(())) => Exit::Success,
            };
        }
    };
    let color = arguments.color();
    let Some(command) = &arguments.command else {
        return finish(commands::talk(color));
    };
    let result = match command {
        Command::Compile(options) => commands::compile(options, color),
        Command::Eval(options) => commands::eval(options, color),
        Command::Diff(options) => commands::diff(options, color),
        Command::Pipe => commands::pipe(),
    };
    finish(result)
}

fn finish(result: Result<(), Failure>) -> Exit {
    match result {
        Ok(()) => Exit::Success,
        Err(failure) => {
            if !failure.message.is_empty() {
                eprintln!("{}", failure.message.trim_end());
            }
            failure.exit
        }
    }
}
