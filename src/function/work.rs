//! The making of the parts of a derivation.

use super::joints::Joint;
use super::names::variable_node;
use super::{Function, Label, Part, Quantity, Request};
use crate::calculus;
use crate::codes;
use crate::error::Error;
use crate::graph::{Expr, Graph, Op, Shape};
use crate::limits::{self, Limits};
use crate::simplify::{self, collect, simplify};
use crate::trace::LedgerRow;
use hashbrown::{HashMap, HashSet};
use indexmap::IndexMap;
use std::rc::Rc;

/// High orders may double a formula at each step. So many times the nodes that were there before are always granted.
pub(super) const GROWTH: usize = 64;

/// The state of a derivation.
pub(super) struct Work<'a> {
    pub(super) function: &'a Function,
    pub(super) graph: Graph,
    pub(super) request: &'a Request,
    pub(super) ledger: Vec<LedgerRow>,
    /// Whether a simplification used up its steps.
    pub(super) is_cut_short: bool,
    /// The variables to differentiate in, as nodes.
    pub(super) wrt: Vec<(String, Expr)>,
    /// What the results are called.
    pub(super) results: Vec<Label>,
    /// The gradient, simplified, once something needed it.
    pub(super) gradient: Option<Vec<Expr>>,
    /// All inputs: the variables of the function, and behind them what directions and points bring along.
    pub(super) inputs: IndexMap<String, Shape>,
    /// The variables that change with their tangents, once something needed them.
    pub(super) along: Option<Vec<(Expr, Expr)>>,
    /// The joints of choices, once someone asked.
    pub(super) joints: HashMap<Expr, Rc<[Joint]>>,
    /// The conditions of choices that stand in the formula as it was typed.
    pub(super) written: HashSet<Expr>,
}

fn written_conditions(function: &Function) -> HashSet<Expr> {
    let graph = &function.graph;
    let outputs: Vec<Expr> = function.outputs.iter().map(|output| output.1).collect();
    let order = graph.reachable(&outputs).into_iter();
    let choices = order.filter(|&node| graph.op(node) == Op::Select);
    choices.map(|choice| graph.operands(choice)[0]).collect()
}

impl<'a> Work<'a> {
    /// Nothing derived yet.
    pub(super) fn new(
        function: &'a Function,
        request: &'a Request,
        graph: Graph,
        wrt: Vec<(String, Expr)>,
    ) -> Self {
        let written = match function.origin.steps.is_empty() {
            true => written_conditions(function),
            false => HashSet::new(),
        };
        Work {
            written,
            function,
            graph,
            request,
            ledger: Vec::new(),
            is_cut_short: false,
            wrt,
            results: function.labels(),
            gradient: None,
            inputs: function.variables.clone(),
            along: None,
            joints: HashMap::new(),
        }
    }
}

