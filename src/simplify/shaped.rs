//! Identities of matrices: inverses, determinants and their logarithms.
//!
//! Invariant: where an identity holds for regular matrices only, the ledger says so.

use super::Rewriter;
use super::domain::nonzero;
use crate::functions::{self, FunctionId};
use crate::graph::{Dimension, Expr, Graph, Indices, Op};
use num_traits::{One, Signed};

/// The matrix whose transpose a node is.
fn transposed(graph: &Graph, node: Expr) -> Option<Expr> {
    let own = graph.contraction(node)?;
    match (graph.operands(node), &own.inputs[..]) {
        (&[operand], [indices]) if indices[..] == [0, 1] && own.output[..] == [1, 0] => {
            Some(operand)
        }
        _ => None,
    }
}

/// The vector on whose diagonal matrix a node is.
fn diagonal(graph: &Graph, node: Expr) -> Option<Expr> {
    let own = graph.contraction(node)?;
    match graph.operands(node) {
        &[operand] if own.inputs[0][..] == [0] && own.output[..] == [0, 0] => Some(operand),
        _ => None,
    }
}

/// The two square matrices whose product a node is, neither of which goes to an end of another kind.
fn square_factors(graph: &Graph, node: Expr) -> Option<[(Expr, Indices); 2]> {
    let own = graph.contraction(node)?;
    let &[left, right] = graph.operands(node) else {
        return None;
    };
    let [first, second] = &own.inputs[..] else {
        return None;
    };
    let square = |list: &Indices| {
        list.len() == 2 && own.extents[list[0] as usize] == own.extents[list[1] as usize]
    };
    let one_sum = own.summed().len() == 1 && own.output.len() == 2;
    (square(first) && square(second) && one_sum)
        .then(|| [(left, first.clone()), (right, second.clone())])
}

/// Rows of a square matrix.
fn rows(graph: &Graph, node: Expr) -> Dimension {
    let axes = graph.shape(node).axes();
    axes.first().copied().unwrap_or(Dimension::ONE)
}

