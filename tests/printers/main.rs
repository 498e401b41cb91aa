//! The printers of the graph: what is written for each kind of node, sharing, names, and big inputs.

mod arithmetic;
mod builder;
mod structure;

use builder::Builder;
use std::time::{Duration, Instant};
use symdiff::functions;
use symdiff::graph::{Expr, PrintOptions, Sharing, Sheet, expression, forecast, infix, latex};

/// Every case of both tables.
fn cases() -> impl Iterator<Item = &'static builder::Case> {
    arithmetic::ARITHMETIC.iter().chain(structure::STRUCTURE)
}

fn only(sheet: Sheet) -> String {
    assert!(sheet.bindings.is_empty(), "{sheet:?}");
    sheet.results.into_iter().next().expect("one result")
}

fn plain() -> PrintOptions {
    PrintOptions {
        sharing: Sharing::WrittenOut,
        ..PrintOptions::default()
    }
}

#[test]
fn each_kind_of_node_reads_well() {
    let mut failures = Vec::new();
    for (build, expected_infix, expected_latex) in cases() {
        let mut builder = Builder::default();
        let root = build(&mut builder);
        let graph = &builder.graph;
        let got = only(infix(graph, &[root], &plain()));
        let tex = only(latex(graph, &[root], &plain()));
        for (got, expected) in [(&got, expected_infix), (&tex, expected_latex)] {
            if got != expected {
                failures.push(format!("expected {expected}\n     got {got}"));
            }
        }
        assert_eq!(
            forecast(graph, &[root]),
            got.chars().count() as u128,
            "{got}"
        );
        // These are written otherwise for people only.
        if !got.contains("||") && !got.starts_with("!(") {
            assert_eq!(expression(graph, root, 10_000), got);
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// Braces and `\left`, `\right` must match for any renderer.
fn is_balanced(text: &str) -> bool {
    let mut open = Vec::new();
    let mut rest = text;
    while let Some(place) = rest.find(['{', '}', '\\']) {
        rest = &rest[place..];
        let (length, fits) = if rest.starts_with(r"\left") {
            open.push("left");
            (5, true)
        } else if rest.starts_with(r"\right") {
            (6, open.pop() == Some("left"))
        } else if rest.starts_with('\\') {
            (2, true)
        } else if rest.starts_with('{') {
            open.push("{");
            (1, true)
        } else {
            (1, open.pop() == Some("{"))
        };
        if !fits {
            return false;
        }
        rest = &rest[length..];
    }
    open.is_empty()
}

#[test]
fn the_test_of_balance_can_fail() {
    assert!(is_balanced(r"\left(\frac{x}{y}\right)"));
    for wrong in [
        r"\left(x",
        r"\frac{\left(x}\right)",
        "x}",
        "{x",
        r"x\right)",
    ] {
        assert!(!is_balanced(wrong), "{wrong}");
    }
}

#[test]
fn each_row_of_the_table_makes_valid_latex() {
    for (id, row) in functions::table() {
        let mut b = Builder::default();
        let arguments: Vec<Expr> = row.parameters.iter().map(|name| b.v(name)).collect();
        let call = b.graph.call(id, &arguments);
        let square = b.power(call, 2, 1);
        let two = b.n(2);
        let product = b.graph.product(&[two, square]);
        for root in [call, square, product] {
            let text = only(latex(&b.graph, &[root], &plain()));
            assert!(is_balanced(&text), "{}: {text}", row.name);
            assert!(!text.contains('#'), "{}: {text}", row.name);
            // A root takes its argument in braces: the row must say where.
            assert!(!text.contains(r"\sqrt\left"), "{}: {text}", row.name);
        }
    }
    for (_, _, expected) in cases() {
        assert!(is_balanced(expected), "{expected}");
    }
}

/// `(x + sigma(y)) / (sigma(x) + (x+y)^2)` with its value and something like its gradient.
fn quotient(b: &mut Builder) -> [Expr; 3] {
    let (x, y) = (b.v("x"), b.v("y"));
    let sigma = b.call("sigma", &[y]);
    let above = b.graph.sum(&[x, sigma]);
    let other = b.call("sigma", &[x]);
    let sum = b.graph.sum(&[x, y]);
    let square = b.power(sum, 2, 1);
    let below = b.graph.sum(&[other, square]);
    let value = b.graph.divide(above, below);
    let minus = b.graph.negate(value);
    let two = b.n(2);
    let double = b.graph.product(&[two, sum]);
    let inner = b.graph.sum(&[other, double]);
    let term = b.graph.product(&[minus, inner]);
    let one = b.n(1);
    let sum = b.graph.sum(&[one, term]);
    let first = b.graph.divide(sum, below);
    let second = b.graph.divide(sigma, below);
    [value, first, second]
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    let pair = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    list.iter().map(pair).collect()
}

/// A call that is long enough to be named where it is used twice.
fn long_call(b: &mut Builder, name: &str, x: Expr) -> Expr {
    let (first, second) = (b.v("velocity"), b.v("acceleration"));
    let sum = b.graph.sum(&[first, second, x]);
    b.call(name, &[sum])
}

#[test]
fn shared_subexpressions_get_names() {
    let mut b = Builder::default();
    let roots = quotient(&mut b);
    let sheet = infix(&b.graph, &roots, &PrintOptions::default());
    assert_eq!(sheet.bindings, pairs(&[("t1", "sigma(x) + (x + y)^2")]));
    // The quotient of the value is short, now that its denominator has a name.
    let quotient = "(x + sigma(y))/t1";
    let first = "(1 - (x + sigma(y))*(sigma(x) + 2*(x + y))/t1)/t1";
    assert_eq!(sheet.results, [quotient, first, "sigma(y)/t1"]);
    let sheet = latex(&b.graph, &roots, &PrintOptions::default());
    let below = r"\sigma\left(x\right) + \left(x + y\right)^{2}";
    assert_eq!(sheet.bindings, pairs(&[("t_{1}", below)]));
    let quotient = r"\frac{x + \sigma\left(y\right)}{t_{1}}";
    assert_eq!(sheet.results[0], quotient);
}

#[test]
fn a_name_saves_more_than_it_costs() {
    // Names stand where the copies they replace have more than 24 characters, and not below.
    for (uses, letters, named) in [(2, 21, false), (2, 22, true), (3, 9, false), (3, 10, true)] {
        let mut b = Builder::default();
        let x = b.v(&"x".repeat(letters));
        let shared = b.call("exp", &[x]);
        let roots: Vec<Expr> = (1..=uses)
            .map(|number| {
                let y = b.v(&format!("y{number}"));
                b.graph.sum(&[shared, y])
            })
            .collect();
        let sheet = infix(&b.graph, &roots, &PrintOptions::default());
        assert_eq!(sheet.bindings.len(), usize::from(named), "{sheet:?}");
        assert_eq!(sheet.results[0] == "t1 + y1", named, "{sheet:?}");
    }
}

#[test]
fn named_roots_are_referred_to() {
    let mut b = Builder::default();
    let x = b.v("x");
    let value = long_call(&mut b, "exp", x);
    let text = "exp(x + velocity + acceleration)";
    let twice = b.graph.product(&[x, value]);
    let name = |name: &str| Some(name.to_owned());
    let options = PrintOptions {
        roots_named: vec![name("f"), None, None, name("g")],
        ..PrintOptions::default()
    };
    let sheet = infix(&b.graph, &[value, twice, value, value], &options);
    assert_eq!(sheet.bindings, []);
    assert_eq!(sheet.results, [text, "x*f", "f", "f"]);
    let open = PrintOptions {
        sharing: Sharing::WrittenOut,
        ..options.clone()
    };
    let sheet = infix(&b.graph, &[value, twice, value], &open);
    assert_eq!(sheet.results, [text, &format!("x*{text}"), text]);
    // A root that is only a variable is written as it is.
    let sheet = infix(&b.graph, &[x, twice], &options);
    assert_eq!(sheet.results, ["x", &format!("x*{text}")]);
    // Without names of their own, equal roots share a binding.
    let sheet = infix(&b.graph, &[value, value], &PrintOptions::default());
    assert_eq!(sheet.bindings, pairs(&[("t1", text)]));
    assert_eq!(sheet.results, ["t1", "t1"]);
}

#[test]
fn names_that_are_taken_are_avoided() {
    let mut b = Builder::default();
    let (x, t1) = (b.v("x"), b.v("t1"));
    let sine = long_call(&mut b, "sin", x);
    let cosine = long_call(&mut b, "cos", sine);
    let first = b.graph.product(&[sine, cosine, t1]);
    let second = b.graph.sum(&[sine, cosine]);
    let options = PrintOptions {
        taken: vec!["t3".to_owned()],
        roots_named: vec![Some("t2".to_owned())],
        ..PrintOptions::default()
    };
    let sheet = infix(&b.graph, &[first, second], &options);
    let bindings = [
        ("t4", "sin(x + velocity + acceleration)"),
        ("t5", "cos(velocity + acceleration + t4)"),
    ];
    assert_eq!(sheet.bindings, pairs(&bindings));
    assert_eq!(sheet.results, ["t1*t4*t5", "t4 + t5"]);
}

#[test]
fn what_is_short_anyway_gets_no_name() {
    let mut b = Builder::default();
    let (x, y) = (b.v("x"), b.v("y"));
    let (two, square, minus) = (b.n(2), b.power(x, 2, 1), b.graph.negate(x));
    let double = b.graph.product(&[two, x]);
    let inverse = b.graph.reciprocal(y);
    let sum = b.graph.sum(&[square, double, inverse]);
    let sine = b.call("sin", &[minus]);
    let cosine = b.call("cos", &[minus]);
    let product = b.graph.product(&[square, inverse, sine, cosine]);
    let other = b.call("exp", &[double]);
    let sheet = infix(&b.graph, &[sum, product, other], &PrintOptions::default());
    assert_eq!(sheet.bindings, []);
    assert_eq!(
        sheet.results,
        ["x^2 + 2*x + 1/y", "x^2*sin(-x)*cos(-x)/y", "exp(2*x)"]
    );
}

#[test]
fn equations_are_written_for_people_only() {
    let mut b = Builder::default();
    let (x, zero) = (b.v("x"), b.n(0));
    let (less, more) = (b.graph.less(x, zero), b.graph.less(zero, x));
    let unequal = b.graph.or(less, more);
    let equal = b.graph.not(unequal);
    let other = b.graph.or(less, less);
    for (root, people, language) in [
        (unequal, "x != 0", "x < 0 || x > 0"),
        (equal, "x == 0", "!(x < 0 || x > 0)"),
        (other, "x < 0", "x < 0"),
    ] {
        assert_eq!(expression(&b.graph, root, 100), people);
        assert_eq!(only(infix(&b.graph, &[root], &plain())), language);
    }
}

#[test]
fn long_text_is_cut() {
    let mut b = Builder::default();
    let names: Vec<Expr> = (0..1000).map(|i| b.v(&format!("α{i}"))).collect();
    let sum = b.graph.sum(&names);
    assert_eq!(expression(&b.graph, sum, 12), "α0 + α1 + α…");
    assert_eq!(expression(&b.graph, names[7], 2), "α7");
    assert_eq!(expression(&b.graph, names[77], 2), "α…");
    assert_eq!(expression(&b.graph, sum, 1), "…");
}

#[test]
fn the_forecast_of_a_shared_graph_saturates() {
    let mut b = Builder::default();
    let mut root = b.v("x");
    for step in 0..100 {
        let sine = b.call("sin", &[root]);
        let cosine = b.call("cos", &[root]);
        root = b.graph.product(&[sine, cosine]);
        if step == 9 {
            let written = only(infix(&b.graph, &[root], &plain()));
            assert_eq!(forecast(&b.graph, &[root, root]), 2 * written.len() as u128);
        }
    }
    assert!(forecast(&b.graph, &[root]) > 1 << 100);
    for _ in 0..100 {
        let sine = b.call("sin", &[root]);
        let cosine = b.call("cos", &[root]);
        root = b.graph.product(&[sine, cosine]);
    }
    assert_eq!(forecast(&b.graph, &[root]), u128::MAX);
    let sheet = infix(&b.graph, &[root], &PrintOptions::default());
    // One step of a name, `sin(t1)*cos(t1)`, is too short for a name; two are not. The last is the root.
    assert_eq!(sheet.bindings.len(), 99);
    let short = expression(&b.graph, root, 40);
    assert_eq!(short.chars().count(), 40);
}

/// Runs on a small stack, as the callers' threads may have.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(256 << 10);
    let handle = thread.spawn(work).expect("a thread starts");
    handle.join().expect("the work ends well");
}

type Step = fn(&mut Builder, Expr) -> Expr;

#[test]
fn deep_chains_are_written_in_linear_time_without_recursion() {
    const DEPTH: usize = 100_000;
    let steps: &[(&str, Step)] = &[
        ("calls", |b, root| b.call("sin", &[root])),
        ("sums in quotients", |b, root| {
            let y = b.v("y");
            let sum = b.graph.sum(&[root, y]);
            b.graph.reciprocal(sum)
        }),
        ("negated sums", |b, root| {
            let y = b.v("y");
            let sum = b.graph.sum(&[root, y]);
            b.graph.negate(sum)
        }),
        ("sums", |b, root| {
            let y = b.v("y");
            b.graph.sum(&[root, y, y, root])
        }),
        ("products", |b, root| {
            let (y, z) = (b.v("y"), b.v("z"));
            let inverse = b.graph.reciprocal(z);
            b.graph.product(&[root, y, inverse])
        }),
        ("choices", |b, root| {
            let (y, zero) = (b.v("y"), b.n(0));
            let condition = b.graph.less(y, root);
            b.graph.select(condition, zero, root)
        }),
        ("powers", |b, root| {
            let third = b.q(-1, 3);
            b.graph.power(root, third)
        }),
    ];
    for &(name, step) in steps {
        on_a_small_stack(move || {
            let mut b = Builder::default();
            let mut roots = vec![b.v("x")];
            for _ in 0..DEPTH {
                let next = step(&mut b, roots[roots.len() - 1]);
                roots.push(next);
            }
            let last = roots[DEPTH];
            let start = Instant::now();
            let predicted = forecast(&b.graph, &[last]);
            if predicted < 10_000_000 {
                let text = only(infix(&b.graph, &[last], &plain()));
                assert_eq!(text.chars().count() as u128, predicted, "{name}");
                let text = only(latex(&b.graph, &[last], &plain()));
                assert!(text.len() < 100 * DEPTH, "{name}");
            }
            for sheet in [
                infix(&b.graph, &roots[..], &PrintOptions::default()),
                latex(&b.graph, &roots[..], &PrintOptions::default()),
            ] {
                let lengths = sheet
                    .bindings
                    .iter()
                    .map(|(name, text)| name.len() + text.len());
                let results = sheet.results.iter().map(String::len);
                let total: usize = lengths.chain(results).sum();
                assert!(total < 200 * DEPTH, "{name}: {total}");
            }
            let time = start.elapsed();
            assert!(time < Duration::from_secs(10), "{name}: {time:?}");
        });
    }
}

#[test]
fn wide_sums_and_products_are_written_in_linear_time() {
    let mut b = Builder::default();
    let names: Vec<Expr> = (0..100_000).map(|i| b.v(&format!("x{i}"))).collect();
    let start = Instant::now();
    for root in [b.graph.sum(&names), b.graph.product(&names)] {
        let text = only(infix(&b.graph, &[root], &PrintOptions::default()));
        assert_eq!(text.chars().count() as u128, forecast(&b.graph, &[root]));
        assert!(text.starts_with("x0"), "{}", &text[..20]);
    }
    assert!(start.elapsed() < Duration::from_secs(5));
}
