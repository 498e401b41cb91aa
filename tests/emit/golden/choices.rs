// Formula:   if(x < 0 || !(y <= 1), max(x, y), abs(x)/y) + x/x
// Variables: x, y
//
// f = if(x < 0 || !(y <= 1), max(x, y), abs(x)/y) + 1
// df/dx = if(x < 0 || !(y <= 1), if(y < x, 1, if(x < y, 0, 1/2)), sign(x)/y)
// df/dy = if(x < 0 || !(y <= 1), if(x < y, 1, if(y < x, 0, 1/2)), -abs(x)/y^2)
// Assuming:  x != 0 (u^a*u^b = u^(a+b))
// Kinks:     max: at a tie, the arguments that attain it share the derivative equally
//            abs: at x = 0, abs'(0) = 0
//            if: where `x < 0 || !(y <= 1)` changes, the derivative of the branch taken
//
// Rust 2018 or later, without dependencies. A matrix is an array of its rows.
//
// Written by symdiff 0.1.0.

/// The greater of two numbers: NaN if either is, and -0 is below 0.
fn maximum(a: f64, b: f64) -> f64 {
    if a < b {
        b
    } else if b < a {
        a
    } else if a == b {
        f64::from_bits(a.to_bits() & b.to_bits())
    } else {
        a + b
    }
}

/// -1, 0 or 1 for a negative, zero or positive x.
#[allow(non_snake_case, clippy::all)]
fn sign(x: f64) -> f64 {
    if 0.0 < x { 1.0 } else if x < 0.0 { -1.0 } else { x }
}

/// The value f.
#[allow(non_snake_case, clippy::all)]
pub fn f(x: f64, y: f64) -> f64 {
    let v1 = if x < 0.0 || !(y <= 1.0) { maximum(x, y) } else { x.abs() / y };
    1.0 + v1
}

/// The value and the gradient in x, y.
#[allow(non_snake_case, clippy::all)]
pub fn f_gradient(x: f64, y: f64) -> (f64, [f64; 2]) {
    let v1 = x < 0.0 || !(y <= 1.0);
    let v2 = 1.0 / y;
    let v3 = x.abs() / y;
    let v4 = x < y;
    let v5 = y < x;
    (1.0 + (if v1 { maximum(x, y) } else { v3 }), [
        if v1 { if v5 { 1.0 } else if v4 { 0.0_f64 } else { 0.5 } } else { v2 * sign(x) },
        if v1 { if v4 { 1.0 } else if v5 { 0.0_f64 } else { 0.5 } } else { -(v2 * v3) },
    ])
}
