//! What formulas of vectors, matrices and tensors come to: each with numbers that can be checked by hand.

mod common {
    pub mod run;
}

use common::run::run;
use symdiff::{Function, Quantity, RenderOptions, Request, Shape};

fn read(text: &str) -> Function {
    Function::parse(text).unwrap_or_else(|error| {
        panic!(
            "{text}\n{}",
            error.render(&RenderOptions::default().with_origin(text))
        )
    })
}

/// The value at x = (1, 2, 3), y = (-1, 0.5, 2), A = (1, 2; 3, 4; 5, 6), M = (2, 1; 1, 3), t = 0, ..., 23.
fn value(text: &str) -> (Shape, Vec<f64>) {
    let head =
        "x: vector(3); y: vector(3); A: matrix(3, 2); M: matrix(2, 2); t: tensor(2, 3, 4);\n";
    let function = read(&format!("{head}{text}"));
    let point: Vec<f64> = function
        .variable_names()
        .flat_map(|name| match name {
            "x" => vec![1.0, 2.0, 3.0],
            "y" => vec![-1.0, 0.5, 2.0],
            "A" => vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
            "M" => vec![2.0, 1.0, 1.0, 3.0],
            "t" => (0..24).map(f64::from).collect(),
            _ => vec![2.0],
        })
        .collect();
    let found = run(&function, &Request::of([Quantity::Value]), &[point]).remove(0);
    (function.shapes()[0], found)
}

fn check(cases: &[(&str, &str, &[f64])]) {
    for (text, shape, expected) in cases {
        let (found_shape, found) = value(text);
        assert_eq!(found_shape.to_string(), *shape, "{text}");
        assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
        for (got, want) in found.iter().zip(*expected) {
            let near = (got - want).abs() <= 1e-14 * want.abs().max(1.0);
            assert!(near, "{text}: {found:?}, not {expected:?}");
        }
    }
}

#[test]
fn sums_and_norms_along_axes() {
    check(&[
        ("sum(A)", "scalar", &[21.0]),
        ("sum(A, axis=1)", "vector(2)", &[9.0, 12.0]),
        ("sum(A, axis=2)", "vector(3)", &[3.0, 7.0, 11.0]),
        ("sum(A, axis=[1, 2])", "scalar", &[21.0]),
        ("mean(A)", "scalar", &[3.5]),
        ("mean(A, axis=1)", "vector(2)", &[3.0, 4.0]),
        ("mean(x)", "scalar", &[2.0]),
        ("prod(A)", "scalar", &[720.0]),
        ("prod(A, axis=2)", "vector(3)", &[2.0, 12.0, 30.0]),
        ("max(A)", "scalar", &[6.0]),
        ("max(A, axis=1)", "vector(2)", &[5.0, 6.0]),
        ("min(y)", "scalar", &[-1.0]),
        ("max(x, y)", "vector(3)", &[1.0, 2.0, 3.0]),
        ("max(x, 2)", "vector(3)", &[2.0, 2.0, 3.0]),
        ("norm1(y)", "scalar", &[3.5]),
        ("norm1(A)", "scalar", &[21.0]),
        ("norm2(A)", "scalar", &[91f64.sqrt()]),
        ("norm2(y)", "scalar", &[5.25f64.sqrt()]),
        ("norminf(-A)", "scalar", &[6.0]),
        (
            "norm2(A, axis=2)",
            "vector(3)",
            &[5f64.sqrt(), 5.0, 61f64.sqrt()],
        ),
        ("sum(t, axis=[1, 3])", "vector(3)", &[60.0, 92.0, 124.0]),
        ("mean(t, axis=[2, 3])", "vector(2)", &[5.5, 17.5]),
        ("sum(t[:, :, 1], axis=2)", "vector(2)", &[12.0, 48.0]),
        ("sum(x', axis=2)", "scalar", &[6.0]),
        ("sum(x', axis=1)", "vector(3)", &[1.0, 2.0, 3.0]),
    ]);
    let e = |x: f64| x.exp();
    let total = e(1.0) + e(2.0) + e(3.0);
    check(&[
        ("logsumexp(x)", "scalar", &[total.ln()]),
        (
            "softmax(x)",
            "vector(3)",
            &[e(1.0) / total, e(2.0) / total, e(3.0) / total],
        ),
        (
            "softmax(A, axis=2)",
            "matrix(3, 2)",
            &[
                1.0 / (1.0 + e(1.0)),
                1.0 / (1.0 + e(-1.0)),
                1.0 / (1.0 + e(1.0)),
                1.0 / (1.0 + e(-1.0)),
                1.0 / (1.0 + e(1.0)),
                1.0 / (1.0 + e(-1.0)),
            ],
        ),
        (
            "logsumexp(A, axis=1)",
            "vector(2)",
            &[
                (e(1.0) + e(3.0) + e(5.0)).ln(),
                (e(2.0) + e(4.0) + e(6.0)).ln(),
            ],
        ),
    ]);
}

