//! What can be written means what its plain spelling means: value and gradient agree.

use symdiff::{Backend, Function, Quantity, ReadOptions, Request};

/// A spelling and a plain formula with the same variables and the same meaning.
const SPELLINGS: &[(&str, &str)] = &[
    // Numbers as factors.
    ("2x + 3(x + y)", "2*x + 3*(x + y)"),
    ("2 sin(x) - 2x^2/3", "2*sin(x) - 2*(x^2)/3"),
    ("-2x^2*y", "-(2*(x^2)*y)"),
    ("2pi*x", "2*pi*x"),
    ("3√x + 2|y|", "3*sqrt(x) + 2*abs(y)"),
    // Signs.
    ("x² + y⁻¹", "x^2 + 1/y"),
    ("−x·y × 2 ÷ y", "-x*y*2/y"),
    ("√(x + y) + ∛y", "sqrt(x + y) + cbrt(y)"),
    ("σ(x)*π", "sigma(x)*pi"),
    ("|x - y|^2 + |(|x|) - 1|", "abs(x - y)^2 + abs(abs(x) - 1)"),
    (
        "if(x ≤ y ∧ ¬(y ≥ 5), x, y)",
        "if(x <= y && !(y >= 5), x, y)",
    ),
    // Conditions.
    ("if(x == y, 1, x*y)", "if(x <= y && y <= x, 1, x*y)"),
    ("if(x != y, x*y, 1)", "if(x < y || y < x, x*y, 1)"),
    ("x*indicator(x > y) + y", "x*if(x > y, 1, 0) + y"),
    (
        "piecewise(x^2, x < 0; x*y, x < 1; y^2)",
        "if(x < 0, x^2, if(x < 1, x*y, y^2))",
    ),
    ("piecewise(x, x > y, y)", "if(x > y, x, y)"),
    // Derivatives.
    ("f(t) = t^3 + t; f'(x) + f''(y)", "3*x^2 + 1 + 6*y"),
    ("sin'(x) + exp''(y)", "cos(x) + exp(y)"),
    ("f(t) = t*g; f'(x) + x*y", "g + x*y"),
    ("d/dx(x^3*y)", "3*x^2*y"),
    ("d^2/dx^2(x^3*y^2) + ∂²/∂x∂y(x^2*y^2)", "6*x*y^2 + 4*x*y"),
    ("d³/dx³(x^4*y)", "24*x*y"),
    ("D(x^3*y, x) + D(x^3*y^2, x, 2, y)", "3*x^2*y + 12*x*y"),
    ("D(sin, x) + D(y^2, y)", "cos(x) + 2*y"),
    ("f(a, b) = a^2*b; D(f(x, y), y) + x*y", "x^2 + x*y"),
    ("f(x, y) = x^2*y; D(f, x) + D(f, y)", "2*x*y + x^2"),
    ("grad(x^2*y)'*grad(x^2*y)", "4*x^2*y^2 + x^4"),
    ("grad(x^2*y, x, y)[2]", "x^2 + 0*y"),
    ("∇(x^2*y)[1]", "2*x*y"),
    ("hessian(x^2*y)[1,2] + y", "2*x + y"),
    ("sum(jacobian(grad(x^2*y)))", "2*y + 4*x"),
    ("u = x^2; d/dx(u*y)", "2*x*y"),
    ("f(t) = d/dt(t^2*y); f(x)", "2*x*y"),
    ("f(t) = if(t > 0, t^2, -t); f'(x)*y", "if(x > 0, 2*x, -1)*y"),
    // A quotient, where what is below the line calls a function.
    ("d = y; d/digamma(x) + d/dx(x^2)", "y/digamma(x) + 2*x"),
    ("delta(t) = t^2 + 1; d = y; d/delta(x)", "y/(x^2 + 1)"),
    // A derivative of a derivative, and of a step of gradient descent.
    ("f(t) = t^4; h(t) = f'(t)*t; h'(x) + y", "16*x^3 + y"),
    (
        "loss(w) = (w*x - 3)^2; after(r) = loss(2 - r*loss'(2)); after'(y)",
        "2*((2 - y*2*x*(2*x - 3))*x - 3)*x*(-2*x*(2*x - 3))",
    ),
    // A constant to differentiation; the value is not.
    ("D(x*detach(x), x)*y", "detach(x)*y"),
    // Ranges.
    ("sum(i in 1..3, x^i) + y", "x + x^2 + x^3 + y"),
    ("prod(i in 0..2, x + i*y)", "x*(x + y)*(x + 2*y)"),
    ("n = 2; sum(i in n..2n, i*x) + y", "9*x + y"),
    ("sum(i in 1..4 if i != 2 && i < 4, x^i*y)", "x*y + x^3*y"),
    ("sum(i in 1..3, sum(j in i..3, i*j*x)) + y", "25*x + y"),
    ("max(i in 1..3, i*x - y)", "max(x - y, 2*x - y, 3*x - y)"),
    ("sum(i in 3..1, x) + prod(i in 3..1, y) + x*y", "1 + x*y"),
    (
        "f(t) = sum(i in 1..2, t^i); f(x) + f'(y)",
        "x + x^2 + 1 + 2*y",
    ),
    ("sum(i in 1..2, d/dx(x^(i + 1)*y))", "2*x*y + 3*x^2*y"),
    // Functions of exact numbers are numbers.
    ("sum(i in 1..4 if mod(i, 2) == 1, x^i) + y", "x + x^3 + y"),
    (
        "sum(i in 1..floor(7/2) if |i - 2| > 0, x^i) + y",
        "x + x^3 + y",
    ),
    (
        "x*mod(0.3, 0.1) + y*factorial(5) + round(5/2) + trunc(-7/2)",
        "0*x + 120*y",
    ),
    ("x*step(0) + y*sign(-1/3) + ceil(1/2) - relu(1)", "x - y"),
];

