//! Formulas built in a program are those that are read from a text; what does not fit carries an error with its place.

use symdiff::{Expr, Function, Graph, Limits, Shape, Sharing, functions, math, select};

fn error(expr: Expr) -> (String, String) {
    let error = Function::of(expr).expect_err("an error is carried");
    (error.code().to_owned(), error.message().to_owned())
}

/// The nodes are the same, and so are all bits.
#[test]
fn operators_build_what_a_text_says() {
    let graph = Graph::new();
    let [x, y, z] = graph.variables(["x", "y", "z"]);
    let cases: Vec<(Expr, &str)> = vec![
        (&x + &y - &z, "x + y - z"),
        (&x - (&y - &z), "x - (y - z)"),
        (2 * &x * &y / &z, "2*x*y/z"),
        (&x / (&y * &z), "x/(y*z)"),
        (-&x + 1, "-x + 1"),
        (-(&x + 1), "-(x + 1)"),
        (&x * 0.1 + 1e-3, "x*0.1 + 1e-3"),
        (1 / &x, "1/x"),
        (1.5 - &x, "1.5 - x"),
        (
            x.pow(2) + x.pow(-3) + x.pow(0.5) + x.pow(&y),
            "x^2 + x^-3 + x^0.5 + x^y",
        ),
        (x.pow(y.pow(2)), "x^y^2"),
        (math::sigma(&x) * math::exp(-x.pow(2)), "sigma(x)*exp(-x^2)"),
        (
            math::max([&x, &y, &z]) - math::min([&x, &y]),
            "max(x, y, z) - min(x, y)",
        ),
        (
            math::atan2(&y, &x) + math::hypot(&x, 3),
            "atan2(y, x) + hypot(x, 3)",
        ),
        (math::log(2, &x), "log(2, x)"),
        (
            select(x.less(&y) | !z.greater(0), &x, 2 * &y),
            "if(x < y || !(z > 0), x, 2*y)",
        ),
        ([&x, &y, &z].into_iter().sum(), "0 + x + y + z"),
        ([&x, &y, &z].into_iter().product(), "1*x*y*z"),
        (Expr::from(2) + 3 - Expr::from(0.5) * &x, "5 - 0.5*x"),
        (graph.pi() * x.pow(2), "pi*x^2"),
    ];
    let point = [0.7, 1.3, 2.9];
    for (built, text) in cases {
        let built = Function::of(&built)
            .unwrap()
            .with_variables(&["x", "y", "z"])
            .unwrap();
        let read = Function::parse(text)
            .unwrap()
            .with_variables(&["x", "y", "z"])
            .unwrap();
        assert_eq!(
            built.infix(Sharing::WrittenOut),
            read.infix(Sharing::WrittenOut),
            "{text}"
        );
        assert_eq!(
            built.evaluate(&point).unwrap(),
            read.evaluate(&point).unwrap(),
            "{text}"
        );
        let slopes = [built, read].map(|f| f.gradient().unwrap().evaluate(&point).unwrap());
        for (a, b) in slopes[0].iter().zip(&slopes[1]) {
            assert!((a - b).abs() <= 1e-14 * b.abs(), "{text}: {a} and {b}");
        }
    }
}

#[test]
fn matrices_are_built_too() {
    let graph = Graph::new();
    let (a, x) = (graph.matrix("A", 2, 2), graph.vector("x", 2));
    let form = Function::of(x.transpose() * &a * &x).unwrap();
    let text = form
        .with_variables(&["x", "A"])
        .unwrap()
        .gradient()
        .unwrap()
        .to_string();
    assert_eq!(text, "df/dx = (A + A')*x\ndf/dA = x*x'");
    let loss = (math::sigma(&a * &x) - 1).pow(2).sum();
    assert_eq!(loss.shape(), Shape::Scalar);
    assert_eq!(loss.to_string(), "sum((sigma(A*x) - 1).^2)");
    let both = (&x + 1).dot(2 * &x);
    assert_eq!(
        Function::of(both).unwrap().evaluate(&[1.0, 2.0]).unwrap(),
        [16.0]
    );
}

/// Every function of the table that can be typed is there, once, by its name or, where Rust has another use
/// for that, by an alias.
#[test]
fn no_function_of_the_table_is_missing() {
    let names: Vec<&str> = math::names().collect();
    for (_, row) in functions::table() {
        if row.name.starts_with(char::is_alphabetic) {
            let count = names.iter().filter(|name| {
                **name == row.name || (row.name == "mod" && row.aliases.contains(name))
            });
            let count = count.count();
            assert_eq!(count, 1, "{}", row.name);
        }
    }
    for name in &names {
        assert!(functions::names().any(|own| own == *name), "{name}");
    }
}

