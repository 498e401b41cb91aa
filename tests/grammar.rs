//! The grammar as data: the samples next to `grammar/symdiff.ebnf`, and inputs that are large on purpose.
//!
//! Must not know how the parser works. The time bounds are loose, but a quadratic parser misses them by far.

use num_rational::BigRational;
use std::time::{Duration, Instant};
use symdiff::syntax::{
    Binary, Extent, Kind, Limits, Node, NodeId, Parsed, StatementKind, Tree, Unary, is_identifier,
    parse,
};
use symdiff::text::{Diagnostic, RenderOptions, Severity, Span, render};

const ACCEPTED: &str = include_str!("../grammar/samples/accepted.txt");
const REJECTED: &str = include_str!("../grammar/samples/rejected.txt");

/// The samples of a file: input and what is expected of it.
fn samples(text: &str) -> Vec<(String, &str)> {
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let samples: Vec<_> = lines
        .map(|line| {
            let (input, expected) = line.rsplit_once(" => ").expect("a sample holds ` => `");
            (unescape(input), expected)
        })
        .collect();
    assert!(samples.len() >= 60);
    samples
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(index) = rest.find('\\') {
        out.push_str(&rest[..index]);
        let (plain, length) = match &rest[index + 1..index + 2] {
            "n" => ('\n', 2),
            "r" => ('\r', 2),
            "t" => ('\t', 2),
            "\\" => ('\\', 2),
            _ => {
                let end = index + rest[index..].find('}').expect("an escape is closed");
                let code = u32::from_str_radix(&rest[index + 3..end], 16).expect("a code");
                (char::from_u32(code).expect("a character"), end - index + 1)
            }
        };
        out.push(plain);
        rest = &rest[index + length..];
    }
    out + rest
}

/// Every statement with every operator in brackets.
fn reading(tree: &Tree) -> String {
    let mut texts: Vec<String> = Vec::new();
    for node in &tree.nodes {
        let of = |id: NodeId| texts[id.0 as usize].as_str();
        let text = match &node.kind {
            Kind::Number(value) if *value < BigRational::default() => format!("({value})"),
            Kind::Number(value) => value.to_string(),
            Kind::Name(name) => name.clone(),
            Kind::Base(name) => name.clone(),
            Kind::Entry { base, indices } => {
                let indices: Vec<&str> = indices.iter().map(|&id| of(id)).collect();
                format!("{}[{}]", of(*base), indices.join(", "))
            }
            Kind::Call {
                name,
                arguments,
                semicolons,
                ..
            } => {
                let closing = if name == "|" { ")|" } else { ")" };
                let mut text = format!("{name}(");
                for (place, &id) in arguments.iter().enumerate() {
                    let semicolons = semicolons.as_deref().map_or(&[][..], |list| &list[..]);
                    if semicolons.contains(&(place as u32)) {
                        text.push_str("; ");
                    } else if place > 0 {
                        text.push_str(", ");
                    }
                    text.push_str(of(id));
                }
                text + closing
            }
            Kind::Derived {
                name,
                order,
                arguments,
                ..
            } => {
                let arguments: Vec<&str> = arguments.iter().map(|&id| of(id)).collect();
                let primes = "'".repeat(*order as usize);
                format!("{name}{primes}({})", arguments.join(", "))
            }
            Kind::Derivative(own) => {
                let variables = own.variables.iter();
                let order: u32 = variables.clone().map(|(_, _, order)| order).sum();
                let below: Vec<String> = variables
                    .map(|(name, _, order)| format!("∂{name}^{order}"))
                    .collect();
                format!("∂^{order}/{}({})", below.concat(), of(own.operand))
            }
            Kind::Fold(own) => {
                let filter = own
                    .filter
                    .map_or(String::new(), |id| format!(" if {}", of(id)));
                format!(
                    "{}({} in {}..{}{filter}, {})",
                    own.name,
                    own.variable,
                    of(own.low),
                    of(own.high),
                    of(own.body)
                )
            }
            Kind::Indexed(own) => {
                let letters: Vec<&str> = own.letters.iter().map(|own| own.0.as_str()).collect();
                format!("{}({}: {})", own.name, letters.join(", "), of(own.body))
            }
            Kind::Slice { start, end, step } => {
                let part = |id: &Option<NodeId>| id.map_or("", of).to_owned();
                let step = step.map_or(String::new(), |id| format!(" by {}", of(id)));
                format!("{}:{}{step}", part(start), part(end))
            }
            Kind::Block { entries, rows } => {
                let mut text = "[".to_owned();
                for (place, &id) in entries.iter().enumerate() {
                    let begins = place > 0 && rows.contains(&(place as u32));
                    text.push_str(match place {
                        0 => "",
                        _ if begins => "; ",
                        _ => ", ",
                    });
                    text.push_str(of(id));
                }
                text + "]"
            }
            Kind::Named { name, value, .. } => format!("{name}={}", of(*value)),
            Kind::Unary(Unary::Negate, id) => format!("(-{})", of(*id)),
            Kind::Unary(Unary::Plus, id) => format!("(+{})", of(*id)),
            Kind::Unary(Unary::Not, id) => format!("(!{})", of(*id)),
            Kind::Unary(Unary::Transpose, id) => format!("({}')", of(*id)),
            Kind::Binary {
                operator,
                left,
                right,
                ..
            } => {
                format!("({} {} {})", of(*left), spelling(*operator), of(*right))
            }
        };
        texts.push(text);
    }
    let of = |id: &NodeId| texts[id.0 as usize].as_str();
    let statement = |kind: &StatementKind| match kind {
        StatementKind::Result(id) => of(id).to_owned(),
        StatementKind::Definition { name, body, .. } => format!("{name} = {}", of(body)),
        StatementKind::Function {
            name,
            parameters,
            body,
            ..
        } => {
            let names: Vec<&str> = parameters.iter().map(|(name, _)| name.as_str()).collect();
            format!("{name}({}) = {}", names.join(", "), of(body))
        }
        StatementKind::Declaration {
            name,
            shape,
            dimensions,
            ..
        } => {
            let word = shape.word();
            let list = dimensions.iter().map(|(extent, _)| match extent {
                Extent::Known(number) => number.to_string(),
                Extent::Named(name) => name.clone(),
            });
            let list: Vec<String> = list.collect();
            match list[..] {
                [] => format!("{name}: {word}"),
                _ => format!("{name}: {word}({})", list.join(", ")),
            }
        }
    };
    let all: Vec<String> = tree
        .statements
        .iter()
        .map(|one| statement(&one.kind))
        .collect();
    all.join("; ")
}

