//! Checks that a schedule is well formed and says what axes its arrays have.
//!
//! Must not know: backends, graphs. Invariant: what passes here makes no backend panic once its sizes are bound: every
//! axis that meets another has the same size, whatever the names stand for.

use super::{Axes, Contract, Map, Operand, Places, Reduction, Schedule, Size, Step, View};
use crate::program::verify;

/// The most axes of an array or a loop.
const MOST_AXES: usize = 32;
/// The most indices of an Einstein sum: the letters of the text form.
pub(super) const MOST_INDICES: usize = 52;

impl Schedule {
    /// The axes of all arrays, in order.
    ///
    /// ```
    /// use symdiff::program::Schedule;
    ///
    /// let schedule: Schedule = "sizes n
    ///     a0 = input n 3
    ///     a1 = contract ij->ji a0 i:n j:3
    ///     return a1".parse()?;
    /// assert_eq!(schedule.shapes()?[1].len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// One sentence on the first fault found, naming the array as in the text form.
    pub fn shapes(&self) -> Result<Vec<Axes>, String> {
        for (place, name) in self.names.iter().enumerate() {
            if self.names[..place].contains(name) {
                return Err(format!("the size {name} is named twice"));
            }
        }
        let mut shapes = self.inputs.clone();
        for (place, axes) in shapes.iter().enumerate() {
            self.check_axes(axes)
                .map_err(|fault| format!("a{place} {fault}"))?;
        }
        for step in &self.steps {
            let first = shapes.len();
            let made = self
                .step(step, &shapes)
                .map_err(|fault| format!("a{first} {fault}"))?;
            shapes.extend(made);
        }
        if u32::try_from(shapes.len()).is_err() {
            return Err("the schedule has 2^32 arrays or more".to_owned());
        }
        match self.outputs.iter().find(|id| id.index() >= shapes.len()) {
            Some(id) => Err(format!("a{} leaves, but nothing makes it", id.0)),
            None => Ok(shapes),
        }
    }

    fn check_axes(&self, axes: &[Size]) -> Result<(), String> {
        if axes.len() > MOST_AXES {
            return Err(format!("has more than {MOST_AXES} axes"));
        }
        axes.iter().try_for_each(|&size| self.check_size(size))
    }

    fn check_size(&self, size: Size) -> Result<(), String> {
        match size {
            Size::Named(name) if name as usize >= self.names.len() => {
                Err(format!("has a size of the name {name}, which there is not"))
            }
            _ => Ok(()),
        }
    }

    fn step(&self, step: &Step, shapes: &[Axes]) -> Result<Vec<Axes>, String> {
        for array in step.reads() {
            if array.index() >= shapes.len() {
                return Err(format!("reads a{} before it is made", array.0));
            }
        }
        let square = |array: super::ArrayId| match shapes[array.index()][..] {
            [rows, columns] if rows == columns => Ok(rows),
            _ => Err(format!("factorizes a{}, which is not square", array.0)),
        };
        let one = match step {
            Step::Map(map) => return self.map(map, shapes),
            Step::Reduce {
                array,
                along,
                reduction: _,
            } => {
                let axes = &shapes[array.index()];
                check_places(along, axes.len())?;
                outside(axes, along)
            }
            Step::Contract(contract) => self.contract(contract, shapes)?,
            Step::Gather(view) => self.view(view, &shapes[view.array.index()], &view.axes)?,
            Step::Scatter(view) => self.view(view, &view.axes, &shapes[view.array.index()])?,
            Step::Inverse(matrix) => {
                square(*matrix)?;
                shapes[matrix.index()].clone()
            }
            Step::Stack { parts, axes } => {
                self.check_axes(axes)?;
                let known = |size: &Size| match *size {
                    Size::Known(size) => Some(size as usize),
                    Size::Named(_) => None,
                };
                let count = axes
                    .iter()
                    .try_fold(1usize, |count, size| count.checked_mul(known(size)?));
                if count != Some(parts.len())
                    || parts.iter().any(|own| !shapes[own.index()].is_empty())
                {
                    return Err("stacks what does not fit".to_owned());
                }
                axes.clone()
            }
            Step::Solve { matrix, right, .. } => {
                let size = square(*matrix)?;
                let axes = &shapes[right.index()];
                match axes[..] {
                    [rows] | [rows, _] if rows == size => axes.clone(),
                    _ => return Err("solves for a right side that does not fit".to_owned()),
                }
            }
            Step::Adjugate { matrix, order } => {
                let size = square(*matrix)?;
                if *order == 0 || 2 * usize::from(*order) > MOST_AXES {
                    return Err("has an order out of range".to_owned());
                }
                (0..2 * *order).map(|_| size).collect()
            }
            Step::Determinant(matrix) | Step::LogDeterminant(matrix) => {
                square(*matrix)?;
                Axes::new()
            }
        };
        Ok(vec![one])
    }

