//! The quantities of a compiled function among its outputs, and code for each alone.
//!
//! Must not know: derivations. Invariant: code for a part gives the bits that the whole gives.

#[cfg(any(feature = "argmin", feature = "nalgebra", feature = "ndarray"))]
use super::Workspace;
use super::code::Code;
use super::machine::{Machine, Span};
use super::{Backend, CompiledFunction, Pattern, Quantity};
use crate::codes;
use crate::error::Error;
use crate::graph::Shape;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// One quantity among the outputs, and code for it alone, made when it is first asked for.
pub(super) struct Place {
    pub(super) quantity: Quantity,
    pub(super) span: Span,
    /// Entries of a row: for a Jacobian or Hessian as many as there are variables to differentiate in.
    #[cfg(any(feature = "argmin", feature = "nalgebra", feature = "ndarray"))]
    pub(super) columns: usize,
    pub(super) pattern: Option<Pattern>,
    pub(super) alone: OnceLock<Code>,
}

pub(super) struct Shared {
    pub(super) machine: Machine,
    pub(super) backend: Backend,
    pub(super) whole: Code,
    pub(super) places: Vec<Place>,
    /// Names and shapes of the inputs.
    pub(super) inputs: Vec<(String, Shape)>,
    /// The shapes of all formulas.
    pub(super) shapes: Vec<Shape>,
    /// Value and gradient, where the whole is more.
    pub(super) pair: OnceLock<Code>,
}

impl CompiledFunction {
    /// With what is known of the sizes in the machine.
    pub(super) fn of_shared(mut shared: Shared) -> Self {
        for place in &mut shared.places {
            let entries = shared.machine.entries_of(place.span.formulas.clone());
            place.span.entries = entries.unwrap_or(place.span.entries.clone());
        }
        CompiledFunction {
            shared: Arc::new(shared),
        }
    }

    /// The same function for the sizes of another machine.
    pub(super) fn with_machine(&self, machine: Machine) -> Result<Self, Error> {
        let shared = &*self.shared;
        let whole = machine.bound(&shared.whole)?;
        let places = shared.places.iter().map(|place| Place {
            quantity: place.quantity.clone(),
            span: place.span.clone(),
            #[cfg(any(feature = "argmin", feature = "nalgebra", feature = "ndarray"))]
            columns: place.columns,
            pattern: place.pattern.clone(),
            alone: OnceLock::new(),
        });
        Ok(CompiledFunction::of_shared(Shared {
            machine,
            backend: shared.backend,
            whole,
            places: places.collect(),
            inputs: shared.inputs.clone(),
            shapes: shared.shapes.clone(),
            pair: OnceLock::new(),
        }))
    }

    /// What `read` makes of the entries of a row and the numbers of a quantity, in the memory of the thread. `read`
    /// may call compiled functions itself.
    #[cfg(any(feature = "argmin", feature = "nalgebra", feature = "ndarray"))]
    pub(crate) fn read_quantity<T>(
        &self,
        quantity: &Quantity,
        inputs: &[f64],
        read: impl FnOnce(usize, &[f64]) -> T,
    ) -> Result<T, Error> {
        let place = self.demand(quantity)?;
        let mut outputs = Workspace::of_thread(|workspace| std::mem::take(&mut workspace.outputs));
        outputs.resize(place.span.entries.len(), 0.0);
        let done = self.quantity(quantity, inputs, &mut outputs);
        let result = done.map(|()| read(place.columns, &outputs));
        Workspace::of_thread(|workspace| workspace.outputs = outputs);
        result
    }

    pub(super) fn place(&self, quantity: &Quantity) -> Option<&Place> {
        let mut places = self.shared.places.iter();
        places.find(|place| place.quantity == *quantity)
    }

    pub(super) fn demand(&self, quantity: &Quantity) -> Result<&Place, Error> {
        self.place(quantity).ok_or_else(|| {
            let message = format!(
                "the function was compiled without its {quantity}: name it in `CompileOptions`"
            );
            Error::new(codes::MISSING_QUANTITY, message)
        })
    }

    /// Where the one value stands among the outputs.
    pub(super) fn demand_value(&self) -> Result<&Span, Error> {
        let span = &self.demand(&Quantity::Value)?.span;
        self.shared.machine.check_bound()?;
        let count = span.entries.len();
        if count == 1 {
            return Ok(span);
        }
        let message = format!("the function has {count} values: ask for `values`");
        Err(Error::new(codes::WRONG_LENGTH, message))
    }

    /// Code for one quantity. Where it is all that was compiled, that is the code of the whole.
    pub(super) fn alone<'a>(&'a self, place: &'a Place) -> &'a Code {
        let shared = &*self.shared;
        if place.span.entries == (0..self.outputs()) {
            return &shared.whole;
        }
        place.alone.get_or_init(|| {
            let spans = std::iter::once(&place.span);
            shared.machine.compile_part(spans, shared.backend)
        })
    }

    /// Whether these are the inputs, and all sizes are bound.
    pub(super) fn check_inputs(&self, inputs: &[f64]) -> Result<(), Error> {
        self.shared.machine.check_bound()?;
        check_length(&"inputs", self.inputs(), inputs.len())
    }
}

pub(super) fn check_length(
    what: &dyn fmt::Display,
    expected: usize,
    found: usize,
) -> Result<(), Error> {
    if expected == found {
        return Ok(());
    }
    let message = format!("{expected} {what} are needed, {found} are given");
    Err(Error::new(codes::WRONG_LENGTH, message))
}
