//! A scalar program that runs for many places: one after the other by the interpreter, or in one loop of native code.
//!
//! Must not know: arrays and where they lie. Invariant: all ways give the same bits.

use crate::backend::{Interpreter, Workspace};
use crate::program::Program;

#[cfg(feature = "jit")]
use crate::backend::jit::{Jit, Loop};

/// A program ready to run.
#[derive(Clone, Debug)]
pub(super) enum Kernel {
    Interpreter(Interpreter),
    /// Native code for one place: a program too long for a loop.
    #[cfg(feature = "jit")]
    Place(Jit),
    #[cfg(feature = "jit")]
    Loop(Loop),
}

impl Kernel {
    pub(super) fn interpreted(program: &Program) -> Kernel {
        Kernel::Interpreter(Interpreter::new(program.clone()))
    }

    #[cfg(feature = "jit")]
    pub(super) fn native(program: &Program) -> Result<Kernel, crate::backend::JitError> {
        match Loop::compile(program)? {
            Some(own) => Ok(Kernel::Loop(own)),
            None => Ok(Kernel::Place(Jit::compile(program)?)),
        }
    }

    /// Runs for `count` places. `source` gives the numbers of an input, from that of the first place on, and their
    /// distance. Outputs follow each other in columns, `column` numbers apart.
    pub(super) fn run<'a>(
        &self,
        inputs: usize,
        source: impl Fn(usize) -> (&'a [f64], usize),
        (outputs, column): (&mut [f64], usize),
        count: usize,
        workspace: &mut Workspace,
    ) {
        #[cfg(feature = "jit")]
        if let Kernel::Loop(own) = self {
            return own.run(source, (outputs, column), count, &mut workspace.addresses);
        }
        let mut point = std::mem::take(&mut workspace.point);
        point.clear();
        point.resize(inputs + self.outputs(), 0.0);
        let (entries, results) = point.split_at_mut(inputs);
        for place in 0..count {
            for (input, entry) in entries.iter_mut().enumerate() {
                let (numbers, stride) = source(input);
                *entry = numbers[place * stride];
            }
            match self {
                Kernel::Interpreter(own) => own.run(entries, results, workspace),
                #[cfg(feature = "jit")]
                Kernel::Place(own) => own.run(entries, results, workspace),
                #[cfg(feature = "jit")]
                Kernel::Loop(_) => {}
            }
            for (index, result) in results.iter().enumerate() {
                outputs[index * column + place] = *result;
            }
        }
        workspace.point = point;
    }

    fn outputs(&self) -> usize {
        match self {
            Kernel::Interpreter(own) => own.outputs(),
            #[cfg(feature = "jit")]
            Kernel::Place(own) => own.outputs(),
            #[cfg(feature = "jit")]
            Kernel::Loop(own) => own.outputs(),
        }
    }
}
