//! What a compiled function is made of: a scalar program, or a schedule over arrays whose sizes are bound before calls.
//!
//! Must not know: derivations. Invariant: parts of the whole have the inputs of the whole.

use super::Backend;
use super::code::Code;
use crate::codes;
use crate::error::Error;
use crate::limits::{self, Limits};
use crate::program::schedule::{BindError, Plan, Size};
use crate::program::{Program, Schedule};
use crate::text::quote;
use std::ops::Range;
use std::sync::Arc;

/// Entries among the outputs, and the formulas that they are of.
#[derive(Clone, Debug, Default)]
pub(super) struct Span {
    pub(super) entries: Range<usize>,
    pub(super) formulas: Range<usize>,
}

/// What code is made of.
#[derive(Clone)]
pub(super) enum Machine {
    Scalars(Arc<Program>),
    Arrays(Arc<Arrays>),
}

/// A schedule, with its sizes where they are bound.
pub(super) struct Arrays {
    schedule: Arc<Schedule>,
    /// None for one that is not bound, in the order of the names.
    sizes: Vec<Option<usize>>,
    limits: Limits,
    /// The numbers of entries of inputs and outputs, once all sizes are bound.
    counts: Option<[Vec<usize>; 2]>,
}

impl Machine {
    /// A schedule of which nothing is bound yet.
    pub(super) fn of_arrays(schedule: Arc<Schedule>, limits: &Limits) -> Result<Machine, Error> {
        let sizes = vec![None; schedule.names.len()];
        arrays(schedule, sizes, limits.clone())
    }

    /// Entries of all inputs; 0 where a size is not bound.
    pub(super) fn inputs(&self) -> usize {
        match self {
            Machine::Scalars(program) => program.inputs,
            Machine::Arrays(own) => own.count(0),
        }
    }

    /// Entries of all outputs; 0 where a size is not bound.
    pub(super) fn outputs(&self) -> usize {
        match self {
            Machine::Scalars(program) => program.outputs.len(),
            Machine::Arrays(own) => own.count(1),
        }
    }

    /// The names of sizes, and what they are bound to.
    pub(super) fn dimensions(&self) -> impl Iterator<Item = (&str, Option<usize>)> {
        let (names, sizes) = match self {
            Machine::Scalars(_) => (&[][..], &[][..]),
            Machine::Arrays(own) => (&own.schedule.names[..], &own.sizes[..]),
        };
        names.iter().map(String::as_str).zip(sizes.iter().copied())
    }

    /// The same with sizes bound by name.
    pub(super) fn bind(&self, dimensions: &[(&str, usize)]) -> Result<Machine, Error> {
        let mut sizes: Vec<Option<usize>> = self.dimensions().map(|own| own.1).collect();
        for &(name, size) in dimensions {
            let place = self.dimensions().position(|own| own.0 == name);
            let Some(place) = place else {
                let known: Vec<String> = self.dimensions().map(|own| quote(own.0)).collect();
                let help = match known.is_empty() {
                    true => "all dimensions are numbers".to_owned(),
                    false => format!("there are {}", known.join(", ")),
                };
                let message = format!("there is no dimension {}", quote(name));
                return Err(Error::new(codes::UNKNOWN_DIMENSION, message).with_help(help));
            };
            sizes[place] = Some(size);
        }
        self.with_sizes(sizes)
    }

    /// The same with the sizes that inputs of these axes have.
    pub(super) fn bind_axes(&self, inputs: &[&[usize]]) -> Result<Machine, Error> {
        let Machine::Arrays(own) = self else {
            return Ok(self.clone());
        };
        let mut sizes = own.sizes.clone();
        for (axes, found) in own.schedule.inputs.iter().zip(inputs) {
            for (size, &found) in axes.iter().zip(*found) {
                if let Size::Named(name) = *size {
                    sizes[name as usize].get_or_insert(found);
                }
            }
        }
        self.with_sizes(sizes)
    }

