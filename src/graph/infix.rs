//! The infix notation: the language itself, so that what is printed can be read back.
//!
//! For people only, and not read by the language, are the forms of vectors and matrices that have no
//! syntax yet: `./`, `.^`, `x[2]`, `[a, b; c, d]`, `vector(0)`; and `==` and `!=` of conditions, which
//! only [`expression`] writes.

use super::figure::Figure;
use super::matrix::Form;
use super::present::Presenter;
use super::reading::{Part, Quotient, Reading, Relation};
use super::sheet::{PrintOptions, Sheet, print};
use super::writer::{Known, Notation, Tasks, measure, write};
use super::{Expr, Graph};
use crate::functions;
use crate::notation::{self, Level};
use hashbrown::{HashMap, HashSet};

/// The roots in the language of this crate.
pub fn infix(graph: &Graph, roots: &[Expr], options: &PrintOptions) -> Sheet {
    print(graph, roots, options, &Infix)
}

/// One node written out, for short places and for people: `a != b` stands for two comparisons. Where it
/// has more than `limit` characters it is cut and ends with an ellipsis. Takes no longer than writing so
/// many characters and the operands of the last node.
pub fn expression(graph: &Graph, root: Expr, limit: usize) -> String {
    let presenter = Presenter {
        graph,
        names: &HashMap::new(),
        orders: &HashMap::new(),
        equations: true,
    };
    write(&presenter, &Infix, root, limit)
}

/// Number of characters of the roots when [`infix`] writes everything out, without sharing; the largest
/// number where it does not fit. Takes time linear in the graph.
pub fn forecast(graph: &Graph, roots: &[Expr]) -> u128 {
    measure(graph, &Infix, roots)
}

/// Lengths in print of nodes of one graph, each found once however many forms are compared.
#[derive(Default)]
pub struct Lengths(Known);

impl Lengths {
    /// The number of characters of [`expression`].
    pub fn of(&mut self, graph: &Graph, root: Expr, limit: usize) -> usize {
        let (mut found, mut open) = (HashSet::new(), vec![root]);
        while let Some(node) = open.pop() {
            if self.0.has(node) || !found.insert(node) {
                continue;
            }
            // What may be cut is not worth a look at all of it.
            if found.len() > limit {
                return expression(graph, root, limit).chars().count();
            }
            open.extend_from_slice(graph.operands(node));
        }
        // Operands are older than what is made of them.
        let mut order: Vec<Expr> = found.into_iter().collect();
        order.sort_unstable();
        self.0.measure(graph, &Infix, &order, true);
        usize::try_from(self.0.length(root)).map_or(limit, |length| length.min(limit))
    }
}

struct Infix;

fn relation(relation: Relation) -> notation::Infix {
    match relation {
        Relation::Less => notation::LESS,
        Relation::LessEqual => notation::LESS_EQUAL,
        Relation::Greater => notation::GREATER,
        Relation::GreaterEqual => notation::GREATER_EQUAL,
        Relation::Equal => notation::EQUAL,
        Relation::NotEqual => notation::NOT_EQUAL,
    }
}

/// Two operands with an operator between blanks.
fn spaced(operator: &notation::Infix, left: Expr, right: Expr, tasks: &mut Tasks) -> Level {
    tasks.node(left, operator.left());
    tasks.text(format!(" {} ", operator.spelling));
    tasks.node(right, operator.right());
    operator.level
}

/// Two parts with an operator between them, without blanks.
fn tight(operator: &notation::Infix, left: Part, right: Part, tasks: &mut Tasks) -> Level {
    tasks.part(left, operator.left());
    tasks.text(operator.spelling);
    tasks.part(right, operator.right());
    operator.level
}

fn call(name: &'static str, arguments: &[Expr], tasks: &mut Tasks) -> Level {
    tasks.text(name);
    tasks.text("(");
    tasks.list(arguments, ", ", Level::Or);
    tasks.text(")");
    Level::Atom
}

