//! Rows: Bessel functions of whole order.
//!
//! It must not know how its texts are read. Invariants: every row of this family is here and nowhere
//! else; the partials are those of NIST DLMF 10.6.1 and 10.29.1, which hold at 0 too.

use super::kernels::bessel as kernels;
use super::{Identity, Kernel, Row};

/// The family.
pub(super) static ROWS: &[Row] = &[
    Row {
        name: "besselj",
        parameters: &["n", "x"],
        meaning: "The Bessel function of the first kind, of whole order n from -100 to 100.",
        constant_first: true,
        kernel: Kernel::Binary(kernels::first),
        partials: &["", "(besselj(n - 1, x) - besselj(n + 1, x))/2"],
        domain: "n >= -100 && n <= 100 && floor(n) >= n",
        extent: (-1.0, 1.0),
        weight: 100,
        identities: &[
            Identity::always("besselj of order -1", "besselj(-1, u)", "-besselj(1, u)"),
            Identity::always("besselj of order 0 at 0", "besselj(0, 0)", "1"),
        ],
        spellings: &[
            ("c", include_str!("spellings/c/besselj.txt")),
            ("numpy", include_str!("spellings/numpy/besselj.txt")),
            ("python", include_str!("spellings/python/besselj.txt")),
            ("rust", include_str!("spellings/rust/besselj.txt")),
        ],
        latex: r"J_{#1}\left(#2\right)",
        ..Row::ORDINARY
    },
    Row {
        name: "besselj0",
        meaning: "The same of order 0, besselj(0, x).",
        kernel: Kernel::Definition("besselj(0, x)"),
        weight: 100,
        latex: r"J_0",
        ..Row::ORDINARY
    },
    Row {
        name: "besselj1",
        meaning: "The same of order 1, besselj(1, x).",
        kernel: Kernel::Definition("besselj(1, x)"),
        weight: 100,
        latex: r"J_1",
        ..Row::ORDINARY
    },
    Row {
        name: "bessely",
        parameters: &["n", "x"],
        meaning: "The Bessel function of the second kind, of whole order n from -100 to 100.",
        constant_first: true,
        kernel: Kernel::Binary(kernels::second),
        partials: &["", "(bessely(n - 1, x) - bessely(n + 1, x))/2"],
        domain: "n >= -100 && n <= 100 && floor(n) >= n && x > 0",
        weight: 100,
        identities: &[Identity::always(
            "bessely of order -1",
            "bessely(-1, u)",
            "-bessely(1, u)",
        )],
        spellings: &[
            ("c", include_str!("spellings/c/bessely.txt")),
            ("numpy", include_str!("spellings/numpy/bessely.txt")),
            ("python", include_str!("spellings/python/bessely.txt")),
            ("rust", include_str!("spellings/rust/bessely.txt")),
        ],
        latex: r"Y_{#1}\left(#2\right)",
        ..Row::ORDINARY
    },
    Row {
        name: "bessely0",
        meaning: "The same of order 0, bessely(0, x).",
        kernel: Kernel::Definition("bessely(0, x)"),
        domain: "x > 0",
        weight: 100,
        latex: r"Y_0",
        ..Row::ORDINARY
    },
    Row {
        name: "bessely1",
        meaning: "The same of order 1, bessely(1, x).",
        kernel: Kernel::Definition("bessely(1, x)"),
        domain: "x > 0",
        weight: 100,
        latex: r"Y_1",
        ..Row::ORDINARY
    },
    Row {
        name: "besseli",
        parameters: &["n", "x"],
        meaning: "The modified Bessel function of the first kind, of whole order n from -100 to 100.",
        constant_first: true,
        kernel: Kernel::Binary(kernels::modified_first),
        partials: &["", "(besseli(n - 1, x) + besseli(n + 1, x))/2"],
        domain: "n >= -100 && n <= 100 && floor(n) >= n",
        monotone: "x >= 0 && n >= 0 && floor(n) >= n",
        weight: 100,
        identities: &[
            Identity::always("besseli of order -1", "besseli(-1, u)", "besseli(1, u)"),
            Identity::always("besseli of order 0 at 0", "besseli(0, 0)", "1"),
        ],
        spellings: &[
            ("c", include_str!("spellings/c/besseli.txt")),
            ("numpy", include_str!("spellings/numpy/besseli.txt")),
            ("python", include_str!("spellings/python/besseli.txt")),
            ("rust", include_str!("spellings/rust/besseli.txt")),
        ],
        latex: r"I_{#1}\left(#2\right)",
        ..Row::ORDINARY
    },
    Row {
        name: "besseli0",
        meaning: "The same of order 0, besseli(0, x).",
        kernel: Kernel::Definition("besseli(0, x)"),
        weight: 100,
        latex: r"I_0",
        ..Row::ORDINARY
    },
    Row {
        name: "besseli1",
        meaning: "The same of order 1, besseli(1, x).",
        kernel: Kernel::Definition("besseli(1, x)"),
        weight: 100,
        latex: r"I_1",
        ..Row::ORDINARY
    },
    Row {
        name: "besselk",
        parameters: &["n", "x"],
        meaning: "The modified Bessel function of the second kind, of whole order n from -100 to 100.",
        constant_first: true,
        kernel: Kernel::Binary(kernels::modified_second),
        partials: &["", "-(besselk(n - 1, x) + besselk(n + 1, x))/2"],
        domain: "n >= -100 && n <= 100 && floor(n) >= n && x > 0",
        monotone: "x > 0 && n >= 0 && floor(n) >= n",
        weight: 100,
        identities: &[Identity::always(
            "besselk of order -1",
            "besselk(-1, u)",
            "besselk(1, u)",
        )],
        spellings: &[
            ("c", include_str!("spellings/c/besselk.txt")),
            ("numpy", include_str!("spellings/numpy/besselk.txt")),
            ("python", include_str!("spellings/python/besselk.txt")),
            ("rust", include_str!("spellings/rust/besselk.txt")),
        ],
        latex: r"K_{#1}\left(#2\right)",
        ..Row::ORDINARY
    },
    Row {
        name: "besselk0",
        meaning: "The same of order 0, besselk(0, x).",
        kernel: Kernel::Definition("besselk(0, x)"),
        domain: "x > 0",
        weight: 100,
        latex: r"K_0",
        ..Row::ORDINARY
    },
    Row {
        name: "besselk1",
        meaning: "The same of order 1, besselk(1, x).",
        kernel: Kernel::Definition("besselk(1, x)"),
        domain: "x > 0",
        weight: 100,
        latex: r"K_1",
        ..Row::ORDINARY
    },
];
