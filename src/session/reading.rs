//! How an expression is grouped, where that may surprise.
//!
//! Must not know what names mean. Invariant: a reading parses to the same tree as the text it explains.

use super::input::Input;
use super::settings::Readings;
use super::state::Session;
use crate::resolve::is_function;
use crate::syntax::{self, Binary, Kind, Node, NodeId, Tree, Unary};
use num_traits::One;

/// Longer texts are not explained.
const LONGEST: usize = 400;

/// The kinds of surprise, as places in [`Seen`].
#[derive(Clone, Copy)]
enum Surprise {
    /// `-x^2`
    SignedPower,
    /// `a^b^c`
    Tower,
    /// `2^-x^2`
    SignInExponent,
    /// `a/b*c`, `a/b/c`
    Quotient,
    /// `x^1/2`
    PowerQuotient,
    /// `-x'`, `x^y'`
    Transpose,
    /// `!a < b`, `a || b && c`
    Condition,
}

/// Which kinds have been explained.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen([bool; 7]);

impl Session {
    /// A statement with brackets where its grouping may surprise and was not explained before.
    /// `first` is the id of the first node, `start` the place in the text that those of the nodes are counted from.
    pub(super) fn reading(
        &mut self,
        input: &Input<'_>,
        nodes: &[Node],
        first: usize,
        start: u32,
    ) -> Option<String> {
        let policy = self.state.settings.reading;
        if policy == Readings::Off || input.text().len() > LONGEST {
            return None;
        }
        let once = policy == Readings::Once;
        let text = input.text();
        let marked = marks(text, nodes, (first, start), |surprise| {
            let seen = &mut self.seen.0[surprise as usize];
            !(once && std::mem::replace(seen, true))
        });
        if marked.is_empty() {
            return None;
        }
        let reading = bracketed(text, &marked);
        same_tree(text, &reading).then_some(reading)
    }
}

