//! What is known of coefficients: their signs, and whether a condition holds at the point.
//!
//! Must not know how formulas are simplified or computed: who asks for a series answers that.

use super::Obstacle;
use crate::functions::{self, FunctionId};
use crate::graph::{Expr, Graph, NodeMap, Number, Op};
use crate::resolve::rule;
use num_bigint::BigInt;
use num_traits::{Signed, Zero};

/// Who asks for a series.
pub trait Judge {
    /// A shorter form of a coefficient, equal to it.
    fn simplified(&mut self, graph: &mut Graph, expr: Expr) -> Expr;
    /// The value of a coefficient without variables.
    fn value(&mut self, graph: &Graph, expr: Expr) -> f64;
    /// The series is that of the function only where this condition holds.
    fn assume(&mut self, graph: &mut Graph, condition: Expr, place: Expr);
    /// Whether the work is still wanted.
    fn goes_on(&self) -> bool;
}

/// Against 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Negative,
    Zero,
    Positive,
    /// It has no variables, and is so near to 0 that its sign cannot be told.
    Undecided,
    /// It depends on variables.
    Varies,
}

/// Whether a condition holds at the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    Met,
    Unmet,
    /// Both sides of a comparison are equal there: it changes.
    Changes,
    Undecided,
    Varies,
}

/// A value nearer to 0 than this may be a rounding error.
const NEAR: f64 = 1e-9;

pub(super) fn sign(graph: &mut Graph, judge: &mut dyn Judge, expr: Expr) -> Sign {
    let expr = settled(graph, judge, expr);
    if let Some(number) = graph.as_number(expr) {
        return match number {
            number if number.is_zero() => Sign::Zero,
            number if number.is_negative() => Sign::Negative,
            _ => Sign::Positive,
        };
    }
    let facts = graph.facts(expr);
    if facts.positive() {
        return Sign::Positive;
    }
    if !facts.constant {
        return Sign::Varies;
    }
    match judge.value(graph, expr) {
        value if value > NEAR => Sign::Positive,
        value if value < -NEAR => Sign::Negative,
        _ => Sign::Undecided,
    }
}

/// A coefficient in its shortest form. Functions that are constant in pieces are numbers at exact arguments.
pub(super) fn settled(graph: &mut Graph, judge: &mut dyn Judge, expr: Expr) -> Expr {
    if graph.as_number(expr).is_some() {
        return expr;
    }
    let expr = match graph.facts(expr).constant {
        true => in_pieces(graph, judge, expr),
        false => expr,
    };
    judge.simplified(graph, expr)
}

fn in_pieces(graph: &mut Graph, judge: &mut dyn Judge, expr: Expr) -> Expr {
    let order = graph.reachable(&[expr]);
    let mut images = NodeMap::for_nodes(&order);
    for node in order {
        let operands: Vec<Expr> = graph
            .operands(node)
            .iter()
            .map(|&operand| images[operand])
            .collect();
        let image = match operands.is_empty() {
            true => node,
            false => graph.rebuild(node, &operands),
        };
        let number = piece(graph, judge, image);
        let image = number.map_or(image, |number| graph.number(number));
        images.insert(node, image);
    }
    images[expr]
}

/// The value of a function without slope at a number that no rounding moves across a jump.
fn piece(graph: &Graph, judge: &mut dyn Judge, node: Expr) -> Option<Number> {
    let Op::Call(id) = graph.op(node) else {
        return None;
    };
    let row = functions::row(id);
    let is_flat = !row.partials.is_empty() && row.partials.iter().all(|partial| *partial == "0");
    let argument = graph.as_number(graph.operands(node)[0])?;
    let is_safe = argument.numer().bits() <= 40 && argument.denom().bits() <= 10;
    if !is_flat || !is_safe {
        return None;
    }
    let value = judge.value(graph, node);
    let is_whole = value.fract() == 0.0 && value.abs() < 9e15;
    is_whole.then(|| Number::from(BigInt::from(value as i64)))
}

/// The truth of a comparison of two numbers by the sign of their difference.
pub(super) fn compared(op: Op, difference: Sign) -> Truth {
    match (op, difference) {
        (Op::Equal, Sign::Negative | Sign::Positive) => Truth::Unmet,
        (_, Sign::Negative) => Truth::Met,
        (_, Sign::Positive) => Truth::Unmet,
        (_, Sign::Zero) => Truth::Changes,
        (_, Sign::Undecided) => Truth::Undecided,
        (_, Sign::Varies) => Truth::Varies,
    }
}

