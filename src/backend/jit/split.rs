//! Cuts a long program into pieces, and plans the scratch slots through which values pass from one
//! piece to later ones.
//!
//! Must not know: Cranelift. Invariants: the pieces cover the program in order; a slot is written in
//! the piece where its value is made and holds it to the end of the last piece that reads it, so no
//! piece reads a slot that it has already given away. Constants and inputs need no slots: each piece
//! makes its own.

use std::ops::Range;

use crate::program::{Instruction, Program, ValueId};

/// The plan.
pub(super) struct Split {
    /// Indices of instructions, in order, one range per function; at least one.
    pub(super) pieces: Vec<Range<usize>>,
    /// Number of scratch slots, 8 bytes each.
    pub(super) slots: usize,
    slot: Vec<Option<u32>>,
}

impl Split {
    /// Pieces of at most `limit` instructions (not counting constants and inputs, which become parts
    /// of the instructions that use them).
    pub(super) fn plan(program: &Program, limit: usize) -> Split {
        let pieces = cut(program, limit.max(1));
        let mut slot = vec![None; program.instructions.len()];
        let mut slots = 0;
        if pieces.len() > 1 {
            slots = plan_slots(program, &pieces, &mut slot);
        }
        Split {
            pieces,
            slots,
            slot,
        }
    }

    /// The slot of a value that later pieces read.
    pub(super) fn slot(&self, value: ValueId) -> Option<u32> {
        self.slot[value.index()]
    }
}

fn is_repeated(instruction: &Instruction) -> bool {
    matches!(
        instruction,
        Instruction::Constant(_) | Instruction::Input(_)
    )
}

fn cut(program: &Program, limit: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut count = 0;
    for (index, instruction) in program.instructions.iter().enumerate() {
        if is_repeated(instruction) {
            continue;
        }
        if count == limit {
            pieces.push(start..index);
            start = index;
            count = 0;
        }
        count += 1;
    }
    pieces.push(start..program.instructions.len());
    pieces
}

fn plan_slots(program: &Program, pieces: &[Range<usize>], slot: &mut [Option<u32>]) -> usize {
    let mut last_piece = vec![0; program.instructions.len()];
    for (number, piece) in pieces.iter().enumerate() {
        for index in piece.clone() {
            last_piece[index] = number;
            for operand in program.instructions[index].operands() {
                last_piece[operand.index()] = number;
            }
        }
    }
    let mut free: Vec<u32> = Vec::new();
    let mut ending: Vec<Vec<u32>> = vec![Vec::new(); pieces.len()];
    let mut slots = 0;
    for (number, piece) in pieces.iter().enumerate() {
        for index in piece.clone() {
            if last_piece[index] == number || is_repeated(&program.instructions[index]) {
                continue;
            }
            let chosen = free.pop().unwrap_or_else(|| {
                slots += 1;
                slots - 1
            });
            slot[index] = Some(chosen);
            ending[last_piece[index]].push(chosen);
        }
        // Only now: within the piece that reads a slot last, nothing else may be written to it.
        free.append(&mut ending[number]);
    }
    slots as usize
}
