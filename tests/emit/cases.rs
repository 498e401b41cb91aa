//! What is compared: every function of the table, and formulas of all kinds.

use crate::hostile;
use symdiff::functions::{self, Arity};
use symdiff::{Derivation, EmitOptions, Function, Language, Quantity, ReadOptions, Request};

/// A formula with points, as its own unit of source code.
pub struct Case {
    /// The name of the unit, such as `case_7`.
    pub name: String,
    pub text: String,
    /// What the comment on top says.
    source: String,
    pub derivation: Derivation,
    /// Entries of each variable: none for a number.
    pub axes: Vec<Vec<usize>>,
    pub points: Vec<Vec<f64>>,
    /// Whether it is a row of the function table.
    pub is_row: bool,
}

impl Case {
    fn new(place: usize, text: &str, request: &Request, points: Vec<Vec<f64>>) -> Case {
        let function = Function::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        Case::of(place, &function, request, points)
    }

    fn of(place: usize, function: &Function, request: &Request, points: Vec<Vec<f64>>) -> Case {
        let text = function.source().unwrap_or_default();
        let axes = function.variables().map(|(_, shape)| shape.sizes());
        Case {
            name: format!("case_{place}"),
            text: text.to_owned(),
            source: text.to_owned(),
            axes: axes.collect(),
            derivation: function
                .derive(request)
                .unwrap_or_else(|error| panic!("{text}: {error}")),
            points,
            is_row: false,
        }
    }

    pub fn inputs(&self) -> usize {
        self.axes
            .iter()
            .map(|axes| axes.iter().product::<usize>())
            .sum()
    }

    pub fn emit(&self, language: Language) -> String {
        let options = EmitOptions {
            name: Some(self.name.clone()),
            ..EmitOptions::new(language, &self.source)
        };
        self.derivation
            .emit(&options)
            .unwrap_or_else(|error| panic!("{}: {error}", self.text))
    }
}

/// All cases, rows of the table first.
pub fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for (text, variables) in rows() {
        let request = Request {
            wrt: Some(variables.iter().map(|&name| name.to_owned()).collect()),
            ..Request::of([Quantity::Value, Quantity::Gradient])
        };
        let function = Function::parse(&text).unwrap();
        let points = match function.variable_names().count() {
            1 => unary_points(&text),
            2 => binary_points(&text),
            count => spread(count),
        };
        let mut case = Case::new(cases.len(), &text, &request, points);
        case.is_row = true;
        cases.push(case);
    }
    for (text, quantities) in formulas() {
        let function = Function::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let inputs: usize = function.variables().map(|(_, shape)| shape.entries()).sum();
        let points = spread(inputs);
        cases.push(Case::new(
            cases.len(),
            &text,
            &Request::of(quantities),
            points,
        ));
    }
    for (text, points) in collections() {
        let quantities = [Quantity::Value, Quantity::Gradient];
        cases.push(Case::new(
            cases.len(),
            &text,
            &Request::of(quantities),
            points,
        ));
    }
    for (place, (text, variables)) in hostile::formulas().into_iter().enumerate() {
        let options = ReadOptions {
            variables: Some(variables),
            ..ReadOptions::default()
        };
        let function =
            Function::parse_with(&text, &options).unwrap_or_else(|error| panic!("{text}: {error}"));
        let points = spread(function.variable_names().count());
        let request = Request::of([Quantity::Value, Quantity::Gradient]);
        let mut case = Case::of(cases.len(), &function, &request, points);
        case.source = hostile::COMMENTS[place % hostile::COMMENTS.len()].to_owned();
        cases.push(case);
    }
    cases
}

/// The formulas of the collections at their points.
fn collections() -> Vec<(String, Vec<Vec<f64>>)> {
    let lines = concat!(
        include_str!("../data/feynman.jsonl"),
        include_str!("../data/models.jsonl")
    );
    let read = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = row["expr"].as_str().unwrap().to_owned();
        let function = Function::parse(&text).unwrap();
        let points = row["points"].as_array().unwrap().iter().map(|point| {
            let names = function.variable_names();
            names
                .map(|name| point["at"][name].as_f64().unwrap())
                .collect()
        });
        let points = points.collect();
        (text, points)
    };
    lines.lines().map(read).collect()
}

