//! Exact rational numbers of bounded size, and their one rounding to binary64.

pub use super::rational::Number;

use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Exact arithmetic stops where a numerator or denominator would need more bits than this: the
/// operation stays a node and is evaluated when it is lowered.
pub const MAX_NUMBER_BITS: u64 = 1024;

/// Whether arithmetic may keep this number exactly.
pub fn fits(number: &Number) -> bool {
    number.bits() <= MAX_NUMBER_BITS
}

/// A half: it stands for a root.
pub fn half() -> Number {
    Number::of_words(1, 2)
}

/// `base` to an integer power, if it is defined and fits.
pub(super) fn power(base: &Number, exponent: &BigInt) -> Option<Number> {
    if base.is_one() || exponent.is_zero() {
        return Some(Number::one());
    }
    if base.is_zero() {
        return exponent.is_positive().then(Number::zero);
    }
    if (-base).is_one() {
        return Some(if exponent.is_even() {
            Number::one()
        } else {
            base.clone()
        });
    }
    if (-exponent).is_one() {
        return Some(base.recip());
    }
    let count = exponent.abs().to_u64()?;
    let bits = base.bits();
    if bits.checked_mul(count)? > 2 * MAX_NUMBER_BITS {
        return None;
    }
    let count = u32::try_from(count).ok()?;
    let numerator = num_traits::pow(base.numer(), count as usize);
    let denominator = num_traits::pow(base.denom(), count as usize);
    let result = if exponent.is_positive() {
        Number::new(numerator, denominator)
    } else {
        Number::new(denominator, numerator)
    };
    fits(&result).then_some(result)
}

/// The exact square root, if the number is the square of a rational.
pub(super) fn square_root(number: &Number) -> Option<Number> {
    if number.is_negative() {
        return None;
    }
    let (numerator, denominator) = (number.numer().sqrt(), number.denom().sqrt());
    let root = Number::new(numerator, denominator);
    (&root * &root == *number).then_some(root)
}

/// The nearest binary64 number, ties to even; infinite where it overflows.
pub fn to_f64(number: &Number) -> f64 {
    if number.is_zero() {
        return 0.0;
    }
    let magnitude = positive_to_f64(number.numer().magnitude(), number.denom().magnitude());
    if number.is_negative() {
        -magnitude
    } else {
        magnitude
    }
}

/// Rounds a positive quotient. The quotient is scaled to an integer of 64 to 66 bits with a sticky
/// last bit, cut to the precision that its exponent allows, rounded once.
fn positive_to_f64(numerator: &BigUint, denominator: &BigUint) -> f64 {
    let shift = 65 + denominator.bits() as i64 - numerator.bits() as i64;
    let (quotient, remainder) = if shift >= 0 {
        (numerator << shift as u64).div_rem(denominator)
    } else {
        numerator.div_rem(&(denominator << (-shift) as u64))
    };
    let mut bits = quotient.to_u128().unwrap_or(u128::MAX);
    bits = bits << 1 | u128::from(!remainder.is_zero());
    let exponent_of_unit = -shift - 1;
    let length = 128 - i64::from(bits.leading_zeros());
    // 53 bits, fewer for subnormal results, whose last place is 2^-1074.
    let keep = (length + exponent_of_unit + 1074).min(53);
    if keep < 0 {
        return 0.0;
    }
    let cut = length - keep;
    let half = 1u128 << (cut - 1);
    let mut kept = if cut >= 128 { 0 } else { bits >> cut };
    let rest = bits & ((half << 1) - 1);
    if rest > half || (rest == half && kept & 1 == 1) {
        kept += 1;
    }
    scale(kept as f64, exponent_of_unit + cut)
}

/// `value * 2^exponent`, exact unless it overflows: the caller has rounded already.
fn scale(value: f64, exponent: i64) -> f64 {
    let step = |exponent: i64| f64::from_bits(((exponent + 1023) as u64) << 52);
    if exponent > 971 {
        return f64::INFINITY;
    }
    if exponent >= -1022 {
        return value * step(exponent);
    }
    value * step(-1022) * step((exponent + 1022).max(-1022))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_like_the_parser_of_the_standard_library() {
        for text in [
            ("1", "10"),
            ("1", "3"),
            ("-2", "3"),
            ("9007199254740993", "1"),
            ("9007199254740995", "1"),
            ("123456789012345678901234567890", "7"),
        ] {
            let (n, d): (BigInt, BigInt) = (text.0.parse().unwrap(), text.1.parse().unwrap());
            let got = to_f64(&Number::new(n.clone(), d.clone()));
            // An independent path: 60 decimal digits of the quotient, read by the standard library.
            let scaled = (n * BigInt::from(10).pow(60)).div_floor(&d);
            let want: f64 = format!("{scaled}e-60").parse().unwrap();
            assert_eq!(got.to_bits(), want.to_bits(), "{text:?}");
        }
        for (exponent, digits) in [
            (-324, "4.9"),
            (-324, "2.4"),
            (-324, "2.5"),
            (-308, "2.2250738585072011"),
            (308, "1.7976931348623157"),
        ] {
            let text = format!("{digits}e{exponent}");
            let want: f64 = text.parse().unwrap();
            let fraction = digits.split_once('.').unwrap().1.len() as i32;
            let mantissa: BigInt = digits.replace('.', "").parse().unwrap();
            let power = exponent - fraction;
            let ten = |p: i32| BigInt::from(10).pow(p.unsigned_abs());
            let number = if power < 0 {
                Number::new(mantissa, ten(power))
            } else {
                Number::from(mantissa * ten(power))
            };
            assert_eq!(to_f64(&number).to_bits(), want.to_bits(), "{text}");
        }
        assert_eq!(to_f64(&Number::from(BigInt::one() << 1024)), f64::INFINITY);
    }

    #[test]
    fn machine_words_are_as_exact_as_long_numbers() {
        let edges = [
            0,
            1,
            -1,
            2,
            (1 << 30) - 1,
            1 << 30,
            -(1 << 30),
            i64::MAX,
            i64::MIN,
        ];
        let numbers: Vec<Number> = edges
            .iter()
            .flat_map(|&above| {
                edges
                    .iter()
                    .filter(|below| **below > 0)
                    .map(move |&below| Number::new(above.into(), below.into()))
            })
            .collect();
        for left in &numbers {
            for right in &numbers {
                let (a, b) = (left.to_long(), right.to_long());
                assert_eq!(left + right, Number::from(&a + &b), "{left} + {right}");
                assert_eq!(left - right, Number::from(&a - &b), "{left} - {right}");
                assert_eq!(left.cmp(right), a.cmp(&b), "{left}, {right}");
                assert_eq!(left.floor().to_long(), a.floor());
                assert_eq!(left.fract().to_long(), a.fract());
                if !right.is_zero() {
                    assert_eq!(left / right, Number::from(&a / &b), "{left} / {right}");
                    assert_eq!(right.recip().to_long(), b.recip());
                }
                assert_eq!(left * right, Number::from(a * b), "{left} * {right}");
            }
        }
    }
}
