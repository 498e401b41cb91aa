//! The gradient check of the lectures: the derivative against centred differences, and what they miss at a kink.
//!
//! `cargo run --release --example gradient_check`

use symdiff::{CompiledFunction, Error, Function};

fn main() -> Result<(), Error> {
    for (text, at) in [
        ("x^3*sin(y) + exp(x*y)", [0.7, 1.3]),
        ("(x + sigma(y)) / (sigma(x) + (x+y)^2)", [3.0, -4.0]),
        ("relu(x - y) + abs(x*y)", [1.5, 0.5]),
        // At the kink the difference quotient gives the mean of both sides, the convention says 0.
        ("relu(x - y)", [1.0, 1.0]),
    ] {
        let f = Function::parse(text)?;
        let compiled = f.compile()?;
        let mut gradient = [0.0; 2];
        compiled.gradient(&at, &mut gradient)?;
        println!("{text}");
        for (place, name) in f.variable_names().enumerate() {
            let difference = centred_difference(&compiled, at, place)?;
            let size = gradient[place]
                .abs()
                .max(difference.abs())
                .max(f64::MIN_POSITIVE);
            let relative = (gradient[place] - difference).abs() / size;
            let verdict = if relative < 1e-7 { "ok" } else { "KINK?" };
            println!(
                "  d/d{name}: {:12.8} and {difference:12.8}   {verdict}",
                gradient[place]
            );
        }
    }
    Ok(())
}

/// (f(x + h) - f(x - h)) / 2h, with the step that balances truncation and rounding: the cube root of the machine's
/// precision.
fn centred_difference(f: &CompiledFunction, at: [f64; 2], place: usize) -> Result<f64, Error> {
    let step = f64::EPSILON.cbrt() * at[place].abs().max(1.0);
    let (mut above, mut below) = (at, at);
    above[place] += step;
    below[place] -= step;
    Ok((f.value(&above)? - f.value(&below)?) / (above[place] - below[place]))
}
