//! Rows: the error function and the gamma family.
//!
//! It must not know how its texts are read. Invariant: every row of this family is here and nowhere
//! else.

use super::kernels::{error, gamma as kernels};
use super::portable::lambert::{lambert_lower, lambert_upper};
use super::portable::special as portable;
use super::{Exactly, Identity, Kernel, Kink, Parity, Primitive, Range, Row};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;

/// The family.
pub(super) static ROWS: &[Row] = &[
    Row {
        name: "erf",
        meaning: "The error function, 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x.",
        kernel: Kernel::Unary(error::erf),
        exactly: Exactly::Primitive(Primitive::Erf),
        partials: &["2/sqrt(pi)*exp(-x^2)"],
        parity: Parity::Odd,
        vanishes_at_zero_alone: true,
        extent: (-1.0, 1.0),
        monotone: "1 > 0",
        weight: 60,
        identities: &[
            Identity::always("erf of 0", "erf(0)", "0"),
            Identity::always("erf and its complement", "erf(u) + erfc(u)", "1"),
            Identity::always("complement of erfc", "1 - erfc(u)", "erf(u)"),
        ],
        spellings: &[
            ("arrays", "scipy.special.erf(#1)"),
            ("c", "erf(#1)"),
            ("python", "math.erf(#1)"),
        ],
        portable: Some(portable::error),
        latex: r"\operatorname{erf}",
        ..Row::ORDINARY
    },
    Row {
        name: "erfc",
        meaning: "The complement 1 - erf(x), accurate for large x.",
        kernel: Kernel::Unary(error::erf_complement),
        exactly: Exactly::Primitive(Primitive::Erfc),
        partials: &["-2/sqrt(pi)*exp(-x^2)"],
        range: Range::Positive,
        extent: (0.0, 2.0),
        monotone: "1 > 0",
        weight: 60,
        identities: &[
            Identity::always("erfc of 0", "erfc(0)", "1"),
            Identity::always("complement of erf", "1 - erf(u)", "erfc(u)"),
            Identity::always("erfc and its mirror", "erfc(u) + erfc(-u)", "2"),
        ],
        spellings: &[
            ("arrays", "scipy.special.erfc(#1)"),
            ("c", "erfc(#1)"),
            ("python", "math.erfc(#1)"),
        ],
        portable: Some(portable::error_complement),
        latex: r"\operatorname{erfc}",
        ..Row::ORDINARY
    },
    Row {
        name: "erfcx",
        meaning: "The scaled complement e^(x^2)*erfc(x).",
        kernel: Kernel::Unary(error::scaled_complement),
        exactly: Exactly::Primitive(Primitive::Erfcx),
        partials: &["-2*erfcxn(1, x)"],
        range: Range::Positive,
        extent: (0.0, f64::INFINITY),
        monotone: "1 > 0",
        weight: 60,
        identities: &[
            Identity::always("erfcx of 0", "erfcx(0)", "1"),
            Identity::always("exp times erfc", "exp(u^2)*erfc(u)", "erfcx(u)"),
        ],
        portable: Some(portable::scaled_complement),
        latex: r"\operatorname{erfcx}",
        spellings: &[("arrays", "scipy.special.erfcx(#1)")],
        ..Row::ORDINARY
    },
    Row {
        name: "erfcxn",
        parameters: &["n", "x"],
        meaning: "e^(x^2) times the n-fold integral of erfc from x on, for n = 0, 1, ..., 20; of order 0 it is erfcx.",
        constant_first: true,
        kernel: Kernel::Binary(error::scaled_integral),
        exactly: Exactly::Primitive(Primitive::ErfcxOfOrder),
        partials: &["", "-2*(n + 1)*erfcxn(n + 1, x)"],
        domain: "n >= 0 && n <= 20 && floor(n) >= n",
        range: Range::Positive,
        weight: 400,
        identities: &[Identity::always(
            "erfcxn of order 0",
            "erfcxn(0, u)",
            "erfcx(u)",
        )],
        spellings: &[
            ("c", include_str!("spellings/c/erfcxn.txt")),
            ("numpy", include_str!("spellings/numpy/erfcxn.txt")),
            ("python", include_str!("spellings/python/erfcxn.txt")),
            ("rust", include_str!("spellings/rust/erfcxn.txt")),
        ],
        latex: r"\operatorname{erfcx}_{#1}\left(#2\right)",
        ..Row::ORDINARY
    },
    Row {
        name: "erfinv",
        meaning: "The inverse of erf.",
        kernel: Kernel::Unary(error::inverse),
        exactly: Exactly::Primitive(Primitive::ErfInverse),
        partials: &["sqrt(pi)/2*exp(value^2)"],
        domain: "x > -1 && x < 1",
        parity: Parity::Odd,
        monotone: "1 > 0",
        weight: 60,
        identities: &[
            Identity::always("erfinv of 0", "erfinv(0)", "0"),
            Identity::when("erf of erfinv", "erf(erfinv(u))", "u", "u > -1 && u < 1"),
        ],
        portable: Some(portable::inverse_error),
        latex: r"\operatorname{erf}^{-1}",
        spellings: &[("arrays", "scipy.special.erfinv(#1)")],
        ..Row::ORDINARY
    },
    Row {
        name: "erfcinv",
        meaning: "The inverse of erfc.",
        kernel: Kernel::Unary(error::inverse_complement),
        exactly: Exactly::Primitive(Primitive::ErfcInverse),
        partials: &["if(x < 1, -sqrt(pi)/2*erfcx(value)/x, -sqrt(pi)/2*erfcx(-value)/(2 - x))"],
        domain: "x > 0 && x < 2",
        monotone: "1 > 0",
        weight: 90,
        identities: &[
            Identity::always("erfcinv of 1", "erfcinv(1)", "0"),
            Identity::when("erfc of erfcinv", "erfc(erfcinv(u))", "u", "u > 0 && u < 2"),
        ],
        portable: Some(portable::inverse_complement),
        latex: r"\operatorname{erfc}^{-1}",
        spellings: &[("arrays", "scipy.special.erfcinv(#1)")],
        ..Row::ORDINARY
    },
    Row {
        name: "lambertw",
        meaning: "Lambert's function: the solution w >= -1 of w*e^w = x.",
        kernel: Kernel::Recipe(lambert_upper),
        exactly: Exactly::Primitive(Primitive::LambertUpper),
        partials: &["1/(x + exp(value))"],
        domain: "x >= -exp(-1)",
        kinks: &[Kink {
            at: "x = -exp(-1)",
            convention: "lambertw' is infinite at the end",
        }],
        extent: (-1.0, f64::INFINITY),
        monotone: "1 > 0",
        weight: 80,
        identities: &[
            Identity::always("lambertw of 0", "lambertw(0)", "0"),
            Identity::always("lambertw of e", "lambertw(e)", "1"),
            Identity::when(
                "exp times lambertw",
                "exp(lambertw(u))*lambertw(u)",
                "u",
                "u >= -exp(-1)",
            ),
        ],
        latex: r"\operatorname{W}_{0}",
        ..Row::ORDINARY
    },
    Row {
        name: "lambertwm1",
        meaning: "The other branch of Lambert's function: the solution w <= -1 of w*e^w = x.",
        kernel: Kernel::Recipe(lambert_lower),
        exactly: Exactly::Primitive(Primitive::LambertLower),
        partials: &["1/(x + exp(value))"],
        domain: "x >= -exp(-1) && x < 0",
        kinks: &[Kink {
            at: "x = -exp(-1)",
            convention: "lambertwm1' is infinite at the end",
        }],
        extent: (f64::NEG_INFINITY, -1.0),
        monotone: "1 > 0",
        weight: 80,
        latex: r"\operatorname{W}_{-1}",
        ..Row::ORDINARY
    },
    Row {
        name: "factorial",
        meaning: "x!, which is gamma(x + 1).",
        kernel: Kernel::Definition("gamma(x + 1)"),
        domain: "x > -1 || floor(x) < x",
        weight: 100,
        latex: r"\operatorname{factorial}",
        ..Row::ORDINARY
    },
    Row {
        name: "gamma",
        aliases: &["Γ"],
        meaning: "The gamma function; gamma(n + 1) = n! for n = 0, 1, 2, ...",
        exact: Some(exact_gamma),
        kernel: Kernel::Unary(kernels::gamma),
        exactly: Exactly::Primitive(Primitive::Gamma),
        partials: &["value*digamma(x)"],
        domain: "x > 0 || floor(x) < x",
        range: Range::Nonzero,
        monotone: "x > 2 || (x > 0 && x < 7/5)",
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
            ("arrays", "scipy.special.gamma(#1)"),
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
        exactly: Exactly::Primitive(Primitive::LnGamma),
        partials: &["digamma(x)"],
        domain: "x > 0 || floor(x) < x",
        monotone: "x > 2 || (x > 0 && x < 7/5)",
        weight: 100,
        identities: &[
            Identity::always("lgamma of 1", "lgamma(1)", "0"),
            Identity::always("lgamma of 2", "lgamma(2)", "0"),
            Identity::when("ln of gamma", "ln(gamma(u))", "lgamma(u)", "gamma(u) > 0"),
            Identity::always("ln of abs of gamma", "ln(abs(gamma(u)))", "lgamma(u)"),
        ],
        spellings: &[("arrays", "scipy.special.gammaln(#1)"), ("c", "lgamma(#1)")],
        portable: Some(portable::ln_gamma),
        latex: r"\operatorname{lgamma}",
        ..Row::ORDINARY
    },
    Row {
        name: "digamma",
        aliases: &["ψ"],
        meaning: "The logarithmic derivative of the gamma function.",
        kernel: Kernel::Unary(kernels::digamma),
        exactly: Exactly::Primitive(Primitive::Digamma),
        partials: &["trigamma(x)"],
        domain: "x > 0 || floor(x) < x",
        monotone: "x > 0",
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
        spellings: &[("arrays", "scipy.special.digamma(#1)")],
        ..Row::ORDINARY
    },
    Row {
        name: "trigamma",
        meaning: "The derivative of digamma.",
        kernel: Kernel::Unary(kernels::trigamma),
        exactly: Exactly::Primitive(Primitive::Trigamma),
        partials: &["polygamma(2, x)"],
        domain: "x > 0 || floor(x) < x",
        range: Range::Positive,
        extent: (0.0, f64::INFINITY),
        monotone: "x > 0",
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
        exactly: Exactly::Primitive(Primitive::Polygamma),
        partials: &["", "polygamma(n + 1, x)"],
        domain: "n >= 0 && n <= 1000 && floor(n) >= n && (x > 0 || floor(x) < x)",
        monotone: "x > 0 && floor(n) >= n",
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

/// Larger factorials are left to the kernel.
const LARGEST_EXACT: u32 = 30;

/// `(x - 1)!` for small whole numbers.
fn exact_gamma(own: &[BigRational]) -> Option<BigRational> {
    let x = own[0]
        .is_integer()
        .then(|| own[0].to_integer().to_u32())??;
    let factors = (1..x).map(BigInt::from);
    (1..=LARGEST_EXACT)
        .contains(&x)
        .then(|| BigRational::from_integer(factors.product()))
}
