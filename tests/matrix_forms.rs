//! Whole vectors and matrices as people write them: a table of nodes, what is printed of each once it is simplified, and
//! what the ledger says. The values stay, which is checked at a point.

#[path = "common/matrices.rs"]
mod matrices;

use matrices::declarations;
use std::process::Command;
use symdiff::backend::{Interpreter, Workspace};
use symdiff::graph::{
    Dimension, Expr, Graph, Op, Place, Placement, PrintOptions, Range, Reduction, Shape, infix,
    latex,
};
use symdiff::program::lower;
use symdiff::simplify::{Options, collect, cost, simplify};
use symdiff::{CompileOptions, Function, Quantity, Request, Sharing};

/// A graph with the dimensions that formulas are written in.
struct Maker {
    graph: Graph,
    known: bool,
}

impl Maker {
    fn dimension(&self, name: &str) -> Dimension {
        let number = match name {
            "n" => 3,
            "m" => 4,
            _ => 2,
        };
        match self.known {
            true => Dimension::from(number),
            false => Dimension::named(name),
        }
    }

    fn matrix(&mut self, name: &str, rows: &str, columns: &str) -> Expr {
        let shape = Shape::of(self.dimension(rows), self.dimension(columns));
        self.graph.variable(name, shape)
    }

    fn square(&mut self, name: &str) -> Expr {
        self.matrix(name, "n", "n")
    }

    fn vector(&mut self, name: &str) -> Expr {
        let shape = Shape::vector(self.dimension("n"));
        self.graph.variable(name, shape)
    }

    fn times(&mut self, factors: &[Expr]) -> Expr {
        let (first, rest) = factors.split_first().unwrap();
        let graph = &mut self.graph;
        rest.iter()
            .fold(*first, |left, &right| graph.matrix_product(left, right))
    }

    fn turned(&mut self, node: Expr) -> Expr {
        self.graph.transpose(node)
    }

    fn inverse(&mut self, node: Expr) -> Expr {
        self.graph.inverse(node)
    }

    fn plus(&mut self, terms: &[Expr]) -> Expr {
        self.graph.sum(terms)
    }

    fn minus(&mut self, left: Expr, right: Expr) -> Expr {
        self.graph.subtract(left, right)
    }

    fn call(&mut self, name: &str, argument: Expr) -> Expr {
        let id = symdiff::functions::lookup(name, 1).unwrap();
        self.graph.call(id, &[argument])
    }
}

/// Name, node, what is printed, conditions of the ledger.
type Row = (
    &'static str,
    fn(&mut Maker) -> Expr,
    &'static str,
    &'static [&'static str],
);

const REGULAR: &[&str] = &["det(A) < 0 || det(A) > 0"];

