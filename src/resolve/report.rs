//! What is said of shapes that do not fit: the words of this room, apart from its work.
//!
//! Invariant: the errors of an input are bounded, and so are the remarks.

use super::Scope;
use super::declare::is_open;
use super::shapes::described;
use crate::codes;
use crate::graph::{Dimension, Expr, Op, Shape};
use crate::limits;
use crate::text::{Code, Diagnostic, Severity, Span};

/// What to say of a sum whose terms do not fit.
pub(super) const SUM: &str = "values of different shapes can't be added";

/// Where a scalar is needed.
#[derive(Clone, Copy)]
pub(super) enum ScalarPlace {
    Power,
    Exponent,
    Parameter,
}

/// A shape with the place of what has it.
type Shaped = (Shape, Span);

impl Scope<'_> {
    /// Takes note of a diagnostic, unless there are enough.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        if !self.has_enough(diagnostic.severity) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether no more diagnostics of this severity are taken. Whoever has much to look up asks first, so that an
    /// input of many mistakes takes no longer than others.
    pub(super) fn has_enough(&self, severity: Severity) -> bool {
        let alike = |own: &&Diagnostic| own.severity == severity;
        self.diagnostics.iter().filter(alike).count() >= self.limits.errors.max(1)
    }

    /// The same, unless this was said of the name before.
    pub(super) fn report_once(&mut self, name: &str, diagnostic: Diagnostic) {
        if self.reported.insert((diagnostic.code, name.to_owned())) {
            self.report(diagnostic);
        }
    }

    pub(super) fn too_large(&mut self, span: Span) {
        let most = limits::grouped(self.limits.nodes);
        self.report(
            Diagnostic::error(
                codes::FORMULA_TOO_LARGE,
                span,
                "the formula grows too large",
            )
            .with_label("here")
            .with_help(format!("its graph has more than {most} nodes"))
            .with_help(limits::NODES.advice(self.limits)),
        );
    }

    // ---- Shapes

    /// The shape of an elementwise operation, or an error at the second operand.
    pub(super) fn join(&mut self, message: &str, left: Shaped, right: Shaped) -> Option<Shaped> {
        if let Some(shape) = left.0.join(right.0) {
            let span = if left.0.is_scalar() { right.1 } else { left.1 };
            return Some((shape, span));
        }
        self.shapes_differ(message, left, right);
        None
    }

    pub(super) fn shapes_differ(&mut self, message: &str, left: Shaped, right: Shaped) {
        let mut diagnostic = differing(codes::SHAPE_MISMATCH, message, left, right);
        if left.0.rank() <= 2 && left.0.transposed() == right.0 {
            diagnostic.help.push(
                "a vector is a column and its transpose a row: `'` makes one of the other"
                    .to_owned(),
            );
        }
        if message == SUM {
            diagnostic.help.extend(repeated(left.0, right.0));
        }
        self.report(diagnostic);
    }

    pub(super) fn inner_dimensions(&mut self, left: Shaped, right: Shaped) {
        let (Some((_, columns)), Some((rows, _))) = (left.0.sides(), right.0.sides()) else {
            return;
        };
        let message = format!(
            "a factor with {} can't be multiplied by one with {}",
            counted(columns, "column"),
            counted(rows, "row")
        );
        let is_vector = |shape| matches!(shape, Shape::Vector(_));
        let help = if is_vector(left.0) && left.0 == right.0 {
            "`x'*y` or `dot(x, y)` is the scalar product, `x .* y` the product entry by entry"
        } else if is_vector(left.0) && right.0.product(left.0).is_some() {
            "the factors would fit the other way round"
        } else if left.0.transposed().product(right.0).is_some() {
            "the transpose of the left factor would fit: `A'*x`"
        } else if left.0.product(right.0.transposed()).is_some() {
            "the transpose of the right factor would fit: `A*x'`"
        } else if right.0.product(left.0).is_some() {
            "the factors would fit the other way round"
        } else {
            "in a matrix product the columns of the left factor are as many as the rows of the right one"
        };
        self.report(differing(codes::INNER_DIMENSIONS, &message, left, right).with_help(help));
    }

    /// Refuses two shapes that do not go together, with what would.
    pub(super) fn refuse_shapes(&mut self, message: &str, left: Shaped, right: Shaped, help: &str) {
        self.report(differing(codes::SHAPE_MISMATCH, message, left, right).with_help(help));
    }

    pub(super) fn product_of_tensors(&mut self, left: Shaped, right: Shaped) {
        let message = "`*` is the product of matrices, and a tensor is none";
        self.report(
            differing(codes::INNER_DIMENSIONS, message, left, right)
                .with_help("`.*` is the product entry by entry; an index takes a matrix out of a tensor: `t[1, :, :]`"),
        );
    }

    pub(super) fn divisor_not_scalar(&mut self, shape: Shape, span: Span) {
        self.report(
            Diagnostic::error(
                codes::DIVISOR_NOT_SCALAR,
                span,
                format!("nothing can be divided by a {}", described(shape)),
            )
            .with_label(format!("this is a {}", described(shape)))
            .with_help("entry by entry it is `./`, and for a matrix `inv(A)*b` or `solve(A, b)`; a scalar divides all, such as `sum(x)`"),
        );
    }

    /// Powers of matrices that have a name of their own: the inverse, and the transpose of other notations.
    pub(super) fn check_power_of_matrix(
        &mut self,
        (base, span): (Expr, Span),
        (exponent, place): (Expr, Span),
    ) -> Option<()> {
        let shape = self.graph.shape(base);
        if shape.is_scalar() || self.graph.is_condition(base) {
            return Some(());
        }
        let is_transpose = matches!(self.graph.op(exponent), Op::Variable(id) if self.graph.variable_name(id) == "T");
        let help = match () {
            () if is_transpose => "the transpose is written `A'`",
            () if self.graph.is_integer(exponent, -1) => {
                "the inverse is written `inv(A)`, and `inv(A)*b` may be written `solve(A, b)`"
            }
            () => return Some(()),
        };
        self.report(
            Diagnostic::error(
                codes::SCALAR_EXPECTED,
                span.to(place),
                "powers are of scalars",
            )
            .with_related(span, format!("this is a {}", described(shape)))
            .with_help(help),
        );
        None
    }

    pub(super) fn expect_scalar(
        &mut self,
        place: ScalarPlace,
        expr: Expr,
        span: Span,
    ) -> Option<Expr> {
        let expr = self.expect_value(expr, span)?;
        let shape = self.graph.shape(expr);
        if shape.is_scalar() {
            return Some(expr);
        }
        let (message, help) = match place {
            ScalarPlace::Power => (
                "powers are of scalars",
                "`x.^2` squares entry by entry, `x'*x` is the sum of the squares, `A*A` the product of a matrix with itself",
            ),
            ScalarPlace::Exponent => ("exponents are scalars", "`2.^x` is a power entry by entry"),
            ScalarPlace::Parameter => (
                "the parameters of a function of yours are scalars",
                "write the formula out where it is used, or define it as a name",
            ),
        };
        self.report(
            Diagnostic::error(codes::SCALAR_EXPECTED, span, message)
                .with_label(format!("this is a {}", described(shape)))
                .with_help(help),
        );
        None
    }
}

