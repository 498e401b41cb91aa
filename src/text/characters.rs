//! Characters that a terminal would obey or hide, and text made safe to show.
//!
//! An input is shown back to the person who typed it, and it may come from somebody else. So no
//! control character, escape sequence or change of writing direction may pass through unseen. Must
//! not know any language. Invariant: [`visible`] maps one character to one character, so that a
//! column counted in characters means the same place before and after.

/// The longest piece of input that a message repeats, in characters.
const QUOTE_CHARACTERS: usize = 40;

/// Ranges of characters that change the text around them without being seen themselves: the general
/// category Cf (format), the line and paragraph separators, the fillers and selectors that draw nothing
/// (Unicode 16, `Default_Ignorable_Code_Point`), and the private tags.
const HIDDEN: [(char, char); 27] = [
    ('\u{00AD}', '\u{00AD}'),
    ('\u{0600}', '\u{0605}'),
    ('\u{061C}', '\u{061C}'),
    ('\u{06DD}', '\u{06DD}'),
    ('\u{070F}', '\u{070F}'),
    ('\u{0890}', '\u{0891}'),
    ('\u{08E2}', '\u{08E2}'),
    ('\u{115F}', '\u{1160}'),
    ('\u{17B4}', '\u{17B5}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{200B}', '\u{200F}'),
    ('\u{2028}', '\u{202E}'),
    ('\u{2060}', '\u{206F}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{FE00}', '\u{FE0F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFA0}', '\u{FFA0}'),
    ('\u{FFF0}', '\u{FFFB}'),
    ('\u{110BD}', '\u{110BD}'),
    ('\u{110CD}', '\u{110CD}'),
    ('\u{13430}', '\u{1343F}'),
    ('\u{1BCA0}', '\u{1BCA3}'),
    ('\u{1D173}', '\u{1D17A}'),
    ('\u{E0000}', '\u{E0FFF}'),
    ('\u{E000}', '\u{F8FF}'),
    ('\u{F0000}', '\u{FFFFD}'),
    ('\u{100000}', '\u{10FFFD}'),
];

/// Whether `character` is a control character or one that is obeyed or hidden rather than drawn.
///
/// A tab and a line feed are control characters too; a caller that accepts them asks first.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || HIDDEN
            .iter()
            .any(|&(first, last)| (first..=last).contains(&character))
}

/// A character that is safe to send to a terminal and stands where `character` stood.
///
/// Blanks of any width become a space, the ASCII controls their pictures (U+2400 and following), and
/// every other hidden character becomes the replacement character U+FFFD.
pub fn visible(character: char) -> char {
    let code = u32::from(character);
    match character {
        '\t' => ' ',
        '\0'..='\u{1F}' => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7F}' => '\u{2421}',
        _ if is_hidden(character) => char::REPLACEMENT_CHARACTER,
        _ if character.is_whitespace() => ' ',
        _ => character,
    }
}

/// `text` between back quotes, safe to show and cut to a few dozen characters.
pub fn quote(text: &str) -> String {
    format!("`{}`", shortened(text, QUOTE_CHARACTERS))
}

/// `text` safe to show, and cut after `limit` characters with a mark that says so.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    let mut characters = text.chars().map(visible);
    let mut out: String = characters.by_ref().take(limit).collect();
    if characters.next().is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_replaced_one_for_one() {
        let cases = [
            ('\u{1B}', '\u{241B}'),
            ('\0', '\u{2400}'),
            ('\n', '\u{240A}'),
            ('\u{7F}', '\u{2421}'),
            ('\u{9B}', '\u{FFFD}'),
            ('\u{202E}', '\u{FFFD}'),
            ('\u{2066}', '\u{FFFD}'),
            ('\u{200B}', '\u{FFFD}'),
            ('\u{E0041}', '\u{FFFD}'),
            ('\t', ' '),
            ('\u{A0}', ' '),
            ('\u{3000}', ' '),
        ];
        for (from, to) in cases {
            assert_eq!(visible(from), to, "{from:?}");
            assert!(!is_hidden(to), "{from:?}");
        }
        for plain in "aZ09 +σπéж漢−²€".chars() {
            assert_eq!(visible(plain), plain);
            assert!(!is_hidden(plain), "{plain:?}");
        }
    }

    #[test]
    fn quoted_text_is_short_and_safe() {
        assert_eq!(quote("x"), "`x`");
        assert_eq!(quote("a\u{1B}[2J"), "`a\u{241B}[2J`");
        let long = quote(&"y".repeat(1_000_000));
        assert_eq!(long.chars().count(), QUOTE_CHARACTERS + 3);
        assert!(long.ends_with("y…`"));
    }
}
