//! Remainders.
//!
//! They must not know the table. Invariant: a remainder is the exact one, rounded once.

/// x - y*floor(x/y); NaN for y = 0 and for an infinite x. A zero has the sign of y.
pub extern "C" fn modulo(x: f64, y: f64) -> f64 {
    // The remainder with the sign of x is exact.
    let rest = x % y;
    if rest == 0.0 {
        return 0.0_f64.copysign(y);
    }
    if (rest < 0.0) == (y < 0.0) {
        rest
    } else {
        rest + y
    }
}
