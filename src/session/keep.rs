//! The last result, kept with all that it needs, whatever names come to mean later.

use super::compose::{Definition, LAST, Role, bodies, closure, distinct, names, rename};
use super::define::Subject;
use super::state::{Last, Session};
use crate::syntax::{self, StatementKind};
use crate::text::Span;
use std::sync::Arc;

impl Session {
    /// Makes the subject the last result.
    pub(super) fn remember(&mut self, subject: &Subject) {
        if let Some((expression, label)) = &subject.remembered {
            self.keep(expression, label.clone());
        }
    }

    /// Keeps an expression with all that it needs now, whatever the names mean later.
    pub(super) fn keep(&mut self, expression: &str, label: Option<String>) {
        let parsed = self.parsed(expression, &syntax::Limits::default());
        let mentions = distinct(names(&parsed.tree.nodes, &[]).map(|(name, _)| name));
        let Ok(order) = closure(&mentions, None, |name| self.known(name)) else {
            return;
        };
        self.made += 1;
        let made = self.made;
        let kept_name = |name: &str| -> Option<String> {
            let definition = order.iter().find(|own| own.name == name)?;
            let last = self.state.last.as_ref().filter(|_| LAST.contains(&name));
            match definition.role {
                _ if last.is_some() => last.map(|last| last.kept.clone()),
                Role::Declaration => None,
                _ if self.state.kept.contains_key(name) => None,
                _ => Some(format!("{name}__{made}")),
            }
        };
        let mut kept = Vec::new();
        for definition in &order {
            let is_new = definition.role != Role::Declaration
                && !LAST.contains(&definition.name.as_str())
                && !self.state.kept.contains_key(&definition.name);
            if is_new {
                kept.push(renamed(definition, &kept_name));
            }
        }
        let places = names(&parsed.tree.nodes, &[])
            .filter_map(|(name, span)| Some((span, kept_name(name)?)))
            .collect();
        let body = rename(expression, 0, places);
        let name = format!("ans__{made}");
        kept.push(Definition {
            name: name.clone(),
            role: Role::Value,
            text: format!("{name} = {body}"),
            mentions: mentions
                .iter()
                .map(|own| kept_name(own).unwrap_or(own.clone()))
                .collect(),
        });
        for definition in kept {
            self.state
                .kept
                .insert(definition.name.clone(), Arc::new(definition));
        }
        self.state.last = Some(Last { kept: name, label });
    }
}

/// A definition under the name that keeps it.
fn renamed(definition: &Definition, kept_name: &impl Fn(&str) -> Option<String>) -> Definition {
    let parsed = definition.parse();
    let parameters: &[String] = match &definition.role {
        Role::Function(parameters) => parameters,
        _ => &[],
    };
    let mut places: Vec<(Span, String)> = Vec::new();
    for (statement, body) in parsed.tree.statements.iter().zip(bodies(&parsed.tree)) {
        if let StatementKind::Definition { name_span, .. }
        | StatementKind::Function { name_span, .. } = statement.kind
        {
            places.extend(kept_name(&definition.name).map(|name| (name_span, name)));
        }
        let nodes = &parsed.tree.nodes[body];
        places.extend(
            names(nodes, parameters).filter_map(|(name, span)| Some((span, kept_name(name)?))),
        );
    }
    let own = |name: &String| kept_name(name).unwrap_or_else(|| name.clone());
    Definition {
        name: own(&definition.name),
        role: definition.role.clone(),
        text: rename(&definition.text, 0, places),
        mentions: definition.mentions.iter().map(own).collect(),
    }
}
