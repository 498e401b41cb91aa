//! Values and derivatives of formulas to any precision, with proven bounds: balls of growing precision over the steps
//! of a formula.
//!
//! Every call of a function is replaced by what its row says that it means ([`Exactly`](crate::functions::Exactly)), and
//! derivatives are dual numbers through these definitions. So nothing here depends on calculus or simplification, which are
//! checked against it. This room must not know either, nor programs. Invariants: a number that is given as decided is the
//! nearest one to the true number; what can't be decided is said with its reason; no input makes it panic, and its work is
//! bounded.

mod ball;
mod circular;
mod constants;
mod elementary;
mod error_function;
mod gamma_function;
mod inverse;
mod jet;
mod magnitude;
mod primitive;
mod run;
mod tape;
mod value;

pub use ball::Ball;
pub use magnitude::Magnitude;

use crate::functions::FunctionId;
use crate::graph::{Expr, Graph, Number, to_f64};
use jet::Jet;
use tape::Tape;
use value::{Arithmetic, Value};

/// An exact number that a variable has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exact(pub(crate) Number);

impl Exact {
    /// The exact value of a finite binary64 number; None of NaN and infinities.
    pub fn of_f64(value: f64) -> Option<Exact> {
        num_rational::BigRational::from_float(value).map(|number| Exact(Number::from(number)))
    }

    /// The nearest binary64 number.
    pub fn nearest(&self) -> f64 {
        to_f64(&self.0)
    }
}

impl From<Number> for Exact {
    fn from(number: Number) -> Self {
        Exact(number)
    }
}

/// Why a number is not decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Two numbers that are compared may be equal: a kink, a jump or a tie.
    Tie,
    /// The argument of a function may lie at the end of its domain, or a divisor at 0.
    Edge,
    /// The function is known to binary64 alone.
    Kernel(FunctionId),
    /// The limit of the precision is reached.
    Precision,
    /// The limit of the work is reached.
    Work,
    /// A number on the way is too large to be held.
    TooLarge,
    /// A vector or matrix is on the way.
    Shaped,
    /// A variable has no value.
    Missing,
}

impl Reason {
    /// Whether more precision may help.
    fn may_pass(self) -> bool {
        matches!(self, Reason::Tie | Reason::Edge | Reason::Precision)
    }
}

/// What is found out of a number.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Its nearest binary64 number, ties to even; infinite where it is beyond the largest one.
    Decided {
        /// The nearest binary64 number.
        nearest: f64,
        /// Where the number lies.
        ball: Ball,
    },
    /// There is no such number.
    Undefined,
    /// Which binary64 number is the nearest is not known.
    Undecided {
        /// Why not.
        reason: Reason,
        /// Where the number lies, if it exists.
        ball: Option<Ball>,
    },
}

impl Outcome {
    /// The nearest binary64 number, where it is decided.
    pub fn nearest(&self) -> Option<f64> {
        match self {
            Outcome::Decided { nearest, .. } => Some(*nearest),
            _ => None,
        }
    }

    /// Where the number lies, as far as it is known.
    pub fn ball(&self) -> Option<&Ball> {
        match self {
            Outcome::Decided { ball, .. } => Some(ball),
            Outcome::Undecided { ball, .. } => ball.as_ref(),
            Outcome::Undefined => None,
        }
    }

    fn may_pass(&self) -> bool {
        matches!(self, Outcome::Undecided { reason, .. } if reason.may_pass())
    }
}

/// How far to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreciseOptions {
    /// The precision to begin with, in bits.
    pub least_precision: u64,
    /// The most bits.
    pub most_precision: u64,
    /// The most work, in steps of about ten nanoseconds.
    pub work: u64,
}

impl Default for PreciseOptions {
    fn default() -> Self {
        PreciseOptions {
            least_precision: 128,
            most_precision: 8192,
            work: 50_000_000,
        }
    }
}

/// A value with its derivatives.
#[derive(Clone, Debug)]
pub struct Derivatives {
    /// The value.
    pub value: Outcome,
    /// The derivative by each variable that was asked for.
    pub first: Vec<Outcome>,
    /// The second derivatives, row by row up to the diagonal: by 0 and 0, 1 and 0, 1 and 1, 2 and 0, ...
    pub second: Vec<Outcome>,
}

impl Derivatives {
    fn may_pass(&self) -> bool {
        let all = self.first.iter().chain(&self.second);
        self.value.may_pass() || all.into_iter().any(Outcome::may_pass)
    }
}

/// Formulas that are to be evaluated at exact points.
#[derive(Clone, Debug)]
pub struct Formula {
    tape: Tape,
}

impl Formula {
    /// The formulas of some nodes, which are scalar as all that they need is.
    pub fn new(graph: &Graph, roots: &[Expr]) -> Formula {
        Formula {
            tape: Tape::new(graph, roots),
        }
    }

    /// How many steps they have: the work is at least in proportion.
    pub fn len(&self) -> usize {
        self.tape.steps.len()
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.tape.steps.is_empty()
    }

