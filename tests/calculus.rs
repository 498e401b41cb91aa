//! Derivatives by hand: kinks, choices, orders and modes, and what the ledger says.

mod common {
    pub mod read;
    pub mod run;
    pub mod text;
}

use common::text::at;
use symdiff::Quantity::{self, Gradient, Hessian, Value};
use symdiff::calculus::{gradient, jacobian};
use symdiff::graph::{Expr, Graph, Shape};
use symdiff::program::lower;
use symdiff::{Function, Request};

fn partial(names: &str) -> Quantity {
    Quantity::Partial(names.split_whitespace().map(str::to_owned).collect())
}

fn assert_near(what: &str, found: &[f64], want: &[f64]) {
    assert_eq!(found.len(), want.len(), "{what}");
    for (got, want) in found.iter().zip(want) {
        let near = (got - want).abs() <= 1e-13 * want.abs().max(1.0) || got == want;
        assert!(
            near || (got.is_nan() && want.is_nan()),
            "{what}: {found:?}, not {want}"
        );
    }
}

#[test]
fn kinks_have_their_conventions() {
    // (text, point, gradient)
    let cases: &[(&str, &[f64], &[f64])] = &[
        ("abs(x)", &[0.0], &[0.0]),
        ("abs(x)", &[-0.0], &[0.0]),
        ("abs(x)", &[-2.0], &[-1.0]),
        ("relu(x)", &[0.0], &[0.0]),
        ("relu(x)", &[1e-300], &[1.0]),
        ("relu(x)", &[-3.0], &[0.0]),
        ("sign(x) + step(x) + floor(x) + ceil(x)", &[0.5], &[0.0]),
        ("sign(x)", &[0.0], &[0.0]),
        ("max(x, y)", &[1.0, 1.0], &[0.5, 0.5]),
        ("min(x, y)", &[1.0, 1.0], &[0.5, 0.5]),
        ("max(x, y)", &[2.0, 1.0], &[1.0, 0.0]),
        ("min(x, y)", &[2.0, 1.0], &[0.0, 1.0]),
        ("max(x, y, z)", &[1.0, 1.0, 1.0], &[1.0 / 3.0; 3]),
        ("min(x, y, z)", &[1.0, 1.0, 1.0], &[1.0 / 3.0; 3]),
        ("max(x, y, z)", &[1.0, 0.0, 1.0], &[0.5, 0.0, 0.5]),
        ("min(x, y, z)", &[0.0, 5.0, 0.0], &[0.5, 0.0, 0.5]),
        ("max(x, y, z, w)", &[1.0, 1.0, 1.0, 1.0], &[0.25; 4]),
        ("max(x, 0)", &[0.0], &[0.5]),
        ("max(2*x, 3*y)", &[3.0, 2.0], &[1.0, 1.5]),
        ("max(x, x)", &[2.0], &[1.0]),
    ];
    for (text, point, want) in cases {
        let variables = &["x", "y", "z", "w"][..point.len()];
        assert_near(text, &at(text, variables, &[Gradient], point), want);
    }
}

