//! Formulas as schedules against the same formulas taken apart into scalars.

use super::generator::Random;
use super::{executors, numbers, same};
use symdiff::backend::{Inputs, Outputs, Workspace};
use symdiff::graph::{Expr, Shape, VariableId};
use symdiff::program::schedule::lower_arrays;
use symdiff::program::{Schedule, lower};
use symdiff::{Derivation, Function, Quantity, Request};

pub fn derived(text: &str, quantities: &[Quantity]) -> Derivation {
    let function = Function::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let request = Request::of(quantities.iter().cloned());
    function
        .derive(&request)
        .unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The formulas and variables of a derivation.
fn parts(derivation: &Derivation) -> (Vec<Expr>, Vec<(VariableId, Shape)>) {
    let graph = derivation.graph();
    let formulas = derivation.formulas().map(|(_, formula)| formula).collect();
    let variables = derivation.inputs();
    let variables = variables.map(|(name, shape)| (graph.find_variable(name).unwrap(), shape));
    (formulas, variables.collect())
}

pub fn schedule_of(derivation: &Derivation) -> Schedule {
    let (formulas, variables) = parts(derivation);
    let schedule = lower_arrays(derivation.graph(), &formulas, &[], &variables);
    let text = schedule.to_string();
    assert_eq!(text.parse::<Schedule>().unwrap(), schedule, "{text}");
    schedule
}

/// Runs all formulas of a derivation with known sizes both ways.
fn compare(text: &str, quantities: &[Quantity], random: &mut Random) {
    let derivation = derived(text, quantities);
    let schedule = schedule_of(&derivation);
    schedule
        .shapes()
        .unwrap_or_else(|fault| panic!("{fault}\n{text}\n{schedule}"));
    let (formulas, variables) = parts(&derivation);
    let mut graph = derivation.graph().clone();
    let scalars = graph.scalarize(&formulas).concat();
    let program = lower(&graph, &scalars, &variables);
    let interpreter = symdiff::backend::Interpreter::new(program);
    for _ in 0..3 {
        let inputs = numbers(random, interpreter.inputs());
        let mut expected = vec![0.0; interpreter.outputs()];
        interpreter.run(&inputs, &mut expected, &mut Workspace::default());
        for executor in executors(&schedule) {
            let bound = executor.bind(&[], 1 << 20).unwrap();
            let mut outputs = vec![f64::NAN; expected.len()];
            let workspace = &mut Workspace::default();
            bound.run(
                Inputs::Flat(&inputs),
                Outputs::Flat(&mut outputs),
                workspace,
            );
            for (place, (&a, &b)) in outputs.iter().zip(&expected).enumerate() {
                let near = same(a, b) || (a - b).abs() <= 1e-9 * b.abs().max(1.0);
                assert!(
                    near,
                    "{text} at {place}: {a:e} instead of {b:e}\n{schedule}"
                );
            }
        }
    }
}

#[test]
fn schedules_compute_what_scalars_do() {
    let mut random = Random::new(29);
    let declared =
        "A: matrix(3, 4); B: matrix(4, 3); C: matrix(3, 3); x: vector(4); y: vector(3); ";
    for formula in [
        "x'*A'*A*x",
        "y'*C*y",
        "sum(exp(A*x))",
        "sum(ln(1 + exp(-y .* (A*x))))",
        "norm2(A*x - y)^2",
        "tr(C*C)",
        "tr(A*B*C)",
        "sum(A*B + C')",
        "det(C)",
        "y'*inv(C)*y",
        "sum(inv(C)*A*x)",
        "a*sum(x) + b",
        "sum(a*C + C .* C)",
        "sum(x)/norm2(x)",
        "x[2]*y[1] + x[3]^2",
        "logsumexp(A*x)",
        "max(A*x)",
        "sum(relu(A*x))",
        "sum(sigma(C*y) .* y) / (1 + a^2)",
        "if(x[1] > 0, sum(x), sum(x .* x))",
        "prod(y)",
        "sum(diag(C) .* y)",
        "ln(abs(a)) + 5",
    ] {
        let text = format!("{declared}{formula}");
        if let Err(error) = Function::parse(&text) {
            println!("not in the language: {formula}: {error}");
            continue;
        }
        compare(&text, &[Quantity::Value], &mut random);
        if Function::parse(&text).unwrap().shapes() == [Shape::Scalar] {
            compare(&text, &[Quantity::Value, Quantity::Gradient], &mut random);
            compare(&text, &[Quantity::Gradient], &mut random);
        }
    }
    for formula in [
        "A*x",
        "A*x .* y",
        "C*y; x; 5",
        "A",
        "A'",
        "sigma(A*x)",
        "eye(3)",
        "A*B - C'",
    ] {
        let text = format!("{declared}{formula}");
        if let Err(error) = Function::parse(&text) {
            println!("not in the language: {formula}: {error}");
            continue;
        }
        compare(&text, &[Quantity::Value], &mut random);
        compare(&text, &[Quantity::Value, Quantity::Jacobian], &mut random);
    }
}
