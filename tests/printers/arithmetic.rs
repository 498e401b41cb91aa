//! How sums, products, powers and calls are written.

use super::builder::Case;
use symdiff::graph::{Constant, Expr};

/// Sums, products, powers and calls.
pub const ARITHMETIC: &[Case] = &[
    // Signs and the order of terms.
    (
        |b| {
            let (x, one) = (b.v("x"), b.n(1));
            b.graph.subtract(one, x)
        },
        "1 - x",
        "1 - x",
    ),
    (
        |b| {
            let (one, x) = (b.n(1), b.v("x"));
            b.graph.sum(&[one, x])
        },
        "x + 1",
        "x + 1",
    ),
    (
        |b| {
            let x = b.v("x");
            let square = b.power(x, 2, 1);
            let two = b.n(2);
            let double = b.graph.product(&[two, x]);
            let one = b.n(1);
            b.graph.sum(&[one, double, square])
        },
        "x^2 + 2*x + 1",
        "x^{2} + 2 x + 1",
    ),
    (
        |b| {
            let x = b.v("x");
            let minus = b.graph.negate(x);
            let y = b.v("y");
            b.graph.sum(&[minus, y])
        },
        "y - x",
        "y - x",
    ),
    (
        |b| {
            let x = b.v("x");
            let minus = b.graph.negate(x);
            let number = b.n(-1);
            b.graph.sum(&[minus, number])
        },
        "-x - 1",
        "-x - 1",
    ),
    (
        |b| {
            let (x, y, z) = (b.v("x"), b.v("y"), b.v("z"));
            let sum = b.graph.sum(&[y, z]);
            b.graph.subtract(x, sum)
        },
        "x - (y + z)",
        r"x - \left(y + z\right)",
    ),
    (
        |b| {
            let (x, y, z) = (b.v("x"), b.v("y"), b.v("z"));
            let sum = b.graph.sum(&[y, z]);
            b.graph.sum(&[x, sum])
        },
        "x + y + z",
        "x + y + z",
    ),
    (
        |b| {
            let (x, y, z) = (b.v("x"), b.v("y"), b.v("z"));
            let (y, z) = (b.graph.negate(y), b.graph.negate(z));
            let sum = b.graph.sum(&[y, z]);
            b.graph.sum(&[x, sum])
        },
        "x - (y + z)",
        r"x - \left(y + z\right)",
    ),
    // Products and quotients.
    (
        |b| {
            let (x, y) = (b.v("x"), b.v("y"));
            let square = b.power(y, 2, 1);
            let (two, three) = (b.n(2), b.n(-3));
            let below = b.graph.product(&[two, square]);
            let above = b.graph.product(&[three, x]);
            b.graph.divide(above, below)
        },
        "-3*x/(2*y^2)",
        r"-\frac{3 x}{2 y^{2}}",
    ),
    (
        |b| {
            let (x, half) = (b.v("x"), b.q(1, 2));
            b.graph.product(&[x, half])
        },
        "x/2",
        r"\frac{x}{2}",
    ),
    (
        |b| {
            let (x, number) = (b.v("x"), b.q(2, 3));
            b.graph.product(&[x, number])
        },
        "2*x/3",
        r"\frac{2 x}{3}",
    ),
    (
        |b| {
            let (x, number) = (b.v("x"), b.q(1, 10));
            b.graph.product(&[x, number])
        },
        "0.1*x",
        "0.1 x",
    ),
    (
        |b| {
            let (x, number) = (b.v("x"), b.q(3, 20_000_000));
            b.graph.product(&[x, number])
        },
        "1.5e-7*x",
        r"1.5 \cdot 10^{-7} x",
    ),
    (
        |b| {
            let (x, number) = (b.v("x"), b.q(-1, 1_000_000_000));
            b.graph.product(&[x, number])
        },
        "-1e-9*x",
        "-10^{-9} x",
    ),
    (
        |b| {
            let (x, y, z) = (b.v("x"), b.v("y"), b.v("z"));
            let below = b.graph.product(&[y, z]);
            b.graph.divide(x, below)
        },
        "x/(y*z)",
        r"\frac{x}{y z}",
    ),
    (
        |b| {
            let (x, y, z) = (b.v("x"), b.v("y"), b.v("z"));
            let quotient = b.graph.divide(y, z);
            b.graph.product(&[x, quotient])
        },
        "x*y/z",
        r"\frac{x y}{z}",
    ),
    (
        |b| {
            let (x, y, z) = (b.v("x"), b.v("y"), b.v("z"));
            let product = b.graph.product(&[y, z]);
            b.graph.product(&[x, product])
        },
        "x*y*z",
        "x y z",
    ),
    (
        |b| {
            let (x, y) = (b.v("x"), b.v("y"));
            let sum = b.graph.sum(&[x, y]);
            let pi = b.graph.constant(Constant::Pi);
            let sine = b.call("sin", &[x]);
            let square = b.power(y, 2, 1);
            let two = b.n(2);
            b.graph.product(&[sum, sine, square, x, pi, two])
        },
        "2*pi*x*y^2*sin(x)*(x + y)",
        r"2 \pi x y^{2} \sin\left(x\right) \left(x + y\right)",
    ),
    (
        |b| {
            let (x, minus) = (b.v("x"), b.n(-1));
            let sum = b.graph.sum(&[x, minus]);
            b.graph.negate(sum)
        },
        "-(x - 1)",
        r"-\left(x - 1\right)",
    ),
    (
        |b| {
            let (x, y, two) = (b.v("x"), b.v("y"), b.n(2));
            let power = b.graph.power(two, y);
            b.graph.product(&[x, power])
        },
        "x*2^y",
        r"x \cdot 2^{y}",
    ),
    (|b| b.q(-2, 3), "-2/3", r"-\frac{2}{3}"),
    // Powers.
    (
        |b| {
            let x = b.v("x");
            let square = b.power(x, 2, 1);
            b.graph.negate(square)
        },
        "-x^2",
        "-x^{2}",
    ),
    (
        |b| {
            let x = b.v("x");
            let (minus, y) = (b.graph.negate(x), b.v("y"));
            b.graph.power(minus, y)
        },
        "(-x)^y",
        r"\left(-x\right)^{y}",
    ),
    (
        |b| {
            let (x, two) = (b.v("x"), b.n(2));
            let minus = b.graph.negate(x);
            b.graph.power(two, minus)
        },
        "2^(-x)",
        "2^{-x}",
    ),
    (
        |b| {
            let (x, y, z) = (b.v("x"), b.v("y"), b.v("z"));
            let power = b.graph.power(y, z);
            b.graph.power(x, power)
        },
        "x^y^z",
        "x^{y^{z}}",
    ),
    (
        |b| {
            let (x, y, z) = (b.v("x"), b.v("y"), b.v("z"));
            let power = b.graph.power(x, y);
            b.graph.power(power, z)
        },
        "(x^y)^z",
        r"\left(x^{y}\right)^{z}",
    ),
    (
        |b| {
            let x = b.v("x");
            b.power(x, 2, 3)
        },
        "x^(2/3)",
        r"x^{\frac{2}{3}}",
    ),
    (
        |b| {
            let x = b.v("x");
            b.power(x, -2, 3)
        },
        "1/x^(2/3)",
        r"\frac{1}{x^{\frac{2}{3}}}",
    ),
    (
        |b| {
            let x = b.v("x");
            b.power(x, -2, 1)
        },
        "1/x^2",
        r"\frac{1}{x^{2}}",
    ),
    (
        |b| {
            let x = b.v("x");
            b.power(x, -1, 2)
        },
        "1/sqrt(x)",
        r"\frac{1}{\sqrt{x}}",
    ),
    (
        |b| {
            let (third, x) = (b.q(1, 3), b.v("x"));
            b.graph.power(third, x)
        },
        "(1/3)^x",
        r"\left(\frac{1}{3}\right)^{x}",
    ),
    // Calls.
    (
        |b| {
            let (two, y, x) = (b.n(2), b.v("y"), b.v("x"));
            b.call("max", &[x, two, y])
        },
        "max(y, x, 2)",
        r"\max\left(y, x, 2\right)",
    ),
    (
        |b| {
            let (e, x) = (b.graph.constant(Constant::E), b.v("x"));
            let half = b.q(-1, 2);
            let square = b.power(x, 2, 1);
            let exponent = b.graph.product(&[half, square]);
            b.graph.power(e, exponent)
        },
        "exp(-x^2/2)",
        r"e^{-\frac{x^{2}}{2}}",
    ),
    (
        |b| {
            let names = ["a", "b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "o"];
            let list: Vec<Expr> = names.iter().map(|name| b.v(name)).collect();
            let sum = b.graph.sum(&list);
            b.call("exp", &[sum])
        },
        "exp(a + b + c + d + f + g + h + k + l + m + n + o)",
        r"\exp\left(a + b + c + d + f + g + h + k + l + m + n + o\right)",
    ),
    (
        |b| {
            let x = b.v("x");
            let sine = b.call("sin", &[x]);
            b.power(sine, 2, 1)
        },
        "sin(x)^2",
        r"\sin^{2}\left(x\right)",
    ),
    (
        |b| {
            let (x, y) = (b.v("x"), b.v("y"));
            let sine = b.call("sin", &[x]);
            b.graph.power(sine, y)
        },
        "sin(x)^y",
        r"\left(\sin\left(x\right)\right)^{y}",
    ),
    (
        |b| {
            let x = b.v("x");
            let (y, minus) = (b.call("exp", &[x]), b.n(-1));
            let sum = b.graph.sum(&[y, minus]);
            let magnitude = b.call("abs", &[sum]);
            b.power(magnitude, 3, 1)
        },
        "abs(exp(x) - 1)^3",
        r"\left|e^{x} - 1\right|^{3}",
    ),
    (
        |b| {
            let (x, y) = (b.v("x"), b.v("y"));
            b.call("root", &[x, y])
        },
        "root(x, y)",
        r"\sqrt[y]{x}",
    ),
];
