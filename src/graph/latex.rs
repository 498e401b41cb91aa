//! The LaTeX notation, for MathJax, KaTeX and papers with amsmath.
//!
//! Functions are written as their row says: a command such as `\sin`, followed by the arguments in
//! brackets, or a text with `#1`, `#2` where the arguments stand, such as `\sqrt{#1}`, which must bind as
//! tightly as a name. A power of a command stands on the command: `\sin^{2}\left(x\right)`.

use super::figure::Figure;
use super::latex_matrix::matrix_form;
use super::present::Presenter;
use super::reading::{Part, Quotient, Reading, Relation};
use super::sheet::{PrintOptions, Sheet, print};
use super::writer::{Notation, Tasks};
use super::{Constant, Expr, Graph, Op};
use crate::functions::{self, FunctionId};
use crate::notation::Level;
use crate::notation::SUBSCRIPTS;
use num_traits::Signed;

/// The roots and their bindings as LaTeX, to be set in mathematics mode.
pub fn latex(graph: &Graph, roots: &[Expr], options: &PrintOptions) -> Sheet {
    let exponential = functions::lookup("exp", 1);
    print(graph, roots, options, &Latex { exponential })
}

/// The name of a variable or result in LaTeX: Greek letters, digits at the end as a subscript.
pub fn latex_name(name: &str) -> String {
    spell(name)
}

/// An exponential of at most so many nodes is written as a power of e.
const SHORT_EXPONENT: usize = 12;

/// Letters that have a command of their own name.
const GREEK: &[&str] = &[
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi",
    "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi",
    "Omega",
];

/// A name: letters in front, digits at its end and what follows a low line as subscripts.
fn spell(name: &str) -> String {
    if let Some((name, index)) = name.split_once('[') {
        return format!("{{{}}}_{{{}}}", spell(name), index.trim_end_matches(']'));
    }
    // Lowered digits are digits below the line already.
    if let Some(place) = name
        .find(|letter| SUBSCRIPTS.contains(&letter))
        .filter(|place| *place > 0)
    {
        let digit = |letter: char| match SUBSCRIPTS.contains(&letter) {
            true => char::from_digit(u32::from(letter) - u32::from(*SUBSCRIPTS.start()), 10)
                .unwrap_or(letter),
            false => letter,
        };
        let below: String = name[place..].chars().map(digit).collect();
        return format!("{{{}}}_{{{below}}}", spell(&name[..place]));
    }
    let (head, tail) = match name.split_once('_') {
        Some((head, tail)) if !head.is_empty() && !tail.is_empty() => (head, tail),
        _ => (name, ""),
    };
    let letters = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let letters = if letters.is_empty() { head } else { letters };
    let subscripts: Vec<String> = [&head[letters.len()..], tail]
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(symbol)
        .collect();
    match subscripts.is_empty() {
        true => symbol(letters),
        false => format!("{}_{{{}}}", symbol(letters), subscripts.join(",")),
    }
}

/// One word of a name: Greek, a letter, digits, or an upright word.
fn symbol(word: &str) -> String {
    if GREEK.contains(&word) {
        return format!(r"\{word}");
    }
    let escaped = word.replace('_', r"\_");
    let mut characters = word.chars();
    let single = characters.next().is_some() && characters.next().is_none();
    if single || word.chars().all(|c| c.is_ascii_digit()) {
        escaped
    } else if word.is_ascii() {
        format!(r"\mathrm{{{escaped}}}")
    } else {
        format!(r"\text{{{escaped}}}")
    }
}

struct Latex {
    /// The row that is the power of e.
    exponential: Option<FunctionId>,
}

const OPEN: &str = r"\left(";
const CLOSE: &str = r"\right)";

fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Less => " < ",
        Relation::LessEqual => r" \le ",
        Relation::Greater => " > ",
        Relation::GreaterEqual => r" \ge ",
        Relation::Equal => " = ",
        Relation::NotEqual => r" \ne ",
    }
}

/// Two nodes with a text between them.
fn between(tasks: &mut Tasks, left: (Expr, Level), text: &'static str, right: (Expr, Level)) {
    tasks.node(left.0, left.1);
    tasks.text(text);
    tasks.node(right.0, right.1);
}

/// Whether the node is written with few nodes.
fn is_short(presenter: &Presenter, root: Expr) -> bool {
    let mut open = vec![root];
    let mut count = 0;
    while let Some(expr) = open.pop() {
        let operands = presenter.graph.operands(expr);
        count += 1;
        if count + operands.len() > SHORT_EXPONENT {
            return false;
        }
        if presenter.is_open(expr) {
            open.extend_from_slice(operands);
        }
    }
    true
}

