//! Formulas that are given for names: directions, cotangents, points of expansion.
//!
//! They are read in the language, with the variables of the function; other names in them become inputs behind
//! those. Must not know what the formulas are for.

use super::differentiate::Differentiator;
use super::names::undefined;
use super::work::Work;
use crate::codes;
use crate::error::Error;
use crate::graph::{Expr, Shape};
use crate::resolve::{self, Context, resolve};
use crate::syntax::{self, is_variable_name};
use crate::text::{Code, Diagnostic, Severity, Span, pieces, quote};

/// Names with a formula for each.
pub(super) type Values = Vec<(String, String)>;

/// A text such as `x=1, v=[1, t]` as names with formulas: a direction, a cotangent or a point of a
/// [`Request`](super::Request).
///
/// ```
/// let values = symdiff::read_values("x=1, v=[1, cos(t)]")?;
/// assert_eq!(values[1], ("v".to_owned(), "[1, cos(t)]".to_owned()));
/// # Ok::<(), symdiff::Error>(())
/// ```
///
/// # Errors
///
/// A text of another form, a name that stands twice.
pub fn read_values(text: &str) -> Result<Vec<(String, String)>, Error> {
    let mut values: Values = Vec::new();
    for (start, piece) in pieces(text, &[',', ';']) {
        let name = piece.split('=').next().unwrap_or("").trim();
        let formula = piece.split_once('=').map(|(_, formula)| formula.trim());
        let formula = formula.filter(|formula| !formula.is_empty() && !formula.starts_with('='));
        let Some(formula) = formula.filter(|_| is_variable_name(name)) else {
            let span = Span::new(start, start + piece.len());
            let message = match piece.trim() {
                "" => "a value is missing".to_owned(),
                piece => format!("{} is not of the form name=formula", quote(piece)),
            };
            let diagnostic = Diagnostic::error(codes::INVALID_ASSIGNMENT, span, message)
                .with_help("write `x=1, y=cos(t)`, and a vector as `v=[1, 2]`");
            return Err(Error::of_source(text, vec![diagnostic]));
        };
        if values.iter().any(|(own, _)| own == name) {
            return Err(twice(name));
        }
        values.push((name.to_owned(), formula.to_owned()));
    }
    Ok(values)
}

fn twice(name: &str) -> Error {
    let message = format!("{} has two values", quote(name));
    Error::new(codes::VALUE_TWICE, message).with_help("give it one")
}

/// An error where a name stands twice among values.
pub(super) fn check_values(values: &[(String, String)]) -> Result<(), Error> {
    let mut seen = hashbrown::HashSet::new();
    match values.iter().find(|(name, _)| !seen.insert(name)) {
        Some((name, _)) => Err(twice(name)),
        None => Ok(()),
    }
}

