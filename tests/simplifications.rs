//! What formulas become, and on what conditions: `tests/data/simplifications.txt` and random formulas. No condition
//! is forgotten: where the formula is undefined and what it became is not, the ledger excludes the place.

mod common {
    pub mod formulas;
    pub mod generator;
    pub mod read;
}

use common::formulas::formula;
use common::generator::Random;
use common::read::function;
use symdiff::graph::expression;
use symdiff::simplify::domain_conditions;
use symdiff::{Function, Quantity, Request};

const TABLE: &str = "tests/data/simplifications.txt";

/// Values that variables have, in all orders. Zeros, ones, and numbers of both signs.
const VALUES: [f64; 11] = [
    0.0, -1.0, 0.37, 1.0, -2.3, 1.93, 0.8437, -0.61, 3.2, -1.57, 0.123,
];
/// Points at which a formula is tried.
const POINTS: usize = 44;

/// The formula as it is typed and simplified, with its conditions as the prompt would show them.
fn simplified(text: &str) -> (String, Vec<String>) {
    let function = Function::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let request = Request::of([Quantity::Value]);
    let derivation = function.derive(&request).unwrap();
    let sheet = derivation.infix(symdiff::Sharing::WrittenOut);
    let conditions = derivation.assumptions().iter();
    let conditions = conditions.map(|assumption| assumption.condition.clone());
    (sheet.results[0].clone(), conditions.collect())
}

fn row(text: &str) -> String {
    let (result, conditions) = simplified(text);
    match conditions.is_empty() {
        true => format!("{text} => {result}"),
        false => format!("{text} => {result} where {}", conditions.join(", ")),
    }
}

/// Values of a formula at points, in the variables of `like`.
fn values(text: &str, like: &Function, simplify: bool, points: &[Vec<f64>]) -> Vec<f64> {
    let names: Vec<&str> = like.variable_names().collect();
    let function = function(text, &names);
    let mut request = Request::of([Quantity::Value]);
    if !simplify {
        request.simplify = None;
    }
    let compiled = function
        .derive(&request)
        .unwrap()
        .compile(symdiff::Backend::Interpreter)
        .unwrap();
    let value = |point: &Vec<f64>| {
        let mut output = [0.0];
        compiled.call(point, &mut output).unwrap();
        output[0]
    };
    points.iter().map(value).collect()
}

/// Where the formula is defined, as typed or after it was simplified, as conditions.
fn domain(text: &str, simplify: bool) -> Vec<String> {
    let mut request = Request::of([Quantity::Value]);
    if !simplify {
        request.simplify = None;
    }
    let derivation = Function::parse(text).unwrap().derive(&request).unwrap();
    let mut graph = derivation.graph().clone();
    let (_, root) = derivation.formulas().next().unwrap();
    let conditions = domain_conditions(&mut graph, root).into_iter();
    conditions
        .map(|condition| expression(&graph, condition, usize::MAX))
        .collect()
}

/// The condition in the language: `!=` is for people only.
fn condition_text(condition: &str) -> String {
    let comparison = |text: &str| match text.split_once(" != ") {
        Some((left, right)) => format!("({left} < {right} || {left} > {right})"),
        None => text.to_owned(),
    };
    let conjunction = |text: &str| {
        let parts: Vec<String> = text.split(" && ").map(comparison).collect();
        parts.join(" && ")
    };
    let parts: Vec<String> = condition.split(" || ").map(conjunction).collect();
    parts.join(" || ")
}

