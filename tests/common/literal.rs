//! The typed formula and its textbook derivatives, evaluated literally in binary64.
//!
//! Dual numbers of first or second order walk the syntax tree: nothing is rearranged, shared or simplified, and the
//! functions are those of the standard library. Knows nothing of graphs, programs and the partials of the
//! function table; only the special functions that the standard library lacks come from its kernels.

use std::collections::HashMap;
use std::f64::consts::{E, LN_2, LN_10, PI};
use symdiff::functions::{self, Kernel};
use symdiff::syntax::{self, Binary, Kind, StatementKind, Tree, Unary};

/// A value with its first and second derivatives in all variables.
#[derive(Clone)]
pub struct Dual {
    pub value: f64,
    /// Empty where nothing depends on a variable.
    pub gradient: Vec<f64>,
    /// Row by row; empty like the gradient, and where only first derivatives are asked for.
    pub hessian: Vec<f64>,
}

/// What a node of the tree is.
#[derive(Clone)]
enum Item {
    Number(Dual),
    Truth(bool),
}

/// The last result of a text at a point, with derivatives of this order and below: 1 or 2.
pub fn evaluate(text: &str, variables: &[String], at: &[f64], order: usize) -> Dual {
    let parsed = syntax::parse(text, &syntax::Limits::default());
    assert!(parsed.is_ok(), "{:?}", parsed.diagnostics);
    let entries = match order {
        0 | 1 => 0,
        _ => variables.len() * variables.len(),
    };
    let mut names: HashMap<String, Dual> = HashMap::new();
    for (place, (name, value)) in variables.iter().zip(at).enumerate() {
        let mut gradient = vec![0.0; variables.len()];
        gradient[place] = 1.0;
        let hessian = vec![0.0; entries];
        let dual = Dual {
            value: *value,
            gradient,
            hessian,
        };
        names.insert(name.clone(), dual);
    }
    let mut result = None;
    let mut items: Vec<Item> = Vec::new();
    for statement in &parsed.tree.statements {
        let (name, body) = match &statement.kind {
            StatementKind::Result(body) => (None, *body),
            StatementKind::Definition { name, body, .. } => (Some(name), *body),
            _ => panic!("the literal evaluator reads results and definitions"),
        };
        while items.len() <= body.0 as usize {
            let item = node(&parsed.tree, &items, &names);
            items.push(item);
        }
        let dual = number(&items, body.0).clone();
        if let Some(name) = name {
            names.insert(name.clone(), dual.clone());
        }
        result = Some(dual);
    }
    let mut dual = result.expect("a statement");
    dual.gradient.resize(variables.len(), 0.0);
    dual.hessian.resize(entries, 0.0);
    dual
}

fn number(items: &[Item], id: u32) -> &Dual {
    match &items[id as usize] {
        Item::Number(dual) => dual,
        Item::Truth(_) => panic!("a condition stands for a number"),
    }
}

fn truth(items: &[Item], id: u32) -> bool {
    match items[id as usize] {
        Item::Truth(met) => met,
        Item::Number(_) => panic!("a number stands for a condition"),
    }
}

/// The node after `items`.
fn node(tree: &Tree, items: &[Item], names: &HashMap<String, Dual>) -> Item {
    match &tree.nodes[items.len()].kind {
        Kind::Number(exact) => {
            Item::Number(constant(symdiff::graph::to_f64(&exact.clone().into())))
        }
        Kind::Name(name) => Item::Number(match (names.get(name), name.as_str()) {
            (Some(dual), _) => dual.clone(),
            (None, "pi") => constant(PI),
            (None, "e") => constant(E),
            _ => panic!("no variable `{name}`"),
        }),
        Kind::Unary(Unary::Not, operand) => Item::Truth(!truth(items, operand.0)),
        Kind::Unary(Unary::Plus, operand) => items[operand.0 as usize].clone(),
        Kind::Unary(Unary::Negate, operand) => {
            let u = number(items, operand.0);
            Item::Number(u.chain([-u.value, -1.0, 0.0]))
        }
        Kind::Unary(Unary::Transpose, _)
        | Kind::Slice { .. }
        | Kind::Block { .. }
        | Kind::Named { .. } => panic!("the literal evaluator knows scalars only"),
        Kind::Binary {
            operator: operator @ (Binary::And | Binary::Or),
            left,
            right,
            ..
        } => {
            let (left, right) = (truth(items, left.0), truth(items, right.0));
            let both = *operator == Binary::And;
            Item::Truth(if both { left && right } else { left || right })
        }
        Kind::Binary {
            operator,
            left,
            right,
            ..
        } => binary(*operator, number(items, left.0), number(items, right.0)),
        Kind::Call {
            name, arguments, ..
        } if name == "if" => {
            let place = if truth(items, arguments[0].0) { 1 } else { 2 };
            items[arguments[place].0 as usize].clone()
        }
        Kind::Base(_)
        | Kind::Entry { .. }
        | Kind::Derived { .. }
        | Kind::Derivative(_)
        | Kind::Fold(_)
        | Kind::Indexed(_) => panic!("the literal evaluator knows values, operators and calls"),
        Kind::Call {
            name, arguments, ..
        } => {
            let arguments: Vec<&Dual> = arguments.iter().map(|id| number(items, id.0)).collect();
            Item::Number(call(name, &arguments))
        }
    }
}