#[test]
fn linear_algebra() {
    check(&[
        ("dot(x, y)", "scalar", &[6.0]),
        ("dot(A, A)", "scalar", &[91.0]),
        (
            "outer(x, y[1:2])",
            "matrix(3, 2)",
            &[-1.0, 0.5, -2.0, 1.0, -3.0, 1.5],
        ),
        ("tr(M)", "scalar", &[5.0]),
        ("det(M)", "scalar", &[5.0]),
        ("logdet(M)", "scalar", &[5f64.ln()]),
        ("inv(M)", "matrix(2, 2)", &[0.6, -0.2, -0.2, 0.4]),
        ("solve(M, [1; 2])", "vector(2)", &[0.2, 0.6]),
        ("solve(2, x)", "vector(3)", &[0.5, 1.0, 1.5]),
        (
            "diag(x)",
            "matrix(3, 3)",
            &[1.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 3.0],
        ),
        ("diag(M)", "vector(2)", &[2.0, 3.0]),
        (
            "lower(x, 3)",
            "matrix(3, 3)",
            &[0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 2.0, 3.0, 0.0],
        ),
        ("lower(7, 2)", "matrix(2, 2)", &[0.0, 0.0, 7.0, 0.0]),
        ("vec(A)", "vector(6)", &[1.0, 3.0, 5.0, 2.0, 4.0, 6.0]),
        (
            "kron(M, [1, 10])",
            "matrix(2, 4)",
            &[2.0, 20.0, 1.0, 10.0, 1.0, 10.0, 3.0, 30.0],
        ),
        (
            "kron([1; 2], x)",
            "vector(6)",
            &[1.0, 2.0, 3.0, 2.0, 4.0, 6.0],
        ),
        ("eye(2)", "matrix(2, 2)", &[1.0, 0.0, 0.0, 1.0]),
        ("M + eye()", "matrix(2, 2)", &[3.0, 1.0, 1.0, 4.0]),
        ("ones(2)", "vector(2)", &[1.0, 1.0]),
        (
            "x*ones(2)'",
            "matrix(3, 2)",
            &[1.0, 1.0, 2.0, 2.0, 3.0, 3.0],
        ),
        ("zeros(2, 2) + M", "matrix(2, 2)", &[2.0, 1.0, 1.0, 3.0]),
        ("x + vector(1)", "vector(3)", &[2.0, 3.0, 4.0]),
        (
            "exp(-0*(A*[1; 1])) + vector(1)",
            "vector(3)",
            &[2.0, 2.0, 2.0],
        ),
        ("A*vector(2)", "vector(3)", &[6.0, 14.0, 22.0]),
        ("vector(1)'*x", "scalar", &[6.0]),
        (
            "A + matrix(1)",
            "matrix(3, 2)",
            &[2.0, 3.0, 4.0, 5.0, 6.0, 7.0],
        ),
        ("u = vector(1); sum(x + u) + sum(M*u)", "scalar", &[16.0]),
        (
            "A + x*ones(2)'",
            "matrix(3, 2)",
            &[2.0, 3.0, 5.0, 6.0, 8.0, 9.0],
        ),
        ("A ./ A", "matrix(3, 2)", &[1.0; 6]),
        ("1 ./ x", "vector(3)", &[1.0, 0.5, 1.0 / 3.0]),
        ("x.^2", "vector(3)", &[1.0, 4.0, 9.0]),
        ("2.^x", "vector(3)", &[2.0, 4.0, 8.0]),
        ("x.^x", "vector(3)", &[1.0, 4.0, 27.0]),
        ("x.^0", "vector(3)", &[1.0; 3]),
    ]);
}

