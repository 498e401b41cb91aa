//! The forms of vectors, matrices and tensors: the table, and which function makes each.

use super::reduction::{AXIS, Norm};
use super::{Arguments, Row, Scope, shaped};
use crate::graph::Expr;
use crate::text::Span;

/// What a form of whole values is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shaped {
    Mean,
    Norm(Norm),
    Dot,
    Outer,
    Kronecker,
    Trace,
    Determinant,
    Adjugate,
    LogDeterminant,
    Inverse,
    Solve,
    Diagonal,
    Lower,
    Columns,
    Eye,
    /// The same number in all entries, of a size that is given.
    Filled(i64),
    /// A number in all entries, of a size that the surroundings give: with so many axes.
    Repeated(u8),
    Convolution,
    TransposedConvolution,
    LargestOfWindows,
    MeanOfWindows,
}

/// Arguments of convolutions and of pooling.
pub(super) const STRIDE: &str = "stride";
pub(super) const PADDING: &str = "padding";

/// A row that takes arguments with names.
const fn taking(named: &'static [&'static str], row: Row) -> Row {
    Row { named, ..row }
}

/// Of sizes, all of which may be left out.
const fn sized(name: &'static str, form: Shaped, meaning: &'static str) -> Row {
    Row {
        optional: 1,
        repeats: true,
        ..shaped(name, form, &["n"], meaning)
    }
}

pub(super) const FORMS: &[Row] = &[
    taking(
        &[AXIS],
        shaped(
            "mean",
            Shaped::Mean,
            &["x"],
            "The mean of all entries, or of those along an axis: mean(A, axis=1).",
        ),
    ),
    taking(
        &[AXIS],
        shaped(
            "norm1",
            Shaped::Norm(Norm::Absolute),
            &["x"],
            "The sum of the absolute values of all entries.",
        ),
    ),
    taking(
        &[AXIS],
        shaped(
            "norm2",
            Shaped::Norm(Norm::Euclidean),
            &["x"],
            "The square root of the sum of the squares of all entries; of a matrix the Frobenius norm.",
        ),
    ),
    taking(
        &[AXIS],
        shaped(
            "norminf",
            Shaped::Norm(Norm::Largest),
            &["x"],
            "The largest absolute value of an entry.",
        ),
    ),
    shaped(
        "dot",
        Shaped::Dot,
        &["x", "y"],
        "The scalar product x'*y; of matrices the sum of the products entry by entry.",
    ),
    shaped(
        "outer",
        Shaped::Outer,
        &["x", "y"],
        "All products of an entry of x and one of y: of vectors x*y'.",
    ),
    shaped(
        "kron",
        Shaped::Kronecker,
        &["A", "B"],
        "The Kronecker product: for each entry of A a block, that entry times B.",
    ),
    shaped(
        "tr",
        Shaped::Trace,
        &["A"],
        "The trace: the sum of the diagonal of a square matrix.",
    ),
    shaped(
        "det",
        Shaped::Determinant,
        &["A"],
        "The determinant of a square matrix.",
    ),
    Row {
        optional: 1,
        ..shaped(
            "adj",
            Shaped::Adjugate,
            &["A", "k"],
            "The adjugate: det(A)*inv(A), also where A has no inverse; adj(A, k) has the k-th derivatives of det(A): at [j, i, l, k] that by A[i,j] and A[k,l].",
        )
    },
    shaped(
        "logdet",
        Shaped::LogDeterminant,
        &["A"],
        "The natural logarithm of the determinant, where that is positive.",
    ),
    shaped(
        "inv",
        Shaped::Inverse,
        &["A"],
        "The inverse of a square matrix.",
    ),
    shaped(
        "solve",
        Shaped::Solve,
        &["A", "b"],
        "The x with A*x = b: inv(A)*b.",
    ),
    shaped(
        "diag",
        Shaped::Diagonal,
        &["x"],
        "The matrix with a vector on its diagonal; of a square matrix the diagonal as a vector.",
    ),
    shaped(
        "lower",
        Shaped::Lower,
        &["v", "d"],
        "The d by d matrix with v below its diagonal, column by column, and 0 elsewhere.",
    ),
    shaped(
        "vec",
        Shaped::Columns,
        &["A"],
        "All entries of a matrix as one vector, column by column.",
    ),
    sized(
        "eye",
        Shaped::Eye,
        "The identity matrix with n rows, or with as many as it needs: eye().",
    ),
    sized(
        "ones",
        Shaped::Filled(1),
        "A vector of ones, or with more sizes a matrix or tensor: ones(m, n).",
    ),
    sized(
        "zeros",
        Shaped::Filled(0),
        "A vector of zeros, or with more sizes a matrix or tensor: zeros(m, n).",
    ),
    shaped(
        "vector",
        Shaped::Repeated(1),
        &["c"],
        "A vector with c in all entries, as long as what it meets.",
    ),
    shaped(
        "matrix",
        Shaped::Repeated(2),
        &["c"],
        "A matrix with c in all entries, as large as what it meets.",
    ),
    taking(
        &[STRIDE, PADDING],
        shaped(
            "conv",
            Shaped::Convolution,
            &["x", "w"],
            "The windows of x times w, for each place of w on x: conv(x, w, stride=1, padding=0), with channels first.",
        ),
    ),
    taking(
        &[STRIDE, PADDING],
        shaped(
            "convt",
            Shaped::TransposedConvolution,
            &["y", "w"],
            "The transpose of the convolution with w, stride and padding.",
        ),
    ),
    taking(
        &[STRIDE, PADDING],
        shaped(
            "maxpool",
            Shaped::LargestOfWindows,
            &["x", "size"],
            "The largest entry of each window: maxpool(x, 2), maxpool(x, [2, 3], stride=1).",
        ),
    ),
    taking(
        &[STRIDE, PADDING],
        shaped(
            "avgpool",
            Shaped::MeanOfWindows,
            &["x", "size"],
            "The mean of each window: avgpool(x, 2), avgpool(x, [2, 3], stride=1, padding=1).",
        ),
    ),
];

