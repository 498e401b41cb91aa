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
        Form::Along(name, operand, axis) => {
            tasks.text(format!(r"\operatorname{{{name}}}_{{{axis}}}"));
            list(vec![operand], tasks);
            Level::Postfix
        }
        Form::Indices(operands, output) => {
            tasks.text(r"\sum ");
            for (part, letters) in operands {
                tasks.text("{");
                tasks.part(part, Level::Atom);
                tasks.text(format!("}}_{{{letters}}} "));
            }
            tasks.text(format!(r"\;[{output}]"));
            Level::Product
        }
    }
}