#[test]
fn a_branch_not_taken_never_contributes() {
    // Value, gradient and Hessian of texts whose other branch is NaN or infinite at the point.
    let cases: &[(&str, f64, [f64; 3])] = &[
        ("if(x > 0, ln(x), x^2)", -2.0, [4.0, -4.0, 2.0]),
        ("if(x > 0, sqrt(x), 0)", -2.0, [0.0, 0.0, 0.0]),
        ("if(x > 0, sqrt(x), 0)", 0.0, [0.0, 0.0, 0.0]),
        ("if(x > 0, 1/x, x)", 0.0, [0.0, 1.0, 0.0]),
        (
            "if(x < 0, x, if(x > 0, ln(x), 3*x^2))",
            0.0,
            [0.0, 0.0, 6.0],
        ),
        (
            "if(x > 1, x, if(x > 0, sqrt(x - 1), x^3))",
            -1.0,
            [-1.0, 3.0, -6.0],
        ),
        ("if(x > 1, x, if(x > 0, ln(-x), x^3))", 2.0, [2.0, 1.0, 0.0]),
        ("if(x > 0, ln(x)*x, x) + x^2", -1.0, [0.0, -1.0, 2.0]),
        (
            "u = ln(x); if(x > 0, u, 2*x) + if(x > 0, u^2, x)",
            -1.0,
            [-3.0, 3.0, 0.0],
        ),
        (
            "u = x - 1; v = sqrt(u); if(u > 0, v, u) * u",
            0.0,
            [1.0, -2.0, 2.0],
        ),
        (
            "v = sqrt(x); if(x > 0, v, x) + if(x > 0, v^3, x)",
            -4.0,
            [-8.0, 2.0, 0.0],
        ),
        (
            "v = sqrt(x); if(x > 0, v, x) + if(x > 1, v^3, x)",
            -4.0,
            [-8.0, 2.0, 0.0],
        ),
        (
            "v = sqrt(x); if(x > 1, v, if(x > 0, v^3, x)) + if(x > 2, v, x)",
            -4.0,
            [-8.0, 2.0, 0.0],
        ),
        (
            "v = sqrt(x); if(x > 0, v, if(x > -9, x, 2*v))",
            -4.0,
            [-4.0, 1.0, 0.0],
        ),
        ("exp(if(x > 0, ln(x), x))", -1.0, [0.36787944117144233; 3]),
        ("sqrt(relu(x))", -1.0, [0.0, 0.0, 0.0]),
        (
            "relu(ln(x + 2)) * 0 + relu(sqrt(x) * 0 + 1)",
            4.0,
            [1.0, 0.0, 0.0],
        ),
        ("if(x > 0, 1/(1 - x/x), x)", -1.0, [-1.0, 1.0, 0.0]),
        ("if(x*x < 0, ln(x), 2*x)", -3.0, [-6.0, 2.0, 0.0]),
        ("max(sqrt(relu(x)), -x)", -2.0, [2.0, -1.0, 0.0]),
        ("if(x > 0 && ln(x) < 5, ln(x), x)", -2.0, [-2.0, 1.0, 0.0]),
        ("if(!(x <= 0) || x < -10, 1/x^2, x)", 0.0, [0.0, 1.0, 0.0]),
    ];
    for (text, x, want) in cases {
        let found = at(text, &["x"], &[Value, Gradient, Hessian], &[*x]);
        assert_near(text, &found, want);
    }
}

#[test]
fn a_shared_part_outside_a_branch_still_counts() {
    // u is used inside and outside: only the inside is switched.
    let text = "u = exp(x); if(y > 0, u*y, u^2) + u";
    let e = 1.0f64.exp();
    let found = at(text, &["x", "y"], &[Value, Gradient, Hessian], &[1.0, 2.0]);
    assert_near(text, &found, &[3.0 * e, 3.0 * e, e, 3.0 * e, e, e, 0.0]);
    let found = at(text, &["x", "y"], &[Value, Gradient, Hessian], &[1.0, -2.0]);
    let (value, first, second) = (e * e + e, 2.0 * e * e + e, 4.0 * e * e + e);
    assert_near(text, &found, &[value, first, 0.0, second, 0.0, 0.0, 0.0]);
}

