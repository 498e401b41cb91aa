//! Rows: the error function and the gamma family.
//!
//! It must not know how its texts are read. Invariant: every row of this family is here and nowhere
//! else.

use super::kernels::gamma as kernels;
use super::portable::special as portable;
use super::{Identity, Kernel, Parity, Range, Row};

/// The family.
pub(super) static ROWS: &[Row] = &[
    Row {
        name: "erf",
        meaning: "The error function, 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x.",
        kernel: Kernel::Unary(kernels::erf),
        partials: &["2/sqrt(pi)*exp(-x^2)"],
        parity: Parity::Odd,
        vanishes_at_zero_alone: true,
        weight: 60,
        identities: &[
            Identity::always("erf of 0", "erf(0)", "0"),
            Identity::always("erf and its complement", "erf(u) + erfc(u)", "1"),
            Identity::always("complement of erfc", "1 - erfc(u)", "erf(u)"),
        ],
        spellings: &[("c", "erf(#1)"), ("python", "math.erf(#1)")],
        portable: Some(portable::error),
        latex: r"\operatorname{erf}",
        ..Row::ORDINARY
    },
    Row {
        name: "erfc",
        meaning: "The complement 1 - erf(x), accurate for large x.",
        kernel: Kernel::Unary(kernels::erf_complement),
        partials: &["-2/sqrt(pi)*exp(-x^2)"],
        range: Range::Positive,
        weight: 60,
        identities: &[
            Identity::always("erfc of 0", "erfc(0)", "1"),
            Identity::always("complement of erf", "1 - erf(u)", "erfc(u)"),
            Identity::always("erfc and its mirror", "erfc(u) + erfc(-u)", "2"),
        ],
        spellings: &[("c", "erfc(#1)"), ("python", "math.erfc(#1)")],
        portable: Some(portable::error_complement),
        latex: r"\operatorname{erfc}",
        ..Row::ORDINARY
    },
    Row {
        name: "gamma",
        aliases: &["Γ"],
        meaning: "The gamma function; gamma(n + 1) = n! for n = 0, 1, 2, ...",
        kernel: Kernel::Unary(kernels::gamma),
        partials: &["value*digamma(x)"],
        domain: "x > 0 || floor(x) < x",
        range: Range::Nonzero,
        weight: 100,
        identities: &[
            Identity::always("gamma of 1", "gamma(1)", "1"),
            Identity::always("gamma of 2", "gamma(2)", "1"),
            Identity::always("gamma of 1/2", "gamma(1/2)", "sqrt(pi)"),
            Identity::when(
                "step of gamma",
                "gamma(u + 1)/gamma(u)",
                "u",
                "u > 0 || floor(u) < u",
            )
            .where_it_saves(),
        ],
        spellings: &[
            ("c", include_str!("spellings/c/gamma.txt")),
            ("python", include_str!("spellings/python/gamma.txt")),
        ],
        portable: Some(portable::gamma),
        latex: r"\Gamma",
        ..Row::ORDINARY
    },
    Row {
        name: "lgamma",
        meaning: "The logarithm of the absolute value of the gamma function.",
        kernel: Kernel::Unary(kernels::ln_gamma),
        partials: &["digamma(x)"],
        domain: "x > 0 || floor(x) < x",
        weight: 100,
        identities: &[
            Identity::always("lgamma of 1", "lgamma(1)", "0"),
            Identity::always("lgamma of 2", "lgamma(2)", "0"),
            Identity::when("ln of gamma", "ln(gamma(u))", "lgamma(u)", "gamma(u) > 0"),
            Identity::always("ln of abs of gamma", "ln(abs(gamma(u)))", "lgamma(u)"),
        ],
        spellings: &[("c", "lgamma(#1)")],
        portable: Some(portable::ln_gamma),
        latex: r"\operatorname{lgamma}",
        ..Row::ORDINARY
    },
    Row {
        name: "digamma",
        aliases: &["ψ"],
        meaning: "The logarithmic derivative of the gamma function.",
        kernel: Kernel::Unary(kernels::digamma),
        partials: &["trigamma(x)"],
        domain: "x > 0 || floor(x) < x",
        weight: 100,
        portable: Some(portable::digamma),
        latex: r"\psi",
        identities: &[Identity::when(
            "step of digamma",
            "digamma(u + 1) - digamma(u)",
            "1/u",
            "u > 0 || floor(u) < u",
        )
        .where_it_saves()],
        ..Row::ORDINARY
    },
    Row {
        name: "trigamma",
        meaning: "The derivative of digamma.",
        kernel: Kernel::Unary(kernels::trigamma),
        partials: &["polygamma(2, x)"],
        domain: "x > 0 || floor(x) < x",
        range: Range::Positive,
        weight: 100,
        identities: &[
            Identity::always("trigamma of 1", "trigamma(1)", "pi^2/6"),
            Identity::always("trigamma of 1/2", "trigamma(1/2)", "pi^2/2"),
        ],
        portable: Some(portable::trigamma),
        latex: r"\psi_1",
        ..Row::ORDINARY
    },
    Row {
        name: "polygamma",
        parameters: &["n", "x"],
        meaning: "The derivative of order n of digamma, for n = 0, 1, ..., 1000.",
        kernel: Kernel::Binary(kernels::polygamma),
        partials: &["", "polygamma(n + 1, x)"],
        domain: "n >= 0 && n <= 1000 && floor(n) >= n && (x > 0 || floor(x) < x)",
        weight: 400,
        identities: &[
            Identity::always("polygamma of order 0", "polygamma(0, u)", "digamma(u)"),
            Identity::always("polygamma of order 1", "polygamma(1, u)", "trigamma(u)"),
        ],
        spellings: &[
            ("c", include_str!("spellings/c/polygamma.txt")),
            ("numpy", include_str!("spellings/numpy/polygamma.txt")),
            ("python", include_str!("spellings/python/polygamma.txt")),
            ("rust", include_str!("spellings/rust/polygamma.txt")),
        ],
        latex: r"\operatorname{polygamma}",
        ..Row::ORDINARY
    },
];
