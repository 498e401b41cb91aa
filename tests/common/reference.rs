//! What programs mean, said once more in plain Rust: no registers, no sharing, no rewriting.

use symdiff::functions::{self, Builder, Kernel, Step};
use symdiff::program::{Instruction, Program, Relation};

/// The outputs of a program at a point.
pub fn evaluate(program: &Program, inputs: &[f64]) -> Vec<f64> {
    let mut values: Vec<f64> = Vec::new();
    for instruction in &program.instructions {
        let operands: Vec<f64> = instruction.operands().map(|v| values[v.index()]).collect();
        values.push(compute(instruction, &operands, inputs));
    }
    program.outputs.iter().map(|v| values[v.index()]).collect()
}

/// Masks are 1 and 0.
fn compute(instruction: &Instruction, v: &[f64], inputs: &[f64]) -> f64 {
    use Instruction::*;
    let mask = |holds: bool| if holds { 1.0 } else { 0.0 };
    match *instruction {
        Constant(value) => value,
        Input(index) => inputs[index as usize],
        Negate(_) => -v[0],
        Absolute(_) => v[0].abs(),
        SquareRoot(_) => v[0].sqrt(),
        Floor(_) => v[0].floor(),
        Ceil(_) => v[0].ceil(),
        Add(..) => v[0] + v[1],
        Subtract(..) => v[0] - v[1],
        Multiply(..) => v[0] * v[1],
        Divide(..) => v[0] / v[1],
        Minimum(..) if v[0].is_nan() || v[1].is_nan() => f64::NAN,
        Maximum(..) if v[0].is_nan() || v[1].is_nan() => f64::NAN,
        // The total order is the usual one with -0 below +0 where NaN is excluded.
        Minimum(..) if v[0].total_cmp(&v[1]).is_le() => v[0],
        Maximum(..) if v[0].total_cmp(&v[1]).is_ge() => v[0],
        Minimum(..) | Maximum(..) => v[1],
        Compare(Relation::Less, ..) => mask(v[0] < v[1]),
        Compare(Relation::LessEqual, ..) => mask(v[0] <= v[1]),
        Compare(Relation::Equal, ..) => mask(v[0] == v[1]),
        And(..) => mask(v[0] == 1.0 && v[1] == 1.0),
        Or(..) => mask(v[0] == 1.0 || v[1] == 1.0),
        Not(_) => mask(v[0] != 1.0),
        Select(..) if v[0] == 1.0 => v[1],
        Select(..) => v[2],
        Call1(function, _) | Call2(function, ..) => kernel(functions::row(function).kernel, v),
    }
}

fn kernel(kernel: Kernel, arguments: &[f64]) -> f64 {
    match kernel {
        Kernel::Unary(function) => function(arguments[0]),
        Kernel::Binary(function) => function(arguments[0], arguments[1]),
        Kernel::Recipe(recipe) | Kernel::Variadic(recipe) => {
            let mut direct = Direct(arguments.to_vec());
            let steps: Vec<Step> = (0..arguments.len() as u32).map(Step).collect();
            let result = recipe(&mut direct, &steps);
            direct.get(result)
        }
        Kernel::Detached => arguments[0],
        Kernel::Definition(_) | Kernel::Extremum(_) | Kernel::OverRest { .. } => {
            panic!("never called")
        }
    }
}

/// Runs a recipe at once; a step is an index into the values so far.
struct Direct(Vec<f64>);

impl Direct {
    fn get(&self, step: Step) -> f64 {
        self.0[step.0 as usize]
    }

    fn push(&mut self, value: f64) -> Step {
        self.0.push(value);
        Step(self.0.len() as u32 - 1)
    }
}

impl Builder for Direct {
    fn constant(&mut self, value: f64) -> Step {
        self.push(value)
    }
    fn add(&mut self, a: Step, b: Step) -> Step {
        self.push(self.get(a) + self.get(b))
    }
    fn subtract(&mut self, a: Step, b: Step) -> Step {
        self.push(self.get(a) - self.get(b))
    }
    fn multiply(&mut self, a: Step, b: Step) -> Step {
        self.push(self.get(a) * self.get(b))
    }
    fn divide(&mut self, a: Step, b: Step) -> Step {
        self.push(self.get(a) / self.get(b))
    }
    fn negate(&mut self, a: Step) -> Step {
        self.push(-self.get(a))
    }
    fn absolute(&mut self, a: Step) -> Step {
        self.push(self.get(a).abs())
    }
    fn square_root(&mut self, a: Step) -> Step {
        self.push(self.get(a).sqrt())
    }
    fn floor(&mut self, a: Step) -> Step {
        self.push(self.get(a).floor())
    }
    fn ceil(&mut self, a: Step) -> Step {
        self.push(self.get(a).ceil())
    }
    fn select_less(&mut self, a: Step, b: Step, x: Step, y: Step) -> Step {
        let chosen = if self.get(a) < self.get(b) { x } else { y };
        self.push(self.get(chosen))
    }
    fn select_equal(&mut self, a: Step, b: Step, x: Step, y: Step) -> Step {
        let chosen = if self.get(a) == self.get(b) { x } else { y };
        self.push(self.get(chosen))
    }
    fn call(&mut self, name: &'static str, arguments: &[Step]) -> Step {
        let function = functions::lookup(name, arguments.len()).expect("a row");
        let values: Vec<f64> = arguments.iter().map(|&step| self.get(step)).collect();
        self.push(kernel(functions::row(function).kernel, &values))
    }
}
