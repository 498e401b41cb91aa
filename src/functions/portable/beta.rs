//! Euler's beta function and the binomial coefficient, which are recipes in every language.
//!
//! The coefficients come from `tests/data/functions/make_approximations.py`. Invariants: nothing cancels that the
//! condition of the function does not magnify too; no factor leaves the range where the value does not.

use super::{Builder, Rational, Step, rational};
use std::f64::consts::PI;

/// x times what Stirling's formula leaves, lgamma(x) - (x - 1/2) ln(x) + x - ln(2 pi)/2, in 1/x^2 for x >= 2:
/// relative error 6.3e-17
const STIRLING: Rational = (
    &[
        0.08333333333333333,
        1.371527806555239,
        7.158407852405051,
        14.432636432264735,
        10.93087281560128,
        2.511933545216633,
        0.08376906530739722,
    ],
    &[
        1.0,
        16.491667011996114,
        86.44109265309118,
        175.92308630187344,
        136.31902490260802,
        33.48557130801928,
        1.5092851913523544,
    ],
);

/// B_2k/(2k) in 1/x^2, of the asymptotic series of digamma (NIST DLMF 5.11.2).
const DIGAMMA: [f64; 10] = [
    0.0,
    1.0 / 12.0,
    -1.0 / 120.0,
    1.0 / 252.0,
    -1.0 / 240.0,
    1.0 / 132.0,
    -691.0 / 32760.0,
    1.0 / 12.0,
    -3617.0 / 8160.0,
    43867.0 / 14364.0,
];

/// B_2k, of x times that of trigamma.
const TRIGAMMA: [f64; 11] = [
    0.0,
    1.0 / 6.0,
    -1.0 / 30.0,
    1.0 / 42.0,
    -1.0 / 30.0,
    5.0 / 66.0,
    -691.0 / 2730.0,
    7.0 / 6.0,
    -3617.0 / 510.0,
    43867.0 / 798.0,
    -174611.0 / 330.0,
];

/// So many steps of the recurrence come before the asymptotic series, where the argument is below that.
const SHIFT: f64 = 10.0;

/// What Stirling's formula leaves, for x >= 2.
fn stirling(build: &mut dyn Builder, x: Step) -> Step {
    let one = build.constant(1.0);
    let inverse = build.divide(one, x);
    let square = build.multiply(inverse, inverse);
    let value = rational(build, STIRLING, square);
    build.multiply(inverse, value)
}

/// The beta function as factor times exp(-depth), where both stay in range, and the same in logarithms.
struct Parts {
    factor: Step,
    logarithm: Step,
    depth: Step,
}

fn parts(build: &mut dyn Builder, a: Step, b: Step) -> Parts {
    let zero = build.constant(0.0);
    let half = build.constant(0.5);
    let one = build.constant(1.0);
    let two = build.constant(2.0);
    let circle = build.constant(2.0 * PI);
    let tiny = build.constant(1e-20);
    let greater = build.select_less(a, b, b, a);
    let less = build.select_less(a, b, a, b);
    let sum = build.add(a, b);
    let rest_of_greater = stirling(build, greater);
    let rest_of_less = stirling(build, less);
    let rest_of_sum = stirling(build, sum);
    let rest = build.subtract(rest_of_sum, rest_of_greater);
    let share = build.divide(less, greater);
    let log_share = build.call("log1p", &[share]);

    // Both below 2: of gamma functions.
    let gamma_of_less = build.call("gamma", &[less]);
    let gamma_of_greater = build.call("gamma", &[greater]);
    let gamma_of_sum = build.call("gamma", &[sum]);
    let quotient = build.divide(gamma_of_greater, gamma_of_sum);
    let near = build.multiply(gamma_of_less, quotient);
    let inverse_of_less = build.divide(one, less);
    let inverse_of_greater = build.divide(one, greater);
    let inverses = build.add(inverse_of_less, inverse_of_greater);
    let near = build.select_less(less, tiny, inverses, near);
    let log_of_less = build.call("lgamma", &[less]);
    let log_of_greater = build.call("lgamma", &[greater]);
    let log_of_sum = build.call("lgamma", &[sum]);
    let difference = build.subtract(log_of_greater, log_of_sum);
    let log_near = build.add(log_of_less, difference);

    // One below 2: gamma(greater)/gamma(sum) by Stirling's formula.
    let logarithm = build.call("ln", &[sum]);
    let middle = build.multiply(less, logarithm);
    let exponent = build.subtract(greater, half);
    let product = build.multiply(exponent, log_share);
    let small = build.subtract(product, less);
    let small = build.add(small, rest);
    let depth_of_one = build.add(middle, small);

    // None: all three.
    let opposite_share = build.divide(greater, less);
    let opposite_log = build.call("log1p", &[opposite_share]);
    let first = build.multiply(greater, log_share);
    let second = build.multiply(less, opposite_log);
    let rests = build.subtract(rest, rest_of_less);
    let depth_of_none = build.add(first, second);
    let depth_of_none = build.add(depth_of_none, rests);
    let square = build.multiply(circle, inverses);
    let far = build.square_root(square);
    let log_square = build.call("ln", &[square]);
    let log_far = build.multiply(half, log_square);

    let depth = build.select_less(less, two, depth_of_one, depth_of_none);
    let factor = build.select_less(less, two, gamma_of_less, far);
    let logarithm = build.select_less(less, two, log_of_less, log_far);
    Parts {
        depth: build.select_less(greater, two, zero, depth),
        factor: build.select_less(greater, two, near, factor),
        logarithm: build.select_less(greater, two, log_near, logarithm),
    }
}

