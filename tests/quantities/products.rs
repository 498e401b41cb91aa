//! Products of Jacobian and Hessian with vectors, against the matrices, against differences, and what they cost.

use super::{ENTRIES, assert_near, at, function, numbers, run, scalar, vector};
use crate::generator::Random;
use symdiff::program::cost;
use symdiff::{Function, Quantity, Request, Shape};

/// Row times matrix and matrix times column.
fn times(matrix: &[f64], columns: usize, vector: &[f64]) -> Vec<f64> {
    let rows = matrix.chunks(columns);
    rows.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
        .collect()
}

fn turned(matrix: &[f64], columns: usize) -> Vec<f64> {
    let rows = matrix.len() / columns;
    (0..columns)
        .flat_map(|column| (0..rows).map(move |row| matrix[row * columns + column]))
        .collect()
}

#[test]
fn products_are_those_with_the_matrices() {
    let mut random = Random::new(0x5eed_0001);
    for round in 0..60 {
        let text = match round % 3 {
            0 => vector(&mut random, 3),
            1 => format!("{}; {}", scalar(&mut random, 2), vector(&mut random, 2)),
            _ => scalar(&mut random, 3),
        };
        let function = function(&text);
        let outputs: usize = function.shapes().iter().map(|shape| shape.entries()).sum();
        let point = numbers(&mut random, ENTRIES);
        let jacobian = at(&function, Quantity::Jacobian, &point);
        let tangent = numbers(&mut random, ENTRIES);
        let inputs = [point.clone(), tangent.clone()].concat();
        let found = at(&function, Quantity::Jvp, &inputs);
        assert_near(&text, &found, &times(&jacobian, ENTRIES, &tangent), 1e-11);
        let cotangent = numbers(&mut random, outputs);
        let inputs = [point.clone(), cotangent.clone()].concat();
        let found = at(&function, Quantity::Vjp, &inputs);
        let want = times(&turned(&jacobian, ENTRIES), outputs, &cotangent);
        assert_near(&text, &found, &want, 1e-11);
        if function.shapes() == [Shape::Scalar] {
            let hessian = at(&function, Quantity::Hessian, &point);
            let inputs = [point, tangent.clone()].concat();
            let found = at(&function, Quantity::Hvp, &inputs);
            assert_near(&text, &found, &times(&hessian, ENTRIES, &tangent), 1e-10);
        }
    }
}

#[test]
fn products_are_limits_of_differences() {
    let mut random = Random::new(0x5eed_0002);
    for _ in 0..20 {
        let text = scalar(&mut random, 3);
        let function = function(&text);
        let point = numbers(&mut random, ENTRIES);
        let tangent = numbers(&mut random, ENTRIES);
        let step = 1e-5;
        let moved = |sign: f64| -> Vec<f64> {
            point
                .iter()
                .zip(&tangent)
                .map(|(x, v)| x + sign * step * v)
                .collect()
        };
        let inputs = [point.clone(), tangent.clone()].concat();
        for (quantity, of) in [
            (Quantity::Jvp, Quantity::Value),
            (Quantity::Hvp, Quantity::Gradient),
        ] {
            let found = at(&function, quantity, &inputs);
            let (ahead, behind) = (
                at(&function, of.clone(), &moved(1.0)),
                at(&function, of, &moved(-1.0)),
            );
            let want: Vec<f64> = ahead
                .iter()
                .zip(&behind)
                .map(|(a, b)| (a - b) / (2.0 * step))
                .collect();
            assert_near(&text, &found, &want, 1e-5);
        }
    }
}

#[test]
fn choices_by_entry_are_taken_apart() {
    let text = "sum(relu(x) .* x) + sum(abs(y))*s";
    let function = function(text);
    let point: Vec<f64> = [
        vec![1.0, -2.0, 0.5, -1.0, 2.0, 3.0],
        vec![0.0; 9],
        vec![1.5],
    ]
    .concat();
    let tangent: Vec<f64> = (0..ENTRIES).map(|place| place as f64 - 4.0).collect();
    let inputs = [point.clone(), tangent.clone()].concat();
    let jacobian = at(&function, Quantity::Jacobian, &point);
    assert_near(
        text,
        &at(&function, Quantity::Jvp, &inputs),
        &times(&jacobian, ENTRIES, &tangent),
        1e-14,
    );
    let hessian = at(&function, Quantity::Hessian, &point);
    assert_near(
        text,
        &at(&function, Quantity::Hvp, &inputs),
        &times(&hessian, ENTRIES, &tangent),
        1e-14,
    );
}

#[test]
fn matrices_stay_matrices() {
    let text = |declared: &str, quantity: Quantity, wrt: &str| {
        let request = Request {
            wrt: Some(vec![wrt.to_owned()]),
            ..Request::of([quantity])
        };
        let function = Function::parse(declared).unwrap();
        function.derive(&request).unwrap().to_string()
    };
    let form = "A: matrix(50, 50); x: vector(50); x'*A*x";
    assert_eq!(text(form, Quantity::Hvp, "x"), "d(df(v))/dx = (A + A')*v_x");
    assert_eq!(text(form, Quantity::Jvp, "A"), "df(v) = x'*v_A*x");
    let layer = "W: matrix(40, 30); x: vector(30); tanh(W*x)";
    assert_eq!(
        text(layer, Quantity::Jvp, "x"),
        "df(v) = (W*v_x) .* sech(W*x).^2"
    );
    assert_eq!(
        text(layer, Quantity::Vjp, "x"),
        "d(w*f)/dx = W'*(w_f .* sech(W*x).^2)"
    );
}

