//! Characters that are taken for others: look-alikes of ASCII, and marks that combine.
//!
//! Must not know what a character means in the language.

/// Characters that are taken for ASCII ones, or have an ASCII spelling. The fullwidth forms U+FF01 to
/// U+FF5E follow by arithmetic.
const LOOK_ALIKES: [(&str, &str); 36] = [
    ("‐‑‒–—―﹣⁻₋⨪˗", "-"),
    ("✕✖⨯∗∙•‧⸱\u{387}", "*"),
    ("∕⁄➗", "/"),
    ("⁺₊➕", "+"),
    ("⊙∘", ".*"),
    ("ˆ⌃", "^"),
    ("ʹʼ‘’‛´ˈ", "'"),
    ("“”„‟″«»", "\""),
    ("⩽≦", "<="),
    ("⩾≧", ">="),
    ("⋀", "&&"),
    ("⋁", "||"),
    ("、", ","),
    ("∶", ":"),
    ("ⁿ", "^n"),
    ("ⁱ", "^i"),
    ("⊤ᵗ", "'"),
    ("½", "(1/2)"),
    ("⅓", "(1/3)"),
    ("⅔", "(2/3)"),
    ("¼", "(1/4)"),
    ("¾", "(3/4)"),
    ("⅕", "(1/5)"),
    ("⅛", "(1/8)"),
    ("∑", "sum(x)"),
    ("°", "*pi/180"),
    ("‖", "norm2(x)"),
    ("⟨❨⦅﹙⁽₍", "("),
    ("⟩❩⦆﹚⁾₎", ")"),
    ("〈", "<"),
    ("〉", ">"),
    ("‹", "<"),
    ("›", ">"),
    ("⌊⌋", "floor(x)"),
    ("⌈⌉", "ceil(x)"),
    ("…", "..."),
];

/// Combining marks that alter the character in front of them, by block (Unicode 16): diacritical marks
/// with their extensions, marks for symbols, and half marks. Vowel signs of a script are letters of names.
const COMBINING: [(char, char); 5] = [
    ('\u{0300}', '\u{036F}'),
    ('\u{1AB0}', '\u{1AFF}'),
    ('\u{1DC0}', '\u{1DFF}'),
    ('\u{20D0}', '\u{20FF}'),
    ('\u{FE20}', '\u{FE2F}'),
];

/// Whether `character` is a mark that alters the character in front of it.
pub(super) fn is_combining(character: char) -> bool {
    COMBINING
        .iter()
        .any(|&(first, last)| (first..=last).contains(&character))
}

/// The ASCII text that a character is taken for or stands for, if there is one.
pub(super) fn ascii_spelling(character: char) -> Option<&'static str> {
    const PRINTABLE: &str = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    if ('\u{FF01}'..='\u{FF5E}').contains(&character) {
        let index = u32::from(character) as usize - 0xFF01;
        return PRINTABLE.get(index..index + 1);
    }
    if character.is_ascii() {
        return None;
    }
    let known = LOOK_ALIKES
        .iter()
        .find(|(characters, _)| characters.contains(character));
    known.map(|&(_, ascii)| ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_look_alike_is_found() {
        for (characters, ascii) in LOOK_ALIKES {
            for character in characters.chars() {
                assert!(!character.is_ascii(), "{character}");
                assert_eq!(ascii_spelling(character), Some(ascii), "{character}");
            }
        }
    }

    #[test]
    fn fullwidth_forms_follow_by_arithmetic() {
        for (wide, ascii) in [
            ('！', "!"),
            ('１', "1"),
            ('（', "("),
            ('ｘ', "x"),
            ('～', "~"),
        ] {
            assert_eq!(ascii_spelling(wide), Some(ascii));
        }
        for plain in ['σ', 'π', 'é', '漢', 'x', '-'] {
            assert_eq!(ascii_spelling(plain), None);
        }
    }
}
