//! A pendulum from its energy: Hamilton's equations are partial derivatives, and a step of Runge and Kutta needs
//! nothing else. The energy should not drift.
//!
//! `cargo run --release --example pendulum`

use symdiff::{CompiledFunction, Error, Function};

const GRAVITY: f64 = 9.81;
const LENGTH: f64 = 1.5;

fn main() -> Result<(), Error> {
    // Per unit of mass, in the angle q and its momentum p.
    let energy =
        Function::parse("H = p^2/(2*l^2) - g*l*cos(q)")?.with_variables(&["q", "p", "g", "l"])?;
    println!("dq/dt = dH/dp, where {}", energy.partial(&["p"])?);
    println!("dp/dt = -dH/dq, where {}\n", energy.partial(&["q"])?);

    let compiled = energy.compile()?;
    let mut state = [1.0, 0.0];
    let start = compiled.value(&[state[0], state[1], GRAVITY, LENGTH])?;
    let (step, per_second) = (0.01, 100);
    for second in 0..=5 {
        let now = compiled.value(&[state[0], state[1], GRAVITY, LENGTH])?;
        println!(
            "t = {second} s: q = {:8.5}, p = {:8.5}, drift {:.0e}",
            state[0],
            state[1],
            (now - start).abs()
        );
        for _ in 0..per_second {
            state = runge_kutta(&compiled, state, step)?;
        }
    }

    // Small swings take 2*pi*sqrt(l/g): the slope of the force at rest is the square of the frequency.
    let stiffness = energy
        .partial(&["q", "q"])?
        .evaluate(&[0.0, 0.0, GRAVITY, LENGTH])?[0];
    let inertia = energy
        .partial(&["p", "p"])?
        .evaluate(&[0.0, 0.0, GRAVITY, LENGTH])?[0];
    let period = std::f64::consts::TAU / (stiffness * inertia).sqrt();
    println!("period of small swings {period:.5} s");
    Ok(())
}

/// dq/dt = dH/dp, dp/dt = -dH/dq.
fn velocity(energy: &CompiledFunction, [q, p]: [f64; 2]) -> Result<[f64; 2], Error> {
    let mut gradient = [0.0; 4];
    energy.gradient(&[q, p, GRAVITY, LENGTH], &mut gradient)?;
    Ok([gradient[1], -gradient[0]])
}

/// The classical step of order four.
fn runge_kutta(energy: &CompiledFunction, at: [f64; 2], step: f64) -> Result<[f64; 2], Error> {
    let moved = |slope: [f64; 2], time: f64| [0, 1].map(|i| at[i] + time * slope[i]);
    let k1 = velocity(energy, at)?;
    let k2 = velocity(energy, moved(k1, step / 2.0))?;
    let k3 = velocity(energy, moved(k2, step / 2.0))?;
    let k4 = velocity(energy, moved(k3, step))?;
    Ok(moved(
        [0, 1].map(|i| (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]) / 6.0),
        step,
    ))
}
