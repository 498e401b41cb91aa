//! Bounds of rounding errors, for people and as JSON.

use super::clause::argument;
use super::input::Input;
use super::json::number;
use super::reply::Reply;
use super::sizes::Sizes;
use super::state::Session;
use super::values::{entry_names, written};
use crate::error::Error;
use crate::function::{Derivation, ErrorBound, ErrorBounds, read_region};
use serde_json::{Value, json};

/// Bounds of all outputs over a box that is given as a text, with the names of the outputs.
///
/// # Errors
///
/// Those of [`read_region`] and [`Derivation::error_bounds`].
pub fn over(derivation: &Derivation, region: &str) -> Result<(Vec<String>, ErrorBounds), Error> {
    let bounds = derivation.error_bounds(&read_region(region)?)?;
    Ok((entry_names(derivation, &Sizes::default())?, bounds))
}

/// A line for each output, and what was found.
pub fn lines(names: &[String], bounds: &ErrorBounds) -> Vec<String> {
    let width = names.iter().map(|name| name.chars().count()).max();
    let width = width.unwrap_or(0);
    let outputs = names.iter().zip(&bounds.outputs);
    let mut lines: Vec<String> = outputs
        .map(|(name, bound)| format!("{name:<width$}  {}", line(bound)))
        .collect();
    lines.extend(bounds.findings.iter().cloned());
    lines
}

impl Session {
    /// `:bounds`
    pub(super) fn bounds(
        &mut self,
        rest: &Input<'_>,
        say: &mut dyn FnMut(Reply),
    ) -> Result<(), Reply> {
        let argument = argument(rest, &["wrt", "over"]);
        let Some(region) = argument.clause("over") else {
            let help = "`:bounds x^2 over x in [0, 1]`";
            return Err(rest.refuse("a box of inputs is missing", help));
        };
        let (subject, derivation) = self.value_and_derivative(&argument)?;
        let (names, bounds) =
            over(&derivation, region.text()).map_err(|error| region.explain(&error, 0))?;
        self.remember(&subject);
        say(Reply::Result(lines(&names, &bounds).join("\n")));
        Ok(())
    }
}

fn line(bound: &ErrorBound) -> String {
    if !bound.error.is_finite() {
        return "no bound".to_owned();
    }
    let range = format!("in [{}, {}]", short(bound.low), short(bound.high));
    let error = short(bound.error);
    if bound.error < f64::MIN_POSITIVE {
        return format!("exact; {range}");
    }
    match bound.ulps.is_finite() {
        true => format!("at most {} ulp, {error}; {range}", short(bound.ulps)),
        false => format!("at most {error}; {range}"),
    }
}

/// Three digits, rounded up in size.
fn short(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return written(value);
    }
    let text = format!("{value:.2e}");
    text.parse().map_or(text, written)
}

/// The same as JSON.
pub fn json(names: &[String], bounds: &ErrorBounds) -> Value {
    let outputs = names.iter().zip(&bounds.outputs);
    let outputs: Vec<Value> = outputs
        .map(|(name, bound)| {
            json!({
                "label": name,
                "low": number(bound.low),
                "high": number(bound.high),
                "error": number(bound.error),
                "ulps": number(bound.ulps),
            })
        })
        .collect();
    json!({ "outputs": outputs, "findings": bounds.findings })
}
