//! NumPy notation: formulas of whole vectors and matrices as Python expressions over arrays.
//!
//! A vector is an array of one axis, so that rows and columns are the same and `@` needs no transpose of a vector; a
//! matrix of one row has two axes. `np` is NumPy, and `scipy.special` stands for what NumPy does not have. A dimension
//! with a name is a variable of that name. Invariant: what has no such form gives no text at all.

use super::figure::Figure;
use super::numpy_matrix::{Kind, call, form, kind, no_form, python_range};
use super::present::Presenter;
use super::reading::{Part, Quotient, Reading, Relation};
use super::sheet::{PrintOptions, Sheet, print};
use super::writer::{Notation, Tasks};
use super::{Constant, Expr, Graph};
use crate::functions::{self, Extremum, FunctionId, Kernel};
use crate::notation::Level;

/// The roots and their bindings as Python expressions; None where a part has no such form.
pub fn numpy(graph: &Graph, roots: &[Expr], options: &PrintOptions) -> Option<Sheet> {
    let sheet = print(graph, roots, options, &Numpy);
    let bindings = sheet.bindings.iter().map(|(_, text)| text);
    let mut texts = bindings.chain(&sheet.results);
    let is_whole = texts.all(|text| !text.contains(NO_FORM));
    is_whole.then_some(sheet)
}

/// How a name is written in Python.
pub fn numpy_name(name: &str) -> String {
    Numpy.name(name)
}

/// What is written where there is no form.
pub(super) const NO_FORM: char = '\0';

/// Words of the language that a name can't be.
const WORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "np", "or", "pass", "raise", "return", "scipy", "try",
    "while", "with", "yield",
];

struct Numpy;

/// A call of a row, as the table spells it for NumPy or for whole arrays.
fn function(id: FunctionId, arguments: &[Expr], tasks: &mut Tasks) -> Level {
    let row = functions::row(id);
    if let (Kernel::Extremum(end), &[left, right]) = (&row.kernel, arguments) {
        let name = match end {
            Extremum::Maximum => "np.maximum",
            Extremum::Minimum => "np.minimum",
        };
        return call(name, vec![Part::Node(left), Part::Node(right)], tasks);
    }
    let find = |key: &str| row.spellings.iter().find(|(own, _)| *own == key);
    let spelled = find("numpy").filter(|(_, text)| !text.contains('\n'));
    let Some((_, text)) = spelled.or_else(|| find("arrays")) else {
        return no_form(tasks);
    };
    let mut pieces = text.split('#');
    let mut before = pieces.next().unwrap_or_default();
    tasks.text(before);
    for piece in pieces {
        let digits = piece.len() - piece.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let place = piece[..digits].parse::<usize>().ok();
        let argument = place.and_then(|place| arguments.get(place.checked_sub(1)?));
        let rest = &piece[digits..];
        // An argument by itself needs no brackets.
        let alone = before.ends_with(['(', ',']) || before.ends_with(", ");
        let least = match alone && rest.starts_with([',', ')']) {
            true => Level::Or,
            false => Level::Postfix,
        };
        if let Some(&argument) = argument {
            tasks.node(argument, least);
        }
        tasks.text(rest);
        before = rest;
    }
    Level::Atom
}

fn quotient(presenter: &Presenter, quotient: Quotient, tasks: &mut Tasks) -> Level {
    let single = quotient.is_single();
    let mut first = !quotient.negative;
    if quotient.negative {
        tasks.text("-");
    }
    let above: Vec<Part> = quotient
        .above
        .into_iter()
        .chain(quotient.shaped_above)
        .collect();
    if above.is_empty() {
        tasks.text("1");
    }
    for (place, part) in above.into_iter().enumerate() {
        if place > 0 {
            tasks.text(" * ");
        }
        let tight = !std::mem::take(&mut first);
        let least = match tight || kind(presenter, &part) != Kind::Scalar {
            true => Level::Sign,
            false => Level::Product,
        };
        tasks.part(part, least);
    }
    for part in quotient.below.into_iter().chain(quotient.shaped_below) {
        tasks.text(" / ");
        tasks.part(part, Level::Sign);
    }
    if single { Level::Sign } else { Level::Product }
}

fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Less => " < ",
        Relation::LessEqual => " <= ",
        Relation::Greater => " > ",
        Relation::GreaterEqual => " >= ",
        Relation::Equal => " == ",
        Relation::NotEqual => " != ",
    }
}

fn nodes(list: &[Expr]) -> Vec<Part> {
    list.iter().map(|&node| Part::Node(node)).collect()
}

impl Notation for Numpy {
    fn brackets(&self) -> (&'static str, &'static str) {
        ("(", ")")
    }

    fn juxtaposed(&self, _: &str) -> &'static str {
        " * "
    }

    fn has_equations(&self) -> bool {
        true
    }

    fn name(&self, name: &str) -> String {
        let letter = |c: char| if c.is_alphanumeric() { c } else { '_' };
        let name: String = name.chars().map(letter).collect();
        match WORDS.contains(&name.as_str()) {
            true => format!("{name}_"),
            false => name,
        }
    }

    fn layout(&self, presenter: &Presenter, reading: Reading, tasks: &mut Tasks) -> Level {
        match reading {
            Reading::Name(name) | Reading::Dimension(name) => {
                tasks.text(self.name(name));
                Level::Atom
            }
            Reading::Figure(figure) => {
                tasks.text(match figure {
                    Figure::Plain(digits) => digits,
                    Figure::Scientific { mantissa, exponent } => format!("{mantissa}e{exponent}"),
                });
                Level::Atom
            }
            Reading::Constant(constant) => {
                tasks.text(match constant {
                    Constant::Pi => "np.pi",
                    Constant::E => "np.e",
                });
                Level::Atom
            }
            Reading::Sum(terms) => tasks.sum(presenter, terms),
            Reading::Quotient(parts) => quotient(presenter, parts, tasks),
            Reading::Power { base, exponent, .. } => {
                tasks.part(base, Level::Postfix);
                tasks.text("**");
                tasks.part(exponent, Level::Power);
                Level::Power
            }
            Reading::Call(id, arguments) => function(id, &arguments, tasks),
            Reading::Truth(met) => {
                tasks.text(if met { "True" } else { "False" });
                Level::Atom
            }
            Reading::Relation(kind, left, right) => {
                tasks.node(left, Level::Sum);
                tasks.text(relation(kind));
                tasks.node(right, Level::Sum);
                Level::Comparison
            }
            Reading::And(left, right) => call("np.logical_and", nodes(&[left, right]), tasks),
            Reading::Or(left, right) => call("np.logical_or", nodes(&[left, right]), tasks),
            Reading::Not(condition) => call("np.logical_not", nodes(&[condition]), tasks),
            Reading::Select(operands) => call("np.where", nodes(&operands), tasks),
            Reading::Form(own) => form(presenter, own, tasks),
            Reading::Stack { columns, entries } => {
                tasks.text("np.array([");
                for (place, row) in entries.chunks(columns.max(1)).enumerate() {
                    if place > 0 {
                        tasks.text(", ");
                    }
                    tasks.text(if columns > 1 { "[" } else { "" });
                    tasks.list(row, ", ", Level::Or);
                    tasks.text(if columns > 1 { "]" } else { "" });
                }
                tasks.text("])");
                Level::Atom
            }
            Reading::Entry { of, index } => {
                tasks.node(of, Level::Postfix);
                let places: Option<Vec<String>> = index.split(',').map(python_range).collect();
                tasks.text(format!("[{}]", places.unwrap_or_default().join(", ")));
                Level::Postfix
            }
        }
    }
}
