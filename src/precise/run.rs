//! One pass over the steps at one precision.
//!
//! Must not know how precise a result must be. Invariants: a loop without recursion; a value that is not taken does not
//! contribute, whatever it is; it stops where the work is used up.

use super::jet::{self, Jet};
use super::primitive;
use super::tape::{Step, Tape, Work};
use super::value::{Arithmetic, Value};
use super::{Exact, Reason};
use crate::functions::Extremum;
use num_traits::Zero;
use std::cmp::Ordering;

/// Whether a condition is met.
#[derive(Clone, Copy, Debug)]
enum Truth {
    Known(bool),
    Undefined,
    Unknown(Reason),
}

#[derive(Clone, Debug)]
enum Slot {
    Number(Box<Jet>),
    Condition(Truth),
}

/// The values of the outputs; None where the work was used up.
pub(super) fn run(
    tape: &Tape,
    leaves: &[Option<(Exact, Option<u32>)>],
    order: usize,
    own: &mut Arithmetic,
) -> Option<Vec<Jet>> {
    let mut slots: Vec<Slot> = Vec::with_capacity(tape.steps.len());
    for step in &tape.steps {
        if own.work < 0 {
            return None;
        }
        let slot = slot(tape, step, &slots, leaves, order, own);
        slots.push(slot);
    }
    let number = |&place: &u32| match &slots[place as usize] {
        Slot::Number(jet) => Jet::clone(jet),
        Slot::Condition(truth) => Jet::constant(match truth {
            Truth::Known(met) => Value::integer(i64::from(*met)),
            Truth::Undefined => Value::Undefined,
            Truth::Unknown(reason) => Value::Unknown(*reason),
        }),
    };
    Some(tape.outputs.iter().map(number).collect())
}

fn slot(
    tape: &Tape,
    step: &Step,
    slots: &[Slot],
    leaves: &[Option<(Exact, Option<u32>)>],
    order: usize,
    own: &mut Arithmetic,
) -> Slot {
    own.work -= 4;
    let operands = tape.operands(step);
    let shaped = Jet::constant(Value::Unknown(Reason::Shaped));
    let number = |place: usize| match &slots[operands[place] as usize] {
        Slot::Number(jet) => jet,
        Slot::Condition(_) => &shaped,
    };
    let truth = |place: usize| match slots[operands[place] as usize] {
        Slot::Condition(truth) => truth,
        Slot::Number(_) => Truth::Unknown(Reason::Shaped),
    };
    let jet = match &step.work {
        Work::Number(number) => Jet::constant(Value::Exact(number.clone())),
        Work::Constant(constant) => Jet::constant(own.constant(*constant)),
        Work::Leaf(place) => match &leaves[*place] {
            Some((exact, None)) => Jet::constant(Value::Exact(exact.0.clone())),
            Some((exact, Some(variable))) => {
                Jet::variable(Value::Exact(exact.0.clone()), *variable)
            }
            None => Jet::constant(Value::Unknown(Reason::Missing)),
        },
        Work::Sum => {
            let first = number(0).clone();
            (1..operands.len()).fold(first, |sum, place| jet::add(own, &sum, number(place)))
        }
        Work::Product => {
            let first = number(0).clone();
            (1..operands.len()).fold(first, |product, place| {
                jet::multiply(own, &product, number(place), order)
            })
        }
        Work::Power => power(own, number(0), number(1), order),
        Work::Primitive(primitive, id) => {
            // The order of a function of two arguments comes first.
            let x = number(operands.len() - 1);
            let needed = if x.first.is_empty() { 0 } else { order };
            let derivatives = match operands.len() {
                1 => primitive::derivatives(own, *primitive, *id, &x.value, needed),
                _ => primitive::of_order(own, *primitive, &number(0).value, &x.value, needed),
            };
            jet::chain(own, x, &derivatives, order)
        }
        Work::Kernel(id) => {
            let missing = Value::Unknown(Reason::Kernel(*id));
            number(0).without_derivatives(missing.clone(), &missing, order)
        }
        Work::Extremum(end) => {
            let jets: Vec<&Jet> = (0..operands.len()).map(number).collect();
            extremum(own, *end, &jets, order)
        }
        Work::Detached => Jet::constant(number(0).value.clone()),
        Work::Truth(met) => return Slot::Condition(Truth::Known(*met)),
        Work::Less | Work::LessEqual | Work::Equal => {
            let order = own.compare(&number(0).value, &number(1).value);
            return Slot::Condition(match order {
                Ok(order) => Truth::Known(match step.work {
                    Work::Less => order == Ordering::Less,
                    Work::LessEqual => order != Ordering::Greater,
                    _ => order == Ordering::Equal,
                }),
                Err(Value::Unknown(reason)) => Truth::Unknown(reason),
                Err(_) => Truth::Undefined,
            });
        }
        Work::And | Work::Or => {
            let decisive = matches!(step.work, Work::Or);
            return Slot::Condition(match (truth(0), truth(1)) {
                (Truth::Known(met), _) | (_, Truth::Known(met)) if met == decisive => {
                    Truth::Known(met)
                }
                (Truth::Known(_), other) | (other, Truth::Known(_)) => other,
                (Truth::Unknown(reason), _) | (_, Truth::Unknown(reason)) => Truth::Unknown(reason),
                _ => Truth::Undefined,
            });
        }
        Work::Not => {
            return Slot::Condition(match truth(0) {
                Truth::Known(met) => Truth::Known(!met),
                other => other,
            });
        }
        Work::Select => match truth(0) {
            Truth::Known(true) => number(1).clone(),
            Truth::Known(false) => number(2).clone(),
            Truth::Undefined => Jet::constant(Value::Undefined),
            Truth::Unknown(reason) => Jet::constant(Value::Unknown(reason)),
        },
        Work::Shaped => Jet::constant(Value::Unknown(Reason::Shaped)),
    };
    Slot::Number(Box::new(jet))
}

