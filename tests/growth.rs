//! Growth: the graph, the program and the time of large formulas are linear in their size, and the numbers are
//! right.

mod common {
    pub mod cpu;
    pub mod run;
}

use common::cpu::Watch;
use common::run::run;
use std::fmt::Write;
use std::time::Duration;
use symdiff::{Backend, Function, Quantity, Request};

/// A family of formulas.
struct Case {
    name: &'static str,
    /// The size that the bound on time is stated for; it is compared with half the size.
    size: usize,
    /// Text to callable value and gradient at `size`, in seconds with optimisation.
    seconds: f64,
    text: fn(usize) -> String,
    point: fn(usize) -> Vec<f64>,
    /// Value and gradient by the mathematics of the family.
    expected: fn(&[f64], usize) -> Vec<f64>,
}

const CASES: &[Case] = &[
    Case {
        name: "product",
        size: 2_000,
        seconds: 0.3,
        text: |size| joined(size, "*", |i| format!("x{i}")),
        point: |size| {
            (0..size)
                .map(|i| 0.995 + 1e-5 * (i % 1000) as f64)
                .collect()
        },
        expected: |x, _| {
            let product: f64 = x.iter().product();
            let mut list = vec![product];
            list.extend(x.iter().map(|x| product / x));
            list
        },
    },
    Case {
        // The numbers together are too long for one exact number.
        name: "product of multiples",
        size: 2_000,
        seconds: 0.6,
        text: |size| joined(size, "*", |i| format!("0.999*cos(x{i})")),
        point: |size| (0..size).map(|i| 0.001 * (i % 7) as f64 - 0.003).collect(),
        expected: |x, _| {
            let product: f64 = x.iter().map(|x| 0.999 * x.cos()).product();
            let mut list = vec![product];
            list.extend(x.iter().map(|x| -product * x.tan()));
            list
        },
    },
    Case {
        name: "gradient descent",
        size: 2_000,
        seconds: 0.3,
        text: |size| {
            let mut text = String::new();
            for i in 1..=size {
                let _ = writeln!(text, "w{i} = w{0} - a*sin(w{0})", i - 1);
            }
            text
        },
        point: |_| vec![1.2, 0.001],
        expected: |x, size| {
            let (mut w, a) = (x[0], x[1]);
            let (mut by_w, mut by_a) = (1.0, 0.0);
            for _ in 0..size {
                let slope = 1.0 - a * w.cos();
                by_a = slope * by_a - w.sin();
                by_w *= slope;
                w -= a * w.sin();
            }
            vec![w, by_w, by_a]
        },
    },
    Case {
        // The derivative takes about a second of this, native code for 700,000 instructions the rest.
        name: "sum in one variable",
        size: 100_000,
        seconds: 4.0,
        text: |size| joined(size, "+", |i| format!("sin({}*x)", i + 1)),
        point: |_| vec![0.7],
        expected: |x, size| {
            let angles = || (1..=size).map(|k| k as f64 * x[0]);
            let value = angles().map(f64::sin).sum();
            let slope = (1..=size).zip(angles()).map(|(k, u)| k as f64 * u.cos());
            vec![value, slope.sum()]
        },
    },
    Case {
        name: "sum in many variables",
        size: 20_000,
        seconds: 0.4,
        text: |size| joined(size, "+", |i| format!("x{i}^2")),
        point: |size| (0..size).map(|i| 0.01 * (i % 100) as f64).collect(),
        expected: |x, _| {
            let mut list = vec![x.iter().map(|x| x * x).sum()];
            list.extend(x.iter().map(|x| 2.0 * x));
            list
        },
    },
    Case {
        name: "logistic map",
        size: 50,
        seconds: 0.02,
        text: logistic,
        point: |_| vec![0.3, 2.7],
        expected: logistic_expected,
    },
    Case {
        name: "long logistic map",
        size: 1_000,
        seconds: 0.2,
        text: logistic,
        point: |_| vec![0.3, 2.7],
        expected: logistic_expected,
    },
    Case {
        // All branches share one part, which must not matter where none of them is taken.
        name: "nested choices",
        size: 1_000,
        seconds: 0.3,
        text: |size| {
            let branch = |i: usize| format!("if(x < {i}, {i}*u, ");
            let branches: String = (0..size).map(branch).collect();
            format!("u = sqrt(x); {branches}x{}", ")".repeat(size))
        },
        point: |_| vec![6.25],
        expected: |_, _| vec![17.5, 1.4],
    },
    Case {
        name: "nested quotients",
        size: 1_000,
        seconds: 0.3,
        text: |size| {
            let mut text = "c0 = x".to_owned();
            for i in 1..=size {
                let _ = write!(text, "\nc{i} = 1 + y/(2 + c{})", i - 1);
            }
            text
        },
        point: |_| vec![0.3, 0.9],
        expected: |x, size| {
            let (mut c, mut by_x, mut by_y) = (x[0], 1.0, 0.0);
            for _ in 0..size {
                let below = 2.0 + c;
                let slope = -x[1] / (below * below);
                by_y = 1.0 / below + slope * by_y;
                by_x *= slope;
                c = 1.0 + x[1] / below;
            }
            vec![c, by_x, by_y]
        },
    },
];

