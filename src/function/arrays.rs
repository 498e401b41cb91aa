//! NumPy source for formulas of whole vectors and matrices: one function in matrix notation, for any sizes.
//!
//! Must not know how expressions are written: it is handed a sheet.

use super::{Derivation, EmitOptions};
use crate::graph::{self, Op, PrintOptions, Sharing, numpy_name};
use std::fmt::Write;

impl Derivation {
    /// A module with one function of all variables that gives back all results; None where a part has no such form.
    pub(super) fn arrays(&self, name: &str, options: &EmitOptions) -> Option<String> {
        // Results have no names inside each other: what is shared has one of its own, and stands above.
        let print = PrintOptions {
            roots_named: Vec::new(),
            ..self.print_options(Sharing::Named)
        };
        let sheet = graph::numpy(self.graph(), &self.roots(), &print)?;
        let mut text = String::new();
        for line in self.header(options) {
            let _ = writeln!(text, "{}", format!("# {line}").trim_end());
        }
        text.push_str("#\n# Python 3.6 or later, with NumPy. A vector is an array of one axis.\n");
        text.push_str("\nimport numpy as np\n");
        let all = || {
            sheet
                .bindings
                .iter()
                .map(|(_, own)| own)
                .chain(&sheet.results)
        };
        if all().any(|own| own.contains("scipy.")) {
            text.push_str("import scipy.special\n");
        }
        let parameters: Vec<String> = self.inputs().map(|(name, _)| numpy_name(name)).collect();
        let _ = writeln!(text, "\n\ndef {name}({}):", parameters.join(", "));
        let labels: Vec<String> = self
            .formulas()
            .map(|(label, _)| label.to_string())
            .collect();
        let _ = writeln!(text, "    \"\"\"Gives back {}.\"\"\"", labels.join(", "));
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        for (dimension, variable, axis) in self.counted() {
            let mut words = all().flat_map(|own| own.split(|c| !is_word(c)));
            if !words.any(|word| word == numpy_name(dimension)) {
                continue;
            }
            let (own, variable) = (numpy_name(dimension), numpy_name(&variable));
            let _ = writeln!(text, "    {own} = {variable}.shape[{axis}]");
        }
        for (own, definition) in &sheet.bindings {
            let _ = writeln!(text, "    {own} = {definition}");
        }
        let _ = writeln!(text, "    return {}", sheet.results.join(", "));
        Some(text)
    }

    /// The named dimensions that the formulas count, each with a variable and the axis that has it.
    fn counted(&self) -> Vec<(&'static str, String, usize)> {
        let graph = self.graph();
        let mut found: Vec<(&'static str, String, usize)> = Vec::new();
        for node in graph.reachable(&self.roots()) {
            if matches!(graph.op(node), Op::Variable(_)) {
                continue;
            }
            for own in graph
                .dimensions(node)
                .into_iter()
                .filter_map(|own| own.name())
            {
                let place = self.inputs().find_map(|(name, shape)| {
                    let axes = shape.axes();
                    let axis = axes.iter().position(|axis| axis.name() == Some(own))?;
                    Some((name.to_owned(), axis))
                });
                if let Some((variable, axis)) = place
                    && found.iter().all(|(other, ..)| *other != own)
                {
                    found.push((own, variable, axis));
                }
            }
        }
        found
    }
}