impl Scope<'_> {
    pub(super) fn shaped(
        &mut self,
        form: Shaped,
        span: Span,
        arguments: &Arguments<'_>,
    ) -> Option<Expr> {
        let mut list = Vec::with_capacity(arguments.list.len());
        for &(expr, place) in arguments.list {
            list.push((self.expect_value(expr, place)?, place));
        }
        match (form, &list[..]) {
            (Shaped::Mean, &[x]) => self.mean(x, arguments),
            (Shaped::Norm(norm), &[x]) => self.norm(norm, x, arguments),
            (Shaped::Dot, &[x, y]) => self.dot(x, y),
            (Shaped::Outer, &[x, y]) => self.outer(x, y, span),
            (Shaped::Kronecker, &[a, b]) => self.kronecker(a, b),
            (Shaped::Trace, &[(a, place)]) => {
                let a = self.expect_square("a trace", a, place)?;
                Some(self.graph.trace(a))
            }
            (Shaped::Determinant, &[(a, place)]) => {
                let a = self.expect_square("a determinant", a, place)?;
                Some(self.graph.determinant(a))
            }
            (Shaped::Adjugate, &[a, ref order @ ..]) => self.adjugate(a, order),
            (Shaped::LogDeterminant, &[(a, place)]) => {
                let a = self.expect_square("the logarithm of a determinant", a, place)?;
                Some(self.graph.log_determinant(a))
            }
            (Shaped::Inverse, &[(a, place)]) => {
                let a = self.expect_square("an inverse", a, place)?;
                Some(self.graph.inverse(a))
            }
            (Shaped::Solve, &[(a, place), b]) => {
                let a = self.expect_square("a system of equations", a, place)?;
                let inverse = self.graph.inverse(a);
                self.matrix_product((inverse, place), b)
            }
            (Shaped::Diagonal, &[x]) => self.diagonal(x),
            (Shaped::Lower, &[v, d]) => self.lower(v, d),
            (Shaped::Columns, &[a]) => self.columns(a),
            (Shaped::Eye, sizes) => self.eye(sizes, span),
            (Shaped::Filled(number), sizes) => self.filled(number, sizes, span),
            (Shaped::Repeated(axes), &[c]) => self.spread(axes, c, span),
            (Shaped::Convolution, &[x, w]) => self.convolution(x, w, arguments),
            (Shaped::TransposedConvolution, &[y, w]) => {
                self.transposed_convolution(y, w, arguments)
            }
            (Shaped::LargestOfWindows, &[x, size]) => self.pooled(true, x, size, arguments),
            (Shaped::MeanOfWindows, &[x, size]) => self.pooled(false, x, size, arguments),
            _ => None,
        }
    }
}