/// The value where both arguments are positive, infinity where one is zero, and NaN elsewhere.
fn on_domain(build: &mut dyn Builder, [a, b]: [Step; 2], value: Step) -> Step {
    let zero = build.constant(0.0);
    let undefined = build.constant(f64::NAN);
    let infinite = build.constant(f64::INFINITY);
    let value = build.select_equal(a, zero, infinite, value);
    let value = build.select_equal(b, zero, infinite, value);
    let value = build.select_less(a, zero, undefined, value);
    build.select_less(b, zero, undefined, value)
}

/// The beta function.
pub fn beta(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let (a, b) = (arguments[0], arguments[1]);
    let parts = parts(build, a, b);
    let opposite = build.negate(parts.depth);
    let decay = build.call("exp", &[opposite]);
    let value = build.multiply(parts.factor, decay);
    on_domain(build, [a, b], value)
}

/// Its logarithm.
pub fn ln_beta(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let (a, b) = (arguments[0], arguments[1]);
    let parts = parts(build, a, b);
    let value = build.subtract(parts.logarithm, parts.depth);
    on_domain(build, [a, b], value)
}

/// The binomial coefficient 1/((n + 1) beta(n - k + 1, k + 1)), exact where it is a whole number below 1e12.
pub fn binomial(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let (n, k) = (arguments[0], arguments[1]);
    let zero = build.constant(0.0);
    let half = build.constant(0.5);
    let one = build.constant(1.0);
    let exact = build.constant(1e12);
    let undefined = build.constant(f64::NAN);
    let tiny = build.constant(1e-20);
    let rest = build.subtract(n, k);
    let less = build.select_less(k, rest, k, rest);
    let greater = build.select_less(k, rest, rest, k);
    // 1/(k beta(n - k + 1, k)) where it can be: k + 1 would be rounded.
    let count = build.add(n, one);
    let a = build.add(greater, one);
    let next = build.add(less, one);
    let b = build.select_less(zero, less, less, next);
    let factor = build.select_less(zero, less, less, count);
    let parts = parts(build, a, b);
    // In two halves, since one may overflow where the value does not.
    let depth = build.multiply(half, parts.depth);
    let growth = build.call("exp", &[depth]);
    let divisor = build.multiply(parts.factor, factor);
    let value = build.divide(growth, divisor);
    let value = build.multiply(value, growth);
    let size = build.absolute(less);
    let value = build.select_less(size, tiny, one, value);
    let shifted = build.add(value, half);
    let nearest = build.floor(shifted);
    let nearest = build.select_less(value, exact, nearest, value);
    let whole_n = build.floor(n);
    let whole_k = build.floor(k);
    let whole = build.select_equal(whole_n, n, nearest, value);
    let value = build.select_equal(whole_k, k, whole, value);
    let value = build.select_less(zero, count, value, undefined);
    build.select_less(zero, next, value, undefined)
}

/// The arguments x and x + h of a difference, and both moved to where the asymptotic series holds.
struct Span {
    /// x + k, x + k + h and (h/(x + k + h)), for each step k.
    steps: Vec<[Step; 3]>,
    /// 1/w and 1/(w + h), for the argument w of the series.
    inverses: [Step; 2],
    /// h/(w + h)
    share: Step,
    /// Less than the shift.
    near: [Step; 2],
}

fn span(build: &mut dyn Builder, x: Step, h: Step) -> Span {
    let one = build.constant(1.0);
    let border = build.constant(SHIFT);
    let end = build.add(x, h);
    let least = build.select_less(x, end, x, end);
    let mut steps = Vec::new();
    for k in 0..SHIFT as u32 {
        let offset = build.constant(f64::from(k));
        let low = build.add(x, offset);
        let high = build.add(end, offset);
        let share = build.divide(h, high);
        steps.push([low, high, share]);
    }
    let moved = build.add(x, border);
    let moved_end = build.add(end, border);
    let w = build.select_less(least, border, moved, x);
    let end = build.select_less(least, border, moved_end, end);
    let inverses = [build.divide(one, w), build.divide(one, end)];
    let share = build.divide(h, end);
    Span {
        steps,
        inverses,
        share,
        near: [least, border],
    }
}

