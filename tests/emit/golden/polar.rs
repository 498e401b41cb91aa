// Formula:   hypot(x, y); atan2(y, x)
// Variables: x, y
//
// f1 = hypot(x, y)
// f2 = atan2(y, x)
// df1/dx = x/f1
// df1/dy = y/f1
// df2/dx = -y/(x^2 + y^2)
// df2/dy = x/(x^2 + y^2)
// Kinks:     hypot: at x = 0 && y = 0, hypot'(0, 0) is undefined (NaN)
//            atan2: at y = 0 && x <= 0, atan2 jumps from -pi to pi, atan2(0, 0) = 0,
//                atan2'(0, 0) is undefined (NaN)
//
// Rust 2018 or later, without dependencies. A matrix is an array of its rows.
//
// Written by symdiff 0.1.0.

/// The values of f1, f2.
#[allow(non_snake_case, clippy::all)]
pub fn f(x: f64, y: f64) -> [f64; 2] {
    [x.hypot(y), y.atan2(x)]
}

/// The values and the Jacobian: a row for each of f1, f2, a column for each of x, y.
#[allow(non_snake_case, clippy::all)]
pub fn f_jacobian(x: f64, y: f64) -> ([f64; 2], [[f64; 2]; 2]) {
    let v1 = x.hypot(y);
    let v2 = 1.0 / v1;
    let v3 = 1.0 / (x * x + y * y);
    ([v1, y.atan2(x)], [
        [x * v2, y * v2],
        [-(y * v3), x * v3],
    ])
}
