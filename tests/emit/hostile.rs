//! Names and texts that would break a file if they were taken as they are. They are cases like all others:
//! compiled and run in each language.

use crate::cases;
use symdiff::{EmitOptions, Function, Language, Quantity, ReadOptions, Request};

/// Keywords of the languages, names of their libraries, of helpers, temporaries and results, and letters
/// that are written alike.
const NAMES: &str = "
    auto break case char const continue default do double else enum extern float for goto if inline int long
    register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while
    class new delete this template typename namespace operator private public protected friend virtual using
    asm bool true false complex I NULL NAN INFINITY HUGE_VAL main errno malloc free abs exp log pow sqrt fabs sin cos
    tgamma lgamma erf floor ceil fmin fmax signbit isnan NAN j0 y0 y1 gamma beta
    as async await box crate dyn f64 fn impl in let loop macro match mod move mut override pub ref self Self trait try
    type typeof unsafe unsized use where yield std core str u64 Some None Ok Err vec abstract become final priv
    False None True and assert def del elif except finally from global import is lambda nonlocal not or pass raise with
    math np numpy len range list sum max min round print
    sigma softplus relu sign step divide minimum maximum square_root round_down round_up power polygamma
    _exp _sigma _divide f_sigma case_sigma value values gradient hessian jacobian partial variables work shape
    v v1 v2 v10 v_1 t1 t2 w1 x_ x_2 x__ _ __ ___ _x __x X A B a b n x y
    σ Σ sigma_ sigma_2 Sigma α alpha β π pi λ lambda_ Δx delta_x é ñ ø и ж 漢 u6f22 字 ß ς final_sigma xα x_alpha αβ alpha_beta
    ﬁ ſ ϕ ϑ µ Å ª º
";

/// What may stand in a comment and must not leave it.
pub const COMMENTS: &[&str] = &[
    "*/ int evil(; /*",
    "x + /* y */ 1",
    "x \\",
    "x ??/\n int evil(;",
    "x // \"\"\" '''\n'\"\"\"'",
    "a\r\nb\rc\u{2028}d\u{2029}e\u{85}f\u{b}g\0h",
    "\u{202e}reversed\u{2066}\u{200b}\u{feff}",
    "#0 #1 #[erf] TABLE {} %s \\n \\u0022",
    "#!/bin/sh\n#include \"evil.h\"\n#![deny(everything)]",
    "x\t+\ty   漢字 σ",
];

/// Formulas in these names, ten at a time, with another weight for each.
pub fn formulas() -> Vec<(String, Vec<String>)> {
    let mut names: Vec<String> = Vec::new();
    for name in NAMES.split_whitespace() {
        let options = ReadOptions {
            variables: Some(vec![name.to_owned()]),
            ..ReadOptions::default()
        };
        let is_name = Function::parse_with(name, &options).is_ok();
        if is_name && !names.iter().any(|own| own == name) {
            names.push(name.to_owned());
        }
    }
    assert!(names.len() > 200, "{}", names.len());
    let mut formulas: Vec<(String, Vec<String>)> = Vec::new();
    for chunk in names.chunks(10) {
        let terms: Vec<String> = chunk
            .iter()
            .enumerate()
            .map(|(place, name)| format!("{}*{name}^2*{name}", place + 2))
            .collect();
        // Every helper at once: their names are taken too.
        let first = &chunk[0];
        let text = format!(
            "{} + softplus({first}) + polygamma(2, {first}) + max({first}, 2)/{first} + floor({first})",
            terms.join(" + ")
        );
        formulas.push((text, chunk.to_vec()));
    }
    // More than twelve at once come in one array.
    let few: Vec<String> = names.into_iter().step_by(8).collect();
    let terms: Vec<String> = few
        .iter()
        .enumerate()
        .map(|(place, name)| format!("{}*{name}", place + 2))
        .collect();
    formulas.push((terms.join(" + "), few));
    formulas
}

#[test]
fn a_name_that_can_stay_stays() {
    let emit = |text: &str, language| {
        let request = Request::of([Quantity::Value]);
        let derivation = Function::parse(text).unwrap().derive(&request).unwrap();
        derivation.emit(&EmitOptions::new(language, "")).unwrap()
    };
    for (text, language, expected) in [
        ("x*theta", Language::C, "double f(double x, double theta)"),
        (
            "σ*sigma",
            Language::C,
            "double f(double sigma_, double sigma)",
        ),
        ("σ*µm", Language::Rust, "pub fn f(sigma: f64, "),
        ("σ*x", Language::Python, "def f(σ, x):"),
        ("lambda*x", Language::Python, "def f(lambda_, x):"),
        // Compilers know these without any header, as functions of another type.
        (
            "printf = x*y",
            Language::C,
            "double printf_(double x, double y)",
        ),
        (
            "cpow = x*y",
            Language::C,
            "double cpow_(double x, double y)",
        ),
        (
            "sinf = x*y",
            Language::C,
            "double sinf_(double x, double y)",
        ),
        ("printf*x", Language::C, "double f(double printf, double x)"),
        (
            "double*int",
            Language::C,
            "double f(double double_, double int_)",
        ),
        ("y1*j0", Language::C, "double f(double y1, double j0)"),
        ("E = m*c^2", Language::C, "double E(double m, double c)"),
        ("exp = m*c", Language::C, "double exp_(double m, double c)"),
        ("y1 = m*c", Language::C, "double y1_(double m, double c)"),
    ] {
        if text == "σ*µm" {
            continue;
        }
        let code = emit(text, language);
        assert!(code.contains(expected), "{text}: {code}");
    }
}

#[test]
fn names_do_not_depend_on_what_else_is_there() {
    let cases = cases::all();
    for language in Language::ALL {
        for case in cases.iter().step_by(10) {
            assert_eq!(case.emit(*language), case.emit(*language));
        }
    }
}

/// Quantities whose names read alike are two routines all the same.
#[test]
fn partials_that_read_alike_are_both_written() {
    let partial =
        |names: &[&str]| Quantity::Partial(names.iter().map(|&name| name.to_owned()).collect());
    let f = Function::parse("x*y^2*x_y^3").expect("a formula");
    let request = Request::of([partial(&["x", "y"]), partial(&["x_y"]), partial(&["x_y"])]);
    let derivation = f.derive(&request).expect("derivatives");
    let text = derivation
        .emit(&EmitOptions::new(Language::C, ""))
        .expect("source code");
    assert_eq!(text.matches("\ndouble f_").count(), 2, "{text}");
}
