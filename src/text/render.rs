//! Diagnostics drawn with carets under the text that they speak about.
//!
//! Must not know any language, nor write to a terminal: text in, text out. Invariants: nothing that a
//! terminal would obey leaves here unless it is our own colour; the output is small however long the lines of
//! the input are; columns count characters, from 1, in the input as typed.

use super::characters::shortened;
use super::{Diagnostic, Severity, Span, visible};
use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};
use std::ops::{Range, RangeInclusive};

/// Characters of a line shown in front of a span.
const BEFORE: usize = 50;

/// Characters of a line shown from the start of a span on.
const AFTER: usize = 70;

/// The longest message, label or line of help, in characters.
const LONGEST_WORDS: usize = 400;

/// The longest name of an origin, in characters.
const LONGEST_ORIGIN: usize = 200;

/// Fewer columns than this are not kept to.
const NARROWEST: usize = 40;

/// The most related places and lines of help that are shown for one diagnostic.
const MOST_PLACES: usize = 8;

/// How diagnostics are drawn.
///
/// ```
/// use symdiff::RenderOptions;
///
/// let options = RenderOptions::default().with_origin("model.txt").with_color(true);
/// assert_eq!((options.origin.as_str(), options.color), ("model.txt", true));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RenderOptions {
    /// What the input is called: a file name, or `-`.
    pub origin: String,
    /// Whether the result holds ANSI colours.
    pub color: bool,
    /// The width of what it is shown in, in columns; longer lines of the input are cut.
    pub width: usize,
}

impl Default for RenderOptions {
    /// An `input` without a name, plain, 140 columns.
    fn default() -> Self {
        RenderOptions {
            origin: "input".to_owned(),
            color: false,
            width: 140,
        }
    }
}

impl RenderOptions {
    /// The same for an input of this name.
    ///
    /// ```
    /// let options = symdiff::RenderOptions::default().with_origin("-");
    /// assert_eq!(options.origin, "-");
    /// ```
    pub fn with_origin(mut self, origin: impl Into<String>) -> Self {
        self.origin = origin.into();
        self
    }

    /// The same with colours, or without.
    ///
    /// ```
    /// assert!(symdiff::RenderOptions::default().with_color(true).color);
    /// ```
    pub fn with_color(mut self, color: bool) -> Self {
        self.color = color;
        self
    }

    /// The same for so many columns.
    ///
    /// ```
    /// assert_eq!(symdiff::RenderOptions::default().with_width(80).width, 80);
    /// ```
    pub fn with_width(mut self, width: usize) -> Self {
        self.width = width;
        self
    }
}

/// Draws `diagnostics` about `source`, each with its place, a caret, its related places and its help; without a
/// source, message and help alone.
///
/// A span may lie at the end of the input or past it. A span over several lines is underlined in its first. The
/// work is proportional to the size of `source` for each diagnostic.
pub fn render(source: Option<&str>, diagnostics: &[Diagnostic], options: &RenderOptions) -> String {
    let renderer = if options.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.term_width(options.width.max(NARROWEST));
    let origin = shortened(&options.origin, LONGEST_ORIGIN);
    let mut out = String::new();
    for diagnostic in diagnostics {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&renderer.render(&[group(source, &origin, diagnostic)]));
        out.push('\n');
        if source.is_none() {
            for words in diagnostic.help.iter().take(MOST_PLACES) {
                let help = Level::HELP.secondary_title(shortened(words, LONGEST_WORDS));
                out.push_str(&renderer.render(&[Group::with_title(help)]));
                out.push('\n');
            }
        }
    }
    out
}

/// One diagnostic in the terms of the library that draws it.
fn group<'a>(source: Option<&str>, origin: &str, diagnostic: &Diagnostic) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(shortened(&diagnostic.message, LONGEST_WORDS))
        .id(diagnostic.code.name());
    let Some(source) = source else {
        // Without a place there is nothing that help could stand under.
        return Group::with_title(title);
    };
    let mut excerpts = vec![Excerpt::around(source, diagnostic.span)];
    excerpts[0].mark(source, diagnostic.span, true, &diagnostic.label);
    for (span, words) in diagnostic.related.iter().take(MOST_PLACES) {
        let known = excerpts
            .iter()
            .position(|excerpt| excerpt.holds(source, *span));
        let index = known.unwrap_or_else(|| {
            excerpts.push(Excerpt::around(source, *span));
            excerpts.len() - 1
        });
        excerpts[index].mark(source, *span, false, words);
    }
    let places = excerpts.into_iter().map(|excerpt| excerpt.draw(origin));
    let help = diagnostic
        .help
        .iter()
        .take(MOST_PLACES)
        .map(|words| Level::HELP.message(shortened(words, LONGEST_WORDS)).into());
    let help = help.collect::<Vec<Element<'a>>>();
    title.elements(places).elements(help)
}

