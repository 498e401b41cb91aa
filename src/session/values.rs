//! Values of variables as they are typed, `x=1/3` or `A=[1,2;3,4]`, and the names of the entries of results.
//!
//! Must not know where the words come from.

pub use super::sizes::Sizes;

use crate::codes;
use crate::error::Error;
use crate::function::{Backend, Derivation, Function, Quantity, Request};
use crate::graph::{Dimension, Shape};
use crate::text::{Diagnostic, Span, pieces, quote};
use hashbrown::HashSet;
use indexmap::IndexMap;

/// More axes a value has not.
const MOST_AXES: usize = 16;

/// Values read.
pub struct Point {
    /// The entries of all variables, in order.
    pub inputs: Vec<f64>,
    /// What dimensions with names are, by the lengths of the values.
    pub sizes: Sizes,
    /// Names with a value that are not those of variables.
    pub unused: Vec<String>,
}

/// Numbers with axes: `[1,2]` has one, `[1,2;3,4]` and `[[1,2],[3,4]]` have two.
struct Nested {
    entries: Vec<f64>,
    /// None where lists beside each other have different lengths.
    axes: Option<Vec<usize>>,
}

/// One value.
struct Given<'a> {
    word: &'a str,
    name: &'a str,
    /// Where the value stands in the word.
    span: Span,
    value: Nested,
}

/// The point that words such as `x=3` give.
///
/// # Errors
///
/// A word of another form, a value that is no constant or of another shape than its variable, a variable with two
/// values or with none. The places of an error are in its word.
pub fn read<'a>(
    variables: impl IntoIterator<Item = (&'a str, Shape)>,
    words: &[&str],
) -> Result<Point, Error> {
    let variables: Vec<(&str, Shape)> = variables.into_iter().collect();
    let mut given: IndexMap<&str, Given> = IndexMap::new();
    for &word in words {
        let value = read_word(word)?;
        if given.contains_key(value.name) {
            let message = format!("{} has two values", quote(value.name));
            return Err(Error::new(codes::VALUE_TWICE, message).with_help("give it one"));
        }
        given.insert(value.name, value);
    }
    let names = variables.iter().map(|variable| variable.0);
    let missing: Vec<&str> = names.filter(|name| !given.contains_key(name)).collect();
    if let [first, ..] = missing[..] {
        let message = match missing.len() {
            1 => format!("a value for {} is missing", quote(first)),
            count => format!("values for {count} variables are missing"),
        };
        let add: Vec<String> = missing
            .iter()
            .take(8)
            .map(|name| format!("{name}=..."))
            .collect();
        let more = if missing.len() > 8 { " ..." } else { "" };
        return Err(Error::new(codes::MISSING_VALUE, message)
            .with_help(format!("add {}{more}", add.join(" "))));
    }
    let mut inputs = Vec::new();
    let mut sizes = Sizes::default();
    for &(name, shape) in &variables {
        let Some(value) = given.get(name) else {
            continue;
        };
        if !fits(&value.value, shape, &mut sizes) {
            return Err(wrong_shape(value, shape, &sizes));
        }
        inputs.extend(&value.value.entries);
    }
    let known: HashSet<&str> = variables.iter().map(|variable| variable.0).collect();
    let unused = given.keys().filter(|name| !known.contains(*name));
    Ok(Point {
        inputs,
        sizes,
        unused: unused.map(|name| (*name).to_owned()).collect(),
    })
}

/// Whether a value has a shape; its lengths become those of named dimensions.
fn fits(value: &Nested, shape: Shape, sizes: &mut Sizes) -> bool {
    let Some(axes) = &value.axes else {
        return false;
    };
    let wanted = shape.axes();
    let first = wanted.first().and_then(|axis| axis.value());
    // A vector is typed in one row, or as the column that it is, and a matrix of one row as a row.
    let axes = match (&axes[..], wanted.len()) {
        ([], 1) => vec![1],
        (&[1, length] | &[length, 1], 1) => vec![length],
        (&[length], 2) if first == Some(1) => vec![1, length],
        (axes, 0) if axes.iter().all(|&length| length == 1) => Vec::new(),
        (axes, _) => axes.to_vec(),
    };
    let mut pairs = wanted.iter().zip(&axes);
    axes.len() == wanted.len() && pairs.all(|(&axis, &length)| sizes.unify(axis, length))
}