fn spelling(operator: Binary) -> &'static str {
    match operator {
        Binary::Add => "+",
        Binary::Subtract => "-",
        Binary::Multiply => "*",
        Binary::MultiplyElementwise => ".*",
        Binary::Divide => "/",
        Binary::DivideElementwise => "./",
        Binary::Power => "^",
        Binary::PowerElementwise => ".^",
        Binary::Less => "<",
        Binary::LessEqual => "<=",
        Binary::Greater => ">",
        Binary::GreaterEqual => ">=",
        Binary::Equal => "==",
        Binary::NotEqual => "!=",
        Binary::And => "&&",
        Binary::Or => "||",
    }
}

/// The class of the code of a diagnostic.
fn kind(diagnostic: &Diagnostic) -> &'static str {
    symdiff::codes::find(diagnostic.code.name())
        .expect("the code has a row")
        .kind
        .name()
}

fn draw(source: &str, diagnostics: &[Diagnostic]) -> String {
    render(Some(source), diagnostics, &RenderOptions::default())
}

fn parsed(source: &str) -> Parsed {
    parse(source, &Limits::default())
}

/// The nodes that a node is made of.
fn operands(node: &Node) -> Vec<NodeId> {
    match &node.kind {
        Kind::Number(_) | Kind::Name(_) | Kind::Base(_) => vec![],
        Kind::Call { arguments, .. } | Kind::Derived { arguments, .. } => arguments.clone(),
        Kind::Entry { base, indices } => std::iter::once(*base)
            .chain(indices.iter().copied())
            .collect(),
        Kind::Derivative(own) => vec![own.operand],
        Kind::Fold(own) => [Some(own.low), Some(own.high), own.filter, Some(own.body)]
            .into_iter()
            .flatten()
            .collect(),
        Kind::Indexed(own) => vec![own.body],
        Kind::Slice { start, end, step } => [start, end, step]
            .into_iter()
            .filter_map(|id| *id)
            .collect(),
        Kind::Block { entries, .. } => entries.clone(),
        Kind::Named { value, .. } => vec![*value],
        Kind::Unary(_, id) => vec![*id],
        Kind::Binary { left, right, .. } => vec![*left, *right],
    }
}