/// `x^y`; where y is a number, x may be negative.
fn power(own: &mut Arithmetic, x: &Jet, y: &Jet, order: usize) -> Jet {
    let value = own.power(&x.value, &y.value);
    if order == 0 || (x.first.is_empty() && y.first.is_empty()) {
        return Jet::constant(value);
    }
    let one = Value::integer(1);
    let zero = || Value::integer(0);
    // y x^(y - 1); where y is 0 it is 0 at every x.
    let lowered = |own: &mut Arithmetic, exponent: &Value| {
        if exponent.is_zero() {
            return (zero(), zero());
        }
        let less = own.subtract(exponent, &one);
        let below = own.power(&x.value, &less);
        (own.multiply(exponent, &below), less)
    };
    let (by_x, less) = match x.first.is_empty() {
        true => (zero(), zero()),
        false => lowered(own, &y.value),
    };
    let by_xx = match order > 1 && !x.first.is_empty() && !less.is_zero() && !y.value.is_zero() {
        true => {
            let (inner, _) = lowered(own, &less);
            own.multiply(&y.value, &inner)
        }
        false => zero(),
    };
    if y.first.is_empty() {
        return jet::chain(own, x, &[value, by_x, by_xx], order);
    }
    // At x = 0 the value is constant in y > 0.
    let is_zero = matches!(&x.value, Value::Exact(number) if number.is_zero());
    let logarithm = match is_zero && value.is_known() {
        true => zero(),
        false => own.ln(&x.value),
    };
    let by_y = own.multiply(&value, &logarithm);
    let (mut by_xy, mut by_yy) = (zero(), zero());
    if order > 1 {
        by_yy = own.multiply(&by_y, &logarithm);
        // x^(y - 1) (1 + y ln x)
        let less = own.subtract(&y.value, &one);
        let below = own.power(&x.value, &less);
        let share = own.multiply(&y.value, &logarithm);
        let share = own.add(&share, &one);
        by_xy = own.multiply(&below, &share);
    }
    jet::chain_of_two(
        own,
        [x, y],
        &[value, by_x, by_y, by_xx, by_xy, by_yy],
        order,
    )
}

/// The greatest or least; all that attain it share the derivative.
fn extremum(own: &mut Arithmetic, end: Extremum, jets: &[&Jet], order: usize) -> Jet {
    let mut best: Vec<&Jet> = vec![jets[0]];
    let mut unsure: Option<Value> = None;
    for &jet in &jets[1..] {
        let order = match end {
            Extremum::Maximum => own.compare(&jet.value, &best[0].value),
            Extremum::Minimum => own.compare(&best[0].value, &jet.value),
        };
        match order {
            Ok(Ordering::Greater) => best = vec![jet],
            Ok(Ordering::Equal) => best.push(jet),
            Ok(Ordering::Less) => {}
            Err(Value::Unknown(_)) if best[0].value.is_known() && jet.value.is_known() => {
                unsure = Some(Value::Unknown(Reason::Tie));
                best.push(jet);
            }
            Err(other) => return Jet::constant(other),
        }
    }
    if let Some(missing) = unsure {
        return tie(own, end, jets, &missing, order);
    }
    if let [only] = best[..] {
        return only.clone();
    }
    let mut sum = best[0].clone();
    for jet in &best[1..] {
        sum = jet::add(own, &sum, jet);
    }
    let share = Jet::constant(Value::fraction(1, best.len() as i64));
    let mut mean = jet::multiply(own, &sum, &share, order);
    mean.value = best[0].value.clone();
    mean
}

/// A value between the ends of all arguments, of which none is known to be the extremum.
fn tie(own: &mut Arithmetic, end: Extremum, jets: &[&Jet], missing: &Value, order: usize) -> Jet {
    let mut all = Jet::constant(Value::integer(0));
    let mut bounds: Option<(super::Ball, super::Ball)> = None;
    for jet in jets {
        all = jet::add(own, &all, jet);
        let Some(ends) = own.ball(&jet.value).ok().and_then(|ball| ball.ends()) else {
            return Jet::constant(Value::Unknown(Reason::TooLarge));
        };
        bounds = Some(match bounds {
            None => ends,
            Some((low, high)) => (beyond(end, low, ends.0), beyond(end, high, ends.1)),
        });
    }
    let value = match bounds {
        Some((low, high)) => Value::Ball(low.hull(&high, own.precision)),
        None => Value::Unknown(Reason::Tie),
    };
    all.without_derivatives(value, missing, order)
}

fn beyond(end: Extremum, a: super::Ball, b: super::Ball) -> super::Ball {
    let wanted = match end {
        Extremum::Maximum => Ordering::Less,
        Extremum::Minimum => Ordering::Greater,
    };
    if a.compare(&b) == Some(wanted) { b } else { a }
}
