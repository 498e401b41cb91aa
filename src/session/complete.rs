//! What the word at the cursor may become.
//!
//! Must not know terminals or files. Invariant: every replacement begins where the completion begins and can be read.

use super::clause::CLAUSES;
use super::command::{self, COMMANDS, Takes};
use super::compose::Role;
use super::define::Overrides;
use super::explain;
use super::input::Input;
use super::settings::SETTINGS;
use super::state::Session;
use super::symbols;
use crate::functions;
use crate::resolve::explained_forms;

/// One thing that the word may become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What is listed.
    pub display: String,
    /// What is written.
    pub replacement: String,
}

/// What stands at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Completion {
    /// The word from this byte on may become one of these.
    Words(usize, Vec<Candidate>),
    /// The name of a file begins at this byte.
    File(usize),
}

/// A word that is written as it is listed.
fn plain(word: &str) -> Candidate {
    Candidate {
        display: word.to_owned(),
        replacement: word.to_owned(),
    }
}

impl Session {
    /// What the word in front of the byte `position` of `line` may become.
    pub fn complete(&self, line: &str, position: usize) -> Completion {
        let front = &line[..line.floor_char_boundary(position)];
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        let start = front.trim_end_matches(is_part).len();
        let word = &front[start..];
        if let Some(before) = front[..start].strip_suffix('\\') {
            let found = symbols::starting_with(word).into_iter();
            let found = found.map(|(name, text)| Candidate {
                display: format!("\\{name}  {text}"),
                replacement: text.to_owned(),
            });
            return Completion::Words(before.len(), found.collect());
        }
        let lead = front[..start].trim_start();
        if lead == ":" || lead.ends_with(" :") {
            return Completion::Words(start, commands(word));
        }
        let command = lead.starts_with(':').then(|| command::split(lead));
        let takes = command
            .and_then(|(name, _)| command::find(name))
            .map(|own| own.takes);
        match takes {
            Some(Takes::File) => {
                let name = command.map_or("", |(_, behind)| behind.trim_start());
                Completion::File(start - name.len())
            }
            Some(Takes::Nothing) => Completion::Words(start, Vec::new()),
            Some(Takes::Setting) if command.is_some_and(|(_, behind)| behind.trim().is_empty()) => {
                let names = SETTINGS.iter().map(|setting| setting.name);
                Completion::Words(start, starting(names.map(plain), word))
            }
            Some(Takes::Topic) => {
                let mut found = commands(word);
                found.extend(self.names(word));
                Completion::Words(start, found)
            }
            _ => {
                let mut found = self.names(word);
                if takes == Some(Takes::Expression) {
                    found.extend(starting(CLAUSES.into_iter().map(plain), word));
                }
                Completion::Words(start, found)
            }
        }
    }

    /// Functions, constants, definitions and the variables of the last result that begin with `word`.
    fn names(&self, word: &str) -> Vec<Candidate> {
        if word.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<Candidate> = Vec::new();
        for definition in self.state.names.values() {
            found.push(match &definition.role {
                Role::Function(parameters) => Candidate {
                    display: format!("{}({})", definition.name, parameters.join(", ")),
                    replacement: format!("{}(", definition.name),
                },
                _ => plain(&definition.name),
            });
        }
        if let Ok(subject) = self.subject(&Input::whole("", "input"), &Overrides::new()) {
            let variables = subject.function.variable_names();
            found.extend(variables.filter(|name| name.chars().count() > 1).map(plain));
        }
        for (_, row) in functions::table() {
            for name in std::iter::once(&row.name).chain(row.aliases) {
                if name.starts_with(char::is_alphabetic) {
                    found.push(Candidate {
                        display: format!("{name}({})", explain::parameters(row)),
                        replacement: format!("{name}("),
                    });
                }
            }
        }
        for (signature, _) in explained_forms() {
            let name = signature.split('(').next().unwrap_or_default();
            let replacement = format!("{name}(");
            found.push(Candidate {
                display: signature,
                replacement,
            });
        }
        found.extend(
            explain::CONSTANTS
                .iter()
                .map(|(constant, _)| plain(constant.name())),
        );
        found.push(plain("ans"));
        let mut found = starting(found.into_iter(), word);
        found.sort_by(|a, b| a.display.cmp(&b.display));
        found.dedup_by(|a, b| a.display == b.display);
        found
    }
}

fn starting(all: impl Iterator<Item = Candidate>, word: &str) -> Vec<Candidate> {
    all.filter(|candidate| candidate.replacement.starts_with(word))
        .collect()
}

fn commands(word: &str) -> Vec<Candidate> {
    let all = COMMANDS.iter().map(|command| Candidate {
        display: command.usage(),
        replacement: match command.takes {
            Takes::Nothing => command.name.to_owned(),
            _ => format!("{} ", command.name),
        },
    });
    starting(all, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replacements(session: &Session, line: &str) -> Vec<String> {
        match session.complete(line, line.len()) {
            Completion::Words(start, found) => found
                .into_iter()
                .map(|candidate| format!("{}{}", &line[..start], candidate.replacement))
                .collect(),
            Completion::File(start) => vec![format!("file from {start}")],
        }
    }

    #[test]
    fn words_are_completed() {
        let session = Session::new();
        let cases: [(&str, &[&str]); 11] = [
            ("softp", &["softplus("]),
            ("x + softp", &["x + softplus("]),
            (":gra", &[":grad "]),
            (":und", &[":undo"]),
            (":grad softp", &[":grad softplus("]),
            (":help gra", &[":help grad ", ":help grad("]),
            (":set dig", &[":set digits"]),
            (":load exa", &["file from 6"]),
            ("2*\\sig", &["2*σ"]),
            (":vars x", &[]),
            ("nosuchname", &[]),
        ];
        for (line, expected) in cases {
            assert_eq!(replacements(&session, line), expected, "{line}");
        }
    }

    #[test]
    fn a_cursor_anywhere_is_fine() {
        let session = Session::new();
        let line = "σ\\sig :load é";
        for position in 0..=line.len() + 3 {
            session.complete(line, position);
        }
    }
}