fn logistic(size: usize) -> String {
    let mut text = String::new();
    for i in 1..=size {
        let _ = writeln!(text, "x{i} = x{0}*r*(1 - x{0})", i - 1);
    }
    text
}

fn logistic_expected(x: &[f64], size: usize) -> Vec<f64> {
    let (mut value, mut by_x, mut by_r) = (x[0], 1.0, 0.0);
    for _ in 0..size {
        let slope = x[1] * (1.0 - 2.0 * value);
        by_r = value * (1.0 - value) + slope * by_r;
        by_x *= slope;
        value = x[1] * value * (1.0 - value);
    }
    vec![value, by_x, by_r]
}

fn joined(size: usize, operator: &str, term: impl Fn(usize) -> String) -> String {
    (0..size).map(term).collect::<Vec<_>>().join(operator)
}

/// Sizes and the fastest of some runs.
struct Measured {
    nodes: usize,
    instructions: usize,
    /// Reading, deriving, lowering and compiling.
    steps: [Duration; 3],
}

impl Measured {
    fn total(&self) -> Duration {
        self.steps.iter().sum()
    }
}

fn request() -> Request {
    Request::of([Quantity::Value, Quantity::Gradient])
}

fn measure(text: &str, runs: usize) -> Measured {
    let one = || {
        let start = Watch::start();
        let function = Function::parse(text).unwrap();
        let read = start.elapsed();
        let derivation = function.derive(&request()).unwrap();
        let derived = start.elapsed();
        derivation.compile(Backend::Native).unwrap();
        let compiled = start.elapsed();
        Measured {
            nodes: derivation.graph().len(),
            instructions: derivation.program().instructions.len(),
            steps: [read, derived - read, compiled - derived],
        }
    };
    let runs = (0..runs).map(|_| one());
    runs.min_by_key(Measured::total).expect("a run")
}