/// What holds of every tree and every diagnostic.
fn check_invariants(source: &str, parsed: &Parsed) {
    let inside = |span: Span| {
        let (start, end) = (span.start as usize, span.end as usize);
        assert!(
            source.get(start..end).is_some(),
            "{span:?} is no text of {source:?}"
        );
    };
    let mut uses = vec![0; parsed.tree.nodes.len()];
    for (index, node) in parsed.tree.nodes.iter().enumerate() {
        inside(node.span);
        for id in operands(node) {
            let operand = &parsed.tree.nodes[id.0 as usize];
            assert!((id.0 as usize) < index);
            assert!(node.span.start <= operand.span.start && operand.span.end <= node.span.end);
            uses[id.0 as usize] += 1;
        }
    }
    for statement in &parsed.tree.statements {
        inside(statement.span);
        let body = match statement.kind {
            StatementKind::Result(id) => id,
            StatementKind::Definition { body, .. } | StatementKind::Function { body, .. } => body,
            StatementKind::Declaration { .. } => continue,
        };
        uses[body.0 as usize] += 1;
    }
    assert!(
        uses.iter().all(|&uses| uses == 1),
        "every node is used once: {source:?}"
    );
    for diagnostic in &parsed.diagnostics {
        inside(diagnostic.span);
        diagnostic
            .related
            .iter()
            .for_each(|(span, _)| inside(*span));
        assert!(["syntax", "number", "limit"].contains(&kind(diagnostic)));
        assert!(diagnostic.message.chars().all(|c| !c.is_control()));
    }
    let drawn = draw(source, &parsed.diagnostics);
    assert!(
        drawn.len() < 2_000 * parsed.diagnostics.len().max(1),
        "{drawn}"
    );
}