#[test]
fn what_does_not_fit_says_where() {
    let graph = Graph::new();
    let x = graph.variable("x");
    let (v, w, a) = (
        graph.vector("v", 3),
        graph.vector("w", 2),
        graph.matrix("A", 2, 3),
    );
    let cases: Vec<(Expr, &str, &str)> = vec![
        (&v + &w, "shape-mismatch", "vector(3) and vector(2)"),
        (&v - &w, "shape-mismatch", "vector(3) and vector(2)"),
        (&x + &v + &x + &w, "shape-mismatch", "vector(2)"),
        (v.times(&w), "shape-mismatch", "vector(3) and vector(2)"),
        (v.dot(&w), "shape-mismatch", "vector(3) and vector(2)"),
        (math::hypot(&v, &w), "shape-mismatch", "`hypot`"),
        (&v * &w, "inner-dimensions", "vector(3) times a vector(2)"),
        (
            &a * &w,
            "inner-dimensions",
            "matrix(2, 3) times a vector(2)",
        ),
        (&x / &v, "divisor-not-scalar", "vector(3)"),
        (x.pow(&v), "scalar-expected", "exponent"),
        (select(v.less(1), &x, 0), "scalar-expected", "compared"),
        (select(x.less(1), &v, &w), "shape-mismatch", "choice"),
        (&x + f64::NAN, "not-a-number", "NaN"),
        (f64::INFINITY * &x, "not-a-number", "inf"),
        (graph.variable("2x"), "invalid-variable-name", "2x"),
        (graph.variable("x + y"), "invalid-variable-name", "x + y"),
        (graph.vector("x", 3), "declared-twice", "scalar"),
        (graph.vector("u", 0), "too-many-entries", "vector(0)"),
        (&x + Graph::new().variable("y"), "two-graphs", "two graphs"),
        (x.call("sinn", &[]), "no-such-function", "`sinn`"),
        (
            x.call("sin", &[2.into()]),
            "no-such-function",
            "2 arguments",
        ),
        (math::max::<Expr>([]), "no-such-function", "0 arguments"),
    ];
    for (expr, code, words) in cases {
        // An error goes through whatever is built on it.
        let (found, message) = error(1 + math::sin(expr).pow(2) * &x);
        assert_eq!(found, code, "{message}");
        assert!(message.contains(words), "{message}");
        if code != "two-graphs" {
            assert!(message.contains("tests/building.rs:"), "{message}");
        }
    }
    let none = Function::of_results::<Expr>([]);
    assert_eq!(none.unwrap_err().code(), "no-results");
    let two = Function::of_results([x, Graph::new().variable("y")]);
    assert_eq!(two.unwrap_err().code(), "two-graphs");
}

/// Terms that are added one by one to a sum, owned or borrowed, are linear in their number.
#[test]
fn long_loops_are_linear() {
    let graph = Graph::new();
    let x = graph.variable("x");
    let count = 50_000;
    let (mut owned, mut borrowed, mut factors) = (Expr::from(0), Expr::from(0), Expr::from(1));
    for k in 1..=count {
        owned += math::sin(k * &x);
        borrowed = &borrowed + math::cos(k * &x);
        factors *= &x + k;
    }
    let nodes = graph.len();
    assert!(nodes < 12 * count as usize, "{nodes} nodes");
    let f = Function::of_results([owned, borrowed]).unwrap();
    let values = f.evaluate(&[0.5]).unwrap();
    let sums = (1..=count).fold((0.0, 0.0), |(s, c), k| {
        let (sine, cosine) = (0.5 * f64::from(k)).sin_cos();
        (s + sine, c + cosine)
    });
    assert!(
        (values[0] - sums.0).abs() < 1e-9 && (values[1] - sums.1).abs() < 1e-9,
        "{values:?}"
    );
    assert!(Function::of(factors).unwrap().evaluate(&[1.0]).unwrap()[0].is_infinite());
    let mut chain = x.clone();
    for _ in 0..100_000 {
        chain = &chain - 0.01 * math::sin(&chain);
    }
    assert!(Function::of(chain).unwrap().evaluate(&[1.0]).unwrap()[0] < 1e-3);
}

#[test]
fn a_graph_has_a_limit() {
    let graph = Graph::with_limits(Limits {
        nodes: 100,
        ..Limits::default()
    });
    let x = graph.variable("x");
    let mut step = x.clone();
    for _ in 0..1_000 {
        step = (step + 1).pow(2);
    }
    assert_eq!(error(step).0, "formula-too-large");
    assert!(graph.len() < 200);
}

#[test]
fn graphs_are_shared_by_threads() {
    let graph = Graph::new();
    let parts: Vec<Expr> = std::thread::scope(|scope| {
        let threads: Vec<_> = (1..=4)
            .map(|k| {
                let graph = graph.clone();
                scope.spawn(move || math::exp(k * graph.variable("x")))
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    let f = Function::of(parts.into_iter().sum::<Expr>()).unwrap();
    assert_eq!(f.evaluate(&[0.0]).unwrap(), [4.0]);
}

/// A built function is written as a text where it has one.
#[cfg(feature = "serde")]
#[test]
fn built_functions_are_data() {
    let graph = Graph::new();
    let [b, a] = graph.variables(["b", "a"]);
    let f = Function::of(&a / (1 + b.pow(2))).unwrap();
    let json = serde_json::to_string(&f).unwrap();
    let again: Function = serde_json::from_str(&json).unwrap();
    assert_eq!(again.variable_names().collect::<Vec<_>>(), ["b", "a"]);
    assert_eq!(again.evaluate(&[2.0, 15.0]).unwrap(), [3.0]);
}

#[test]
fn arithmetic_on_numbers_alone_is_bounded() {
    let mut number = Expr::from(3);
    for _ in 0..10_000 {
        number = &number * number.clone();
    }
    assert_eq!(error(number).0, "number-too-large");
    let mut sum = Expr::from(1);
    for k in 2..10_000 {
        sum += Expr::from(1) / k;
    }
    assert_eq!(error(sum).0, "number-too-large");
    let mut fraction = Expr::from(0.1);
    for _ in 0..10_000 {
        fraction = &fraction - fraction.clone() * 1e-300;
    }
    assert_eq!(error(fraction).0, "number-too-large");
    // Quotients of numbers go with every graph, as products do.
    let x = Graph::new().variable("x");
    assert_eq!((Expr::from(1) / 3 * &x).to_string(), "x/3");
}
