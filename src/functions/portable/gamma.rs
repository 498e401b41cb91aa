//! The gamma family.
//!
//! Between 1 and 2 a rational function gives the value, recurrences lead there, asymptotic series take over
//! far out, and reflection formulas reach negative arguments. The coefficients come from
//! `tests/data/functions/make_approximations.py`; the series are NIST DLMF 5.11.1, 5.11.2 and 5.15.8, the
//! reflections 5.5.3, 5.5.4 and 5.15.6.

use super::{Builder, Rational, Step, polynomial, rational};
use std::f64::consts::PI;

/// (gamma(1+z) - 1)/(z (z-1)) in z: relative error 1.1e-17
const GAMMA: Rational = (
    &[
        0.5772156649015329,
        0.29876922393435335,
        0.007831131540062196,
        -0.00222015371794751,
        0.0029295218840274806,
        -2.3725616640304882e-05,
        1.1054285977186225e-05,
        4.958371194952124e-07,
    ],
    &[
        1.0,
        1.231098872692611,
        0.03327794717115435,
        -0.19508464455175423,
        0.01491690224428152,
        0.009912455889080159,
        -0.0021376461086060772,
        0.00013055404261924945,
    ],
);

/// lgamma(1+z)/(z (z-1)) in z: relative error 2.4e-17
const LN_GAMMA: Rational = (
    &[
        0.5772156649015329,
        1.5596717057522156,
        1.573396949493047,
        0.7325115068578646,
        0.15704300250969247,
        0.01335232028577317,
        0.0002863302305915675,
    ],
    &[
        1.0,
        3.1269474895188387,
        3.7851551293303727,
        2.2347587149262016,
        0.6662951719597183,
        0.09380064459488484,
        0.005110524940277966,
        6.197815272364046e-05,
    ],
);

/// digamma(1+z)/(z - z0) in z: relative error 3.5e-17
const DIGAMMA: Rational = (
    &[
        1.2503801375034054,
        1.96521071930205,
        1.1098885191520405,
        0.2827909775851093,
        0.03289286530666115,
        0.001522014780947835,
        1.7898801794407944e-05,
    ],
    &[
        1.0,
        2.2552374236640156,
        1.8274096260124488,
        0.6895598627289087,
        0.12818724505968795,
        0.011177447048773713,
        0.00038082202743287797,
        2.9593505781253758e-06,
    ],
);

/// The zero of digamma, less 1, and what is missing to it.
const DIGAMMA_ZERO: (f64, f64) = (0.46163214496836236, -1.5522348162858677e-17);

/// B_2j/(2j(2j - 1)): Stirling's series for lgamma in 1/x^(2j - 1).
const STIRLING: &[f64] = &[
    1.0 / 12.0,
    -1.0 / 360.0,
    1.0 / 1260.0,
    -1.0 / 1680.0,
    1.0 / 1188.0,
    -691.0 / 360360.0,
    1.0 / 156.0,
];

/// B_2j/(2j): the series for digamma in 1/x^2j.
const DIGAMMA_SERIES: &[f64] = &[
    1.0 / 12.0,
    -1.0 / 120.0,
    1.0 / 252.0,
    -1.0 / 240.0,
    1.0 / 132.0,
    -691.0 / 32760.0,
    1.0 / 12.0,
];

/// B_2j: the series for trigamma in 1/x^(2j + 1).
const TRIGAMMA_SERIES: &[f64] = &[
    1.0 / 6.0,
    -1.0 / 30.0,
    1.0 / 42.0,
    -1.0 / 30.0,
    5.0 / 66.0,
    -691.0 / 2730.0,
    7.0 / 6.0,
    -3617.0 / 510.0,
];

/// An argument brought to t > -1/2, and what the reflection formulas need of the one before.
struct Reflected {
    /// Whether anything was reflected is decided by x < -1/2: `choose`.
    x: Step,
    /// |x|
    size: Step,
    /// The fraction of |x|, or its distance to 1 where that is less.
    distance: Step,
    /// The fraction of |x|; zero at the poles.
    fraction: Step,
    /// The integer part of |x|.
    whole: Step,
}

