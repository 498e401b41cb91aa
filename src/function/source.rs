//! A function as a text that can be read back.

use super::{Function, Label, ReadOptions};
use crate::codes;
use crate::error::Error;
use crate::graph::{self, Constant, PrintOptions, Shape, Sharing};
use std::fmt::Write;

impl Function {
    /// A text in the language of this crate that [`parse_with`](Self::parse_with) reads as a function of the same
    /// values, with the variables in this order as [`ReadOptions::variables`]: declarations, shared parts as definitions,
    /// results.
    ///
    /// ```
    /// use symdiff::Function;
    ///
    /// let slope = Function::parse("x^3*sin(y)")?.partial(&["x"])?;
    /// assert_eq!(slope.to_text()?, "3*x^2*sin(y)\n");
    /// let again = Function::parse(&slope.to_text()?)?;
    /// assert_eq!(again.evaluate(&[2.0, 1.0])?, slope.evaluate(&[2.0, 1.0])?);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The text would be beyond the limits that the function was read with.
    pub fn to_text(&self) -> Result<String, Error> {
        let options = PrintOptions {
            sharing: Sharing::Named,
            taken: self.variables.keys().cloned().collect(),
            ..PrintOptions::default()
        };
        let roots: Vec<_> = self.outputs.iter().map(|(_, expr)| *expr).collect();
        let sheet = graph::infix(&self.graph, &roots, &options);
        let mut text = String::new();
        for (name, shape) in self.variables() {
            let is_constant = [Constant::Pi, Constant::E]
                .iter()
                .any(|own| own.name() == name);
            let id = self.graph.find_variable(name);
            match shape {
                Shape::Matrix(rows, _)
                    if id.is_some_and(|id| self.graph.is_symmetric_variable(id)) =>
                {
                    let _ = writeln!(text, "{name}: symmetric({rows})");
                }
                _ if is_constant || !shape.is_scalar() => {
                    let _ = writeln!(text, "{name}: {shape}");
                }
                _ => {}
            }
        }
        for (name, definition) in &sheet.bindings {
            let _ = writeln!(text, "{name} = {definition}");
        }
        let only_name = match &self.outputs[..] {
            [(Some(label), _)] => Label::as_name(label),
            _ => None,
        };
        for (place, result) in sheet.results.iter().enumerate() {
            let _ = match only_name {
                Some(name) => writeln!(text, "{name} = {result}"),
                // A line that begins with an operator would go on with the one before it.
                None if place > 0 || !text.is_empty() => writeln!(text, "({result})"),
                None => writeln!(text, "{result}"),
            };
        }
        let options = ReadOptions {
            variables: Some(self.variables.keys().cloned().collect()),
            ..self.origin.options.clone()
        };
        match Function::parse_with(&text, &options) {
            Ok(read) if read.variables == self.variables && read.shapes() == self.shapes() => {
                Ok(text)
            }
            _ => Err(Error::new(
                codes::NO_TEXT,
                "the text of this function would not be read back: it is beyond the limits of reading",
            )),
        }
    }
}
