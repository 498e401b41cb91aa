//! Statements: results, definitions, declarations, and what they do to the session.

use super::compose::{
    Cycle, Definition, LAST, Role, closure, dimensions, distinct, names, prelude, rename,
};
use super::input::Input;
use super::reply::{Reply, TYPED};
use super::state::Session;
use crate::codes;
use crate::function::{Function, ReadOptions};
use crate::syntax::{Node, StatementKind};
use crate::text::{Diagnostic, Severity, Span, quote};
use indexmap::IndexMap;
use std::sync::Arc;

/// So many dependants are read again when a name gets another meaning; of the others only the number is told.
const MOST_DEPENDANTS: usize = 20;

/// What a command is about.
pub(super) struct Subject {
    pub(super) function: Function,
    /// What the last result becomes: an expression, and the name that it has.
    pub(super) remembered: Option<(String, Option<String>)>,
}

/// What names mean in one reading only: a value, or None for a variable.
pub(super) type Overrides = IndexMap<String, Option<String>>;

impl Session {
    /// The definitions that some names need, as the beginning of a text.
    pub(super) fn prelude_of(
        &self,
        mentions: &[String],
        defined: Option<&str>,
        overrides: &Overrides,
    ) -> Result<String, Cycle> {
        let order = closure(mentions, defined, |name| match overrides.get(name) {
            // A declared variable keeps its shape.
            Some(None) => self.known(name).filter(|own| own.role == Role::Declaration),
            Some(Some(value)) => Some(Arc::new(Definition {
                name: name.to_owned(),
                role: Role::Value,
                text: format!("{name} = {value}"),
                mentions: Vec::new(),
            })),
            None => self.known(name),
        })?;
        Ok(prelude(order.iter().map(Arc::as_ref)))
    }

    pub(super) fn parse(&self, text: &str) -> Result<Function, crate::error::Error> {
        let options = ReadOptions {
            limits: self.limits(),
            ..ReadOptions::default()
        };
        Function::parse_with(text, &options)
    }

    /// A result line: what it says, simplified.
    pub(super) fn result(
        &mut self,
        input: &Input<'_>,
        say: &mut dyn FnMut(Reply),
    ) -> Result<(), Reply> {
        if let Some(definition) = self.state.names.get(input.text())
            && definition.role != Role::Value
        {
            say(Reply::Result(definition.text.clone()));
            return Ok(());
        }
        let subject = self.subject(input, &Overrides::new())?;
        self.say_notes(input, &subject.function, say);
        let text = self.echo(&subject.function, None).map_err(Reply::Failure)?;
        self.remember(&subject);
        say(Reply::Result(text));
        Ok(())
    }

    fn say_notes(&self, input: &Input<'_>, function: &Function, say: &mut dyn FnMut(Reply)) {
        let before = function
            .source()
            .map_or(0, str::len)
            .saturating_sub(input.end - input.start);
        let notes: Vec<Diagnostic> = function
            .notes()
            .iter()
            .filter(|note| note.severity == Severity::Note)
            .filter_map(|note| input.place(note, before))
            .collect();
        if !notes.is_empty() {
            say(Reply::refusal(input, notes));
        }
    }

    /// What an argument means: an expression, a name that has a meaning, or without any the last result.
    pub(super) fn subject(
        &self,
        input: &Input<'_>,
        overrides: &Overrides,
    ) -> Result<Subject, Reply> {
        let text = input.text();
        if text.is_empty() || LAST.contains(&text) {
            return self.last_subject(input, overrides);
        }
        match self.state.names.get(text).map(|own| (own, &own.role)) {
            Some((own, Role::Value)) if !overrides.contains_key(text) => {
                let before = self.prelude_of(&own.mentions, None, overrides);
                let before = before.map_err(|cycle| cyclic(input, input.span(), &cycle))?;
                let function = self.parse(&(before.clone() + &own.text));
                return Ok(Subject {
                    function: function.map_err(|error| input.explain(&error, before.len()))?,
                    remembered: Some((text.to_owned(), Some(text.to_owned()))),
                });
            }
            Some((own, Role::Function(parameters))) => {
                return self.called(input, own, parameters, overrides);
            }
            _ => {}
        }
        self.expression(input, overrides)
    }