impl Reflected {
    fn new(build: &mut dyn Builder, x: Step) -> Reflected {
        let one = build.constant(1.0);
        let size = build.absolute(x);
        let whole = build.floor(size);
        let fraction = build.subtract(size, whole);
        let rest = build.subtract(one, fraction);
        let distance = build.select_less(rest, fraction, rest, fraction);
        Reflected {
            x,
            size,
            distance,
            fraction,
            whole,
        }
    }

    /// `there` for x < -1/2, else `here`.
    fn choose(&self, build: &mut dyn Builder, there: Step, here: Step) -> Step {
        let limit = build.constant(-0.5);
        build.select_less(self.x, limit, there, here)
    }

    /// A function of pi times the distance to the next pole.
    fn circular(&self, build: &mut dyn Builder, name: &'static str) -> Step {
        let pi = build.constant(PI);
        let angle = build.multiply(pi, self.distance);
        build.call(name, &[angle])
    }
}

/// For t > -1/2 a number of at least 1 that the recurrence leads to, in one or two steps from below 1.
fn raised(build: &mut dyn Builder, t: Step) -> Step {
    let zero = build.constant(0.0);
    let one = build.constant(1.0);
    let two = build.constant(2.0);
    let once = build.add(t, one);
    let twice = build.add(t, two);
    let small = build.select_less(t, zero, twice, once);
    build.select_less(t, one, small, t)
}

/// gamma(raised(t))/gamma(t): t or t(t + 1), and 1 from t = 1 on.
fn raising(build: &mut dyn Builder, t: Step) -> Step {
    let zero = build.constant(0.0);
    let one = build.constant(1.0);
    let next = build.add(t, one);
    let product = build.multiply(t, next);
    let small = build.select_less(t, zero, product, t);
    build.select_less(t, one, small, one)
}

/// gamma(b)/gamma(1 + z) for 1 <= b < 12 with the fraction z: (b - 1)(b - 2)...(1 + z).
fn lowering(build: &mut dyn Builder, b: Step) -> Step {
    let one = build.constant(1.0);
    let mut product = one;
    for steps in 1..=10 {
        let taken = build.constant(f64::from(steps));
        let limit = build.constant(f64::from(steps + 1));
        let lower = build.subtract(b, taken);
        let factor = build.select_less(b, limit, one, lower);
        product = build.multiply(product, factor);
    }
    product
}

fn fraction(build: &mut dyn Builder, b: Step) -> Step {
    let whole = build.floor(b);
    build.subtract(b, whole)
}

/// z(z - 1), zero where gamma(1 + z) is 1.
fn between_ones(build: &mut dyn Builder, z: Step) -> Step {
    let one = build.constant(1.0);
    let below = build.subtract(z, one);
    build.multiply(z, below)
}

/// Stirling's correction to lgamma(t) for t >= 12.
fn stirling(build: &mut dyn Builder, t: Step) -> Step {
    let one = build.constant(1.0);
    let inverse = build.divide(one, t);
    let square = build.multiply(inverse, inverse);
    let series = polynomial(build, STIRLING, square);
    build.multiply(inverse, series)
}

