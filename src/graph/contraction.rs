//! Einstein sums: the one structural operation that is linear in each operand. Matrix products, transposes,
//! totals, traces, diagonals, outer products, broadcasts and identity matrices are all of this kind.
//!
//! Invariants of a [`Contraction`] in the graph: indices are numbered by first appearance; no operand is
//! scalar, filled, or a contraction that sums nothing; no two operands have the same indices; where
//! something is summed, the output has each index once and none that no operand has.

use super::intern::Operands;
use super::{Dimension, Expr, Graph, Op, Shape};
use smallvec::SmallVec;

/// The indices of one operand or of the output, one for each axis.
pub type Indices = SmallVec<[u8; 4]>;

/// A contraction in the table of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContractionId(pub(crate) u32);

/// More indices than this are never brought together in one contraction.
const MOST_INDICES: usize = 48;

/// So many operands at most come together by merging.
const MOST_OPERANDS: usize = 16;

/// `output[o] = sum over all other indices of the product of operand[i]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Contraction {
    /// The indices of each operand, one for each of its axes.
    pub inputs: Vec<Indices>,
    /// The indices of the result. One that stands twice makes a diagonal, one that no operand has a repetition.
    pub output: Indices,
    /// The extent of each index.
    pub extents: SmallVec<[Dimension; 4]>,
}

impl Contraction {
    /// The indices that are summed over.
    pub fn summed(&self) -> Indices {
        let all = 0..self.extents.len() as u8;
        all.filter(|index| !self.output.contains(index)).collect()
    }

    /// Whether nothing is summed: a transpose, diagonal, outer product or repetition.
    pub fn is_pure(&self) -> bool {
        self.summed().is_empty()
    }

    /// The axes of the result.
    pub fn axes(&self) -> Vec<Dimension> {
        let extent = |&index: &u8| self.extents[index as usize];
        self.output.iter().map(extent).collect()
    }
}

/// What a contraction is made of before it is in normal form.
struct Draft {
    factors: Vec<(Expr, Indices)>,
    scalars: Vec<Expr>,
    extents: Vec<Dimension>,
    /// What each index was found to be equal to.
    same: Vec<u8>,
}

impl Draft {
    fn find(&self, mut index: u8) -> u8 {
        while self.same[index as usize] != index {
            index = self.same[index as usize];
        }
        index
    }

    fn join(&mut self, left: u8, right: u8) {
        let (left, right) = (self.find(left), self.find(right));
        let (kept, gone) = (left.min(right), left.max(right));
        self.same[gone as usize] = kept;
    }

    fn fresh(&mut self, extent: Dimension) -> u8 {
        self.extents.push(extent);
        self.same.push(self.extents.len() as u8 - 1);
        self.extents.len() as u8 - 1
    }
}

impl Graph {
    /// The contraction of `operands`, each with an index for each of its axes, to `output`. `extents` has the
    /// extent of every index. The shape of the result has exactly the axes of `output`.
    pub fn contract(
        &mut self,
        operands: &[(Expr, &[u8])],
        output: &[u8],
        extents: &[Dimension],
    ) -> Expr {
        let mut draft = Draft {
            factors: Vec::new(),
            scalars: Vec::new(),
            extents: extents.to_vec(),
            same: (0..extents.len() as u8).collect(),
        };
        let mut open: Vec<(Expr, Indices)> = operands
            .iter()
            .rev()
            .map(|(expr, indices)| (*expr, Indices::from_slice(indices)))
            .collect();
        while let Some((expr, indices)) = open.pop() {
            let count = draft.factors.len() + open.len();
            self.open_operand(expr, indices, count, &mut draft, &mut open);
        }
        let mut factors = std::mem::take(&mut draft.factors);
        for (_, indices) in &mut factors {
            *indices = indices.iter().map(|&index| draft.find(index)).collect();
        }
        let output: Indices = output.iter().map(|&index| draft.find(index)).collect();
        // A summed index that no operand has counts its extent.
        let is_used = |index: u8| {
            output.contains(&index) || factors.iter().any(|(_, indices)| indices.contains(&index))
        };
        for index in 0..draft.extents.len() as u8 {
            if draft.find(index) == index && !is_used(index) {
                let extent = self.extent(draft.extents[index as usize]);
                draft.scalars.push(extent);
            }
        }
        let factors = self.grouped(factors);
        let result = self.settled(factors, &output, &draft.extents);
        if draft.scalars.is_empty() {
            return result;
        }
        draft.scalars.push(result);
        self.product(&draft.scalars)
    }