    /// A function of the session as a formula: its call with variables that have the names of its parameters.
    fn called(
        &self,
        input: &Input<'_>,
        own: &Definition,
        parameters: &[String],
        overrides: &Overrides,
    ) -> Result<Subject, Reply> {
        let needed = closure(&own.mentions, None, |name| self.known(name)).unwrap_or_default();
        let is_needed = |name: &str| needed.iter().any(|definition| definition.name == name);
        let mut free = overrides.clone();
        let mut arguments = Vec::new();
        for parameter in parameters {
            let mut argument = parameter.clone();
            // A name that the function needs in another meaning cannot be its variable too.
            while is_needed(&argument) {
                argument.push('_');
            }
            free.entry(argument.clone()).or_insert(None);
            arguments.push(argument);
        }
        let call = format!("{}({})", own.name, arguments.join(", "));
        let subject = self.expression(&Input::whole(&call, TYPED), &free);
        subject.map_err(|refused| match refused {
            Reply::Refusal { diagnostics, .. } => input.refuse(diagnostics[0].message.clone(), ""),
            other => other,
        })
    }

    fn last_subject(&self, input: &Input<'_>, overrides: &Overrides) -> Result<Subject, Reply> {
        let Some(last) = &self.state.last else {
            let help = "type a formula first, or behind the command";
            return Err(input.refuse_with(codes::NO_LAST_RESULT, "there is no result yet", help));
        };
        let mentions = std::slice::from_ref(&last.kept);
        let before = self.prelude_of(mentions, None, overrides);
        let before = before.map_err(|cycle| cyclic(input, input.span(), &cycle))?;
        let named = last.label.as_ref().and_then(|label| {
            let function = self
                .parse(&format!("{before}{label} = {}", last.kept))
                .ok()?;
            let is_free = function.variable_names().all(|name| name != label);
            is_free.then_some(function)
        });
        let function = match named {
            Some(function) => function,
            None => {
                let function = self.parse(&(before.clone() + &last.kept));
                function.map_err(|error| input.explain(&error, before.len()))?
            }
        };
        Ok(Subject {
            function,
            remembered: None,
        })
    }

    /// One expression.
    fn expression(&self, input: &Input<'_>, overrides: &Overrides) -> Result<Subject, Reply> {
        let parsed = self.parsed(input.text(), &self.limits());
        if !parsed.is_ok() {
            let errors = parsed.diagnostics.iter();
            let placed = errors.filter_map(|error| input.place(error, 0)).collect();
            return Err(Reply::refusal(input, placed));
        }
        let [statement] = parsed.tree.statements.as_slice() else {
            return Err(input.refuse("one expression is expected here", ""));
        };
        if !matches!(statement.kind, StatementKind::Result(_)) {
            let help = "make the definition on a line of its own first";
            return Err(input.refuse("an expression is expected here", help));
        }
        let mentions = distinct(names(&parsed.tree.nodes, &[]).map(|(name, _)| name));
        if let Some(refused) = reserved(input, names(&parsed.tree.nodes, &[]), 0) {
            return Err(refused);
        }
        let before = self.prelude_of(&mentions, None, overrides);
        let before = before.map_err(|cycle| cyclic(input, input.span(), &cycle))?;
        let function = self
            .parse(&(before.clone() + input.text()))
            .map_err(|error| input.explain(&error, before.len()))?;
        if LAST
            .iter()
            .any(|last| mentions.iter().any(|name| name == last))
            && self.state.last.is_none()
        {
            let help = "type a formula first";
            return Err(input.refuse_with(
                codes::NO_LAST_RESULT,
                "there is no last result yet",
                help,
            ));
        }
        let span = statement.span;
        let text = &input.text()[span.start as usize..span.end as usize];
        Ok(Subject {
            function,
            remembered: Some((text.to_owned(), None)),
        })
    }

