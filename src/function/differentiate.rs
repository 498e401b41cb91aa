//! Derivatives that stand in a formula, computed while it is read.
//!
//! Must not know how they are written. Invariants: what comes out is simplified without conditions, so that nothing is
//! assumed before the whole formula is known; it is bounded as other derivatives are.

use super::work::{GROWTH, Work};
use super::{Function, Request};
use crate::calculus;
use crate::codes;
use crate::graph::{Expr, Graph, Op};
use crate::limits::{self, Limits};
use crate::resolve::{Differentiate, Undifferentiated};
use crate::simplify::{self, simplify};
use indexmap::IndexMap;

/// Differentiates for whoever reads a formula.
pub(super) struct Differentiator<'a> {
    /// How far it may grow.
    limits: &'a Limits,
    /// How many nodes derivatives have added so far.
    made: usize,
}

impl<'a> Differentiator<'a> {
    /// Nothing derived yet.
    pub(super) fn within(limits: &'a Limits) -> Self {
        Differentiator { limits, made: 0 }
    }

    /// How many nodes the graph may have: derivatives of derivatives may each double it.
    fn most(&self, graph: &Graph) -> usize {
        let own = graph.len() - self.made.min(graph.len());
        own.saturating_add(self.limits.derived.max(own.saturating_mul(GROWTH)))
    }

    /// Counts what was added to a graph of `before` nodes.
    fn count(&mut self, before: usize, graph: &Graph) -> Result<(), Undifferentiated> {
        let most = self.most(graph);
        self.made += graph.len().saturating_sub(before);
        if graph.len() <= most {
            return Ok(());
        }
        Err(Undifferentiated {
            code: codes::DERIVATIVE_TOO_LARGE,
            message: format!(
                "the derivatives in the formula grow too large; {}",
                limits::DERIVED.advice(self.limits)
            ),
        })
    }

    fn options(&self) -> simplify::Options {
        simplify::Options {
            conditional: false,
            steps: self.limits.steps,
            ..simplify::Options::default()
        }
    }

    fn simplified(&self, graph: &mut Graph, roots: &[Expr]) -> Vec<Expr> {
        simplify(graph, roots, &self.options()).roots
    }
}

fn refused(error: calculus::Undifferentiable) -> Undifferentiated {
    Undifferentiated {
        code: codes::NO_DERIVATIVE,
        message: error.to_string(),
    }
}

impl Differentiator<'_> {
    /// The derivative of a vector, matrix or tensor in a scalar, step by step.
    fn along_one(
        &mut self,
        graph: &mut Graph,
        value: Expr,
        variable: Expr,
        order: usize,
    ) -> Result<Expr, Undifferentiated> {
        let mut current = value;
        for _ in 0..order {
            let before = graph.len();
            let one = graph.integer(1);
            let changes =
                calculus::directional(graph, &[current], &[(variable, one)]).map_err(refused)?;
            current = self.simplified(graph, &changes)[0];
            self.count(before, graph)?;
        }
        Ok(current)
    }
}

impl Differentiate for Differentiator<'_> {
    fn partial(
        &mut self,
        graph: &mut Graph,
        value: Expr,
        variable: Expr,
        order: usize,
    ) -> Result<Expr, Undifferentiated> {
        if !graph.shape(value).is_scalar() {
            return self.along_one(graph, value, variable, order);
        }
        let (before, most) = (graph.len(), self.most(graph));
        let nothing = Function::of_graph(Graph::new(), Vec::new(), IndexMap::new());
        let request = Request {
            simplify: Some(self.options()),
            ..Request::of([]).within(self.limits)
        };
        let mut work = Work::new(&nothing, &request, std::mem::take(graph), Vec::new());
        let derived = work.of_order(&[value], variable, order, most);
        *graph = work.graph;
        let entries = derived.map_err(|error| Undifferentiated {
            code: error
                .diagnostics()
                .first()
                .map_or(codes::NO_DERIVATIVE, |own| own.code),
            message: error.to_string(),
        })?;
        self.count(before, graph)?;
        Ok(entries[0])
    }

    fn whole(
        &mut self,
        graph: &mut Graph,
        value: Expr,
        variable: Expr,
    ) -> Result<Expr, Undifferentiated> {
        let entries = [value, variable].map(|own| graph.shape(own).entries());
        if entries[0].saturating_mul(entries[1]) > self.limits.entries {
            let shapes = [value, variable].map(|own| graph.shape(own));
            return Err(Undifferentiated {
                code: codes::TOO_MANY_DERIVATIVES,
                message: format!(
                    "the derivative of a {} in a {} is too large",
                    shapes[0], shapes[1]
                ),
            });
        }
        let before = graph.len();
        let jacobian = calculus::whole_jacobian(graph, value, &[variable]).map_err(refused)?;
        let jacobian = self.simplified(graph, &jacobian);
        self.count(before, graph)?;
        Ok(jacobian[0])
    }

    fn gradient(
        &mut self,
        graph: &mut Graph,
        value: Expr,
        variables: &[Expr],
    ) -> Result<Vec<Expr>, Undifferentiated> {
        let before = graph.len();
        let gradient = calculus::gradient(graph, value, variables).map_err(refused)?;
        let gradient = self.simplified(graph, &gradient);
        self.count(before, graph)?;
        Ok(gradient)
    }

    fn jacobian(
        &mut self,
        graph: &mut Graph,
        value: Expr,
        variables: &[Expr],
    ) -> Result<Vec<Expr>, Undifferentiated> {
        let mut leaves = Vec::new();
        for &variable in variables {
            let shape = graph.shape(variable);
            for position in 0..shape.entries() as u32 {
                leaves.push(match graph.op(variable) {
                    Op::Variable(_) => graph.entry(variable, position),
                    _ => variable,
                });
            }
        }
        let rows = graph.shape(value).entries();
        if rows.saturating_mul(leaves.len()) > self.limits.entries {
            let columns = leaves.len();
            return Err(Undifferentiated {
                code: codes::TOO_MANY_DERIVATIVES,
                message: format!("the derivative would have {rows} rows and {columns} columns"),
            });
        }
        let before = graph.len();
        let outputs = graph.scalarize(&[value]).concat();
        let entries = calculus::jacobian(graph, &outputs, &leaves).map_err(refused)?;
        let entries = self.simplified(graph, &entries.concat());
        self.count(before, graph)?;
        Ok(entries)
    }
}
