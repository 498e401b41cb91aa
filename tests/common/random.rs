//! Random programs, the same in each run.

use super::generator::Random;
use symdiff::functions;
use symdiff::program::{Instruction, Program, Relation, Type, ValueId};

/// A program of `size` instructions after its inputs, straight from the generator and simplified by
/// nobody. Every kind of instruction occurs in a long one. About one value in eight leaves.
pub fn program(random: &mut Random, inputs: usize, size: usize) -> Program {
    let mut instructions: Vec<Instruction> = (0..inputs)
        .map(|index| Instruction::Input(index as u32))
        .collect();
    let mut numbers: Vec<ValueId> = (0..inputs).map(|index| ValueId(index as u32)).collect();
    let mut masks: Vec<ValueId> = Vec::new();
    while instructions.len() < inputs + size {
        let instruction = instruction(random, &numbers, &masks);
        let value = ValueId(instructions.len() as u32);
        instructions.push(instruction);
        match instruction.result_type() {
            Type::F64 => numbers.push(value),
            Type::Mask => masks.push(value),
        }
    }
    let count = numbers.len() / 8 + 1;
    let outputs = (0..count)
        .map(|_| numbers[random.below(numbers.len())])
        .collect();
    Program {
        inputs,
        instructions,
        outputs,
    }
}

/// Mostly a recent value, sometimes an old one, so that values live across pieces of code.
fn pick(random: &mut Random, values: &[ValueId]) -> ValueId {
    let reach = if random.below(3) == 0 {
        values.len()
    } else {
        values.len().min(20)
    };
    values[values.len() - 1 - random.below(reach)]
}

fn instruction(random: &mut Random, numbers: &[ValueId], masks: &[ValueId]) -> Instruction {
    use Instruction::*;
    let (a, b) = (pick(random, numbers), pick(random, numbers));
    let kind = random.below(40);
    if kind >= 34 && !masks.is_empty() {
        let (m, n) = (pick(random, masks), pick(random, masks));
        return match kind {
            34 => And(m, n),
            35 => Or(m, n),
            36 => Not(m),
            _ => Select(m, a, b),
        };
    }
    match kind {
        0..4 => Constant(random.number()),
        4 => Constant([0.0, -0.0, 1.0, -1.0, 0.5, 4.0][random.below(6)]),
        5 | 6 => Negate(a),
        7 => Absolute(a),
        8 => SquareRoot(a),
        9 => Floor(a),
        10 => Ceil(a),
        11..16 => Add(a, b),
        16..19 => Subtract(a, b),
        19..23 => Multiply(a, b),
        23 => Divide(a, b),
        24 => Minimum(a, b),
        25 => Maximum(a, b),
        26 => Call2(functions::lookup("atan2", 2).unwrap(), a, b),
        27 => Call1(functions::lookup("sin", 1).unwrap(), a),
        28 => Call1(functions::lookup("exp", 1).unwrap(), a),
        29 | 30 => Call1(functions::lookup("sigma", 1).unwrap(), a),
        31 => Compare(Relation::LessEqual, a, b),
        32 => Compare(Relation::Equal, a, b),
        _ => Compare(Relation::Less, a, b),
    }
}
