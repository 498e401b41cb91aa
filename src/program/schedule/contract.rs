//! A contraction of any number of operands as steps of two at most, the cheapest pair first.
//!
//! Must not know: maps. Invariants: an inverse that is multiplied becomes a solution; no pair is multiplied before all
//! that it can be summed over is summed.

use super::lower::Lowering;
use super::{ArrayId, Axes, Contract, Size, Step};
use crate::graph::{Dimension, Expr, Graph, Indices, Op};
use smallvec::SmallVec;

/// What a dimension with a name is taken to be.
const USUAL_LENGTH: f64 = 64.0;

/// An operand, or a part that is made on the way.
#[derive(Clone, Debug)]
struct Term {
    source: Source,
    indices: Indices,
}

#[derive(Clone, Copy, Debug)]
enum Source {
    Node(Expr),
    Array(ArrayId),
}

/// A contraction in the making.
pub(super) struct Contractions<'a> {
    graph: &'a Graph,
    terms: Vec<Term>,
    output: Indices,
    extents: SmallVec<[Dimension; 4]>,
}

/// How two terms become one.
enum Way {
    Product,
    /// The solution for the term of the second place, with the matrix of the first one.
    Solution {
        matrix: Expr,
        transposed: bool,
        /// Whether the right side has its axes in the other order.
        turned: bool,
    },
}

impl<'a> Contractions<'a> {
    pub(super) fn new(graph: &'a Graph, node: Expr) -> Self {
        let (operands, own) = (graph.operands(node), graph.contraction(node));
        let Some(own) = own else {
            return Contractions {
                graph,
                terms: Vec::new(),
                output: Indices::new(),
                extents: SmallVec::new(),
            };
        };
        let pairs = operands.iter().zip(&own.inputs);
        Contractions {
            graph,
            terms: pairs
                .map(|(&node, indices)| Term {
                    source: Source::Node(node),
                    indices: indices.clone(),
                })
                .collect(),
            output: own.output.clone(),
            extents: own.extents.clone(),
        }
    }

    /// The nodes whose arrays the steps read.
    pub(super) fn reads(mut self) -> SmallVec<[Expr; 4]> {
        let mut reads = SmallVec::new();
        self.run(&mut |step: Planned| {
            for source in step.sources() {
                if let Source::Node(node) = source {
                    reads.push(node);
                }
            }
            ArrayId(0)
        });
        reads
    }

    /// Adds the steps.
    pub(super) fn emit(mut self, lowering: &mut Lowering<'_>) -> ArrayId {
        let extents: Axes = self.extents.iter().map(|&own| lowering.size(own)).collect();
        self.run(&mut |step: Planned| {
            let array = |source: Source| match source {
                Source::Node(node) => lowering.made[node],
                Source::Array(id) => id,
            };
            let step = match step {
                Planned::Contract(terms, output) => {
                    let operands = terms
                        .iter()
                        .map(|own| (array(own.source), own.indices.clone()));
                    Step::Contract(numbered(operands.collect(), output, &extents))
                }
                Planned::Solve(matrix, transposed, right) => Step::Solve {
                    matrix: lowering.made[matrix],
                    transposed,
                    right: array(right),
                },
            };
            lowering.push(step)
        })
    }

    /// Plans all steps; `make` is told each and says what array it makes.
    fn run(&mut self, make: &mut dyn FnMut(Planned) -> ArrayId) -> ArrayId {
        while self.terms.len() > 2 || (self.terms.len() == 2 && self.solution(0, 1).is_some()) {
            let (left, right) = self.best();
            self.join(left, right, make);
        }
        let indices = self.terms.first().map(|own| own.indices.clone());
        if let (
            &[
                Term {
                    source: Source::Array(id),
                    ..
                },
            ],
            Some(indices),
        ) = (&self.terms[..], indices)
            && indices == self.output
        {
            return id;
        }
        make(Planned::Contract(
            std::mem::take(&mut self.terms),
            self.output.clone(),
        ))
    }

    /// Replaces two terms by one.
    fn join(&mut self, left: usize, right: usize, make: &mut dyn FnMut(Planned) -> ArrayId) {
        let (left, right, way) = match self.solution(left, right) {
            Some(found) => found,
            None => (left, right, Way::Product),
        };
        let (a, b) = (self.terms[left].clone(), self.terms[right].clone());
        let kept = self.kept(left, right);
        let joined = match way {
            Way::Product => Term {
                source: Source::Array(make(Planned::Contract(vec![a, b], kept.clone()))),
                indices: kept,
            },
            Way::Solution {
                matrix,
                transposed,
                turned,
            } => {
                let mut b = b;
                if turned {
                    let indices: Indices = b.indices.iter().rev().copied().collect();
                    let source = Source::Array(make(Planned::Contract(vec![b], indices.clone())));
                    b = Term { source, indices };
                }
                let own = if transposed {
                    a.indices[1]
                } else {
                    a.indices[0]
                };
                let mut indices = b.indices.clone();
                indices[0] = own;
                Term {
                    source: Source::Array(make(Planned::Solve(matrix, transposed, b.source))),
                    indices,
                }
            }
        };
        let last = left.max(right);
        self.terms.remove(last);
        self.terms[left.min(right)] = joined;
    }