const ROWS: &[Row] = &[
    (
        "quadratic form",
        |g| {
            let (x, a) = (g.vector("x"), g.square("A"));
            let row = g.turned(x);
            g.times(&[row, a, x])
        },
        "x'*A*x",
        &[],
    ),
    (
        "gradient of a quadratic form",
        |g| {
            let (x, a) = (g.vector("x"), g.square("A"));
            let turned = g.turned(a);
            let (left, right) = (g.times(&[a, x]), g.times(&[turned, x]));
            g.plus(&[left, right])
        },
        "(A + A')*x",
        &[],
    ),
    (
        "products of several",
        |g| {
            let (a, b, x) = (g.square("A"), g.square("B"), g.vector("x"));
            g.times(&[a, b, x])
        },
        "A*B*x",
        &[],
    ),
    (
        "transpose of a product",
        |g| {
            let (a, b) = (g.square("A"), g.square("B"));
            let product = g.times(&[a, b]);
            g.turned(product)
        },
        "B'*A'",
        &[],
    ),
    (
        "row times matrix",
        |g| {
            let (x, a) = (g.vector("x"), g.square("A"));
            let row = g.turned(x);
            g.times(&[row, a])
        },
        "x'*A",
        &[],
    ),
    (
        "scaled rows and columns",
        |g| {
            let (d, a, e) = (g.vector("d"), g.square("A"), g.vector("v"));
            let (d, e) = (g.graph.diagonal(d), g.graph.diagonal(e));
            g.times(&[d, a, e])
        },
        "diag(d)*A*diag(v)",
        &[],
    ),
    (
        "weighted normal matrix",
        |g| {
            let (x, w) = (g.square("X"), g.vector("w"));
            let (row, w) = (g.turned(x), g.graph.diagonal(w));
            g.times(&[row, w, x])
        },
        "X'*diag(w)*X",
        &[],
    ),
    (
        "outer product",
        |g| {
            let (x, y) = (g.vector("x"), g.vector("y"));
            g.graph.outer(x, y)
        },
        "x*y'",
        &[],
    ),
    (
        "number times vector",
        |g| {
            let (x, y, z) = (g.vector("x"), g.vector("y"), g.vector("z"));
            let row = g.turned(y);
            g.times(&[x, row, z])
        },
        "y'*z*x",
        &[],
    ),
    (
        "trace of a chain",
        |g| {
            let (a, x, b) = (
                g.matrix("A", "k", "m"),
                g.matrix("X", "m", "n"),
                g.matrix("B", "n", "k"),
            );
            let product = g.times(&[a, x, b]);
            g.graph.trace(product)
        },
        "tr(A*X*B)",
        &[],
    ),
    (
        "trace of a congruence",
        |g| {
            let (x, b) = (g.matrix("X", "m", "n"), g.matrix("B", "m", "m"));
            let row = g.turned(x);
            let product = g.times(&[row, b, x]);
            g.graph.trace(product)
        },
        "tr(X'*B*X)",
        &[],
    ),
    (
        "trace of a transpose",
        |g| {
            let a = g.square("A");
            let turned = g.turned(a);
            g.graph.trace(turned)
        },
        "tr(A)",
        &[],
    ),
    (
        "least squares",
        |g| {
            let (a, x, y) = (
                g.matrix("A", "m", "n"),
                g.vector("x"),
                g.matrix("y", "m", "1"),
            );
            let _ = y;
            let y = {
                let shape = Shape::vector(g.dimension("m"));
                g.graph.variable("b", shape)
            };
            let product = g.times(&[a, x]);
            let residual = g.minus(product, y);
            let square = g.graph.power_integer(residual, 2);
            g.graph.total(square)
        },
        "norm2(A*x - b)^2",
        &[],
    ),
    (
        "gradient of least squares",
        |g| {
            let (a, x) = (g.square("A"), g.vector("x"));
            let y = g.vector("y");
            let turned = g.turned(a);
            let (left, right) = (g.times(&[turned, a, x]), g.times(&[turned, y]));
            let difference = g.minus(left, right);
            let two = g.graph.integer(2);
            g.graph.product(&[two, difference])
        },
        "2*A'*(A*x - y)",
        &[],
    ),
    (
        "square of a short vector",
        |g| {
            let x = g.vector("x");
            let square = g.graph.power_integer(x, 2);
            g.graph.total(square)
        },
        "x'*x",
        &[],
    ),
    (
        "norm",
        |g| {
            let (x, y) = (g.vector("x"), g.vector("y"));
            let difference = g.minus(x, y);
            let square = g.graph.power_integer(difference, 2);
            let total = g.graph.total(square);
            g.call("sqrt", total)
        },
        "norm2(x - y)",
        &[],
    ),
    (
        "sum of products",
        |g| {
            let (y, z) = (g.vector("y"), g.vector("z"));
            let product = g.graph.product(&[z, y]);
            g.graph.total(product)
        },
        "y'*z",
        &[],
    ),
    (
        "sums along axes",
        |g| {
            let a = g.matrix("A", "m", "n");
            let (left, right) = (g.graph.sum_over(a, &[1]), g.graph.sum_over(a, &[0]));
            g.graph.outer(left, right)
        },
        "sum(A, axis=1)*sum(A, axis=2)'",
        &[],
    ),
    (
        "inverse of an inverse",
        |g| {
            let a = g.square("A");
            let inverse = g.inverse(a);
            g.inverse(inverse)
        },
        "A",
        REGULAR,
    ),
    (
        "inverse of a transpose",
        |g| {
            let a = g.square("A");
            let turned = g.turned(a);
            g.inverse(turned)
        },
        "inv(A)'",
        &[],
    ),
    (
        "matrix times inverse",
        |g| {
            let (a, x) = (g.square("A"), g.vector("x"));
            let inverse = g.inverse(a);
            g.times(&[a, inverse, x])
        },
        "x",
        REGULAR,
    ),
    (
        "inverse times matrix",
        |g| {
            let (a, b) = (g.square("A"), g.square("B"));
            let inverse = g.inverse(a);
            g.times(&[b, inverse, a])
        },
        "B",
        REGULAR,
    ),
    (
        "solution",
        |g| {
            let (a, b) = (g.square("A"), g.vector("b"));
            let inverse = g.inverse(a);
            g.times(&[inverse, b])
        },
        "inv(A)*b",
        &[],
    ),
    (
        "determinant of a transpose",
        |g| {
            let a = g.square("A");
            let turned = g.turned(a);
            g.graph.determinant(turned)
        },
        "det(A)",
        &[],
    ),
    (
        "determinant of an inverse",
        |g| {
            let a = g.square("A");
            let inverse = g.inverse(a);
            g.graph.determinant(inverse)
        },
        "1/det(A)",
        &[],
    ),
    (
        "determinant of a product",
        |g| {
            let (a, b) = (g.square("A"), g.square("B"));
            let product = g.times(&[a, b]);
            g.graph.determinant(product)
        },
        "det(A)*det(B)",
        &[],
    ),
    (
        "cofactors",
        |g| {
            let a = g.square("A");
            let (determinant, inverse) = (g.graph.determinant(a), g.inverse(a));
            let turned = g.turned(inverse);
            g.graph.product(&[determinant, turned])
        },
        "det(A)*inv(A)'",
        &[],
    ),
    (
        "logarithm of a determinant",
        |g| {
            let a = g.square("A");
            let determinant = g.graph.determinant(a);
            g.call("ln", determinant)
        },
        "logdet(A)",
        &[],
    ),
    (
        "logarithm of the determinant of an inverse",
        |g| {
            let a = g.square("A");
            let inverse = g.inverse(a);
            let determinant = g.graph.determinant(inverse);
            g.call("ln", determinant)
        },
        "-logdet(A)",
        &[],
    ),
    (
        "log-determinant of an inverse",
        |g| {
            let a = g.square("A");
            let inverse = g.inverse(a);
            g.graph.log_determinant(inverse)
        },
        "-logdet(A)",
        &[],
    ),
    (
        "shares",
        |g| {
            let x = g.vector("x");
            let sum = g.graph.reduce(Reduction::LogSumExp, x, 1);
            let difference = g.minus(x, sum);
            g.call("exp", difference)
        },
        "softmax(x)",
        &[],
    ),
    (
        "common factors entry by entry",
        |g| {
            let (x, y, z) = (g.vector("x"), g.vector("y"), g.vector("z"));
            let (left, right) = (g.graph.product(&[x, y]), g.graph.product(&[x, z]));
            g.plus(&[left, right])
        },
        "x .* (y + z)",
        &[],
    ),
    (
        "identity and diagonal",
        |g| {
            let x = g.vector("x");
            let n = g.dimension("n");
            let (eye, diagonal) = (g.graph.identity(n), g.graph.diagonal(x));
            g.plus(&[eye, diagonal])
        },
        "eye(n) + diag(x)",
        &[],
    ),
    (
        "product with a chain entry by entry",
        |g| {
            let (x, w, y) = (g.square("X"), g.square("W"), g.square("Y"));
            let chain = g.times(&[x, w]);
            let product = g.graph.product(&[y, chain]);
            g.graph.total(product)
        },
        "sum((X*W) .* Y)",
        &[],
    ),
    (
        "sum of absolute values",
        |g| {
            let x = g.vector("x");
            let size = g.call("abs", x);
            g.graph.total(size)
        },
        "norm1(x)",
        &[],
    ),
    (
        "rank four",
        |g| {
            let (v, m) = (g.matrix("V", "n", "k"), g.dimension("m"));
            let row = g.turned(v);
            let gram = g.times(&[row, v]);
            let k = g.dimension("k");
            g.graph
                .contract(&[(gram, &[1, 2])], &[0, 1, 0, 2], &[m, k, k])
        },
        "tensor(i, j, l, o: eye(m)[i,l]*(V'*V)[j,o])",
        &[],
    ),
];

