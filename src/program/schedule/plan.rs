//! A schedule with its sizes bound: how large each array is and where it lies.
//!
//! Must not know: graphs, backends. Invariants: no array exceeds the limit and no count overflows; two arrays share a
//! buffer only where the last reader of one stands before the step that makes the other; an array that leaves and that
//! no step reads is made where it leaves.

use super::{ArrayId, Schedule, Size, Step};
use smallvec::SmallVec;
use std::fmt;
use std::ops::Range;

/// Where an array lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is the input of this index.
    Input(usize),
    /// It is the output of this index.
    Output(usize),
    /// It is in the buffer of this index.
    Buffer(usize),
}

/// An array of a plan.
#[derive(Clone, Debug)]
pub struct Array {
    /// The sizes of its axes.
    pub extents: SmallVec<[usize; 4]>,
    /// The number of its entries.
    pub count: usize,
    /// Where it lies.
    pub place: Place,
}

/// A factorization that a step uses; steps of one matrix share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor {
    /// The buffer that holds it.
    pub buffer: usize,
    /// Whether this step makes it.
    pub first: bool,
}

/// A schedule with its sizes bound.
#[derive(Clone, Debug)]
pub struct Plan {
    /// By name.
    pub sizes: Vec<usize>,
    /// By [`ArrayId`].
    pub arrays: Vec<Array>,
    /// The lengths of the buffers.
    pub buffers: Vec<usize>,
    /// By step: the factorization that it uses.
    pub factors: Vec<Option<Factor>>,
    /// Where each input lies among all inputs.
    pub inputs: Vec<Range<usize>>,
    /// Where each output lies among all outputs.
    pub outputs: Vec<Range<usize>>,
    /// Arrays that are copied to an output in the end.
    pub copies: Vec<(ArrayId, usize)>,
}

/// Why sizes can't be bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BindError {
    /// The schedule is malformed: a mistake in the pass that made it.
    Schedule(String),
    /// Another number of sizes than names.
    Sizes {
        /// So many are needed.
        expected: usize,
        /// So many are given.
        found: usize,
    },
    /// An array would have more entries than the limit.
    Size,
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BindError::Schedule(fault) => write!(f, "malformed schedule: {fault}"),
            BindError::Sizes { expected, found } => {
                write!(f, "{expected} sizes are needed, {found} are given")
            }
            BindError::Size => f.write_str("an array has more entries than the limit"),
        }
    }
}

impl std::error::Error for BindError {}

impl Plan {
    /// Binds the sizes, one for each name, where no array may have more than `most` entries.
    ///
    /// # Errors
    /// A malformed schedule, a wrong number of sizes, an array that is too large.
    pub fn new(schedule: &Schedule, sizes: &[usize], most: usize) -> Result<Plan, BindError> {
        let shapes = schedule.shapes().map_err(BindError::Schedule)?;
        if sizes.len() != schedule.names.len() {
            return Err(BindError::Sizes {
                expected: schedule.names.len(),
                found: sizes.len(),
            });
        }
        let bound = |size: &Size| match *size {
            Size::Known(size) => size as usize,
            Size::Named(name) => sizes[name as usize],
        };
        let mut arrays = Vec::with_capacity(shapes.len());
        for axes in &shapes {
            let extents: SmallVec<[usize; 4]> = axes.iter().map(bound).collect();
            let count = count(&extents, most).ok_or(BindError::Size)?;
            // Inputs stand first; the rest is placed below.
            let place = Place::Input(arrays.len());
            arrays.push(Array {
                extents,
                count,
                place,
            });
        }
        for step in &schedule.steps {
            // A loop has as many places as an array would have entries, whatever it leaves.
            if let Step::Map(map) = step {
                let extents: SmallVec<[usize; 4]> = map.axes.iter().map(bound).collect();
                count_places(&extents).ok_or(BindError::Size)?;
            }
            if let Step::Contract(contract) = step {
                let extents: SmallVec<[usize; 4]> = contract.extents.iter().map(bound).collect();
                count_places(&extents).ok_or(BindError::Size)?;
            }
        }
        let mut plan = Plan {
            sizes: sizes.to_vec(),
            inputs: ranges(arrays[..schedule.inputs.len()].iter().map(|own| own.count))
                .ok_or(BindError::Size)?,
            outputs: ranges(schedule.outputs.iter().map(|id| arrays[id.index()].count))
                .ok_or(BindError::Size)?,
            arrays,
            buffers: Vec::new(),
            factors: vec![None; schedule.steps.len()],
            copies: Vec::new(),
        };
        plan.place(schedule);
        Ok(plan)
    }

    /// The array of an id.
    pub fn array(&self, id: ArrayId) -> &Array {
        &self.arrays[id.index()]
    }

    /// The number of a size.
    pub fn size(&self, size: Size) -> usize {
        match size {
            Size::Known(size) => size as usize,
            Size::Named(name) => self.sizes[name as usize],
        }
    }

