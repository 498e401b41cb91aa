//! Owns the machine code of one program and calls it.
//!
//! Must not know: instructions. Invariants: the pages with the code are freed when their only owner is
//! dropped, never before; they are never writable and executable at once; code that refers to
//! anything outside itself is refused before it is linked.

use std::fmt;
use std::sync::Mutex;

use cranelift::codegen::Context;
use cranelift::codegen::ir::Function;
use cranelift_jit::{JITBuilder, JITModule};
use cranelift_module::{FuncId, Module, default_libcall_names};

use super::JitError;
use super::target::Target;

/// `fn(inputs, outputs, scratch)`
type Entry = unsafe extern "C" fn(*const f64, *mut f64, *mut f64);

/// The code of one program.
pub(super) struct Code {
    /// To be called one after the other.
    entries: Vec<Entry>,
    /// The size of all functions.
    pub(super) bytes: usize,
    /// Keeps the pages until it is dropped. Behind a lock only because a module may not be shared
    /// between threads; nobody takes it.
    _pages: Mutex<Pages>,
}

/// A module, which would leak its pages if it were simply dropped.
struct Pages {
    module: Option<JITModule>,
}

impl Drop for Pages {
    fn drop(&mut self) {
        if let Some(module) = self.module.take() {
            // SAFETY: the pointers into these pages are in the entries of the same `Code` or were
            // never handed out. `Code` is being dropped, so it is not borrowed and no call runs.
            unsafe { module.free_memory() };
        }
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Code")
            .field("entries", &self.entries.len())
            .finish_non_exhaustive()
    }
}

impl Code {
    /// Compiles functions and links them. `next` writes the next one and answers false when there is none left.
    pub(super) fn new(
        target: &Target,
        mut next: impl FnMut(&mut Function) -> Result<bool, JitError>,
    ) -> Result<Code, JitError> {
        let builder = JITBuilder::with_isa(target.isa.clone(), default_libcall_names());
        let mut pages = Pages {
            module: Some(JITModule::new(builder)),
        };
        let Some(module) = &mut pages.module else {
            return Err(JitError::Codegen("no module".to_owned()));
        };
        let mut context = Context::new();
        let mut functions: Vec<FuncId> = Vec::new();
        let mut bytes = 0;
        while next(&mut context.func)? {
            let function = module
                .declare_anonymous_function(&context.func.signature)
                .map_err(codegen)?;
            module
                .define_function(function, &mut context)
                .map_err(codegen)?;
            refuse_references(&context)?;
            bytes += context
                .compiled_code()
                .map_or(0, |code| code.code_info().total_size as usize);
            functions.push(function);
            context.clear();
        }
        module.finalize_definitions().map_err(codegen)?;
        let entries = functions
            .into_iter()
            .map(|function| {
                let address = module.get_finalized_function(function);
                // SAFETY: the function was compiled with the signature of `Entry` and the default
                // calling convention of this machine, which is that of `extern "C"`.
                unsafe { std::mem::transmute::<*const u8, Entry>(address) }
            })
            .collect();
        Ok(Code {
            entries,
            bytes,
            _pages: Mutex::new(pages),
        })
    }

    /// Runs all functions in order.
    ///
    /// # Safety
    /// The pointers must be valid for as many numbers as the program has inputs (to read), outputs
    /// (to write) and slots (both), and must not overlap.
    pub(super) unsafe fn call(&self, inputs: *const f64, outputs: *mut f64, scratch: *mut f64) {
        for entry in &self.entries {
            // SAFETY: the pages live as long as `self`; the rest is the caller's promise.
            unsafe { entry(inputs, outputs, scratch) };
        }
    }
}

/// Linking panics on a name that it cannot find; our code has none, and this makes sure.
fn refuse_references(context: &Context) -> Result<(), JitError> {
    let references = context
        .compiled_code()
        .map_or(0, |code| code.buffer.relocs().len());
    if references == 0 {
        return Ok(());
    }
    let message = format!("{references} references to names outside the code");
    Err(JitError::Codegen(message))
}

fn codegen(why: impl fmt::Display) -> JitError {
    JitError::Codegen(why.to_string())
}
