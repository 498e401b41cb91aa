//! The program of a derivation, made when somebody first asks for it: who only prints never pays for it.
//!
//! Must not know: how programs run. Invariant: which form it is made of depends on the formulas alone, never on what
//! else was asked for before.

use crate::codes;
use crate::error::Error;
use crate::graph::{Expr, Graph, Op, Shape, VariableId};
use crate::limits::{self, Limits};
use crate::program::schedule::lower_arrays;
use crate::program::{self, Program, Schedule, lower_beside, lower_unfolded};
use crate::simplify;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Vectors and matrices that come to more scalars than this, and products of them, are computed as they are. Fewer are
/// faster as one straight program: what a schedule does for each step is worth some two hundred operations.
const MOST_UNROLLED: u64 = 1_000;

/// Larger programs are not made twice to compare them.
const MOST_COMPARED: usize = 20_000;

/// A program, or what it will be made of.
pub(super) struct Lowered {
    /// The formulas before simplification, after it, and as people read them.
    forms: [Vec<Expr>; 3],
    /// The places of those of the value.
    value: Range<usize>,
    /// With whether it is made of the formulas before simplification.
    program: OnceLock<(Arc<Program>, bool)>,
    schedule: OnceLock<Arc<Schedule>>,
    /// More scalars than this are refused.
    most: usize,
}

impl Lowered {
    /// Nothing lowered yet.
    pub(super) fn later(forms: [Vec<Expr>; 3], value: Range<usize>, limits: &Limits) -> Self {
        Lowered {
            forms,
            value,
            program: OnceLock::new(),
            schedule: OnceLock::new(),
            most: limits.scalars,
        }
    }

    /// Whether a scalar program runs rather than a schedule.
    pub(super) fn is_unrolled(&self, graph: &Graph) -> bool {
        let formulas = &self.forms[2];
        graph.is_scalar(formulas)
            || graph.kept_whole(formulas).is_none() && count(graph, formulas) <= MOST_UNROLLED
    }

    /// The schedule, whose inputs are `inputs`. Graph and inputs are the same each time.
    pub(super) fn schedule(
        &self,
        graph: &Graph,
        inputs: impl Iterator<Item = (VariableId, Shape)>,
    ) -> &Arc<Schedule> {
        self.schedule.get_or_init(|| {
            let inputs: Vec<(VariableId, Shape)> = inputs.collect();
            let (formulas, _) = self.simplified(graph);
            let values = &formulas[self.value.clone()];
            Arc::new(lower_arrays(graph, formulas, values, &inputs))
        })
    }

    /// The program, whose inputs are the entries of `inputs`. Graph and inputs are the same each time.
    pub(super) fn program(
        &self,
        graph: &Graph,
        inputs: impl Iterator<Item = (VariableId, Shape)>,
    ) -> &Arc<Program> {
        &self.lowered(graph, inputs).0
    }

    fn lowered(
        &self,
        graph: &Graph,
        inputs: impl Iterator<Item = (VariableId, Shape)>,
    ) -> &(Arc<Program>, bool) {
        self.program.get_or_init(|| {
            let inputs: Vec<(VariableId, Shape)> = inputs.collect();
            let (program, is_plain) = self.cheapest(graph, &inputs);
            (Arc::new(program), is_plain)
        })
    }

