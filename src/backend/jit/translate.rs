//! Translates a piece of a program into a Cranelift function
//! `fn(inputs: *const f64, outputs: *mut f64, scratch: *mut f64)`, or a whole program into one function with a loop.
//!
//! Must not know: who owns the code. Invariants: every load and store is at a constant offset below the
//! counts that the caller checks; every call is of an address known now, so nothing is looked up by
//! name; each instruction gives the interpreter's bits.

use cranelift::codegen::ir::{self, Function, SigRef, Signature, UserFuncName, types};
use cranelift::prelude::{
    AbiParam, FloatCC, FunctionBuilder, FunctionBuilderContext, InstBuilder, MemFlagsData,
};
use hashbrown::HashMap;

use crate::backend::primitive;
use crate::functions::{self, Kernel};
use crate::program::{Instruction, Program, Relation, Type, ValueId};

use super::JitError;
use super::split::Split;
use super::target::Target;

/// The most inputs, outputs and slots: their byte offsets must fit in 31 bits.
pub(super) const ADDRESSABLE: usize = 1 << 27;

/// Translates the pieces of one program in order.
pub(super) struct Translator<'a> {
    program: &'a Program,
    split: &'a Split,
    target: &'a Target,
    /// Which value goes to which output, in the order of the values.
    stores: Vec<(ValueId, usize)>,
    stored: usize,
    next_piece: usize,
    reused: FunctionBuilderContext,
}

impl<'a> Translator<'a> {
    /// A translator of an expanded program.
    pub(super) fn new(
        program: &'a Program,
        split: &'a Split,
        target: &'a Target,
    ) -> Translator<'a> {
        let mut stores: Vec<(ValueId, usize)> = program.outputs.iter().copied().zip(0..).collect();
        stores.sort_unstable();
        Translator {
            program,
            split,
            target,
            stores,
            stored: 0,
            next_piece: 0,
            reused: FunctionBuilderContext::new(),
        }
    }

    /// Writes the next piece into an empty function; false when there is none left.
    pub(super) fn translate_next(&mut self, function: &mut Function) -> Result<bool, JitError> {
        let Some(range) = self.split.pieces.get(self.next_piece).cloned() else {
            return Ok(false);
        };
        function.name = UserFuncName::user(0, self.next_piece as u32);
        function.signature = signature(self.target);
        self.next_piece += 1;
        let mut piece = Piece::open(
            self.program,
            self.split,
            self.target,
            FunctionBuilder::new(function, &mut self.reused),
        );
        for index in range {
            let value = ValueId(index as u32);
            piece.instruction(value)?;
            while let Some(&(_, output)) = self.stores[self.stored..]
                .first()
                .filter(|(stored, _)| *stored == value)
            {
                piece.output(value, output)?;
                self.stored += 1;
            }
        }
        piece.builder.ins().return_(&[]);
        piece.builder.finalize(self.target.isa.frontend_config());
        Ok(true)
    }
}

/// The signature of all functions.
pub(super) fn signature(target: &Target) -> Signature {
    let pointer = AbiParam::new(target.isa.pointer_type());
    let mut signature = Signature::new(target.isa.default_call_conv());
    signature.params = vec![pointer; 3];
    signature
}

/// Where a piece finds its inputs and leaves its outputs: an address and an offset in numbers.
pub(super) enum Slots {
    /// One behind the other from an address on.
    Flat(ir::Value),
    /// Each at an address of its own.
    Apart(Vec<ir::Value>),
}

impl Slots {
    fn at(&self, index: usize) -> (ir::Value, i32) {
        match self {
            Slots::Flat(address) => (*address, offset(index)),
            Slots::Apart(addresses) => (addresses[index], 0),
        }
    }
}

/// A function in the making.
pub(super) struct Piece<'a> {
    program: &'a Program,
    split: &'a Split,
    target: &'a Target,
    pub(super) builder: FunctionBuilder<'a>,
    pub(super) inputs: Slots,
    pub(super) outputs: Slots,
    scratch: ir::Value,
    made: HashMap<ValueId, ir::Value>,
    /// Signatures of kernels of one and of two arguments, once used.
    signatures: [Option<SigRef>; 2],
}

