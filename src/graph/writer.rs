//! Writing nodes in a notation with a stack of tasks instead of recursion.
//!
//! Must not know any notation: a notation lays out one reading at a time as texts and parts, and the
//! writer turns the parts into text in turn. Invariants: time is linear in what is written; brackets stand
//! where a part binds less tightly than its place asks for.

use super::present::Presenter;
use super::reading::{Part, Reading, Term};
use super::{Expr, Graph};
use crate::notation::Level;
use hashbrown::HashMap;
use std::borrow::Cow;

/// A way of writing readings down.
pub(super) trait Notation {
    /// Lays out one reading. Returns how tightly it binds.
    fn layout(&self, presenter: &Presenter, reading: Reading, tasks: &mut Tasks) -> Level;

    /// The brackets for grouping.
    fn brackets(&self) -> (&'static str, &'static str);

    /// What stands between factors of which the right one begins with `next`.
    fn juxtaposed(&self, next: &str) -> &'static str;

    /// Whether it has signs for equal and not equal.
    fn has_equations(&self) -> bool;

    /// How a name is written.
    fn name(&self, name: &str) -> String;
}

/// Something to write.
pub(super) enum Task {
    Text(Cow<'static, str>),
    /// A part, in brackets if it binds less tightly than the level.
    Part(Part, Level),
    /// The place between two factors without an operator.
    Juxtaposition,
}

/// Things to write, in order.
#[derive(Default)]
pub(super) struct Tasks(Vec<Task>);

impl Tasks {
    pub fn text(&mut self, text: impl Into<Cow<'static, str>>) {
        self.0.push(Task::Text(text.into()));
    }

    pub fn part(&mut self, part: Part, least: Level) {
        self.0.push(Task::Part(part, least));
    }

    pub fn node(&mut self, expr: Expr, least: Level) {
        self.part(Part::Node(expr), least);
    }

    pub fn juxtapose(&mut self) {
        self.0.push(Task::Juxtaposition);
    }

    /// Terms with their signs between them, the same in every notation.
    pub fn sum(&mut self, presenter: &Presenter, terms: Vec<Term>) -> Level {
        for (place, term) in terms.into_iter().enumerate() {
            match (place, term.negative) {
                (0, _) => self.part(term.whole, Level::Sum),
                (_, false) => {
                    self.text(" + ");
                    self.part(term.part, presenter.term_level(&term.whole));
                }
                (_, true) => {
                    self.text(" - ");
                    self.part(term.part, Level::Product);
                }
            }
        }
        Level::Sum
    }

    /// Nodes with a text between them.
    pub fn list(&mut self, nodes: &[Expr], separator: &'static str, least: Level) {
        for (place, &node) in nodes.iter().enumerate() {
            if place > 0 {
                self.text(separator);
            }
            self.node(node, least);
        }
    }
}

/// Writes the definition of `root`, which is not replaced by its own name. Where it has more than
/// `limit` characters it is cut there and ends with an ellipsis.
pub(super) fn write(
    presenter: &Presenter,
    notation: &impl Notation,
    root: Expr,
    limit: usize,
) -> String {
    let mut out = String::new();
    let mut length = 0usize;
    let mut juxtaposed = false;
    let mut tasks = Tasks::default();
    notation.layout(presenter, presenter.read_definition(root), &mut tasks);
    let mut stack: Vec<Task> = tasks.0.drain(..).rev().collect();
    while let Some(task) = stack.pop() {
        match task {
            Task::Text(text) => {
                if juxtaposed {
                    out.push_str(notation.juxtaposed(&text));
                    juxtaposed = false;
                }
                out.push_str(&text);
                length += text.chars().count();
                if length > limit {
                    break;
                }
            }
            Task::Part(part, least) => {
                let level = notation.layout(presenter, presenter.read(part), &mut tasks);
                let (open, close) = notation.brackets();
                if level < least {
                    stack.push(Task::Text(close.into()));
                }
                stack.extend(tasks.0.drain(..).rev());
                if level < least {
                    stack.push(Task::Text(open.into()));
                }
            }
            Task::Juxtaposition => juxtaposed = true,
        }
    }
    cut(out, limit)
}

fn cut(mut text: String, limit: usize) -> String {
    if let Some((last, _)) = text.char_indices().nth(limit) {
        let kept = text[..last].char_indices().next_back();
        text.truncate(kept.map_or(0, |(place, _)| place));
        text.push('…');
    }
    text
}

/// Length and level of what a part reads as, everything written out.
#[derive(Clone, Copy)]
struct Measure {
    length: u128,
    level: Level,
}

/// What was measured of nodes, and of the opposites of those that have one. Nodes never change, so it stays true.
#[derive(Default)]
pub(super) struct Known(HashMap<Expr, (Measure, Option<Measure>)>);

impl Known {
    /// Whether a node was measured.
    pub fn has(&self, expr: Expr) -> bool {
        self.0.contains_key(&expr)
    }

