//! Rows: probabilities, their logarithms and the normal distribution.
//!
//! It must not know how its texts are read. Invariant: every row of this family is here and nowhere
//! else.

use super::kernels::probability as kernels;
use super::portable::probability as portable;
use super::{Builder, Exactly, Identity, Kernel, Kink, Range, Row, Step};

/// The family.
pub(super) static ROWS: &[Row] = &[
    Row {
        name: "logit",
        meaning: "The logarithm of the odds, ln(x/(1 - x)); the inverse of sigma.",
        kernel: Kernel::Unary(kernels::log_odds),
        exactly: Exactly::Text("ln(x) - log1p(-x)"),
        partials: &["1/(x*(1 - x))"],
        domain: "x > 0 && x < 1",
        monotone: "1 > 0",
        weight: 20,
        identities: &[
            Identity::always("logit of 1/2", "logit(1/2)", "0"),
            Identity::always("logit of sigma", "logit(sigma(u))", "u"),
            Identity::when("sigma of logit", "sigma(logit(u))", "u", "u > 0 && u < 1"),
        ],
        portable: Some(portable::log_odds),
        latex: r"\operatorname{logit}",
        spellings: &[("arrays", "scipy.special.logit(#1)")],
        ..Row::ORDINARY
    },
    Row {
        name: "log1mexp",
        meaning: "ln(1 - e^x), accurate for all x < 0.",
        kernel: Kernel::Recipe(log_of_complement),
        exactly: Exactly::Text("if(x < -1, log1p(-exp(x)), ln(-expm1(x)))"),
        partials: &["exp(x)/expm1(x)"],
        domain: "x < 0",
        extent: (f64::NEG_INFINITY, 0.0),
        monotone: "1 > 0",
        weight: 26,
        identities: &[
            Identity::always("ln of 1 - exp", "ln(1 - exp(u))", "log1mexp(u)"),
            Identity::always("log1p of -exp", "log1p(-exp(u))", "log1mexp(u)"),
        ],
        latex: r"\operatorname{log1mexp}",
        ..Row::ORDINARY
    },
    Row {
        name: "logsumexp",
        aliases: &["logaddexp"],
        parameters: &["x", "y"],
        meaning: "ln(e^x + e^y + ...) without overflow.",
        kernel: Kernel::Variadic(log_of_sum),
        exactly: Exactly::Text("if(x < y, y + log1p(exp(x - y)), x + log1p(exp(y - x)))"),
        partials: &["sigma(x - rest)"],
        weight: 26,
        identities: &[
            Identity::always("logsumexp of equals", "logsumexp(u, u)", "u + ln(2)"),
            Identity::always("ln of sum of exp", "ln(exp(u) + exp(v))", "logsumexp(u, v)"),
        ],
        latex: r"\operatorname{logsumexp}",
        ..Row::ORDINARY
    },
    Row {
        name: "softmax",
        parameters: &["x", "y"],
        meaning: "e^x/(e^x + e^y + ...), the share of the first argument, without overflow.",
        kernel: Kernel::OverRest {
            row: "logsumexp",
            text: "sigma(x - rest)",
        },
        weight: 46,
        latex: r"\operatorname{softmax}",
        ..Row::ORDINARY
    },
    Row {
        name: "xlogy",
        parameters: &["x", "y"],
        meaning: "x*ln(y), and 0 at x = y = 0.",
        kernel: Kernel::Recipe(multiple_of_log),
        exactly: Exactly::Text("if(x < 0 || x > 0 || y < 0 || y > 0, x*ln(y), 0)"),
        partials: &["ln(y)", "if(x < 0 || x > 0, x/y, 0)"],
        domain: "y > 0 || (y >= 0 && x >= 0 && x <= 0)",
        kinks: &[Kink {
            at: "x = 0 && y = 0",
            convention: "the derivative in x is infinite, that in y is 0",
        }],
        weight: 18,
        latex: r"\operatorname{xlogy}",
        spellings: &[("arrays", "scipy.special.xlogy(#1, #2)")],
        ..Row::ORDINARY
    },
    Row {
        name: "xlog1py",
        parameters: &["x", "y"],
        meaning: "x*ln(1 + y), and 0 at x = 0, y = -1.",
        kernel: Kernel::Recipe(multiple_of_log_of_one_plus),
        exactly: Exactly::Text("if(x < 0 || x > 0 || y < -1 || y > -1, x*log1p(y), 0)"),
        partials: &["log1p(y)", "if(x < 0 || x > 0, x/(1 + y), 0)"],
        domain: "y > -1 || (y >= -1 && x >= 0 && x <= 0)",
        kinks: &[Kink {
            at: "x = 0 && y = -1",
            convention: "the derivative in x is infinite, that in y is 0",
        }],
        weight: 18,
        latex: r"\operatorname{xlog1py}",
        spellings: &[("arrays", "scipy.special.xlog1py(#1, #2)")],
        ..Row::ORDINARY
    },
    Row {
        name: "entropy",
        aliases: &["entr"],
        meaning: "-x*ln(x), and 0 at 0.",
        kernel: Kernel::Recipe(entropy),
        exactly: Exactly::Text("if(x < 0 || x > 0, -x*ln(x), 0)"),
        partials: &["-1 - ln(x)"],
        domain: "x >= 0",
        kinks: &[Kink {
            at: "x = 0",
            convention: "entropy'(0) is infinite",
        }],
        weight: 18,
        identities: &[
            Identity::always("entropy of 0", "entropy(0)", "0"),
            Identity::always("entropy of 1", "entropy(1)", "0"),
        ],
        latex: r"\operatorname{entropy}",
        ..Row::ORDINARY
    },
    Row {
        name: "normpdf",
        meaning: "The density of the normal distribution, e^(-x^2/2)/sqrt(2*pi).",
        kernel: Kernel::Definition("exp(-x^2/2)/sqrt(2*pi)"),
        weight: 16,
        latex: r"\operatorname{normpdf}",
        ..Row::ORDINARY
    },
    Row {
        name: "normcdf",
        meaning: "The distribution function of the normal distribution, accurate in both tails.",
        kernel: Kernel::Unary(kernels::normal_distribution),
        exactly: Exactly::Text("erfc(-x/sqrt(2))/2"),
        partials: &["exp(-x^2/2)/sqrt(2*pi)"],
        range: Range::Positive,
        extent: (0.0, 1.0),
        monotone: "1 > 0",
        weight: 60,
        identities: &[
            Identity::always("normcdf of 0", "normcdf(0)", "1/2"),
            Identity::always("complement of normcdf", "1 - normcdf(u)", "normcdf(-u)"),
        ],
        portable: Some(portable::normal_distribution),
        latex: r"\Phi",
        spellings: &[("arrays", "scipy.special.ndtr(#1)")],
        ..Row::ORDINARY
    },
    Row {
        name: "norminv",
        aliases: &["probit"],
        meaning: "The quantile of the normal distribution, the inverse of normcdf.",
        kernel: Kernel::Unary(super::kernels::error::normal_quantile),
        exactly: Exactly::Text("-sqrt(2)*erfcinv(2*x)"),
        partials: &["if(x < 1/2, sqrt(pi/2)*erfcx(-value/sqrt(2))/x, \
             sqrt(pi/2)*erfcx(value/sqrt(2))/(1 - x))"],
        domain: "x > 0 && x < 1",
        monotone: "1 > 0",
        weight: 90,
        identities: &[
            Identity::always("norminv of 1/2", "norminv(1/2)", "0"),
            Identity::always("norminv of normcdf", "norminv(normcdf(u))", "u"),
            Identity::when(
                "normcdf of norminv",
                "normcdf(norminv(u))",
                "u",
                "u > 0 && u < 1",
            ),
        ],
        portable: Some(portable::normal_quantile),
        latex: r"\Phi^{-1}",
        spellings: &[("arrays", "scipy.special.ndtri(#1)")],
        ..Row::ORDINARY
    },
];

