//! The loss of a classifier: its gradient in the scores is p - y, what it says less what is right. Written the plain
//! way it overflows for large scores; with the largest score taken off it does not.
//!
//! Run it with `cargo run --example softmax`.

use symdiff::{CompileOptions, Error, Function, Quantity, Request};

const PLAIN: &str = "z: vector(3); y: vector(3); loss = ln(sum(exp(z))) - dot(y, z)";

fn main() -> Result<(), Error> {
    let shifted = Function::parse(include_str!("softmax_vector.txt"))?;
    let shifted = shifted.with_variables(&["z", "y", "m"])?;
    // The loss does not depend on m, so only its derivative in z is asked for.
    let wrt = Some(vec!["z".to_owned()]);
    let request = Request {
        wrt: wrt.clone(),
        ..Request::of([Quantity::Value, Quantity::Gradient])
    };
    println!("{}", shifted.derive(&request)?);

    let options = CompileOptions {
        wrt,
        ..CompileOptions::default()
    };
    let plain = Function::parse(PLAIN)?.compile_with(&options)?;
    let shifted = shifted.compile_with(&options)?;
    let label = [0.0, 1.0, 0.0];
    for scores in [[1.0, 2.0, 0.5], [1000.0, 998.0, -1000.0]] {
        println!("\nscores {scores:?}, the second class is right");
        let mut inputs = [scores, label].concat();
        let mut gradient = [0.0; 3];
        let loss = plain.value_and_gradient(&inputs, &mut gradient)?;
        println!("  plain:    loss {loss:.4}, gradient {gradient:.4?}");

        inputs.push(scores.into_iter().fold(f64::MIN, f64::max));
        let loss = shifted.value_and_gradient(&inputs, &mut gradient)?;
        println!("  shifted:  loss {loss:.4}, gradient {gradient:.4?}");
        let probabilities: Vec<f64> = gradient.iter().zip(label).map(|(g, y)| g + y).collect();
        println!("  p = gradient + y: {probabilities:.4?}");
    }
    Ok(())
}