impl Work<'_> {
    pub(super) fn simplify(&mut self, roots: &[Expr]) -> Vec<Expr> {
        let Some(options) = &self.request.simplify else {
            return roots.to_vec();
        };
        // Whichever of both is raised stops both.
        let options = simplify::Options {
            steps: options.steps.min(self.request.limits.steps),
            interrupt: options.interrupt.or(&self.request.interrupt),
            ..options.clone()
        };
        let simplified = simplify(&mut self.graph, roots, &options);
        self.is_cut_short |= simplified.is_cut_short;
        self.ledger.extend(simplified.ledger);
        simplified.roots
    }

    /// Values and derivatives in one go, so that what one shares with the other stays shared. Gives
    /// back the values.
    pub(super) fn simplify_together(&mut self, values: &[Expr], parts: &mut [Part]) -> Vec<Expr> {
        self.rewrite(values, parts, Self::simplify)
    }

    /// The forms for people. The program is made of those before, which may share more.
    pub(super) fn collect(&mut self, values: &[Expr], parts: &mut [Part]) -> Vec<Expr> {
        self.rewrite(values, parts, |work, roots| {
            let Some(options) = &work.request.simplify else {
                return roots.to_vec();
            };
            let collected = collect(&mut work.graph, roots, values, options);
            work.ledger.extend(collected.ledger);
            collected.roots
        })
    }

    fn rewrite(
        &mut self,
        values: &[Expr],
        parts: &mut [Part],
        rewrite: impl FnOnce(&mut Self, &[Expr]) -> Vec<Expr>,
    ) -> Vec<Expr> {
        let mut roots = values.to_vec();
        // A polynomial is written term by term, whatever would be shorter.
        let rewrites = |part: &Part| part.polynomials.is_none();
        let formulas = parts.iter().filter(|part| rewrites(part));
        roots.extend(formulas.flat_map(|part| &part.formulas));
        let mut rewritten = rewrite(self, &roots);
        let mut formulas = rewritten.split_off(values.len()).into_iter();
        let parts = parts.iter_mut().filter(|part| rewrites(part));
        for formula in parts.flat_map(|part| &mut part.formulas) {
            if let Some(new) = formulas.next() {
                *formula = new;
            }
        }
        rewritten
    }

    pub(super) fn part(&mut self, quantity: &Quantity, values: &[Expr]) -> Result<Part, Error> {
        let mut part = Part {
            quantity: quantity.clone(),
            formulas: Vec::new(),
            labels: Vec::new(),
            entries: 0,
            axes: Vec::new(),
            pattern: None,
            polynomials: None,
        };
        match quantity {
            Quantity::Value => {
                part.formulas = values.to_vec();
                part.labels = self.results.clone();
                part.axes = self.axes_of(values);
            }
            Quantity::Gradient => {
                let value = self.only(values, "gradient", "ask for the jacobian")?;
                part.formulas = self.gradient(value)?;
                let result = &self.results[0];
                let names = self.wrt.iter().map(|(name, _)| name.as_str());
                part.labels = names.map(|name| result.differentiated([name])).collect();
                part.axes = vec![self.columns()];
            }
            Quantity::Jacobian => self.jacobian(values, &mut part)?,
            Quantity::Hessian => self.hessian(values, &mut part)?,
            Quantity::Partial(names) => {
                if values.len() > 1 {
                    part.axes.push(values.len());
                }
                self.partial(values, names, &mut part)?;
            }
            Quantity::Jvp => self.jvp(values, &mut part)?,
            Quantity::Vjp => self.vjp(values, &mut part)?,
            Quantity::Hvp => self.hvp(values, &mut part)?,
            Quantity::SparseJacobian => self.sparse_jacobian(values, &mut part)?,
            Quantity::SparseHessian => self.sparse_hessian(values, &mut part)?,
            Quantity::Taylor(degree) => self.taylor(values, *degree, &mut part)?,
            Quantity::Implicit { variable, by } => {
                self.implicit(values, (variable, by), &mut part)?;
            }
        }
        Ok(part)
    }

    /// The axes of results: those of one, or one more in front where all have one shape, or a flat list.
    pub(super) fn axes_of(&self, values: &[Expr]) -> Vec<usize> {
        let shapes: Vec<Shape> = values
            .iter()
            .map(|&value| self.graph.shape(value))
            .collect();
        if shapes.iter().any(|&shape| shape != shapes[0]) {
            return vec![shapes.iter().map(|shape| shape.entries()).sum()];
        }
        let mut axes = Vec::new();
        if values.len() > 1 {
            axes.push(values.len());
        }
        if let Some(&shape) = shapes.first() {
            push_axes(&mut axes, shape);
        }
        axes
    }

    /// The one scalar result.
    pub(super) fn only(&self, values: &[Expr], what: &str, instead: &str) -> Result<Expr, Error> {
        if values.len() != 1 {
            let count = values.len();
            return Err(Error::new(
                codes::SEVERAL_RESULTS,
                format!("the {what} needs one result, and there are {count}: {instead}"),
            ));
        }
        let shape = self.graph.shape(values[0]);
        if !shape.is_scalar() {
            return Err(Error::new(
                codes::RESULT_NOT_SCALAR,
                format!("the {what} needs a scalar result, not a {shape}: {instead}"),
            ));
        }
        Ok(values[0])
    }

    pub(super) fn gradient(&mut self, value: Expr) -> Result<Vec<Expr>, Error> {
        if let Some(gradient) = &self.gradient {
            return Ok(gradient.clone());
        }
        let nodes: Vec<Expr> = self.wrt.iter().map(|(_, node)| *node).collect();
        let bent = self.bend(&[value]);
        let gradient =
            calculus::gradient(&mut self.graph, bent.roots[0], &nodes).map_err(refused)?;
        let mut gradient = self.straighten(&bent, &gradient);
        // Simplified before it is differentiated again, with the value, so that nothing that both
        // need is taken apart.
        let again = [Quantity::Hessian, Quantity::Hvp];
        if again
            .iter()
            .any(|own| self.request.quantities.contains(own))
        {
            gradient.push(value);
            gradient = self.simplify(&gradient);
            gradient.pop();
        }
        self.gradient = Some(gradient.clone());
        Ok(gradient)
    }

    /// The entries of formulas as scalars.
    ///
    /// # Errors
    ///
    /// Where there would be too many of them.
    pub(super) fn scalarize(&mut self, formulas: &[Expr]) -> Result<Vec<Vec<Expr>>, Error> {
        self.check_scalars(formulas)?;
        Ok(self.graph.scalarize(formulas))
    }

    /// An error where formulas would be too many scalars.
    pub(super) fn check_scalars(&self, formulas: &[Expr]) -> Result<(), Error> {
        super::lowered::check_scalars(&self.graph, formulas, &self.request.limits)
    }

    pub(super) fn columns(&self) -> usize {
        self.wrt
            .iter()
            .map(|(_, node)| self.graph.shape(*node).entries())
            .sum()
    }

    /// The scalar variables and entries of variables, with their names.
    pub(super) fn leaves(&mut self) -> Vec<(String, Expr)> {
        let mut leaves = Vec::new();
        for (name, node) in self.wrt.clone() {
            let shape = self.graph.shape(node);
            for position in 0..shape.entries() as u32 {
                let entry = self.graph.entry(node, position);
                let name = match shape {
                    Shape::Scalar => name.clone(),
                    _ => format!("{name}[{}]", shape.index_of(position as usize)),
                };
                leaves.push((name, entry));
            }
        }
        leaves
    }

    fn jacobian(&mut self, values: &[Expr], part: &mut Part) -> Result<(), Error> {
        if self.is_whole(values) {
            let labels = self.results.clone();
            return self.whole_jacobians(values, &labels, "Jacobian", part);
        }
        let leaves = self.leaves();
        let nodes: Vec<Expr> = leaves.iter().map(|leaf| leaf.1).collect();
        let entries = self.scalarize(values)?;
        let outputs: Vec<Expr> = entries.concat();
        self.check_entries("Jacobian", outputs.len(), nodes.len())?;
        let rows = self.rows(&outputs, &nodes)?;
        let row_labels = self.row_labels(&entries);
        part.axes = if outputs.len() == 1 {
            vec![nodes.len()]
        } else {
            vec![outputs.len(), nodes.len()]
        };
        for (row_label, row) in row_labels.iter().zip(&rows) {
            let labels = leaves
                .iter()
                .map(|(leaf, _)| row_label.differentiated([leaf.as_str()]));
            part.labels.extend(labels);
            part.formulas.extend(row);
        }
        Ok(())
    }

    /// What the rows of a Jacobian are called: the entries of each result.
    pub(super) fn row_labels(&self, entries: &[Vec<Expr>]) -> Vec<Label> {
        let mut labels = Vec::new();
        for (result, entries) in self.results.iter().zip(entries) {
            if entries.len() == 1 {
                labels.push(result.clone());
            } else {
                labels.extend((1..=entries.len()).map(|place| result.entry(place)));
            }
        }
        labels
    }

    /// The rows of a Jacobian, in the pieces that can be stopped between.
    fn rows(&mut self, outputs: &[Expr], wrt: &[Expr]) -> Result<Vec<Vec<Expr>>, Error> {
        let bent = self.bend(outputs);
        let outputs = &bent.roots;
        let mut rows = vec![Vec::with_capacity(wrt.len()); outputs.len()];
        if wrt.len() < outputs.len() {
            for variable in wrt {
                self.check()?;
                let column = calculus::jacobian(&mut self.graph, outputs, &[*variable]);
                for (row, entry) in rows.iter_mut().zip(column.map_err(refused)?) {
                    row.extend(self.straighten(&bent, &entry));
                }
            }
            return Ok(rows);
        }
        for (row, output) in rows.iter_mut().zip(outputs) {
            self.check()?;
            let own = calculus::jacobian(&mut self.graph, &[*output], wrt).map_err(refused)?;
            row.extend(self.straighten(&bent, &own.concat()));
        }
        Ok(rows)
    }

    pub(super) fn check_entries(
        &self,
        what: &str,
        rows: usize,
        columns: usize,
    ) -> Result<(), Error> {
        let limits = &self.request.limits;
        if rows.saturating_mul(columns) <= limits.entries {
            return Ok(());
        }
        let message = format!("the {what} would have {rows} rows and {columns} columns");
        Err(Error::new(codes::TOO_MANY_DERIVATIVES, message)
            .with_help("ask for fewer variables, or for products with vectors, which need no matrix: `vjp`, `jvp`, `hvp`")
            .with_help(limits::ENTRIES.advice(limits)))
    }

    /// An error once somebody wants it to stop, or where the graph has grown too large.
    pub(super) fn check(&self) -> Result<(), Error> {
        self.request.check()?;
        let limits = &self.request.limits;
        if self.graph.len() <= limits.nodes {
            return Ok(());
        }
        let most = limits::grouped(limits.nodes);
        let message = format!("the derivatives grow beyond {most} nodes");
        Err(Error::new(codes::FORMULA_TOO_LARGE, message)
            .with_help("ask for fewer variables, or for the gradient")
            .with_help(limits::NODES.advice(limits)))
    }

    fn hessian(&mut self, values: &[Expr], part: &mut Part) -> Result<(), Error> {
        let value = self.only(values, "Hessian", "ask for partial derivatives")?;
        if self.is_whole(values) {
            let gradient = self.gradient(value)?;
            let result = self.results[0].clone();
            let names = self.wrt.iter().map(|own| own.0.as_str());
            let labels: Vec<Label> = names.map(|name| result.differentiated([name])).collect();
            return self.whole_jacobians(&gradient, &labels, "Hessian", part);
        }
        let leaves = self.leaves();
        let nodes: Vec<Expr> = leaves.iter().map(|leaf| leaf.1).collect();
        self.check_entries("Hessian", nodes.len(), nodes.len())?;
        let gradient = self.gradient(value)?;
        let gradient = self.scalarize(&gradient)?.concat();
        let count = nodes.len();
        let zero = self.graph.integer(0);
        let mut entries = vec![zero; count * count];
        for (row, &output) in gradient.iter().enumerate() {
            self.check()?;
            // Second derivatives are symmetric: the lower half is a copy.
            let bent = self.bend(&[output]);
            let columns = calculus::gradient(&mut self.graph, bent.roots[0], &nodes[row..]);
            let columns = self.straighten(&bent, &columns.map_err(refused)?);
            for (offset, entry) in columns.into_iter().enumerate() {
                entries[row * count + row + offset] = entry;
                entries[(row + offset) * count + row] = entry;
            }
        }
        let result = &self.results[0];
        for (row, _) in &leaves {
            let labels = leaves
                .iter()
                .map(|(column, _)| result.differentiated([row.as_str(), column.as_str()]));
            part.labels.extend(labels);
        }
        part.axes = vec![count, count];
        part.formulas = entries;
        Ok(())
    }

    fn partial(&mut self, values: &[Expr], names: &[String], part: &mut Part) -> Result<(), Error> {
        let mut current = values.to_vec();
        let limits = &self.request.limits;
        if names.len() > limits.order {
            let order = limits::grouped(names.len());
            let message = format!("a derivative of order {order} is asked for");
            return Err(
                Error::new(codes::ORDER_TOO_HIGH, message).with_help(limits::ORDER.advice(limits))
            );
        }
        let most = limits.derived.max(self.graph.len().saturating_mul(GROWTH));
        for run in names.chunk_by(|name, next| name == next) {
            let node = variable_node(self.function, &mut self.graph, &run[0])?;
            if matches!(self.graph.op(node), Op::Entry(_)) {
                // Where the vector stands whole, its entries are hidden.
                current = self.scalarize(&current)?.concat();
            }
            let shape = self.graph.shape(node);
            let value_shape = self.graph.joined_shape(&current);
            if !shape.is_scalar() || value_shape != Some(Shape::Scalar) {
                return Err(Error::new(
                    codes::PARTIAL_NOT_SCALAR,
                    "partial derivatives are of scalars in scalars",
                )
                .with_help("ask for the gradient or the jacobian, which have all entries"));
            }
            current = self.of_order(&current, node, run.len(), most)?;
        }
        let variables = || names.iter().map(String::as_str);
        let labels = self
            .results
            .iter()
            .map(|result| result.differentiated(variables()));
        part.labels = labels.collect();
        part.formulas = current;
        Ok(())
    }
}

pub(super) fn too_many(message: &str, limits: &Limits) -> Error {
    Error::new(codes::TOO_MANY_DERIVATIVES, message)
        .with_help(
            "ask for fewer variables, for the gradient, or where most entries are 0 for the sparse form",
        )
        .with_help(limits::ENTRIES.advice(limits))
}

fn push_axes(axes: &mut Vec<usize>, shape: Shape) {
    axes.extend(shape.sizes());
}

pub(super) fn refused(error: calculus::Undifferentiable) -> Error {
    Error::new(codes::NO_DERIVATIVE, error.to_string())
}