/// ln(1 - t) with t = exp(x), or ln(-expm1(x)) where 1 - t is the smaller part.
fn log_of_complement(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let border = build.constant(-std::f64::consts::LN_2);
    let power = build.call("exp", &[x]);
    let power = build.negate(power);
    let far = build.call("log1p", &[power]);
    let rest = build.call("expm1", &[x]);
    let rest = build.negate(rest);
    let near = build.call("ln", &[rest]);
    build.select_less(x, border, far, near)
}

/// The greatest argument, and log1p of what all others add to its exponential, in one pass. Arguments
/// that are equal count as such, infinite or not.
fn log_of_sum(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let one = build.constant(1.0);
    let mut rest = build.constant(0.0);
    let mut greatest = arguments[0];
    for &x in &arguments[1..] {
        let distance = build.subtract(x, greatest);
        let distance = build.absolute(distance);
        let distance = build.negate(distance);
        let decay = build.call("exp", &[distance]);
        let decay = build.select_equal(x, greatest, one, decay);
        let all = build.add(rest, one);
        let below = build.multiply(all, decay);
        let beside = build.add(rest, decay);
        rest = build.select_less(greatest, x, below, beside);
        greatest = build.select_less(greatest, x, x, greatest);
    }
    let bend = build.call("log1p", &[rest]);
    build.add(greatest, bend)
}

/// factor*logarithm, and 0 where the factor is 0 and the argument of the logarithm is not below `least`.
fn or_zero(build: &mut dyn Builder, [factor, logarithm, argument]: [Step; 3], least: f64) -> Step {
    let zero = build.constant(0.0);
    let least = build.constant(least);
    let undefined = build.constant(f64::NAN);
    let product = build.multiply(factor, logarithm);
    let known = build.select_equal(argument, argument, zero, argument);
    let limit = build.select_less(argument, least, undefined, known);
    build.select_equal(factor, zero, limit, product)
}

fn multiple_of_log(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let [x, y] = [arguments[0], arguments[1]];
    let logarithm = build.call("ln", &[y]);
    or_zero(build, [x, logarithm, y], 0.0)
}

fn multiple_of_log_of_one_plus(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let [x, y] = [arguments[0], arguments[1]];
    let logarithm = build.call("log1p", &[y]);
    or_zero(build, [x, logarithm, y], -1.0)
}

fn entropy(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let x = arguments[0];
    let zero = build.constant(0.0);
    let logarithm = build.call("ln", &[x]);
    let product = build.multiply(x, logarithm);
    let value = build.negate(product);
    build.select_equal(x, zero, zero, value)
}
