//! Declarations: shapes of variables, and the names of dimensions.
//!
//! Invariants: a name that is defined as a number stands for it in a declaration; any other is a dimension from there
//! on, and a number of its own in formulas; no name is both a dimension and a variable.

use super::{Meaning, Scope};
use crate::codes;
use crate::graph::{Axes, Dimension, Expr, Op, Shape};
use crate::limits;
use crate::syntax::{Declared, Extent, MOST_ENTRIES_ALONG_AXIS};
use crate::text::{Diagnostic, Span, quote};

/// In front of the names of dimensions that are settled by their surroundings. No name that is typed begins so.
const OPEN: char = '?';

/// Whether a dimension is still to be settled by what its vector or matrix meets.
pub(super) fn is_open(dimension: Dimension) -> bool {
    dimension.name().is_some_and(|name| name.starts_with(OPEN))
}

/// Whether a shape has a dimension that is still to be settled.
pub(super) fn has_open(shape: Shape) -> bool {
    shape.axes().iter().any(|&axis| is_open(axis))
}

/// The place in the list of open dimensions.
pub(super) fn open_place(dimension: Dimension) -> Option<usize> {
    dimension.name()?.strip_prefix(OPEN)?.parse().ok()
}

/// The open dimension with this place.
pub(super) fn open_dimension(place: usize) -> Dimension {
    Dimension::named(&format!("{OPEN}{place}"))
}

/// The names of dimensions in some shapes.
pub(super) fn named_dimensions<'a>(
    shapes: impl Iterator<Item = &'a Shape>,
) -> impl Iterator<Item = &'static str> {
    shapes.flat_map(|shape| {
        let names: Vec<_> = shape.axes().iter().filter_map(|axis| axis.name()).collect();
        names
    })
}

impl Scope<'_> {
    /// `name: shape(dimensions)`
    pub(super) fn declare(
        &mut self,
        name: &str,
        span: Span,
        declared: Declared,
        dimensions: &[(Extent, Span)],
    ) {
        let mut axes = Axes::new();
        let mut wrong = false;
        for (extent, place) in dimensions {
            match extent {
                Extent::Known(number) => axes.push((*number).into()),
                Extent::Named(own) if own == name => {
                    let message = format!("{} is a dimension of itself", quote(name));
                    let diagnostic = Diagnostic::error(codes::INVALID_DIMENSION, *place, message);
                    self.report(diagnostic.with_help("choose another name for one of them"));
                    wrong = true;
                }
                Extent::Named(own) => match self.dimension(own, *place) {
                    Some(dimension) => axes.push(dimension),
                    None => wrong = true,
                },
            }
        }
        let shape = match (declared, &axes[..]) {
            (Declared::Symmetric, &[size]) => Shape::of(size, size),
            (_, &[rows]) => Shape::of(rows, Dimension::ONE),
            (_, &[rows, columns]) => Shape::of(rows, columns),
            (_, axes) => Shape::with_axes(axes),
        };
        let entries = shape.entries();
        let is_bounded = !shape.is_known() || (1..=self.limits.nodes).contains(&entries);
        if !wrong && !is_bounded {
            let message = format!("{} has too many entries as a {shape}", quote(name));
            self.report(
                Diagnostic::error(codes::TOO_MANY_ENTRIES, span, message)
                    .with_label("too many entries")
                    .with_help("a variable has at least one entry")
                    .with_help(limits::NODES.advice(self.limits)),
            );
        }
        if wrong || !is_bounded {
            self.meanings.insert(name.to_owned(), Meaning::Wrong(span));
            return;
        }
        if let (Declared::Symmetric, Shape::Matrix(size, _)) = (declared, shape) {
            self.graph.symmetric_variable(name, size);
        }
        self.declared.insert(name.to_owned(), (shape, Some(span)));
    }

    /// What a name stands for as a dimension of a declaration.
    fn dimension(&mut self, name: &str, span: Span) -> Option<Dimension> {
        if self.dimensions.contains(name) {
            return Some(Dimension::named(name));
        }
        let refuse = |scope: &mut Self, message: String, label: &str| {
            let diagnostic = Diagnostic::error(codes::INVALID_DIMENSION, span, message);
            scope.report(diagnostic.with_label(label).with_help(
                "a dimension is a number, a name that is defined as one, or a name of its own",
            ));
        };
        match self.meanings.get(name) {
            Some(&Meaning::Value(expr, _)) => {
                let number = self.whole_number(expr, span, "a dimension")?;
                let known = u32::try_from(number).ok();
                let known = known.filter(|number| (1..=MOST_ENTRIES_ALONG_AXIS).contains(number));
                if known.is_none() {
                    let message = format!("{} is {number}, which is no dimension", quote(name));
                    refuse(self, message, "from 1 on");
                }
                return known.map(Dimension::from);
            }
            Some(Meaning::Function { .. }) => {
                let message = format!("{} is a function, and no dimension", quote(name));
                refuse(self, message, "a function");
                return None;
            }
            Some(Meaning::Wrong(_)) => return None,
            None => {}
        }
        if self.declared.contains_key(name) || self.met.contains_key(name) {
            let message = format!("{} is a variable, and no dimension", quote(name));
            refuse(self, message, "a variable");
            return None;
        }
        if self.is_defined_later(name, span) {
            return None;
        }
        self.remark_on_constant(name, span);
        self.dimensions.insert(name.to_owned());
        Some(Dimension::named(name))
    }

    /// A size that is given to a function: a number, or a dimension with a name.
    pub(super) fn size(&mut self, expr: Expr, span: Span) -> Option<Dimension> {
        if let Op::Extent(dimension) = self.graph.op(expr) {
            return Some(dimension);
        }
        let number = self.whole_number(expr, span, "a size")?;
        let known = u32::try_from(number).ok();
        let known = known.filter(|number| (1..=MOST_ENTRIES_ALONG_AXIS).contains(number));
        if known.is_none() {
            let message = format!("there is no size {number}");
            let diagnostic = Diagnostic::error(codes::INVALID_DIMENSION, span, message);
            self.report(diagnostic.with_label("sizes are whole numbers from 1 on"));
        }
        known.map(Dimension::from)
    }
}