/// The node of a row, simplified for people, and the ledger.
fn written(row: &Row, known: bool) -> (Maker, Expr, Expr, Vec<String>) {
    let mut maker = Maker {
        graph: Graph::new(),
        known,
    };
    let node = row.1(&mut maker);
    let simplified = simplify(&mut maker.graph, &[node], &Options::default());
    let collected = collect(
        &mut maker.graph,
        &simplified.roots,
        &[],
        &Options::default(),
    );
    let conditions = simplified.ledger.iter().map(|row| row.condition);
    let conditions: Vec<Expr> = conditions.collect();
    let texts = infix(&maker.graph, &conditions, &PrintOptions::default()).results;
    (maker, node, collected.roots[0], texts)
}

fn text(maker: &Maker, node: Expr) -> String {
    let sheet = infix(&maker.graph, &[node], &PrintOptions::default());
    assert!(sheet.bindings.is_empty(), "{:?}", sheet.bindings);
    sheet.results[0].clone()
}

/// The values of nodes with known sizes, at a point where symmetric parts dominate.
fn values(graph: &Graph, nodes: &[Expr]) -> Vec<Vec<f64>> {
    let variables: Vec<_> = graph
        .variables()
        .map(|(name, shape)| (graph.find_variable(name).unwrap(), shape))
        .collect();
    let mut inputs = Vec::new();
    for (number, (_, shape)) in variables.iter().enumerate() {
        let columns = shape.sizes().get(1).copied().unwrap_or(1);
        for entry in 0..shape.entries() {
            let noise = ((entry * 37 + number * 17) % 23) as f64 / 23.0 - 0.4;
            let diagonal = entry / columns == entry % columns && columns > 1;
            inputs.push(noise + if diagonal { 2.0 } else { 0.0 });
        }
    }
    let mut graph = graph.clone();
    let entries: Vec<Expr> = graph.scalarize(nodes).concat();
    let interpreter = Interpreter::new(lower(&graph, &entries, &variables));
    let mut workspace = Workspace::default();
    let mut outputs = vec![0.0; entries.len()];
    interpreter.run(&inputs, &mut outputs, &mut workspace);
    let mut rest = &outputs[..];
    let mut lists = Vec::new();
    for &node in nodes {
        let (own, others) = rest.split_at(graph.shape(node).entries());
        lists.push(own.to_vec());
        rest = others;
    }
    lists
}