/// The command of a row, unless it is a text with places for its arguments.
fn command(id: FunctionId) -> String {
    match functions::row(id).latex {
        "" => format!(
            r"\operatorname{{{}}}",
            functions::row(id).name.replace('_', r"\_")
        ),
        command => command.to_owned(),
    }
}

fn arguments(arguments: &[Expr], tasks: &mut Tasks) {
    tasks.text(OPEN);
    tasks.list(arguments, ", ", Level::Or);
    tasks.text(CLOSE);
}

/// A text with its places filled.
fn template(text: &'static str, arguments: &[Expr], tasks: &mut Tasks) {
    let mut pieces = text.split('#');
    tasks.text(pieces.next().unwrap_or(""));
    for piece in pieces {
        let digits = piece.len() - piece.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let place = piece[..digits].parse::<usize>().ok();
        if let Some(&argument) = place.and_then(|place| arguments.get(place.checked_sub(1)?)) {
            tasks.node(argument, Level::Or);
        }
        tasks.text(&piece[digits..]);
    }
}

/// Factors side by side; a single one needs no brackets inside a fraction.
fn factors(presenter: &Presenter, parts: Vec<Part>, single: Level, first: bool, tasks: &mut Tasks) {
    let count = parts.len();
    let alone = count == 1;
    let lone = presenter.ends_in_chain(&parts);
    for (place, part) in parts.into_iter().enumerate() {
        if place > 0 {
            tasks.juxtapose();
        }
        let least = match alone && first {
            true => single.min(presenter.factor_level(&part, true, false)),
            false => {
                let leads = first && place == 0 || lone && place + 1 == count;
                presenter.factor_level(&part, leads, false)
            }
        };
        tasks.part(part, least);
    }
}

fn quotient(presenter: &Presenter, quotient: Quotient, tasks: &mut Tasks) -> Level {
    let level = match (
        quotient.is_product(),
        quotient.is_single(),
        quotient.negative,
    ) {
        (_, true, _) => Level::Sign,
        (true, ..) | (.., true) => Level::Product,
        _ if quotient.shaped_above.is_empty() && quotient.shaped_below.is_empty() => Level::Power,
        _ => Level::Product,
    };
    let first = !quotient.negative;
    let entrywise = quotient.is_entrywise();
    if quotient.negative {
        tasks.text("-");
    }
    let scalars = !quotient.above.is_empty() || !quotient.below.is_empty();
    if !quotient.below.is_empty() {
        tasks.text(r"\frac{");
        if quotient.above.is_empty() {
            tasks.text("1");
        }
        factors(presenter, quotient.above, Level::Or, true, tasks);
        tasks.text("}{");
        factors(presenter, quotient.below, Level::Or, true, tasks);
        tasks.text("}");
    } else {
        factors(presenter, quotient.above, Level::Power, first, tasks);
    }
    if !scalars && quotient.shaped_above.is_empty() {
        tasks.text("1");
    }
    for (place, part) in quotient.shaped_above.into_iter().enumerate() {
        if place > 0 {
            tasks.text(r" \odot ");
        } else if scalars {
            tasks.juxtapose();
        }
        let least = presenter.factor_level(&part, first && place == 0 && !scalars, entrywise);
        tasks.part(part, least);
    }
    for part in quotient.shaped_below {
        tasks.text(r" \oslash ");
        tasks.part(part, Level::Power);
    }
    level
}

/// The rows of nested choices, each with its condition.
fn cases(presenter: &Presenter, mut operands: [Expr; 3], tasks: &mut Tasks) {
    tasks.text(r"\begin{cases} ");
    loop {
        let [condition, met, otherwise] = operands;
        tasks.node(met, Level::Or);
        tasks.text(r" & \text{if } ");
        tasks.node(condition, Level::Or);
        tasks.text(r" \\ ");
        match (
            presenter.graph.op(otherwise),
            presenter.graph.operands(otherwise),
        ) {
            (Op::Select, &[condition, met, last]) if presenter.is_open(otherwise) => {
                operands = [condition, met, last];
            }
            _ => {
                tasks.node(otherwise, Level::Or);
                break;
            }
        }
    }
    tasks.text(r" & \text{otherwise} \end{cases}");
}

impl Latex {
    fn call(
        &self,
        presenter: &Presenter,
        id: FunctionId,
        operands: &[Expr],
        tasks: &mut Tasks,
    ) -> Level {
        let text = functions::row(id).latex;
        if self.is_power_of_e(presenter, id, operands) {
            tasks.text("e^{");
            tasks.list(operands, ", ", Level::Or);
            tasks.text("}");
            return Level::Power;
        }
        if text.contains('#') {
            template(text, operands, tasks);
            return Level::Atom;
        }
        tasks.text(command(id));
        arguments(operands, tasks);
        Level::Postfix
    }

    fn is_power_of_e(&self, presenter: &Presenter, id: FunctionId, operands: &[Expr]) -> bool {
        Some(id) == self.exponential && operands.iter().all(|&node| is_short(presenter, node))
    }