/// Each row as a call of its name, and the variables that it has a derivative in.
fn rows() -> Vec<(String, Vec<&'static str>)> {
    let mut rows = Vec::new();
    for (_, row) in functions::table() {
        let parameters = match row.arity() {
            Arity::Exactly(_) => row.parameters.to_vec(),
            Arity::AtLeast(_) => vec!["x", "y"],
        };
        let text = if row.name.starts_with(char::is_alphabetic) {
            format!("{}({})", row.name, parameters.join(", "))
        } else {
            format!("{} {} {}", parameters[0], row.name, parameters[1])
        };
        let exists = |place: usize| row.partials.get(place).is_none_or(|text| !text.is_empty());
        let wrt = parameters
            .iter()
            .enumerate()
            .filter(|(place, _)| row.is_definition() || exists(*place))
            .map(|(_, &name)| name);
        rows.push((text, wrt.collect()));
    }
    rows
}

/// Zeros, infinities, NaN, the ends of domains and of the range, halves and integers, poles and zeros and
/// their neighbours.
fn edges() -> Vec<f64> {
    let mut sizes = vec![
        0.0,
        5e-324,
        1e-310,
        f64::MIN_POSITIVE,
        1e-300,
        1e-160,
        1e-20,
        1e-8,
        1e-3,
        0.1,
        0.25,
        0.5,
        0.75,
        0.999,
        1.0,
        1.25,
        1.5,
        std::f64::consts::FRAC_PI_2,
        2.0,
        2.5,
        3.0,
        std::f64::consts::PI,
        4.5,
        7.0,
        9.75,
        12.0,
        19.5,
        20.5,
        26.5,
        36.25,
        100.3,
        170.6,
        171.7,
        300.0,
        709.7,
        710.4,
        745.2,
        1000.0,
        1e5,
        1e10,
        1e16,
        1e100,
        1e154,
        1e300,
        f64::MAX,
        f64::INFINITY,
    ];
    for place in [1.0, 1.4616321449683623, 2.4570247382208006, 2.6103208682] {
        sizes.extend([f64::next_down(place), f64::next_up(place)]);
    }
    let mut edges = vec![f64::NAN];
    for size in sizes {
        edges.extend([size, -size]);
    }
    edges
}

/// The points at which the kernels have references.
fn references(text: &str) -> Vec<Vec<f64>> {
    let name = text.split('(').next().unwrap();
    let name = if text.contains(" ^ ") { "^" } else { name };
    let mut points = Vec::new();
    for line in include_str!("../data/functions/values.jsonl").lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        if record["function"] == name {
            let at = record["at"].as_array().unwrap().iter();
            points.push(
                at.map(|text| text.as_str().unwrap().parse().unwrap())
                    .collect(),
            );
        }
    }
    points
}

fn unary_points(text: &str) -> Vec<Vec<f64>> {
    let mut points: Vec<Vec<f64>> = edges().into_iter().map(|x| vec![x]).collect();
    points.extend(references(text));
    points.extend((0..200).map(|place| {
        let size = f64::from(place) * 0.037 + 0.011;
        vec![if place % 2 == 0 { size } else { -size }]
    }));
    points.retain(|point| point.len() == 1);
    points
}

fn binary_points(text: &str) -> Vec<Vec<f64>> {
    let few: Vec<f64> = edges().into_iter().step_by(3).collect();
    let name = text.split('(').next().unwrap();
    let has_order = |id| functions::row(id).partials.first() == Some(&"");
    let first = match functions::lookup(name, 2) {
        // Its order is an integer.
        Some(id) if has_order(id) => vec![
            -1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 7.0, 20.0, 99.0, 100.0, 101.0, 999.0, 1000.0,
            1001.0,
        ],
        _ => few.clone(),
    };
    let second = match text.split('(').next().unwrap() {
        "root" => [few, (-7..=7).map(f64::from).collect()].concat(),
        _ => few,
    };
    let mut points: Vec<Vec<f64>> = Vec::new();
    for &a in &first {
        points.extend(second.iter().map(|&b| vec![a, b]));
    }
    points.extend(references(text));
    points.retain(|point| point.len() == 2);
    points
}