/// One test, so that no other test of this file takes time from it.
#[test]
fn growth_is_linear() {
    // Builds without optimisation are slower by about this.
    let patience = if cfg!(debug_assertions) { 6.0 } else { 1.0 };
    println!(
        "{:>22} {:>7} {:>9} {:>9}  milliseconds: read, derive, compile",
        "", "size", "nodes", "program"
    );
    let mut failures = Vec::new();
    for case in CASES {
        let texts = [(case.text)(case.size / 2), (case.text)(case.size)];
        let runs = if case.size < 10_000 { 3 } else { 1 };
        let mut both = texts.each_ref().map(|text| measure(text, runs));
        // Other work on the machine can only add time: what looks slow is measured again.
        for _ in 0..6 {
            let [first, second] = both.each_ref().map(|one| one.total().as_secs_f64());
            if second <= case.seconds * patience && second <= 3.0 * first.max(0.02) {
                break;
            }
            for (one, text) in both.iter_mut().zip(&texts) {
                let again = measure(text, runs);
                if again.total() < one.total() {
                    *one = again;
                }
            }
        }
        let [half, whole] = both;
        for (size, measured) in [(case.size / 2, &half), (case.size, &whole)] {
            let [read, derive, compile] = measured.steps.map(|step| step.as_secs_f64() * 1e3);
            println!(
                "{:>22} {size:>7} {:>9} {:>9}  {read:>9.2} {derive:>9.2} {compile:>9.2}",
                case.name, measured.nodes, measured.instructions
            );
        }
        let mut expect = |what: &str, ratio: f64, most: f64| {
            if ratio > most {
                failures.push(format!("{}: {what} {ratio:.2}, at most {most}", case.name));
            }
        };
        expect("nodes grow by", whole.nodes as f64 / half.nodes as f64, 2.2);
        let instructions = whole.instructions as f64 / half.instructions as f64;
        expect("instructions grow by", instructions, 2.2);
        let (first, second) = (half.total().as_secs_f64(), whole.total().as_secs_f64());
        // What is done once, and the machine's own noise, drown the growth of short times.
        if first > 0.02 {
            expect("time grows by", second / first, 3.0);
        }
        expect("seconds are", second, case.seconds * patience);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn large_formulas_have_the_right_numbers() {
    for case in CASES {
        let point = (case.point)(case.size);
        let function = Function::parse(&(case.text)(case.size)).unwrap();
        let found = run(&function, &request(), std::slice::from_ref(&point)).remove(0);
        let expected = (case.expected)(&point, case.size);
        assert_eq!(found.len(), expected.len(), "{}", case.name);
        let largest = expected[1..].iter().fold(0.0, |a: f64, b| a.max(b.abs()));
        for (place, (got, want)) in found.iter().zip(&expected).enumerate() {
            let scale = if place == 0 { 0.0 } else { largest };
            let allowed = 1e-10 * want.abs().max(0.01 * scale);
            assert!(
                (got - want).abs() <= allowed,
                "{}: output {place} is {got}, not {want}",
                case.name
            );
        }
    }
}

/// A formula of about `size` nodes, one definition after the other.
fn long_chain(size: usize) -> String {
    let functions = ["sin", "cos", "tanh", "exp", "atan"];
    let mut text = "t0 = x".to_owned();
    for i in 1..=size / 4 {
        let (function, name) = (functions[i * 7 % 5], ["a", "b", "c", "x"][i * 5 % 4]);
        let _ = write!(
            text,
            "\nt{i} = {function}(t{}*{name} + {i}/{})",
            i - 1,
            i + 7
        );
    }
    text
}

/// What is said of large formulas and of high orders, on a machine that does little else. Without optimisation the
/// formula is smaller: the time that is left for a node is the same.
#[test]
fn large_formulas_and_high_orders_take_little_time() {
    let (size, seconds) = if cfg!(debug_assertions) {
        (50_000, 6.0)
    } else {
        (1_000_000, 15.0)
    };
    let text = long_chain(size);
    let watch = Watch::start();
    let function = Function::parse(&text).unwrap();
    let read = watch.elapsed();
    let derivation = function.derive(&request()).unwrap();
    let whole = watch.elapsed();
    println!("{size} nodes: read in {read:.2?}, read and derived in {whole:.2?}");
    assert!(derivation.graph().len() >= size);
    assert!(whole.as_secs_f64() < seconds, "{whole:?}");

    let watch = Watch::start();
    let text = "sin(sin(sin(sin(sin(sin(sin(x)))))))";
    let order = vec!["x".to_owned(); 10];
    let tenth = Request::of([Quantity::Partial(order)]);
    let derivation = Function::parse(text).unwrap().derive(&tenth).unwrap();
    let time = watch.elapsed();
    let instructions = derivation.program().instructions.len();
    println!("seven sines to order 10: {time:.2?}, {instructions} instructions");
    let patience = if cfg!(debug_assertions) { 6.0 } else { 1.0 };
    assert!(time.as_secs_f64() < 0.2 * patience && instructions < 2_000);
}