/// Compares a formula with what it becomes, at points.
fn check(text: &str) {
    let own = Function::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let count = own.variable_names().count();
    let points: Vec<Vec<f64>> = (0..POINTS)
        .map(|step| {
            let value =
                |place: usize| VALUES[(step + place * (step / VALUES.len() + 1)) % VALUES.len()];
            (0..count).map(value).collect()
        })
        .collect();
    let (result, conditions) = simplified(text);
    let before = values(text, &own, false, &points);
    let after = values(text, &own, true, &points);
    let holds = |conditions: &[String]| {
        let mut met = vec![true; points.len()];
        for condition in conditions {
            let test = format!("if({}, 1, 0)", condition_text(condition));
            for (met, value) in met.iter_mut().zip(values(&test, &own, false, &points)) {
                *met &= value == 1.0;
            }
        }
        met
    };
    // A result may be a number where a part of it is not defined: exp(-1/0) is 0.
    let (met, defined) = (holds(&conditions), holds(&domain(text, true)));
    // And it may be none where all is defined, by overflow alone.
    let typed = holds(&domain(text, false));
    // What is 0/0 or ln(0) in truth may be a number by rounding.
    if after.iter().all(|value| !value.is_finite()) {
        return;
    }
    for (place, point) in points.iter().enumerate() {
        let (a, b) = (before[place], after[place]);
        if !met[place] {
            continue;
        }
        assert!(
            !a.is_nan() || !b.is_finite() || !defined[place] || typed[place],
            "{text} at {point:?}: undefined, and {result} is {b} where {conditions:?}"
        );
        if typed[place] && a.is_finite() && a.abs() < 1e8 {
            assert!(
                (a - b).abs() <= 1e-7 * a.abs().max(1.0),
                "{text} at {point:?}: {a}, and {result} is {b} where {conditions:?}"
            );
        }
    }
}

#[test]
fn formulas_become_what_the_table_says() {
    let path = format!("{}/{TABLE}", env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(&path).unwrap();
    let input = |line: &str| line.split(" => ").next().unwrap_or("").to_owned();
    let found: Vec<String> = table.lines().map(|line| row(&input(line))).collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, found.join("\n") + "\n").unwrap();
        return;
    }
    assert!(found.len() >= 150, "{} rows", found.len());
    for (line, found) in table.lines().zip(&found) {
        assert_eq!(line, found);
    }
}

#[test]
fn what_the_table_says_is_true() {
    let path = format!("{}/{TABLE}", env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(&path).unwrap();
    for line in table.lines() {
        check(line.split(" => ").next().unwrap());
    }
}

/// Shapes that rules fit, around random formulas `#` and `@`.
const SHAPES: [&str; 24] = [
    "(#)*(@)/(#)",
    "(#)/(#) + @",
    "(#) - (@) - (#)",
    "1/(1/(#))",
    "1/((#)/(@))",
    "((#)/(@))*((@)/(#))",
    "sqrt(#)*sqrt(#)",
    "sqrt(#)^3*(@)",
    "((#)^2)^(3/2)",
    "((#)^3)^(1/3)",
    "(#)^2/sqrt(#)",
    "exp(#)*exp(@)",
    "exp(#)/exp(@)",
    "exp(ln(#))*(@)",
    "ln(exp(#)/(@))",
    "ln((#)^3)",
    "(@)*sin(#)^2 + (@)*cos(#)^2",
    "(@) - (@)*sin(#)^2",
    "sin(#)/cos(#)",
    "(#)^2 + 2*(#)*(@) + (@)^2",
    "if((#) < (@), #, 0) + if((#) < (@), @, 0)",
    "(#)*(#)^((@) - 1)",
    "0*(#) + (@)",
    "(#)/abs(#)",
];

#[test]
fn random_formulas_lose_no_condition() {
    let mut random = Random::new(0x5eed_0007);
    for case in 0..4_000 {
        let shape = SHAPES[case % SHAPES.len()];
        let size = case / SHAPES.len() % 5;
        let left = formula(&mut random, size);
        let right = format!("{} - ({})", formula(&mut random, size / 2), random.number());
        check(&shape.replace('#', &left).replace('@', &right));
    }
}

/// Powers that must not be joined stand twice in one product, which must be multiplied out once only.
#[test]
fn a_factor_that_stands_twice_is_taken_twice() {
    let text = "(1/ln(y))^0*(x - y)/((1/ln(y))^0)";
    let own = Function::parse(text).unwrap();
    let value = values(text, &own, false, &[vec![0.5, 2.0]]);
    assert_eq!(value, [1.5]);
}