pub(super) fn both(left: Truth, right: Truth) -> Truth {
    match (left, right) {
        (Truth::Unmet, _) | (_, Truth::Unmet) => Truth::Unmet,
        (Truth::Met, other) | (other, Truth::Met) => other,
        (Truth::Changes, _) | (_, Truth::Changes) => Truth::Changes,
        (Truth::Undecided, _) | (_, Truth::Undecided) => Truth::Undecided,
        (Truth::Varies, Truth::Varies) => Truth::Varies,
    }
}

pub(super) fn opposite(truth: Truth) -> Truth {
    match truth {
        Truth::Met => Truth::Unmet,
        Truth::Unmet => Truth::Met,
        other => other,
    }
}

pub(super) fn either(left: Truth, right: Truth) -> Truth {
    opposite(both(opposite(left), opposite(right)))
}

/// An obstacle unless a function is smooth at these arguments, as its row says: inside its domain, and at no kink.
pub(super) fn check_row(
    graph: &mut Graph,
    judge: &mut dyn Judge,
    id: FunctionId,
    arguments: &[Expr],
) -> Result<(), Obstacle> {
    let row = functions::row(id);
    for kink in row.kinks {
        match at_kink(graph, judge, kink.at, row.parameters, arguments) {
            Truth::Unmet | Truth::Varies => {}
            Truth::Undecided => return Err(Obstacle::Undecided(arguments[0])),
            _ => {
                return Err(Obstacle::Kink {
                    function: row.name,
                    at: kink.at,
                });
            }
        }
    }
    if row.domain.is_empty() {
        return Ok(());
    }
    let condition = rule(&[row.domain], row.parameters).apply(graph, 0, arguments);
    match truth(graph, judge, condition) {
        Truth::Unmet => Err(Obstacle::Outside { function: row.name }),
        Truth::Undecided => Err(Obstacle::Undecided(arguments[0])),
        Truth::Varies => {
            let place = graph.call(id, arguments);
            judge.assume(graph, condition, place);
            Ok(())
        }
        Truth::Met | Truth::Changes => Ok(()),
    }
}

/// The truth of a condition whose leaves are coefficients. At the boundary of a domain the comparison itself counts.
fn truth(graph: &mut Graph, judge: &mut dyn Judge, condition: Expr) -> Truth {
    let mut known = hashbrown::HashMap::new();
    for node in graph.reachable(&[condition]) {
        let operands = graph.operands_of(node);
        let of = |place: usize| {
            known
                .get(&operands[place])
                .copied()
                .unwrap_or(Truth::Varies)
        };
        let own = match graph.op(node) {
            Op::Truth(true) => Truth::Met,
            Op::Truth(false) => Truth::Unmet,
            op @ (Op::Less | Op::LessEqual | Op::Equal) => {
                let difference = graph.subtract(operands[0], operands[1]);
                match (op, compared(op, sign(graph, judge, difference))) {
                    (Op::Less, Truth::Changes) => Truth::Unmet,
                    (_, Truth::Changes) => Truth::Met,
                    (_, truth) => truth,
                }
            }
            Op::And => both(of(0), of(1)),
            Op::Or => either(of(0), of(1)),
            Op::Not => opposite(of(0)),
            _ => continue,
        };
        known.insert(node, own);
    }
    known.get(&condition).copied().unwrap_or(Truth::Varies)
}

/// Whether arguments are at a place such as `x = 0`, `x = -1 || x = 1` or `y = 0 && x <= 0`: the equations of a row
/// of the table.
fn at_kink(
    graph: &mut Graph,
    judge: &mut dyn Judge,
    at: &'static str,
    parameters: &'static [&'static str],
    arguments: &[Expr],
) -> Truth {
    let mut any = Truth::Unmet;
    for part in at.split("||") {
        let mut all = Truth::Met;
        for equation in part.split("&&") {
            let (sides, is_bound) = match equation.split_once("<=") {
                Some(sides) => (Some(sides), true),
                None => (equation.split_once('='), false),
            };
            // A place in words: whoever handles such a function knows it.
            let Some((left, right)) = sides else { continue };
            let texts = [left.trim(), right.trim()];
            let [left, right] =
                texts.map(|text| rule(&[text], parameters).apply(graph, 0, arguments));
            let difference = graph.subtract(left, right);
            let holds = match (sign(graph, judge, difference), is_bound) {
                (Sign::Zero, _) | (Sign::Negative, true) => Truth::Met,
                (Sign::Positive, _) | (Sign::Negative, false) => Truth::Unmet,
                (Sign::Undecided, _) => Truth::Undecided,
                (Sign::Varies, _) => Truth::Varies,
            };
            all = both(all, holds);
        }
        any = either(any, all);
    }
    any
}
