//! A function with the derivatives asked for, in one graph, simplified together.

use super::{Backend, CompiledFunction, Function, Label, kinks};
use crate::calculus;
use crate::error::Error;
use crate::graph::{self, Expr, Graph, PrintOptions, Shape, Sheet, VariableId};
use crate::program::{self, Program, lower};
use crate::simplify::{self, simplify};
use crate::syntax::is_identifier;
use crate::trace::LedgerRow;
use std::sync::Arc;

/// What to derive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The results themselves.
    Value,
    /// The derivatives of the one result in each variable, of the variable's shape.
    Gradient,
    /// A row for each result, a column for each variable (or entry of one).
    Jacobian,
    /// The second derivatives of the one result.
    Hessian,
    /// A derivative of any order in scalar variables, differentiated from left to right; empty: the
    /// value.
    Partial(Vec<String>),
}

/// What to derive, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// In the order in which the parts come out.
    pub quantities: Vec<Quantity>,
    /// The variables of gradient, Jacobian and Hessian. None: all, in order. Names that do not occur
    /// have the derivative 0.
    pub wrt: Option<Vec<String>>,
    /// Whether to simplify, and how far.
    pub simplify: Option<simplify::Options>,
}

impl Request {
    /// These quantities, in all variables, simplified.
    pub fn of(quantities: impl IntoIterator<Item = Quantity>) -> Self {
        Request {
            quantities: quantities.into_iter().collect(),
            wrt: None,
            simplify: Some(simplify::Options::default()),
        }
    }
}

/// One quantity.
#[derive(Clone, Debug)]
pub struct Part {
    /// Which.
    pub quantity: Quantity,
    /// The closed forms: of a gradient one for each variable, of its shape; of other quantities one
    /// for each entry.
    pub(crate) formulas: Vec<Expr>,
    /// What each formula is, such as `df/dx`.
    pub labels: Vec<Label>,
    /// Number of all entries as scalars.
    entries: usize,
    /// Lengths of the axes: none for one number.
    pub axes: Vec<usize>,
}

impl Part {
    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries
    }

    /// Whether there is no entry: the gradient of a formula without variables.
    pub fn is_empty(&self) -> bool {
        self.entries == 0
    }
}

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

