//! Colours of a line while it is typed.
//!
//! Invariant: what is written has the letters of the line and nothing else that takes room.

use crate::functions;
use crate::session::{NameKind, Session};
use crate::syntax::{WordKind, words};
use std::fmt::Write;

const NUMBER: &str = "36";
const FUNCTION: &str = "34";
const DEFINITION: &str = "32";
const CONSTANT: &str = "35";
const COMMAND: &str = "33";
const WRONG: &str = "31";
const MATCH: &str = "1;7";
const COMMENT: &str = "2";

/// Longer lines are written as they are.
const LONGEST: usize = 20_000;

/// The line in colours. `position` is the byte of the cursor.
pub(super) fn highlight(session: &Session, line: &str, position: usize) -> Option<String> {
    if line.len() > LONGEST || line.is_empty() {
        return None;
    }
    let start = command_length(line);
    let text = &line[start..];
    let all: Vec<_> = words(text).collect();
    let (pair, unmatched) = brackets(&all, position.checked_sub(start));
    let mut out = String::with_capacity(2 * line.len());
    if start > 0 {
        paint(&mut out, COMMAND, &line[..start]);
    }
    let mut copied = 0;
    for (place, word) in all.iter().enumerate() {
        let (from, to) = (word.span.start as usize, word.span.end as usize);
        gap(&mut out, &text[copied..from]);
        copied = to;
        let shown = &text[from..to];
        let called = all
            .get(place + 1)
            .is_some_and(|next| next.kind == WordKind::Open);
        let color = match word.kind {
            _ if pair.contains(&place) => MATCH,
            _ if unmatched.contains(&place) => WRONG,
            WordKind::Number => NUMBER,
            WordKind::Wrong => WRONG,
            WordKind::Name => match session.name_kind(shown) {
                Some(NameKind::Definition | NameKind::Last) => DEFINITION,
                Some(NameKind::Constant) => CONSTANT,
                Some(NameKind::Form) if called => FUNCTION,
                _ if called && !functions::arities(shown).is_empty() => FUNCTION,
                _ => "",
            },
            _ => "",
        };
        paint(&mut out, color, shown);
    }
    gap(&mut out, &text[copied..]);
    Some(out)
}

/// The length of a command in front, up to its argument.
fn command_length(line: &str) -> usize {
    let lead = line.len() - line.trim_start().len();
    let text = &line[lead..];
    if text.starts_with('?') {
        return line.len();
    }
    let Some(name) = text.strip_prefix(':') else {
        return 0;
    };
    let end = name
        .find(|letter: char| !letter.is_alphanumeric())
        .unwrap_or(name.len());
    lead + 1 + end
}

/// Blanks and comments between words.
fn gap(out: &mut String, text: &str) {
    match text.find('#') {
        Some(_) => paint(out, COMMENT, text),
        None => out.push_str(text),
    }
}

fn paint(out: &mut String, color: &str, text: &str) {
    let _ = match color {
        "" => write!(out, "{text}"),
        color => write!(out, "\x1b[{color}m{text}\x1b[0m"),
    };
}

/// The pair of brackets at the cursor, and the closing brackets without a partner, as places among the words.
fn brackets(all: &[crate::syntax::Word], position: Option<usize>) -> (Vec<usize>, Vec<usize>) {
    let mut open = Vec::new();
    let mut unmatched = Vec::new();
    let mut pair = Vec::new();
    // The bracket under the cursor, or the one just typed in front of it.
    let at_cursor = |place: usize| {
        let span = all[place].span;
        position.is_some_and(|position| {
            position == span.start as usize || position == span.end as usize
        })
    };
    for (place, word) in all.iter().enumerate() {
        match word.kind {
            WordKind::Open => open.push(place),
            WordKind::Close => match open.pop() {
                Some(partner) if pair.is_empty() && (at_cursor(place) || at_cursor(partner)) => {
                    pair = vec![partner, place];
                }
                Some(_) => {}
                None => unmatched.push(place),
            },
            _ => {}
        }
    }
    (pair, unmatched)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('\x1b') {
            out.push_str(before);
            rest = behind.split_once('m').map_or("", |(_, rest)| rest);
        }
        out + rest
    }

    #[test]
    fn letters_stay() {
        let session = Session::new();
        for line in [
            "sin(x)^2 + 3.5e2*σ",
            ":grad x^2 wrt x",
            "?sin",
            "x # comment",
            "((x)",
            "x))",
            "2x $ é",
            "  :set digits = 5",
            "\u{1b}[31mx",
        ] {
            for position in 0..=line.len() {
                let shown = highlight(&session, line, position).expect("it is short");
                if !line.contains('\u{1b}') {
                    assert_eq!(plain(&shown), line);
                }
            }
        }
    }

    #[test]
    fn brackets_at_the_cursor_are_marked() {
        let session = Session::new();
        let shown = highlight(&session, "f(x)", 4).expect("it is short");
        assert_eq!(shown, "f\x1b[1;7m(\x1b[0mx\x1b[1;7m)\x1b[0m");
        let shown = highlight(&session, "x)", 0).expect("it is short");
        assert_eq!(shown, "x\x1b[31m)\x1b[0m");
    }
}
