//! Malformed, ambiguous, oversized and adversarial inputs: refused with a message or read rightly, in time and
//! on a small stack. Never a panic.
#![cfg(feature = "cli")]

mod common {
    pub mod binary;
}

use common::binary::symdiff;
use serde_json::{Map, Value};
use std::time::{Duration, Instant};
use symdiff::{Backend, Error, Function, Quantity, Request};

/// Where a row states no time.
const SECONDS: f64 = 2.0;
/// Anything that recurses on its input would overflow it.
const STACK_BYTES: usize = 512 << 10;

/// What became of an input.
enum Outcome {
    Refused(String),
    /// With the value, where it has one and the row gives values for all variables.
    Accepted(Option<f64>),
}

fn rows() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/hostile.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The text of a row, or its bytes where they are no text.
fn input(row: &Value) -> Result<String, Vec<u8>> {
    if let Some(text) = row["input"].as_str() {
        return Ok(text.to_owned());
    }
    if let Some(parts) = row["parts"].as_array() {
        let repeated = |part: &Value| {
            let count = part[1].as_u64().unwrap() as usize;
            part[0].as_str().unwrap().repeat(count)
        };
        return Ok(parts.iter().map(repeated).collect());
    }
    String::from_utf8(decode(row["input_b64"].as_str().unwrap()))
        .map_err(|error| error.into_bytes())
}

/// Base64.
fn decode(text: &str) -> Vec<u8> {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut count, mut bytes) = (0u32, 0, Vec::new());
    for letter in text.bytes().filter(|&letter| letter != b'=') {
        let digit = letters.iter().position(|own| *own == letter).unwrap();
        bits = bits << 6 | digit as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

/// Value and derivatives on the interpreter. A point is needed only for a value to compare.
fn derive(text: &str, at: Option<&Map<String, Value>>) -> Result<Option<f64>, Error> {
    let function = Function::parse(text)?;
    let derivative = match function.results() {
        1 => Quantity::Gradient,
        _ => Quantity::Jacobian,
    };
    let derivation = function.derive(&Request::of([Quantity::Value, derivative]))?;
    let compiled = derivation.compile(Backend::Interpreter)?;
    let given = |name: &str| at.and_then(|at| at.get(name)).and_then(Value::as_f64);
    let point: Option<Vec<f64>> = function.variable_names().map(given).collect();
    let count = compiled.inputs();
    let mut outputs = vec![0.0; compiled.outputs()];
    compiled.call(point.as_deref().unwrap_or(&vec![0.5; count]), &mut outputs)?;
    Ok(point.map(|_| outputs[0]))
}

fn try_in_process(row: &Value, text: String) -> Outcome {
    let at = row["at"].as_object().cloned();
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
    let handle = thread.spawn(move || derive(&text, at.as_ref())).unwrap();
    match handle
        .join()
        .unwrap_or_else(|_| panic!("{} panics", row["id"]))
    {
        Ok(value) => Outcome::Accepted(value),
        Err(error) => Outcome::Refused(error.message().to_owned()),
    }
}

/// Bytes that are no text enter as a file would.
fn try_bytes(bytes: &[u8]) -> Outcome {
    let outcome = symdiff(&["compile", "-"], bytes);
    match outcome.code {
        0 => Outcome::Accepted(None),
        _ => Outcome::Refused(outcome.err),
    }
}

fn try_command(request: &Value) -> Outcome {
    let texts = |field: &str| -> Vec<String> {
        let list = request[field].as_array().map_or(&[][..], Vec::as_slice);
        list.iter()
            .map(|text| text.as_str().unwrap().to_owned())
            .collect()
    };
    let mut arguments = Vec::new();
    if let Some(expr) = request["expr"].as_str() {
        let order = request["order"].as_u64().unwrap_or(1) as usize;
        let wrt = vec![texts("wrt"); order].concat();
        match request["at"].as_object() {
            None if !wrt.is_empty() => arguments.extend(["diff".to_owned(), expr.to_owned()]),
            at => {
                arguments.extend(["eval".to_owned(), expr.to_owned()]);
                if !wrt.is_empty() {
                    arguments.push(format!("--of=partial:{}", wrt.join(",")));
                }
                for (name, value) in at.into_iter().flatten() {
                    let value = value.as_str().map_or(value.to_string(), str::to_owned);
                    arguments.push(format!("{name}={value}"));
                }
            }
        }
        if arguments[0] == "diff" {
            arguments.extend(wrt);
        }
    }
    arguments.extend(texts("args"));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = symdiff(&arguments, b"");
    match outcome.code {
        0 => Outcome::Accepted(outcome.out.trim().parse().ok()),
        _ => {
            assert_eq!(outcome.out, "", "{arguments:?}");
            Outcome::Refused(outcome.err)
        }
    }
}

#[test]
fn hostile_inputs_are_refused_or_read_rightly() {
    // Builds without optimisation are slower by about this.
    let patience = if cfg!(debug_assertions) { 6.0 } else { 1.0 };
    let (mut failures, mut accepted, mut refused) = (Vec::new(), 0, 0);
    for row in rows() {
        let start = Instant::now();
        let stated = if row["request"].is_object() {
            &row["request"]
        } else {
            &row
        };
        let outcome = if row["request"].is_object() {
            try_command(stated)
        } else {
            match input(&row) {
                Ok(text) => try_in_process(&row, text),
                Err(bytes) => try_bytes(&bytes),
            }
        };
        let time = start.elapsed();
        let seconds = [stated, &row]
            .into_iter()
            .find_map(|row| row["max_seconds"].as_f64());
        let shown: String = row.to_string().chars().take(160).collect();
        if time > Duration::from_secs_f64(seconds.unwrap_or(SECONDS) * patience) {
            failures.push(format!("{time:?}: {shown}"));
        }
        let expect = row["expect"].as_str().unwrap();
        match outcome {
            Outcome::Refused(message) => {
                refused += 1;
                if expect == "ok" || message.trim().is_empty() {
                    failures.push(format!("refused ({message}): {shown}"));
                }
            }
            Outcome::Accepted(value) => {
                accepted += 1;
                if expect == "error" {
                    failures.push(format!("accepted: {shown}"));
                }
                let Some(want) = stated["value"].as_f64() else {
                    continue;
                };
                let got = value.unwrap_or(f64::NAN);
                let is_near = (got - want).abs() <= 1e-12 * want.abs();
                if !is_near {
                    failures.push(format!("value {got}: {shown}"));
                }
            }
        }
    }
    println!("{accepted} accepted, {refused} refused");
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert!(accepted > 60 && refused > 60);
}
