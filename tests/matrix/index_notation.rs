//! Index notation that is printed is read back as the same function: derivatives of matrices by matrices, windows, views and
//! their transposes, columns and Kronecker products. And what the notation means where people type it.

use crate::nested::numbers_error;
use std::collections::HashMap;
use symdiff::{Function, Quantity, Request, Sharing};

/// The numbers that stand for dimensions where forms are evaluated.
const DIMENSIONS: &str = "n = 3; m = 4; k = 2; ";
const DECLARED: &str = "A: matrix(m, n); B: matrix(n, k); X: matrix(n, n); S: symmetric(n); T: tensor(2, 3, 4); \
                        x: vector(n); y: vector(m); u: vector(9); w: vector(3); M: matrix(4, 6); N: matrix(2, 2)";

/// Values of a function, its variables by name.
fn values(function: &Function) -> Vec<f64> {
    let mut at = Vec::new();
    for (name, shape) in function.variables() {
        let sizes = shape.sizes();
        let columns = sizes.last().copied().unwrap_or(1);
        let seed = name
            .bytes()
            .fold(7u64, |sum, own| sum * 31 + u64::from(own));
        let entry =
            |place: usize| ((place as u64 * 7919 + seed * 104_729) % 1009) as f64 / 700.0 + 0.2;
        let mut own: Vec<f64> = (0..shape.entries()).map(entry).collect();
        for row in 0..columns {
            if name == "S" {
                for column in 0..row {
                    own[row * columns + column] = own[column * columns + row];
                }
            }
        }
        at.extend(own);
    }
    function.evaluate(&at).unwrap()
}

fn derived(text: &str, by: &str, quantity: Quantity) -> Function {
    let request = Request {
        wrt: Some(vec![by.to_owned()]),
        ..Request::of([quantity])
    };
    let function = Function::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    function.derive(&request).unwrap().function(0).unwrap()
}

/// The texts that a function is printed as, with the shared parts as definitions and written out.
fn printed(function: &Function) -> Vec<String> {
    [Sharing::Named, Sharing::WrittenOut]
        .into_iter()
        .map(|sharing| {
            let sheet = function.infix(sharing);
            let parts = sheet
                .bindings
                .iter()
                .map(|(name, text)| format!("{name} = {text}; "));
            format!("{}({})", parts.collect::<String>(), sheet.results[0])
        })
        .collect()
}

#[test]
fn what_is_printed_is_read_back() {
    let cases = [
        ("A*X*B", "X", Quantity::Jacobian),
        ("inv(X)", "X", Quantity::Jacobian),
        ("X*X", "X", Quantity::Jacobian),
        ("X'*S*X", "X", Quantity::Jacobian),
        ("diag(x)*X", "x", Quantity::Jacobian),
        ("A*diag(x)", "x", Quantity::Jacobian),
        ("norm2(A - y*x')^2", "x", Quantity::Hessian),
        ("norm2(A*X*B)^2", "X", Quantity::Hessian),
        ("det(X)", "X", Quantity::Hessian),
        ("logdet(X)", "X", Quantity::Hessian),
        ("sum(A, axis=1)", "A", Quantity::Jacobian),
        ("softmax(X, axis=1)", "X", Quantity::Jacobian),
        ("outer(x, X)", "x", Quantity::Jacobian),
        ("sum(T, axis=2)", "T", Quantity::Jacobian),
        ("exp(T)", "T", Quantity::Jacobian),
        ("conv(u, w)", "u", Quantity::Jacobian),
        ("conv(u, w, stride=2, padding=1)", "u", Quantity::Jacobian),
        ("conv(u, w, stride=2, padding=1)", "w", Quantity::Jacobian),
        ("convt(w, u, stride=2)", "u", Quantity::Jacobian),
        ("conv(M, N)", "N", Quantity::Jacobian),
        ("conv(M, N, padding=[1, 0])", "M", Quantity::Jacobian),
        ("maxpool(M, 2)", "M", Quantity::Jacobian),
        ("sum(maxpool(M, 2).^2)", "M", Quantity::Gradient),
        ("avgpool(M, 2)", "M", Quantity::Jacobian),
        ("vec(M)", "M", Quantity::Jacobian),
        ("vec(M)", "M", Quantity::Value),
        ("kron(M, N)", "N", Quantity::Jacobian),
        ("kron(M, N)", "M", Quantity::Value),
        ("kron(N, w)", "N", Quantity::Jacobian),
        ("lower(w, 3)", "w", Quantity::Jacobian),
        ("M[2:3, 1:5 by 2]", "M", Quantity::Jacobian),
        ("u[9:1 by -2]", "u", Quantity::Jacobian),
        ("T[1, :, :]", "T", Quantity::Jacobian),
        ("prod(u)", "u", Quantity::Hessian),
        ("max(M, axis=2)", "M", Quantity::Jacobian),
        (
            "tensor(i in 1..3, tensor(j in 1..4, u[2*i + j - 2]))",
            "u",
            Quantity::Jacobian,
        ),
        ("tensor(i: sum(j: A[i,j]*x[j]^2))", "x", Quantity::Jacobian),
    ];
    let mut indexed = 0;
    for (text, by, quantity) in cases {
        let with_names = derived(&format!("{DECLARED}; {text}"), by, quantity.clone());
        let want = values(&derived(
            &format!("{DIMENSIONS}{DECLARED}; {text}"),
            by,
            quantity,
        ));
        for form in printed(&with_names) {
            indexed += usize::from(form.contains("tensor("));
            let read = Function::parse(&format!("{DIMENSIONS}{DECLARED}; {form}"));
            let read = read.unwrap_or_else(|error| panic!("{text} by {by}: `{form}`\n{error}"));
            let off = numbers_error(&values(&read), &want);
            assert!(off < 1e-12, "{text} by {by}: `{form}` is off by {off:.1e}");
            // With names for dimensions too.
            if let Err(error) = Function::parse(&format!("{DECLARED}; {form}")) {
                panic!("{text} by {by}: `{form}`\n{error}");
            }
        }
    }
    assert!(indexed > 30, "{indexed} forms in index notation");
}

