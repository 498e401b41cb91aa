//! The clauses behind an expression: `wrt x, y`, `at x=1`, `along x=1`, `about x=0 to 5`.
//!
//! Must not know what commands do with them. Invariant: a word is a clause only where no operand can stand, and only
//! for commands that take it, so that no name of a variable is lost.

use super::define::Overrides;
use super::input::Input;
use super::point::{outer_words, text_of};
use super::reply::Reply;
use super::state::Session;
use crate::function::read_values;
use crate::graph::Sharing;
use crate::syntax::{Word, WordKind, words};

/// All clauses.
pub(super) const CLAUSES: [&str; 7] = ["wrt", "at", "along", "cotangent", "about", "to", "over"];

/// Longer formulas are not put into a clause, in characters.
const LONGEST: usize = 100_000;

/// The argument of a command, taken apart.
#[derive(Clone)]
pub(super) struct Argument<'a> {
    pub(super) expression: Input<'a>,
    clauses: Vec<(&'static str, Input<'a>)>,
}

impl<'a> Argument<'a> {
    /// What stands behind a word; the last time counts.
    pub(super) fn clause(&self, word: &str) -> Option<Input<'a>> {
        let mut clauses = self.clauses.iter().rev();
        clauses.find(|own| own.0 == word).map(|own| own.1)
    }
}

/// `expr wrt x, y at x=1, y=2`: each clause of a command may be missing.
pub(super) fn argument<'a>(input: &Input<'a>, taken: &[&str]) -> Argument<'a> {
    let text = input.text();
    let found: Vec<(usize, usize, &'static str)> = outer_words(text)
        .iter()
        .filter(|(before, word)| {
            let ends = |before: Word| before.ends_operand() || before.kind == WordKind::Wrong;
            word.kind == WordKind::Name && before.is_none_or(ends)
        })
        .filter_map(|(_, word)| {
            let own = text_of(text, word);
            let clause = CLAUSES.into_iter().find(|clause| *clause == own)?;
            let range = (word.span.start as usize, word.span.end as usize);
            taken
                .contains(&clause)
                .then_some((range.0, range.1, clause))
        })
        .collect();
    let first = found.first().map_or(text.len(), |clause| clause.0);
    let clauses = found
        .iter()
        .enumerate()
        .map(|(place, &(_, start, clause))| {
            let end = found.get(place + 1).map_or(text.len(), |next| next.0);
            (clause, input.part(start, end).trimmed())
        });
    Argument {
        expression: input.part(0, first).trimmed(),
        clauses: clauses.collect(),
    }
}

impl Session {
    /// The formulas of a clause such as `x=1, v=[1, t]`; names in them mean what they mean at the prompt.
    pub(super) fn formulas(
        &self,
        clause: Option<&Input<'_>>,
    ) -> Result<Option<Vec<(String, String)>>, Reply> {
        let Some(clause) = clause else {
            return Ok(None);
        };
        let mut values = read_values(clause.text()).map_err(|error| clause.explain(&error, 0))?;
        for (_, text) in &mut values {
            *text = self.written_out(text)?;
        }
        Ok(Some(values))
    }

    /// A formula, or a list of them, with what names of the session stand for put in.
    fn written_out(&self, text: &str) -> Result<String, Reply> {
        let is_known =
            |word: &Word| word.kind == WordKind::Name && self.known(text_of(text, word)).is_some();
        if !words(text).any(|word| is_known(&word)) {
            return Ok(text.to_owned());
        }
        let inside = text
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        let Some(inside) = inside else {
            let subject = self.subject(&Input::whole(text, "input"), &Overrides::new())?;
            let sheet = subject.function.infix(Sharing::WrittenOut);
            return match sheet.results.into_iter().next() {
                Some(own) if own.len() <= LONGEST => Ok(own),
                _ => {
                    let whole = Input::whole(text, "input");
                    Err(whole.refuse("this stands for a formula that is too long here", ""))
                }
            };
        };
        let rows = inside.split(';').map(|row| {
            let entries = row.split(',').map(|entry| self.written_out(entry.trim()));
            Ok(entries.collect::<Result<Vec<_>, Reply>>()?.join(", "))
        });
        let rows = rows.collect::<Result<Vec<String>, Reply>>()?;
        Ok(format!("[{}]", rows.join("; ")))
    }
}
