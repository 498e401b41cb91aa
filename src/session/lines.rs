//! Where an input at the prompt, or one of a script, ends.

use super::command;
use crate::syntax::{Continuation, continues_line_above};
use std::ops::Range;

/// Whether a typed text waits for another line.
pub fn is_unfinished(text: &str) -> bool {
    let mut lines = text.lines();
    let Some(first) = lines.next() else {
        return false;
    };
    let mut continuation = Continuation::default();
    continuation.read(expression_of(first));
    lines.for_each(|line| continuation.read(line));
    continuation.is_unfinished()
}

/// What of the first line of an input may go on in the next: all of it, or the argument of a command.
fn expression_of(line: &str) -> &str {
    let line = line.trim_start();
    if line.starts_with('?') {
        return "";
    }
    if !line.starts_with(':') {
        return line;
    }
    let (name, argument) = command::split(line);
    match command::find(name) {
        Some(found) if found.takes_expression() => argument,
        _ => "",
    }
}

/// The inputs of a text of several lines: the bytes of each. A line goes on in the next where a bracket is open, where
/// an operand is missing, and where the next one begins with an operator.
pub fn logical_lines(text: &str) -> Vec<Range<usize>> {
    let mut inputs: Vec<Range<usize>> = Vec::new();
    let mut continuation = Continuation::default();
    let mut is_command = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let blank = line.trim().is_empty() || line.trim_start().starts_with('#');
        let continues = !inputs.is_empty()
            && (continuation.is_unfinished()
                || (!is_command && !blank && continues_line_above(line)));
        match inputs.last_mut() {
            Some(input) if continues => {
                input.end = end;
                continuation.read(line);
            }
            // What only stands between two lines does not part them.
            Some(_) if blank => {}
            _ if blank => {}
            _ => {
                inputs.push(start..end);
                is_command = line.trim_start().starts_with([':', '?']);
                continuation = Continuation::default();
                continuation.read(expression_of(line));
            }
        }
        start = end;
    }
    inputs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_end_where_nothing_is_missing() {
        let cases: [(&str, &[&str]); 7] = [
            ("", &[]),
            ("x\ny\n", &["x\n", "y\n"]),
            ("f = (x\n + y)\nz", &["f = (x\n + y)\n", "z"]),
            ("f = x\n\n  + y\n", &["f = x\n\n  + y\n"]),
            (":grad x\n-y", &[":grad x\n", "-y"]),
            (":grad x +\ny", &[":grad x +\ny"]),
            ("# note\nx # more\n# end", &["x # more\n"]),
        ];
        for (text, expected) in cases {
            let found: Vec<&str> = logical_lines(text).into_iter().map(|r| &text[r]).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn commands_wait_for_their_expression_only() {
        for text in [":grad (x", ":diff x^2 +", ":time :grad (x", "(x\n+"] {
            assert!(is_unfinished(text), "{text}");
        }
        for text in [":help (", "?^", "?", ":load (", ":grad", ":set x ="] {
            assert!(!is_unfinished(text), "{text}");
        }
    }
}