impl Work<'_> {
    /// The formula given for a name, which has this shape: `2*t`, or `[1, 2; 3, t]` for a matrix.
    pub(super) fn formula(
        &mut self,
        (name, text): (&str, &str),
        shape: Shape,
    ) -> Result<Expr, Error> {
        let trimmed = text.trim();
        let inside = trimmed
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        let (expr, found) = match inside {
            None => {
                let expr = self.read(trimmed)?;
                (expr, self.graph.shape(expr))
            }
            Some(inside) => {
                let mut rows = Vec::new();
                for (_, row) in pieces(inside, &[';']) {
                    let mut entries = Vec::new();
                    for (_, entry) in pieces(row, &[',']) {
                        let expr = self.read(entry.trim())?;
                        let shape = self.graph.shape(expr);
                        if !shape.is_scalar() {
                            return Err(wrong_shape(name, Shape::Scalar, shape));
                        }
                        entries.push(expr);
                    }
                    rows.push(entries);
                }
                let (height, width) = (rows.len() as u32, rows[0].len() as u32);
                let entries = rows.concat();
                let is_whole = entries.len() == height as usize * width as usize;
                // A vector is typed in one row, or as the column that it is.
                let found = match (is_whole, height, width) {
                    (false, ..) => Shape::matrix(height, width + 1),
                    (true, 1, 1) if shape.is_scalar() => shape,
                    (true, 1, rows) | (true, rows, 1) if !matches!(shape, Shape::Matrix(..)) => {
                        Shape::vector(rows)
                    }
                    (true, ..) => Shape::matrix(height, width),
                };
                let fits = found == shape && entries.len() == shape.entries();
                let expr = match fits {
                    true => self.graph.stack(&entries, shape),
                    false => entries[0],
                };
                (expr, found)
            }
        };
        match found == shape {
            true => Ok(expr),
            false => Err(wrong_shape(name, shape, found)),
        }
    }

    /// One formula. Names in it that are no inputs yet become some.
    fn read(&mut self, text: &str) -> Result<Expr, Error> {
        let options = &self.function.origin.options;
        let parsed = syntax::parse_with(text, &options.limits, &resolve::is_function);
        let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
        if parsed.diagnostics.iter().any(is_error) {
            return Err(Error::of_source(text, parsed.diagnostics));
        }
        let names = parsed
            .tree
            .nodes
            .iter()
            .flat_map(|node| node.mentions().map(|(name, _)| name.to_owned()));
        let context = Context {
            declared: names
                .filter_map(|name| Some((name.clone(), *self.inputs.get(&name)?)))
                .collect(),
            limits: options.limits.clone(),
            conditions: false,
        };
        let mut differentiator = Differentiator::within(&options.limits);
        let resolved = resolve(&mut self.graph, &parsed.tree, &context, &mut differentiator)
            .map_err(|diagnostics| Error::of_source(text, diagnostics))?;
        let [output] = &resolved.outputs[..] else {
            let span = Span::new(0, text.len());
            let diagnostic = Diagnostic::error(
                codes::INVALID_ASSIGNMENT,
                span,
                "one formula is expected here",
            );
            return Err(Error::of_source(text, vec![diagnostic]));
        };
        for (name, shape) in resolved.variables {
            if !self.inputs.contains_key(&name) {
                undefined(self.function, &name, "a variable")?;
                self.inputs.insert(name, shape);
            }
        }
        Ok(output.expr)
    }

    /// New inputs for the tangents or cotangents of `named`, called `letter_name`. More `_` are put between where
    /// an input has such a name already, so that the names can be told apart and read back.
    pub(super) fn new_inputs(&mut self, letter: &str, named: &[(String, Shape)]) -> Vec<Expr> {
        let mut lead = format!("{letter}_");
        while named
            .iter()
            .any(|(name, _)| self.inputs.contains_key(&format!("{lead}{name}")))
        {
            lead.push('_');
        }
        let mut nodes = Vec::with_capacity(named.len());
        for (name, shape) in named {
            let name = format!("{lead}{name}");
            nodes.push(self.graph.variable(&name, *shape));
            self.inputs.insert(name, *shape);
        }
        nodes
    }

    /// The values for `known` names, of their shapes; None where one is not given.
    pub(super) fn values_for(
        &mut self,
        values: &[(String, String)],
        known: &[(String, Shape)],
        unknown: (Code, &str),
    ) -> Result<Vec<Option<Expr>>, Error> {
        let places: hashbrown::HashMap<&str, usize> = known
            .iter()
            .enumerate()
            .map(|(place, (name, _))| (name.as_str(), place))
            .collect();
        let mut found = vec![None; known.len()];
        for (name, text) in values {
            let Some(&place) = places.get(name.as_str()) else {
                let message = format!("{} is not {}", quote(name), unknown.1);
                let names = known.iter().map(|own| own.0.as_str());
                let help = match crate::text::nearest(name, names.clone()) {
                    Some(near) => format!("did you mean {}?", quote(near)),
                    None if known.is_empty() => "the formula has no variables".to_owned(),
                    None => {
                        let list: Vec<&str> = names.take(8).collect();
                        let more = if known.len() > 8 { ", ..." } else { "" };
                        format!("one of {}{more}", list.join(", "))
                    }
                };
                return Err(Error::new(unknown.0, message).with_help(help));
            };
            found[place] = Some(self.formula((name, text), known[place].1)?);
        }
        Ok(found)
    }
}

fn wrong_shape(name: &str, needed: Shape, found: Shape) -> Error {
    let message = match found {
        found if found == needed => format!("the value of {} has gaps", quote(name)),
        _ => format!("{} needs a {needed}, not a {found}", quote(name)),
    };
    Error::new(codes::WRONG_FORMULA_SHAPE, message)
        .with_help("a vector is written `[1, 2]`, and a matrix row by row `[1, 2; 3, 4]`")
}
