//! Rows: the beta function, binomial coefficients, and the differences of digamma functions in their
//! derivatives.
//!
//! It must not know how its texts are read. Invariants: every row of this family is here and nowhere
//! else; no partial is a difference of digammas that are nearly equal.

use super::portable::beta as recipes;
use super::{Exactly, Identity, Kernel, Range, Row};

/// polygamma(2, x + h) - polygamma(2, x). Where h is small it is the integral of polygamma(3, x + t) from 0 to
/// h, whose sign does not change, by Gauss's rule with 8 points: relative error 1e-16.
const DIFFERENCE: &str = "if(abs(h) < x/4, h*( \
                0.05061426814518813*polygamma(3, x + 0.019855071751231884*h) + \
                0.11119051722668724*polygamma(3, x + 0.10166676129318664*h) + \
                0.15685332293894363*polygamma(3, x + 0.2372337950418355*h) + \
                0.181341891689181*polygamma(3, x + 0.4082826787521751*h) + \
                0.181341891689181*polygamma(3, x + 0.591717321247825*h) + \
                0.15685332293894363*polygamma(3, x + 0.7627662049581645*h) + \
                0.11119051722668724*polygamma(3, x + 0.8983332387068134*h) + \
                0.05061426814518813*polygamma(3, x + 0.9801449282487681*h)), \
                polygamma(2, x + h) - polygamma(2, x))";

/// The family.
pub(super) static ROWS: &[Row] = &[
    Row {
        name: "beta",
        parameters: &["a", "b"],
        meaning: "The beta function, gamma(a)*gamma(b)/gamma(a + b).",
        kernel: Kernel::Recipe(recipes::beta),
        exactly: Exactly::Text("exp(lgamma(a) + lgamma(b) - lgamma(a + b))"),
        partials: &["-value*digammadelta(a, b)", "-value*digammadelta(b, a)"],
        domain: "a > 0 && b > 0",
        range: Range::Positive,
        weight: 400,
        identities: &[
            Identity::when("beta with 1", "beta(u, 1)", "1/u", "u > 0"),
            Identity::when("beta of 1", "beta(1, u)", "1/u", "u > 0"),
            Identity::always("beta of halves", "beta(1/2, 1/2)", "pi"),
        ],
        latex: r"\operatorname{B}",
        spellings: &[("arrays", "scipy.special.beta(#1, #2)")],
        ..Row::ORDINARY
    },
    Row {
        name: "lbeta",
        parameters: &["a", "b"],
        meaning: "The logarithm of the beta function.",
        kernel: Kernel::Recipe(recipes::ln_beta),
        exactly: Exactly::Text("lgamma(a) + lgamma(b) - lgamma(a + b)"),
        partials: &["-digammadelta(a, b)", "-digammadelta(b, a)"],
        domain: "a > 0 && b > 0",
        weight: 400,
        identities: &[
            Identity::always("ln of beta", "ln(beta(u, v))", "lbeta(u, v)"),
            Identity::when("lbeta with 1", "lbeta(u, 1)", "-ln(u)", "u > 0"),
            Identity::when("lbeta of 1", "lbeta(1, u)", "-ln(u)", "u > 0"),
        ],
        latex: r"\operatorname{ln\,B}",
        spellings: &[("arrays", "scipy.special.betaln(#1, #2)")],
        ..Row::ORDINARY
    },
    Row {
        name: "binomial",
        parameters: &["n", "k"],
        meaning: "The binomial coefficient gamma(n + 1)/(gamma(k + 1)*gamma(n - k + 1)), also of numbers that are not whole; exact where it is a whole number below 1e12.",
        kernel: Kernel::Recipe(recipes::binomial),
        exactly: Exactly::Text("exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1))"),
        partials: &[
            "value*digammadelta(n - k + 1, k)",
            "value*digammadelta(k + 1, n - 2*k)",
        ],
        domain: "n > -1 && k > -1 && n - k > -1",
        range: Range::Positive,
        weight: 400,
        identities: &[
            Identity::when("binomial with 0", "binomial(u, 0)", "1", "u > -1"),
            Identity::when("binomial with 1", "binomial(u, 1)", "u", "u > 0"),
        ],
        latex: r"\binom{#1}{#2}",
        ..Row::ORDINARY
    },
    Row {
        name: "digammadelta",
        parameters: &["x", "h"],
        meaning: "digamma(x + h) - digamma(x), accurate for small h too.",
        kernel: Kernel::Recipe(recipes::digamma_difference),
        exactly: Exactly::Text("digamma(x + h) - digamma(x)"),
        partials: &["trigammadelta(x, h)", "trigamma(x + h)"],
        domain: "x > 0 && x + h > 0",
        weight: 200,
        identities: &[
            Identity::when("digammadelta of 0", "digammadelta(u, 0)", "0", "u > 0"),
            Identity::when("digammadelta of 1", "digammadelta(u, 1)", "1/u", "u > 0"),
        ],
        latex: r"\Delta\psi",
        ..Row::ORDINARY
    },
    Row {
        name: "trigammadelta",
        parameters: &["x", "h"],
        meaning: "trigamma(x + h) - trigamma(x), accurate for small h too.",
        kernel: Kernel::Recipe(recipes::trigamma_difference),
        exactly: Exactly::Text("trigamma(x + h) - trigamma(x)"),
        partials: &[DIFFERENCE, "polygamma(2, x + h)"],
        domain: "x > 0 && x + h > 0",
        weight: 200,
        identities: &[Identity::when(
            "trigammadelta of 0",
            "trigammadelta(u, 0)",
            "0",
            "u > 0",
        )],
        latex: r"\Delta\psi_1",
        ..Row::ORDINARY
    },
];