#[test]
fn orders_from_none_to_six() {
    // (text, point, derivatives in x of order 0, 1, ...)
    let (s, c) = (0.7f64.sin(), 0.7f64.cos());
    let exponential = 1.4f64.exp();
    let cases: &[(&str, f64, Vec<f64>)] = &[
        ("sin(x)", 0.7, vec![s, c, -s, -c, s, c, -s]),
        (
            "exp(2*x)",
            0.7,
            (0..7).map(|order| exponential * 2f64.powi(order)).collect(),
        ),
        (
            "x^6",
            2.0,
            vec![64.0, 192.0, 480.0, 960.0, 1440.0, 1440.0, 720.0],
        ),
        (
            "1/x",
            2.0,
            vec![0.5, -0.25, 0.25, -0.375, 0.75, -1.875, 5.625],
        ),
        (
            "ln(x)",
            2.0,
            vec![2f64.ln(), 0.5, -0.25, 0.25, -0.375, 0.75, -1.875],
        ),
        (
            "sqrt(x)",
            4.0,
            vec![2.0, 0.25, -1.0 / 32.0, 3.0 / 256.0, -15.0 / 2048.0],
        ),
        ("x*exp(x)", 0.0, vec![0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]),
        ("3*x + 1", 5.0, vec![16.0, 3.0, 0.0, 0.0]),
    ];
    for (text, x, want) in cases {
        for (order, want) in want.iter().enumerate() {
            let quantity = partial(&"x ".repeat(order));
            let found = at(text, &["x"], &[quantity], &[*x]);
            assert_near(&format!("{text}, order {order}"), &found, &[*want]);
        }
    }
}

#[test]
fn mixed_partials_do_not_depend_on_the_order() {
    let text = "x^3*y^2*z + sin(x*y)*exp(z) + x/(y + z^2)";
    let variables = ["x", "y", "z"];
    let point = [0.7, 1.3, -0.4];
    let groups = [
        vec!["x y", "y x"],
        vec!["x x y", "x y x", "y x x"],
        vec!["x y z", "x z y", "y x z", "y z x", "z x y", "z y x"],
        vec!["x x y y", "y y x x", "x y x y", "y x x y"],
    ];
    for group in groups {
        let first = at(text, &variables, &[partial(group[0])], &point);
        for names in &group[1..] {
            let other = at(text, &variables, &[partial(names)], &point);
            assert!(
                (first[0] - other[0]).abs() <= 1e-12 * first[0].abs(),
                "{names}: {first:?} {other:?}"
            );
        }
    }
    // 6*x*2*y*1 for the polynomial alone.
    let found = at("x^3*y^2*z", &variables, &[partial("x x y z")], &point);
    assert_near("x^3*y^2*z", &found, &[6.0 * 0.7 * 2.0 * 1.3]);
    for names in ["q", "x q", "q x", "q q"] {
        assert_eq!(
            at(text, &variables, &[partial(names)], &point),
            [0.0],
            "{names}"
        );
    }
}

#[test]
fn powers_at_their_edges() {
    let huge = "x^99999999999999999999";
    // (text, point, value and gradient)
    let cases: &[(&str, &[f64], &[f64])] = &[
        ("x^0", &[0.0], &[1.0, 0.0]),
        ("0^0", &[], &[1.0]),
        ("0^x", &[2.0], &[0.0, 0.0]),
        ("x^y", &[2.0, 0.0], &[1.0, 0.0, std::f64::consts::LN_2]),
        ("x^1", &[0.0], &[0.0, 1.0]),
        ("x^2", &[0.0], &[0.0, 0.0]),
        ("x^(1/2)", &[4.0], &[2.0, 0.25]),
        (huge, &[1.0], &[1.0, 1e20]),
        (huge, &[0.0], &[0.0, 0.0]),
        ("x^(-3)", &[-2.0], &[-0.125, -0.1875]),
        ("x^100", &[-1.0], &[1.0, -100.0]),
        ("x^101", &[-1.0], &[-1.0, 101.0]),
        ("2^x", &[3.0], &[8.0, 8.0 * std::f64::consts::LN_2]),
        ("x^x", &[2.0], &[4.0, 4.0 * (2f64.ln() + 1.0)]),
    ];
    for (text, point, want) in cases {
        let variables = &["x", "y"][..point.len()];
        assert_near(text, &at(text, variables, &[Value, Gradient], point), want);
    }
    assert_eq!(at("x^y", &["x", "y"], &[Value], &[0.0, 0.0]), [1.0]);
    // The exponent is odd, and stays so: its binary64 neighbours are even.
    let found = at(huge, &["x"], &[Value, Gradient], &[-1.0]);
    assert_near(huge, &found, &[-1.0, 1e20]);
}

