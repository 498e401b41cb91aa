//! A pendulum, from its Lagrangian to its motion. The equation of Euler and Lagrange,
//!
//! ```text
//! d/dt dL/dv = dL/dq,  so  L_vv*a + L_vq*v = L_q,
//! ```
//!
//! gives the acceleration a from three derivatives of L, whatever L is. A classical Runge-Kutta method of fourth order
//! integrates it, and the energy, which the exact motion keeps, tells how well.
//!
//! Run it with `cargo run --example pendulum`.

use symdiff::{CompileOptions, CompiledFunction, Error, Function, Quantity};

/// Kinetic less potential energy of a unit mass at the angle q with the angular velocity v.
const LAGRANGIAN: &str = "L = l^2*v^2/2 + g*l*cos(q)";
const GRAVITY: f64 = 9.81;
const LENGTH: f64 = 0.5;

fn main() -> Result<(), Error> {
    let lagrangian = Function::parse(LAGRANGIAN)?.with_variables(&["q", "v", "g", "l"])?;
    let partials = [vec!["v", "v"], vec!["v", "q"], vec!["q"], vec!["v"]];
    for names in &partials {
        println!("{}", lagrangian.partial(names)?);
    }
    let of_names = |names: &Vec<&str>| Quantity::Partial(names.iter().map(|&n| n.into()).collect());
    let mut quantities: Vec<Quantity> = partials.iter().map(of_names).collect();
    quantities.push(Quantity::Value);
    let lagrangian = lagrangian.compile_with(&CompileOptions::of(quantities))?;

    for steps in [50, 100, 200] {
        // Let go at rest, a little below the horizontal.
        let mut state = [1.5, 0.0];
        let energy = derive(&lagrangian, state)?.energy;
        let length = 2.0 / f64::from(steps);
        for _ in 0..steps {
            state = step(&lagrangian, state, length)?;
        }
        let drift = derive(&lagrangian, state)?.energy / energy - 1.0;
        println!(
            "{steps:3} steps: after 2 s q = {:.6}, v = {:.6}, energy drift {drift:9.1e}",
            state[0], state[1]
        );
    }
    Ok(())
}

struct Rates {
    acceleration: f64,
    energy: f64,
}

fn derive(lagrangian: &CompiledFunction, [q, v]: [f64; 2]) -> Result<Rates, Error> {
    let mut outputs = [0.0; 5];
    lagrangian.call(&[q, v, GRAVITY, LENGTH], &mut outputs)?;
    let [l_vv, l_vq, l_q, l_v, l] = outputs;
    Ok(Rates {
        acceleration: (l_q - l_vq * v) / l_vv,
        energy: v * l_v - l,
    })
}

/// One step of the Runge-Kutta method of fourth order (Kutta, 1901).
fn step(lagrangian: &CompiledFunction, state: [f64; 2], length: f64) -> Result<[f64; 2], Error> {
    let ahead = |rate: [f64; 2], part: f64| [0, 1].map(|i| state[i] + part * length * rate[i]);
    let rate = |at: [f64; 2]| Ok([at[1], derive(lagrangian, at)?.acceleration]);
    let k1: [f64; 2] = rate(state)?;
    let k2 = rate(ahead(k1, 0.5))?;
    let k3 = rate(ahead(k2, 0.5))?;
    let k4 = rate(ahead(k3, 1.0))?;
    let mean = [0, 1].map(|i| (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]) / 6.0);
    Ok(ahead(mean, 1.0))
}
