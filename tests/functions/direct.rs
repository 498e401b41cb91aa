//! A builder that computes at once, and what the tests of functions share.
//!
//! It must not know programs or backends: recipes are checked here before either exists. Definitions alone
//! are read and run by the whole pipeline.

use symdiff::functions::{self, Builder, Extremum, Kernel, Row, Step};
use symdiff::{Backend, Function, Quantity, ReadOptions, Request};

/// Computes each step as it is built.
#[derive(Default)]
pub struct Direct {
    values: Vec<f64>,
}

impl Direct {
    fn push(&mut self, value: f64) -> Step {
        self.values.push(value);
        Step(self.values.len() as u32 - 1)
    }

    fn at(&self, step: Step) -> f64 {
        self.values[step.0 as usize]
    }
}

impl Builder for Direct {
    fn constant(&mut self, value: f64) -> Step {
        self.push(value)
    }
    fn add(&mut self, a: Step, b: Step) -> Step {
        self.push(self.at(a) + self.at(b))
    }
    fn subtract(&mut self, a: Step, b: Step) -> Step {
        self.push(self.at(a) - self.at(b))
    }
    fn multiply(&mut self, a: Step, b: Step) -> Step {
        self.push(self.at(a) * self.at(b))
    }
    fn divide(&mut self, a: Step, b: Step) -> Step {
        self.push(self.at(a) / self.at(b))
    }
    fn negate(&mut self, a: Step) -> Step {
        self.push(-self.at(a))
    }
    fn absolute(&mut self, a: Step) -> Step {
        self.push(self.at(a).abs())
    }
    fn square_root(&mut self, a: Step) -> Step {
        self.push(self.at(a).sqrt())
    }
    fn floor(&mut self, a: Step) -> Step {
        self.push(self.at(a).floor())
    }
    fn ceil(&mut self, a: Step) -> Step {
        self.push(self.at(a).ceil())
    }
    fn select_less(&mut self, a: Step, b: Step, x: Step, y: Step) -> Step {
        let chosen = if self.at(a) < self.at(b) { x } else { y };
        self.push(self.at(chosen))
    }
    fn select_equal(&mut self, a: Step, b: Step, x: Step, y: Step) -> Step {
        let chosen = if self.at(a) == self.at(b) { x } else { y };
        self.push(self.at(chosen))
    }
    fn call(&mut self, name: &'static str, arguments: &[Step]) -> Step {
        let arguments: Vec<f64> = arguments.iter().map(|&step| self.at(step)).collect();
        let value = evaluate(name, &arguments);
        self.push(value)
    }
}

/// The value of a function. A definition is read and run as it stands.
pub fn evaluate(name: &str, arguments: &[f64]) -> f64 {
    let id = functions::lookup(name, arguments.len()).expect("the function exists");
    match functions::row(id).kernel {
        Kernel::Unary(function) => function(arguments[0]),
        Kernel::Binary(function) => function(arguments[0], arguments[1]),
        Kernel::Recipe(recipe) | Kernel::Variadic(recipe) => {
            let mut direct = Direct::default();
            let steps: Vec<Step> = arguments.iter().map(|&x| direct.push(x)).collect();
            let result = recipe(&mut direct, &steps);
            direct.at(result)
        }
        Kernel::Extremum(Extremum::Maximum) => {
            arguments.iter().copied().reduce(f64::max).expect("one")
        }
        Kernel::Extremum(Extremum::Minimum) => {
            arguments.iter().copied().reduce(f64::min).expect("one")
        }
        Kernel::Detached => arguments[0],
        Kernel::Definition(_) | Kernel::OverRest { .. } => read_and_run(name, arguments),
    }
}

fn read_and_run(name: &str, arguments: &[f64]) -> f64 {
    let names: Vec<String> = (0..arguments.len())
        .map(|place| format!("x{place}"))
        .collect();
    let options = ReadOptions {
        variables: Some(names.clone()),
        ..ReadOptions::default()
    };
    let text = format!("{name}({})", names.join(", "));
    let function = Function::parse_with(&text, &options).expect("a definition is read");
    let request = Request {
        simplify: None,
        ..Request::of([Quantity::Value])
    };
    let derivation = function.derive(&request).expect("a value");
    let compiled = derivation.compile(Backend::Interpreter).expect("a program");
    let mut value = [0.0];
    compiled.call(arguments, &mut value).expect("it fits");
    value[0]
}

/// Equal bits, or both NaN.
pub fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

/// The rows of one argument that have a value of their own.
pub fn unary_rows() -> impl Iterator<Item = &'static Row> {
    functions::table()
        .map(|(_, row)| row)
        .filter(|row| row.parameters.len() == 1 && !row.is_definition())
        .filter(|row| !matches!(row.kernel, Kernel::Extremum(_)))
}

/// Arguments of many sizes and both signs, zero too.
pub fn samples() -> Vec<f64> {
    let mut samples = vec![0.0, 1e-300, 1e-20, 1e-9, 1e-3, 1e5, 1e20];
    samples.extend((1..400).map(|k| f64::from(k) * 0.031_415));
    samples.extend((1..40).map(|k| f64::from(k) * 17.31));
    let negative: Vec<f64> = samples.iter().map(|x| -x).collect();
    samples.extend(negative);
    samples
}
