//! Rows: activation functions of neural networks.
//!
//! It must not know how its texts are read. Invariants: every row of this family is here and nowhere
//! else; a row that bends says so.

use super::{Builder, Exactly, Kernel, Kink, Row, Step};

/// The family.
pub(super) static ROWS: &[Row] = &[
    Row {
        name: "silu",
        aliases: &["swish"],
        meaning: "The sigmoid linear unit, x*sigma(x).",
        kernel: Kernel::Definition("x*sigma(x)"),
        weight: 21,
        latex: r"\operatorname{silu}",
        ..Row::ORDINARY
    },
    Row {
        name: "gelu",
        meaning: "The Gaussian error linear unit, x*normcdf(x).",
        kernel: Kernel::Definition("x*normcdf(x)"),
        weight: 61,
        latex: r"\operatorname{gelu}",
        ..Row::ORDINARY
    },
    Row {
        name: "gelutanh",
        meaning: "The approximation of gelu by the hyperbolic tangent.",
        kernel: Kernel::Definition("x*sigma(2*sqrt(2/pi)*(x + 0.044715*x^3))"),
        weight: 26,
        latex: r"\operatorname{gelutanh}",
        ..Row::ORDINARY
    },
    Row {
        name: "mish",
        meaning: "x*tanh(softplus(x)).",
        kernel: Kernel::Definition("x*tanh(softplus(x))"),
        weight: 63,
        latex: r"\operatorname{mish}",
        ..Row::ORDINARY
    },
    Row {
        name: "softsign",
        meaning: "x/(1 + abs(x)), from -1 to 1.",
        kernel: Kernel::Definition("x/(1 + abs(x))"),
        weight: 6,
        latex: r"\operatorname{softsign}",
        ..Row::ORDINARY
    },
    Row {
        name: "elu",
        meaning: "The exponential linear unit: x for x > 0, expm1(x) for x <= 0.",
        kernel: Kernel::Definition("elu(x, 1)"),
        weight: 16,
        latex: r"\operatorname{elu}",
        ..Row::ORDINARY
    },
    Row {
        name: "elu",
        parameters: &["x", "a"],
        meaning: "The exponential linear unit: x for x > 0, a*expm1(x) for x <= 0.",
        kernel: Kernel::Recipe(exponential_linear),
        exactly: Exactly::Text("if(x > 0, x, a*expm1(x))"),
        partials: &["if(x > 0, 1, a*exp(x))", "expm1(-relu(-x))"],
        kinks: &[Kink {
            at: "x = 0",
            convention: "elu'(0) = a",
        }],
        weight: 16,
        latex: r"\operatorname{elu}",
        ..Row::ORDINARY
    },
    Row {
        name: "leakyrelu",
        meaning: "x for x > 0, x/100 for x <= 0.",
        kernel: Kernel::Definition("leakyrelu(x, 1/100)"),
        kinks: &[Kink {
            at: "x = 0",
            convention: "leakyrelu'(0) = 1/100",
        }],
        weight: 2,
        latex: r"\operatorname{leakyrelu}",
        ..Row::ORDINARY
    },
    Row {
        name: "leakyrelu",
        parameters: &["x", "a"],
        meaning: "x for x > 0, a*x for x <= 0.",
        kernel: Kernel::Recipe(leaky),
        exactly: Exactly::Text("if(x > 0, x, a*x)"),
        partials: &["if(x > 0, 1, a)", "-relu(-x)"],
        kinks: &[Kink {
            at: "x = 0",
            convention: "leakyrelu'(0) = a",
        }],
        weight: 2,
        latex: r"\operatorname{leakyrelu}",
        ..Row::ORDINARY
    },
];

/// Compared so that NaN takes the side of the argument.
fn exponential_linear(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let [x, a] = [arguments[0], arguments[1]];
    let zero = build.constant(0.0);
    let bend = build.call("expm1", &[x]);
    let left = build.multiply(a, bend);
    build.select_less(x, zero, left, x)
}

/// Compared so that NaN takes the side of the argument.
fn leaky(build: &mut dyn Builder, arguments: &[Step]) -> Step {
    let [x, a] = [arguments[0], arguments[1]];
    let zero = build.constant(0.0);
    let left = build.multiply(a, x);
    build.select_less(x, zero, left, x)
}
