//! The commands: read, call, write.

use super::arguments::{CompileOptions, DiffOptions, EvalOptions};
use super::{Exit, Failure};
use crate::error::Error;
use crate::function::{Backend, Derivation, Function, Quantity, ReadOptions, Request};
use crate::graph::Shape;
use crate::program;
use crate::repl;
use crate::session::{pipe, report};
use crate::text;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::time::Instant;

/// A request line of the pipe may have this many bytes; longer ones are answered with an error.
const MOST_LINE_BYTES: u64 = 64 << 20;
/// `diff` prints up to this many characters on one line before it names shared parts.
const MOST_ONE_LINE: u128 = 2_000;

fn refused<'a>(origin: &'a str, color: bool) -> impl Fn(Error) -> Failure + 'a {
    move |error| Failure::new(Exit::Refused, error.render(origin, color))
}

/// Reads the formula and shows remarks on standard error.
fn read(source: &str, origin: &str, color: bool) -> Result<Function, Failure> {
    let function =
        Function::parse_with(source, &ReadOptions::default()).map_err(refused(origin, color))?;
    if !function.notes().is_empty() {
        eprint!("{}", text::render(source, origin, function.notes(), color));
    }
    Ok(function)
}

fn default_quantities(function: &Function) -> Vec<Quantity> {
    let scalar = function.results() == 1;
    vec![
        Quantity::Value,
        if scalar {
            Quantity::Gradient
        } else {
            Quantity::Jacobian
        },
    ]
}

pub(super) fn compile(options: &CompileOptions, color: bool) -> Result<(), Failure> {
    let (source, origin) = match (&options.expression, options.file.as_deref()) {
        (Some(expression), _) => (expression.clone(), "expression"),
        (None, Some(path)) => (read_file(path)?, path),
        (None, None) => unreachable!("clap demands a file or an expression"),
    };
    let start = Instant::now();
    let function = read(&source, origin, color)?;
    let read_time = start.elapsed();
    let quantities = if options.of.is_empty() {
        default_quantities(&function)
    } else {
        options.of.clone()
    };
    let request = Request {
        wrt: options.wrt.clone(),
        ..Request::of(quantities)
    };
    if let Some(unknown) = request
        .wrt
        .iter()
        .flatten()
        .find(|name| !has_variable(&function, name))
    {
        eprintln!("note: the formula has no variable `{unknown}`; the derivative is 0");
    }
    let start = Instant::now();
    let derivation = function.derive(&request).map_err(refused(origin, color))?;
    let derive_time = start.elapsed();
    if options.expand {
        let forecast = derivation.forecast();
        eprintln!("note: written out, the formulas have about {forecast} characters");
        if forecast > u128::from(options.max_output) {
            let message = "error: too long to write out: leave out --expand, or raise --max-output";
            return Err(Failure::new(Exit::Refused, message));
        }
    }
    let out = report::report(&function, &derivation, options.emit.form(), !options.expand);
    write_output(options.output.as_deref(), &out)?;
    if options.verbose {
        let times = [("read", read_time), ("derive", derive_time)];
        verbose(&function, &derivation, &times, origin, color)?;
    }
    Ok(())
}

fn has_variable(function: &Function, name: &str) -> bool {
    function.variable_names().any(|own| own == name)
}

fn verbose(
    function: &Function,
    derivation: &Derivation,
    times: &[(&str, std::time::Duration)],
    origin: &str,
    color: bool,
) -> Result<(), Failure> {
    for (name, time) in times {
        eprintln!("{name:>8}: {:.3} ms", time.as_secs_f64() * 1e3);
    }
    let lowered = derivation.program();
    let start = Instant::now();
    let compiled = derivation
        .compile(Backend::default())
        .map_err(refused(origin, color))?;
    eprintln!(
        "{:>8}: {:.3} ms",
        "compile",
        start.elapsed().as_secs_f64() * 1e3
    );
    let value = function
        .derive(&Request::of([Quantity::Value]))
        .map_err(refused(origin, color))?;
    let (all, alone) = (program::cost(lowered), program::cost(value.program()));
    eprintln!(
        "{:>8}: {} instructions, {} inputs, {} outputs",
        "program",
        lowered.instructions.len(),
        compiled.inputs(),
        compiled.outputs(),
    );
    let ratio = all as f64 / alone.max(1) as f64;
    eprintln!(
        "{:>8}: {all}, the value alone {alone}: ratio {ratio:.2}",
        "cost"
    );
    Ok(())
}

pub(super) fn diff(options: &DiffOptions, color: bool) -> Result<(), Failure> {
    let origin = "expression";
    let function = read(&options.expression, origin, color)?;
    let request = Request::of([Quantity::Partial(options.variables.clone())]);
    let derivation = function.derive(&request).map_err(refused(origin, color))?;
    let short = derivation.forecast() <= MOST_ONE_LINE;
    let sheet = derivation.infix(!short);
    let mut out = String::new();
    for line in &sheet.results {
        out.push_str(line);
        out.push('\n');
    }
    for (place, (name, line)) in sheet.bindings.iter().enumerate() {
        let lead = if place == 0 { "where " } else { "      " };
        out.push_str(&format!("{lead}{name} = {line}\n"));
    }
    write_output(None, &out)?;
    for (rule, condition, _) in derivation.ledger() {
        eprintln!("note: assuming {condition} ({rule})");
    }
    for kink in derivation.kinks() {
        eprintln!("note: {kink}");
    }
    Ok(())
}

