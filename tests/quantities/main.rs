//! The quantities beside value, gradient, Jacobian and Hessian: products with vectors, sparse forms, Taylor polynomials,
//! implicit derivatives. Each against dense ones, closed forms or differences, on every backend.

#[path = "../common/generator.rs"]
mod generator;
#[path = "../common/run.rs"]
mod run;

mod implicit;
mod products;
mod sparse;
mod taylor;

use generator::Random;
use symdiff::{Function, Quantity, Request};

/// The variables of the random formulas.
const DECLARATIONS: &str = "x: vector(3); y: vector(3); A: matrix(3, 3); s: scalar; ";
/// Their entries together.
const ENTRIES: usize = 16;

/// A random smooth scalar formula of all shapes.
fn scalar(random: &mut Random, depth: usize) -> String {
    if depth == 0 {
        return ["s", "sum(x)", "x'*y", "2", "y'*A*x"][random.below(5)].to_owned();
    }
    let one = |random: &mut Random| scalar(random, depth - 1);
    match random.below(8) {
        0 => format!("({} + {})", one(random), one(random)),
        1 => format!("({} - {})", one(random), one(random)),
        2 => format!("{}*{}", one(random), one(random)),
        3 => format!("sin({})", one(random)),
        4 => format!("{}/(2 + sin({}))", one(random), one(random)),
        5 => format!("sum({})", vector(random, depth - 1)),
        6 => format!(
            "({})'*({})",
            vector(random, depth - 1),
            vector(random, depth - 1)
        ),
        _ => format!("sigma({})^2", one(random)),
    }
}

/// A random vector(3).
fn vector(random: &mut Random, depth: usize) -> String {
    if depth == 0 {
        return ["x", "y", "A*x", "A'*y"][random.below(4)].to_owned();
    }
    match random.below(6) {
        0 => format!(
            "({} + {})",
            vector(random, depth - 1),
            vector(random, depth - 1)
        ),
        1 => format!("A*({})", vector(random, depth - 1)),
        2 => format!(
            "({}) .* ({})",
            vector(random, depth - 1),
            vector(random, depth - 1)
        ),
        3 => format!(
            "({})*({})",
            scalar(random, depth - 1),
            vector(random, depth - 1)
        ),
        4 => format!("sin({})", vector(random, depth - 1)),
        _ => format!("tanh({})", vector(random, depth - 1)),
    }
}

/// A formula of all variables in their order: each result mentions all of them.
fn function(text: &str) -> Function {
    let all = "0*(sum(x) + sum(y) + sum(A) + s)";
    let results: Vec<String> = text
        .split("; ")
        .map(|own| format!("{all} + {own}"))
        .collect();
    let text = format!("{DECLARATIONS}{}", results.join("; "));
    Function::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Numbers that keep formulas tame.
fn numbers(random: &mut Random, count: usize) -> Vec<f64> {
    (0..count).map(|_| random.number() / 2.0).collect()
}

/// All outputs of a quantity at a point, the same on every backend.
fn at(function: &Function, quantity: Quantity, point: &[f64]) -> Vec<f64> {
    run::run(function, &Request::of([quantity]), &[point.to_vec()]).remove(0)
}

fn assert_near(what: &str, found: &[f64], want: &[f64], tolerance: f64) {
    assert_eq!(found.len(), want.len(), "{what}");
    let size = want.iter().fold(1.0, |size: f64, own| size.max(own.abs()));
    for (place, (a, b)) in found.iter().zip(want).enumerate() {
        let near = (a - b).abs() <= tolerance * size || (a.is_nan() && b.is_nan());
        assert!(near, "{what}, entry {place}: {a:e}, not {b:e}");
    }
}

#[test]
fn derived_functions_are_functions() {
    // Each can be differentiated again, and read back from its text where it has one.
    let f = Function::parse("x^2*y").unwrap();
    let along = f.directional(&[("x", "t")]).unwrap();
    let again = along.gradient().unwrap();
    // 2*x*t*y in x, y, t.
    assert_eq!(
        again.evaluate(&[3.0, 5.0, 7.0]).unwrap(),
        [70.0, 42.0, 30.0]
    );
    let text = along.to_text().unwrap();
    let read = Function::parse(&text)
        .unwrap()
        .with_variables(&["x", "y", "t"])
        .unwrap();
    let point = [3.0, 5.0, 7.0];
    assert_eq!(
        read.evaluate(&point).unwrap(),
        along.evaluate(&point).unwrap()
    );
    let taylor = f.taylor(3, &[("x", "1"), ("y", "2")]).unwrap();
    assert_near(
        "polynomial",
        &taylor.evaluate(&[3.0, 5.0]).unwrap(),
        &[45.0],
        1e-14,
    );
}

#[test]
fn whichever_interrupt_is_raised_stops() {
    for place in 0..2 {
        let mut request = Request::of([Quantity::Taylor(50)]).about(&[("x", "0")]);
        let interrupt = symdiff::Interrupt::default();
        match (place, &mut request.simplify) {
            (0, Some(options)) => options.interrupt = interrupt.clone(),
            _ => request.interrupt = interrupt.clone(),
        }
        let function = Function::parse("exp(sin(x))").unwrap();
        assert!(function.derive(&request).is_ok());
        interrupt.raise();
        let error = function.derive(&request).err().unwrap();
        assert_eq!(error.kind(), symdiff::ErrorKind::Interrupt, "{place}");
    }
}

#[test]
fn quantities_are_read_as_they_are_written() {
    for text in [
        "value",
        "gradient",
        "jacobian",
        "hessian",
        "jvp",
        "vjp",
        "hvp",
        "sparse_jacobian",
        "sparse_hessian",
        "partial:x,y,y",
        "partial:",
        "taylor:12",
        "implicit:y",
        "implicit:y:x,x",
    ] {
        let quantity: Quantity = text.parse().unwrap();
        assert_eq!(quantity.text(), text);
    }
    assert_eq!(
        "sparse-hessian".parse::<Quantity>().unwrap(),
        Quantity::SparseHessian
    );
    assert_eq!("directional".parse::<Quantity>().unwrap(), Quantity::Jvp);
    for (text, code) in [
        ("hesian", "unknown-quantity"),
        ("value:x", "unknown-quantity"),
        ("taylor", "unknown-quantity"),
        ("taylor:x", "invalid-order"),
        ("taylor:10001", "invalid-order"),
    ] {
        assert_eq!(text.parse::<Quantity>().unwrap_err().code(), code, "{text}");
    }
}

#[test]
fn a_matrix_result_and_a_vector_result_have_a_jacobian_as_usual() {
    for (text, outputs) in [
        ("x: vector(2); 2*x", 2 + 4),
        ("A: matrix(2, 2); x: scalar; x*A", 4 + 20),
        ("x; y", 2 + 4),
    ] {
        let compiled = Function::parse(text).unwrap().compile().unwrap();
        assert_eq!(compiled.outputs(), outputs, "{text}");
    }
}
