//! What the steps of a schedule mean, written as loops without any thought of speed.

use symdiff::backend::{Interpreter, Workspace};
use symdiff::program::schedule::{ArrayId, Contract, Map, Operand, Reduction, Row, Size, Step};

/// An array of the reference.
#[derive(Clone, Debug)]
pub struct Dense {
    pub extents: Vec<usize>,
    pub entries: Vec<f64>,
}

impl Dense {
    fn new(extents: Vec<usize>, fill: f64) -> Dense {
        let count = extents.iter().product();
        Dense {
            extents,
            entries: vec![fill; count],
        }
    }

    fn at(&self, place: &[usize]) -> usize {
        assert_eq!(place.len(), self.extents.len());
        place
            .iter()
            .zip(&self.extents)
            .fold(0, |flat, (&own, &extent)| {
                assert!(own < extent);
                flat * extent + own
            })
    }

    fn get(&self, place: &[usize]) -> f64 {
        self.entries[self.at(place)]
    }
}

/// All places of some axes, in row-major order.
fn places(extents: &[usize]) -> Vec<Vec<usize>> {
    extents.iter().fold(vec![Vec::new()], |all, &extent| {
        let longer = |place: &Vec<usize>| -> Vec<Vec<usize>> {
            (0..extent)
                .map(|own| [&place[..], &[own]].concat())
                .collect()
        };
        all.iter().flat_map(longer).collect()
    })
}

/// Arrays as they are made.
pub struct Reference<'a> {
    pub sizes: &'a [usize],
    pub arrays: Vec<Dense>,
}

