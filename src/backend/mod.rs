//! Backends: what runs a program. Each takes a [`Program`](crate::program::Program) and gives the same
//! bits as every other one, every NaN being equal to every NaN.
//!
//! Must not know: graphs, texts; and the backends do not know each other. What they share is here: the
//! workspace, and the primitive operations that no machine instruction does everywhere.

pub mod emit;
mod interpreter;
#[cfg(feature = "jit")]
mod jit;
mod primitive;
mod schedule;
mod workspace;

pub use interpreter::Interpreter;
#[cfg(feature = "jit")]
pub use jit::{Jit, JitError};
pub use schedule::{BoundExecutor, Executor, Inputs, Outputs};
pub use workspace::Workspace;
