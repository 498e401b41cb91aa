//! The session: what it knows, and how a text that is typed is taken apart and answered.
//!
//! Invariants: a refused statement changes nothing; a name has at most one meaning; definitions never need
//! themselves; what a definition means is read anew at each use, so it follows what it mentions.

use super::command;
use super::compose::{Definition, LAST, Role};
use super::host::Host;
use super::input::Input;
use super::lines::logical_lines;
use super::names::Names;
use super::point::Point;
use super::reading::Seen;
use super::reply::Reply;
use super::settings::Settings;
use crate::graph::Constant;
use crate::interrupt::Interrupt;
use crate::limits::Limits;
use crate::resolve::{explained_forms, is_function};
use crate::syntax::{self, StatementKind, words};
use crate::text::Severity;
use hashbrown::HashSet;
use std::collections::VecDeque;
use std::sync::Arc;

/// So many changes can be taken back.
const MOST_UNDONE: usize = 1_000;

/// So many results that nothing needs may be kept.
const MOST_UNUSED: usize = 64;

/// The last result.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Last {
    /// The definition that keeps it.
    pub(super) kept: String,
    /// The name that it was given.
    pub(super) label: Option<String>,
}

/// What `:undo` brings back.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct State {
    /// In the order in which they were made.
    pub(super) names: Names,
    /// Results with all they need, under names that nobody types.
    pub(super) kept: Names,
    pub(super) last: Option<Last>,
    pub(super) point: Point,
    pub(super) settings: Settings,
}

/// The language as it is spoken at a prompt.
///
/// A clone is cheap and independent.
#[derive(Clone, Default)]
pub struct Session {
    pub(super) state: State,
    past: VecDeque<Arc<State>>,
    pub(super) seen: Seen,
    /// Results that were needed when the others were forgotten.
    needed: usize,
    /// Names made so far.
    pub(super) made: usize,
    pub(super) interrupt: Interrupt,
    limits: Arc<Limits>,
    /// Files that are being loaded, the innermost last.
    pub(super) loading: Vec<String>,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A definition, function or declaration of the session.
    Definition,
    /// The last result.
    Last,
    /// A constant of the language.
    Constant,
    /// A call that is no elementary function, such as `if`.
    Form,
}

/// Whether more of a text is read.
pub(super) type Flow = Result<(), ()>;

impl Session {
    /// A session that knows nothing yet.
    pub fn new() -> Self {
        Session::default()
    }

    /// A session that knows nothing yet, whose inputs are bounded by these limits.
    pub fn within(limits: &Limits) -> Self {
        let mut session = Session::default();
        session.state.settings.nodes = limits.nodes;
        session.limits = Arc::new(limits.clone());
        session
    }

    /// The limits, one of which can be set.
    pub(super) fn limits(&self) -> Limits {
        Limits {
            nodes: self.state.settings.nodes,
            ..(*self.limits).clone()
        }
    }

    /// Long work stops soon after `interrupt` is raised.
    pub fn set_interrupt(&mut self, interrupt: &Interrupt) {
        self.interrupt = interrupt.clone();
    }

    /// How long a hint may take, in milliseconds; 0: there are none.
    pub fn hint_budget(&self) -> u64 {
        self.state.settings.hint
    }

    /// What a name stands for; None: a variable, or a function of the table.
    pub fn name_kind(&self, name: &str) -> Option<NameKind> {
        if self.state.names.contains_key(name) {
            Some(NameKind::Definition)
        } else if LAST.contains(&name) && self.state.last.is_some() {
            Some(NameKind::Last)
        } else if Constant::named(name).is_some() {
            Some(NameKind::Constant)
        } else {
            let is_form =
                explained_forms().any(|(signature, _)| signature.split('(').next() == Some(name));
            is_form.then_some(NameKind::Form)
        }
    }

    /// Answers a typed text of one or more lines. It ends with the first problem or [`Reply::Quit`].
    pub fn enter(&mut self, text: &str, host: &mut dyn Host) -> Vec<Reply> {
        let mut replies = Vec::new();
        let _ = self.run(text, "input", host, &mut |reply| replies.push(reply));
        replies
    }

    /// The same for a script, each reply as soon as it is known. `origin` names the text.
    pub fn run_script(
        &mut self,
        text: &str,
        origin: &str,
        host: &mut dyn Host,
        say: &mut dyn FnMut(Reply),
    ) {
        let _ = self.run(text, origin, host, say);
    }

