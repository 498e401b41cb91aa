//! Values by their entries: `tensor(i, j: sum(p: u[i,p]*v[p,j]))`, and Kronecker products and columns where that is what is
//! placed.
//!
//! Must not know any notation. Invariants: what is written in one piece is flat, unless it is nested deeper than
//! [`MOST_NESTED`]; a letter whose range no entry shows has it written.

use super::chain::{Reduced, entries, product};
use super::matrix::{Form, dimension, part};
use super::present::Presenter;
use super::reading::Part;
use super::view::affine;
use super::{Dimension, Expr, Indices, Op, Placement};
use hashbrown::HashSet;

/// Views and products inside each other are opened so far.
const MOST_NESTED: u32 = 4;

/// Letters for indices that nothing else is called.
pub(super) struct Letters {
    taken: Vec<char>,
    next: u32,
}

impl Letters {
    pub(super) fn of(presenter: &Presenter, extents: &[Dimension]) -> Letters {
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
    pub(super) fn next(&mut self) -> String {
        loop {
            let letter = match self.next {
                own @ 0..=17 => char::from(b'i' + own as u8),
                own @ 18..=25 => char::from(b'a' + (own - 18) as u8),
                own => char::from_u32(0x3b1 + own - 26).unwrap_or('?'),
            };
            self.next += 1;
            if !self.taken.contains(&letter) {
                return letter.to_string();
            }
        }
    }
}

/// Entries that are multiplied, while they are found.
struct Entries {
    letters: Letters,
    /// Each letter with the length of its axis.
    extents: Vec<(String, Dimension)>,
    summed: Vec<String>,
    factors: Vec<(Part, Vec<String>)>,
    /// The letters that stand alone for all of an axis.
    whole: HashSet<String>,
}

impl Entries {
    fn of(presenter: &Presenter, extents: &[Dimension]) -> Entries {
        Entries {
            letters: Letters::of(presenter, extents),
            extents: Vec::new(),
            summed: Vec::new(),
            factors: Vec::new(),
            whole: HashSet::new(),
        }
    }

    fn letter(&mut self, extent: Dimension) -> String {
        let letter = self.letters.next();
        self.extents.push((letter.clone(), extent));
        letter
    }

    /// An entry at places each of which runs along a whole axis if it is a letter alone.
    fn push(&mut self, part: Part, places: Vec<String>) {
        self.whole.extend(places.iter().cloned());
        self.factors.push((part, places));
    }

    fn form(self, output: Vec<String>) -> Form {
        let unseen = |(letter, _): &&(String, Dimension)| !self.whole.contains(letter);
        let ranges = self.extents.iter().filter(unseen);
        Form::Indexed {
            ranges: ranges
                .map(|(letter, extent)| (letter.clone(), extent.to_string()))
                .collect(),
            output,
            summed: self.summed,
            factors: self.factors,
        }
    }
}

fn is_letter(text: &str) -> bool {
    text.chars().count() == 1 && text.chars().all(char::is_alphabetic)
}

impl Presenter<'_> {
    /// A contraction by its entries.
    pub(super) fn indexed(&self, expr: Expr, reduced: Reduced) -> Form {
        let axes = self.graph.shape(expr).axes();
        let mut found = Entries::of(self, &reduced.extents);
        let output: Vec<String> = axes.iter().map(|&axis| found.letter(axis)).collect();
        self.add_reduced(reduced, &output, &mut found, 0);
        found.form(output)
    }

    /// A view by its entries.
    pub(super) fn viewed(&self, expr: Expr) -> Form {
        let axes = self.graph.shape(expr).axes();
        let mut found = Entries::of(self, &axes);
        let output: Vec<String> = axes.iter().map(|&axis| found.letter(axis)).collect();
        self.add(expr, output.clone(), &mut found, 0);
        found.form(output)
    }

