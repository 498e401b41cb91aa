//! A function as code: owned, cheap to clone, shared by threads, freed with its last owner.

use super::machine::Span;
use super::places::{Place, Shared, check_length};
use super::{Backend, Derivation, Pattern, Quantity, Workspace};
use crate::error::Error;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A compiled function of the entries of all variables, in the order of the variables and row by row.
///
/// It holds what it was compiled for: value and gradient by default, more with
/// [`CompileOptions`](super::CompileOptions). [`call`](Self::call) computes all of it; a method for one quantity runs code
/// for that quantity alone, compiled at the first call of the method and shared by all clones.
///
/// Cloning is cheap, and clones may be called on any thread at the same time; the last one frees the code. No call
/// allocates memory after the first on its thread, and none needs a large stack.
///
/// ```
/// use symdiff::Function;
///
/// let f = Function::parse("x^2*y")?.compile()?;
/// let mut gradient = [0.0; 2];
/// assert_eq!(f.value_and_gradient(&[3.0, 2.0], &mut gradient)?, 18.0);
/// assert_eq!(gradient, [12.0, 9.0]);
///
/// let other = f.clone();
/// let value = std::thread::spawn(move || other.value(&[1.0, 5.0])).join();
/// assert_eq!(value.expect("no panic")?, 5.0);
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone)]
pub struct CompiledFunction {
    pub(super) shared: Arc<Shared>,
}

impl fmt::Debug for CompiledFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quantities = self.shared.places.iter().map(|place| &place.quantity);
        f.debug_struct("CompiledFunction")
            .field("inputs", &self.inputs())
            .field("outputs", &self.outputs())
            .field("quantities", &quantities.collect::<Vec<_>>())
            .field("is_native", &self.is_native())
            .finish()
    }
}

impl CompiledFunction {
    pub(super) fn new(derivation: &Derivation, backend: Backend) -> Result<Self, Error> {
        let machine = derivation.machine()?;
        let (mut start, mut first) = (0, 0);
        let places = derivation
            .parts()
            .iter()
            .map(|part| {
                let formulas = first..first + part.formulas.len();
                let entries = start..start + part.len();
                (start, first) = (entries.end, formulas.end);
                Place {
                    quantity: part.quantity.clone(),
                    span: Span { entries, formulas },
                    #[cfg(any(feature = "argmin", feature = "nalgebra", feature = "ndarray"))]
                    columns: part.axes.last().copied().unwrap_or(1),
                    pattern: part.pattern.clone(),
                    alone: OnceLock::new(),
                }
            })
            .collect();
        let whole = machine.compile(backend)?;
        let inputs = derivation.inputs();
        let graph = derivation.graph();
        let formulas = derivation.parts().iter().flat_map(|part| &part.formulas);
        Ok(CompiledFunction::of_shared(Shared {
            whole,
            machine,
            backend,
            places,
            inputs: inputs
                .map(|(name, shape)| (name.to_owned(), shape))
                .collect(),
            shapes: formulas.map(|&formula| graph.shape(formula)).collect(),
            pair: OnceLock::new(),
        }))
    }