/// An operation on whole vectors and matrices.
fn matrix_form(form: Form, tasks: &mut Tasks) -> Level {
    let parts = |parts: Vec<Part>, tasks: &mut Tasks| {
        for (place, part) in parts.into_iter().enumerate() {
            if place > 0 {
                tasks.text(", ");
            }
            tasks.part(part, Level::Or);
        }
    };
    match form {
        Form::Product(factors) => {
            for (place, factor) in factors.into_iter().enumerate() {
                let (text, least) = match place {
                    0 if factor.is_entrywise() => ("", notation::MULTIPLY.right()),
                    0 => ("", notation::MULTIPLY.left()),
                    _ => (notation::MULTIPLY.spelling, notation::MULTIPLY.right()),
                };
                tasks.text(text);
                tasks.part(factor, least);
            }
            notation::MULTIPLY.level
        }
        Form::Transpose(operand) => {
            tasks.part(operand, Level::Postfix);
            tasks.text(notation::TRANSPOSE);
            Level::Postfix
        }
        Form::Squared(operand) => {
            tasks.part(operand, notation::POWER.left());
            tasks.text(format!("{}2", notation::POWER.spelling));
            notation::POWER.level
        }
        Form::Call(name, arguments) => {
            tasks.text(name);
            tasks.text("(");
            parts(arguments, tasks);
            tasks.text(")");
            Level::Atom
        }
        Form::Along(name, operand, axes) => {
            tasks.text(name);
            tasks.text("(");
            tasks.part(operand, Level::Or);
            tasks.text(match &axes[..] {
                [axis] => format!(", axis={axis})"),
                _ => {
                    let axes: Vec<String> = axes.iter().map(usize::to_string).collect();
                    format!(", axis=[{}])", axes.join(", "))
                }
            });
            Level::Atom
        }
        Form::Named(name, arguments, named) => {
            tasks.text(name);
            tasks.text("(");
            parts(arguments, tasks);
            for (argument, value) in named {
                tasks.text(format!(", {argument}={value}"));
            }
            tasks.text(")");
            Level::Atom
        }
        Form::Slice(operand, ranges) => {
            tasks.part(operand, Level::Postfix);
            tasks.text(format!("[{}]", ranges.join(",")));
            Level::Postfix
        }
        Form::Blocks(lines) => {
            for (place, line) in lines.into_iter().enumerate() {
                tasks.text(if place == 0 { "[" } else { "; " });
                parts(line, tasks);
            }
            tasks.text("]");
            Level::Atom
        }
        Form::Entries(factors) => {
            for (place, factor) in factors.into_iter().enumerate() {
                if place > 0 {
                    tasks.text(format!(" {} ", notation::MULTIPLY_ENTRIES.spelling));
                }
                tasks.part(factor, Level::Power);
            }
            notation::MULTIPLY_ENTRIES.level
        }
        Form::Indexed {
            output,
            summed,
            factors,
            ranges,
        } => {
            let mut open = 0;
            for (word, letters) in [("tensor", &output), ("sum", &summed)] {
                open += heads(word, letters, &ranges, tasks);
            }
            for (place, (factor, letters)) in factors.into_iter().enumerate() {
                if place > 0 {
                    tasks.text(notation::MULTIPLY.spelling);
                }
                tasks.part(factor, Level::Postfix);
                if !letters.is_empty() {
                    tasks.text(format!("[{}]", letters.join(",")));
                }
            }
            tasks.text(")".repeat(open));
            Level::Atom
        }
    }
}

/// `tensor(i, j: ` or, where letters have ranges, `tensor(i in 1..3, tensor(j: `; how many brackets are open then.
fn heads(word: &str, letters: &[String], ranges: &[(String, String)], tasks: &mut Tasks) -> usize {
    let range = |letter: &String| ranges.iter().find(|(own, _)| own == letter);
    let mut open = 0;
    for group in letters.chunk_by(|a, b| range(a).is_none() && range(b).is_none()) {
        open += 1;
        tasks.text(match range(&group[0]) {
            Some((letter, last)) => format!("{word}({letter} in 1..{last}, "),
            None => format!("{word}({}: ", group.join(", ")),
        });
    }
    open
}