    /// A definition or a declaration. `start` is where the places of the nodes are counted from.
    pub(super) fn define(
        &mut self,
        input: &Input<'_>,
        start: u32,
        kind: &StatementKind,
        nodes: &[Node],
        say: &mut dyn FnMut(Reply),
    ) -> Result<(), Reply> {
        let (name, name_span, role) = match kind {
            StatementKind::Result(_) => return Ok(()),
            StatementKind::Definition {
                name, name_span, ..
            } => (name, *name_span, Role::Value),
            StatementKind::Function {
                name,
                name_span,
                parameters,
                ..
            } => {
                let parameters = parameters.iter().map(|(name, _)| name.clone()).collect();
                (name, *name_span, Role::Function(parameters))
            }
            StatementKind::Declaration {
                name, name_span, ..
            } => (name, *name_span, Role::Declaration),
        };
        let parameters: &[String] = match &role {
            Role::Function(parameters) => parameters,
            _ => &[],
        };
        let own = std::iter::once((name.as_str(), name_span));
        if let Some(refused) = reserved(input, own.chain(names(nodes, parameters)), start as usize)
        {
            return Err(refused);
        }
        if LAST.contains(&name.as_str()) {
            let place = shifted(input, name_span, start);
            let diagnostic = Diagnostic::error(
                codes::RESERVED_NAME,
                place,
                format!("`{name}` is the last result"),
            )
            .with_label("it cannot be defined")
            .with_help("choose another name");
            return Err(Reply::refusal(input, vec![diagnostic]));
        }
        let dimensions = dimensions(kind);
        let mentioned = names(nodes, parameters).map(|(name, _)| name);
        let mentions = distinct(mentioned.chain(dimensions));
        if let Some(last) = mentions.iter().find(|own| LAST.contains(&own.as_str()))
            && self.state.last.is_none()
        {
            return Err(input.refuse_with(
                codes::NO_LAST_RESULT,
                format!("`{last}`: there is no last result yet"),
                "",
            ));
        }
        let before = self
            .prelude_of(&mentions, Some(name), &Overrides::new())
            .map_err(|cycle| {
                let through = cycle.0.get(1);
                let place = names(nodes, parameters)
                    .find(|(own, _)| through.is_some_and(|name| name == own));
                let span = place.map_or(name_span, |(_, span)| span);
                cyclic(input, shifted(input, span, start), &cycle)
            })?;
        // A text needs a result: a call of the new function, or any number.
        let behind = match &role {
            Role::Value => String::new(),
            Role::Function(parameters) => {
                let arguments: Vec<String> = (0..parameters.len())
                    .map(|place| format!("argument__{place}"))
                    .collect();
                format!(";\n{name}({})", arguments.join(", "))
            }
            Role::Declaration => ";\n0".to_owned(),
        };
        let function = self
            .parse(&format!("{before}{}{behind}", input.text()))
            .map_err(|error| input.explain(&error, before.len()))?;
        let text = match role {
            Role::Value => self.echo(&function, Some(name)).map_err(Reply::Failure)?,
            _ => input.text().to_owned(),
        };
        let definition = self.stored(input, start, name, role, nodes, mentions);
        let is_value = definition.role == Role::Value;
        let old = self.state.names.get(name).cloned();
        let changed = old.as_deref() != Some(&definition);
        self.state.names.insert(name.clone(), Arc::new(definition));
        if is_value {
            self.keep(name, Some(name.clone()));
        }
        say(Reply::Defined(text));
        if changed {
            self.say_change(name, old.is_some(), say);
        }
        Ok(())
    }

    /// The definition as it is stored: the last result in it is meant as it is now.
    fn stored(
        &self,
        input: &Input<'_>,
        start: u32,
        name: &str,
        role: Role,
        nodes: &[Node],
        mut mentions: Vec<String>,
    ) -> Definition {
        let parameters: &[String] = match &role {
            Role::Function(parameters) => parameters,
            _ => &[],
        };
        let mut text = input.text().to_owned();
        if let Some(last) = &self.state.last {
            let places = names(nodes, parameters)
                .filter(|(name, _)| LAST.contains(name))
                .map(|(_, span)| (span, last.kept.clone()))
                .collect();
            text = rename(&text, start as usize, places);
            for own in &mut mentions {
                if LAST.contains(&own.as_str()) {
                    own.clone_from(&last.kept);
                }
            }
        }
        Definition {
            name: name.to_owned(),
            role,
            text,
            mentions,
        }
    }

