//! Powers and roots.

use super::{Builder, Step, with_sign};

/// 10^x.
pub fn exp_base_ten(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let ten = build.constant(10.0);
    build.call("^", &[ten, arguments[0]])
}

/// x^(1/n). What 1/n loses by rounding is put back: it counts ln(x)/n times.
pub fn root(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let [x, n] = [arguments[0], arguments[1]];
    let zero = build.constant(0.0);
    let one = build.constant(1.0);
    let two = build.constant(2.0);
    let undefined = build.constant(f64::NAN);
    let size = build.absolute(x);
    let exponent = build.divide(one, n);
    let rough = build.call("^", &[size, exponent]);
    let missing = remainder(build, exponent, n);
    let missing = build.divide(missing, n);
    let logarithm = build.call("ln", &[size]);
    let missing = build.multiply(missing, logarithm);
    let missing = build.multiply(rough, missing);
    let power = build.add(rough, missing);
    // Where the root is infinite or zero, or n is out of range, the rest is not a number.
    let infinite = build.constant(f64::INFINITY);
    let change = build.absolute(missing);
    let power = build.select_less(change, infinite, power, rough);
    let square = build.square_root(x);
    // n is odd where n - 2 floor(n/2) = 1.
    let half = build.divide(n, two);
    let whole = build.floor(half);
    let even = build.multiply(two, whole);
    let rest = build.subtract(n, even);
    let real = build.select_less(x, zero, undefined, power);
    let odd = with_sign(build, power, x);
    let signed = build.select_equal(rest, one, odd, real);
    let value = build.select_equal(n, two, square, signed);
    let value = build.select_equal(n, zero, undefined, value);
    // A power with one NaN may be 1.
    let minus_one = build.constant(-1.0);
    let order = build.absolute(n);
    let value = build.select_less(minus_one, order, value, n);
    build.select_less(minus_one, size, value, x)
}

/// 1 - a b for a product that rounds to nearly 1, without error: the factors are split into halves of 26
/// bits (Dekker 1971).
fn remainder(build: &mut dyn Builder, a: Step, b: Step) -> Step {
    let one = build.constant(1.0);
    let (a_high, a_low) = halves(build, a);
    let (b_high, b_low) = halves(build, b);
    let high = build.multiply(a_high, b_high);
    let cross = build.multiply(a_high, b_low);
    let other = build.multiply(a_low, b_high);
    let low = build.multiply(a_low, b_low);
    let rest = build.subtract(one, high);
    let rest = build.subtract(rest, cross);
    let rest = build.subtract(rest, other);
    build.subtract(rest, low)
}

fn halves(build: &mut dyn Builder, a: Step) -> (Step, Step) {
    // 2^27 + 1
    let factor = build.constant(134_217_729.0);
    let scaled = build.multiply(factor, a);
    let excess = build.subtract(scaled, a);
    let high = build.subtract(scaled, excess);
    (high, build.subtract(a, high))
}
