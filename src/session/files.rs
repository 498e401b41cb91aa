//! Files of definitions: `:load` and `:save`.

use super::compose::{Definition, closure, names, rename};
use super::host::Host;
use super::input::Input;
use super::reply::Reply;
use super::state::{Flow, Session};
use crate::codes;
use crate::syntax;
use crate::text::quote;

/// Files may load files, this deep.
const DEEPEST_LOAD: usize = 16;

impl Session {
    pub(super) fn load(
        &mut self,
        rest: &Input<'_>,
        host: &mut dyn Host,
        say: &mut dyn FnMut(Reply),
    ) -> Flow {
        let path = file_name(rest.text());
        let refused = if path.is_empty() {
            Some(rest.refuse("the name of a file is missing", "write `:load model.txt`"))
        } else if self.loading.iter().any(|own| own == path) {
            Some(rest.refuse_with(
                codes::ENDLESS_LOAD,
                format!("{} loads itself", quote(path)),
                "",
            ))
        } else if self.loading.len() >= DEEPEST_LOAD {
            Some(rest.refuse_with(
                codes::ENDLESS_LOAD,
                format!("files load each other more than {DEEPEST_LOAD} deep"),
                "",
            ))
        } else {
            None
        };
        if let Some(refused) = refused {
            say(refused);
            return Err(());
        }
        let text = match host.read(path) {
            Ok(text) => text,
            Err(why) => {
                say(rest.refuse_with(
                    codes::UNREADABLE_FILE,
                    format!("{}: {why}", quote(path)),
                    "",
                ));
                return Err(());
            }
        };
        self.loading.push(path.to_owned());
        let mut defined = 0;
        let flow = self.run(&text, path, host, &mut |reply| match reply {
            Reply::Defined(_) => defined += 1,
            other => say(other),
        });
        self.loading.pop();
        flow?;
        let s = if defined == 1 { "" } else { "s" };
        say(Reply::Result(format!(
            "{}: {defined} definition{s}",
            quote(path).trim_matches('`')
        )));
        Ok(())
    }

    pub(super) fn save(
        &mut self,
        rest: &Input<'_>,
        host: &mut dyn Host,
        say: &mut dyn FnMut(Reply),
    ) -> Result<(), Reply> {
        let path = file_name(rest.text());
        if path.is_empty() {
            return Err(rest.refuse("the name of a file is missing", "write `:save model.txt`"));
        }
        let (text, count) = self.saved();
        if count == 0 {
            return Err(rest.refuse("there is no definition to save", "make one: `s = sigma(x)`"));
        }
        host.write(path, &text).map_err(|why| {
            rest.refuse_with(
                codes::UNWRITABLE_FILE,
                format!("{}: {why}", quote(path)),
                "",
            )
        })?;
        let s = if count == 1 { "" } else { "s" };
        say(Reply::Result(format!(
            "{}: {count} definition{s}",
            quote(path).trim_matches('`')
        )));
        Ok(())
    }

    /// All definitions in an order in which they can be read, results that they keep under names that can
    /// be typed; and how many there are.
    fn saved(&self) -> (String, usize) {
        let wanted: Vec<String> = self.state.names.keys().cloned().collect();
        let order = closure(&wanted, None, |name| self.known(name)).unwrap_or_default();
        let kept: Vec<&str> = order
            .iter()
            .map(|own| own.name.as_str())
            .filter(|name| self.state.kept.contains_key(name))
            .collect();
        let plain = |name: &str| -> Option<String> {
            let place = kept.iter().position(|own| *own == name)?;
            let mut plain = format!("{}_{}", name.split("__").next().unwrap_or("ans"), place + 1);
            while order
                .iter()
                .any(|own| own.name == plain || own.mentions.contains(&plain))
            {
                plain.push('_');
            }
            Some(plain)
        };
        let mut text = String::new();
        for definition in &order {
            text.push_str(&typed(definition, &plain));
            text.push('\n');
        }
        (text, order.len())
    }
}

/// A name of a file as it is typed: quotes around it are none of it.
fn file_name(text: &str) -> &str {
    let quoted = text
        .strip_prefix('"')
        .and_then(|inner| inner.strip_suffix('"'));
    quoted.unwrap_or(text)
}

/// A definition with some names replaced.
fn typed(definition: &Definition, plain: &impl Fn(&str) -> Option<String>) -> String {
    let parsed = definition.parse();
    let mut places: Vec<_> = names(&parsed.tree.nodes, &[])
        .filter_map(|(name, span)| Some((span, plain(name)?)))
        .collect();
    for statement in &parsed.tree.statements {
        if let syntax::StatementKind::Definition {
            name, name_span, ..
        }
        | syntax::StatementKind::Function {
            name, name_span, ..
        } = &statement.kind
        {
            places.extend(plain(name).map(|name| (*name_span, name)));
        }
    }
    rename(&definition.text, 0, places)
}
