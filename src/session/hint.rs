//! What stands beside a line while it is typed: its value or its derivatives, in one line.

use super::command;
use super::define::Overrides;
use super::input::Input;
use super::lines::is_unfinished;
use super::state::Session;
use crate::function::{Function, Quantity};
use crate::graph::Sharing;
use crate::syntax::{self, StatementKind, WordKind, words};

/// Longer lines get no hint.
const LONGEST_LINE: usize = 4_000;
/// Longer derivatives are not shown.
const LONGEST_FORMULA: u128 = 300;
/// Derivatives in more variables are not shown.
const MOST_VARIABLES: usize = 6;

impl Session {
    /// A hint on a line that may not be finished. It takes as long as it takes, unless it is interrupted.
    pub fn hint(&self, line: &str) -> Option<String> {
        if line.len() > LONGEST_LINE || line.contains('\n') {
            return None;
        }
        if line.starts_with(':') {
            return usage(line);
        }
        let text = line.trim();
        // A lone word or number says nothing new.
        if text.starts_with('?') || is_unfinished(text) || words(text).nth(1).is_none() {
            return None;
        }
        let parsed = self.parsed(text, &syntax::Limits::default());
        if !parsed.is_ok() {
            return None;
        }
        let statement = parsed.tree.statements.last()?;
        let (start, end) = (statement.span.start as usize, statement.span.end as usize);
        let start = match statement.kind {
            StatementKind::Result(_) => start,
            StatementKind::Definition { .. } => {
                let equals = words(&text[start..]).find(|word| word.kind == WordKind::Equals)?;
                start + equals.span.end as usize
            }
            _ => return None,
        };
        // What the statements before define is not known yet.
        if parsed.tree.statements.len() > 1 {
            return None;
        }
        let input = Input::whole(text, "input").part(start, end).trimmed();
        let subject = self.subject(&input, &Overrides::new()).ok()?;
        self.hint_of(&subject.function)
    }

    fn hint_of(&self, function: &Function) -> Option<String> {
        let mut names: Vec<String> = function.variable_names().map(str::to_owned).collect();
        if names.is_empty() {
            let text = self.echo(function, None).ok()?;
            let value = text.lines().next()?;
            return Some(format!("= {}", value.rsplit("≈ ").next().unwrap_or(value)));
        }
        if let Some(wrt) = &self.state.settings.wrt {
            names.retain(|name| wrt.contains(name));
        }
        if names.len() > MOST_VARIABLES {
            return None;
        }
        let mut request = self.request([Quantity::Gradient]);
        request.wrt = Some(names.clone());
        let derivation = function.derive(&request).ok()?;
        if derivation.forecast() > LONGEST_FORMULA {
            return None;
        }
        let sheet = derivation.infix(Sharing::WrittenOut);
        let parts = names.iter().zip(&sheet.results);
        let parts: Vec<String> = parts
            .map(|(name, text)| format!("d/d{name} {text}"))
            .collect();
        Some(parts.join("   "))
    }
}

/// What stands behind a command.
fn usage(line: &str) -> Option<String> {
    let (name, behind) = command::split(line);
    let command = command::find(name)?;
    if !behind.trim().is_empty() {
        return None;
    }
    let blank = if behind.is_empty() && !command.arguments.is_empty() {
        " "
    } else {
        ""
    };
    Some(format!(
        "{blank}{}   {}",
        command.arguments, command.summary
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_are_values_and_derivatives() {
        let session = Session::new();
        let cases = [
            ("x^2*y", Some("d/dx 2*x*y   d/dy x^2")),
            ("s = x^2", Some("d/dx 2*x")),
            ("sqrt(2)", Some("= 1.4142135623730951")),
            ("1/4", Some("= 0.25")),
            ("x", None),
            ("42", None),
            ("x +", None),
            ("(x", None),
            ("2e3x", None),
            ("f(x) = x^2", None),
            ("x: vector(3)", None),
            ("", None),
            ("nosuch(x)", None),
        ];
        for (line, expected) in cases {
            assert_eq!(session.hint(line).as_deref(), expected, "{line}");
        }
        assert!(
            session
                .hint(":grad")
                .is_some_and(|hint| hint.contains("[expr]"))
        );
        assert_eq!(session.hint(":nosuch"), None);
    }
}
