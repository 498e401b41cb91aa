//! How contractions and other operations on whole vectors and matrices read for people: products of matrices,
//! transposes, traces and diagonals where there is such a form, entries by their indices otherwise.
//!
//! Must not know any notation. Invariant: a form looks at its node and at a bounded number of nodes below it.

use super::chain::{Reduced, diagonal, entries, product, reversed};
use super::figure::Figure;
use super::present::Presenter;
use super::reading::Part;
use super::{Dimension, Expr, Op, Reduction, Shape};
use crate::functions::{self, FunctionId};

/// What an operation on whole vectors and matrices reads as.
#[derive(Clone, Debug)]
pub(super) enum Form {
    /// A product of matrices, vectors and rows.
    Product(Vec<Part>),
    /// A product entry by entry.
    Entries(Vec<Part>),
    /// Rows and columns exchanged.
    Transpose(Part),
    /// A number to the power of two.
    Squared(Part),
    /// A function of whole values.
    Call(&'static str, Vec<Part>),
    /// The same along some axes, counted from 1.
    Along(&'static str, Part, Vec<usize>),
    /// The value whose entry at these letters is a sum over other letters of a product of entries.
    Indexed {
        /// The letters of the result; none of a number.
        output: Vec<String>,
        /// The letters that are summed over.
        summed: Vec<String>,
        /// Entries that are multiplied, each with its indices.
        factors: Vec<(Part, Vec<String>)>,
        /// The letters that no entry has for an index alone, along a whole axis, with their last numbers.
        ranges: Vec<(String, String)>,
    },
    /// A function with arguments that have names.
    Named(&'static str, Vec<Part>, Vec<(&'static str, String)>),
    /// A part of a value: a range for each axis.
    Slice(Part, Vec<String>),
    /// Rows of parts.
    Blocks(Vec<Vec<Part>>),
}

/// A form as a part.
pub(super) fn part(form: Form) -> Part {
    Part::Form(Box::new(form))
}

impl Presenter<'_> {
    /// The form of a contraction.
    pub(super) fn contraction_form(&self, expr: Expr) -> Part {
        let own = self.graph.contraction(expr);
        let convolution = || self.convolution(self.graph.operands(expr), own?);
        if let Some(form) = self.axis_sum(expr).or_else(convolution) {
            return part(form);
        }
        let Some(network) = self.network(expr) else {
            return part(Form::Call("", vec![Part::Node(expr)]));
        };
        let mut reduced = Reduced::of(self.graph, network);
        match self.matrix(&mut reduced) {
            Some(found) => found,
            None => part(self.indexed(expr, reduced)),
        }
    }

    /// The sum along some axes of an operand of three or more.
    fn axis_sum(&self, expr: Expr) -> Option<Form> {
        let own = self.graph.contraction(expr)?;
        let [operand] = *self.graph.operands(expr) else {
            return None;
        };
        let indices = &own.inputs[0];
        let kept = indices.iter().filter(|index| own.output.contains(index));
        let plain = indices.len() > 2
            && (0..indices.len()).all(|axis| indices[axis] as usize == axis)
            && kept.eq(own.output.iter());
        if !plain {
            return None;
        }
        let axes: Vec<usize> = (0..indices.len())
            .filter(|&axis| !own.output.contains(&indices[axis]))
            .map(|axis| axis + 1)
            .collect();
        Some(match axes.len() == indices.len() {
            true => Form::Call("sum", vec![Part::Node(operand)]),
            false => Form::Along("sum", Part::Node(operand), axes),
        })
    }