/// The bytes of the parts of `text` that get brackets.
fn marks(
    text: &str,
    nodes: &[Node],
    (first, start): (usize, u32),
    mut wants: impl FnMut(Surprise) -> bool,
) -> Vec<(usize, usize)> {
    let node = |id: NodeId| nodes.get((id.0 as usize).checked_sub(first)?);
    let range = |node: &Node| {
        (
            (node.span.start.saturating_sub(start)) as usize,
            (node.span.end.saturating_sub(start)) as usize,
        )
    };
    let mut found = Vec::new();
    // A kind that is explained once is explained at each of its places in the text.
    let mut decided: [Option<bool>; 7] = [None; 7];
    let mut wanted =
        |surprise: Surprise| *decided[surprise as usize].get_or_insert_with(|| wants(surprise));
    for own in nodes {
        let mut mark = |child: NodeId, surprise: fn(&Node) -> Option<Surprise>| {
            let Some(child) = node(child) else { return };
            let Some(surprise) = surprise(child) else {
                return;
            };
            let (from, to) = range(child);
            if !is_bracketed(text, (from, to)) && wanted(surprise) {
                found.push((from, to));
            }
        };
        match &own.kind {
            Kind::Unary(Unary::Negate | Unary::Plus, operand) => {
                mark(*operand, |child| match child.kind {
                    Kind::Binary {
                        operator: Binary::Power,
                        ..
                    } => Some(Surprise::SignedPower),
                    Kind::Unary(Unary::Transpose, _) => Some(Surprise::Transpose),
                    _ => None,
                })
            }
            Kind::Unary(Unary::Not, operand) => mark(*operand, |child| match child.kind {
                Kind::Binary { .. } => Some(Surprise::Condition),
                _ => None,
            }),
            Kind::Binary {
                operator: Binary::Power,
                right,
                ..
            } => mark(*right, |child| match child.kind {
                Kind::Binary {
                    operator: Binary::Power,
                    ..
                } => Some(Surprise::Tower),
                Kind::Unary(Unary::Negate | Unary::Plus, _) => None,
                Kind::Unary(Unary::Transpose, _) => Some(Surprise::Transpose),
                _ => None,
            }),
            Kind::Binary {
                operator:
                    Binary::Multiply
                    | Binary::Divide
                    | Binary::MultiplyElementwise
                    | Binary::DivideElementwise,
                left,
                ..
            } => {
                mark(*left, |child| match child.kind {
                    Kind::Binary {
                        operator: Binary::Divide,
                        ..
                    } => Some(Surprise::Quotient),
                    _ => None,
                });
            }
            Kind::Binary {
                operator: Binary::Or,
                left,
                right,
                ..
            } => {
                for side in [*left, *right] {
                    mark(side, |child| match child.kind {
                        Kind::Binary {
                            operator: Binary::And,
                            ..
                        } => Some(Surprise::Condition),
                        _ => None,
                    });
                }
            }
            _ => {}
        }
        // `2^-x^2` and `x^1/2` are known by two steps down.
        if let Kind::Binary {
            operator: Binary::Power,
            right,
            ..
        } = &own.kind
            && let Some(sign) = node(*right)
            && let Kind::Unary(Unary::Negate, inner) = &sign.kind
            && let Some(power) = node(*inner)
            && matches!(power.kind, Kind::Binary { .. })
            && !is_bracketed(text, range(sign))
            && wanted(Surprise::SignInExponent)
        {
            found.push(range(sign));
        }
        if let Kind::Binary {
            operator: Binary::Divide,
            left,
            right,
            ..
        } = &own.kind
            && let (Some(power), Some(divisor)) = (node(*left), node(*right))
            && let Kind::Binary {
                operator: Binary::Power,
                right: exponent,
                ..
            } = &power.kind
            && let (Some(exponent), Kind::Number(_)) = (node(*exponent), &divisor.kind)
            && matches!(&exponent.kind, Kind::Number(number) if number.is_one())
            && !is_bracketed(text, range(power))
            && wanted(Surprise::PowerQuotient)
        {
            found.push(range(power));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether brackets stand around an operand already. The text between an operator and its operand holds
/// only blanks and brackets.
fn is_bracketed(text: &str, child: (usize, usize)) -> bool {
    let before = text[..child.0].trim_end().ends_with('(');
    let after = text[child.1..].trim_start().starts_with(')');
    before && after
}

fn bracketed(text: &str, marks: &[(usize, usize)]) -> String {
    let mut out = String::new();
    for (place, letter) in text.char_indices() {
        // Outer brackets close after inner ones and open before them.
        marks
            .iter()
            .filter(|mark| mark.1 == place)
            .for_each(|_| out.push(')'));
        marks
            .iter()
            .filter(|mark| mark.0 == place)
            .for_each(|_| out.push('('));
        out.push(letter);
    }
    marks
        .iter()
        .filter(|mark| mark.1 == text.len())
        .for_each(|_| out.push(')'));
    out
}

/// Whether two texts mean the same, letter by letter.
fn same_tree(left: &str, right: &str) -> bool {
    let read = |text: &str| syntax::parse_with(text, &syntax::Limits::default(), &is_function).tree;
    let (left, right): (Tree, Tree) = (read(left), read(right));
    let shape = |node: &Node| match &node.kind {
        Kind::Number(number) => (number.to_string(), Vec::new()),
        Kind::Name(name) => (name.clone(), Vec::new()),
        Kind::Call {
            name, arguments, ..
        } => (name.clone() + "(", arguments.clone()),
        Kind::Base(name) => (name.clone(), Vec::new()),
        Kind::Entry { base, indices } => {
            let parts = std::iter::once(*base).chain(indices.iter().copied());
            ("[".to_owned(), parts.collect())
        }
        Kind::Derived {
            name,
            order,
            arguments,
            ..
        } => (format!("{name}'{order}"), arguments.clone()),
        Kind::Derivative(own) => {
            let names = own.variables.iter().map(|(name, _, order)| (name, order));
            (
                format!("{:?}", names.collect::<Vec<_>>()),
                vec![own.operand],
            )
        }
        Kind::Fold(own) => {
            let parts = [Some(own.low), Some(own.high), own.filter, Some(own.body)];
            let name = format!("{} {}", own.name, own.variable);
            (name, parts.into_iter().flatten().collect())
        }
        Kind::Indexed(own) => {
            let letters = own.letters.iter().map(|(name, _)| name);
            let name = format!("{} {:?}", own.name, letters.collect::<Vec<_>>());
            (name, vec![own.body])
        }
        Kind::Slice { start, end, step } => {
            let parts = [start, end, step];
            let name = format!(":{:?}", parts.map(Option::is_some));
            (name, parts.into_iter().filter_map(|part| *part).collect())
        }
        Kind::Block { entries, rows } => (format!("{rows:?}"), entries.clone()),
        Kind::Named { name, value, .. } => (format!("{name}="), vec![*value]),
        Kind::Unary(operator, operand) => (format!("{operator:?}"), vec![*operand]),
        Kind::Binary {
            operator,
            left,
            right,
            ..
        } => (format!("{operator:?}"), vec![*left, *right]),
    };
    left.nodes.len() == right.nodes.len()
        && left
            .nodes
            .iter()
            .zip(&right.nodes)
            .all(|(a, b)| shape(a) == shape(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(text: &str) -> Option<String> {
        let parsed = syntax::parse(text, &syntax::Limits::default());
        assert!(parsed.is_ok(), "{text}");
        Session::new().reading(&Input::whole(text, "input"), &parsed.tree.nodes, 0, 0)
    }

    #[test]
    fn surprising_groupings_are_shown() {
        let cases = [
            ("-x^2", "-(x^2)"),
            ("2^3^2", "2^(3^2)"),
            ("a/b*c", "(a/b)*c"),
            ("a/b/c*d", "((a/b)/c)*d"),
            ("1/2*x", "(1/2)*x"),
            ("2^-x^2", "2^(-(x^2))"),
            ("x^1/2", "(x^1)/2"),
            ("s = exp(-x^2) + y", "s = exp(-(x^2)) + y"),
            ("-x'", "-(x')"),
            ("(a + b)/c*d", "((a + b)/c)*d"),
            (
                "if(a < 1 || b < 1 && c < 1, 1, 0)",
                "if(a < 1 || (b < 1 && c < 1), 1, 0)",
            ),
            ("a/b*(c + d)^2^x", "(a/b)*(c + d)^(2^x)"),
        ];
        for (text, expected) in cases {
            assert_eq!(reading(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn plain_ones_are_not() {
        for text in [
            "-(x^2)",
            "2^(3^2)",
            "(a/b)*c",
            "a*b/c",
            "a - b - c",
            "2^-x",
            "x'*y",
            "a*b*c",
            "x^(1/2)",
            "-x*y",
            "(x)",
            "f(x)/2",
            "x^n/2",
            "3",
        ] {
            assert_eq!(reading(text), None, "{text}");
        }
    }

    #[test]
    fn each_kind_is_explained_once() {
        let mut session = Session::new();
        let mut ask = |text: &str| {
            let parsed = syntax::parse(text, &syntax::Limits::default());
            session.reading(&Input::whole(text, "input"), &parsed.tree.nodes, 0, 0)
        };
        assert!(ask("-x^2").is_some());
        assert!(ask("-y^2").is_none());
        assert!(ask("a/b*c - z^2").is_some());
    }
}
