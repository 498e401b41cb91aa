//! Likely mistakes: spellings of other languages, numbers with something against them, and the words that help.
//!
//! Must not know the state of the parser: a mistake is told from its own text. Tables, not code, so
//! that a new mistake is one more row. Invariant: every mistake says what to write instead, where there
//! is something to write.

use crate::codes;
use crate::text::{Code, Diagnostic, Span, quote};

/// Why a piece of the input is no word of the language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Mistake {
    /// A spelling that means something elsewhere.
    Misspelling(&'static Misspelling),
    /// A character that looks like, or stands for, this ASCII text.
    LookAlike(char, &'static str),
    /// A mark that would change the character in front of it.
    Combining(char),
    /// A control character or one that is not drawn.
    Hidden(char),
    /// Any other character.
    Unknown(char),
    /// A number with something written against it.
    Number {
        /// What is wrong with it.
        mistake: NumberMistake,
        /// The length in bytes of the number proper.
        digits: u32,
    },
}

/// What is written against a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum NumberMistake {
    /// `1.2.3`
    SecondPoint,
    /// `1_000`
    Separator,
    /// `0x1F`
    Radix,
    /// `1e`, `1e+`
    NoExponent,
    /// `2x`
    Product,
}

/// A spelling that is not ours, with what to say about it.
#[derive(Debug, PartialEq)]
pub(super) struct Misspelling {
    /// The text itself.
    pub text: &'static str,
    /// The sort of mistake.
    code: Code,
    /// What is wrong.
    message: &'static str,
    /// What to write.
    help: &'static str,
}

const fn row(
    text: &'static str,
    code: Code,
    message: &'static str,
    help: &'static str,
) -> Misspelling {
    Misspelling {
        text,
        code,
        message,
        help,
    }
}

const fn equality(text: &'static str) -> Misspelling {
    row(
        text,
        codes::EQUALITY_COMPARISON,
        "equality is written `==`",
        "write `==` to compare; a definition is written `name = ...`",
    )
}

const fn inequality(text: &'static str) -> Misspelling {
    row(
        text,
        codes::INEQUALITY_COMPARISON,
        "inequality is written `!=`",
        "write `!=`",
    )
}

const fn comparison(text: &'static str, message: &'static str, help: &'static str) -> Misspelling {
    row(text, codes::UNKNOWN_COMPARISON, message, help)
}

const fn assignment(text: &'static str) -> Misspelling {
    const HELP: &str = "write `name = ...`; a name keeps its meaning";
    row(
        text,
        codes::ASSIGNMENT_OPERATOR,
        "a definition is written with `=`",
        HELP,
    )
}

const fn operator(text: &'static str, message: &'static str, help: &'static str) -> Misspelling {
    row(text, codes::UNKNOWN_OPERATOR, message, help)
}

const fn bracket(text: &'static str) -> Misspelling {
    const HELP: &str = "write `(` and `)` to group; `[` and `]` are for entries, `x[1]`, and for vectors, `[a; b]`";
    row(
        text,
        codes::OTHER_BRACKETS,
        "only round brackets group",
        HELP,
    )
}

const fn quoted(text: &'static str) -> Misspelling {
    row(
        text,
        codes::QUOTED_TEXT,
        "text in quotes is not part of a formula",
        "write names and formulas without quotes",
    )
}

/// The spellings; a longer one stands before those that it begins with.
static MISSPELLINGS: [Misspelling; 32] = [
    equality("==="),
    inequality("!=="),
    comparison(
        "<=>",
        "`<=>` is not a comparison",
        "write `a <= b` or `a >= b`",
    ),
    inequality("<>"),
    inequality("~="),
    comparison("=<", "`=<` is not a comparison", "write `<=`"),
    comparison("=>", "`=>` is not a comparison", "write `>=`"),
    assignment(":="),
    assignment("+="),
    assignment("-="),
    assignment("*="),
    assignment("/="),
    assignment("^="),
    operator(
        "->",
        "`->` is not an operator",
        "a function is written `f(x) = ...`",
    ),
    operator(
        "//",
        "`//` is not an operator",
        "write `/` to divide, or `floor(a/b)` to divide and round down; a comment begins with `#`",
    ),
    operator("/*", "`/*` is not an operator", "a comment begins with `#`"),
    operator("<<", "`<<` is not an operator", "write `a * 2^b`"),
    operator(">>", "`>>` is not an operator", "write `a / 2^b`"),
    operator(".'", "`.'` is not an operator", "write `'` to transpose"),
    bracket("{"),
    bracket("}"),
    operator("&", "`&` is not an operator", "did you mean `&&`?"),
    row(
        "%",
        codes::REMAINDER_SIGN,
        "`%` is not an operator",
        "for per cent divide by 100; for a remainder write `mod(a, b)`",
    ),
    operator("?", "`?` is not an operator", "write `if(condition, a, b)`"),
    operator(
        "@",
        "`@` is not an operator",
        "write `*` for the product of matrices",
    ),
    row(
        "\\",
        codes::LATEX_MARKUP,
        "`\\` is not part of the language",
        "write names plainly, such as `sigma(x)`, and `/` to divide; the x with A*x = b is `solve(A, b)`",
    ),
    operator(
        "∫",
        "integrals are not computed",
        "write an antiderivative; its derivative can be checked here",
    ),
    quoted("\""),
    quoted("`"),
    row(
        "$",
        codes::LATEX_MARKUP,
        "`$` is not part of the language",
        "write the formula without `$`",
    ),
    operator(
        "~",
        "`~` is not an operator",
        "write `-x` for the negative, `!c` for the opposite",
    ),
    row(
        ".",
        codes::STRAY_POINT,
        "a `.` stands only in numbers and in `.*`, `./`, `.^`",
        "a number needs a digit beside its point, a name has none; the transpose is `A'`, and functions stand alone: `dot(x, y)`",
    ),
];

