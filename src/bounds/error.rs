//! The forward error bound of a program, instruction by instruction.
//!
//! Source of the rules: N. J. Higham, "Accuracy and Stability of Numerical Algorithms", chapters 2 and 3, with ranges
//! in place of values.

use super::interval::Interval;
use super::rows::{self, Asked};
use super::truth::{Truth, both, compare, opposite};
use crate::functions::FunctionId;
use crate::program::{Instruction, Program, ValueId};
use hashbrown::HashSet;

/// Half a unit in the last place of 1.
const UNIT: f64 = f64::EPSILON / 2.0;
/// The least positive number: what is lost where a result is subnormal.
const TINY: f64 = f64::from_bits(1);

/// Where a box is not harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Finding {
    /// A denominator may be 0.
    Pole,
    /// An argument may lie outside the domain of the function.
    Outside(Option<FunctionId>),
    /// A place of the row that has no derivative may be met: the number of the kink.
    Kink(FunctionId, usize),
    /// A function that jumps at whole numbers may jump.
    Jump,
    /// A condition may change.
    Change,
    /// A value may exceed the largest number.
    Overflow,
    /// No range of the function is known there.
    Unknown(FunctionId),
}

/// What is known of an output.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    /// Holds the exact value at every point of the box.
    pub range: Interval,
    /// The computed value is nowhere farther off; infinite where nothing is known.
    pub error: f64,
    /// The same in units in the last place of the exact value; infinite where that may be 0.
    pub ulps: f64,
}

/// What is known of a value: a range of the exact one, and how far the computed one may be off.
#[derive(Clone, Copy, Debug)]
struct Known {
    range: Interval,
    error: f64,
}

/// Boxes are halved until they are this many.
const MOST_BOXES: usize = 256;
/// Instructions looked at, over all boxes.
const MOST_INSTRUCTIONS: usize = 300_000;
/// Narrower ranges, relative to their size, are not halved.
const NARROW: f64 = 0.01;

/// The outputs, in order, and what was found on the way, with the values where it was.
#[derive(Clone, Debug, Default)]
pub struct Bounds {
    pub outputs: Vec<Bound>,
    pub findings: Vec<(ValueId, Finding)>,
}

/// A unit in the last place of a positive number.
pub(super) fn ulp(of: f64) -> f64 {
    (of.next_up() - of).max(TINY)
}

/// A sum or product of bounds, rounded up.
fn up(value: f64) -> f64 {
    match value.is_nan() {
        true => f64::INFINITY,
        false => value.next_up().next_up(),
    }
}

/// A product of a magnitude and an error: nothing times anything is nothing.
fn scaled(magnitude: f64, error: f64) -> f64 {
    match error == 0.0 || magnitude == 0.0 {
        true => 0.0,
        false => up(magnitude * error),
    }
}

#[derive(Clone, Copy, Debug)]
enum Value {
    Number(Known),
    Mask(Truth),
}

impl Known {
    /// All computed and exact values.
    fn computed(&self) -> Interval {
        self.range.widened(self.error)
    }

    fn with_ulps(self) -> Bound {
        let least = self.range.least();
        Bound {
            range: self.range,
            error: self.error,
            ulps: match least > 0.0 && least.is_finite() {
                true => self.error / ulp(least),
                false => f64::INFINITY,
            },
        }
    }

    const UNKNOWN: Known = Known {
        range: Interval::WHOLE,
        error: f64::INFINITY,
    };

    /// A rounded result: what comes from the operands, and half a unit of the largest value.
    fn rounded(range: Interval, carried: f64) -> Known {
        let largest = up(range.magnitude() + carried);
        Known {
            range,
            error: up(up(carried + largest * UNIT) + TINY),
        }
    }
}

