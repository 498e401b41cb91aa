//! Where the entries of a sparse matrix stand.
//!
//! Invariant: places are sorted row by row and none stands twice.

/// The places of the entries of a sparse Jacobian or Hessian that are not 0 by structure. The values come in the same
/// order, from [`CompiledFunction::quantity`](super::CompiledFunction::quantity).
///
/// ```
/// use symdiff::{CompileOptions, Function, Quantity};
///
/// let options = CompileOptions::of([Quantity::SparseHessian]);
/// let f = Function::parse("x^2*y + z^3")?.compile_with(&options)?;
/// let pattern = f.pattern(&Quantity::SparseHessian).expect("it was compiled");
/// assert_eq!(pattern.places(), [(0, 0), (0, 1), (1, 0), (2, 2)]);
/// assert_eq!(pattern.row_starts(), [0, 2, 3, 4]);
///
/// let mut values = [0.0; 4];
/// f.quantity(&Quantity::SparseHessian, &[1.0, 2.0, 3.0], &mut values)?;
/// assert_eq!(values, [4.0, 2.0, 2.0, 18.0]);
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) places: Vec<(u32, u32)>,
}

impl Pattern {
    /// Rows of the whole matrix.
    ///
    /// ```
    /// # use symdiff::{Function, Quantity, Request};
    /// let derivation = Function::parse("x; y; x*y")?.derive(&Request::of([Quantity::SparseJacobian]))?;
    /// let pattern = derivation.parts()[0].pattern.as_ref().expect("it is sparse");
    /// assert_eq!((pattern.rows(), pattern.columns(), pattern.len()), (3, 2, 4));
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Columns of the whole matrix.
    ///
    /// ```
    /// assert_eq!(symdiff::Pattern::default().columns(), 0);
    /// ```
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Number of entries.
    ///
    /// ```
    /// assert_eq!(symdiff::Pattern::default().len(), 0);
    /// ```
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether the whole matrix is 0.
    ///
    /// ```
    /// assert!(symdiff::Pattern::default().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Row and column of each entry, from 0, row by row.
    ///
    /// ```
    /// # use symdiff::{Function, Quantity, Request};
    /// let derivation = Function::parse("x; y*y")?.derive(&Request::of([Quantity::SparseJacobian]))?;
    /// let pattern = derivation.parts()[0].pattern.as_ref().expect("it is sparse");
    /// assert_eq!(pattern.places(), [(0, 0), (1, 1)]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn places(&self) -> &[(u32, u32)] {
        &self.places
    }

    /// Where each row begins among the entries, and their number behind it: with
    /// [`column_indices`](Self::column_indices) the matrix in compressed rows (CSR).
    ///
    /// ```
    /// # use symdiff::{Function, Quantity, Request};
    /// let derivation = Function::parse("x*y; 1; y")?.derive(&Request::of([Quantity::SparseJacobian]))?;
    /// let pattern = derivation.parts()[0].pattern.as_ref().expect("it is sparse");
    /// assert_eq!(pattern.row_starts(), [0, 2, 2, 3]);
    /// assert_eq!(pattern.column_indices(), [0, 1, 1]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn row_starts(&self) -> Vec<usize> {
        let mut starts = vec![0; self.rows + 1];
        for &(row, _) in &self.places {
            starts[row as usize + 1] += 1;
        }
        for row in 0..self.rows {
            starts[row + 1] += starts[row];
        }
        starts
    }

    /// The column of each entry.
    ///
    /// ```
    /// assert!(symdiff::Pattern::default().column_indices().is_empty());
    /// ```
    pub fn column_indices(&self) -> Vec<usize> {
        let places = self.places.iter();
        places.map(|&(_, column)| column as usize).collect()
    }
}
