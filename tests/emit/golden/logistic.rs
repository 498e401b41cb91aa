// Formula:   (x + sigma(y)) / (sigma(x) + (x+y)^2)
// Variables: x, y
//
// f = (x + sigma(y))/t1
// df/dx = 1/t1 - f*(2*(x + y) + sigma(x)*sigma(-x))/t1
// df/dy = sigma(y)*sigma(-y)/t1 - 2*f*(x + y)/t1
// where t1 = sigma(x) + (x + y)^2
//
// Rust 2018 or later, without dependencies. A matrix is an array of its rows.
//
// Written by symdiff 0.1.0.

/// The logistic function 1/(1 + e^(-x)).
#[allow(non_snake_case, clippy::all)]
fn sigma(x: f64) -> f64 {
    let v1 = (-x.abs()).exp();
    let v2 = 1.0 / (1.0 + v1);
    if x < 0.0 { v1 * v2 } else { v2 }
}

/// The value f.
#[allow(non_snake_case, clippy::all)]
pub fn f(x: f64, y: f64) -> f64 {
    let v1 = x + y;
    (x + sigma(y)) / (sigma(x) + v1 * v1)
}

/// The value and the gradient in x, y.
#[allow(non_snake_case, clippy::all)]
pub fn f_gradient(x: f64, y: f64) -> (f64, [f64; 2]) {
    let v1 = sigma(y);
    let v2 = sigma(x);
    let v3 = x + y;
    let v4 = v2 + v3 * v3;
    let v5 = 1.0 / v4;
    let v6 = (x + v1) / v4;
    let v7 = v3 * 2.0;
    let v8 = v5 * v6;
    let v9 = v8 * (v7 + v2 * sigma(-x));
    (v6, [v5 - v9, v1 * (v5 * sigma(-y)) - v7 * v8])
}
