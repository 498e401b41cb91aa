//! Which command a line means.

use super::command::{Action, COMMANDS, Command};
use crate::text::{nearest, quote};

/// The name behind the colon of a line, and what follows it.
pub(super) fn split(line: &str) -> (&str, &str) {
    let behind = line.strip_prefix(':').unwrap_or(line);
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let end = behind
        .find(|letter| !is_part(letter))
        .unwrap_or(behind.len());
    behind.split_at(end)
}

/// The row of a name or alias.
pub(super) fn find(name: &str) -> Option<&'static Command> {
    COMMANDS
        .iter()
        .find(|command| command.name == name || command.aliases.contains(&name))
}

/// What to say about a name that is no command.
pub(super) fn unknown(name: &str) -> (String, String) {
    let names = COMMANDS.iter().flat_map(|command| {
        std::iter::once(command.name).chain(
            command
                .aliases
                .iter()
                .copied()
                .filter(|alias| alias.len() > 2),
        )
    });
    let longer = COMMANDS.iter().map(|command| command.name);
    let longer = longer
        .filter(|own| !name.is_empty() && own.starts_with(name))
        .min();
    let help = match nearest(name, names).or(longer) {
        Some(near) => format!("did you mean `:{near}`?"),
        None => "`:help` lists the commands".to_owned(),
    };
    let message = match name {
        "" => "a command has a name behind the colon".to_owned(),
        _ => format!("there is no command {}", quote(&format!(":{name}"))),
    };
    (message, help)
}

/// Whether a line takes back a change, and so is none itself.
pub(super) fn is_undo(line: &str) -> bool {
    line.starts_with(':') && find(split(line).0).is_some_and(|own| own.action == Action::Undo)
}