    /// The value of each root. `inputs` are the variables, and the entries of variables, with their values.
    pub fn evaluate(&self, inputs: &[(Expr, Exact)], options: &PreciseOptions) -> Vec<Outcome> {
        let all = self.derivatives(inputs, &[], 0, options);
        all.into_iter().map(|own| own.value).collect()
    }

    /// The value of each root and its derivatives up to an order of at most 2 by the variables `by`.
    pub fn derivatives(
        &self,
        inputs: &[(Expr, Exact)],
        by: &[Expr],
        order: usize,
        options: &PreciseOptions,
    ) -> Vec<Derivatives> {
        let leaf = |node: &Expr| {
            let (_, exact) = inputs.iter().find(|input| input.0 == *node)?;
            let variable = by.iter().position(|own| own == node);
            Some((exact.clone(), variable.map(|place| place as u32)))
        };
        let leaves: Vec<_> = self.tape.leaves.iter().map(leaf).collect();
        let mut precision = options
            .least_precision
            .clamp(64, options.most_precision.max(64));
        let mut left = i64::try_from(options.work).unwrap_or(i64::MAX);
        let mut best: Option<Vec<Derivatives>> = None;
        loop {
            let mut own = Arithmetic {
                precision,
                work: left,
            };
            let jets = run::run(&self.tape, &leaves, order, &mut own);
            left = own.work;
            let Some(jets) = jets else {
                return best.unwrap_or_else(|| self.unworked(by.len(), order));
            };
            let found: Vec<Derivatives> = jets
                .iter()
                .map(|jet| outcomes(jet, by.len(), order, &own))
                .collect();
            let settled = !found.iter().any(Derivatives::may_pass);
            if settled || precision >= options.most_precision {
                return found;
            }
            best = Some(found);
            precision = (2 * precision).min(options.most_precision);
        }
    }

    /// What is said where not even the first pass was finished.
    fn unworked(&self, variables: usize, order: usize) -> Vec<Derivatives> {
        let undecided = || Outcome::Undecided {
            reason: Reason::Work,
            ball: None,
        };
        let list = |count: usize| (0..count).map(|_| undecided()).collect();
        let one = |_: &u32| Derivatives {
            value: undecided(),
            first: list(if order > 0 { variables } else { 0 }),
            second: list(if order > 1 {
                variables * (variables + 1) / 2
            } else {
                0
            }),
        };
        self.tape.outputs.iter().map(one).collect()
    }
}

fn outcomes(jet: &Jet, variables: usize, order: usize, own: &Arithmetic) -> Derivatives {
    let of = |value: Value| match jet.value.is_known() {
        true => outcome(&value, own),
        false => outcome(&jet.value, own),
    };
    let variables = variables as u32;
    let mut first = Vec::new();
    let mut second = Vec::new();
    if order > 0 {
        first.extend((0..variables).map(|i| of(jet.first_by(i))));
    }
    if order > 1 {
        for i in 0..variables {
            second.extend((0..=i).map(|j| of(jet.second_by((j, i)))));
        }
    }
    Derivatives {
        value: outcome(&jet.value, own),
        first,
        second,
    }
}

fn outcome(value: &Value, own: &Arithmetic) -> Outcome {
    match value {
        Value::Exact(number) => Outcome::Decided {
            nearest: to_f64(number),
            ball: own.ball_of(number),
        },
        Value::Ball(ball) => match ball.nearest() {
            Some(nearest) => Outcome::Decided {
                nearest,
                ball: ball.clone(),
            },
            None if ball.is_whole() => Outcome::Undecided {
                reason: Reason::TooLarge,
                ball: None,
            },
            None => Outcome::Undecided {
                reason: Reason::Precision,
                ball: Some(ball.clone()),
            },
        },
        Value::Undefined => Outcome::Undefined,
        Value::Unknown(reason) => Outcome::Undecided {
            reason: *reason,
            ball: None,
        },
    }
}

/// The value of each root at exact inputs: [`Formula::evaluate`] for formulas that are evaluated once.
pub fn evaluate(
    graph: &Graph,
    roots: &[Expr],
    inputs: &[(Expr, Exact)],
    options: &PreciseOptions,
) -> Vec<Outcome> {
    Formula::new(graph, roots).evaluate(inputs, options)
}

/// The same with the derivatives by the variables `by`.
pub fn gradient(
    graph: &Graph,
    roots: &[Expr],
    inputs: &[(Expr, Exact)],
    by: &[Expr],
    options: &PreciseOptions,
) -> Vec<Derivatives> {
    Formula::new(graph, roots).derivatives(inputs, by, 1, options)
}

/// The same with the second derivatives too.
pub fn second(
    graph: &Graph,
    roots: &[Expr],
    inputs: &[(Expr, Exact)],
    by: &[Expr],
    options: &PreciseOptions,
) -> Vec<Derivatives> {
    Formula::new(graph, roots).derivatives(inputs, by, 2, options)
}
