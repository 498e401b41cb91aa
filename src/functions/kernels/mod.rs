//! The numeric kernels: what a row calls to get its value.
//!
//! Each is an `extern "C"` function of one or two binary64 numbers, so that the interpreter and
//! compiled code call the same address and get the same bits. It must not know the table, the graph
//! or a program, and it must never reach the system's mathematical library: the values would then
//! depend on the machine. From the standard library only operations that are exact or correctly
//! rounded everywhere are used (`sqrt`, `abs`, `copysign`, conversions).
//!
//! Invariants: no kernel panics, allocates or loops without a bound on any input; NaN in gives NaN
//! out; outside its domain a kernel answers NaN. `docs/function-kernels.md` has the measured errors.

pub mod bessel;
mod double;
pub mod elliptic;
pub mod error;
pub mod exponential;
pub mod gamma;
pub mod hyperbolic;
mod polygamma;
pub mod probability;
pub mod rounding;
mod spherical;
pub mod trigonometric;

/// Defines kernels of one argument that are a function of the crate `pxfm` as it is.
macro_rules! wrap_unary {
    ($($name:ident = $function:path;)*) => {
        $(
            #[doc = concat!("`", stringify!($function), "`, unchanged.")]
            pub extern "C" fn $name(x: f64) -> f64 {
                $function(x)
            }
        )*
    };
}
pub(crate) use wrap_unary;

/// The greatest integer not above `x`, for |x| < 2^53.
fn floor(x: f64) -> f64 {
    let truncated = (x as i64) as f64;
    if truncated > x {
        truncated - 1.0
    } else {
        truncated
    }
}

/// Whether `x` is an integer. The infinities are none.
fn is_integer(x: f64) -> bool {
    // Every finite number from 2^53 on is an integer, and a saturating conversion would miss it.
    x.is_finite() && (x.abs() >= 9_007_199_254_740_992.0 || (x as i64) as f64 == x)
}
