//! Rules given as text (partial derivatives, identities), compiled once into formulas.

use super::Nobody;
use super::{Context, Limits, resolve};
use crate::functions::{self, FunctionId, Kernel};
use crate::graph::{Expr, Graph, Shape, Transplant};
use crate::syntax;
use hashbrown::{Equivalent, HashMap};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, OnceLock, PoisonError};

/// By texts and parameters.
type Compiled = HashMap<Key, Arc<Transplant>>;

#[derive(PartialEq, Eq, Hash)]
struct Key(Vec<&'static str>, Vec<&'static str>);

/// A key that is only looked up: rules are asked for at each node that they are used at.
#[derive(Hash)]
struct Asked<'a>(&'a [&'static str], &'a [&'static str]);

impl Equivalent<Key> for Asked<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.0 == key.0 && self.1 == key.1
    }
}

/// The partial derivatives of each row, compiled when they are first used.
static PARTIALS: LazyLock<Vec<Vec<OnceLock<Arc<Transplant>>>>> = LazyLock::new(|| {
    let rows = functions::table();
    rows.map(|(_, row)| row.partials.iter().map(|_| OnceLock::new()).collect())
        .collect()
});

static COMPILED: LazyLock<Mutex<Compiled>> = LazyLock::new(|| Mutex::new(HashMap::new()));

/// The formulas of a rule's texts as functions of its parameters, which may have the names of
/// constants. The texts of one rule (both sides of an equation) share a graph.
///
/// # Panics
///
/// On a text that is wrong: rules are part of this crate, and a test compiles each.
pub fn rule(texts: &[&'static str], parameters: &[&'static str]) -> Arc<Transplant> {
    if let Some(formula) = table().get(&Asked(texts, parameters)) {
        return formula.clone();
    }
    // Compiled without the lock: a rule may use a function that is itself given as text.
    let formula = Arc::new(compile(texts, parameters));
    let key = Key(texts.to_vec(), parameters.to_vec());
    table().entry(key).or_insert(formula).clone()
}

/// The partial derivative of a row in one of its parameters, as a formula in its parameters and behind them its
/// value. None where there is none. It is asked for at each node of a formula, so that nothing is hashed here.
pub fn partial(id: FunctionId, place: usize) -> Option<&'static Transplant> {
    let row = functions::row(id);
    let text = *row.partials.get(place)?;
    let formula = PARTIALS.get(id.index())?.get(place)?;
    (!text.is_empty()).then(|| {
        let compiled = formula.get_or_init(|| {
            let mut parameters = row.parameters.to_vec();
            parameters.push("value");
            rule(&[text], &parameters)
        });
        &**compiled
    })
}

/// What a call of a row means: the call, or the text that it stands for. The number of arguments must be
/// one that the row takes, and their shapes must go together.
pub fn apply(graph: &mut Graph, id: FunctionId, arguments: &[Expr]) -> Expr {
    let row = functions::row(id);
    match row.kernel {
        Kernel::Definition(text) => rule(&[text], row.parameters).apply(graph, 0, arguments),
        Kernel::OverRest { row: other, text } => {
            let others = &arguments[1..];
            let rest = match functions::lookup(other, others.len()) {
                Some(other) => graph.call(other, others),
                None => others[0],
            };
            rule(&[text], &[row.parameters[0], "rest"]).apply(graph, 0, &[arguments[0], rest])
        }
        _ => graph.call(id, arguments),
    }
}

fn table() -> MutexGuard<'static, Compiled> {
    COMPILED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn compile(texts: &[&'static str], parameters: &[&'static str]) -> Transplant {
    let mut graph = Graph::new();
    let context = Context {
        declared: parameters
            .iter()
            .map(|name| ((*name).to_owned(), Shape::Scalar))
            .collect(),
        limits: Limits::default(),
        conditions: true,
    };
    let mut roots = Vec::new();
    for text in texts {
        let parsed = syntax::parse(text, &syntax::Limits::default());
        assert!(
            parsed.diagnostics.is_empty(),
            "the rule `{text}` does not parse"
        );
        match resolve(&mut graph, &parsed.tree, &context, &mut Nobody) {
            Ok(resolved) => roots.push(resolved.outputs[0].expr),
            Err(diagnostics) => panic!("the rule `{text}` has no meaning: {diagnostics:?}"),
        }
    }
    Transplant::new(graph, roots, parameters)
}
