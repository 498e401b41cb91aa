//! What a formula costs as code, size and time; and the list of what there is.

use super::answer::push_rows;
use super::clause::argument;
use super::compose::Role;
use super::define::Overrides;
use super::host::Host;
use super::input::Input;
use super::point::Point;
use super::reply::Reply;
use super::state::Session;
use crate::function::{Backend, CompiledFunction, Quantity};
use crate::program;
use std::time::Duration;

/// A measurement goes on until it took so long.
const LEAST_TIME: Duration = Duration::from_millis(20);
/// Bounds of a measurement, whatever the clock says.
const MOST_ROUNDS: usize = 48;
const MOST_CALLS: u64 = 1 << 14;
/// The value of a variable that has none.
const USUAL_VALUE: f64 = 0.5;

impl Session {
    pub(super) fn compile(
        &mut self,
        rest: &Input<'_>,
        host: &mut dyn Host,
        say: &mut dyn FnMut(Reply),
    ) -> Result<(), Reply> {
        let (subject, derivation) = self.value_and_derivative(&argument(rest, &["wrt"]))?;
        let start = host.now();
        let code = code_bytes(derivation.program());
        let time = host.now().saturating_sub(start).as_secs_f64() * 1e3;
        let lowered = derivation.program();
        let value = subject
            .function
            .derive(&self.request([Quantity::Value]))
            .map_err(Reply::Failure)?;
        let (all, alone) = (program::cost(lowered), program::cost(value.program()));
        let first = match code {
            Ok(bytes) => format!("native code: {bytes} bytes, made in {time:.2} ms"),
            Err(why) => format!("no native code: {why}"),
        };
        self.remember(&subject);
        say(Reply::Result(format!(
            "{first}\nprogram: {} instructions, {} inputs, {} outputs\ncost: {all}, the value alone {alone}: ratio {:.2}",
            lowered.instructions.len(),
            lowered.inputs,
            lowered.outputs.len(),
            all as f64 / alone.max(1) as f64,
        )));
        Ok(())
    }

    pub(super) fn bench(
        &mut self,
        rest: &Input<'_>,
        host: &mut dyn Host,
        say: &mut dyn FnMut(Reply),
    ) -> Result<(), Reply> {
        let argument = argument(rest, &["wrt", "at"]);
        let (subject, derivation) = self.value_and_derivative(&argument)?;
        let given = match &argument.clause("at") {
            Some(point) => self.split_values(point)?.1,
            None => Point::new(),
        };
        let function = &subject.function;
        let mut inputs = Vec::new();
        let mut shown = Vec::new();
        for (name, shape) in function.variables() {
            let known = given.get(name).or_else(|| self.state.point.get(name));
            match known.filter(|value| value.entries.len() == shape.entries()) {
                Some(value) => {
                    inputs.extend(&value.entries);
                    shown.push(format!("{name}={}", value.text));
                }
                None => {
                    inputs.resize(inputs.len() + shape.entries(), USUAL_VALUE);
                    shown.push(format!("{name}={USUAL_VALUE}"));
                }
            }
        }
        let mut lines = Vec::new();
        let mut times = Vec::new();
        for (name, backend) in [
            ("interpreter", Backend::Interpreter),
            ("native", Backend::Jit),
        ] {
            let compiled = match derivation.compile(backend) {
                Ok(compiled) => compiled,
                Err(error) => {
                    lines.push(format!("{name}: {}", error.message()));
                    continue;
                }
            };
            let time = self.time_of(&compiled, &inputs, host);
            lines.push(format!("{name:<12} {time:>10.1} ns per call"));
            times.push(time);
        }
        if let [slow, fast] = times[..] {
            lines.push(format!(
                "native is {:.1} times as fast",
                slow / fast.max(1e-3)
            ));
        }
        self.state.point.extend(given);
        self.remember(&subject);
        say(Reply::Result(lines.join("\n")));
        if !shown.is_empty() && shown.len() <= 12 {
            say(Reply::Note(format!(
                "value and derivative at {}",
                shown.join(", ")
            )));
        }
        Ok(())
    }

    /// Nanoseconds of one call: the least of several rounds, since everything else only adds to it.
    fn time_of(&self, compiled: &CompiledFunction, inputs: &[f64], host: &mut dyn Host) -> f64 {
        let mut outputs = vec![0.0; compiled.outputs()];
        let mut calls: u64 = 1;
        let mut best = f64::INFINITY;
        let started = host.now();
        for _ in 0..MOST_ROUNDS {
            let start = host.now();
            for _ in 0..calls {
                // The lengths are right by construction.
                let _ = compiled.call(std::hint::black_box(inputs), &mut outputs);
                std::hint::black_box(&mut outputs);
            }
            let now = host.now();
            let time = now.saturating_sub(start);
            best = best.min(time.as_secs_f64() * 1e9 / calls as f64);
            let enough = now.saturating_sub(started) > LEAST_TIME * 4;
            if enough || self.interrupt.is_raised() {
                break;
            }
            if time < LEAST_TIME / 4 {
                calls = (calls * 4).min(MOST_CALLS);
            }
        }
        best
    }

    /// What there is, by kind.
    pub(super) fn variables(&self) -> String {
        let mut out = String::new();
        let list = |wanted: fn(&Role) -> bool| {
            let all = self.state.names.values();
            let texts: Vec<String> = all
                .filter(|own| wanted(&own.role))
                .map(|own| own.text.clone())
                .collect();
            texts.into_iter()
        };
        push_rows(&mut out, "definitions", list(|role| *role == Role::Value));
        push_rows(
            &mut out,
            "functions",
            list(|role| matches!(role, Role::Function(_))),
        );
        push_rows(
            &mut out,
            "declared",
            list(|role| *role == Role::Declaration),
        );
        if let Ok(subject) = self.subject(&Input::whole("", "input"), &Overrides::new()) {
            let names: Vec<&str> = subject.function.variable_names().collect();
            let row = (!names.is_empty()).then(|| names.join(", "));
            push_rows(&mut out, "variables of the last result", row.into_iter());
        }
        let values = self
            .state
            .point
            .iter()
            .map(|(name, value)| format!("{name} = {}", value.text));
        push_rows(&mut out, "values", values);
        match out.strip_prefix('\n') {
            Some(lines) => lines.to_owned(),
            None => "nothing is defined".to_owned(),
        }
    }
}

/// The size of a program as native code.
#[cfg(feature = "jit")]
fn code_bytes(program: &program::Program) -> Result<usize, String> {
    let compiled = crate::backend::Jit::compile(program).map_err(|error| error.to_string())?;
    Ok(compiled.code_bytes())
}

/// The size of a program as native code.
#[cfg(not(feature = "jit"))]
fn code_bytes(_: &program::Program) -> Result<usize, String> {
    Err("this build makes none".to_owned())
}
