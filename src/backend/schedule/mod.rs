//! Runs schedules. Maps run by the interpreter, which defines what they mean, or by native code; all other steps are the
//! same code for both.
//!
//! Must not know: graphs. Invariants: both ways give the same bits on one machine; a call allocates nothing once the
//! workspace has grown, but for packing memory of large products of matrices.

mod adjugate;
mod contract;
mod factor;
mod fold;
mod gemm;
mod kernel;
mod map;
mod multiply;
mod nest;
mod places;
mod view;

use super::Workspace;
use crate::program::Schedule;
use crate::program::schedule::{ArrayId, BindError, Place, Plan, Reduction, Step};
use fold::{log_sum_exp, reduce};
use kernel::Kernel;
use map::Targets;
use nest::{Extents, Nest, dense};
use places::Arrays;
pub use places::{Inputs, Outputs};
use smallvec::SmallVec;
use std::sync::Arc;

/// A schedule with its kernels. Cheap to clone and shared freely between threads.
#[derive(Clone, Debug)]
pub struct Executor {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    schedule: Schedule,
    /// By step, for maps.
    kernels: Vec<Option<Kernel>>,
    native: bool,
}

/// An executor with its sizes bound: what is called. Cheap to clone and shared freely between threads.
#[derive(Clone, Debug)]
pub struct BoundExecutor {
    executor: Executor,
    bound: Arc<(Plan, Vec<Bound>)>,
}

/// A step with its sizes bound.
#[derive(Debug)]
enum Bound {
    Map(map::Bound),
    Reduce(Reduction, Nest),
    Contract(contract::Bound),
    Gather(view::Bound),
    Scatter(view::Bound),
    Stack,
    Inverse,
    Solve { transposed: bool },
    Adjugate(u8),
    Determinant,
    LogDeterminant,
}

impl Executor {
    /// A schedule whose maps are interpreted.
    ///
    /// # Panics
    /// If the schedule is malformed: a mistake in the pass that made it.
    pub fn interpreted(schedule: Schedule) -> Executor {
        if let Err(fault) = schedule.shapes() {
            panic!("the interpreter was given a malformed schedule: {fault}");
        }
        let kernel = |step: &Step| match step {
            Step::Map(map) => Some(Kernel::interpreted(&map.program)),
            _ => None,
        };
        let kernels = schedule.steps.iter().map(kernel).collect();
        Executor::new(schedule, kernels, false)
    }

    /// A schedule whose maps are native code.
    ///
    /// # Errors
    /// As [`Jit::compile`](super::Jit::compile).
    #[cfg(feature = "jit")]
    pub fn native(schedule: Schedule) -> Result<Executor, super::JitError> {
        schedule.shapes().map_err(super::JitError::Program)?;
        let kernel = |step: &Step| match step {
            Step::Map(map) => Kernel::native(&map.program).map(Some),
            _ => Ok(None),
        };
        let kernels = schedule
            .steps
            .iter()
            .map(kernel)
            .collect::<Result<_, _>>()?;
        Ok(Executor::new(schedule, kernels, true))
    }

    fn new(schedule: Schedule, kernels: Vec<Option<Kernel>>, native: bool) -> Executor {
        Executor {
            shared: Arc::new(Shared {
                schedule,
                kernels,
                native,
            }),
        }
    }

    /// The schedule.
    pub fn schedule(&self) -> &Schedule {
        &self.shared.schedule
    }

    /// Whether maps are native code.
    pub fn is_native(&self) -> bool {
        self.shared.native
    }

    /// Binds the sizes, one for each name of the schedule, where no array may have more than `most` entries.
    ///
    /// # Errors
    /// A wrong number of sizes, an array that is too large, a view that reaches too far.
    pub fn bind(&self, sizes: &[usize], most: usize) -> Result<BoundExecutor, BindError> {
        let schedule = self.schedule();
        let plan = Plan::new(schedule, sizes, most)?;
        let mut next = schedule.inputs.len();
        let mut steps = Vec::with_capacity(schedule.steps.len());
        for step in &schedule.steps {
            steps.push(bind(&plan, step, ArrayId(next as u32))?);
            next += step.makes();
        }
        Ok(BoundExecutor {
            executor: self.clone(),
            bound: Arc::new((plan, steps)),
        })
    }
}