pub(super) fn eval(options: &EvalOptions, color: bool) -> Result<(), Failure> {
    let origin = "expression";
    let function = read(&options.expression, origin, color)?;
    let inputs = read_values(&function, &options.values)?;
    let quantities = if options.of.is_empty() {
        vec![Quantity::Value]
    } else {
        options.of.clone()
    };
    let derivation = function
        .derive(&Request::of(quantities))
        .map_err(refused(origin, color))?;
    let compiled = derivation
        .compile(Backend::Interpreter)
        .map_err(refused(origin, color))?;
    let mut outputs = vec![0.0; compiled.outputs()];
    compiled
        .call(&inputs, &mut outputs)
        .map_err(refused(origin, color))?;
    let mut out = String::new();
    let alone = outputs.len() == 1;
    let mut rest = outputs.iter();
    for part in derivation.parts() {
        for (place, value) in rest.by_ref().take(part.len()).enumerate() {
            match part
                .labels
                .get(place)
                .filter(|_| part.labels.len() == part.len())
            {
                _ if alone => out.push_str(&format!("{value}\n")),
                Some(label) => out.push_str(&format!("{label} = {value}\n")),
                None => out.push_str(&format!("[{}] = {value}\n", place + 1)),
            }
        }
    }
    write_output(None, &out)
}

/// Values `name=number` or `name=[1,2]` for all variables, in order.
fn read_values(function: &Function, values: &[String]) -> Result<Vec<f64>, Failure> {
    let usage = |message: String| Failure::new(Exit::Refused, format!("error: {message}"));
    let mut given: Vec<(&str, Vec<f64>)> = Vec::new();
    for value in values {
        let Some((name, list)) = value.split_once('=') else {
            return Err(usage(format!(
                "{} is not of the form name=value",
                text::quote(value)
            )));
        };
        let name = name.trim();
        let list = list
            .trim()
            .trim_matches(|letter| letter == '[' || letter == ']');
        let numbers: Option<Vec<f64>> = list
            .split([',', ';'])
            .map(|number| {
                number
                    .trim()
                    .parse()
                    .ok()
                    .filter(|number: &f64| number.is_finite())
            })
            .collect();
        let Some(numbers) = numbers else {
            return Err(usage(format!(
                "{} is not a number (the value of {})",
                text::quote(list),
                text::quote(name)
            )));
        };
        if given.iter().any(|(earlier, _)| *earlier == name) {
            return Err(usage(format!("{} is given twice", text::quote(name))));
        }
        if !has_variable(function, name) {
            eprintln!("note: the formula has no variable {}", text::quote(name));
        }
        given.push((name, numbers));
    }
    let mut inputs = Vec::new();
    for (name, shape) in function.variables() {
        let Some((_, numbers)) = given.iter().find(|(own, _)| *own == name) else {
            return Err(usage(format!(
                "a value for `{name}` is missing: add {name}=..."
            )));
        };
        if numbers.len() != shape.entries() {
            let expected = match shape {
                Shape::Scalar => "one number".to_owned(),
                _ => format!("{} numbers", shape.entries()),
            };
            return Err(usage(format!(
                "`{name}` needs {expected}, not {}",
                numbers.len()
            )));
        }
        inputs.extend(numbers);
    }
    Ok(inputs)
}

/// A prompt on a terminal, else standard input as a script.
pub(super) fn talk(color: bool) -> Result<(), Failure> {
    if io::stdin().is_terminal() {
        return repl::interactive(color)
            .map_err(|why| Failure::new(Exit::Files, format!("error: terminal: {why}")));
    }
    let text = read_file("-")?;
    match repl::script(&text, "standard input", color) {
        repl::Script::Done | repl::Script::Closed => Ok(()),
        // What is wrong has been said.
        repl::Script::Refused => Err(Failure::new(Exit::Refused, "")),
    }
}

pub(super) fn pipe() -> Result<(), Failure> {
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        let count = input
            .by_ref()
            .take(MOST_LINE_BYTES)
            .read_until(b'\n', &mut line)
            .map_err(|error| Failure::file("standard input", &error))?;
        if count == 0 {
            return Ok(());
        }
        let answer = if line.last() != Some(&b'\n') && count as u64 == MOST_LINE_BYTES {
            input
                .skip_until(b'\n')
                .map_err(|error| Failure::file("standard input", &error))?;
            let message = format!("a request line has at most {MOST_LINE_BYTES} bytes");
            let detail = serde_json::json!({ "kind": "limit", "message": message });
            serde_json::json!({ "id": null, "error": detail }).to_string()
        } else if line.trim_ascii().is_empty() {
            continue;
        } else {
            pipe::answer(line.trim_ascii())
        };
        let written = writeln!(output, "{answer}").and_then(|()| output.flush());
        if let Err(error) = written {
            // The reader has gone: nothing is left to do.
            if error.kind() == io::ErrorKind::BrokenPipe {
                return Ok(());
            }
            return Err(Failure::file("standard output", &error));
        }
    }
}

fn read_file(path: &str) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = if path == "-" {
        io::stdin().lock().read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    read.map_err(|error| Failure::file(path, &error))?;
    String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        let message = format!("error: {path}: not UTF-8 text: the first wrong byte is {place}");
        Failure::new(Exit::Refused, message)
    })
}

fn write_output(path: Option<&str>, text: &str) -> Result<(), Failure> {
    let Some(path) = path else {
        let result = io::stdout().lock().write_all(text.as_bytes());
        return match result {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::file("standard output", &error))
            }
            _ => Ok(()),
        };
    };
    std::fs::write(path, text).map_err(|error| Failure::file(path, &error))
}
