//! The functions that a file brings along, because its language has none like them.
//!
//! Must not know: any particular language. Invariants: a helper is written once, after those that it
//! calls; a row that the language spells is never written from its recipe.

use super::body::{Calls, Writer};
use super::names::Names;
use super::split::Plan;
use super::target::{Helper, Target};
use crate::functions::{self, Builder, FunctionId, Kernel, Step};
use crate::program::{Assembler, Instruction, Program, Relation, ValueId};
use indexmap::IndexMap;
use std::collections::HashMap;

/// Collects helpers for one file.
pub(super) struct Helpers<'a> {
    target: &'static dyn Target,
    unit: &'a str,
    /// Texts by the names of helpers, those that are called first.
    texts: IndexMap<String, String>,
    /// How functions are called, once known.
    calls: HashMap<FunctionId, String>,
    /// A function that the language cannot say.
    missing: Option<&'static str>,
}

impl<'a> Helpers<'a> {
    pub(super) fn new(target: &'static dyn Target, unit: &'a str) -> Helpers<'a> {
        Helpers {
            target,
            unit,
            texts: IndexMap::new(),
            calls: HashMap::new(),
            missing: None,
        }
    }

    /// The texts of all helpers, in order.
    pub(super) fn finish(self) -> Result<Vec<String>, String> {
        match self.missing {
            Some(name) => {
                let language = self.target.key();
                Err(format!("`{name}` cannot be written in {language}"))
            }
            None => Ok(self.texts.into_values().collect()),
        }
    }

    /// Names that helpers may have, of which no variable may have one.
    pub(super) fn names(target: &dyn Target, unit: &str) -> impl Iterator<Item = String> {
        let rows = functions::table().map(|(_, row)| row.name);
        let names = rows.chain([
            "minimum",
            "maximum",
            "divide",
            "square_root",
            "round_down",
            "round_up",
        ]);
        let names: Vec<String> = names
            .map(|name| target.helper_name(unit, identifier(name)))
            .collect();
        names.into_iter()
    }

    /// A text of a row for this language: a template, or a helper where it has several lines.
    fn spelled(&mut self, function: FunctionId, text: &'static str) -> String {
        let row = functions::row(function);
        if !text.contains('\n') {
            return text.to_owned();
        }
        let name = self.target.helper_name(self.unit, identifier(row.name));
        let definition = self.define(&name, text);
        self.texts.insert(name.clone(), definition);
        call(&name, row.parameters.len())
    }

    /// Puts names into the text of a helper: `#0` its own, `#[erf]` that of another row.
    fn define(&mut self, name: &str, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(place) = rest.find('#') {
            out.push_str(&rest[..place]);
            rest = &rest[place..];
            if let Some(after) = rest.strip_prefix("#0") {
                out.push_str(name);
                rest = after;
            } else if let Some((other, after)) = rest
                .strip_prefix("#[")
                .and_then(|after| after.split_once(']'))
                .filter(|(other, _)| functions::arities(other).len() == 1)
            {
                let found = functions::table().find(|(_, row)| row.name == other);
                let template = found.map_or_else(String::new, |(id, _)| self.call(id));
                out.push_str(template.split('(').next().unwrap_or(""));
                rest = after;
            } else {
                out.push('#');
                rest = &rest[1..];
            }
        }
        out.push_str(rest);
        out.trim_end().to_owned()
    }

    /// A helper from the recipe of a row, with the parameters of the row.
    fn write(&mut self, function: FunctionId, recipe: functions::Recipe) -> String {
        let row = functions::row(function);
        let mut names = Names::new(self.target, Helpers::names(self.target, self.unit));
        let wanted: Vec<String> = row.parameters.iter().map(|&name| name.to_owned()).collect();
        let parameters = names.give(&wanted);
        let temporaries = names.temporaries();
        let program = inlined(&program_of(recipe, parameters.len()));
        let target = self.target;
        let mut writer = Writer {
            target,
            calls: self,
            inputs: &parameters,
            temporaries,
            crossing: "",
        };
        let mut body = writer.write(&program, &Plan::new(&program, usize::MAX));
        let name = self.target.helper_name(self.unit, identifier(row.name));
        let text = self.target.helper(&Helper {
            name: name.clone(),
            meaning: row.meaning.to_owned(),
            parameters,
            bindings: body.pieces.remove(0),
            result: body.outputs.remove(0),
        });
        self.texts.insert(name.clone(), text);
        call(&name, row.parameters.len())
    }
}

