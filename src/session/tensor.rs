//! One derivative of one result as the tensor that it is: the axes of the result, then those of the variable, twice
//! for a second derivative.
//!
//! Must not know how a request is written. Invariants: where one point is given, numbers and formulas stand without a
//! list around them; where several variables are, each answer is an object with a field for each.

use super::fields::Job;
use super::outcome::nested;
use super::points::read_point;
use crate::codes;
use crate::error::Error;
use crate::function::{Derivation, Function, Quantity, Request};
use crate::graph::{Shape, Sharing};
use crate::limits::Limits;
use serde_json::{Map, Value, json};
use std::ops::Range;

/// The part of a derivative that belongs to one variable, or to two.
struct Block {
    names: Vec<String>,
    axes: Vec<usize>,
    /// Where its entries stand among those of the derivative.
    places: Vec<usize>,
}

/// Value, derivative, its shape and its closed form.
pub(super) fn answer(
    job: &Job,
    function: &Function,
    limits: &Limits,
) -> Result<(Derivation, Map<String, Value>), Error> {
    let shapes = function.shapes();
    let [shape] = shapes[..] else {
        let count = shapes.len();
        let message = format!("the derivative is of one result, and there are {count}");
        return Err(Error::new(codes::SEVERAL_RESULTS, message)
            .with_help("ask for quantities: `\"of\": [\"jacobian\"]`"));
    };
    let quantity = match (job.order, shape) {
        (Some(2), _) => Quantity::Hessian,
        (_, Shape::Scalar) => Quantity::Gradient,
        _ => Quantity::Jacobian,
    };
    let wrt = match &job.wrt {
        Some(names) => names.clone(),
        None => function.variable_names().map(str::to_owned).collect(),
    };
    let request = Request {
        wrt: Some(wrt.clone()),
        ..Request::of([Quantity::Value, quantity.clone()]).within(limits)
    };
    let derivation = function.derive(&request)?;
    let mut answer = Map::new();
    let inputs: Vec<&str> = derivation.inputs().map(|(name, _)| name).collect();
    answer.insert("vars".to_owned(), json!(inputs));
    let points = job.points.iter().enumerate();
    let points = points
        .map(|(place, point)| read_point(&derivation, point, place))
        .collect::<Result<Vec<_>, _>>()?;
    let compiled = derivation.compile(job.backend)?;
    let variables: Vec<(String, Shape)> = wrt
        .iter()
        .map(|name| {
            let mut own = function.variables();
            let found = own.find(|(own, _)| own == name);
            (name.clone(), found.map_or(Shape::Scalar, |found| found.1))
        })
        .collect();
    let blocks = blocks(shape, &variables, job.order == Some(2));
    let mut values = Vec::with_capacity(points.len());
    let mut derivatives = Vec::with_capacity(points.len());
    for point in &points {
        let mut outputs = vec![0.0; compiled.outputs()];
        compiled.call(point, &mut outputs)?;
        let (value, derivative) = outputs.split_at(shape.entries());
        values.push(nested(value, &shape.sizes()));
        let numbers = |block: &Block| {
            let places = block.places.iter();
            let own: Vec<f64> = places.map(|&place| derivative[place]).collect();
            nested(&own, &block.axes)
        };
        derivatives.push(by_name(&blocks, numbers));
    }
    answer.insert("value".to_owned(), only(job, values));
    answer.insert("derivative".to_owned(), only(job, derivatives));
    answer.insert(
        "shape".to_owned(),
        by_name(&blocks, |block| json!(block.axes)),
    );
    if job.formula != Some(false) {
        let texts = formulas(&derivation, &blocks);
        answer.insert("formula".to_owned(), texts);
    }
    Ok((derivation, answer))
}

/// The blocks of a derivative, whose rows belong to the result, or to the variables for a second derivative.
fn blocks(result: Shape, variables: &[(String, Shape)], is_second: bool) -> Vec<Block> {
    let ranges = |variables: &[(String, Shape)]| {
        let mut start = 0;
        let range = |(_, shape): &(String, Shape)| {
            let range = start..start + shape.entries();
            start = range.end;
            range
        };
        variables.iter().map(range).collect::<Vec<Range<usize>>>()
    };
    let columns = ranges(variables);
    let width = columns.last().map_or(0, |last| last.end);
    let block =
        |names: Vec<&String>, shapes: &[Shape], rows: Range<usize>, own: &Range<usize>| Block {
            names: names.into_iter().cloned().collect(),
            axes: shapes.iter().flat_map(|&shape| shape.sizes()).collect(),
            places: rows
                .flat_map(|row| own.clone().map(move |column| row * width + column))
                .collect(),
        };
    let mut blocks = Vec::new();
    for ((name, shape), own) in variables.iter().zip(&columns) {
        if !is_second {
            let rows = 0..result.entries();
            blocks.push(block(vec![name], &[result, *shape], rows, own));
            continue;
        }
        for ((other, other_shape), across) in variables.iter().zip(&columns) {
            let shapes = [*shape, *other_shape];
            blocks.push(block(vec![name, other], &shapes, own.clone(), across));
        }
    }
    blocks
}

/// What each block has: alone where there is one variable, else by the names of the variables.
fn by_name(blocks: &[Block], value: impl Fn(&Block) -> Value) -> Value {
    if let [only] = blocks {
        return value(only);
    }
    let mut answer = Map::new();
    for block in blocks {
        match &block.names[..] {
            [name] => {
                answer.insert(name.clone(), value(block));
            }
            [first, .., second] => {
                let own = answer.entry(first.clone()).or_insert_with(|| json!({}));
                own[second] = value(block);
            }
            [] => {}
        }
    }
    Value::Object(answer)
}

/// A list of what each point has, or what the one point has.
fn only(job: &Job, mut list: Vec<Value>) -> Value {
    match list.pop() {
        Some(value) if job.is_single => value,
        last => {
            list.extend(last);
            Value::Array(list)
        }
    }
}

/// The closed form of each block.
fn formulas(derivation: &Derivation, blocks: &[Block]) -> Value {
    let sheet = derivation.infix(Sharing::Named);
    let bindings = sheet.bindings.iter();
    let bindings: Vec<String> = bindings
        .map(|(name, text)| format!("{name} = {text}"))
        .collect();
    let results = &sheet.results[1..];
    let text = |own: &[String]| {
        let mut text = match own {
            [only] => only.clone(),
            list => format!("[{}]", list.join(", ")),
        };
        if !bindings.is_empty() {
            text.push_str(&format!(" where {}", bindings.join(", ")));
        }
        json!(text)
    };
    match results.len() == blocks.len() {
        true => {
            let mut own = results.iter();
            let texts: Vec<Value> = own
                .by_ref()
                .map(|result| text(std::slice::from_ref(result)))
                .collect();
            let place = |block: &Block| blocks.iter().position(|other| std::ptr::eq(other, block));
            by_name(blocks, |block| {
                place(block).map_or(Value::Null, |place| texts[place].clone())
            })
        }
        false => by_name(blocks, |block| {
            let places = block.places.iter();
            let own: Vec<String> = places
                .filter_map(|&place| results.get(place).cloned())
                .collect();
            text(&own)
        }),
    }
}
