//! The cost of a program in units of one addition: the measure by which derivatives are called cheap.
//!
//! Must not know: machines. The weights are those of the design: additions, multiplications,
//! comparisons and selections 1, division and square root 4, a function the weight of its row. A sign
//! and the inversion of a mask fold into their neighbours and cost nothing.

use crate::functions;

use super::{Instruction, Program};

/// The cost of all instructions of a program; 64 bits hold it for any program that fits in memory.
pub fn cost(program: &Program) -> u64 {
    program.instructions.iter().map(weight).sum()
}

fn weight(instruction: &Instruction) -> u64 {
    use Instruction::*;
    match *instruction {
        Constant(_) | Input(_) | Negate(_) | Not(_) => 0,
        Absolute(_) | Floor(_) | Ceil(_) | Add(..) | Subtract(..) | Multiply(..) | Minimum(..)
        | Maximum(..) | Compare(..) | And(..) | Or(..) | Select(..) => 1,
        SquareRoot(_) | Divide(..) => 4,
        Call1(function, _) | Call2(function, ..) => u64::from(functions::row(function).weight),
    }
}
