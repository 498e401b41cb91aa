//! Value and gradient from a text, and a walk down Rosenbrock's valley with them.
//!
//! Run it with `cargo run --release --example library`.

use symdiff::{CompiledFunction, Error, Function, Quantity, Request};

/// Steps until the gradient is this short.
const SHORT: f64 = 1e-6;

fn main() -> Result<(), Error> {
    let f = Function::parse("(1 - x)^2 + 100*(y - x^2)^2")?;

    // The closed form, for people.
    let derivation = f.derive(&Request::of([Quantity::Value, Quantity::Gradient]))?;
    println!("{derivation}");

    // Native code, for programs.
    let compiled = f.compile()?;
    let mut gradient = [0.0; 2];
    let value = compiled.value_and_gradient(&[-1.2, 1.0], &mut gradient)?;
    println!(
        "f(-1.2, 1) = {value:.4}, gradient ({:.4}, {:.4})",
        gradient[0], gradient[1]
    );

    let (point, steps) = descend(&compiled, [-1.2, 1.0])?;
    println!(
        "minimum at ({:.6}, {:.6}) after {steps} steps",
        point[0], point[1]
    );
    Ok(())
}

/// Steepest descent: each step is halved until it gains enough (Armijo, 1966), and the next one tries twice as
/// far. Gives back the point and the number of steps.
fn descend(f: &CompiledFunction, mut point: [f64; 2]) -> Result<([f64; 2], usize), Error> {
    let mut gradient = [0.0; 2];
    let mut value = f.value_and_gradient(&point, &mut gradient)?;
    let mut length = 1.0;
    for step in 0..100_000 {
        let slope = gradient[0] * gradient[0] + gradient[1] * gradient[1];
        if slope.sqrt() < SHORT {
            return Ok((point, step));
        }
        let mut next_gradient = [0.0; 2];
        let (next, next_value) = loop {
            let next = [0, 1].map(|i| point[i] - length * gradient[i]);
            let next_value = f.value_and_gradient(&next, &mut next_gradient)?;
            if next_value <= value - 1e-4 * length * slope {
                break (next, next_value);
            }
            length /= 2.0;
        };
        (point, value, gradient) = (next, next_value, next_gradient);
        length *= 2.0;
    }
    Ok((point, 100_000))
}
