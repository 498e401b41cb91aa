//! Vectors, matrices and tensors as inputs of compiled functions, each with its own slice, and sizes for dimensions that
//! are names.
//!
//! Must not know: how code runs. Invariant: what the caller's slices hold is read where it lies, without a copy, where
//! the function runs over arrays.

use super::places::check_length;
use super::{CompiledFunction, Quantity, Workspace};
use crate::codes;
use crate::error::Error;
use crate::graph::{Dimension, Shape};
use smallvec::SmallVec;

/// A view of numbers with axes, the last of which runs fastest: a matrix lies row by row.
///
/// ```
/// use symdiff::Tensor;
///
/// let entries = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
/// let matrix = Tensor::new(&entries, &[2, 3])?;
/// assert_eq!(matrix.axes(), [2, 3]);
/// assert!(Tensor::new(&entries, &[2, 2]).is_err());
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor<'a> {
    entries: &'a [f64],
    axes: SmallVec<[usize; 4]>,
}

impl<'a> Tensor<'a> {
    /// A view with these axes; none for a scalar.
    ///
    /// ```
    /// assert_eq!(symdiff::Tensor::new(&[0.5], &[])?.entries(), [0.5]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Another number of entries than the axes have together.
    pub fn new(entries: &'a [f64], axes: &[usize]) -> Result<Self, Error> {
        let count = axes
            .iter()
            .try_fold(1usize, |count, &axis| count.checked_mul(axis));
        check_length(&"entries", count.unwrap_or(usize::MAX), entries.len())?;
        let axes = SmallVec::from_slice(axes);
        Ok(Tensor { entries, axes })
    }

    /// A scalar.
    ///
    /// ```
    /// assert!(symdiff::Tensor::scalar(&2.0).axes().is_empty());
    /// ```
    pub fn scalar(number: &'a f64) -> Self {
        Tensor {
            entries: std::slice::from_ref(number),
            axes: SmallVec::new(),
        }
    }

    /// A vector.
    ///
    /// ```
    /// assert_eq!(symdiff::Tensor::vector(&[1.0, 2.0]).axes(), [2]);
    /// ```
    pub fn vector(entries: &'a [f64]) -> Self {
        Tensor {
            entries,
            axes: SmallVec::from_slice(&[entries.len()]),
        }
    }

    /// The entries, the last axis running fastest.
    ///
    /// ```
    /// assert_eq!(symdiff::Tensor::vector(&[1.0, 2.0]).entries(), [1.0, 2.0]);
    /// ```
    pub fn entries(&self) -> &'a [f64] {
        self.entries
    }

    /// The lengths of the axes.
    ///
    /// ```
    /// assert_eq!(symdiff::Tensor::vector(&[1.0, 2.0]).axes(), [2]);
    /// ```
    pub fn axes(&self) -> &[usize] {
        &self.axes
    }
}

impl CompiledFunction {
    /// The dimensions that are names, with their sizes once they are bound.
    ///
    /// ```
    /// let f = symdiff::Function::parse("x: vector(n); sum(x)^2")?.compile()?;
    /// assert_eq!(f.dimensions().collect::<Vec<_>>(), [("n", None)]);
    /// assert_eq!(f.bind(&[("n", 3)])?.dimensions().next(), Some(("n", Some(3))));
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn dimensions(&self) -> impl Iterator<Item = (&str, Option<usize>)> {
        self.shared.machine.dimensions()
    }

    /// The same function for these sizes. Nothing is compiled anew; several sizes can be bound at the same time.
    ///
    /// ```
    /// let f = symdiff::Function::parse("x: vector(n); sum(x)^2")?.compile()?;
    /// let mut gradient = [0.0; 3];
    /// let value = f.bind(&[("n", 3)])?.value_and_gradient(&[1.0, 2.0, 3.0], &mut gradient)?;
    /// assert_eq!((value, gradient), (36.0, [12.0; 3]));
    /// assert_eq!(f.bind(&[("n", 2)])?.value(&[1.0, 2.0])?, 9.0);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A name that is no dimension, arrays that are too large.
    pub fn bind(&self, dimensions: &[(&str, usize)]) -> Result<CompiledFunction, Error> {
        self.with_machine(self.shared.machine.bind(dimensions)?)
    }

