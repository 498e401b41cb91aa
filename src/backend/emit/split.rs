//! Cutting a long program into pieces, since compilers take time that grows faster than a function.
//!
//! Must not know: any language. Invariants: a program in one piece keeps no value in the array; two
//! values share a slot only if the piece that reads the first one last comes before the piece that makes
//! the second.

use crate::program::{Instruction, Program};
use std::collections::BTreeMap;

/// Which instruction belongs to which piece, and where values that cross are kept.
pub(super) struct Plan {
    pub pieces: usize,
    /// Length of the array of values that cross.
    pub crossing: usize,
    length: usize,
    slots: Vec<Option<usize>>,
}

impl Plan {
    /// Pieces of at most so many instructions.
    pub(super) fn new(program: &Program, most: usize) -> Plan {
        let count = program.instructions.len();
        let mut plan = Plan {
            pieces: 1,
            crossing: 0,
            length: count.max(1),
            slots: Vec::new(),
        };
        if count <= most {
            return plan;
        }
        plan.length = most;
        plan.pieces = count.div_ceil(most);
        plan.slots = vec![None; count];
        let last = plan.last_pieces(program);
        let mut free: Vec<usize> = Vec::new();
        let mut busy: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, instruction) in program.instructions.iter().enumerate() {
            let piece = plan.piece(index);
            if index % plan.length == 0 {
                let later = busy.split_off(&piece);
                free.extend(busy.into_values().flatten());
                busy = later;
            }
            let stays = matches!(
                instruction,
                Instruction::Constant(_) | Instruction::Input(_)
            );
            if stays || last[index] == piece {
                continue;
            }
            let slot = free.pop().unwrap_or_else(|| {
                plan.crossing += 1;
                plan.crossing - 1
            });
            plan.slots[index] = Some(slot);
            busy.entry(last[index]).or_default().push(slot);
        }
        plan
    }

    /// The piece of an instruction.
    pub(super) fn piece(&self, index: usize) -> usize {
        index / self.length
    }

    /// The slot of a value that another piece reads.
    pub(super) fn slot(&self, index: usize) -> Option<usize> {
        self.slots.get(index).copied().flatten()
    }

    /// By value: the last piece that reads it. Outputs are read after all pieces.
    fn last_pieces(&self, program: &Program) -> Vec<usize> {
        let mut last: Vec<usize> = (0..program.instructions.len())
            .map(|index| self.piece(index))
            .collect();
        for (index, instruction) in program.instructions.iter().enumerate() {
            for operand in instruction.operands() {
                last[operand.index()] = self.piece(index);
            }
        }
        for output in &program.outputs {
            last[output.index()] = self.pieces;
        }
        last
    }
}