impl Reference<'_> {
    fn size(&self, size: Size) -> usize {
        match size {
            Size::Known(size) => size as usize,
            Size::Named(name) => self.sizes[name as usize],
        }
    }

    pub fn extents(&self, axes: &[Size]) -> Vec<usize> {
        axes.iter().map(|&size| self.size(size)).collect()
    }

    pub fn get(&self, id: ArrayId) -> &Dense {
        &self.arrays[id.index()]
    }

    pub fn step(&self, step: &Step) -> Vec<Dense> {
        match step {
            Step::Map(map) => self.map(map),
            Step::Reduce {
                reduction,
                array,
                along,
            } => {
                let array = self.get(*array);
                let stays = |axis: &usize| !along.iter().any(|&own| usize::from(own) == *axis);
                let kept: Vec<usize> = (0..array.extents.len()).filter(stays).collect();
                let extents: Vec<usize> = kept.iter().map(|&axis| array.extents[axis]).collect();
                let mut lists = vec![Vec::new(); extents.iter().product()];
                let result = Dense::new(extents, 0.0);
                for place in places(&array.extents) {
                    let own: Vec<usize> = kept.iter().map(|&axis| place[axis]).collect();
                    lists[result.at(&own)].push(array.get(&place));
                }
                let entries = lists.iter().map(|list| reduce(*reduction, list)).collect();
                vec![Dense { entries, ..result }]
            }
            Step::Contract(contract) => vec![self.contract(contract)],
            Step::Gather(view) => {
                let source = self.get(view.array);
                let mut result = Dense::new(self.extents(&view.axes), 0.0);
                for place in places(&result.extents.clone()) {
                    if let Some(at) = self.viewed(&view.rows, &place, &source.extents) {
                        let at_result = result.at(&place);
                        result.entries[at_result] = source.get(&at);
                    }
                }
                vec![result]
            }
            Step::Scatter(view) => {
                let source = self.get(view.array);
                let mut result = Dense::new(self.extents(&view.axes), 0.0);
                for place in places(&source.extents) {
                    if let Some(at) = self.viewed(&view.rows, &place, &result.extents) {
                        let at = result.at(&at);
                        result.entries[at] += source.get(&place);
                    }
                }
                vec![result]
            }
            Step::Inverse(matrix) => {
                let matrix = self.get(*matrix);
                let rows = matrix.extents[0];
                let mut identity = Dense::new(vec![rows, rows], 0.0);
                for row in 0..rows {
                    identity.entries[row * rows + row] = 1.0;
                }
                vec![eliminate(matrix, &identity).1]
            }
            Step::Stack { parts, axes } => vec![Dense {
                extents: self.extents(axes),
                entries: parts
                    .iter()
                    .map(|&part| self.get(part).entries[0])
                    .collect(),
            }],
            Step::Solve {
                matrix,
                transposed,
                right,
            } => {
                let mut matrix = self.get(*matrix).clone();
                if *transposed {
                    let (rows, own) = (matrix.extents[0], matrix.clone());
                    for place in places(&matrix.extents) {
                        matrix.entries[place[1] * rows + place[0]] = own.get(&place);
                    }
                }
                vec![eliminate(&matrix, self.get(*right)).1]
            }
            Step::Determinant(matrix) => {
                let matrix = self.get(*matrix);
                let none = Dense::new(vec![matrix.extents[0], 0], 0.0);
                vec![Dense {
                    extents: vec![],
                    entries: vec![eliminate(matrix, &none).0],
                }]
            }
            Step::Adjugate { matrix, order } => {
                let matrix = self.get(*matrix);
                let rows = matrix.extents[0];
                let extents = vec![rows; 2 * usize::from(*order)];
                let entries = places(&extents).into_iter().map(|place| {
                    let columns: Vec<usize> = place.iter().step_by(2).copied().collect();
                    let own: Vec<usize> = place.iter().skip(1).step_by(2).copied().collect();
                    minor(matrix, &own, &columns)
                });
                vec![Dense {
                    entries: entries.collect(),
                    extents,
                }]
            }
            Step::LogDeterminant(matrix) => {
                let matrix = self.get(*matrix);
                let none = Dense::new(vec![matrix.extents[0], 0], 0.0);
                vec![Dense {
                    extents: vec![],
                    entries: vec![eliminate(matrix, &none).0.ln()],
                }]
            }
        }
    }

    fn map(&self, map: &Map) -> Vec<Dense> {
        let extents = self.extents(&map.axes);
        let interpreter = Interpreter::new(map.program.clone());
        let kept =
            |kept: &[u8], of: &[usize]| kept.iter().map(|&own| of[usize::from(own)]).collect();
        let mut results: Vec<Dense> = Vec::new();
        let mut lists: Vec<Vec<Vec<f64>>> = Vec::new();
        for fold in &map.results {
            let result = Dense::new(kept(&fold.kept, &extents), 0.0);
            lists.push(vec![Vec::new(); result.entries.len()]);
            results.push(result);
        }
        for place in places(&extents) {
            let operand = |operand: &Operand| match operand {
                Operand::Entry { array, places } => {
                    let own: Vec<usize> = kept(places, &place);
                    self.get(*array).get(&own)
                }
                Operand::Size(size) => self.size(*size) as f64,
            };
            let inputs: Vec<f64> = map.operands.iter().map(operand).collect();
            let mut outputs = vec![0.0; map.results.len()];
            interpreter.run(&inputs, &mut outputs, &mut Workspace::default());
            for (index, fold) in map.results.iter().enumerate() {
                let own: Vec<usize> = kept(&fold.kept, &place);
                lists[index][results[index].at(&own)].push(outputs[index]);
            }
        }
        for ((result, lists), fold) in results.iter_mut().zip(lists).zip(&map.results) {
            result.entries = lists
                .iter()
                .map(|list| reduce(fold.reduction, list))
                .collect();
        }
        results
    }

    fn contract(&self, contract: &Contract) -> Dense {
        let extents = self.extents(&contract.extents);
        let own = |indices: &[u8], of: &[usize]| -> Vec<usize> {
            indices
                .iter()
                .map(|&index| of[usize::from(index)])
                .collect()
        };
        let mut result = Dense::new(own(&contract.output, &extents), 0.0);
        for place in places(&extents) {
            let operands = contract.operands.iter();
            let product: f64 = operands
                .map(|(array, indices)| self.get(*array).get(&own(indices, &place)))
                .product();
            let at = result.at(&own(&contract.output, &place));
            result.entries[at] += product;
        }
        result
    }

    fn viewed(&self, rows: &[Row], place: &[usize], extents: &[usize]) -> Option<Vec<usize>> {
        let at = rows.iter().zip(extents).map(|(row, &extent)| {
            let mut at = row.offset;
            for (count, size) in &row.sizes {
                at += count * self.size(*size) as i64;
            }
            for (coefficient, &own) in row.coefficients.iter().zip(place) {
                at += coefficient * own as i64;
            }
            usize::try_from(at).ok().filter(|&at| at < extent)
        });
        at.collect()
    }
}

