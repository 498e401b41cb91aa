//! A curve fitted to measurements: the residuals are a function with a result for each point, built in a loop, and
//! argmin's Gauss-Newton method takes their Jacobian from here.
//!
//! Run it with `cargo run --example least_squares --features argmin,nalgebra`.

use argmin::core::Executor;
use argmin::solver::gaussnewton::GaussNewton;
use nalgebra::{DVector, dvector};
use symdiff::{CompileOptions, Function, Graph, Problem, Quantity, Sharing, math};

/// Time and reading of something that decays: about 5*exp(-t/2) + 1, and noise.
const MEASURED: [(f64, f64); 8] = [
    (0.0, 6.02),
    (1.0, 4.01),
    (2.0, 2.86),
    (3.0, 2.10),
    (4.0, 1.69),
    (5.0, 1.42),
    (6.0, 1.23),
    (8.0, 1.11),
];

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let [a, k, c] = Graph::new().variables(["a", "k", "c"]);
    let residuals = MEASURED.map(|(t, reading)| &a * math::exp(-&k * t) + &c - reading);
    let residuals = Function::of_results(residuals)?;
    let jacobian = residuals.jacobian()?;
    println!(
        "second residual: {}",
        residuals.infix(Sharing::WrittenOut).results[1]
    );
    println!(
        "its row: {:?}",
        &jacobian.infix(Sharing::WrittenOut).results[3..6]
    );

    let options = CompileOptions::of([Quantity::Value, Quantity::Jacobian]);
    let residuals = residuals.compile_with(&options)?;
    let problem = Problem::<DVector<f64>>::new(residuals.clone());
    let solver: GaussNewton<f64> = GaussNewton::new();
    let run = Executor::new(problem, solver)
        .configure(|state| state.param(dvector![4.0, 1.0, 0.0]).max_iters(20))
        .run()?;
    let best = run.state.best_param.ok_or("no parameters were found")?;
    println!("a = {:.4}, k = {:.4}, c = {:.4}", best[0], best[1], best[2]);

    let mut rest = [0.0; MEASURED.len()];
    residuals.values(best.as_slice(), &mut rest)?;
    let squares: f64 = rest.iter().map(|residual| residual * residual).sum();
    let deviation = (squares / MEASURED.len() as f64).sqrt();
    println!("root mean square of the residuals: {deviation:.4}");
    Ok(())
}
