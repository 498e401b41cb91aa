//! The functions of the table as functions of Rust, for formulas built in a program.
//!
//! What each computes, where it is defined and what is done at its kinks stands in its row of the table; a test holds
//! that no row is missing here. Vectors and matrices go entry by entry.
//!
//! ```
//! use symdiff::math::{exp, sigma};
//!
//! let x = symdiff::Graph::new().variable("x");
//! assert_eq!((exp(&x) * sigma(2 * &x)).to_string(), "exp(x)*sigma(2*x)");
//! ```

use super::expr::{Expr, call};

macro_rules! unary {
    ($($name:ident)*) => {
        $(
            #[doc = concat!("`", stringify!($name), "(x)`, entry by entry.")]
            ///
            /// ```
            /// let x = symdiff::Graph::new().variable("x");
            #[doc = concat!("let f = symdiff::math::", stringify!($name), "(&x);")]
            #[doc = concat!("assert_eq!(f.to_string(), \"", stringify!($name), "(x)\");")]
            /// ```
            #[track_caller]
            pub fn $name(x: impl Into<Expr>) -> Expr {
                call(stringify!($name), &[x.into()])
            }
        )*

        const UNARY: &[&str] = &[$(stringify!($name)),*];
    };
}

/// Those that are only another spelling.
macro_rules! definitions {
    ($($name:ident)*) => {
        $(
            #[doc = concat!("`", stringify!($name), "(x)`, entry by entry; written as what it stands for.")]
            ///
            /// ```
            /// let x = symdiff::Graph::new().variable("x");
            #[doc = concat!("let f = symdiff::math::", stringify!($name), "(&x);")]
            /// assert!(f.error().is_none());
            /// ```
            #[track_caller]
            pub fn $name(x: impl Into<Expr>) -> Expr {
                call(stringify!($name), &[x.into()])
            }
        )*

        const DEFINITIONS: &[&str] = &[$(stringify!($name)),*];
    };
}

macro_rules! binary {
    ($($name:ident($first:ident, $second:ident))*) => {
        $(
            #[doc = concat!(
                "`", stringify!($name), "(", stringify!($first), ", ", stringify!($second),
                ")`, entry by entry."
            )]
            ///
            /// ```
            /// let [u, v] = symdiff::Graph::new().variables(["u", "v"]);
            #[doc = concat!("let f = symdiff::math::", stringify!($name), "(&u, &v);")]
            /// assert!(f.error().is_none());
            /// ```
            #[track_caller]
            pub fn $name($first: impl Into<Expr>, $second: impl Into<Expr>) -> Expr {
                call(stringify!($name), &[$first.into(), $second.into()])
            }
        )*

        const BINARY: &[&str] = &[$(stringify!($name)),*];
    };
}

macro_rules! variadic {
    ($($name:ident)*) => {
        $(
            #[doc = concat!("`", stringify!($name), "` of several arguments, entry by entry.")]
            ///
            /// ```
            /// let [x, y] = symdiff::Graph::new().variables(["x", "y"]);
            #[doc = concat!("let f = symdiff::math::", stringify!($name), "([&x, &y]);")]
            /// assert!(f.error().is_none());
            /// ```
            #[track_caller]
            pub fn $name<T: Into<Expr>>(arguments: impl IntoIterator<Item = T>) -> Expr {
                let arguments: Vec<Expr> = arguments.into_iter().map(Into::into).collect();
                call(stringify!($name), &arguments)
            }
        )*

        const VARIADIC: &[&str] = &[$(stringify!($name)),*];
    };
}

unary! {
    exp expm1 exp2 exp10 ln log1p log2 log10 sqrt cbrt sigma softplus
    sin cos tan sec csc cot sinc sinpi cospi asin acos atan asec acsc acot
    sinh cosh tanh sech csch coth asinh acosh atanh asech acsch acoth
    abs sign step relu floor ceil round trunc detach
    logit log1mexp entropy normcdf norminv
    erf erfc erfcx erfinv erfcinv lambertw lambertwm1 gamma lgamma digamma trigamma
    expint expint1 sinint cosint
}

definitions! {
    frac silu gelu gelutanh mish softsign normpdf tanpi factorial
    besselj0 besselj1 bessely0 bessely1 besseli0 besseli1 besselk0 besselk1 ellipk ellipe
}

binary! {
    log(base, x) pow(x, y) root(x, n) hypot(x, y) atan2(y, x) polygamma(n, x) sincn(n, x) erfcxn(n, x)
    besselj(n, x) bessely(n, x) besseli(n, x) besselk(n, x)
    ellipkn(n, m) ellipen(n, m) beta(a, b) lbeta(a, b) binomial(n, k) digammadelta(x, h) trigammadelta(x, h)
    modulo(x, y) elu(x, a) leakyrelu(x, a) xlogy(x, y) xlog1py(x, y)
}

variadic! { max min logsumexp softmax }

/// `clamp(x, low, high)`, entry by entry.
///
/// ```
/// let x = symdiff::Graph::new().variable("x");
/// assert_eq!(symdiff::math::clamp(&x, 0, 1).to_string(), "min(max(x, 0), 1)");
/// ```
#[track_caller]
pub fn clamp(x: impl Into<Expr>, low: impl Into<Expr>, high: impl Into<Expr>) -> Expr {
    call(stringify!(clamp), &[x.into(), low.into(), high.into()])
}

const TERNARY: &[&str] = &[stringify!(clamp)];

/// All names above, for the test that compares them with the table.
#[doc(hidden)]
pub fn names() -> impl Iterator<Item = &'static str> {
    [UNARY, DEFINITIONS, BINARY, TERNARY, VARIADIC]
        .into_iter()
        .flatten()
        .copied()
}
