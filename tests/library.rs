//! The library as a program uses it: functions of functions, code for each quantity, threads, small stacks, texts and
//! data that are read back.

use symdiff::{
    Backend, CompileOptions, CompiledFunction, Function, Quantity, ReadOptions, Request, Shape,
    Workspace,
};

const EVERYTHING: [Quantity; 4] = [
    Quantity::Hessian,
    Quantity::Value,
    Quantity::Jacobian,
    Quantity::Gradient,
];

fn parse(text: &str) -> Function {
    Function::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn compile(text: &str, quantities: &[Quantity], backend: Backend) -> CompiledFunction {
    let options = CompileOptions {
        backend,
        ..CompileOptions::of(quantities.to_vec())
    };
    parse(text).compile_with(&options).unwrap()
}

/// Texts with a point each.
const FORMULAS: &[(&str, &[f64])] = &[
    ("(x + sigma(y)) / (sigma(x) + (x+y)^2)", &[3.0, -4.0]),
    ("x^y", &[2.5, -1.25]),
    ("max(x, y)*abs(x - y) + relu(x)", &[0.5, 0.25]),
    ("exp(x)*sin(y) + ln(x)/y", &[0.75, 2.0]),
    ("if(x < y, x^2, y^3)", &[1.5, 0.5]),
    (
        "x: vector(2); A: matrix(2, 2); x'*A*x",
        &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
    ),
];

/// Each method for one quantity gives the bits of the call that computes all.
#[test]
fn one_quantity_is_a_part_of_the_whole() {
    for backend in [Backend::Native, Backend::Interpreter] {
        for (text, point) in FORMULAS {
            let f = compile(text, &EVERYTHING, backend);
            let mut all = vec![0.0; f.outputs()];
            f.call(point, &mut all).unwrap();
            let mut workspace = Workspace::new();
            for quantity in &EVERYTHING {
                let range = f.range(quantity).unwrap();
                let mut alone = vec![f64::NAN; range.len()];
                f.quantity(quantity, point, &mut alone).unwrap();
                assert_eq!(alone, all[range.clone()], "{text}: {quantity}");
                alone.fill(f64::NAN);
                f.quantity_in(quantity, point, &mut alone, &mut workspace)
                    .unwrap();
                assert_eq!(alone, all[range], "{text}: {quantity} in a workspace");
            }
            let gradient = &all[f.range(&Quantity::Gradient).unwrap()];
            let value = all[f.range(&Quantity::Value).unwrap()][0];
            assert_eq!(f.value(point).unwrap(), value);
            let mut alone = vec![f64::NAN; gradient.len()];
            assert_eq!(f.value_and_gradient(point, &mut alone).unwrap(), value);
            assert_eq!(alone, gradient, "{text}");
        }
    }
}

/// Derivatives of derivative functions are those of the formula.
#[test]
fn derivatives_are_functions_again() {
    for (text, point) in FORMULAS {
        let f = parse(text);
        let gradient = f.gradient().unwrap();
        let hessian = f.hessian().unwrap().evaluate(point).unwrap();
        let nested = gradient.jacobian().unwrap().evaluate(point).unwrap();
        assert_eq!(nested.len(), hessian.len(), "{text}");
        for (a, b) in nested.iter().zip(&hessian) {
            assert!(
                (a - b).abs() <= 1e-13 * b.abs().max(1.0),
                "{text}: {a} and {b}"
            );
        }
        let flat = f.jacobian().unwrap().evaluate(point).unwrap();
        assert_eq!(gradient.evaluate(point).unwrap().len(), flat.len());
        let names: Vec<&str> = gradient.variable_names().collect();
        assert_eq!(names, f.variable_names().collect::<Vec<_>>());
    }
}

#[test]
fn labels_speak_of_the_first_function() {
    let gradient = parse("loss = x^2*y").gradient().unwrap();
    let labels: Vec<String> = gradient.labels().iter().map(ToString::to_string).collect();
    assert_eq!(labels, ["dloss/dx", "dloss/dy"]);
    let second = gradient.partial(&["x"]).unwrap();
    let labels: Vec<String> = second.labels().iter().map(ToString::to_string).collect();
    assert_eq!(labels, ["d2loss/dxdx", "d2loss/dydx"]);
    let vector = parse("A: matrix(2, 2); x: vector(2); sum(A*x)")
        .gradient()
        .unwrap();
    assert_eq!(vector.shapes(), [Shape::matrix(2, 2), Shape::vector(2)]);
    let rows = vector.jacobian().unwrap();
    assert_eq!(rows.labels()[0].to_string(), "d2f/dA[1]dA[1,1]");
}

#[test]
fn assumptions_and_kinks_go_along() {
    let f = parse("x*abs(y)/x").gradient().unwrap();
    assert_eq!(f.assumptions()[0].condition, "x != 0");
    let request = Request::of([Quantity::Jacobian]);
    let derivation = f.derive(&request).unwrap();
    assert_eq!(derivation.assumptions()[0].condition, "x != 0");
    assert!(
        derivation.kinks()[0].contains("abs'(0) = 0"),
        "{:?}",
        derivation.kinks()
    );
}

#[test]
fn wrong_lengths_are_refused_and_change_nothing() {
    let f = compile("x*y", &EVERYTHING, Backend::Native);
    let mut short = [7.0];
    let errors = [
        f.call(&[1.0, 2.0], &mut short),
        f.gradient(&[1.0, 2.0], &mut short),
        f.hessian(&[1.0, 2.0], &mut short),
        f.jacobian(&[1.0, 2.0], &mut short),
        f.values(&[1.0], &mut short),
        f.value(&[]).map(|_| ()),
        f.value_and_gradient(&[1.0, 2.0], &mut short).map(|_| ()),
    ];
    for error in errors {
        let error = error.unwrap_err();
        assert!(error.is_request(), "{error}");
        assert_eq!(error.code(), "wrong-length", "{error}");
    }
    assert_eq!(short, [7.0]);
    let value = compile("x*y", &[Quantity::Value], Backend::Native);
    let error = value.gradient(&[1.0, 2.0], &mut [0.0; 2]).unwrap_err();
    assert_eq!(error.code(), "missing-quantity");
    assert!(error.message().contains("gradient"), "{error}");
    let several = parse("x; y").compile().unwrap();
    assert!(
        several
            .value(&[1.0, 2.0])
            .unwrap_err()
            .message()
            .contains("values")
    );
}

/// Clones run on many threads at once, code for a quantity alone is made once, and all give the same bits.
#[test]
fn clones_run_on_many_threads() {
    let f = compile(FORMULAS[0].0, &EVERYTHING, Backend::Native);
    let point = FORMULAS[0].1;
    let mut expected = vec![0.0; f.outputs()];
    f.call(point, &mut expected).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            let (f, expected) = (f.clone(), &expected);
            scope.spawn(move || {
                for _ in 0..200 {
                    for quantity in &EVERYTHING {
                        let range = f.range(quantity).unwrap();
                        let mut outputs = vec![0.0; range.len()];
                        f.quantity(quantity, point, &mut outputs).unwrap();
                        assert_eq!(outputs, expected[range]);
                    }
                }
            });
        }
    });
    // The last owner frees the code: the others are gone, and this one still runs.
    assert_eq!(
        f.value(point).unwrap(),
        expected[f.range(&Quantity::Value).unwrap()][0]
    );
}

