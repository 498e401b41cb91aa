//! A derivation as text, LaTeX or JSON.

use crate::function::{Derivation, Function, Quantity};
use serde_json::{Value, json};
use std::fmt::Write;

/// The version of the JSON form; it changes when a field changes its meaning or goes away.
pub const SCHEMA: u32 = 1;

/// In which form a derivation is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Lines for people.
    Text,
    /// Lines for a LaTeX document in math mode.
    Latex,
    /// One JSON object.
    Json,
}

/// The closed forms of `derivation`, with the ledger and the kinks.
pub fn report(function: &Function, derivation: &Derivation, form: Form, sharing: bool) -> String {
    match form {
        Form::Text => text(function, derivation, sharing),
        Form::Latex => latex(derivation, sharing),
        Form::Json => json_report(function, derivation, sharing),
    }
}

fn text(function: &Function, derivation: &Derivation, sharing: bool) -> String {
    let sheet = derivation.infix(sharing);
    let variables: Vec<&str> = function.variable_names().collect();
    let mut out = String::new();
    let mut results = derivation
        .formulas()
        .map(|(label, _)| label)
        .zip(&sheet.results);
    for part in derivation.parts() {
        if !out.is_empty() {
            out.push('\n');
        }
        for (label, formula) in results.by_ref().take(part.labels.len()) {
            if part.quantity == Quantity::Value && !variables.is_empty() && variables.len() <= 12 {
                let _ = writeln!(out, "{label}({}) = {formula}", variables.join(", "));
            } else {
                let _ = writeln!(out, "{label} = {formula}");
            }
        }
    }
    if !sheet.bindings.is_empty() {
        out.push_str("\nwhere\n");
        for (name, formula) in &sheet.bindings {
            let _ = writeln!(out, "  {name} = {formula}");
        }
    }
    let ledger = derivation.ledger();
    if !ledger.is_empty() {
        out.push_str("\nassuming\n");
        for (rule, condition, _) in &ledger {
            let _ = writeln!(out, "  {condition}   ({rule})");
        }
    }
    if !derivation.kinks().is_empty() {
        out.push_str("\nkinks\n");
        for kink in derivation.kinks() {
            let _ = writeln!(out, "  {kink}");
        }
    }
    out
}

/// `df/dx` as a fraction; other labels are names.
fn latex_label(label: &str) -> String {
    match label.split_once('/') {
        Some((above, below)) => {
            let letters = |text: &str| text.replace('d', r"\partial ");
            format!(r"\frac{{{}}}{{{}}}", letters(above), letters(below))
        }
        None => label.to_owned(),
    }
}

fn latex(derivation: &Derivation, sharing: bool) -> String {
    let sheet = derivation.latex(sharing);
    let mut out = String::from("\\begin{aligned}\n");
    for ((label, _), formula) in derivation.formulas().zip(&sheet.results) {
        let _ = writeln!(out, "{} &= {formula} \\\\", latex_label(label));
    }
    for (name, formula) in &sheet.bindings {
        let _ = writeln!(out, "{name} &= {formula} \\\\");
    }
    out.push_str("\\end{aligned}\n");
    out
}

fn json_report(function: &Function, derivation: &Derivation, sharing: bool) -> String {
    let sheet = derivation.infix(sharing);
    let mut formulas = sheet.results.iter();
    let parts: Vec<Value> = derivation
        .parts()
        .iter()
        .map(|part| {
            let entries: Vec<Value> = part
                .labels
                .iter()
                .zip(formulas.by_ref())
                .map(|(label, text)| json!({ "label": label, "text": text }))
                .collect();
            json!({ "quantity": quantity(&part.quantity), "axes": part.axes, "entries": entries })
        })
        .collect();
    let bindings: Vec<Value> = sheet
        .bindings
        .iter()
        .map(|(name, text)| json!({ "name": name, "text": text }))
        .collect();
    let ledger: Vec<Value> = derivation
        .ledger()
        .into_iter()
        .map(|(rule, condition, place)| json!({"rule": rule, "condition": condition, "where": place}))
        .collect();
    let report = json!({
        "schema": SCHEMA,
        "vars": function.variable_names().collect::<Vec<_>>(),
        "parts": parts,
        "where": bindings,
        "ledger": ledger,
        "kinks": derivation.kinks(),
    });
    format!("{report:#}\n")
}

fn quantity(quantity: &Quantity) -> String {
    match quantity {
        Quantity::Value => "value".to_owned(),
        Quantity::Gradient => "gradient".to_owned(),
        Quantity::Jacobian => "jacobian".to_owned(),
        Quantity::Hessian => "hessian".to_owned(),
        Quantity::Partial(names) => format!("partial:{}", names.join(",")),
    }
}
