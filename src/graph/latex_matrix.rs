//! Operations on whole vectors and matrices in LaTeX.
//!
//! Must not know how they were found: it is handed forms.

use super::matrix::Form;
use super::reading::Part;
use super::writer::Tasks;
use crate::notation::Level;

/// An operation on whole vectors and matrices.
pub(super) fn matrix_form(form: Form, tasks: &mut Tasks) -> Level {
    let list = |parts: Vec<Part>, tasks: &mut Tasks| {
        tasks.text(r"\left(");
        for (place, part) in parts.into_iter().enumerate() {
            if place > 0 {
                tasks.text(", ");
            }
            tasks.part(part, Level::Or);
        }
        tasks.text(r"\right)");
    };
    match form {
        Form::Product(factors) => {
            for (place, factor) in factors.into_iter().enumerate() {
                if place > 0 {
                    tasks.juxtapose();
                }
                let least = if place == 0 && !factor.is_entrywise() {
                    Level::Product
                } else {
                    Level::Power
                };
                tasks.part(factor, least);
            }
            Level::Product
        }
        Form::Transpose(Part::Form(form)) if matches!(*form, Form::Call("inv", _)) => {
            if let Form::Call(_, mut arguments) = *form
                && let Some(operand) = arguments.pop()
            {
                tasks.part(operand, Level::Atom);
            }
            tasks.text(r"^{-\top}");
            Level::Power
        }
        Form::Transpose(operand) => {
            tasks.part(operand, Level::Atom);
            tasks.text(r"^{\top}");
            Level::Power
        }
        Form::Call("inv", mut arguments) => {
            if let Some(operand) = arguments.pop() {
                tasks.part(operand, Level::Atom);
            }
            tasks.text("^{-1}");
            Level::Power
        }
        Form::Call("adj", mut arguments) if arguments.len() == 1 => {
            tasks.text(r"\operatorname{adj}\left(");
            if let Some(operand) = arguments.pop() {
                tasks.part(operand, Level::Or);
            }
            tasks.text(r"\right)");
            Level::Postfix
        }
        Form::Squared(operand) => {
            tasks.part(operand, Level::Postfix);
            tasks.text("^{2}");
            Level::Power
        }
        Form::Call(name @ ("norm1" | "norm2"), arguments) => {
            tasks.text(r"\left\lVert ");
            for argument in arguments {
                tasks.part(argument, Level::Or);
            }
            let order = name.trim_start_matches("norm");
            tasks.text(format!(r" \right\rVert_{{{order}}}"));
            Level::Postfix
        }
        Form::Call("eye", arguments) => {
            tasks.text("I_{");
            for argument in arguments {
                tasks.part(argument, Level::Or);
            }
            tasks.text("}");
            Level::Atom
        }
        Form::Call(name @ ("ones" | "zeros"), arguments) => {
            let digit = if name == "ones" { "1" } else { "0" };
            tasks.text(format!(r"\mathbf{{{digit}}}_{{"));
            for (place, argument) in arguments.into_iter().enumerate() {
                if place > 0 {
                    tasks.text(r" \times ");
                }
                tasks.part(argument, Level::Or);
            }
            tasks.text("}");
            Level::Atom
        }
        Form::Call(name, arguments) => {
            tasks.text(format!(r"\operatorname{{{name}}}"));
            list(arguments, tasks);
            Level::Postfix
        }
        Form::Along(name, operand, axes) => {
            let axes: Vec<String> = axes.iter().map(usize::to_string).collect();
            let axes = axes.join(",");
            tasks.text(format!(r"\operatorname{{{name}}}_{{{axes}}}"));
            list(vec![operand], tasks);
            Level::Postfix
        }
        Form::Named(name, arguments, named) => {
            tasks.text(format!(r"\operatorname{{{name}}}"));
            if !named.is_empty() {
                let named = named
                    .iter()
                    .map(|(name, value)| format!(r"\text{{{name} }}{value}"));
                let named: Vec<String> = named.collect();
                tasks.text(format!("_{{{}}}", named.join(", ")));
            }
            list(arguments, tasks);
            Level::Postfix
        }
        Form::Slice(operand, ranges) => {
            // Braces keep the subscript apart from one in the name.
            tasks.text("{");
            tasks.part(operand, Level::Atom);
            let ranges = ranges.join(",").replace(" by ", r" \text{ by } ");
            tasks.text(format!("}}_{{{ranges}}}"));
            Level::Atom
        }
        Form::Blocks(lines) => {
            tasks.text(r"\begin{bmatrix} ");
            for (place, line) in lines.into_iter().enumerate() {
                if place > 0 {
                    tasks.text(r" \\ ");
                }
                for (place, cell) in line.into_iter().enumerate() {
                    if place > 0 {
                        tasks.text(" & ");
                    }
                    tasks.part(cell, Level::Or);
                }
            }
            tasks.text(r" \end{bmatrix}");
            Level::Atom
        }
        Form::Entries(factors) => {
            for (place, factor) in factors.into_iter().enumerate() {
                if place > 0 {
                    tasks.text(r" \odot ");
                }
                tasks.part(factor, Level::Power);
            }
            Level::Product
        }
        Form::Indexed {
            output,
            summed,
            factors,
            ..
        } => {
            if !output.is_empty() {
                tasks.text(r"\left[");
            }
            if !summed.is_empty() {
                let letters = summed.concat();
                tasks.text(format!(r"\sum_{{{letters}}} "));
            }
            for (place, (factor, letters)) in factors.into_iter().enumerate() {
                if place > 0 {
                    tasks.juxtapose();
                }
                if letters.is_empty() {
                    tasks.part(factor, Level::Power);
                    continue;
                }
                // Braces keep the subscript apart from one in the name.
                let letters = subscript(&letters);
                if is_identity(&factor) {
                    tasks.text(format!(r"\delta_{{{letters}}}"));
                    continue;
                }
                tasks.text("{");
                tasks.part(factor, Level::Atom);
                tasks.text(format!("}}_{{{letters}}}"));
            }
            if output.is_empty() {
                return Level::Product;
            }
            let letters = output.concat();
            tasks.text(format!(r"\right]_{{{letters}}}"));
            Level::Atom
        }
    }
}

fn is_identity(part: &Part) -> bool {
    matches!(part, Part::Form(form) if matches!(**form, Form::Call("eye", _)))
}

/// Letters side by side, or with commas where there is more than letters.
fn subscript(letters: &[String]) -> String {
    let plain = letters.iter().all(|letter| letter.chars().count() == 1);
    let separator = if plain { "" } else { "," };
    letters.join(separator).replace('*', " ")
}