/// The state of a derivation.
struct Work<'a> {
    graph: Graph,
    request: &'a Request,
    ledger: Vec<LedgerRow>,
    /// The variables to differentiate in, as nodes.
    wrt: Vec<(String, Expr)>,
    names: Vec<String>,
    /// The gradient, simplified, once something needed it.
    gradient: Option<Vec<Expr>>,
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
    if before == after || estimate < old - old / 8 {
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
    if !is_identifier(name) {
        let shown: String = name.chars().take(40).collect();
        return Err(Error::new(
            "variable",
            format!("`{shown}` is not a name of a variable"),
        ));
    }
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

impl Work<'_> {
    fn simplify(&mut self, roots: &[Expr]) -> Vec<Expr> {
        let Some(options) = &self.request.simplify else {
            return roots.to_vec();
        };
        let simplified = simplify(&mut self.graph, roots, options);
        self.ledger.extend(simplified.ledger);
        simplified.roots
    }

    /// Values and derivatives in one go, so that what one shares with the other stays shared. Gives
    /// back the values.
    fn simplify_together(&mut self, values: &[Expr], parts: &mut [Part]) -> Vec<Expr> {
        let mut roots = values.to_vec();
        roots.extend(parts.iter().flat_map(|part| &part.formulas));
        let mut simplified = self.simplify(&roots);
        let mut formulas = simplified.split_off(values.len()).into_iter();
        for formula in parts.iter_mut().flat_map(|part| &mut part.formulas) {
            if let Some(new) = formulas.next() {
                *formula = new;
            }
        }
        simplified
    }

    fn part(&mut self, quantity: &Quantity, values: &[Expr]) -> Result<Part, Error> {
        let mut part = Part {
            quantity: quantity.clone(),
            formulas: Vec::new(),
            labels: Vec::new(),
            entries: 0,
            axes: Vec::new(),
        };
        if values.len() > 1 {
            part.axes.push(values.len());
        }
        match quantity {
            Quantity::Value => {
                part.formulas = values.to_vec();
                part.labels = self.names.iter().map(|name| label(name, [])).collect();
                let shapes: Vec<Shape> = values
                    .iter()
                    .map(|&value| self.graph.shape(value))
                    .collect();
                push_axes(&mut part.axes, shapes[0]);
            }
            Quantity::Gradient => {
                let value = self.only(values, "gradient", "ask for the jacobian")?;
                part.formulas = self.gradient(value)?;
                let name = &self.names[0];
                let labels = self.wrt.iter().map(|(own, _)| label(name, [own.as_str()]));
                part.labels = labels.collect();
                part.axes = vec![self.columns()];
            }
            Quantity::Jacobian => self.jacobian(values, &mut part)?,
            Quantity::Hessian => self.hessian(values, &mut part)?,
            Quantity::Partial(names) => self.partial(values, names, &mut part)?,
        }
        Ok(part)
    }

    /// The one scalar result.
    fn only(&self, values: &[Expr], what: &str, instead: &str) -> Result<Expr, Error> {
        if values.len() != 1 {
            let count = values.len();
            return Err(Error::new(
                "request",
                format!("the {what} needs one result, and there are {count}: {instead}"),
            ));
        }
        let shape = self.graph.shape(values[0]);
        if !shape.is_scalar() {
            return Err(Error::new(
                "shape",
                format!("the {what} needs a scalar result, not a {shape}: {instead}"),
            ));
        }
        Ok(values[0])
    }

    fn gradient(&mut self, value: Expr) -> Result<Vec<Expr>, Error> {
        if let Some(gradient) = &self.gradient {
            return Ok(gradient.clone());
        }
        let nodes: Vec<Expr> = self.wrt.iter().map(|(_, node)| *node).collect();
        let mut gradient = calculus::gradient(&mut self.graph, value, &nodes).map_err(refused)?;
        // Simplified before it is differentiated again, with the value, so that nothing that both
        // need is taken apart.
        if self.request.quantities.contains(&Quantity::Hessian) {
            gradient.push(value);
            gradient = self.simplify(&gradient);
            gradient.pop();
        }
        self.gradient = Some(gradient.clone());
        Ok(gradient)
    }

    fn columns(&self) -> usize {
        self.wrt
            .iter()
            .map(|(_, node)| self.graph.shape(*node).entries())
            .sum()
    }

    /// The scalar variables and entries of variables, with their names.
    fn leaves(&mut self) -> Vec<(String, Expr)> {
        let mut leaves = Vec::new();
        for (name, node) in self.wrt.clone() {
            let shape = self.graph.shape(node);
            let (_, columns) = shape.extent();
            for position in 0..shape.entries() as u32 {
                let entry = self.graph.entry(node, position);
                let name = match shape {
                    Shape::Scalar => name.clone(),
                    Shape::Vector(_) => format!("{name}[{}]", position + 1),
                    Shape::Matrix(..) => {
                        format!(
                            "{name}[{},{}]",
                            position / columns + 1,
                            position % columns + 1
                        )
                    }
                };
                leaves.push((name, entry));
            }
        }
        leaves
    }

    fn jacobian(&mut self, values: &[Expr], part: &mut Part) -> Result<(), Error> {
        let leaves = self.leaves();
        let nodes: Vec<Expr> = leaves.iter().map(|leaf| leaf.1).collect();
        let entries = self.graph.scalarize(values);
        let outputs: Vec<Expr> = entries.concat();
        let rows = calculus::jacobian(&mut self.graph, &outputs, &nodes).map_err(refused)?;
        let mut row_names = Vec::new();
        for (name, entries) in self.names.iter().zip(&entries) {
            if entries.len() == 1 {
                row_names.push(name.clone());
            } else {
                row_names.extend((1..=entries.len()).map(|entry| format!("{name}[{entry}]")));
            }
        }
        part.axes = if outputs.len() == 1 {
            vec![nodes.len()]
        } else {
            vec![outputs.len(), nodes.len()]
        };
        for (row_name, row) in row_names.iter().zip(&rows) {
            let labels = leaves
                .iter()
                .map(|(leaf, _)| label(row_name, [leaf.as_str()]));
            part.labels.extend(labels);
            part.formulas.extend(row);
        }
        Ok(())
    }

    fn hessian(&mut self, values: &[Expr], part: &mut Part) -> Result<(), Error> {
        let value = self.only(values, "Hessian", "ask for partial derivatives")?;
        let leaves = self.leaves();
        let nodes: Vec<Expr> = leaves.iter().map(|leaf| leaf.1).collect();
        let gradient = self.gradient(value)?;
        let gradient = self.graph.scalarize(&gradient).concat();
        let count = nodes.len();
        let zero = self.graph.integer(0);
        let mut entries = vec![zero; count * count];
        for (row, &output) in gradient.iter().enumerate() {
            // Second derivatives are symmetric: the lower half is a copy.
            let columns =
                calculus::gradient(&mut self.graph, output, &nodes[row..]).map_err(refused)?;
            for (offset, entry) in columns.into_iter().enumerate() {
                entries[row * count + row + offset] = entry;
                entries[(row + offset) * count + row] = entry;
            }
        }
        let name = self.names[0].clone();
        for (row, _) in &leaves {
            let labels = leaves
                .iter()
                .map(|(column, _)| label(&name, [row.as_str(), column.as_str()]));
            part.labels.extend(labels);
        }
        part.axes = vec![count, count];
        part.formulas = entries;
        Ok(())
    }

    fn partial(&mut self, values: &[Expr], names: &[String], part: &mut Part) -> Result<(), Error> {
        let mut current = values.to_vec();
        for name in names {
            if !is_identifier(name) {
                let shown: String = name.chars().take(40).collect();
                let message = format!("`{shown}` is not a name of a variable");
                return Err(Error::new("variable", message));
            }
            let node = self.graph.variable(name, Shape::Scalar);
            let shape = self.graph.shape(node);
            let value_shape = self.graph.joined_shape(&current);
            if !shape.is_scalar() || value_shape != Some(Shape::Scalar) {
                return Err(Error::new(
                    "shape",
                    "partial derivatives are of scalars in scalars",
                ));
            }
            let rows = calculus::jacobian(&mut self.graph, &current, &[node]).map_err(refused)?;
            current = self.simplify(&rows.concat());
        }
        let variables = || names.iter().map(String::as_str);
        let labels = self.names.iter().map(|name| label(name, variables()));
        part.labels = labels.collect();
        part.formulas = current;
        Ok(())
    }
}

fn label<'a>(result: &str, variables: impl IntoIterator<Item = &'a str>) -> Label {
    Label {
        result: result.to_owned(),
        variables: variables.into_iter().map(str::to_owned).collect(),
    }
}

fn push_axes(axes: &mut Vec<usize>, shape: Shape) {
    match shape {
        Shape::Scalar => {}
        Shape::Vector(rows) => axes.push(rows as usize),
        Shape::Matrix(rows, columns) => axes.extend([rows as usize, columns as usize]),
    }
}

fn refused(error: calculus::Undifferentiable) -> Error {
    Error::new("derivative", error.to_string())
}
