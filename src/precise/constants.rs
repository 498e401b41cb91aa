//! Constants as fixed-point numbers: `floor(constant * 2^bits)`, at most two units off.
//!
//! Must not know who needs them. Invariant: what was computed once is kept, and shorter numbers are cut from it.

use num_bigint::BigInt;
use num_traits::{One, Zero};
use std::sync::{Mutex, PoisonError};

/// The longest one that was computed so far.
type Kept = Mutex<Option<(u64, BigInt)>>;

static LN_TWO: Kept = Mutex::new(None);
static PI: Kept = Mutex::new(None);

/// ln 2 by Machin's formula for areatangents.
pub(super) fn ln_two(bits: u64) -> BigInt {
    let terms = [(18, 26, 1), (-2, 4801, 1), (8, 8749, 1)];
    kept(&LN_TWO, bits, |bits| sum(&terms, bits))
}

/// The circle constant by Machin's formula.
pub(super) fn pi(bits: u64) -> BigInt {
    let terms = [(16, 5, -1), (-4, 239, -1)];
    kept(&PI, bits, |bits| sum(&terms, bits))
}

/// With 32 bits more than wanted the error of the sum is far below one unit.
fn kept(place: &Kept, bits: u64, compute: impl Fn(u64) -> BigInt) -> BigInt {
    let mut kept = place.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((own, value)) = &*kept
        && *own >= bits
    {
        return value >> (own - bits);
    }
    let more = bits + bits / 4 + 64;
    let value = compute(more + 32) >> 32u32;
    let cut = &value >> (more - bits);
    *kept = Some((more, value));
    cut
}

/// The sum of `factor * f(1/q)` with f the arctangent (sign -1) or areatangent (sign 1).
fn sum(terms: &[(i64, i64, i64)], bits: u64) -> BigInt {
    let mut sum = BigInt::zero();
    for &(factor, q, sign) in terms {
        let mut power = (BigInt::one() << bits) / q;
        let mut odd = 1i64;
        let mut even = true;
        while !power.is_zero() {
            let term = &power / odd * factor;
            if even || sign > 0 {
                sum += term;
            } else {
                sum -= term;
            }
            power /= q * q;
            odd += 2;
            even = !even;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_have_their_digits() {
        let digits = |value: BigInt| ((value * BigInt::from(10).pow(50)) >> 300u32).to_string();
        let pi = digits(pi(300));
        assert_eq!(pi, "314159265358979323846264338327950288419716939937510");
        let ln = digits(ln_two(300));
        assert_eq!(ln, "69314718055994530941723212145817656807550013436025");
        assert_eq!(super::pi(64), super::pi(200) >> 136u32);
    }
}
