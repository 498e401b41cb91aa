//! Derivatives against differences of values, along random directions, to second order.
//!
//! Must not know how derivatives are made: it calls what is compiled. Invariants: the same seed gives the same
//! directions on every machine; nothing of the size of a Hessian is formed.

use super::{Backend, CompileOptions, CompiledFunction, Function, Quantity, Request};
use crate::error::Error;

/// Steps of the extrapolation, each shorter than the one before.
const STEPS: usize = 12;
/// How much shorter.
const SHRINK: f64 = 1.5;
/// The first steps, relative to the direction: the shorter ones stay on one side of kinks, the longer ones lose less to
/// rounding.
const FIRST: [f64; 4] = [1e-1, 1e-2, 1e-3, 1e-4];

/// How derivatives are checked.
///
/// ```
/// use symdiff::{CheckOptions, Function};
///
/// let f = Function::parse("x: vector(3); y: vector(3); sum(exp(x)) + y'*x")?;
/// let options = CheckOptions { wrt: Some(vec!["x".into()]), ..CheckOptions::default() };
/// let check = f.check_derivatives(&[0.1, 0.2, 0.3, 1.0, 2.0, 3.0], &options)?;
/// assert_eq!(check.directions.len(), options.directions);
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct CheckOptions {
    /// How many directions are tried.
    pub directions: usize,
    /// What the directions are made of; another number gives others.
    pub seed: u64,
    /// The variables that change. None: all.
    pub wrt: Option<Vec<String>>,
    /// What computes the derivatives.
    pub backend: Backend,
}

impl Default for CheckOptions {
    fn default() -> Self {
        CheckOptions {
            directions: 4,
            seed: 1,
            wrt: None,
            backend: Backend::default(),
        }
    }
}

/// A derivative along a direction beside what differences say.
///
/// ```
/// let f = symdiff::Function::parse("sin(x)")?;
/// let check = f.check_derivatives(&[0.5], &symdiff::CheckOptions::default())?;
/// assert!(check.directions[0].first.error() < 1e-9);
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// The derivative as it is computed by its closed form.
    pub derivative: f64,
    /// The same from differences, extrapolated to the step 0.
    pub difference: f64,
    /// How far the extrapolation may be off, by its own estimate.
    pub uncertainty: f64,
    /// The sum of the absolute terms that the derivative is the sum of: what an error is relative to.
    pub scale: f64,
}

impl Comparison {
    /// The difference of both relative to [`scale`](Self::scale); infinite where one is no number.
    ///
    /// ```
    /// use symdiff::Comparison;
    ///
    /// let right = Comparison { derivative: 2.0, difference: 2.0, uncertainty: 0.0, scale: 2.0 };
    /// assert_eq!(right.error(), 0.0);
    /// let wrong = Comparison { derivative: 3.0, ..right };
    /// assert_eq!(wrong.error(), 0.5);
    /// ```
    pub fn error(&self) -> f64 {
        let off = (self.derivative - self.difference).abs();
        match (off == 0.0, off.is_finite()) {
            (true, _) => 0.0,
            (_, true) => off / self.scale.max(f64::MIN_POSITIVE),
            _ => f64::INFINITY,
        }
    }
}

/// The first and the second derivative along one direction.
///
/// ```
/// let f = symdiff::Function::parse("x^3")?;
/// let check = f.check_derivatives(&[2.0], &symdiff::CheckOptions::default())?;
/// let along = &check.directions[0];
/// assert!(along.first.error() < 1e-9 && along.second.error() < 1e-9);
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DirectionCheck {
    /// The first derivative, against differences of values.
    pub first: Comparison,
    /// The second derivative, against differences of the first.
    pub second: Comparison,
}

/// What a check of derivatives found.
///
/// ```
/// let f = symdiff::Function::parse("A: matrix(2, 2); x: vector(2); x'*A*x")?;
/// let at = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
/// let check = f.check_derivatives(&at, &symdiff::CheckOptions::default())?;
/// assert!(check.passes(1e-8));
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct DerivativeCheck {
    /// One row for each direction.
    pub directions: Vec<DirectionCheck>,
}

impl DerivativeCheck {
    /// The largest errors of first and of second derivatives.
    ///
    /// ```
    /// let f = symdiff::Function::parse("exp(x*y)")?;
    /// let check = f.check_derivatives(&[0.5, 1.5], &symdiff::CheckOptions::default())?;
    /// let (first, second) = check.errors();
    /// assert!(first < 1e-9 && second < 1e-9);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn errors(&self) -> (f64, f64) {
        let largest = |errors: &mut dyn Iterator<Item = f64>| errors.fold(0.0, f64::max);
        (
            largest(&mut self.directions.iter().map(|own| own.first.error())),
            largest(&mut self.directions.iter().map(|own| own.second.error())),
        )
    }

    /// Whether no error is larger than `tolerance`. Differences reach about 1e-9 where the function is smooth; a wrong
    /// formula is off by more than 1e-3 almost always, and so is a right one across a kink.
    ///
    /// ```
    /// let f = symdiff::Function::parse("relu(x)")?;
    /// let away = f.check_derivatives(&[1.0], &symdiff::CheckOptions::default())?;
    /// let at_the_kink = f.check_derivatives(&[0.0], &symdiff::CheckOptions::default())?;
    /// assert!(away.passes(1e-8) && !at_the_kink.passes(1e-8));
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn passes(&self, tolerance: f64) -> bool {
        let (first, second) = self.errors();
        first <= tolerance && second <= tolerance
    }
}

