//! The interpreter: it *defines* what the instructions mean. Every other backend gives its bits.
//!
//! Must not know: other backends, graphs. Invariants: registers are planned by the lives of values, so
//! that a long program stays in the cache; a call allocates nothing once the workspace has grown. The
//! registers begin with the constants, then come the inputs, then the intermediate values.

use std::sync::Arc;

use crate::functions::{self, FunctionId, Kernel};
use crate::program::{Instruction, Program, Relation, ValueId, expand, verify};

use super::primitive::{ceil, floor, maximum, minimum};
use super::workspace::Workspace;

/// A program ready to be interpreted. Cheap to clone and shared freely between threads.
#[derive(Clone, Debug)]
pub struct Interpreter {
    plan: Arc<Plan>,
}

/// The program on registers.
#[derive(Debug)]
struct Plan {
    constants: Vec<f64>,
    inputs: usize,
    outputs: usize,
    registers: usize,
    operations: Vec<Operation>,
}

type Register = u32;

/// One step: what to do, and the register that receives the value. Masks are 1 and 0.
#[derive(Debug)]
struct Operation {
    to: Register,
    action: Action,
}

#[derive(Clone, Copy, Debug)]
enum Action {
    Negate(Register),
    Absolute(Register),
    SquareRoot(Register),
    Floor(Register),
    Ceil(Register),
    Add(Register, Register),
    Subtract(Register, Register),
    Multiply(Register, Register),
    Divide(Register, Register),
    Minimum(Register, Register),
    Maximum(Register, Register),
    Less(Register, Register),
    LessEqual(Register, Register),
    Equal(Register, Register),
    And(Register, Register),
    Or(Register, Register),
    Not(Register),
    Select(Register, Register, Register),
    Unary(extern "C" fn(f64) -> f64, Register),
    Binary(extern "C" fn(f64, f64) -> f64, Register, Register),
    /// Copies a register to the output of the index `to`.
    Store(Register),
}

impl Interpreter {
    /// Prepares a program.
    ///
    /// # Panics
    /// If [`verify`] does not accept the program: a mistake in the pass that made it.
    pub fn new(program: Program) -> Interpreter {
        if let Err(fault) = verify(&program) {
            panic!("the interpreter was given a malformed program: {fault}");
        }
        Interpreter {
            plan: Arc::new(Planner::plan(&expand(&program))),
        }
    }

    /// Number of inputs, as in the program.
    pub fn inputs(&self) -> usize {
        self.plan.inputs
    }

    /// Number of outputs, as in the program.
    pub fn outputs(&self) -> usize {
        self.plan.outputs
    }

    /// Computes all outputs at one point.
    ///
    /// # Panics
    /// If the lengths of `inputs` and `outputs` are not those of the program.
    pub fn run(&self, inputs: &[f64], outputs: &mut [f64], workspace: &mut Workspace) {
        let plan = &*self.plan;
        assert_eq!(inputs.len(), plan.inputs, "number of inputs");
        assert_eq!(outputs.len(), plan.outputs, "number of outputs");
        let registers = workspace.slots(plan.registers);
        let (constants, rest) = registers.split_at_mut(plan.constants.len());
        constants.copy_from_slice(&plan.constants);
        rest[..plan.inputs].copy_from_slice(inputs);
        for operation in &plan.operations {
            let to = operation.to as usize;
            match operation.action {
                Action::Store(a) => outputs[to] = registers[a as usize],
                action => registers[to] = compute(action, registers),
            }
        }
    }
}

#[inline(always)]
fn compute(action: Action, registers: &[f64]) -> f64 {
    let get = |register: Register| registers[register as usize];
    let mask = |holds: bool| f64::from(u8::from(holds));
    match action {
        Action::Negate(a) => -get(a),
        Action::Absolute(a) => get(a).abs(),
        Action::SquareRoot(a) => get(a).sqrt(),
        Action::Floor(a) => floor(get(a)),
        Action::Ceil(a) => ceil(get(a)),
        Action::Add(a, b) => get(a) + get(b),
        Action::Subtract(a, b) => get(a) - get(b),
        Action::Multiply(a, b) => get(a) * get(b),
        Action::Divide(a, b) => get(a) / get(b),
        Action::Minimum(a, b) => minimum(get(a), get(b)),
        Action::Maximum(a, b) => maximum(get(a), get(b)),
        Action::Less(a, b) => mask(get(a) < get(b)),
        Action::LessEqual(a, b) => mask(get(a) <= get(b)),
        Action::Equal(a, b) => mask(get(a) == get(b)),
        Action::And(a, b) => get(a) * get(b),
        Action::Or(a, b) => mask(get(a) + get(b) > 0.0),
        Action::Not(a) => 1.0 - get(a),
        Action::Select(m, a, b) => get(if get(m) != 0.0 { a } else { b }),
        Action::Unary(kernel, a) => kernel(get(a)),
        Action::Binary(kernel, a, b) => kernel(get(a), get(b)),
        Action::Store(a) => get(a),
    }
}

/// Gives registers to values.
struct Planner {
    /// By value, once known.
    register: Vec<Register>,
    /// By value: the index of the instruction that reads it last.
    last_use: Vec<usize>,
    /// Registers whose value is dead.
    free: Vec<Register>,
    next: Register,
}