/// `made` is the first array that the step makes.
fn bind(plan: &Plan, step: &Step, made: ArrayId) -> Result<Bound, BindError> {
    let extents = |id: ArrayId| plan.array(id).extents.clone();
    Ok(match step {
        Step::Map(map) => Bound::Map(map::Bound::new(plan, map)),
        Step::Reduce {
            reduction,
            array,
            along,
        } => {
            let extents = extents(*array);
            let stays = |axis: &usize| along.iter().all(|&own| usize::from(own) != *axis);
            let kept: Extents = (0..extents.len())
                .filter(stays)
                .map(|axis| extents[axis])
                .collect();
            let mut strides: Extents = SmallVec::from_elem(0, extents.len());
            for (axis, stride) in (0..extents.len()).filter(stays).zip(dense(&kept)) {
                strides[axis] = stride;
            }
            Bound::Reduce(
                *reduction,
                Nest::new(&extents, vec![dense(&extents), strides]),
            )
        }
        Step::Contract(contract) => Bound::Contract(contract::Bound::new(plan, contract)),
        Step::Gather(view) => {
            let viewed = extents(view.array);
            Bound::Gather(view::Bound::new(plan, &view.rows, &extents(made), &viewed)?)
        }
        Step::Scatter(view) => {
            let source = extents(view.array);
            Bound::Scatter(view::Bound::new(plan, &view.rows, &source, &extents(made))?)
        }
        Step::Inverse(_) => Bound::Inverse,
        Step::Stack { .. } => Bound::Stack,
        Step::Solve { transposed, .. } => Bound::Solve {
            transposed: *transposed,
        },
        Step::Adjugate { order, .. } => Bound::Adjugate(*order),
        Step::Determinant(_) => Bound::Determinant,
        Step::LogDeterminant(_) => Bound::LogDeterminant,
    })
}

impl BoundExecutor {
    /// Sizes, arrays and buffers.
    pub fn plan(&self) -> &Plan {
        &self.bound.0
    }

    /// The executor, ready for other sizes.
    pub fn executor(&self) -> &Executor {
        &self.executor
    }

    /// Computes all outputs.
    ///
    /// # Panics
    /// If the lengths of `inputs` and `outputs` are not those of the plan.
    pub fn run(&self, inputs: Inputs<'_>, mut outputs: Outputs<'_, '_>, workspace: &mut Workspace) {
        let (plan, steps) = &*self.bound;
        assert!(inputs.fit(plan), "lengths of inputs");
        assert!(outputs.fit(plan), "lengths of outputs");
        let shared = &*self.executor.shared;
        let mut buffers = std::mem::take(&mut workspace.buffers);
        if buffers.len() < plan.buffers.len() {
            buffers.resize_with(plan.buffers.len(), Vec::new);
        }
        for (buffer, &length) in buffers.iter_mut().zip(&plan.buffers) {
            if buffer.len() < length {
                buffer.resize(length, 0.0);
            }
        }
        let mut made = shared.schedule.inputs.len();
        for (index, (step, bound)) in shared.schedule.steps.iter().zip(steps).enumerate() {
            if let (Some(factor), Some(matrix)) = (plan.factors[index], step.factorizes())
                && factor.first
            {
                let mut memory = std::mem::take(&mut buffers[factor.buffer]);
                let arrays = Arrays {
                    plan,
                    inputs,
                    buffers: &buffers,
                };
                let rows = plan.array(matrix).extents[0];
                factor::factorize(arrays.get(matrix), rows, &mut memory);
                buffers[factor.buffer] = memory;
            }
            let kernel = shared.kernels[index].as_ref();
            let first = made;
            made += step.makes();
            if let (Bound::Map(map), Some(kernel)) = (bound, kernel)
                && step.makes() != 1
            {
                let mut targets = std::mem::take(&mut workspace.targets);
                for array in &plan.arrays[first..made] {
                    targets.push(take(&mut buffers, array.place));
                }
                let arrays = Arrays {
                    plan,
                    inputs,
                    buffers: &buffers,
                };
                map.run(kernel, &arrays, Targets::Many(&mut targets), workspace);
                for (array, target) in plan.arrays[first..made].iter().zip(targets.drain(..)) {
                    give(&mut buffers, array.place, target);
                }
                workspace.targets = targets;
                continue;
            }
            let array = &plan.arrays[first];
            let mut own = take(&mut buffers, array.place);
            let target = match array.place {
                Place::Output(output) => outputs.output(plan, output),
                _ => &mut own[..array.count],
            };
            let arrays = Arrays {
                plan,
                inputs,
                buffers: &buffers,
            };
            let factor = plan.factors[index].map(|factor| &buffers[factor.buffer][..]);
            run(step, bound, kernel, factor, &arrays, target, workspace);
            give(&mut buffers, array.place, own);
        }
        for &(id, output) in &plan.copies {
            let arrays = Arrays {
                plan,
                inputs,
                buffers: &buffers,
            };
            outputs.output(plan, output).copy_from_slice(arrays.get(id));
        }
        workspace.buffers = buffers;
    }
}

