//! The notation of ISO/IEC 14977, as far as `grammar/symdiff.ebnf` uses it: `=`, `;`, `,`, `|`, `[ ]`, `{ }`, `( )`,
//! texts in double quotes, special texts between `?`, comments. Names of rules may hold blanks.

use std::collections::BTreeMap;

/// The right side of a rule.
pub enum Term {
    Text(String),
    Special(String),
    Rule(String),
    All(Vec<Term>),
    OneOf(Vec<Term>),
    Optional(Box<Term>),
    Repeated(Box<Term>),
}

/// Rules by their names.
pub struct Grammar {
    rules: BTreeMap<String, Term>,
    heights: BTreeMap<String, usize>,
}

impl Grammar {
    /// Reads a whole file; a mistake in it is a panic.
    pub fn read(text: &str) -> Grammar {
        let text = without_comments(text);
        let mut reader = Reader { rest: text.trim() };
        let mut rules = BTreeMap::new();
        while !reader.rest.is_empty() {
            let name = reader.name();
            reader.expect("=");
            let term = reader.choices();
            reader.expect(";");
            assert!(
                rules.insert(name.clone(), term).is_none(),
                "{name} stands twice"
            );
        }
        let mut grammar = Grammar {
            rules,
            heights: BTreeMap::new(),
        };
        // The height of a rule is that of its smallest sentence: made better until nothing changes.
        loop {
            let heights: BTreeMap<String, usize> = grammar
                .rules
                .iter()
                .map(|(name, term)| (name.clone(), grammar.height(term).saturating_add(1)))
                .collect();
            if heights == grammar.heights {
                return grammar;
            }
            grammar.heights = heights;
        }
    }

    pub fn rule(&self, name: &str) -> &Term {
        self.rules
            .get(name)
            .unwrap_or_else(|| panic!("no rule {name}"))
    }

    pub fn has(&self, name: &str) -> bool {
        self.rules.contains_key(name)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.rules.keys().map(String::as_str)
    }

    /// All names on right sides.
    pub fn mentioned(&self) -> impl Iterator<Item = &str> {
        let mut open: Vec<&Term> = self.rules.values().collect();
        let mut found = Vec::new();
        while let Some(term) = open.pop() {
            match term {
                Term::Rule(name) => found.push(name.as_str()),
                Term::All(terms) | Term::OneOf(terms) => open.extend(terms),
                Term::Optional(inner) | Term::Repeated(inner) => open.push(inner),
                Term::Text(_) | Term::Special(_) => {}
            }
        }
        found.into_iter()
    }

    /// How many rules deep the smallest sentence of a term is, as far as is known.
    pub fn height(&self, term: &Term) -> usize {
        match term {
            Term::Text(_) | Term::Special(_) | Term::Optional(_) | Term::Repeated(_) => 0,
            Term::Rule(name) => self.heights.get(name).copied().unwrap_or(usize::MAX / 2),
            Term::All(terms) => terms
                .iter()
                .map(|term| self.height(term))
                .max()
                .unwrap_or(0),
            Term::OneOf(terms) => terms
                .iter()
                .map(|term| self.height(term))
                .min()
                .unwrap_or(0),
        }
    }
}

fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("(*") {
        out.push_str(before);
        // `"(*"` in quotes does not occur; a `*)` inside of quotes in a comment does not either.
        rest = comment.split_once("*)").expect("a comment ends").1;
    }
    out + rest
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> char {
        self.rest.chars().next().unwrap_or('\0')
    }

    fn expect(&mut self, sign: &str) {
        let rest = self.rest.strip_prefix(sign);
        let near: String = self.rest.chars().take(40).collect();
        self.rest = rest
            .unwrap_or_else(|| panic!("`{sign}` expected before {near:?}"))
            .trim_start();
    }

    /// Up to a sign, which is passed.
    fn until(&mut self, sign: char) -> &'a str {
        let (inner, rest) = self.rest[1..].split_once(sign).expect("a closing sign");
        self.rest = rest.trim_start();
        inner
    }

    fn name(&mut self) -> String {
        let is_part = |letter: char| letter.is_alphanumeric() || letter == ' ' || letter == '\n';
        let end = self
            .rest
            .find(|letter| !is_part(letter))
            .unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            !name.is_empty(),
            "a name is expected before {:?}",
            self.rest.get(..40)
        );
        name
    }

    fn choices(&mut self) -> Term {
        let mut terms = vec![self.sequence()];
        while self.peek() == '|' {
            self.expect("|");
            terms.push(self.sequence());
        }
        if terms.len() == 1 {
            terms.remove(0)
        } else {
            Term::OneOf(terms)
        }
    }

    fn sequence(&mut self) -> Term {
        let mut terms = vec![self.factor()];
        while self.peek() == ',' {
            self.expect(",");
            terms.push(self.factor());
        }
        if terms.len() == 1 {
            terms.remove(0)
        } else {
            Term::All(terms)
        }
    }

    fn factor(&mut self) -> Term {
        match self.peek() {
            '"' => Term::Text(self.until('"').to_owned()),
            '?' => Term::Special(
                self.until('?')
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
            ),
            '(' => self.inside("(", ")"),
            '[' => Term::Optional(Box::new(self.inside("[", "]"))),
            '{' => Term::Repeated(Box::new(self.inside("{", "}"))),
            _ => Term::Rule(self.name()),
        }
    }

    fn inside(&mut self, open: &str, close: &str) -> Term {
        self.expect(open);
        let term = self.choices();
        self.expect(close);
        term
    }
}
