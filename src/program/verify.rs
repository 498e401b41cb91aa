//! Checks that a program is well formed. Runs before a backend trusts a program, and after each pass
//! in tests.
//!
//! Must not know: backends, graphs. Invariant: what passes here makes no backend panic and makes no
//! compiled code read or write outside its inputs, outputs and workspace.

use crate::functions::{self, FunctionId, Kernel};

use super::{Instruction, Program, Type, ValueId};

/// Checks operand order, types, inputs, calls and outputs.
///
/// # Errors
/// One sentence on the first fault found, naming the value as in the text form.
pub fn verify(program: &Program) -> Result<(), String> {
    if u32::try_from(program.instructions.len()).is_err() {
        return Err("the program has 2^32 instructions or more".to_owned());
    }
    for (index, instruction) in program.instructions.iter().enumerate() {
        verify_instruction(program, index, instruction)
            .map_err(|fault| format!("v{index} {fault}"))?;
    }
    for (index, &output) in program.outputs.iter().enumerate() {
        check(program, program.instructions.len(), output, Type::F64)
            .map_err(|fault| format!("output {index} {fault}"))?;
    }
    Ok(())
}

fn verify_instruction(
    program: &Program,
    index: usize,
    instruction: &Instruction,
) -> Result<(), String> {
    for (position, operand) in instruction.operands().enumerate() {
        check(program, index, operand, operand_type(instruction, position))?;
    }
    match *instruction {
        Instruction::Input(input) if input as usize >= program.inputs => Err(format!(
            "reads input {input}, but there are {} inputs",
            program.inputs
        )),
        Instruction::Call1(function, _) => verify_call(function, 1),
        Instruction::Call2(function, ..) => verify_call(function, 2),
        _ => Ok(()),
    }
}

fn check(program: &Program, before: usize, value: ValueId, expected: Type) -> Result<(), String> {
    if value.index() >= before {
        return Err(format!("uses v{} before it is made", value.0));
    }
    let found = program.instructions[value.index()].result_type();
    if found != expected {
        return Err(format!(
            "uses v{} as {}, but it is {}",
            value.0,
            article(expected),
            article(found)
        ));
    }
    Ok(())
}

fn operand_type(instruction: &Instruction, position: usize) -> Type {
    match instruction {
        Instruction::And(..) | Instruction::Or(..) | Instruction::Not(_) => Type::Mask,
        Instruction::Select(..) if position == 0 => Type::Mask,
        _ => Type::F64,
    }
}

fn verify_call(function: FunctionId, arguments: usize) -> Result<(), String> {
    let row = functions::row(function);
    let wanted = match row.kernel {
        Kernel::Unary(_) => 1,
        Kernel::Binary(_) => 2,
        Kernel::Recipe(_) => row.parameters.len(),
        Kernel::Definition(_)
        | Kernel::OverRest { .. }
        | Kernel::Extremum(_)
        | Kernel::Variadic(_)
        | Kernel::Detached => {
            return Err(format!("calls {}, which is never a call", row.name));
        }
    };
    if wanted != arguments {
        return Err(format!(
            "calls {} with {arguments} arguments instead of {wanted}",
            row.name
        ));
    }
    Ok(())
}

fn article(value: Type) -> &'static str {
    match value {
        Type::F64 => "a number",
        Type::Mask => "a mask",
    }
}