/// Value and gradient at a point, on both backends; entries of variables in the order of the names.
fn numbers(text: &str, names: &[&str], point: &[f64]) -> Vec<f64> {
    let options = ReadOptions {
        variables: Some(names.iter().map(|&name| name.to_owned()).collect()),
        ..ReadOptions::default()
    };
    let function = Function::parse_with(text, &options).unwrap_or_else(|error| panic!("{error}"));
    let request = Request::of([Quantity::Value, Quantity::Gradient]);
    let derivation = function.derive(&request).unwrap();
    let backends = [Backend::Interpreter, Backend::default()];
    let [first, second] = backends.map(|backend| {
        let compiled = derivation.compile(backend).unwrap();
        let mut outputs = vec![0.0; compiled.outputs()];
        compiled.call(point, &mut outputs).unwrap();
        outputs
    });
    let bits = |list: &[f64]| list.iter().map(|own| own.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&first), bits(&second), "{text}");
    first
}

fn assert_near(text: &str, got: &[f64], want: &[f64]) {
    assert_eq!(got.len(), want.len(), "{text}");
    for (got, want) in got.iter().zip(want) {
        let both_none = got.is_nan() && want.is_nan();
        let near = both_none || (got - want).abs() <= 1e-13 * want.abs().max(1e-3);
        assert!(near, "{text}: {got}, not {want}");
    }
}

#[test]
fn each_spelling_means_its_plain_formula() {
    for &(spelled, plain) in SPELLINGS {
        // `g` is one variable more, where a function of one variable uses another.
        for point in [[0.7, 1.9, 0.3], [1.3, 0.4, -0.8], [2.0, 2.0, 1.0]] {
            let names = ["x", "y", "g"];
            let got = numbers(spelled, &names, &point);
            let want = numbers(plain, &names, &point);
            assert_near(spelled, &got, &want);
        }
    }
}