/// A formula of 100,000 instructions is derived, compiled and called on a thread with a stack of 512 KiB.
#[test]
fn a_small_stack_is_enough() {
    let steps: String = (0..17_000)
        .map(|k| format!("w{} = w{k} - 0.01*sin(w{k})\n", k + 1))
        .collect();
    let text = format!("{steps}w17000^2");
    let run = move || {
        let f = parse(&text);
        let compiled = f.compile().unwrap();
        let mut gradient = [0.0];
        let value = compiled.value_and_gradient(&[1.0], &mut gradient).unwrap();
        let options = CompileOptions {
            backend: Backend::Interpreter,
            ..CompileOptions::default()
        };
        let interpreted = f.compile_with(&options).unwrap();
        let mut same = [0.0];
        assert_eq!(
            interpreted.value_and_gradient(&[1.0], &mut same).unwrap(),
            value
        );
        assert_eq!(same, gradient);
        f.derive(&Request::of([Quantity::Value, Quantity::Gradient]))
            .unwrap()
            .program()
            .instructions
            .len()
    };
    let thread = std::thread::Builder::new()
        .stack_size(512 << 10)
        .spawn(run)
        .unwrap();
    let instructions = thread.join().expect("no overflow");
    assert!(instructions > 100_000, "{instructions}");
}

