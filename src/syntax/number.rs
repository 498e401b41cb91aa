//! Decimals as exact rationals, within a limit.
//!
//! Must not know tokens or statements. Invariants: the work is bounded by the length of the text plus a
//! constant that depends on the limit alone, so a megabyte of digits or an exponent of a megabyte costs
//! one pass over it; an exponent is never read into a machine integer that it could overflow.

use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use num_traits::{One, Zero};

/// The exponents that are told apart; anything beyond is as good as infinite, as no input is that long.
const EXPONENT_LIMIT: i128 = 1_000_000_000_000_000_000;

/// log2(10) from below, in units of 1/10,000: 3.321928...
const BITS_PER_DIGIT: i128 = 33_219;

/// What a decimal says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Decimal {
    /// This value.
    Exact(BigRational),
    /// A positive value so small that it reads as 0.
    Vanishing,
    /// A numerator beyond the limit.
    TooLarge,
    /// A value of ordinary size with more digits than the limit allows.
    TooPrecise,
}

/// The value of the digits, point and exponent in `text`.
///
/// Numerator and denominator in lowest terms may have `bits` bits each. A decimal whose denominator
/// has more is [`Decimal::Vanishing`] below 2^-(bits/2), which with the default limit is far below the
/// smallest binary64 number, and [`Decimal::TooPrecise`] above.
pub(super) fn decimal(text: &str, bits: u64) -> Decimal {
    // Nearly all numbers of formulas are short and whole.
    if let Some(number) = short(text, bits) {
        return Decimal::Exact(BigRational::new_raw(BigInt::from(number), BigInt::one()));
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, machine_exponent(exponent)),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    let significant = digits.trim_end_matches('0');
    if significant.is_empty() {
        return Decimal::Exact(BigRational::zero());
    }
    // The value is `significant` times ten to the power of `scale`, and less than ten to the power of `top`.
    let scale = exponent - fraction.len() as i128 + (digits.len() - significant.len()) as i128;
    let top = scale + significant.len() as i128;
    let limit = i128::from(bits);
    if scaled_bits(top - 1) > limit {
        return Decimal::TooLarge;
    }
    let over = || match scaled_bits(-top) > limit / 2 {
        true => Decimal::Vanishing,
        false => Decimal::TooPrecise,
    };
    // The digits are not divisible by ten. So either the twos or the fives of ten^-scale all stay in the
    // denominator, which has at least -scale bits, and what is cancelled from the numerator is bounded too.
    if -scale > limit || significant.len() as i128 > limit + 2 {
        return over();
    }
    let Some(mantissa) = BigUint::parse_bytes(significant.as_bytes(), 10) else {
        return Decimal::TooPrecise;
    };
    let (numerator, denominator) = lowest_terms(mantissa, scale);
    if numerator.bits() > bits {
        return if denominator.is_one() {
            Decimal::TooLarge
        } else {
            over()
        };
    }
    if denominator.bits() > bits {
        return over();
    }
    Decimal::Exact(BigRational::new_raw(
        BigInt::from(numerator),
        BigInt::from(denominator),
    ))
}

/// A whole number of a few digits, if the text is one that fits the limit.
fn short(text: &str, bits: u64) -> Option<u64> {
    let is_short = text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number: u64 = text.parse().ok().filter(|_| is_short)?;
    (u64::from(u64::BITS - number.leading_zeros()) <= bits).then_some(number)
}

/// A lower bound for the bits of ten to the power of `digits`.
fn scaled_bits(digits: i128) -> i128 {
    digits * BITS_PER_DIGIT / 10_000
}

/// A signed run of digits, cut off at [`EXPONENT_LIMIT`].
fn machine_exponent(text: &str) -> i128 {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = digits.trim_start_matches('0');
    let value = match digits.len() {
        0 => 0,
        1..=18 => digits.parse().unwrap_or(EXPONENT_LIMIT),
        _ => EXPONENT_LIMIT,
    };
    sign * value
}