/// Points around 1 and around 0, and one at which much is infinite.
fn spread(inputs: usize) -> Vec<Vec<f64>> {
    let mut points: Vec<Vec<f64>> = Vec::new();
    for row in 0..12 {
        let entry = |column: usize| {
            let turn = ((row * 7 + column * 13) % 17) as f64 / 17.0;
            match row % 3 {
                0 => 0.3 + 1.4 * turn,
                1 => 4.0 * turn - 2.0,
                _ => 0.1 + 0.8 * turn,
            }
        };
        points.push((0..inputs).map(entry).collect());
    }
    for all in [0.0, -0.0, 1.0, 1e200, -1e-200, f64::INFINITY, f64::NAN] {
        points.push(vec![all; inputs]);
    }
    points
}

/// Formulas with what the collections have not: several results, vectors, matrices, second derivatives,
/// nested choices, many variables.
fn formulas() -> Vec<(String, Vec<Quantity>)> {
    use Quantity::{Gradient, Hessian, Jacobian, Partial, Value};
    let partial = |names: &str| Partial(names.chars().map(String::from).collect());
    let scalar = || vec![Value, Gradient, Hessian];
    let several = || vec![Value, Jacobian];
    let mut list: Vec<(String, Vec<Quantity>)> = Vec::new();
    for text in [
        "(x + sigma(y)) / (sigma(x) + (x+y)^2)",
        "exp(-x^2/2)*cos(3*y)",
        "ln(x^2 + y^2 + 1)",
        "if(x < y, x^2*y, ln(y) + x)",
        "if(x < 0 || !(y <= 1) && x > 1, sqrt(x), if(y > x, 1/x, erf(y)))",
        "max(x, y, x*y)*min(x, -y)",
        "abs(x - y) + relu(x) - step(y)*sign(x)",
        "x^y + y^x",
        "atan2(x, y)*hypot(x, y)",
        "gamma(x + 1)/gamma(y + 2) + lgamma(x)*digamma(y)",
        "(1 + x/10)^12 - 0.1*y^(-3)",
        "x^(1/3) + x^(5/2)*y^(-7/2)",
        "softplus(x) - softplus(-y) + tanh(x*y)",
        "2^x*3^(-y)",
        "floor(x*3) + ceil(y/2) + x*y",
        "asin(x/10)*acos(y/10) + atan(x)",
        "1/(x - y) - 1/(y - x)^2",
        "100*(y - x^2)^2 + (1 - x)^2",
        "exp(exp(x)) - exp(-exp(y))",
        "-x - -y*-2",
        "1e300*x*1e300 - 1e-300*y",
        "sin(x)/x + expm1(y)/y",
        "x + y*0",
        "e^(i*0 + pi)*x*y",
    ] {
        let text = text.replace("i*0 + ", "");
        list.push((text, scalar()));
    }
    for text in [
        "x*y; x + y; x/y",
        "r = hypot(x, y); r*cos(x); r*sin(y)",
        "exp(x); exp(-x); if(x < y, x, y)",
        "2; x",
    ] {
        list.push((text.to_owned(), several()));
    }
    for text in ["sin(x)^3*y", "x^y", "erf(x*y)"] {
        list.push((
            text.to_owned(),
            vec![Value, partial("xxy"), partial("yy"), partial("x")],
        ));
    }
    for text in VECTORS {
        let quantities = if text.1 { scalar() } else { several() };
        list.push((text.0.to_owned(), quantities));
    }
    let many: Vec<String> = (0..20)
        .map(|place| format!("w{place}*sin(w{})", (place + 1) % 20))
        .collect();
    list.push((many.join(" + "), vec![Value, Gradient]));
    list
}

/// With vectors and matrices; whether there is one scalar result.
const VECTORS: &[(&str, bool)] = &[
    ("x: vector(3); A: matrix(3, 3); x'*A*x", true),
    ("A: matrix(2, 3); x: vector(3); sum(sigma(A*x))", true),
    (
        "x: vector(3); y: vector(3); dot(x, y)^2 + sqrt(dot(x, x))",
        true,
    ),
    ("x: vector(4); s*ln(sum(exp(x/s)))", true),
    ("x: vector(3); sum(relu(x - 1)) + max(sum(x), t)", true),
    ("A: matrix(2, 2); x: vector(2); A*x", false),
    ("x: vector(2); exp(x)*t", false),
    ("A: matrix(2, 2); B: matrix(2, 2); A*B", false),
    ("x: vector(3); x'*x; sum(x)", false),
];