    /// The factors of the entry of a node at some places.
    fn add(&self, node: Expr, places: Vec<String>, found: &mut Entries, depth: u32) {
        let graph = self.graph;
        let opens = depth < MOST_NESTED && (self.is_open(node) || depth == 0);
        match graph.op(node) {
            Op::Gather(_) if opens && places.iter().all(|own| is_letter(own)) => {
                let Some(view) = graph.placement(node) else {
                    return found.push(Part::Node(node), places);
                };
                let axes = 0..places.len();
                let along = axes.filter(|&axis| view.runs_along(axis));
                let along: Vec<String> = along.map(|axis| places[axis].clone()).collect();
                let list: Vec<String> =
                    view.places.iter().map(|own| affine(own, &places)).collect();
                let operand = graph.operands(node)[0];
                // A letter that runs along a part of an axis only is not known from there.
                let before = found.whole.clone();
                self.add(operand, list, found, depth + 1);
                found
                    .whole
                    .retain(|own| before.contains(own) || !places.contains(own));
                found.whole.extend(along);
            }
            Op::Contract(_) if opens => match self.unmatched(node) {
                Some(reduced) => self.add_reduced(reduced, &places, found, depth + 1),
                None => found.push(Part::Node(node), places),
            },
            _ => found.push(Part::Node(node), places),
        }
    }

