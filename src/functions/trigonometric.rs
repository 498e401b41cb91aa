//! Rows: the circular functions and their inverses.
//!
//! It must not know how its texts are read. Invariant: every row of this family is here and nowhere
//! else.

use super::kernels::trigonometric as kernels;
use super::portable::trigonometric as portable;
use super::{Exactly, Identity, Kernel, Kink, Parity, Primitive, Range, Row};

/// The family.
pub(super) static ROWS: &[Row] = &[
    Row {
        name: "sin",
        meaning: "The sine of an angle in radians.",
        kernel: Kernel::Unary(kernels::sine),
        exactly: Exactly::Primitive(Primitive::Sin),
        partials: &["cos(x)"],
        parity: Parity::Odd,
        weight: 24,
        identities: &[
            Identity::always("sin of 0", "sin(0)", "0"),
            Identity::always("sin of pi", "sin(pi)", "0"),
            Identity::always("sin of pi/2", "sin(pi/2)", "1"),
            Identity::always("sin of pi/6", "sin(pi/6)", "1/2"),
            Identity::when("sin of asin", "sin(asin(u))", "u", "u >= -1 && u <= 1"),
            Identity::always("sin of acos", "sin(acos(u))", "sqrt((1 - u)*(1 + u))"),
            Identity::always("Pythagoras", "sin(u)^2 + cos(u)^2", "1"),
            Identity::always("complement of sin squared", "1 - sin(u)^2", "cos(u)^2")
                .where_it_saves(),
        ],
        spellings: &[
            ("c", "sin(#1)"),
            ("numpy", "np.sin(#1)"),
            ("python", include_str!("spellings/python/sin.txt")),
            ("rust", "#1.sin()"),
        ],
        latex: r"\sin",
        ..Row::ORDINARY
    },
    Row {
        name: "cos",
        meaning: "The cosine of an angle in radians.",
        kernel: Kernel::Unary(kernels::cosine),
        exactly: Exactly::Primitive(Primitive::Cos),
        partials: &["-sin(x)"],
        parity: Parity::Even,
        weight: 24,
        identities: &[
            Identity::always("cos of 0", "cos(0)", "1"),
            Identity::always("cos of pi", "cos(pi)", "-1"),
            Identity::always("cos of pi/2", "cos(pi/2)", "0"),
            Identity::always("cos of pi/3", "cos(pi/3)", "1/2"),
            Identity::when("cos of acos", "cos(acos(u))", "u", "u >= -1 && u <= 1"),
            Identity::always("cos of asin", "cos(asin(u))", "sqrt((1 - u)*(1 + u))"),
            Identity::always("complement of cos squared", "1 - cos(u)^2", "sin(u)^2")
                .where_it_saves(),
        ],
        spellings: &[
            ("c", "cos(#1)"),
            ("numpy", "np.cos(#1)"),
            ("python", include_str!("spellings/python/cos.txt")),
            ("rust", "#1.cos()"),
        ],
        latex: r"\cos",
        ..Row::ORDINARY
    },
    Row {
        name: "tan",
        meaning: "The tangent of an angle in radians, sin/cos.",
        kernel: Kernel::Unary(kernels::tangent),
        exactly: Exactly::Text("sin(x)/cos(x)"),
        partials: &["1 + value^2"],
        domain: "cos(x) < 0 || cos(x) > 0",
        parity: Parity::Odd,
        weight: 36,
        identities: &[
            Identity::always("tan of 0", "tan(0)", "0"),
            Identity::always("tan of pi", "tan(pi)", "0"),
            Identity::always("tan of pi/4", "tan(pi/4)", "1"),
            Identity::always("tan of atan", "tan(atan(u))", "u"),
            Identity::always("sin over cos", "sin(u)/cos(u)", "tan(u)").where_it_saves(),
            Identity::when(
                "tan times cos",
                "tan(u)*cos(u)",
                "sin(u)",
                "cos(u) < 0 || cos(u) > 0",
            )
            .where_it_saves(),
        ],
        spellings: &[
            ("c", "tan(#1)"),
            ("numpy", "np.tan(#1)"),
            ("python", include_str!("spellings/python/tan.txt")),
            ("rust", "#1.tan()"),
        ],
        latex: r"\tan",
        ..Row::ORDINARY
    },
    Row {
        name: "sinc",
        meaning: "The cardinal sine, sin(x)/x, and 1 at 0.",
        kernel: Kernel::Unary(kernels::cardinal_sine),
        partials: &["-x*sincn(1, x)"],
        parity: Parity::Even,
        weight: 28,
        identities: &[
            Identity::always("sinc of 0", "sinc(0)", "1"),
            Identity::always("sinc of pi", "sinc(pi)", "0"),
        ],
        portable: Some(portable::cardinal_sine),
        latex: r"\operatorname{sinc}",
        ..Row::ORDINARY
    },
    Row {
        name: "sincn",
        parameters: &["n", "x"],
        meaning: "The spherical Bessel function of order n divided by x^n, for n = 0, 1, ..., 100; of order 0 it is sinc.",
        constant_first: true,
        kernel: Kernel::Binary(kernels::cardinal_sine_of_order),
        partials: &["", "-x*sincn(n + 1, x)"],
        domain: "n >= 0 && n <= 100 && floor(n) >= n",
        weight: 200,
        identities: &[Identity::always(
            "sincn of order 0",
            "sincn(0, u)",
            "sinc(u)",
        )],
        spellings: &[
            ("c", include_str!("spellings/c/sincn.txt")),
            ("numpy", include_str!("spellings/numpy/sincn.txt")),
            ("python", include_str!("spellings/python/sincn.txt")),
            ("rust", include_str!("spellings/rust/sincn.txt")),
        ],
        latex: r"\operatorname{sinc}_{#1}\left(#2\right)",
        ..Row::ORDINARY
    },
    Row {
        name: "sinpi",
        meaning: "sin(pi*x), exact where it is 0, 1/2 or 1.",
        kernel: Kernel::Unary(kernels::sine_of_half_turns),
        exactly: Exactly::Text("sin(pi*x)"),
        partials: &["pi*cospi(x)"],
        parity: Parity::Odd,
        weight: 30,
        identities: &[
            Identity::always("sinpi of 0", "sinpi(0)", "0"),
            Identity::always("Pythagoras in half turns", "sinpi(u)^2 + cospi(u)^2", "1"),
        ],
        portable: Some(portable::sine_of_half_turns),
        latex: r"\operatorname{sinpi}",
        ..Row::ORDINARY
    },
    Row {
        name: "cospi",
        meaning: "cos(pi*x), exact where it is 0, 1/2 or 1.",
        kernel: Kernel::Unary(kernels::cosine_of_half_turns),
        exactly: Exactly::Text("cos(pi*x)"),
        partials: &["-pi*sinpi(x)"],
        parity: Parity::Even,
        weight: 30,
        identities: &[Identity::always("cospi of 0", "cospi(0)", "1")],
        portable: Some(portable::cosine_of_half_turns),
        latex: r"\operatorname{cospi}",
        ..Row::ORDINARY
    },
    Row {
        name: "tanpi",
        meaning: "tan(pi*x).",
        kernel: Kernel::Definition("sinpi(x)/cospi(x)"),
        domain: "cospi(x) < 0 || cospi(x) > 0",
        weight: 64,
        latex: r"\operatorname{tanpi}",
        ..Row::ORDINARY
    },
    Row {
        name: "sec",
        meaning: "The secant, 1/cos.",
        kernel: Kernel::Unary(kernels::secant),
        exactly: Exactly::Text("1/cos(x)"),
        partials: &["value*tan(x)"],
        domain: "cos(x) < 0 || cos(x) > 0",
        range: Range::Nonzero,
        parity: Parity::Even,
        weight: 36,
        identities: &[
            Identity::always("sec of 0", "sec(0)", "1"),
            Identity::always("sec of pi", "sec(pi)", "-1"),
            Identity::when("sec of asec", "sec(asec(u))", "u", "u <= -1 || u >= 1"),
            Identity::when(
                "sec times cos",
                "sec(u)*cos(u)",
                "1",
                "cos(u) < 0 || cos(u) > 0",
            ),
            Identity::when(
                "sec against tan",
                "sec(u)^2 - tan(u)^2",
                "1",
                "cos(u) < 0 || cos(u) > 0",
            ),
        ],
        portable: Some(portable::secant),
        latex: r"\sec",
        spellings: &[("arrays", "np.reciprocal(np.cos(#1))")],
        ..Row::ORDINARY
    },
    Row {
        name: "csc",
        meaning: "The cosecant, 1/sin.",
        kernel: Kernel::Unary(kernels::cosecant),
        exactly: Exactly::Text("1/sin(x)"),
        partials: &["-value*cot(x)"],
        domain: "sin(x) < 0 || sin(x) > 0",
        range: Range::Nonzero,
        parity: Parity::Odd,
        weight: 36,
        identities: &[
            Identity::always("csc of pi/2", "csc(pi/2)", "1"),
            Identity::when("csc of acsc", "csc(acsc(u))", "u", "u <= -1 || u >= 1"),
            Identity::when(
                "csc times sin",
                "csc(u)*sin(u)",
                "1",
                "sin(u) < 0 || sin(u) > 0",
            ),
            Identity::when(
                "csc against cot",
                "csc(u)^2 - cot(u)^2",
                "1",
                "sin(u) < 0 || sin(u) > 0",
            ),
        ],
        portable: Some(portable::cosecant),
        latex: r"\csc",
        spellings: &[("arrays", "np.reciprocal(np.sin(#1))")],
        ..Row::ORDINARY
    },
    Row {
        name: "cot",
        meaning: "The cotangent, cos/sin.",
        kernel: Kernel::Unary(kernels::cotangent),
        exactly: Exactly::Text("cos(x)/sin(x)"),
        partials: &["-(1 + value^2)"],
        domain: "sin(x) < 0 || sin(x) > 0",
        parity: Parity::Odd,
        weight: 36,
        identities: &[
            Identity::always("cot of pi/2", "cot(pi/2)", "0"),
            Identity::always("cot of pi/4", "cot(pi/4)", "1"),
            Identity::always("cot of acot", "cot(acot(u))", "u"),
            Identity::always("cos over sin", "cos(u)/sin(u)", "cot(u)").where_it_saves(),
            Identity::when(
                "cot times sin",
                "cot(u)*sin(u)",
                "cos(u)",
                "sin(u) < 0 || sin(u) > 0",
            )
            .where_it_saves(),
            Identity::when(
                "tan times cot",
                "tan(u)*cot(u)",
                "1",
                "(cos(u) < 0 || cos(u) > 0) && (sin(u) < 0 || sin(u) > 0)",
            ),
        ],
        portable: Some(portable::cotangent),
        latex: r"\cot",
        spellings: &[("arrays", "np.reciprocal(np.tan(#1))")],
        ..Row::ORDINARY
    },
    Row {
        name: "asin",
        aliases: &["arcsin"],
        meaning: "The inverse sine, from -pi/2 to pi/2.",
        kernel: Kernel::Unary(kernels::arcsine),
        exactly: Exactly::Text(
            "if(x > 1/2, pi/2 - 2*atan(sqrt((1 - x)/(1 + x))), atan(x/sqrt((1 - x)*(1 + x))))",
        ),
        partials: &["1/sqrt((1 - x)*(1 + x))"],
        domain: "x >= -1 && x <= 1",
        kinks: &[Kink {
            at: "x = -1 || x = 1",
            convention: "asin' is infinite at the ends",
        }],
        parity: Parity::Odd,
        vanishes_at_zero_alone: true,
        weight: 36,
        identities: &[
            Identity::always("asin of 0", "asin(0)", "0"),
            Identity::always("asin of 1", "asin(1)", "pi/2"),
        ],
        spellings: &[
            ("c", "asin(#1)"),
            ("numpy", "np.arcsin(#1)"),
            ("python", include_str!("spellings/python/asin.txt")),
            ("rust", "#1.asin()"),
        ],
        latex: r"\arcsin",
        ..Row::ORDINARY
    },
    Row {
        name: "acos",
        aliases: &["arccos"],
        meaning: "The inverse cosine, from 0 to pi.",
        kernel: Kernel::Unary(kernels::arccosine),
        exactly: Exactly::Text("pi/2 - asin(x)"),
        partials: &["-1/sqrt((1 - x)*(1 + x))"],
        domain: "x >= -1 && x <= 1",
        kinks: &[Kink {
            at: "x = -1 || x = 1",
            convention: "acos' is infinite at the ends",
        }],
        range: Range::Nonnegative,
        weight: 36,
        identities: &[
            Identity::always("acos of 0", "acos(0)", "pi/2"),
            Identity::always("acos of 1", "acos(1)", "0"),
            Identity::always("acos of -1", "acos(-1)", "pi"),
            Identity::when(
                "asin and acos",
                "asin(u) + acos(u)",
                "pi/2",
                "u >= -1 && u <= 1",
            ),
        ],
        spellings: &[
            ("c", "acos(#1)"),
            ("numpy", "np.arccos(#1)"),
            ("python", include_str!("spellings/python/acos.txt")),
            ("rust", "#1.acos()"),
        ],
        latex: r"\arccos",
        ..Row::ORDINARY
    },
    Row {
        name: "atan",
        aliases: &["arctan"],
        meaning: "The inverse tangent, from -pi/2 to pi/2.",
        kernel: Kernel::Unary(kernels::arctangent),
        exactly: Exactly::Primitive(Primitive::Atan),
        partials: &["1/(1 + x^2)"],
        parity: Parity::Odd,
        vanishes_at_zero_alone: true,
        weight: 16,
        identities: &[
            Identity::always("atan of 0", "atan(0)", "0"),
            Identity::always("atan of 1", "atan(1)", "pi/4"),
        ],
        spellings: &[
            ("c", "atan(#1)"),
            ("numpy", "np.arctan(#1)"),
            ("python", "math.atan(#1)"),
            ("rust", "#1.atan()"),
        ],
        latex: r"\arctan",
        ..Row::ORDINARY
    },
    Row {
        name: "asec",
        aliases: &["arcsec"],
        meaning: "The inverse secant, acos(1/x).",
        kernel: Kernel::Unary(kernels::arcsecant),
        exactly: Exactly::Text("acos(1/x)"),
        partials: &["1/(abs(x)*sqrt((x - 1)*(x + 1)))"],
        domain: "x <= -1 || x >= 1",
        kinks: &[Kink {
            at: "x = -1 || x = 1",
            convention: "asec' is infinite at the ends",
        }],
        range: Range::Nonnegative,
        weight: 44,
        identities: &[
            Identity::always("asec of 1", "asec(1)", "0"),
            Identity::always("asec of -1", "asec(-1)", "pi"),
        ],
        portable: Some(portable::arcsecant),
        latex: r"\operatorname{arcsec}",
        ..Row::ORDINARY
    },
    Row {
        name: "acsc",
        aliases: &["arccsc"],
        meaning: "The inverse cosecant, asin(1/x).",
        kernel: Kernel::Unary(kernels::arccosecant),
        exactly: Exactly::Text("asin(1/x)"),
        partials: &["-1/(abs(x)*sqrt((x - 1)*(x + 1)))"],
        domain: "x <= -1 || x >= 1",
        kinks: &[Kink {
            at: "x = -1 || x = 1",
            convention: "acsc' is infinite at the ends",
        }],
        range: Range::Nonzero,
        parity: Parity::Odd,
        weight: 44,
        identities: &[Identity::always("acsc of 1", "acsc(1)", "pi/2")],
        portable: Some(portable::arccosecant),
        latex: r"\operatorname{arccsc}",
        ..Row::ORDINARY
    },
    Row {
        name: "acot",
        aliases: &["arccot"],
        meaning: "The inverse cotangent, atan(1/x): odd, with a jump at 0.",
        kernel: Kernel::Unary(kernels::arccotangent),
        exactly: Exactly::Text("if(x < 0 || x > 0, atan(1/x), pi/2 - atan(x))"),
        partials: &["-1/(1 + x^2)"],
        kinks: &[Kink {
            at: "x = 0",
            convention: "acot(0) = pi/2, acot'(0) = -1",
        }],
        range: Range::Nonzero,
        parity: Parity::Odd,
        weight: 28,
        identities: &[
            Identity::always("acot of 0", "acot(0)", "pi/2"),
            Identity::always("acot of 1", "acot(1)", "pi/4"),
        ],
        portable: Some(portable::arccotangent),
        latex: r"\operatorname{arccot}",
        ..Row::ORDINARY
    },
    Row {
        name: "atan2",
        aliases: &["arctan2"],
        parameters: &["y", "x"],
        meaning: "The angle of the point (x, y), from -pi to pi; y comes first.",
        kernel: Kernel::Binary(kernels::arctangent_of_point),
        exactly: Exactly::Text(
            "if(x > 0, atan(y/x), if(y > 0, pi/2 - atan(x/y), if(y < 0, -pi/2 - atan(x/y), if(x < 0, pi + atan(y/x), sqrt(x^2 + y^2)))))",
        ),
        partials: &["x/(x^2 + y^2)", "-y/(x^2 + y^2)"],
        kinks: &[Kink {
            at: "y = 0 && x <= 0",
            convention: "atan2 jumps from -pi to pi, atan2(0, 0) = 0, atan2'(0, 0) is undefined (NaN)",
        }],
        weight: 28,
        identities: &[Identity::always("atan2 with 1", "atan2(u, 1)", "atan(u)")],
        spellings: &[
            ("c", "atan2(#1, #2)"),
            ("numpy", "np.arctan2(#1, #2)"),
            ("python", "math.atan2(#1, #2)"),
            ("rust", "#1.atan2(#2)"),
        ],
        latex: r"\operatorname{atan2}",
        ..Row::ORDINARY
    },
];