    /// The number of characters of a node that was measured.
    pub fn length(&self, expr: Expr) -> u128 {
        self.0[&expr].0.length
    }

    /// Measures nodes, operands first. `equations`: as of [`Presenter`].
    pub fn measure(
        &mut self,
        graph: &Graph,
        notation: &impl Notation,
        order: &[Expr],
        equations: bool,
    ) {
        let (names, orders) = (HashMap::new(), HashMap::new());
        let presenter = Presenter {
            graph,
            names: &names,
            orders: &orders,
            equations,
        };
        let meter = Meter {
            presenter,
            notation,
            known: &mut self.0,
        };
        for &expr in order {
            let whole = meter.reading(meter.presenter.read_definition(expr));
            let opposite = meter
                .presenter
                .is_negative(expr)
                .then(|| meter.reading(meter.presenter.read(Part::Opposite(expr))));
            meter.known.insert(expr, (whole, opposite));
        }
    }
}

/// Number of characters of all roots, written out without any sharing, computed without writing them;
/// the largest number where it does not fit.
pub(super) fn measure(graph: &Graph, notation: &impl Notation, roots: &[Expr]) -> u128 {
    let mut known = Known::default();
    let order = graph.reachable(roots);
    known.measure(graph, notation, &order, notation.has_equations());
    let lengths = roots.iter().map(|&root| known.length(root));
    lengths.fold(0, u128::saturating_add)
}

struct Meter<'a, N> {
    presenter: Presenter<'a>,
    notation: &'a N,
    known: &'a mut HashMap<Expr, (Measure, Option<Measure>)>,
}

impl<N: Notation> Meter<'_, N> {
    fn reading(&self, reading: Reading) -> Measure {
        let mut tasks = Tasks::default();
        let level = self.notation.layout(&self.presenter, reading, &mut tasks);
        let (open, close) = self.notation.brackets();
        let brackets = (open.chars().count() + close.chars().count()) as u128;
        let mut length = 0u128;
        for task in tasks.0 {
            let more = match task {
                Task::Text(text) => text.chars().count() as u128,
                Task::Juxtaposition => 1,
                Task::Part(part, least) => {
                    let inner = self.part(part);
                    let brackets = if inner.level < least { brackets } else { 0 };
                    inner.length.saturating_add(brackets)
                }
            };
            length = length.saturating_add(more);
        }
        Measure { length, level }
    }

    /// A part of a node whose operands are known. What is not a node is made of nodes and digits, so
    /// this goes at most three calls deep.
    fn part(&self, part: Part) -> Measure {
        let known = match part {
            Part::Node(expr) => self.known.get(&expr).map(|(whole, _)| *whole),
            Part::Opposite(expr) => self.known.get(&expr).and_then(|(_, opposite)| *opposite),
            _ => None,
        };
        known.unwrap_or_else(|| self.reading(self.presenter.read(part)))
    }
}