/// `mantissa` times ten to the power of `scale` as a fraction in lowest terms. Only twos and fives can
/// cancel, so no general greatest common divisor is needed.
fn lowest_terms(mut mantissa: BigUint, scale: i128) -> (BigUint, BigUint) {
    let places = u32::try_from(scale.unsigned_abs()).unwrap_or(u32::MAX);
    if scale >= 0 {
        return (mantissa * BigUint::from(10u32).pow(places), BigUint::one());
    }
    let twos = mantissa
        .trailing_zeros()
        .unwrap_or(0)
        .min(u64::from(places));
    mantissa >>= twos;
    let mut fives = places;
    while fives > 0 && (&mantissa % 5u32).is_zero() {
        mantissa /= 5u32;
        fives -= 1;
    }
    let denominator = BigUint::from(5u32).pow(fives) << (u64::from(places) - twos);
    (mantissa, denominator)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BITS: u64 = 4096;

    #[test]
    fn decimals_are_exact() {
        let cases = [
            ("12", 12, 1),
            ("0012", 12, 1),
            ("1.5", 3, 2),
            (".5", 1, 2),
            ("1.", 1, 1),
            ("1e5", 100_000, 1),
            ("1.5e-3", 3, 2000),
            ("2E+7", 20_000_000, 1),
            ("0.1", 1, 10),
            ("0.125", 1, 8),
            ("0.04", 1, 25),
            ("0.000", 0, 1),
            ("2500e-2", 25, 1),
            ("1e-0000000000000000000000002", 1, 100),
        ];
        for (text, numerator, denominator) in cases {
            let expected = BigRational::new(BigInt::from(numerator), BigInt::from(denominator));
            assert_eq!(decimal(text, BITS), Decimal::Exact(expected), "{text}");
        }
        let exponent = "9".repeat(1_000_000);
        let zero = Decimal::Exact(BigRational::zero());
        assert_eq!(decimal(&format!("0e{exponent}"), BITS), zero);
        assert_eq!(decimal(&format!("0.0e-{exponent}"), BITS), zero);
    }

    #[test]
    fn every_binary64_literal_passes() {
        let shortest = [
            "4.9e-324",
            "5e-324",
            "1.7976931348623157e308",
            "2.2250738585072014e-308",
            "1e400",
            "1e-400",
        ];
        let integer = format!("{}", f64::MAX);
        let smallest = format!("{:.1074}", f64::from_bits(1));
        let exact = [integer.as_str(), smallest.as_str()];
        for text in shortest.iter().chain(&exact) {
            assert!(matches!(decimal(text, BITS), Decimal::Exact(_)), "{text}");
        }
        let Decimal::Exact(least) = decimal(&smallest, BITS) else {
            return;
        };
        assert_eq!(
            least,
            BigRational::new(BigInt::one(), BigInt::one() << 1074)
        );
    }

    #[test]
    fn the_limit_is_where_it_says() {
        let power = |bits: u64| (BigUint::one() << bits).to_string();
        assert!(matches!(decimal(&power(4095), BITS), Decimal::Exact(_)));
        assert_eq!(decimal(&power(4096), BITS), Decimal::TooLarge);
        let megabyte = "7".repeat(1_000_000);
        let zeros = "0".repeat(1_000_000);
        let cases = [
            ("1e1233".to_owned(), None),
            ("1e1234".to_owned(), Some(Decimal::TooLarge)),
            ("1e-1233".to_owned(), None),
            ("1e-1234".to_owned(), Some(Decimal::Vanishing)),
            (megabyte.clone(), Some(Decimal::TooLarge)),
            (format!("1{zeros}"), Some(Decimal::TooLarge)),
            (format!("0.{zeros}1"), Some(Decimal::Vanishing)),
            (format!("0.{megabyte}"), Some(Decimal::TooPrecise)),
            (format!("{megabyte}e-1000000"), Some(Decimal::TooPrecise)),
            (format!("1{zeros}e-1000000"), None),
            (format!("1e{megabyte}"), Some(Decimal::TooLarge)),
            (format!("1e-{megabyte}"), Some(Decimal::Vanishing)),
            (
                format!("1.{megabyte}e18446744073709551616"),
                Some(Decimal::TooLarge),
            ),
            (format!("1e{zeros}3"), None),
        ];
        for (text, expected) in cases {
            let start = &text[..text.len().min(20)];
            match (decimal(&text, BITS), expected) {
                (found, Some(expected)) => assert_eq!(found, expected, "{start}"),
                (found, None) => assert!(matches!(found, Decimal::Exact(_)), "{start}"),
            }
        }
    }
}
