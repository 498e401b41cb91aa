//! What the entries of a value come to, all of them or those along an axis: sums, means, products, the largest, norms.
//!
//! Invariants: axes are counted from 1; an axis that is summed up is no longer there, and what is left of a matrix is a
//! vector, a column.

use super::{Arguments, Folded, Scope};
use crate::codes;
use crate::functions::{self, Kernel};
use crate::graph::{Expr, Graph, Indices, Op, Reduction, Shape};
use crate::resolve::shapes::described;
use crate::text::{Diagnostic, Span, quote};
use num_traits::ToPrimitive;

/// The argument that names an axis.
pub(in crate::resolve) const AXIS: &str = "axis";

/// The norms of all entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Norm {
    /// The sum of the absolute values.
    Absolute,
    /// The root of the sum of the squares.
    Euclidean,
    /// The largest absolute value.
    Largest,
}

/// What a function of any number of arguments is of the entries of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::resolve) enum Entries {
    /// One number.
    Reduced(Reduction),
    /// The share of each entry, by a logarithm of a sum.
    Shares,
}

/// What the function with this name is of the entries of one argument.
pub(in crate::resolve) fn of_entries(name: &str) -> Option<Entries> {
    let row = functions::row(functions::lookup(name, 2)?);
    if let Kernel::OverRest { row, .. } = row.kernel {
        return (row == Reduction::LogSumExp.name()).then_some(Entries::Shares);
    }
    let reductions = [Reduction::Maximum, Reduction::Minimum, Reduction::LogSumExp];
    let own = reductions.into_iter().find(|own| own.name() == row.name);
    own.map(Entries::Reduced)
}

/// Which axes of a value are meant, as places from 0: all where none is named.
struct Axes {
    chosen: Vec<u8>,
    kept: Vec<u8>,
}

impl Axes {
    fn mask(&self) -> u8 {
        self.chosen.iter().fold(0, |mask, &axis| mask | 1 << axis)
    }
}

/// A list of numbers, typed as one number or as `[1, 2]`.
pub(super) fn numbers(graph: &Graph, expr: Expr) -> Option<Vec<i64>> {
    let whole = |expr: Expr| {
        let number = graph.as_number(expr).filter(|number| number.is_integer());
        number.and_then(|number| number.to_integer().to_i64())
    };
    match graph.op(expr) {
        Op::Stack(_) => graph.operands(expr).iter().map(|&own| whole(own)).collect(),
        Op::Fill(shape) if shape.entries() <= 64 => {
            Some(vec![whole(graph.operands(expr)[0])?; shape.entries()])
        }
        _ => Some(vec![whole(expr)?]),
    }
}