    /// Says which other definitions mean something else now.
    fn say_change(&self, name: &str, redefined: bool, say: &mut dyn FnMut(Reply)) {
        let dependants = self.dependants(name);
        let list: Vec<String> = dependants.iter().map(|own| format!("`{own}`")).collect();
        let are = if list.len() == 1 { "is" } else { "are" };
        match (list.is_empty(), redefined) {
            (true, true) => say(Reply::Note(format!("`{name}` had another meaning before"))),
            (true, false) => {}
            (false, _) => say(Reply::Note(format!(
                "{} {are} read with the new `{name}`",
                enumerated(&list)
            ))),
        }
        for dependant in dependants.iter().take(MOST_DEPENDANTS) {
            let input = Input::whole(dependant, "input");
            let function = self.state.names[dependant.as_str()].role != Role::Declaration;
            if function && let Err(refused) = self.subject(&input, &Overrides::new()) {
                let why = match refused {
                    Reply::Refusal { diagnostics, .. } => diagnostics[0].message.clone(),
                    Reply::Failure(error) => error.message().to_owned(),
                    _ => String::new(),
                };
                say(Reply::Note(format!(
                    "`{dependant}` can no longer be read: {why}"
                )));
            }
        }
    }

    /// The names whose meaning needs `name`, directly or not.
    fn dependants(&self, name: &str) -> Vec<String> {
        let mut found: Vec<&str> = vec![name];
        let mut place = 0;
        while place < found.len() {
            let wanted = found[place];
            place += 1;
            for (own, definition) in self.state.names.iter().chain(self.state.kept.iter()) {
                if !found.contains(&own.as_str())
                    && definition.mentions.iter().any(|name| name == wanted)
                {
                    found.push(own);
                }
            }
        }
        let is_shown = |own: &&str| self.state.names.contains_key(own);
        found[1..]
            .iter()
            .copied()
            .filter(is_shown)
            .map(str::to_owned)
            .collect()
    }
}

/// `a`, `a and b`, `a, b and c`; long lists are counted.
fn enumerated(list: &[String]) -> String {
    match list {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] if list.len() <= 5 => format!("{} and {last}", first.join(", ")),
        _ => format!("{} and {} more", list[..4].join(", "), list.len() - 4),
    }
}

fn shifted(input: &Input<'_>, span: Span, start: u32) -> Span {
    let move_by = |place: u32| input.start + (place - start) as usize;
    Span::new(move_by(span.start), move_by(span.end))
}

fn cyclic(input: &Input<'_>, place: Span, cycle: &Cycle) -> Reply {
    let shown: Vec<&str> = cycle.0.iter().map(String::as_str).collect();
    let name = shown.first().copied().unwrap_or_default();
    let path = shown.join(" -> ");
    let diagnostic = Diagnostic::error(
        codes::NEEDS_ITSELF,
        place,
        format!("`{name}` would need itself: {path}"),
    )
    .with_label("not defined without it")
    .with_help("a definition is read anew at each use; `ans` keeps what a result was");
    Reply::refusal(input, vec![diagnostic])
}

/// Refuses names that results are kept under.
fn reserved<'n>(
    input: &Input<'_>,
    mut names: impl Iterator<Item = (&'n str, Span)>,
    start: usize,
) -> Option<Reply> {
    let is_reserved = |name: &str| {
        let (front, number) = name.rsplit_once("__").unwrap_or(("", ""));
        !front.is_empty() && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    let (name, span) = names.find(|(name, _)| is_reserved(name))?;
    let message = format!(
        "{} is a name that the session keeps for itself",
        quote(name)
    );
    let diagnostic = Diagnostic::error(
        codes::RESERVED_NAME,
        shifted(input, span, start as u32),
        message,
    )
    .with_help("choose a name that does not end with `__` and a number");
    Some(Reply::refusal(input, vec![diagnostic]))
}
