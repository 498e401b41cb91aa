//! Rows: exponentials, logarithms, powers and roots.
//!
//! It must not know how its texts are read. Invariant: every row of this family is here and nowhere
//! else.

use super::kernels::exponential as kernels;
use super::portable::exponential as portable;
use super::{Builder, Exactly, Identity, Kernel, Kink, Parity, Primitive, Range, Row, Step};

/// The family.
pub(super) static ROWS: &[Row] = &[
    Row {
        name: "exp",
        meaning: "The exponential function, e^x.",
        kernel: Kernel::Unary(kernels::exp),
        exactly: Exactly::Primitive(Primitive::Exp),
        partials: &["value"],
        range: Range::Positive,
        extent: (0.0, f64::INFINITY),
        monotone: "1 > 0",
        weight: 12,
        identities: &[
            Identity::always("exp at 0", "exp(0)", "1"),
            Identity::always("exp at 1", "exp(1)", "e"),
            Identity::when("exp of ln", "exp(ln(u))", "u", "u > 0"),
            Identity::when("exp of -ln", "exp(-ln(u))", "1/u", "u > 0"),
            Identity::always("exp of softplus", "exp(softplus(u))", "1 + exp(u)"),
            Identity::always("product of exponentials", "exp(u)*exp(v)", "exp(u + v)")
                .where_it_saves(),
            Identity::always("quotient of exponentials", "exp(u)/exp(v)", "exp(u - v)")
                .where_it_saves(),
            Identity::always("power of exp", "exp(u)^n", "exp(n*u)").where_it_saves(),
            Identity::when("exp of a multiple of ln", "exp(n*ln(u))", "u^n", "u > 0"),
            Identity::always("exp of -softplus", "exp(-softplus(u))", "sigma(-u)"),
        ],
        spellings: &[
            ("c", "exp(#1)"),
            ("numpy", "np.exp(#1)"),
            ("python", include_str!("spellings/python/exp.txt")),
            ("rust", "#1.exp()"),
        ],
        latex: r"\exp",
        ..Row::ORDINARY
    },
    Row {
        name: "expm1",
        meaning: "e^x - 1, accurate for small x.",
        kernel: Kernel::Unary(kernels::exp_minus_one),
        exactly: Exactly::Primitive(Primitive::Expm1),
        partials: &["exp(x)"],
        vanishes_at_zero_alone: true,
        extent: (-1.0, f64::INFINITY),
        monotone: "1 > 0",
        weight: 14,
        identities: &[
            Identity::always("expm1 at 0", "expm1(0)", "0"),
            Identity::when("expm1 of log1p", "expm1(log1p(u))", "u", "u > -1"),
        ],
        spellings: &[
            ("c", "expm1(#1)"),
            ("numpy", "np.expm1(#1)"),
            ("python", include_str!("spellings/python/expm1.txt")),
            ("rust", "#1.exp_m1()"),
        ],
        latex: r"\operatorname{expm1}",
        ..Row::ORDINARY
    },
    Row {
        name: "exp2",
        meaning: "2^x.",
        kernel: Kernel::Unary(kernels::exp_base_two),
        exactly: Exactly::Text("exp(x*ln(2))"),
        partials: &["value*ln(2)"],
        range: Range::Positive,
        extent: (0.0, f64::INFINITY),
        monotone: "1 > 0",
        weight: 12,
        identities: &[
            Identity::always("exp2 at 0", "exp2(0)", "1"),
            Identity::when("exp2 of log2", "exp2(log2(u))", "u", "u > 0"),
            Identity::always("product of powers of 2", "exp2(u)*exp2(v)", "exp2(u + v)")
                .where_it_saves(),
            Identity::always("quotient of powers of 2", "exp2(u)/exp2(v)", "exp2(u - v)")
                .where_it_saves(),
        ],
        spellings: &[
            ("c", "exp2(#1)"),
            ("numpy", "np.exp2(#1)"),
            ("python", include_str!("spellings/python/exp2.txt")),
            ("rust", "#1.exp2()"),
        ],
        latex: r"\operatorname{exp2}",
        ..Row::ORDINARY
    },
    Row {
        name: "exp10",
        meaning: "10^x.",
        kernel: Kernel::Unary(kernels::exp_base_ten),
        exactly: Exactly::Text("exp(x*ln(10))"),
        partials: &["value*ln(10)"],
        range: Range::Positive,
        extent: (0.0, f64::INFINITY),
        monotone: "1 > 0",
        weight: 16,
        identities: &[
            Identity::always("exp10 at 0", "exp10(0)", "1"),
            Identity::when("exp10 of log10", "exp10(log10(u))", "u", "u > 0"),
        ],
        portable: Some(portable::exp_base_ten),
        latex: r"\operatorname{exp10}",
        spellings: &[("arrays", "np.power(10.0, #1)")],
        ..Row::ORDINARY
    },
    Row {
        name: "ln",
        aliases: &["log"],
        meaning: "The natural logarithm.",
        kernel: Kernel::Unary(kernels::ln),
        exactly: Exactly::Primitive(Primitive::Ln),
        partials: &["1/x"],
        domain: "x > 0",
        monotone: "1 > 0",
        weight: 14,
        identities: &[
            Identity::always("ln of 1", "ln(1)", "0"),
            Identity::always("ln of e", "ln(e)", "1"),
            Identity::always("ln of exp", "ln(exp(u))", "u"),
            Identity::always("ln of sigma", "ln(sigma(u))", "-softplus(-u)"),
            Identity::always("ln of 1 - sigma", "ln(1 - sigma(u))", "-softplus(u)"),
            Identity::always("ln of 1 + exp", "ln(1 + exp(u))", "softplus(u)"),
            Identity::always("ln of 1 + u", "ln(1 + u)", "log1p(u)"),
            Identity::always("ln of a reciprocal", "ln(1/u)", "-ln(u)"),
            Identity::always("ln of sqrt", "ln(sqrt(u))", "ln(u)/2"),
            Identity::always("ln of cbrt", "ln(cbrt(u))", "ln(u)/3"),
            Identity::always("ln of a cube", "ln(u^3)", "3*ln(u)"),
            Identity::always("ln of a multiple of exp", "ln(exp(u)*v)", "u + ln(v)"),
            Identity::always("ln of exp over something", "ln(exp(u)/v)", "u - ln(v)"),
            Identity::when("ln of a power", "ln(u^v)", "v*ln(u)", "u > 0").where_proved(),
        ],
        spellings: &[
            ("c", "log(#1)"),
            ("numpy", "np.log(#1)"),
            ("python", include_str!("spellings/python/ln.txt")),
            ("rust", "#1.ln()"),
        ],
        latex: r"\ln",
        ..Row::ORDINARY
    },
    Row {
        name: "log",
        parameters: &["b", "x"],
        meaning: "The logarithm of x to the base b; the base comes first.",
        constant_first: true,
        kernel: Kernel::Definition("ln(x)/ln(b)"),
        domain: "x > 0 && b > 0 && (b < 1 || b > 1)",
        weight: 32,
        latex: r"\log",
        ..Row::ORDINARY
    },
    Row {
        name: "log1p",
        meaning: "ln(1 + x), accurate for small x.",
        kernel: Kernel::Unary(kernels::ln_of_one_plus),
        exactly: Exactly::Primitive(Primitive::Log1p),
        partials: &["1/(1 + x)"],
        domain: "x > -1",
        vanishes_at_zero_alone: true,
        monotone: "1 > 0",
        weight: 14,
        identities: &[
            Identity::always("log1p at 0", "log1p(0)", "0"),
            Identity::always("log1p of expm1", "log1p(expm1(u))", "u"),
            Identity::always("log1p of exp", "log1p(exp(u))", "softplus(u)"),
        ],
        spellings: &[
            ("c", "log1p(#1)"),
            ("numpy", "np.log1p(#1)"),
            ("python", include_str!("spellings/python/log1p.txt")),
            ("rust", "#1.ln_1p()"),
        ],
        latex: r"\operatorname{log1p}",
        ..Row::ORDINARY
    },
    Row {
        name: "log2",
        meaning: "The logarithm to the base 2.",
        kernel: Kernel::Unary(kernels::log_base_two),
        exactly: Exactly::Text("ln(x)/ln(2)"),
        partials: &["1/(x*ln(2))"],
        domain: "x > 0",
        monotone: "1 > 0",
        weight: 18,
        identities: &[
            Identity::always("log2 of 1", "log2(1)", "0"),
            Identity::always("log2 of 2", "log2(2)", "1"),
            Identity::always("log2 of exp2", "log2(exp2(u))", "u"),
            Identity::always("log2 of a power of 2", "log2(2^u)", "u"),
        ],
        spellings: &[
            ("c", "log2(#1)"),
            ("numpy", "np.log2(#1)"),
            ("python", include_str!("spellings/python/log2.txt")),
            ("rust", "#1.log2()"),
        ],
        latex: r"\log_2",
        ..Row::ORDINARY
    },
    Row {
        name: "log10",
        meaning: "The logarithm to the base 10.",
        kernel: Kernel::Unary(kernels::log_base_ten),
        exactly: Exactly::Text("ln(x)/ln(10)"),
        partials: &["1/(x*ln(10))"],
        domain: "x > 0",
        monotone: "1 > 0",
        weight: 20,
        identities: &[
            Identity::always("log10 of 1", "log10(1)", "0"),
            Identity::always("log10 of 10", "log10(10)", "1"),
            Identity::always("log10 of a power of 10", "log10(10^u)", "u"),
            Identity::always("log10 of exp10", "log10(exp10(u))", "u"),
        ],
        spellings: &[
            ("c", "log10(#1)"),
            ("numpy", "np.log10(#1)"),
            ("python", include_str!("spellings/python/log10.txt")),
            ("rust", "#1.log10()"),
        ],
        latex: r"\log_{10}",
        ..Row::ORDINARY
    },
    // What the operator computes where its exponent is not a constant. The name cannot be typed.
    Row {
        name: "^",
        parameters: &["x", "y"],
        meaning: "x to the power y; 0^0 = 1.",
        kernel: Kernel::Binary(kernels::power),
        partials: &["y*x^(y - 1)", "if(x < 0 || x > 0, value*ln(x), 0)"],
        domain: "x > 0 || (x >= 0 && y >= 0) || (x < 0 && floor(y) >= y)",
        monotone: "x > 0",
        weight: 60,
        spellings: &[
            ("c", "pow(#1, #2)"),
            ("numpy", "np.power(#1, #2)"),
            ("python", include_str!("spellings/python/power.txt")),
            ("rust", "#1.powf(#2)"),
        ],
        latex: r"\operatorname{pow}",
        ..Row::ORDINARY
    },
    Row {
        name: "pow",
        parameters: &["x", "y"],
        meaning: "x to the power y, as x^y.",
        kernel: Kernel::Definition("x^y"),
        domain: "x > 0 || (x >= 0 && y >= 0) || (x < 0 && floor(y) >= y)",
        weight: 60,
        latex: r"\operatorname{pow}",
        ..Row::ORDINARY
    },
    Row {
        name: "sqrt",
        aliases: &["√"],
        meaning: "The square root.",
        kernel: Kernel::Recipe(square_root),
        exactly: Exactly::Primitive(Primitive::SquareRoot),
        partials: &["1/(2*value)"],
        domain: "x >= 0",
        kinks: &[Kink {
            at: "x = 0",
            convention: "sqrt'(0) is infinite",
        }],
        range: Range::Nonnegative,
        vanishes_at_zero_alone: true,
        extent: (0.0, f64::INFINITY),
        monotone: "1 > 0",
        weight: 4,
        identities: &[
            Identity::always("sqrt of 0", "sqrt(0)", "0"),
            Identity::always("sqrt of 1", "sqrt(1)", "1"),
            Identity::when("square of sqrt", "sqrt(u)^2", "u", "u >= 0"),
            Identity::always("sqrt of square", "sqrt(u^2)", "abs(u)"),
            Identity::always("sqrt of exp", "sqrt(exp(u))", "exp(u/2)").where_it_saves(),
        ],
        latex: r"\sqrt{#1}",
        spellings: &[("arrays", "np.sqrt(#1)")],
        ..Row::ORDINARY
    },
    Row {
        name: "cbrt",
        aliases: &["∛"],
        meaning: "The real cube root, odd.",
        kernel: Kernel::Unary(kernels::cube_root),
        exactly: Exactly::Text("if(x < 0, -(-x)^(1/3), x^(1/3))"),
        partials: &["1/(3*value^2)"],
        kinks: &[Kink {
            at: "x = 0",
            convention: "cbrt'(0) is infinite",
        }],
        parity: Parity::Odd,
        vanishes_at_zero_alone: true,
        monotone: "1 > 0",
        weight: 12,
        identities: &[
            Identity::always("cbrt of 0", "cbrt(0)", "0"),
            Identity::always("cbrt of 1", "cbrt(1)", "1"),
            Identity::always("cube of cbrt", "cbrt(u)^3", "u"),
            Identity::always("cbrt of cube", "cbrt(u^3)", "u"),
            Identity::when(
                "argument over cbrt",
                "u/cbrt(u)",
                "cbrt(u)^2",
                "u < 0 || u > 0",
            ),
            Identity::when(
                "argument over its cbrt squared",
                "u/cbrt(u)^2",
                "cbrt(u)",
                "u < 0 || u > 0",
            ),
        ],
        spellings: &[
            ("c", "cbrt(#1)"),
            ("numpy", "np.cbrt(#1)"),
            ("python", include_str!("spellings/python/cbrt.txt")),
            ("rust", "#1.cbrt()"),
        ],
        latex: r"\sqrt[3]{#1}",
        ..Row::ORDINARY
    },
    Row {
        name: "root",
        parameters: &["x", "n"],
        meaning: "The n-th root x^(1/n); real for a negative x where n is an odd integer.",
        kernel: Kernel::Binary(kernels::root),
        exactly: Exactly::Text(
            "if(x < 0 && floor(n) >= n && floor(n/2) < n/2, -(-x)^(1/n), x^(1/n))",
        ),
        partials: &["value^(1 - n)/n", "if(x < 0 || x > 0, -value*ln(x)/n^2, 0)"],
        domain: "(x > 0 && (n < 0 || n > 0)) || (x >= 0 && n > 0) \
                 || (x < 0 && floor(n) >= n && floor(n/2) < n/2)",
        kinks: &[Kink {
            at: "x = 0",
            convention: "root'(0) is infinite for n > 1",
        }],
        monotone: "x > 0 && n > 0",
        weight: 80,
        identities: &[
            Identity::always("root of order 1", "root(u, 1)", "u"),
            Identity::always("root of order 2", "root(u, 2)", "sqrt(u)"),
            Identity::always("root of order 3", "root(u, 3)", "cbrt(u)"),
        ],
        portable: Some(portable::root),
        latex: r"\sqrt[#2]{#1}",
        ..Row::ORDINARY
    },
    Row {
        name: "hypot",
        parameters: &["x", "y"],
        meaning: "The length of the vector (x, y), sqrt(x^2 + y^2) without overflow.",
        kernel: Kernel::Binary(kernels::hypotenuse),
        exactly: Exactly::Text("sqrt(x^2 + y^2)"),
        partials: &["x/value", "y/value"],
        kinks: &[Kink {
            at: "x = 0 && y = 0",
            convention: "hypot'(0, 0) is undefined (NaN)",
        }],
        range: Range::Nonnegative,
        extent: (0.0, f64::INFINITY),
        monotone: "x >= 0 && y >= 0",
        weight: 20,
        identities: &[
            Identity::always("hypot with 0", "hypot(u, 0)", "abs(u)"),
            Identity::always("hypot of 0", "hypot(0, u)", "abs(u)"),
        ],
        spellings: &[
            ("c", "hypot(#1, #2)"),
            ("numpy", "np.hypot(#1, #2)"),
            ("python", "math.hypot(#1, #2)"),
            ("rust", "#1.hypot(#2)"),
        ],
        latex: r"\operatorname{hypot}",
        ..Row::ORDINARY
    },
    Row {
        name: "sigma",
        aliases: &["sigmoid", "logistic", "σ"],
        meaning: "The logistic function 1/(1 + e^(-x)).",
        kernel: Kernel::Recipe(logistic),
        exactly: Exactly::Text("if(x > 0, 1/(1 + exp(-x)), exp(x)/(1 + exp(x)))"),
        partials: &["value*sigma(-x)"],
        range: Range::Positive,
        extent: (0.0, 1.0),
        monotone: "1 > 0",
        weight: 20,
        identities: &[
            Identity::always("sigma at 0", "sigma(0)", "1/2"),
            Identity::always("complement of sigma", "1 - sigma(u)", "sigma(-u)"),
            Identity::always("sigma and its complement", "sigma(u) + sigma(-u)", "1"),
            Identity::always("odds of sigma", "sigma(u)/sigma(-u)", "exp(u)").where_it_saves(),
            Identity::always("odds against sigma", "sigma(-u)/sigma(u)", "exp(-u)")
                .where_it_saves(),
            Identity::when("sigma of ln", "sigma(ln(u))", "u/(1 + u)", "u > 0"),
        ],
        latex: r"\sigma",
        spellings: &[("arrays", "scipy.special.expit(#1)")],
        ..Row::ORDINARY
    },
    Row {
        name: "softplus",
        meaning: "ln(1 + e^x), the antiderivative of sigma.",
        kernel: Kernel::Recipe(softplus),
        exactly: Exactly::Text("if(x > 0, x + log1p(exp(-x)), log1p(exp(x)))"),
        partials: &["sigma(x)"],
        range: Range::Positive,
        extent: (0.0, f64::INFINITY),
        monotone: "1 > 0",
        weight: 26,
        identities: &[
            Identity::always("softplus at 0", "softplus(0)", "ln(2)"),
            Identity::always(
                "softplus against its mirror",
                "softplus(u) - softplus(-u)",
                "u",
            ),
            Identity::always(
                "softplus less its argument",
                "softplus(u) - u",
                "softplus(-u)",
            )
            .where_it_saves(),
            Identity::when("softplus of ln", "softplus(ln(u))", "ln(1 + u)", "u > 0"),
        ],
        latex: r"\operatorname{softplus}",
        spellings: &[("arrays", "np.logaddexp(0, #1)")],
        ..Row::ORDINARY
    },
];

/// sqrt is an instruction.
fn square_root(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    build.square_root(arguments[0])
}

/// exp(-|x|), which never overflows and serves sigma(x), sigma(-x), softplus(x) and softplus(-x) alike.
fn decay(build: &mut dyn Builder, x: Step) -> Step {
    let size = build.absolute(x);
    let negative = build.negate(size);
    build.call("exp", &[negative])
}

/// With t = exp(-|x|): 1/(1 + t) for x >= 0 and t/(1 + t) for x < 0. NaN reaches the result
/// through t.
fn logistic(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let one = build.constant(1.0);
    let t = decay(build, x);
    let denominator = build.add(one, t);
    let right = build.divide(one, denominator);
    let left = build.multiply(t, right);
    build.select_less(x, zero, left, right)
}

/// max(x, 0) + log1p(exp(-|x|)). NaN reaches the result through the second term.
fn softplus(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let t = decay(build, x);
    let bend = build.call("log1p", &[t]);
    let line = build.select_less(zero, x, x, zero);
    build.add(line, bend)
}
