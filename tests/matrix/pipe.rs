//! Requests with shapes through the pipe: what is accepted, what is answered, where errors point.

use crate::binary::symdiff;
use serde_json::{Value, json};

fn answer(request: &Value) -> Value {
    let outcome = symdiff(&["pipe"], format!("{request}\n").as_bytes());
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""));
    serde_json::from_str(&outcome.out).unwrap()
}

fn with(base: &Value, field: &str, value: Value) -> Value {
    let mut request = base.clone();
    request[field] = value;
    request
}

fn quadratic() -> Value {
    json!({
        "expr": "x'*A*x", "decls": {"x": "vector n", "A": "matrix n n"}, "wrt": ["x"],
        "at": {"x": [1, 2], "A": [[1, 2], [3, 4]]},
    })
}

#[test]
fn shapes_may_be_spelled_in_several_ways() {
    let want = answer(&quadratic());
    assert_eq!(want["value"], json!(27.0));
    assert_eq!(want["derivative"], json!([12.0, 21.0]));
    assert_eq!(want["shape"], json!([2]));
    for decls in [
        json!({"x": "vector(n)", "A": "matrix(n, n)"}),
        json!({"x": " vector  n ", "A": "matrix n  n"}),
        json!({"x": "vector 2", "A": "matrix(2,2)"}),
        json!({"x": "vector( n )", "A": "matrix(n,2)"}),
    ] {
        assert_eq!(
            answer(&with(&quadratic(), "decls", decls.clone()))["derivative"],
            want["derivative"],
            "{decls}"
        );
    }
    let more = [
        ("wrt", json!("x")),
        ("dims", json!({"n": 2, "m": 7})),
        ("order", json!(1)),
        ("backend", json!("interpreter")),
    ];
    for (field, value) in more {
        assert_eq!(
            answer(&with(&quadratic(), field, value))["derivative"],
            want["derivative"],
            "{field}"
        );
    }
}

#[test]
fn points_in_a_list_are_answered_by_lists() {
    let at = json!([{"x": [1, 2], "A": [[1, 2], [3, 4]]}, {"x": [0, 1], "A": [[0, 0], [0, 1]]}]);
    let found = answer(&with(&quadratic(), "at", at));
    assert_eq!(found["value"], json!([27.0, 1.0]));
    assert_eq!(found["derivative"], json!([[12.0, 21.0], [0.0, 2.0]]));
    assert_eq!(found["shape"], json!([2]));
    let none = with(
        &with(&quadratic(), "at", json!(null)),
        "dims",
        json!({"n": 2}),
    );
    let found = answer(&none);
    assert_eq!(
        (&found["value"], &found["derivative"]),
        (&json!([]), &json!([]))
    );
    assert!(found["formula"].is_string());
}

#[test]
fn several_variables_have_a_field_each() {
    let both = with(&quadratic(), "wrt", json!(["x", "A"]));
    let found = answer(&both);
    assert_eq!(
        found["derivative"],
        json!({"x": [12.0, 21.0], "A": [[1.0, 2.0], [2.0, 4.0]]})
    );
    assert_eq!(found["shape"], json!({"x": [2], "A": [2, 2]}));
    assert_eq!(found["formula"]["A"], json!("x*x'"));
    let found = answer(&with(&both, "order", json!(2)));
    assert_eq!(
        found["derivative"]["x"]["x"],
        json!([[2.0, 5.0], [5.0, 8.0]])
    );
    assert_eq!(found["shape"]["x"]["A"], json!([2, 2, 2]));
    assert_eq!(
        found["derivative"]["x"]["A"],
        json!([[[2.0, 2.0], [2.0, 0.0]], [[0.0, 1.0], [1.0, 4.0]]])
    );
    assert_eq!(
        found["derivative"]["A"]["x"],
        json!([[[2.0, 0.0], [2.0, 1.0]], [[2.0, 1.0], [0.0, 4.0]]])
    );
    assert_eq!(found["shape"]["A"]["A"], json!([2, 2, 2, 2]));
}

#[test]
fn a_declared_variable_that_does_not_occur_has_derivative_0() {
    let mut request = quadratic();
    request["decls"]["b"] = json!("vector m");
    request["dims"] = json!({"m": 3});
    request["wrt"] = json!("b");
    request["at"]["b"] = json!([1, 2, 3]);
    let found = answer(&request);
    assert_eq!(found["derivative"], json!([0.0, 0.0, 0.0]), "{found}");
}