impl Scope<'_> {
    /// The axes that a call names.
    fn axes(&mut self, of: (Expr, Span), arguments: &Arguments<'_>) -> Option<Axes> {
        let shape = self.graph.shape(of.0);
        let rank = shape.rank();
        let all = 0..rank as u8;
        let Some((axis, span)) = arguments.find(AXIS) else {
            return Some(Axes {
                chosen: all.collect(),
                kept: Vec::new(),
            });
        };
        let chosen = numbers(self.graph, axis);
        let is_axis = |axis: &i64| (1..=rank as i64).contains(axis);
        if let Some(chosen) = chosen.as_ref().filter(|list| list.iter().all(is_axis)) {
            let chosen: Vec<u8> = chosen.iter().map(|axis| *axis as u8 - 1).collect();
            let kept = all.filter(|axis| !chosen.contains(axis)).collect();
            return Some(Axes { chosen, kept });
        }
        let message = match chosen {
            Some(_) => "there is no such axis",
            None => "an axis is a whole number, or several in square brackets",
        };
        let label = match (rank, shape) {
            (0, _) => "a scalar has no axes".to_owned(),
            (1, _) => "a vector has axis 1 alone".to_owned(),
            (_, Shape::Matrix(..)) => "1 runs down the rows, 2 along the columns".to_owned(),
            _ => format!("from 1 to {rank}"),
        };
        self.report(
            Diagnostic::error(codes::INVALID_AXIS, span, message)
                .with_label(label)
                .with_related(of.1, format!("this is a {}", described(shape))),
        );
        None
    }

    /// The sum over some axes.
    fn summed(&mut self, expr: Expr, axes: &Axes) -> Expr {
        let sum = self.graph.sum_over(expr, &axes.kept);
        self.plain(sum)
    }

    fn reduced(&mut self, reduction: Reduction, expr: Expr, axes: &Axes) -> Expr {
        let reduced = self.graph.reduce(reduction, expr, axes.mask());
        self.plain(reduced)
    }

    /// `sum(x)`, `prod(x, axis=1)`
    pub(super) fn folded(&mut self, form: Folded, arguments: &Arguments<'_>) -> Option<Expr> {
        let &[(expr, span)] = arguments.list else {
            return None;
        };
        let expr = self.expect_value(expr, span)?;
        let axes = self.axes((expr, span), arguments)?;
        Some(match form {
            Folded::Sum => self.summed(expr, &axes),
            Folded::Product => self.reduced(Reduction::Product, expr, &axes),
        })
    }

    /// `mean(x)`
    pub(super) fn mean(&mut self, x: (Expr, Span), arguments: &Arguments<'_>) -> Option<Expr> {
        let axes = self.axes(x, arguments)?;
        let sum = self.summed(x.0, &axes);
        let all = self.graph.shape(x.0).axes();
        let counts: Vec<Expr> = axes
            .chosen
            .iter()
            .map(|&axis| self.graph.extent(all[axis as usize]))
            .collect();
        let count = self.graph.product(&counts);
        Some(self.graph.divide(sum, count))
    }

    /// `norm2(x)`
    pub(super) fn norm(
        &mut self,
        norm: Norm,
        x: (Expr, Span),
        arguments: &Arguments<'_>,
    ) -> Option<Expr> {
        let axes = self.axes(x, arguments)?;
        let absolute = |graph: &mut Graph, x: Expr| {
            let rule = crate::resolve::rule(&["|x|"], &["x"]);
            rule.apply(graph, 0, &[x])
        };
        Some(match norm {
            Norm::Absolute => {
                let absolute = absolute(self.graph, x.0);
                self.summed(absolute, &axes)
            }
            Norm::Largest => {
                let absolute = absolute(self.graph, x.0);
                self.reduced(Reduction::Maximum, absolute, &axes)
            }
            // Of a scalar the root of its square is simpler.
            Norm::Euclidean if self.graph.shape(x.0).is_scalar() => absolute(self.graph, x.0),
            Norm::Euclidean => {
                let squares = self.graph.power_integer(x.0, 2);
                let sum = self.summed(squares, &axes);
                let half = self.graph.fraction(1, 2);
                self.graph.power(sum, half)
            }
        })
    }

    /// A function of any number of arguments, of the entries of one: `max(x)`, `softmax(A, axis=2)`.
    pub(in crate::resolve) fn over_entries(
        &mut self,
        name: &str,
        entries: Entries,
        call_span: Span,
        arguments: &Arguments<'_>,
    ) -> Option<Expr> {
        let &[(expr, span)] = arguments.list else {
            let message = format!("along an axis {} is of one value", quote(name));
            self.report(
                Diagnostic::error(codes::WRONG_ARITY, call_span, message)
                    .with_label(format!("{} given", arguments.list.len()))
                    .with_help(format!("write {}", quote(&format!("{name}(A, axis=1)")))),
            );
            return None;
        };
        let expr = self.expect_value(expr, span)?;
        let axes = self.axes((expr, span), arguments)?;
        match entries {
            Entries::Reduced(reduction) => Some(self.reduced(reduction, expr, &axes)),
            Entries::Shares => Some(self.shares(expr, &axes)),
        }
    }

    /// `exp(x)` over its sum, without overflow.
    fn shares(&mut self, expr: Expr, axes: &Axes) -> Expr {
        let total = self.graph.reduce(Reduction::LogSumExp, expr, axes.mask());
        let repeated = match axes.kept.is_empty() {
            true => total,
            false => {
                let all = self.graph.shape(expr).axes();
                let output: Indices = (0..all.len() as u8).collect();
                self.graph.contract(&[(total, &axes.kept)], &output, &all)
            }
        };
        let rule = crate::resolve::rule(&["exp(x - t)"], &["x", "t"]);
        rule.apply(self.graph, 0, &[expr, repeated])
    }
}
