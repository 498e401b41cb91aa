//! Rounding to whole numbers and extrema, written on the bits of binary64 numbers.
//!
//! Must not know: programs. The standard library's `floor` and `ceil` may call the system's libm and
//! its `min` and `max` leave the sign of zero and NaN open; these are the same everywhere. Compiled
//! code calls them on processors without such an instruction, hence the C calling convention.

/// Bits of the fraction of a binary64 number.
const FRACTION_BITS: i32 = 52;
/// What is added to the exponent in the bits.
const EXPONENT_BIAS: i32 = 1023;

/// The greatest integer not above `a`; zeros, infinities and NaN stay.
pub(super) extern "C" fn floor(a: f64) -> f64 {
    let bits = a.to_bits();
    let exponent = ((bits >> FRACTION_BITS) & 0x7ff) as i32 - EXPONENT_BIAS;
    if exponent >= FRACTION_BITS || a == 0.0 {
        return a;
    }
    let negative = a < 0.0;
    if exponent < 0 {
        return if negative { -1.0 } else { 0.0 };
    }
    // The bits below the binary point. Adding them to a negative number moves its magnitude up to
    // the next whole number unless it is whole; a carry into the exponent is the right one.
    let below = ((1u64 << FRACTION_BITS) - 1) >> exponent;
    let raised = if negative { bits + below } else { bits };
    f64::from_bits(raised & !below)
}

/// The least integer not below `a`; zeros, infinities and NaN stay, and (-1, 0) gives -0.
pub(super) extern "C" fn ceil(a: f64) -> f64 {
    -floor(-a)
}

/// IEEE 754-2019 minimum: NaN if either is NaN, -0 below +0.
pub(super) fn minimum(a: f64, b: f64) -> f64 {
    if a < b {
        a
    } else if b < a {
        b
    } else if a == b {
        // Equal numbers have equal bits unless they are zeros; then either sign makes it -0.
        f64::from_bits(a.to_bits() | b.to_bits())
    } else {
        a + b
    }
}

/// IEEE 754-2019 maximum: NaN if either is NaN, -0 below +0.
pub(super) fn maximum(a: f64, b: f64) -> f64 {
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
