//! Simplification keeps values on the ledger's domain and never raises the cost.

mod common {
    pub mod formulas;
    pub mod generator;
    pub mod texts;
}

use common::formulas::formula;
use common::generator::Random;
use common::texts::texts;
use symdiff::graph::Expr;
use symdiff::program;
use symdiff::simplify::{Options, cost, simplify};
use symdiff::{Backend, Derivation, Function, Quantity, Request};

fn derive(text: &str, simplified: bool) -> Derivation {
    let function = Function::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let mut request = Request::of([Quantity::Value, Quantity::Gradient]);
    if !simplified {
        request.simplify = None;
    }
    function
        .derive(&request)
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn evaluate(derivation: &Derivation, backend: Backend, at: &[f64]) -> Vec<f64> {
    let compiled = derivation.compile(backend).expect("every formula compiles");
    let mut outputs = vec![0.0; compiled.outputs()];
    compiled
        .call(&at[..compiled.inputs()], &mut outputs)
        .expect("the lengths are right");
    outputs
}

/// Cost of value and gradient before and after one simplification.
fn costs(text: &str) -> (u64, u64) {
    let plain = derive(text, false);
    let mut graph = plain.graph().clone();
    let roots: Vec<Expr> = plain.formulas().map(|(_, root)| root).collect();
    let after = simplify(&mut graph, &roots, &Options::default()).roots;
    (cost(&graph, &roots), cost(&graph, &after))
}

#[test]
fn the_cost_never_rises_on_the_reference_formulas() {
    for file in ["feynman.jsonl", "mgh.jsonl", "models.jsonl"] {
        for (name, text) in texts(file) {
            let (before, after) = costs(&text);
            assert!(after <= before, "{name}: {before} became {after}");
        }
    }
}

/// The whole way with simplification at each step against none at all: other graphs with other
/// parts in common, so some operations more are possible (three reciprocals where one would do), but
/// not as a rule.
#[test]
fn programs_of_the_reference_formulas_get_cheaper() {
    let (mut before, mut after) = (0, 0);
    for file in ["feynman.jsonl", "mgh.jsonl", "models.jsonl"] {
        for (name, text) in texts(file) {
            let [plain, simple] =
                [false, true].map(|simplified| program::cost(derive(&text, simplified).program()));
            assert!(simple * 4 <= plain * 5, "{name}: {plain} became {simple}");
            before += plain;
            after += simple;
        }
    }
    println!("cost of all programs: {before} before, {after} after");
    assert!(after < before);
}

/// Every entry that is finite before is the same after, up to rounding, and stays finite; a NaN may
/// only become a number where the ledger says so.
#[test]
fn random_formulas_keep_their_values_and_derivatives() {
    let mut random = Random::new(0x5eed_0001);
    let mut places = Random::new(0x5eed_0003);
    let mut compared = 0;
    for case in 0..1_500 {
        let text = formula(&mut random, 1 + case % 12);
        let (plain, simple) = (derive(&text, false), derive(&text, true));
        for near in [[0.37, 1.21], [-0.83, 0.59], [1.9, -1.3]] {
            let at = near.map(|value| value * (1.0 + places.number() / 64.0));
            let names = Function::parse(&text).expect("read before");
            let order: Vec<f64> = names
                .variable_names()
                .map(|name| if name == "x" { at[0] } else { at[1] })
                .collect();
            let before = evaluate(&plain, Backend::Interpreter, &order);
            let after = evaluate(&simple, Backend::Interpreter, &order);
            for (place, (a, b)) in before.iter().zip(&after).enumerate() {
                // Rounding is amplified where terms cancel; a wrong rule is off by far more.
                if a.is_finite() && a.abs() < 1e8 {
                    compared += 1;
                    let scale = before
                        .iter()
                        .filter(|v| v.is_finite())
                        .fold(1.0, |m: f64, v| m.max(v.abs()));
                    assert!(
                        (a - b).abs() <= 1e-7 * scale,
                        "{text} at {order:?}, output {place}: {a} before, {b} after"
                    );
                }
                if a.is_nan() && b.is_finite() {
                    assert!(
                        !simple.ledger().is_empty() || before[0].is_finite(),
                        "{text} at {order:?}, output {place}: NaN became {b} without a word"
                    );
                }
            }
            if cfg!(feature = "jit") {
                let native = evaluate(&simple, Backend::Jit, &order);
                let same =
                    |a: f64, b: f64| a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan());
                assert!(
                    native.iter().zip(&after).all(|(a, b)| same(*a, *b)),
                    "{text} at {order:?}"
                );
            }
        }
    }
    assert!(compared > 3_000, "only {compared} values were finite");
}

#[test]
fn random_formulas_never_get_costlier() {
    let mut random = Random::new(0x5eed_0002);
    for case in 0..1_500 {
        let text = formula(&mut random, 1 + case % 20);
        let (before, after) = costs(&text);
        assert!(after <= before, "{text}: {before} became {after}");
    }
}
