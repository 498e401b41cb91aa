//! The grammar and the parser agree: sentences made at random from `grammar/symdiff.ebnf` itself are accepted, and
//! sentences with mistakes are refused or read, but never a panic.
//!
//! The file is read as it is written (ISO/IEC 14977, the part of it that is used there). A text between question marks
//! says in words what no rule says; the few of them, and the few words with rules in comments, are spelled by a small
//! table here, and a text that the table lacks fails the test.

mod common {
    pub mod ebnf;
    pub mod generator;
}

use common::ebnf::{Grammar, Term};
use common::generator::Random;
use std::time::{Duration, Instant};
use symdiff::limits::Limits;
use symdiff::syntax::{Parsed, parse};

/// So long each test may make sentences.
const TIME: Duration = Duration::from_secs(8);
const SENTENCES: usize = 6_000;
/// Deeper rules take the way out that is shortest.
const DEEPEST: usize = 24;

fn grammar() -> Grammar {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/grammar/symdiff.ebnf");
    Grammar::read(&std::fs::read_to_string(path).unwrap())
}

/// What a text between question marks stands for, some of each.
fn special(text: &str, random: &mut Random) -> String {
    let choices: &[&str] = match text {
        text if text.starts_with("a \".\" that is not followed by") => &["."],
        "a word that is not a keyword" => &[
            "x", "y", "_", "x1", "sin", "σ", "Δx", "e", "pi", "ans", "scalar", "nota", "order",
            "漢字", "é", "π", "x__2", "And", "x₁",
        ],
        text if text.starts_with("a character of XID_Start") => &["x", "_", "σ", "é", "漢"],
        text if text.starts_with("a character of XID_Continue") => &["x", "_", "3", "σ", "é"],
        text if text.starts_with("a tab, or any character of White_Space") => {
            &[" ", "\t", "\u{a0}", "\u{2003}", "\u{3000}"]
        }
        "any character but a line feed" => &["x", "#", " ", "é", "\t", "(", "§"],
        text if text.starts_with("a word that begins with \"d\"") => &["dx", "dΔx"],
        "U+FEFF" => &["\u{feff}"],
        "U+000D" => &["\r"],
        "U+000A" => &["\n"],
        _ => panic!("the table lacks ?{text}?"),
    };
    choices[random.below(choices.len())].to_owned()
}

/// Seeds that lie close to each other begin alike.
fn seeded(seed: u64) -> Random {
    let mut random = Random::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    for _ in 0..8 {
        random.number();
    }
    random
}

/// A maker of sentences.
struct Maker<'a> {
    grammar: &'a Grammar,
    random: Random,
    /// Words and what is between them, in order.
    words: Vec<String>,
    /// Whether words are pieces of one, as in a number.
    inside_word: bool,
    /// Whether bars are open that are the innermost brackets.
    in_bars: bool,
}

/// What a comment says of derivatives: the orders above and below the line are the same.
const DERIVATIVES: &[&[&str]] = &[
    &["d", "/", "dx"],
    &["d", "^", "2", "/", "dy", "²"],
    &["∂", "/", "∂", "x"],
    &["∂", "³", "/", "∂", "x", "²", "∂", "w", "[", "0", "]"],
];

/// Rules that make one word: nothing may stand between its pieces.
const WORDS: &[&str] = &[
    "number",
    "exponent",
    "digits",
    "digit",
    "name",
    "raised",
    "word",
    "size",
    "line end",
    "keyword",
    "byte order mark",
    "blank",
    "comment",
    "point",
];

