//! A function with the derivatives asked for, in one graph, simplified together.

use super::work::Work;
use super::{
    Backend, CompiledFunction, Function, Label, Part, Quantity, Request, check_variable_name, kinks,
};
use crate::error::Error;
use crate::graph::{self, Expr, Graph, PrintOptions, Shape, Sheet, VariableId};
use crate::program::{self, Program, lower};
use crate::simplify;
use crate::trace::LedgerRow;
use std::sync::Arc;

/// A function with its derivatives.
#[derive(Clone)]
pub struct Derivation {
    graph: Graph,
    variables: Vec<(VariableId, String, Shape)>,
    program: Arc<Program>,
    parts: Vec<Part>,
    ledger: Vec<LedgerRow>,
    kinks: Vec<String>,
    /// The names of the results, for printing.
    names: Vec<String>,
    values: Vec<Expr>,
}

impl Derivation {
    pub(super) fn new(function: &Function, request: &Request) -> Result<Self, Error> {
        let mut graph = function.graph.clone();
        let mut variables = Vec::new();
        for (name, shape) in function.variables() {
            graph.variable(name, shape);
            let id = graph.find_variable(name);
            variables.extend(id.map(|id| (id, name.to_owned(), shape)));
        }
        let wrt = match &request.wrt {
            None => function
                .variables()
                .map(|(name, shape)| (name.to_owned(), shape))
                .collect(),
            Some(names) => names
                .iter()
                .map(|name| Ok((name.clone(), shape_of(function, name)?)))
                .collect::<Result<Vec<_>, Error>>()?,
        };
        let wrt = wrt
            .into_iter()
            .map(|(name, shape)| {
                let node = graph.variable(&name, shape);
                (name, node)
            })
            .collect();
        let mut work = Work {
            graph,
            request,
            ledger: Vec::new(),
            wrt,
            names: result_names(function),
            gradient: None,
        };
        let outputs: Vec<Expr> = function.outputs.iter().map(|output| output.1).collect();
        let values = work.simplify(&outputs);
        let kinks = if request
            .quantities
            .iter()
            .all(|quantity| *quantity == Quantity::Value)
        {
            Vec::new()
        } else {
            kinks::list(&work.graph, &outputs)
        };
        let mut parts = Vec::new();
        for quantity in &request.quantities {
            parts.push(work.part(quantity, &values)?);
            request.check()?;
        }
        let before: Vec<Expr> = parts
            .iter()
            .flat_map(|part| part.formulas.clone())
            .collect();
        let values = work.simplify_together(&values, &mut parts);
        let after: Vec<Expr> = parts
            .iter()
            .flat_map(|part| part.formulas.clone())
            .collect();
        request.check()?;
        for part in &mut parts {
            part.entries = work.graph.scalarize(&part.formulas).concat().len();
        }
        let inputs: Vec<(VariableId, Shape)> = variables
            .iter()
            .map(|(id, _, shape)| (*id, *shape))
            .collect();
        let program = cheaper_program(&mut work.graph, &before, &after, &inputs);
        Ok(Derivation {
            graph: work.graph,
            variables,
            program: Arc::new(program),
            parts,
            ledger: dedup(work.ledger),
            kinks,
            names: work.names,
            values,
        })
    }

    /// The parts, in the order asked for.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The graph that the formulas live in.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Places without a derivative and what is computed there.
    pub fn kinks(&self) -> &[String] {
        &self.kinks
    }

    /// What simplification assumed: rule, condition, place.
    pub fn ledger(&self) -> Vec<(String, String, String)> {
        let print = |expr| graph::expression(&self.graph, expr, 200);
        self.ledger
            .iter()
            .map(|row| (row.rule.to_owned(), print(row.condition), print(row.place)))
            .collect()
    }

    /// All formulas of all parts, in order, with what each is.
    pub fn formulas(&self) -> impl Iterator<Item = (&Label, Expr)> {
        self.parts
            .iter()
            .flat_map(|part| part.labels.iter().zip(part.formulas.iter().copied()))
    }

