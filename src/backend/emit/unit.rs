//! What is emitted: a few routines over the same arguments, and how they become a file.
//!
//! Must not know: any particular language, nor where the routines come from.

use super::Language;
use super::body::Writer;
use super::helpers::{Helpers, inlined};
use super::names::{Names, Temporaries};
use super::split::Plan;
use super::target::{Parameter, Returned, Target, Written};
use crate::program::{Instruction, Program, verify};
use std::collections::HashMap;

/// More scalar arguments than this are passed as one array.
const MOST_SCALARS: usize = 12;

/// A file of source code before it is written.
#[derive(Clone, Debug)]
pub struct Unit {
    /// The name of the function; routines and helpers are named after it.
    pub name: String,
    /// Lines for people that open the file as a comment. Characters that cannot be seen are replaced.
    pub header: Vec<String>,
    /// The arguments of every routine, in the order of the inputs of its program.
    pub arguments: Vec<Argument>,
    /// What the file defines.
    pub routines: Vec<Routine>,
}

/// An argument: a number, or an array of numbers row by row.
#[derive(Clone, Debug)]
pub struct Argument {
    /// Its name in the formula.
    pub name: String,
    /// Lengths of the axes; none for a number.
    pub axes: Vec<usize>,
}

/// A function to be written.
#[derive(Clone, Debug)]
pub struct Routine {
    /// What follows the name of the unit, such as `gradient`; empty for nothing.
    pub suffix: String,
    /// One line for people.
    pub about: String,
    /// What it computes.
    pub program: Program,
    /// What it gives back: the outputs of the program, one after the other.
    pub outcomes: Vec<Outcome>,
}

/// Something that a routine gives back.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its name, such as `gradient`.
    pub name: String,
    /// Lengths of the axes; none for a number.
    pub axes: Vec<usize>,
}

/// Writes a file.
///
/// # Errors
///
/// One sentence: a program that is not well formed or does not fit the arguments and outcomes, or a
/// function that the language cannot say.
pub fn emit(unit: &Unit, language: Language) -> Result<String, String> {
    let target = language.target();
    let library = target.reserved_for_functions().iter();
    let mut names = Names::new(target, library.map(|&name| name.to_owned()));
    let unit_name = names.one(&unit.name);
    let mut wanted = Vec::new();
    for routine in &unit.routines {
        wanted.push(if routine.suffix.is_empty() {
            unit_name.clone()
        } else {
            format!("{unit_name}_{}", routine.suffix)
        });
    }
    let mut helpers = Helpers::new(target, &unit_name);
    let mut names = Names::new(target, Helpers::names(target, &unit_name));
    let routine_names: Vec<String> = wanted.iter().map(|name| names.one(name)).collect();
    for name in &routine_names {
        names.reserve_numbered(piece_name(name, ""));
    }
    let signature = Signature::new(unit, &mut names);
    let mut routines = Vec::new();
    for (routine, name) in unit.routines.iter().zip(routine_names) {
        check(unit, routine)?;
        let written = write(routine, name, &signature, target, &mut helpers);
        routines.push(target.routine(&written));
    }
    let mut header: Vec<String> = unit.header.iter().map(|line| printable(line)).collect();
    header.extend(target.notes().iter().map(|&line| line.to_owned()));
    header.push(String::new());
    header.push(concat!("Written by symdiff ", env!("CARGO_PKG_VERSION"), ".").to_owned());
    let mut parts = helpers.finish()?;
    parts.extend(routines);
    let gap = "\n".repeat(target.blank_lines() + 1);
    let parts: Vec<&str> = parts.iter().map(|part| part.trim_end()).collect();
    let code = parts.join(&gap);
    let opening = target.opening(&header, &code);
    Ok(format!("{}{gap}{code}\n", opening.trim_end()))
}

/// The name of a piece of a long function.
pub(super) fn piece_name(routine: &str, number: impl std::fmt::Display) -> String {
    format!("{routine}_part_{number}")
}

fn check(unit: &Unit, routine: &Routine) -> Result<(), String> {
    let size = |axes: &[usize]| axes.iter().product::<usize>();
    let inputs: usize = unit.arguments.iter().map(|own| size(&own.axes)).sum();
    let outputs: usize = routine.outcomes.iter().map(|own| size(&own.axes)).sum();
    verify(&routine.program)?;
    let found = (routine.program.inputs, routine.program.outputs.len());
    if found != (inputs, outputs) {
        return Err(format!(
            "the program has {} inputs and {} outputs instead of {inputs} and {outputs}",
            found.0, found.1
        ));
    }
    Ok(())
}

