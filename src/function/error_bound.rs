//! Bounds of rounding errors over a box of inputs, with names for what was found.
//!
//! Must not know how errors are bounded.

use super::{Derivation, Function, kinks};
use crate::bounds::{Finding, Interval, bound};
use crate::codes;
use crate::error::Error;
use crate::functions;
use crate::graph::{Expr, Graph, Number, Op, expression, to_f64};
use crate::syntax::is_variable_name;
use crate::text::{Diagnostic, Span, nearest, pieces, quote};
use hashbrown::HashSet;
use num_rational::BigRational;

/// More findings than this are counted, not listed.
const MOST_LISTED: usize = 12;
/// Longer places are cut, in characters.
const MOST_CHARACTERS: usize = 60;

/// How far one output of a compiled function may be off from the exact value of its formula.
///
/// ```
/// use symdiff::{Function, Quantity, Request, read_region};
///
/// let derivation = Function::parse("x^2 + x")?.derive(&Request::of([Quantity::Value]))?;
/// let bounds = derivation.error_bounds(&read_region("x in [1, 2]")?)?;
/// let bound = &bounds.outputs[0];
/// assert!(bound.low <= 2.0 && bound.high >= 6.0);
/// assert!(bound.error < 4e-15, "{bound:?}");
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErrorBound {
    /// No exact value is lower.
    pub low: f64,
    /// No exact value is higher.
    pub high: f64,
    /// No computed value is farther from the exact one; infinite where nothing could be shown.
    pub error: f64,
    /// The same in units in the last place of the value of the least size; infinite where that is 0.
    pub ulps: f64,
}

/// How far the outputs of a compiled function may be off over a box, and why nothing is known of some.
///
/// ```
/// use symdiff::{Function, Quantity, Request, read_region};
///
/// let derivation = Function::parse("1/x")?.derive(&Request::of([Quantity::Value]))?;
/// let bounds = derivation.error_bounds(&read_region("x in [-1, 1]")?)?;
/// assert_eq!(bounds.outputs[0].error, f64::INFINITY);
/// assert_eq!(bounds.findings, ["a pole: the denominator of `1/x` may be 0"]);
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ErrorBounds {
    /// In the order of the outputs of the compiled function.
    pub outputs: Vec<ErrorBound>,
    /// Poles, jumps, kinks and ends of domains that the box meets, a line each.
    pub findings: Vec<String>,
}

/// A box of inputs: names of variables, or entries of them such as `x[2]`, with their least and greatest value.
pub type Region = Vec<(String, (f64, f64))>;

/// Reads a box such as `x in [-5, 5], y in [0, pi/2], v[1] in [0, 1]`. A vector or matrix has the range for each entry.
///
/// ```
/// let region = symdiff::read_region("x in [-5, 5], y in [0, 1/2]")?;
/// assert_eq!(region[1], ("y".to_owned(), (0.0, 0.5)));
/// # Ok::<(), symdiff::Error>(())
/// ```
///
/// # Errors
///
/// A text of another form, an end that is no finite number, a lower end above the upper one, a name that stands twice.
pub fn read_region(text: &str) -> Result<Region, Error> {
    let mut region = Region::new();
    for (start, piece) in pieces(text, &[',', ';']) {
        let span = Span::new(start, start + piece.len());
        let refused = |message: String| {
            let diagnostic = Diagnostic::error(codes::INVALID_RANGE, span, message)
                .with_help("write `x in [-5, 5], y in [0, 1]`");
            Error::of_source(text, vec![diagnostic])
        };
        let read = piece.split_once(" in ").and_then(|(name, range)| {
            let range = range.trim().strip_prefix('[')?.strip_suffix(']')?;
            Some((name.trim(), range.split_once(',')?))
        });
        let Some((name, (low, high))) = read else {
            return Err(refused(match piece.trim() {
                "" => "a range is missing".to_owned(),
                piece => format!("{} is not of the form `name in [low, high]`", quote(piece)),
            }));
        };
        let base = name.split_once('[').map_or(name, |(base, _)| base);
        if !is_variable_name(base) {
            return Err(refused(format!("{} is no name of a variable", quote(name))));
        }
        let end = |text: &str| {
            let value = Function::parse(text).and_then(|own| own.evaluate(&[]));
            match value.as_deref() {
                Ok(&[value]) if value.is_finite() => Ok(value),
                _ => Err(refused(format!(
                    "{} is no finite number",
                    quote(text.trim())
                ))),
            }
        };
        let (low, high) = (end(low)?, end(high)?);
        if low > high {
            return Err(refused(format!("the range of {} is empty", quote(name))));
        }
        if region.iter().any(|(own, _)| own == name) {
            return Err(refused(format!("{} has two ranges", quote(name))));
        }
        region.push((name.to_owned(), (low, high)));
    }
    Ok(region)
}

