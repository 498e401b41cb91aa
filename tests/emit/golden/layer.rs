// Formula:   A: matrix(2, 3); x: vector(3); sum(sigma(A*x))
// Variables: A (matrix of 2 x 3), x (vector of 3)
//
// f = sum(sigma(A*x))
// df/dA = t1*x'
// df/dx = A'*t1
// where t1 = sigma(A*x) .* sigma(-A*x)
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
pub fn f(A: &[[f64; 3]; 2], x: &[f64; 3]) -> f64 {
    let v1 = sigma(A[0][2] * x[2] + (A[0][0] * x[0] + A[0][1] * x[1]));
    let v2 = sigma(x[0] * A[1][0] + (A[1][1] * x[1] + A[1][2] * x[2]));
    v1 + v2
}

/// The value and the gradient in A, x.
#[allow(non_snake_case, clippy::all)]
pub fn f_gradient(A: &[[f64; 3]; 2], x: &[f64; 3]) -> (f64, [f64; 9]) {
    let v1 = A[0][2] * x[2] + (A[0][0] * x[0] + A[0][1] * x[1]);
    let v2 = x[0] * A[1][0] + (A[1][1] * x[1] + A[1][2] * x[2]);
    let v3 = sigma(v1);
    let v4 = sigma(v2);
    let v5 = v3 * sigma(-v1);
    let v6 = v4 * sigma(-v2);
    (v3 + v4, [
        x[0] * v5,
        x[1] * v5,
        x[2] * v5,
        x[0] * v6,
        x[1] * v6,
        x[2] * v6,
        A[0][0] * v5 + A[1][0] * v6,
        A[0][1] * v5 + A[1][1] * v6,
        A[0][2] * v5 + A[1][2] * v6,
    ])
}
