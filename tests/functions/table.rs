//! The rows are consistent: names, texts, parity and range.

use crate::direct::{evaluate, same, samples, unary_rows};
use std::collections::HashSet;
use symdiff::functions::{self, Arity, Kernel, Parity, Range, Row};

#[test]
fn every_call_means_at_most_one_row() {
    let rows: Vec<&Row> = functions::table().map(|(_, row)| row).collect();
    for count in 0..8 {
        let mut seen = HashSet::new();
        for row in rows.iter().filter(|row| row.arity().accepts(count)) {
            for name in std::iter::once(&row.name).chain(row.aliases) {
                assert!(seen.insert(*name), "{name} with {count} arguments");
                let id = functions::lookup(name, count).expect("found");
                assert!(std::ptr::eq(functions::row(id), *row), "{name}");
            }
        }
    }
    let names: Vec<&str> = functions::names().collect();
    let unique: HashSet<&&str> = names.iter().collect();
    assert_eq!(names.len(), unique.len());
    assert!(
        names
            .iter()
            .all(|name| !functions::arities(name).is_empty())
    );
    assert!(!names.contains(&"^"));
}

#[test]
fn a_name_may_have_two_arities() {
    let of = |name, count| functions::lookup(name, count).map(|id| functions::row(id).meaning);
    assert_eq!(of("log", 1), of("ln", 1));
    assert_ne!(of("log", 1), of("log", 2));
    assert_eq!(of("log", 3), None);
    assert_eq!(of("logarithm", 1), None);
    assert_eq!(of("max", 0), None);
    assert_eq!(of("max", 1), of("max", 9));
    let exactly = Arity::Exactly;
    assert_eq!(functions::arities("log"), [exactly(1), exactly(2)]);
    assert_eq!(functions::arities("atan2"), [exactly(2)]);
    assert_eq!(functions::arities("min"), [Arity::AtLeast(1)]);
    assert_eq!(functions::arities("logarithm"), []);
    for (alias, name) in [
        ("arcsin", "asin"),
        ("logistic", "sigma"),
        ("heaviside", "step"),
    ] {
        assert_eq!(functions::lookup(alias, 1), functions::lookup(name, 1));
    }
}

#[test]
fn rows_are_complete() {
    let mut identities = HashSet::new();
    for (_, row) in functions::table() {
        let name = row.name;
        assert!(
            !name.is_empty() && !row.latex.is_empty() && row.meaning.ends_with(['.', ' ']),
            "{name}"
        );
        assert!(!row.parameters.is_empty() && row.weight > 0, "{name}");
        let distinct: HashSet<&&str> = row.parameters.iter().collect();
        assert_eq!(distinct.len(), row.parameters.len(), "{name}");
        let arguments = match row.kernel {
            Kernel::Unary(_) => Some(1),
            Kernel::Binary(_) => Some(2),
            Kernel::Detached => Some(1),
            _ => None,
        };
        assert!(
            arguments.is_none_or(|count| count == row.parameters.len()),
            "{name}"
        );
        let partials = match row.kernel {
            Kernel::Definition(text) => {
                assert!(!text.is_empty(), "{name}");
                0
            }
            Kernel::OverRest { row: other, text } => {
                assert!(!text.is_empty(), "{name}");
                assert!(functions::lookup(other, 2).is_some(), "{name}");
                0
            }
            Kernel::Extremum(_) => 0,
            Kernel::Variadic(_) => 1,
            _ => row.parameters.len(),
        };
        assert_eq!(row.partials.len(), partials, "{name}");
        let missing = row.partials.iter().filter(|text| text.is_empty()).count();
        // Functions of whole orders.
        let orders = [
            "polygamma",
            "sincn",
            "erfcxn",
            "besselj",
            "bessely",
            "besseli",
            "besselk",
            "ellipkn",
            "ellipen",
        ];
        assert_eq!(missing, usize::from(orders.contains(&name)), "{name}");
        assert!(missing == 0 || row.partials[0].is_empty(), "{name}");
        assert!(
            row.parity == Parity::None || row.parameters.len() == 1,
            "{name}"
        );
        for kink in row.kinks {
            assert!(!kink.at.is_empty() && !kink.convention.is_empty(), "{name}");
        }
        for identity in row.identities {
            assert!(
                !identity.left.is_empty() && !identity.right.is_empty(),
                "{name}"
            );
            assert!(identities.insert(identity.name), "{}", identity.name);
            assert!(identities.insert(identity.left), "{}", identity.left);
        }
    }
}

#[test]
fn parity_holds_to_the_bit_and_is_not_forgotten() {
    for row in unary_rows() {
        let agrees = |sign: f64| {
            samples().iter().all(|&x| {
                let (left, right) = (evaluate(row.name, &[-x]), evaluate(row.name, &[x]));
                same(left, sign * right)
            })
        };
        let measured = match (agrees(1.0), agrees(-1.0)) {
            (true, false) => Parity::Even,
            (false, true) => Parity::Odd,
            _ => Parity::None,
        };
        assert_eq!(row.parity, measured, "{}", row.name);
    }
}

#[test]
fn zeros_are_where_the_table_says() {
    for row in unary_rows().filter(|row| row.vanishes_at_zero_alone) {
        assert_eq!(evaluate(row.name, &[0.0]), 0.0, "{}", row.name);
        for x in samples().into_iter().filter(|x| *x != 0.0) {
            assert!(evaluate(row.name, &[x]) != 0.0, "{} at {x}", row.name);
        }
    }
}

#[test]
fn ranges_hold_and_are_not_forgotten() {
    for row in unary_rows() {
        let mut points = samples();
        points.extend([0.0, 1.0, -1.0]);
        let values: Vec<f64> = points
            .iter()
            .map(|&x| evaluate(row.name, &[x]))
            .filter(|value| !value.is_nan())
            .collect();
        let negative = values.iter().any(|&value| value < 0.0);
        let name = row.name;
        match row.range {
            Range::Real => assert!(negative, "{name} is never negative"),
            // A positive value may underflow to zero.
            Range::Positive | Range::Nonnegative => assert!(!negative, "{name}"),
            // So may one that is not zero, but only far out or next to zero.
            Range::Nonzero => {
                assert!(negative, "{name}");
                let moderate = points.iter().filter(|x| x.abs() > 0.01 && x.abs() < 100.0);
                assert!(
                    moderate
                        .map(|&x| evaluate(name, &[x]))
                        .all(|value| value != 0.0),
                    "{name}"
                );
            }
        }
    }
}
