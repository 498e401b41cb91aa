//! Derivatives in views of nalgebra, whose matrices are stored column by column.

use crate::codes;
use crate::error::Error;
use crate::function::{CompiledFunction, Quantity};
use ::nalgebra::{DMatrixViewMut, DVectorView, DVectorViewMut};

impl CompiledFunction {
    /// The value; the gradient is written to a view. Needs the feature `nalgebra`.
    ///
    /// ```
    /// use nalgebra::dvector;
    ///
    /// let f = symdiff::Function::parse("x^2*y")?.compile()?;
    /// let (point, mut gradient) = (dvector![3.0, 2.0], dvector![0.0, 0.0]);
    /// let value = f.value_and_gradient_nalgebra(point.as_view(), gradient.as_view_mut())?;
    /// assert_eq!((value, gradient), (18.0, dvector![12.0, 9.0]));
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`value_and_gradient`](Self::value_and_gradient).
    pub fn value_and_gradient_nalgebra(
        &self,
        point: DVectorView<'_, f64>,
        mut gradient: DVectorViewMut<'_, f64>,
    ) -> Result<f64, Error> {
        self.value_and_gradient(point.as_slice(), gradient.as_mut_slice())
    }

    /// The Jacobian, written to a view with a row for each output and a column for each input. Needs the feature
    /// `nalgebra`.
    ///
    /// ```
    /// use nalgebra::{DMatrix, dmatrix, dvector};
    ///
    /// let f = symdiff::Function::parse("x*y; x + 2*y")?.compile()?;
    /// let mut jacobian = DMatrix::zeros(2, 2);
    /// f.jacobian_nalgebra(dvector![3.0, 5.0].as_view(), jacobian.as_view_mut())?;
    /// assert_eq!(jacobian, dmatrix![5.0, 3.0; 1.0, 2.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`jacobian`](Self::jacobian).
    pub fn jacobian_nalgebra(
        &self,
        point: DVectorView<'_, f64>,
        jacobian: DMatrixViewMut<'_, f64>,
    ) -> Result<(), Error> {
        self.matrix_nalgebra(&Quantity::Jacobian, point, jacobian)
    }

    /// The Hessian, written to a square view. Needs the feature `nalgebra`.
    ///
    /// ```
    /// use nalgebra::{DMatrix, dmatrix, dvector};
    /// use symdiff::{CompileOptions, Function, Quantity};
    ///
    /// let f = Function::parse("x^2*y")?.compile_with(&CompileOptions::of([Quantity::Hessian]))?;
    /// let mut hessian = DMatrix::zeros(2, 2);
    /// f.hessian_nalgebra(dvector![3.0, 2.0].as_view(), hessian.as_view_mut())?;
    /// assert_eq!(hessian, dmatrix![4.0, 6.0; 6.0, 0.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`hessian`](Self::hessian).
    pub fn hessian_nalgebra(
        &self,
        point: DVectorView<'_, f64>,
        hessian: DMatrixViewMut<'_, f64>,
    ) -> Result<(), Error> {
        self.matrix_nalgebra(&Quantity::Hessian, point, hessian)
    }

    fn matrix_nalgebra(
        &self,
        quantity: &Quantity,
        point: DVectorView<'_, f64>,
        mut matrix: DMatrixViewMut<'_, f64>,
    ) -> Result<(), Error> {
        self.read_quantity(quantity, point.as_slice(), |columns, entries| {
            if columns != matrix.ncols() || matrix.len() != entries.len() {
                let rows = entries.len() / columns.max(1);
                let message = format!(
                    "the {quantity} has {rows} rows and {columns} columns, the view {} and {}",
                    matrix.nrows(),
                    matrix.ncols(),
                );
                return Err(Error::new(codes::WRONG_LENGTH, message));
            }
            for (mut row, entries) in matrix.row_iter_mut().zip(entries.chunks(columns.max(1))) {
                row.copy_from_slice(entries);
            }
            Ok(())
        })?
    }
}
