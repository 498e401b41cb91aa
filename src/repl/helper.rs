//! What the line editor asks: completion, hints, colours, whether a line is finished.

use super::highlight::highlight;
use super::hinter::HintWorker;
use super::world;
use crate::session::{Candidate, Completion, Session, is_unfinished};
use rustyline::Context;
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hint, Hinter};
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use std::borrow::Cow;
use std::cell::RefCell;
use std::time::Duration;

/// A hint needs so many columns, or it is left out.
const LEAST_ROOM: usize = 12;

/// The helper of the line editor.
pub(super) struct LineHelper {
    session: Session,
    color: bool,
    width: usize,
    hints: RefCell<HintWorker>,
}

impl LineHelper {
    pub(super) fn new(color: bool) -> Self {
        LineHelper {
            session: Session::new(),
            color,
            width: 80,
            hints: RefCell::new(HintWorker::new()),
        }
    }

    /// Gets ready for the next line, on a terminal of so many columns.
    pub(super) fn prepare(&mut self, session: &Session, width: usize) {
        self.session = session.clone();
        self.width = width;
    }
}

impl rustyline::Helper for LineHelper {}

/// A hint that is read, not taken over.
pub(super) struct LineHint(String);

impl Hint for LineHint {
    fn display(&self) -> &str {
        &self.0
    }

    fn completion(&self) -> Option<&str> {
        None
    }
}

impl Hinter for LineHelper {
    type Hint = LineHint;

    fn hint(&self, line: &str, position: usize, _: &Context<'_>) -> Option<LineHint> {
        let budget = self.session.hint_budget();
        if position < line.len() || budget == 0 || line.is_empty() {
            return None;
        }
        // What a command takes stands beside it, behind the prompt and the line; what a formula gives, below it.
        let is_command = line.starts_with(':');
        let used = if is_command {
            line.chars().count() + 3
        } else {
            1
        };
        let room = self.width.checked_sub(used)?;
        if room < LEAST_ROOM {
            return None;
        }
        let budget = Duration::from_millis(budget);
        let hint = self.hints.borrow_mut().ask(&self.session, line, budget)?;
        let hint = if is_command {
            hint
        } else {
            format!("# {hint}")
        };
        let cut = match hint.char_indices().nth(room) {
            None => hint,
            Some(_) => hint.chars().take(room - 1).chain(['…']).collect(),
        };
        Some(LineHint(match is_command {
            true => cut,
            false => format!("\n{cut}"),
        }))
    }
}

impl Completer for LineHelper {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let pair = |candidate: Candidate| Pair {
            display: candidate.display,
            replacement: candidate.replacement,
        };
        Ok(match self.session.complete(line, position) {
            Completion::Words(start, found) => (start, found.into_iter().map(pair).collect()),
            Completion::File(start) => (start, files(&line[start..position])),
        })
    }
}

/// The files whose names begin as typed.
fn files(typed: &str) -> Vec<Pair> {
    let typed = typed.trim_start_matches('"');
    let cut = typed.rfind('/').map_or(0, |slash| slash + 1);
    let (folder, begun) = typed.split_at(cut);
    let shown = if folder.is_empty() { "." } else { folder };
    let Ok(entries) = std::fs::read_dir(world::expand(shown)) else {
        return Vec::new();
    };
    let mut found: Vec<Pair> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let hidden = name.starts_with('.') && !begun.starts_with('.');
            if !name.starts_with(begun) || hidden {
                return None;
            }
            let slash = if entry.path().is_dir() { "/" } else { "" };
            Some(Pair {
                display: format!("{name}{slash}"),
                replacement: format!("{folder}{name}{slash}"),
            })
        })
        .collect();
    found.sort_by(|a, b| a.display.cmp(&b.display));
    found
}

impl Highlighter for LineHelper {
    fn highlight<'l>(&self, line: &'l str, position: usize) -> Cow<'l, str> {
        let colored = self.color.then(|| highlight(&self.session, line, position));
        colored.flatten().map_or(Cow::Borrowed(line), Cow::Owned)
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        match self.color {
            true => Cow::Owned(format!("\x1b[2m{hint}\x1b[0m")),
            false => Cow::Borrowed(hint),
        }
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        self.color
    }
}

impl Validator for LineHelper {
    fn validate(&self, ctx: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let typed = ctx.input();
        // An empty line says that no more comes, and then what is missing is told.
        let given_up = typed.contains('\n')
            && typed
                .rsplit('\n')
                .next()
                .is_some_and(|line| line.trim().is_empty());
        Ok(match is_unfinished(typed) && !given_up {
            true => ValidationResult::Incomplete,
            false => ValidationResult::Valid(None),
        })
    }
}
