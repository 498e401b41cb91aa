//! A sigmoid neuron learns the logical OR by gradient descent: the loss over all data is one formula, built in Rust.
//!
//! `cargo run --release --example neuron`

use symdiff::math::{ln, sigma};
use symdiff::{Error, Expr, Function, Graph};

const DATA: [([i32; 2], i32); 4] = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 1)];
/// How far a step goes along the gradient.
const RATE: f64 = 1.0;

fn main() -> Result<(), Error> {
    let graph = Graph::new();
    let [w1, w2, b] = graph.variables(["w1", "w2", "b"]);

    // The mean cross-entropy of the labels under the neuron's probabilities, and a pull of the weights towards 0.
    let losses: Expr = DATA
        .iter()
        .map(|([x1, x2], label)| {
            let score = &w1 * *x1 + &w2 * *x2 + &b;
            // ln(1 - sigma(s)) is ln(sigma(-s)).
            -ln(sigma(if *label == 1 { score } else { -score }))
        })
        .sum();
    let decay = 0.001 * (w1.pow(2) + w2.pow(2));
    let loss = Function::of(losses / 4 + decay)?;

    let compiled = loss.compile()?;
    let (mut weights, mut gradient) = ([0.0; 3], [0.0; 3]);
    for step in 0..=1000 {
        let value = compiled.value_and_gradient(&weights, &mut gradient)?;
        if [0, 1, 10, 100, 1000].contains(&step) {
            println!("step {step:4}: loss {value:.4}");
        }
        for (weight, slope) in weights.iter_mut().zip(gradient) {
            *weight -= RATE * slope;
        }
    }

    let neuron = Function::parse("sigma(w1*x1 + w2*x2 + b)")?
        .with_variables(&["w1", "w2", "b", "x1", "x2"])?;
    for ([x1, x2], label) in DATA {
        let [w1, w2, b] = weights;
        let p = neuron.evaluate(&[w1, w2, b, x1.into(), x2.into()])?[0];
        println!("{x1} or {x2}: {p:.2}, right is {label}");
    }
    Ok(())
}
