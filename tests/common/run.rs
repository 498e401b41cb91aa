//! Functions derived, compiled and called.

use symdiff::{Backend, Function, Request};

/// All outputs of a request at each point: those of the interpreter, and the other backends must have the same
/// bits, every NaN being equal to every NaN.
pub fn run(function: &Function, request: &Request, points: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let derivation = function.derive(request).unwrap();
    let call = |backend| -> Vec<Vec<f64>> {
        let compiled = derivation.compile(backend).unwrap();
        let call = |point: &Vec<f64>| {
            let mut outputs = vec![0.0; compiled.outputs()];
            compiled.call(point, &mut outputs).unwrap();
            outputs
        };
        points.iter().map(call).collect()
    };
    let expected = call(Backend::Interpreter);
    if cfg!(feature = "jit") {
        let found = call(Backend::Jit);
        for (place, (a, b)) in expected.iter().zip(&found).enumerate() {
            for (output, (a, b)) in a.iter().zip(b).enumerate() {
                let same = a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan());
                let source = function
                    .source()
                    .unwrap_or_default()
                    .chars()
                    .take(200)
                    .collect::<String>();
                assert!(
                    same,
                    "{source}: point {place}, output {output}: {a:e}, by the jit {b:e}"
                );
            }
        }
    }
    expected
}