/// Bounds of the outputs of a program that names elementary functions, for inputs in `region`, one interval each. Its
/// constants are exact but for those whose bits are among `rounded`, which are off by half a unit. A wide box is
/// looked at in parts.
pub fn bound(program: &Program, region: &[Interval], rounded: &HashSet<u64>) -> Bounds {
    let mut all = Bounds::default();
    let instructions = program.instructions.len().max(1);
    for part in parts(region, MOST_BOXES.min(MOST_INSTRUCTIONS / instructions)) {
        let mut run = Run {
            values: Vec::with_capacity(instructions),
            findings: Vec::new(),
            ranges: None,
        };
        run.all(program, &part, rounded);
        for finding in run.findings.drain(..) {
            if !all.findings.contains(&finding) {
                all.findings.push(finding);
            }
        }
        for (place, &output) in program.outputs.iter().enumerate() {
            let own = run.number(output).with_ulps();
            match all.outputs.get_mut(place) {
                None => all.outputs.push(own),
                Some(known) => {
                    known.range = known.range.union(own.range);
                    known.error = known.error.max(own.error);
                    known.ulps = known.ulps.max(own.ulps);
                }
            }
        }
    }
    all
}

/// The box in at most so many parts, its widest ranges halved first.
fn parts(region: &[Interval], most: usize) -> Vec<Vec<Interval>> {
    let mut parts = vec![region.to_vec()];
    let relative = |own: &Interval| own.width() / own.magnitude().max(f64::MIN_POSITIVE);
    while 2 * parts.len() <= most {
        let widths = parts[0].iter().map(relative).enumerate();
        let widest = widths.max_by(|left, right| left.1.total_cmp(&right.1));
        let Some((place, _)) = widest.filter(|widest| widest.1 > NARROW) else {
            break;
        };
        parts = parts
            .into_iter()
            .flat_map(|part| {
                let (mut below, mut above) = (part.clone(), part);
                let middle = below[place].middle();
                below[place].high = middle;
                above[place].low = middle;
                [below, above]
            })
            .collect();
    }
    parts
}

/// The range of a call over a box of arguments; None where it may be undefined.
pub(super) type Ranges<'a> = &'a mut dyn FnMut(FunctionId, &[Interval]) -> Option<Interval>;

/// The range of the exact value of the only output of a program, none of whose constants is taken to be exact; None
/// where it may be undefined.
pub(super) fn exact_range(
    program: &Program,
    region: &[Interval],
    ranges: Ranges<'_>,
) -> Option<Interval> {
    let mut run = Run {
        values: Vec::with_capacity(program.instructions.len()),
        findings: Vec::new(),
        ranges: Some(ranges),
    };
    run.all(program, region, &HashSet::new());
    let bound = run.number(program.outputs[0]);
    bound.error.is_finite().then_some(bound.range)
}

struct Run<'a> {
    values: Vec<Value>,
    findings: Vec<(ValueId, Finding)>,
    /// Where only exact values count, how ranges of calls are found.
    ranges: Option<Ranges<'a>>,
}

