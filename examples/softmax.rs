//! Softmax and cross-entropy: the gradient of the loss in the scores is `p - y`, as every lecture says.
//!
//! `cargo run --release --example softmax`

use symdiff::math::{exp, ln};
use symdiff::{CompileOptions, Error, Expr, Function, Graph, Quantity};

fn main() -> Result<(), Error> {
    let graph = Graph::new();
    let scores = graph.variables(["s1", "s2", "s3"]);
    // The second of three classes is right.
    let total: Expr = scores.iter().map(exp).sum();
    let loss = Function::of(ln(&total) - &scores[1])?;
    println!("{}\n", loss.gradient()?);

    let options = CompileOptions::of([Quantity::Value, Quantity::Gradient, Quantity::Hessian]);
    let compiled = loss.compile_with(&options)?;
    let at = [1.0, 2.0, 0.5];
    let mut gradient = [0.0; 3];
    let value = compiled.value_and_gradient(&at, &mut gradient)?;
    println!("loss {value:.6}");

    let sum: f64 = at.iter().map(|score: &f64| score.exp()).sum();
    for (place, slope) in gradient.iter().enumerate() {
        let p = at[place].exp() / sum;
        let y = if place == 1 { 1.0 } else { 0.0 };
        println!(
            "class {}: p = {p:.6}, p - y = {:9.6}, gradient {slope:9.6}",
            place + 1,
            p - y
        );
    }

    // The Hessian is diag(p) - p*p': its rows sum to 0, since adding a number to all scores changes nothing.
    let mut hessian = [0.0; 9];
    compiled.hessian(&at, &mut hessian)?;
    for row in hessian.chunks(3) {
        let sum: f64 = row.iter().sum();
        println!(
            "{:9.6} {:9.6} {:9.6}   sum {:.6}",
            row[0],
            row[1],
            row[2],
            sum.abs()
        );
    }
    Ok(())
}
