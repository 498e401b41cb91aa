//! A function as code: owned, cheap to clone, shared by threads, freed with its last owner.

use super::{Derivation, Quantity};
use crate::backend::{Interpreter, Workspace};
use crate::codes;
use crate::error::Error;
use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

/// What runs a compiled function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Backend {
    /// Native code where there is a backend for this machine, the interpreter elsewhere.
    #[default]
    Native,
    /// Native code or an error.
    Jit,
    /// The interpreter.
    Interpreter,
}

#[derive(Clone)]
enum Code {
    Interpreter(Arc<Interpreter>),
    #[cfg(feature = "jit")]
    Jit(crate::backend::Jit),
}

/// A compiled function of the entries of all variables, in order.
#[derive(Clone)]
pub struct CompiledFunction {
    code: Code,
    inputs: usize,
    outputs: usize,
    layout: Arc<[(Quantity, Range<usize>)]>,
}

thread_local! {
    /// Scratch memory, grown once per thread.
    static WORKSPACE: RefCell<(Workspace, Vec<f64>)> = RefCell::default();
}

impl CompiledFunction {
    pub(super) fn new(derivation: &Derivation, backend: Backend) -> Result<Self, Error> {
        let program = derivation.program();
        let (inputs, outputs) = (program.inputs, program.outputs.len());
        let mut start = 0;
        let layout = derivation
            .parts()
            .iter()
            .map(|part| {
                let range = start..start + part.len();
                start = range.end;
                (part.quantity.clone(), range)
            })
            .collect();
        let code = match backend {
            Backend::Interpreter => Code::Interpreter(Arc::new(Interpreter::new(program.clone()))),
            #[cfg(feature = "jit")]
            Backend::Jit | Backend::Native => match crate::backend::Jit::compile(program) {
                Ok(jit) => Code::Jit(jit),
                Err(_) if backend == Backend::Native => {
                    Code::Interpreter(Arc::new(Interpreter::new(program.clone())))
                }
                Err(error) => return Err(Error::new(codes::NO_NATIVE_CODE, error.to_string())),
            },
            #[cfg(not(feature = "jit"))]
            Backend::Native => Code::Interpreter(Arc::new(Interpreter::new(program.clone()))),
            #[cfg(not(feature = "jit"))]
            Backend::Jit => {
                return Err(Error::new(
                    codes::NO_NATIVE_CODE,
                    "this build has no native backend",
                ));
            }
        };
        Ok(CompiledFunction {
            code,
            inputs,
            outputs,
            layout,
        })
    }

    /// Number of inputs: the entries of all variables.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Number of outputs: the entries of all parts, one after the other.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Where a quantity stands among the outputs.
    pub fn range(&self, quantity: &Quantity) -> Option<Range<usize>> {
        self.layout
            .iter()
            .find(|(own, _)| own == quantity)
            .map(|(_, range)| range.clone())
    }

    /// Computes all outputs.
    ///
    /// # Errors
    ///
    /// Where a slice has the wrong length.
    pub fn call(&self, inputs: &[f64], outputs: &mut [f64]) -> Result<(), Error> {
        WORKSPACE.with_borrow_mut(|(workspace, _)| self.call_in(inputs, outputs, workspace))
    }

    /// The same with scratch memory of the caller.
    ///
    /// # Errors
    ///
    /// As [`CompiledFunction::call`].
    pub fn call_in(
        &self,
        inputs: &[f64],
        outputs: &mut [f64],
        workspace: &mut Workspace,
    ) -> Result<(), Error> {
        self.check_length("inputs", self.inputs, inputs.len())?;
        self.check_length("outputs", self.outputs, outputs.len())?;
        match &self.code {
            Code::Interpreter(interpreter) => interpreter.run(inputs, outputs, workspace),
            #[cfg(feature = "jit")]
            Code::Jit(jit) => jit.run(inputs, outputs, workspace),
        }
        Ok(())
    }

    /// The value; the gradient is written to `gradient`.
    ///
    /// # Errors
    ///
    /// A slice of the wrong length; a function that was not compiled with value and gradient.
    pub fn value_and_gradient(&self, inputs: &[f64], gradient: &mut [f64]) -> Result<f64, Error> {
        let find = |quantity: &Quantity| {
            self.range(quantity).ok_or_else(|| {
                Error::new(
                    codes::MISSING_QUANTITY,
                    "the function was compiled without value and gradient",
                )
            })
        };
        let (value, range) = (find(&Quantity::Value)?, find(&Quantity::Gradient)?);
        self.check_length("gradient", range.len(), gradient.len())?;
        WORKSPACE.with_borrow_mut(|(workspace, outputs)| {
            outputs.resize(self.outputs, 0.0);
            self.call_in(inputs, outputs, workspace)?;
            gradient.copy_from_slice(&outputs[range]);
            Ok(outputs[value.start])
        })
    }

    fn check_length(&self, what: &str, expected: usize, found: usize) -> Result<(), Error> {
        if expected == found {
            return Ok(());
        }
        Err(Error::new(
            codes::WRONG_LENGTH,
            format!("{expected} {what} are needed, {found} are given"),
        ))
    }
}
