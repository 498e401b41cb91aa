//! Taylor polynomials against closed forms and against derivatives, and what is refused.

use super::{assert_near, at, run};
use crate::generator::Random;
use symdiff::{Function, Quantity, Request};

fn taylor(text: &str, degree: u32, about: &[(&str, &str)]) -> Result<String, symdiff::Error> {
    let request = Request::of([Quantity::Taylor(degree)]).about(about);
    let derivation = Function::parse(text)?.derive(&request)?;
    let text = derivation.to_string();
    Ok(text
        .split_once(" = ")
        .map_or(text.clone(), |(_, own)| own.to_owned()))
}

#[test]
fn known_series_are_exact() {
    // Each text has the polynomial behind it about 0, or about the point named.
    let cases = [
        ("exp(x)", "0", 4, "1 + x + x^2/2 + x^3/6 + x^4/24"),
        ("sin(x)", "0", 7, "x - x^3/6 + x^5/120 - x^7/5040"),
        ("tan(x)", "0", 7, "x + x^3/3 + 2*x^5/15 + 17*x^7/315"),
        ("atan(x)", "0", 7, "x - x^3/3 + x^5/5 - x^7/7"),
        ("asin(x)", "0", 5, "x + x^3/6 + 3*x^5/40"),
        ("ln(1 + x)", "0", 4, "x - x^2/2 + x^3/3 - x^4/4"),
        ("1/(1 - x)", "0", 4, "1 + x + x^2 + x^3 + x^4"),
        (
            "sqrt(1 + x)",
            "0",
            4,
            "1 + x/2 - x^2/8 + x^3/16 - 5*x^4/128",
        ),
        ("sigma(x)", "0", 5, "1/2 + x/4 - x^3/48 + x^5/480"),
        ("sin(x)/x", "0", 6, "1 - x^2/6 + x^4/120 - x^6/5040"),
        ("(1 - cos(x))/x^2", "0", 4, "1/2 - x^2/24 + x^4/720"),
        ("(sin(x) - x)/x^3", "0", 4, "-1/6 + x^2/120 - x^4/5040"),
        ("1/x - 1/sin(x)", "0", 3, "-x/6 - 7*x^3/360"),
        (
            "x/(exp(x) - 1)",
            "0",
            6,
            "1 - x/2 + x^2/12 - x^4/720 + x^6/30240",
        ),
        ("(exp(x) - 1 - x)/(1 - cos(x))", "0", 2, "1 + x/3 + x^2/6"),
        ("x^x", "1", 3, "1 + (x - 1) + (x - 1)^2 + (x - 1)^3/2"),
        ("ln(x)", "1", 3, "(x - 1) - (x - 1)^2/2 + (x - 1)^3/3"),
        ("exp(x)", "ln(2)", 2, "2 + 2*(x - ln(2)) + (x - ln(2))^2"),
        ("(1 + x)^9", "0", 2, "1 + 9*x + 36*x^2"),
        ("abs(x)^2 + floor(x)", "5/2", 1, "33/4 + 5*(x - 5/2)"),
        ("max(x, x^2)", "2", 3, "4 + 4*(x - 2) + (x - 2)^2"),
        ("if(x < 1, x^2, exp(x))", "0", 3, "x^2"),
        ("sqrt(x^4 + x^2 + 1)", "0", 4, "1 + x^2/2 + 3*x^4/8"),
        ("x - x", "0", 3, "0"),
        ("if(x == 0, 1, sin(x)/x)", "0", 2, "1 - x^2/6"),
        ("if(x != 0, sin(x)/x, 1)", "0", 2, "1 - x^2/6"),
        ("if(x == 1, 7, x^2)", "0", 2, "x^2"),
        ("if(x == x, x, x^2)", "0", 2, "x"),
    ];
    for (text, point, degree, want) in cases {
        let function = Function::parse(text)
            .unwrap()
            .with_variables(&["x"])
            .unwrap();
        let request = Request::of([Quantity::Taylor(degree)]).about(&[("x", point)]);
        let points: Vec<Vec<f64>> = [-0.7, 0.1, 1.3].iter().map(|&x| vec![x]).collect();
        let found = run::run(&function, &request, &points);
        let polynomial = Function::parse(want)
            .unwrap()
            .with_variables(&["x"])
            .unwrap();
        for (found, point) in found.iter().zip(&points) {
            let want = polynomial.evaluate(point).unwrap();
            assert_near(text, found, &want, 1e-14);
        }
        // The coefficients are numbers, wherever they can be.
        if !point.contains("ln") {
            let written = taylor(text, degree, &[("x", point)]).unwrap();
            assert!(
                !written.contains(char::is_alphabetic)
                    || written
                        .replace('x', "")
                        .chars()
                        .all(|letter| !letter.is_alphabetic()),
                "{text}: {written}"
            );
        }
    }
}

