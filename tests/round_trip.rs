//! What is printed is read back: value, gradient and Hessian of the formulas of the reference files, with
//! the shared parts as definitions and written out.
//!
//! The nodes must be the very ones that were printed, except where the printed text groups otherwise: a
//! product nested in a product or a sum in a sum stands without brackets, and factors below the line stand
//! in one pair. There the values must agree at the points of the row, those aside where the formula as
//! typed is unstable in binary64.

mod common {
    pub mod data;
}

use common::data::{Point, Row, rows};
use num_traits::Signed;
use symdiff::backend::{Interpreter, Workspace};
use symdiff::graph::{Expr, Graph, Op, Shape, Sheet};
use symdiff::program::lower;
use symdiff::resolve::{Context, Nobody, resolve};
use symdiff::syntax::{self, Limits};
use symdiff::{Function, Quantity, ReadOptions, Request, Sharing};

/// Longer formulas belong to the tests of growth.
const LONGEST: usize = 3_000;
/// What another grouping may change, relative to the larger of an entry and 1 % of the largest entry.
const TOLERANCE: f64 = 1e-9;

/// Whether `name` stands in `text` as a word of its own.
fn mentions(text: &str, name: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.split(|letter| !is_part(letter))
        .any(|word| word == name)
}

/// One text of all that was printed: the value, under its name, stands among the shared parts where the
/// first of them refers to it, and each formula is a result.
fn as_text(sheet: &Sheet, value: &str) -> String {
    let mut definitions = sheet.bindings.clone();
    let place = definitions
        .iter()
        .position(|(_, text)| mentions(text, value))
        .unwrap_or(definitions.len());
    definitions.insert(place, (value.to_owned(), sheet.results[0].clone()));
    let mut text = String::new();
    for (name, definition) in &definitions {
        text.push_str(&format!("{name} = {definition}\n"));
    }
    text.push_str(value);
    for result in &sheet.results[1..] {
        // In brackets, because a line that begins with an operator goes on with the one before it.
        text.push_str(&format!("\n({result})"));
    }
    text
}

/// Reads a printed text into the graph that it was printed from.
fn read(graph: &mut Graph, text: &str, variables: &[String]) -> Vec<Expr> {
    let parsed = syntax::parse(text, &Limits::default());
    assert!(parsed.is_ok(), "{text}\n{:?}", parsed.diagnostics);
    let context = Context {
        declared: variables
            .iter()
            .map(|name| (name.clone(), Shape::Scalar))
            .collect(),
        ..Context::default()
    };
    match resolve(graph, &parsed.tree, &context, &mut Nobody) {
        Ok(resolved) => resolved.outputs.iter().map(|output| output.expr).collect(),
        Err(diagnostics) => panic!("{text}\n{diagnostics:?}"),
    }
}

/// The values of nodes at the points of a row.
fn values(graph: &Graph, nodes: &[Expr], row: &Row) -> Vec<Vec<f64>> {
    let variables: Vec<_> = row
        .variables
        .iter()
        .map(|name| (graph.find_variable(name).unwrap(), Shape::Scalar))
        .collect();
    let interpreter = Interpreter::new(lower(graph, nodes, &variables));
    let mut workspace = Workspace::default();
    let at_point = |point: &Point| {
        let mut outputs = vec![0.0; nodes.len()];
        interpreter.run(&point.at, &mut outputs, &mut workspace);
        outputs
    };
    row.points.iter().map(at_point).collect()
}

/// Whether a product stands in a product or a sum in a sum, perhaps under a power, or several factors stand
/// below the line: these are written without the inner brackets, or with one pair around them.
fn is_regrouped(graph: &Graph, roots: &[Expr]) -> bool {
    let core = |expr: Expr| match (graph.op(expr), graph.operands(expr)) {
        (Op::Power, [base, exponent]) if graph.as_number(*exponent).is_some() => *base,
        _ => expr,
    };
    let is_below = |expr: &&Expr| match (graph.op(**expr), graph.operands(**expr)) {
        (Op::Power, [_, exponent]) => graph.as_number(*exponent).is_some_and(Signed::is_negative),
        _ => graph
            .as_number(**expr)
            .is_some_and(|number| !number.is_integer()),
    };
    graph.reachable(roots).into_iter().any(|node| {
        let op = graph.op(node);
        let operands = graph.operands(node);
        let nested = operands.iter().any(|inner| graph.op(core(*inner)) == op);
        let below = op == Op::Product && operands.iter().filter(is_below).count() > 1;
        matches!(op, Op::Sum | Op::Product) && (nested || below)
    })
}