fn wrong_shape(value: &Given, shape: Shape, sizes: &Sizes) -> Error {
    let count = value.value.entries.len();
    let plural = if count == 1 { "" } else { "s" };
    let found = match value.value.axes.as_deref() {
        None => format!("{count} numbers in lists of different lengths"),
        Some([] | [_]) => format!("{count} number{plural}"),
        Some([rows, _]) => format!("{count} numbers in {rows} rows"),
        Some(axes) => {
            let axes: Vec<String> = axes.iter().map(usize::to_string).collect();
            format!("{} numbers", axes.join(" by "))
        }
    };
    let known = sizes.of(shape);
    let lengths = known.as_deref().unwrap_or(&[]);
    let (needed, example) = match (shape, lengths) {
        (Shape::Scalar, _) => ("one number".to_owned(), "3".to_owned()),
        (Shape::Vector(_), &[length]) => (format!("{length} numbers"), example(1, length)),
        (Shape::Vector(_), _) => ("a list of numbers".to_owned(), example(1, 3)),
        (Shape::Matrix(..), &[rows, columns]) => (
            format!("{rows} rows of {columns} numbers"),
            example(rows, columns),
        ),
        (Shape::Matrix(..), _) => ("rows of numbers".to_owned(), example(2, 2)),
        _ => (
            "lists of matrices".to_owned(),
            "[[[1,2],[3,4]],[[5,6],[7,8]]]".to_owned(),
        ),
    };
    let name = quote(value.name);
    let message = format!("{name} is a {shape} and needs {needed}, not {found}");
    let help = format!(
        "write it as in {}",
        quote(&format!("{}={example}", value.name))
    );
    let diagnostic = Diagnostic::error(codes::WRONG_VALUE_SHAPE, value.span, message)
        .with_label(found)
        .with_help(help);
    Error::of_source(value.word, vec![diagnostic])
}

/// A value of this shape, cut short.
fn example(rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let numbers: Vec<String> = (1..=columns.min(3))
            .map(|n| (row * columns + n).to_string())
            .collect();
        let more = if columns > 3 { ",..." } else { "" };
        format!("{}{more}", numbers.join(","))
    };
    let all: Vec<String> = (0..rows.min(3)).map(row).collect();
    let more = if rows > 3 { ";..." } else { "" };
    format!("[{}{more}]", all.join(";"))
}

fn read_word(word: &str) -> Result<Given<'_>, Error> {
    let Some((name, value)) = word.split_once('=') else {
        let message = format!("{} is not of the form name=value", quote(word));
        return Err(Error::new(codes::INVALID_VALUE, message)
            .with_help("values stand behind the formula, such as `x=3` or `v=[1,2]`"));
    };
    let start = name.len() + 1;
    let value = read_nested(word, start, value, 0)?;
    Ok(Given {
        word,
        name: name.trim(),
        span: Span::new(start, word.len()),
        value,
    })
}

/// A number, numbers in square brackets with `;` between rows, or lists of lists.
fn read_nested(word: &str, start: usize, value: &str, depth: usize) -> Result<Nested, Error> {
    let trimmed = value.trim();
    let start = start + (value.len() - value.trim_start().len());
    let wrong = |message: String, help: &str| {
        Err(refused(word, Span::new(start, start + 1), message, help))
    };
    let Some(rest) = trimmed.strip_prefix('[') else {
        return Ok(Nested {
            entries: vec![constant(word, start, trimmed)?],
            axes: Some(Vec::new()),
        });
    };
    if depth > MOST_AXES {
        return wrong(
            format!("a value has at most {MOST_AXES} axes"),
            "write fewer `[`",
        );
    }
    let Some(inner) = rest.strip_suffix(']') else {
        return wrong("the `[` is not closed".to_owned(), "close it with `]`");
    };
    let mut rows = Vec::new();
    for (place, row) in pieces(inner, &[';']) {
        let mut own = Vec::new();
        for (offset, entry) in pieces(row, &[',']) {
            let entry = read_nested(word, start + 1 + place + offset, entry, depth + 1)?;
            own.push(entry);
        }
        rows.push(joined(own));
    }
    Ok(match rows.len() {
        1 => rows.remove(0),
        _ => joined(rows),
    })
}

/// Values as the entries of a list.
fn joined(list: Vec<Nested>) -> Nested {
    let first = list.first().and_then(|own| own.axes.clone());
    let is_even = list.iter().all(|own| own.axes == first);
    let axes = first.filter(|_| is_even).map(|inner| {
        let mut axes = vec![list.len()];
        axes.extend(inner);
        axes
    });
    let entries = list.into_iter().flat_map(|own| own.entries).collect();
    Nested { entries, axes }
}

/// The value of a constant formula at `start` in `word`.
fn constant(word: &str, start: usize, text: &str) -> Result<f64, Error> {
    const HELP: &str = "a value is a number or a constant formula, such as `1e-3`, `1/3` or `pi/2`";
    if let Some(number) = text
        .trim()
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
    {
        return Ok(number);
    }
    let span = Span::new(start, start + text.len());
    let function = Function::parse(text).map_err(|error| moved(&error, word, start))?;
    if let Some(name) = function.variable_names().next() {
        let message = format!("{} is a variable and has no value here", quote(name));
        return Err(refused(word, span, message, HELP));
    }
    let derivation = function.derive(&Request::of([Quantity::Value]))?;
    let compiled = derivation.compile(Backend::Interpreter)?;
    let mut outputs = vec![0.0; compiled.outputs()];
    compiled.call(&[], &mut outputs)?;
    match outputs[..] {
        [number] if number.is_finite() => Ok(number),
        [number] => {
            let message = format!("the value of {} is {}", quote(text), written(number));
            Err(refused(word, span, message, "a value is a finite number"))
        }
        _ => Err(refused(
            word,
            span,
            format!("{} is not one number", quote(text)),
            HELP,
        )),
    }
}

