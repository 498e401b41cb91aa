//! Tokens: the words of the language, cut from the text one at a time with nom.
//!
//! Must not know how tokens make sentences, nor what a name means. Invariants: every input is cut into
//! tokens, a piece that is no word being a [`TokenKind::Wrong`] that remembers why; a token is never
//! empty, except the last, `End`; cutting is linear and copies nothing.

use super::alike;
use super::mistake::{self, Mistake, NumberMistake};
use super::tree::Binary;
use crate::notation;
use crate::text::{Span, is_hidden};
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::{char, one_of, satisfy};
use nom::combinator::{not, opt, peek, recognize};
use nom::error::Error;
use nom::multi::many0_count;
use nom::{IResult, Parser};
use std::cmp::Reverse;
use std::sync::LazyLock;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum TokenKind {
    /// A decimal number without sign.
    Number,
    /// A name that is no keyword.
    Name,
    /// An operator between two operands; `+` and `-` may also stand in front of one.
    Infix(Binary),
    /// `!` and `not`.
    Not,
    /// A sign in front of a value that calls a function, such as `√`.
    CallSign,
    /// `∂`
    Partial,
    /// Raised digits: an exponent.
    Superscript,
    /// `'`
    Quote,
    /// `|`
    Bar,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `[`
    OpenSquare,
    /// `]`
    CloseSquare,
    /// `..`
    Range,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `=`
    Equals,
    /// `;`
    Semicolon,
    /// The end of the input.
    End,
    /// Something that is no word of the language.
    Wrong(Mistake),
}

/// A word of the input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it is.
    pub span: Span,
    /// Whether a line end stands between this token and the one before it.
    pub line_start: bool,
}