    /// The closed forms of all formulas in infix notation, with shared subexpressions named.
    pub fn infix(&self, sharing: bool) -> Sheet {
        graph::infix(&self.graph, &self.roots(), &self.print_options(sharing))
    }

    /// The same in LaTeX.
    pub fn latex(&self, sharing: bool) -> Sheet {
        graph::latex(&self.graph, &self.roots(), &self.print_options(sharing))
    }

    /// Characters of all formulas written out without sharing, at least.
    pub fn forecast(&self) -> u128 {
        graph::forecast(&self.graph, &self.roots())
    }

    /// All parts as one program.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// All parts as one callable function.
    ///
    /// # Errors
    ///
    /// Where the machine has no native backend and one was demanded.
    pub fn compile(&self, backend: Backend) -> Result<CompiledFunction, Error> {
        CompiledFunction::new(self, backend)
    }

    fn roots(&self) -> Vec<Expr> {
        self.formulas().map(|(_, expr)| expr).collect()
    }

    fn print_options(&self, sharing: bool) -> PrintOptions {
        let mut taken: Vec<String> = self
            .variables
            .iter()
            .map(|(_, name, _)| name.clone())
            .collect();
        taken.extend(self.names.iter().cloned());
        let name_of = |root: Expr| {
            let place = self.values.iter().position(|value| *value == root)?;
            Some(self.names[place].clone())
        };
        let roots_named = self.roots().into_iter().map(name_of).collect();
        PrintOptions {
            sharing,
            taken,
            roots_named,
        }
    }
}

/// Larger programs are not made twice to compare them.
const MOST_COMPARED: usize = 20_000;

/// The program of the simplified formulas, or of the formulas before if that costs less: what a
/// person likes to read may share less.
fn cheaper_program(
    graph: &mut Graph,
    before: &[Expr],
    after: &[Expr],
    inputs: &[(VariableId, Shape)],
) -> Program {
    let program_of = |graph: &mut Graph, formulas: &[Expr]| {
        let entries = graph.scalarize(formulas).concat();
        lower(graph, &entries, inputs)
    };
    let simplified = program_of(graph, after);
    // The estimate is good to a few operations; only a close call is worth a second look.
    let (estimate, old) = (simplify::cost(graph, after), simplify::cost(graph, before));
    let large = simplified.instructions.len() > MOST_COMPARED;
    if before == after || large || estimate < old - old / 8 {
        return simplified;
    }
    let plain = program_of(graph, before);
    if program::cost(&plain) < program::cost(&simplified) {
        plain
    } else {
        simplified
    }
}

fn dedup(mut ledger: Vec<LedgerRow>) -> Vec<LedgerRow> {
    let mut seen = hashbrown::HashSet::new();
    ledger.retain(|row| seen.insert((row.rule, row.condition)));
    ledger
}

fn shape_of(function: &Function, name: &str) -> Result<Shape, Error> {
    check_variable_name(name)?;
    Ok(function
        .variables
        .get(name)
        .copied()
        .unwrap_or(Shape::Scalar))
}

/// The names of definitions; other results are f, or f1, f2, ..., unless a variable has that name.
fn result_names(function: &Function) -> Vec<String> {
    let count = function.outputs.len();
    let free = |name: &str| {
        !function.variables.contains_key(name)
            && function
                .outputs
                .iter()
                .all(|output| output.0.as_deref() != Some(name))
    };
    let letter = ["f", "g", "h", "result"].into_iter().find(|letter| {
        if count == 1 {
            free(letter)
        } else {
            (1..=count).all(|i| free(&format!("{letter}{i}")))
        }
    });
    let letter = letter.unwrap_or("value_");
    function
        .outputs
        .iter()
        .enumerate()
        .map(|(place, (name, _))| match name {
            Some(name) => name.clone(),
            None if count == 1 => letter.to_owned(),
            None => format!("{letter}{}", place + 1),
        })
        .collect()
}
