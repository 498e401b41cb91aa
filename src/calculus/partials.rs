//! The partial derivatives of one node in the nodes that it is made of: the chain rule's links, the
//! same for forward and reverse mode.

use super::Undifferentiable;
use crate::functions::{self, Extremum, FunctionId, Kernel};
use crate::graph::{Expr, Graph, Op};
use crate::resolve::{partial, rule};
use num_traits::{One, Signed};
use smallvec::SmallVec;

/// Longer lists of fixed factors become one factor before each link takes a copy of them.
const MOST_COPIED: usize = 16;

/// One link: `node` changes by `factor` times the change of `target`. For an elementwise operation
/// on vectors and matrices the factor is elementwise too.
#[derive(Clone, Copy, Debug)]
pub(super) struct Partial {
    /// An operand, or the base of an operand that is a negative power.
    pub target: Expr,
    /// The derivative, but for `outer`.
    pub factor: Expr,
    /// A factor that other links of the node have too: it belongs to the seed, so that what they
    /// bring to one place is added up inside it.
    pub outer: Option<Expr>,
    /// The factor is a choice that switches the link off (relu, max): a zero side must stay zero
    /// whatever it is multiplied with, so the choice is made after the multiplication.
    pub gated: bool,
}

/// The links of a node, mostly few.
pub(super) type Links = SmallVec<[Partial; 2]>;

/// The links of an elementwise or scalar `node` to operands that are `wanted`.
pub(super) fn partials(
    graph: &mut Graph,
    node: Expr,
    wanted: &dyn Fn(Expr) -> bool,
) -> Result<Links, Undifferentiable> {
    let operands = graph.operands_of(node);
    let mut links = Links::new();
    match graph.op(node) {
        Op::Sum => {
            let one = graph.integer(1);
            let wanted = operands.iter().filter(|&&operand| wanted(operand));
            links.extend(wanted.map(|&target| Partial {
                target,
                factor: one,
                outer: None,
                gated: false,
            }));
        }
        Op::Product => product_links(graph, node, wanted, &mut links),
        Op::Power => power_links(graph, node, wanted, &mut links)?,
        Op::Call(id) => match functions::row(id).kernel {
            Kernel::Extremum(end) => extremum_links(graph, node, end, wanted, &mut links),
            Kernel::Variadic(_) => variadic_links(graph, node, id, wanted, &mut links),
            _ => row_links(graph, node, id, wanted, &mut links)?,
        },
        Op::Adjugate(_) => return Err(NO_HIGHER),
        _ => {}
    }
    Ok(links)
}

/// Derivatives of determinants end where a value would have too many axes.
pub(super) const NO_HIGHER: Undifferentiable = Undifferentiable {
    function: "adj",
    parameter: "A",
};

/// The product rule; a negative power is a denominator, and the quotient rule in the form
/// `-k * node / denominator` links the product to the denominator itself.
fn product_links(graph: &mut Graph, node: Expr, wanted: &dyn Fn(Expr) -> bool, links: &mut Links) {
    let mut fixed = Vec::new();
    let mut varying = Vec::new();
    let mut denominators = Vec::new();
    for operand in graph.operands_of(node) {
        let (base, exponent) = graph.split_exponent(operand);
        if !wanted(operand) {
            fixed.push(operand);
        } else if exponent.is_integer() && exponent.is_negative() {
            fixed.push(operand);
            denominators.push((base, exponent));
        } else {
            varying.push(operand);
        }
    }
    // With one plain denominator v, both sides of the quotient rule are something over v.
    let outer = match denominators[..] {
        [(base, ref exponent)] if (-exponent).is_one() => Some(graph.reciprocal(base)),
        _ => None,
    };
    fixed.retain(|factor| Some(*factor) != outer);
    if fixed.len() > MOST_COPIED {
        fixed = vec![graph.product(&fixed)];
    }
    let mut others = without_each(graph, &varying, &|graph, parts| graph.product(parts));
    for (target, other) in varying.into_iter().zip(others.drain(..)) {
        let mut factors = fixed.clone();
        factors.extend(other);
        let factor = graph.product(&factors);
        links.push(Partial {
            target,
            factor,
            outer,
            gated: false,
        });
    }
    for (target, exponent) in denominators {
        let exponent = graph.number(exponent);
        let inverse = graph.reciprocal(target);
        let factor = match outer {
            Some(_) => graph.product(&[exponent, node]),
            None => graph.product(&[exponent, node, inverse]),
        };
        links.push(Partial {
            target,
            factor,
            outer,
            gated: false,
        });
    }
}

