//! Native code by Cranelift, one point per call.
//!
//! Must not know: other backends, graphs. Invariants: equal bits with the interpreter, every NaN equal
//! to every NaN; the code of a program lives exactly as long as the last clone of its `Jit`; compiling
//! takes time and calling takes stack in proportion to a bounded piece of the program, because long
//! programs are split into many functions. Cranelift and `unsafe` occur in this folder only.

mod looped;
mod memory;
mod split;
mod target;
mod translate;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use crate::program::{Program, expand, verify};

use super::workspace::Workspace;
pub use looped::Loop;
use memory::Code;
use split::Split;
use target::Target;
use translate::Translator;

/// The most instructions in one function. Cranelift's better register allocator takes time that grows
/// faster than a function: as one function, 80,000 instructions of a gradient took 5.9 s; in pieces of
/// 250 they take 0.16 s and run no slower, and neither do programs of 300 or 3,000. Smaller pieces
/// gain nothing. In pieces of this size compiling takes 2 us per instruction at every length.
const FUNCTION_INSTRUCTIONS: usize = 250;

/// A program compiled to native code. Cheap to clone and shared freely between threads; the last
/// clone frees the code.
#[derive(Clone, Debug)]
pub struct Jit {
    code: Arc<Code>,
    inputs: usize,
    outputs: usize,
    slots: usize,
}

/// Why a program was not compiled. The interpreter still runs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JitError {
    /// No code is made for this kind of processor, or it lacks what the code needs.
    Target(String),
    /// The program is malformed: a mistake in the pass that made it.
    Program(String),
    /// More inputs, outputs or values than code can address (2^27 each).
    Size,
    /// The code generator or the system refused; what it said.
    Codegen(String),
}

impl fmt::Display for JitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JitError::Target(why) => write!(f, "no native code on this machine: {why}"),
            JitError::Program(fault) => write!(f, "malformed program: {fault}"),
            JitError::Size => f.write_str("the program is too large for native code"),
            JitError::Codegen(why) => write!(f, "the code generator failed: {why}"),
        }
    }
}

impl std::error::Error for JitError {}

impl Jit {
    /// Compiles a program for the processor it runs on.
    ///
    /// # Errors
    /// On a processor other than x86-64 and AArch64, for a malformed or too large program, and where
    /// the system gives no executable memory.
    pub fn compile(program: &Program) -> Result<Jit, JitError> {
        verify(program).map_err(JitError::Program)?;
        let program = expand(program);
        Jit::compile_for(&program, target::host()?, FUNCTION_INSTRUCTIONS)
    }

    /// Compiles an expanded program in functions of at most `limit` instructions.
    fn compile_for(program: &Program, target: &Target, limit: usize) -> Result<Jit, JitError> {
        let split = Split::plan(program, limit);
        if [program.inputs, program.outputs.len(), split.slots]
            .iter()
            .any(|&count| count > translate::ADDRESSABLE)
        {
            return Err(JitError::Size);
        }
        let mut translator = Translator::new(program, &split, target);
        let code = Code::new(target, |function| translator.translate_next(function))?;
        Ok(Jit {
            code: Arc::new(code),
            inputs: program.inputs,
            outputs: program.outputs.len(),
            slots: split.slots,
        })
    }

    /// Number of inputs, as in the program.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Number of outputs, as in the program.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// The size of the machine code in bytes.
    pub fn code_bytes(&self) -> usize {
        self.code.bytes
    }

    /// Computes all outputs at one point.
    ///
    /// # Panics
    /// If the lengths of `inputs` and `outputs` are not those of the program. These two comparisons
    /// are what makes the call safe, so release builds have them too.
    pub fn run(&self, inputs: &[f64], outputs: &mut [f64], workspace: &mut Workspace) {
        assert_eq!(inputs.len(), self.inputs, "number of inputs");
        assert_eq!(outputs.len(), self.outputs, "number of outputs");
        let scratch = workspace.slots(self.slots);
        // SAFETY: the code was compiled for `self.inputs`, `self.outputs` and `self.slots`, and the
        // three slices have just these lengths. They are borrowed for the call and do not overlap,
        // because two of them are borrowed exclusively.
        unsafe {
            self.code
                .call(inputs.as_ptr(), outputs.as_mut_ptr(), scratch.as_mut_ptr());
        }
    }
}
