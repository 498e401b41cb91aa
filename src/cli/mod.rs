//! The command line: arguments, files, streams, exit codes. What is computed and said comes from
//! `session` and `function`.

mod arguments;
mod bounds;
mod commands;
mod explain;
mod files;
mod hints;
mod pages;
mod pipe;
mod prompt;

use crate::codes::ErrorKind;
use crate::error::Error;
use crate::limits::Limits;
use crate::session::json;
use crate::text::{Diagnostic, RenderOptions, render};
use arguments::{Arguments, Command};
use serde_json::Value;
use std::ffi::OsString;
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

/// Why a command failed, and what its input is called.
pub(crate) struct Failure {
    pub(crate) error: Error,
    pub(crate) origin: String,
}

impl From<Error> for Failure {
    /// An error about no place of an input, or about what a caller can see.
    fn from(error: Error) -> Self {
        Failure {
            error,
            origin: "expression".to_owned(),
        }
    }
}

impl Failure {
    fn exit(&self) -> Exit {
        match self.error.kind() {
            ErrorKind::File => Exit::Files,
            _ => Exit::Refused,
        }
    }
}

/// What a command says, kept until it has ended: results first, remarks behind them.
#[derive(Default)]
pub(super) struct Console {
    /// Whether remarks and errors are colored.
    color: bool,
    /// Whether results are colored.
    color_out: bool,
    /// Whether results, remarks and errors are one JSON object.
    json: bool,
    out: String,
    notes: String,
    json_notes: Vec<Value>,
}

impl Console {
    fn options(&self, origin: &str) -> RenderOptions {
        RenderOptions::default()
            .with_origin(origin)
            .with_color(self.color)
    }

    /// Remarks on an input, or on none.
    fn remark(&mut self, source: Option<&str>, origin: &str, notes: &[Diagnostic]) {
        if self.json {
            let all = notes.iter().map(|note| json::diagnostic(source, note));
            self.json_notes.extend(all);
        } else {
            let drawn = render(source, notes, &self.options(origin));
            self.notes.push_str(&drawn);
        }
    }

    /// A line for people alone.
    fn say(&mut self, line: &str) {
        self.notes.push_str(line);
        self.notes.push('\n');
    }

    /// What is said of a failure: text, or a JSON object where JSON is asked for.
    fn describe(&self, failure: &Failure) -> String {
        if self.json {
            format!("{:#}\n", json::error(&failure.error))
        } else {
            failure.error.render(&self.options(&failure.origin))
        }
    }
}

/// Runs the command line of this process.
pub fn main() -> Exit {
    let words: Vec<OsString> = std::env::args_os().collect();
    let arguments = match Arguments::read(&words) {
        Ok(arguments) => arguments,
        Err(error) => return show_usage(&error),
    };
    let mut console = Console {
        color: arguments.color(&io::stderr()),
        color_out: arguments.color(&io::stdout()),
        ..Console::default()
    };
    let Some(command) = &arguments.command else {
        return prompt::talk(&arguments, &console);
    };
    let result = run(command, &arguments.bounds.0, &mut console)
        .and_then(|()| Ok(files::print(&console.out)?));
    files::say(&console.notes);
    let Err(failure) = result else {
        return Exit::Success;
    };
    let said = console.describe(&failure);
    // With --json one stream tells all. Where it cannot be written the exit code is left.
    if console.json {
        let _ = files::print(&said);
    } else {
        files::say(&said);
    }
    failure.exit()
}

/// Runs one command; what it says is left in `console`.
fn run(command: &Command, limits: &Limits, console: &mut Console) -> Result<(), Failure> {
    match command {
        Command::Compile(options) => commands::compile(options, limits, console),
        Command::Eval(options) => commands::eval(options, limits, console),
        Command::Diff(options) => commands::diff(options, limits, console),
        Command::Pipe => pipe::pipe(limits),
        Command::Explain(options) => explain::explain(options, console),
        Command::Completions { shell } => pages::completions(*shell, console),
        Command::Man { command } => pages::man(command.as_deref(), console),
    }
}

/// Help, version, or what is wrong with the command line.
fn show_usage(error: &clap::Error) -> Exit {
    match (error.use_stderr(), error.print()) {
        (true, _) => Exit::Usage,
        (false, Err(error)) if error.kind() != io::ErrorKind::BrokenPipe => Exit::Files,
        (false, _) => Exit::Success,
    }
}