    /// Takes one operand in: as a factor, as a scalar, or opened up.
    fn open_operand(
        &mut self,
        expr: Expr,
        indices: Indices,
        count: usize,
        draft: &mut Draft,
        open: &mut Vec<(Expr, Indices)>,
    ) {
        match self.op(expr) {
            _ if indices.is_empty() => draft.scalars.push(expr),
            Op::Fill(_) => draft.scalars.push(self.operands(expr)[0]),
            Op::Product => {
                let operands = self.operands_of(expr);
                let (scalars, shaped): (Operands, Operands) = operands
                    .into_iter()
                    .partition(|&operand| self.shape(operand).is_scalar());
                if scalars.is_empty() {
                    draft.factors.push((expr, indices));
                    return;
                }
                draft.scalars.extend(scalars);
                let rest = self.product(&shaped);
                open.push((rest, indices));
            }
            Op::Contract(id) => {
                let inner = self.contraction_of(id).clone();
                let room = count + inner.inputs.len() <= MOST_OPERANDS
                    && draft.extents.len() + inner.extents.len() <= MOST_INDICES;
                if !inner.is_pure() || !room {
                    draft.factors.push((expr, indices));
                    return;
                }
                let mut image: Vec<Option<u8>> = vec![None; inner.extents.len()];
                for (&own, &index) in inner.output.iter().zip(&indices) {
                    match image[own as usize] {
                        Some(first) => draft.join(first, index),
                        None => image[own as usize] = Some(index),
                    }
                }
                let operands = self.operands_of(expr);
                for (operand, own) in operands.iter().zip(&inner.inputs).rev() {
                    let mapped = own.iter().map(|&index| {
                        let known = image[index as usize];
                        known.unwrap_or_else(|| draft.fresh(inner.extents[index as usize]))
                    });
                    open.push((*operand, mapped.collect()));
                }
            }
            _ => draft.factors.push((expr, indices)),
        }
    }

    /// Factors with the same indices become one elementwise product.
    fn grouped(&mut self, mut factors: Vec<(Expr, Indices)>) -> Vec<(Expr, Indices)> {
        for (expr, indices) in &mut factors {
            self.orient(*expr, indices);
        }
        let mut groups: Vec<(SmallVec<[Expr; 4]>, Indices)> = Vec::new();
        for (expr, indices) in factors {
            match groups.iter_mut().find(|(_, own)| *own == indices) {
                Some((list, _)) => list.push(expr),
                None => groups.push((SmallVec::from_slice(&[expr]), indices)),
            }
        }
        groups
            .into_iter()
            .map(|(list, indices)| match list[..] {
                [only] => (only, indices),
                _ => (self.product(&list), indices),
            })
            .collect()
    }

    /// A symmetric matrix has its indices in order.
    fn orient(&self, expr: Expr, indices: &mut Indices) {
        if indices.len() == 2 && self.facts(expr).symmetric {
            indices.sort_unstable();
        }
    }

    /// The node for factors in normal form but for their order and the names of indices.
    fn settled(
        &mut self,
        factors: Vec<(Expr, Indices)>,
        output: &Indices,
        extents: &[Dimension],
    ) -> Expr {
        let is_input = |index: &u8| factors.iter().any(|(_, indices)| indices.contains(index));
        let mut distinct = Indices::new();
        for index in output {
            if !distinct.contains(index) {
                distinct.push(*index);
            }
        }
        let axes: Vec<Dimension> = output.iter().map(|&i| extents[i as usize]).collect();
        if factors.is_empty() {
            let one = self.integer(1);
            return match distinct.len() == output.len() {
                true => self.fill(one, Shape::with_axes(&axes)),
                false => self.intern_contraction(&[], output, extents),
            };
        }
        if let [(expr, indices)] = &factors[..] {
            // Where an index stands twice, only the diagonal is read or written.
            let is_distinct = distinct.len() == output.len();
            if indices == output && is_distinct {
                return *expr;
            }
            // A symmetric operand is its own transpose.
            let turned = || output[..] == [indices[1], indices[0]];
            if is_distinct && self.facts(*expr).symmetric && turned() {
                return *expr;
            }
            if self.is_zero(*expr) {
                return self.zeros(Shape::with_axes(&axes));
            }
        }
        let sums = factors
            .iter()
            .any(|(_, indices)| indices.iter().any(|index| !output.contains(index)));
        let core: Indices = distinct.iter().copied().filter(|i| is_input(i)).collect();
        if sums && core != *output {
            let sum = self.intern_contraction(&factors, &core, extents);
            if core.is_empty() {
                let rest = self.settled(Vec::new(), output, extents);
                return self.product(&[sum, rest]);
            }
            return self.intern_contraction(&[(sum, core)], output, extents);
        }
        self.intern_contraction(&factors, output, extents)
    }

    fn intern_contraction(
        &mut self,
        factors: &[(Expr, Indices)],
        output: &Indices,
        extents: &[Dimension],
    ) -> Expr {
        let mut order: Vec<&(Expr, Indices)> = factors.iter().collect();
        order.sort_by_key(|(expr, indices)| (self.canonical_key(*expr), indices.clone()));
        let mut names: Vec<Option<u8>> = vec![None; extents.len()];
        let mut kept: SmallVec<[Dimension; 4]> = SmallVec::new();
        let mut rename = |index: &u8| {
            *names[*index as usize].get_or_insert_with(|| {
                kept.push(extents[*index as usize]);
                kept.len() as u8 - 1
            })
        };
        let inputs = order
            .iter()
            .map(|(_, indices)| indices.iter().map(&mut rename).collect())
            .collect();
        let output: Indices = output.iter().map(&mut rename).collect();
        let id = self.contraction_id(Contraction {
            inputs,
            output,
            extents: kept,
        });
        let operands: Operands = order.iter().map(|(expr, _)| *expr).collect();
        self.intern(Op::Contract(id), &operands)
    }

