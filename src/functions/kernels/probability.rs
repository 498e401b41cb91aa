//! Functions of probabilities.
//!
//! They must not know the table. Invariant: the distribution functions are accurate in both tails.

use super::double::Double;

/// ln(x/(1 - x)); infinite at 0 and 1, where the crate is not.
pub extern "C" fn log_odds(x: f64) -> f64 {
    if x == 0.0 {
        f64::NEG_INFINITY
    } else if x == 1.0 {
        f64::INFINITY
    } else {
        pxfm::f_logit(x)
    }
}

/// 1/sqrt(2)
const INVERSE_ROOT_TWO: Double = Double {
    high: std::f64::consts::FRAC_1_SQRT_2,
    low: -4.833646656726457e-17,
};

/// The distribution function of the normal distribution, erfc(-x/sqrt(2))/2.
pub extern "C" fn normal_distribution(x: f64) -> f64 {
    if !(-50.0..=50.0).contains(&x) {
        return if x > 0.0 {
            1.0
        } else if x < 0.0 {
            0.0
        } else {
            x
        };
    }
    let argument = Double::new(-x) * INVERSE_ROOT_TWO;
    let rounded = pxfm::f_erfc(argument.high);
    // What the rounded argument lost counts up to 1400 times.
    let slope = std::f64::consts::FRAC_2_SQRT_PI * pxfm::f_exp(-argument.high * argument.high);
    0.5 * (rounded - slope * argument.low)
}
