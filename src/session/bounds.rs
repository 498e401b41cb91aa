//! Bounds of rounding errors, for people and as JSON.

use super::json::number;
use super::sizes::Sizes;
use super::values::{entry_names, written};
use crate::error::Error;
use crate::function::{Derivation, ErrorBound, ErrorBounds, read_region};
use serde_json::{Value, json};
use std::fmt::Write;

/// Bounds of all outputs over a box that is given as a text, with the names of the outputs.
///
/// # Errors
///
/// Those of [`read_region`] and [`Derivation::error_bounds`].
pub fn over(
    derivation: &Derivation,
    region: &str,
) -> Result<(Vec<String>, ErrorBounds), Error> {
    let bounds = derivation.error_bounds(&read_region(region)?)?;
    Ok((entry_names(derivation, &Sizes::default())?, bounds))
}

/// A line for each output, and what was found.
pub fn text(names: &[String], bounds: &ErrorBounds, region: &str) -> String {
    let mut out = format!("\nrounding errors for {}\n", region.trim());
    let width = names.iter().map(|name| name.chars().count()).max();
    for (name, bound) in names.iter().zip(&bounds.outputs) {
        let _ = writeln!(out, "  {name:<0$}  {1}", width.unwrap_or(0), line(bound));
    }
    for finding in &bounds.findings {
        let _ = writeln!(out, "  {finding}");
    }
    out
}

fn line(bound: &ErrorBound) -> String {
    let range = format!("in [{}, {}]", short(bound.low), short(bound.high));
    if !bound.error.is_finite() {
        return "no bound".to_owned();
    }
    let error = short(bound.error);
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
