//! The program of a derivation, made when somebody first asks for it: who only prints never pays for it.
//!
//! Must not know: how programs run. Invariant: which form it is made of depends on the formulas alone, never on what
//! else was asked for before.

use crate::graph::{Expr, Graph, Shape, VariableId};
use crate::program::{self, Program, lower_beside};
use crate::simplify;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Larger programs are not made twice to compare them.
const MOST_COMPARED: usize = 20_000;

/// A program, or what it will be made of.
pub(super) struct Lowered {
    /// The formulas before simplification, after it, and as people read them.
    forms: [Vec<Expr>; 3],
    /// The places of those of the value.
    value: Range<usize>,
    program: OnceLock<Arc<Program>>,
}

impl Lowered {
    /// Nothing lowered yet.
    pub(super) fn later(forms: [Vec<Expr>; 3], value: Range<usize>) -> Self {
        Lowered {
            forms,
            value,
            program: OnceLock::new(),
        }
    }

    /// The program, whose inputs are the entries of `inputs`. Graph and inputs are the same each time.
    pub(super) fn program(
        &self,
        graph: &Graph,
        inputs: impl Iterator<Item = (VariableId, Shape)>,
    ) -> &Arc<Program> {
        self.program.get_or_init(|| {
            let inputs: Vec<(VariableId, Shape)> = inputs.collect();
            Arc::new(self.cheapest(graph, &inputs))
        })
    }

    /// The program of the simplified formulas in the form for people if that costs no more, else of the form before
    /// that or before simplification: what a person likes to read may share less.
    fn cheapest(&self, graph: &Graph, inputs: &[(VariableId, Shape)]) -> Program {
        let [before, after, collected] = &self.forms;
        let (mut simplified, mut estimate) = (after, simplify::cost(graph, after));
        if collected != after {
            let other = simplify::cost(graph, collected);
            if other <= estimate {
                (simplified, estimate) = (collected, other);
            }
        }
        let mut scalars = Cow::Borrowed(graph);
        let program = self.lower(&mut scalars, simplified, inputs);
        if before == simplified || program.instructions.len() > MOST_COMPARED {
            return program;
        }
        // The estimate is good to a few operations; only a close call is worth a second look.
        let old = simplify::cost(graph, before);
        if estimate < old - old / 8 {
            return program;
        }
        let plain = self.lower(&mut scalars, before, inputs);
        if program::cost(&plain) < program::cost(&program) {
            plain
        } else {
            program
        }
    }

    /// Vectors and matrices are taken apart in a graph of the program's own.
    fn lower(
        &self,
        graph: &mut Cow<'_, Graph>,
        formulas: &[Expr],
        inputs: &[(VariableId, Shape)],
    ) -> Program {
        if graph.kept_whole(formulas).is_some() {
            return Program::default();
        }
        let entries = match graph.is_scalar(formulas) {
            true => formulas.iter().map(|&formula| vec![formula]).collect(),
            false => graph.to_mut().scalarize(formulas),
        };
        let values = entries[self.value.clone()].concat();
        lower_beside(graph, &entries.concat(), &values, inputs)
    }
}
