//! The text itself: what is emitted for a few formulas, whole. `UPDATE_GOLDEN=1` writes the files anew; what
//! changes is reviewed like code.

use std::fs;
use std::path::Path;
use symdiff::functions;
use symdiff::{EmitOptions, Function, Language, Quantity, Request};

fn formulas() -> Vec<(&'static str, &'static str, Vec<Quantity>)> {
    use Quantity::{Gradient, Hessian, Jacobian, Partial, Value};
    vec![
        (
            "logistic",
            "(x + sigma(y)) / (sigma(x) + (x+y)^2)",
            vec![Value, Gradient],
        ),
        (
            "rosenbrock",
            "(1 - x)^2 + 100*(y - x^2)^2",
            vec![Value, Gradient, Hessian],
        ),
        ("polar", "hypot(x, y); atan2(y, x)", vec![Value, Jacobian]),
        (
            "layer",
            "A: matrix(2, 3); x: vector(3); sum(sigma(A*x))",
            vec![Value, Gradient],
        ),
        (
            "choices",
            "if(x < 0 || !(y <= 1), max(x, y), abs(x)/y) + x/x",
            vec![Value, Gradient],
        ),
        (
            "names",
            "σ*lambda + exp(double)*_x - self^t1",
            vec![Value, Gradient],
        ),
        (
            "special",
            "erf(x)*lgamma(x) + x^(1/3)",
            vec![Value, Partial(vec!["x".to_owned()])],
        ),
    ]
}

#[test]
fn emitted_text_is_what_it_was() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/emit/golden");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut failures = Vec::new();
    for (name, text, quantities) in formulas() {
        let function = Function::parse(text).unwrap();
        let derivation = function.derive(&Request::of(quantities)).unwrap();
        for language in Language::ALL {
            let code = derivation.emit(&EmitOptions::new(*language, text)).unwrap();
            let file = match language {
                Language::Numpy => format!("{name}_numpy.py"),
                _ => format!("{name}.{}", language.extension()),
            };
            let path = folder.join(file);
            if update {
                fs::create_dir_all(&folder).unwrap();
                fs::write(&path, &code).unwrap();
            }
            let expected = fs::read_to_string(&path).unwrap_or_default();
            if expected != code {
                failures.push(format!("{}:\n{code}", path.display()));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn languages_are_known_by_name() {
    for language in Language::ALL {
        assert_eq!(language.name().parse(), Ok(*language));
        assert!(!language.extension().is_empty());
    }
    assert!("cobol".parse::<Language>().is_err());
}

/// What rows say of languages is said of languages that there are, and of arguments that they have.
#[test]
fn spellings_are_of_languages_and_arguments() {
    for (_, row) in functions::table() {
        for (key, text) in row.spellings {
            let is_known = key.parse::<Language>().is_ok() || *key == "arrays";
            assert!(is_known, "{}: `{key}`", row.name);
            if text.contains('\n') {
                assert!(text.contains("#0("), "{}, {key}: no definition", row.name);
                continue;
            }
            for place in 1..=3 {
                let used = text.contains(&format!("#{place}"));
                let expected = place <= row.parameters.len();
                assert_eq!(used, expected, "{}, {key}: `{text}`", row.name);
            }
        }
    }
}

/// Every number is read back with the same bits: the shortest decimal that does so is written.
#[test]
fn literals_are_exact() {
    for (text, expected) in [
        ("x + 0.1", "0.1"),
        ("x*1e300", "1e300"),
        ("x*123456789012345678", "1.2345678901234568e17"),
        ("x*5e-324", "5e-324"),
        ("x*2", "2.0"),
        ("x*pi", "3.141592653589793"),
        ("x + 1.5e-323", "1.5e-323"),
        ("x + 1e400", "INFINITY"),
    ] {
        let request = Request::of([Quantity::Value]);
        let derivation = Function::parse(text).unwrap().derive(&request).unwrap();
        let code = derivation.emit(&EmitOptions::new(Language::C, "")).unwrap();
        assert!(code.contains(expected), "{text}: {code}");
    }
}

#[test]
fn whole_arrays_are_written_in_matrix_notation() {
    let text = "A: matrix(m, n); x: vector(n); y: vector(m); norm2(A*x - y)^2 + sum(exp(x))/n";
    let request = Request {
        wrt: Some(vec!["x".to_owned()]),
        ..Request::of([Quantity::Value, Quantity::Gradient])
    };
    let derivation = Function::parse(text).unwrap().derive(&request).unwrap();
    let code = derivation
        .emit(&EmitOptions::new(Language::Numpy, text))
        .unwrap();
    let body = code.split("def ").nth(1).unwrap();
    assert_eq!(
        body,
        "f(A, x, y):\n    \"\"\"Gives back f, df/dx.\"\"\"\n    n = A.shape[1]\n    \
         return np.linalg.norm(A @ x - y)**2 + np.sum(np.exp(x)) / n, \
         2 * (A.T @ (A @ x - y)) + np.exp(x) / n\n"
    );
    let refused = derivation.emit(&EmitOptions::new(Language::C, text));
    assert_eq!(refused.unwrap_err().code(), "named-dimension");
}
