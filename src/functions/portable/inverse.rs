//! The inverses of the error function and of its complement.
//!
//! Rational functions give erfinv next to zero and, in t = sqrt(-ln x), erfcinv in the tails. Their
//! coefficients come from `tests/data/functions/make_approximations.py`.

use super::{Builder, Rational, Step, rational};

/// erfinv(x)/x in x^2, |x| <= 1/2: relative error 7.0e-17
const NEAR: Rational = (
    &[
        0.886226925452758,
        -2.584377627800566,
        2.8320607858837357,
        -1.4364461692965567,
        0.3321450332631974,
        -0.028640732984121165,
        0.0004324086392646862,
    ],
    &[
        1.0,
        -3.1779572629170287,
        3.883693925773671,
        -2.2778593543426338,
        0.6492126611815453,
        -0.07915160925371666,
        0.002729511641131691,
    ],
);

/// erfcinv(exp(-t^2)) in t - a, from a on: a and the approximation, whose relative error is below 4.8e-17.
const TAILS: [(f64, Rational); 4] = [
    (
        0.8125,
        (
            &[
                0.4584395801344761,
                2.590913524406304,
                6.383036473781965,
                9.002968183146027,
                7.9502819595125604,
                4.468005373174559,
                1.5374732054160094,
                0.28712904642432935,
                0.02081899086193888,
            ],
            &[
                1.0,
                3.64855829511869,
                6.166820718703685,
                6.067575174883415,
                3.689920231523298,
                1.3573861136669951,
                0.27078430182688906,
                0.02080216361291315,
                4.0533499304225847e-07,
            ],
        ),
    ),
    (
        2.0,
        (
            &[
                1.6681883160584965,
                4.1547888279256755,
                4.354177517800538,
                2.475709316395829,
                0.8188106003115134,
                0.15631171566415586,
                0.01598303792839681,
                0.0007349762146357697,
                9.841104500150992e-06,
            ],
            &[
                1.0,
                1.8614420055953322,
                1.4384473840758947,
                0.5823523497391841,
                0.1285718912170619,
                0.014581069618340612,
                0.0007153118492135727,
                9.84146814598353e-06,
                -6.582908533627864e-12,
            ],
        ),
    ),
    (
        5.0,
        (
            &[
                4.779384858633335,
                4.717378031521431,
                1.9385127585210564,
                0.42830878510744325,
                0.054808523907209576,
                0.004071944638251677,
                0.00016634028269165308,
                3.2624471323367762e-06,
                2.1865947065971057e-08,
            ],
            &[
                1.0,
                0.772642809503898,
                0.24058803790905672,
                0.03845126077763836,
                0.0033261657331163765,
                0.00015064371232094678,
                3.1531633469875353e-06,
                2.1865863611767797e-08,
            ],
        ),
    ),
    (
        12.0,
        (
            &[
                11.872232995870434,
                4.774762057986312,
                0.798489723689084,
                0.07173369610924421,
                0.0037310783245846713,
                0.00011272629946204776,
                1.8760334263773892e-06,
                1.504551207963724e-08,
                4.148095754077709e-11,
            ],
            &[
                1.0,
                0.3173411660117461,
                0.040373120029028105,
                0.002626691634188023,
                9.234759466225022e-05,
                1.7016098207193264e-06,
                1.454777674565369e-08,
                4.1480930045940664e-11,
            ],
        ),
    ),
];

/// erfinv(x) for |x| <= 1/2.
fn near(build: &mut dyn Builder, x: Step) -> Step {
    let square = build.multiply(x, x);
    let slope = rational(build, NEAR, square);
    build.multiply(x, slope)
}

/// erfcinv(x) for 0 <= x < 1/2; infinite at 0.
fn tail(build: &mut dyn Builder, x: Step) -> Step {
    let infinite = build.constant(f64::INFINITY);
    let logarithm = build.call("ln", &[x]);
    let size = build.negate(logarithm);
    let t = build.square_root(size);
    let mut value = None;
    for (start, approximation) in TAILS {
        let start = build.constant(start);
        let distance = build.subtract(t, start);
        let own = rational(build, approximation, distance);
        value = Some(match value {
            Some(below) => build.select_less(t, start, below, own),
            None => own,
        });
    }
    let value = value.unwrap_or(t);
    build.select_equal(size, infinite, infinite, value)
}

/// The inverse of erf.
pub fn inverse_error(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let half = build.constant(0.5);
    let one = build.constant(1.0);
    let size = build.absolute(x);
    let near = near(build, x);
    let rest = build.subtract(one, size);
    let right = tail(build, rest);
    let left = build.negate(right);
    let far = build.select_less(x, zero, left, right);
    build.select_less(half, size, far, near)
}

/// The inverse of erfc.
pub fn inverse_complement(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let half = build.constant(0.5);
    let one = build.constant(1.0);
    let two = build.constant(2.0);
    let rest = build.subtract(one, x);
    let near = near(build, rest);
    let mirrored = build.subtract(two, x);
    let small = build.select_less(x, one, x, mirrored);
    let right = tail(build, small);
    let left = build.negate(right);
    let far = build.select_less(x, one, right, left);
    build.select_less(small, half, far, near)
}
