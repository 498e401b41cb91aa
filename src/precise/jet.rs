//! Values with their derivatives of first and second order: dual numbers over balls.
//!
//! Must not know graphs. Invariants: a derivative that is not listed is 0 whatever the values are; one that is 0 at this
//! point alone is listed, so that 0 times what is undefined stays undefined.

use super::value::{Arithmetic, Value};
use smallvec::SmallVec;

/// A pair of variables, the first not after the second.
pub(super) type Pair = (u32, u32);

/// A value and its derivatives by some variables, in order.
#[derive(Clone, Debug)]
pub(super) struct Jet {
    pub(super) value: Value,
    pub(super) first: SmallVec<[(u32, Value); 2]>,
    pub(super) second: SmallVec<[(Pair, Value); 1]>,
}

impl Jet {
    pub(super) fn constant(value: Value) -> Jet {
        Jet {
            value,
            first: SmallVec::new(),
            second: SmallVec::new(),
        }
    }

    pub(super) fn variable(value: Value, variable: u32) -> Jet {
        Jet {
            value,
            first: SmallVec::from_iter([(variable, Value::integer(1))]),
            second: SmallVec::new(),
        }
    }

    pub(super) fn first_by(&self, variable: u32) -> Value {
        listed(&self.first, variable)
    }

    pub(super) fn second_by(&self, pair: Pair) -> Value {
        listed(&self.second, pair)
    }

    /// The same value where no derivative is known.
    pub(super) fn without_derivatives(&self, value: Value, missing: &Value, order: usize) -> Jet {
        let first = self
            .first
            .iter()
            .map(|(variable, _)| (*variable, missing.clone()));
        let variables = || self.first.iter().map(|(variable, _)| *variable);
        let pairs =
            variables().flat_map(|i| variables().filter(move |&j| i <= j).map(move |j| (i, j)));
        Jet {
            value,
            first: first.collect(),
            second: match order {
                2.. => pairs.map(|pair| (pair, missing.clone())).collect(),
                _ => SmallVec::new(),
            },
        }
    }
}

fn listed<K: Copy + Ord>(list: &[(K, Value)], key: K) -> Value {
    match list.binary_search_by_key(&key, |entry| entry.0) {
        Ok(place) => list[place].1.clone(),
        Err(_) => Value::integer(0),
    }
}

/// The sums of two lists.
fn merged<K: Copy + Ord, const N: usize>(
    own: &mut Arithmetic,
    a: &[(K, Value)],
    b: &[(K, Value)],
) -> SmallVec<[(K, Value); N]>
where
    [(K, Value); N]: smallvec::Array<Item = (K, Value)>,
{
    let mut out = SmallVec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let left = a.get(i).map(|entry| entry.0);
        let right = b.get(j).map(|entry| entry.0);
        match (left, right) {
            (Some(key), Some(other)) if key == other => {
                out.push((key, own.add(&a[i].1, &b[j].1)));
                (i, j) = (i + 1, j + 1);
            }
            (Some(key), other) if other.is_none_or(|other| key < other) => {
                out.push(a[i].clone());
                i += 1;
            }
            _ => {
                out.push(b[j].clone());
                j += 1;
            }
        }
    }
    out
}

pub(super) fn add(own: &mut Arithmetic, a: &Jet, b: &Jet) -> Jet {
    Jet {
        value: own.add(&a.value, &b.value),
        first: merged(own, &a.first, &b.first),
        second: merged(own, &a.second, &b.second),
    }
}

/// All derivatives times a number.
fn scaled(own: &mut Arithmetic, jet: &Jet, factor: &Value, value: Value) -> Jet {
    let first = jet.first.iter();
    let second = jet.second.iter();
    Jet {
        value,
        first: first
            .map(|(key, own_value)| (*key, own.multiply(own_value, factor)))
            .collect(),
        second: second
            .map(|(key, own_value)| (*key, own.multiply(own_value, factor)))
            .collect(),
    }
}