#[test]
fn parts_and_blocks() {
    check(&[
        ("x[2:3]", "vector(2)", &[2.0, 3.0]),
        ("x[:]", "vector(3)", &[1.0, 2.0, 3.0]),
        ("x[2:]", "vector(2)", &[2.0, 3.0]),
        ("x[:2]", "vector(2)", &[1.0, 2.0]),
        ("x[1:3 by 2]", "vector(2)", &[1.0, 3.0]),
        ("x[: by 2]", "vector(2)", &[1.0, 3.0]),
        ("x[3:1 by -1]", "vector(3)", &[3.0, 2.0, 1.0]),
        ("x[2:2]", "scalar", &[2.0]),
        ("A[2, :]", "vector(2)", &[3.0, 4.0]),
        ("A[:, 2]", "vector(3)", &[2.0, 4.0, 6.0]),
        ("A[2:2, :]", "matrix(1, 2)", &[3.0, 4.0]),
        ("A[1:2, :]", "matrix(2, 2)", &[1.0, 2.0, 3.0, 4.0]),
        ("A[1:3 by 2, 2:2]", "vector(2)", &[2.0, 6.0]),
        ("(2*A)[3, 1]", "scalar", &[10.0]),
        ("t[2, 3, 4]", "scalar", &[23.0]),
        ("t[2, :, 1]", "vector(3)", &[12.0, 16.0, 20.0]),
        ("t[1, 2:3, 1:2]", "matrix(2, 2)", &[4.0, 5.0, 8.0, 9.0]),
        (
            "sum(i in 1..2, A[i:i+1, :]*[1; i])",
            "vector(2)",
            &[14.0, 24.0],
        ),
        ("[1, 2; 3, 4]", "matrix(2, 2)", &[1.0, 2.0, 3.0, 4.0]),
        ("[2*s; s^2]", "vector(2)", &[4.0, 4.0]),
        ("[x; 7]", "vector(4)", &[1.0, 2.0, 3.0, 7.0]),
        (
            "[A, x]",
            "matrix(3, 3)",
            &[1.0, 2.0, 1.0, 3.0, 4.0, 2.0, 5.0, 6.0, 3.0],
        ),
        (
            "[M, [7; 8]; x']",
            "matrix(3, 3)",
            &[2.0, 1.0, 7.0, 1.0, 3.0, 8.0, 1.0, 2.0, 3.0],
        ),
        (
            "[A, vector(1)]",
            "matrix(3, 3)",
            &[1.0, 2.0, 1.0, 3.0, 4.0, 1.0, 5.0, 6.0, 1.0],
        ),
        ("[s]", "scalar", &[2.0]),
    ]);
}

#[test]
fn conditions_entry_by_entry() {
    check(&[
        ("if(y > 0, y, 0)", "vector(3)", &[0.0, 0.5, 2.0]),
        ("if(x > y, 1, -1)", "vector(3)", &[1.0; 3]),
        ("indicator(x >= 2)", "vector(3)", &[0.0, 1.0, 1.0]),
        ("indicator(x >= 2 && y < 1)", "vector(3)", &[0.0, 1.0, 0.0]),
        ("indicator(!(x == 2))", "vector(3)", &[1.0, 0.0, 1.0]),
        (
            "piecewise(1, x < 2; x, y < 1; 0)",
            "vector(3)",
            &[1.0, 2.0, 0.0],
        ),
        ("if(s > 1, x, y)", "vector(3)", &[1.0, 2.0, 3.0]),
        ("relu(y)", "vector(3)", &[0.0, 0.5, 2.0]),
    ]);
}

