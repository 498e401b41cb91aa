//! Lists: texts with separators that may also stand inside of brackets.

/// The pieces between separators outside of brackets, with their places.
pub fn pieces<'a>(text: &'a str, separators: &[char]) -> Vec<(usize, &'a str)> {
    let (mut pieces, mut start, mut open) = (Vec::new(), 0, 0usize);
    for (place, letter) in text.char_indices() {
        match letter {
            '(' | '[' => open += 1,
            ')' | ']' => open = open.saturating_sub(1),
            _ if open == 0 && separators.contains(&letter) => {
                pieces.push((start, &text[start..place]));
                start = place + letter.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push((start, &text[start..]));
    pieces
}

/// The names of a list such as `x, w[0], a[1,2]`, without blanks.
pub fn names(text: &str) -> Vec<String> {
    let trimmed = pieces(text, &[','])
        .into_iter()
        .map(|(_, name)| name.trim());
    trimmed
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_in_brackets_separate_nothing() {
        assert_eq!(names(" x, a[1,2],w[0] ,"), ["x", "a[1,2]", "w[0]"]);
        assert_eq!(pieces("f(a, b), c", &[',']), [(0, "f(a, b)"), (8, " c")]);
    }
}