/// The largest entry beside each entry: of the value, the gradient, the Hessian.
fn largest(point: &Point, entries: &[f64]) -> Vec<f64> {
    let of = |list: &[f64]| list.iter().fold(0.0f64, |a, b| a.max(b.abs()));
    let first = 1 + point.gradient.len().min(entries.len() - 1);
    let mut largest = vec![of(&[point.value])];
    largest.resize(first, of(&point.gradient));
    largest.resize(entries.len(), of(&entries[first..]));
    largest
}

/// Checks one text. Returns whether all nodes came back.
fn comes_back(graph: &Graph, printed: &[Expr], text: &str, row: &Row) -> bool {
    let mut graph = graph.clone();
    let again = read(&mut graph, text, &row.variables);
    assert_eq!(again.len(), printed.len(), "{}:\n{text}", row.name);
    if again == printed {
        return true;
    }
    assert!(is_regrouped(&graph, printed), "{}:\n{text}", row.name);
    let (before, after) = (values(&graph, printed, row), values(&graph, &again, row));
    for ((point, before), after) in row.points.iter().zip(&before).zip(&after) {
        let largest = largest(point, before);
        for ((a, b), largest) in before.iter().zip(after).zip(&largest) {
            let allowed = TOLERANCE * a.abs().max(0.01 * largest);
            let same = (a - b).abs() <= allowed;
            assert!(same, "{}: {a:e} became {b:e}\n{text}", row.name);
        }
    }
    false
}

/// Checks a file, and that the exception is not the rule: some texts give the nodes themselves.
fn check_file(file: &str, unstable: &str) {
    let (mut same, mut count) = (0, 0);
    let mut rows = rows(file);
    rows.retain(|row| row.expr.len() <= LONGEST);
    for row in &mut rows {
        let mut place = 0;
        row.points.retain(|_| {
            place += 1;
            let listed = format!("{} {}", row.name, place - 1);
            !unstable.lines().any(|line| line == listed)
        });
    }
    for row in &rows {
        let options = ReadOptions {
            variables: Some(row.variables.clone()),
            ..ReadOptions::default()
        };
        let function = Function::parse_with(&row.expr, &options).unwrap();
        let mut quantities = vec![Quantity::Value, Quantity::Gradient];
        if row.points.iter().any(|point| point.hessian.is_some()) {
            quantities.push(Quantity::Hessian);
        }
        let derivation = function.derive(&Request::of(quantities)).unwrap();
        let formulas: Vec<Expr> = derivation.formulas().map(|(_, expr)| expr).collect();
        let value = derivation.parts()[0].labels[0].to_string();
        for sharing in [Sharing::Named, Sharing::WrittenOut] {
            let sheet = derivation.infix(sharing);
            assert!(sharing == Sharing::Named || sheet.bindings.is_empty());
            let text = as_text(&sheet, &value);
            let came_back = comes_back(derivation.graph(), &formulas, &text, row);
            same += usize::from(came_back);
            count += 1;
        }
    }
    println!("{file}: {same} of {count} texts give the same nodes");
    assert!(same > 0, "{file}: none of {count}");
}

#[test]
fn feynman_equations_are_read_back() {
    check_file("feynman.jsonl", "");
}

#[test]
fn more_garbow_hillstrom_problems_are_read_back() {
    check_file("mgh.jsonl", "");
}

#[test]
fn models_are_read_back() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/models_unstable.txt"
    );
    check_file("models.jsonl", &std::fs::read_to_string(path).unwrap());
}

#[test]
fn a_wrong_text_is_noticed() {
    let rows = rows("mgh.jsonl");
    let row = &rows[0];
    for (formula, wrong) in [
        ("x1*(x1*x2 + 1)", "x1*(x1*x2 + 2)"),
        ("x1*(x1*(x1*x2) + 1)", "x1*(1.00001*x1*(x1*x2) + 1)"),
    ] {
        let function = Function::parse(formula).unwrap();
        let derivation = function.derive(&Request::of([Quantity::Value])).unwrap();
        let formulas: Vec<Expr> = derivation.formulas().map(|(_, expr)| expr).collect();
        let check = |text: &str| comes_back(derivation.graph(), &formulas, text, row);
        check(&derivation.infix(Sharing::WrittenOut).results[0]);
        assert!(
            std::panic::catch_unwind(|| check(wrong)).is_err(),
            "{wrong}"
        );
    }
}