#[test]
fn several_variables_share_a_degree() {
    for (text, about, degree, want) in [
        (
            "exp(x*y)",
            vec![("x", "0"), ("y", "0")],
            4,
            "1 + x*y + x^2*y^2/2",
        ),
        (
            "sin(x*y)/(x*y)",
            vec![("x", "0"), ("y", "0")],
            4,
            "1 - x^2*y^2/6",
        ),
        (
            "sin(x + y)/(x + y)",
            vec![("x", "0"), ("y", "0")],
            2,
            "1 - (x + y)^2/6",
        ),
        (
            "(x^2 - y^2)/(x - y)",
            vec![("x", "0"), ("y", "0")],
            3,
            "x + y",
        ),
        ("1/(1 - x*y)", vec![("x", "0")], 2, "1 + x*y + x^2*y^2"),
        (
            "x*y",
            vec![("x", "1"), ("y", "2")],
            2,
            "2 + 2*(x - 1) + (y - 2) + (x - 1)*(y - 2)",
        ),
    ] {
        let function = Function::parse(text).unwrap();
        let request = Request::of([Quantity::Taylor(degree)]).about(&about);
        let point = vec![0.37, -0.21];
        let found = run::run(&function, &request, std::slice::from_ref(&point)).remove(0);
        let want = Function::parse(want)
            .unwrap()
            .with_variables(&["x", "y"])
            .unwrap();
        assert_near(text, &found, &want.evaluate(&point).unwrap(), 1e-14);
    }
    let vector = taylor("v: vector(2); v'*v", 2, &[("v", "[1, 2]")]).unwrap();
    assert!(vector.contains("(v[1] - 1)^2"), "{vector}");
}

/// A random analytic function of x and y.
fn analytic(random: &mut Random, depth: usize) -> String {
    if depth == 0 {
        return ["x", "y", "x*y", "3", "(x - y)"][random.below(5)].to_owned();
    }
    let one = |random: &mut Random| analytic(random, depth - 1);
    match random.below(9) {
        0 => format!("({} + {})", one(random), one(random)),
        1 => format!("{}*{}", one(random), one(random)),
        2 => format!("sin({})", one(random)),
        3 => format!("exp(-({})^2)", one(random)),
        4 => format!("{}/(3 + cos({}))", one(random), one(random)),
        5 => format!("atan({})", one(random)),
        6 => format!("sqrt(2 + ({})^2)", one(random)),
        7 => format!("softplus({})", one(random)),
        _ => format!("(4 + sin({}))^(y/2)", one(random)),
    }
}

#[test]
fn coefficients_are_derivatives() {
    let mut random = Random::new(0x5eed_0004);
    for _ in 0..25 {
        let text = analytic(&mut random, 3);
        let function = Function::parse(&text)
            .unwrap()
            .with_variables(&["x", "y"])
            .unwrap();
        let (a, b) = (0.5, -0.25);
        let request = Request::of([Quantity::Taylor(3)]).about(&[("x", "1/2"), ("y", "-1/4")]);
        let point = [0.8, 0.15];
        let found = run::run(&function, &request, &[point.to_vec()]).remove(0);
        let mut want = 0.0;
        for i in 0..=3u32 {
            for j in 0..=3 - i {
                let names = ["x"]
                    .repeat(i as usize)
                    .into_iter()
                    .chain(["y"].repeat(j as usize));
                let partial = Quantity::Partial(names.map(str::to_owned).collect());
                let own = at(&function, partial, &[a, b])[0];
                let share = |n: u32| (1..=n).product::<u32>() as f64;
                want += own / (share(i) * share(j))
                    * (point[0] - a).powi(i as i32)
                    * (point[1] - b).powi(j as i32);
            }
        }
        assert_near(&text, &found, &[want], 1e-10);
    }
}

