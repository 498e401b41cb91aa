//! Rows: absolute value, sign, steps, rounding to integers, extrema.
//!
//! It must not know how its texts are read. Invariants: every row of this family is here and nowhere
//! else; NaN in gives NaN out, also through comparisons.

use super::kernels::rounding as kernels;
use super::{
    Builder, Exactly, Extremum, Identity, Kernel, Kink, Parity, Primitive, Range, Row, Step,
};
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

/// The family.
pub(super) static ROWS: &[Row] = &[
    Row {
        name: "abs",
        aliases: &["|"],
        meaning: "The absolute value.",
        exact: Some(|own| Some(own[0].abs())),
        kernel: Kernel::Recipe(|build, arguments| build.absolute(arguments[0])),
        exactly: Exactly::Primitive(Primitive::Absolute),
        partials: &["sign(x)"],
        kinks: &[Kink {
            at: "x = 0",
            convention: "abs'(0) = 0",
        }],
        range: Range::Nonnegative,
        parity: Parity::Even,
        vanishes_at_zero_alone: true,
        weight: 1,
        identities: &[
            Identity::always("abs of 0", "abs(0)", "0"),
            Identity::always("abs of abs", "abs(abs(u))", "abs(u)"),
            Identity::always("abs of relu", "abs(relu(u))", "relu(u)"),
            Identity::always("square of abs", "abs(u)^2", "u^2"),
            Identity::always("abs times sign", "abs(u)*sign(u)", "u"),
            Identity::when("abs of what is never negative", "abs(u)", "u", "u >= 0").where_proved(),
            Identity::when("argument over abs", "u/abs(u)", "sign(u)", "u < 0 || u > 0"),
            Identity::when("abs over argument", "abs(u)/u", "sign(u)", "u < 0 || u > 0"),
        ],
        latex: r"\left|#1\right|",
        spellings: &[("arrays", "np.abs(#1)")],
        ..Row::ORDINARY
    },
    Row {
        name: "sign",
        aliases: &["sgn"],
        meaning: "-1, 0 or 1 for a negative, zero or positive x.",
        exact: Some(|own| Some(own[0].signum())),
        kernel: Kernel::Recipe(sign),
        exactly: Exactly::Text("if(x < 0, -1, if(x > 0, 1, 0))"),
        partials: &["0"],
        kinks: &[Kink {
            at: "x = 0",
            convention: "sign(0) = 0, sign'(0) = 0",
        }],
        parity: Parity::Odd,
        vanishes_at_zero_alone: true,
        weight: 2,
        identities: &[
            Identity::always("sign of 0", "sign(0)", "0"),
            Identity::always("sign of sign", "sign(sign(u))", "sign(u)"),
            Identity::always("argument times sign", "u*sign(u)", "abs(u)"),
            Identity::when("sign of what is positive", "sign(u)", "1", "u > 0").where_proved(),
        ],
        latex: r"\operatorname{sign}",
        spellings: &[("arrays", "np.sign(#1)")],
        ..Row::ORDINARY
    },
    Row {
        name: "step",
        aliases: &["heaviside"],
        meaning: "Heaviside's step: 0 for x < 0, 1 for x >= 0.",
        exact: Some(exact_step),
        kernel: Kernel::Recipe(step),
        exactly: Exactly::Text("if(x >= 0, 1, 0)"),
        partials: &["0"],
        kinks: &[Kink {
            at: "x = 0",
            convention: "step(0) = 1, step'(0) = 0",
        }],
        range: Range::Nonnegative,
        weight: 2,
        identities: &[
            Identity::always("step at 0", "step(0)", "1"),
            Identity::when("step of what is never negative", "step(u)", "1", "u >= 0")
                .where_proved(),
        ],
        latex: r"\operatorname{step}",
        ..Row::ORDINARY
    },
    Row {
        name: "relu",
        meaning: "The positive part, max(x, 0).",
        exact: Some(|own| Some(own[0].clone().max(BigRational::zero()))),
        kernel: Kernel::Recipe(relu),
        exactly: Exactly::Text("if(x > 0, x, 0)"),
        partials: &["if(x > 0, 1, 0)"],
        kinks: &[Kink {
            at: "x = 0",
            convention: "relu'(0) = 0",
        }],
        range: Range::Nonnegative,
        weight: 1,
        identities: &[
            Identity::always("relu at 0", "relu(0)", "0"),
            Identity::always("relu of relu", "relu(relu(u))", "relu(u)"),
            Identity::always("relu of abs", "relu(abs(u))", "abs(u)"),
            Identity::when("relu of what is never negative", "relu(u)", "u", "u >= 0")
                .where_proved(),
        ],
        latex: r"\operatorname{relu}",
        spellings: &[("arrays", "np.maximum(#1, 0)")],
        ..Row::ORDINARY
    },
    Row {
        name: "floor",
        meaning: "The greatest integer not above x.",
        exact: Some(|own| Some(own[0].floor())),
        kernel: Kernel::Recipe(|build, arguments| build.floor(arguments[0])),
        exactly: Exactly::Primitive(Primitive::Floor),
        partials: &["0"],
        kinks: &[Kink {
            at: "x = floor(x)",
            convention: "floor' = 0 at its jumps",
        }],
        weight: 1,
        identities: &[
            Identity::always("floor of floor", "floor(floor(u))", "floor(u)"),
            Identity::always("floor of ceil", "floor(ceil(u))", "ceil(u)"),
        ],
        latex: r"\left\lfloor #1 \right\rfloor",
        spellings: &[("arrays", "np.floor(#1)")],
        ..Row::ORDINARY
    },
    Row {
        name: "ceil",
        meaning: "The least integer not below x.",
        exact: Some(|own| Some(own[0].ceil())),
        kernel: Kernel::Recipe(|build, arguments| build.ceil(arguments[0])),
        exactly: Exactly::Text("-floor(-x)"),
        partials: &["0"],
        kinks: &[Kink {
            at: "x = ceil(x)",
            convention: "ceil' = 0 at its jumps",
        }],
        weight: 1,
        identities: &[
            Identity::always("ceil of ceil", "ceil(ceil(u))", "ceil(u)"),
            Identity::always("ceil of floor", "ceil(floor(u))", "floor(u)"),
        ],
        latex: r"\left\lceil #1 \right\rceil",
        spellings: &[("arrays", "np.ceil(#1)")],
        ..Row::ORDINARY
    },
    Row {
        name: "round",
        meaning: "The nearest integer; halves go away from zero.",
        exact: Some(|own| Some(own[0].round())),
        kernel: Kernel::Recipe(round),
        exactly: Exactly::Text("if(x < 0, -floor(1/2 - x), floor(x + 1/2))"),
        partials: &["0"],
        kinks: &[Kink {
            at: "x + 1/2 = floor(x + 1/2)",
            convention: "round' = 0 at its jumps",
        }],
        parity: Parity::Odd,
        weight: 6,
        identities: &[
            Identity::always("round of round", "round(round(u))", "round(u)"),
            Identity::always("round of floor", "round(floor(u))", "floor(u)"),
            Identity::always("round of ceil", "round(ceil(u))", "ceil(u)"),
        ],
        latex: r"\operatorname{round}",
        ..Row::ORDINARY
    },
    Row {
        name: "trunc",
        meaning: "The integer next to x on the side of zero.",
        exact: Some(|own| Some(own[0].trunc())),
        kernel: Kernel::Recipe(truncate),
        exactly: Exactly::Text("if(x < 0, -floor(-x), floor(x))"),
        partials: &["0"],
        kinks: &[Kink {
            at: "x = trunc(x)",
            convention: "trunc' = 0 at its jumps",
        }],
        parity: Parity::Odd,
        weight: 4,
        identities: &[
            Identity::always("trunc of trunc", "trunc(trunc(u))", "trunc(u)"),
            Identity::always("trunc of floor", "trunc(floor(u))", "floor(u)"),
            Identity::always("trunc of ceil", "trunc(ceil(u))", "ceil(u)"),
        ],
        latex: r"\operatorname{trunc}",
        spellings: &[("arrays", "np.trunc(#1)")],
        ..Row::ORDINARY
    },
    Row {
        name: "frac",
        aliases: &["fract"],
        meaning: "The fractional part x - floor(x), from 0 up to 1.",
        kernel: Kernel::Definition("x - floor(x)"),
        kinks: &[Kink {
            at: "x = floor(x)",
            convention: "frac' = 1 at its jumps",
        }],
        weight: 2,
        latex: r"\operatorname{frac}",
        ..Row::ORDINARY
    },
    Row {
        name: "mod",
        aliases: &["modulo"],
        parameters: &["x", "y"],
        meaning: "x - y*floor(x/y), the remainder with the sign of y.",
        exact: Some(exact_modulo),
        kernel: Kernel::Binary(kernels::modulo),
        exactly: Exactly::Text("x - y*floor(x/y)"),
        partials: &["1", "-floor((x - value)/y + 1/2)"],
        domain: "y < 0 || y > 0",
        kinks: &[Kink {
            at: "x/y = floor(x/y)",
            convention: "mod' at its jumps is that of the side where x/y is above the integer",
        }],
        weight: 20,
        spellings: &[
            ("c", include_str!("spellings/c/mod.txt")),
            ("numpy", "np.mod(#1, #2)"),
            ("python", include_str!("spellings/python/mod.txt")),
            ("rust", include_str!("spellings/rust/mod.txt")),
        ],
        latex: r"\operatorname{mod}",
        ..Row::ORDINARY
    },
    Row {
        name: "clamp",
        aliases: &["clip"],
        parameters: &["x", "low", "high"],
        meaning: "x, but not below low and not above high.",
        kernel: Kernel::Definition("min(max(x, low), high)"),
        kinks: TIE,
        weight: 2,
        latex: r"\operatorname{clamp}",
        spellings: &[("arrays", "np.clip(#1, #2, #3)")],
        ..Row::ORDINARY
    },
    Row {
        name: "detach",
        aliases: &["stopgrad"],
        meaning: "x itself, but a constant to differentiation.",
        kernel: Kernel::Detached,
        partials: &["0"],
        parity: Parity::Odd,
        weight: 1,
        identities: &[Identity::always(
            "detach of detach",
            "detach(detach(u))",
            "detach(u)",
        )],
        latex: r"\operatorname{detach}",
        ..Row::ORDINARY
    },
    Row {
        name: "max",
        meaning: "The greatest of one or more arguments.",
        kernel: Kernel::Extremum(Extremum::Maximum),
        kinks: TIE,
        weight: 1,
        identities: &[
            Identity::always("max of equals", "max(u, u)", "u"),
            Identity::always("max of opposites", "max(u, -u)", "abs(u)"),
        ],
        latex: r"\max",
        ..Row::ORDINARY
    },
    Row {
        name: "min",
        meaning: "The least of one or more arguments.",
        kernel: Kernel::Extremum(Extremum::Minimum),
        kinks: TIE,
        weight: 1,
        identities: &[
            Identity::always("min of equals", "min(u, u)", "u"),
            Identity::always("min of opposites", "min(u, -u)", "-abs(u)"),
        ],
        latex: r"\min",
        ..Row::ORDINARY
    },
];

