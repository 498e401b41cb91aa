//! Rows: the hyperbolic functions and their inverses.
//!
//! It must not know how its texts are read. Invariant: every row of this family is here and nowhere
//! else.

use super::kernels::hyperbolic as kernels;
use super::portable::hyperbolic as portable;
use super::{Exactly, Identity, Kernel, Kink, Parity, Range, Row};

/// The family.
pub(super) static ROWS: &[Row] = &[
    Row {
        name: "sinh",
        meaning: "The hyperbolic sine.",
        kernel: Kernel::Unary(kernels::sine),
        exactly: Exactly::Text("(expm1(x) - expm1(-x))/2"),
        partials: &["cosh(x)"],
        parity: Parity::Odd,
        vanishes_at_zero_alone: true,
        weight: 32,
        identities: &[
            Identity::always("sinh of 0", "sinh(0)", "0"),
            Identity::always("sinh of asinh", "sinh(asinh(u))", "u"),
        ],
        spellings: &[
            ("c", "sinh(#1)"),
            ("numpy", "np.sinh(#1)"),
            ("python", include_str!("spellings/python/sinh.txt")),
            ("rust", "#1.sinh()"),
        ],
        latex: r"\sinh",
        ..Row::ORDINARY
    },
    Row {
        name: "cosh",
        meaning: "The hyperbolic cosine.",
        kernel: Kernel::Unary(kernels::cosine),
        exactly: Exactly::Text("(exp(x) + exp(-x))/2"),
        partials: &["sinh(x)"],
        range: Range::Positive,
        parity: Parity::Even,
        weight: 24,
        identities: &[
            Identity::always("cosh of 0", "cosh(0)", "1"),
            Identity::when("cosh of acosh", "cosh(acosh(u))", "u", "u >= 1"),
            Identity::always("hyperbolic Pythagoras", "cosh(u)^2 - sinh(u)^2", "1"),
            Identity::always("cosh of atanh", "cosh(atanh(u))", "1/sqrt((1 - u)*(1 + u))"),
            Identity::always("cosh squared less 1", "cosh(u)^2 - 1", "sinh(u)^2").where_it_saves(),
            Identity::always("sinh squared and 1", "sinh(u)^2 + 1", "cosh(u)^2").where_it_saves(),
            Identity::always("cosh and sinh", "cosh(u) + sinh(u)", "exp(u)").where_it_saves(),
            Identity::always("cosh less sinh", "cosh(u) - sinh(u)", "exp(-u)").where_it_saves(),
        ],
        spellings: &[
            ("c", "cosh(#1)"),
            ("numpy", "np.cosh(#1)"),
            ("python", include_str!("spellings/python/cosh.txt")),
            ("rust", "#1.cosh()"),
        ],
        latex: r"\cosh",
        ..Row::ORDINARY
    },
    Row {
        name: "tanh",
        meaning: "The hyperbolic tangent.",
        kernel: Kernel::Unary(kernels::tangent),
        exactly: Exactly::Text("if(x > 0, -expm1(-2*x)/(expm1(-2*x) + 2), expm1(2*x)/(expm1(2*x) + 2))"),
        partials: &["sech(x)^2"],
        parity: Parity::Odd,
        vanishes_at_zero_alone: true,
        weight: 36,
        identities: &[
            Identity::always("tanh of 0", "tanh(0)", "0"),
            Identity::when("tanh of atanh", "tanh(atanh(u))", "u", "u > -1 && u < 1"),
            Identity::always("tanh against sech", "sech(u)^2 + tanh(u)^2", "1"),
            Identity::always("sinh over cosh", "sinh(u)/cosh(u)", "tanh(u)").where_it_saves(),
            Identity::always("tanh times cosh", "tanh(u)*cosh(u)", "sinh(u)").where_it_saves(),
            Identity::always("complement of tanh squared", "1 - tanh(u)^2", "sech(u)^2")
                .where_it_saves(),
        ],
        spellings: &[
            ("c", "tanh(#1)"),
            ("numpy", "np.tanh(#1)"),
            ("python", "math.tanh(#1)"),
            ("rust", "#1.tanh()"),
        ],
        latex: r"\tanh",
        ..Row::ORDINARY
    },
    Row {
        name: "sech",
        meaning: "The hyperbolic secant, 1/cosh.",
        kernel: Kernel::Unary(kernels::secant),
        exactly: Exactly::Text("2/(exp(x) + exp(-x))"),
        partials: &["-value*tanh(x)"],
        range: Range::Positive,
        parity: Parity::Even,
        weight: 28,
        identities: &[
            Identity::always("sech of 0", "sech(0)", "1"),
            Identity::when("sech of asech", "sech(asech(u))", "u", "u > 0 && u <= 1"),
            Identity::always("sech times cosh", "sech(u)*cosh(u)", "1"),
        ],
        portable: Some(portable::secant),
        latex: r"\operatorname{sech}",
        spellings: &[("arrays", "np.reciprocal(np.cosh(#1))")],
        ..Row::ORDINARY
    },
    Row {
        name: "csch",
        meaning: "The hyperbolic cosecant, 1/sinh.",
        kernel: Kernel::Unary(kernels::cosecant),
        exactly: Exactly::Text("2/(expm1(x) - expm1(-x))"),
        partials: &["-value*coth(x)"],
        domain: "x < 0 || x > 0",
        range: Range::Nonzero,
        parity: Parity::Odd,
        weight: 36,
        identities: &[
            Identity::when("csch of acsch", "csch(acsch(u))", "u", "u < 0 || u > 0"),
            Identity::when("csch times sinh", "csch(u)*sinh(u)", "1", "u < 0 || u > 0"),
        ],
        portable: Some(portable::cosecant),
        latex: r"\operatorname{csch}",
        spellings: &[("arrays", "np.reciprocal(np.sinh(#1))")],
        ..Row::ORDINARY
    },
    Row {
        name: "coth",
        meaning: "The hyperbolic cotangent, 1/tanh.",
        kernel: Kernel::Unary(kernels::cotangent),
        exactly: Exactly::Text("if(x > 0, -(expm1(-2*x) + 2)/expm1(-2*x), (expm1(2*x) + 2)/expm1(2*x))"),
        partials: &["-csch(x)^2"],
        domain: "x < 0 || x > 0",
        range: Range::Nonzero,
        parity: Parity::Odd,
        weight: 40,
        identities: &[
            Identity::when("coth of acoth", "coth(acoth(u))", "u", "u < -1 || u > 1"),
            Identity::always("cosh over sinh", "cosh(u)/sinh(u)", "coth(u)").where_it_saves(),
            Identity::when(
                "coth against csch",
                "coth(u)^2 - csch(u)^2",
                "1",
                "u < 0 || u > 0",
            ),
        ],
        portable: Some(portable::cotangent),
        latex: r"\coth",
        spellings: &[("arrays", "np.reciprocal(np.tanh(#1))")],
        ..Row::ORDINARY
    },
    Row {
        name: "asinh",
        aliases: &["arcsinh"],
        meaning: "The inverse hyperbolic sine.",
        kernel: Kernel::Unary(kernels::area_sine),
        exactly: Exactly::Text(
            "if(x < 0, -log1p(-x + x^2/(1 + sqrt(x^2 + 1))), log1p(x + x^2/(1 + sqrt(x^2 + 1))))",
        ),
        partials: &["1/sqrt(x^2 + 1)"],
        parity: Parity::Odd,
        vanishes_at_zero_alone: true,
        weight: 32,
        identities: &[
            Identity::always("asinh of 0", "asinh(0)", "0"),
            Identity::always("asinh of sinh", "asinh(sinh(u))", "u"),
        ],
        spellings: &[
            ("c", "asinh(#1)"),
            ("numpy", "np.arcsinh(#1)"),
            ("python", "math.asinh(#1)"),
            ("rust", include_str!("spellings/rust/asinh.txt")),
        ],
        latex: r"\operatorname{arsinh}",
        ..Row::ORDINARY
    },
    Row {
        name: "acosh",
        aliases: &["arccosh"],
        meaning: "The inverse hyperbolic cosine, not negative.",
        kernel: Kernel::Unary(kernels::area_cosine),
        exactly: Exactly::Text("log1p(x - 1 + sqrt((x - 1)*(x + 1)))"),
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
        spellings: &[
            ("c", "acosh(#1)"),
            ("numpy", "np.arccosh(#1)"),
            ("python", include_str!("spellings/python/acosh.txt")),
            ("rust", include_str!("spellings/rust/acosh.txt")),
        ],
        latex: r"\operatorname{arcosh}",
        ..Row::ORDINARY
    },
    Row {
        name: "atanh",
        aliases: &["arctanh"],
        meaning: "The inverse hyperbolic tangent.",
        kernel: Kernel::Unary(kernels::area_tangent),
        exactly: Exactly::Text("(log1p(x) - log1p(-x))/2"),
        partials: &["1/((1 - x)*(1 + x))"],
        domain: "x > -1 && x < 1",
        parity: Parity::Odd,
        vanishes_at_zero_alone: true,
        weight: 36,
        identities: &[
            Identity::always("atanh of 0", "atanh(0)", "0"),
            Identity::always("atanh of tanh", "atanh(tanh(u))", "u"),
        ],
        spellings: &[
            ("c", "atanh(#1)"),
            ("numpy", "np.arctanh(#1)"),
            ("python", include_str!("spellings/python/atanh.txt")),
            ("rust", "#1.atanh()"),
        ],
        latex: r"\operatorname{artanh}",
        ..Row::ORDINARY
    },
    Row {
        name: "asech",
        aliases: &["arcsech"],
        meaning: "The inverse hyperbolic secant, acosh(1/x).",
        kernel: Kernel::Unary(kernels::area_secant),
        exactly: Exactly::Text("acosh(1/x)"),
        partials: &["-1/(x*sqrt((1 - x)*(1 + x)))"],
        domain: "x > 0 && x <= 1",
        kinks: &[Kink {
            at: "x = 1",
            convention: "asech'(1) is infinite",
        }],
        range: Range::Nonnegative,
        weight: 40,
        identities: &[
            Identity::always("asech of 1", "asech(1)", "0"),
            Identity::always("asech of sech", "asech(sech(u))", "abs(u)"),
        ],
        portable: Some(portable::area_secant),
        latex: r"\operatorname{arsech}",
        ..Row::ORDINARY
    },
    Row {
        name: "acsch",
        aliases: &["arccsch"],
        meaning: "The inverse hyperbolic cosecant, asinh(1/x).",
        kernel: Kernel::Unary(kernels::area_cosecant),
        exactly: Exactly::Text("asinh(1/x)"),
        partials: &["-1/(abs(x)*sqrt(x^2 + 1))"],
        domain: "x < 0 || x > 0",
        range: Range::Nonzero,
        parity: Parity::Odd,
        weight: 44,
        portable: Some(portable::area_cosecant),
        latex: r"\operatorname{arcsch}",
        identities: &[Identity::when(
            "acsch of csch",
            "acsch(csch(u))",
            "u",
            "u < 0 || u > 0",
        )],
        ..Row::ORDINARY
    },
    Row {
        name: "acoth",
        aliases: &["arccoth"],
        meaning: "The inverse hyperbolic cotangent, atanh(1/x).",
        kernel: Kernel::Unary(kernels::area_cotangent),
        exactly: Exactly::Text("atanh(1/x)"),
        partials: &["1/((1 - x)*(1 + x))"],
        domain: "x < -1 || x > 1",
        range: Range::Nonzero,
        parity: Parity::Odd,
        weight: 44,
        portable: Some(portable::area_cotangent),
        latex: r"\operatorname{arcoth}",
        identities: &[Identity::when(
            "acoth of coth",
            "acoth(coth(u))",
            "u",
            "u < 0 || u > 0",
        )],
        ..Row::ORDINARY
    },
];