impl Planner {
    fn plan(program: &Program) -> Plan {
        let constants: Vec<f64> = program
            .instructions
            .iter()
            .filter_map(|instruction| match instruction {
                Instruction::Constant(value) => Some(*value),
                _ => None,
            })
            .collect();
        let mut planner = Planner {
            register: Vec::with_capacity(program.instructions.len()),
            last_use: last_uses(program),
            free: Vec::new(),
            next: register(constants.len() + program.inputs),
        };
        let mut stores: Vec<(ValueId, usize)> = program.outputs.iter().copied().zip(0..).collect();
        stores.sort_unstable();
        let mut stores = stores.into_iter().peekable();
        let mut operations = Vec::with_capacity(program.instructions.len() + program.outputs.len());
        let mut seen_constants = 0;
        for (index, instruction) in program.instructions.iter().enumerate() {
            let to = match *instruction {
                Instruction::Constant(_) => {
                    seen_constants += 1;
                    register(seen_constants - 1)
                }
                Instruction::Input(input) => register(constants.len()) + input,
                _ => {
                    let action = planner.action(instruction);
                    planner.release(program, index);
                    let to = planner.take();
                    operations.push(Operation { to, action });
                    to
                }
            };
            planner.register.push(to);
            while let Some((_, output)) = stores.next_if(|(value, _)| value.index() == index) {
                operations.push(Operation {
                    to: register(output),
                    action: Action::Store(to),
                });
            }
            // A value that only leaves needs its register no longer than this.
            if planner.last_use[index] == index && is_planned(instruction) {
                planner.free.push(to);
            }
        }
        Plan {
            constants,
            inputs: program.inputs,
            outputs: program.outputs.len(),
            registers: planner.next as usize,
            operations,
        }
    }

    fn take(&mut self) -> Register {
        self.free.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        })
    }

    /// Frees the registers of the operands that this instruction reads last. The target may be one
    /// of them, since operands are read before the target is written.
    fn release(&mut self, program: &Program, index: usize) {
        for operand in program.instructions[index].operands() {
            let operand = operand.index();
            if self.last_use[operand] == index && is_planned(&program.instructions[operand]) {
                // An operand that occurs twice is freed once.
                self.last_use[operand] = usize::MAX;
                self.free.push(self.register[operand]);
            }
        }
    }

    fn action(&self, instruction: &Instruction) -> Action {
        let at = |value: ValueId| self.register[value.index()];
        match *instruction {
            Instruction::Negate(a) => Action::Negate(at(a)),
            Instruction::Absolute(a) => Action::Absolute(at(a)),
            Instruction::SquareRoot(a) => Action::SquareRoot(at(a)),
            Instruction::Floor(a) => Action::Floor(at(a)),
            Instruction::Ceil(a) => Action::Ceil(at(a)),
            Instruction::Add(a, b) => Action::Add(at(a), at(b)),
            Instruction::Subtract(a, b) => Action::Subtract(at(a), at(b)),
            Instruction::Multiply(a, b) => Action::Multiply(at(a), at(b)),
            Instruction::Divide(a, b) => Action::Divide(at(a), at(b)),
            Instruction::Minimum(a, b) => Action::Minimum(at(a), at(b)),
            Instruction::Maximum(a, b) => Action::Maximum(at(a), at(b)),
            Instruction::Compare(Relation::Less, a, b) => Action::Less(at(a), at(b)),
            Instruction::Compare(Relation::LessEqual, a, b) => Action::LessEqual(at(a), at(b)),
            Instruction::Compare(Relation::Equal, a, b) => Action::Equal(at(a), at(b)),
            Instruction::And(a, b) => Action::And(at(a), at(b)),
            Instruction::Or(a, b) => Action::Or(at(a), at(b)),
            Instruction::Not(a) => Action::Not(at(a)),
            Instruction::Select(m, a, b) => Action::Select(at(m), at(a), at(b)),
            Instruction::Call1(function, a) => match kernel(function) {
                Kernel::Unary(kernel) => Action::Unary(kernel, at(a)),
                _ => unreachable!("expansion leaves calls of Rust functions only"),
            },
            Instruction::Call2(function, a, b) => match kernel(function) {
                Kernel::Binary(kernel) => Action::Binary(kernel, at(a), at(b)),
                _ => unreachable!("expansion leaves calls of Rust functions only"),
            },
            Instruction::Constant(_) | Instruction::Input(_) => {
                unreachable!("constants and inputs are in their registers from the start")
            }
        }
    }
}

/// Whether the register of the value is given and freed by the planner.
fn is_planned(instruction: &Instruction) -> bool {
    !matches!(
        instruction,
        Instruction::Constant(_) | Instruction::Input(_)
    )
}

/// By value: the index of its last reader, or its own where nothing reads it.
fn last_uses(program: &Program) -> Vec<usize> {
    let mut last: Vec<usize> = (0..program.instructions.len()).collect();
    for (index, instruction) in program.instructions.iter().enumerate() {
        for operand in instruction.operands() {
            last[operand.index()] = index;
        }
    }
    last
}

fn kernel(function: FunctionId) -> Kernel {
    functions::row(function).kernel
}

fn register(index: usize) -> Register {
    Register::try_from(index).expect("a program needs fewer than 2^32 registers")
}
