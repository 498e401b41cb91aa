//! Letters that stand for indices: `tensor(i, j: u[i]*v[j])`, `sum(p: A[p,p])`, sums over dimensions with a name.
//!
//! The body is read once. In it a letter is a variable that nobody can type, and so is an entry at a place that depends on
//! letters: a *look*. Where the brackets close, every node of the body that depends on the letters is made anew with an
//! axis for each of them in front. Invariants: an entry outside of its value is 0; letters count from the first number of
//! their range, or from 1; nothing that is left depends on letters that are closed.

use super::Scope;
use super::fold::TENSOR;
use super::forms::{self, Folded, MOST_AXES};
use super::shapes::described;
use crate::codes;
use crate::graph::{Axes, Dimension, Expr, Indices, Lifted, Op, Place, Range, Reduction, Shape};
use crate::text::{Diagnostic, Span, quote};
use hashbrown::HashMap;
use num_traits::ToPrimitive;
use smallvec::SmallVec;
use std::collections::BTreeSet;

/// A letter whose brackets are open.
pub(super) struct Letter {
    /// What stands for it in the graph.
    variable: Expr,
    name: String,
    span: Span,
    /// How many values it has, once that is known.
    extent: Option<Dimension>,
    /// The first of them.
    low: i64,
    /// Whether a range of numbers is written: then entries outside are 0.
    is_ranged: bool,
}

/// Where a look stands on one axis of its value, counted from 0, as a sum of letters and of axes of what is seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Sight {
    offset: i64,
    letters: SmallVec<[(Expr, i64); 2]>,
    steps: SmallVec<[(u8, i64); 2]>,
}

/// An entry or a part of a value at a place that depends on letters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Look {
    of: Expr,
    places: Vec<Sight>,
    /// The axes of what is seen.
    view: Axes,
}

/// Letters and looks of an expression.
#[derive(Default)]
pub(super) struct Letters {
    open: Vec<Letter>,
    /// By the variable that stands for each.
    looks: HashMap<Expr, Look>,
    known: HashMap<Look, Expr>,
    count: u32,
}

/// What stands in place of an index: a number, and letters with their factors.
#[derive(Clone, Default)]
pub(super) struct Affine {
    pub(super) offset: i64,
    pub(super) letters: SmallVec<[(Expr, i64); 2]>,
}

