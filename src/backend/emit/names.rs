//! Names that a language takes: transliterated where it must be, and each different from all others.
//!
//! Must not know: any particular language. Invariants: names depend on the wanted names and their order
//! alone; a name that can stay as it is stays, whatever the others are.

use super::target::Target;
use hashbrown::HashSet;

/// The Greek alphabet by name, from U+0391 and from U+03B1 on; the gap in the capitals is the place of
/// the final sigma.
const GREEK: [&str; 25] = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "zeta",
    "eta",
    "theta",
    "iota",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
    "omicron",
    "pi",
    "rho",
    "final_sigma",
    "sigma",
    "tau",
    "upsilon",
    "phi",
    "chi",
    "psi",
    "omega",
];

/// Gives names.
pub(super) struct Names {
    target: &'static dyn Target,
    taken: HashSet<String>,
    /// What begins so and ends with a number is taken too: the pieces of a long function.
    numbered: Vec<String>,
}

impl Names {
    /// None given yet; `reserved` are names that the file uses itself.
    pub(super) fn new(
        target: &'static dyn Target,
        reserved: impl IntoIterator<Item = String>,
    ) -> Names {
        let mut taken: HashSet<String> = reserved.into_iter().collect();
        taken.extend(target.reserved().iter().map(|&word| word.to_owned()));
        Names {
            target,
            taken,
            numbered: Vec::new(),
        }
    }

    /// Gives each of the wanted names one; those that can stay come first, so that `sigma` keeps its
    /// name although `σ` comes before it.
    pub(super) fn give(&mut self, wanted: &[String]) -> Vec<String> {
        let mut given: Vec<Option<String>> = vec![None; wanted.len()];
        for (name, given) in wanted.iter().zip(&mut given) {
            if self.spell(name) == *name && self.take(name) {
                *given = Some(name.clone());
            }
        }
        for (name, given) in wanted.iter().zip(&mut given) {
            if given.is_none() {
                *given = Some(self.another(name));
            }
        }
        let names: Vec<String> = given.into_iter().flatten().collect();
        names
    }

    /// From now on no name is `prefix` with a number behind it.
    pub(super) fn reserve_numbered(&mut self, prefix: String) {
        self.numbered.push(prefix);
    }

    /// Takes a name if it is free.
    fn take(&mut self, name: &str) -> bool {
        let is_number = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit());
        let mut prefixes = self.numbered.iter();
        let is_numbered =
            prefixes.any(|prefix| name.strip_prefix(prefix.as_str()).is_some_and(is_number));
        !is_numbered && self.taken.insert(name.to_owned())
    }

    /// One more name.
    pub(super) fn one(&mut self, wanted: &str) -> String {
        self.give(&[wanted.to_owned()]).remove(0)
    }

    /// Temporaries `v1`, `v2`, ..., or with another letter if a name looks like one of these.
    pub(super) fn temporaries(&self) -> Temporaries {
        let clashes = |prefix: &str| {
            self.taken.iter().any(|name| {
                name.strip_prefix(prefix)
                    .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
            })
        };
        let mut prefix = "v".to_owned();
        while clashes(&prefix) {
            prefix.push('_');
        }
        Temporaries { prefix, count: 0 }
    }

    /// The first free name of `x`, `x_`, `x_2`, `x_3`, ...
    fn another(&mut self, wanted: &str) -> String {
        let base = self.spell(wanted);
        let candidates = [base.clone(), format!("{base}_")].into_iter();
        let numbered = (2..).map(|number| format!("{base}_{number}"));
        for candidate in candidates.chain(numbered) {
            if self.take(&candidate) {
                return candidate;
            }
        }
        base
    }

    /// A name in letters that the language takes. A leading underscore is another name in many
    /// languages, so a letter comes before it.
    fn spell(&self, name: &str) -> String {
        let mut out = String::new();
        // An index is part of the name: `a[1,2]` becomes `a_1_2`.
        let name = name.replace(['[', ','], "_").replace(']', "");
        for letter in name.chars() {
            if letter.is_ascii() || self.target.keeps(letter) {
                out.push(letter);
            } else {
                // Words from different letters are kept apart from each other.
                let word = word(letter);
                if out.ends_with(|last: char| last.is_ascii_alphabetic()) {
                    out.push('_');
                }
                out.push_str(&word);
            }
        }
        if out.starts_with('_') {
            out.insert(0, 'v');
        }
        out
    }
}

/// A letter beyond ASCII in ASCII: by its name, or by its number.
fn word(letter: char) -> String {
    let code = u32::from(letter);
    let greek = |first: u32| GREEK.get(code.checked_sub(first)? as usize).copied();
    if let Some(small) = greek(0x3B1) {
        return small.to_owned();
    }
    if let Some(capital) = greek(0x391) {
        let mut letters = capital.chars();
        let first = letters.next().unwrap_or('_').to_ascii_uppercase();
        return format!("{first}{}", letters.as_str());
    }
    format!("u{code:04x}")
}

/// Names of intermediate values.
#[derive(Clone)]
pub(super) struct Temporaries {
    prefix: String,
    count: usize,
}

impl Temporaries {
    /// The next one.
    pub(super) fn next(&mut self) -> String {
        self.count += 1;
        format!("{}{}", self.prefix, self.count)
    }
}
