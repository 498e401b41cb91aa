//! How conditions, names, vectors and matrices are written.

use super::builder::Case;
use symdiff::graph::{Expr, Shape};

/// Conditions, names, vectors and matrices.
pub const STRUCTURE: &[Case] = &[
    // Conditions and choices.
    (
        |b| {
            let (x, zero) = (b.v("x"), b.n(0));
            b.graph.less(zero, x)
        },
        "x > 0",
        "x > 0",
    ),
    (
        |b| {
            let (x, y) = (b.v("x"), b.v("y"));
            let less = b.graph.less(x, y);
            b.graph.not(less)
        },
        // Not "x >= y": where a side is not a number, this holds.
        "!(x < y)",
        r"x \ge y",
    ),
    (
        |b| {
            let (x, zero) = (b.v("x"), b.n(0));
            let (less, more) = (b.graph.less(zero, x), b.graph.less(x, zero));
            b.graph.or(more, less)
        },
        "x < 0 || x > 0",
        r"x \ne 0",
    ),
    (
        |b| {
            let (x, zero) = (b.v("x"), b.n(0));
            let (less, more) = (b.graph.less(zero, x), b.graph.less(x, zero));
            let unequal = b.graph.or(more, less);
            b.graph.not(unequal)
        },
        "!(x < 0 || x > 0)",
        "x = 0",
    ),
    (
        |b| {
            let (x, y, zero) = (b.v("x"), b.v("y"), b.n(0));
            let (p, q) = (b.graph.less(x, y), b.graph.less_equal(zero, y));
            let r = b.graph.less(y, x);
            let either = b.graph.or(p, q);
            let both = b.graph.and(either, r);
            b.graph.not(both)
        },
        "!((x < y || y >= 0) && y < x)",
        r"\lnot \left(\left(x < y \lor y \ge 0\right) \land y < x\right)",
    ),
    (
        |b| {
            let (x, zero, one) = (b.v("x"), b.n(0), b.n(1));
            let (low, high) = (b.graph.less(x, zero), b.graph.less(one, x));
            let inner = b.graph.select(high, one, x);
            b.graph.select(low, zero, inner)
        },
        "if(x < 0, 0, if(x > 1, 1, x))",
        r"\begin{cases} 0 & \text{if } x < 0 \\ 1 & \text{if } x > 1 \\ x & \text{otherwise} \end{cases}",
    ),
    (
        |b| {
            let (x, zero, two) = (b.v("x"), b.n(0), b.n(2));
            let low = b.graph.less(x, zero);
            let choice = b.graph.select(low, zero, x);
            b.graph.product(&[two, choice])
        },
        "2*if(x < 0, 0, x)",
        r"2 \left(\begin{cases} 0 & \text{if } x < 0 \\ x & \text{otherwise} \end{cases}\right)",
    ),
    // Names.
    (
        |b| {
            let names = [
                "alpha", "sigma", "x1", "x_1", "x_max", "speed", "a1_b", "Ω", "_u",
            ];
            let list: Vec<Expr> = names.iter().map(|name| b.v(name)).collect();
            b.graph.sum(&list)
        },
        "alpha + sigma + x1 + x_1 + x_max + speed + a1_b + Ω + _u",
        r"\alpha + \sigma + x_{1} + x_{1} + x_{\mathrm{max}} + \mathrm{speed} + a_{1,b} + Ω + \mathrm{\_u}",
    ),
    (
        |b| {
            let (speed, a) = (b.v("speed"), b.v("a"));
            b.graph.product(&[speed, a])
        },
        "a*speed",
        r"a \cdot \mathrm{speed}",
    ),
    // Vectors and matrices.
    (
        |b| {
            let (x, a) = (b.vector("x"), b.matrix("A"));
            let row = b.graph.transpose(x);
            let product = b.graph.matrix_product(row, a);
            let form = b.graph.matrix_product(product, x);
            let half = b.q(1, 2);
            b.graph.product(&[form, half])
        },
        "x'*A*x/2",
        r"\frac{x^{\top} A x}{2}",
    ),
    (
        |b| {
            let (x, a) = (b.vector("x"), b.matrix("A"));
            let product = b.graph.matrix_product(a, x);
            b.graph.negate(product)
        },
        "-A*x",
        r"-A x",
    ),
    (
        |b| {
            let (x, y, a) = (b.vector("x"), b.vector("y"), b.matrix("A"));
            let product = b.graph.matrix_product(a, x);
            b.graph.subtract(y, product)
        },
        "y - A*x",
        "y - A x",
    ),
    (
        |b| {
            let (a, x) = (b.matrix("A"), b.vector("x"));
            let inner = b.graph.matrix_product(a, x);
            b.graph.matrix_product(a, inner)
        },
        "A*A*x",
        r"A A x",
    ),
    (
        |b| {
            let (a, x) = (b.matrix("A"), b.vector("x"));
            let product = b.graph.matrix_product(a, x);
            b.graph.transpose(product)
        },
        "x'*A'",
        r"x^{\top} A^{\top}",
    ),
    (
        |b| {
            let (a, c) = (b.matrix("A"), b.matrix("C"));
            let sum = b.graph.sum(&[a, c]);
            b.graph.transpose(sum)
        },
        "(A + C)'",
        r"\left(A + C\right)^{\top}",
    ),
    (
        |b| {
            let (x, y, s) = (b.vector("x"), b.vector("y"), b.v("s"));
            let two = b.n(2);
            let product = b.graph.product(&[x, two, s, y]);
            b.graph.total(product)
        },
        "2*s*x'*y",
        r"2 s x^{\top} y",
    ),
    (
        |b| {
            let (x, y, third) = (b.vector("x"), b.vector("y"), b.q(1, 3));
            let square = b.power(y, -2, 1);
            b.graph.product(&[x, square, third])
        },
        "x ./ y.^2/3",
        r"\frac{1}{3} x \oslash y^{\circ 2}",
    ),
    (
        |b| {
            let (x, a) = (b.vector("x1"), b.matrix("A"));
            let (first, second) = (b.graph.entry(x, 1), b.graph.entry(a, 3));
            b.graph.product(&[first, second])
        },
        "x1[2]*A[2,1]",
        "{x_{1}}_{2} {A}_{2,1}",
    ),
    (
        |b| {
            let (x, y, zero) = (b.v("x"), b.v("y"), b.n(0));
            b.graph.stack(&[x, y, zero, x], Shape::matrix(2, 2))
        },
        "[x, y; 0, x]",
        r"\begin{bmatrix} x & y \\ 0 & x \end{bmatrix}",
    ),
    (
        |b| b.graph.zeros(Shape::vector(3)),
        "zeros(3)",
        r"\mathbf{0}_{3}",
    ),
    (
        |b| {
            let x = b.v("x");
            b.graph.fill(x, Shape::matrix(2, 2))
        },
        "x*ones(2, 2)",
        r"x \mathbf{1}_{2 \times 2}",
    ),
];
