//! A derivation as text, LaTeX or JSON.

use super::json;
use crate::function::{Derivation, Function, Label, LabelForm, Quantity};
use crate::graph::{Sharing, latex_name};
use std::fmt::Write;

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
pub fn report(
    function: &Function,
    derivation: &Derivation,
    form: Form,
    sharing: Sharing,
) -> String {
    match form {
        Form::Text => text(function, derivation, sharing),
        Form::Latex => latex(derivation, sharing),
        Form::Json => {
            let entries = json::Entries::Formulas { sharing };
            let object = json::derivation(derivation, entries, Vec::new());
            format!("{object:#}\n")
        }
    }
}

fn text(function: &Function, derivation: &Derivation, sharing: Sharing) -> String {
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

/// `df/dx` as a fraction of partial derivatives.
fn latex_label(label: &Label) -> String {
    let name = latex_name(&label.result);
    let (result, is_whole) = match label.form {
        LabelForm::Along => (format!(r"\mathrm{{d}}{name}(v)"), false),
        LabelForm::Weighted => (format!(r"w^{{\mathsf T}} {name}"), false),
        LabelForm::Taylor(degree) => (format!(r"T_{{{degree}}} {name}"), true),
        _ => (name, true),
    };
    let result = match is_whole || label.variables.is_empty() {
        true => result,
        false => format!(r"\left({result}\right)"),
    };
    let above = match label.variables.len() {
        0 => return result,
        1 => format!(r"\partial {result}"),
        order => format!(r"\partial^{{{order}}} {result}"),
    };
    let below: Vec<String> = label
        .variables
        .chunk_by(|a, b| a == b)
        .map(|equal| match (latex_name(&equal[0]), equal.len()) {
            (name, 1) => format!(r"\partial {name}"),
            (name, times) if name.contains('_') => format!(r"\partial {{{name}}}^{{{times}}}"),
            (name, times) => format!(r"\partial {name}^{{{times}}}"),
        })
        .collect();
    format!(r"\frac{{{above}}}{{{}}}", below.join(r" \, "))
}

fn latex(derivation: &Derivation, sharing: Sharing) -> String {
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
