//! A function with the derivatives asked for, in one graph, simplified together.

use super::label::write_sheet;
use super::lowered::{self, Lowered};
use super::machine::Machine;
use super::names::variable_node;
use super::origin::Origin;
use super::work::Work;
use super::{
    Assumption, Backend, CompiledFunction, Function, Label, Part, Quantity, Request, kinks,
};
use crate::codes;
use crate::error::Error;
use crate::graph::{self, Expr, Graph, PrintOptions, Shape, Sharing, Sheet, VariableId};
use crate::limits;
use crate::program::{Program, Schedule};
use crate::simplify;
use crate::text::{Diagnostic, Span};
use crate::trace::LedgerRow;
use hashbrown::{HashMap, HashSet};
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Longer conditions and places of assumptions are cut, in characters.
const MOST_CHARACTERS: usize = 200;

/// A function with its derivatives: closed forms, what was assumed, and one program for all of it.
///
/// ```
/// use symdiff::{Backend, Function, Quantity, Request};
///
/// let request = Request::of([Quantity::Value, Quantity::Gradient]);
/// let derivation = Function::parse("x^2*sin(x)")?.derive(&request)?;
/// assert_eq!(derivation.to_string(), "f = x^2*sin(x)\ndf/dx = x*(2*sin(x) + x*cos(x))");
///
/// let compiled = derivation.compile(Backend::Native)?;
/// assert_eq!(compiled.value(&[0.0])?, 0.0);
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone)]
pub struct Derivation {
    graph: Graph,
    pub(super) variables: Vec<(VariableId, String, Shape)>,
    lowered: Arc<Lowered>,
    parts: Vec<Part>,
    assumptions: Vec<Assumption>,
    kinks: Vec<String>,
    is_cut_short: bool,
    /// What the results are called.
    results: Vec<Label>,
    shapes: Vec<Shape>,
    values: Vec<Expr>,
    origin: Origin,
    request: Request,
}

impl Derivation {
    pub(super) fn new(function: &Function, request: &Request) -> Result<Self, Error> {
        super::names::check_request(function, request)?;
        let mut graph = function.graph.clone();
        for (name, shape) in function.variables() {
            graph.variable(name, shape);
        }
        let names: Vec<String> = match &request.wrt {
            None => function.variable_names().map(str::to_owned).collect(),
            Some(names) => names.clone(),
        };
        let mut wrt = Vec::with_capacity(names.len());
        for name in names {
            let node = variable_node(function, &mut graph, &name)?;
            wrt.push((name, node));
        }
        let mut work = Work::new(function, request, graph, wrt);
        let outputs: Vec<Expr> = function.outputs.iter().map(|output| output.1).collect();
        let values = work.simplify(&outputs);
        let mut kinks = function.kinks.clone();
        let differentiates = |quantity: &Quantity| *quantity != Quantity::Value;
        if request.quantities.iter().any(differentiates) {
            let joints = work.joint_words(&values);
            for kink in kinks::list(&work.graph, &values, &joints) {
                if !kinks.contains(&kink) {
                    kinks.push(kink);
                }
            }
        }
        let mut parts = Vec::new();
        for quantity in &request.quantities {
            parts.push(work.part(quantity, &values)?);
            work.check()?;
        }
        let before = formulas_of(&parts);
        let is_value = |quantity: &Quantity| *quantity == Quantity::Value;
        // What is not asked for is not worth sharing with.
        let values = match request.quantities.iter().any(is_value) {
            true => values,
            false => Vec::new(),
        };
        let values = work.simplify_together(&values, &mut parts);
        let after = formulas_of(&parts);
        let values = match request.simplify {
            Some(_) => work.collect(&values, &mut parts),
            None => values,
        };
        let forms = [before, after, formulas_of(&parts)];
        work.check()?;
        for part in &mut parts {
            let shapes = part.formulas.iter().map(|&own| work.graph.shape(own));
            part.entries = shapes.map(|shape| shape.entries()).sum();
        }
        let mut variables = Vec::new();
        for (name, shape) in work.inputs {
            let id = work.graph.find_variable(&name);
            variables.extend(id.map(|id| (id, name, shape)));
        }
        let lowered = Lowered::later(forms, value_range(&parts), &work.request.limits);
        let mut assumptions = function.assumptions.clone();
        let rows = simplify::strongest(&work.graph, std::mem::take(&mut work.ledger));
        let mut known: HashSet<String> = assumptions
            .iter()
            .map(|own| own.condition.clone())
            .collect();
        for row in &rows {
            let assumption = Assumption::of(&work.graph, row);
            if known.insert(assumption.condition.clone()) {
                assumptions.push(assumption);
            }
        }
        Ok(Derivation {
            graph: work.graph,
            variables,
            lowered: Arc::new(lowered),
            parts,
            assumptions,
            kinks,
            is_cut_short: work.is_cut_short,
            results: work.results,
            shapes: function.shapes(),
            values,
            origin: function.origin.clone(),
            request: request.clone(),
        })
    }

