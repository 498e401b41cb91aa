//! The commands that read a formula: read, call, write.

use super::arguments::{CompileOptions, DiffOptions, EvalOptions, Given};
use super::{Console, Failure, files};
use crate::codes;
use crate::error::Error;
use crate::function::{
    Backend, Derivation, EmitOptions, Function, Quantity, ReadOptions, Request, read_values,
};
use crate::graph::{Constant, Sharing};
use crate::limits::{self, Limits};
use crate::program;
use crate::session::{bounds, json, points, report, values};
use crate::text::{Diagnostic, Span, names, nearest, quote};
use std::time::{Duration, Instant};

/// `diff` prints up to this many characters on one line before it names shared parts.
const MOST_ONE_LINE: u128 = 2_000;

/// A formula and what its text is called in messages.
struct Input {
    source: String,
    origin: String,
}

impl Input {
    /// The text of a file, or the word itself; `-` is standard input.
    fn of(file: Option<&str>, word: Option<&str>, limits: &Limits) -> Result<Input, Failure> {
        let path = match (file, word) {
            (None, Some(word)) if word != "-" => {
                return Ok(Input {
                    source: word.to_owned(),
                    origin: "expression".to_owned(),
                });
            }
            (file, word) => file.or(word).unwrap_or("-"),
        };
        let (source, origin) = (files::read(path, limits)?, path.to_owned());
        Ok(Input { source, origin })
    }

    /// Reads the formula and remarks on it.
    fn read(
        &self,
        limits: &Limits,
        of: &[Quantity],
        console: &mut Console,
    ) -> Result<Function, Failure> {
        let options = ReadOptions {
            equations: of.iter().any(Quantity::is_implicit),
            limits: limits.clone(),
            ..ReadOptions::default()
        };
        let function = Function::parse_with(&self.source, &options).map_err(self.refused())?;
        console.remark(Some(&self.source), &self.origin, function.notes());
        Ok(function)
    }

    fn refused(&self) -> impl Fn(Error) -> Failure + '_ {
        |error| Failure {
            error,
            origin: self.origin.clone(),
        }
    }
}

/// The results of a command, to a file or to standard output.
fn finish(output: Option<&str>, text: &str, console: &mut Console) -> Result<(), Failure> {
    match output {
        None | Some("-") => console.out.push_str(text),
        Some(path) => files::write(path, text)?,
    }
    Ok(())
}

/// The JSON form of a derivation, with all that is otherwise said on standard error.
fn finish_json(
    output: Option<&str>,
    derivation: &Derivation,
    form: json::Entries<'_>,
    console: &mut Console,
) -> Result<(), Failure> {
    let object = json_object(derivation, form, console);
    finish(output, &format!("{object:#}\n"), console)
}

fn json_object(
    derivation: &Derivation,
    form: json::Entries<'_>,
    console: &mut Console,
) -> serde_json::Value {
    let notes = std::mem::take(&mut console.json_notes);
    json::derivation(derivation, form, notes)
}

/// A request for what was asked, with the formulas that were given for it.
fn request(of: Vec<Quantity>, given: &Given, limits: &Limits) -> Result<Request, Failure> {
    let read = |text: &Option<String>| {
        let values = text.as_deref().map(read_values).transpose();
        values.map_err(|error| Failure {
            error,
            origin: "argument".to_owned(),
        })
    };
    Ok(Request {
        along: read(&given.along)?,
        cotangent: read(&given.cotangent)?,
        about: read(&given.about)?,
        ..Request::of(of).within(limits)
    })
}

/// Remarks on names that are not those of variables.
fn remark_on_absent<'a>(
    function: &Function,
    names: impl Iterator<Item = &'a str>,
    console: &mut Console,
) {
    for name in names.filter(|name| !function.has_variable(name)) {
        let message = format!(
            "the formula has no variable {}; the derivative is 0",
            quote(name)
        );
        let note = Diagnostic::note(codes::ABSENT_VARIABLE, Span::default(), message);
        console.remark(None, "", &[with_near_variable(note, function, name)]);
    }
}

fn with_near_variable(note: Diagnostic, function: &Function, name: &str) -> Diagnostic {
    match nearest(name, function.variable_names()) {
        Some(near) => note.with_help(format!("did you mean {}?", quote(near))),
        None => note,
    }
}

