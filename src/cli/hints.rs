//! Words in the wrong place: a formula where a file or a command is expected, a file where a command is.

use crate::function::Function;
use crate::text::visible;

/// Longer words are not repeated.
const LONGEST: usize = 60;

/// Whether a word is rather a formula than the name of a file or of a command.
pub(super) fn is_formula(word: &str) -> bool {
    word.contains(['^', '*', '+', '(', '=', ' ']) && Function::parse(word).is_ok()
}

/// A word as somebody would type it in a shell; None for one that is too long to repeat.
pub(super) fn shell_word(word: &str) -> Option<String> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./=,:@+".contains(letter);
    if word.chars().count() > LONGEST || word.chars().any(|letter| visible(letter) != letter) {
        return None;
    }
    let plain = !word.is_empty() && word.chars().all(is_plain);
    Some(match plain {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    })
}

/// The command that was probably meant by a word in the place of one.
pub(super) fn command_for(word: &str) -> Option<String> {
    let shown = shell_word(word)?;
    if std::path::Path::new(word).is_file() {
        return Some(format!(
            "for a formula in a file write 'symdiff compile {shown}'"
        ));
    }
    is_formula(word).then(|| {
        format!("for a formula write \"symdiff diff {shown} x\" or \"symdiff compile -e {shown}\"")
    })
}

/// The command that was probably meant by a file that is not there.
pub(super) fn expression_for(path: &str) -> Option<String> {
    let shown = shell_word(path).filter(|_| is_formula(path))?;
    Some(format!(
        "did you mean `-e {shown}`? Without `-e` it is the name of a file"
    ))
}
