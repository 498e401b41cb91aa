//! Compiled functions as problems for argmin: cost, gradient, Hessian, residuals and their Jacobian.

use crate::error::Error;
use crate::function::{CompiledFunction, Quantity};
use ::argmin::core::{CostFunction, Gradient, Hessian, Jacobian, Operator};
use std::borrow::Cow;
use std::marker::PhantomData;

/// Vectors that a solver works on, with the matrices that go with them. Needs the feature `argmin`.
///
/// ```
/// use symdiff::Parameters;
///
/// let matrix = <Vec<f64> as Parameters>::matrix(2, &[1.0, 2.0, 3.0, 4.0]);
/// assert_eq!(matrix, [[1.0, 2.0], [3.0, 4.0]]);
/// ```
pub trait Parameters: Sized {
    /// A matrix.
    type Matrix;

    /// The entries.
    fn entries(&self) -> Cow<'_, [f64]>;

    /// A vector with these entries.
    fn of_entries(entries: &[f64]) -> Self;

    /// A matrix with so many columns, from its entries row by row.
    fn matrix(columns: usize, entries: &[f64]) -> Self::Matrix;
}

impl Parameters for Vec<f64> {
    type Matrix = Vec<Vec<f64>>;

    fn entries(&self) -> Cow<'_, [f64]> {
        Cow::Borrowed(self)
    }

    fn of_entries(entries: &[f64]) -> Self {
        entries.to_vec()
    }

    fn matrix(columns: usize, entries: &[f64]) -> Self::Matrix {
        entries
            .chunks(columns.max(1))
            .map(<[f64]>::to_vec)
            .collect()
    }
}

#[cfg(feature = "nalgebra")]
impl Parameters for ::nalgebra::DVector<f64> {
    type Matrix = ::nalgebra::DMatrix<f64>;

    fn entries(&self) -> Cow<'_, [f64]> {
        Cow::Borrowed(self.as_slice())
    }

    fn of_entries(entries: &[f64]) -> Self {
        ::nalgebra::DVector::from_column_slice(entries)
    }

    fn matrix(columns: usize, entries: &[f64]) -> Self::Matrix {
        let rows = entries.len() / columns.max(1);
        ::nalgebra::DMatrix::from_row_slice(rows, columns, entries)
    }
}

#[cfg(feature = "ndarray")]
impl Parameters for ::ndarray::Array1<f64> {
    type Matrix = ::ndarray::Array2<f64>;

    fn entries(&self) -> Cow<'_, [f64]> {
        match self.as_slice() {
            Some(entries) => Cow::Borrowed(entries),
            None => Cow::Owned(self.to_vec()),
        }
    }

    fn of_entries(entries: &[f64]) -> Self {
        entries.to_vec().into()
    }

    fn matrix(columns: usize, entries: &[f64]) -> Self::Matrix {
        let rows = entries.len() / columns.max(1);
        let mut entries = entries.iter();
        ::ndarray::Array2::from_shape_simple_fn((rows, columns), || {
            entries.next().copied().unwrap_or(f64::NAN)
        })
    }
}

/// A compiled function as a problem for the solvers of argmin. Needs the feature `argmin`.
///
/// Parameter vectors are of type `V`: `Vec<f64>`, nalgebra's `DVector<f64>` with the feature `nalgebra`, or ndarray's
/// `Array1<f64>` with the feature `ndarray`.
///
/// The cost is the value, the operator all values (residuals); gradient, Hessian and Jacobian are those that the
/// function was compiled with.
///
/// ```
/// use argmin::core::Executor;
/// use argmin::solver::linesearch::MoreThuenteLineSearch;
/// use argmin::solver::quasinewton::LBFGS;
/// use symdiff::{Function, Problem};
///
/// let f = Function::parse("(1 - x)^2 + 100*(y - x^2)^2")?.compile()?;
/// let solver = LBFGS::new(MoreThuenteLineSearch::new(), 7);
/// let result = Executor::new(Problem::<Vec<f64>>::new(f), solver)
///     .configure(|state| state.param(vec![-1.2, 1.0]).max_iters(100))
///     .run()?;
/// let best = result.state.best_param.expect("a minimum");
/// assert!((best[0] - 1.0).abs() < 1e-6 && (best[1] - 1.0).abs() < 1e-6);
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Problem<V> {
    function: CompiledFunction,
    vectors: PhantomData<fn(V) -> V>,
}

impl<V> Problem<V> {
    /// The problem of a function.
    ///
    /// ```
    /// use argmin::core::CostFunction;
    /// use symdiff::{Function, Problem};
    ///
    /// let problem = Problem::<Vec<f64>>::new(Function::parse("x^2")?.compile()?);
    /// assert_eq!(problem.cost(&vec![3.0]).ok(), Some(9.0));
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn new(function: CompiledFunction) -> Self {
        Problem {
            function,
            vectors: PhantomData,
        }
    }

    /// The function.
    ///
    /// ```
    /// use symdiff::{Function, Problem};
    ///
    /// let problem = Problem::<Vec<f64>>::new(Function::parse("x*y")?.compile()?);
    /// assert_eq!(problem.function().inputs(), 2);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn function(&self) -> &CompiledFunction {
        &self.function
    }
}

impl<V: Parameters> Problem<V> {
    fn vector(&self, quantity: &Quantity, point: &V) -> Result<V, Error> {
        self.function
            .read_quantity(quantity, &point.entries(), |_, entries| {
                V::of_entries(entries)
            })
    }

    fn matrix(&self, quantity: &Quantity, point: &V) -> Result<V::Matrix, Error> {
        self.function
            .read_quantity(quantity, &point.entries(), V::matrix)
    }
}

impl<V: Parameters> CostFunction for Problem<V> {
    type Param = V;
    type Output = f64;

    fn cost(&self, point: &V) -> Result<f64, ::argmin::core::Error> {
        Ok(self.function.value(&point.entries())?)
    }
}

impl<V: Parameters> Gradient for Problem<V> {
    type Param = V;
    type Gradient = V;

    fn gradient(&self, point: &V) -> Result<V, ::argmin::core::Error> {
        Ok(self.vector(&Quantity::Gradient, point)?)
    }
}

impl<V: Parameters> Hessian for Problem<V> {
    type Param = V;
    type Hessian = V::Matrix;

    fn hessian(&self, point: &V) -> Result<V::Matrix, ::argmin::core::Error> {
        Ok(self.matrix(&Quantity::Hessian, point)?)
    }
}

impl<V: Parameters> Operator for Problem<V> {
    type Param = V;
    type Output = V;

    fn apply(&self, point: &V) -> Result<V, ::argmin::core::Error> {
        Ok(self.vector(&Quantity::Value, point)?)
    }
}

impl<V: Parameters> Jacobian for Problem<V> {
    type Param = V;
    type Jacobian = V::Matrix;

    fn jacobian(&self, point: &V) -> Result<V::Matrix, ::argmin::core::Error> {
        Ok(self.matrix(&Quantity::Jacobian, point)?)
    }
}
