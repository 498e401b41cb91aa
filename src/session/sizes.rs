//! The numbers that named dimensions stand for, as values give them.
//!
//! Must not know where the values come from. Invariant: a name has one number.

use crate::codes;
use crate::error::Error;
use crate::function::CompiledFunction;
use crate::graph::{Dimension, Shape};
use crate::text::quote;

/// The numbers that named dimensions stand for.
#[derive(Clone, Debug, Default)]
pub struct Sizes(pub(super) Vec<(String, usize)>);

impl Sizes {
    /// The number of a name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let own = self.0.iter().find(|own| own.0 == name);
        own.map(|own| own.1)
    }

    /// Gives a dimension the length of an axis; false where it has another one.
    pub(super) fn unify(&mut self, axis: Dimension, length: usize) -> bool {
        let Some(name) = axis.name() else {
            return axis.value() == u32::try_from(length).ok();
        };
        match self.find(name) {
            Some(size) => size == length,
            None => {
                self.0.push((name.to_owned(), length));
                true
            }
        }
    }

    /// A shape with the dimensions that are known.
    pub(super) fn known(&self, shape: Shape) -> Shape {
        let size = |axis: Dimension| match axis.name().and_then(|name| self.find(name)) {
            Some(size) => Dimension::from(u32::try_from(size).unwrap_or(u32::MAX)),
            None => axis,
        };
        Shape::with_axes(&shape.axes().into_iter().map(size).collect::<Vec<_>>())
    }

    /// What the dimensions of a shape stand for, as far as it is known: ` where n = 3`.
    pub(super) fn written(&self, shape: Shape) -> String {
        let mut parts: Vec<String> = Vec::new();
        for name in shape.axes().into_iter().filter_map(Dimension::name) {
            let part = self.find(name).map(|size| format!("{name} = {size}"));
            parts.extend(part.filter(|part| !parts.contains(part)));
        }
        match parts.is_empty() {
            true => String::new(),
            false => format!(" where {}", parts.join(", ")),
        }
    }

    /// A function for these sizes.
    ///
    /// # Errors
    ///
    /// A dimension of it without a number.
    pub fn bound(&self, compiled: &CompiledFunction) -> Result<CompiledFunction, Error> {
        let pair = |(name, _)| Ok((name, self.find(name).ok_or_else(|| unbound(name))?));
        let pairs = compiled.dimensions().map(pair);
        compiled.bind(&pairs.collect::<Result<Vec<_>, Error>>()?)
    }

    /// The lengths of the axes of a shape.
    ///
    /// # Errors
    ///
    /// A dimension without a number.
    pub(super) fn of(&self, shape: Shape) -> Result<Vec<usize>, Error> {
        let size = |axis: &Dimension| match axis.name() {
            None => Ok(axis.value().map_or(0, |size| size as usize)),
            Some(name) => self.find(name).ok_or_else(|| unbound(name)),
        };
        shape.axes().iter().map(size).collect()
    }
}

/// The error of a dimension without a number.
fn unbound(name: &str) -> Error {
    let message = format!("the dimension {} has no size", quote(name));
    Error::new(codes::UNBOUND_DIMENSION, message)
        .with_help("a value has one, or a number in `dims`")
}
