//! A program compiled as the body of a loop: one call runs it for many places, with strides for the inputs.
//!
//! Must not know: arrays and schedules. Invariants: each place has the bits of a single run; before a call every
//! number that the loop may touch is checked to lie inside the slices.

use std::sync::Arc;

use cranelift::codegen::ir::{Function, types};
use cranelift::prelude::{
    FunctionBuilder, FunctionBuilderContext, InstBuilder, IntCC, MemFlagsData,
};

use crate::program::{Program, ValueId, expand, verify};

use super::memory::Code;
use super::split::Split;
use super::target::{self, Target};
use super::translate::{Piece, Slots, offset, signature};
use super::{FUNCTION_INSTRUCTIONS, JitError};

/// The most inputs and outputs of a loop: each has an address of its own.
const MOST_SLOTS: usize = 256;

/// The table that the code reads: the number of places, the bytes between two outputs, and for each input an address
/// and the bytes between two places.
const HEAD: usize = 2;

/// A loop in native code. Cheap to clone and shared freely between threads; the last clone frees the code.
#[derive(Clone, Debug)]
pub struct Loop {
    code: Arc<Code>,
    inputs: usize,
    outputs: usize,
}

impl Loop {
    /// Compiles a program for the processor it runs on; None for a program that is too long for one function.
    ///
    /// # Errors
    /// As [`Jit::compile`](super::Jit::compile).
    pub fn compile(program: &Program) -> Result<Option<Loop>, JitError> {
        verify(program).map_err(JitError::Program)?;
        let program = expand(program);
        if program.inputs.max(program.outputs.len()) > MOST_SLOTS {
            return Ok(None);
        }
        let split = Split::plan(&program, FUNCTION_INSTRUCTIONS);
        if split.pieces.len() > 1 {
            return Ok(None);
        }
        let target = target::host()?;
        let mut context = FunctionBuilderContext::new();
        let mut written = false;
        let code = Code::new(target, |function| {
            if written {
                return Ok(false);
            }
            written = true;
            translate(&program, &split, target, function, &mut context)?;
            Ok(true)
        })?;
        Ok(Some(Loop {
            code: Arc::new(code),
            inputs: program.inputs,
            outputs: program.outputs.len(),
        }))
    }

    /// Number of outputs, as in the program.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Runs for `count` places. `source` gives the numbers of an input, from that of the first place on, and how far
    /// the next place is. Outputs follow each other in columns, `column` numbers apart.
    ///
    /// # Panics
    /// If numbers that the loop would touch are missing.
    pub fn run<'a>(
        &self,
        source: impl Fn(usize) -> (&'a [f64], usize),
        (outputs, column): (&mut [f64], usize),
        count: usize,
        table: &mut Vec<usize>,
    ) {
        if count == 0 {
            return;
        }
        let farthest = |stride: usize, places: usize, more: usize| {
            stride.checked_mul(places)?.checked_add(more)
        };
        table.clear();
        table.extend([count, column.wrapping_mul(size_of::<f64>())]);
        for input in 0..self.inputs {
            let (numbers, stride) = source(input);
            let last = farthest(stride, count - 1, 0);
            assert!(
                last.is_some_and(|last| last < numbers.len()),
                "numbers of an input"
            );
            table.extend([
                numbers.as_ptr() as usize,
                stride.wrapping_mul(size_of::<f64>()),
            ]);
        }
        let behind = farthest(column, self.outputs.saturating_sub(1), count);
        assert!(
            behind.is_some_and(|behind| behind <= outputs.len()),
            "numbers of outputs"
        );
        // SAFETY: the code reads `HEAD + 2*inputs` words of the table, of each input the places up to the last one, and
        // writes `count` numbers of each output: all of them exist, as was checked above. The inputs stay borrowed for
        // 'a, and the outputs are borrowed exclusively, so they do not overlap.
        unsafe {
            self.code.call(
                table.as_ptr().cast(),
                outputs.as_mut_ptr(),
                std::ptr::null_mut(),
            );
        }
    }
}

fn translate(
    program: &Program,
    split: &Split,
    target: &Target,
    function: &mut Function,
    context: &mut FunctionBuilderContext,
) -> Result<(), JitError> {
    function.signature = signature(target);
    let pointer = target.isa.pointer_type();
    let flags = MemFlagsData::trusted();
    let builder = FunctionBuilder::new(function, context);
    let mut piece = Piece::open(program, split, target, builder);
    let (Slots::Flat(table), Slots::Flat(first)) = (&piece.inputs, &piece.outputs) else {
        return Err(JitError::Codegen("no table".to_owned()));
    };
    let (table, first) = (*table, *first);
    let builder = &mut piece.builder;
    let mut word = |index: usize| {
        let ins = builder.ins();
        ins.load(pointer, flags.with_readonly(), table, offset(index))
    };
    let (count, column) = (word(0), word(1));
    let inputs: Vec<_> = (0..program.inputs)
        .map(|input| word(HEAD + 2 * input))
        .collect();
    let strides: Vec<_> = (0..program.inputs)
        .map(|input| word(HEAD + 2 * input + 1))
        .collect();
    // What is carried from place to place: places left, the address in the first column, addresses of inputs.
    let body = builder.create_block();
    let end = builder.create_block();
    let mut carried = vec![count, first];
    carried.extend(inputs);
    let arguments: Vec<_> = carried.iter().map(|&own| own.into()).collect();
    let parameters: Vec<_> = carried
        .iter()
        .map(|_| builder.append_block_param(body, pointer))
        .collect();
    builder.ins().jump(body, &arguments);
    builder.switch_to_block(body);
    let mut outputs = Vec::with_capacity(program.outputs.len());
    let mut address = parameters[1];
    for index in 0..program.outputs.len() {
        if index > 0 {
            address = builder.ins().iadd(address, column);
        }
        outputs.push(address);
    }
    piece.inputs = Slots::Apart(parameters[2..].to_vec());
    piece.outputs = Slots::Apart(outputs);
    for index in 0..program.instructions.len() {
        piece.instruction(ValueId(index as u32))?;
    }
    for (output, &value) in program.outputs.iter().enumerate() {
        piece.output(value, output)?;
    }
    let builder = &mut piece.builder;
    let left = builder.ins().iadd_imm_s(parameters[0], -1);
    let address = builder
        .ins()
        .iadd_imm_s(parameters[1], size_of::<f64>() as i64);
    let mut next = vec![left, address];
    for (&address, &stride) in parameters[2..].iter().zip(&strides) {
        next.push(builder.ins().iadd(address, stride));
    }
    let next: Vec<_> = next.into_iter().map(|own| own.into()).collect();
    let more = builder.ins().icmp_imm_s(IntCC::NotEqual, left, 0);
    builder.ins().brif(more, body, &next, end, &[]);
    builder.seal_block(body);
    builder.switch_to_block(end);
    builder.seal_block(end);
    builder.ins().return_(&[]);
    debug_assert_eq!(pointer, types::I64);
    piece.builder.finalize(target.isa.frontend_config());
    Ok(())
}
