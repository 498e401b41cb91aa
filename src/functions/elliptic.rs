//! Rows: complete elliptic integrals of the parameter m, the square of the modulus.
//!
//! It must not know how its texts are read. Invariants: every row of this family is here and nowhere
//! else; the derivative of each order is the integral of the next, so that nothing cancels next to m = 0.

use super::kernels::elliptic as kernels;
use super::{Identity, Kernel, Range, Row};

/// The family.
pub(super) static ROWS: &[Row] = &[
    Row {
        name: "ellipk",
        parameters: &["m"],
        meaning: "The complete elliptic integral of the first kind of the parameter m = k^2, that of 1/sqrt(1 - m*sin(t)^2) from 0 to pi/2.",
        kernel: Kernel::Definition("ellipkn(0, m)"),
        domain: "m < 1",
        range: Range::Positive,
        weight: 400,
        latex: r"K",
        ..Row::ORDINARY
    },
    Row {
        name: "ellipe",
        parameters: &["m"],
        meaning: "The complete elliptic integral of the second kind of the parameter m = k^2, that of sqrt(1 - m*sin(t)^2) from 0 to pi/2.",
        kernel: Kernel::Definition("ellipen(0, m)"),
        domain: "m < 1",
        range: Range::Positive,
        weight: 400,
        latex: r"E",
        ..Row::ORDINARY
    },
    Row {
        name: "ellipkn",
        parameters: &["n", "m"],
        meaning: "The integral of sin(t)^(2*n)*(1 - m*sin(t)^2)^(-n - 1/2) from 0 to pi/2, for n = 0, 1, ..., 20; of order 0 it is ellipk.",
        constant_first: true,
        kernel: Kernel::Binary(kernels::first_kind),
        partials: &["", "(n + 1/2)*ellipkn(n + 1, m)"],
        domain: "n >= 0 && n <= 20 && floor(n) >= n && m < 1",
        range: Range::Positive,
        extent: (0.0, f64::INFINITY),
        monotone: "floor(n) >= n",
        weight: 400,
        identities: &[Identity::always("ellipk of 0", "ellipkn(0, 0)", "pi/2")],
        spellings: &[
            ("c", include_str!("spellings/c/ellipkn.txt")),
            ("numpy", include_str!("spellings/numpy/ellipkn.txt")),
            ("python", include_str!("spellings/python/ellipkn.txt")),
            ("rust", include_str!("spellings/rust/ellipkn.txt")),
        ],
        latex: r"\operatorname{K}_{#1}\left(#2\right)",
        ..Row::ORDINARY
    },
    Row {
        name: "ellipen",
        parameters: &["n", "m"],
        meaning: "The integral of sin(t)^(2*n)*(1 - m*sin(t)^2)^(1/2 - n) from 0 to pi/2, for n = 0, 1, ..., 20; of order 0 it is ellipe.",
        constant_first: true,
        kernel: Kernel::Binary(kernels::second_kind),
        partials: &["", "(n - 1/2)*ellipen(n + 1, m)"],
        domain: "n >= 0 && n <= 20 && floor(n) >= n && m < 1",
        range: Range::Positive,
        weight: 400,
        identities: &[Identity::always("ellipe of 0", "ellipen(0, 0)", "pi/2")],
        spellings: &[
            ("c", include_str!("spellings/c/ellipen.txt")),
            ("numpy", include_str!("spellings/numpy/ellipen.txt")),
            ("python", include_str!("spellings/python/ellipen.txt")),
            ("rust", include_str!("spellings/rust/ellipen.txt")),
        ],
        latex: r"\operatorname{E}_{#1}\left(#2\right)",
        ..Row::ORDINARY
    },
];