/// The spelling of another language at the start of `text`, and its length in bytes.
pub(super) fn misspelling(text: &str) -> Option<(&'static Misspelling, usize)> {
    // Nearly every token asks: only the few rows with its first byte are compared.
    let first = text.as_bytes().first()?;
    let known = MISSPELLINGS
        .iter()
        .filter(|known| known.text.as_bytes().first() == Some(first))
        .find(|known| text.starts_with(known.text))?;
    Some((known, known.text.len()))
}

impl Mistake {
    /// Whether the mistake is an opening bracket (1), a closing one (-1) or neither (0).
    pub fn bracket(self) -> isize {
        match self {
            Mistake::Misspelling(Misspelling { text: "{", .. }) => 1,
            Mistake::Misspelling(Misspelling { text: "}", .. }) => -1,
            _ => 0,
        }
    }

    /// What to say about the mistake that covers `span` of `source`.
    pub fn diagnose(self, source: &str, span: Span) -> Diagnostic {
        let text = &source[span.start as usize..span.end as usize];
        let about = |code: Code, message: String| Diagnostic::error(code, span, message);
        let point = |character: char| format!("U+{:04X}", u32::from(character));
        match self {
            Mistake::Misspelling(known) => known.diagnose(span),
            Mistake::LookAlike(_, "\"") => quoted("\"").diagnose(span),
            Mistake::LookAlike(character, ascii) => about(
                codes::LOOK_ALIKE_CHARACTER,
                format!(
                    "{} ({}) is not part of the language",
                    quote(text),
                    point(character)
                ),
            )
            .with_help(format!("write `{ascii}` in plain ASCII")),
            Mistake::Combining(character) => about(
                codes::COMBINING_MARK,
                format!("a combining mark ({}) can't follow here", point(character)),
            )
            .with_help("use a letter without the mark, or a name such as `x_hat`"),
            Mistake::Hidden(character) => about(
                codes::HIDDEN_CHARACTER,
                format!(
                    "a control or invisible character ({}) is not allowed",
                    point(character)
                ),
            )
            .with_label("it stands here, unseen")
            .with_help("remove it"),
            Mistake::Unknown(character) if character.is_numeric() => about(
                codes::FOREIGN_DIGIT,
                format!(
                    "{} ({}) is not a digit of a number here",
                    quote(text),
                    point(character)
                ),
            )
            .with_help("write numbers with the digits 0 to 9"),
            Mistake::Unknown(character) => about(
                codes::UNKNOWN_CHARACTER,
                format!(
                    "{} ({}) is not part of the language",
                    quote(text),
                    point(character)
                ),
            )
            .with_help("names are made of letters, digits and `_`"),
            Mistake::Number { mistake, digits } => {
                let (number, word) = text.split_at(digits as usize);
                let is_called = source[span.end as usize..].starts_with('(');
                mistake.diagnose(span, text, number, word, is_called)
            }
        }
    }
}

impl Misspelling {
    fn diagnose(&self, span: Span) -> Diagnostic {
        Diagnostic::error(self.code, span, self.message).with_help(self.help)
    }
}

impl NumberMistake {
    /// `is_called`: whether a bracket stands behind the word.
    fn diagnose(
        self,
        span: Span,
        text: &str,
        number: &str,
        word: &str,
        is_called: bool,
    ) -> Diagnostic {
        let product = || {
            let factor = number.strip_suffix('.').unwrap_or(number);
            quote(&format!(
                "{}*{}",
                short(factor),
                short(word.trim_end_matches(['+', '-']))
            ))
        };
        let about = |code: Code, message: String| Diagnostic::error(code, span, message);
        match self {
            NumberMistake::SecondPoint => about(
                codes::SECOND_DECIMAL_POINT,
                format!("{} has a decimal point too many", quote(text)),
            )
            .with_help("a number has one decimal point, and none in its exponent"),
            NumberMistake::Separator => about(
                codes::GROUPED_DIGITS,
                format!("{} is not a number: digits can't be grouped", quote(text)),
            )
            .with_help(format!("write {}", quote(&short(text).replace('_', "")))),
            NumberMistake::Radix => about(
                codes::NUMBER_BASE,
                format!("{} is not a decimal number", quote(text)),
            )
            .with_help("write numbers in base ten"),
            NumberMistake::NoExponent => about(
                codes::MISSING_EXPONENT,
                format!("the exponent of {} has no digits", quote(text)),
            )
            .with_help(format!(
                "write an exponent as in {}, or {} for a product with `e`",
                quote(&format!("{}e5", short(number))),
                product()
            )),
            NumberMistake::Product => about(
                codes::MISSING_PRODUCT_SIGN,
                "a product needs its `*`".to_owned(),
            )
            .with_label("a number and a name side by side")
            .with_help(match is_called {
                true => format!("write {} in front of the bracket", product()),
                false => format!("write {}", product()),
            }),
        }
    }
}

/// The start of a text, more than a message will repeat.
fn short(text: &str) -> &str {
    &text[..text.floor_char_boundary(200)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_found_and_helps() {
        for known in &MISSPELLINGS {
            let (found, length) = misspelling(known.text).expect("a row finds itself");
            assert_eq!((found.text, length), (known.text, known.text.len()));
            assert!(
                !known.message.is_empty() && !known.help.is_empty(),
                "{}",
                known.text
            );
        }
    }
}
