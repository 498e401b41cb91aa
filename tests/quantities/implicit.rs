//! Implicit derivatives against closed forms and against curves that are followed by Newton's method.

use super::{assert_near, run};
use symdiff::{Backend, Function, Quantity, Request};

fn implicit(variable: &str, by: &[&str]) -> Quantity {
    Quantity::Implicit {
        variable: variable.to_owned(),
        by: by.iter().map(|&name| name.to_owned()).collect(),
    }
}

#[test]
fn a_circle_has_known_derivatives() {
    let circle = Function::parse("x^2 + y^2 - 25").unwrap();
    let orders = [
        implicit("y", &["x"]),
        implicit("y", &["x", "x"]),
        implicit("y", &["x", "x", "x"]),
    ];
    let found = run::run(&circle, &Request::of(orders), &[vec![3.0, 4.0]]).remove(0);
    let (x, y) = (3.0f64, 4.0f64);
    let want = [-x / y, -25.0 / y.powi(3), -3.0 * 25.0 * x / y.powi(5)];
    assert_near("circle", &found, &want, 1e-14);
    let derivation = circle.derive(&Request::of([implicit("y", &[])])).unwrap();
    assert_eq!(derivation.to_string(), "dy/dx = -x/y");
    let assumption = &derivation.assumptions()[0];
    assert_eq!(assumption.to_string(), "y != 0 (implicit function theorem)");
}

/// The y near `y` with F(x, z, y) = 0.
fn solve(function: &Function, x: f64, z: f64, mut y: f64) -> f64 {
    let request = Request {
        wrt: Some(vec!["y".to_owned()]),
        ..Request::of([Quantity::Value, Quantity::Gradient])
    };
    let compiled = function
        .derive(&request)
        .unwrap()
        .compile(Backend::Interpreter)
        .unwrap();
    for _ in 0..50 {
        let mut found = [0.0; 2];
        compiled.call(&[x, z, y], &mut found).unwrap();
        y -= found[0] / found[1];
    }
    y
}

#[test]
fn several_variables_follow_the_curve() {
    for (text, start) in [
        ("y^3 + y*exp(x) - z - sin(x*z)", 0.5),
        ("y - ln(y + x) - z^2", 2.0),
    ] {
        let function = Function::parse(text)
            .unwrap()
            .with_variables(&["x", "z", "y"])
            .unwrap();
        let (x, z) = (0.7, 0.9);
        let at = |x: f64, z: f64| solve(&function, x, z, start);
        let request = Request::of([
            implicit("y", &[]),
            implicit("y", &["x", "x"]),
            implicit("y", &["x", "z"]),
            implicit("y", &["z", "x"]),
        ]);
        let found = run::run(&function, &request, &[vec![x, z, at(x, z)]]).remove(0);
        let h = 1e-4;
        let want = [
            (at(x + h, z) - at(x - h, z)) / (2.0 * h),
            (at(x, z + h) - at(x, z - h)) / (2.0 * h),
            (at(x + h, z) - 2.0 * at(x, z) + at(x - h, z)) / (h * h),
            (at(x + h, z + h) - at(x + h, z - h) - at(x - h, z + h) + at(x - h, z - h))
                / (4.0 * h * h),
        ];
        assert_near(text, &found[..4], &want, 1e-5);
        assert_near(text, &found[4..], &found[3..4], 1e-12);
    }
}

#[test]
fn an_equation_has_two_sides() {
    let options = symdiff::ReadOptions {
        equations: true,
        ..symdiff::ReadOptions::default()
    };
    let text = |equation: &str| {
        let function = Function::parse_with(equation, &options)?;
        let derivation = function.derive(&Request::of([implicit("y", &["x"])]))?;
        Ok::<String, symdiff::Error>(derivation.to_string())
    };
    assert_eq!(text("x^2 + y^2 == 25").unwrap(), "dy/dx = -x/y");
    assert_eq!(text("25 == x^2 + y^2").unwrap(), "dy/dx = -x/y");
    assert_eq!(text("x^2 + y^2 - 25").unwrap(), "dy/dx = -x/y");
    let refused = text("x^2 + y^2 < 25").unwrap_err();
    assert_eq!(refused.code(), "condition-as-value");
    let refused = Function::parse("x^2 + y^2 == 25").unwrap_err();
    assert_eq!(
        refused.code(),
        "condition-as-value",
        "elsewhere an equation is no value"
    );
}

#[test]
fn vectors_give_gradients() {
    let ball = Function::parse("x: vector(3); x'*x + y^2 - 4").unwrap();
    let derivation = ball.derive(&Request::of([implicit("y", &[])])).unwrap();
    assert_eq!(derivation.to_string(), "dy/dx = -x/y");
    assert_eq!(derivation.parts()[0].axes, [3]);
}

#[test]
fn misuse_has_codes() {
    for (text, quantity, code) in [
        ("x + y; x - y", implicit("y", &[]), "several-results"),
        ("x: vector(2); 2*x", implicit("x", &[]), "result-not-scalar"),
        ("x^2 + z", implicit("y", &[]), "not-implicit"),
        ("x^2 + 0*y", implicit("y", &[]), "not-implicit"),
        ("x^2 + y", implicit("y", &["y"]), "implicit-in-itself"),
        (
            "x: vector(2); x'*x + y",
            implicit("y", &["x"]),
            "partial-not-scalar",
        ),
        (
            "v: vector(2); sum(v)*x",
            implicit("v", &[]),
            "partial-not-scalar",
        ),
    ] {
        let function = Function::parse(text).unwrap();
        let refused = function.derive(&Request::of([quantity])).err();
        assert_eq!(refused.map(|error| error.code()), Some(code), "{text}");
    }
}