#[test]
fn convolutions_and_pooling() {
    let h = "t[1, :, :]"; // 0 1 2 3; 4 5 6 7; 8 9 10 11
    check(&[
        (
            "conv([1; 2; 3; 4], [1; 10])",
            "vector(3)",
            &[21.0, 32.0, 43.0],
        ),
        (
            "conv([1; 2; 3; 4], [1; 10], stride=2)",
            "vector(2)",
            &[21.0, 43.0],
        ),
        (
            "conv([1; 2], [1; 10; 100], padding=1)",
            "vector(2)",
            &[210.0, 21.0],
        ),
        ("conv(x, x)", "scalar", &[14.0]),
        (
            "convt([1; 2; 3], [1; 10])",
            "vector(4)",
            &[1.0, 12.0, 23.0, 30.0],
        ),
        (
            "convt([1; 2], [1; 10; 100], stride=2)",
            "vector(5)",
            &[1.0, 10.0, 102.0, 20.0, 200.0],
        ),
        ("maxpool(x, 2, stride=1)", "vector(2)", &[2.0, 3.0]),
        ("avgpool([1; 2; 3; 4], 2)", "vector(2)", &[1.5, 3.5]),
    ]);
    check(&[
        (
            &format!("conv({h}, [1, 1; 1, 1])"),
            "matrix(2, 3)",
            &[10.0, 14.0, 18.0, 26.0, 30.0, 34.0],
        ),
        (
            &format!("conv({h}, [1, 1; 1, 1], stride=[1, 2])"),
            "matrix(2, 2)",
            &[10.0, 18.0, 26.0, 34.0],
        ),
        (
            &format!("maxpool({h}, [3, 2])"),
            "matrix(1, 2)",
            &[9.0, 11.0],
        ),
        (
            &format!("avgpool({h}, [1, 4])"),
            "vector(3)",
            &[1.5, 5.5, 9.5],
        ),
        (
            "maxpool(t, [3, 2])",
            "tensor(2, 1, 2)",
            &[9.0, 11.0, 21.0, 23.0],
        ),
    ]);
    // A convolution and its transpose are adjoint, also with channels and a batch.
    for (x, w, y, options) in [
        ("vector(7)", "vector(3)", "vector(3)", ", stride=2"),
        (
            "vector(7)",
            "vector(3)",
            "vector(4)",
            ", stride=2, padding=1",
        ),
        ("matrix(5, 4)", "matrix(2, 3)", "matrix(4, 2)", ""),
        (
            "tensor(2, 4, 4)",
            "tensor(3, 2, 2, 2)",
            "tensor(3, 2, 2)",
            ", stride=2",
        ),
        (
            "tensor(2, 3, 3)",
            "tensor(4, 2, 1, 1)",
            "tensor(4, 3, 3)",
            "",
        ),
        (
            "tensor(2, 3, 3, 3)",
            "tensor(2, 3, 3, 3)",
            "tensor(2, 2, 3, 3)",
            ", padding=1",
        ),
        ("matrix(2, 6)", "tensor(3, 2, 2)", "matrix(3, 5)", ""),
        ("tensor(2, 2, 6)", "tensor(3, 2, 2)", "tensor(2, 3, 5)", ""),
    ] {
        let text = format!(
            "u: {x}; w: {w}; v: {y}; [sum(v .* conv(u, w{options})); sum(u .* convt(v, w{options}))]"
        );
        let function = read(&text);
        let count: usize = function.variables().map(|(_, shape)| shape.entries()).sum();
        let point: Vec<f64> = (0..count)
            .map(|k| ((k * 7 + 3) % 11) as f64 - 5.0)
            .collect();
        let found = run(&function, &Request::of([Quantity::Value]), &[point]).remove(0);
        assert_eq!(found[0], found[1], "{text}");
        assert!(found[0] != 0.0, "{text}");
    }
}

const ATOMS: &[&str] = &[
    "x",
    "y",
    "A",
    "M",
    "t",
    "s",
    "u",
    "B",
    "S",
    "2",
    "0",
    "n",
    "[1, 2; 3, 4]",
    "[x; 1]",
    "[A, x]",
    "vector(1)",
    "matrix(2)",
    "eye()",
    "ones(3)",
    "zeros(2, 2)",
    "ones(n)",
    "x[1:2]",
    "A[1, :]",
    "A[2:2, :]",
    "A[:, 2]",
    "t[:, 1, :]",
    "t[1, 2, 3]",
    "u[1]",
    "B[1, :]",
    "x'",
    "w",
    "tensor",
];

