//! How views read for people: slices, blocks, convolutions and pooling where they are such, entries by their indices
//! otherwise.
//!
//! Must not know any notation. Invariant: what is shown is exactly what the view is; ranges count from 1.

use super::figure::Figure;
use super::matrix::{Form, dimension, part};
use super::present::Presenter;
use super::reading::Part;
use super::{Contraction, Dimension, Expr, Indices, Op, Place, Placement, Reduction};

/// Blocks of more parts are not looked for.
const MOST_BLOCKS: usize = 64;

/// The windows of a convolution or of pooling over the last axes of a value.
struct Windows {
    leading: usize,
    sizes: Vec<Dimension>,
    strides: Vec<i64>,
    paddings: Vec<i64>,
}

impl Windows {
    fn of(placement: &Placement) -> Option<Windows> {
        let (whole, view) = (placement.whole.len(), placement.view.len());
        let count = view
            .checked_sub(whole)
            .filter(|count| (1..=2).contains(count))?;
        let leading = whole.checked_sub(count)?;
        let mut windows = Windows {
            leading,
            sizes: placement.view[whole..].to_vec(),
            strides: Vec::new(),
            paddings: Vec::new(),
        };
        for (axis, place) in placement.places.iter().enumerate() {
            let axis_number = axis as u8;
            match (axis < leading, &place.steps[..]) {
                (true, [(own, 1)]) if *own == axis_number && place.offset == 0 => {}
                (false, &[(outside, stride), (inside, 1)])
                    if outside == axis_number && inside == axis_number + count as u8 =>
                {
                    windows.strides.push(stride);
                    windows.paddings.push(-place.offset);
                }
                _ => return None,
            }
        }
        let fits = |axis: usize| {
            let (stride, padding) = (windows.strides[axis], windows.paddings[axis]);
            let [size, own, windows] = [
                windows.sizes[axis],
                placement.whole[leading + axis],
                placement.view[leading + axis],
            ]
            .map(|own| own.known() as i64);
            let room = own + 2 * padding - size;
            stride > 0 && padding >= 0 && room >= 0 && room / stride + 1 == windows
        };
        (0..count).all(fits).then_some(windows)
    }

    /// The arguments behind the operands; `usual` are the strides that need not be said.
    fn named(&self, usual: &[i64]) -> Vec<(&'static str, String)> {
        let mut named = Vec::new();
        if self.strides != usual {
            named.push(("stride", list(&self.strides)));
        }
        if self.paddings.iter().any(|&padding| padding != 0) {
            named.push(("padding", list(&self.paddings)));
        }
        named
    }
}

/// One number where all are alike.
fn list(numbers: &[i64]) -> String {
    if numbers.iter().all(|own| *own == numbers[0]) {
        return numbers[0].to_string();
    }
    let texts: Vec<String> = numbers.iter().map(i64::to_string).collect();
    format!("[{}]", texts.join(", "))
}

fn number(value: i64) -> Part {
    Part::Figure(Figure::Plain(value.to_string()))
}

/// The range of places of one axis, if the view takes them in order.
fn range(place: &Place, whole: Dimension, view: &[Dimension]) -> Option<String> {
    let first = place.offset + 1;
    let inside = |own: i64| own >= 1 && (whole.value().is_none() || own <= whole.known() as i64);
    match place.steps[..] {
        [] => inside(first).then(|| first.to_string()),
        [(axis, step)] => {
            let count = view[axis as usize];
            if (first, step, count) == (1, 1, whole) {
                return Some(":".to_owned());
            }
            let last = first.checked_add(step.checked_mul(i64::from(count.value()?) - 1)?)?;
            if !inside(first) || !inside(last) || step == 0 {
                return None;
            }
            Some(match step {
                1 => format!("{first}:{last}"),
                _ => format!("{first}:{last} by {step}"),
            })
        }
        _ => None,
    }
}

/// The ranges of a view that takes each of its axes from one axis, in order.
fn ranges(placement: &Placement) -> Option<Vec<String>> {
    let axes = placement.places.iter().flat_map(|place| &place.steps);
    let in_order = axes
        .map(|(axis, _)| *axis)
        .eq(0..placement.view.len() as u8);
    if !in_order {
        return None;
    }
    let places = placement.places.iter().zip(&placement.whole);
    let own = places.map(|(place, &whole)| range(place, whole, &placement.view));
    own.collect()
}