    /// The parts, in the order asked for.
    ///
    /// ```
    /// use symdiff::{Function, Quantity, Request};
    ///
    /// let request = Request::of([Quantity::Value, Quantity::Gradient]);
    /// let derivation = Function::parse("x*y")?.derive(&request)?;
    /// assert_eq!(derivation.parts()[1].quantity, Quantity::Gradient);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The inputs of the compiled form with their shapes: the variables of the function, and behind them the tangents,
    /// cotangents and other names that a direction or a point brings along.
    ///
    /// ```
    /// use symdiff::{Function, Quantity, Request};
    ///
    /// let derivation = Function::parse("x*y")?.derive(&Request::of([Quantity::Jvp]))?;
    /// let names: Vec<_> = derivation.inputs().map(|(name, _)| name).collect();
    /// assert_eq!(names, ["x", "y", "v_x", "v_y"]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn inputs(&self) -> impl Iterator<Item = (&str, Shape)> {
        let variables = self.variables.iter();
        variables.map(|(_, name, shape)| (name.as_str(), *shape))
    }

    /// The shapes of the results of the function.
    ///
    /// ```
    /// use symdiff::{Function, Quantity, Request, Shape};
    ///
    /// let f = Function::parse("x: vector(2); 3*x; sum(x)")?;
    /// let derivation = f.derive(&Request::of([Quantity::Jacobian]))?;
    /// assert_eq!(derivation.result_shapes(), [Shape::vector(2), Shape::Scalar]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn result_shapes(&self) -> &[Shape] {
        &self.shapes
    }

    /// The graph that the formulas live in.
    #[doc(hidden)]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Places without a derivative and what is computed there, a line each.
    ///
    /// ```
    /// use symdiff::{Function, Quantity, Request};
    ///
    /// let derivation = Function::parse("abs(x - 1)")?.derive(&Request::of([Quantity::Gradient]))?;
    /// assert_eq!(derivation.kinks(), ["abs: at x - 1 = 0, abs'(0) = 0"]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn kinks(&self) -> &[String] {
        &self.kinks
    }

    /// What simplification assumed.
    ///
    /// ```
    /// use symdiff::{Function, Quantity, Request};
    ///
    /// let derivation = Function::parse("x*y/x")?.derive(&Request::of([Quantity::Value]))?;
    /// assert_eq!(derivation.assumptions()[0].condition, "x != 0");
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn assumptions(&self) -> &[Assumption] {
        &self.assumptions
    }

    /// Remarks: a simplification that was not made to the end.
    ///
    /// ```
    /// use symdiff::{Function, Limits, Quantity, Request};
    ///
    /// let limits = Limits { steps: 2, ..Limits::default() };
    /// let request = Request::of([Quantity::Gradient]).within(&limits);
    /// let derivation = Function::parse("sin(x)*x + x*sin(x)")?.derive(&request)?;
    /// assert_eq!(derivation.notes()[0].code.name(), "simplification-stopped");
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn notes(&self) -> Vec<Diagnostic> {
        if !self.is_cut_short {
            return Vec::new();
        }
        let message = "the steps of simplification were used up: the formulas may be longer than they could be";
        let note = Diagnostic::note(codes::SIMPLIFICATION_STOPPED, Span::default(), message);
        vec![note.with_help(limits::STEPS.advice(&self.request.limits))]
    }

    #[doc(hidden)]
    pub fn ledger(&self) -> Vec<(String, String, String)> {
        let row = |own: &Assumption| {
            (
                own.rule.to_owned(),
                own.condition.clone(),
                own.place.clone(),
            )
        };
        self.assumptions.iter().map(row).collect()
    }

    /// The part of this place as a function of the same variables, ready to be differentiated again, evaluated or
    /// compiled. Its assumptions and kinks go with it. None: there is no such part.
    ///
    /// ```
    /// use symdiff::{Function, Quantity, Request};
    ///
    /// let derivation = Function::parse("x^3")?.derive(&Request::of([Quantity::Gradient]))?;
    /// let slope = derivation.function(0).expect("there is one part");
    /// assert_eq!(slope.evaluate(&[2.0])?, [12.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn function(&self, part: usize) -> Option<Function> {
        let part = self.parts.get(part)?;
        let variables = self.variables.iter();
        Some(Function {
            graph: self.graph.clone(),
            outputs: part
                .labels
                .iter()
                .cloned()
                .map(Some)
                .zip(part.formulas.iter().copied())
                .collect(),
            variables: variables
                .map(|(_, name, shape)| (name.clone(), *shape))
                .collect(),
            notes: Vec::new(),
            assumptions: self.assumptions.clone(),
            kinks: self.kinks.clone(),
            origin: self.origin.then(Request {
                quantities: vec![part.quantity.clone()],
                ..self.request.clone()
            }),
        })
    }

    /// All formulas of all parts, in order, with what each is.
    #[doc(hidden)]
    pub fn formulas(&self) -> impl Iterator<Item = (&Label, Expr)> {
        self.parts
            .iter()
            .flat_map(|part| part.labels.iter().zip(part.formulas.iter().copied()))
    }

    /// The closed forms of all formulas in infix notation, the labels of all parts one after the other. `sharing`
    /// says whether subexpressions that are used more than once have names.
    ///
    /// ```
    /// use symdiff::{Function, Quantity, Request, Sharing};
    ///
    /// let derivation = Function::parse("x^2*y")?.derive(&Request::of([Quantity::Gradient]))?;
    /// assert_eq!(derivation.infix(Sharing::Named).results, ["2*x*y", "x^2"]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn infix(&self, sharing: Sharing) -> Sheet {
        graph::infix(&self.graph, &self.roots(), &self.print_options(sharing))
    }

    /// The same in LaTeX, for math mode.
    ///
    /// ```
    /// use symdiff::{Function, Quantity, Request, Sharing};
    ///
    /// let derivation = Function::parse("sqrt(x)/y")?.derive(&Request::of([Quantity::Value]))?;
    /// assert_eq!(derivation.latex(Sharing::Named).results, [r"\frac{\sqrt{x}}{y}"]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn latex(&self, sharing: Sharing) -> Sheet {
        graph::latex(&self.graph, &self.roots(), &self.print_options(sharing))
    }

    /// The same as Python expressions over arrays of NumPy, as `np`, and of `scipy.special` where a function needs it.
    /// Vectors are arrays of one axis, and a dimension with a name is a variable. None where a part has no such form.
    ///
    /// ```
    /// use symdiff::{Function, Quantity, Request, Sharing};
    ///
    /// let f = Function::parse("A: matrix(m, n); x: vector(n); y: vector(m); norm2(A*x - y)^2")?;
    /// let mut request = Request::of([Quantity::Gradient]);
    /// request.wrt = Some(vec!["x".to_owned()]);
    /// let sheet = f.derive(&request)?.numpy(Sharing::Named).expect("matrices have a form");
    /// assert_eq!(sheet.results, ["2 * (A.T @ (A @ x - y))"]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn numpy(&self, sharing: Sharing) -> Option<Sheet> {
        graph::numpy(&self.graph, &self.roots(), &self.print_options(sharing))
    }

    /// Characters of all formulas written out without sharing: ask before [`Sharing::WrittenOut`], since a
    /// shared formula may be astronomically long when it is written out.
    ///
    /// ```
    /// use symdiff::{Function, Quantity, Request};
    ///
    /// let derivation = Function::parse("x + 1")?.derive(&Request::of([Quantity::Value]))?;
    /// assert_eq!(derivation.forecast(), 5);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn forecast(&self) -> u128 {
        graph::forecast(&self.graph, &self.roots())
    }

    /// All parts as one program, made when it is first asked for.
    #[doc(hidden)]
    pub fn program(&self) -> &Program {
        let variables = self.variables.iter();
        let inputs = variables.map(|(id, _, shape)| (*id, *shape));
        self.lowered.program(&self.graph, inputs)
    }

    /// An error where [`program`](Self::program) is none because vectors and matrices stay whole.
    pub(super) fn check_scalars(&self) -> Result<(), Error> {
        lowered::check_scalars(&self.graph, &self.roots(), &self.request.limits)
    }

    /// The program with its operations on constants, the nodes of its instructions, and their graph.
    pub(super) fn unfolded(&self) -> (Program, Vec<Expr>, Cow<'_, Graph>) {
        let variables = self.variables.iter();
        let inputs: Vec<_> = variables.map(|(id, _, shape)| (*id, *shape)).collect();
        self.lowered.unfolded(&self.graph, &inputs)
    }

    /// What a compiled function is made of.
    pub(super) fn machine(&self) -> Result<Machine, Error> {
        let variables = self.variables.iter();
        let inputs = variables.map(|(id, _, shape)| (*id, *shape));
        match self.lowered.is_unrolled(&self.graph) {
            true => Ok(Machine::Scalars(
                self.lowered.program(&self.graph, inputs).clone(),
            )),
            false => {
                let schedule = self.lowered.schedule(&self.graph, inputs).clone();
                Machine::of_arrays(schedule, &self.request.limits)
            }
        }
    }

    /// The schedule, where the function is computed by one rather than by a scalar program.
    #[doc(hidden)]
    pub fn schedule(&self) -> Option<&Schedule> {
        let variables = self.variables.iter();
        let inputs = variables.map(|(id, _, shape)| (*id, *shape));
        let unrolled = self.lowered.is_unrolled(&self.graph);
        (!unrolled).then(|| &**self.lowered.schedule(&self.graph, inputs))
    }

    /// All parts as one callable function.
    ///
    /// ```
    /// use symdiff::{Backend, Function, Quantity, Request};
    ///
    /// let request = Request::of([Quantity::Value, Quantity::Hessian]);
    /// let f = Function::parse("x^3")?.derive(&request)?.compile(Backend::Native)?;
    /// let mut second = [0.0];
    /// f.hessian(&[2.0], &mut second)?;
    /// assert_eq!(second, [12.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where the machine has no native backend and one was demanded.
    pub fn compile(&self, backend: Backend) -> Result<CompiledFunction, Error> {
        CompiledFunction::new(self, backend)
    }

    pub(super) fn roots(&self) -> Vec<Expr> {
        self.formulas().map(|(_, expr)| expr).collect()
    }

    pub(super) fn print_options(&self, sharing: Sharing) -> PrintOptions {
        let mut taken: Vec<String> = self
            .variables
            .iter()
            .map(|(_, name, _)| name.clone())
            .collect();
        taken.extend(self.results.iter().map(|label| label.result.clone()));
        // The first result of several that are equal names them.
        let values = self.values.iter().enumerate().rev();
        let places: HashMap<Expr, usize> = values.map(|(place, value)| (*value, place)).collect();
        let name_of = |root: Expr| {
            let place = *places.get(&root)?;
            self.results[place].as_name().map(str::to_owned)
        };
        let roots_named = self.roots().into_iter().map(name_of).collect();
        let parts = self.parts.iter();
        let polynomials = parts.filter_map(|part| part.polynomials.as_ref());
        PrintOptions {
            sharing,
            taken,
            roots_named,
            orders: polynomials.flat_map(|own| own.orders.clone()).collect(),
        }
    }
}

/// A line for each formula, then a line for each shared part.
impl fmt::Display for Derivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let labels = self.formulas().map(|(label, _)| label);
        write_sheet(f, labels, &self.infix(Sharing::default()))
    }
}

impl fmt::Debug for Derivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Derivation")
            .field("parts", &self.parts)
            .finish_non_exhaustive()
    }
}

impl Assumption {
    fn of(graph: &Graph, row: &LedgerRow) -> Assumption {
        let print = |expr| graph::expression(graph, expr, MOST_CHARACTERS);
        Assumption {
            rule: row.rule,
            condition: print(row.condition),
            place: print(row.place),
        }
    }
}

/// The places of the formulas of the value.
fn value_range(parts: &[Part]) -> Range<usize> {
    let mut start = 0;
    for part in parts {
        let end = start + part.formulas.len();
        if part.quantity == Quantity::Value {
            return start..end;
        }
        start = end;
    }
    0..0
}

/// What the program is made of.
fn formulas_of(parts: &[Part]) -> Vec<Expr> {
    let own = |part: &'_ Part| match &part.polynomials {
        Some(polynomials) => polynomials.nested.clone(),
        None => part.formulas.clone(),
    };
    parts.iter().flat_map(own).collect()
}
