//! Rows: the hyperbolic functions and their inverses.
//!
//! It must not know how its texts are read. Invariant: every row of this family is here and nowhere
//! else.

use super::kernels::hyperbolic as kernels;
use super::{Identity, Kernel, Kink, Parity, Range, Row};

/// The family.
pub(super) static ROWS: &[Row] = &[
    Row {
        name: "sinh",
        meaning: "The hyperbolic sine.",
        kernel: Kernel::Unary(kernels::sine),
        partials: &["cosh(x)"],
        parity: Parity::Odd,
        weight: 32,
        identities: &[
            Identity::always("sinh of 0", "sinh(0)", "0"),
            Identity::always("sinh of asinh", "sinh(asinh(u))", "u"),
        ],
        latex: r"\sinh",
        ..Row::ORDINARY
    },
    Row {
        name: "cosh",
        meaning: "The hyperbolic cosine.",
        kernel: Kernel::Unary(kernels::cosine),
        partials: &["sinh(x)"],
        range: Range::Positive,
        parity: Parity::Even,
        weight: 24,
        identities: &[
            Identity::always("cosh of 0", "cosh(0)", "1"),
            Identity::when("cosh of acosh", "cosh(acosh(u))", "u", "u >= 1"),
            Identity::always("hyperbolic Pythagoras", "cosh(u)^2 - sinh(u)^2", "1"),
        ],
        latex: r"\cosh",
        ..Row::ORDINARY
    },
    Row {
        name: "tanh",
        meaning: "The hyperbolic tangent.",
        kernel: Kernel::Unary(kernels::tangent),
        partials: &["sech(x)^2"],
        parity: Parity::Odd,
        weight: 36,
        identities: &[
            Identity::always("tanh of 0", "tanh(0)", "0"),
            Identity::when("tanh of atanh", "tanh(atanh(u))", "u", "u > -1 && u < 1"),
            Identity::always("tanh against sech", "sech(u)^2 + tanh(u)^2", "1"),
        ],
        latex: r"\tanh",
        ..Row::ORDINARY
    },
    Row {
        name: "sech",
        meaning: "The hyperbolic secant, 1/cosh.",
        kernel: Kernel::Unary(kernels::secant),
        partials: &["-value*tanh(x)"],
        range: Range::Positive,
        parity: Parity::Even,
        weight: 28,
        identities: &[
            Identity::always("sech of 0", "sech(0)", "1"),
            Identity::when("sech of asech", "sech(asech(u))", "u", "u > 0 && u <= 1"),
        ],
        latex: r"\operatorname{sech}",
        ..Row::ORDINARY
    },
    Row {
        name: "csch",
        meaning: "The hyperbolic cosecant, 1/sinh.",
        kernel: Kernel::Unary(kernels::cosecant),
        partials: &["-value*coth(x)"],
        domain: "x < 0 || x > 0",
        range: Range::Nonzero,
        parity: Parity::Odd,
        weight: 36,
        identities: &[Identity::when(
            "csch of acsch",
            "csch(acsch(u))",
            "u",
            "u < 0 || u > 0",
        )],
        latex: r"\operatorname{csch}",
        ..Row::ORDINARY
    },
    Row {
        name: "coth",
        meaning: "The hyperbolic cotangent, 1/tanh.",
        kernel: Kernel::Unary(kernels::cotangent),
        partials: &["-csch(x)^2"],
        domain: "x < 0 || x > 0",
        range: Range::Nonzero,
        parity: Parity::Odd,
        weight: 40,
        identities: &[Identity::when(
            "coth of acoth",
            "coth(acoth(u))",
            "u",
            "u < -1 || u > 1",
        )],
        latex: r"\coth",
        ..Row::ORDINARY
    },
    Row {
        name: "asinh",
        aliases: &["arcsinh"],
        meaning: "The inverse hyperbolic sine.",
        kernel: Kernel::Unary(kernels::area_sine),
        partials: &["1/sqrt(x^2 + 1)"],
        parity: Parity::Odd,
        weight: 32,
        identities: &[
            Identity::always("asinh of 0", "asinh(0)", "0"),
            Identity::always("asinh of sinh", "asinh(sinh(u))", "u"),
        ],
        latex: r"\operatorname{arsinh}",
        ..Row::ORDINARY
    },
    Row {
        name: "acosh",
        aliases: &["arccosh"],
        meaning: "The inverse hyperbolic cosine, not negative.",
        kernel: Kernel::Unary(kernels::area_cosine),
        partials: &["1/sqrt((x - 1)*(x + 1))"],
        domain: "x >= 1",
        kinks: &[Kink {
            at: "x = 1",
            convention: "acosh'(1) is infinite",
        }],
        range: Range::Nonnegative,
        weight: 32,
        identities: &[
            Identity::always("acosh of 1", "acosh(1)", "0"),
            Identity::always("acosh of cosh", "acosh(cosh(u))", "abs(u)"),
        ],
        latex: r"\operatorname{arcosh}",
        ..Row::ORDINARY
    },
    Row {
        name: "atanh",
        aliases: &["arctanh"],
        meaning: "The inverse hyperbolic tangent.",
        kernel: Kernel::Unary(kernels::area_tangent),
        partials: &["1/((1 - x)*(1 + x))"],
        domain: "x > -1 && x < 1",
        parity: Parity::Odd,
        weight: 36,
        identities: &[
            Identity::always("atanh of 0", "atanh(0)", "0"),
            Identity::always("atanh of tanh", "atanh(tanh(u))", "u"),
        ],
        latex: r"\operatorname{artanh}",
        ..Row::ORDINARY
    },
    Row {
        name: "asech",
        aliases: &["arcsech"],
        meaning: "The inverse hyperbolic secant, acosh(1/x).",
        kernel: Kernel::Unary(kernels::area_secant),
        partials: &["-1/(x*sqrt((1 - x)*(1 + x)))"],
        domain: "x > 0 && x <= 1",
        kinks: &[Kink {
            at: "x = 1",
            convention: "asech'(1) is infinite",
        }],
        range: Range::Nonnegative,
        weight: 40,
        identities: &[Identity::always("asech of 1", "asech(1)", "0")],
        latex: r"\operatorname{arsech}",
        ..Row::ORDINARY
    },
    Row {
        name: "acsch",
        aliases: &["arccsch"],
        meaning: "The inverse hyperbolic cosecant, asinh(1/x).",
        kernel: Kernel::Unary(kernels::area_cosecant),
        partials: &["-1/(abs(x)*sqrt(x^2 + 1))"],
        domain: "x < 0 || x > 0",
        range: Range::Nonzero,
        parity: Parity::Odd,
        weight: 44,
        latex: r"\operatorname{arcsch}",
        ..Row::ORDINARY
    },
    Row {
        name: "acoth",
        aliases: &["arccoth"],
        meaning: "The inverse hyperbolic cotangent, atanh(1/x).",
        kernel: Kernel::Unary(kernels::area_cotangent),
        partials: &["1/((1 - x)*(1 + x))"],
        domain: "x < -1 || x > 1",
        range: Range::Nonzero,
        parity: Parity::Odd,
        weight: 44,
        latex: r"\operatorname{arcoth}",
        ..Row::ORDINARY
    },
];
