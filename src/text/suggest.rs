//! "Did you mean": the candidate nearest to a name that is not known.
//!
//! Must not know what the names stand for. Invariant: the work per candidate is bounded, however long
//! the name is, because a name comes from the input and may be a megabyte.

/// Names longer than this, in characters, get no suggestion.
const LONGEST_NAME: usize = 48;

/// The most edits at which two names still count as near.
const MOST_EDITS: usize = 3;

/// The candidate that most resembles `name`, or none that resembles it enough.
///
/// The distance is that of Damerau and Levenshtein in its restricted form (optimal string alignment:
/// insert, delete, replace, swap neighbours), taken without regard to case. A name of n characters may
/// be (n + 1) / 3 edits away, at most 3: a single letter is only ever corrected in its case. Of two equally
/// near candidates the one whose case fits wins, then the first. A candidate equal to `name` is no
/// suggestion.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed: Vec<char> = name.chars().take(LONGEST_NAME + 1).collect();
    if typed.is_empty() || typed.len() > LONGEST_NAME {
        return None;
    }
    let allowed = ((typed.len() + 1) / 3).min(MOST_EDITS);
    let lower = fold_case(&typed);
    let mut best: Option<((usize, usize), &'a str)> = None;
    for candidate in candidates.filter(|&candidate| candidate != name) {
        let letters: Vec<char> = candidate
            .chars()
            .take(LONGEST_NAME + MOST_EDITS + 1)
            .collect();
        if letters.len().abs_diff(typed.len()) > allowed {
            continue;
        }
        let edits = distance(&lower, &fold_case(&letters));
        let rank = (edits, distance(&typed, &letters));
        if edits <= allowed && best.is_none_or(|(least, _)| rank < least) {
            best = Some((rank, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The same characters in lower case, one for one: a character whose lower case is several stays.
fn fold_case(characters: &[char]) -> Vec<char> {
    let lower = |&character: &char| {
        let mut mapped = character.to_lowercase();
        match (mapped.next(), mapped.next()) {
            (Some(single), None) => single,
            _ => character,
        }
    };
    characters.iter().map(lower).collect()
}

/// The optimal string alignment distance of two short words, by rows of the usual table.
fn distance(left: &[char], right: &[char]) -> usize {
    let width = right.len() + 1;
    let mut before = vec![0; width];
    let mut previous: Vec<usize> = (0..width).collect();
    for row in 1..=left.len() {
        let mut current = vec![row; width];
        for column in 1..width {
            let differs = usize::from(left[row - 1] != right[column - 1]);
            let mut least = (previous[column] + 1)
                .min(current[column - 1] + 1)
                .min(previous[column - 1] + differs);
            let swapped = row > 1
                && column > 1
                && left[row - 1] == right[column - 2]
                && left[row - 2] == right[column - 1];
            if swapped {
                least = least.min(before[column - 2] + 1);
            }
            current[column] = least;
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 12] = [
        "sin", "cos", "tan", "sigma", "sqrt", "exp", "ln", "log", "abs", "gamma", "x", "Beta",
    ];

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let cases = [
            ("sine", Some("sin")),
            ("sni", Some("sin")),
            ("SIN", Some("sin")),
            ("sigmas", Some("sigma")),
            ("sgima", Some("sigma")),
            ("squrt", Some("sqrt")),
            ("gama", Some("gamma")),
            ("beta", Some("Beta")),
            ("X", Some("x")),
            ("y", None),
            ("q", None),
            ("hyperbola", None),
            ("zzz", None),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(nearest(name, KNOWN.into_iter()), expected, "{name}");
        }
        // A name is never offered to itself.
        assert_eq!(nearest("sin", ["sin"].into_iter()), None);
    }

    #[test]
    fn the_distance_is_that_of_the_textbook() {
        let cases = [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "abc", 0),
            ("abc", "acb", 1),
            ("kitten", "sitting", 3),
            ("ca", "abc", 3),
        ];
        for (left, right, expected) in cases {
            let (left, right): (Vec<char>, Vec<char>) =
                (left.chars().collect(), right.chars().collect());
            assert_eq!(distance(&left, &right), expected);
            assert_eq!(distance(&right, &left), expected);
        }
    }

    #[test]
    fn a_name_of_a_megabyte_is_cheap() {
        let name = "s".repeat(1_000_000);
        assert_eq!(nearest(&name, KNOWN.into_iter()), None);
        assert_eq!(nearest("sin", std::iter::once(name.as_str())), None);
    }
}