    /// Number of inputs: the entries of all variables.
    ///
    /// ```
    /// let f = symdiff::Function::parse("A: matrix(2, 3); x: vector(3); sum(A*x)")?;
    /// assert_eq!(f.compile()?.inputs(), 9);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn inputs(&self) -> usize {
        self.shared.machine.inputs()
    }

    /// Number of outputs of [`call`](Self::call): the entries of all quantities, one after the other.
    ///
    /// ```
    /// let f = symdiff::Function::parse("x*y*z")?.compile()?;
    /// assert_eq!(f.outputs(), 4, "the value and three derivatives");
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn outputs(&self) -> usize {
        self.shared.machine.outputs()
    }

    /// Where a quantity stands among the outputs of [`call`](Self::call); None where it was not compiled.
    ///
    /// ```
    /// use symdiff::{Function, Quantity};
    ///
    /// let f = Function::parse("x*y*z")?.compile()?;
    /// assert_eq!(f.range(&Quantity::Gradient), Some(1..4));
    /// assert_eq!(f.range(&Quantity::Hessian), None);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn range(&self, quantity: &Quantity) -> Option<Range<usize>> {
        let place = self.place(quantity)?;
        Some(place.span.entries.clone())
    }

    /// Where the entries of a sparse quantity stand; None where it is not sparse or was not compiled.
    ///
    /// ```
    /// use symdiff::{CompileOptions, Function, Quantity};
    ///
    /// let options = CompileOptions::of([Quantity::SparseJacobian]);
    /// let f = Function::parse("x^2; x*y")?.compile_with(&options)?;
    /// let pattern = f.pattern(&Quantity::SparseJacobian).expect("it was compiled");
    /// assert_eq!(pattern.places(), [(0, 0), (1, 0), (1, 1)]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn pattern(&self, quantity: &Quantity) -> Option<&Pattern> {
        self.place(quantity)?.pattern.as_ref()
    }

    /// Whether native code runs, rather than the interpreter.
    ///
    /// ```
    /// use symdiff::{Backend, CompileOptions, Function};
    ///
    /// let options = CompileOptions { backend: Backend::Interpreter, ..CompileOptions::default() };
    /// assert!(!Function::parse("x")?.compile_with(&options)?.is_native());
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn is_native(&self) -> bool {
        self.shared.whole.is_native()
    }

    /// Computes everything that was compiled, one quantity after the other as [`range`](Self::range) says.
    ///
    /// ```
    /// let f = symdiff::Function::parse("x*y")?.compile()?;
    /// let mut outputs = [0.0; 3];
    /// f.call(&[2.0, 5.0], &mut outputs)?;
    /// assert_eq!(outputs, [10.0, 5.0, 2.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Slices that have not [`inputs`](Self::inputs) and [`outputs`](Self::outputs) numbers. The slices are as they were then.
    pub fn call(&self, inputs: &[f64], outputs: &mut [f64]) -> Result<(), Error> {
        Workspace::of_thread(|workspace| self.call_in(inputs, outputs, workspace))
    }

    /// [`call`](Self::call) with the caller's memory.
    ///
    /// ```
    /// let f = symdiff::Function::parse("x*y")?.compile()?;
    /// let mut outputs = [0.0; 3];
    /// f.call_in(&[2.0, 5.0], &mut outputs, &mut symdiff::Workspace::new())?;
    /// assert_eq!(outputs[0], 10.0);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`call`](Self::call).
    pub fn call_in(
        &self,
        inputs: &[f64],
        outputs: &mut [f64],
        workspace: &mut Workspace,
    ) -> Result<(), Error> {
        self.check_inputs(inputs)?;
        check_length(&"outputs", self.outputs(), outputs.len())?;
        self.shared.whole.run(inputs, outputs, &mut workspace.slots);
        Ok(())
    }

    /// The value of a function with one scalar result.
    ///
    /// ```
    /// let f = symdiff::Function::parse("hypot(x, y)")?.compile()?;
    /// assert_eq!(f.value(&[3.0, 4.0])?, 5.0);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A wrong number of inputs; a result that is not one number; a function compiled without value.
    pub fn value(&self, inputs: &[f64]) -> Result<f64, Error> {
        Workspace::of_thread(|workspace| self.value_in(inputs, workspace))
    }

    /// [`value`](Self::value) with the caller's memory.
    ///
    /// ```
    /// let f = symdiff::Function::parse("hypot(x, y)")?.compile()?;
    /// assert_eq!(f.value_in(&[3.0, 4.0], &mut symdiff::Workspace::new())?, 5.0);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`value`](Self::value).
    pub fn value_in(&self, inputs: &[f64], workspace: &mut Workspace) -> Result<f64, Error> {
        let mut value = [0.0];
        self.demand_value()?;
        self.quantity_in(&Quantity::Value, inputs, &mut value, workspace)?;
        Ok(value[0])
    }

    /// All values of a function with several results, or with a vector or matrix as result: the results one after the
    /// other, each row by row.
    ///
    /// ```
    /// let f = symdiff::Function::parse("x + y; x*y")?.compile()?;
    /// let mut values = [0.0; 2];
    /// f.values(&[2.0, 5.0], &mut values)?;
    /// assert_eq!(values, [7.0, 10.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Slices of a wrong length; a function compiled without value.
    pub fn values(&self, inputs: &[f64], values: &mut [f64]) -> Result<(), Error> {
        self.quantity(&Quantity::Value, inputs, values)
    }

    /// The gradient: a derivative for each input.
    ///
    /// ```
    /// let f = symdiff::Function::parse("x^2*y")?.compile()?;
    /// let mut gradient = [0.0; 2];
    /// f.gradient(&[3.0, 2.0], &mut gradient)?;
    /// assert_eq!(gradient, [12.0, 9.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Slices of a wrong length; a function compiled without gradient.
    pub fn gradient(&self, inputs: &[f64], gradient: &mut [f64]) -> Result<(), Error> {
        self.quantity(&Quantity::Gradient, inputs, gradient)
    }

    /// The value; the gradient is written to `gradient`. Both share their work.
    ///
    /// ```
    /// let f = symdiff::Function::parse("x^2*y")?.compile()?;
    /// let mut gradient = [0.0; 2];
    /// assert_eq!(f.value_and_gradient(&[3.0, 2.0], &mut gradient)?, 18.0);
    /// assert_eq!(gradient, [12.0, 9.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A slice of the wrong length; a function that was not compiled with value and gradient.
    pub fn value_and_gradient(&self, inputs: &[f64], gradient: &mut [f64]) -> Result<f64, Error> {
        Workspace::of_thread(|workspace| self.value_and_gradient_in(inputs, gradient, workspace))
    }

    /// [`value_and_gradient`](Self::value_and_gradient) with the caller's memory.
    ///
    /// ```
    /// let f = symdiff::Function::parse("x^2")?.compile()?;
    /// let mut gradient = [0.0];
    /// let mut workspace = symdiff::Workspace::new();
    /// assert_eq!(f.value_and_gradient_in(&[3.0], &mut gradient, &mut workspace)?, 9.0);
    /// assert_eq!(gradient, [6.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`value_and_gradient`](Self::value_and_gradient).
    pub fn value_and_gradient_in(
        &self,
        inputs: &[f64],
        gradient: &mut [f64],
        workspace: &mut Workspace,
    ) -> Result<f64, Error> {
        let value = self.demand_value()?;
        let gradient_span = &self.demand(&Quantity::Gradient)?.span;
        let range = &gradient_span.entries;
        self.check_inputs(inputs)?;
        check_length(&"gradient entries", range.len(), gradient.len())?;
        let Workspace { slots, outputs } = workspace;
        outputs.resize(1 + range.len(), 0.0);
        let shared = &*self.shared;
        if self.outputs() == outputs.len() && value.entries.start == 0 {
            shared.whole.run(inputs, outputs, slots);
        } else {
            let pair = shared.pair.get_or_init(|| {
                let spans = [value, gradient_span].into_iter();
                shared.machine.compile_part(spans, shared.backend)
            });
            pair.run(inputs, outputs, slots);
        }
        gradient.copy_from_slice(&outputs[1..]);
        Ok(outputs[0])
    }

    /// The Jacobian, row by row: a row for each entry of the results, a column for each input.
    ///
    /// ```
    /// let f = symdiff::Function::parse("x*y; x + y")?.compile()?;
    /// let mut jacobian = [0.0; 4];
    /// f.jacobian(&[2.0, 5.0], &mut jacobian)?;
    /// assert_eq!(jacobian, [5.0, 2.0, 1.0, 1.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Slices of a wrong length; a function compiled without Jacobian.
    pub fn jacobian(&self, inputs: &[f64], jacobian: &mut [f64]) -> Result<(), Error> {
        self.quantity(&Quantity::Jacobian, inputs, jacobian)
    }

    /// The Hessian, row by row, with both halves of it.
    ///
    /// ```
    /// use symdiff::{CompileOptions, Function, Quantity};
    ///
    /// let options = CompileOptions::of([Quantity::Value, Quantity::Gradient, Quantity::Hessian]);
    /// let f = Function::parse("x^2*y")?.compile_with(&options)?;
    /// let mut hessian = [0.0; 4];
    /// f.hessian(&[3.0, 2.0], &mut hessian)?;
    /// assert_eq!(hessian, [4.0, 6.0, 6.0, 0.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Slices of a wrong length; a function compiled without Hessian.
    pub fn hessian(&self, inputs: &[f64], hessian: &mut [f64]) -> Result<(), Error> {
        self.quantity(&Quantity::Hessian, inputs, hessian)
    }

    /// One quantity alone, any that was compiled.
    ///
    /// ```
    /// use symdiff::{CompileOptions, Function, Quantity};
    ///
    /// let third = Quantity::Partial(vec!["x".into(), "x".into(), "x".into()]);
    /// let f = Function::parse("x^4")?.compile_with(&CompileOptions::of([third.clone()]))?;
    /// let mut value = [0.0];
    /// f.quantity(&third, &[2.0], &mut value)?;
    /// assert_eq!(value, [48.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Slices of a wrong length; a quantity that was not compiled.
    pub fn quantity(
        &self,
        quantity: &Quantity,
        inputs: &[f64],
        outputs: &mut [f64],
    ) -> Result<(), Error> {
        Workspace::of_thread(|workspace| self.quantity_in(quantity, inputs, outputs, workspace))
    }

    /// [`quantity`](Self::quantity) with the caller's memory.
    ///
    /// ```
    /// use symdiff::{Function, Quantity, Workspace};
    ///
    /// let f = Function::parse("x^2 + y^2")?.compile()?;
    /// let mut gradient = [0.0; 2];
    /// f.quantity_in(&Quantity::Gradient, &[1.0, 2.0], &mut gradient, &mut Workspace::new())?;
    /// assert_eq!(gradient, [2.0, 4.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`quantity`](Self::quantity).
    pub fn quantity_in(
        &self,
        quantity: &Quantity,
        inputs: &[f64],
        outputs: &mut [f64],
        workspace: &mut Workspace,
    ) -> Result<(), Error> {
        let place = self.demand(quantity)?;
        self.check_inputs(inputs)?;
        check_length(
            &format_args!("numbers for the {quantity}"),
            place.span.entries.len(),
            outputs.len(),
        )?;
        self.alone(place).run(inputs, outputs, &mut workspace.slots);
        Ok(())
    }
}