/// The determinant without some rows and columns, with the sign that it has as a derivative.
fn minor(matrix: &Dense, rows: &[usize], columns: &[usize]) -> f64 {
    let size = matrix.extents[0];
    let mut sign = 1.0;
    for list in [rows, columns] {
        for (at, place) in list.iter().enumerate() {
            if list[..at].contains(place) {
                return 0.0;
            }
            let left = place - list[..at].iter().filter(|own| *own < place).count();
            sign *= if left % 2 == 0 { 1.0 } else { -1.0 };
        }
    }
    let left = size - rows.len();
    let mut rest = Dense::new(vec![left, left], 0.0);
    let kept = |gone: &[usize]| {
        (0..size)
            .filter(|own| !gone.contains(own))
            .collect::<Vec<_>>()
    };
    let (own_rows, own_columns) = (kept(rows), kept(columns));
    for (row, &from) in own_rows.iter().enumerate() {
        for (column, &at) in own_columns.iter().enumerate() {
            rest.entries[row * left + column] = matrix.entries[from * size + at];
        }
    }
    sign * eliminate(&rest, &Dense::new(vec![left, 0], 0.0)).0
}

fn reduce(reduction: Reduction, list: &[f64]) -> f64 {
    match reduction {
        Reduction::Sum => list.iter().sum::<f64>() + 0.0,
        Reduction::Product => list.iter().product(),
        _ if list.iter().any(|own| own.is_nan()) => f64::NAN,
        Reduction::Maximum => list.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        Reduction::Minimum => list.iter().copied().fold(f64::INFINITY, f64::min),
        Reduction::LogSumExp => {
            let top = list.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            match top.is_infinite() {
                true => top,
                false => top + list.iter().map(|own| (own - top).exp()).sum::<f64>().ln(),
            }
        }
    }
}

/// Gauss and Jordan: the determinant, and the solution for the right side.
fn eliminate(matrix: &Dense, right: &Dense) -> (f64, Dense) {
    let rows = matrix.extents[0];
    let columns = right.extents.get(1).copied().unwrap_or(1);
    let mut m: Vec<Vec<f64>> = (0..rows)
        .map(|row| {
            let own = &matrix.entries[row * rows..(row + 1) * rows];
            [own, &right.entries[row * columns..(row + 1) * columns]].concat()
        })
        .collect();
    let mut determinant = 1.0;
    for column in 0..rows {
        let pivot = (column..rows)
            .max_by(|&a, &b| m[a][column].abs().total_cmp(&m[b][column].abs()))
            .unwrap();
        if pivot != column {
            m.swap(pivot, column);
            determinant = -determinant;
        }
        determinant *= m[column][column];
        let own = m[column].clone();
        for (row, entries) in m.iter_mut().enumerate() {
            if row != column {
                let factor = entries[column] / own[column];
                for (entry, above) in entries.iter_mut().zip(&own).skip(column) {
                    *entry -= factor * above;
                }
            }
        }
    }
    let mut result = right.clone();
    for (row, entries) in m.iter().enumerate() {
        for column in 0..columns {
            result.entries[row * columns + column] = entries[rows + column] / entries[row];
        }
    }
    (determinant, result)
}