/// The place on one axis, counted from 1, where the axes of the view have these letters.
pub(super) fn affine(place: &Place, letters: &[String]) -> String {
    let mut text = String::new();
    let mut constant = place.offset + 1;
    for &(axis, step) in &place.steps {
        constant -= step;
        let letter = &letters[axis as usize];
        let sign = match (text.is_empty(), step < 0) {
            (true, false) => "",
            (true, true) => "-",
            (false, false) => " + ",
            (false, true) => " - ",
        };
        text.push_str(sign);
        match step.unsigned_abs() {
            1 => text.push_str(letter),
            factor => text.push_str(&format!("{factor}*{letter}")),
        }
    }
    match (text.is_empty(), constant) {
        (true, _) => constant.to_string(),
        (false, 0) => text,
        (false, 1..) => format!("{text} + {constant}"),
        (false, _) => format!("{text} - {}", -constant),
    }
}

/// A part of a block with the rows and columns that it takes.
struct Tile {
    rows: (i64, i64),
    columns: (i64, i64),
    part: Part,
}

impl Presenter<'_> {
    /// The form of a view or of the transpose of one.
    pub(super) fn placement_form(&self, expr: Expr) -> Form {
        let graph = self.graph;
        let operand = graph.operands(expr)[0];
        let Some(placement) = graph.placement(expr) else {
            return Form::Call("", vec![Part::Node(operand)]);
        };
        if let Op::Scatter(_) = graph.op(expr) {
            let blocks = self.blocks(&[expr]);
            let convolution = || self.transposed_convolution(operand, placement);
            let found = blocks.or_else(convolution);
            let found = found.or_else(|| self.columns(operand, placement));
            return found.unwrap_or_else(|| self.placed(operand, placement));
        }
        if let Some(ranges) = ranges(placement) {
            return Form::Slice(Part::Node(operand), ranges);
        }
        self.viewed(expr)
    }

    /// Values that are placed side by side in a vector or matrix of zeros, as blocks.
    pub(super) fn blocks(&self, terms: &[Expr]) -> Option<Form> {
        let graph = self.graph;
        if terms.len() > MOST_BLOCKS {
            return None;
        }
        let mut tiles = Vec::with_capacity(terms.len());
        let mut whole = None;
        for &term in terms {
            if !matches!(graph.op(term), Op::Scatter(_)) || !self.is_open(term) {
                return None;
            }
            let placement = graph.placement(term)?;
            if *whole.get_or_insert(&placement.whole) != &placement.whole {
                return None;
            }
            tiles.push(self.tile(graph.operands(term)[0], placement)?);
        }
        let whole = whole?;
        let size = |axis: usize| match whole.get(axis) {
            Some(own) => own.value().map(i64::from),
            None => Some(1),
        };
        let (height, width) = (size(0), size(1));
        tiles.sort_by_key(|tile| (tile.rows.0, tile.columns.0));
        let mut lines: Vec<Vec<Part>> = Vec::new();
        let mut row = 0;
        let groups: Vec<&[Tile]> = tiles.chunk_by(|a, b| a.rows.0 == b.rows.0).collect();
        // An axis without a known length is taken whole.
        let all = |axis: usize| whole.get(axis).copied().unwrap_or(Dimension::ONE);
        let zeros = |rows: i64, columns: Option<i64>| {
            if (rows, columns) == (1, Some(1)) {
                return number(0);
            }
            let mut sizes = vec![number(rows)];
            match columns {
                Some(1) => {}
                Some(columns) => sizes.push(number(columns)),
                None => sizes.push(dimension(all(1))),
            }
            part(Form::Call("zeros", sizes))
        };
        for group in groups {
            let (top, bottom) = group[0].rows;
            if top < row || group.iter().any(|tile| tile.rows.1 != bottom) {
                return None;
            }
            if top > row {
                lines.push(vec![zeros(top - row, width)]);
            }
            let mut line = Vec::new();
            let mut column = 0;
            for tile in group {
                if tile.columns.0 < column {
                    return None;
                }
                if tile.columns.0 > column {
                    line.push(zeros(bottom - top, Some(tile.columns.0 - column)));
                }
                line.push(tile.part.clone());
                column = tile.columns.1;
            }
            if let Some(width) = width.filter(|&width| width > column) {
                line.push(zeros(bottom - top, Some(width - column)));
            }
            lines.push(line);
            row = bottom;
        }
        if let Some(height) = height.filter(|&height| height > row) {
            lines.push(vec![zeros(height - row, width)]);
        }
        let several = lines.len() > 1 || lines.iter().any(|line| line.len() > 1);
        several.then_some(Form::Blocks(lines))
    }

    /// Where a value is placed, if that is one rectangle.
    fn tile(&self, operand: Expr, placement: &Placement) -> Option<Tile> {
        if placement.whole.len() > 2 {
            return None;
        }
        let span = |place: &Place, whole: Dimension| match place.steps[..] {
            [] => (place.offset >= 0).then_some((place.offset, place.offset + 1)),
            [(axis, 1)] => {
                let count = placement.view[axis as usize];
                // Of an axis with a name only the whole can be meant.
                match count.value() {
                    Some(count) => Some((place.offset, place.offset + i64::from(count))),
                    None => (count == whole && place.offset == 0).then_some((0, i64::MAX)),
                }
            }
            _ => None,
        };
        let rows = span(placement.places.first()?, placement.whole[0])?;
        let columns = match placement.places.get(1) {
            Some(place) => span(place, placement.whole[1])?,
            None => (0, 1),
        };
        if rows.0 < 0 || columns.0 < 0 {
            return None;
        }
        let mut axes = placement.places.iter().flat_map(|place| &place.steps);
        let in_order = axes
            .by_ref()
            .map(|(axis, _)| *axis)
            .eq(0..placement.view.len() as u8);
        let rank = placement.view.len();
        let lies = rank == 1 && placement.places[0].steps.is_empty();
        let part = match lies {
            true => part(Form::Transpose(Part::Node(operand))),
            false => Part::Node(operand),
        };
        in_order.then_some(Tile {
            rows,
            columns,
            part,
        })
    }

    /// The windows that an open node is a view of.
    fn windows(&self, expr: Expr) -> Option<(Expr, Windows)> {
        let graph = self.graph;
        let is_view = matches!(graph.op(expr), Op::Gather(_)) && self.is_open(expr);
        let windows = Windows::of(graph.placement(expr).filter(|_| is_view)?)?;
        Some((graph.operands(expr)[0], windows))
    }

    /// `conv(x, w)`
    pub(super) fn convolution(&self, operands: &[Expr], own: &Contraction) -> Option<Form> {
        let &[first, second] = operands else {
            return None;
        };
        for (view, weights, place) in [(first, second, 0), (second, first, 1)] {
            let Some((x, windows)) = self.windows(view) else {
                continue;
            };
            let (indices, others) = (&own.inputs[place], &own.inputs[1 - place]);
            let (leading, inner) = (windows.leading, self.graph.shape(x).rank());
            let inside = &indices[inner..];
            let outside = &indices[leading..inner];
            let rest = others.len().checked_sub(inside.len())?;
            let output: Option<Indices> = match (rest, leading) {
                (0, 0) => Some(outside.iter().copied().collect()),
                (2, 1 | 2) if others[1] == indices[leading - 1] => {
                    let batch = indices[..leading - 1].iter();
                    Some(batch.chain([&others[0]]).chain(outside).copied().collect())
                }
                _ => None,
            };
            let distinct = (1..indices.len()).all(|at| !indices[..at].contains(&indices[at]));
            if distinct && others[rest..] == *inside && output.as_ref() == Some(&own.output) {
                return Some(Form::Named(
                    "conv",
                    vec![Part::Node(x), Part::Node(weights)],
                    windows.named(&vec![1; inside.len()]),
                ));
            }
        }
        None
    }

    /// `convt(y, w)`
    fn transposed_convolution(&self, product: Expr, placement: &Placement) -> Option<Form> {
        let graph = self.graph;
        let windows = Windows::of(placement)?;
        let own = graph
            .contraction(product)
            .filter(|_| self.is_open(product))?;
        let &[first, second] = graph.operands(product) else {
            return None;
        };
        let whole = placement.whole.len();
        let (leading, output) = (windows.leading, &own.output);
        let inside = &output[whole..];
        for (y, weights, place) in [(first, second, 0), (second, first, 1)] {
            let (indices, others) = (&own.inputs[place], &own.inputs[1 - place]);
            let mut expected: Indices = output[..whole].iter().copied().collect();
            let mut list = Indices::new();
            if leading > 0 {
                let channel = *indices.get(leading - 1)?;
                list.extend([channel, expected[leading - 1]]);
                expected[leading - 1] = channel;
            }
            list.extend(inside.iter().copied());
            if *indices == expected && *others == list {
                return Some(Form::Named(
                    "convt",
                    vec![Part::Node(y), Part::Node(weights)],
                    windows.named(&vec![1; inside.len()]),
                ));
            }
        }
        None
    }

    /// `maxpool(x, size)`
    pub(super) fn pooling(&self, reduction: Reduction, axes: u8, of: Expr) -> Option<Form> {
        let (x, windows) = self.windows(of)?;
        let inner = self.graph.shape(x).rank();
        let rank = self.graph.shape(of).rank();
        let inside = (inner..rank).fold(0u8, |mask, axis| mask | 1 << axis);
        if reduction != Reduction::Maximum || axes != inside {
            return None;
        }
        let sizes: Option<Vec<i64>> = windows
            .sizes
            .iter()
            .map(|own| own.value().map(i64::from))
            .collect();
        let sizes = sizes?;
        let named = windows.named(&sizes);
        let size = Part::Figure(Figure::Plain(list(&sizes)));
        Some(Form::Named("maxpool", vec![Part::Node(x), size], named))
    }
}