    /// The contraction of a node that is one.
    pub fn contraction(&self, expr: Expr) -> Option<&Contraction> {
        match self.op(expr) {
            Op::Contract(id) => Some(self.contraction_of(id)),
            _ => None,
        }
    }

    /// The contraction `id` of other operands of the same shapes.
    pub(super) fn contract_like(&mut self, id: ContractionId, operands: &[Expr]) -> Expr {
        let contraction = self.contraction_of(id).clone();
        let list: Vec<(Expr, &[u8])> = operands
            .iter()
            .copied()
            .zip(contraction.inputs.iter().map(|indices| &indices[..]))
            .collect();
        self.contract(&list, &contraction.output, &contraction.extents)
    }

    /// A dimension as a number: how many entries an axis has.
    pub fn extent(&mut self, dimension: Dimension) -> Expr {
        match dimension.value() {
            Some(number) => self.integer(i64::from(number)),
            None => self.intern(Op::Extent(dimension), &[]),
        }
    }

    /// The matrix product; with a scalar on one side the ordinary product. Neither side is a tensor.
    pub fn matrix_product(&mut self, left: Expr, right: Expr) -> Expr {
        let (a, b) = (self.shape(left), self.shape(right));
        if a.is_scalar() || b.is_scalar() {
            return self.product(&[left, right]);
        }
        let (Some((rows, inner)), Some((_, columns))) = (a.sides(), b.sides()) else {
            panic!("a matrix product of tensors");
        };
        // A vector has no index for its one column; an extent of 1 leaves no axis behind.
        let (row, sum, column) = (0u8, 1u8, 2u8);
        let left_indices: &[u8] = if a.rank() == 2 { &[row, sum] } else { &[row] };
        let right_indices: &[u8] = if b.rank() == 2 {
            &[sum, column]
        } else {
            &[sum]
        };
        let output: &[u8] = match Shape::of(rows, columns).rank() {
            0 => &[],
            1 => &[row],
            _ => &[row, column],
        };
        self.contract(
            &[(left, left_indices), (right, right_indices)],
            output,
            &[rows, inner, columns],
        )
    }

    /// The transpose; of a scalar itself; of a tensor with all axes in reverse order.
    pub fn transpose(&mut self, expr: Expr) -> Expr {
        let axes = self.shape(expr).axes();
        match axes[..] {
            [] => expr,
            [rows] => self.contract(&[(expr, &[0])], &[1, 0], &[rows, Dimension::ONE]),
            [Dimension::ONE, columns] => {
                self.contract(&[(expr, &[0, 1])], &[1], &[Dimension::ONE, columns])
            }
            _ => {
                let forward: Indices = (0..axes.len() as u8).collect();
                let backward: Indices = (0..axes.len() as u8).rev().collect();
                self.contract(&[(expr, &forward)], &backward, &axes)
            }
        }
    }

    /// The sum of all entries; of a scalar itself.
    pub fn total(&mut self, expr: Expr) -> Expr {
        self.sum_over(expr, &[])
    }

    /// The sum over all axes but `kept`, which are in the order of the result.
    pub fn sum_over(&mut self, expr: Expr, kept: &[u8]) -> Expr {
        let axes = self.shape(expr).axes();
        let indices: Indices = (0..axes.len() as u8).collect();
        self.contract(&[(expr, &indices)], kept, &axes)
    }

    /// The identity matrix.
    pub fn identity(&mut self, dimension: Dimension) -> Expr {
        self.contract(&[], &[0, 0], &[dimension])
    }

    /// The matrix with a vector on its diagonal.
    pub fn diagonal(&mut self, vector: Expr) -> Expr {
        let axes = self.shape(vector).axes();
        self.contract(&[(vector, &[0])], &[0, 0], &axes)
    }

    /// The sum of the diagonal of a square matrix; of a scalar itself.
    pub fn trace(&mut self, matrix: Expr) -> Expr {
        match self.shape(matrix) {
            Shape::Matrix(rows, _) => self.contract(&[(matrix, &[0, 0])], &[], &[rows]),
            _ => matrix,
        }
    }

    /// All products of an entry of one and an entry of the other: the axes of both, one after the other.
    pub fn outer(&mut self, left: Expr, right: Expr) -> Expr {
        let (a, b) = (self.shape(left).axes(), self.shape(right).axes());
        let first: Indices = (0..a.len() as u8).collect();
        let second: Indices = (a.len() as u8..(a.len() + b.len()) as u8).collect();
        let all: Indices = first.iter().chain(&second).copied().collect();
        let extents: Vec<Dimension> = a.iter().chain(&b).copied().collect();
        self.contract(&[(left, &first), (right, &second)], &all, &extents)
    }
}