    /// The matrix notation of what is left where everything could be eliminated and the result has at most two axes.
    pub(super) fn matrix(&self, reduced: &mut Reduced) -> Option<Part> {
        if !reduced.summed.is_empty() || !reduced.tensors.is_empty() {
            return None;
        }
        let one = |index: u8| {
            reduced.extents[index as usize] == Dimension::ONE
                && reduced.weights[index as usize].is_empty()
                && !reduced
                    .edges
                    .iter()
                    .any(|edge| edge.from == index || edge.to == index)
        };
        let result = match reduced.output[..] {
            [] => None,
            [index] => Some(self.vector(reduced, index)),
            [row, column] if row == column => {
                let extent = reduced.extents[row as usize];
                Some(match reduced.weights[row as usize].is_empty() {
                    true => part(Form::Call("eye", vec![dimension(extent)])),
                    false => {
                        let weights = std::mem::take(&mut reduced.weights[row as usize]);
                        diagonal(entries(weights)).part
                    }
                })
            }
            [row, column] if one(row) => {
                let weights = std::mem::take(&mut reduced.weights[column as usize]);
                Some(match weights.is_empty() {
                    true => {
                        let vector = ones(reduced.extents[column as usize]);
                        part(Form::Transpose(vector))
                    }
                    false => product(reversed(entries(weights))),
                })
            }
            [row, column] if one(column) => Some(self.vector(reduced, row)),
            [row, column] => Some(self.between(reduced, row, column)),
            _ => return None,
        };
        let mut parts = std::mem::take(&mut reduced.scalars);
        parts.extend(result);
        Some(match parts.len() {
            1 => parts.swap_remove(0),
            _ => part(Form::Product(parts)),
        })
    }

    /// The vector on the one index of the result.
    fn vector(&self, reduced: &mut Reduced, index: u8) -> Part {
        let weights = std::mem::take(&mut reduced.weights[index as usize]);
        match weights.is_empty() {
            true => ones(reduced.extents[index as usize]),
            false => product(entries(weights)),
        }
    }

    /// The matrix between the two indices of the result.
    fn between(&self, reduced: &mut Reduced, row: u8, column: u8) -> Part {
        let Some(edge) = reduced.edges.pop() else {
            let left = self.vector(reduced, row);
            let right = self.vector(reduced, column);
            return part(Form::Product(vec![left, part(Form::Transpose(right))]));
        };
        let mut chain = edge.starting(row);
        let [left, right] = [row, column].map(|index| {
            let weights = std::mem::take(&mut reduced.weights[index as usize]);
            (!weights.is_empty()).then(|| diagonal(entries(weights)))
        });
        if let Some(left) = left {
            chain.insert(0, left);
        }
        chain.extend(right);
        product(chain)
    }
}

/// A dimension as a part.
pub(super) fn dimension(dimension: Dimension) -> Part {
    Part::Figure(Figure::Plain(dimension.to_string()))
}

/// A function of the lengths of all axes.
pub(super) fn of_shape(name: &'static str, shape: Shape) -> Form {
    Form::Call(name, shape.axes().into_iter().map(dimension).collect())
}

/// A vector of ones.
fn ones(extent: Dimension) -> Part {
    part(Form::Call("ones", vec![dimension(extent)]))
}