#[test]
fn an_index_is_part_of_an_undeclared_name() {
    let neuron = "sigma(w[0]*x[0] + w[1]*x[1] + w[2])";
    let function = Function::parse(neuron).unwrap();
    let names: Vec<&str> = function.variable_names().collect();
    assert_eq!(names, ["w[0]", "x[0]", "w[1]", "x[1]", "w[2]"]);
    let got = numbers(neuron, &names, &[2.0, -1.0, -3.0, -2.0, -3.0]);
    // The lecture's neuron: f = sigma(1), and its gradient f*(1 - f) times the factors.
    let value = 0.731_058_578_630_004_9;
    let slope = value * (1.0 - value);
    let factors = [-1.0, 2.0, -2.0, -3.0, 1.0];
    let mut want = vec![value];
    want.extend(factors.map(|factor| slope * factor));
    assert_near(neuron, &got, &want);

    let all = "sum(i in 0..2, sum(j in 0..1, a[i,j]*x^j))";
    let function = Function::parse(all).unwrap();
    let names: Vec<&str> = function.variable_names().collect();
    assert_eq!(
        names,
        [
            "a[0,0]", "x", "a[0,1]", "a[1,0]", "a[1,1]", "a[2,0]", "a[2,1]"
        ]
    );
}

#[test]
fn entries_of_declared_vectors_count_from_one() {
    let f = Function::parse("x: vector(3); A: matrix(2, 3); x[1]*x[3]^2 + A[2,1]*x[2]").unwrap();
    assert_eq!(
        f.evaluate(&[2.0, 5.0, 3.0, 0.0, 0.0, 0.0, 7.0, 0.0, 0.0])
            .unwrap(),
        [18.0 + 35.0]
    );
    // Derivatives in an entry.
    let request = Request {
        wrt: Some(vec!["x[3]".into(), "A[2,1]".into()]),
        ..Request::of([
            Quantity::Gradient,
            Quantity::Partial(vec!["x[3]".into(), "x[1]".into()]),
        ])
    };
    let derivation = f.derive(&request).unwrap();
    assert_eq!(
        derivation.to_string(),
        "df/dx[3] = 2*x[1]*x[3]\ndf/dA[2,1] = x[2]\nd2f/dx[3]dx[1] = 2*x[3]"
    );
    for wrong in ["x[0]", "x[4]", "A[3,1]", "A[1]"] {
        let request = Request {
            wrt: Some(vec![wrong.into()]),
            ..Request::of([Quantity::Gradient])
        };
        assert!(f.derive(&request).is_err(), "{wrong}");
    }
}

/// A vector may stand whole in a formula and its entries be differentiated in.
#[test]
fn entries_are_found_inside_of_whole_vectors() {
    let f = Function::parse("x: vector(2); (x'*x)^2 + x[1]*sum(exp(x))").unwrap();
    let point = [0.7, -0.4];
    let all = f
        .derive(&Request::of([Quantity::Gradient, Quantity::Hessian]))
        .unwrap();
    let entries = Request {
        wrt: Some(vec!["x[1]".into(), "x[2]".into()]),
        ..Request::of([Quantity::Gradient, Quantity::Hessian])
    };
    let entries = f.derive(&entries).unwrap();
    let [all, entries] = [all, entries].map(|derivation| {
        let compiled = derivation.compile(Backend::default()).unwrap();
        let mut outputs = vec![0.0; compiled.outputs()];
        compiled.call(&point, &mut outputs).unwrap();
        outputs
    });
    assert_near("entries of a whole vector", &entries, &all);
    for (text, plain) in [
        (
            "grad((x'*x)^2 + x[1]*sum(exp(x)), x[1], x[2])'*x",
            "4*(x'*x)^2 + x[1]*(sum(exp(x)) + exp(x)'*x)",
        ),
        ("∂/∂x[2](x'*x)", "2*x[2]"),
        ("D(x'*x*x[1], x[1], 2)", "6*x[1]"),
        ("hessian((x'*x)^2, x[1], x[2])[1,2]", "8*x[1]*x[2]"),
    ] {
        let value = |text: &str| {
            let f = Function::parse(&format!("x: vector(2); {text}")).unwrap();
            f.evaluate(&point).unwrap()
        };
        assert_near(text, &value(text), &value(plain));
    }
}