impl Scope<'_> {
    /// Whether there are letters at all.
    pub(super) fn has_letters(&self) -> bool {
        !self.letters.open.is_empty()
    }

    /// Begins a letter; with a range there are its first number and how many there are.
    pub(super) fn open_letter(
        &mut self,
        name: &str,
        span: Span,
        range: Option<(i64, Dimension)>,
    ) -> Expr {
        self.letters.count += 1;
        let hidden = format!("{name}@index{}", self.letters.count);
        let variable = self.graph.variable(&hidden, Shape::Scalar);
        self.letters.open.push(Letter {
            variable,
            name: name.to_owned(),
            span,
            extent: range.map(|(_, extent)| extent),
            low: range.map_or(1, |(low, _)| low),
            is_ranged: range.is_some_and(|(_, extent)| extent.value().is_some()),
        });
        self.bound.push((name.to_owned(), variable));
        variable
    }

    fn letter(&mut self, variable: Expr) -> Option<&mut Letter> {
        let mut open = self.letters.open.iter_mut();
        open.find(|letter| letter.variable == variable)
    }

    /// What an index is, if letters are in it.
    pub(super) fn affine(&mut self, expr: Expr, span: Span) -> Option<Option<Affine>> {
        if !self.has_letters() || self.graph.as_number(expr).is_some() {
            return Some(None);
        }
        let nodes = self.graph.reachable(&[expr]);
        let is_hidden = |node: &Expr| self.is_hidden(*node);
        if !nodes.iter().any(is_hidden) {
            return Some(None);
        }
        let mut sum = Affine {
            offset: 0,
            letters: SmallVec::new(),
        };
        let mut open = vec![(expr, 1i64)];
        while let Some((expr, factor)) = open.pop() {
            let number = |own: Expr| self.graph.as_number(own)?.to_integer().to_i64();
            let is_whole = |own: Expr| {
                self.graph
                    .as_number(own)
                    .is_some_and(|own| own.is_integer())
            };
            match (self.graph.op(expr), self.graph.operands(expr)) {
                (Op::Sum, operands) => open.extend(operands.iter().map(|&own| (own, factor))),
                (Op::Product, &[first, rest]) if is_whole(first) => {
                    let factor = number(first).and_then(|own| own.checked_mul(factor));
                    open.push((rest, factor?));
                }
                (Op::Number(_), _) if is_whole(expr) => {
                    let own = number(expr).and_then(|own| own.checked_mul(factor));
                    sum.offset = sum.offset.checked_add(own?)?;
                }
                (Op::Variable(_), _)
                    if self.letters.open.iter().any(|own| own.variable == expr) =>
                {
                    match sum.letters.iter_mut().find(|own| own.0 == expr) {
                        Some(own) => own.1 += factor,
                        None => sum.letters.push((expr, factor)),
                    }
                }
                _ => {
                    let message = "an index is a sum of letters with whole factors";
                    self.report(
                        Diagnostic::error(codes::WHOLE_NUMBER_EXPECTED, span, message)
                            .with_help("write an index such as `x[i]`, `x[i + 1]` or `x[2*i - j]`"),
                    );
                    return None;
                }
            }
        }
        sum.letters.retain(|own| own.1 != 0);
        sum.letters.sort_unstable();
        Some(Some(sum))
    }

    /// Whether a node is a letter or a look.
    fn is_hidden(&self, node: Expr) -> bool {
        self.letters.looks.contains_key(&node)
            || self.letters.open.iter().any(|own| own.variable == node)
    }

    /// Refuses to differentiate what depends on letters, whose variables are hidden.
    pub(super) fn refuse_letters(&mut self, value: Expr, span: Span) -> Option<()> {
        if !self.has_letters() {
            return Some(());
        }
        let nodes = self.graph.reachable(&[value]);
        if !nodes.into_iter().any(|node| self.is_hidden(node)) {
            return Some(());
        }
        let message = "what is differentiated must not depend on the letter of an index";
        self.report(
            Diagnostic::error(codes::DERIVATIVE_OF_LETTER, span, message)
                .with_label("a letter stands in it")
                .with_help(
                    "take the derivative first, and its entries then: `jacobian(u, x)[i,j]`",
                ),
        );
        None
    }

    /// An entry or a part of `of` at places with letters. None of the ranges: letters stand there.
    pub(super) fn look(
        &mut self,
        (of, span): (Expr, Span),
        indices: Vec<(Option<Range>, Affine, Span)>,
    ) -> Option<Expr> {
        let axes = self.graph.shape(of).axes();
        let mut view = Axes::new();
        let mut places = Vec::with_capacity(axes.len());
        for ((range, index, place), &axis) in indices.into_iter().zip(&axes) {
            let sight = match range {
                Some(Range::At(at)) => Sight {
                    offset: i64::from(at),
                    ..Sight::default()
                },
                Some(Range::All) => {
                    view.push(axis);
                    Sight {
                        steps: SmallVec::from_slice(&[(view.len() as u8 - 1, 1)]),
                        ..Sight::default()
                    }
                }
                Some(Range::Part { first, count, step }) => {
                    view.push(count);
                    Sight {
                        offset: i64::from(first),
                        steps: SmallVec::from_slice(&[(view.len() as u8 - 1, step)]),
                        ..Sight::default()
                    }
                }
                None => self.sight(index, axis, (of, span), place)?,
            };
            places.push(sight);
        }
        let look = Look { of, places, view };
        let look = self.hidden(look);
        Some(self.plain(look))
    }

    /// One index with letters, on an axis.
    fn sight(
        &mut self,
        index: Affine,
        axis: Dimension,
        (of, span): (Expr, Span),
        place: Span,
    ) -> Option<Sight> {
        let mut offset = index.offset - 1;
        for &(letter, factor) in &index.letters {
            let low = self.letter(letter)?.low;
            offset = offset.checked_add(factor.checked_mul(low)?)?;
        }
        let sight = Sight {
            offset,
            letters: index.letters.clone(),
            steps: SmallVec::new(),
        };
        let [(letter, 1)] = index.letters[..] else {
            return self.of_known_axis(sight, axis, (of, span));
        };
        if index.offset != 0 {
            return self.of_known_axis(sight, axis, (of, span));
        }
        let own = self.letter(letter)?;
        match own.extent {
            None => own.extent = Some(axis),
            Some(extent) if extent == axis && own.low == 1 => {}
            Some(_) if own.is_ranged => return self.of_known_axis(sight, axis, (of, span)),
            Some(extent) => {
                let (name, at) = (own.name.clone(), own.span);
                let message = format!("the letter {} goes from 1 to {extent}", quote(&name));
                let shape = self.graph.shape(of);
                self.report(
                    Diagnostic::error(codes::SHAPE_MISMATCH, place, message)
                        .with_label(format!("here from 1 to {axis}"))
                        .with_related(span, format!("this is a {}", described(shape)))
                        .with_related(at, "the letter"),
                );
                return None;
            }
        }
        Some(sight)
    }

    /// Places other than all of an axis in order need to know how many there are.
    fn of_known_axis(
        &mut self,
        sight: Sight,
        axis: Dimension,
        (of, span): (Expr, Span),
    ) -> Option<Sight> {
        if axis.value().is_some() {
            return Some(sight);
        }
        let shape = self.graph.shape(of);
        self.size_not_known("an index that is more than a letter", shape, span);
        None
    }

    /// The variable that stands for a look.
    fn hidden(&mut self, look: Look) -> Expr {
        if let Some(&known) = self.letters.known.get(&look) {
            return known;
        }
        self.letters.count += 1;
        let hidden = format!("entry@look{}", self.letters.count);
        let shape = Shape::with_axes(&look.view);
        let variable = self.graph.variable(&hidden, shape);
        self.letters.known.insert(look.clone(), variable);
        self.letters.looks.insert(variable, look);
        variable
    }

    /// Ends the letters that were opened last, so many of them, without a value.
    pub(super) fn drop_letters(&mut self, count: usize) {
        let left = self.letters.open.len().saturating_sub(count);
        self.letters.open.truncate(left);
    }

    /// Ends these letters, which were opened last: the call `name` of the body for all their values.
    pub(super) fn close_letters(
        &mut self,
        (name, span): (&str, Span),
        letters: &[Expr],
        body: Expr,
    ) -> Option<Expr> {
        let mut extents = Vec::with_capacity(letters.len());
        for &letter in letters {
            let own = self.letter(letter)?;
            match own.extent {
                Some(extent) => extents.push(extent),
                None => {
                    let (name, at) = (own.name.clone(), own.span);
                    let message = format!("how far {} goes is not known", quote(&name));
                    self.report(
                        Diagnostic::error(codes::UNKNOWN_SIZE, at, message)
                            .with_label("no entry has it for an index alone")
                            .with_help(format!("write the range: `tensor({name} in 1..3, ...)`")),
                    );
                    return None;
                }
            }
        }
        let image = self.lifted(letters, &extents, body, span)?;
        let all: Indices = (0..letters.len() as u8).collect();
        let rank = self.graph.shape(body).rank();
        let folded = forms::fold(name);
        if (name == TENSOR || folded != Some(Folded::Sum)) && rank + letters.len() > MOST_AXES {
            self.too_many_axes(rank + letters.len(), span);
            return None;
        }
        if folded == Some(Folded::Sum) {
            let own = self.graph.shape(body).axes();
            let list: Vec<Dimension> = extents.iter().chain(&own).copied().collect();
            let kept: Indices = (0..rank).map(|axis| (letters.len() + axis) as u8).collect();
            let from: Indices = image.lead.iter().chain(&kept).copied().collect();
            return Some(self.graph.contract(&[(image.expr, &from)], &kept, &list));
        }
        let whole = self.graph.with_lead(&image, &all, &extents);
        if name == TENSOR {
            return Some(self.plain(whole));
        }
        let reduction = Reduction::ALL.into_iter().find(|own| own.name() == name)?;
        let along = (1u32 << letters.len()) - 1;
        Some(self.graph.reduce(reduction, whole, along as u8))
    }

    /// The body for all values of some letters.
    fn lifted(
        &mut self,
        letters: &[Expr],
        extents: &[Dimension],
        body: Expr,
        span: Span,
    ) -> Option<Lifted> {
        // What is seen by looks belongs to the body too.
        let mut nodes = BTreeSet::new();
        let mut open = vec![body];
        while let Some(root) = open.pop() {
            for node in self.graph.reachable(&[root]) {
                if nodes.insert(node)
                    && let Some(look) = self.letters.looks.get(&node)
                {
                    open.push(look.of);
                }
            }
        }
        let mut images: HashMap<Expr, Lifted> = HashMap::new();
        // Operands come before what uses them, and what is looked at before the look.
        for node in nodes {
            if let Some(place) = letters.iter().position(|&own| own == node) {
                let expr = self.numbers(node, extents[place])?;
                let lead = SmallVec::from_slice(&[place as u8]);
                images.insert(node, Lifted { expr, lead });
                continue;
            }
            if let Some(look) = self.letters.looks.get(&node).cloned() {
                if let Some(image) = self.seen(look, letters, extents, &images) {
                    images.insert(node, image);
                }
                continue;
            }
            let operands = self.graph.operands_of(node);
            if !operands.iter().any(|own| images.contains_key(own)) {
                continue;
            }
            let lists: Vec<Lifted> = operands.iter().map(|own| image_of(&images, *own)).collect();
            let Some(image) = self.graph.lift(node, &lists, extents) else {
                let message = "this can't be computed for all values of a letter";
                self.report(
                    Diagnostic::error(codes::NO_FOLD, span, message)
                        .with_label("an inverse or a determinant of entries, or too many axes")
                        .with_help("write a range of numbers: `sum(i in 1..3, ...)`"),
                );
                return None;
            };
            images.insert(node, image);
        }
        Some(image_of(&images, body))
    }

    /// The numbers that a letter stands for.
    fn numbers(&mut self, letter: Expr, extent: Dimension) -> Option<Expr> {
        let own = self.letter(letter)?;
        let (low, name, span) = (own.low, own.name.clone(), own.span);
        let Some(count) = extent.value() else {
            let message = format!(
                "{} is used as a number, but its range has a name",
                quote(&name)
            );
            self.report(
                Diagnostic::error(codes::NAMED_DIMENSION, span, message)
                    .with_label(format!("goes from 1 to {extent}"))
                    .with_help(super::shapes::advice(Some(extent))),
            );
            return None;
        };
        let list: Vec<Expr> = (0..i64::from(count))
            .map(|place| self.graph.integer(low + place))
            .collect();
        Some(match count {
            1 => self
                .graph
                .fill(list[0], Shape::with_axes(&[Dimension::ONE])),
            _ => self.graph.stack(&list, Shape::vector(count)),
        })
    }

    /// What is seen at all values of some letters; none if it depends on none of them.
    fn seen(
        &mut self,
        look: Look,
        letters: &[Expr],
        extents: &[Dimension],
        images: &HashMap<Expr, Lifted>,
    ) -> Option<Lifted> {
        let of = image_of(images, look.of);
        let mut lead = of.lead.clone();
        for (letter, _) in look.places.iter().flat_map(|place| &place.letters) {
            if let Some(place) = letters.iter().position(|own| own == letter) {
                lead.push(place as u8);
            }
        }
        if lead.is_empty() {
            return None;
        }
        lead.sort_unstable();
        lead.dedup();
        let at = |index: u8| lead.iter().position(|own| *own == index).unwrap_or(0) as u8;
        let count = lead.len() as u8;
        let mut view: Axes = lead.iter().map(|&own| extents[own as usize]).collect();
        view.extend(look.view.iter().copied());
        let mut places: Vec<Sight> = of
            .lead
            .iter()
            .map(|&index| Sight {
                steps: SmallVec::from_slice(&[(at(index), 1)]),
                ..Sight::default()
            })
            .collect();
        for place in look.places {
            let mut sight = Sight {
                offset: place.offset,
                ..Sight::default()
            };
            for (letter, factor) in place.letters {
                match letters.iter().position(|own| *own == letter) {
                    Some(index) => sight.steps.push((at(index as u8), factor)),
                    None => sight.letters.push((letter, factor)),
                }
            }
            let steps = place.steps.iter();
            sight
                .steps
                .extend(steps.map(|&(axis, step)| (axis + count, step)));
            sight.steps.sort_unstable();
            places.push(sight);
        }
        if places.iter().any(|place| !place.letters.is_empty()) {
            let of = of.expr;
            let expr = self.hidden(Look { of, places, view });
            return Some(Lifted { expr, lead });
        }
        let places = places.into_iter().map(|place| Place {
            offset: place.offset,
            steps: place.steps,
        });
        let expr = self.graph.entries_at(of.expr, places.collect(), &view);
        Some(Lifted { expr, lead })
    }
}

/// The image of a node; its own where it depends on no letter.
fn image_of(images: &HashMap<Expr, Lifted>, node: Expr) -> Lifted {
    images.get(&node).cloned().unwrap_or_else(|| Lifted {
        expr: node,
        lead: Indices::new(),
    })
}
