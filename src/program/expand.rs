//! Expansion of elementary functions into primitive instructions: the last pass before a backend.
//!
//! Must not know: graphs, backends, the names of functions. Invariants: afterwards every call is of a
//! kernel that is one Rust function; expansion never changes what the program means, since a row
//! whose kernel is a recipe is *defined* by its recipe.

use crate::functions::{self, Builder, Extremum, FunctionId, Kernel, Step};

use super::{Assembler, Instruction, Program, ValueId};

/// Replaces each call of a row that is a recipe by the instructions of the recipe, shared with all
/// others. The program must be one that `verify` accepts.
pub fn expand(program: &Program) -> Program {
    let mut assembler = Assembler::new(program.inputs);
    let mut values: Vec<ValueId> = Vec::with_capacity(program.instructions.len());
    for instruction in &program.instructions {
        let instruction = instruction.map(|operand| values[operand.index()]);
        values.push(match instruction {
            Instruction::Call1(function, a) => call(&mut assembler, function, &[step(a)]),
            Instruction::Call2(function, a, b) => {
                call(&mut assembler, function, &[step(a), step(b)])
            }
            other => assembler.push(other),
        });
    }
    let outputs: Vec<ValueId> = program.outputs.iter().map(|v| values[v.index()]).collect();
    assembler.finish(&outputs)
}

/// A recipe may call rows that are recipes again; the table is finite and acyclic, so the depth is
/// that of the table and not of the program.
fn call(assembler: &mut Assembler, function: FunctionId, arguments: &[Step]) -> ValueId {
    let row = functions::row(function);
    match (row.kernel, arguments) {
        (Kernel::Recipe(recipe) | Kernel::Variadic(recipe), _) => {
            value(recipe(assembler, arguments))
        }
        (Kernel::Detached, &[a]) => value(a),
        (Kernel::Unary(_), &[a]) => assembler.push(Instruction::Call1(function, value(a))),
        (Kernel::Binary(_), &[a, b]) => {
            assembler.push(Instruction::Call2(function, value(a), value(b)))
        }
        (Kernel::Extremum(end), &[first, ref rest @ ..]) => {
            rest.iter().fold(value(first), |best, &next| match end {
                Extremum::Maximum => assembler.push(Instruction::Maximum(best, value(next))),
                Extremum::Minimum => assembler.push(Instruction::Minimum(best, value(next))),
            })
        }
        _ => panic!(
            "the function table calls {} with {} arguments, which no program can do",
            row.name,
            arguments.len()
        ),
    }
}

fn step(value: ValueId) -> Step {
    Step(value.0)
}

fn value(step: Step) -> ValueId {
    ValueId(step.0)
}

impl Builder for Assembler {
    fn constant(&mut self, constant: f64) -> Step {
        step(self.push(Instruction::Constant(constant)))
    }

    fn add(&mut self, a: Step, b: Step) -> Step {
        step(self.push(Instruction::Add(value(a), value(b))))
    }

    fn subtract(&mut self, a: Step, b: Step) -> Step {
        step(self.push(Instruction::Subtract(value(a), value(b))))
    }

    fn multiply(&mut self, a: Step, b: Step) -> Step {
        step(self.push(Instruction::Multiply(value(a), value(b))))
    }

    fn divide(&mut self, a: Step, b: Step) -> Step {
        step(self.push(Instruction::Divide(value(a), value(b))))
    }

    fn negate(&mut self, a: Step) -> Step {
        step(self.push(Instruction::Negate(value(a))))
    }

    fn absolute(&mut self, a: Step) -> Step {
        step(self.push(Instruction::Absolute(value(a))))
    }

    fn square_root(&mut self, a: Step) -> Step {
        step(self.push(Instruction::SquareRoot(value(a))))
    }

    fn floor(&mut self, a: Step) -> Step {
        step(self.push(Instruction::Floor(value(a))))
    }

    fn ceil(&mut self, a: Step) -> Step {
        step(self.push(Instruction::Ceil(value(a))))
    }

    fn select_less(&mut self, a: Step, b: Step, x: Step, y: Step) -> Step {
        let relation = super::Relation::Less;
        let mask = self.push(Instruction::Compare(relation, value(a), value(b)));
        step(self.push(Instruction::Select(mask, value(x), value(y))))
    }

    fn select_equal(&mut self, a: Step, b: Step, x: Step, y: Step) -> Step {
        let relation = super::Relation::Equal;
        let mask = self.push(Instruction::Compare(relation, value(a), value(b)));
        step(self.push(Instruction::Select(mask, value(x), value(y))))
    }

    /// # Panics
    /// If the table has no such row: a mistake in the table, which its tests find.
    fn call(&mut self, name: &'static str, arguments: &[Step]) -> Step {
        match functions::lookup(name, arguments.len()) {
            Some(function) => step(call(self, function, arguments)),
            None => panic!(
                "a recipe calls {name} with {} arguments, which is no row",
                arguments.len()
            ),
        }
    }
}
