//! Exact numbers as figures for people: integers, short decimals, or a fraction of integers.
//!
//! Must not know a target notation beyond the digits. Invariant: what is written is the exact number,
//! never a rounded one.

use super::Number;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// A decimal has at most this many significant digits; a longer one is written as a fraction.
const MOST_DIGITS: usize = 17;

/// Denominators up to this one are written as fractions even where a decimal exists: `x/2`, not `0.5*x`.
const MOST_SIMPLE: u8 = 9;

/// Powers of ten are written out unless the short form saves more characters than this.
const SAVING: usize = 3;

/// Smaller integers have no shorter form.
const SHORT: u16 = 10_000;

/// A number without sign, written in digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    /// `12` or `0.1`
    Plain(String),
    /// `1.5e-7`
    Scientific {
        /// One digit, or one digit, a point and more digits.
        mantissa: String,
        /// The power of ten.
        exponent: i64,
    },
}

/// The absolute value of a number as what stands above the line, and below it unless that is 1.
pub(super) fn figures(number: &Number) -> (Figure, Option<Figure>) {
    let (numerator, denominator) = (number.numer().abs(), number.denom());
    if denominator.is_one() {
        return (integer(&numerator), None);
    }
    if let Some(decimal) = decimal(&numerator, &denominator) {
        return (decimal, None);
    }
    (integer(&numerator), Some(integer(&denominator)))
}

fn integer(value: &BigInt) -> Figure {
    if let Some(short) = value.to_u16().filter(|&short| short < SHORT) {
        return Figure::Plain(short.to_string());
    }
    let digits = value.to_string();
    let significant = digits.trim_end_matches('0').len();
    if significant == 0 || significant > MOST_DIGITS {
        return Figure::Plain(digits);
    }
    let zeros = digits.len() - significant;
    shortest(&digits[..significant], zeros as i64)
}

/// The decimal of a proper fraction in lowest terms, if it ends and is short enough.
fn decimal(numerator: &BigInt, denominator: &BigInt) -> Option<Figure> {
    if *denominator <= BigInt::from(MOST_SIMPLE) {
        return None;
    }
    let twos = denominator.trailing_zeros().unwrap_or(0);
    let mut rest = denominator >> twos;
    let mut fives = 0u64;
    let five = BigInt::from(5);
    while !rest.is_one() {
        let (quotient, remainder) = rest.div_rem(&five);
        if !remainder.is_zero() {
            return None;
        }
        rest = quotient;
        fives += 1;
    }
    let places = twos.max(fives);
    let scaled = numerator * BigInt::from(10).pow(u32::try_from(places).ok()?) / denominator;
    let digits = scaled.to_string();
    (digits.len() <= MOST_DIGITS).then(|| shortest(&digits, -(places as i64)))
}

/// `digits * 10^power`, where the first and the last digit are not 0.
fn shortest(digits: &str, power: i64) -> Figure {
    let count = digits.len() as i64;
    let exponent = count - 1 + power;
    let mantissa = match digits.split_at(1) {
        (first, "") => first.to_owned(),
        (first, rest) => format!("{first}.{rest}"),
    };
    let scientific = mantissa.len() + 1 + exponent.to_string().len();
    let plain = match power {
        0.. => count + power,
        _ if count + power > 0 => count + 1,
        _ => 2 - power,
    };
    if plain as usize > scientific + SAVING {
        return Figure::Scientific { mantissa, exponent };
    }
    Figure::Plain(match power {
        0.. => format!("{digits}{}", "0".repeat(power as usize)),
        _ if count + power > 0 => {
            let (whole, part) = digits.split_at((count + power) as usize);
            format!("{whole}.{part}")
        }
        _ => format!("0.{}{digits}", "0".repeat((-power - count) as usize)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: (&str, &str)) -> String {
        let number = Number::new(text.0.parse().unwrap(), text.1.parse().unwrap());
        let show = |figure| match figure {
            Figure::Plain(text) => text,
            Figure::Scientific { mantissa, exponent } => format!("{mantissa}e{exponent}"),
        };
        match figures(&number) {
            (above, None) => show(above),
            (above, Some(below)) => format!("{}/{}", show(above), show(below)),
        }
    }

    #[test]
    fn numbers_are_written_exactly_and_shortly() {
        let million_digits = format!("1{}", "0".repeat(325));
        for (number, expected) in [
            (("0", "1"), "0"),
            (("-12", "1"), "12"),
            (("1", "2"), "1/2"),
            (("3", "8"), "3/8"),
            (("1", "10"), "0.1"),
            (("-5", "100"), "0.05"),
            (("1", "16"), "0.0625"),
            (("1", "12"), "1/12"),
            (("37464", "100000"), "0.37464"),
            (("1", "1000"), "0.001"),
            (("1", "10000000"), "1e-7"),
            (("15", "100000000"), "1.5e-7"),
            (("1001", "10"), "100.1"),
            (("100000", "1"), "100000"),
            (("1000000", "1"), "1e6"),
            (("1500000000", "1"), "1.5e9"),
            (("299792458", "1"), "299792458"),
            (
                ("12345678901234567", "100000000000000000"),
                "0.12345678901234567",
            ),
            (
                ("123456789012345679", "1000000000000000000"),
                "123456789012345679/1e18",
            ),
            (("49", &million_digits), "4.9e-324"),
        ] {
            assert_eq!(written(number), expected, "{number:?}");
        }
    }
}
