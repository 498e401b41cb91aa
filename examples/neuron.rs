//! A sigmoid neuron learns the gates AND and OR by gradient descent, and fails at XOR, which no straight line divides.
//!
//! Run it with `cargo run --example neuron`.

use symdiff::{CompiledFunction, Error, Function};

const POINTS: [[f64; 2]; 4] = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
const RATE: f64 = 1.0;
const STEPS: usize = 2000;

fn main() -> Result<(), Error> {
    // The weights first, so that their derivatives are the first three.
    let loss = Function::parse(include_str!("neuron.txt"))?
        .with_variables(&["w1", "w2", "b", "x1", "x2", "y"])?;
    println!("{loss}\n{}", loss.gradient()?);
    let loss = loss.compile()?;
    let neuron = Function::parse("sigma(w1*x1 + w2*x2 + b)")?
        .with_variables(&["w1", "w2", "b", "x1", "x2"])?
        .compile()?;

    for (gate, labels) in [
        ("AND", [0.0, 0.0, 0.0, 1.0]),
        ("OR", [0.0, 1.0, 1.0, 1.0]),
        ("XOR", [0.0, 1.0, 1.0, 0.0]),
    ] {
        let (weights, mean) = train(&loss, labels)?;
        let [w1, w2, b] = weights;
        println!("\n{gate}: sigma({w1:.2}*x1 {w2:+.2}*x2 {b:+.2}), mean loss {mean:.4}");
        for (point, label) in POINTS.into_iter().zip(labels) {
            let said = neuron.value(&[w1, w2, b, point[0], point[1]])?;
            let verdict = match (said - label).abs() < 0.25 {
                true => "right",
                false => "undecided",
            };
            println!("  {point:?} gives {said:.3} for {label}: {verdict}");
        }
    }
    Ok(())
}

/// The weights after so many steps against the gradient of the mean loss, and that loss.
fn train(loss: &CompiledFunction, labels: [f64; 4]) -> Result<([f64; 3], f64), Error> {
    // Not all zero, so that it is seen that XOR forgets where it began.
    let (mut weights, mut mean) = ([0.5, -0.5, 0.0], 0.0);
    for _ in 0..STEPS {
        let mut sum = [0.0; 3];
        mean = 0.0;
        for (point, label) in POINTS.into_iter().zip(labels) {
            let [w1, w2, b] = weights;
            let mut gradient = [0.0; 6];
            let inputs = [w1, w2, b, point[0], point[1], label];
            mean += loss.value_and_gradient(&inputs, &mut gradient)? / 4.0;
            for (sum, slope) in sum.iter_mut().zip(gradient) {
                *sum += slope / 4.0;
            }
        }
        for (weight, slope) in weights.iter_mut().zip(sum) {
            *weight -= RATE * slope;
        }
    }
    // A weight that is nothing but rounding is printed as 0.
    Ok((
        weights.map(|weight| (weight * 1e6).round() / 1e6 + 0.0),
        mean,
    ))
}
