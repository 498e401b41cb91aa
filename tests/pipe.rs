//! The JSON pipe from outside: one answer for each request line, in order, whatever the lines hold.
#![cfg(feature = "cli")]

mod common {
    pub mod binary;
}

use common::binary::symdiff;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

/// The answers to request lines.
fn answers(input: &[u8]) -> Vec<Value> {
    let outcome = symdiff(&["pipe"], input);
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""));
    let lines = outcome.out.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn answers_to(requests: &[Value]) -> Vec<Value> {
    let lines: String = requests
        .iter()
        .map(|request| format!("{request}\n"))
        .collect();
    let list = answers(lines.as_bytes());
    assert_eq!(list.len(), requests.len());
    list
}

fn answer(request: Value) -> Value {
    answers_to(&[request]).remove(0)
}

#[test]
fn every_quantity_at_every_point() {
    for backend in ["interpreter", "jit", "default"] {
        if backend == "jit" && !cfg!(feature = "jit") {
            continue;
        }
        let mut request = json!({
            "id": 7, "expr": "x^3*y", "of": ["value", "gradient", "hessian", "jacobian"],
            "partial": ["x", "x", "y"], "at": [{"x": 2, "y": 3}, [1.0, -1.0], {"y": 0.5, "x": -1e0}],
        });
        if backend != "default" {
            request["backend"] = json!(backend);
        }
        let found = answer(request);
        let fields = [
            ("id", json!(7)),
            ("vars", json!(["x", "y"])),
            ("value", json!([24.0, -1.0, -0.5])),
            ("gradient", json!([[36.0, 8.0], [-3.0, 1.0], [1.5, -1.0]])),
            ("jacobian", json!([[36.0, 8.0], [-3.0, 1.0], [1.5, -1.0]])),
            (
                "hessian",
                json!([
                    [[36.0, 12.0], [12.0, 0.0]],
                    [[-6.0, 3.0], [3.0, 0.0]],
                    [[-3.0, 3.0], [3.0, 0.0]]
                ]),
            ),
            ("partial", json!([12.0, 6.0, -6.0])),
            ("ledger", json!([])),
            ("kinks", json!([])),
        ];
        for (field, want) in fields {
            assert_eq!(found[field], want, "{field} by {backend}");
        }
        assert!(found.get("error").is_none() && found.get("formula").is_none());
    }
}

#[test]
fn what_is_asked_for_decides_what_is_answered() {
    let at = json!([[2.0]]);
    // (request beside the expression and the point, fields present, fields absent)
    let cases = [
        (
            json!({}),
            vec!["value", "gradient"],
            vec!["hessian", "partial", "jacobian"],
        ),
        (
            json!({"of": ["value"]}),
            vec!["value"],
            vec!["gradient", "hessian"],
        ),
        (
            json!({"of": ["hessian"]}),
            vec!["hessian"],
            vec!["value", "gradient"],
        ),
        (
            json!({"of": []}),
            vec!["vars", "ledger"],
            vec!["value", "gradient"],
        ),
        (
            json!({"of": null, "partial": null}),
            vec!["value", "gradient"],
            vec!["partial"],
        ),
        (
            json!({"partial": ["x"]}),
            vec!["value", "partial"],
            vec!["hessian"],
        ),
        (
            json!({"formula": true}),
            vec!["formula", "value"],
            vec!["error"],
        ),
        (json!({"formula": false}), vec!["value"], vec!["formula"]),
    ];
    for (mut request, present, absent) in cases {
        request["expr"] = json!("x^2");
        request["at"] = at.clone();
        let found = answer(request.clone());
        for field in present {
            assert!(found.get(field).is_some(), "{request}: no {field}: {found}");
        }
        for field in absent {
            assert!(found.get(field).is_none(), "{request}: {field}: {found}");
        }
    }
}

#[test]
fn without_points_lists_are_empty() {
    for at in [json!([]), Value::Null] {
        let found = answer(json!({"expr": "x", "at": at}));
        assert_eq!(
            (&found["value"], &found["gradient"]),
            (&json!([]), &json!([]))
        );
    }
    let found = answer(json!({"expr": "x"}));
    assert_eq!(found["value"], json!([]));
}