fn refused(word: &str, span: Span, message: String, help: &str) -> Error {
    let diagnostic = Diagnostic::error(codes::INVALID_VALUE, span, message).with_help(help);
    Error::of_source(word, vec![diagnostic])
}

/// The errors of a formula that begins at `start` of `word`.
fn moved(error: &Error, word: &str, start: usize) -> Error {
    let shift = |span: Span| Span::new(span.start as usize + start, span.end as usize + start);
    let mut diagnostics = error.diagnostics().to_vec();
    for diagnostic in &mut diagnostics {
        diagnostic.span = shift(diagnostic.span);
        for (span, _) in &mut diagnostic.related {
            *span = shift(*span);
        }
    }
    Error::of_source(word, diagnostics)
}

/// The name of each output of a derivation, in order: `f[2]`, `df/dx[1]`, `df/dA[1,2]`.
///
/// # Errors
///
/// A dimension without a number.
pub fn entry_names(derivation: &Derivation, sizes: &Sizes) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for part in derivation.parts() {
        for (label, &formula) in part.labels.iter().zip(&part.formulas) {
            // A label ends with the variable, or with the result where there is none; and so do its entries.
            let name = label.to_string();
            match derivation.graph().shape(formula) {
                Shape::Scalar => names.push(name),
                shape => {
                    let axes = sizes.of(shape)?;
                    let axes: Vec<_> = axes
                        .iter()
                        .map(|&size| Dimension::from(size as u32))
                        .collect();
                    let shape = Shape::with_axes(&axes);
                    let places = 0..shape.entries();
                    names.extend(places.map(|place| format!("{name}[{}]", shape.index_of(place))));
                }
            }
        }
    }
    Ok(names)
}

/// A number as it is printed: all digits that matter, and an exponent where it is far from 1.
pub fn written(value: f64) -> String {
    let size = value.abs();
    if value.is_finite() && value != 0.0 && !(1e-5..1e17).contains(&size) {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read() {
        let shaped = |shape: &str| format!("x: {shape}; sum(x)");
        for (shape, word, expected) in [
            ("scalar", "x=3", vec![3.0]),
            ("scalar", " x = -1e-3 ", vec![-1e-3]),
            ("scalar", "x=1/4", vec![0.25]),
            ("scalar", "x=2*(1 + 3)", vec![8.0]),
            ("scalar", "x=[5]", vec![5.0]),
            ("vector(2)", "x=[1,2]", vec![1.0, 2.0]),
            ("vector(2)", "x=[1;2]", vec![1.0, 2.0]),
            ("vector(2)", "x=[max(1,2),1/2]", vec![2.0, 0.5]),
            ("matrix(2,2)", "x=[1,2;3,4]", vec![1.0, 2.0, 3.0, 4.0]),
        ] {
            let function = Function::parse(&shaped(shape)).unwrap();
            let point = read(function.variables(), &[word]).unwrap();
            assert_eq!(point.inputs, expected, "{word}");
        }
    }

    #[test]
    fn wrong_values_are_pointed_at() {
        for (shape, word, code, place) in [
            ("scalar", "x", "invalid-value", ""),
            ("scalar", "x=", "empty-input", ""),
            ("scalar", "x=y", "invalid-value", "y"),
            ("scalar", "x=1/0", "invalid-value", "1/0"),
            ("scalar", "x=1e400", "invalid-value", "1e400"),
            ("scalar", "x=inf", "invalid-value", "inf"),
            ("scalar", "x=2 * ", "missing-operand", ""),
            ("scalar", "x=2 3", "missing-operator", "3"),
            ("scalar", "x=[1,2]", "wrong-value-shape", "[1,2]"),
            ("vector(2)", "x=[1,2", "invalid-value", "["),
            ("vector(2)", "x=[1,2,3]", "wrong-value-shape", "[1,2,3]"),
            ("vector(2)", "x=[1,y]", "invalid-value", "y"),
            ("matrix(2,2)", "x=[1,2;3]", "wrong-value-shape", "[1,2;3]"),
            (
                "matrix(2,3)",
                "x=[1,2;3,4;5,6]",
                "wrong-value-shape",
                "[1,2;3,4;5,6]",
            ),
        ] {
            let function = Function::parse(&format!("x: {shape}; sum(x)")).unwrap();
            let error = read(function.variables(), &[word]).err().expect(word);
            let found = error.span().map_or("", |span| &word[span]);
            assert_eq!((error.code(), found), (code, place), "{word}: {error}");
        }
    }

    #[test]
    fn numbers_are_short() {
        for (value, expected) in [
            (0.001, "0.001"),
            (1e-7, "1e-7"),
            (1e300, "1e300"),
            (-0.0, "-0"),
            (f64::NAN, "NaN"),
            (1e16, "10000000000000000"),
        ] {
            assert_eq!(written(value), expected);
        }
    }
}
