//! How contractions and other operations on whole vectors and matrices read for people: products of matrices,
//! transposes, traces and diagonals where there is such a form, sums over indices otherwise.
//!
//! Must not know any notation. Invariant: a form looks at its node, the node's operands and theirs.

use super::figure::Figure;
use super::reading::Part;
use super::{Contraction, Dimension, Expr, Graph, Indices, Op, Reduction};

/// What an operation on whole vectors and matrices reads as.
pub(super) enum Form {
    /// A product of matrices, vectors and rows.
    Product(Vec<Part>),
    /// Rows and columns exchanged.
    Transpose(Part),
    /// A function of whole values.
    Call(&'static str, Vec<Part>),
    /// The same along one axis, counted from 1.
    Along(&'static str, Part, usize),
    /// A sum over indices, by letters: of each operand, and of the result.
    Indices(Vec<(Part, String)>, String),
}

impl Graph {
    /// The form of a contraction.
    pub(super) fn contraction_form(&self, expr: Expr) -> Form {
        let operands = self.operands(expr);
        let Some(contraction) = self.contraction(expr) else {
            return Form::Call("", vec![Part::Node(expr)]);
        };
        let forms = [single_form, chain_form];
        let found = forms
            .iter()
            .find_map(|form| form(self, operands, contraction));
        found.unwrap_or_else(|| {
            let letters = |indices: &Indices| -> String {
                indices.iter().map(|&index| letter(index)).collect()
            };
            let parts = operands.iter().zip(&contraction.inputs);
            Form::Indices(
                parts
                    .map(|(&own, indices)| (Part::Node(own), letters(indices)))
                    .collect(),
                letters(&contraction.output),
            )
        })
    }
}

fn letter(index: u8) -> char {
    match index {
        0..=17 => (b'i' + index) as char,
        _ => (b'A' + (index - 18) % 26) as char,
    }
}

/// A dimension as a part.
pub(super) fn dimension(dimension: Dimension) -> Part {
    Part::Figure(Figure::Plain(dimension.to_string()))
}

/// Of no operand or one.
fn single_form(graph: &Graph, operands: &[Expr], own: &Contraction) -> Option<Form> {
    let [operand] = *operands else {
        let is_identity = operands.is_empty() && own.output[..] == [0, 0];
        return is_identity.then(|| Form::Call("eye", vec![dimension(own.extents[0])]));
    };
    let part = Part::Node(operand);
    Some(match (&own.inputs[0][..], &own.output[..]) {
        ([0, 1], [1, 0]) => Form::Transpose(part),
        ([0], [1, 0]) if own.extents[1] == Dimension::ONE => Form::Transpose(part),
        ([0, 1], [1]) if own.extents[0] == Dimension::ONE => Form::Transpose(part),
        ([0, 0], []) => Form::Call("tr", vec![part]),
        ([0], [0, 0]) | ([0, 0], [0]) => Form::Call("diag", vec![part]),
        ([0], []) => match scalar_product(graph, operand) {
            Some(form) => form,
            None => Form::Call("sum", vec![part]),
        },
        (_, [])
            if own.inputs[0]
                .iter()
                .enumerate()
                .all(|(axis, &i)| axis == i as usize) =>
        {
            Form::Call("sum", vec![part])
        }
        ([0, 1], [1]) => Form::Along("sum", part, 1),
        ([0, 1], [0]) => Form::Along("sum", part, 2),
        _ => return None,
    })
}

/// `x'*y` for the sum of `x .* y`.
fn scalar_product(graph: &Graph, expr: Expr) -> Option<Form> {
    let operands = graph.operands(expr);
    match (graph.op(expr), operands) {
        (Op::Product, &[left, right])
            if graph.shape(left) == graph.shape(right) && graph.as_number(left).is_none() =>
        {
            let inverted = [left, right].map(|own| is_inverse(graph, own));
            if inverted != [false, false] {
                return None;
            }
            Some(Form::Product(vec![Part::Turned(left), Part::Node(right)]))
        }
        (Op::Power, &[base, exponent]) if graph.is_integer(exponent, 2) => {
            Some(Form::Product(vec![Part::Turned(base), Part::Node(base)]))
        }
        _ => None,
    }
}

fn is_inverse(graph: &Graph, expr: Expr) -> bool {
    graph.op(expr) == Op::Power
}

/// A chain of matrices from one end to the other, each sharing one index with the next.
fn chain_form(graph: &Graph, operands: &[Expr], own: &Contraction) -> Option<Form> {
    let ranks = operands.iter().map(|&operand| graph.shape(operand).rank());
    if operands.len() < 2 || ranks.clone().any(|rank| rank > 2) {
        return None;
    }
    let (start, end) = match own.output[..] {
        [row, column] if row != column => (Some(row), Some(column)),
        [row] => (Some(row), None),
        [] => (None, None),
        _ => return None,
    };
    // Each index stands twice: in two operands, or in one and the result.
    let count = |index: u8| {
        let lists = own.inputs.iter().chain([&own.output]);
        lists.flatten().filter(|&&other| other == index).count()
    };
    let outer = operands.len() == 2 && own.inputs.iter().all(|indices| indices.len() == 1);
    if let ([row, column], true) = (&own.output[..], outer) {
        let place = own.inputs.iter().position(|indices| indices[0] == *row)?;
        let other = own
            .inputs
            .iter()
            .position(|indices| indices[0] == *column)?;
        let (left, right) = (operands[place], operands[other]);
        return (place != other)
            .then(|| Form::Product(vec![Part::Node(left), Part::Turned(right)]));
    }
    if let Some(form) = scaled_form(operands, own) {
        return Some(form);
    }
    if (0..own.extents.len() as u8).any(|index| count(index) != 2) {
        return None;
    }
    let mut used = vec![false; operands.len()];
    let mut parts = Vec::new();
    let mut current = match start {
        Some(index) => index,
        None => {
            let first = own.inputs.iter().position(|indices| indices.len() == 1);
            let Some(first) = first else {
                return trace_form(operands, own);
            };
            used[first] = true;
            parts.push(Part::Turned(operands[first]));
            own.inputs[first][0]
        }
    };
    loop {
        let next =
            (0..operands.len()).find(|&place| !used[place] && own.inputs[place].contains(&current));
        let Some(place) = next else { break };
        used[place] = true;
        match own.inputs[place][..] {
            [_] => {
                parts.push(Part::Node(operands[place]));
                break;
            }
            [first, second] if first == current => {
                parts.push(Part::Node(operands[place]));
                current = second;
            }
            [first, _] => {
                parts.push(Part::Turned(operands[place]));
                current = first;
            }
            _ => return None,
        }
        if end == Some(current) {
            break;
        }
    }
    used.iter()
        .all(|&used| used)
        .then_some(Form::Product(parts))
}

/// The trace of a product of two matrices.
fn trace_form(operands: &[Expr], own: &Contraction) -> Option<Form> {
    match (operands, &own.inputs[..]) {
        (&[left, right], [first, second]) if first[0] == second[1] && first[1] == second[0] => {
            Some(Form::Call("tr", vec![Part::Product(left, right)]))
        }
        _ => None,
    }
}

/// `diag(d)*A` and `A*diag(d)`.
fn scaled_form(operands: &[Expr], own: &Contraction) -> Option<Form> {
    let vector = own.inputs.iter().position(|indices| indices.len() == 1)?;
    let [_, _] = *operands else { return None };
    let matrix = 1 - vector;
    let (index, indices) = (own.inputs[vector][0], &own.inputs[matrix]);
    if indices.len() != 2 || !own.output.contains(&index) || own.output.len() != 2 {
        return None;
    }
    let turned = own.output[0] != indices[0];
    if turned && (own.output[0] != indices[1] || own.output[1] != indices[0]) {
        return None;
    }
    let matrix = match turned {
        true => Part::Turned(operands[matrix]),
        false => Part::Node(operands[matrix]),
    };
    let scale = Part::Diagonal(operands[vector]);
    Some(Form::Product(match own.output[0] == index {
        true => vec![scale, matrix],
        false => vec![matrix, scale],
    }))
}

impl Graph {
    /// The form of what the entries along some axes come to.
    pub(super) fn reduction_form(&self, reduction: Reduction, axes: u8, of: Expr) -> Form {
        let rank = self.shape(of).rank() as u32;
        let name = reduction.name();
        match (axes.count_ones(), axes.trailing_zeros()) {
            (all, _) if all == rank => Form::Call(name, vec![Part::Node(of)]),
            (1, axis) => Form::Along(name, Part::Node(of), axis as usize + 1),
            _ => Form::Call(name, vec![Part::Node(of)]),
        }
    }

    /// The form of a view or of the transpose of one.
    pub(super) fn placement_form(&self, expr: Expr) -> Form {
        let name = match self.op(expr) {
            Op::Gather(_) => "view",
            _ => "place",
        };
        Form::Call(name, vec![Part::Node(self.operands(expr)[0])])
    }
}
