//! Sparse Jacobians and Hessians against the dense ones, and how they grow.

use super::{ENTRIES, assert_near, at, function, numbers, scalar, vector};
use crate::generator::Random;
use std::time::Instant;
use symdiff::{Backend, CompileOptions, Function, Pattern, Quantity, Request};

/// The whole matrix of a sparse quantity, and where its entries stand.
fn whole(function: &Function, quantity: Quantity, point: &[f64]) -> (Vec<f64>, Pattern) {
    let derivation = function.derive(&Request::of([quantity.clone()])).unwrap();
    let pattern = derivation.parts()[0].pattern.clone().unwrap();
    let values = at(function, quantity, point);
    let mut matrix = vec![0.0; pattern.rows() * pattern.columns()];
    for (&(row, column), value) in pattern.places().iter().zip(values) {
        matrix[row as usize * pattern.columns() + column as usize] = value;
    }
    (matrix, pattern)
}

#[test]
fn sparse_matrices_are_the_dense_ones() {
    let mut random = Random::new(0x5eed_0003);
    for round in 0..40 {
        let text = match round % 2 {
            0 => scalar(&mut random, 2),
            _ => format!("{}; {}", vector(&mut random, 2), scalar(&mut random, 1)),
        };
        let function = function(&text);
        let point = numbers(&mut random, ENTRIES);
        let (sparse, _) = whole(&function, Quantity::SparseJacobian, &point);
        assert_near(
            &text,
            &sparse,
            &at(&function, Quantity::Jacobian, &point),
            1e-11,
        );
        if round % 2 == 0 {
            let (sparse, pattern) = whole(&function, Quantity::SparseHessian, &point);
            assert_near(
                &text,
                &sparse,
                &at(&function, Quantity::Hessian, &point),
                1e-10,
            );
            let is_mirrored =
                |&(row, column): &(u32, u32)| pattern.places().contains(&(column, row));
            assert!(pattern.places().iter().all(is_mirrored), "{text}");
        }
    }
}

#[test]
fn the_pattern_is_that_of_the_structure() {
    let places = |text: &str, quantity: Quantity| {
        let derivation = Function::parse(text)
            .unwrap()
            .derive(&Request::of([quantity]))
            .unwrap();
        let pattern = derivation.parts()[0].pattern.clone().unwrap();
        assert_eq!(pattern.len(), derivation.parts()[0].labels.len());
        pattern.places().to_vec()
    };
    let hessian = |text: &str| places(text, Quantity::SparseHessian);
    assert_eq!(hessian("x + y + z^2"), [(2, 2)]);
    assert_eq!(
        hessian("if(z > 0, x*y, x^2)"),
        [(1, 1), (1, 2), (2, 1)],
        "a condition has no derivative"
    );
    assert_eq!(hessian("x*y - y*x"), []);
    // What simplification finds to be 0 is left out too.
    assert_eq!(hessian("sin(x)^2 + cos(x)^2 + y^2"), [(1, 1)]);
    let jacobian = |text: &str| places(text, Quantity::SparseJacobian);
    assert_eq!(jacobian("x; y; 1; x + y"), [(0, 0), (1, 1), (3, 0), (3, 1)]);
    assert_eq!(jacobian("x: vector(3); y: vector(3); x .* y").len(), 6);
    // One variable in many results is swept forward, many variables in one result backward.
    let many: Vec<String> = (0..50).map(|i| format!("x{i}*t")).collect();
    assert_eq!(jacobian(&many.join("; ")).len(), 100);
    assert_eq!(jacobian(&many.join(" + ")).len(), 51);
}

fn tridiagonal(n: usize) -> String {
    let terms: Vec<String> = (1..n).map(|i| format!("(x{i} - x{})^2", i + 1)).collect();
    format!("{} + exp(x1)", terms.join(" + "))
}

fn rosenbrock(n: usize) -> String {
    let terms: Vec<String> = (1..n)
        .map(|i| format!("100*(x{} - x{i}^2)^2 + (1 - x{i})^2", i + 1))
        .collect();
    terms.join(" + ")
}

fn arrowhead(n: usize) -> String {
    let terms: Vec<String> = (2..=n).map(|i| format!("sin(x1*x{i})")).collect();
    format!("x1^2 + {}", terms.join(" + "))
}

/// Entries, and seconds from the text to code of the interpreter.
fn measured(text: &str, n: usize) -> (usize, f64) {
    let start = Instant::now();
    let function = Function::parse(text).unwrap();
    let options = CompileOptions {
        backend: Backend::Interpreter,
        ..CompileOptions::of([Quantity::SparseHessian])
    };
    let compiled = function.compile_with(&options).unwrap();
    let count = compiled.pattern(&Quantity::SparseHessian).unwrap().len();
    assert_eq!(compiled.inputs(), n);
    (count, start.elapsed().as_secs_f64())
}

#[test]
fn ten_thousand_variables_are_linear() {
    let n = 10_000;
    let cases: [(&str, fn(usize) -> String, usize); 3] = [
        ("tridiagonal", tridiagonal, 3 * n - 2),
        ("rosenbrock", rosenbrock, 3 * n - 2),
        ("arrowhead", arrowhead, 3 * n - 2),
    ];
    for (name, text, want) in cases {
        let (_, small) = measured(&text(n / 4), n / 4);
        let (count, large) = measured(&text(n), n);
        println!("{name}: {small:.2} s for {}, {large:.2} s for {n}", n / 4);
        assert_eq!(count, want, "{name}");
        // Four times the size; sixteen would be quadratic.
        assert!(
            large < 9.0 * small + 0.2,
            "{name}: {small} s, then {large} s"
        );
    }
}

#[test]
fn the_limit_counts_what_is_not_zero() {
    let n = 2_000;
    let function = Function::parse(&tridiagonal(n)).unwrap();
    let dense = function
        .derive(&Request::of([Quantity::Hessian]))
        .err()
        .unwrap();
    assert_eq!(dense.code(), "too-many-derivatives");
    assert!(
        function
            .derive(&Request::of([Quantity::SparseHessian]))
            .is_ok()
    );
    let full = Function::parse("x: vector(1100); sum(x)^2").unwrap();
    let refused = full
        .derive(&Request::of([Quantity::SparseHessian]))
        .err()
        .unwrap();
    assert_eq!(refused.code(), "too-many-derivatives");
}

#[test]
fn a_long_chain_has_the_right_numbers() {
    let n = 300;
    let names: Vec<String> = (1..=n).map(|place| format!("x{place}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let function = Function::parse(&rosenbrock(n)).unwrap();
    let function = function.with_variables(&names).unwrap();
    let point: Vec<f64> = (0..n).map(|place| 0.5 + 0.001 * place as f64).collect();
    let (found, _) = whole(&function, Quantity::SparseHessian, &point);
    let mut want = vec![0.0; n * n];
    for i in 0..n - 1 {
        want[i * n + i] += 1200.0 * point[i] * point[i] - 400.0 * point[i + 1] + 2.0;
        want[i * n + i + 1] -= 400.0 * point[i];
        want[(i + 1) * n + i] -= 400.0 * point[i];
        want[(i + 1) * n + i + 1] += 200.0;
    }
    assert_near("rosenbrock", &found, &want, 1e-13);
}