#[test]
fn ids_come_back_as_they_are() {
    let ids = [
        json!(null),
        json!(true),
        json!(-3),
        json!(1.5),
        json!("text with \"quotes\" and é"),
        json!([1, [2, {"a": null}]]),
        json!({"a": {"b": [1]}}),
        json!(18446744073709551615u64),
    ];
    let requests: Vec<Value> = ids
        .iter()
        .map(|id| json!({"id": id, "expr": "1"}))
        .collect();
    for (id, found) in ids.iter().zip(answers_to(&requests)) {
        assert_eq!(found["id"], *id);
    }
    let digits = "123456789012345678901234567890.5";
    let out = symdiff(
        &["pipe"],
        format!("{{\"id\":{digits},\"expr\":\"1\"}}").as_bytes(),
    )
    .out;
    assert!(
        out.contains(digits),
        "a long number keeps its digits: {out}"
    );
    assert_eq!(answer(json!({"expr": "1"}))["id"], Value::Null);
    assert_eq!(answer(json!({"id": 5, "expr": "("}))["id"], json!(5));
    assert_eq!(answer(json!({"id": 5}))["id"], json!(5), "no formula");
}

#[test]
fn answers_come_in_order_and_the_pipe_lives_on() {
    let mut input = Vec::new();
    for number in 0..200 {
        match number % 4 {
            0 => input.extend(
                format!("{{\"id\":{number},\"expr\":\"x+{number}\",\"at\":[[1]]}}\r\n").bytes(),
            ),
            1 => input.extend(b"{\"id\": 3, \"expr\": \n"),
            2 => input.extend(b"{\"id\": 4, \"expr\": \"\xff\xfe\"}\n"),
            _ => input.extend(b"  \n"),
        }
    }
    // The last line need not end.
    input.extend(b"{\"id\":\"last\",\"expr\":\"2*x\",\"at\":[[4]]}");
    let found = answers(&input);
    assert_eq!(found.len(), 151, "a blank line is no request");
    for (place, answer) in found[..150].iter().enumerate() {
        let number = place / 3 * 4;
        match place % 3 {
            0 => {
                assert_eq!(answer["id"], json!(number));
                assert_eq!(answer["value"], json!([number as f64 + 1.0]));
            }
            _ => assert_eq!(answer["error"]["kind"], "request"),
        }
    }
    assert_eq!(
        (&found[150]["id"], &found[150]["value"]),
        (&json!("last"), &json!([8.0]))
    );
}

