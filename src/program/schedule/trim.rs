//! What some outputs need, and nothing else.
//!
//! Must not know: graphs, backends. Invariant: the steps that stay keep their order.

use super::{ArrayId, Operand, Schedule, Step};

impl Schedule {
    /// The schedule of some of the outputs alone, given by their places, with all inputs and names.
    ///
    /// # Panics
    /// If a place is not one of an output.
    pub fn select(&self, places: impl IntoIterator<Item = usize>) -> Schedule {
        let mut outputs: Vec<ArrayId> = places
            .into_iter()
            .map(|place| self.outputs[place])
            .collect();
        let made: usize = self.steps.iter().map(Step::makes).sum();
        let mut needed = vec![false; self.inputs.len() + made];
        for output in &outputs {
            needed[output.index()] = true;
        }
        let mut first = needed.len();
        for step in self.steps.iter().rev() {
            first -= step.makes();
            if needed[first..first + step.makes()].contains(&true) {
                for read in step.reads() {
                    needed[read.index()] = true;
                }
            }
        }
        let mut renamed: Vec<ArrayId> = (0..needed.len() as u32).map(ArrayId).collect();
        let (mut steps, mut next) = (Vec::new(), self.inputs.len() as u32);
        first = self.inputs.len();
        for step in &self.steps {
            let own = first..first + step.makes();
            first = own.end;
            let kept: Vec<usize> = (0..own.len())
                .filter(|&place| needed[own.start + place])
                .collect();
            if kept.is_empty() {
                continue;
            }
            let mut step = step.clone();
            step.rename(&renamed);
            if let Step::Map(map) = &mut step
                && kept.len() < own.len()
            {
                map.results = kept
                    .iter()
                    .map(|&place| map.results[place].clone())
                    .collect();
                map.program = map.program.select(kept.iter().copied());
            }
            steps.push(step);
            for place in kept {
                renamed[own.start + place] = ArrayId(next);
                next += 1;
            }
        }
        for output in &mut outputs {
            *output = renamed[output.index()];
        }
        Schedule {
            names: self.names.clone(),
            inputs: self.inputs.clone(),
            steps,
            outputs,
        }
    }
}

impl Step {
    fn rename(&mut self, names: &[ArrayId]) {
        let rename = |id: &mut ArrayId| *id = names[id.index()];
        match self {
            Step::Map(map) => {
                for operand in &mut map.operands {
                    if let Operand::Entry { array, .. } = operand {
                        rename(array);
                    }
                }
            }
            Step::Contract(contract) => {
                for (array, _) in &mut contract.operands {
                    rename(array);
                }
            }
            Step::Gather(view) | Step::Scatter(view) => rename(&mut view.array),
            Step::Stack { parts, .. } => parts.iter_mut().for_each(rename),
            Step::Solve { matrix, right, .. } => {
                rename(matrix);
                rename(right);
            }
            Step::Reduce { array, .. }
            | Step::Inverse(array)
            | Step::Adjugate { matrix: array, .. }
            | Step::Determinant(array)
            | Step::LogDeterminant(array) => rename(array),
        }
    }
}