impl Presenter<'_> {
    /// The sum of all entries of a node.
    pub(super) fn total_form(&self, expr: Expr) -> Form {
        let graph = self.graph;
        if let (Op::Power, &[base, exponent]) = (graph.op(expr), graph.operands(expr))
            && self.is_open(expr)
            && graph.is_integer(exponent, 2)
        {
            let is_short = matches!(graph.op(base), Op::Variable(_)) || !self.is_open(base);
            if is_short && graph.shape(base).rank() == 1 {
                let row = part(Form::Transpose(Part::Node(base)));
                return Form::Product(vec![row, Part::Node(base)]);
            }
            if is_short || self.is_linear(base) {
                return Form::Squared(part(Form::Call("norm2", vec![Part::Node(base)])));
            }
        }
        if let (Op::Call(id), &[size]) = (graph.op(expr), graph.operands(expr))
            && self.is_open(expr)
            && functions::lookup("abs", 1) == Some(id)
        {
            return Form::Call("norm1", vec![Part::Node(size)]);
        }
        Form::Call("sum", vec![Part::Node(expr)])
    }

    /// Whether a node is a product of matrices, or a sum with one among its terms.
    fn is_linear(&self, expr: Expr) -> bool {
        let graph = self.graph;
        let is_chain =
            |node: &Expr| graph.operands(*node).len() > 1 && graph.contraction(*node).is_some();
        let bare = |node: Expr| match (graph.op(node), graph.operands(node)) {
            (Op::Product, &[_, last]) if !graph.shape(last).is_scalar() => last,
            _ => node,
        };
        let mut terms = graph.operands(expr).iter().map(|&term| bare(term));
        is_chain(&expr) || (graph.op(expr) == Op::Sum && terms.any(|term| is_chain(&term)))
    }

    /// The base of `sqrt(sum(u.^2))`, which is the norm of u.
    pub(super) fn normed(&self, root: Expr) -> Option<Expr> {
        let graph = self.graph;
        let own = graph.contraction(root)?;
        let &[square] = graph.operands(root) else {
            return None;
        };
        let indices = &own.inputs[0];
        let total =
            own.output.is_empty() && (0..indices.len()).all(|axis| indices[axis] as usize == axis);
        let &[base, exponent] = graph.operands(square) else {
            return None;
        };
        let is_square = graph.op(square) == Op::Power && graph.is_integer(exponent, 2);
        (total && is_square && self.is_open(root) && self.is_open(square)).then_some(base)
    }

    /// The form of what the entries along some axes come to.
    pub(super) fn reduction_form(&self, reduction: Reduction, axes: u8, of: Expr) -> Form {
        if let Some(form) = self.pooling(reduction, axes, of) {
            return form;
        }
        let rank = self.graph.shape(of).rank();
        let name = reduction.name();
        let axes: Vec<usize> = (0..rank).filter(|axis| axes >> axis & 1 == 1).collect();
        match axes.len() == rank {
            true => Form::Call(name, vec![Part::Node(of)]),
            false => {
                let axes = axes.into_iter().map(|axis| axis + 1).collect();
                Form::Along(name, Part::Node(of), axes)
            }
        }
    }

    /// `exp(x - logsumexp(x))`, over all entries or along some axes.
    pub(super) fn softmax(&self, id: FunctionId, operands: &[Expr]) -> Option<Form> {
        let graph = self.graph;
        let &[difference] = operands else { return None };
        if id != functions::exponential() || graph.op(difference) != Op::Sum {
            return None;
        }
        let &[first, second] = graph.operands(difference) else {
            return None;
        };
        if !self.is_open(difference) {
            return None;
        }
        [(first, second), (second, first)]
            .into_iter()
            .find_map(|(x, minus)| {
                let &[sign, sum] = graph.operands(minus) else {
                    return None;
                };
                if graph.op(minus) != Op::Product || !graph.is_integer(sign, -1) {
                    return None;
                }
                let (reduced, kept) = match graph.contraction(sum) {
                    Some(own) if own.is_pure() && own.inputs.len() == 1 => {
                        (graph.operands(sum)[0], own.output.clone())
                    }
                    _ => (sum, Default::default()),
                };
                let Op::Reduce(Reduction::LogSumExp, axes) = graph.op(reduced) else {
                    return None;
                };
                let rank = graph.shape(x).rank();
                if graph.operands(reduced) != [x] || !self.is_open(minus) || rank == 0 {
                    return None;
                }
                let chosen: Vec<usize> = (0..rank).filter(|axis| axes >> axis & 1 == 1).collect();
                if chosen.len() == rank {
                    return Some(Form::Call("softmax", vec![Part::Node(x)]));
                }
                // The axes that are left stand where they stood.
                let left = (0..rank).filter(|axis| !chosen.contains(axis));
                let count = rank - chosen.len();
                let in_place = left.enumerate().all(|(number, axis)| {
                    kept.get(axis)
                        .is_some_and(|&index| index as usize == number)
                });
                let fresh = chosen
                    .iter()
                    .all(|&axis| kept.get(axis).is_some_and(|&index| index as usize >= count));
                let axes = chosen.iter().map(|axis| axis + 1).collect();
                (in_place && fresh).then_some(Form::Along("softmax", Part::Node(x), axes))
            })
    }
}