    /// The same program with its operations on constants, the nodes that its instructions are made for, and the graph
    /// that these are in.
    pub(super) fn unfolded<'a>(
        &self,
        graph: &'a Graph,
        inputs: &[(VariableId, Shape)],
    ) -> (Program, Vec<Expr>, Cow<'a, Graph>) {
        let (_, is_plain) = self.lowered(graph, inputs.iter().copied());
        let formulas = match is_plain {
            true => &self.forms[0],
            false => self.simplified(graph).0,
        };
        let mut scalars = Cow::Borrowed(graph);
        let (entries, values) = self.entries(&mut scalars, formulas);
        let (program, nodes) = lower_unfolded(&scalars, &entries, &values, inputs);
        (program, nodes, scalars)
    }

    /// The program of the simplified formulas in the form for people if that costs no more, else of the form before
    /// that or before simplification: what a person likes to read may share less.
    fn cheapest(&self, graph: &Graph, inputs: &[(VariableId, Shape)]) -> (Program, bool) {
        let before = &self.forms[0];
        let (simplified, estimate) = self.simplified(graph);
        let mut scalars = Cow::Borrowed(graph);
        let program = self.lower(&mut scalars, simplified, inputs);
        if before == simplified || program.instructions.len() > MOST_COMPARED {
            return (program, false);
        }
        // The estimate is good to a few operations; only a close call is worth a second look.
        let old = simplify::cost(graph, before);
        if estimate < old - old / 8 {
            return (program, false);
        }
        let plain = self.lower(&mut scalars, before, inputs);
        if program::cost(&plain) < program::cost(&program) {
            (plain, true)
        } else {
            (program, false)
        }
    }

    /// The cheaper of the two simplified forms, with its cost.
    fn simplified(&self, graph: &Graph) -> (&Vec<Expr>, u64) {
        let [_, after, collected] = &self.forms;
        let estimate = simplify::cost(graph, after);
        if collected != after {
            let other = simplify::cost(graph, collected);
            if other <= estimate {
                return (collected, other);
            }
        }
        (after, estimate)
    }

    /// Vectors and matrices are taken apart in a graph of the program's own.
    fn lower(
        &self,
        graph: &mut Cow<'_, Graph>,
        formulas: &[Expr],
        inputs: &[(VariableId, Shape)],
    ) -> Program {
        if graph.kept_whole(formulas).is_some() || count(graph, formulas) > self.most as u64 {
            return Program::default();
        }
        let (entries, values) = self.entries(graph, formulas);
        lower_beside(graph, &entries, &values, inputs)
    }

    /// The entries of all formulas, and those of the value.
    fn entries(&self, graph: &mut Cow<'_, Graph>, formulas: &[Expr]) -> (Vec<Expr>, Vec<Expr>) {
        let entries: Vec<Vec<Expr>> = match graph.is_scalar(formulas) {
            true => formulas.iter().map(|&formula| vec![formula]).collect(),
            false => graph.to_mut().scalarize(formulas),
        };
        let values = entries[self.value.clone()].concat();
        (entries.concat(), values)
    }
}

/// How many scalars formulas are taken apart into, products counted for themselves.
pub(super) fn count(graph: &Graph, formulas: &[Expr]) -> u64 {
    let mut count = 0u64;
    for node in graph.reachable(formulas) {
        let entries = graph.shape(node).entries() as u64;
        let terms = match (graph.op(node), graph.operands(node)) {
            (Op::Contract(_), _) => graph.contraction(node).map_or(1, |own| {
                let summed = own.summed().into_iter();
                let lengths = summed.map(|index| own.extents[index as usize].value());
                lengths.fold(1, |all, length| {
                    u64::from(length.unwrap_or(u32::MAX)).saturating_mul(all)
                })
            }),
            _ if entries == 1 => 0,
            _ => 1,
        };
        count = count.saturating_add(entries.saturating_mul(terms));
    }
    count
}

/// An error where formulas can't be taken apart into scalars, or would be too many.
pub(super) fn check_scalars(
    graph: &Graph,
    formulas: &[Expr],
    limits: &Limits,
) -> Result<(), Error> {
    if let Some(reason) = graph.kept_whole(formulas) {
        return Err(super::whole::kept_whole(reason));
    }
    let count = count(graph, formulas);
    if count <= limits.scalars as u64 {
        return Ok(());
    }
    let message = format!("taken apart into scalars, the formulas would have {count} of them");
    Err(Error::new(codes::FORMULA_TOO_LARGE, message)
        .with_help("source code, sparse derivatives and derivatives by entries take vectors and matrices apart")
        .with_help(limits::SCALARS.advice(limits)))
}