/// Numbers in [-1, 1), the same everywhere: the generator SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        // 53 bits, as a number from 0 to 2.
        (mixed >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }
}

/// What is compiled for a check: values with first derivatives, and second derivatives.
struct Checked {
    first: CompiledFunction,
    second: CompiledFunction,
    /// The entries that change, among the inputs.
    places: Vec<usize>,
    is_scalar: bool,
}

impl Checked {
    fn new(function: &Function, options: &CheckOptions) -> Result<Self, Error> {
        let limits = &function.origin.options.limits;
        let is_scalar = function.shapes()[..] == [crate::graph::Shape::Scalar];
        let request = |quantities: &[Quantity]| Request {
            wrt: options.wrt.clone(),
            ..Request::of(quantities.iter().cloned()).within(limits)
        };
        let compile = |function: &Function, request: Request| {
            let compiled = CompileOptions {
                backend: options.backend,
                ..CompileOptions::from(request)
            };
            function.compile_with(&compiled)
        };
        let mut places = Vec::new();
        let mut start = 0;
        for (name, shape) in function.variables() {
            let range = start..start + shape.entries();
            start = range.end;
            let mut wrt = options.wrt.iter().flatten();
            if options.wrt.is_none() || wrt.any(|own| own == name) {
                places.extend(range);
            }
        }
        let (first, second) = match is_scalar {
            true => (
                compile(function, request(&[Quantity::Value, Quantity::Gradient]))?,
                compile(function, request(&[Quantity::Hvp]))?,
            ),
            false => {
                let slope = function.step(&request(&[Quantity::Jvp]))?;
                let own = function.variables().count();
                let changing = function.variable_names().filter(|name| {
                    options
                        .wrt
                        .as_ref()
                        .is_none_or(|wrt| wrt.iter().any(|own| own == name))
                });
                let tangents = slope.variable_names().skip(own);
                let pairs: Vec<(&str, &str)> = changing.zip(tangents).collect();
                let bend = slope.directional(&pairs)?;
                (
                    compile(function, request(&[Quantity::Value, Quantity::Jvp]))?,
                    compile(&bend, Request::of([Quantity::Value]).within(limits))?,
                )
            }
        };
        Ok(Checked {
            first,
            second,
            places,
            is_scalar,
        })
    }

    /// The value weighted by `weights`, and the terms of its derivative along `direction`.
    fn first(
        &self,
        at: &[f64],
        direction: &[f64],
        weights: &[f64],
    ) -> Result<(f64, Vec<f64>), Error> {
        let mut inputs = at.to_vec();
        if !self.is_scalar {
            inputs.extend(direction);
        }
        let mut outputs = vec![0.0; self.first.outputs()];
        self.first.call(&inputs, &mut outputs)?;
        let (values, slopes) = outputs.split_at(self.first.outputs().min(weights.len()));
        let value = terms(values, weights).iter().sum();
        let factors = if self.is_scalar { direction } else { weights };
        Ok((value, terms(slopes, factors)))
    }

    /// The terms of the second derivative along `direction`.
    fn second(&self, at: &[f64], direction: &[f64], weights: &[f64]) -> Result<Vec<f64>, Error> {
        let mut inputs = at.to_vec();
        inputs.extend(direction);
        let mut outputs = vec![0.0; self.second.outputs()];
        self.second.call(&inputs, &mut outputs)?;
        let factors = if self.is_scalar { direction } else { weights };
        Ok(terms(&outputs, factors))
    }
}

fn terms(left: &[f64], right: &[f64]) -> Vec<f64> {
    left.iter()
        .zip(right)
        .map(|(left, right)| left * right)
        .collect()
}

