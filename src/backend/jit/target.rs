//! The machine that code is made for: one description per process.
//!
//! Must not know: programs. Invariants: the features are those of the processor we run on; no
//! operation that the translator uses becomes a call of a library function by name.

use std::sync::OnceLock;

use cranelift::codegen::isa::{self, OwnedTargetIsa};
use cranelift::codegen::settings::{self, Configurable};

use super::JitError;

/// A description of the machine.
pub(super) struct Target {
    pub(super) isa: OwnedTargetIsa,
    /// Whether the machine rounds to whole numbers by an instruction.
    pub(super) rounds: bool,
}

/// The processor we run on.
///
/// # Errors
/// If we make no code for it.
pub(super) fn host() -> Result<&'static Target, JitError> {
    static HOST: OnceLock<Result<Target, JitError>> = OnceLock::new();
    let target = HOST.get_or_init(|| Target::new(true));
    target.as_ref().map_err(JitError::clone)
}

impl Target {
    /// `features` false leaves out whatever not every processor of this kind has.
    pub(super) fn new(features: bool) -> Result<Target, JitError> {
        if !cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) {
            return Err(JitError::Target("neither x86-64 nor AArch64".to_owned()));
        }
        let verifier = if cfg!(debug_assertions) {
            "true"
        } else {
            "false"
        };
        let mut flags = settings::builder();
        for (name, value) in [
            // Programs arrive without repeated or dead values, so that optimising finds nothing: it
            // took a fifth more time and the code was no faster. The allocator that is linear in the
            // size of a function halves the time to compile, and its code takes twice as long, or
            // fifteen times where it leaves the cache.
            ("opt_level", "none"),
            ("regalloc_algorithm", "backtracking"),
            ("enable_verifier", verifier),
            // What the module that owns the code demands.
            ("is_pic", "false"),
            ("use_colocated_libcalls", "false"),
            // Large frames touch their pages by themselves instead of by a library function.
            ("enable_probestack", "true"),
            ("probestack_strategy", "inline"),
            // Nothing unwinds through this code: kernels that panic abort.
            ("unwind_info", "false"),
        ] {
            flags.set(name, value).map_err(refused)?;
        }
        let isa = cranelift_native::builder_with_options(features)
            .map_err(|why| JitError::Target(why.to_owned()))?
            .finish(settings::Flags::new(flags))
            .map_err(refused)?;
        let rounds = rounds(&*isa);
        Ok(Target { isa, rounds })
    }
}

/// Without SSE4.1 an x86-64 processor has no instruction for floor and ceil, and Cranelift would call
/// a library function by name.
fn rounds(isa: &dyn isa::TargetIsa) -> bool {
    if cfg!(not(target_arch = "x86_64")) {
        return true;
    }
    isa.isa_flags()
        .iter()
        .any(|flag| flag.name == "has_sse41" && flag.as_bool() == Some(true))
}

fn refused(why: impl std::fmt::Display) -> JitError {
    JitError::Target(why.to_string())
}
