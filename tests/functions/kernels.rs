//! The kernels: as accurate as measured, right at special values, exact where promised, and without
//! a panic for any input.

use crate::direct::{evaluate, same, samples, unary_rows};
use std::collections::HashMap;
use symdiff::functions;

#[test]
fn kernels_agree_with_the_references() {
    let mut counts: HashMap<String, u32> = HashMap::new();
    let mut failures = Vec::new();
    for line in include_str!("../data/functions/values.jsonl").lines() {
        let record: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        let number = |text: &serde_json::Value| -> f64 {
            text.as_str().expect("a text").parse().expect("a number")
        };
        let name = record["function"].as_str().expect("a name");
        let arguments: Vec<f64> = record["at"]
            .as_array()
            .expect("a list")
            .iter()
            .map(number)
            .collect();
        let exact = number(&record["value"]);
        let rest = record["rest"].as_f64().expect("a number");
        let limit = record["ulp"].as_f64().expect("a number");
        let value = evaluate(name, &arguments);
        *counts.entry(name.to_owned()).or_default() += 1;
        let error = if value == exact {
            rest.abs()
        } else {
            ((value - exact) / unit_in_the_last_place(exact) - rest).abs()
        };
        if error.is_nan() || error > limit {
            failures.push(format!(
                "{name}{arguments:?}: {value:e} for {exact:e}, {error} ulp"
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    for (_, row) in functions::table() {
        assert!(
            counts.get(row.name).is_some_and(|&count| count >= 24),
            "{}",
            row.name
        );
    }
}

/// The distance to the next binary64 number away from zero; infinite for an infinity.
fn unit_in_the_last_place(x: f64) -> f64 {
    let size = x.abs();
    f64::from_bits(size.to_bits() + 1) - size
}

#[test]
fn special_values() {
    const INF: f64 = f64::INFINITY;
    const NAN: f64 = f64::NAN;
    use std::f64::consts::{FRAC_PI_2, LN_2, PI};
    let mut failures = Vec::new();
    let unary: &[(&str, &[(f64, f64)])] = &[
        (
            "exp",
            &[
                (0.0, 1.0),
                (-0.0, 1.0),
                (INF, INF),
                (-INF, 0.0),
                (710.0, INF),
                (-746.0, 0.0),
            ],
        ),
        (
            "expm1",
            &[(-0.0, -0.0), (INF, INF), (-INF, -1.0), (1e-320, 1e-320)],
        ),
        (
            "exp2",
            &[
                (1024.0, INF),
                (-1074.0, 5e-324),
                (-1076.0, 0.0),
                (-INF, 0.0),
            ],
        ),
        (
            "exp10",
            &[(309.0, INF), (-323.0, 1e-323), (-324.0, 0.0), (-INF, 0.0)],
        ),
        (
            "round",
            &[
                (0.5, 1.0),
                (-0.5, -1.0),
                (2.5, 3.0),
                (0.49999999999999994, 0.0),
                (-0.2, -0.0),
                (-0.0, -0.0),
                (INF, INF),
                (-INF, -INF),
                (4503599627370497.0, 4503599627370497.0),
            ],
        ),
        (
            "trunc",
            &[(1.7, 1.0), (-1.7, -1.0), (-0.5, -0.0), (-INF, -INF)],
        ),
        ("frac", &[(1.75, 0.75), (-1.75, 0.25)]),
        ("sinc", &[(0.0, 1.0), (-0.0, 1.0), (INF, 0.0), (-INF, 0.0)]),
        ("elu", &[(-INF, -1.0), (800.0, 800.0), (-0.0, -0.0)]),
        ("leakyrelu", &[(-100.0, -1.0), (100.0, 100.0)]),
        (
            "logit",
            &[(0.5, 0.0), (0.0, -INF), (1.0, INF), (1.5, NAN), (-0.5, NAN)],
        ),
        (
            "log1mexp",
            &[
                (0.0, -INF),
                (0.5, NAN),
                (-INF, -0.0),
                (-1e-320, -736.8272408909739),
            ],
        ),
        (
            "entropy",
            &[(0.0, 0.0), (-0.0, 0.0), (-1.0, NAN), (INF, -INF)],
        ),
        (
            "normcdf",
            &[
                (0.0, 0.5),
                (INF, 1.0),
                (-INF, 0.0),
                (60.0, 1.0),
                (-60.0, 0.0),
            ],
        ),
        (
            "ln",
            &[
                (0.0, -INF),
                (-0.0, -INF),
                (1.0, 0.0),
                (-1.0, NAN),
                (INF, INF),
                (-INF, NAN),
            ],
        ),
        (
            "log1p",
            &[(-1.0, -INF), (-0.0, -0.0), (-2.0, NAN), (INF, INF)],
        ),
        (
            "log2",
            &[(0.0, -INF), (5e-324, -1074.0), (-1.0, NAN), (INF, INF)],
        ),
        ("log10", &[(0.0, -INF), (-1.0, NAN), (INF, INF)]),
        (
            "sqrt",
            &[(-0.0, -0.0), (-1.0, NAN), (INF, INF), (2.25, 1.5)],
        ),
        ("cbrt", &[(-0.0, -0.0), (-8.0, -2.0), (-INF, -INF)]),
        ("sin", &[(-0.0, -0.0), (INF, NAN), (-INF, NAN)]),
        ("cos", &[(-0.0, 1.0), (INF, NAN)]),
        ("tan", &[(-0.0, -0.0), (INF, NAN)]),
        ("sec", &[(0.0, 1.0), (INF, NAN)]),
        (
            "csc",
            &[(0.0, INF), (-0.0, -INF), (INF, NAN), (1e-310, INF)],
        ),
        ("cot", &[(0.0, INF), (-0.0, -INF), (INF, NAN)]),
        (
            "asin",
            &[(-0.0, -0.0), (1.0, FRAC_PI_2), (1.1, NAN), (-INF, NAN)],
        ),
        ("acos", &[(1.0, 0.0), (-1.0, PI), (-1.1, NAN), (INF, NAN)]),
        (
            "atan",
            &[(-0.0, -0.0), (INF, FRAC_PI_2), (-INF, -FRAC_PI_2)],
        ),
        (
            "asec",
            &[
                (1.0, 0.0),
                (-1.0, PI),
                (0.5, NAN),
                (0.0, NAN),
                (INF, FRAC_PI_2),
                (-INF, FRAC_PI_2),
            ],
        ),
        (
            "acsc",
            &[
                (1.0, FRAC_PI_2),
                (-1.0, -FRAC_PI_2),
                (0.5, NAN),
                (INF, 0.0),
                (-INF, -0.0),
            ],
        ),
        (
            "acot",
            &[
                (0.0, FRAC_PI_2),
                (-0.0, -FRAC_PI_2),
                (INF, 0.0),
                (-INF, -0.0),
                (1e-320, FRAC_PI_2),
            ],
        ),
        ("sinh", &[(-0.0, -0.0), (INF, INF), (-720.0, -INF)]),
        ("cosh", &[(0.0, 1.0), (-INF, INF), (720.0, INF)]),
        ("tanh", &[(-0.0, -0.0), (INF, 1.0), (-INF, -1.0)]),
        ("sech", &[(0.0, 1.0), (800.0, 0.0), (-INF, 0.0)]),
        (
            "csch",
            &[
                (0.0, INF),
                (-0.0, -INF),
                (800.0, 0.0),
                (-800.0, -0.0),
                (INF, 0.0),
            ],
        ),
        (
            "coth",
            &[
                (0.0, INF),
                (-0.0, -INF),
                (1e-310, INF),
                (-1e-310, -INF),
                (INF, 1.0),
                (-INF, -1.0),
            ],
        ),
        ("asinh", &[(-0.0, -0.0), (INF, INF), (-INF, -INF)]),
        ("acosh", &[(1.0, 0.0), (0.5, NAN), (-INF, NAN), (INF, INF)]),
        (
            "atanh",
            &[(-0.0, -0.0), (1.0, INF), (-1.0, -INF), (1.5, NAN)],
        ),
        (
            "asech",
            &[(1.0, 0.0), (0.0, INF), (-0.5, NAN), (1.5, NAN), (INF, NAN)],
        ),
        (
            "acsch",
            &[(0.0, INF), (-0.0, -INF), (INF, 0.0), (-INF, -0.0)],
        ),
        (
            "acoth",
            &[
                (1.0, INF),
                (-1.0, -INF),
                (0.5, NAN),
                (INF, 0.0),
                (-INF, -0.0),
            ],
        ),
        (
            "sigma",
            &[
                (0.0, 0.5),
                (INF, 1.0),
                (-INF, 0.0),
                (800.0, 1.0),
                (-800.0, 0.0),
                (-745.0, 5e-324),
            ],
        ),
        (
            "softplus",
            &[
                (0.0, LN_2),
                (800.0, 800.0),
                (-800.0, 0.0),
                (INF, INF),
                (-INF, 0.0),
            ],
        ),
        ("abs", &[(-0.0, 0.0), (-INF, INF)]),
        (
            "sign",
            &[(0.0, 0.0), (-0.0, -0.0), (5e-324, 1.0), (-INF, -1.0)],
        ),
        (
            "step",
            &[
                (0.0, 1.0),
                (-0.0, 1.0),
                (-5e-324, 0.0),
                (INF, 1.0),
                (-INF, 0.0),
            ],
        ),
        (
            "relu",
            &[(0.0, 0.0), (-3.0, 0.0), (3.0, 3.0), (INF, INF), (-INF, 0.0)],
        ),
        ("floor", &[(-0.5, -1.0), (-0.0, -0.0), (INF, INF)]),
        ("ceil", &[(-0.5, -0.0), (0.5, 1.0), (-INF, -INF)]),
        ("erf", &[(-0.0, -0.0), (INF, 1.0), (-INF, -1.0), (7.0, 1.0)]),
        ("erfc", &[(0.0, 1.0), (INF, 0.0), (-INF, 2.0), (28.0, 0.0)]),
        (
            "gamma",
            &[
                (0.0, NAN),
                (-1.0, NAN),
                (-1e300, NAN),
                (-INF, NAN),
                (INF, INF),
                (1.0, 1.0),
                (171.7, INF),
            ],
        ),
        (
            "lgamma",
            &[
                (0.0, INF),
                (-3.0, INF),
                (-INF, INF),
                (INF, INF),
                (1.0, 0.0),
                (2.0, 0.0),
            ],
        ),
        (
            "digamma",
            &[(0.0, NAN), (-3.0, NAN), (-INF, NAN), (INF, INF)],
        ),
        (
            "trigamma",
            &[(0.0, INF), (-3.0, INF), (-INF, NAN), (INF, 0.0)],
        ),
    ];
    for (name, cases) in unary {
        for &(x, expected) in *cases {
            let value = evaluate(name, &[x]);
            if !same(value, expected) {
                failures.push(format!("{name}({x:e}) = {value:e}, not {expected:e}"));
            }
        }
    }
    let binary = [
        ("mod", -1.0, 3.0, 2.0),
        ("mod", 1.0, -3.0, -2.0),
        ("mod", -6.0, 3.0, 0.0),
        ("mod", 6.0, -3.0, -0.0),
        ("mod", 5.5, INF, 5.5),
        ("mod", -5.5, INF, INF),
        ("mod", INF, 3.0, NAN),
        ("mod", 3.0, 0.0, NAN),
        ("sincn", 0.0, 0.0, 1.0),
        ("sincn", 1.0, -0.0, 1.0 / 3.0),
        ("sincn", 2.0, 0.0, 1.0 / 15.0),
        ("sincn", 2.0, INF, 0.0),
        ("sincn", 100.0, 1e300, 0.0),
        ("sincn", 0.5, 1.0, NAN),
        ("sincn", 101.0, 1.0, NAN),
        ("sincn", -1.0, 1.0, NAN),
        ("elu", -INF, 2.0, -2.0),
        ("elu", 800.0, 2.0, 800.0),
        ("leakyrelu", -4.0, 0.25, -1.0),
        ("logsumexp", INF, INF, INF),
        ("logsumexp", -INF, -INF, -INF),
        ("logsumexp", -INF, 3.0, 3.0),
        ("logsumexp", 3.0, INF, INF),
        ("logsumexp", 1000.0, 1000.0, 1000.0 + LN_2),
        ("softmax", 1000.0, -1000.0, 1.0),
        ("softmax", -1000.0, 1000.0, 0.0),
        ("xlogy", 0.0, 0.0, 0.0),
        ("xlogy", 0.0, INF, 0.0),
        ("xlogy", 0.0, -1.0, NAN),
        ("xlogy", 2.0, 0.0, -INF),
        ("xlog1py", 0.0, -1.0, 0.0),
        ("xlog1py", 0.0, -2.0, NAN),
        ("^", 0.0, 0.0, 1.0),
        ("^", NAN, 0.0, 1.0),
        ("^", 1.0, NAN, 1.0),
        ("^", 1.0, INF, 1.0),
        ("^", -1.0, INF, 1.0),
        ("^", -1.0, -INF, 1.0),
        ("^", -0.0, 3.0, -0.0),
        ("^", -0.0, -3.0, -INF),
        ("^", -0.0, 2.0, 0.0),
        ("^", -0.0, 0.5, 0.0),
        ("^", 0.5, INF, 0.0),
        ("^", 0.5, -INF, INF),
        ("^", -2.0, INF, INF),
        ("^", -INF, 3.0, -INF),
        ("^", -INF, -3.0, -0.0),
        ("^", -INF, 0.5, INF),
        ("^", INF, -0.5, 0.0),
        ("^", 10.0, 400.0, INF),
        ("^", -10.0, 401.0, -INF),
        ("^", -10.0, -401.0, -0.0),
        ("^", 2.0, -1074.0, 5e-324),
        ("^", -8.0, 1.0 / 3.0, NAN),
        ("^", -2.0, 3.0, -8.0),
        ("^", 0.0, -1.0, INF),
        ("root", 5.0, 0.0, NAN),
        ("root", -8.0, 3.0, -2.0),
        ("root", -243.0, 5.0, -3.0),
        ("root", -32.0, -5.0, -0.5),
        ("root", -16.0, 4.0, NAN),
        ("root", -16.0, 2.5, NAN),
        ("root", 0.0, 4.0, 0.0),
        ("root", 0.0, -4.0, INF),
        ("root", INF, 7.0, INF),
        ("root", -INF, 7.0, -INF),
        ("root", 2.0, INF, 1.0),
        ("root", 2.0, 1e-320, INF),
        ("hypot", INF, 1.0, INF),
        ("hypot", -INF, NAN, INF),
        ("hypot", 1e200, 0.0, 1e200),
        ("atan2", 0.0, -1.0, PI),
        ("atan2", -0.0, -1.0, -PI),
        ("atan2", 0.0, 0.0, 0.0),
        ("atan2", -0.0, 0.0, -0.0),
        ("atan2", 0.0, -0.0, PI),
        ("atan2", INF, INF, FRAC_PI_2 / 2.0),
        ("atan2", INF, -INF, FRAC_PI_2 * 1.5),
        ("atan2", -1.0, INF, -0.0),
        ("atan2", 1.0, -INF, PI),
        ("polygamma", -1.0, 2.0, NAN),
        ("polygamma", 1.5, 2.0, NAN),
        ("polygamma", 1001.0, 2.0, NAN),
        ("polygamma", INF, 2.0, NAN),
        ("polygamma", 2.0, -4.0, NAN),
        ("polygamma", 3.0, -4.0, INF),
        ("polygamma", 2.0, 1e300, -0.0),
        ("polygamma", 2.0, INF, -0.0),
        ("polygamma", 3.0, 5e-324, INF),
        ("polygamma", 2.0, 5e-324, -INF),
        ("polygamma", 2.0, -5e-324, INF),
        ("polygamma", 2.0, -INF, NAN),
    ];
    for (name, x, y, expected) in binary {
        let value = evaluate(name, &[x, y]);
        if !same(value, expected) {
            failures.push(format!(
                "{name}({x:e}, {y:e}) = {value:e}, not {expected:e}"
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn nan_in_gives_nan_out() {
    for row in unary_rows() {
        assert!(evaluate(row.name, &[f64::NAN]).is_nan(), "{}", row.name);
    }
    let values = functions::table().filter(|(_, row)| !row.is_definition());
    for (_, row) in values.filter(|(_, row)| row.parameters.len() == 2) {
        let name = row.name;
        // On one side these do not ask for the slope of the other.
        if ["elu", "leakyrelu"].contains(&name) {
            continue;
        }
        assert!(evaluate(name, &[f64::NAN, 2.0]).is_nan(), "{name}");
        assert!(evaluate(name, &[2.0, f64::NAN]).is_nan(), "{name}");
    }
}

#[test]
fn exact_powers_are_exact() {
    for exponent in -1022..1024_i32 {
        let power = f64::from_bits(((exponent + 1023) as u64) << 52);
        assert_eq!(evaluate("exp2", &[f64::from(exponent)]), power);
        assert_eq!(evaluate("log2", &[power]), f64::from(exponent));
    }
    let mut power = 1.0;
    for exponent in 0..23 {
        assert_eq!(evaluate("log10", &[power]), f64::from(exponent));
        assert_eq!(evaluate("exp10", &[f64::from(exponent)]), power);
        power *= 10.0;
    }
    for base in [3.0, 5.0, 7.0, 11.0] {
        for order in 2..14_u32 {
            let power = (0..order).fold(1.0, |product, _| product * base);
            assert_eq!(
                evaluate("root", &[power, f64::from(order)]),
                base,
                "{base}^{order}"
            );
        }
    }
}

#[test]
fn sigma_and_its_mirror_share_the_exponential() {
    // Both recipes call exp at the same argument and divide the same way, so a program holds them
    // once: the two values add up to 1 within a rounding.
    for x in samples() {
        let sum = evaluate("sigma", &[x]) + evaluate("sigma", &[-x]);
        assert!((sum - 1.0).abs() <= 2.0 * f64::EPSILON, "{x}: {sum}");
    }
}

#[test]
fn no_input_panics_and_no_kernel_forgets_what_it_answered() {
    // Random bit patterns reach every exponent; the sizes between take the ordinary ways.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let names: Vec<(&str, usize)> = functions::table()
        .filter(|(_, row)| !row.is_definition())
        .map(|(_, row)| (row.name, row.parameters.len()))
        .collect();
    for round in 0..4000 {
        let mut arguments = [f64::from_bits(next()), f64::from_bits(next())];
        if round % 2 == 0 {
            arguments = [
                (next() % 2000) as f64 - 1000.0,
                (next() % 20_000) as f64 / 64.0 - 150.0,
            ];
        }
        for &(name, count) in &names {
            let first = evaluate(name, &arguments[..count]);
            let second = evaluate(name, &arguments[..count]);
            assert!(same(first, second), "{name}{arguments:?}");
        }
    }
}
