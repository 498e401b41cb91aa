//! A program made ready to run by one of the backends.
//!
//! Must not know: derivations. Invariant: all variants give the same bits.

use crate::backend::{BoundExecutor, Executor, Inputs, Interpreter, Outputs, Workspace};
use crate::codes;
use crate::error::Error;
use crate::program::schedule::BindError;
use crate::program::{Program, Schedule};

/// What runs a compiled function. All backends give the same bits.
///
/// ```
/// use symdiff::{Backend, CompileOptions, Function};
///
/// let options = CompileOptions { backend: Backend::Interpreter, ..CompileOptions::default() };
/// let f = Function::parse("x^2")?.compile_with(&options)?;
/// assert_eq!(f.value(&[3.0])?, 9.0);
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Backend {
    /// Native code where there is a backend for this machine, the interpreter elsewhere.
    #[default]
    Native,
    /// Native code or an error.
    Jit,
    /// The interpreter: nothing is compiled, and a call takes about four times as long.
    Interpreter,
}

/// A program or a schedule on a backend. Cheap to clone.
#[derive(Clone)]
pub(super) enum Code {
    Interpreter(Interpreter),
    #[cfg(feature = "jit")]
    Jit(crate::backend::Jit),
    /// A schedule whose sizes are not bound: it can't run.
    Unbound(Executor),
    Arrays(BoundExecutor),
}

impl Code {
    /// Prepares `program`.
    ///
    /// # Errors
    ///
    /// Where native code was demanded and cannot be made.
    pub(super) fn new(program: &Program, backend: Backend) -> Result<Code, Error> {
        let interpreter = || Code::Interpreter(Interpreter::new(program.clone()));
        match backend {
            Backend::Interpreter => Ok(interpreter()),
            #[cfg(feature = "jit")]
            Backend::Jit | Backend::Native => match crate::backend::Jit::compile(program) {
                Ok(jit) => Ok(Code::Jit(jit)),
                Err(_) if backend == Backend::Native => Ok(interpreter()),
                Err(error) => Err(Error::new(codes::NO_NATIVE_CODE, error.to_string())),
            },
            #[cfg(not(feature = "jit"))]
            Backend::Native => Ok(interpreter()),
            #[cfg(not(feature = "jit"))]
            Backend::Jit => Err(Error::new(
                codes::NO_NATIVE_CODE,
                "this build has no native backend",
            )),
        }
    }

    /// A part of a program that was made ready for `backend` as a whole. Where the system has no memory left for
    /// code, the interpreter runs it.
    pub(super) fn of_part(program: Program, backend: Backend) -> Code {
        Code::new(&program, backend)
            .unwrap_or_else(|_| Code::Interpreter(Interpreter::new(program)))
    }

    /// Prepares a schedule, of which no size is bound yet.
    ///
    /// # Errors
    ///
    /// Where native code was demanded and cannot be made.
    pub(super) fn of_schedule(schedule: Schedule, backend: Backend) -> Result<Code, Error> {
        match backend {
            Backend::Interpreter => Ok(Code::Unbound(Executor::interpreted(schedule))),
            #[cfg(feature = "jit")]
            Backend::Jit | Backend::Native => match Executor::native(schedule.clone()) {
                Ok(executor) => Ok(Code::Unbound(executor)),
                Err(_) if backend == Backend::Native => {
                    Ok(Code::Unbound(Executor::interpreted(schedule)))
                }
                Err(error) => Err(Error::new(codes::NO_NATIVE_CODE, error.to_string())),
            },
            #[cfg(not(feature = "jit"))]
            Backend::Native => Ok(Code::Unbound(Executor::interpreted(schedule))),
            #[cfg(not(feature = "jit"))]
            Backend::Jit => Err(Error::new(
                codes::NO_NATIVE_CODE,
                "this build has no native backend",
            )),
        }
    }

    /// The same for a part of a schedule that was made ready as a whole.
    pub(super) fn of_schedule_part(schedule: Schedule, backend: Backend) -> Code {
        Code::of_schedule(schedule.clone(), backend)
            .unwrap_or_else(|_| Code::Unbound(Executor::interpreted(schedule)))
    }

    /// The same code for these sizes; code without sizes as it is.
    pub(super) fn bound(&self, sizes: &[usize], most: usize) -> Result<Code, BindError> {
        match self {
            Code::Unbound(executor) => executor.bind(sizes, most).map(Code::Arrays),
            Code::Arrays(bound) => bound.executor().bind(sizes, most).map(Code::Arrays),
            other => Ok(other.clone()),
        }
    }

    /// Whether it is native code.
    pub(super) fn is_native(&self) -> bool {
        match self {
            Code::Interpreter(_) => false,
            #[cfg(feature = "jit")]
            Code::Jit(_) => true,
            Code::Unbound(executor) => executor.is_native(),
            Code::Arrays(bound) => bound.executor().is_native(),
        }
    }

    /// Computes all outputs of inputs that each lie for themselves; the lengths are those of the program.
    pub(super) fn run_parts(
        &self,
        inputs: &[&[f64]],
        outputs: &mut [f64],
        flat: &mut Vec<f64>,
        workspace: &mut Workspace,
    ) {
        if let Code::Arrays(bound) = self {
            bound.run(Inputs::Parts(inputs), Outputs::Flat(outputs), workspace);
            return;
        }
        flat.clear();
        inputs.iter().for_each(|own| flat.extend_from_slice(own));
        self.run(flat, outputs, workspace);
    }

    /// Computes all outputs; the lengths are those of the program.
    pub(super) fn run(&self, inputs: &[f64], outputs: &mut [f64], workspace: &mut Workspace) {
        match self {
            Code::Interpreter(interpreter) => interpreter.run(inputs, outputs, workspace),
            #[cfg(feature = "jit")]
            Code::Jit(jit) => jit.run(inputs, outputs, workspace),
            // Whoever calls has looked whether everything is bound.
            Code::Unbound(_) => {}
            Code::Arrays(bound) => {
                bound.run(Inputs::Flat(inputs), Outputs::Flat(outputs), workspace)
            }
        }
    }
}
