//! Reading formulas and references.

use serde_json::Value;
use symdiff::graph::{Expr, Graph, Shape};
use symdiff::precise::{Exact, Formula};
use symdiff::resolve::{Context, Nobody, resolve};
use symdiff::{limits::Limits, syntax};

/// A formula with its variables in order.
pub struct Read {
    pub formula: Formula,
    pub variables: Vec<Expr>,
}

/// Reads a formula over some variables.
pub fn read(text: &str, variables: &[String]) -> Read {
    let parsed = syntax::parse(text, &syntax::Limits::default());
    let declared = variables.iter();
    let context = Context {
        declared: declared.map(|name| (name.clone(), Shape::Scalar)).collect(),
        limits: Limits::default(),
        conditions: true,
    };
    let mut graph = Graph::new();
    let resolved = resolve(&mut graph, &parsed.tree, &context, &mut Nobody)
        .unwrap_or_else(|diagnostics| panic!("{text}: {diagnostics:?}"));
    let roots: Vec<Expr> = resolved.outputs.iter().map(|output| output.expr).collect();
    let nodes = variables
        .iter()
        .map(|name| graph.variable(name, Shape::Scalar));
    let variables = nodes.collect();
    Read {
        formula: Formula::new(&graph, &roots),
        variables,
    }
}

/// The same numbers for the variables of a formula.
pub fn inputs(read: &Read, values: &[f64]) -> Vec<(Expr, Exact)> {
    let exact = |value: &f64| Exact::of_f64(*value).expect("finite");
    read.variables
        .iter()
        .copied()
        .zip(values.iter().map(exact))
        .collect()
}

/// The lines of a file of `tests/data`.
pub fn lines(file: &str) -> Vec<Value> {
    let path = format!("{}/tests/data/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the data is in place");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .collect()
}

/// How many units in the last place a number lies above another.
pub fn signed_units(got: f64, want: f64) -> f64 {
    if got == want {
        return 0.0;
    }
    let unit = (want.abs().next_up() - want.abs()).max(f64::from_bits(1));
    (got - want) / unit
}