#[test]
fn variables_get_an_order() {
    let f = parse("x: vector(2); y*sum(x)")
        .with_variables(&["x", "z", "y"])
        .unwrap();
    let shapes: Vec<_> = f.variables().collect();
    assert_eq!(
        shapes,
        [
            ("x", Shape::vector(2)),
            ("z", Shape::Scalar),
            ("y", Shape::Scalar)
        ]
    );
    assert_eq!(f.evaluate(&[1.0, 2.0, 0.0, 5.0]).unwrap(), [15.0]);
    for (names, code) in [
        (&["x"][..], "unlisted-variable"),
        (&["x", "y", "x"], "variable-listed-twice"),
        (&["x", "y", "2z"], "invalid-variable-name"),
    ] {
        let error = parse("x + y").with_variables(names).unwrap_err();
        assert_eq!(error.code(), code, "{names:?}");
    }
    // Options give the order of a text that declares shapes.
    let options = ReadOptions {
        variables: Some(vec!["b".into(), "v".into()]),
        ..ReadOptions::default()
    };
    let f = Function::parse_with("v: vector(3); b*sum(v)", &options).unwrap();
    assert_eq!(
        f.variables().collect::<Vec<_>>(),
        [("b", Shape::Scalar), ("v", Shape::vector(3))]
    );
    let twice = Function::parse_with("v: vector(3); v: vector(2); b*sum(v)", &options);
    assert_eq!(twice.unwrap_err().code(), "declared-twice");
}

/// What `to_text` writes is read back as a function of the same bits, or nearly: another grouping of a product may
/// round differently.
#[test]
fn texts_are_read_back() {
    for (text, point) in FORMULAS {
        for f in [
            parse(text),
            parse(text).simplify().unwrap(),
            parse(text).gradient().unwrap(),
        ] {
            let written = f.to_text().unwrap();
            let names: Vec<&str> = f.variable_names().collect();
            let again = parse(&written).with_variables(&names).unwrap();
            assert_eq!(f.shapes(), again.shapes(), "{written}");
            let (a, b) = (f.evaluate(point).unwrap(), again.evaluate(point).unwrap());
            for (a, b) in a.iter().zip(&b) {
                assert!((a - b).abs() <= 1e-14 * a.abs(), "{written}: {a} and {b}");
            }
        }
    }
    let rows = parse("A: matrix(2, 2); x: vector(2); A*x")
        .jacobian()
        .unwrap();
    let written = rows.to_text().unwrap();
    assert!(written.contains("A[1,2]"), "{written}");
    assert_eq!(parse(&written).results(), rows.results());
    let lists = parse("grad(x^2*y)");
    let read = parse(&lists.to_text().unwrap());
    assert_eq!(read.evaluate(&[3.0, 5.0]), lists.evaluate(&[3.0, 5.0]));
    assert_eq!(
        parse("e: scalar; e^2").to_text().unwrap(),
        "e: scalar\n(e^2)\n"
    );
}

#[cfg(feature = "serde")]
#[test]
fn functions_are_data() {
    for (text, point) in FORMULAS {
        let names: Vec<String> = parse(text).variable_names().map(str::to_owned).collect();
        let reversed: Vec<&str> = names.iter().rev().map(String::as_str).collect();
        for f in [
            parse(text),
            parse(text).with_variables(&reversed).unwrap(),
            parse(text).gradient().unwrap().simplify().unwrap(),
        ] {
            let json = serde_json::to_string(&f).unwrap();
            let again: Function = serde_json::from_str(&json).unwrap();
            assert_eq!(again.to_string(), f.to_string(), "{json}");
            let bits = |f: &Function| -> Vec<u64> {
                // Every NaN is equal to every NaN.
                let values = f.evaluate(point).unwrap();
                values
                    .iter()
                    .map(|value| {
                        if value.is_nan() {
                            u64::MAX
                        } else {
                            value.to_bits()
                        }
                    })
                    .collect()
            };
            assert_eq!(bits(&again), bits(&f), "{json}");
        }
    }
    assert_eq!(
        serde_json::to_string(&parse("x^2")).unwrap(),
        r#"{"text":"x^2"}"#
    );
    let short: Function = serde_json::from_str(r#"{"text": "x^2"}"#).unwrap();
    assert_eq!(short.evaluate(&[3.0]).unwrap(), [9.0]);
    let error = serde_json::from_str::<Function>(r#"{"text": "sinn(x)"}"#).unwrap_err();
    assert!(error.to_string().contains("no function `sinn`"), "{error}");
    let options = CompileOptions::of(EVERYTHING);
    let json = serde_json::to_string(&options).unwrap();
    let again: CompileOptions = serde_json::from_str(&json).unwrap();
    assert_eq!(again.quantities, options.quantities);
}
