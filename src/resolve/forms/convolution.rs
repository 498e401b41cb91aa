//! Convolution, its transpose, and pooling, over one or two axes, with channels and a batch.
//!
//! Axes stand in the order batch, channels, places; of weights in the order channels out, channels in, places. As in the
//! lectures on networks, weights are not turned around. Invariant: the axes of places are numbers, unless each window
//! is a single place.

use super::reduction::numbers;
use super::shaped::{PADDING, STRIDE};
use super::{Arguments, Scope};
use crate::codes;
use crate::graph::{Dimension, Expr, Place, Placement, Reduction, Shape};
use crate::resolve::shapes::{counted_as, described};
use crate::text::{Diagnostic, Span};
use smallvec::SmallVec;

/// What each window of one axis is.
#[derive(Clone, Copy, Debug)]
struct Window {
    size: u32,
    stride: u32,
    padding: u32,
}

impl Window {
    /// Whether each place is a window of its own.
    fn is_place(self) -> bool {
        (self.size, self.stride, self.padding) == (1, 1, 0)
    }
}

/// Which axes there are in front of the places.
#[derive(Clone, Copy, Debug)]
struct Layout {
    /// Axes of places.
    places: usize,
    channels: bool,
    batch: bool,
}

impl Layout {
    /// The axes in front of the places.
    fn leading(self) -> usize {
        usize::from(self.batch) + usize::from(self.channels)
    }
}

/// What a convolution is of.
const KINDS: &str = "vector(n) goes with vector(k), matrix(h, w) with matrix(kh, kw), and with channels tensor(c, h, w) \
                     with tensor(out, c, kh, kw); a batch stands before the channels";