fn constant(value: f64) -> Dual {
    Dual {
        value,
        gradient: Vec::new(),
        hessian: Vec::new(),
    }
}

/// Zero times anything is zero in a derivative that is known to vanish.
fn times(coefficient: f64, factor: f64) -> f64 {
    if coefficient == 0.0 {
        0.0
    } else {
        coefficient * factor
    }
}

impl Dual {
    fn depends(&self) -> bool {
        !self.gradient.is_empty()
    }

    /// A function of this one number: value, first and second derivative of the function.
    fn chain(&self, [value, first, second]: [f64; 3]) -> Dual {
        let count = self.gradient.len();
        let hessian = (0..self.hessian.len())
            .map(|place| {
                let (row, column) = (place / count, place % count);
                let bend = times(self.gradient[row] * self.gradient[column], second);
                bend + times(self.hessian[place], first)
            })
            .collect();
        Dual {
            value,
            gradient: self.gradient.iter().map(|&g| times(g, first)).collect(),
            hessian,
        }
    }

    /// A function of two numbers: value; derivatives in u, v; in uu, uv, vv.
    fn chain2(&self, other: &Dual, value: f64, first: [f64; 2], second: [f64; 3]) -> Dual {
        if !self.depends() {
            return other.chain([value, first[1], second[2]]);
        }
        if !other.depends() {
            return self.chain([value, first[0], second[0]]);
        }
        let (u, v) = (self, other);
        let count = u.gradient.len();
        let gradient = (0..count)
            .map(|place| times(u.gradient[place], first[0]) + times(v.gradient[place], first[1]))
            .collect();
        let hessian = (0..self.hessian.len())
            .map(|place| {
                let (row, column) = (place / count, place % count);
                let (ui, uj) = (u.gradient[row], u.gradient[column]);
                let (vi, vj) = (v.gradient[row], v.gradient[column]);
                times(u.hessian[place], first[0])
                    + times(v.hessian[place], first[1])
                    + times(ui * uj, second[0])
                    + times(ui * vj + uj * vi, second[1])
                    + times(vi * vj, second[2])
            })
            .collect();
        Dual {
            value,
            gradient,
            hessian,
        }
    }
}

fn binary(operator: Binary, left: &Dual, right: &Dual) -> Item {
    let (u, v) = (left.value, right.value);
    Item::Number(match operator {
        Binary::Less => return Item::Truth(u < v),
        Binary::LessEqual => return Item::Truth(u <= v),
        Binary::Greater => return Item::Truth(u > v),
        Binary::GreaterEqual => return Item::Truth(u >= v),
        Binary::Equal => return Item::Truth(u == v),
        Binary::NotEqual => return Item::Truth(u != v),
        Binary::And | Binary::Or => panic!("a number stands for a condition"),
        Binary::Add => left.chain2(right, u + v, [1.0, 1.0], [0.0; 3]),
        Binary::Subtract => left.chain2(right, u - v, [1.0, -1.0], [0.0; 3]),
        Binary::Multiply | Binary::MultiplyElementwise => {
            left.chain2(right, u * v, [v, u], [0.0, 1.0, 0.0])
        }
        Binary::Divide | Binary::DivideElementwise => {
            let first = [1.0 / v, -u / (v * v)];
            let second = [0.0, -1.0 / (v * v), 2.0 * u / (v * v * v)];
            left.chain2(right, u / v, first, second)
        }
        Binary::Power | Binary::PowerElementwise => power(left, right),
    })
}

/// The power rule for a constant exponent, `u^v*(v'*ln(u) + v*u'/u)` otherwise.
fn power(base: &Dual, exponent: &Dual) -> Dual {
    let (u, v) = (base.value, exponent.value);
    let value = u.powf(v);
    if !exponent.depends() {
        let first = times(v, u.powf(v - 1.0));
        return base.chain([value, first, times(v * (v - 1.0), u.powf(v - 2.0))]);
    }
    let (lower, ln) = (u.powf(v - 1.0), u.ln());
    let second = [
        times(v * (v - 1.0), u.powf(v - 2.0)),
        lower + v * lower * ln,
        value * ln * ln,
    ];
    base.chain2(exponent, value, [v * lower, value * ln], second)
}