#[test]
fn whole_values_read_as_people_write_them() {
    let mut wrong = Vec::new();
    for row in ROWS {
        let (maker, _, node, conditions) = written(row, false);
        let own = text(&maker, node);
        if own != row.2 || conditions != row.3 {
            wrong.push(format!("{}: {own} {conditions:?}, not {}", row.0, row.2));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn values_stay_and_nothing_gets_dearer() {
    for row in ROWS {
        let (maker, before, after, _) = written(row, true);
        let lists = values(&maker.graph, &[before, after]);
        for (left, right) in lists[0].iter().zip(&lists[1]) {
            let size = left.abs().max(1.0);
            assert!((left - right).abs() <= 1e-12 * size, "{}: {lists:?}", row.0);
        }
        let (named, before, _, _) = written(row, false);
        let mut graph = named.graph.clone();
        let roots = simplify(&mut graph, &[before], &Options::default()).roots;
        assert!(cost(&graph, &roots) <= cost(&graph, &[before]), "{}", row.0);
    }
}

/// Vectors meet matrices first, and a trace needs no entry off the diagonal.
#[test]
fn contractions_are_ordered_by_cost() {
    let mut maker = Maker {
        graph: Graph::new(),
        known: false,
    };
    let (a, b, x) = (maker.square("A"), maker.square("B"), maker.vector("x"));
    let product = maker.times(&[a, b, x]);
    let chain = maker.times(&[a, b]);
    let trace = maker.graph.trace(chain);
    for root in [product, trace] {
        let root = simplify(&mut maker.graph, &[root], &Options::default()).roots[0];
        for node in maker.graph.reachable(&[root]) {
            let is_matrix = maker.graph.shape(node).rank() == 2;
            let is_variable = matches!(maker.graph.op(node), Op::Variable(_));
            assert!(!is_matrix || is_variable, "a product of matrices is formed");
        }
    }
}

#[test]
fn views_read_as_slices_blocks_and_convolutions() {
    let mut graph = Graph::new();
    let a = graph.variable("A", Shape::matrix(4, 5));
    let x = graph.variable("x", Shape::vector(9));
    let w = graph.variable("w", Shape::vector(3));
    let part = |first: u32, count: u32, step| Range::Part {
        first,
        count: Dimension::from(count),
        step,
    };
    let row = graph.slice(a, &[Range::At(0), Range::All]);
    let block = graph.slice(a, &[part(1, 2, 1), part(0, 3, 2)]);
    let back = graph.slice(x, &[part(8, 9, -1)]);
    let windows = |padding: i64, count: u32| Placement {
        whole: [Dimension::from(9)].into_iter().collect(),
        view: [count, 3].map(Dimension::from).into_iter().collect(),
        places: vec![Place {
            offset: -padding,
            steps: [(0, 2), (1, 1)].into_iter().collect(),
        }],
    };
    let view = graph.gather(x, windows(0, 4));
    let extents = [Dimension::from(4), Dimension::from(3)];
    let convolution = graph.contract(&[(view, &[0, 1]), (w, &[1])], &[0], &extents);
    let padded = graph.gather(x, windows(1, 5));
    let extents = [Dimension::from(5), Dimension::from(3)];
    let padded = graph.contract(&[(padded, &[0, 1]), (w, &[1])], &[0], &extents);
    let y = graph.variable("y", Shape::vector(4));
    let extents = [Dimension::from(4), Dimension::from(3)];
    let products = graph.contract(&[(y, &[0]), (w, &[1])], &[0, 1], &extents);
    let transposed = graph.scatter(products, windows(0, 4));
    let largest = graph.reduce(Reduction::Maximum, view, 2);
    let place = |offset: i64, count: u32| Placement {
        whole: [Dimension::from(7)].into_iter().collect(),
        view: [Dimension::from(count)].into_iter().collect(),
        places: vec![Place {
            offset,
            steps: [(0, 1)].into_iter().collect(),
        }],
    };
    let (upper, lower) = (graph.scatter(w, place(0, 3)), graph.scatter(y, place(3, 4)));
    let stacked = graph.sum(&[upper, lower]);
    let inside = graph.scatter(w, place(2, 3));
    for (node, expected) in [
        (row, "A[1,:]"),
        (block, "A[2:3,1:5 by 2]"),
        (back, "x[9:1 by -1]"),
        (convolution, "conv(x, w, stride=2)"),
        (padded, "conv(x, w, stride=2, padding=1)"),
        (transposed, "convt(y, w, stride=2)"),
        (largest, "maxpool(x, 3, stride=2)"),
        (stacked, "[w; y]"),
        (inside, "[zeros(2); w; zeros(2)]"),
        (view, "tensor(i in 1..4, tensor(j in 1..3, x[2*i + j - 2]))"),
    ] {
        let sheet = infix(&graph, &[node], &PrintOptions::default());
        assert_eq!(sheet.results, [expected]);
    }
}

#[test]
fn latex_has_its_own_signs() {
    let mut maker = Maker {
        graph: Graph::new(),
        known: false,
    };
    let (a, x) = (maker.square("A"), maker.vector("x"));
    let inverse = maker.inverse(a);
    let turned = maker.turned(inverse);
    let solution = maker.times(&[turned, x]);
    let n = maker.dimension("n");
    let eye = maker.graph.identity(n);
    let square = maker.graph.power_integer(x, 2);
    let total = maker.graph.total(square);
    let norm = maker.call("sqrt", total);
    let tensor = maker
        .graph
        .contract(&[(a, &[1, 2])], &[0, 1, 0, 2], &[n, n, n]);
    for (node, expected) in [
        (solution, r"A^{-\top} x"),
        (eye, "I_{n}"),
        (norm, r"\left\lVert x \right\rVert_{2}"),
        (tensor, r"\left[\delta_{ik} {A}_{jl}\right]_{ijkl}"),
    ] {
        let sheet = latex(&maker.graph, &[node], &PrintOptions::default());
        assert_eq!(sheet.results, [expected]);
    }
}

fn numbers(value: &serde_json::Value) -> Vec<f64> {
    match value {
        serde_json::Value::Array(list) => list.iter().flat_map(numbers).collect(),
        other => vec![other.as_f64().unwrap()],
    }
}

/// The values of all results of a text at the point of a row.
fn evaluated(text: &str, row: &serde_json::Value) -> Vec<f64> {
    let function = Function::parse(text).unwrap_or_else(|error| panic!("{text}\n{error}"));
    let compiled = function
        .compile_with(&CompileOptions::of([Quantity::Value]))
        .unwrap_or_else(|error| panic!("{text}\n{error}"));
    let inputs: Vec<f64> = function
        .variable_names()
        .flat_map(|name| numbers(&row["inputs"][name]))
        .collect();
    let mut outputs = vec![0.0; compiled.outputs()];
    compiled.call(&inputs, &mut outputs).unwrap();
    outputs
}

/// What is printed of the reference formulas and their derivatives is read back as the same, but for index notation.
#[test]
fn printed_forms_are_read_back() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/matrix.jsonl");
    let lines = std::fs::read_to_string(path).unwrap();
    let mut indexed = Vec::new();
    for line in lines.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let declared = declarations(&row);
        let text = format!("{declared}{}", row["expr"].as_str().unwrap());
        let function = Function::parse(&text).unwrap();
        let second = row["order"].as_i64() == Some(2);
        let quantity = match (second, function.shapes()[0].is_scalar()) {
            (true, _) => Quantity::Hessian,
            (false, true) => Quantity::Gradient,
            (false, false) => Quantity::Jacobian,
        };
        let mut request = Request::of([Quantity::Value, quantity]);
        request.wrt = Some(vec![row["wrt"].as_str().unwrap().to_owned()]);
        for sharing in [Sharing::Named, Sharing::WrittenOut] {
            let sheet = function.derive(&request).unwrap().infix(sharing);
            if sheet.results.iter().any(|text| text.contains("tensor(")) {
                indexed.push(row["id"].clone());
                continue;
            }
            // The value, by its name, stands among the shared parts where the first of them refers to it.
            let mut definitions = sheet.bindings.clone();
            let mentions = |text: &str| {
                let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
                text.split(|letter| !is_part(letter))
                    .any(|word| word == "f")
            };
            let place = definitions.iter().position(|(_, text)| mentions(text));
            let value = ("f".to_owned(), sheet.results[0].clone());
            definitions.insert(place.unwrap_or(definitions.len()), value);
            let definitions: String = definitions
                .iter()
                .map(|(name, text)| format!("{name} = {text}\n"))
                .collect();
            let back = format!("{declared}{definitions}f\n({})", sheet.results[1]);
            let own = evaluated(&back, &row);
            let mut expected = numbers(&row["value"]);
            expected.extend(numbers(&row["derivative"]));
            let largest = expected
                .iter()
                .fold(1.0f64, |most, own| most.max(own.abs()));
            assert_eq!(own.len(), expected.len(), "{back}");
            for (left, right) in own.iter().zip(&expected) {
                assert!((left - right).abs() <= 1e-10 * largest, "{back}\n{own:?}");
            }
        }
    }
    indexed.dedup();
    assert_eq!(indexed, ["m111", "m112", "m114", "m115"]);
}

/// Matrix products are `@`, systems are solved, and what has no form gives no text.
#[test]
fn numpy_has_expressions_over_arrays() {
    for (text, expected) in [
        ("x'*A*x", Some("x @ A @ x")),
        ("A*x*y'", Some("np.outer(A @ x, y)")),
        ("inv(A)*x", Some("np.linalg.solve(A, x)")),
        ("inv(A)'*x", Some("np.linalg.inv(A).T @ x")),
        ("y'*inv(A)*x", Some("y @ np.linalg.solve(A, x)")),
        ("tr(A*B)", Some("np.einsum('ij,ji->', A, B)")),
        ("logdet(A)", Some("np.linalg.slogdet(A)[1]")),
        ("diag(x)*A", Some("np.diag(x) @ A")),
        ("sum(A, axis=1)", Some("np.sum(A, axis=0)")),
        ("x'*A", Some("(x @ A)[np.newaxis, :]")),
        ("sigma(A*x) .* y", Some("y * scipy.special.expit(A @ x)")),
        ("max(x, 0)", Some("np.maximum(x, 0)")),
        ("norm2(x - y)", Some("np.linalg.norm(x - y)")),
        ("A[1,:]", Some("A[0, :]")),
        ("x[2:3]", Some("x[1:3]")),
        ("[x; y]", Some("np.concatenate([x, y])")),
        ("conv(x, y)", None),
    ] {
        let declared = "A: matrix(3, 3); B: matrix(3, 3); x: vector(3); y: vector(3);";
        let function = Function::parse(&format!("{declared} {text}")).unwrap();
        let derivation = function.derive(&Request::of([Quantity::Value])).unwrap();
        let sheet = derivation.numpy(Sharing::WrittenOut);
        let written = sheet.map(|sheet| sheet.results[0].clone());
        assert_eq!(written.as_deref(), expected, "{text}");
    }
}

/// Value and derivative of each reference as Python computes them, where Python has NumPy.
#[test]
fn numpy_agrees_with_the_references() {
    let python = std::env::var("SYMDIFF_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let run = |script: &str| Command::new(&python).args(["-c", script]).output();
    if !run("import numpy").is_ok_and(|output| output.status.success()) {
        return;
    }
    let mut script = String::from(
        "import numpy as np\ntry:\n    import scipy.special\nexcept ImportError:\n    scipy = None\n",
    );
    script.push_str("def check(row, got, expected):\n    expected = np.array(expected)\n    got = np.reshape(got, expected.shape)\n");
    script.push_str("    most = max(1.0, np.abs(expected).max())\n    assert np.abs(got - expected).max() <= 1e-9 * most, (row, got, expected)\n");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/matrix.jsonl");
    let mut count = 0;
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = format!("{}{}", declarations(&row), row["expr"].as_str().unwrap());
        let function = Function::parse(&text).unwrap();
        let quantity = match (row["order"].as_i64(), function.shapes()[0].is_scalar()) {
            (Some(2), _) => Quantity::Hessian,
            (_, true) => Quantity::Gradient,
            (_, false) => Quantity::Jacobian,
        };
        let mut request = Request::of([Quantity::Value, quantity]);
        request.wrt = Some(vec![row["wrt"].as_str().unwrap().to_owned()]);
        let derivation = function.derive(&request).unwrap();
        let Some(sheet) = derivation.numpy(Sharing::WrittenOut) else {
            continue;
        };
        count += 1;
        let uses_scipy = sheet.results.iter().any(|text| text.contains("scipy"));
        script.push_str(if uses_scipy {
            "if scipy:\n"
        } else {
            "if True:\n"
        });
        for (name, value) in row["inputs"].as_object().unwrap() {
            script.push_str(&format!("    {name} = np.array({value})\n"));
        }
        for (text, expected) in sheet
            .results
            .iter()
            .zip([&row["value"], &row["derivative"]])
        {
            script.push_str(&format!("    check({}, {text}, {expected})\n", row["id"]));
        }
    }
    assert!(count >= 40, "{count}");
    let output = run(&script).unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