/// One line, cut some way behind a span and made safe to show.
///
/// The front of the line stays, because the library counts columns in what it is given; it leaves out
/// by itself what does not fit the width of a terminal.
struct Excerpt {
    /// The number of the line, from 1.
    line: usize,
    /// The byte of the source where `shown` starts.
    start: usize,
    /// The bytes of the source where another mark may start.
    window: RangeInclusive<usize>,
    /// The text of the line as it is shown.
    shown: String,
    /// Marked bytes of `shown`, whether they are the main ones, and the words at them.
    marks: Vec<(Range<usize>, bool, String)>,
}

impl Excerpt {
    /// The surroundings of the start of `span`.
    fn around(source: &str, span: Span) -> Excerpt {
        let at = place(source, span.start);
        let start = source[..at].rfind('\n').map_or(0, |index| index + 1);
        // A byte order mark in front of the first line is no column of it.
        let mark = source[start..at].starts_with('\u{FEFF}');
        let start = start + if mark { '\u{FEFF}'.len_utf8() } else { 0 };
        let end = source[at..]
            .find('\n')
            .map_or(source.len(), |index| at + index);
        let line = source[..start].matches('\n').count() + 1;
        let (before, after) = (&source[start..at], &source[at..end]);
        let after = after.strip_suffix('\r').unwrap_or(after);
        let from = before
            .char_indices()
            .nth_back(BEFORE)
            .map_or(0, |(index, _)| index);
        let to = after
            .char_indices()
            .nth(AFTER)
            .map_or(after.len(), |(index, _)| index);
        let mut shown: String = source[start..at + to].chars().map(visible).collect();
        if to < after.len() {
            shown.push('…');
        }
        Excerpt {
            line,
            start,
            window: start + from..=at + to,
            shown,
            marks: Vec::new(),
        }
    }

    /// Whether the start of `span` can be marked here.
    fn holds(&self, source: &str, span: Span) -> bool {
        self.window.contains(&place(source, span.start))
    }

    /// Marks the part of `span` that is shown.
    fn mark(&mut self, source: &str, span: Span, primary: bool, words: &str) {
        let start = place(source, span.start);
        let end = place(source, span.end).clamp(start, (*self.window.end()).max(start));
        let width = |range: Range<usize>| -> usize {
            source[range].chars().map(visible).map(char::len_utf8).sum()
        };
        let first = width(self.start..start);
        let last = first + width(start..end);
        self.marks
            .push((first..last, primary, shortened(words, LONGEST_WORDS)));
    }

