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
                let least = if place == 0 {
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
        } => {
            if !output.is_empty() {
                tasks.text(r"\left[");
            }
            if !summed.is_empty() {
                let letters: String = summed.iter().collect();
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
                let letters: String = letters.iter().collect();
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
            let letters: String = output.iter().collect();
            tasks.text(format!(r"\right]_{{{letters}}}"));
            Level::Atom
        }
    }
}

fn is_identity(part: &Part) -> bool {
    matches!(part, Part::Form(form) if matches!(**form, Form::Call("eye", _)))
}
