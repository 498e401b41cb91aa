//! What is printed for several results: which shared nodes get names, and the text of each.
//!
//! Must not know any notation. Invariants: a binding uses only bindings before it; with sharing, what is
//! written is linear in the graph, since a node with several operands is written out once only.

use super::present::Presenter;
use super::writer::{Notation, write};
use super::{Expr, Graph, NodeMap, Op, Uses};
use crate::functions;
use hashbrown::{HashMap, HashSet};
use num_traits::Signed;

/// A name that saves no more characters than this is not worth looking up.
const LEAST_SAVED: u64 = 24;
/// What a name is taken to be long.
const NAME_LENGTH: u64 = 2;

/// How subexpressions that are used more than once are printed.
///
/// ```
/// use symdiff::{Function, Sharing};
///
/// let f = Function::parse("sin(x*y + exp(x))^2")?.gradient()?;
/// assert!(!f.infix(Sharing::Named).bindings.is_empty());
/// assert!(f.infix(Sharing::WrittenOut).bindings.is_empty());
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sharing {
    /// Each has a name where that saves space, and is written once.
    #[default]
    Named,
    /// Each is written wherever it is used. What is shared often may get astronomically long:
    /// [`Derivation::forecast`](crate::Derivation::forecast) tells.
    WrittenOut,
}

/// How results are printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintOptions {
    /// Whether subexpressions that are used more than once get names.
    pub sharing: Sharing,
    /// Names that bindings must avoid, besides the variables of the graph.
    pub taken: Vec<String>,
    /// Names of the roots, in their order. With sharing, a root used inside another is written as its
    /// name. Roots beyond the list have none.
    pub roots_named: Vec<Option<String>>,
    /// The terms of sums that are written in an order of their own, such as polynomials by degree.
    pub orders: HashMap<Expr, Vec<Expr>>,
}

impl Default for PrintOptions {
    fn default() -> Self {
        PrintOptions {
            sharing: Sharing::Named,
            taken: Vec::new(),
            roots_named: Vec::new(),
            orders: HashMap::new(),
        }
    }
}

/// Results as text.
///
/// ```
/// use symdiff::{Function, Quantity, Request, Sharing};
///
/// let request = Request::of([Quantity::Gradient]);
/// let sheet = Function::parse("sin(x*y + exp(x))^2")?.derive(&request)?.infix(Sharing::Named);
/// assert_eq!(sheet.results, ["t1*(y + exp(x))", "x*t1"]);
/// assert_eq!(sheet.bindings, [("t1".into(), "2*sin(x*y + exp(x))*cos(x*y + exp(x))".into())]);
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Name and text of each shared subexpression, operands first.
    pub bindings: Vec<(String, String)>,
    /// The text of each root, in their order.
    pub results: Vec<String>,
}

/// Prints roots in a notation.
pub(super) fn print(
    graph: &Graph,
    roots: &[Expr],
    options: &PrintOptions,
    notation: &impl Notation,
) -> Sheet {
    let plan = if options.sharing == Sharing::Named {
        plan(graph, roots, options)
    } else {
        Plan::default()
    };
    let presenter = Presenter {
        graph,
        names: &plan.names,
        orders: &options.orders,
        equations: notation.has_equations(),
    };
    let definition = |expr| write(&presenter, notation, expr, usize::MAX);
    let bindings = plan
        .bound
        .iter()
        .map(|expr| (notation.name(&plan.names[expr]), definition(*expr)))
        .collect();
    let mut defined = HashSet::new();
    let results = roots
        .iter()
        .map(|root| match plan.names.get(root) {
            Some(name) if plan.bound_set.contains(root) || !defined.insert(*root) => {
                notation.name(name)
            }
            _ => definition(*root),
        })
        .collect();
    Sheet { bindings, results }
}

/// Which nodes have names.
#[derive(Default)]
struct Plan {
    names: HashMap<Expr, String>,
    /// The nodes that become bindings, operands first.
    bound: Vec<Expr>,
    bound_set: HashSet<Expr>,
}

/// Chooses names from the roots down, so that each node's uses are counted where it is written: a node
/// without a name hands its uses on to its operands.
fn plan(graph: &Graph, roots: &[Expr], options: &PrintOptions) -> Plan {
    let uses = graph.uses(roots);
    let lengths = lengths(graph, &uses);
    let mut plan = Plan::default();
    for (root, name) in roots.iter().zip(&options.roots_named) {
        if let Some(name) = name
            && !is_small(graph, *root)
        {
            plan.names.entry(*root).or_insert_with(|| name.clone());
        }
    }
    let mut written = vec![0u32; roots.iter().map(|root| root.index() + 1).max().unwrap_or(0)];
    for root in roots {
        written[root.index()] += 1;
    }
    for &expr in uses.order.iter().rev() {
        let count = written[expr.index()];
        let is_root = plan.names.contains_key(&expr);
        let saved = saved(count, lengths[expr]);
        let named =
            is_root || (count > 1 && saved > LEAST_SAVED && is_worth_a_name(graph, &uses, expr));
        if named && !is_root {
            plan.bound.push(expr);
        }
        for operand in graph.operands(expr) {
            let uses = &mut written[operand.index()];
            *uses = uses.saturating_add(if named { 1 } else { count });
        }
    }
    plan.bound.reverse();
    plan.bound_set = plan.bound.iter().copied().collect();
    plan.drop_short(graph, &uses, &written);
    let given = options.roots_named.iter().flatten();
    let taken: HashSet<&str> = options
        .taken
        .iter()
        .chain(given)
        .map(String::as_str)
        .collect();
    let mut names = (1u64..)
        .map(|number| format!("t{number}"))
        .filter(|name| !taken.contains(name.as_str()) && graph.find_variable(name).is_none());
    for &expr in &plan.bound {
        plan.names.extend(names.next().map(|name| (expr, name)));
    }
    plan
}

