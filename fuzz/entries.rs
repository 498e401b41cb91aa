//! What is fuzzed: bytes in, no panic, and what must hold of whatever comes out. The fuzz targets and the ordinary test
//! `tests/fuzz.rs` call the same functions.

use symdiff::limits::Limits;
use symdiff::session::pipe as answers;
use symdiff::{Backend, Function, Quantity, ReadOptions, RenderOptions, Request};

/// The name of a target and what it runs.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 3] = [("parse", parse), ("pipe", pipe), ("derive", derive)];

/// Runs the target of this name.
pub fn run(name: &str, data: &[u8]) {
    let target = TARGETS.iter().find(|target| target.0 == name);
    (target.expect("a target of this name").1)(data);
}

/// Small limits: a fuzzer looks for many inputs, not for large ones.
fn limits() -> Limits {
    Limits {
        input: 4_096,
        nesting: 500,
        nodes: 20_000,
        order: 8,
        derived: 20_000,
        entries: 400,
        scalars: 4_000,
        steps: 200_000,
        ..Limits::default()
    }
}

fn options() -> ReadOptions {
    ReadOptions {
        limits: limits(),
        ..ReadOptions::default()
    }
}

/// Text to tree to graph; what is printed is read again as the same text.
fn parse(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match Function::parse_with(&text, &options()) {
        Err(error) => {
            assert!(!error.message().is_empty());
            let drawn = error.render(&RenderOptions::default());
            assert!(drawn.contains(error.code()), "{text:?}\n{drawn}");
            if let Some(span) = error.span() {
                assert!(text.get(span.clone()).is_some(), "{text:?} {span:?}");
            }
        }
        Ok(function) => {
            let Ok(printed) = function.to_text() else {
                return;
            };
            if printed.len() > 100_000 {
                return;
            }
            let names: Vec<String> = function.variable_names().map(str::to_owned).collect();
            let free = ReadOptions {
                variables: Some(names),
                ..ReadOptions::default()
            };
            let again = Function::parse_with(&printed, &free);
            let again = again
                .unwrap_or_else(|error| panic!("{text:?} is printed as {printed:?}: {error:?}"));
            assert_eq!(again.results(), function.results(), "{text:?} {printed:?}");
        }
    }
}

/// A line of the pipe is answered by one line of JSON.
fn pipe(data: &[u8]) {
    let line = data.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let answer = answers::answer(line, &limits());
    assert!(
        answer.starts_with("{\"id\":") && answer.ends_with('}'),
        "{answer}"
    );
    assert!(!answer.contains('\n'), "{answer}");
}

/// Value and derivative: the native code gives the bits of the interpreter.
fn derive(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Ok(function) = Function::parse_with(&text, &options()) else {
        return;
    };
    let derivative = match (function.results(), data.first().map_or(0, |byte| byte % 4)) {
        (1, 0) => Quantity::Hessian,
        (1, _) => Quantity::Gradient,
        _ => Quantity::Jacobian,
    };
    let request = Request::of([Quantity::Value, derivative]).within(&limits());
    let Ok(derivation) = function.derive(&request) else {
        return;
    };
    // Dimensions with names have some size each; arrays may still be too large.
    let bound = |backend: Backend| {
        let compiled = derivation.compile(backend).expect("there is a backend");
        let names: Vec<String> = compiled
            .dimensions()
            .map(|(name, _)| name.to_owned())
            .collect();
        let sizes = names.iter().map(|name| (name.as_str(), 1 + name.len()));
        compiled.bind(&sizes.collect::<Vec<_>>())
    };
    let (Ok(interpreter), Ok(native)) = (bound(Backend::Interpreter), bound(Backend::Native))
    else {
        return;
    };
    for seed in [0.5, -1.25, 0.0, 1e300, f64::NAN] {
        let point: Vec<f64> = (0..interpreter.inputs())
            .map(|k| seed * (1.0 + k as f64 / 8.0))
            .collect();
        let mut outputs = [
            vec![0.0; interpreter.outputs()],
            vec![0.0; interpreter.outputs()],
        ];
        interpreter
            .call(&point, &mut outputs[0])
            .expect("lengths fit");
        native.call(&point, &mut outputs[1]).expect("lengths fit");
        for (a, b) in outputs[0].iter().zip(&outputs[1]) {
            let same = a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan());
            assert!(same, "{text:?} at {point:?}: {a:e} {b:e}");
        }
    }
}