/// The fixed spellings: those that are names, and the others, where a longer one stands before those that
/// it begins with.
struct Spellings {
    keywords: Vec<(&'static str, TokenKind)>,
    signs: Vec<(&'static str, TokenKind)>,
}

static SPELLINGS: LazyLock<Spellings> = LazyLock::new(|| {
    let mut all = vec![
        (notation::NOT, TokenKind::Not),
        (notation::TRANSPOSE, TokenKind::Quote),
        (notation::BARS, TokenKind::Bar),
        (notation::RANGE, TokenKind::Range),
        (notation::PARTIAL, TokenKind::Partial),
        ("(", TokenKind::Open),
        (")", TokenKind::Close),
        ("[", TokenKind::OpenSquare),
        ("]", TokenKind::CloseSquare),
        (",", TokenKind::Comma),
        (":", TokenKind::Colon),
        ("=", TokenKind::Equals),
        (";", TokenKind::Semicolon),
    ];
    for operator in Binary::ALL {
        let notation = operator.notation();
        let spellings = std::iter::once(&notation.spelling).chain(notation.aliases);
        all.extend(spellings.map(|spelling| (*spelling, TokenKind::Infix(operator))));
    }
    let aliases = [
        (notation::NOT_ALIASES, TokenKind::Not),
        (notation::TRANSPOSE_ALIASES, TokenKind::Quote),
        (notation::CALL_SIGNS, TokenKind::CallSign),
    ];
    for (spellings, kind) in aliases {
        all.extend(spellings.iter().map(|&spelling| (spelling, kind)));
    }
    all.sort_by_key(|(spelling, _)| Reverse(spelling.len()));
    let is_name = |(spelling, _): &(&str, TokenKind)| {
        spelling.starts_with(|first: char| first.is_ascii_alphabetic())
    };
    let (keywords, signs) = all.into_iter().partition(is_name);
    Spellings { keywords, signs }
});

/// Whether `text` can stand as a name: a Unicode identifier (UAX 31: XID_Start or `_`, then
/// XID_Continue) that is no keyword.
///
/// Characters that are easily taken for ASCII ones and marks that combine with the letter before them
/// are left out, because two names that look alike would differ.
pub fn is_identifier(text: &str) -> bool {
    matches!(name(text), Ok(("", _))) && keyword(text).is_none()
}

/// Whether `text` can be the name of a variable: an identifier, perhaps with an index behind it that is part of the
/// name, such as `w[0]` and `a[1,2]`: whole numbers without blanks and needless zeros.
pub fn is_variable_name(text: &str) -> bool {
    let Some((name, index)) = text.split_once('[') else {
        return is_identifier(text);
    };
    let is_number = |digits: &str| {
        digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.is_empty()
            && (digits.len() == 1 || !digits.starts_with('0'))
    };
    let inside = index.strip_suffix(']');
    is_identifier(name) && inside.is_some_and(|inside| inside.split(',').all(is_number))
}

fn keyword(text: &str) -> Option<TokenKind> {
    SPELLINGS
        .keywords
        .iter()
        .find(|(spelling, _)| *spelling == text)
        .map(|&(_, kind)| kind)
}

fn is_name_start(character: char) -> bool {
    character == '_' || (unicode_ident::is_xid_start(character) && is_plain(character))
}

fn is_name_part(character: char) -> bool {
    (unicode_ident::is_xid_continue(character) && is_plain(character))
        || notation::SUBSCRIPTS.contains(&character)
}

/// Whether a character of a name is seen as what it is.
fn is_plain(character: char) -> bool {
    character.is_ascii()
        || !(is_hidden(character)
            || alike::is_combining(character)
            || alike::ascii_spelling(character).is_some()
            || is_sign(character))
}

/// Whether a character that is not ASCII begins one of the fixed spellings: some of them are letters to Unicode.
fn is_sign(character: char) -> bool {
    let begins = |(spelling, _): &(&str, TokenKind)| spelling.starts_with(character);
    SPELLINGS.signs.iter().any(begins)
}

/// The exponent that raised digits stand for, such as `-12`.
pub(super) fn exponent(raised: &str) -> String {
    let plain = |character: char| {
        let digit = notation::SUPERSCRIPTS
            .iter()
            .position(|own| *own == character);
        digit
            .and_then(|digit| char::from_digit(digit as u32, 10))
            .unwrap_or('-')
    };
    raised.chars().map(plain).collect()
}

/// An exponent of raised digits, perhaps with a minus.
fn superscript(input: &str) -> IResult<&str, &str> {
    let raised = |character: char| notation::SUPERSCRIPTS.contains(&character);
    recognize((opt(char(notation::SUPERSCRIPT_MINUS)), take_while1(raised))).parse(input)
}

fn name(input: &str) -> IResult<&str, &str> {
    recognize((satisfy(is_name_start), take_while(is_name_part))).parse(input)
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit()
}

/// One digit or more. (`digit0` of nom 8.0.0 must not stand inside `recognize`: at the end of the input it
/// returns a rest that lies in front of what it read.)
fn digits(input: &str) -> IResult<&str, &str> {
    take_while1(is_digit).parse(input)
}

/// A decimal: digits with at most one point among or beside them, then perhaps an exponent. A point
/// that begins `..`, `.*`, `./` or `.^` belongs to what follows.
fn number(input: &str) -> IResult<&str, &str> {
    let point = || (char('.'), peek(not(one_of(".*/^"))));
    recognize((
        alt((
            recognize((digits, opt((point(), take_while(is_digit))))),
            recognize((char('.'), digits)),
        )),
        opt((one_of("eE"), opt(one_of("+-")), digits)),
    ))
    .parse(input)
}

/// Blanks, comments and line ends; a carriage return counts only as part of a line end.
fn blank(input: &str) -> IResult<&str, &str> {
    let space =
        |character: char| character == '\t' || (character.is_whitespace() && !is_hidden(character));
    recognize(many0_count(alt((
        take_while1(space),
        recognize((char('#'), take_while(|character| character != '\n'))),
        tag("\n"),
        tag("\r\n"),
    ))))
    .parse(input)
}

/// A cursor over the text of an input.
#[derive(Clone, Copy)]
pub(super) struct Lexer<'a> {
    source: &'a str,
    position: usize,
}

impl<'a> Lexer<'a> {
    /// A cursor at the start; a leading byte order mark is passed over.
    pub fn new(source: &'a str) -> Self {
        let position = if source.starts_with('\u{FEFF}') {
            '\u{FEFF}'.len_utf8()
        } else {
            0
        };
        Lexer { source, position }
    }