impl Rewriter<'_> {
    /// One step with an operation on a whole matrix.
    pub(super) fn matrix_identity(&mut self, node: Expr) -> Option<Expr> {
        let operand = *self.graph.operands(node).first()?;
        match self.graph.op(node) {
            Op::Inverse => self.inverse(node, operand),
            Op::Adjugate(1) => self.adjugate(operand),
            Op::Determinant => self.determinant(operand),
            Op::LogDeterminant => self.log_determinant(operand),
            Op::Contract(_) => self.cancel_inverse(node),
            _ => None,
        }
    }

    /// That a matrix is regular.
    fn assume_regular(&mut self, rule: &'static str, matrix: Expr, place: Expr) -> bool {
        let determinant = self.graph.determinant(matrix);
        let condition = nonzero(self.graph, determinant);
        self.assume(rule, condition, place)
    }

    fn inverse(&mut self, node: Expr, operand: Expr) -> Option<Expr> {
        if self.graph.op(operand) == Op::Inverse {
            let inner = self.graph.operands(operand)[0];
            let holds = self.assume_regular("inv(inv(A)) = A", inner, node);
            return holds.then_some(inner);
        }
        if let Some(inner) = transposed(self.graph, operand) {
            let inverse = self.graph.inverse(inner);
            return Some(self.graph.transpose(inverse));
        }
        if let Some(vector) = diagonal(self.graph, operand) {
            let reciprocal = self.graph.reciprocal(vector);
            return Some(self.graph.diagonal(reciprocal));
        }
        let (number, rest) = self.graph.split_coefficient(operand);
        if number.is_one() || rest == operand || num_traits::Zero::is_zero(&number) {
            return None;
        }
        let inverse = self.graph.inverse(rest);
        let factor = self.graph.number(number.recip());
        Some(self.graph.product(&[factor, inverse]))
    }

    fn adjugate(&mut self, operand: Expr) -> Option<Expr> {
        let inner = transposed(self.graph, operand)?;
        let own = self.graph.adjugate(inner, 1);
        Some(self.graph.transpose(own))
    }

    /// `adj(A)/det(A)`, which is defined where `inv(A)` is.
    pub(super) fn inverse_of_adjugate(&mut self, node: Expr) -> Option<Expr> {
        let operands = self.graph.operands_of(node);
        let (divisor, matrix) = operands.iter().find_map(|&own| {
            let (base, exponent) = self.graph.split_exponent(own);
            let divides = exponent.is_integer() && exponent.is_negative();
            (divides && self.graph.op(base) == Op::Determinant)
                .then(|| (own, self.graph.operands(base)[0]))
        })?;
        let is_adjugate = |graph: &Graph, own: Expr| {
            graph.op(own) == Op::Adjugate(1) && graph.operands(own)[0] == matrix
        };
        let inverse = self.graph.inverse(matrix);
        let mut factors = operands.clone();
        let place = operands.iter().position(|&own| {
            is_adjugate(self.graph, own)
                || self.graph.contraction(own).is_some() && {
                    let inner = self.graph.operands(own);
                    inner.iter().any(|&own| is_adjugate(self.graph, own))
                }
        })?;
        factors[place] = match self.graph.contraction(operands[place]) {
            None => inverse,
            Some(_) => {
                let mut parts = self.graph.operands_of(operands[place]);
                let own = parts
                    .iter_mut()
                    .find(|own| is_adjugate(self.graph, **own))?;
                *own = inverse;
                self.graph.rebuild(operands[place], &parts)
            }
        };
        let at = operands.iter().position(|&own| own == divisor)?;
        let (determinant, exponent) = self.graph.split_exponent(divisor);
        let exponent = self.graph.number(exponent + crate::graph::Number::one());
        factors[at] = self.graph.power(determinant, exponent);
        Some(self.graph.product(&factors))
    }

    fn determinant(&mut self, operand: Expr) -> Option<Expr> {
        if let Some(inner) = transposed(self.graph, operand) {
            return Some(self.graph.determinant(inner));
        }
        if self.graph.op(operand) == Op::Inverse {
            let inner = self.graph.operands(operand)[0];
            let determinant = self.graph.determinant(inner);
            return Some(self.graph.reciprocal(determinant));
        }
        if self.graph.is_identity(operand) {
            return Some(self.graph.integer(1));
        }
        if let Some([(left, _), (right, _)]) = square_factors(self.graph, operand) {
            let factors = [left, right].map(|own| self.graph.determinant(own));
            return Some(self.graph.product(&factors));
        }
        let (number, rest) = self.graph.split_coefficient(operand);
        if number.is_one() || rest == operand {
            return None;
        }
        // Each row has the number once.
        let count = rows(self.graph, operand);
        let count = self.graph.extent(count);
        let number = self.graph.number(number);
        self.graph.as_number(count)?;
        let power = self.graph.power(number, count);
        let determinant = self.graph.determinant(rest);
        Some(self.graph.product(&[power, determinant]))
    }

    fn log_determinant(&mut self, operand: Expr) -> Option<Expr> {
        if let Some(inner) = transposed(self.graph, operand) {
            return Some(self.graph.log_determinant(inner));
        }
        if self.graph.op(operand) == Op::Inverse {
            let inner = self.graph.operands(operand)[0];
            let own = self.graph.log_determinant(inner);
            return Some(self.graph.negate(own));
        }
        self.graph
            .is_identity(operand)
            .then(|| self.graph.integer(0))
    }

    /// `ln(det(A))` and `ln(1/det(A))`, which are defined where `logdet(A)` is.
    pub(super) fn logarithm_of_determinant(&mut self, id: FunctionId, node: Expr) -> Option<Expr> {
        if id != functions::logarithm() {
            return None;
        }
        let operand = self.graph.operands(node)[0];
        let (base, exponent) = self.graph.split_exponent(operand);
        let minus = -exponent.clone();
        if self.graph.op(base) != Op::Determinant || !(exponent.is_one() || minus.is_one()) {
            return None;
        }
        let matrix = self.graph.operands(base)[0];
        let own = self.graph.log_determinant(matrix);
        Some(match exponent.is_one() {
            true => own,
            false => self.graph.negate(own),
        })
    }

    /// A matrix beside its inverse, which is the identity.
    fn cancel_inverse(&mut self, node: Expr) -> Option<Expr> {
        let graph = &self.graph;
        let all = graph.network(node, |own| graph.contraction(own).is_some())?;
        let matrices: Vec<Expr> = all
            .leaves
            .iter()
            .filter(|(own, _)| graph.op(*own) == Op::Inverse)
            .map(|(own, _)| graph.operands(*own)[0])
            .collect();
        if matrices.is_empty() {
            return None;
        }
        let own = graph.network(node, |own| {
            graph.contraction(own).is_some() && !matrices.contains(&own)
        })?;
        let uses = |index: u8| {
            let lists = own.leaves.iter();
            lists.filter(|(_, list)| list.contains(&index)).count()
        };
        for (place, (inverse, left)) in own.leaves.iter().enumerate() {
            if self.graph.op(*inverse) != Op::Inverse {
                continue;
            }
            let matrix = self.graph.operands(*inverse)[0];
            let symmetric = self.graph.facts(matrix).symmetric;
            for (other, (_, right)) in own.leaves.iter().enumerate() {
                if own.leaves[other].0 != matrix {
                    continue;
                }
                for (own_end, matrix_end) in [(1, 0), (0, 1), (0, 0), (1, 1)] {
                    let index = left[own_end];
                    let fits = right[matrix_end] == index
                        && (own_end != matrix_end || symmetric)
                        && !own.output.contains(&index)
                        && uses(index) == 2
                        && left[0] != left[1]
                        && right[0] != right[1];
                    if !fits || !self.assume_regular("A*inv(A) = eye()", matrix, node) {
                        continue;
                    }
                    // The other ends of both become one index.
                    let ends = [left[1 - own_end], right[1 - matrix_end]];
                    let eye = self.graph.identity(own.extents[index as usize]);
                    let rest = own.leaves.iter().enumerate();
                    let mut list: Vec<(Expr, &[u8])> = rest
                        .filter(|(own, _)| *own != place && *own != other)
                        .map(|(_, (own, indices))| (*own, &indices[..]))
                        .collect();
                    list.push((eye, &ends));
                    return Some(self.graph.contract_part(&list, &own.output, &own.extents));
                }
            }
        }
        None
    }
}
