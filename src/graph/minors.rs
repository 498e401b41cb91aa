//! Determinants and inverses of small matrices of scalars, by minors.
//!
//! Each minor is made once: 2^n of them, so this is for a few rows only.

use super::{Expr, Graph};
use hashbrown::HashMap;

/// Matrices with more rows than this are not taken apart into scalars.
pub const MOST_ROWS: usize = 4;

/// The determinant of the rows from `first` on, but for one that may be left out, in the columns of a set.
struct Minors<'a> {
    graph: &'a mut Graph,
    entries: &'a [Expr],
    size: usize,
    known: HashMap<(u32, u32), Expr>,
}

impl Minors<'_> {
    /// Of these rows and as many columns. Nested as deep as there are rows.
    fn of(&mut self, rows: u32, columns: u32) -> Expr {
        if rows == 0 {
            return self.graph.integer(1);
        }
        if let Some(&known) = self.known.get(&(rows, columns)) {
            return known;
        }
        let row = rows.trailing_zeros();
        let mut terms = Vec::new();
        let mut negative = false;
        for column in (0..self.size as u32).filter(|column| columns >> column & 1 == 1) {
            let entry = self.entries[row as usize * self.size + column as usize];
            let minor = self.of(rows & !(1 << row), columns & !(1 << column));
            let term = self.graph.product(&[entry, minor]);
            terms.push(match negative {
                true => self.graph.negate(term),
                false => term,
            });
            negative = !negative;
        }
        let sum = self.graph.sum(&terms);
        self.known.insert((rows, columns), sum);
        sum
    }
}

/// The determinant of a square matrix of at most [`MOST_ROWS`] rows.
pub fn determinant(graph: &mut Graph, entries: &[Expr], size: usize) -> Expr {
    let all = (1u32 << size) - 1;
    minors(graph, entries, size).of(all, all)
}

/// The entries of its inverse, row by row: cofactors over the determinant.
pub fn inverse(graph: &mut Graph, entries: &[Expr], size: usize) -> Vec<Expr> {
    let all = (1u32 << size) - 1;
    let mut minors = minors(graph, entries, size);
    let determinant = minors.of(all, all);
    let mut list = Vec::with_capacity(size * size);
    for row in 0..size {
        for column in 0..size {
            let minor = minors.of(all & !(1 << column), all & !(1 << row));
            let quotient = minors.graph.divide(minor, determinant);
            list.push(match (row + column) % 2 {
                0 => quotient,
                _ => minors.graph.negate(quotient),
            });
        }
    }
    list
}

/// The derivatives of a determinant of an order: the minors without the rows and columns by whose entries it is
/// taken, with their signs. Axes as of [`Op::Adjugate`](super::Op::Adjugate).
pub fn adjugate(graph: &mut Graph, entries: &[Expr], size: usize, order: u8) -> Vec<Expr> {
    let all = (1u32 << size) - 1;
    let order = usize::from(order);
    let mut minors = minors(graph, entries, size);
    let count = size.pow(2 * order as u32);
    let mut list = Vec::with_capacity(count);
    let mut index = vec![0; 2 * order];
    for place in 0..count {
        let mut rest = place;
        for own in index.iter_mut().rev() {
            *own = rest % size;
            rest /= size;
        }
        let columns: Vec<usize> = index.iter().step_by(2).copied().collect();
        let rows: Vec<usize> = index.iter().skip(1).step_by(2).copied().collect();
        let signs = [&rows, &columns].map(|own| sign_of(own));
        list.push(match signs {
            [Some(first), Some(second)] => {
                let set = |own: &[usize]| own.iter().fold(0, |set, &place| set | 1u32 << place);
                let minor = minors.of(all & !set(&rows), all & !set(&columns));
                match first ^ second {
                    false => minor,
                    true => minors.graph.negate(minor),
                }
            }
            _ => minors.graph.integer(0),
        });
    }
    list
}

/// Whether taking out these rows, one after the other, changes the sign; none if one is there twice.
fn sign_of(places: &[usize]) -> Option<bool> {
    let mut negative = false;
    for (at, place) in places.iter().enumerate() {
        let before = &places[..at];
        if before.contains(place) {
            return None;
        }
        // Its number among the rows that are left.
        let left = place - before.iter().filter(|own| *own < place).count();
        negative ^= left % 2 == 1;
    }
    Some(negative)
}

fn minors<'a>(graph: &'a mut Graph, entries: &'a [Expr], size: usize) -> Minors<'a> {
    Minors {
        graph,
        entries,
        size,
        known: HashMap::new(),
    }
}