pub(super) fn multiply(own: &mut Arithmetic, a: &Jet, b: &Jet, order: usize) -> Jet {
    let value = own.multiply(&a.value, &b.value);
    if a.first.is_empty() {
        return scaled(own, b, &a.value, value);
    }
    if b.first.is_empty() {
        return scaled(own, a, &b.value, value);
    }
    let left = scaled(own, a, &b.value, value);
    let right = scaled(own, b, &a.value, Value::integer(0));
    let mut second = merged(own, &left.second, &right.second);
    if order > 1 {
        // a_i b_j + a_j b_i
        let crossed = crossed(own, a, b);
        second = merged(own, &second, &crossed);
    }
    Jet {
        first: merged(own, &left.first, &right.first),
        value: left.value,
        second,
    }
}

/// `a_i b_j + a_j b_i` for all pairs.
fn crossed(own: &mut Arithmetic, a: &Jet, b: &Jet) -> SmallVec<[(Pair, Value); 1]> {
    let mut list: Vec<(Pair, Value)> = Vec::with_capacity(a.first.len() * b.first.len());
    for (i, left) in &a.first {
        for (j, right) in &b.first {
            let product = own.multiply(left, right);
            let product = match i == j {
                true => own.add(&product, &product),
                false => product,
            };
            list.push(((*i.min(j), *i.max(j)), product));
        }
    }
    list.sort_by_key(|entry| entry.0);
    let mut out: SmallVec<[(Pair, Value); 1]> = SmallVec::new();
    for (pair, value) in list {
        match out.last_mut() {
            Some(last) if last.0 == pair => last.1 = own.add(&last.1, &value),
            _ => out.push((pair, value)),
        }
    }
    out
}

/// f(u) by the chain rule, from the derivatives of f at u: as many as the order asks for.
pub(super) fn chain(own: &mut Arithmetic, u: &Jet, derivatives: &[Value], order: usize) -> Jet {
    let value = derivatives[0].clone();
    if order == 0 || u.first.is_empty() {
        return Jet::constant(value);
    }
    let mut result = scaled(own, u, &derivatives[1], value);
    if order > 1 {
        let squares = squared(own, u);
        let bend: Vec<(Pair, Value)> = squares
            .into_iter()
            .map(|(pair, square)| (pair, own.multiply(&square, &derivatives[2])))
            .collect();
        result.second = merged(own, &result.second, &bend);
    }
    result
}

/// `u_i u_j` for all pairs.
fn squared(own: &mut Arithmetic, u: &Jet) -> Vec<(Pair, Value)> {
    let mut list = Vec::new();
    for (place, (i, left)) in u.first.iter().enumerate() {
        for (j, right) in &u.first[place..] {
            list.push(((*i, *j), own.multiply(left, right)));
        }
    }
    list
}

/// f(u, v), from f, f_u, f_v, f_uu, f_uv, f_vv.
pub(super) fn chain_of_two(
    own: &mut Arithmetic,
    [u, v]: [&Jet; 2],
    derivatives: &[Value; 6],
    order: usize,
) -> Jet {
    let [value, by_u, by_v, by_uu, by_uv, by_vv] = derivatives;
    let left = chain(own, u, &[value.clone(), by_u.clone(), by_uu.clone()], order);
    let right = chain(
        own,
        v,
        &[Value::integer(0), by_v.clone(), by_vv.clone()],
        order,
    );
    let mut second = merged(own, &left.second, &right.second);
    if order > 1 && !u.first.is_empty() && !v.first.is_empty() {
        let mixed: Vec<(Pair, Value)> = crossed(own, u, v)
            .into_iter()
            .map(|(pair, cross)| (pair, own.multiply(&cross, by_uv)))
            .collect();
        second = merged(own, &second, &mixed);
    }
    Jet {
        value: value.clone(),
        first: merged(own, &left.first, &right.first),
        second,
    }
}
