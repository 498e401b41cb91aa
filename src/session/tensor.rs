//! One derivative of one result as the tensor that it is: the axes of the result, then those of the variable, twice
//! for a second derivative.
//!
//! Must not know how a request is written. Invariants: where one point is given, numbers stand without a list around
//! them; where several variables are, each answer is an object with a field for each.

use super::fields::Job;
use super::json::shape_axes;
use super::outcome::nested;
use super::points::read_point;
use super::sizes::Sizes;
use crate::codes;
use crate::error::Error;
use crate::function::{Derivation, Function, Quantity, Request};
use crate::graph::{Shape, Sharing};
use crate::limits::Limits;
use serde_json::{Map, Value, json};

/// The part of a derivative that belongs to one variable, or to two.
struct Block {
    names: Vec<String>,
    shape: Shape,
    formula: String,
}

/// Value, derivative, its shape and its closed form; `sizes` are those of dimensions that are names.
pub(super) fn answer(
    job: &Job,
    function: &Function,
    sizes: &Sizes,
    limits: &Limits,
) -> Result<(Derivation, Map<String, Value>), Error> {
    let shapes = function.shapes();
    let [shape] = shapes[..] else {
        let count = shapes.len();
        let message = format!("the derivative is of one result, and there are {count}");
        return Err(Error::new(codes::SEVERAL_RESULTS, message)
            .with_help("ask for quantities: `\"of\": [\"jacobian\"]`"));
    };
    let wrt = match &job.wrt {
        Some(names) => names.clone(),
        None => function.variable_names().map(str::to_owned).collect(),
    };
    let is_second = job.order == Some(2);
    let mut derivations = derived(function, &wrt, is_second, limits)?;
    let (value, derivative) = (&derivations[0], &derivations[derivations.len() - 1]);
    let mut answer = Map::new();
    let inputs: Vec<&str> = value.inputs().map(|(name, _)| name).collect();
    answer.insert("vars".to_owned(), json!(inputs));
    let blocks = blocks(derivative, &wrt, is_second);
    let mut values = Vec::with_capacity(job.points.len());
    let mut derivatives = Vec::with_capacity(job.points.len());
    let mut compiled = Vec::new();
    // Closed forms need no numbers for dimensions.
    if !job.points.is_empty() {
        for derivation in &derivations {
            compiled.push(sizes.bound(&derivation.compile(job.backend)?)?);
        }
    }
    for (place, point) in job.points.iter().enumerate() {
        let point = read_point(value, sizes, point, place)?;
        let mut numbers = Vec::new();
        for compiled in &compiled {
            let mut outputs = vec![0.0; compiled.outputs()];
            compiled.call(&point, &mut outputs)?;
            numbers.extend(outputs);
        }
        let axes = sizes.of(shape)?;
        let (value, mut rest) = numbers.split_at(axes.iter().product());
        values.push(nested(value, &axes));
        let mut lists = Vec::with_capacity(blocks.len());
        for block in &blocks {
            let axes = sizes.of(block.shape)?;
            let (own, others) = rest.split_at(axes.iter().product());
            rest = others;
            lists.push(nested(own, &axes));
        }
        derivatives.push(by_name(&blocks, lists));
    }
    answer.insert("value".to_owned(), only(job, values));
    answer.insert("derivative".to_owned(), only(job, derivatives));
    let shapes = blocks
        .iter()
        .map(|block| shape_axes(block.shape, sizes))
        .collect();
    answer.insert("shape".to_owned(), by_name(&blocks, shapes));
    if job.formula != Some(false) {
        let texts = blocks.iter().map(|block| json!(block.formula)).collect();
        answer.insert("formula".to_owned(), by_name(&blocks, texts));
    }
    let derivation = derivations.swap_remove(derivations.len() - 1);
    Ok((derivation, answer))
}

/// The value, and the derivative beside it, or where there is no quantity for it a derivative of the derivative.
fn derived(
    function: &Function,
    wrt: &[String],
    is_second: bool,
    limits: &Limits,
) -> Result<Vec<Derivation>, Error> {
    let is_scalar = function.shapes().iter().all(|shape| shape.is_scalar());
    let request = |quantities: &[Quantity]| Request {
        wrt: Some(wrt.to_vec()),
        whole: true,
        ..Request::of(quantities.iter().cloned()).within(limits)
    };
    let quantity = match (is_scalar, is_second) {
        (true, false) => Quantity::Gradient,
        (true, true) => Quantity::Hessian,
        (false, false) => Quantity::Jacobian,
        (false, true) => {
            let value = function.derive(&request(&[Quantity::Value]))?;
            let first = function
                .derive(&request(&[Quantity::Jacobian]))?
                .function(0);
            let none = || Error::new(codes::NO_RESULTS, "there is nothing to differentiate");
            let second = first
                .ok_or_else(none)?
                .derive(&request(&[Quantity::Jacobian]))?;
            return Ok(vec![value, second]);
        }
    };
    Ok(vec![
        function.derive(&request(&[Quantity::Value, quantity]))?,
    ])
}

/// The blocks of the last part of a derivation, one for each formula.
fn blocks(derivation: &Derivation, wrt: &[String], is_second: bool) -> Vec<Block> {
    let sheet = derivation.infix(Sharing::Named);
    let bindings = sheet.bindings.iter();
    let bindings: Vec<String> = bindings
        .map(|(name, text)| format!("{name} = {text}"))
        .collect();
    let names: Vec<Vec<String>> = match is_second {
        false => wrt.iter().map(|name| vec![name.clone()]).collect(),
        true => {
            let pairs = wrt
                .iter()
                .flat_map(|first| wrt.iter().map(move |second| (first, second)));
            pairs
                .map(|(first, second)| vec![first.clone(), second.clone()])
                .collect()
        }
    };
    let formulas: Vec<_> = derivation.formulas().zip(&sheet.results).collect();
    let first = formulas.len() - names.len().min(formulas.len());
    let block = |(names, ((_, formula), text)): (Vec<String>, &((_, _), &String))| Block {
        names,
        shape: derivation.graph().shape(*formula),
        formula: match bindings.is_empty() {
            true => (*text).clone(),
            false => format!("{text} where {}", bindings.join(", ")),
        },
    };
    names
        .into_iter()
        .zip(&formulas[first..])
        .map(block)
        .collect()
}

/// What each block has: alone where there is one, else by the names of the variables.
fn by_name(blocks: &[Block], mut list: Vec<Value>) -> Value {
    if let ([_], Some(only)) = (blocks, list.pop_if(|_| blocks.len() == 1)) {
        return only;
    }
    let mut answer = Map::new();
    for (block, value) in blocks.iter().zip(list) {
        match &block.names[..] {
            [first, .., second] => {
                let own = answer.entry(first.clone()).or_insert_with(|| json!({}));
                own[second] = value;
            }
            names => {
                answer.extend(names.iter().map(|name| (name.clone(), value.clone())));
            }
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