impl Maker<'_> {
    fn rule(&mut self, name: &str, depth: usize) {
        let grammar = self.grammar;
        // What comments say of numbers: a dimension is from 1 to 4278190079, and no number needs too many bits.
        let bounded = match name {
            "size" => &["1", "3", "007", "4278190079"][..],
            "exponent" => &["e5", "E-12", "e+300", "E00", "e1"],
            _ => &[],
        };
        if !bounded.is_empty() {
            let word = bounded[self.random.below(bounded.len())];
            self.words.push(word.to_owned());
            return;
        }
        if name == "derivative" {
            let head = DERIVATIVES[self.random.below(DERIVATIVES.len())];
            self.words.extend(head.iter().map(|&word| word.to_owned()));
            let operand = ["(", "expression", ")"].map(|text| match text {
                "expression" => Term::Rule(text.to_owned()),
                _ => Term::Text(text.to_owned()),
            });
            self.term(&Term::All(operand.into()), depth);
            return;
        }
        let rule = grammar.rule(name);
        if WORDS.contains(&name) && !self.inside_word {
            self.inside_word = true;
            let start = self.words.len();
            self.term(rule, depth);
            let word = self.words.split_off(start).concat();
            self.words.push(word);
            self.inside_word = false;
        } else {
            self.term(rule, depth);
        }
    }

    fn term(&mut self, term: &Term, depth: usize) {
        match term {
            Term::Text(text) => self.words.push(text.clone()),
            Term::Special(text) => {
                let word = special(text, &mut self.random);
                self.words.push(word);
            }
            Term::Rule(name) => self.rule(name, depth + 1),
            Term::All(terms) => {
                let before = self.in_bars;
                for term in terms {
                    if let Term::Text(text) = term
                        && ["(", "[", "|"].contains(&text.as_str())
                    {
                        self.in_bars = text == "|";
                    }
                    self.term(term, depth);
                }
                self.in_bars = before;
            }
            Term::OneOf(terms) => {
                // Deep down the choice that ends soonest.
                let opens_bars = |term: &Term| match term {
                    Term::All(terms) => matches!(&terms[0], Term::Text(text) if text == "|"),
                    _ => false,
                };
                // Bars nest only through brackets.
                let possible: Vec<&Term> = terms
                    .iter()
                    .filter(|term| !(self.in_bars && opens_bars(term)))
                    .collect();
                let chosen = if depth > DEEPEST {
                    let height = |term: &&&Term| self.grammar.height(term);
                    possible.iter().min_by_key(height).expect("a choice")
                } else {
                    possible[self.random.below(possible.len())]
                };
                self.term(chosen, depth);
            }
            Term::Optional(inner) => {
                if depth <= DEEPEST && self.random.below(3) == 0 {
                    self.term(inner, depth);
                }
            }
            Term::Repeated(inner) => {
                while depth <= DEEPEST && self.random.below(4) == 0 {
                    self.term(inner, depth);
                }
            }
        }
    }

    /// A sentence, blanks, comments and line ends between its words where these may stand.
    ///
    /// None: a statement begins with a sign on a line of its own, and so continues the line above.
    fn sentence(&mut self) -> Option<String> {
        self.words.clear();
        self.rule("input", 0);
        let words = std::mem::take(&mut self.words);
        let mut text = String::new();
        let mut brackets = 0usize;
        // What separates this statement from the one before.
        let mut separator = "";
        for (place, word) in words.iter().enumerate() {
            let before = place
                .checked_sub(1)
                .map_or("", |place| words[place].as_str());
            let is_end = |word: &str| word == ";" || word.ends_with('\n');
            if !is_end(word) && separator == "\n" && ["+", "-", "−"].contains(&word.as_str()) {
                return None;
            }
            separator = match word.as_str() {
                ";" => ";",
                word if word.ends_with('\n') && separator.is_empty() && place > 0 => "\n",
                word if word.ends_with('\n') => separator,
                _ => "",
            };
            let touches = needs_blank(before, word);
            if touches {
                text.push(' ');
            }
            // A number and what it multiplies stand on one line.
            let is_number = before.ends_with(|last: char| last.is_ascii_digit() || last == '.');
            let begins = |first: char| first.is_alphabetic() || "_(|√∛∇∂".contains(first);
            let open = if is_number && word.starts_with(begins) {
                0
            } else {
                brackets
            };
            let is_call_or_head = word == "(" || word == "=" || word == ":" || before == ":";
            if !is_end(word) && !before.is_empty() && before != "\u{feff}" {
                match self.random.below(12) {
                    0 => text.push_str("  "),
                    1 => text.push('\u{a0}'),
                    2 if open > 0 && !is_call_or_head => text.push_str(" # a comment (\n"),
                    3 if open > 0 => text.push_str("\r\n\t"),
                    _ => {}
                }
            }
            text.push_str(word);
            match word.as_str() {
                "(" | "[" => brackets += 1,
                ")" | "]" => brackets = brackets.saturating_sub(1),
                _ => {}
            }
        }
        Some(text)
    }
}