const INFIX: &[&str] = &[
    " + ", " - ", "*", " .* ", "/", " ./ ", "^", ".^", " < ", " == ", " && ",
];

/// Calls with their arguments as `#`.
const CALLS: &[&str] = &[
    "sum(#)",
    "sum(#, axis=1)",
    "mean(#, axis=2)",
    "prod(#)",
    "max(#)",
    "max(#, #)",
    "min(#, axis=[1, 2])",
    "logsumexp(#)",
    "softmax(#, axis=1)",
    "norm1(#)",
    "norm2(#)",
    "norminf(#, axis=1)",
    "dot(#, #)",
    "outer(#, #)",
    "kron(#, #)",
    "tr(#)",
    "det(#)",
    "logdet(#)",
    "inv(#)",
    "solve(#, #)",
    "diag(#)",
    "lower(#, 3)",
    "vec(#)",
    "vector(#)",
    "matrix(#)",
    "eye(#)",
    "ones(#, #)",
    "conv(#, #)",
    "conv(#, #, stride=2, padding=1)",
    "convt(#, #, stride=2)",
    "maxpool(#, 2)",
    "avgpool(#, [1, 2], padding=1)",
    "if(# > 0, #, #)",
    "indicator(# < #)",
    "piecewise(#, # < 1; #)",
    "exp(#)",
    "relu(#)",
    "atan2(#, #)",
    "[#, #]",
    "[#; #]",
    "[#, #; #, #]",
    "(#)[1:2]",
    "(#)[:, 1]",
    "(#)[2]",
    "(#)[1:3 by 2, :]",
    "(#)'",
    "-(#)",
    "!(# < #)",
    "sum(i in 1..2, #*i)",
    "prod(i in 1..2, #)",
    "grad(#, x)",
    "jacobian(#, x)",
    "detach(#)",
    "|#|",
];

/// The next number of the generator of Knuth, MMIX; its high bits choose.
fn next(state: &mut u64, count: usize) -> usize {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize % count
}

fn sentence(state: &mut u64, depth: usize) -> String {
    match next(state, if depth == 0 { 1 } else { 5 }) {
        0 => ATOMS[next(state, ATOMS.len())].to_owned(),
        1 => {
            let (left, right) = (sentence(state, depth - 1), sentence(state, depth - 1));
            format!("({left}{}{right})", INFIX[next(state, INFIX.len())])
        }
        _ => {
            let mut call = CALLS[next(state, CALLS.len())].to_owned();
            while let Some(place) = call.find('#') {
                let argument = sentence(state, depth - 1);
                call.replace_range(place..=place, &argument);
            }
            call
        }
    }
}

#[test]
fn whatever_goes_together_or_not_is_answered() {
    let head = "x: vector(3); y: vector(3); A: matrix(3, 2); M: matrix(2, 2); t: tensor(2, 3, 4); \
                u: vector(n); B: matrix(n, n); S: symmetric(3); w: tensor(2, 3, 1, 1); ";
    let begun = std::time::Instant::now();
    let (mut read, mut refused, mut wrong) = (0, 0, Vec::new());
    let mut state = 7;
    while begun.elapsed() < std::time::Duration::from_secs(12) && read + refused < 20_000 {
        let depth = 1 + next(&mut state, 3);
        let text = format!("{head}{}", sentence(&mut state, depth));
        // All that goes wrong is shown at once.
        let answer = std::panic::catch_unwind(|| match Function::parse(&text) {
            Ok(function) => {
                // Whatever is read has a value that can be printed.
                if let Ok(derivation) = function.derive(&Request::of([Quantity::Value])) {
                    derivation.infix(symdiff::Sharing::Named);
                }
                None
            }
            Err(error) => Some(error.render(&RenderOptions::default().with_origin("-"))),
        });
        match answer {
            Ok(None) => read += 1,
            Ok(Some(words)) => {
                refused += 1;
                if words.contains('?') {
                    wrong.push(format!("{text}\n{words}"));
                }
            }
            Err(_) => wrong.push(format!("{text}: a panic")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    println!("{read} read, {refused} refused");
    assert!(
        read > 300 && refused > 300,
        "{read} read, {refused} refused"
    );
}