impl Derivation {
    /// How far the numbers of the compiled function may be off, for any inputs of a box that names a range for each input.
    /// The functions of the table count with the errors that `docs/accuracy.md` lists, everything else with the rules of
    /// IEEE 754; under these premises no value is farther off. Both backends give the same numbers, so it holds for both.
    ///
    /// ```
    /// use symdiff::{Function, Quantity, Request, read_region};
    ///
    /// let request = Request::of([Quantity::Value, Quantity::Gradient]);
    /// let derivation = Function::parse("exp(x)*y")?.derive(&request)?;
    /// let bounds = derivation.error_bounds(&read_region("x in [0, 1], y in [1, 2]")?)?;
    /// assert!(bounds.outputs.iter().all(|bound| bound.ulps < 20.0), "{bounds:?}");
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// An input without a range, a range for a name that is no input, formulas that can't be taken apart into scalars.
    pub fn error_bounds(&self, region: &[(String, (f64, f64))]) -> Result<ErrorBounds, Error> {
        self.check_scalars()?;
        let inputs = self.region_of_inputs(region)?;
        let (program, nodes, graph) = self.unfolded();
        let found = bound(&program, &inputs, &rounded_constants(&graph, &nodes));
        let outputs = found.outputs.iter().map(|own| ErrorBound {
            low: own.range.low,
            high: own.range.high,
            error: own.error,
            ulps: own.ulps,
        });
        let mut findings: Vec<String> = Vec::new();
        let mut more = 0;
        for (value, finding) in &found.findings {
            let node = nodes[value.index()];
            if findings.len() >= MOST_LISTED {
                more += 1;
                continue;
            }
            let line = described(&graph, node, *finding);
            if !findings.contains(&line) {
                findings.push(line);
            }
        }
        if more > 0 {
            findings.push(format!("and {more} more"));
        }
        Ok(ErrorBounds {
            outputs: outputs.collect(),
            findings,
        })
    }

    /// The range of each scalar input.
    fn region_of_inputs(&self, region: &[(String, (f64, f64))]) -> Result<Vec<Interval>, Error> {
        let mut used = vec![false; region.len()];
        let mut find = |name: &str| {
            let place = region.iter().position(|(own, _)| own == name)?;
            used[place] = true;
            let (low, high) = region[place].1;
            Some(Interval::new(low, high))
        };
        let mut inputs = Vec::new();
        let mut missing = None;
        for (name, shape) in self.inputs() {
            let whole = find(name);
            for place in 0..shape.entries() {
                let own = match shape.is_scalar() {
                    true => whole,
                    false => find(&format!("{name}[{}]", shape.index_of(place))).or(whole),
                };
                if own.is_none() {
                    missing.get_or_insert_with(|| name.to_owned());
                }
                inputs.push(own.unwrap_or(Interval::WHOLE));
            }
        }
        if let Some(unknown) = used.iter().position(|used| !used) {
            let name = &region[unknown].0;
            let message = format!("the formula has no variable {}", quote(name));
            let error = Error::new(codes::INVALID_RANGE, message);
            return Err(match nearest(name, self.inputs().map(|(name, _)| name)) {
                Some(near) => error.with_help(format!("did you mean {}?", quote(near))),
                None => error,
            });
        }
        match missing {
            None => Ok(inputs),
            Some(name) => {
                let message = format!("{} has no range", quote(&name));
                let help = format!("every variable needs one: `{name} in [0, 1]`");
                Err(Error::new(codes::INVALID_RANGE, message).with_help(help))
            }
        }
    }
}

/// The bits of the constants that are not the numbers that they stand for.
fn rounded_constants(graph: &Graph, nodes: &[Expr]) -> HashSet<u64> {
    let mut rounded = HashSet::new();
    for node in graph.reachable(nodes) {
        match graph.op(node) {
            Op::Constant(constant) => {
                rounded.insert(constant.value().to_bits());
            }
            Op::Number(_) => {
                let Some(number) = graph.as_number(node) else {
                    continue;
                };
                let value = to_f64(number);
                let exact = BigRational::from_float(value).map(Number::from);
                if exact.as_ref() != Some(number) {
                    rounded.insert(value.abs().to_bits());
                }
            }
            _ => {}
        }
    }
    rounded
}

/// A finding in words.
fn described(graph: &Graph, node: Expr, finding: Finding) -> String {
    let place = quote(&expression(graph, node, MOST_CHARACTERS));
    match finding {
        Finding::Pole => format!("a pole: the denominator of {place} may be 0"),
        Finding::Outside(None) => {
            format!("the end of a domain: the radicand of {place} may be negative")
        }
        Finding::Outside(Some(id)) => {
            let row = functions::row(id);
            let domain = quote(&kinks::of_arguments(graph, node, row, row.domain));
            format!("the end of a domain: {place} needs {domain}")
        }
        Finding::Kink(id, number) => {
            let row = functions::row(id);
            let at = quote(&kinks::of_arguments(graph, node, row, row.kinks[number].at));
            format!("a kink or jump: {place} may have {at}")
        }
        Finding::Jump => format!("a jump: {place} may step to another whole number"),
        Finding::Change => format!("a condition may change: {place} may take either value"),
        Finding::Overflow => format!("{place} may exceed the largest number"),
        Finding::Unknown(id) => {
            let row = functions::row(id);
            format!("no range is known of {} there: {place}", row.name)
        }
    }
}
