//! Newton's method in Rosenbrock's valley: with the Hessian a handful of steps do what thousands of gradient steps do.
//!
//! `cargo run --release --example newton`

use symdiff::{CompileOptions, Error, Function, Quantity};

fn main() -> Result<(), Error> {
    let f = Function::parse("(1 - x)^2 + 100*(y - x^2)^2")?;
    println!("{}\n", f.hessian()?);

    let options = CompileOptions::of([Quantity::Value, Quantity::Gradient, Quantity::Hessian]);
    let f = f.compile_with(&options)?;
    let mut point = [-1.2, 1.0];
    let (mut gradient, mut hessian) = ([0.0; 2], [0.0; 4]);
    for step in 0..20 {
        let value = f.value_and_gradient(&point, &mut gradient)?;
        let length = gradient[0].hypot(gradient[1]);
        println!(
            "step {step}: f({:8.5}, {:8.5}) = {value:10.3e}, |gradient| {length:9.2e}",
            point[0], point[1]
        );
        if length < 1e-9 {
            break;
        }
        // Solve H*d = -g by Cramer's rule; the step is the minimum of the parabola that touches f here.
        f.hessian(&point, &mut hessian)?;
        let [a, b, c, d] = hessian;
        let determinant = a * d - b * c;
        point[0] -= (d * gradient[0] - b * gradient[1]) / determinant;
        point[1] -= (a * gradient[1] - c * gradient[0]) / determinant;
    }
    Ok(())
}