    /// The network of a contraction that has no form in matrix notation.
    fn unmatched(&self, node: Expr) -> Option<Reduced<'_>> {
        let read = || Some(Reduced::of(self.graph, self.network(node)?));
        match self.matrix(&mut read()?) {
            Some(_) => None,
            None => read(),
        }
    }

    fn add_reduced(&self, reduced: Reduced, output: &[String], found: &mut Entries, depth: u32) {
        let mut names: Vec<Option<String>> = vec![None; reduced.extents.len()];
        for (&index, letter) in reduced.output.iter().zip(output) {
            match names[index as usize].clone() {
                Some(first) if first == *letter => {}
                Some(first) => {
                    let eye = Form::Call("eye", vec![dimension(reduced.extents[index as usize])]);
                    found.push(part(eye), vec![first, letter.clone()]);
                }
                None => names[index as usize] = Some(letter.clone()),
            }
        }
        for &index in &reduced.summed {
            let letter = found.letter(reduced.extents[index as usize]);
            found.summed.push(letter.clone());
            names[index as usize] = Some(letter);
        }
        let name = |index: u8| names[index as usize].clone().unwrap_or_default();
        for (tensor, indices) in reduced.tensors {
            let list: Vec<String> = indices.iter().map(|&index| name(index)).collect();
            match self.is_open(tensor) {
                true => self.add(tensor, list, found, depth + 1),
                false => found.push(Part::Node(tensor), list),
            }
        }
        for edge in reduced.edges {
            let mut list = vec![name(edge.from), name(edge.to)];
            if edge.is_symmetric() {
                list.sort_unstable();
            }
            found.push(product(edge.chain), list);
        }
        for (index, weights) in reduced.weights.into_iter().enumerate() {
            if !weights.is_empty() {
                let weight = product(entries(weights));
                found.push(weight, vec![name(index as u8)]);
            }
        }
        let scalars = reduced.scalars.into_iter().map(|own| (own, Vec::new()));
        found.factors.extend(scalars);
    }

    /// The transpose of a view by its indices: what lies at a place is the sum over all that is placed there, which an
    /// identity matrix says. An axis that is placed as it is needs no sum.
    pub(super) fn placed(&self, operand: Expr, placement: &Placement) -> Form {
        let mut extents = placement.whole.to_vec();
        extents.extend(&placement.view);
        let mut found = Entries::of(self, &extents);
        let output: Vec<String> = placement
            .whole
            .iter()
            .map(|&axis| found.letter(axis))
            .collect();
        // Axes of the operand that are always equal share a letter.
        let network = self
            .is_open(operand)
            .then(|| self.unmatched(operand))
            .flatten();
        let index_of = |axis: usize| {
            network
                .as_ref()
                .map_or(axis, |own| own.output[axis] as usize)
        };
        let steps = || placement.places.iter().flat_map(|place| &place.steps);
        let straight = |place: usize| match placement.places[place].steps[..] {
            [(axis, 1)] if placement.places[place].offset == 0 => {
                let once = steps().filter(|(other, _)| *other == axis).count() == 1;
                let all = placement.whole[place] == placement.view[axis as usize];
                (once && all).then_some(axis as usize)
            }
            _ => None,
        };
        let mut own: Vec<Option<String>> = vec![None; placement.view.len()];
        for (place, letter) in output.iter().enumerate() {
            if let Some(axis) = straight(place) {
                own[axis] = Some(letter.clone());
            }
        }
        for axis in 0..own.len() {
            if own[axis].is_some() {
                continue;
            }
            let same = (0..own.len()).filter(|&other| index_of(other) == index_of(axis));
            let known = same.into_iter().find_map(|other| own[other].clone());
            own[axis] = Some(known.unwrap_or_else(|| {
                let letter = found.letter(placement.view[axis]);
                found.summed.push(letter.clone());
                letter
            }));
        }
        let own: Vec<String> = own.into_iter().flatten().collect();
        match network {
            Some(reduced) => self.add_reduced(reduced, &own, &mut found, 1),
            None => self.add(operand, own.clone(), &mut found, 1),
        }
        for (place, letter) in output.iter().enumerate() {
            if straight(place).is_none() {
                let eye = part(Form::Call("eye", vec![dimension(placement.whole[place])]));
                found.push(
                    eye,
                    vec![letter.clone(), affine(&placement.places[place], &own)],
                );
            }
        }
        found.form(output)
    }

    /// `vec(A)` and `kron(A, B)`, which place entries in one column, and products of entries in blocks.
    pub(super) fn columns(&self, operand: Expr, placement: &Placement) -> Option<Form> {
        let graph = self.graph;
        let sizes: Option<Vec<i64>> = placement
            .view
            .iter()
            .map(|own| own.value().map(i64::from))
            .collect();
        let sizes = sizes?;
        if placement.places.iter().any(|place| place.offset != 0) {
            return None;
        }
        if let ([place], [whole]) = (&placement.places[..], &placement.whole[..]) {
            let mut step = 1;
            let in_order = place.steps.iter().enumerate().all(|(at, &(axis, own))| {
                let fits = axis as usize == at && own == step;
                step *= sizes.get(at).copied().unwrap_or(1);
                fits
            });
            let all = in_order && place.steps.len() == sizes.len() && step == whole.known() as i64;
            return (all && sizes.len() > 1).then(|| Form::Call("vec", vec![Part::Node(operand)]));
        }
        let [rows, columns] = &placement.places[..] else {
            return None;
        };
        let own = graph
            .contraction(operand)
            .filter(|_| self.is_open(operand))?;
        let &[first, second] = graph.operands(operand) else {
            return None;
        };
        // The indices of rows and columns of both, the outer one first.
        let of_axis = |axis: u8| own.output[axis as usize];
        let mut outer = Indices::new();
        let mut inner = Indices::new();
        for place in [rows, columns] {
            let &[(one, stride), (other, 1)] = &place.steps[..] else {
                return None;
            };
            if stride != sizes[other as usize] {
                return None;
            }
            outer.push(of_axis(one));
            inner.push(of_axis(other));
        }
        let [a, b] = [&own.inputs[0], &own.inputs[1]];
        let parts = match () {
            () if *a == outer && *b == inner => [first, second],
            () if *b == outer && *a == inner => [second, first],
            () => return None,
        };
        (own.is_pure() && own.output.len() == 4)
            .then(|| Form::Call("kron", parts.map(Part::Node).to_vec()))
    }
}