/// The gamma function.
pub fn gamma(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let one = build.constant(1.0);
    let twelve = build.constant(12.0);
    let undefined = build.constant(f64::NAN);
    let reflected = Reflected::new(build, x);
    let t = reflected.choose(build, reflected.size, x);
    let b = raised(build, t);
    let z = fraction(build, b);
    let middle = rational(build, GAMMA, z);
    let ends = between_ones(build, z);
    let middle = build.multiply(ends, middle);
    let middle = build.add(one, middle);
    let product = lowering(build, b);
    let near = build.multiply(product, middle);
    let steps = raising(build, t);
    let near = build.divide(near, steps);
    // sqrt(2 pi) t^(t - 1/2) e^(-t) e^(series), with the power in two halves, since it overflows before
    // the value does. From 172 on that is infinite.
    let most = build.constant(200.0);
    let bounded = build.select_less(most, t, most, t);
    let half = build.constant(0.5);
    let quarter = build.constant(0.25);
    let halved = build.multiply(half, bounded);
    let exponent = build.subtract(halved, quarter);
    let power = build.call("^", &[bounded, exponent]);
    let correction = stirling(build, bounded);
    let logarithm = build.subtract(correction, bounded);
    let decay = build.call("exp", &[logarithm]);
    let scale = build.constant(2.5066282746310002);
    let far = build.multiply(scale, decay);
    let far = build.multiply(power, far);
    let first = build.select_less(t, twelve, near, far);
    let second = build.select_less(t, twelve, one, power);
    let right = build.multiply(first, second);
    // gamma(x) gamma(-x) = -pi/(x sin(pi x)), where the sine has the sign of the parity of floor(|x|).
    let sine = reflected.circular(build, "sin");
    let denominator = build.multiply(reflected.size, sine);
    let pi = build.constant(PI);
    let left = build.divide(pi, denominator);
    let left = build.divide(left, first);
    let left = build.divide(left, second);
    let halves = build.multiply(half, reflected.whole);
    let odd = fraction(build, halves);
    let negated = build.negate(left);
    let left = build.select_less(zero, odd, left, negated);
    let left = build.select_equal(reflected.fraction, zero, undefined, left);
    let value = reflected.choose(build, left, right);
    build.select_equal(x, zero, undefined, value)
}

/// ln|gamma(x)|
pub fn ln_gamma(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let half = build.constant(0.5);
    let one = build.constant(1.0);
    let twelve = build.constant(12.0);
    let infinite = build.constant(f64::INFINITY);
    let reflected = Reflected::new(build, x);
    let t = reflected.choose(build, reflected.size, x);
    let b = raised(build, t);
    let z = fraction(build, b);
    let middle = rational(build, LN_GAMMA, z);
    let ends = between_ones(build, z);
    let middle = build.multiply(ends, middle);
    let product = lowering(build, b);
    let steps = raising(build, t);
    let steps = build.absolute(steps);
    let factor = build.select_less(t, one, steps, product);
    let logarithm = build.call("ln", &[factor]);
    let negated = build.negate(logarithm);
    let logarithm = build.select_less(t, one, negated, logarithm);
    let near = build.add(logarithm, middle);
    // (t - 1/2)(ln t - 1) + (ln(2 pi) - 1)/2 + series
    let logarithm = build.call("ln", &[t]);
    let lowered = build.subtract(logarithm, one);
    let shifted = build.subtract(t, half);
    let main = build.multiply(shifted, lowered);
    let correction = stirling(build, t);
    let constant = build.constant(0.4189385332046727);
    let rest = build.add(constant, correction);
    let far = build.add(main, rest);
    let right = build.select_less(t, twelve, near, far);
    // ln(pi/(|x| sin(pi |x|))) - lgamma(|x|), with one logarithm of all factors together, since the terms
    // cancel.
    let sine = reflected.circular(build, "sin");
    let denominator = build.multiply(reflected.size, sine);
    let lowered = build.multiply(denominator, product);
    let pi = build.constant(PI);
    let numerator = build.multiply(pi, steps);
    let all = build.divide(numerator, lowered);
    let alone = build.divide(pi, denominator);
    let quotient = build.select_less(t, twelve, all, alone);
    let rest = build.select_less(t, twelve, middle, far);
    let logarithm = build.call("ln", &[quotient]);
    let left = build.subtract(logarithm, rest);
    let left = build.select_equal(reflected.fraction, zero, infinite, left);
    let lowest = build.constant(f64::MIN);
    let left = build.select_less(x, lowest, infinite, left);
    reflected.choose(build, left, right)
}

