// Formula:  r = hypot(x, y); phi = atan2(y, x)
// Variables: y, x
//
// phi = atan2(y, x)
// dphi/dy = x/(x^2 + y^2)
// dphi/dx = -y/(x^2 + y^2)
// Kinks:    atan2: at y = 0 && x <= 0, atan2 jumps from -pi to pi, atan2(0, 0) = 0, atan2'(0,
//               0) is undefined (NaN)
//
// Rust 2018 or later, without dependencies. A matrix is an array of its rows.
//
// Written by symdiff 0.1.0.

/// The value phi.
#[allow(non_snake_case, clippy::all)]
pub fn phi(y: f64, x: f64) -> f64 {
    y.atan2(x)
}

/// The value and the Jacobian: a row for each of phi, a column for each of y, x.
#[allow(non_snake_case, clippy::all)]
pub fn phi_jacobian(y: f64, x: f64) -> (f64, [f64; 2]) {
    let v1 = 1.0 / (x * x + y * y);
    (y.atan2(x), [x * v1, -(y * v1)])
}
