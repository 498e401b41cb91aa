//! A formula that nobody types: a network of any size, built by loops, which learns XOR.
//!
//! Run it with `cargo run --example multilayer_perceptron`.

use symdiff::{CompileOptions, Error, Expr, Function, Graph, math};

/// Neurons of each layer, the inputs first.
const LAYERS: [usize; 3] = [2, 3, 1];
const RATE: f64 = 0.5;

fn main() -> Result<(), Error> {
    let graph = Graph::new();
    let inputs = ["x1", "x2", "label"];
    let [x1, x2, label] = graph.variables(inputs);

    let mut weights = Vec::new();
    let mut weight = |name: String| {
        weights.push(name.clone());
        graph.variable(&name)
    };
    let mut layer = vec![x1, x2];
    for (depth, neurons) in LAYERS.into_iter().enumerate().skip(1) {
        let next = (1..=neurons).map(|neuron| {
            let bias = weight(format!("b{depth}_{neuron}"));
            let terms = layer.iter().enumerate();
            let sum: Expr = terms
                .map(|(place, input)| weight(format!("w{depth}_{neuron}_{}", place + 1)) * input)
                .sum();
            math::tanh(sum + bias)
        });
        layer = next.collect();
    }
    let output = &layer[0];
    let loss = (output - label).pow(2);

    let names: Vec<&str> = weights.iter().map(String::as_str).chain(inputs).collect();
    let neuron = Function::of(output)?.with_variables(&names)?;
    let loss = Function::of(loss)?.with_variables(&names)?;
    println!("{} weights\n{loss}", weights.len());
    let options = CompileOptions {
        wrt: Some(weights.clone()),
        ..CompileOptions::default()
    };
    let (neuron, loss) = (neuron.compile()?, loss.compile_with(&options)?);

    // Weights that differ, since equal neurons would stay equal.
    let mut at: Vec<f64> = (0..weights.len())
        .map(|place| (place * 7 % 11) as f64 / 5.0 - 1.0)
        .collect();
    let data = [
        [0.0, 0.0, -1.0],
        [0.0, 1.0, 1.0],
        [1.0, 0.0, 1.0],
        [1.0, 1.0, -1.0],
    ];
    let mut gradient = vec![0.0; weights.len()];
    for epoch in 0..=500 {
        let mut total = 0.0;
        for row in data {
            total += loss.value_and_gradient(&[&at[..], &row].concat(), &mut gradient)?;
            for (weight, slope) in at.iter_mut().zip(&gradient) {
                *weight -= RATE * slope / 4.0;
            }
        }
        if epoch % 100 == 0 {
            println!("epoch {epoch:3}: loss {total:.4}");
        }
    }
    for row in data {
        let said = neuron.value(&[&at[..], &row].concat())?;
        println!("{} and {}: {said:.2}, right is {}", row[0], row[1], row[2]);
    }
    Ok(())
}