/// Orders in formulas grow no faster than those that are asked for, and are bounded.
#[test]
fn high_orders_in_formulas() {
    let f = Function::parse("D(exp(sin(x)), x, 15)").unwrap();
    let wanted = Quantity::Partial(vec!["x".into(); 15]);
    let plain = Function::parse("exp(sin(x))").unwrap();
    let compiled = plain.derive(&Request::of([wanted])).unwrap();
    let compiled = compiled.compile(Backend::Interpreter).unwrap();
    let mut want = [0.0];
    compiled.call(&[0.3], &mut want).unwrap();
    let got = f.evaluate(&[0.3]).unwrap();
    assert!(
        (got[0] - want[0]).abs() <= 1e-9 * want[0].abs(),
        "{got:?} {want:?}"
    );
    for text in [
        "D(tan(x), x, 35)",
        "hessian(floor(x^(1/z)), x, z)[1,1] + x*z",
        "x/(x*gamma(3))",
        "sqrt(if(x > 1, x^2, gamma(2/3)))",
        "f(t) = exp(t)*sin(t); f''''''''''''(x)",
    ] {
        Function::parse(text).unwrap().hessian().unwrap();
    }
    let options = ReadOptions {
        limits: symdiff::Limits {
            derived: 10,
            ..symdiff::Limits::default()
        },
        ..ReadOptions::default()
    };
    let refused = Function::parse_with("D(exp(sin(x)), x, 9)", &options);
    assert!(refused.err().unwrap().is_limit());
}

#[test]
fn ranges_of_vectors_share_one_gradient() {
    let f = Function::parse("x: vector(400); sum(i in 2..400, (x[i] - x[i-1])^2)").unwrap();
    let compiled = f.compile().unwrap();
    let point: Vec<f64> = (0..400).map(|i| f64::from(i * i % 17)).collect();
    let mut gradient = vec![0.0; 400];
    let value = compiled.value_and_gradient(&point, &mut gradient).unwrap();
    let want: f64 = point
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).powi(2))
        .sum();
    assert_eq!(value, want);
    for i in 1..399 {
        let slope = 2.0 * (point[i] - point[i - 1]) - 2.0 * (point[i + 1] - point[i]);
        assert_eq!(gradient[i], slope);
    }
}

#[test]
fn kinks_of_derivatives_in_formulas_are_said() {
    let f = Function::parse("f(t) = abs(t - 1); f'(x)*x").unwrap();
    let derivation = f.derive(&Request::of([Quantity::Value])).unwrap();
    assert_eq!(derivation.kinks(), ["abs: at t - 1 = 0, abs'(0) = 0"]);
}

#[test]
fn known_names_written_together_are_remarked_on() {
    let notes = |text: &str| {
        let f = Function::parse(text).unwrap();
        let codes = f.notes().iter().map(|note| note.code.name().to_owned());
        codes.collect::<Vec<_>>()
    };
    assert_eq!(notes("x + y + xy"), ["joined-names"]);
    assert_eq!(notes("a = x^2; ax + x + a"), ["joined-names"]);
    assert!(notes("xy").is_empty());
    assert!(notes("xy: scalar; x + y + xy").is_empty());
}

#[test]
fn published_equations_are_read_as_they_are() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/feynman.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let mut count = 0;
    for line in text.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        // The file's own sign for a leading minus.
        let Some(published) = row["expr_published"].as_str() else {
            continue;
        };
        let published = published.replacen('~', "-", 1);
        let names: Vec<&str> = row["vars"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| match name.as_str().unwrap() {
                "sig" => "sigma",
                "gam" => "gamma",
                "I_c" => "I",
                other => other,
            })
            .collect();
        for point in row["points"].as_array().unwrap() {
            let of = |map: &serde_json::Value| -> Vec<f64> {
                let vars = row["vars"].as_array().unwrap().iter();
                vars.map(|name| map[name.as_str().unwrap()].as_f64().unwrap())
                    .collect()
            };
            let got = numbers(&published, &names, &of(&point["at"]));
            let mut want = vec![point["value"].as_f64().unwrap()];
            want.extend(of(&point["grad"]));
            let largest = want[1..]
                .iter()
                .fold(0.0f64, |most, own| most.max(own.abs()));
            for (place, (got, want)) in got.iter().zip(&want).enumerate() {
                let scale = if place == 0 {
                    want.abs()
                } else {
                    want.abs().max(0.01 * largest)
                };
                assert!(
                    (got - want).abs() <= 1e-12 * scale,
                    "{published}: {got}, not {want}"
                );
            }
        }
        count += 1;
    }
    assert_eq!(count, 38);
}
