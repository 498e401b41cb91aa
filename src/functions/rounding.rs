//! Rows: absolute value, sign, steps, rounding to integers, extrema.
//!
//! It must not know how its texts are read. Invariants: every row of this family is here and nowhere
//! else; NaN in gives NaN out, also through comparisons.

use super::{Builder, Extremum, Identity, Kernel, Kink, Parity, Range, Row, Step};

/// The family.
pub(super) static ROWS: &[Row] = &[
    Row {
        name: "abs",
        meaning: "The absolute value.",
        kernel: Kernel::Recipe(|build, arguments| build.absolute(arguments[0])),
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
        ..Row::ORDINARY
    },
    Row {
        name: "sign",
        meaning: "-1, 0 or 1 for a negative, zero or positive x.",
        kernel: Kernel::Recipe(sign),
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
        ..Row::ORDINARY
    },
    Row {
        name: "step",
        aliases: &["heaviside"],
        meaning: "Heaviside's step: 0 for x < 0, 1 for x >= 0.",
        kernel: Kernel::Recipe(step),
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
        kernel: Kernel::Recipe(relu),
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
        ..Row::ORDINARY
    },
    Row {
        name: "floor",
        meaning: "The greatest integer not above x.",
        kernel: Kernel::Recipe(|build, arguments| build.floor(arguments[0])),
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
        ..Row::ORDINARY
    },
    Row {
        name: "ceil",
        meaning: "The least integer not below x.",
        kernel: Kernel::Recipe(|build, arguments| build.ceil(arguments[0])),
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

/// Compared so that NaN takes the side of the argument.
fn relu(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    build.select_less(x, zero, zero, x)
}
