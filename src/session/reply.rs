//! What a session says.

use super::input::Input;
use crate::error::Error;
use crate::text::{Diagnostic, RenderOptions, render, visible};

/// What a text that was typed is called.
pub(super) const TYPED: &str = "input";

/// One reply to one input.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// What was asked for: lines without a line end behind the last.
    Result(String),
    /// What a name means now.
    Defined(String),
    /// A remark.
    Note(String),
    /// How the input is grouped, where that may surprise.
    Reading(String),
    /// What is wrong with the input: its text, what it is called, and what to say about it.
    Refusal {
        /// The whole text that the places are counted in.
        source: String,
        /// What the text is called.
        origin: String,
        /// At least one error.
        diagnostics: Vec<Diagnostic>,
    },
    /// What went wrong without a place in the input.
    Failure(Error),
    /// The session is over.
    Quit,
}

impl Reply {
    /// Whether the input was refused.
    pub fn is_problem(&self) -> bool {
        matches!(self, Reply::Refusal { .. } | Reply::Failure(_))
    }

    /// For people, each line with its end.
    pub fn render(&self, color: bool) -> String {
        let dim = |text: String| match color {
            true => format!("\x1b[2m{text}\x1b[0m\n"),
            false => text + "\n",
        };
        let options = RenderOptions::default().with_color(color);
        match self {
            Reply::Result(text) | Reply::Defined(text) => shown(text) + "\n",
            Reply::Note(text) => dim(format!("note: {}", shown(text))),
            Reply::Reading(text) => dim(format!("read as {}", shown(text))),
            Reply::Refusal {
                source,
                origin,
                diagnostics,
            } => {
                let options = options.with_origin(origin.as_str());
                let drawn = render(Some(source), diagnostics, &options);
                if origin != TYPED || source.contains('\n') {
                    return drawn;
                }
                // Of a line that was just typed nobody needs to be told which it is.
                let lines = drawn.split_inclusive('\n');
                lines.filter(|line| !is_place(line)).collect()
            }
            Reply::Failure(error) => error.render(&options),
            Reply::Quit => String::new(),
        }
    }

    /// A refusal at a place of an input.
    pub(super) fn refusal(input: &Input<'_>, diagnostics: Vec<Diagnostic>) -> Reply {
        Reply::Refusal {
            source: input.source.to_owned(),
            origin: input.origin.to_owned(),
            diagnostics,
        }
    }
}

/// Whether a drawn line only names the place of what follows.
fn is_place(line: &str) -> bool {
    let mut plain = String::new();
    for (number, part) in line.split('\x1b').enumerate() {
        let text = if number == 0 {
            Some(part)
        } else {
            part.split_once('m').map(|(_, text)| text)
        };
        plain.push_str(text.unwrap_or_default());
    }
    plain.trim_start().starts_with("--> ") && plain.contains(TYPED)
}

/// A remark may repeat what somebody typed, and nothing in it may be obeyed by a terminal.
fn shown(text: &str) -> String {
    let keep = |letter: char| {
        if letter == '\n' {
            letter
        } else {
            visible(letter)
        }
    };
    text.chars().map(keep).collect()
}
