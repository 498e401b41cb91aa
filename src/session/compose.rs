//! Texts made of definitions: what a formula needs stands in front of it, in an order in which it can be read.
//!
//! Must not know commands. Invariant: only what the formula mentions, directly or not, is put in front of it.

use crate::resolve::is_function;
use crate::syntax::{self, Extent, Kind, Node, Parsed, Statement, StatementKind, Tree};
use crate::text::Span;
use hashbrown::HashMap;
use indexmap::IndexMap;
use std::ops::Range;
use std::sync::Arc;

/// The names of the last result.
pub(super) const LAST: [&str; 2] = ["ans", "_"];

/// What a name stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Role {
    Value,
    Function(Vec<String>),
    Declaration,
}

/// A statement that gives a name a meaning.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Definition {
    pub(super) name: String,
    pub(super) role: Role,
    /// As it was typed, with the last result under a name of its own.
    pub(super) text: String,
    /// The names in it that are not its parameters.
    pub(super) mentions: Vec<String>,
}

impl Definition {
    /// Its text, read as when it was typed: what it calls is a function.
    pub(super) fn parse(&self) -> Parsed {
        let is_own = |name: &str| self.mentions.iter().any(|own| own == name);
        let limits = syntax::Limits::default();
        syntax::parse_with(&self.text, &limits, &|name| {
            is_function(name) || is_own(name)
        })
    }
}

/// A definition that would need itself: the names on the way around.
#[derive(Debug, PartialEq)]
pub(super) struct Cycle(pub(super) Vec<String>);

/// The definitions that `mentions` need, those that others need first. `known` gives the meaning of a name;
/// `defined` is the name that is being defined and has none yet.
pub(super) fn closure(
    mentions: &[String],
    defined: Option<&str>,
    known: impl Fn(&str) -> Option<Arc<Definition>>,
) -> Result<Vec<Arc<Definition>>, Cycle> {
    let mut done: HashMap<String, bool> = HashMap::new();
    let mut order = Vec::new();
    // A stack of definitions, each with the place in what it mentions.
    let mut open: Vec<(Arc<Definition>, usize)> = Vec::new();
    for first in mentions {
        let mut next = Some(first.clone());
        loop {
            if let Some(name) = next.take() {
                let on_the_way = done.get(&name) == Some(&false);
                if on_the_way || defined == Some(name.as_str()) {
                    let mut path: Vec<String> = defined.map(str::to_owned).into_iter().collect();
                    path.extend(open.iter().map(|(definition, _)| definition.name.clone()));
                    path.push(name);
                    return Err(Cycle(path));
                }
                if !done.contains_key(&name)
                    && let Some(definition) = known(&name)
                {
                    done.insert(name, false);
                    open.push((definition, 0));
                }
            }
            let Some((definition, place)) = open.last_mut() else {
                break;
            };
            if let Some(name) = definition.mentions.get(*place) {
                *place += 1;
                next = Some(name.clone());
            } else if let Some((definition, _)) = open.pop() {
                done.insert(definition.name.clone(), true);
                order.push(definition);
            }
        }
    }
    Ok(order)
}

/// Definitions as the beginning of a text.
pub(super) fn prelude<'a>(definitions: impl IntoIterator<Item = &'a Definition>) -> String {
    let mut out = String::new();
    for definition in definitions {
        out.push_str(&definition.text);
        out.push_str(";\n");
    }
    out
}

/// The nodes of each statement.
pub(super) fn bodies(tree: &Tree) -> Vec<Range<usize>> {
    let mut start = 0;
    let body = |statement: &Statement| match statement.kind {
        StatementKind::Result(body)
        | StatementKind::Definition { body, .. }
        | StatementKind::Function { body, .. } => {
            let end = body.0 as usize + 1;
            std::mem::replace(&mut start, end)..end
        }
        StatementKind::Declaration { .. } => start..start,
    };
    tree.statements.iter().map(body).collect()
}

/// The names in some nodes, with their places, without parameters.
pub(super) fn names<'a>(
    nodes: &'a [Node],
    parameters: &[String],
) -> impl Iterator<Item = (&'a str, Span)> {
    nodes.iter().flat_map(move |node| {
        let is_called = matches!(node.kind, Kind::Call { .. } | Kind::Derived { .. });
        node.mentions()
            .filter(move |(name, _)| is_called || !parameters.iter().any(|own| own == name))
    })
}

/// The names of dimensions in a declaration.
pub(super) fn dimensions(kind: &StatementKind) -> impl Iterator<Item = &str> {
    let dimensions = match kind {
        StatementKind::Declaration { dimensions, .. } => &dimensions[..],
        _ => &[],
    };
    dimensions.iter().filter_map(|(extent, _)| match extent {
        Extent::Named(name) => Some(name.as_str()),
        Extent::Known(_) => None,
    })
}

/// Each once, in order.
pub(super) fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen: IndexMap<&str, ()> = IndexMap::new();
    names.for_each(|name| {
        seen.insert(name, ());
    });
    seen.into_keys().map(str::to_owned).collect()
}

/// `text`, which begins at the byte `start` of what the places are counted in, with some names replaced.
pub(super) fn rename(text: &str, start: usize, mut places: Vec<(Span, String)>) -> String {
    places.sort_by_key(|(span, _)| *span);
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (span, name) in places {
        out.push_str(&text[copied..span.start as usize - start]);
        out.push_str(&name);
        copied = span.end as usize - start;
    }
    out.push_str(&text[copied..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition(name: &str, mentions: &[&str]) -> Arc<Definition> {
        Arc::new(Definition {
            name: name.to_owned(),
            role: Role::Value,
            text: format!("{name} = ..."),
            mentions: mentions.iter().map(|&name| name.to_owned()).collect(),
        })
    }

    #[test]
    fn what_others_need_comes_first() {
        let all = [
            definition("a", &["b", "c", "x"]),
            definition("b", &["c"]),
            definition("c", &[]),
            definition("d", &[]),
        ];
        let known = |name: &str| all.iter().find(|own| own.name == name).cloned();
        let order = closure(&["a".to_owned(), "b".to_owned()], None, known).unwrap();
        let names: Vec<&str> = order.iter().map(|own| own.name.as_str()).collect();
        assert_eq!(names, ["c", "b", "a"]);
    }

    #[test]
    fn a_definition_that_needs_itself_is_found() {
        let all = [definition("a", &["b"]), definition("b", &["s"])];
        let known = |name: &str| all.iter().find(|own| own.name == name).cloned();
        let cycle = closure(&["a".to_owned()], Some("s"), known).unwrap_err();
        assert_eq!(cycle.0, ["s", "a", "b", "s"]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let known = |name: &str| {
            let number: usize = name.parse().unwrap();
            let next = (number < 200_000).then(|| (number + 1).to_string());
            let next: Vec<&str> = next.iter().map(String::as_str).collect();
            Some(definition(name, &next))
        };
        assert_eq!(
            closure(&["0".to_owned()], None, known).unwrap().len(),
            200_001
        );
    }
}
