//! The program: the only thing a backend sees. A flat list of SSA instructions and the values that
//! leave it; over arrays, a [`schedule`] of steps that run such programs. Knows nothing of graphs below `lower`, and nothing of backends.

mod assemble;
mod cost;
mod entries;
mod expand;
mod instruction;
mod lower;
mod pairs;
mod products;
pub mod schedule;
mod text;
mod trim;
mod verify;

pub use assemble::Assembler;
pub use cost::cost;
pub use expand::expand;
pub use instruction::{Instruction, Relation, Type, ValueId};
pub use lower::{lower, lower_beside, lower_unfolded};
pub use schedule::Schedule;
pub use text::ParseError;
pub use verify::verify;

/// A straight-line program.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Program {
    /// Number of inputs (binary64 each).
    pub inputs: usize,
    /// In order; operands come first.
    pub instructions: Vec<Instruction>,
    /// The values that leave, in order; each is a number (not a mask). One value may leave twice.
    pub outputs: Vec<ValueId>,
}