    /// A call of a command with a positive number as exponent, which stands on the command.
    fn power_of_call(
        &self,
        presenter: &Presenter,
        base: &Part,
        exponent: &Part,
        tasks: &mut Tasks,
    ) -> bool {
        let graph = presenter.graph;
        let positive = match exponent {
            Part::Number(_) => true,
            Part::Node(node) => graph.as_number(*node).is_some_and(Signed::is_positive),
            _ => false,
        };
        let Part::Node(node) = *base else {
            return false;
        };
        let Op::Call(id) = graph.op(node) else {
            return false;
        };
        let operands = graph.operands(node);
        if !positive
            || !presenter.is_open(node)
            || functions::row(id).latex.contains('#')
            || self.is_power_of_e(presenter, id, operands)
        {
            return false;
        }
        tasks.text(command(id));
        tasks.text("^{");
        tasks.part(exponent.clone(), Level::Or);
        tasks.text("}");
        arguments(operands, tasks);
        true
    }
}

impl Notation for Latex {
    fn brackets(&self) -> (&'static str, &'static str) {
        (OPEN, CLOSE)
    }

    fn juxtaposed(&self, next: &str) -> &'static str {
        let upright = next.starts_with(r"\mathrm") || next.starts_with(r"\text");
        if upright || next.starts_with(|c: char| c.is_ascii_digit()) {
            r" \cdot "
        } else {
            " "
        }
    }

    fn has_equations(&self) -> bool {
        true
    }

    fn name(&self, name: &str) -> String {
        spell(name)
    }

    fn layout(&self, presenter: &Presenter, reading: Reading, tasks: &mut Tasks) -> Level {
        match reading {
            Reading::Name(name) => {
                tasks.text(spell(name));
                Level::Atom
            }
            Reading::Figure(Figure::Plain(digits)) => {
                tasks.text(digits);
                Level::Atom
            }
            Reading::Figure(Figure::Scientific { mantissa, exponent }) => {
                let power = format!("10^{{{exponent}}}");
                if mantissa == "1" {
                    tasks.text(power);
                    return Level::Power;
                }
                tasks.text(format!(r"{mantissa} \cdot {power}"));
                Level::Product
            }
            Reading::Constant(constant) => {
                tasks.text(match constant {
                    Constant::Pi => r"\pi",
                    Constant::E => "e",
                });
                Level::Atom
            }
            Reading::Sum(terms) => tasks.sum(presenter, terms),
            Reading::Quotient(parts) => quotient(presenter, parts, tasks),
            Reading::Power {
                base,
                exponent,
                entries,
            } => {
                if !entries && self.power_of_call(presenter, &base, &exponent, tasks) {
                    return Level::Power;
                }
                tasks.part(base, Level::Atom);
                tasks.text(if entries { r"^{\circ " } else { "^{" });
                tasks.part(exponent, if entries { Level::Atom } else { Level::Or });
                tasks.text("}");
                Level::Power
            }
            Reading::Call(id, operands) => self.call(presenter, id, &operands, tasks),
            Reading::Truth(met) => {
                tasks.text(if met { "0 < 1" } else { "1 < 0" });
                Level::Comparison
            }
            Reading::Relation(kind, left, right) => {
                between(
                    tasks,
                    (left, Level::Sum),
                    relation(kind),
                    (right, Level::Sum),
                );
                Level::Comparison
            }
            Reading::And(left, right) => {
                between(tasks, (left, Level::And), r" \land ", (right, Level::Not));
                Level::And
            }
            Reading::Or(left, right) => {
                between(tasks, (left, Level::Or), r" \lor ", (right, Level::And));
                Level::Or
            }
            Reading::Not(condition) => {
                tasks.text(r"\lnot ");
                tasks.node(condition, Level::Atom);
                Level::Not
            }
            Reading::Select(operands) => {
                cases(presenter, operands, tasks);
                Level::Or
            }
            Reading::Form(form) => matrix_form(form, tasks),
            Reading::Dimension(name) => {
                tasks.text(self.name(name));
                Level::Atom
            }
            Reading::Stack { columns, entries } => {
                tasks.text(r"\begin{bmatrix} ");
                for (place, row) in entries.chunks(columns.max(1)).enumerate() {
                    if place > 0 {
                        tasks.text(r" \\ ");
                    }
                    tasks.list(row, " & ", Level::Or);
                }
                tasks.text(r" \end{bmatrix}");
                Level::Atom
            }
            Reading::Entry { of, index } => {
                // Braces keep the subscript apart from one in the name.
                tasks.text("{");
                tasks.node(of, Level::Atom);
                tasks.text(format!("}}_{{{index}}}"));
                Level::Atom
            }
        }
    }
}
