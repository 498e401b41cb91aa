//! The worked example of the CS231n lectures: values forward, gradients backward, gate by gate; and the same
//! gradient from the formula, compiled.
//!
//! `cargo run --release --example backprop`

use symdiff::{Error, Function};

/// Each gate of `(x + sigma(y)) / (sigma(x) + (x+y)^2)` with its name.
const GATES: [(&str, &str); 7] = [
    ("sigy", "sigma(y)"),
    ("num", "x + sigy"),
    ("sigx", "sigma(x)"),
    ("xpy", "x + y"),
    ("xpysqr", "xpy^2"),
    ("den", "sigx + xpysqr"),
    ("f", "num/den"),
];

fn main() -> Result<(), Error> {
    let mut values = vec![("x", 3.0), ("y", -4.0)];
    println!("forward");
    let mut gates = Vec::new();
    for (name, text) in GATES {
        let gate = Function::parse(text)?;
        let inputs: Vec<usize> = gate
            .variable_names()
            .map(|input| place(&values, input))
            .collect();
        let at: Vec<f64> = inputs.iter().map(|&input| values[input].1).collect();
        let value = gate.evaluate(&at)?[0];
        println!("  {name:6} = {text:14} = {value:9.6}");
        values.push((name, value));
        gates.push((gate, inputs, at));
    }

    // The chain rule: a gate multiplies what reaches it by its local gradient, and hands that to its inputs. What
    // reaches an input on several ways adds up.
    println!("backward");
    let mut adjoints = vec![0.0; values.len()];
    adjoints[values.len() - 1] = 1.0;
    for (index, (gate, inputs, at)) in gates.iter().enumerate().rev() {
        let own = adjoints[index + 2];
        let local = gate.gradient()?.evaluate(at)?;
        for (&input, slope) in inputs.iter().zip(&local) {
            adjoints[input] += own * slope;
        }
        let name = GATES[index].0;
        println!("  df/d{name:6} = {own:9.6}");
    }
    println!("  df/dx      = {:9.6}", adjoints[0]);
    println!("  df/dy      = {:9.6}", adjoints[1]);

    let f = Function::parse("(x + sigma(y)) / (sigma(x) + (x+y)^2)")?;
    let mut gradient = [0.0; 2];
    f.compile()?.gradient(&[3.0, -4.0], &mut gradient)?;
    println!(
        "compiled\n  df/dx      = {:9.6}\n  df/dy      = {:9.6}",
        gradient[0], gradient[1]
    );
    Ok(())
}

fn place(values: &[(&str, f64)], name: &str) -> usize {
    let found = values.iter().position(|(own, _)| *own == name);
    found.expect("a gate uses gates before it")
}
