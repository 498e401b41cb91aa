//! Inputs that parse and yet mean nothing: each is refused at the right place, with a reason.

use symdiff::Function;
use symdiff::text::Severity;

/// Input, the text that the error points at, a part of what the message and its help say.
const REFUSED: &[(&str, &str, &str)] = &[
    ("foo(x)", "foo", "no function `foo`"),
    ("1 + sgima(x)", "sgima", "did you mean `sigma`, as in"),
    ("x(1 + x)", "x", "write `x*(...)`"),
    ("sin(x, y)", "sin(x, y)", "takes 1 argument, not 2"),
    ("hypot(x)", "hypot(x)", "takes 2 arguments, not 1"),
    ("max()", "max()", "at least 1 argument"),
    (
        "if(x < 0, 1)",
        "if(x < 0, 1)",
        "if(condition, value, otherwise)",
    ),
    (
        "if(x, 1, 2)",
        "x",
        "a number stands where a condition is expected",
    ),
    (
        "x < 1",
        "x < 1",
        "a condition stands where a number is expected",
    ),
    ("1 + (x < 1)", "x < 1", "if(condition, a, b)"),
    ("f(a) = a^2; f", "f", "call it: `f(...)`"),
    ("f(a) = a^2; f(1, 2)", "f(1, 2)", "takes 1 argument, not 2"),
    ("f(a, a) = a", "a", "stands twice"),
    ("sin(a) = a", "sin", "is a built-in function"),
    ("a = 1; a = 2; a", "a", "is defined twice"),
    ("t = t + 1; t", "t", "stands in its own definition"),
    ("f(a) = f(a - 1); f(2)", "f", "called in its own definition"),
    (
        "x: vector(2); y: vector(3); x + y",
        "y",
        "this is a vector(3)",
    ),
    (
        "x: vector(2); A: matrix(3, 3); A*x",
        "x",
        "a factor with 3 columns",
    ),
    ("x: vector(2); 1/x", "x", "divided by a vector(2)"),
    ("x: vector(2); x^2", "x", "powers are of scalars"),
    ("x: vector(0); x", "0", "dimension"),
    ("a = b; b = a; b", "b", "go round in a circle"),
    ("a = c; b = 2*a; c = b; c", "c", "go round in a circle"),
    (
        "f(t) = g(t); g(t) = f(t); f(x)",
        "g",
        "go round in a circle",
    ),
    ("a = b; b = 2; a", "b", "used before it is defined"),
    ("x^2; x: vector(2)", "x", "used before it is declared"),
    ("e^x; e = 2", "e", "used before it is defined"),
    ("g(x); g(t) = t", "g", "used before it is defined"),
    ("a = 2; a(x)", "a", "is a value, not a function"),
    ("a: scalar", "a: scalar", "nothing to differentiate"),
];

#[test]
fn each_is_refused_at_its_place() {
    for (input, place, message) in REFUSED {
        let Err(error) = Function::parse(input) else {
            panic!("{input}: accepted")
        };
        let span = error.span().expect("an error about a text has a place");
        assert_eq!(&input[span], *place, "{input}");
        let shown = error.render(&symdiff::RenderOptions::default());
        assert!(shown.contains(message), "{input}:\n{shown}");
    }
}

#[test]
fn one_mistake_is_one_message() {
    for (input, codes) in [
        ("foo(x) + foo(y)", &["unknown-function"][..]),
        ("a = foo(x); b = a^2; a + b", &["unknown-function"]),
        ("a = b; b = 2*a; a*b", &["definition-cycle"]),
        ("f(t) = t(1); f(2) + f(3)", &["not-a-function"]),
        (
            "x: vector(4000000000); x'*x + sum(x)",
            &["too-many-entries"],
        ),
        ("foo(bar(x))", &["unknown-function", "unknown-function"]),
        (
            "a = 1; a = 2; a = 3; a",
            &["defined-twice", "defined-twice"],
        ),
    ] {
        let error = Function::parse(input).expect_err(input);
        let found: Vec<&str> = error
            .diagnostics()
            .iter()
            .map(|one| one.code.name())
            .collect();
        assert_eq!(found, codes, "{input}: {error:?}");
    }
    let many: String = (0..1000).map(|number| format!("f{number}(x);")).collect();
    let error = Function::parse(&many).expect_err("no such functions");
    let diagnostics = error.diagnostics().iter();
    let errors = diagnostics.filter(|one| one.severity == Severity::Error);
    assert_eq!(errors.count(), 20);
}

#[test]
fn several_errors_are_reported_together() {
    let Err(error) = Function::parse("a = foo(1)\nb = sin(1, 2)\na + b") else {
        panic!("accepted")
    };
    let shown = error.render(&symdiff::RenderOptions::default());
    assert!(
        shown.contains("foo") && shown.contains("takes 1 argument"),
        "{shown}"
    );
}

#[test]
fn names_of_constants_and_functions_can_be_variables() {
    let names = |text: &str| -> Vec<String> {
        let function = Function::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        function.variable_names().map(str::to_owned).collect()
    };
    assert_eq!(names("sigma*sigma(x)"), ["sigma", "x"]);
    assert_eq!(names("e*x + pi"), ["x"]);
    assert_eq!(names("e: scalar; e*x"), ["e", "x"]);
    assert_eq!(names("y + x*y"), ["y", "x"]);
    assert_eq!(names("s = sigma(y); x + s + 0*z"), ["y", "x", "z"]);
}

#[test]
fn the_last_definition_is_the_result() {
    for (text, label, variables) in [
        ("s = x^2", "s", &["x"][..]),
        ("f(x, y) = x^2*y", "f", &["x", "y"]),
        ("f(y, x) = a*x", "f", &["y", "x", "a"]),
        ("s = a + 1; f(x) = x*s; ", "f", &["x", "a"]),
        ("f(x) = x; s = f(b)", "s", &["b"]),
        ("e: scalar; f(e) = e^2", "f", &["e"]),
    ] {
        let f = Function::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(f.labels()[0].to_string(), label, "{text}");
        let names: Vec<&str> = f.variable_names().collect();
        assert_eq!(names, variables, "{text}");
    }
    let gradient = Function::parse("f(x, y) = x^2*y").and_then(|f| f.gradient());
    let values = gradient.and_then(|gradient| gradient.evaluate(&[3.0, 2.0]));
    assert_eq!(values.expect("a gradient"), [12.0, 9.0]);
    // A parameter says nothing of a variable that is declared later.
    let f = Function::parse("f(v) = v^2; v: vector(3); f(sum(v))").expect("a result");
    assert_eq!(f.evaluate(&[1.0, 2.0, 3.0]).expect("a value"), [36.0]);
    // The parameter is not the variable of its name that something else uses, and nothing is guessed.
    for text in [
        "s = x^2; f(x) = x*s",
        "x: vector(2); f(x) = x^2",
        "a = 1; x: vector(2); f(x) = x",
    ] {
        let error = Function::parse(text).expect_err(text);
        assert_eq!(error.code(), "no-result", "{text}");
    }
}