    /// The same function for the sizes of these inputs.
    ///
    /// ```
    /// use symdiff::Tensor;
    ///
    /// let f = symdiff::Function::parse("A: matrix(m, n); x: vector(n); sum(A*x)")?.compile()?;
    /// let a = Tensor::new(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[2, 3])?;
    /// let inputs = [a, Tensor::vector(&[1.0, 0.0, 1.0])];
    /// let mut outputs = [0.0; 10];
    /// f.bind_to(&inputs)?.call_tensors(&inputs, &mut outputs)?;
    /// assert_eq!(outputs[0], 14.0);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Inputs that the function does not have, arrays that are too large.
    pub fn bind_to(&self, inputs: &[Tensor<'_>]) -> Result<CompiledFunction, Error> {
        let axes: Vec<&[usize]> = inputs.iter().map(Tensor::axes).collect();
        let bound = self.with_machine(self.shared.machine.bind_axes(&axes)?)?;
        bound.check_tensors(inputs)?;
        Ok(bound)
    }

    /// Computes everything that was compiled, as [`call`](Self::call) does, where each input has its own slice.
    ///
    /// ```
    /// use symdiff::Tensor;
    ///
    /// let f = symdiff::Function::parse("x: vector(2); sum(x)*a")?.compile()?;
    /// let mut outputs = [0.0; 4];
    /// f.call_tensors(&[Tensor::vector(&[1.0, 2.0]), Tensor::scalar(&5.0)], &mut outputs)?;
    /// assert_eq!(outputs, [15.0, 5.0, 5.0, 3.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Inputs of other shapes than the variables, a slice of the wrong length.
    pub fn call_tensors(&self, inputs: &[Tensor<'_>], outputs: &mut [f64]) -> Result<(), Error> {
        self.shared.machine.check_bound()?;
        self.check_tensors(inputs)?;
        check_length(&"outputs", self.outputs(), outputs.len())?;
        let slices: SmallVec<[&[f64]; 16]> = inputs.iter().map(Tensor::entries).collect();
        Workspace::of_thread(|workspace| {
            let Workspace {
                slots,
                outputs: flat,
            } = workspace;
            self.shared.whole.run_parts(&slices, outputs, flat, slots);
        });
        Ok(())
    }

    /// The axes of the parts of a quantity, such as the gradients in each variable; None where it was not compiled or a
    /// size is not bound.
    ///
    /// ```
    /// use symdiff::Quantity;
    ///
    /// let f = symdiff::Function::parse("A: matrix(m, n); x: vector(n); sum(A*x)")?.compile()?;
    /// assert_eq!(f.axes(&Quantity::Gradient), None);
    /// let f = f.bind(&[("m", 2), ("n", 3)])?;
    /// assert_eq!(f.axes(&Quantity::Gradient), Some(vec![vec![2, 3], vec![3]]));
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn axes(&self, quantity: &Quantity) -> Option<Vec<Vec<usize>>> {
        let place = self.place(quantity)?;
        let shapes = &self.shared.shapes[place.span.formulas.clone()];
        shapes.iter().map(|&shape| self.sizes(shape)).collect()
    }

    /// The lengths of the axes of a shape, as far as they are bound.
    fn sizes(&self, shape: Shape) -> Option<Vec<usize>> {
        let size = |axis: &Dimension| match axis.value() {
            Some(size) => Some(size as usize),
            None => {
                let name = axis.to_string();
                self.dimensions().find(|own| own.0 == name)?.1
            }
        };
        shape.axes().iter().map(size).collect()
    }

    fn check_tensors(&self, inputs: &[Tensor<'_>]) -> Result<(), Error> {
        let names = &self.shared.inputs;
        check_length(&"inputs", names.len(), inputs.len())?;
        for ((name, shape), input) in names.iter().zip(inputs) {
            let axes = shape.axes();
            let fits = axes.len() == input.axes.len()
                && axes
                    .iter()
                    .zip(&input.axes)
                    .all(|(axis, &found)| self.is_size(*axis, found));
            if !fits {
                let message = format!(
                    "`{name}` is a {shape}, and an input has the axes {:?}",
                    input.axes()
                );
                return Err(Error::new(codes::WRONG_LENGTH, message));
            }
        }
        Ok(())
    }

    /// Whether a dimension has this size; one that is not bound may have any.
    fn is_size(&self, axis: Dimension, found: usize) -> bool {
        match axis.value() {
            Some(size) => size as usize == found,
            None => {
                let name = axis.name();
                let mut known = self.dimensions().filter(|own| Some(own.0) == name);
                known.all(|own| own.1.is_none_or(|size| size == found))
            }
        }
    }
}