pub(super) fn compile(
    options: &CompileOptions,
    limits: &Limits,
    console: &mut Console,
) -> Result<(), Failure> {
    console.json = options.is_json();
    let input = match &options.expression {
        Some(expression) => Input {
            source: expression.clone(),
            origin: "expression".to_owned(),
        },
        None => Input::of(options.file.as_deref(), None, limits)?,
    };
    let start = Instant::now();
    let function = input.read(limits, &options.of, console)?;
    let read_time = start.elapsed();
    let quantities = if options.of.is_empty() {
        function.usual_quantities()
    } else {
        options.of.clone()
    };
    let request = Request {
        wrt: (!options.wrt.is_empty()).then(|| {
            let lists = options.wrt.iter();
            lists.flat_map(|list| names(list)).collect()
        }),
        ..self::request(quantities, &options.given, limits)?
    };
    let start = Instant::now();
    let derivation = function.derive(&request).map_err(input.refused())?;
    let derive_time = start.elapsed();
    console.remark(None, "", &derivation.notes());
    let wrt = request.wrt.iter().flatten().map(String::as_str);
    remark_on_absent(&function, wrt, console);
    if options.expand {
        let forecast = derivation.forecast();
        if forecast > limits.output as u128 {
            let message = format!("written out, the formulas have about {forecast} characters");
            return Err(Error::new(codes::OUTPUT_TOO_LONG, message)
                .with_help("leave out --expand")
                .with_help(limits::OUTPUT.advice(limits))
                .into());
        }
        console.say(&format!(
            "note: written out, the formulas have about {forecast} characters"
        ));
    }
    let output = options.output.as_deref();
    let sharing = match options.expand {
        true => Sharing::WrittenOut,
        false => Sharing::Named,
    };
    let bounds = match &options.region {
        None => None,
        Some(region) => Some((
            region,
            bounds::over(&derivation, region).map_err(|error| Failure {
                error,
                origin: "--box".to_owned(),
            })?,
        )),
    };
    if options.is_json() {
        let form = json::Entries::Formulas { sharing };
        let mut object = json_object(&derivation, form, console);
        if let Some((_, (names, bounds))) = &bounds {
            object["bounds"] = bounds::json(names, bounds);
        }
        finish(output, &format!("{object:#}\n"), console)?;
    } else {
        let mut out = match options.emit.form() {
            Ok(form) => report::report(&function, &derivation, form, sharing),
            Err(language) => derivation
                .emit(&EmitOptions::new(language, &input.source))
                .map_err(input.refused())?,
        };
        if let Some((region, (names, bounds))) = &bounds {
            let lines = bounds::lines(names, bounds);
            let text = format!(
                "rounding errors for {}\n  {}\n",
                region.trim(),
                lines.join("\n  ")
            );
            // Source code and LaTeX stay as they are: a program reads them.
            match matches!(options.emit.form(), Ok(report::Form::Text)) {
                true => out.push_str(&format!("\n{text}")),
                false => console.say(text.trim_end()),
            }
        }
        finish(output, &out, console)?;
    }
    if options.verbose {
        let times = [("read", read_time), ("derive", derive_time)];
        verbose(&function, &derivation, &times, console).map_err(input.refused())?;
    }
    Ok(())
}

fn verbose(
    function: &Function,
    derivation: &Derivation,
    times: &[(&str, Duration)],
    console: &mut Console,
) -> Result<(), Error> {
    for (name, time) in times {
        console.say(&format!("{name:>8}: {:.3} ms", time.as_secs_f64() * 1e3));
    }
    let lowered = derivation.program();
    let start = Instant::now();
    let compiled = derivation.compile(Backend::default())?;
    let time = start.elapsed().as_secs_f64() * 1e3;
    console.say(&format!("{:>8}: {time:.3} ms", "compile"));
    let value = function.derive(&Request::of([Quantity::Value]))?;
    let (all, alone) = (program::cost(lowered), program::cost(value.program()));
    console.say(&format!(
        "{:>8}: {} instructions, {} inputs, {} outputs",
        "program",
        lowered.instructions.len(),
        compiled.inputs(),
        compiled.outputs(),
    ));
    let ratio = all as f64 / alone.max(1) as f64;
    console.say(&format!(
        "{:>8}: {all}, the value alone {alone}: ratio {ratio:.2}",
        "cost"
    ));
    Ok(())
}