/// Takes the memory of an array out of the buffers, so that it can be written while others are read.
fn take(buffers: &mut [Vec<f64>], place: Place) -> Vec<f64> {
    match place {
        Place::Buffer(buffer) => std::mem::take(&mut buffers[buffer]),
        _ => Vec::new(),
    }
}

fn give(buffers: &mut [Vec<f64>], place: Place, memory: Vec<f64>) {
    if let Place::Buffer(buffer) = place {
        buffers[buffer] = memory;
    }
}

/// A step that makes one array.
fn run(
    step: &Step,
    bound: &Bound,
    kernel: Option<&Kernel>,
    factor: Option<&[f64]>,
    arrays: &Arrays<'_>,
    target: &mut [f64],
    workspace: &mut Workspace,
) {
    // A map finds its operands by itself.
    let sources = match step {
        Step::Map(_) | Step::Stack { .. } => SmallVec::new(),
        _ => step.reads(),
    };
    let source = |place: usize| sources.get(place).map_or(&[1.0][..], |&id| arrays.get(id));
    let factor = factor.unwrap_or(&[]);
    let rows = step
        .factorizes()
        .map_or(0, |matrix| arrays.plan.array(matrix).extents[0]);
    match bound {
        Bound::Map(map) => {
            if let Some(kernel) = kernel {
                map.run(kernel, arrays, Targets::One(target), workspace);
            }
        }
        Bound::Reduce(Reduction::LogSumExp, nest) => {
            let columns = &mut workspace.columns;
            columns.resize(columns.len().max(target.len()), 0.0);
            let greatest = &mut columns[..target.len()];
            log_sum_exp(nest, source(0), target, greatest, &mut workspace.places);
        }
        Bound::Reduce(reduction, nest) => {
            reduce(*reduction, nest, source(0), target, &mut workspace.places);
        }
        Bound::Contract(own) => own.run(source(0), source(1), target, &mut workspace.places),
        Bound::Gather(view) => view.gather(source(0), target, &mut workspace.places),
        Bound::Scatter(view) => view.scatter(source(0), target, &mut workspace.places),
        Bound::Inverse => factor::invert(factor, rows, target),
        Bound::Stack => {
            if let Step::Stack { parts, .. } = step {
                for (entry, &part) in target.iter_mut().zip(parts) {
                    *entry = arrays.get(part)[0];
                }
            }
        }
        Bound::Solve { transposed } => {
            target.copy_from_slice(source(1));
            let columns = target.len().checked_div(rows).unwrap_or(0);
            match transposed {
                true => factor::solve_transposed(factor, rows, target, columns),
                false => factor::solve(factor, rows, target, columns),
            }
        }
        Bound::Adjugate(1) => {
            adjugate::adjugate(factor, source(0), rows, target, &mut workspace.columns);
        }
        Bound::Adjugate(order) => {
            let rows = arrays.plan.array(sources[0]).extents[0];
            adjugate::higher(*order, source(0), rows, target, &mut workspace.columns);
        }
        Bound::Determinant => target[0] = factor::determinant(factor, rows),
        Bound::LogDeterminant => target[0] = factor::log_determinant(factor, rows),
    }
}