fn quotient(presenter: &Presenter, quotient: Quotient, tasks: &mut Tasks) -> Level {
    let single = quotient.is_single();
    let entrywise = quotient.is_entrywise();
    let mut first = !quotient.negative;
    if quotient.negative {
        tasks.text(notation::MINUS);
    }
    if quotient.above.is_empty() && quotient.shaped_above.is_empty() {
        tasks.text("1");
    }
    let scalars = quotient.above.len();
    let lone = quotient.shaped_above.is_empty() && presenter.ends_in_chain(&quotient.above);
    let above = quotient.above.into_iter().chain(quotient.shaped_above);
    for (place, part) in above.enumerate() {
        if place > 0 && place <= scalars {
            tasks.text(notation::MULTIPLY.spelling);
        } else if place > 0 {
            tasks.text(format!(" {} ", notation::MULTIPLY_ENTRIES.spelling));
        }
        let least = presenter.factor_level(
            &part,
            std::mem::take(&mut first) || place + 1 == scalars && lone,
            entrywise,
        );
        tasks.part(part, least);
    }
    for part in quotient.shaped_below {
        tasks.text(format!(" {} ", notation::DIVIDE_ENTRIES.spelling));
        tasks.part(part, Level::Power);
    }
    let several = quotient.below.len() > 1;
    if !quotient.below.is_empty() {
        tasks.text(notation::DIVIDE.spelling);
    }
    if several {
        tasks.text("(");
    }
    for (place, part) in quotient.below.into_iter().enumerate() {
        if place > 0 {
            tasks.text(notation::MULTIPLY.spelling);
        }
        let least = match several {
            true => presenter.factor_level(&part, place == 0, false),
            false => Level::Power,
        };
        tasks.part(part, least);
    }
    if several {
        tasks.text(")");
    }
    if single { Level::Sign } else { Level::Product }
}

impl Notation for Infix {
    fn brackets(&self) -> (&'static str, &'static str) {
        ("(", ")")
    }

    fn juxtaposed(&self, _: &str) -> &'static str {
        notation::MULTIPLY.spelling
    }

    /// The language has none; [`expression`] writes them all the same.
    fn has_equations(&self) -> bool {
        false
    }

    fn name(&self, name: &str) -> String {
        name.to_owned()
    }

    fn layout(&self, presenter: &Presenter, reading: Reading, tasks: &mut Tasks) -> Level {
        match reading {
            Reading::Name(name) => {
                tasks.text(name.to_owned());
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
                tasks.text(constant.name());
                Level::Atom
            }
            Reading::Sum(terms) => tasks.sum(presenter, terms),
            Reading::Quotient(parts) => quotient(presenter, parts, tasks),
            Reading::Power {
                base,
                exponent,
                entries,
            } => {
                let operator = match entries {
                    true => &notation::POWER_ENTRIES,
                    false => &notation::POWER,
                };
                tight(operator, base, exponent, tasks)
            }
            Reading::Call(id, arguments) => call(functions::row(id).name, &arguments, tasks),
            Reading::Truth(met) => {
                tasks.text(if met { "0 < 1" } else { "1 < 0" });
                Level::Comparison
            }
            Reading::Relation(kind, left, right) => spaced(&relation(kind), left, right, tasks),
            Reading::And(left, right) => spaced(&notation::AND, left, right, tasks),
            Reading::Or(left, right) => spaced(&notation::OR, left, right, tasks),
            Reading::Not(condition) => {
                tasks.text(notation::NOT);
                tasks.node(condition, Level::Atom);
                Level::Not
            }
            Reading::Select(operands) => call("if", &operands, tasks),
            Reading::Form(form) => matrix_form(form, tasks),
            Reading::Dimension(name) => {
                tasks.text(name);
                Level::Atom
            }
            Reading::Stack { columns, entries } => {
                tasks.text("[");
                for (place, row) in entries.chunks(columns.max(1)).enumerate() {
                    if place > 0 {
                        tasks.text("; ");
                    }
                    tasks.list(row, ", ", Level::Or);
                }
                tasks.text("]");
                Level::Atom
            }
            Reading::Entry { of, index } => {
                tasks.node(of, Level::Postfix);
                tasks.text(format!("[{index}]"));
                Level::Postfix
            }
        }
    }
}