#[test]
fn names_of_tangents_do_not_clash() {
    let names = |text: &str, quantity: Quantity| -> Vec<String> {
        let derivation = Function::parse(text)
            .unwrap()
            .derive(&Request::of([quantity]))
            .unwrap();
        derivation
            .inputs()
            .map(|(name, _)| name.to_owned())
            .collect()
    };
    assert_eq!(
        names("x*v_x", Quantity::Jvp),
        ["x", "v_x", "v__x", "v__v_x"]
    );
    assert_eq!(names("x*w_f", Quantity::Vjp), ["x", "w_f", "w__f"]);
    assert_eq!(names("x; y", Quantity::Vjp), ["x", "y", "w_f1", "w_f2"]);
    let twice = Function::parse("x^3")
        .unwrap()
        .derive(&Request::of([Quantity::Jvp]))
        .unwrap();
    let twice = twice
        .function(0)
        .unwrap()
        .derive(&Request::of([Quantity::Jvp]))
        .unwrap();
    let outputs = twice.compile(symdiff::Backend::Interpreter).unwrap();
    // d(3 x^2 v)(x', v') = 6 x v x' + 3 x^2 v'.
    let mut found = [0.0];
    outputs.call(&[2.0, 3.0, 5.0, 7.0], &mut found).unwrap();
    assert_eq!(found, [6.0 * 2.0 * 3.0 * 5.0 + 3.0 * 4.0 * 7.0]);
}

#[test]
fn directions_are_formulas_of_any_shape() {
    let function = Function::parse("v: vector(2); A: matrix(2, 2); v'*A*v*t").unwrap();
    let request = Request::of([Quantity::Jvp]).along(&[
        ("v", "[cos(a), t]"),
        ("A", "[1, 0; 0, b]"),
        ("t", "2"),
    ]);
    let derivation = function.derive(&request).unwrap();
    let names: Vec<&str> = derivation.inputs().map(|own| own.0).collect();
    assert_eq!(names, ["v", "A", "t", "a", "b"]);
    let point = [1.0, 2.0, 1.0, 3.0, 4.0, 5.0, 0.5, 0.3, 7.0];
    let found = run::run(&function, &request, &[point.to_vec()]).remove(0);
    let form = |v: [f64; 2], a: [f64; 4], u: [f64; 2]| {
        v[0] * (a[0] * u[0] + a[1] * u[1]) + v[1] * (a[2] * u[0] + a[3] * u[1])
    };
    let (v, a, t, d) = ([1.0, 2.0], [1.0, 3.0, 4.0, 5.0], 0.5, [0.3f64.cos(), 0.5]);
    let want = 2.0 * form(v, a, v)
        + t * (form(d, a, v) + form(v, a, d))
        + t * form(v, [1.0, 0.0, 0.0, 7.0], v);
    assert_near("form", &found, &[want], 1e-14);
}

#[test]
fn a_direction_that_does_not_change_is_left_out() {
    let function = Function::parse("x^2*y^3").unwrap();
    let request = Request::of([Quantity::Jvp]).along(&[("y", "1")]);
    assert_eq!(
        function.derive(&request).unwrap().to_string(),
        "df(v) = 3*x^2*y^2"
    );
    let request = Request::of([Quantity::Vjp]).cotangent(&[("f", "x")]);
    let text = function.derive(&request).unwrap().to_string();
    assert_eq!(
        text, "d(w*f)/dx = 2*x^2*y^3\nd(w*f)/dy = 3*x^3*y^2",
        "a cotangent does not change"
    );
}

#[test]
fn a_hessian_product_costs_a_few_gradients() {
    let rosenbrock = |n: usize| -> String {
        let terms: Vec<String> = (1..n)
            .map(|i| format!("100*(x{} - x{i}^2)^2 + (1 - x{i})^2", i + 1))
            .collect();
        terms.join(" + ")
    };
    let chain = (0..60).fold("x".to_owned(), |inner, place| {
        format!("sin({inner}*y + {place})")
    });
    let texts = [
        rosenbrock(100),
        chain,
        "W: matrix(8, 5); U: matrix(5, 8); x: vector(5); b: vector(8); sum((U*tanh(W*x + b) - x) .* (U*tanh(W*x + b) - x))".to_owned(),
        "x: vector(20); A: matrix(20, 20); x'*A*x + sum(exp(x))^2".to_owned(),
        "sqrt(x^2 + y^2)/(1 + exp(-x*y))*ln(1 + x^2*z^2)".to_owned(),
    ];
    for text in texts {
        let function = Function::parse(&text).unwrap();
        let cost_of = |quantity: Quantity| {
            let derivation = function.derive(&Request::of([quantity])).unwrap();
            cost(derivation.program()) as f64
        };
        let ratio = cost_of(Quantity::Hvp) / cost_of(Quantity::Gradient);
        println!("{ratio:.2} {}", text.chars().take(60).collect::<String>());
        assert!(ratio < 4.0, "{ratio}: {text}");
        let ratio = cost_of(Quantity::Jvp) / cost_of(Quantity::Value);
        println!("{ratio:.2} of the value");
        assert!(ratio < 4.0, "{ratio}: {text}");
    }
}
