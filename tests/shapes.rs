//! Vectors and matrices: shapes are inferred and checked, and derivatives are those of matrix calculus.

mod common {
    pub mod run;
}

use common::run::run;
use symdiff::{Function, Quantity, Request};

/// x, then A row by row.
const X: [f64; 3] = [0.7, -1.2, 0.4];
const A: [f64; 9] = [1.5, -0.3, 0.8, 2.0, 0.25, -1.0, 0.5, 3.0, -0.75];

fn sigma(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn read(text: &str) -> Function {
    Function::parse(text).unwrap_or_else(|error| {
        panic!(
            "{}",
            error.render(&symdiff::RenderOptions::default().with_origin(text))
        )
    })
}

/// A request in these variables; inputs by name, in the order of the function.
fn evaluate(text: &str, quantity: Quantity, wrt: &[&str], inputs: &[(&str, &[f64])]) -> Vec<f64> {
    let function = read(text);
    let find = |name: &str| inputs.iter().find(|own| own.0 == name).unwrap().1;
    let point: Vec<f64> = function.variable_names().flat_map(find).copied().collect();
    let mut request = Request::of([quantity]);
    request.wrt = Some(wrt.iter().map(|&name| name.to_owned()).collect());
    run(&function, &request, &[point]).remove(0)
}

fn assert_near(what: &str, found: &[f64], want: &[f64], tolerance: f64) {
    assert_eq!(found.len(), want.len(), "{what}");
    for (got, want) in found.iter().zip(want) {
        let near = (got - want).abs() <= tolerance * want.abs().max(1.0);
        assert!(near, "{what}: {found:?}, not {want}");
    }
}

fn product(a: &[f64], x: &[f64]) -> Vec<f64> {
    a.chunks(x.len())
        .map(|row| row.iter().zip(x).map(|(a, x)| a * x).sum())
        .collect()
}

fn transpose(a: &[f64], columns: usize) -> Vec<f64> {
    (0..columns)
        .flat_map(|c| a.iter().skip(c).step_by(columns))
        .copied()
        .collect()
}

#[test]
fn a_quadratic_form() {
    let symmetric: Vec<f64> = A.iter().zip(transpose(&A, 3)).map(|(a, b)| a + b).collect();
    let outer: Vec<f64> = X.iter().flat_map(|a| X.map(|b| a * b)).collect();
    let value: f64 = product(&A, &X).iter().zip(X).map(|(a, x)| a * x).sum();
    for form in ["x'*A*x", "dot(x, A*x)", "sum(x .* (A*x))", "dot(A'*x, x)"] {
        let text = format!("x: vector(3); A: matrix(3,3); {form}");
        let inputs: [(&str, &[f64]); 2] = [("x", &X), ("A", &A)];
        let of = |quantity, wrt: &[&str]| evaluate(&text, quantity, wrt, &inputs);
        assert_near(form, &of(Quantity::Value, &[]), &[value], 1e-15);
        assert_near(
            form,
            &of(Quantity::Gradient, &["x"]),
            &product(&symmetric, &X),
            1e-14,
        );
        assert_near(form, &of(Quantity::Gradient, &["A"]), &outer, 1e-15);
        assert_near(form, &of(Quantity::Hessian, &["x"]), &symmetric, 1e-15);
        assert_near(form, &of(Quantity::Hessian, &["A"]), &[0.0; 81], 0.0);
    }
}

#[test]
fn a_layer_of_neurons() {
    let text = "x: vector(3); A: matrix(3,3); sum(sigma(A*x))";
    let inputs: [(&str, &[f64]); 2] = [("x", &X), ("A", &A)];
    let of = |quantity, wrt: &[&str]| evaluate(text, quantity, wrt, &inputs);
    let s: Vec<f64> = product(&A, &X).into_iter().map(sigma).collect();
    let slope: Vec<f64> = s.iter().map(|s| s * (1.0 - s)).collect();
    let bend: Vec<f64> = s.iter().map(|s| s * (1.0 - s) * (1.0 - 2.0 * s)).collect();
    assert_near(text, &of(Quantity::Value, &[]), &[s.iter().sum()], 1e-15);
    let by_x = product(&transpose(&A, 3), &slope);
    assert_near(text, &of(Quantity::Gradient, &["x"]), &by_x, 1e-15);
    let by_a: Vec<f64> = slope
        .iter()
        .flat_map(|slope| X.map(|x| slope * x))
        .collect();
    assert_near(text, &of(Quantity::Gradient, &["A"]), &by_a, 1e-15);
    let mut hessian = Vec::new();
    for row in 0..3 {
        for column in 0..3 {
            hessian.push(
                (0..3)
                    .map(|k| bend[k] * A[3 * k + row] * A[3 * k + column])
                    .sum(),
            );
        }
    }
    assert_near(text, &of(Quantity::Hessian, &["x"]), &hessian, 1e-14);
}

/// Texts with declarations of x: vector(3), y: vector(3), A: matrix(2,3), B: matrix(2,3), C: matrix(3,2) and
/// of the scalars s and t, which need no declaration.
const FORMS: &[&str] = &[
    "sum(A*x)",
    "sum((A*x).*(B*y))",
    "sum(A.*B)*s",
    "sum(s*A - B/t)",
    "sum(s + x)",
    "sum(exp(x).*sin(y))",
    "sum(A*C)",
    "sum((C*A)'*x)",
    "dot(x, y)^2",
    "dot(x - y, x - y)*s",
    "sum(x/s + y.*y)",
    "sum(x'*C*A)",
    "x'*y + sum(A')",
    "sqrt(dot(x, x))*dot(x, y)",
    "sum(sigma(A*x + s))",
    "sum(tanh(A*(C*(A*x))))",
    "sum(x*y')",
    "sum(if(s > 0, s*x, y))",
    "sum(max(x, y, 0.9))",
    "sum(relu(x - y).*y)",
    "sum(relu(s^2*x - y))^2",
    "dot(abs(C*A*x - y), x)",
    "sum(min(A, B)*C)*s",
    "ln(sum(exp(x + y)))",
    "sum(-x) + sum(+y)",
    "sum(hypot(x, y))*t",
];

const DECLARED: &str =
    "x: vector(3); y: vector(3); A: matrix(2,3); B: matrix(2,3); C: matrix(3,2); ";

#[test]
fn gradients_are_those_of_finite_differences() {
    for form in FORMS {
        let text = format!("{DECLARED}{form}");
        let function = read(&text);
        let size: usize = function.variables().map(|(_, shape)| shape.entries()).sum();
        let point: Vec<f64> = (0..size)
            .map(|i| 0.4 + 0.9 * (1.7 * i as f64).sin().abs())
            .collect();
        let gradient = run(
            &function,
            &Request::of([Quantity::Gradient]),
            std::slice::from_ref(&point),
        )
        .remove(0);
        assert_eq!(gradient.len(), size, "{form}");
        let mut points = Vec::new();
        let step = 1e-3;
        for place in 0..size {
            for factor in [1.0, -1.0, 0.5, -0.5] {
                let mut moved = point.clone();
                moved[place] += factor * step;
                points.push(moved);
            }
        }
        let values = run(&function, &Request::of([Quantity::Value]), &points).concat();
        let differences = values.chunks(4).map(|v| {
            let (wide, narrow) = ((v[0] - v[1]) / (2.0 * step), (v[2] - v[3]) / step);
            (4.0 * narrow - wide) / 3.0
        });
        assert_near(form, &gradient, &differences.collect::<Vec<_>>(), 1e-9);
        let hessian = run(
            &function,
            &Request::of([Quantity::Hessian]),
            std::slice::from_ref(&point),
        )
        .remove(0);
        let gradients = run(&function, &Request::of([Quantity::Gradient]), &points);
        let mut differences = Vec::new();
        for g in gradients.chunks(4) {
            let sides = g[0].iter().zip(&g[1]).zip(g[2].iter().zip(&g[3]));
            for ((a, b), (c, d)) in sides {
                let (wide, narrow) = ((a - b) / (2.0 * step), (c - d) / step);
                differences.push((4.0 * narrow - wide) / 3.0);
            }
        }
        assert_near(&format!("Hessian of {form}"), &hessian, &differences, 1e-8);
    }
}

#[test]
fn jacobians_of_vectors_have_a_row_for_each_entry() {
    let inputs: [(&str, &[f64]); 2] = [("x", &X), ("A", &A)];
    let text = "x: vector(3); A: matrix(3,3); A*x";
    let of = |text: &str| evaluate(text, Quantity::Jacobian, &["x"], &inputs);
    assert_near(text, &of(text), &A, 0.0);
    let text = "x: vector(3); A: matrix(3,3); A'*x";
    assert_near(text, &of(text), &transpose(&A, 3), 0.0);
    let text = "x: vector(3); x.*x";
    let diagonal = |i: usize| {
        if i.is_multiple_of(4) {
            2.0 * X[i / 4]
        } else {
            0.0
        }
    };
    assert_near(
        text,
        &of(text),
        &(0..9).map(diagonal).collect::<Vec<_>>(),
        0.0,
    );
}

#[test]
fn shapes_of_values_are_inferred() {
    let declared = "x: vector(3); y: vector(2); A: matrix(2,3); ";
    // (text, lengths of the axes)
    let cases: &[(&str, &[usize])] = &[
        ("x", &[3]),
        ("A", &[2, 3]),
        ("A*x", &[2]),
        ("A'", &[3, 2]),
        ("A'*y", &[3]),
        ("A*A'", &[2, 2]),
        ("y*x'", &[2, 3]),
        ("x'*x", &[]),
        ("y'*A*x", &[]),
        ("2*A + s", &[2, 3]),
        ("sum(A)", &[]),
        ("dot(x, x)", &[]),
        ("exp(A)", &[2, 3]),
        ("A.*A", &[2, 3]),
    ];
    for (text, axes) in cases {
        let function = read(&format!("{declared}{text}"));
        let derivation = function.derive(&Request::of([Quantity::Value])).unwrap();
        assert_eq!(derivation.parts()[0].axes, *axes, "{text}");
    }
}

#[test]
fn shapes_that_do_not_fit_are_shown() {
    let declared = "x: vector(3); y: vector(2); A: matrix(2,3); ";
    // (text, the operand that the message is about: its last occurrence)
    let cases: &[(&str, &str)] = &[
        ("sum(x + y)", "y"),
        ("sum(x .* y)", "y"),
        ("sum(A*y)", "y"),
        ("1 + sum(x*x)", "x"),
        ("sum(x - A)", "A"),
        ("dot(x, y)", "y"),
        ("sum(2^x)", "x"),
        ("sum(x^2)", "x"),
        ("if(x > y, 1, 2)", "y"),
        ("s/(x + 0)", "x + 0"),
        ("atan2(x, y)", "y"),
        ("max(x, y)", "y"),
    ];
    for (text, operand) in cases {
        let whole = format!("{declared}{text}");
        let error = match Function::parse(&whole) {
            Err(error) => error,
            Ok(_) => panic!("{text} is accepted"),
        };
        assert_eq!(error.kind().name(), "shape", "{text}: {error}");
        let start = whole.rfind(operand).unwrap();
        assert_eq!(
            error.span(),
            Some(start..start + operand.len()),
            "{text}: {error}"
        );
    }
}

#[test]
fn gradients_need_a_scalar() {
    let function = read("x: vector(3); 2*x");
    for quantity in [Quantity::Gradient, Quantity::Hessian] {
        let error = function
            .derive(&Request::of([quantity]))
            .expect_err("no gradient");
        assert_eq!(error.kind().name(), "shape");
    }
    assert!(function.derive(&Request::of([Quantity::Jacobian])).is_ok());
}

/// What would not fit in memory is refused before it is begun.
#[test]
fn huge_results_are_refused() {
    for (text, quantity, code) in [
        ("x: vector(60000); x*x'", Quantity::Value, "array-too-large"),
        (
            "x: vector(60000); sum(exp(x*x'))",
            Quantity::Gradient,
            "array-too-large",
        ),
        (
            "x: vector(100000); x'*x",
            Quantity::Hessian,
            "too-many-derivatives",
        ),
        (
            "x: vector(2000000); 2*x",
            Quantity::Jacobian,
            "too-many-derivatives",
        ),
    ] {
        let f = Function::parse(text).unwrap();
        // The closed form may be short all the same.
        let derived = f.derive(&Request::of([quantity]));
        let error = match derived.and_then(|own| own.compile(symdiff::Backend::Interpreter)) {
            Ok(_) => panic!("{text} was compiled"),
            Err(error) => error,
        };
        assert_eq!(error.code(), code, "{text}: {error}");
        assert!(error.is_limit());
    }
    let f = Function::parse("x: vector(1000); x'*x").unwrap();
    assert_eq!(f.gradient().unwrap().to_string(), "df/dx = 2*x");
}