/// The parameters of all routines, and what the inputs are called.
struct Signature {
    parameters: Vec<(String, Vec<usize>)>,
    /// By input: its parameter, and the position in it.
    inputs: Vec<(usize, usize)>,
    /// What values that cross from piece to piece are kept in.
    crossing: String,
    /// Names of what is given back: the same name in each routine.
    outcomes: HashMap<String, String>,
    temporaries: Temporaries,
}

impl Signature {
    fn new(unit: &Unit, names: &mut Names) -> Signature {
        let is_scalar = |own: &&Argument| own.axes.is_empty();
        let scalars = unit.arguments.iter().filter(is_scalar).count();
        let packed = scalars > MOST_SCALARS;
        let mut wanted = Vec::new();
        let mut axes: Vec<Vec<usize>> = Vec::new();
        let mut inputs = Vec::new();
        let mut seen = 0;
        if packed {
            wanted.push("variables".to_owned());
            axes.push(vec![scalars]);
        }
        for own in &unit.arguments {
            if packed && own.axes.is_empty() {
                inputs.push((0, seen));
                seen += 1;
                continue;
            }
            let place = wanted.len();
            wanted.push(own.name.clone());
            axes.push(own.axes.clone());
            let size: usize = own.axes.iter().product();
            inputs.extend((0..size).map(|position| (place, position)));
        }
        let parameters = names.give(&wanted).into_iter().zip(axes).collect();
        let crossing = names.one("work");
        let mut outcomes = HashMap::new();
        for outcome in unit.routines.iter().flat_map(|routine| &routine.outcomes) {
            if !outcomes.contains_key(&outcome.name) {
                outcomes.insert(outcome.name.clone(), names.one(&outcome.name));
            }
        }
        Signature {
            parameters,
            inputs,
            crossing,
            outcomes,
            temporaries: names.temporaries(),
        }
    }
}

fn write(
    routine: &Routine,
    name: String,
    signature: &Signature,
    target: &'static dyn Target,
    helpers: &mut Helpers<'_>,
) -> Written {
    let program = inlined(&routine.program);
    let inputs: Vec<String> = signature
        .inputs
        .iter()
        .map(|&(parameter, position)| {
            let (name, axes) = &signature.parameters[parameter];
            if axes.is_empty() {
                name.clone()
            } else {
                target.entry(name, axes, position)
            }
        })
        .collect();
    let mut used = vec![false; signature.parameters.len()];
    for instruction in &program.instructions {
        if let Instruction::Input(input) = *instruction {
            used[signature.inputs[input as usize].0] = true;
        }
    }
    let plan = Plan::new(&program, target.most_in_one_piece());
    let mut writer = Writer {
        target,
        calls: helpers,
        inputs: &inputs,
        temporaries: signature.temporaries.clone(),
        crossing: &signature.crossing,
    };
    let body = writer.write(&program, &plan);
    let mut outputs = body.outputs.into_iter();
    let results = routine
        .outcomes
        .iter()
        .map(|own| Returned {
            name: signature.outcomes[&own.name].clone(),
            axes: own.axes.clone(),
            entries: outputs.by_ref().take(own.axes.iter().product()).collect(),
        })
        .collect();
    let parameters = signature
        .parameters
        .iter()
        .zip(used)
        .map(|((name, axes), used)| Parameter {
            name: name.clone(),
            axes: axes.clone(),
            used,
        })
        .collect();
    Written {
        name,
        about: printable(&routine.about),
        parameters,
        pieces: body.pieces,
        crossing: (plan.crossing, signature.crossing.clone()),
        results,
    }
}

/// A line that ends no comment of any language and is seen as what it is: nothing hidden, and blanks
/// between the characters that would open or close a comment or a string, or make a trigraph.
fn printable(line: &str) -> String {
    let mut out = String::new();
    for letter in line.chars() {
        let hidden = matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}');
        let letter = match letter {
            // It would continue a line, or begin an escape in a string.
            '\\' => '\u{2216}',
            _ if letter.is_control() => ' ',
            _ if hidden => char::REPLACEMENT_CHARACTER,
            _ => letter,
        };
        let before = out.chars().next_back();
        if matches!(
            (before, letter),
            (Some('*'), '/') | (Some('/'), '*') | (Some('?'), '?') | (Some('"'), '"')
        ) {
            out.push(' ');
        }
        out.push(letter);
    }
    out.trim_end().to_owned()
}