impl Scope<'_> {
    /// One number for each axis of places, or one for all.
    fn per_place(
        &mut self,
        what: &str,
        (expr, span): (Expr, Span),
        places: usize,
        least: i64,
    ) -> Option<Vec<u32>> {
        let list = numbers(self.graph, expr);
        let fits = |list: &Vec<i64>| {
            let is_size = |number: &i64| (least..=i64::from(i32::MAX)).contains(number);
            (list.len() == 1 || list.len() == places) && list.iter().all(is_size)
        };
        if let Some(list) = list.filter(fits) {
            let number = |place: usize| list[if list.len() == 1 { 0 } else { place }] as u32;
            return Some((0..places).map(number).collect());
        }
        let count = if places == 1 { "one" } else { "two" };
        let message = format!("{what} is a whole number from {least} on");
        self.report(
            Diagnostic::error(codes::INVALID_WINDOW, span, message)
                .with_label(format!("one number, or {count} in square brackets"))
                .with_help("write `2`, or `[2, 3]` for rows and columns"),
        );
        None
    }

    /// Stride and padding of windows with these sizes.
    fn windows(
        &mut self,
        sizes: &[u32],
        strides: &[u32],
        arguments: &Arguments<'_>,
    ) -> Option<Vec<Window>> {
        let places = sizes.len();
        let strides = match arguments.find(STRIDE) {
            Some(stride) => self.per_place("a stride", stride, places, 1)?,
            None => strides.to_vec(),
        };
        let paddings = match arguments.find(PADDING) {
            Some(padding) => self.per_place("a padding", padding, places, 0)?,
            None => vec![0; places],
        };
        let window = |place: usize| Window {
            size: sizes[place],
            stride: strides[place],
            padding: paddings[place],
        };
        Some((0..places).map(window).collect())
    }

    /// How input and weights go together.
    fn layout(&mut self, x: (Expr, Span), w: (Expr, Span), axis: usize) -> Option<Layout> {
        let shapes = (self.graph.shape(x.0), self.graph.shape(w.0));
        let (own, weights) = (shapes.0.rank(), shapes.1.rank());
        let channels = weights > 2;
        let places = if channels { weights - 2 } else { weights };
        let leading = own.wrapping_sub(places);
        let fits = (1..=2).contains(&places)
            && match channels {
                true => leading == 1 || leading == 2,
                false => leading == 0,
            };
        if !fits {
            let message = "these shapes do not go together in a convolution";
            self.refuse_shapes(message, (shapes.0, x.1), (shapes.1, w.1), KINDS);
            return None;
        }
        let layout = Layout {
            places,
            channels,
            batch: leading == 2,
        };
        if channels {
            let given = shapes.0.axes()[leading - 1];
            let needed = shapes.1.axes()[axis];
            if given != needed {
                let message = format!(
                    "the weights are for {} channels, and there are {}",
                    counted_as(needed),
                    counted_as(given)
                );
                let help = "weights are tensor(out, in, kh, kw), and what they go over has its channels in front of rows and columns";
                self.refuse_shapes(&message, (shapes.0, x.1), (shapes.1, w.1), help);
                return None;
            }
        }
        Some(layout)
    }

    /// The sizes of the windows, which are the last axes of the weights.
    fn kernel(&mut self, w: (Expr, Span), places: usize) -> Option<Vec<u32>> {
        let shape = self.graph.shape(w.0);
        let axes = shape.axes();
        let sizes: Option<Vec<u32>> = axes[axes.len() - places..]
            .iter()
            .map(|axis| axis.value())
            .collect();
        if sizes.is_none() {
            self.size_not_known("a convolution", shape, w.1);
        }
        sizes
    }

    /// How many windows there are along an axis.
    fn count(
        &mut self,
        axis: Dimension,
        window: Window,
        (shape, span): (Shape, Span),
    ) -> Option<Dimension> {
        if window.is_place() {
            return Some(axis);
        }
        let Some(size) = axis.value() else {
            self.size_not_known("a window of several places", shape, span);
            return None;
        };
        let room = u64::from(size) + 2 * u64::from(window.padding);
        if room < u64::from(window.size) {
            let message = format!(
                "a window of {} does not fit into {room} places",
                window.size
            );
            self.report(
                Diagnostic::error(codes::INVALID_WINDOW, span, message)
                    .with_label(format!("this is a {}", described(shape)))
                    .with_help("a smaller window fits, or `padding=` around the places"),
            );
            return None;
        }
        let count = (room - u64::from(window.size)) / u64::from(window.stride) + 1;
        self.bounded(u128::from(count), span)
    }

    /// The windows of `x`: the axes in front, the axes of windows, the axes inside of each.
    fn windows_of(
        &mut self,
        x: (Expr, Span),
        leading: usize,
        windows: &[Window],
    ) -> Option<(Expr, Vec<Dimension>)> {
        let shape = self.graph.shape(x.0);
        let whole = shape.axes();
        let mut axes: Vec<Dimension> = whole[..leading].to_vec();
        for (place, &window) in windows.iter().enumerate() {
            axes.push(self.count(whole[leading + place], window, (shape, x.1))?);
        }
        axes.extend(windows.iter().map(|window| Dimension::from(window.size)));
        let placement = Placement {
            whole: whole.iter().copied().collect(),
            view: axes.iter().copied().collect(),
            places: places(leading, windows),
        };
        Some((self.graph.gather(x.0, placement), axes))
    }

    /// `conv(x, w)`
    pub(super) fn convolution(
        &mut self,
        x: (Expr, Span),
        w: (Expr, Span),
        arguments: &Arguments<'_>,
    ) -> Option<Expr> {
        let layout = self.layout(x, w, 1)?;
        let sizes = self.kernel(w, layout.places)?;
        let windows = self.windows(&sizes, &vec![1; sizes.len()], arguments)?;
        let (leading, places) = (layout.leading(), layout.places);
        let channel = leading.wrapping_sub(1) as u8;
        let inner = (leading + places) as u8;
        let out = inner + places as u8;
        let inside: Vec<u8> = (inner..out).collect();
        let outside: Vec<u8> = (leading as u8..inner).collect();
        let mut weights = Vec::new();
        let mut output: Vec<u8> = (0..usize::from(layout.batch) as u8).collect();
        if layout.channels {
            weights.extend([out, channel]);
            output.push(out);
        }
        weights.extend(&inside);
        output.extend(&outside);
        let own = self.graph.shape(w.0).axes();
        let (view, input, mut extents) = match windows.iter().all(|window| window.is_place()) {
            // A window of one place needs no view.
            true => {
                let axes = self.graph.shape(x.0).axes();
                let inside = windows.iter().map(|window| Dimension::from(window.size));
                let extents: Vec<Dimension> = axes.iter().copied().chain(inside).collect();
                (x.0, (0..inner).collect::<Vec<u8>>(), extents)
            }
            false => {
                let (view, axes) = self.windows_of(x, leading, &windows)?;
                (view, (0..out).collect(), axes)
            }
        };
        if layout.channels {
            extents.push(own[0]);
        }
        let result = self
            .graph
            .contract(&[(view, &input), (w.0, &weights)], &output, &extents);
        Some(self.plain(result))
    }

    /// `convt(y, w)`
    pub(super) fn transposed_convolution(
        &mut self,
        y: (Expr, Span),
        w: (Expr, Span),
        arguments: &Arguments<'_>,
    ) -> Option<Expr> {
        let layout = self.layout(y, w, 0)?;
        let sizes = self.kernel(w, layout.places)?;
        let windows = self.windows(&sizes, &vec![1; sizes.len()], arguments)?;
        let (leading, places_count) = (layout.leading(), layout.places);
        let own = self.graph.shape(y.0);
        let (axes, weight_axes) = (own.axes(), self.graph.shape(w.0).axes());
        let inner = (leading + places_count) as u8;
        let new = inner + places_count as u8;
        // The products of each place with the weights, in the order of the axes of a view.
        let mut weights: Vec<u8> = Vec::new();
        let mut products: Vec<u8> = (0..inner).collect();
        if layout.channels {
            weights.extend([leading as u8 - 1, new]);
            products[leading - 1] = new;
        }
        weights.extend(inner..new);
        products.extend(inner..new);
        let mut extents: Vec<Dimension> = axes.to_vec();
        extents.extend(sizes.iter().map(|&size| Dimension::from(size)));
        if layout.channels {
            extents.push(weight_axes[1]);
        }
        let input: Vec<u8> = (0..inner).collect();
        if windows.iter().all(|window| window.is_place()) {
            products.truncate(inner as usize);
            let result =
                self.graph
                    .contract(&[(y.0, &input), (w.0, &weights)], &products, &extents);
            return Some(self.plain(result));
        }
        let mut whole: SmallVec<[Dimension; 4]> = products[..leading]
            .iter()
            .map(|&index| extents[index as usize])
            .collect();
        for (place, window) in windows.iter().enumerate() {
            let Some(size) = axes[leading + place].value() else {
                self.size_not_known("a window of several places", own, y.1);
                return None;
            };
            let reach = i128::from(size - 1) * i128::from(window.stride) + i128::from(window.size)
                - 2 * i128::from(window.padding);
            if reach < 1 {
                let message = "the padding leaves no place";
                let diagnostic = Diagnostic::error(codes::INVALID_WINDOW, y.1, message);
                self.report(diagnostic.with_label(format!("this is a {}", described(own))));
                return None;
            }
            whole.push(self.bounded(reach as u128, y.1)?);
        }
        let view: SmallVec<[Dimension; 4]> = products
            .iter()
            .map(|&index| extents[index as usize])
            .collect();
        let result = self
            .graph
            .contract(&[(y.0, &input), (w.0, &weights)], &products, &extents);
        let placed = self.graph.scatter(
            result,
            Placement {
                whole,
                view,
                places: places(leading, &windows),
            },
        );
        Some(self.plain(placed))
    }

    /// `maxpool(x, size)`, `avgpool(x, size)`
    pub(super) fn pooled(
        &mut self,
        largest: bool,
        x: (Expr, Span),
        size: (Expr, Span),
        arguments: &Arguments<'_>,
    ) -> Option<Expr> {
        let shape = self.graph.shape(x.0);
        let rank = shape.rank();
        if !(1..=4).contains(&rank) {
            let message = "pooling is of a vector, a matrix, or a tensor with channels and perhaps a batch in front";
            let diagnostic = Diagnostic::error(codes::SHAPE_MISMATCH, x.1, message);
            self.report(diagnostic.with_label(format!("this is a {}", described(shape))));
            return None;
        }
        let places = rank.min(2);
        let leading = rank - places;
        let sizes = self.per_place("the size of a window", size, places, 1)?;
        let windows = self.windows(&sizes, &sizes, arguments)?;
        let padding = arguments.find(PADDING);
        if let Some((_, span)) = padding
            && largest
            && windows.iter().any(|window| window.padding > 0)
        {
            let message = "the largest of a window has no padding";
            let diagnostic = Diagnostic::error(codes::INVALID_WINDOW, span, message);
            self.report(diagnostic.with_help("a padding of zeros could be the largest of all"));
            return None;
        }
        let (view, axes) = self.windows_of(x, leading, &windows)?;
        let kept: Vec<u8> = (0..rank as u8).collect();
        let pooled = if largest {
            let inside = (rank..axes.len()).fold(0, |mask, axis| mask | 1 << axis);
            self.graph.reduce(Reduction::Maximum, view, inside)
        } else {
            let sum = self.graph.sum_over(view, &kept);
            let count: i64 = sizes.iter().map(|&size| i64::from(size)).product();
            let share = self.graph.fraction(1, count);
            self.graph.product(&[share, sum])
        };
        Some(self.plain(pooled))
    }
}

/// Where the entries of windows lie: axes in front as they are, then each axis of places.
fn places(leading: usize, windows: &[Window]) -> Vec<Place> {
    let mut places: Vec<Place> = (0..leading)
        .map(|axis| Place {
            offset: 0,
            steps: SmallVec::from_slice(&[(axis as u8, 1)]),
        })
        .collect();
    for (place, window) in windows.iter().enumerate() {
        let outside = (leading + place) as u8;
        let inside = outside + windows.len() as u8;
        places.push(Place {
            offset: -i64::from(window.padding),
            steps: SmallVec::from_slice(&[(outside, i64::from(window.stride)), (inside, 1)]),
        });
    }
    places
}
