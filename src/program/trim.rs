//! What outputs need, and nothing else.
//!
//! Must not know: graphs, backends. Invariant: the instructions that stay keep their order and bits.

use super::{Program, ValueId};

impl Program {
    /// The program of some of the outputs alone, given by their places, with all inputs.
    ///
    /// # Panics
    /// If a place is not one of an output.
    pub fn select(&self, places: impl IntoIterator<Item = usize>) -> Program {
        let outputs = places.into_iter().map(|place| self.outputs[place]);
        let part = Program {
            inputs: self.inputs,
            instructions: self.instructions.clone(),
            outputs: outputs.collect(),
        };
        part.trimmed()
    }

    /// The same program without the instructions that no output needs.
    pub(super) fn trimmed(mut self) -> Program {
        let mut needed = vec![false; self.instructions.len()];
        for output in &self.outputs {
            needed[output.index()] = true;
        }
        for (index, instruction) in self.instructions.iter().enumerate().rev() {
            if needed[index] {
                for operand in instruction.operands() {
                    needed[operand.index()] = true;
                }
            }
        }
        let mut renamed = vec![ValueId(0); self.instructions.len()];
        let mut instructions = Vec::new();
        for (index, instruction) in self.instructions.iter().enumerate() {
            if needed[index] {
                // Fewer than 2^32, since these are some of those that have ids already.
                renamed[index] = ValueId(instructions.len() as u32);
                instructions.push(instruction.map(|operand| renamed[operand.index()]));
            }
        }
        self.instructions = instructions;
        for output in &mut self.outputs {
            *output = renamed[output.index()];
        }
        self
    }
}
