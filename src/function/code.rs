//! A program made ready to run by one of the backends.
//!
//! Must not know: derivations. Invariant: all variants give the same bits.

use crate::backend::{Interpreter, Workspace};
use crate::codes;
use crate::error::Error;
use crate::program::Program;

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

/// A program on a backend.
pub(super) enum Code {
    Interpreter(Interpreter),
    #[cfg(feature = "jit")]
    Jit(crate::backend::Jit),
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

    /// Whether it is native code.
    pub(super) fn is_native(&self) -> bool {
        !matches!(self, Code::Interpreter(_))
    }

    /// Computes all outputs; the lengths are those of the program.
    pub(super) fn run(&self, inputs: &[f64], outputs: &mut [f64], workspace: &mut Workspace) {
        match self {
            Code::Interpreter(interpreter) => interpreter.run(inputs, outputs, workspace),
            #[cfg(feature = "jit")]
            Code::Jit(jit) => jit.run(inputs, outputs, workspace),
        }
    }
}