impl Calls for Helpers<'_> {
    /// Helpers may call helpers; the table is finite and acyclic, so the depth is that of the table.
    fn call(&mut self, function: FunctionId) -> String {
        if let Some(template) = self.calls.get(&function) {
            return template.clone();
        }
        let row = functions::row(function);
        let own = row
            .spellings
            .iter()
            .find(|(key, _)| *key == self.target.key());
        let template = match (own, row.kernel, row.portable) {
            (Some((_, text)), ..) => self.spelled(function, text),
            (None, _, Some(recipe)) | (None, Kernel::Recipe(recipe), None) => {
                self.write(function, recipe)
            }
            _ => {
                self.missing = self.missing.or(Some(row.name));
                call(identifier(row.name), row.parameters.len())
            }
        };
        self.calls.insert(function, template.clone());
        template
    }

    fn helper(&mut self, name: &'static str, text: &'static str) -> String {
        let name = self.target.helper_name(self.unit, name);
        if !self.texts.contains_key(&name) {
            let text = self.define(&name, text);
            self.texts.insert(name.clone(), text);
        }
        name
    }
}

/// The name of a row as an identifier; the operator's is a sign.
fn identifier(name: &'static str) -> &'static str {
    if name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        name
    } else {
        "power"
    }
}

fn is_nan(assembler: &Assembler, value: ValueId) -> bool {
    matches!(assembler.instruction(value), Instruction::Constant(own) if own.is_nan())
}

fn call(name: &str, arguments: usize) -> String {
    let places: Vec<String> = (1..=arguments).map(|place| format!("#{place}")).collect();
    format!("{name}({})", places.join(", "))
}

/// What a recipe does.
fn program_of(recipe: functions::Recipe, inputs: usize) -> Program {
    let mut assembler = Assembler::new(inputs);
    let arguments: Vec<Step> = (0..inputs)
        .map(|input| Step(assembler.push(Instruction::Input(input as u32)).0))
        .collect();
    let build: &mut dyn Builder = &mut assembler;
    let result = recipe(build, &arguments);
    assembler.finish(&[ValueId(result.0)])
}

/// The program with each call of a function that is one instruction, such as the square root, as that
/// instruction, and without what its outputs do not need. What became constant is computed.
pub(super) fn inlined(program: &Program) -> Program {
    let mut primitives: HashMap<FunctionId, Option<Instruction>> = HashMap::new();
    let mut primitive = |function: FunctionId| {
        *primitives.entry(function).or_insert_with(|| {
            let row = functions::row(function);
            let Kernel::Recipe(recipe) = row.kernel else {
                return None;
            };
            let recipe = program_of(recipe, row.parameters.len());
            match recipe.instructions[..] {
                [Instruction::Input(0), primitive] => Some(primitive),
                _ => None,
            }
        })
    };
    let mut assembler = Assembler::new(program.inputs);
    let mut values = Vec::with_capacity(program.instructions.len());
    for instruction in &program.instructions {
        let instruction = instruction.map(|operand| values[ValueId::index(operand)]);
        let primitive = match instruction {
            Instruction::Call1(function, a) => primitive(function).map(|own| own.map(|_| a)),
            _ => None,
        };
        let instruction = match primitive.unwrap_or(instruction) {
            // Compilers warn of a comparison with NaN, which is false.
            Instruction::Compare(_, a, b) if [a, b].iter().any(|&own| is_nan(&assembler, own)) => {
                let zero = assembler.push(Instruction::Constant(0.0));
                Instruction::Compare(Relation::Less, zero, zero)
            }
            other => other,
        };
        values.push(assembler.push(instruction));
    }
    let outputs: Vec<ValueId> = program
        .outputs
        .iter()
        .map(|output| values[output.index()])
        .collect();
    assembler.finish(&outputs)
}