#[test]
fn letters_mean_all_indices() {
    let pairs = [
        ("sum(i in 1..n, x[i]^2)", "x'*x"),
        ("sum(i: x[i]^2)", "x'*x"),
        ("tensor(i, j: y[i]*x[j])", "y*x'"),
        ("tensor(i, j: A[j,i])", "A'"),
        ("tensor(i: X[i,i])", "diag(X)"),
        ("sum(i: X[i,i])", "tr(X)"),
        ("sum(i, j: y[i]*A[i,j]*x[j])", "y'*A*x"),
        ("tensor(i: sum(j: A[i,j]*x[j]))", "A*x"),
        ("tensor(i: A[i,:]'*x)", "A*x"),
        ("tensor(i: A[i,:])", "A"),
        ("sum(i: (A*X[:,i])[2])", "sum(A*X, axis=2)[2]"),
        ("prod(i: 1 + x[i]^2)", "prod(1 + x.^2)"),
        ("max(i: A[i,:]'*x)", "max(A*x)"),
        ("logsumexp(i, j: A[i,j])", "logsumexp(A)"),
        ("tensor(i: if(x[i] > 1, x[i], 0))", "if(x > 1, x, 0)"),
        (
            "sum(i in 1..n, exp(sum(j in 1..n, X[i,j]*x[j])))",
            "sum(exp(X*x))",
        ),
        ("tensor(i in 2..4, u[i + 1])", "u[3:5]"),
        ("tensor(i in 1..3, u[i + 7])", "[u[8]; u[9]; 0]"),
        ("tensor(i in 1..3, i^2)", "[1; 4; 9]"),
        ("sum(i: i*w[i])", "w[1] + 2*w[2] + 3*w[3]"),
        ("sum(i in 1..3 if i != 2, w[i])", "w[1] + w[3]"),
        (
            "tensor(i in 1..2, sum(j in 1..3, u[i + j]*w[j]))",
            "conv(u[2:5], w)",
        ),
        ("tensor(i, j, l: T[i,j,l])", "T"),
        ("tensor(i: [x[i]; 1])", "[x, ones(3)]"),
    ];
    for (left, right) in pairs {
        let [own, other] = [left, right].map(|text| {
            let text = format!("{DIMENSIONS}{DECLARED}; {text}");
            Function::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"))
        });
        let shapes: HashMap<&str, _> = own.variables().collect();
        assert_eq!(shapes, other.variables().collect(), "{left}");
        assert_eq!(own.shapes(), other.shapes(), "{left}");
        let off = numbers_error(&values(&own), &values(&other));
        assert!(off < 1e-13, "{left} is not {right}: {off:.1e}");
        if let (Ok(own), Ok(other)) = (own.jacobian(), other.jacobian()) {
            let off = numbers_error(&values(&own), &values(&other));
            assert!(off < 1e-12, "the derivative of {left}: {off:.1e}");
        }
    }
}

#[test]
fn letters_over_named_dimensions_give_matrix_notation() {
    let form = |text: &str, by: &str| {
        let derived = derived(&format!("{DECLARED}; {text}"), by, Quantity::Gradient);
        derived.infix(Sharing::WrittenOut).results[0].clone()
    };
    assert_eq!(
        form("sum(i in 1..n, sum(j in 1..n, S[i,j]*x[i]*x[j]))", "x"),
        "2*S*x"
    );
    assert_eq!(
        form("sum(i in 1..m, (A[i,:]'*x - y[i])^2)", "x"),
        "2*A'*(A*x - y)"
    );
}