/// An error about two values, with the shape of each at its place.
fn differing(code: Code, message: &str, left: Shaped, right: Shaped) -> Diagnostic {
    let [this, that] = [right.0, left.0].map(described);
    Diagnostic::error(code, right.1, message)
        .with_label(format!("this is a {this}"))
        .with_related(left.1, format!("this is a {that}"))
}

/// How a row or a column is repeated to the shape of a matrix, where that was probably meant.
fn repeated(left: Shape, right: Shape) -> Option<String> {
    let (matrix, other) = match (left, right) {
        (Shape::Matrix(rows, columns), other) | (other, Shape::Matrix(rows, columns))
            if left.rank() == 2 =>
        {
            ((rows, columns), other)
        }
        (other, Shape::Matrix(rows, columns)) => ((rows, columns), other),
        _ => return None,
    };
    let (rows, columns) = matrix;
    if [rows, columns].into_iter().any(is_open) {
        return None;
    }
    match other {
        Shape::Vector(own) if own == rows => Some(format!(
            "to add a column b to all columns write `A + b*ones({columns})'`"
        )),
        Shape::Vector(own) if own == columns => Some(format!(
            "to add b as a row to all rows write `A + ones({rows})*b'`"
        )),
        Shape::Matrix(Dimension::ONE, own) if own == columns && rows != Dimension::ONE => Some(
            format!("to add a row r to all rows write `A + ones({rows})*r`"),
        ),
        _ => None,
    }
}

/// `1 row`, `2 rows`, `n rows`.
fn counted(count: Dimension, what: &str) -> String {
    match count {
        Dimension::ONE => format!("1 {what}"),
        _ if is_open(count) => format!("any number of {what}s"),
        _ => format!("{count} {what}s"),
    }
}

/// Whether any of these refuses the input.
pub(super) fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    diagnostics.iter().any(is_error)
}