impl Plan {
    /// Takes back the names of what is short once its operands have names: `y*t1` needs none. Operands
    /// come first, so that what grows by this is seen to be longer.
    fn drop_short(&mut self, graph: &Graph, uses: &Uses, written: &[u32]) {
        let mut lengths = NodeMap::for_nodes(&uses.order);
        for &expr in &uses.order {
            let length = length(graph, expr, &lengths);
            let mut is_named = self.names.contains_key(&expr);
            if self.bound_set.contains(&expr) {
                is_named = saved(written[expr.index()], length) > LEAST_SAVED;
                if !is_named {
                    self.bound_set.remove(&expr);
                }
            }
            lengths.insert(expr, if is_named { NAME_LENGTH } else { length });
        }
        self.bound.retain(|expr| self.bound_set.contains(expr));
    }
}

/// How many characters a name saves that stands for a text of some length.
fn saved(count: u32, length: u64) -> u64 {
    u64::from(count.saturating_sub(1)).saturating_mul(length.saturating_sub(NAME_LENGTH))
}

/// About how many characters each node takes, written out.
fn lengths(graph: &Graph, uses: &Uses) -> NodeMap<u64> {
    let mut lengths = NodeMap::for_nodes(&uses.order);
    for &expr in &uses.order {
        lengths.insert(expr, length(graph, expr, &lengths));
    }
    lengths
}

/// About how many characters a node takes, given those of its operands.
fn length(graph: &Graph, expr: Expr, lengths: &NodeMap<u64>) -> u64 {
    let operands = graph.operands(expr);
    let inner = operands
        .iter()
        .fold(0u64, |sum, &operand| sum.saturating_add(lengths[operand]));
    let own = match graph.op(expr) {
        Op::Variable(id) => graph.variable_name(id).chars().count() as u64,
        Op::Call(id) => functions::row(id).name.len() as u64 + 2 * operands.len() as u64,
        Op::Select => 10,
        Op::Inverse | Op::Adjugate(_) | Op::Determinant | Op::LogDeterminant => 5,
        Op::Contract(_) => 2 * operands.len().max(1) as u64,
        Op::Sum => 3 * operands.len() as u64,
        _ => operands.len().max(1) as u64,
    };
    inner.saturating_add(own)
}

/// A node with a sign, a number or a power taken off.
struct Peeled {
    core: Expr,
    /// Whether it was only a sign, or a power that stands below the line: then it reads better with the
    /// core named.
    thin: bool,
}

/// Takes off a numeric coefficient and then a numeric exponent, if there is one of them.
fn peel(graph: &Graph, expr: Expr) -> Option<Peeled> {
    let (mut core, mut thin) = (expr, false);
    if let (Op::Product, [first, second]) = (graph.op(core), graph.operands(core))
        && graph.as_number(*first).is_some()
    {
        thin = graph.is_integer(*first, -1);
        core = *second;
    }
    if graph.op(core) == Op::Power
        && let [base, exponent] = graph.operands(core)
        && let Some(number) = graph.as_number(*exponent)
    {
        thin |= number.is_negative();
        core = *base;
    }
    (core != expr).then_some(Peeled { core, thin })
}

/// Whether the node is short wherever it stands. Conditions are, unless they join others that are joined
/// already: the language has no names for conditions, but without any a long chain of nested choices
/// would be written with all its conditions at each choice.
fn is_leaf(graph: &Graph, expr: Expr) -> bool {
    match graph.op(expr) {
        Op::Number(_) | Op::Constant(_) | Op::Variable(_) | Op::Truth(_) => true,
        Op::Entry(_) | Op::Fill(_) | Op::Extent(_) => true,
        Op::Contract(_) => graph.operands(expr).len() < 2 && is_turned(graph, expr),
        Op::Less | Op::LessEqual | Op::Equal | Op::Not => true,
        Op::And | Op::Or => {
            let joined = |&condition: &Expr| matches!(graph.op(condition), Op::And | Op::Or);
            !graph.operands(expr).iter().any(joined)
        }
        _ => false,
    }
}

/// Whether a contraction is a transpose, an identity or a diagonal.
fn is_turned(graph: &Graph, expr: Expr) -> bool {
    let operands = graph.operands(expr);
    let is_variable = |&own: &Expr| matches!(graph.op(own), Op::Variable(_));
    graph.contraction(expr).is_some_and(|own| own.is_pure()) && operands.iter().all(is_variable)
}

/// Whether the node is no more than a leaf with a sign, a number or a power.
fn is_small(graph: &Graph, expr: Expr) -> bool {
    is_leaf(graph, peel(graph, expr).map_or(expr, |peeled| peeled.core))
}

/// Whether a node written more than once should be named. One that is thin around a core is not, since
/// the core has the name then; but never two such in a row, so that what is written out stays short.
fn is_worth_a_name(graph: &Graph, uses: &Uses, expr: Expr) -> bool {
    match peel(graph, expr) {
        None => !is_leaf(graph, expr),
        Some(Peeled { core, .. }) if is_leaf(graph, core) => false,
        Some(Peeled { core, .. }) if peel(graph, core).is_some() => true,
        Some(Peeled { core, thin }) => !thin && uses.count(core) < 2,
    }
}