#[test]
fn second_derivatives_of_vectors_have_three_axes() {
    let request = json!({
        "expr": "exp(A*x)", "decls": {"x": "vector n", "A": "matrix m n"}, "wrt": ["x"], "order": 2,
        "at": {"x": [0, 0], "A": [[1, 2], [3, 4], [5, 6]]},
    });
    let found = answer(&request);
    assert_eq!(found["value"], json!([1.0, 1.0, 1.0]));
    assert_eq!(found["shape"], json!([3, 2, 2]));
    let want = json!([
        [[1.0, 2.0], [2.0, 4.0]],
        [[9.0, 12.0], [12.0, 16.0]],
        [[25.0, 30.0], [30.0, 36.0]]
    ]);
    assert_eq!(found["derivative"], want);
}

#[test]
fn shapes_go_with_the_other_quantities_too() {
    let request = json!({
        "expr": "x'*A*x", "decls": {"x": "vector n", "A": "matrix n n"}, "of": ["value", "hvp"], "wrt": ["x"],
        "along": {"x": [1, 0]}, "at": [{"x": [1, 2], "A": [[1, 2], [3, 4]]}],
    });
    let found = answer(&request);
    assert_eq!(found["value"], json!([27.0]));
    assert_eq!(found["hvp"], json!([[[2.0, 5.0]]]));
}

#[test]
fn errors_say_which_field_or_place_is_wrong() {
    let base = quadratic();
    let decls = |x: &str| with(&base, "decls", json!({"x": x, "A": "matrix n n"}));
    // (request, code, field, span in the formula)
    let cases = [
        (decls("vektor n"), "unknown-shape", "decls.x", None),
        (decls("vector"), "missing-dimension", "decls.x", None),
        (decls("vector(n"), "unknown-shape", "decls.x", None),
        (decls("vector n; y"), "unknown-shape", "decls.x", None),
        (decls("vector 0"), "invalid-dimension", "decls.x", None),
        (decls(""), "unknown-shape", "decls.x", None),
        (
            with(&base, "decls", json!({"x*y": "scalar"})),
            "invalid-variable-name",
            "decls.x*y",
            None,
        ),
        (
            with(&base, "decls", json!({"x": 3})),
            "wrong-field-type",
            "",
            None,
        ),
        (
            with(&base, "decls", json!(["x"])),
            "wrong-field-type",
            "",
            None,
        ),
        (
            with(&base, "dims", json!({"n": 3})),
            "wrong-value-shape",
            "at.A",
            None,
        ),
        (
            with(&base, "dims", json!({"n": 0})),
            "wrong-field-type",
            "",
            None,
        ),
        (
            with(&base, "dims", json!({"n": 1.5})),
            "wrong-field-type",
            "",
            None,
        ),
        (with(&base, "order", json!(3)), "wrong-field-type", "", None),
        (
            with(&base, "at", json!({"x": [1, 2]})),
            "missing-value",
            "",
            None,
        ),
        (
            with(&base, "at", json!({"x": [1, 2], "A": [[1, 2]]})),
            "wrong-value-shape",
            "at.A",
            None,
        ),
        (
            with(&base, "at", json!({"x": [1, 2], "A": [[1, 2], [3]]})),
            "wrong-value-shape",
            "",
            None,
        ),
        (
            with(&base, "expr", json!("x'*B +")),
            "missing-operand",
            "",
            Some([6, 6]),
        ),
        (
            with(&base, "expr", json!("x*A")),
            "inner-dimensions",
            "",
            Some([2, 3]),
        ),
        (
            with(&base, "expr", json!("x; A")),
            "several-results",
            "",
            None,
        ),
    ];
    let mut wrong = Vec::new();
    for (request, code, field, span) in cases {
        let found = answer(&request);
        let error = &found["error"];
        let own = |name: &str| error.get(name).cloned().unwrap_or(json!(null));
        let place = match field {
            "" => json!(null),
            field => json!(field),
        };
        if (own("code"), own("field"), own("span")) != (json!(code), place, json!(span)) {
            wrong.push(format!("{request}: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn symmetric_matrices_have_symmetric_values() {
    let ask = |entries: &str| {
        let request = format!(
            r#"{{"expr": "logdet(A)", "decls": {{"A": "symmetric n"}}, "at": {{"A": {entries}}}}}"#
        );
        symdiff(&["pipe"], format!("{request}\n").as_bytes()).out
    };
    assert!(ask("[[2, 1], [1, 3]]").contains(r#""value":"#));
    let refused = ask("[[1, 2], [5, 4]]");
    assert!(
        refused.contains("entries [2,1] and [1,2] differ"),
        "{refused}"
    );
}
