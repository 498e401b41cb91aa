//! Ranges and slopes of the functions of the table over a box of arguments, from what their rows say.
//!
//! The range comes from the corners of the box where the row says that the function is monotone there; from its recipe;
//! or from its partial derivatives: if `f(m) + f'(X, E)*(X - m)` lies inside E for the middle m of the box X, all values
//! lie in it (Picard's theorem for the equation `f' = partial(x, f)`; R. E. Moore, "Interval Analysis", 1966).
//! Invariant: what is said is proved, if the kernel is as good as its row says.

use super::error::{Finding, ulp};
use super::interval::Interval;
use crate::backend::{Interpreter, Workspace};
use crate::functions::{self, FunctionId, Kernel, Row};
use crate::graph::{Expr, Graph, Shape};
use crate::program::{self, Assembler, Instruction, Program, lower};
use crate::resolve::rule;
use hashbrown::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// Partials of partials of partials: what a row says of its range must do below that.
const MOST_DEPTH: usize = 3;
/// Guesses of a range.
const MOST_GUESSES: usize = 12;

/// What was met while a range was found.
#[derive(Default)]
pub(super) struct Asked {
    pub findings: Vec<Finding>,
}

/// The values of a function over a box, and those of its partial derivatives.
pub(super) struct Enclosed {
    pub value: Interval,
    pub slopes: Vec<Interval>,
    /// How far the kernel is off, in units in the last place.
    pub ulps: f64,
}

/// The texts of a row as programs.
struct Texts {
    kernel: Interpreter,
    /// The steps of a recipe.
    recipe: Option<Program>,
    /// In the parameters and the value; None where there is none.
    partials: Vec<Option<Program>>,
    domain: Option<Program>,
    monotone: Option<Program>,
    kinks: Vec<Option<Program>>,
}

static TEXTS: LazyLock<Mutex<HashMap<FunctionId, Arc<Texts>>>> =
    LazyLock::new(|| Mutex::new(HashMap::new()));

fn texts(id: FunctionId) -> Arc<Texts> {
    let lock = || TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = lock().get(&id) {
        return known.clone();
    }
    let made = Arc::new(Texts::of(id));
    lock().entry(id).or_insert(made).clone()
}

impl Texts {
    fn of(id: FunctionId) -> Texts {
        let row = functions::row(id);
        let count = row.parameters.len();
        let mut assembler = Assembler::new(count);
        let inputs: Vec<_> = (0..count as u32)
            .map(|index| assembler.push(Instruction::Input(index)))
            .collect();
        let call = match inputs[..] {
            [a] => assembler.push(Instruction::Call1(id, a)),
            [a, b, ..] => assembler.push(Instruction::Call2(id, a, b)),
            [] => assembler.push(Instruction::Constant(f64::NAN)),
        };
        let call = assembler.finish(&[call]);
        let recipe = matches!(row.kernel, Kernel::Recipe(_)).then(|| program::expand(&call));
        let mut with_value = row.parameters.to_vec();
        with_value.push("value");
        Texts {
            kernel: Interpreter::new(call),
            recipe,
            partials: row
                .partials
                .iter()
                .map(|&text| number(text, &with_value))
                .collect(),
            domain: condition(row.domain, row.parameters),
            monotone: condition(row.monotone, row.parameters),
            kinks: row
                .kinks
                .iter()
                .map(|kink| condition(equation(kink.at), row.parameters))
                .collect(),
        }
    }
}

/// A text as a program of its parameters.
fn number(text: &'static str, parameters: &[&'static str]) -> Option<Program> {
    (!text.is_empty()).then(|| lowered(text, parameters, |_, root| root))
}