#[test]
fn accepted_samples_are_read_as_stated() {
    let mut failures = Vec::new();
    for (input, expected) in samples(ACCEPTED) {
        let parsed = parsed(&input);
        check_invariants(&input, &parsed);
        if !parsed.is_ok() {
            failures.push(draw(&input, &parsed.diagnostics));
        } else if reading(&parsed.tree) != expected {
            failures.push(format!(
                "{input:?}: {} and not {expected}",
                reading(&parsed.tree)
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn readings_are_read_as_themselves() {
    for (_, text) in samples(ACCEPTED) {
        let parsed = parsed(text);
        let fraction = text.contains(|c: char| c.is_ascii_digit()) && text.contains('/');
        assert!(parsed.is_ok(), "{text}");
        // A fraction reads as a quotient of two numbers, which is another tree.
        assert!(fraction || reading(&parsed.tree) == text, "{text}");
    }
}

#[test]
fn rejected_samples_are_told_why() {
    let mut failures = Vec::new();
    for (input, expected) in samples(REJECTED) {
        let parsed = parsed(&input);
        check_invariants(&input, &parsed);
        let first = parsed
            .diagnostics
            .iter()
            .find(|one| one.severity == Severity::Error);
        let Some(first) = first else {
            failures.push(format!("{input:?} is accepted: {}", reading(&parsed.tree)));
            continue;
        };
        let said = format!("{}\n{}", first.message, first.help.join("\n"));
        if !said.contains(expected) {
            failures.push(format!("{input:?}: expected {expected}\n{said}"));
        }
        if parsed.diagnostics.len() > 2 {
            failures.push(format!("{input:?}: one mistake, {:#?}", parsed.diagnostics));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The texts that the errors of an input point at.
fn pointed(source: &str) -> Vec<&str> {
    let parsed = parsed(source);
    check_invariants(source, &parsed);
    let text = |one: &Diagnostic| &source[one.span.start as usize..one.span.end as usize];
    parsed.diagnostics.iter().map(text).collect()
}

#[test]
fn errors_are_reported_together() {
    let cases: [(&str, &[&str]); 10] = [
        ("1e3x\ny = 3 @ 4\nz\n=== 1; w w", &["1e3x", "@", "===", "w"]),
        ("x = 1 1\n  + 2 2\ny y", &["1", "y"]),
        ("f(\n 1e3x,\n y\n)\nz z", &["1e3x", "z"]),
        ("a = (x + 1\nb = 2e3y\nc: vektor", &["", "2e3y", "vektor"]),
        ("a = (x + 1\nb: vector(3)\nb b", &["", "b"]),
        ("x + [1, 2\n 3]\ny y", &["3", "y"]),
        ("[1; 2 3; 4]; y y", &["3", "y"]),
        (")\n)\n)", &[")", ")", ")"]),
        ("x: vector(\n2.5\n)\ny y", &["2.5", "y"]),
        ("a = 1\na b\na = 2; 1e-9999", &["b", "1e-9999"]),
    ];
    for (source, expected) in cases {
        assert_eq!(pointed(source), expected, "{source:?}");
    }
    let many = "x y;".repeat(1_000);
    assert_eq!(pointed(&many).len(), Limits::default().errors);
    let limits = Limits {
        errors: 3,
        ..Limits::default()
    };
    assert_eq!(parse(&many, &limits).diagnostics.len(), 3);
}

#[test]
fn an_open_bracket_is_pointed_at() {
    for (source, open) in [
        ("2*(x + 1", 2),
        ("f(x, (y)", 1),
        ("(x\n y", 0),
        ("f(x; y", 1),
        ("2 + [x; y", 4),
        ("x[1:", 1),
        ("f(", 1),
    ] {
        let parsed = parsed(source);
        let opening = (Span::new(open, open + 1), "opened here".to_owned());
        assert_eq!(
            parsed.diagnostics[0].related.last(),
            Some(&opening),
            "{source}"
        );
    }
}

#[test]
fn spans_cover_what_was_typed() {
    let source = " f( (a+b) , -c' ) ;\n d = ((x))^2 # end";
    let parsed = parsed(source);
    check_invariants(source, &parsed);
    let text = |span: Span| &source[span.start as usize..span.end as usize];
    let nodes: Vec<&str> = parsed
        .tree
        .nodes
        .iter()
        .map(|node| text(node.span))
        .collect();
    assert_eq!(
        nodes,
        [
            "a",
            "b",
            "a+b",
            "c",
            "c'",
            "-c'",
            "f( (a+b) , -c' )",
            "x",
            "2",
            "((x))^2"
        ]
    );
    let statements: Vec<&str> = parsed
        .tree
        .statements
        .iter()
        .map(|one| text(one.span))
        .collect();
    assert_eq!(statements, ["f( (a+b) , -c' )", "d = ((x))^2"]);
}

#[test]
fn small_numbers_vanish_with_a_note() {
    let parsed = parsed("x + 1e-99999999999999999999");
    assert!(parsed.is_ok());
    assert_eq!(parsed.diagnostics[0].severity, Severity::Note);
    assert_eq!(kind(&parsed.diagnostics[0]), "number");
    assert_eq!(reading(&parsed.tree), "(x + 0)");
}

#[test]
fn limits_are_named() {
    let limits = Limits {
        input: 30,
        nesting: 5,
        number_bits: 8,
        ..Limits::default()
    };
    let cases = [
        ("x".repeat(31), "limit of 30 bytes"),
        ("(((((( x ))))))".to_owned(), "limit of 5"),
        ("------x".to_owned(), "limit of 5"),
        ("256".to_owned(), "limit of 8 bits"),
        ("x: vector(99999999999)".to_owned(), "limit of 4278190079"),
    ];
    for (source, expected) in cases {
        let parsed = parse(&source, &limits);
        assert_eq!(parsed.diagnostics.len(), 1, "{source}");
        assert_eq!(kind(&parsed.diagnostics[0]), "limit");
        assert!(parsed.diagnostics[0].message.contains(expected), "{source}");
        check_invariants(&source, &parsed);
    }
    for source in ["x".repeat(30), "((((( x )))))".to_owned(), "255".to_owned()] {
        assert!(parse(&source, &limits).is_ok(), "{source}");
    }
}

#[test]
fn large_inputs_take_linear_time_and_no_stack() {
    let n = 100_000;
    let million = 1_000_000;
    let wrapped = |open: &str, close: &str| format!("{}x{}", open.repeat(n), close.repeat(n));
    // The input and how many nodes it has, or none if it is refused.
    let cases: Vec<(String, Option<usize>)> = vec![
        (wrapped("(", ")"), Some(1)),
        (wrapped("f(", ")"), Some(n + 1)),
        (wrapped("2^(", ")"), Some(2 * n + 1)),
        (format!("{}x", "-".repeat(n + 1)), Some(n + 2)),
        (format!("{}x", "not ".repeat(n)), Some(n + 1)),
        (format!("x{}", "'".repeat(n)), Some(n + 1)),
        (format!("{}x", "x+".repeat(n)), Some(2 * n + 1)),
        (format!("{}x", "x^".repeat(n)), Some(2 * n + 1)),
        (format!("f({}x)", "x,".repeat(n)), Some(n + 2)),
        ("x\n".repeat(n), Some(n)),
        ("f(x) = x\n".repeat(n / 4), Some(n / 4)),
        (format!("x{}", "\n#".repeat(million)), Some(1)),
        ("y".repeat(million), Some(1)),
        ("x+".repeat(n), None),
        ("f(".repeat(n), None),
        ("f(x,\n".repeat(n), None),
        ("(".repeat(million + 1), None),
        ("^".repeat(million), None),
        (")".repeat(million), None),
        (")\n".repeat(million), None),
        ("= ".repeat(million), None),
        ("(\na = ".repeat(n), None),
        ("a<".repeat(n), None),
        ("7".repeat(million), None),
        (format!("1e{}", "9".repeat(million)), None),
        (format!("2{}", "y".repeat(million)), Some(3)),
        (format!("2e1{}", "y".repeat(million)), None),
        (wrapped("|(", ")|"), Some(n + 1)),
        (wrapped("x[", "]"), Some(2 * n + 1)),
        (wrapped("√", ""), Some(n + 1)),
        (
            format!("{}x{}", "sum(i in 1..2, ".repeat(n), ")".repeat(n)),
            Some(3 * n + 1),
        ),
        (
            format!("{}x{}", "d/dx(".repeat(n), ")".repeat(n)),
            Some(n + 1),
        ),
        ("2x+".repeat(n) + "1", Some(4 * n + 1)),
        (format!("f{}(x)", "'".repeat(n)), Some(2)),
        ("|".repeat(n), None),
        ("x[".repeat(n), None),
        (wrapped("[", "]"), Some(n + 1)),
        (format!("[{}x]", "x;".repeat(n)), Some(n + 2)),
        (format!("x[{}:]", ":,".repeat(n)), Some(n + 3)),
        (
            format!("x[{}1:2{}]", "x[".repeat(n), "]:1".repeat(n)),
            Some(4 * n + 5),
        ),
        (wrapped("f(a=", ")"), Some(2 * n + 1)),
        ("[".repeat(n), None),
        ("[x;".repeat(n), None),
        ("[x;;".repeat(n), None),
        ("f(a=".repeat(n), None),
        ("x[:".repeat(n), None),
        ("√".repeat(n), None),
        ("sum(i in ".repeat(n), None),
        ("1..".repeat(n), None),
        ("\u{202E}".repeat(n), None),
        ("1e-9999+".repeat(n) + "1", Some(2 * n + 1)),
    ];
    for (source, nodes) in cases {
        let name: String = source.chars().take(12).collect();
        let begun = Instant::now();
        let parsed = parsed(&source);
        let taken = begun.elapsed();
        assert!(taken < Duration::from_secs(3), "{name}: {taken:?}");
        let errors: Vec<&Diagnostic> = parsed
            .diagnostics
            .iter()
            .filter(|one| one.severity == Severity::Error)
            .collect();
        assert!(
            parsed.diagnostics.len() <= 2 * Limits::default().errors,
            "{name}"
        );
        match nodes {
            Some(nodes) => assert_eq!((errors, parsed.tree.nodes.len()), (vec![], nodes), "{name}"),
            None => assert!(!errors.is_empty(), "{name}"),
        }
        for diagnostic in &parsed.diagnostics {
            let said = diagnostic.message.len() + diagnostic.help.concat().len();
            assert!(said < 1_000, "{name}");
        }
    }
}

#[test]
fn any_words_in_any_order_are_answered() {
    let words = [
        "x", "f", "12", "1.", ".5", "1e", "+", "-", "*", ".*", "/", "^", "'", "<", ">=", "&&",
        "or", "!", "not", "(", ")", "(", ")", ",", ":", "=", ";", "\n", " ", " ", "#", "[", "}",
        "==", "|", "²", "./", ".^", "by", "[", "]", ";", "tensor", "\u{301}", "\0", "vector",
        "matrix", "\u{202E}", "2x", "\r\n", "漢",
    ];
    // The generator of Knuth, MMIX; its high bits choose.
    let mut state = 1u64;
    let mut choose = |count: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % count
    };
    let mut accepted = 0;
    for _ in 0..20_000 {
        let length = 1 + choose(12);
        let source: String = (0..length).map(|_| words[choose(words.len())]).collect();
        let parsed = parsed(&source);
        check_invariants(&source, &parsed);
        if parsed.is_ok() {
            accepted += 1;
            let again = self::parsed(&reading(&parsed.tree));
            assert!(
                again.is_ok(),
                "{source:?} reads as {}",
                reading(&parsed.tree)
            );
        }
    }
    assert!(accepted > 500, "{accepted}");
}

#[test]
fn what_is_an_identifier_parses_as_a_name() {
    let words = [
        "x", "σ", "if", "and", "x1", "1x", "x'", "ｘ", "", "_", "e", "x y", "é", "e\u{301}", "ⁿ",
    ];
    for word in words {
        let parsed = parsed(word);
        let named =
            matches!(&parsed.tree.nodes[..], [Node { kind: Kind::Name(name), .. }] if name == word);
        assert_eq!(is_identifier(word), parsed.is_ok() && named, "{word:?}");
    }
}