    fn map(&self, map: &Map, shapes: &[Axes]) -> Result<Vec<Axes>, String> {
        self.check_axes(&map.axes)?;
        verify(&map.program)?;
        if map.program.inputs != map.operands.len()
            || map.program.outputs.len() != map.results.len()
        {
            return Err("maps a program of another number of inputs or outputs".to_owned());
        }
        for operand in &map.operands {
            match operand {
                Operand::Entry { array, places } => {
                    let axes = &shapes[array.index()];
                    let fits = |(&place, &size): (&u8, &Size)| {
                        map.axes.get(usize::from(place)) == Some(&size)
                    };
                    if axes.len() != places.len() || !places.iter().zip(axes).all(fits) {
                        return Err(format!("reads a{} along axes that do not fit", array.0));
                    }
                }
                Operand::Size(size) => self.check_size(*size)?,
            }
        }
        let result = |fold: &super::Fold| {
            check_places(&fold.kept, map.axes.len())?;
            if fold.reduction == Reduction::LogSumExp {
                return Err("folds by log_sum_exp, which a map does not".to_owned());
            }
            let kept = fold.kept.iter().map(|&place| map.axes[usize::from(place)]);
            Ok(kept.collect())
        };
        map.results.iter().map(result).collect()
    }

    fn contract(&self, contract: &Contract, shapes: &[Axes]) -> Result<Axes, String> {
        self.check_axes(&contract.extents[..contract.extents.len().min(MOST_AXES)])?;
        if contract.extents.len() > MOST_INDICES || contract.operands.len() > 2 {
            return Err("contracts more arrays or indices than a step does".to_owned());
        }
        let mut occurs = vec![false; contract.extents.len()];
        let mut extent = |index: u8| {
            let index = usize::from(index);
            let size = contract.extents.get(index).copied();
            if let Some(occurs) = occurs.get_mut(index) {
                *occurs = true;
            }
            size.ok_or_else(|| format!("has no size for index {index}"))
        };
        for (array, indices) in &contract.operands {
            let axes = &shapes[array.index()];
            if axes.len() != indices.len() {
                return Err(format!("needs an index for each axis of a{}", array.0));
            }
            for (&index, &size) in indices.iter().zip(axes) {
                if extent(index)? != size {
                    return Err(format!("reads a{} by an index of another size", array.0));
                }
            }
        }
        let made: Result<Axes, String> = contract.output.iter().map(|&own| extent(own)).collect();
        let made = made?;
        self.check_axes(&made)?;
        if occurs.contains(&false) {
            return Err("has an index that occurs nowhere".to_owned());
        }
        Ok(made)
    }

    /// `viewed` is the array that the rows speak of, `view` what looks at it.
    fn view(&self, own: &View, viewed: &Axes, view: &Axes) -> Result<Axes, String> {
        self.check_axes(&own.axes)?;
        let fits = |row: &super::Row| row.coefficients.len() == view.len();
        if own.rows.len() != viewed.len() || !own.rows.iter().all(fits) {
            return Err("views an array by rows that do not fit".to_owned());
        }
        for (_, size) in own.rows.iter().flat_map(|row| &row.sizes) {
            self.check_size(*size)?;
        }
        Ok(own.axes.clone())
    }
}

/// Whether places are increasing and inside.
fn check_places(places: &Places, axes: usize) -> Result<(), String> {
    let increase = places.windows(2).all(|pair| pair[0] < pair[1]);
    match places.last() {
        Some(&last) if usize::from(last) >= axes => {
            Err("names an axis that is not there".to_owned())
        }
        _ if !increase => Err("names axes out of order".to_owned()),
        _ => Ok(()),
    }
}

/// The axes that are not among the places.
fn outside(axes: &Axes, places: &Places) -> Axes {
    let kept = |(place, size): (usize, &Size)| {
        let gone = places.iter().any(|&own| usize::from(own) == place);
        (!gone).then_some(*size)
    };
    axes.iter().enumerate().filter_map(kept).collect()
}