impl Function {
    /// Compares first and second derivatives at a point with differences, along random directions, each entry of a
    /// direction about as large as the entry of the point that it changes. Of results that are not one number a random
    /// combination is checked.
    ///
    /// ```
    /// use symdiff::{CheckOptions, Function};
    ///
    /// let f = Function::parse("A: matrix(2, 2); x: vector(2); tanh(A*x)")?;
    /// let check = f.check_derivatives(&[0.1, 0.2, 0.3, 0.4, 0.5, 0.6], &CheckOptions::default())?;
    /// assert!(check.passes(1e-8), "{:?}", check.errors());
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Several results; a derivative that does not exist; a point of another length than there are inputs.
    pub fn check_derivatives(
        &self,
        at: &[f64],
        options: &CheckOptions,
    ) -> Result<DerivativeCheck, Error> {
        let checked = Checked::new(self, options)?;
        let results: usize = self.shapes().iter().map(|shape| shape.entries()).sum();
        let mut random = Random(options.seed);
        let mean = at.iter().map(|entry| entry.abs()).sum::<f64>() / at.len().max(1) as f64;
        let mean = if mean > 0.0 && mean.is_finite() {
            mean
        } else {
            1.0
        };
        let mut directions = Vec::with_capacity(options.directions);
        for _ in 0..options.directions {
            let direction: Vec<f64> = checked
                .places
                .iter()
                .map(|&place| {
                    let size = at.get(place).map_or(0.0, |entry| entry.abs());
                    random.next() * (size + mean)
                })
                .collect();
            let weights: Vec<f64> = match checked.is_scalar {
                true => vec![1.0],
                false => (0..results).map(|_| random.next()).collect(),
            };
            let moved = |step: f64| {
                let mut moved = at.to_vec();
                for (&place, change) in checked.places.iter().zip(&direction) {
                    moved[place] += step * change;
                }
                moved
            };
            let (_, slope) = checked.first(at, &direction, &weights)?;
            let bend = checked.second(at, &direction, &weights)?;
            let value = |step: f64| Ok(checked.first(&moved(step), &direction, &weights)?.0);
            let first = compare(&slope, value)?;
            let slope = |step: f64| {
                let (_, terms) = checked.first(&moved(step), &direction, &weights)?;
                Ok(terms.iter().sum())
            };
            let second = compare(&bend, slope)?;
            directions.push(DirectionCheck { first, second });
        }
        Ok(DerivativeCheck { directions })
    }
}

/// A derivative, as the sum of `terms`, beside the differences of a function at 0.
fn compare(
    terms: &[f64],
    function: impl Fn(f64) -> Result<f64, Error>,
) -> Result<Comparison, Error> {
    let (difference, uncertainty) = extrapolated(function)?;
    Ok(Comparison {
        derivative: terms.iter().sum(),
        difference,
        uncertainty,
        scale: terms.iter().map(|term| term.abs()).sum(),
    })
}

/// The derivative of a function at 0, and how far it may be off: the best of several first steps.
fn extrapolated(function: impl Fn(f64) -> Result<f64, Error>) -> Result<(f64, f64), Error> {
    let mut best = (f64::NAN, f64::INFINITY);
    for first in FIRST {
        let own = extrapolated_from(&function, first)?;
        // The function may end between the point and a step.
        if own.1 < best.1 || (best.0.is_nan() && !own.0.is_nan()) {
            best = own;
        }
    }
    Ok(best)
}

/// Centred differences of shrinking steps, extrapolated to the step 0 as Ridders did: each column of the table takes away
/// one more even power of the step.
fn extrapolated_from(
    function: &impl Fn(f64) -> Result<f64, Error>,
    first: f64,
) -> Result<(f64, f64), Error> {
    let quotient = |step: f64| -> Result<f64, Error> {
        Ok((function(step)? - function(-step)?) / (2.0 * step))
    };
    let mut step = first;
    let mut above = vec![quotient(step)?];
    let (mut best, mut off) = (above[0], f64::INFINITY);
    for _ in 1..STEPS {
        step /= SHRINK;
        let mut row = vec![quotient(step)?];
        let mut factor = SHRINK * SHRINK;
        for (column, &old) in above.iter().enumerate() {
            let next = (row[column] * factor - old) / (factor - 1.0);
            factor *= SHRINK * SHRINK;
            let error = (next - row[column]).abs().max((next - old).abs());
            if error <= off {
                (best, off) = (next, error);
            }
            row.push(next);
        }
        // Rounding has taken over.
        let (last, old) = (row[row.len() - 1], above[above.len() - 1]);
        above = row;
        if (last - old).abs() >= 2.0 * off {
            break;
        }
    }
    Ok((best, off))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_extrapolated() {
        for (function, want) in [
            ((|t: f64| (1.0 + t).ln()) as fn(f64) -> f64, 1.0),
            (|t| (2.0 * t).sin() + 3.0, 2.0),
            // It ends at -1e-3.
            (|t| (t + 1e-3).sqrt(), 0.5 / 1e-3f64.sqrt()),
        ] {
            let (got, off) = extrapolated(|t| Ok(function(t))).unwrap();
            assert!(
                (got - want).abs() < 1e-9 * want && off < 1e-8 * want,
                "{got} {want} {off}"
            );
        }
    }

    #[test]
    fn a_wrong_derivative_is_noticed() {
        let wrong = compare(&[1.0, 1.0], |t| Ok((3.0 * t).sin())).unwrap();
        assert!((wrong.error() - 0.5).abs() < 1e-9, "{wrong:?}");
    }
}