    fn with_sizes(&self, sizes: Vec<Option<usize>>) -> Result<Machine, Error> {
        match self {
            Machine::Scalars(_) => Ok(self.clone()),
            Machine::Arrays(own) => arrays(own.schedule.clone(), sizes, own.limits.clone()),
        }
    }

    /// An error where a size is not bound yet.
    pub(super) fn check_bound(&self) -> Result<(), Error> {
        let Some((name, _)) = self.dimensions().find(|own| own.1.is_none()) else {
            return Ok(());
        };
        let message = format!("the dimension {} has no size yet", quote(name));
        Err(Error::new(codes::UNBOUND_DIMENSION, message)
            .with_help(format!("bind it: `f.bind(&[({name:?}, 3)])`")))
    }

    /// The entries of some formulas, once all sizes are bound.
    pub(super) fn entries_of(&self, formulas: Range<usize>) -> Option<Range<usize>> {
        let Machine::Arrays(own) = self else {
            return None;
        };
        let [_, outputs] = own.counts.as_ref()?;
        let before: usize = outputs[..formulas.start].iter().sum();
        let own: usize = outputs[formulas].iter().sum();
        Some(before..before + own)
    }

    /// Code for everything.
    pub(super) fn compile(&self, backend: Backend) -> Result<Code, Error> {
        match self {
            Machine::Scalars(program) => Code::new(program, backend),
            Machine::Arrays(own) => {
                let code = Code::of_schedule(own.schedule.as_ref().clone(), backend)?;
                self.bound(&code)
            }
        }
    }

    /// Code for the same schedule, for the sizes that are bound here.
    pub(super) fn bound(&self, code: &Code) -> Result<Code, Error> {
        let Machine::Arrays(own) = self else {
            return Ok(code.clone());
        };
        let sizes: Option<Vec<usize>> = own.sizes.iter().copied().collect();
        match sizes {
            Some(sizes) => code
                .bound(&sizes, own.limits.array)
                .map_err(|error| own.refused(error)),
            None => Ok(code.clone()),
        }
    }

    /// Code for a part, where code for all of it could be made.
    pub(super) fn compile_part<'a>(
        &self,
        spans: impl Iterator<Item = &'a Span>,
        backend: Backend,
    ) -> Code {
        match self {
            Machine::Scalars(program) => {
                let places = spans.flat_map(|own| own.entries.clone());
                Code::of_part(program.select(places), backend)
            }
            Machine::Arrays(own) => {
                let schedule = own
                    .schedule
                    .select(spans.flat_map(|own| own.formulas.clone()));
                let code = Code::of_schedule_part(schedule, backend);
                // What can be bound as a whole can be bound in part.
                self.bound(&code).unwrap_or(code)
            }
        }
    }
}

impl Arrays {
    fn count(&self, place: usize) -> usize {
        let counts = self.counts.as_ref();
        counts.map_or(0, |counts| counts[place].iter().sum())
    }

    fn refused(&self, error: BindError) -> Error {
        let message = format!("the function can't run for these sizes: {error}");
        Error::new(codes::ARRAY_TOO_LARGE, message).with_help(limits::ARRAY.advice(&self.limits))
    }
}

fn arrays(
    schedule: Arc<Schedule>,
    sizes: Vec<Option<usize>>,
    limits: Limits,
) -> Result<Machine, Error> {
    let mut own = Arrays {
        schedule,
        sizes,
        limits,
        counts: None,
    };
    let sizes: Option<Vec<usize>> = own.sizes.iter().copied().collect();
    if let Some(sizes) = sizes {
        let plan = Plan::new(&own.schedule, &sizes, own.limits.array);
        let plan = plan.map_err(|error| own.refused(error))?;
        let lengths = |ranges: &[Range<usize>]| ranges.iter().map(ExactSizeIterator::len).collect();
        own.counts = Some([lengths(&plan.inputs), lengths(&plan.outputs)]);
    }
    Ok(Machine::Arrays(Arc::new(own)))
}
