// Formula:   (1 - x)^2 + 100*(y - x^2)^2
// Variables: x, y
//
// f = (1 - x)^2 + 100*(y - x^2)^2
// df/dx = -2*(1 - x) - 400*x*(y - x^2)
// df/dy = 200*(y - x^2)
// d2f/dxdx = 1200*x^2 - 400*y + 2
// d2f/dxdy = -400*x
// d2f/dydx = -400*x
// d2f/dydy = 200
//
// Rust 2018 or later, without dependencies. A matrix is an array of its rows.
//
// Written by symdiff 0.1.0.

/// The value f.
#[allow(non_snake_case, clippy::all)]
pub fn f(x: f64, y: f64) -> f64 {
    let v1 = 1.0 - x;
    let v2 = y - x * x;
    v1 * v1 + 100.0 * (v2 * v2)
}

/// The value and the gradient in x, y.
#[allow(non_snake_case, clippy::all)]
pub fn f_gradient(x: f64, y: f64) -> (f64, [f64; 2]) {
    let v1 = 1.0 - x;
    let v2 = y - x * x;
    (v1 * v1 + 100.0 * (v2 * v2), [-(v1 * 2.0 + v2 * (x * 400.0)), v2 * 200.0])
}

/// The Hessian in x, y.
#[allow(non_snake_case, clippy::all)]
pub fn f_hessian(x: f64, y: f64) -> [[f64; 2]; 2] {
    let v1 = -(x * 400.0);
    [
        [2.0 + (x * x * 1200.0 - y * 400.0), v1],
        [v1, 200.0],
    ]
}