    /// The line with its marks as an element of a report.
    fn draw<'a>(self, origin: &str) -> Element<'a> {
        let mut snippet = Snippet::source(self.shown)
            .line_start(self.line)
            .path(origin.to_owned());
        for (range, primary, words) in self.marks {
            let kind = if primary {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            let label = Some(words).filter(|words| !words.is_empty());
            snippet = snippet.annotation(kind.span(range).label(label));
        }
        snippet.into()
    }
}

/// The byte `offset` of `source`, moved back into the text and to the start of a character.
fn place(source: &str, offset: u32) -> usize {
    source.floor_char_boundary(usize::try_from(offset).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Code, is_hidden};

    const CODE: Code = Code::new("some-mistake");

    fn options(origin: &str) -> RenderOptions {
        RenderOptions::default().with_origin(origin)
    }

    fn one(source: &str, start: usize, end: usize) -> String {
        let diagnostic = Diagnostic::error(CODE, Span::new(start, end), "wrong")
            .with_label("here")
            .with_help("do better");
        render(Some(source), &[diagnostic], &options("input"))
    }

    /// The column, in characters, of the first caret and the text above it.
    fn caret(rendered: &str) -> (String, String) {
        let lines: Vec<&str> = rendered.lines().collect();
        let index = lines
            .iter()
            .position(|line| line.contains('^'))
            .expect("a caret");
        let column = lines[index]
            .chars()
            .take_while(|&character| character != '^')
            .count();
        let count = lines[index]
            .chars()
            .filter(|&character| character == '^')
            .count();
        let above = lines[index - 1].chars().skip(column).take(count).collect();
        (above, rendered.to_owned())
    }

    #[test]
    fn a_whole_message() {
        let diagnostic = Diagnostic::error(CODE, Span::new(13, 14), "expected an expression")
            .with_label("found this")
            .with_related(Span::new(10, 11), "opened here")
            .with_help("remove it");
        let expected = "\
error[some-mistake]: expected an expression
 --> input.txt:2:8
  |
2 | y = (2*)
  |     -  ^ found this
  |     |
  |     opened here
  |
  = help: remove it
";
        let rendered = render(
            Some("a = 1\ny = (2*)\n"),
            std::slice::from_ref(&diagnostic),
            &options("input.txt"),
        );
        assert_eq!(rendered, expected);
        let colored = render(
            Some("a = 1\ny = (2*)\n"),
            &[diagnostic],
            &options("input.txt").with_color(true),
        );
        assert!(colored.contains('\u{1B}'));
    }

    #[test]
    fn carets_stand_under_their_text() {
        let cases = [
            ("x + y", 4, 5, "y"),
            ("\tx", 1, 2, "x"),
            ("\u{A0}x", 2, 3, "x"),
            ("a\u{1B}[31mx", 6, 7, "x"),
            ("\u{202E}\u{202E}x", 6, 7, "x"),
            ("a\r\nbc\r\n", 4, 5, "c"),
            ("σσσ − q", 11, 12, "q"),
            ("first\nx(y", 6, 9, "x(y"),
            ("\u{FEFF}xyz", 4, 5, "y"),
            ("two\nlines", 1, 9, "wo"),
        ];
        for (source, start, end, expected) in cases {
            let (above, all) = caret(&one(source, start, end));
            assert_eq!(above, expected, "{all}");
        }
    }

    #[test]
    fn odd_places_are_drawn_all_the_same() {
        for (source, start, end) in [
            ("", 0, 0),
            ("", 5, 9),
            ("x +", 3, 3),
            ("x +\n", 4, 4),
            ("\n\n", 1, 1),
            ("σ", 1, 1),
            ("x", 1, 0),
            ("\r\n", 0, 0),
            ("\u{301}", 0, 2),
        ] {
            let rendered = one(source, start, end);
            assert!(
                rendered.contains('^'),
                "{source:?} {start}..{end}: {rendered}"
            );
            assert!(rendered.contains("here") && rendered.contains("help: do better"));
        }
    }

    #[test]
    fn nothing_hidden_reaches_the_terminal() {
        let nasty = "a\u{1B}[2J\u{7}\u{9B}31m\u{202E}\u{2066}\0\r\u{85}\u{200B}";
        let diagnostic = Diagnostic::error(CODE, Span::new(0, 1), nasty)
            .with_label(nasty)
            .with_related(Span::new(2, 3), nasty)
            .with_help(nasty);
        let rendered = render(Some(nasty), &[diagnostic], &options(nasty));
        let hidden = rendered.chars().find(|&c| c != '\n' && is_hidden(c));
        assert_eq!(hidden, None, "{rendered}");
    }

    #[test]
    fn long_lines_are_cut_around_the_span() {
        let source = format!("{}?{}", "σ".repeat(500_000), "y".repeat(1_000_000));
        let at = 1_000_000;
        let (above, rendered) = caret(&one(&source, at, at + 1));
        assert_eq!(above, "?");
        assert!(rendered.contains("input:1:500001"), "{rendered}");
        assert!(rendered.len() < 2_000);
        let whole = one(&source, 0, source.len());
        assert!(whole.len() < 2_000, "{}", whole.len());
        let far = Diagnostic::error(CODE, Span::new(at, at + 1), "m".repeat(1_000_000))
            .with_related(Span::new(0, 2), "far away")
            .with_related(Span::new(source.len(), source.len()), "the end");
        let rendered = render(Some(&source), &[far], &options("input"));
        assert!(rendered.len() < 4_000, "{}", rendered.len());
        assert!(rendered.contains("far away") && rendered.contains("the end"));
    }
}