    pub(super) fn run(
        &mut self,
        text: &str,
        origin: &str,
        host: &mut dyn Host,
        say: &mut dyn FnMut(Reply),
    ) -> Flow {
        let whole = Input::whole(text, origin);
        for range in logical_lines(text) {
            let input = whole.part(range.start, range.end).trimmed();
            let before = self.state.clone();
            let flow = self.line(&input, host, say);
            self.drop_unused();
            // Results alone are no change, and inside a file the file is.
            let changed = before.names != self.state.names
                || before.settings != self.state.settings
                || before.point != self.state.point;
            if changed && self.loading.is_empty() && !command::is_undo(input.text()) {
                if self.past.len() == MOST_UNDONE {
                    self.past.pop_front();
                }
                self.past.push_back(Arc::new(before));
            }
            flow?;
            if self.interrupt.is_raised() {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn line(
        &mut self,
        input: &Input<'_>,
        host: &mut dyn Host,
        say: &mut dyn FnMut(Reply),
    ) -> Flow {
        let most = self.state.settings.output;
        let mut say = |reply| say(shortened(reply, most));
        let text = input.text();
        let outcome = if let Some(topic) = text.strip_prefix('?') {
            self.explain(&input.part(text.len() - topic.len(), text.len()).trimmed())
                .map(&mut say)
        } else if text.starts_with(':') {
            return self.command(input, host, &mut say);
        } else if let Some(command) = self.spoken_command(text) {
            let line = format!(":{command}");
            return self.command(&Input::whole(&line, input.origin), host, &mut say);
        } else {
            self.statements(input, &mut say)
        };
        outcome.map_err(say)
    }

    /// Words that people type to leave or to be helped, where they mean nothing else.
    fn spoken_command(&self, text: &str) -> Option<&'static str> {
        let command = match text {
            "quit" | "exit" => "quit",
            "help" => "help",
            _ => return None,
        };
        (!self.state.names.contains_key(text)).then_some(command)
    }

    /// Reads a text with the functions that are known here.
    pub(super) fn parsed(&self, text: &str, limits: &syntax::Limits) -> syntax::Parsed {
        let is_own = |name: &str| {
            let known = self.known(name);
            known.is_some_and(|own| matches!(own.role, Role::Function(_)))
        };
        syntax::parse_with(text, limits, &|name| is_function(name) || is_own(name))
    }

    fn statements(&mut self, input: &Input<'_>, say: &mut dyn FnMut(Reply)) -> Result<(), Reply> {
        if words(input.text()).next().is_none() {
            return Ok(());
        }
        let parsed = self.parsed(input.text(), &self.limits);
        let notes = parsed.diagnostics.iter();
        let placed: Vec<_> = notes.filter_map(|note| input.place(note, 0)).collect();
        if !parsed.is_ok() {
            return Err(Reply::refusal(input, placed));
        }
        if placed.iter().any(|note| note.severity == Severity::Note) {
            say(Reply::refusal(input, placed));
        }
        for (statement, body) in parsed
            .tree
            .statements
            .iter()
            .zip(super::compose::bodies(&parsed.tree))
        {
            let span = statement.span;
            let piece = input.part(span.start as usize, span.end as usize);
            let first = body.start;
            let nodes = &parsed.tree.nodes[body];
            if let Some(reading) = self.reading(&piece, nodes, first, span.start) {
                say(Reply::Reading(reading));
            }
            match &statement.kind {
                StatementKind::Result(_) => self.result(&piece, say)?,
                kind => self.define(&piece, span.start, kind, nodes, say)?,
            }
        }
        Ok(())
    }

    /// Takes back the last change.
    pub(super) fn undo(&mut self) -> Option<String> {
        let before = self.past.pop_back()?;
        let before = Arc::unwrap_or_clone(before);
        let after = std::mem::replace(&mut self.state, before);
        Some(difference(&after, &self.state))
    }

    /// The meaning of a name.
    pub(super) fn known(&self, name: &str) -> Option<Arc<Definition>> {
        if let Some(found) = self.state.names.get(name) {
            return Some(found.clone());
        }
        if let Some(found) = self.state.kept.get(name) {
            return Some(found.clone());
        }
        let last = self.state.last.as_ref()?;
        LAST.contains(&name).then(|| {
            Arc::new(Definition {
                name: name.to_owned(),
                role: Role::Value,
                text: format!("{name} = {}", last.kept),
                mentions: vec![last.kept.clone()],
            })
        })
    }

    /// Forgets results that nothing needs any more, once there are many more than were needed the last time.
    fn drop_unused(&mut self) {
        if self.state.kept.len_bound() <= 2 * self.needed + MOST_UNUSED {
            return;
        }
        let mut wanted: HashSet<&str> = HashSet::new();
        let mut open: Vec<&str> = self
            .state
            .last
            .iter()
            .map(|last| last.kept.as_str())
            .collect();
        for definition in self.state.names.values() {
            open.extend(definition.mentions.iter().map(String::as_str));
        }
        while let Some(name) = open.pop() {
            if let Some(definition) = self.state.kept.get(name)
                && wanted.insert(name)
            {
                open.extend(definition.mentions.iter().map(String::as_str));
            }
        }
        let wanted: HashSet<String> = wanted.into_iter().map(str::to_owned).collect();
        self.state.kept.retain(|name| wanted.contains(name));
        self.needed = self.state.kept.len_bound();
    }
}

/// What is other in `now` than in `before`, in words.
fn difference(before: &State, now: &State) -> String {
    let mut parts: Vec<String> = Vec::new();
    for name in before.names.keys() {
        match now.names.get(name) {
            None => parts.push(format!("`{name}` is not defined any more")),
            Some(old) if before.names[name] != *old => parts.push(format!("again: {}", old.text)),
            Some(_) => {}
        }
    }
    let forgotten = now.names.values();
    for old in forgotten.filter(|old| !before.names.contains_key(&old.name)) {
        parts.push(format!("again: {}", old.text));
    }
    if before.settings != now.settings {
        parts.extend(now.settings.changed(&before.settings));
    }
    if before.point != now.point {
        parts.push("the values are as they were".to_owned());
    }
    parts.join("\n")
}

/// A reply cut to a length that a person can bear.
fn shortened(reply: Reply, most: Option<usize>) -> Reply {
    let (Reply::Result(text), Some(most)) = (&reply, most) else {
        return reply;
    };
    if text.len() <= most {
        return reply;
    }
    let cut = &text[..text.floor_char_boundary(most)];
    let left = text.len() - cut.len();
    Reply::Result(format!(
        "{cut}…\n({left} more characters; `:set output all` shows them)"
    ))
}