    /// The next token; at the end of the input, `End` again and again.
    pub fn next(&mut self) -> Token {
        let rest = &self.source[self.position..];
        let (rest, passed) = blank(rest).unwrap_or((rest, ""));
        let start = self.source.len() - rest.len();
        let (kind, length) = cut(rest);
        self.position = start + length;
        Token {
            kind,
            span: Span::new(start, self.position),
            line_start: passed.contains('\n'),
        }
    }
}

/// The kind and the length in bytes of the token at the start of `rest`.
fn cut(rest: &str) -> (TokenKind, usize) {
    let Some(character) = rest.chars().next() else {
        return (TokenKind::End, 0);
    };
    if let Ok((behind, text)) = number(rest) {
        return after_number(text, behind);
    }
    if let Ok((_, text)) = name(rest) {
        return (keyword(text).unwrap_or(TokenKind::Name), text.len());
    }
    if let Ok((_, text)) = superscript(rest) {
        return (TokenKind::Superscript, text.len());
    }
    // The longer one wins: `.*` over `.`, but `//` over `/`.
    let spelled = SPELLINGS
        .signs
        .iter()
        .find(|(spelling, _)| tag::<_, _, Error<&str>>(*spelling).parse(rest).is_ok())
        .map(|&(spelling, kind)| (kind, spelling.len()));
    let misspelled = mistake::misspelling(rest)
        .map(|(wrong, length)| (TokenKind::Wrong(Mistake::Misspelling(wrong)), length));
    match (spelled, misspelled) {
        (Some(right), Some(wrong)) if wrong.1 > right.1 => return wrong,
        (Some(right), _) => return right,
        (None, Some(wrong)) => return wrong,
        (None, None) => {}
    }
    let wrong = if alike::is_combining(character) {
        Mistake::Combining(character)
    } else if is_hidden(character) {
        Mistake::Hidden(character)
    } else if let Some(ascii) = alike::ascii_spelling(character) {
        Mistake::LookAlike(character, ascii)
    } else {
        Mistake::Unknown(character)
    };
    (TokenKind::Wrong(wrong), character.len_utf8())
}

/// A number, unless something is written against it that makes it none.
fn after_number(text: &str, behind: &str) -> (TokenKind, usize) {
    let wrong = |mistake, length| {
        let mistake = Mistake::Number {
            mistake,
            digits: text.len() as u32,
        };
        (TokenKind::Wrong(mistake), text.len() + length)
    };
    let second_point = recognize((char('.'), digits)).parse(behind);
    if let Ok((_, more)) = second_point {
        return wrong(NumberMistake::SecondPoint, more.len());
    }
    // Beside a name a number is a factor, unless both together look like a number of another notation.
    let Ok((rest, word)) = name(behind) else {
        return (TokenKind::Number, text.len());
    };
    if word.starts_with('_') {
        wrong(NumberMistake::Separator, word.len())
    } else if text == "0" && is_radix(word) {
        wrong(NumberMistake::Radix, word.len())
    } else if word.eq_ignore_ascii_case("e") && !text.contains(['e', 'E']) {
        let sign = usize::from(rest.starts_with(['+', '-']));
        wrong(NumberMistake::NoExponent, word.len() + sign)
    } else if text.contains(['e', 'E']) || text.ends_with('.') {
        wrong(NumberMistake::Product, word.len())
    } else {
        (TokenKind::Number, text.len())
    }
}

/// Whether `0` and this word would be a hexadecimal, octal or binary number elsewhere.
fn is_radix(word: &str) -> bool {
    let radix = match word.as_bytes()[0] {
        b'x' | b'X' => 16,
        b'o' | b'O' => 8,
        b'b' | b'B' => 2,
        _ => return false,
    };
    word.len() > 1 && word[1..].chars().all(|digit| digit.is_digit(radix))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts of the tokens, wrong ones between question marks.
    fn words(source: &str) -> Vec<String> {
        let mut lexer = Lexer::new(source);
        let mut out = Vec::new();
        loop {
            let token = lexer.next();
            let text = &source[token.span.start as usize..token.span.end as usize];
            match token.kind {
                TokenKind::End => return out,
                TokenKind::Wrong(_) => out.push(format!("?{text}?")),
                _ => out.push(text.to_owned()),
            }
        }
    }

    #[test]
    fn text_is_cut_into_words() {
        let cases: [(&str, &[&str]); 28] = [
            ("", &[]),
            ("\u{FEFF}x", &["x"]),
            (
                "12 1.5 .5 1. 1e5 1.5e-3 2E+7",
                &["12", "1.5", ".5", "1.", "1e5", "1.5e-3", "2E+7"],
            ),
            ("2.*x", &["2", ".*", "x"]),
            ("1..2", &["1", "..", "2"]),
            ("2.5.*x", &["2.5", ".*", "x"]),
            ("2./x.^y", &["2", "./", "x", ".^", "y"]),
            ("2.'", &["2.", "'"]),
            ("1.+x", &["1.", "+", "x"]),
            ("1.5", &["1.5"]),
            ("1.", &["1."]),
            ("1e", &["?1e?"]),
            ("1e+", &["?1e+?"]),
            ("0x1F", &["?0x1F?"]),
            ("12abc", &["12", "abc"]),
            ("2.x", &["?2.x?"]),
            ("1e3x", &["?1e3x?"]),
            ("1.2.3", &["?1.2.3?"]),
            ("1_000", &["?1_000?"]),
            ("x**y<=z", &["x", "**", "y", "<=", "z"]),
            ("a==b!=c≤d", &["a", "==", "b", "!=", "c", "≤", "d"]),
            ("x·y×z−w÷v", &["x", "·", "y", "×", "z", "−", "w", "÷", "v"]),
            (
                "√x|y|[1]∂∇",
                &["√", "x", "|", "y", "|", "[", "1", "]", "∂", "∇"],
            ),
            ("x₁²⁻³ᵀ", &["x₁", "²", "⁻³", "ᵀ"]),
            ("x⁻", &["x", "?⁻?"]),
            ("a # b\r\n c", &["a", "c"]),
            ("x\u{A0}y\u{3000}z", &["x", "y", "z"]),
            (
                "x\u{301}\u{202E}\0²",
                &["x", "?\u{301}?", "?\u{202E}?", "?\0?", "²"],
            ),
        ];
        for (source, expected) in cases {
            assert_eq!(words(source), expected, "{source:?}");
        }
    }

    #[test]
    fn line_ends_are_remembered() {
        let mut lexer = Lexer::new("a b\n\n # c\n d");
        let starts: Vec<bool> = (0..4).map(|_| lexer.next().line_start).collect();
        assert_eq!(starts, [false, false, true, false]);
    }

    #[test]
    fn names_of_variables() {
        for yes in ["x", "w[0]", "w[12]", "a[1,2]", "σ[3]"] {
            assert!(is_variable_name(yes), "{yes}");
        }
        for no in [
            "", "w[", "w[]", "w[01]", "w[ 0]", "w[-1]", "w[i]", "w[1]x", "w[1][2]", "[1]", "2[1]",
        ] {
            assert!(!is_variable_name(no), "{no}");
        }
    }

    #[test]
    fn identifiers() {
        for yes in [
            "x", "_", "_1", "x1", "x₁", "σ", "Δx", "été", "漢字", "x_y", "e", "if", "android",
        ] {
            assert!(is_identifier(yes), "{yes}");
        }
        let no = [
            "",
            "1x",
            "x y",
            " x",
            "x ",
            "and",
            "or",
            "not",
            "x'",
            "x²",
            "ｘ",
            "x１",
            "x·y",
            "e\u{301}",
            "x\u{200D}",
            "x\u{FE0F}",
            "x\u{202E}",
            "ˆ",
            "x.y",
            "-x",
            "x\0",
        ];
        for no in no {
            assert!(!is_identifier(no), "{no:?}");
        }
    }
}
