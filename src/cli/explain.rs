//! Explanations of codes, with their examples as they are refused at this moment.
//!
//! Invariant: an example is run like a command of a user, so what is shown is what the program says.

use super::arguments::{Arguments, ExplainOptions};
use super::hints::shell_word;
use super::prompt;
use super::{Console, Failure};
use crate::codes::{self, ErrorKind, Example, Row};
use crate::error::Error;
use crate::limits;
use crate::session::pipe;
use crate::text::{Severity, nearest, quote};
use std::ffi::OsString;
use std::fmt::Write;

/// Longer lines are broken.
const WIDTH: usize = 80;

/// The same in the document.
const PAGE_WIDTH: usize = 115;

pub(super) fn explain(options: &ExplainOptions, console: &mut Console) -> Result<(), Failure> {
    let text = match &options.code {
        _ if options.markdown => document(),
        None => list(),
        Some(name) => {
            let Some(row) = codes::find(name) else {
                return Err(unknown(name).into());
            };
            explanation(row, console.color_out)
        }
    };
    console.out.push_str(&text);
    Ok(())
}

fn unknown(name: &str) -> Error {
    let error = Error::new(
        codes::UNKNOWN_CODE,
        format!("there is no code {}", quote(name)),
    );
    match nearest(name, codes::all().map(|row| row.code.name())) {
        Some(near) => error.with_help(format!("did you mean {}?", quote(near))),
        None => error.with_help("`symdiff explain` lists all codes"),
    }
}

/// The kinds, in the order of the table.
fn kinds() -> Vec<ErrorKind> {
    let mut kinds = Vec::new();
    for row in codes::all() {
        if !kinds.contains(&row.kind) {
            kinds.push(row.kind);
        }
    }
    kinds
}

fn of_kind(kind: ErrorKind) -> impl Iterator<Item = &'static Row> {
    codes::all().filter(move |row| row.kind == kind)
}

fn list() -> String {
    let mut out = String::new();
    for kind in kinds() {
        let _ = writeln!(out, "{kind}");
        for row in of_kind(kind) {
            let note = match row.severity {
                Severity::Error => "",
                Severity::Note => " (a note)",
            };
            let _ = writeln!(out, "  {:<26} {}{note}", row.code.name(), row.title);
        }
        out.push('\n');
    }
    out.push_str("`symdiff explain CODE` explains one of them.\n");
    out
}

fn severity(row: &Row) -> &'static str {
    match row.severity {
        Severity::Error => "error",
        Severity::Note => "note",
    }
}

fn explanation(row: &Row, color: bool) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{}[{}] ({}): {}\n",
        severity(row),
        row.code,
        row.kind,
        row.title
    );
    for line in broken(&explained(row), WIDTH) {
        let _ = writeln!(out, "{line}");
    }
    let shown = |out: &mut String, title: &str, text: &str| {
        let _ = writeln!(out, "\n{title}\n");
        for line in text.lines() {
            let _ = writeln!(out, "{}", format!("    {line}").trim_end());
        }
    };
    let example = format!("{}\n{}", typed(row.failing), said(row.failing, color));
    shown(&mut out, "For example:", &example);
    shown(&mut out, "Better:", &typed(row.mended));
    out
}

fn document() -> String {
    let mut out = String::from(
        "# Errors\n\n\
         Each error and each note has a code, which stays the same between versions. It stands in the brackets of a\n\
         message, in the field `code` of the JSON forms, and in the library as `Error::code`. The codes belong to a\n\
         few kinds, the field `kind` and `Error::kind`. `symdiff explain CODE` says the same as this page.\n\n\
         This page is written by `UPDATE_GOLDEN=1 cargo test --test diagnostics` from the table in `src/codes`.\n",
    );
    for kind in kinds() {
        let _ = writeln!(out, "\n## {kind}");
        for row in of_kind(kind) {
            let note = match row.severity {
                Severity::Error => "",
                Severity::Note => " (a note)",
            };
            let _ = writeln!(out, "\n### {}{note}\n\n{}.\n", row.code, row.title);
            for line in broken(&explained(row), PAGE_WIDTH) {
                let _ = writeln!(out, "{line}");
            }
            let said = said(row.failing, false);
            let _ = writeln!(out, "\n```text\n{}\n{}```", typed(row.failing), said);
            let _ = writeln!(out, "\nBetter:\n\n```text\n{}\n```", typed(row.mended));
        }
    }
    out
}

/// The explanation of a row, with the limits that raise it.
fn explained(row: &Row) -> String {
    let limits = limits::of_code(row.code.name());
    let limits = limits.map(|limit| format!(" {}", limit.explanation()));
    row.explanation.to_owned() + &limits.collect::<String>()
}

/// An example as somebody types it.
fn typed(example: Example) -> String {
    match example {
        Example::Formula(text) => text.to_owned(),
        Example::Command(line) => format!("$ {line}"),
        Example::Line(line) => {
            let word = shell_word(line).unwrap_or_else(|| line.to_owned());
            format!("$ echo {word} | symdiff pipe")
        }
        Example::Prompt(lines) => {
            let typed: Vec<String> = lines.lines().map(|line| format!("> {line}")).collect();
            typed.join("\n")
        }
        Example::Words(words) => words.to_owned(),
    }
}

/// What the program says to an example.
fn said(example: Example, color: bool) -> String {
    match example {
        Example::Formula(text) => command(&["symdiff", "compile", "-e", text], color),
        Example::Command(line) => {
            let words = words(line);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            command(&words, color)
        }
        Example::Line(line) => pipe::answer(line.as_bytes(), &limits::Limits::default()) + "\n",
        Example::Prompt(lines) => prompt::refusals(lines, color),
        Example::Words(_) => String::new(),
    }
}

/// What a command says on standard error.
fn command(words: &[&str], color: bool) -> String {
    let words: Vec<OsString> = words.iter().map(OsString::from).collect();
    let arguments = match Arguments::read(&words) {
        Ok(arguments) => arguments,
        Err(error) => return error.to_string(),
    };
    let mut console = Console {
        color,
        ..Console::default()
    };
    let command = arguments.command.as_ref();
    let failure =
        command.and_then(|command| super::run(command, &arguments.bounds.0, &mut console).err());
    let said = failure.map(|failure| console.describe(&failure));
    console.notes + &said.unwrap_or_default()
}

/// The words of a command line; blanks between single quotes are part of a word.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for letter in line.chars() {
        match letter {
            '\'' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            _ => {
                if let Some(word) = words.last_mut() {
                    word.push(letter);
                }
            }
        }
    }
    words
}

/// A paragraph in lines.
fn broken(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last().map_or(0, |line| line.chars().count());
        if line > 0 && line + 1 + word.chars().count() > width {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
