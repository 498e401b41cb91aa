//! Roots.

use super::{Builder, Step, select_equal, with_sign};

/// x^(1/n); 1/n is rounded, which is within the condition of the root in n.
pub fn root(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let [x, n] = [arguments[0], arguments[1]];
    let zero = build.constant(0.0);
    let one = build.constant(1.0);
    let two = build.constant(2.0);
    let undefined = build.constant(f64::NAN);
    let size = build.absolute(x);
    let exponent = build.divide(one, n);
    let power = build.call("^", &[size, exponent]);
    let square = build.square_root(x);
    // n is odd where n - 2 floor(n/2) = 1.
    let half = build.divide(n, two);
    let whole = build.floor(half);
    let even = build.multiply(two, whole);
    let rest = build.subtract(n, even);
    let real = build.select_less(x, zero, undefined, power);
    let odd = with_sign(build, power, x);
    let signed = select_equal(build, rest, one, odd, real);
    let value = select_equal(build, n, two, square, signed);
    let value = select_equal(build, n, zero, undefined, value);
    // A power with one NaN may be 1.
    let minus_one = build.constant(-1.0);
    let order = build.absolute(n);
    let value = build.select_less(minus_one, order, value, n);
    build.select_less(minus_one, size, value, x)
}
