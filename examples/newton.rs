//! Newton's method in Rosenbrock's valley, from the point where everybody starts: the Hessian makes it six steps.
//!
//! Run it with `cargo run --example newton`. `library.rs` walks the same way with the gradient alone and
//! needs thousands.

use symdiff::{CompileOptions, Error, Function, Quantity};

fn main() -> Result<(), Error> {
    let f = Function::parse(include_str!("rosenbrock.txt"))?;
    println!("{f}\n{}\n{}", f.gradient()?, f.hessian()?);

    let quantities = [Quantity::Value, Quantity::Gradient, Quantity::Hessian];
    let f = f.compile_with(&CompileOptions::of(quantities))?;
    let mut point = [-1.2, 1.0];
    let mut outputs = [0.0; 7];
    for step in 0.. {
        // One call computes all three, one after the other.
        f.call(&point, &mut outputs)?;
        let [value, gx, gy, hxx, hxy, _, hyy] = outputs;
        let [x, y] = point;
        let slope = (gx * gx + gy * gy).sqrt();
        println!("step {step}: x = {x:9.6}, y = {y:9.6}, f = {value:7.1e}, slope {slope:7.1e}");
        if slope < 1e-6 {
            break;
        }
        // Cramer's rule for the two equations H*d = -g.
        let determinant = hxx * hyy - hxy * hxy;
        point[0] -= (gx * hyy - gy * hxy) / determinant;
        point[1] -= (gy * hxx - gx * hxy) / determinant;
    }
    Ok(())
}