pub(super) fn diff(
    options: &DiffOptions,
    limits: &Limits,
    console: &mut Console,
) -> Result<(), Failure> {
    console.json = options.json;
    let (word, variables) = options.words();
    let input = Input::of(options.file.as_deref(), word, limits)?;
    let function = input.read(limits, &[], console)?;
    let names: Vec<String> = variables.iter().map(|&name| name.to_owned()).collect();
    let request = Request::of([Quantity::Partial(names)]).within(limits);
    let derivation = function.derive(&request).map_err(input.refused())?;
    console.remark(None, "", &derivation.notes());
    remark_on_absent(&function, variables.into_iter(), console);
    let sharing = match derivation.forecast() <= MOST_ONE_LINE {
        true => Sharing::WrittenOut,
        false => Sharing::Named,
    };
    let output = options.output.as_deref();
    if options.json {
        let form = json::Entries::Formulas { sharing };
        return finish_json(output, &derivation, form, console);
    }
    let sheet = derivation.infix(sharing);
    let mut out = String::new();
    for line in &sheet.results {
        out.push_str(line);
        out.push('\n');
    }
    for (place, (name, line)) in sheet.bindings.iter().enumerate() {
        let lead = if place == 0 { "where " } else { "      " };
        out.push_str(&format!("{lead}{name} = {line}\n"));
    }
    finish(output, &out, console)?;
    for (rule, condition, _) in derivation.ledger() {
        console.say(&format!("note: assuming {condition} ({rule})"));
    }
    for kink in derivation.kinks() {
        console.say(&format!("note: {kink}"));
    }
    Ok(())
}

pub(super) fn eval(
    options: &EvalOptions,
    limits: &Limits,
    console: &mut Console,
) -> Result<(), Failure> {
    console.json = options.json;
    let (word, given) = options.words();
    let input = Input::of(options.file.as_deref(), word, limits)?;
    let function = input.read(limits, &options.of, console)?;
    let quantities = if options.of.is_empty() {
        vec![Quantity::Value]
    } else {
        options.of.clone()
    };
    let request = request(quantities, &options.given, limits)?;
    let derivation = function.derive(&request).map_err(input.refused())?;
    let read = values::read(derivation.inputs(), &given).map_err(|error| Failure {
        error,
        origin: "argument".to_owned(),
    })?;
    for name in &read.unused {
        let message = format!("the formula has no variable {}", quote(name));
        let mut note = Diagnostic::note(codes::UNUSED_VALUE, Span::default(), message);
        if [Constant::Pi, Constant::E]
            .iter()
            .any(|own| own.name() == name)
        {
            note = note.with_help(format!(
                "it is a constant; `{name}: scalar` in the formula makes it a variable"
            ));
        }
        console.remark(None, "", &[with_near_variable(note, &function, name)]);
    }
    points::check_symmetric(&derivation, &read.sizes, &read.inputs).map_err(input.refused())?;
    let compiled = derivation
        .compile(Backend::Interpreter)
        .and_then(|compiled| read.sizes.bound(&compiled))
        .map_err(input.refused())?;
    let mut outputs = vec![0.0; compiled.outputs()];
    compiled
        .call(&read.inputs, &mut outputs)
        .map_err(input.refused())?;
    let names = values::entry_names(&derivation, &read.sizes).map_err(input.refused())?;
    let outputs: Vec<(String, f64)> = names.into_iter().zip(outputs).collect();
    let output = options.output.as_deref();
    if options.json {
        let form = json::Entries::Values(&outputs, &read.sizes);
        return finish_json(output, &derivation, form, console);
    }
    let mut out = String::new();
    for (name, value) in &outputs {
        let value = values::written(*value);
        match outputs.len() {
            1 => out.push_str(&format!("{value}\n")),
            _ => out.push_str(&format!("{name} = {value}\n")),
        }
    }
    finish(output, &out, console)
}
