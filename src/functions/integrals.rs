//! Rows: exponential, sine and cosine integrals.
//!
//! It must not know how its texts are read. Invariant: every row of this family is here and nowhere
//! else.

use super::portable::integrals as recipes;
use super::{Identity, Kernel, Parity, Range, Row};

/// The family.
pub(super) static ROWS: &[Row] = &[
    Row {
        name: "expint",
        meaning: "The exponential integral Ei(x), the principal value of the integral of e^t/t up to x.",
        kernel: Kernel::Recipe(recipes::exponential),
        partials: &["exp(x)/x"],
        domain: "x < 0 || x > 0",
        monotone: "x > 0 || x < 0",
        weight: 100,
        latex: r"\operatorname{Ei}",
        ..Row::ORDINARY
    },
    Row {
        name: "expint1",
        meaning: "The exponential integral E1(x), that of e^(-t)/t from x on.",
        kernel: Kernel::Recipe(recipes::upper_exponential),
        partials: &["-exp(-x)/x"],
        domain: "x > 0",
        range: Range::Positive,
        extent: (0.0, f64::INFINITY),
        monotone: "1 > 0",
        weight: 100,
        identities: &[Identity::when(
            "expint of the opposite",
            "expint(-u)",
            "-expint1(u)",
            "u > 0",
        )
        .where_proved()],
        latex: r"\operatorname{E}_1",
        ..Row::ORDINARY
    },
    Row {
        name: "sinint",
        meaning: "The sine integral Si(x), that of sin(t)/t from 0 to x.",
        kernel: Kernel::Recipe(recipes::sine),
        partials: &["sinc(x)"],
        parity: Parity::Odd,
        vanishes_at_zero_alone: true,
        weight: 100,
        identities: &[Identity::always("sinint of 0", "sinint(0)", "0")],
        latex: r"\operatorname{Si}",
        ..Row::ORDINARY
    },
    Row {
        name: "cosint",
        meaning: "The cosine integral Ci(x), minus that of cos(t)/t from x on.",
        kernel: Kernel::Recipe(recipes::cosine),
        partials: &["cos(x)/x"],
        domain: "x > 0",
        weight: 100,
        latex: r"\operatorname{Ci}",
        ..Row::ORDINARY
    },
];