/// The derivative of ln|gamma(x)|.
pub fn digamma(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let half = build.constant(0.5);
    let one = build.constant(1.0);
    let ten = build.constant(10.0);
    let undefined = build.constant(f64::NAN);
    let reflected = Reflected::new(build, x);
    let mirrored = build.subtract(one, x);
    let t = reflected.choose(build, mirrored, x);
    let b = raised(build, t);
    let z = fraction(build, b);
    let (high, low) = DIGAMMA_ZERO;
    let (high, low) = (build.constant(high), build.constant(low));
    let distance = build.subtract(z, high);
    let distance = build.subtract(distance, low);
    let slope = rational(build, DIGAMMA, z);
    let middle = build.multiply(distance, slope);
    // digamma(b) - digamma(1 + z), the least terms first.
    let mut sum = None;
    for steps in 1..=8 {
        let taken = build.constant(f64::from(steps));
        let limit = build.constant(f64::from(steps + 1));
        let lower = build.subtract(b, taken);
        let term = build.divide(one, lower);
        let term = build.select_less(b, limit, zero, term);
        sum = Some(sum.map_or(term, |sum| build.add(sum, term)));
    }
    let middle = sum.map_or(middle, |sum| build.add(middle, sum));
    // digamma(raised(t)) - digamma(t)
    let first = build.divide(one, t);
    let next = build.add(t, one);
    let second = build.divide(one, next);
    let both = build.add(first, second);
    let steps = build.select_less(t, zero, both, first);
    let lowered = build.subtract(middle, steps);
    let near = build.select_less(t, one, lowered, middle);
    let logarithm = build.call("ln", &[t]);
    let square = build.multiply(first, first);
    let series = polynomial(build, DIGAMMA_SERIES, square);
    let series = build.multiply(square, series);
    let halved = build.multiply(half, first);
    let correction = build.add(halved, series);
    let far = build.subtract(logarithm, correction);
    let right = build.select_less(t, ten, near, far);
    // digamma(x) = digamma(1 - x) + pi cot(pi |x|)
    let tangent = reflected.circular(build, "tan");
    let pi = build.constant(PI);
    let cotangent = build.divide(pi, tangent);
    let negated = build.negate(cotangent);
    let cotangent = build.select_less(half, reflected.fraction, negated, cotangent);
    let left = build.add(right, cotangent);
    let left = build.select_equal(reflected.fraction, zero, undefined, left);
    let value = reflected.choose(build, left, right);
    build.select_equal(x, zero, undefined, value)
}

/// Its derivative.
pub fn trigamma(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let half = build.constant(0.5);
    let one = build.constant(1.0);
    let twelve = build.constant(12.0);
    let reflected = Reflected::new(build, x);
    let mirrored = build.subtract(one, x);
    let t = reflected.choose(build, mirrored, x);
    let shifted = build.add(t, twelve);
    let w = build.select_less(t, twelve, shifted, t);
    let inverse = build.divide(one, w);
    let square = build.multiply(inverse, inverse);
    let series = polynomial(build, TRIGAMMA_SERIES, square);
    let series = build.multiply(square, series);
    let halved = build.multiply(half, inverse);
    let correction = build.add(halved, series);
    let correction = build.multiply(inverse, correction);
    let far = build.add(inverse, correction);
    // trigamma(t) - trigamma(t + 12), the least terms first.
    let mut near = far;
    for steps in (0..12).rev() {
        let step = build.constant(f64::from(steps));
        let place = build.add(t, step);
        let term = build.divide(one, place);
        let term = build.multiply(term, term);
        near = build.add(near, term);
    }
    let right = build.select_less(t, twelve, near, far);
    // trigamma(x) = (pi/sin(pi x))^2 - trigamma(1 - x)
    let sine = reflected.circular(build, "sin");
    let pi = build.constant(PI);
    let ratio = build.divide(pi, sine);
    let ratio = build.multiply(ratio, ratio);
    let left = build.subtract(ratio, right);
    reflected.choose(build, left, right)
}