/// A place such as `x = 0` as a condition. A row's are made once in a process.
fn equation(place: &'static str) -> &'static str {
    match place.contains(" = ") {
        true => Box::leak(place.replace(" = ", " == ").into_boxed_str()),
        false => place,
    }
}

/// A condition as a program whose value is 1 where it holds and 0 elsewhere.
fn condition(text: &'static str, parameters: &[&'static str]) -> Option<Program> {
    if text.is_empty() || !text.contains(['=', '<', '>']) {
        return None;
    }
    Some(lowered(text, parameters, |graph, met| {
        let (one, zero) = (graph.integer(1), graph.integer(0));
        graph.select(met, one, zero)
    }))
}

fn lowered(
    text: &'static str,
    parameters: &[&'static str],
    finish: impl FnOnce(&mut Graph, Expr) -> Expr,
) -> Program {
    let formula = rule(&[text], parameters);
    let mut graph = Graph::new();
    let arguments: Vec<Expr> = parameters
        .iter()
        .map(|name| graph.variable(name, Shape::Scalar))
        .collect();
    let root = formula.apply(&mut graph, 0, &arguments);
    let root = finish(&mut graph, root);
    let ids = parameters
        .iter()
        .filter_map(|name| graph.find_variable(name));
    let variables: Vec<_> = ids.map(|id| (id, Shape::Scalar)).collect();
    lower(&graph, &[root], &variables)
}

/// Range and slopes of a function over a box; None where it may be undefined or nothing is known.
pub(super) fn enclose(id: FunctionId, region: &[Interval], asked: &mut Asked) -> Option<Enclosed> {
    let row = functions::row(id);
    let texts = texts(id);
    for (number, kink) in texts.kinks.iter().enumerate() {
        let meets = |program: &Program| range(program, region, 0).is_none_or(|met| met.high > 0.0);
        if kink.as_ref().is_some_and(meets) {
            asked.findings.push(Finding::Kink(id, number));
        }
    }
    let is_inside = |program: &Program| range(program, region, 0).is_some_and(|met| met.low > 0.0);
    if !texts.domain.as_ref().is_none_or(is_inside) {
        asked.findings.push(Finding::Outside(Some(id)));
        return None;
    }
    let Some(value) = values(row, &texts, region, 0) else {
        let mut points = corner_points(region);
        asked.findings.push(
            match points.any(|point| computed(&texts, &point).is_infinite()) {
                true => Finding::Overflow,
                false => Finding::Unknown(id),
            },
        );
        return None;
    };
    let mut with_value = region.to_vec();
    with_value.push(value);
    let slopes = (0..region.len()).map(|place| slope(&texts, place, region, &with_value, 0));
    Some(Enclosed {
        value,
        slopes: slopes.collect(),
        ulps: ulps(row, &texts),
    })
}

/// How far the kernel of a row is off.
fn ulps(_row: &Row, texts: &Texts) -> f64 {
    use Instruction::*;
    let is_exact = |own: &Instruction| {
        matches!(
            own,
            Constant(_)
                | Input(_)
                | Negate(_)
                | Absolute(_)
                | Floor(_)
                | Ceil(_)
                | Minimum(..)
                | Maximum(..)
                | Compare(..)
                | And(..)
                | Or(..)
                | Not(_)
                | Select(..)
        )
    };
    match &texts.recipe {
        Some(recipe) if recipe.instructions.iter().all(is_exact) => 0.0,
        _ => 4.0,
    }
}

/// The partial in one parameter. It is 0 in one that does not move, and unknown where the row has none.
fn slope(
    texts: &Texts,
    place: usize,
    region: &[Interval],
    with_value: &[Interval],
    depth: usize,
) -> Interval {
    if region[place].is_point() {
        return Interval::point(0.0);
    }
    match texts.partials.get(place) {
        Some(Some(program)) => range(program, with_value, depth + 1).unwrap_or(Interval::WHOLE),
        _ => Interval::WHOLE,
    }
}

/// A range of the function over the box.
fn values(row: &Row, texts: &Texts, region: &[Interval], depth: usize) -> Option<Interval> {
    let extent = Interval::new(row.extent.0, row.extent.1);
    let is_monotone =
        |program: &Program| range(program, region, depth).is_some_and(|met| met.low > 0.0);
    let is_point = region.iter().all(|own| own.is_point());
    let by_corners = match is_point || texts.monotone.as_ref().is_some_and(is_monotone) {
        true => corners(row, texts, region),
        false => None,
    };
    let by_recipe = texts.recipe.as_ref();
    let by_recipe = by_recipe.and_then(|recipe| range(recipe, region, depth));
    match (by_corners, by_recipe) {
        (Some(one), Some(other)) => return Some(one.within(other).within(extent)),
        (Some(own), None) | (None, Some(own)) => return Some(own.within(extent)),
        (None, None) if is_point => return None,
        (None, None) => {}
    }
    let whole = extent.is_finite().then_some(extent);
    if depth >= MOST_DEPTH {
        return whole;
    }
    picard(row, texts, region, depth)
        .map(|own| own.within(extent))
        .or(whole)
}

/// The value at a point, and how far it may be off.
fn at(row: &Row, texts: &Texts, point: &[f64]) -> Option<Interval> {
    let value = computed(texts, point);
    let off = ulps(row, texts) * ulp(value.abs());
    value
        .is_finite()
        .then(|| Interval::point(value).widened(off))
}

fn computed(texts: &Texts, point: &[f64]) -> f64 {
    let mut output = [0.0];
    texts
        .kernel
        .run(point, &mut output, &mut Workspace::default());
    output[0]
}

/// The values at all corners, for a function that is monotone in each argument.
fn corners(row: &Row, texts: &Texts, region: &[Interval]) -> Option<Interval> {
    let mut hull: Option<Interval> = None;
    for point in corner_points(region) {
        let own = at(row, texts, &point)?;
        hull = Some(hull.map_or(own, |hull| hull.union(own)));
    }
    hull
}

fn corner_points(region: &[Interval]) -> impl Iterator<Item = Vec<f64>> {
    let end = |corner: usize, place: usize, own: &Interval| match corner >> place & 1 {
        0 => own.low,
        _ => own.high,
    };
    (0..1usize << region.len()).map(move |corner| {
        let ends = region.iter().enumerate();
        ends.map(|(place, own)| end(corner, place, own)).collect()
    })
}

/// The range that the partials prove.
fn picard(row: &Row, texts: &Texts, region: &[Interval], depth: usize) -> Option<Interval> {
    let middle: Vec<f64> = region.iter().map(|own| own.middle()).collect();
    let center = at(row, texts, &middle)?;
    let mut guess = center;
    for _ in 0..MOST_GUESSES {
        let mut with_value = region.to_vec();
        with_value.push(guess);
        let mut next = center;
        for (place, own) in region.iter().enumerate() {
            let slope = slope(texts, place, region, &with_value, depth);
            let moved = Interval::new(own.low - middle[place], own.high - middle[place]);
            let moved = moved.widened(ulp(moved.magnitude()));
            if !own.is_point() {
                next = next.plus(slope.times(moved));
            }
        }
        if !next.is_finite() {
            return None;
        }
        if next.is_inside(guess) {
            return Some(next);
        }
        guess = next.union(center).widened(next.width() / 8.0);
    }
    None
}

/// The range of the only output of a program of rules over a box, without rounding errors; None where it may be
/// undefined.
fn range(program: &Program, region: &[Interval], depth: usize) -> Option<Interval> {
    super::error::exact_range(program, region, &mut |id, arguments| {
        let row = functions::row(id);
        let texts = texts(id);
        let is_inside =
            |own: &Program| range(own, arguments, depth).is_some_and(|met| met.low > 0.0);
        if depth >= MOST_DEPTH {
            let extent = Interval::new(row.extent.0, row.extent.1);
            return extent.is_finite().then_some(extent);
        }
        if !texts.domain.as_ref().is_none_or(is_inside) {
            return None;
        }
        values(row, &texts, arguments, depth)
    })
}
