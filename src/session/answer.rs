//! A formula for people: its simplified form, its value if it is a constant, what was assumed.

use super::state::Session;
use crate::error::Error;
use crate::function::{Backend, Derivation, Function, Quantity, Request};
use crate::graph::Sharing;
use std::fmt::Write;

/// Exact numbers with more characters are followed by their value.
const LONGEST_NUMBER: usize = 24;

impl Session {
    /// The request for some quantities, in the variables that are set, stopped by whoever stops the session.
    pub(super) fn request(&self, quantities: impl IntoIterator<Item = Quantity>) -> Request {
        let request = Request::of(quantities).within(&self.limits());
        request.interrupted_by(&self.interrupt)
    }

    /// What a result or a definition says.
    pub(super) fn echo(&self, function: &Function, name: Option<&str>) -> Result<String, Error> {
        let derivation = function.derive(&self.request([Quantity::Value]))?;
        let mut out = String::new();
        if let Some(name) = name {
            let _ = write!(out, "{name} = ");
        }
        out.push_str(&self.formula(&derivation)?);
        Ok(out)
    }

    /// The first formula of a derivation, with all that belongs to it.
    pub(super) fn formula(&self, derivation: &Derivation) -> Result<String, Error> {
        let sheet = derivation.infix(Sharing::Named);
        let mut out = String::new();
        if let (Some((_, expr)), Some(text)) = (derivation.formulas().next(), sheet.results.first())
        {
            out.push_str(text);
            let graph = derivation.graph();
            let shape = graph.shape(expr);
            if !shape.is_scalar() {
                let _ = write!(out, "   ({shape})");
            } else if graph.facts(expr).constant
                && !(graph.as_number(expr).is_some() && is_plain(text))
            {
                let value = self.constant(derivation)?;
                let _ = write!(out, " ≈ {}", self.number(value));
            }
        }
        push_rows(
            &mut out,
            "where",
            sheet
                .bindings
                .iter()
                .map(|(name, text)| format!("{name} = {text}")),
        );
        let ledger = derivation.ledger();
        let rows = ledger
            .iter()
            .map(|(rule, condition, _)| format!("{condition}   ({rule})"));
        push_rows(&mut out, "assuming", rows);
        push_rows(&mut out, "kinks", derivation.kinks().iter().cloned());
        Ok(out)
    }

    /// The value of a formula that needs none of its variables.
    fn constant(&self, derivation: &Derivation) -> Result<f64, Error> {
        let compiled = derivation.compile(Backend::Interpreter)?;
        let mut outputs = vec![0.0; compiled.outputs()];
        compiled.call(&vec![0.0; compiled.inputs()], &mut outputs)?;
        Ok(outputs.first().copied().unwrap_or(f64::NAN))
    }

    /// A number with the digits that are set.
    pub(super) fn number(&self, value: f64) -> String {
        let value = match self.state.settings.digits {
            Some(digits) if value.is_finite() => {
                format!("{value:.*e}", digits - 1).parse().unwrap_or(value)
            }
            _ => value,
        };
        let size = value.abs();
        if size != 0.0 && size.is_finite() && !(1e-5..1e17).contains(&size) {
            format!("{value:e}")
        } else {
            value.to_string()
        }
    }
}

/// Whether an exact number is short and needs no other form.
fn is_plain(text: &str) -> bool {
    let digits = |letter: char| letter.is_ascii_digit() || matches!(letter, '-' | '.' | 'e');
    text.len() <= LONGEST_NUMBER && text.chars().all(digits)
}

/// A heading with rows, if there are any.
pub(super) fn push_rows(out: &mut String, heading: &str, rows: impl Iterator<Item = String>) {
    for (place, row) in rows.enumerate() {
        if place == 0 {
            let _ = write!(out, "\n{heading}");
        }
        let _ = write!(out, "\n  {row}");
    }
}