/// P(q), P(r) and (P(q) - P(r))/(q - r), by Horner's rule.
fn divided_difference(
    build: &mut dyn Builder,
    coefficients: &[f64],
    q: Step,
    r: Step,
) -> [Step; 2] {
    let mut coefficients = coefficients.iter().rev();
    let last = coefficients.next().copied().unwrap_or(0.0);
    let mut value = build.constant(last);
    let mut slope = build.constant(0.0);
    for &coefficient in coefficients {
        let product = build.multiply(slope, q);
        slope = build.add(product, value);
        let product = build.multiply(value, r);
        let constant = build.constant(coefficient);
        value = build.add(product, constant);
    }
    [value, slope]
}

/// NaN where x or x + h is not positive.
fn of_positive(build: &mut dyn Builder, [x, h]: [Step; 2], value: Step) -> Step {
    let zero = build.constant(0.0);
    let undefined = build.constant(f64::NAN);
    let end = build.add(x, h);
    let value = build.select_less(zero, end, value, undefined);
    build.select_less(zero, x, value, undefined)
}

impl Span {
    /// The sum of what `term` makes of each step, where there are any: the smallest is added first.
    fn recurrence(
        &self,
        build: &mut dyn Builder,
        term: fn(&mut dyn Builder, [Step; 3]) -> Step,
    ) -> Step {
        let zero = build.constant(0.0);
        let mut total = zero;
        for &step in self.steps.iter().rev() {
            let term = term(build, step);
            total = build.add(total, term);
        }
        build.select_less(self.near[0], self.near[1], total, zero)
    }

    /// 1/w - 1/(w + h), and the same of the squares: (h/(w + h)) (1/w), and times (1/w + 1/(w + h)).
    fn differences(&self, build: &mut dyn Builder) -> [Step; 2] {
        let [inverse, end] = self.inverses;
        let sum = build.add(inverse, end);
        let difference = build.multiply(self.share, inverse);
        [difference, build.multiply(difference, sum)]
    }

    /// [`divided_difference`] at the squares of both inverses.
    fn divided(&self, build: &mut dyn Builder, coefficients: &[f64]) -> [Step; 2] {
        let [q, r] = self
            .inverses
            .map(|inverse| build.multiply(inverse, inverse));
        divided_difference(build, coefficients, q, r)
    }
}

/// digamma(x + h) - digamma(x): each part of the recurrence and of the series is taken as a multiple of h.
pub fn digamma_difference(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let (x, h) = (arguments[0], arguments[1]);
    let span = span(build, x, h);
    let total = span.recurrence(build, |build, [low, _, share]| build.divide(share, low));
    let [difference, squares] = span.differences(build);
    let [_, slope] = span.divided(build, &DIGAMMA);
    let series = build.multiply(squares, slope);
    let half = build.constant(0.5);
    let halved = build.multiply(half, difference);
    let tail = build.add(halved, series);
    // The first term is ln(1 + h/w); where h is negative and next to -w, it is -ln(1 - h/(w + h)).
    let ratio = build.multiply(h, span.inverses[0]);
    let first = build.call("log1p", &[ratio]);
    let opposite = build.negate(span.share);
    let other = build.call("log1p", &[opposite]);
    let other = build.negate(other);
    let small = build.constant(-0.5);
    let first = build.select_less(ratio, small, other, first);
    let tail = build.add(tail, total);
    let value = build.add(first, tail);
    of_positive(build, [x, h], value)
}

/// trigamma(x + h) - trigamma(x), in the same way.
pub fn trigamma_difference(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let (x, h) = (arguments[0], arguments[1]);
    let span = span(build, x, h);
    // 1/a^2 - 1/b^2 = ((b - a)/b) (1/a) (1/a + 1/b)
    let total = span.recurrence(build, |build, [low, high, share]| {
        let one = build.constant(1.0);
        let low = build.divide(one, low);
        let high = build.divide(one, high);
        let sum = build.add(low, high);
        let term = build.multiply(share, low);
        build.multiply(term, sum)
    });
    let [difference, squares] = span.differences(build);
    // y P(q) - z P(r) = (y - z) P(r) + y (P(q) - P(r)), where q = y^2 and r = z^2.
    let [value, slope] = span.divided(build, &TRIGAMMA);
    let first = build.multiply(difference, value);
    let second = build.multiply(squares, slope);
    let second = build.multiply(span.inverses[0], second);
    let series = build.add(first, second);
    let half = build.constant(0.5);
    let halved = build.multiply(half, squares);
    let tail = build.add(halved, series);
    let tail = build.add(tail, total);
    let value = build.add(difference, tail);
    let value = build.negate(value);
    of_positive(build, [x, h], value)
}