/// Whether two words would be read as one, or as others, without a blank between them.
fn needs_blank(left: &str, right: &str) -> bool {
    let (Some(last), Some(first)) = (left.chars().last(), right.chars().next()) else {
        return false;
    };
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '.';
    // The longest spelling wins.
    let joins = |a: &str, b: &str| {
        [
            "**", "||", "&&", "<=", ">=", ".*", "./", ".^", "==", "!=", "==",
        ]
        .iter()
        .any(|both| format!("{a}{b}").contains(both) && !a.contains(both) && !b.contains(both))
    };
    (is_word(last) && is_word(first)) || (last == '|' && first == '|') || joins(left, right)
}

fn errors(parsed: &Parsed) -> Vec<String> {
    let own = |one: &symdiff::Diagnostic| format!("{}: {}", one.code, one.message);
    parsed.diagnostics.iter().map(own).collect()
}

#[test]
fn every_rule_is_used_and_defined() {
    let grammar = grammar();
    for name in grammar.mentioned() {
        assert!(grammar.has(name), "{name} is not defined");
    }
    let free = ["input", "blank", "comment", "word", "keyword"];
    for name in grammar.names() {
        let is_used = grammar.mentioned().any(|own| own == name);
        assert!(is_used || free.contains(&name), "{name} is used nowhere");
    }
}

#[test]
fn sentences_of_the_grammar_are_accepted() {
    let grammar = grammar();
    let start = Instant::now();
    let (mut count, mut longest) = (0, 0);
    for seed in 0..SENTENCES as u64 {
        let mut maker = Maker {
            grammar: &grammar,
            random: seeded(0x5eed_0000 + seed),
            words: Vec::new(),
            inside_word: false,
            in_bars: false,
        };
        let Some(sentence) = maker.sentence() else {
            continue;
        };
        let parsed = parse(&sentence, &Limits::default());
        assert!(
            parsed.is_ok(),
            "seed {seed}: {sentence:?}\n{:#?}",
            errors(&parsed)
        );
        count += 1;
        longest = longest.max(sentence.len());
        if start.elapsed() > TIME {
            break;
        }
    }
    println!("{count} sentences, the longest of {longest} bytes");
    assert!(count > 500, "{count}");
}

#[test]
fn sentences_with_mistakes_are_no_panic() {
    let grammar = grammar();
    let start = Instant::now();
    let pieces = [
        "(",
        ")",
        ",",
        "=",
        ":",
        "'",
        "+",
        "**",
        ".",
        "1",
        "e",
        "\n",
        ";",
        "[",
        "\0",
        "σ",
        "#",
        "not ",
        "\u{202e}",
        "1e",
        "≤",
        "\"",
        "$",
        "if(",
        "x: vector(",
        "^-",
        "!",
        "..",
        "\u{301}",
    ];
    for seed in 0..SENTENCES as u64 {
        let mut maker = Maker {
            grammar: &grammar,
            random: seeded(0x0bad_0000 + seed),
            words: Vec::new(),
            inside_word: false,
            in_bars: false,
        };
        let Some(mut text) = maker.sentence() else {
            continue;
        };
        let mut random = maker.random;
        for _ in 0..=random.below(3) {
            let mut places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
            places.push(text.len());
            let mut pick = || places[random.below(places.len())];
            let (a, b) = (pick(), pick());
            let (from, to) = (a.min(b), a.max(b));
            match random.below(4) {
                0 => text.insert_str(from, pieces[random.below(pieces.len())]),
                1 => text.replace_range(from..to, ""),
                2 => {
                    let copy = text[from..to].to_owned();
                    text.insert_str(to, &copy);
                }
                _ => text.truncate(to),
            }
        }
        let parsed = parse(&text, &Limits::default());
        for own in &parsed.diagnostics {
            let (from, to) = (own.span.start as usize, own.span.end as usize);
            assert!(
                text.get(from..to).is_some(),
                "seed {seed}: {text:?} {own:?}"
            );
        }
        // What is accepted is read as a formula, or refused with a reason.
        if let Err(error) = symdiff::Function::parse(&text) {
            assert!(!error.message().is_empty());
            error.render(&symdiff::RenderOptions::default());
        }
        if start.elapsed() > TIME {
            break;
        }
    }
}