/// Outputs of expressions of a graph at a point, by the interpreter.
fn evaluate(graph: &Graph, roots: &[Expr], names: &[&str], point: &[f64]) -> Vec<f64> {
    let variables: Vec<_> = names
        .iter()
        .map(|name| (graph.find_variable(name).unwrap(), Shape::Scalar))
        .collect();
    let program = lower(graph, roots, &variables);
    let mut outputs = vec![0.0; roots.len()];
    let interpreter = symdiff::backend::Interpreter::new(program);
    interpreter.run(
        point,
        &mut outputs,
        &mut symdiff::backend::Workspace::default(),
    );
    outputs
}

#[test]
fn forward_and_reverse_mode_agree() {
    let texts = [
        "sin(x*y) + exp(z)/x",
        "if(x > y, x*z, ln(y)) * y",
        "max(x, y, z) * relu(x - z)",
        "hypot(x, y) * atan2(y, z)",
        "x^y + z^3/(x + y)",
        "sigma(x)*tanh(y)*sqrt(z)",
        "abs(x - y) + softplus(x*y*z)",
    ];
    let names = ["x", "y", "z"];
    let point = [0.8, 1.7, 0.4];
    let mut graph = Graph::new();
    let variables: Vec<Expr> = names
        .map(|name| graph.variable(name, Shape::Scalar))
        .to_vec();
    let outputs: Vec<Expr> = texts
        .iter()
        .map(|text| {
            let parsed = symdiff::syntax::parse(text, &symdiff::syntax::Limits::default());
            let context = symdiff::resolve::Context::default();
            symdiff::resolve::resolve(
                &mut graph,
                &parsed.tree,
                &context,
                &mut symdiff::resolve::Nobody,
            )
            .unwrap()
            .outputs[0]
                .expr
        })
        .collect();
    // More outputs than variables: forward. One output: reverse.
    assert!(outputs.len() > variables.len());
    let forward = jacobian(&mut graph, &outputs, &variables).unwrap().concat();
    let wide = jacobian(&mut graph, &outputs[..2], &variables)
        .unwrap()
        .concat();
    let mut reverse = Vec::new();
    for &output in &outputs {
        reverse.extend(gradient(&mut graph, output, &variables).unwrap());
    }
    let by_forward = evaluate(&graph, &forward, &names, &point);
    let by_reverse = evaluate(&graph, &reverse, &names, &point);
    for (place, (a, b)) in by_forward.iter().zip(&by_reverse).enumerate() {
        let text = texts[place / 3];
        assert!(
            (a - b).abs() <= 1e-13 * a.abs().max(1.0),
            "{text}: {a} forward, {b} reverse"
        );
    }
    assert_eq!(evaluate(&graph, &wide, &names, &point), by_reverse[..6]);
    assert!(by_reverse.iter().filter(|entry| **entry != 0.0).count() > 14);
}

#[test]
fn hessians_are_symmetric_and_those_of_partials() {
    let texts = [
        "x^3*y - y^2*z + x*y*z",
        "exp(x*y)/(1 + z^2)",
        "ln(x + y)*sqrt(z) + atan2(x, z)",
        "if(x < y, x^2*z, y*z)",
        "max(x*y, z)^2",
        "x^y*z",
    ];
    let names = ["x", "y", "z"];
    let point = [0.6, 1.1, 0.9];
    for text in texts {
        let hessian = at(text, &names, &[Hessian], &point);
        for row in 0..3 {
            for column in 0..3 {
                let entry = hessian[3 * row + column];
                assert_eq!(entry, hessian[3 * column + row], "{text}");
                let names_of = format!("{} {}", names[row], names[column]);
                let alone = at(text, &names, &[partial(&names_of)], &point)[0];
                let near = (entry - alone).abs() <= 1e-12 * entry.abs().max(1.0);
                assert!(near, "{text}: {names_of}: {entry}, alone {alone}");
            }
        }
    }
}