/// Each function of the table, wherever it has a series, has the one that its derivatives make.
#[test]
fn functions_of_the_table_have_their_series() {
    let mut met = 0;
    for (_, row) in symdiff::functions::table() {
        let count = row.parameters.len();
        for at in [
            ["0.3", "0.7", "0.45"],
            ["1.75", "0.6", "0.3"],
            ["0.6", "2.5", "1.2"],
        ] {
            let names = ["x", "y", "z"];
            let Some(names) = names.get(..count) else {
                continue;
            };
            let text = format!("{}({})", row.name, names.join(", "));
            let Ok(function) = Function::parse(&text) else {
                continue;
            };
            let Ok(function) = function.with_variables(names) else {
                continue;
            };
            // In the last argument: the first may be an order or a base.
            let last = names[count - 1];
            let request = Request::of([Quantity::Taylor(3)]).about(&[(last, at[count - 1])]);
            let Ok(derivation) = function.derive(&request) else {
                continue;
            };
            let mut point: Vec<f64> = at[..count].iter().map(|own| own.parse().unwrap()).collect();
            let orders = (0..4).map(|order| Quantity::Partial(vec![last.to_owned(); order]));
            let Ok(partials) = function.derive(&Request::of(orders)) else {
                continue;
            };
            let value = |derivation: &symdiff::Derivation, point: &[f64]| {
                let code = derivation.compile(symdiff::Backend::Interpreter).unwrap();
                let mut outputs = vec![0.0; code.outputs()];
                code.call(point, &mut outputs).unwrap();
                outputs
            };
            let slopes = value(&partials, &point);
            if slopes.iter().any(|own| !own.is_finite()) {
                continue;
            }
            let step: f64 = 0.01;
            point[count - 1] += step;
            let found = value(&derivation, &point);
            let want = slopes[0]
                + slopes[1] * step
                + slopes[2] * step.powi(2) / 2.0
                + slopes[3] * step.powi(3) / 6.0;
            assert_near(&format!("{text} at {at:?}"), &found, &[want], 1e-11);
            met += 1;
        }
    }
    println!("{met} series");
    assert!(met > 90, "{met}");
}

#[test]
fn high_degrees_are_quick() {
    let start = std::time::Instant::now();
    for text in [
        "sin(x)",
        "exp(x)",
        "tan(x)",
        "exp(x)*sin(x)",
        "1/(1 - x)",
        "x/(exp(x) - 1)",
    ] {
        let function = Function::parse(text).unwrap();
        let request = Request::of([Quantity::Taylor(100)]).about(&[("x", "0")]);
        let point = vec![0.5];
        let found = run::run(&function, &request, std::slice::from_ref(&point)).remove(0);
        assert_near(text, &found, &function.evaluate(&point).unwrap(), 1e-13);
    }
    println!("{:?}", start.elapsed());
    assert!(start.elapsed().as_secs() < 20);
}

#[test]
fn what_is_no_series_is_refused() {
    let cases = [
        ("abs(x)", "0", "kink-at-point"),
        ("relu(x)", "0", "kink-at-point"),
        ("sign(x)", "0", "kink-at-point"),
        ("floor(x)", "2", "kink-at-point"),
        ("sqrt(x)", "0", "kink-at-point"),
        ("sqrt(x^2)", "0", "kink-at-point"),
        ("max(x, x^2)", "1", "kink-at-point"),
        ("if(x < 1, x, x^2)", "1", "kink-at-point"),
        ("asin(x)", "1", "kink-at-point"),
        ("if(x == 0, 2, sin(x)/x)", "0", "kink-at-point"),
        ("ln(x)", "0", "not-analytic"),
        ("ln(x)", "-1", "not-analytic"),
        ("1/x", "0", "not-analytic"),
        ("1/sin(x)", "0", "not-analytic"),
        ("exp(-1/x^2)", "0", "not-analytic"),
        ("x^(1/3)", "0", "not-analytic"),
        ("x^(3/2)", "-1", "not-analytic"),
        ("gamma(x)", "0", "not-analytic"),
        ("1/(x - x)", "0", "not-analytic"),
        ("tan(x)", "pi/2", "not-analytic"),
        ("if(x < a, x, x^2)", "0", "undecided-at-point"),
        ("x", "2*x", "moving-point"),
    ];
    for (text, point, code) in cases {
        match taylor(text, 3, &[("x", point)]) {
            Err(error) => assert_eq!(error.code(), code, "{text} about {point}: {error}"),
            Ok(found) => panic!("{text} about {point}: {found}"),
        }
    }
    for (text, about) in [
        ("x/y", ["0", "0"]),
        ("x^2/(x + y)", ["0", "0"]),
        ("atan2(y, x)", ["0", "0"]),
    ] {
        let refused = taylor(text, 3, &[("x", about[0]), ("y", about[1])]).err();
        assert!(refused.is_some(), "{text}");
    }
    let missing = Function::parse("x")
        .unwrap()
        .derive(&Request::of([Quantity::Taylor(2)]));
    assert_eq!(missing.err().unwrap().code(), "missing-point");
}

#[test]
fn a_point_of_letters_is_assumed_to_be_good() {
    let request = Request::of([Quantity::Taylor(1)]).about(&[("x", "a")]);
    let derivation = Function::parse("ln(x)").unwrap().derive(&request).unwrap();
    assert_eq!(derivation.to_string(), "T1f = ln(a) + (x - a)/a");
    assert_eq!(derivation.assumptions()[0].condition, "a > 0");
}
