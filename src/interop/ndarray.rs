//! Derivatives in views of ndarray, of any strides.

use crate::codes;
use crate::error::Error;
use crate::function::{CompiledFunction, Quantity};
use ::ndarray::{ArrayView, ArrayView1, ArrayViewMut1, ArrayViewMut2, Dimension};
use std::borrow::Cow;

impl CompiledFunction {
    /// The value; the gradient is written to a view. Needs the feature `ndarray`.
    ///
    /// ```
    /// use ndarray::array;
    ///
    /// let f = symdiff::Function::parse("x^2*y")?.compile()?;
    /// let mut gradient = array![0.0, 0.0];
    /// let value = f.value_and_gradient_ndarray(array![3.0, 2.0].view(), gradient.view_mut())?;
    /// assert_eq!((value, gradient), (18.0, array![12.0, 9.0]));
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`value_and_gradient`](Self::value_and_gradient).
    pub fn value_and_gradient_ndarray(
        &self,
        point: ArrayView1<'_, f64>,
        mut gradient: ArrayViewMut1<'_, f64>,
    ) -> Result<f64, Error> {
        if let (Some(point), Some(gradient)) = (point.as_slice(), gradient.as_slice_mut()) {
            return self.value_and_gradient(point, gradient);
        }
        let mut entries = vec![0.0; gradient.len()];
        let value = self.value_and_gradient(&contiguous(&point), &mut entries)?;
        gradient.assign(&ArrayView1::from(&entries));
        Ok(value)
    }

    /// The Jacobian, written to a view with a row for each output and a column for each input. Needs the feature
    /// `ndarray`.
    ///
    /// ```
    /// use ndarray::{Array2, array};
    ///
    /// let f = symdiff::Function::parse("x*y; x + 2*y")?.compile()?;
    /// let mut jacobian = Array2::zeros((2, 2));
    /// f.jacobian_ndarray(array![3.0, 5.0].view(), jacobian.view_mut())?;
    /// assert_eq!(jacobian, array![[5.0, 3.0], [1.0, 2.0]]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`jacobian`](Self::jacobian).
    pub fn jacobian_ndarray(
        &self,
        point: ArrayView1<'_, f64>,
        jacobian: ArrayViewMut2<'_, f64>,
    ) -> Result<(), Error> {
        self.matrix_ndarray(&Quantity::Jacobian, point, jacobian)
    }

    /// The Hessian, written to a square view. Needs the feature `ndarray`.
    ///
    /// ```
    /// use ndarray::{Array2, array};
    /// use symdiff::{CompileOptions, Function, Quantity};
    ///
    /// let f = Function::parse("x^2*y")?.compile_with(&CompileOptions::of([Quantity::Hessian]))?;
    /// let mut hessian = Array2::zeros((2, 2));
    /// f.hessian_ndarray(array![3.0, 2.0].view(), hessian.view_mut())?;
    /// assert_eq!(hessian, array![[4.0, 6.0], [6.0, 0.0]]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`hessian`](Self::hessian).
    pub fn hessian_ndarray(
        &self,
        point: ArrayView1<'_, f64>,
        hessian: ArrayViewMut2<'_, f64>,
    ) -> Result<(), Error> {
        self.matrix_ndarray(&Quantity::Hessian, point, hessian)
    }

    fn matrix_ndarray(
        &self,
        quantity: &Quantity,
        point: ArrayView1<'_, f64>,
        mut matrix: ArrayViewMut2<'_, f64>,
    ) -> Result<(), Error> {
        let shape = matrix.dim();
        self.read_quantity(quantity, &contiguous(&point), |columns, entries| {
            let rows = entries.len() / columns.max(1);
            let fits = shape == (rows, columns);
            match ArrayView::from_shape((rows, columns), entries) {
                Ok(entries) if fits => {
                    matrix.assign(&entries);
                    Ok(())
                }
                _ => {
                    let message = format!(
                        "the {quantity} has {rows} rows and {columns} columns, the view {} and {}",
                        shape.0, shape.1,
                    );
                    Err(Error::new(codes::WRONG_LENGTH, message))
                }
            }
        })?
    }
}

/// The entries one after the other, copied only where they are not stored so.
fn contiguous<'a, D: Dimension>(view: &'a ArrayView<'_, f64, D>) -> Cow<'a, [f64]> {
    match view.as_slice() {
        Some(entries) => Cow::Borrowed(entries),
        None => Cow::Owned(view.iter().copied().collect()),
    }
}