    /// Gives every array a place. Buffers are given back behind the last reader.
    fn place(&mut self, schedule: &Schedule) {
        let steps = &schedule.steps;
        let mut last_read: Vec<Option<usize>> = vec![None; self.arrays.len()];
        let mut last_factor: Vec<Option<usize>> = vec![None; self.arrays.len()];
        for (index, step) in steps.iter().enumerate() {
            for array in step.reads() {
                last_read[array.index()] = Some(index);
            }
            if let Some(matrix) = step.factorizes() {
                last_factor[matrix.index()] = Some(index);
            }
        }
        // What leaves is made where it leaves, unless a step reads it or it leaves already.
        // A step that makes several arrays makes them in buffers.
        let mut alone = vec![false; schedule.inputs.len()];
        for step in steps {
            alone.resize(alone.len() + step.makes(), step.makes() == 1);
        }
        let mut leaves: Vec<Option<usize>> = vec![None; self.arrays.len()];
        let mut copied = vec![false; self.arrays.len()];
        for (output, id) in schedule.outputs.iter().enumerate() {
            let index = id.index();
            if !alone[index] || last_read[index].is_some() || leaves[index].is_some() {
                self.copies.push((*id, output));
                copied[index] = true;
            } else {
                leaves[index] = Some(output);
            }
        }
        // An array that leaves twice is copied, and what is copied lies in a buffer.
        for (index, copied) in copied.iter().enumerate() {
            if let (true, Some(output)) = (copied, leaves[index].take_if(|_| *copied)) {
                self.copies.push((ArrayId(index as u32), output));
            }
        }
        let mut pool = Pool::default();
        let mut factor_of: Vec<Option<usize>> = vec![None; self.arrays.len()];
        let mut next = schedule.inputs.len();
        for (index, step) in steps.iter().enumerate() {
            if let Some(matrix) = step.factorizes() {
                let known = factor_of[matrix.index()];
                let rows = self.arrays[matrix.index()].extents[0];
                // The factors, the pivots and what kind they are.
                let length = self.arrays[matrix.index()].count + rows + 1;
                let buffer = known.unwrap_or_else(|| pool.take(length));
                factor_of[matrix.index()] = Some(buffer);
                self.factors[index] = Some(Factor {
                    buffer,
                    first: known.is_none(),
                });
            }
            let made = next..next + step.makes();
            next = made.end;
            for id in made.clone() {
                self.arrays[id].place = match leaves[id] {
                    Some(output) => Place::Output(output),
                    None => Place::Buffer(pool.take(self.arrays[id].count)),
                };
            }
            for id in made {
                if last_read[id].is_none() && !copied[id] {
                    pool.give(self.arrays[id].place);
                }
            }
            let mut read = step.reads();
            read.sort_unstable();
            read.dedup();
            for id in read {
                if last_read[id.index()] == Some(index) && !copied[id.index()] {
                    pool.give(self.arrays[id.index()].place);
                }
            }
            if let (Some(factor), Some(matrix)) = (self.factors[index], step.factorizes())
                && last_factor[matrix.index()] == Some(index)
            {
                pool.give(Place::Buffer(factor.buffer));
            }
        }
        self.buffers = pool.lengths;
    }
}

/// Buffers, given out and taken back.
#[derive(Default)]
struct Pool {
    lengths: Vec<usize>,
    free: Vec<usize>,
}

impl Pool {
    /// The free buffer that fits best: the smallest that is large enough, else the largest, which grows.
    fn take(&mut self, length: usize) -> usize {
        let key = |&place: &usize| {
            let own = self.lengths[self.free[place]];
            match own >= length {
                true => (0, own - length),
                false => (1, length - own),
            }
        };
        let best = (0..self.free.len()).min_by_key(key);
        let buffer = match best {
            Some(place) => self.free.swap_remove(place),
            None => {
                self.lengths.push(0);
                self.lengths.len() - 1
            }
        };
        self.lengths[buffer] = self.lengths[buffer].max(length);
        buffer
    }

    fn give(&mut self, place: Place) {
        if let Place::Buffer(buffer) = place {
            self.free.push(buffer);
        }
    }
}

/// The number of places, where even the product without zeros fits into a signed offset.
fn count_places(extents: &[usize]) -> Option<usize> {
    let product = extents.iter().try_fold(1usize, |product, &extent| {
        product.checked_mul(extent.max(1))
    })?;
    isize::try_from(product.checked_mul(size_of::<f64>())?).ok()?;
    Some(if extents.contains(&0) { 0 } else { product })
}

fn count(extents: &[usize], most: usize) -> Option<usize> {
    count_places(extents).filter(|&count| count <= most)
}

/// Ranges of these lengths, one behind the other.
fn ranges(counts: impl Iterator<Item = usize>) -> Option<Vec<Range<usize>>> {
    let mut start = 0usize;
    let mut ranges = Vec::new();
    for count in counts {
        let end = start.checked_add(count)?;
        ranges.push(start..end);
        start = end;
    }
    Some(ranges)
}