/// Where two arguments of an extremum meet. A tie is no condition on one parameter, so it is said in
/// words.
const TIE: &[Kink] = &[Kink {
    at: "a tie",
    convention: "the arguments that attain it share the derivative equally",
}];

/// A zero keeps its sign and NaN stays: both are the argument itself.
fn sign(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let one = build.constant(1.0);
    let minus_one = build.constant(-1.0);
    let not_positive = build.select_less(x, zero, minus_one, x);
    build.select_less(zero, x, one, not_positive)
}

/// The second comparison is true of every x >= 0 and false of NaN, which it lets through.
fn step(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let one = build.constant(1.0);
    let minus_one = build.constant(-1.0);
    let not_negative = build.select_less(minus_one, x, one, x);
    build.select_less(x, zero, zero, not_negative)
}

/// The whole part of |x|, and one more from a half on. An infinity less itself is NaN, and the infinity
/// stays.
fn round(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let half = build.constant(0.5);
    let one = build.constant(1.0);
    let size = build.absolute(x);
    let whole = build.floor(size);
    let rest = build.subtract(size, whole);
    let next = build.add(whole, one);
    let rounded = build.select_less(rest, half, whole, next);
    let negative = build.negate(rounded);
    let signed = build.select_less(x, zero, negative, rounded);
    build.select_equal(x, zero, x, signed)
}

/// A zero keeps its sign.
fn truncate(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let above = build.ceil(x);
    let below = build.floor(x);
    build.select_less(x, zero, above, below)
}

/// Compared so that NaN takes the side of the argument.
fn relu(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    build.select_less(x, zero, zero, x)
}

/// 1 from 0 on, as the recipe says.
fn exact_step(own: &[BigRational]) -> Option<BigRational> {
    let is_negative = own[0].is_negative();
    Some(if is_negative {
        BigRational::zero()
    } else {
        BigRational::one()
    })
}

/// `x - y*floor(x/y)`
fn exact_modulo(own: &[BigRational]) -> Option<BigRational> {
    let (x, y) = (&own[0], &own[1]);
    (!y.is_zero()).then(|| x - y * (x / y).floor())
}