/// For each factor the factors whose product is that of all others: directly for a few, by prefix
/// and suffix products for many, so that n factors cost 3n multiplications and not n^2. `join` is the
/// product, or what else may be joined in any order.
fn without_each(
    graph: &mut Graph,
    factors: &[Expr],
    join: &dyn Fn(&mut Graph, &[Expr]) -> Expr,
) -> Vec<Vec<Expr>> {
    let count = factors.len();
    if count <= 3 {
        let all_but = |skip: usize| {
            (0..count)
                .filter(|&place| place != skip)
                .map(|place| factors[place])
                .collect()
        };
        return (0..count).map(all_but).collect();
    }
    let mut prefixes = vec![factors[0]];
    for &factor in &factors[1..count - 1] {
        let last = prefixes[prefixes.len() - 1];
        prefixes.push(join(graph, &[last, factor]));
    }
    let mut lists = vec![Vec::new(); count];
    let mut suffix: Option<Expr> = None;
    for place in (0..count).rev() {
        if place > 0 {
            lists[place].push(prefixes[place - 1]);
        }
        lists[place].extend(suffix);
        suffix = Some(match suffix {
            None => factors[place],
            Some(suffix) => join(graph, &[factors[place], suffix]),
        });
    }
    lists
}

/// The power rule for a constant exponent; the row of the general power otherwise.
fn power_links(
    graph: &mut Graph,
    node: Expr,
    wanted: &dyn Fn(Expr) -> bool,
    links: &mut Links,
) -> Result<(), Undifferentiable> {
    let operands = graph.operands_of(node);
    let Some(exponent) = graph.as_number(operands[1]).cloned() else {
        return row_links(graph, node, functions::power(), wanted, links);
    };
    if wanted(operands[0]) {
        let lower = graph.number(&exponent - crate::graph::Number::one());
        let power = graph.power(operands[0], lower);
        let factor = graph.product(&[operands[1], power]);
        links.push(Partial {
            target: operands[0],
            factor,
            outer: None,
            gated: false,
        });
    }
    Ok(())
}

fn row_links(
    graph: &mut Graph,
    node: Expr,
    id: FunctionId,
    wanted: &dyn Fn(Expr) -> bool,
    links: &mut Links,
) -> Result<(), Undifferentiable> {
    let row = functions::row(id);
    let operands = graph.operands_of(node);
    let mut arguments = operands.clone();
    arguments.push(node);
    for (place, &target) in operands.iter().enumerate() {
        if !wanted(target) {
            continue;
        }
        let Some(formula) = partial(id, place) else {
            let parameter = row.parameters[place];
            return Err(Undifferentiable {
                function: row.name,
                parameter,
            });
        };
        let gated = formula.graph().op(formula.roots()[0]) == Op::Select;
        let factor = formula.apply(graph, 0, &arguments);
        links.push(Partial {
            target,
            factor,
            outer: None,
            gated,
        });
    }
    Ok(())
}

/// Each argument against the same function of all others. For many of these it is made of what stands
/// before and of what stands behind, so that n arguments cost 3n of it and not n^2.
fn variadic_links(
    graph: &mut Graph,
    node: Expr,
    id: FunctionId,
    wanted: &dyn Fn(Expr) -> bool,
    links: &mut Links,
) {
    let row = functions::row(id);
    let operands = graph.operands_of(node);
    let formula = rule(&row.partials[..1], &[row.parameters[0], "rest", "value"]);
    let gated = formula.graph().op(formula.roots()[0]) == Op::Select;
    let join = |graph: &mut Graph, parts: &[Expr]| graph.call(id, parts);
    let others = without_each(graph, &operands, &join);
    for (&target, others) in operands.iter().zip(others) {
        if !wanted(target) {
            continue;
        }
        let rest = graph.call(id, &others);
        let factor = formula.apply(graph, 0, &[target, rest, node]);
        links.push(Partial {
            target,
            factor,
            outer: None,
            gated,
        });
    }
}

/// All arguments that attain the extremum share its derivative equally.
fn extremum_links(
    graph: &mut Graph,
    node: Expr,
    end: Extremum,
    wanted: &dyn Fn(Expr) -> bool,
    links: &mut Links,
) {
    let operands = graph.operands_of(node);
    let (zero, one) = (graph.integer(0), graph.integer(1));
    if let [left, right] = operands[..] {
        let half = graph.fraction(1, 2);
        for (target, other) in [(left, right), (right, left)] {
            if wanted(target) {
                let (wins, loses) = (graph.less(other, target), graph.less(target, other));
                let (wins, loses) = match end {
                    Extremum::Maximum => (wins, loses),
                    Extremum::Minimum => (loses, wins),
                };
                let rest = graph.select(loses, zero, half);
                let factor = graph.select(wins, one, rest);
                links.push(Partial {
                    target,
                    factor,
                    outer: None,
                    gated: true,
                });
            }
        }
        return;
    }
    let attains: Vec<Expr> = operands
        .iter()
        .map(|&operand| match end {
            Extremum::Maximum => graph.less_equal(node, operand),
            Extremum::Minimum => graph.less_equal(operand, node),
        })
        .collect();
    let ones: Vec<Expr> = attains
        .iter()
        .map(|&attains| graph.select(attains, one, zero))
        .collect();
    let count = graph.sum(&ones);
    let share = graph.reciprocal(count);
    for (&target, &attains) in operands.iter().zip(&attains) {
        if wanted(target) {
            let factor = graph.select(attains, share, zero);
            links.push(Partial {
                target,
                factor,
                outer: None,
                gated: true,
            });
        }
    }
}