impl Run<'_> {
    fn all(&mut self, program: &Program, region: &[Interval], rounded: &HashSet<u64>) {
        for (place, instruction) in program.instructions.iter().enumerate() {
            let mut value = self.value(place, *instruction, region, rounded);
            if let (Value::Number(bound), Some(_)) = (&mut value, &self.ranges)
                && bound.error.is_finite()
            {
                bound.error = 0.0;
            }
            self.values.push(value);
        }
    }

    fn number(&self, id: ValueId) -> Known {
        match self.values[id.index()] {
            Value::Number(bound) => bound,
            Value::Mask(_) => Known::UNKNOWN,
        }
    }

    fn mask(&self, id: ValueId) -> Truth {
        match self.values[id.index()] {
            Value::Mask(truth) => truth,
            Value::Number(_) => Truth::Either,
        }
    }

    fn find(&mut self, place: usize, finding: Finding) {
        self.findings.push((ValueId(place as u32), finding));
    }

    fn value(
        &mut self,
        place: usize,
        instruction: Instruction,
        region: &[Interval],
        rounded: &HashSet<u64>,
    ) -> Value {
        use Instruction::*;
        let bound = match instruction {
            // Rules may have constants folded from others.
            Constant(value) if self.ranges.is_some() => Known {
                range: match value.fract() == 0.0 {
                    true => Interval::point(value),
                    false => Interval::point(value).widened(8.0 * ulp(value.abs())),
                },
                error: 0.0,
            },
            Constant(value) => {
                let range = match rounded.contains(&value.abs().to_bits()) {
                    true => Interval::point(value).widened(ulp(value.abs()) / 2.0),
                    false => Interval::point(value),
                };
                let error = if range.is_point() {
                    0.0
                } else {
                    ulp(value.abs()) / 2.0
                };
                Known { range, error }
            }
            Input(index) => Known {
                range: region[index as usize],
                error: 0.0,
            },
            Negate(a) => {
                let a = self.number(a);
                Known {
                    range: a.range.negated(),
                    ..a
                }
            }
            Absolute(a) => {
                let a = self.number(a);
                Known {
                    range: a.range.absolute(),
                    ..a
                }
            }
            SquareRoot(a) => self.root(place, a),
            Floor(a) => self.whole(place, a, f64::floor),
            Ceil(a) => self.whole(place, a, f64::ceil),
            Add(a, b) => self.sum(self.number(a), self.number(b)),
            Subtract(a, b) => {
                let b = self.number(b);
                let negated = Known {
                    range: b.range.negated(),
                    ..b
                };
                self.sum(self.number(a), negated)
            }
            Multiply(a, b) => self.product(a, b),
            Divide(a, b) => self.quotient(place, a, b),
            Minimum(a, b) => {
                let (a, b) = (self.number(a), self.number(b));
                Known {
                    range: a.range.minimum(b.range),
                    error: a.error.max(b.error),
                }
            }
            Maximum(a, b) => {
                let (a, b) = (self.number(a), self.number(b));
                Known {
                    range: a.range.maximum(b.range),
                    error: a.error.max(b.error),
                }
            }
            Select(mask, a, b) => self.choice(place, mask, a, b),
            Call1(function, a) => self.call(place, function, &[self.number(a)]),
            Call2(function, a, b) => self.call(place, function, &[self.number(a), self.number(b)]),
            Compare(relation, a, b) => {
                return Value::Mask(compare(
                    relation,
                    self.number(a).computed(),
                    self.number(b).computed(),
                ));
            }
            And(a, b) => return Value::Mask(both(self.mask(a), self.mask(b))),
            Or(a, b) => {
                let neither = both(opposite(self.mask(a)), opposite(self.mask(b)));
                return Value::Mask(opposite(neither));
            }
            Not(a) => return Value::Mask(opposite(self.mask(a))),
        };
        let overflows = self.ranges.is_none()
            && bound.error.is_finite()
            && bound.computed().magnitude() > f64::MAX;
        if overflows {
            self.find(place, Finding::Overflow);
        }
        match overflows || bound.error.is_nan() {
            true => Value::Number(Known {
                error: f64::INFINITY,
                ..bound
            }),
            false => Value::Number(bound),
        }
    }

    fn sum(&self, a: Known, b: Known) -> Known {
        Known::rounded(a.range.plus(b.range), up(a.error + b.error))
    }

    fn product(&self, left: ValueId, right: ValueId) -> Known {
        let (a, b) = (self.number(left), self.number(right));
        let range = match left == right {
            true => a.range.squared(),
            false => a.range.times(b.range),
        };
        let carried = scaled(a.range.magnitude(), b.error)
            + scaled(b.range.magnitude(), a.error)
            + scaled(a.error, b.error);
        let is_power_of_two = |bound: &Known| {
            bound.error == 0.0
                && bound.range.is_point()
                && bound.range.low.to_bits() & ((1 << 52) - 1) == 0
        };
        if is_power_of_two(&a) || is_power_of_two(&b) {
            return Known {
                range,
                error: up(up(carried) + TINY),
            };
        }
        Known::rounded(range, up(up(carried)))
    }

    fn quotient(&mut self, place: usize, a: ValueId, b: ValueId) -> Known {
        let (a, b) = (self.number(a), self.number(b));
        let least = b.computed().least();
        let Some(range) = a.range.over(b.range).filter(|_| least > 0.0) else {
            if b.error.is_finite() {
                self.find(place, Finding::Pole);
            }
            return Known::UNKNOWN;
        };
        let carried = up(a.error / least) + scaled(range.magnitude(), up(b.error / least));
        Known::rounded(range, up(carried))
    }

    fn root(&mut self, place: usize, a: ValueId) -> Known {
        let a = self.number(a);
        // The exact value is at least 0 wherever the formula is defined.
        let inside = Interval::new(a.range.low.max(0.0), a.range.high.max(0.0));
        if a.computed().low < 0.0 && a.error.is_finite() {
            self.find(place, Finding::Outside(None));
        }
        let (Some(range), true) = (inside.root(), a.computed().low >= 0.0) else {
            return Known::UNKNOWN;
        };
        // |sqrt(u) - sqrt(v)| = |u - v|/(sqrt(u) + sqrt(v)), and at most sqrt(|u - v|)
        let below = a.range.low.sqrt() + a.computed().low.max(0.0).sqrt();
        let carried = up(a.error / below.next_down()).min(up(a.error.sqrt()));
        let carried = if a.error == 0.0 { 0.0 } else { carried };
        Known::rounded(range, carried)
    }

    fn whole(&mut self, place: usize, a: ValueId, round: fn(f64) -> f64) -> Known {
        let a = self.number(a);
        let computed = a.computed();
        let (low, high) = (round(computed.low), round(computed.high));
        if low != high && a.error.is_finite() {
            self.find(place, Finding::Jump);
        }
        Known {
            range: Interval::new(low, high),
            error: if low == high { 0.0 } else { up(high - low) },
        }
    }

    fn choice(&mut self, place: usize, mask: ValueId, a: ValueId, b: ValueId) -> Known {
        let (a, b) = (self.number(a), self.number(b));
        match self.mask(mask) {
            Truth::Yes => a,
            Truth::No => b,
            Truth::Either => {
                let range = a.range.union(b.range);
                let is_same = range.is_point();
                if !is_same {
                    self.find(place, Finding::Change);
                }
                Known {
                    range,
                    error: match is_same {
                        true => a.error.max(b.error),
                        false => up(range.width() + a.error.max(b.error)),
                    },
                }
            }
        }
    }

    fn call(&mut self, place: usize, function: FunctionId, arguments: &[Known]) -> Known {
        if arguments.iter().any(|argument| !argument.error.is_finite()) {
            return Known::UNKNOWN;
        }
        let computed: Vec<Interval> = arguments.iter().map(Known::computed).collect();
        if let Some(ranges) = &mut self.ranges {
            let range = ranges(function, &computed);
            return range.map_or(Known::UNKNOWN, |range| Known { range, error: 0.0 });
        }
        let mut asked = Asked::default();
        let enclosed = rows::enclose(function, &computed, &mut asked);
        for finding in asked.findings {
            self.find(place, finding);
        }
        let Some(enclosed) = enclosed else {
            return Known::UNKNOWN;
        };
        // Computed and exact arguments lie in one region, so their values in one range.
        let mut carried = 0.0;
        for (argument, slope) in arguments.iter().zip(&enclosed.slopes) {
            carried = up(carried + scaled(slope.magnitude(), argument.error));
        }
        if arguments.iter().any(|argument| argument.error > 0.0) {
            carried = carried.min(enclosed.value.width());
        }
        let largest = enclosed.value.magnitude();
        Known {
            range: enclosed.value,
            error: up(up(carried + up(enclosed.ulps * ulp(largest))) + TINY),
        }
    }
}
