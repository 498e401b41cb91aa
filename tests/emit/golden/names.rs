// Formula:   σ*lambda + exp(double)*_x - self^t1
// Variables: σ, lambda, double, _x, self, t1
//
// f = lambda*σ + _x*exp(double) - self^t1
// df/dσ = lambda
// df/dlambda = σ
// df/ddouble = _x*exp(double)
// df/d_x = exp(double)
// df/dself = -t1*self^(t1 - 1)
// df/dt1 = if(self < 0 || self > 0, -self^t1*ln(self), 0)
//
// Rust 2018 or later, without dependencies. A matrix is an array of its rows.
//
// Written by symdiff 0.1.0.

/// The value f.
#[allow(non_snake_case, clippy::all)]
pub fn f(sigma_: f64, lambda: f64, double: f64, v_x: f64, self_: f64, t1: f64) -> f64 {
    sigma_ * lambda + double.exp() * v_x - self_.powf(t1)
}

/// The value and the gradient in σ, lambda, double, _x, self, t1.
#[allow(non_snake_case, clippy::all)]
pub fn f_gradient(
    sigma_: f64,
    lambda: f64,
    double: f64,
    v_x: f64,
    self_: f64,
    t1: f64,
) -> (f64, [f64; 6]) {
    let v1 = double.exp();
    let v2 = v1 * v_x;
    let v3 = self_.powf(t1);
    (sigma_ * lambda + v2 - v3, [
        lambda,
        sigma_,
        v2,
        v1,
        -(t1 * self_.powf(t1 - 1.0)),
        if self_ < 0.0 || 0.0 < self_ { -(v3 * self_.ln()) } else { 0.0 },
    ])
}