#[test]
fn each_line_is_answered_before_the_next_is_sent() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_symdiff"))
        .arg("pipe")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for number in 0..3 {
        writeln!(stdin, "{{\"id\":{number},\"expr\":\"x\"}}").unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let found: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(found["id"], json!(number));
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn what_is_wrong_is_said() {
    // (line, kind, a word of the message, the text of the span)
    let cases: &[(&str, &str, &str, &str)] = &[
        ("nonsense", "request", "JSON", ""),
        ("[1,2]", "request", "JSON", ""),
        ("\"x\"", "request", "JSON", ""),
        ("{}", "request", "expr", ""),
        (r#"{"expr": 3}"#, "request", "expr", ""),
        (r#"{"expr": "x", "expr": "y"}"#, "request", "twice", ""),
        (r#"{"expr": "x +"}"#, "syntax", "", ""),
        (r#"{"expr": "x + * 2"}"#, "syntax", "", "*"),
        (r#"{"expr": "sin(x) + foo(x)"}"#, "name", "foo", "foo"),
        (r#"{"expr": "sin(x, y)"}"#, "arity", "", ""),
        (r#"{"expr": "1e999999999"}"#, "limit", "", "1e999999999"),
        (r#"{"expr": "x+y", "vars": ["x"]}"#, "variable", "y", "y"),
        (
            r#"{"expr": "x", "vars": ["x", "x"]}"#,
            "variable",
            "twice",
            "",
        ),
        (
            r#"{"expr": "x", "vars": ["x", "2y"]}"#,
            "variable",
            "2y",
            "",
        ),
        (r#"{"expr": "x", "vars": ["x", ""]}"#, "variable", "", ""),
        (r#"{"expr": "x", "vars": "x"}"#, "request", "vars", ""),
        (
            r#"{"expr": "x", "partial": ["x", "a b"]}"#,
            "variable",
            "a b",
            "",
        ),
        (r#"{"expr": "x", "partial": [""]}"#, "variable", "", ""),
        (r#"{"expr": "x", "partial": "x"}"#, "request", "partial", ""),
        (
            r#"{"expr": "x", "of": ["values"]}"#,
            "request",
            "values",
            "",
        ),
        (
            r#"{"expr": "x", "backend": "gpu"}"#,
            "request",
            "backend",
            "",
        ),
        (r#"{"expr": "x", "at": {"x": 1}}"#, "request", "at", ""),
        (r#"{"expr": "x", "at": [1]}"#, "request", "point 0", ""),
        (
            r#"{"expr": "x+y", "at": [{"x": 1, "y": 2}, {"x": 1}]}"#,
            "request",
            "`y` is missing",
            "",
        ),
        (
            r#"{"expr": "x", "at": [{"x": 1, "x": 2}]}"#,
            "request",
            "twice",
            "",
        ),
        (r#"{"expr": "x", "at": [{"x": "1"}]}"#, "request", "`x`", ""),
        (
            r#"{"expr": "x", "at": [{"x": null}]}"#,
            "request",
            "`x`",
            "",
        ),
        (
            r#"{"expr": "x", "at": [{"x": true}]}"#,
            "request",
            "`x`",
            "",
        ),
        (r#"{"expr": "x", "at": [{"x": [1]}]}"#, "request", "`x`", ""),
        (
            r#"{"expr": "x", "at": [[1, 2]]}"#,
            "request",
            "2 values for 1",
            "",
        ),
        (
            r#"{"expr": "x+y", "at": [[1]]}"#,
            "request",
            "1 values for 2",
            "",
        ),
        (
            r#"{"expr": "x\ny", "of": ["gradient"]}"#,
            "request",
            "jacobian",
            "",
        ),
        (r#"{"expr": "x\ny", "of": ["hessian"]}"#, "request", "", ""),
    ];
    let input: String = cases.iter().map(|case| format!("{}\n", case.0)).collect();
    let found = answers(input.as_bytes());
    assert_eq!(found.len(), cases.len());
    for ((line, kind, word, spanned), found) in cases.iter().zip(found) {
        let error = &found["error"];
        assert_eq!(error["kind"], json!(kind), "{line}: {found}");
        let message = error["message"].as_str().unwrap();
        assert!(
            !message.is_empty() && message.contains(word),
            "{line}: {message}"
        );
        assert!(found.get("value").is_none(), "{line}: {found}");
        if !spanned.is_empty() {
            let expr = serde_json::from_str::<Value>(line).unwrap()["expr"].clone();
            let (from, to) = (&error["span"][0], &error["span"][1]);
            let range = from.as_u64().unwrap() as usize..to.as_u64().unwrap() as usize;
            assert_eq!(&&expr.as_str().unwrap()[range], spanned, "{line}: {found}");
        }
    }
}

#[test]
fn variables_may_be_given_and_partials_may_be_of_others() {
    let at = json!([[5.0, 2.0, 3.0]]);
    let found = answer(json!({
        "expr": "x^2*y", "vars": ["z", "y", "x"], "of": ["value", "gradient", "hessian"], "at": at,
    }));
    assert_eq!(found["vars"], json!(["z", "y", "x"]));
    assert_eq!(found["value"], json!([18.0]));
    assert_eq!(found["gradient"], json!([[0.0, 9.0, 12.0]]));
    assert_eq!(
        found["hessian"],
        json!([[[0.0, 0.0, 0.0], [0.0, 0.0, 6.0], [0.0, 6.0, 4.0]]])
    );
    for (partial, want) in [
        (json!([]), 18.0),
        (json!(["z"]), 0.0),
        (json!(["unheard_of"]), 0.0),
        (json!(["x", "unheard_of"]), 0.0),
        (json!(["y", "x", "x"]), 2.0),
    ] {
        let found = answer(json!({"expr": "x^2*y", "partial": partial, "at": [[3.0, 2.0]]}));
        assert_eq!(found["partial"], json!([want]), "{partial}: {found}");
    }
    // A value for a variable that does not occur is no error in an object.
    let found = answer(json!({"expr": "x", "at": [{"x": 1, "w": 2}]}));
    assert_eq!(found["value"], json!([1.0]));
    // Names of constants are variables where they are declared.
    let found = answer(json!({"expr": "e*pi", "vars": ["e", "pi"], "at": [[2, 3]]}));
    assert_eq!(
        (&found["value"], &found["gradient"]),
        (&json!([6.0]), &json!([[3.0, 2.0]]))
    );
}

#[test]
fn several_results_have_an_outer_list() {
    let found = answer(json!({
        "expr": "x*y\nx+y\nx^2", "of": ["value", "jacobian"], "partial": ["x"], "at": [[2, 3], [4, 5]],
    }));
    assert_eq!(
        found["value"],
        json!([[6.0, 20.0], [5.0, 9.0], [4.0, 16.0]])
    );
    let jacobian = json!([
        [[3.0, 2.0], [5.0, 4.0]],
        [[1.0, 1.0], [1.0, 1.0]],
        [[4.0, 0.0], [8.0, 0.0]]
    ]);
    assert_eq!(found["jacobian"], jacobian);
    assert_eq!(
        found["partial"],
        json!([[3.0, 5.0], [1.0, 1.0], [4.0, 8.0]])
    );
}

#[test]
fn vectors_and_matrices_are_nested_lists() {
    let text = "x: vector(3); A: matrix(2,3); sum(A*x)";
    let x = json!([1, 2, 3]);
    let a = json!([[1, 2, 3], [4, 5, 6]]);
    let point = json!({"x": x, "A": a});
    let found = answer(json!({"expr": text, "at": [point, [a, x]]}));
    assert_eq!(found["value"], json!([46.0, 46.0]), "{found}");
    // In the order of use, as `vars` says.
    assert_eq!(found["vars"], json!(["A", "x"]));
    let gradient = json!([[[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]], [5.0, 7.0, 9.0]]);
    assert_eq!(found["gradient"], json!([gradient, gradient]));
    let found =
        answer(json!({"expr": "x: vector(2); 3*x", "of": ["value", "jacobian"], "at": [[[1, 2]]]}));
    assert_eq!(found["value"], json!([[3.0, 6.0]]), "{found}");
    assert_eq!(found["jacobian"], json!([[[3.0, 0.0], [0.0, 3.0]]]));
    for wrong in [
        json!([1, 2]),
        json!([1, 2, 3, 4]),
        json!(1),
        json!([[1], [2], [3]]),
        json!([1, 2, "3"]),
    ] {
        let found = answer(json!({"expr": text, "at": [{"x": wrong, "A": a}]}));
        assert_eq!(found["error"]["kind"], "request", "{wrong}: {found}");
    }
}

#[test]
fn numbers_that_json_lacks_are_strings() {
    let found = answer(json!({"expr": "1/x", "at": [[0], [-0.0], [1e-320]]}));
    assert_eq!(found["value"], json!(["inf", "-inf", "inf"]));
    let found = answer(json!({"expr": "ln(x)", "of": ["value"], "at": [[-1], [0]]}));
    assert_eq!(found["value"], json!(["NaN", "-inf"]));
}

#[test]
fn ledger_and_kinks_are_listed() {
    let found = answer(json!({"expr": "x/x + abs(y)", "at": [[2, 0]]}));
    assert_eq!(found["value"], json!([1.0]));
    assert_eq!(found["gradient"], json!([[0.0, 0.0]]));
    let ledger = found["ledger"].as_array().unwrap();
    assert_eq!(ledger.len(), 1, "{found}");
    for field in ["rule", "condition", "where"] {
        assert!(
            ledger[0][field]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "{found}"
        );
    }
    let kinks = found["kinks"].as_array().unwrap();
    assert!(
        kinks.len() == 1 && kinks[0].as_str().unwrap().contains("abs"),
        "{found}"
    );
}

#[test]
fn closed_forms_read_back() {
    let found = answer(json!({"expr": "sin(x)*exp(x)/(1+x^2)", "formula": true}));
    let results = found["formula"]["results"].as_object().unwrap();
    assert_eq!(results.keys().collect::<Vec<_>>(), ["df/dx", "f"]);
    let mut program = String::new();
    for (name, text) in found["formula"]["where"].as_object().unwrap() {
        program.push_str(&format!("{name} = {}\n", text.as_str().unwrap()));
    }
    // The value has a name in the derivative.
    program.push_str(&format!("f = {}\n", results["f"].as_str().unwrap()));
    for (label, want) in [
        ("f", 1.0f64.sin() * 1.0f64.exp() / 2.0),
        ("df/dx", 0.5 * 1.0f64.cos() * 1.0f64.exp()),
    ] {
        let formula = if label == "f" {
            "f"
        } else {
            results[label].as_str().unwrap()
        };
        let expr = format!("{program}{formula}");
        let again = answer(json!({"expr": expr, "of": ["value"], "at": [{"x": 1}]}));
        let value = again["value"][0].as_f64().unwrap_or(f64::NAN);
        assert!(
            (value - want).abs() < 1e-14,
            "{label}: {expr}: {value}, not {want}"
        );
    }
}

#[test]
fn a_long_line_is_a_line() {
    let terms: Vec<String> = (0..60_000)
        .map(|number| format!("{number}*x^2+({number}.25-x)"))
        .collect();
    let expr = terms.join("+");
    assert!(expr.len() > 1_000_000);
    let padding = " ".repeat(3_000_000 - expr.len());
    let long = json!({"id": 1, "expr": expr + &padding, "of": ["value"], "at": [[0.0]]});
    let found = answers_to(&[long, json!({"id": 2, "expr": "x", "at": [[1]]})]);
    let want = (0..60_000)
        .map(|number| f64::from(number) + 0.25)
        .sum::<f64>();
    assert_eq!(
        found[0]["value"],
        json!([want]),
        "{:.300}",
        found[0].to_string()
    );
    assert_eq!(found[1]["value"], json!([1.0]));
}
