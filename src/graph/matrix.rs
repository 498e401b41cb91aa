//! How contractions and other operations on whole vectors and matrices read for people: products of matrices,
//! transposes, traces and diagonals where there is such a form, entries by their indices otherwise.
//!
//! Must not know any notation. Invariant: a form looks at its node and at a bounded number of nodes below it.

use super::chain::{Reduced, diagonal, product};
use super::figure::Figure;
use super::present::Presenter;
use super::reading::Part;
use super::{Dimension, Expr, Op, Reduction};

/// What an operation on whole vectors and matrices reads as.
#[derive(Clone, Debug)]
pub(super) enum Form {
    /// A product of matrices, vectors and rows.
    Product(Vec<Part>),
    /// A product entry by entry.
    Entries(Vec<Part>),
    /// Rows and columns exchanged.
    Transpose(Part),
    /// A function of whole values.
    Call(&'static str, Vec<Part>),
    /// The same along some axes, counted from 1.
    Along(&'static str, Part, Vec<usize>),
    /// The value whose entry at these letters is a sum over other letters of a product of entries.
    Indexed {
        /// The letters of the result; none of a number.
        output: Vec<char>,
        /// The letters that are summed over.
        summed: Vec<char>,
        /// Entries that are multiplied, each with its letters.
        factors: Vec<(Part, Vec<char>)>,
    },
}

/// A form as a part.
fn part(form: Form) -> Part {
    Part::Form(Box::new(form))
}

impl Presenter<'_> {
    /// The form of a contraction.
    pub(super) fn contraction_form(&self, expr: Expr) -> Part {
        if let Some(form) = self.axis_sum(expr) {
            return part(form);
        }
        let Some(network) = self.network(expr) else {
            return part(Form::Call("", vec![Part::Node(expr)]));
        };
        let mut reduced = Reduced::of(self.graph, network);
        match self.matrix(&mut reduced) {
            Some(found) => found,
            None => part(self.indexed(reduced)),
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
    fn matrix(&self, reduced: &mut Reduced) -> Option<Part> {
        if !reduced.summed.is_empty() || !reduced.tensors.is_empty() {
            return None;
        }
        let one = |index: u8| {
            reduced.extents[index as usize] == Dimension::ONE
                && reduced.weights[index as usize].is_empty()
                && !reduced.edges.iter().any(|edge| edge.from == index || edge.to == index)
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
                        diagonal(super::chain::entries(weights)).part
                    }
                })
            }
            [row, column] if one(row) => {
                Some(part(Form::Transpose(self.vector(reduced, column))))
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
            false => product(super::chain::entries(weights)),
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
            (!weights.is_empty()).then(|| diagonal(super::chain::entries(weights)))
        });
        if let Some(left) = left {
            chain.insert(0, left);
        }
        chain.extend(right);
        product(chain)
    }

    /// Entries by their indices.
    fn indexed(&self, reduced: Reduced) -> Form {
        let mut letters = Letters::of(self, &reduced.extents);
        let mut names: Vec<Option<char>> = vec![None; reduced.extents.len()];
        let mut output = Vec::new();
        let mut factors: Vec<(Part, Vec<char>)> = Vec::new();
        for &index in &reduced.output {
            let letter = letters.next();
            output.push(letter);
            match names[index as usize] {
                Some(first) => {
                    let eye = Form::Call("eye", vec![dimension(reduced.extents[index as usize])]);
                    factors.push((part(eye), vec![first, letter]));
                }
                None => names[index as usize] = Some(letter),
            }
        }
        let summed: Vec<char> = reduced
            .summed
            .iter()
            .map(|&index| *names[index as usize].insert(letters.next()))
            .collect();
        let name = |index: u8| names[index as usize].unwrap_or('?');
        for (tensor, indices) in reduced.tensors {
            let list = indices.iter().map(|&index| name(index)).collect();
            factors.push((Part::Node(tensor), list));
        }
        for edge in reduced.edges {
            let list = vec![name(edge.from), name(edge.to)];
            factors.push((product(edge.chain), list));
        }
        for (index, weights) in reduced.weights.into_iter().enumerate() {
            if !weights.is_empty() {
                let weight = product(super::chain::entries(weights));
                factors.push((weight, vec![name(index as u8)]));
            }
        }
        factors.extend(reduced.scalars.into_iter().map(|own| (own, Vec::new())));
        Form::Indexed {
            output,
            summed,
            factors,
        }
    }
}

/// Letters for indices that nothing else is called.
struct Letters {
    taken: Vec<char>,
    next: u32,
}

impl Letters {
    fn of(presenter: &Presenter, extents: &[Dimension]) -> Letters {
        let is_taken = |letter: &char| {
            let name = letter.to_string();
            presenter.graph.find_variable(&name).is_some()
                || extents.iter().any(|extent| extent.name() == Some(&name))
        };
        Letters {
            taken: ('a'..='z').filter(is_taken).collect(),
            next: 0,
        }
    }

    /// From i to z, then from a to h, then Greek ones.
    fn next(&mut self) -> char {
        loop {
            let letter = match self.next {
                own @ 0..=17 => char::from(b'i' + own as u8),
                own @ 18..=25 => char::from(b'a' + (own - 18) as u8),
                own => char::from_u32(0x3b1 + own - 26).unwrap_or('?'),
            };
            self.next += 1;
            if !self.taken.contains(&letter) {
                return letter;
            }
        }
    }
}

/// A dimension as a part.
pub(super) fn dimension(dimension: Dimension) -> Part {
    Part::Figure(Figure::Plain(dimension.to_string()))
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
            && graph.shape(base).rank() == 1
            && (matches!(graph.op(base), Op::Variable(_)) || !self.is_open(base))
        {
            return Form::Product(vec![part(Form::Transpose(Part::Node(base))), Part::Node(base)]);
        }
        Form::Call("sum", vec![Part::Node(expr)])
    }

    /// The form of what the entries along some axes come to.
    pub(super) fn reduction_form(&self, reduction: Reduction, axes: u8, of: Expr) -> Form {
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

    /// The form of a view or of the transpose of one.
    pub(super) fn placement_form(&self, expr: Expr) -> Form {
        let name = match self.graph.op(expr) {
            Op::Gather(_) => "view",
            _ => "place",
        };
        Form::Call(name, vec![Part::Node(self.graph.operands(expr)[0])])
    }
}