impl<'a> Piece<'a> {
    pub(super) fn open(
        program: &'a Program,
        split: &'a Split,
        target: &'a Target,
        mut builder: FunctionBuilder<'a>,
    ) -> Piece<'a> {
        let block = builder.create_block();
        builder.append_block_params_for_function_params(block);
        builder.switch_to_block(block);
        builder.seal_block(block);
        let parameter = |index: usize| builder.block_params(block)[index];
        let (inputs, outputs, scratch) = (parameter(0), parameter(1), parameter(2));
        Piece {
            program,
            split,
            target,
            builder,
            inputs: Slots::Flat(inputs),
            outputs: Slots::Flat(outputs),
            scratch,
            made: HashMap::new(),
            signatures: [None; 2],
        }
    }

    /// Makes a value here, and keeps it for later pieces if they read it. Constants and inputs wait
    /// until they are used.
    pub(super) fn instruction(&mut self, value: ValueId) -> Result<(), JitError> {
        let instruction = self.program.instructions[value.index()];
        if matches!(
            instruction,
            Instruction::Constant(_) | Instruction::Input(_)
        ) {
            return Ok(());
        }
        let made = self.compute(&instruction)?;
        self.made.insert(value, made);
        if let Some(slot) = self.split.slot(value) {
            let flags = MemFlagsData::trusted();
            self.builder
                .ins()
                .store(flags, made, self.scratch, offset(slot as usize));
        }
        Ok(())
    }

    pub(super) fn output(&mut self, value: ValueId, output: usize) -> Result<(), JitError> {
        let made = self.operand(value)?;
        let flags = MemFlagsData::trusted();
        let (address, offset) = self.outputs.at(output);
        self.builder.ins().store(flags, made, address, offset);
        Ok(())
    }

    /// A value for use in this piece: made here, or brought here now.
    fn operand(&mut self, value: ValueId) -> Result<ir::Value, JitError> {
        if let Some(&made) = self.made.get(&value) {
            return Ok(made);
        }
        let flags = MemFlagsData::trusted();
        let instruction = &self.program.instructions[value.index()];
        let (inputs, ins) = (&self.inputs, self.builder.ins());
        let made = match *instruction {
            Instruction::Constant(constant) => ins.f64const(constant),
            Instruction::Input(input) => {
                let (address, offset) = inputs.at(input as usize);
                ins.load(types::F64, flags.with_readonly(), address, offset)
            }
            _ => {
                let slot = self.split.slot(value).ok_or_else(|| {
                    JitError::Codegen(format!("no slot was planned for v{}", value.0))
                })?;
                let kind = match instruction.result_type() {
                    Type::F64 => types::F64,
                    Type::Mask => types::I8,
                };
                ins.load(kind, flags, self.scratch, offset(slot as usize))
            }
        };
        self.made.insert(value, made);
        Ok(made)
    }

    /// Masks are Cranelift's: 8-bit integers that are 1 or 0.
    fn compute(&mut self, instruction: &Instruction) -> Result<ir::Value, JitError> {
        let mut operands = [ir::Value::from_u32(0); 3];
        for (place, operand) in operands.iter_mut().zip(instruction.operands()) {
            *place = self.operand(operand)?;
        }
        let [a, b, c] = operands;
        if let Some(function) = self.rounding_function(instruction) {
            return Ok(self.call(function as *const () as usize, &[a]));
        }
        let kernel = match *instruction {
            Instruction::Call1(function, _) | Instruction::Call2(function, ..) => {
                Some(functions::row(function).kernel)
            }
            _ => None,
        };
        match kernel {
            Some(Kernel::Unary(function)) => {
                return Ok(self.call(function as *const () as usize, &[a]));
            }
            Some(Kernel::Binary(function)) => {
                return Ok(self.call(function as *const () as usize, &[a, b]));
            }
            _ => {}
        }
        let ins = self.builder.ins();
        Ok(match *instruction {
            Instruction::Negate(_) => ins.fneg(a),
            Instruction::Absolute(_) => ins.fabs(a),
            Instruction::SquareRoot(_) => ins.sqrt(a),
            Instruction::Floor(_) => ins.floor(a),
            Instruction::Ceil(_) => ins.ceil(a),
            Instruction::Add(..) => ins.fadd(a, b),
            Instruction::Subtract(..) => ins.fsub(a, b),
            Instruction::Multiply(..) => ins.fmul(a, b),
            Instruction::Divide(..) => ins.fdiv(a, b),
            Instruction::Minimum(..) => ins.fmin(a, b),
            Instruction::Maximum(..) => ins.fmax(a, b),
            Instruction::Compare(Relation::Less, ..) => ins.fcmp(FloatCC::LessThan, a, b),
            Instruction::Compare(Relation::LessEqual, ..) => {
                ins.fcmp(FloatCC::LessThanOrEqual, a, b)
            }
            Instruction::Compare(Relation::Equal, ..) => ins.fcmp(FloatCC::Equal, a, b),
            Instruction::And(..) => ins.band(a, b),
            Instruction::Or(..) => ins.bor(a, b),
            Instruction::Not(_) => ins.bxor_imm_u(a, 1),
            Instruction::Select(..) => ins.select(a, b, c),
            Instruction::Constant(_)
            | Instruction::Input(_)
            | Instruction::Call1(..)
            | Instruction::Call2(..) => {
                let message = format!("{instruction:?} was not expanded");
                return Err(JitError::Codegen(message));
            }
        })
    }

    fn rounding_function(&self, instruction: &Instruction) -> Option<extern "C" fn(f64) -> f64> {
        match instruction {
            Instruction::Floor(_) if !self.target.rounds => Some(primitive::floor),
            Instruction::Ceil(_) if !self.target.rounds => Some(primitive::ceil),
            _ => None,
        }
    }

    /// A call of a Rust function of numbers at an address.
    fn call(&mut self, address: usize, arguments: &[ir::Value]) -> ir::Value {
        let known = self.signatures[arguments.len() - 1];
        let signature = known.unwrap_or_else(|| {
            let number = AbiParam::new(types::F64);
            let mut signature = Signature::new(self.target.isa.default_call_conv());
            signature.params = vec![number; arguments.len()];
            signature.returns = vec![number];
            self.builder.import_signature(signature)
        });
        self.signatures[arguments.len() - 1] = Some(signature);
        let pointer = self.target.isa.pointer_type();
        let callee = self.builder.ins().iconst(pointer, address as i64);
        let call = self
            .builder
            .ins()
            .call_indirect(signature, callee, arguments);
        self.builder.inst_results(call)[0]
    }
}

/// Bytes to the element of this index, which is below [`ADDRESSABLE`].
pub(super) fn offset(index: usize) -> i32 {
    (index * size_of::<f64>()) as i32
}