#[test]
fn the_ledger_says_what_was_assumed() {
    // (text, the simplified value where it is one number, the conditions)
    let cases: &[(&str, Option<f64>, &[&str])] = &[
        ("x/x", Some(1.0), &["x != 0"]),
        ("x^2/x", None, &["x != 0"]),
        ("0*ln(x)", Some(0.0), &["x > 0"]),
        ("ln(x) - ln(x)", Some(0.0), &["x > 0"]),
        ("sqrt(x)*sqrt(x)", None, &["x >= 0"]),
        ("(x^2-1)/(x^2-1)", Some(1.0), &["x^2 - 1 != 0"]),
        ("exp(x)/exp(x)", Some(1.0), &[]),
        ("x - x", Some(0.0), &[]),
        ("0*sin(x)", Some(0.0), &[]),
        ("(x^2+1)/(x^2+1)", Some(1.0), &[]),
        ("exp(ln(x))", None, &["x > 0"]),
        ("ln(exp(x))", None, &[]),
        ("x/2 + x/2", None, &[]),
    ];
    for (text, number, conditions) in cases {
        let function = Function::parse(text).unwrap();
        let derivation = function.derive(&Request::of([Value])).unwrap();
        let ledger = derivation.ledger();
        let found: Vec<&str> = ledger.iter().map(|row| row.1.as_str()).collect();
        assert_eq!(found, *conditions, "{text}");
        if let Some(number) = number {
            let (_, expr) = derivation.formulas().next().unwrap();
            let exact = derivation
                .graph()
                .as_number(expr)
                .map(symdiff::graph::to_f64);
            assert_eq!(exact, Some(*number), "{text}");
        }
        let plain = Request {
            simplify: None,
            ..Request::of([Value])
        };
        assert!(
            function.derive(&plain).unwrap().ledger().is_empty(),
            "{text}"
        );
    }
}

#[test]
fn functions_without_a_derivative_say_so() {
    let function = Function::parse("polygamma(n, x)").unwrap();
    let error = function
        .derive(&Request::of([Gradient]))
        .expect_err("no derivative in n");
    assert_eq!(error.kind().name(), "derivative");
    assert!(error.message().contains("polygamma"), "{error}");
    let request = Request {
        wrt: Some(vec!["x".to_owned()]),
        ..Request::of([Gradient])
    };
    assert!(function.derive(&request).is_ok(), "there is one in x");
}

/// A node that a condition needs too, beside one branch alone, lives in that branch: a condition has no derivative.
#[test]
fn conditions_do_not_pull_nodes_out_of_branches() {
    for (text, at, expected) in [
        (
            "n = sqrt(x^2 + y^2); if(n > 1, (n - 1)^2, 0)",
            &[0.0, 0.0][..],
            &[0.0, 0.0][..],
        ),
        (
            "n = sqrt(x^2 + y^2); if(n > 1, (n - 1)^2, 0)",
            &[3.0, 4.0],
            &[4.8, 6.4],
        ),
        (
            "r = sqrt(x^2 + y^2); if(r > 0, sin(r)/r, 1)",
            &[0.0, 0.0],
            &[0.0, 0.0],
        ),
        ("if(sqrt(x) < 1, 1, sqrt(x))", &[0.0], &[0.0]),
        ("if(sqrt(x) < 1, 1, sqrt(x))", &[4.0], &[0.25]),
        ("r = hypot(x, y); if(r < 1, 0, r)", &[0.0, 0.0], &[0.0, 0.0]),
        ("d = 1/x; if(ln(abs(d)) > 5, 1, d)", &[0.0], &[0.0]),
        ("u = ln(x); if(u < 0, 0, u)", &[0.0], &[0.0]),
    ] {
        let f = symdiff::Function::parse(text)
            .and_then(|f| f.compile())
            .expect(text);
        let mut gradient = vec![f64::NAN; at.len()];
        f.gradient(at, &mut gradient).expect(text);
        for (found, wanted) in gradient.iter().zip(expected) {
            let near = (found - wanted).abs() <= 1e-14 * wanted.abs();
            assert!(near, "{text} at {at:?}: {gradient:?}");
        }
    }
}