    /// The indices that something else needs after two terms are one, in the order in which they occur.
    fn kept(&self, left: usize, right: usize) -> Indices {
        let others = self.terms.iter().enumerate();
        let others = others.filter(|(place, _)| *place != left && *place != right);
        let mut needed: Vec<u8> = others
            .flat_map(|own| own.1.indices.iter().copied())
            .collect();
        needed.extend(&self.output);
        let mut kept = Indices::new();
        for &index in self.terms[left]
            .indices
            .iter()
            .chain(&self.terms[right].indices)
        {
            if needed.contains(&index) && !kept.contains(&index) {
                kept.push(index);
            }
        }
        kept
    }

    /// Whether one of two terms is an inverse that is multiplied with the other one, whole.
    fn solution(&self, left: usize, right: usize) -> Option<(usize, usize, Way)> {
        let one_way = |left: usize, right: usize| {
            let (a, b) = (&self.terms[left], &self.terms[right]);
            let Source::Node(node) = a.source else {
                return None;
            };
            let (Op::Inverse, &[matrix]) = (self.graph.op(node), self.graph.operands(node)) else {
                return None;
            };
            let &[row, column] = &a.indices[..] else {
                return None;
            };
            let is_plain = match b.indices[..] {
                [_] => true,
                [first, second] => first != second,
                _ => false,
            };
            if !is_plain || row == column {
                return None;
            }
            let kept = self.kept(left, right);
            for (summed, other, transposed) in [(column, row, false), (row, column, true)] {
                let place = b.indices.iter().position(|&own| own == summed);
                if let Some(place) = place
                    && !kept.contains(&summed)
                    && kept.contains(&other)
                    && !b.indices.contains(&other)
                    && b.indices
                        .iter()
                        .all(|own| *own == summed || kept.contains(own))
                {
                    let turned = place == 1;
                    return Some((
                        left,
                        right,
                        Way::Solution {
                            matrix,
                            transposed,
                            turned,
                        },
                    ));
                }
            }
            None
        };
        one_way(left, right).or_else(|| one_way(right, left))
    }

    /// The pair that costs least, and of those that cost the same the one that leaves least.
    fn best(&self) -> (usize, usize) {
        let mut best = (f64::INFINITY, f64::INFINITY);
        let mut pair = (0, 1);
        for right in 1..self.terms.len() {
            for left in 0..right {
                let all = [&self.terms[left], &self.terms[right]];
                let mut indices: Vec<u8> = all
                    .iter()
                    .flat_map(|own| own.indices.iter().copied())
                    .collect();
                indices.sort_unstable();
                indices.dedup();
                let cost = self.places(&indices);
                let left_over = self.places(&self.kept(left, right));
                // What is much smaller than both operands is worth more than a cheap outer product.
                let grows =
                    left_over - all.iter().map(|own| self.places(&own.indices)).sum::<f64>();
                let key = (cost, grows);
                if key < best {
                    best = key;
                    pair = (left, right);
                }
            }
        }
        pair
    }

    fn places(&self, indices: &[u8]) -> f64 {
        let length = |&index: &u8| {
            let known = self.extents[usize::from(index)].value();
            known.map_or(USUAL_LENGTH, f64::from)
        };
        indices.iter().map(length).product()
    }
}

/// A step before its arrays are known.
enum Planned {
    Contract(Vec<Term>, Indices),
    Solve(Expr, bool, Source),
}

impl Planned {
    fn sources(&self) -> SmallVec<[Source; 2]> {
        match self {
            Planned::Contract(terms, _) => terms.iter().map(|own| own.source).collect(),
            Planned::Solve(matrix, _, right) => {
                SmallVec::from_slice(&[Source::Node(*matrix), *right])
            }
        }
    }
}

/// The contraction with its indices numbered by their first appearance, and no others.
fn numbered(
    operands: SmallVec<[(ArrayId, Indices); 2]>,
    output: Indices,
    extents: &[Size],
) -> Contract {
    let mut own: Vec<u8> = Vec::new();
    let mut number = |index: u8| match own.iter().position(|&other| other == index) {
        Some(place) => place as u8,
        None => {
            own.push(index);
            own.len() as u8 - 1
        }
    };
    let operands = operands
        .into_iter()
        .map(|(array, indices)| (array, indices.into_iter().map(&mut number).collect()))
        .collect();
    let output = output.into_iter().map(&mut number).collect();
    Contract {
        operands,
        output,
        extents: own
            .iter()
            .map(|&index| extents[usize::from(index)])
            .collect(),
    }
}