fn call(name: &str, arguments: &[&Dual]) -> Dual {
    match (name, arguments) {
        ("max" | "min", [first, rest @ ..]) => rest.iter().fold((*first).clone(), |best, next| {
            let wins = if name == "max" {
                next.value > best.value
            } else {
                next.value < best.value
            };
            if wins { (*next).clone() } else { best }
        }),
        ("pow", [base, exponent]) => power(base, exponent),
        ("root", [base, degree]) => power(base, &degree.chain(reciprocal(degree.value))),
        ("log", [base, x]) => {
            let (above, below) = (call("ln", &[x]), call("ln", &[base]));
            match binary(Binary::Divide, &above, &below) {
                Item::Number(dual) => dual,
                Item::Truth(_) => unreachable!("a quotient is a number"),
            }
        }
        ("hypot", [x, y]) => {
            let (u, v) = (x.value, y.value);
            let r = (u * u + v * v).sqrt();
            let cube = r * r * r;
            let second = [v * v / cube, -u * v / cube, u * u / cube];
            x.chain2(y, r, [u / r, v / r], second)
        }
        ("atan2", [y, x]) => {
            let (u, v) = (y.value, x.value);
            let square = u * u + v * v;
            let fourth = square * square;
            let bend = [
                -2.0 * u * v / fourth,
                (u * u - v * v) / fourth,
                2.0 * u * v / fourth,
            ];
            y.chain2(x, u.atan2(v), [v / square, -u / square], bend)
        }
        (_, [x]) => x.chain(unary(name, x.value)),
        _ => panic!("the literal evaluator has no `{name}`"),
    }
}

fn reciprocal(x: f64) -> [f64; 3] {
    [1.0 / x, -1.0 / (x * x), 2.0 / (x * x * x)]
}

/// Value, first and second derivative as a table of derivatives prints them.
fn unary(name: &str, x: f64) -> [f64; 3] {
    let square = x * x;
    match name {
        "sin" => [x.sin(), x.cos(), -x.sin()],
        "cos" => [x.cos(), -x.sin(), -x.cos()],
        "tan" => {
            let slope = 1.0 / (x.cos() * x.cos());
            [x.tan(), slope, 2.0 * x.tan() * slope]
        }
        "asin" | "arcsin" => {
            let root = (1.0 - square).sqrt();
            [x.asin(), 1.0 / root, x / (root * root * root)]
        }
        "acos" | "arccos" => {
            let root = (1.0 - square).sqrt();
            [x.acos(), -1.0 / root, -x / (root * root * root)]
        }
        "atan" | "arctan" => {
            let below = 1.0 + square;
            [x.atan(), 1.0 / below, -2.0 * x / (below * below)]
        }
        "sinh" => [x.sinh(), x.cosh(), x.sinh()],
        "cosh" => [x.cosh(), x.sinh(), x.cosh()],
        "tanh" => {
            let t = x.tanh();
            [t, 1.0 - t * t, -2.0 * t * (1.0 - t * t)]
        }
        "exp" => [x.exp(); 3],
        "ln" | "log" => [x.ln(), 1.0 / x, -1.0 / square],
        "log2" => [x.log2(), 1.0 / (x * LN_2), -1.0 / (square * LN_2)],
        "log10" => [x.log10(), 1.0 / (x * LN_10), -1.0 / (square * LN_10)],
        "log1p" => {
            let above = 1.0 + x;
            [x.ln_1p(), 1.0 / above, -1.0 / (above * above)]
        }
        "expm1" => [x.exp_m1(), x.exp(), x.exp()],
        "sqrt" => {
            let root = x.sqrt();
            [root, 0.5 / root, -0.25 / (x * root)]
        }
        "cbrt" => {
            let root = x.cbrt();
            let first = 1.0 / (3.0 * root * root);
            [root, first, -2.0 * first / (3.0 * x)]
        }
        "abs" => [x.abs(), sign(x), 0.0],
        "sign" => [sign(x), 0.0, 0.0],
        "floor" => [x.floor(), 0.0, 0.0],
        "ceil" => [x.ceil(), 0.0, 0.0],
        "relu" => [x.max(0.0), if x > 0.0 { 1.0 } else { 0.0 }, 0.0],
        "sigma" | "sigmoid" | "logistic" => {
            let s = 1.0 / (1.0 + (-x).exp());
            let slope = s * (1.0 - s);
            [s, slope, slope * (1.0 - 2.0 * s)]
        }
        "softplus" => {
            let s = 1.0 / (1.0 + (-x).exp());
            [(1.0 + x.exp()).ln(), s, s * (1.0 - s)]
        }
        "erf" => {
            let slope = 2.0 / PI.sqrt() * (-square).exp();
            [kernel(name, x), slope, -2.0 * x * slope]
        }
        "erfc" => {
            let slope = -2.0 / PI.sqrt() * (-square).exp();
            [kernel(name, x), slope, -2.0 * x * slope]
        }
        "lgamma" => [kernel(name, x), kernel("digamma", x), kernel("trigamma", x)],
        "gamma" => {
            let (g, d) = (kernel(name, x), kernel("digamma", x));
            [g, g * d, g * (d * d + kernel("trigamma", x))]
        }
        _ => panic!("the literal evaluator has no `{name}`"),
    }
}

fn sign(x: f64) -> f64 {
    if x == 0.0 { 0.0 } else { x.signum() }
}

fn kernel(name: &str, x: f64) -> f64 {
    let id = functions::lookup(name, 1).expect("the function has a row");
    match functions::row(id).kernel {
        Kernel::Unary(function) => function(x),
        _ => panic!("`{name}` is no function of the table"),
    }
}
