//! Values of variables as they are typed, `x=1/3` or `A=[1,2;3,4]`, and the names of the entries of results.
//!
//! Must not know where the words come from.

use crate::codes;
use crate::error::Error;
use crate::function::{Backend, Derivation, Function, Quantity, Request};
use crate::graph::Shape;
use crate::text::{Diagnostic, Span, pieces, quote};
use hashbrown::HashSet;
use indexmap::IndexMap;

/// Values read.
pub struct Point {
    /// The entries of all variables, in order.
    pub inputs: Vec<f64>,
    /// Names with a value that are not those of variables.
    pub unused: Vec<String>,
}

/// One value, row by row.
struct Given<'a> {
    word: &'a str,
    name: &'a str,
    /// Where the value stands in the word.
    span: Span,
    rows: Vec<Vec<f64>>,
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
    for &(name, shape) in &variables {
        let Some(value) = given.get(name) else {
            continue;
        };
        if !fits(&value.rows, shape) {
            return Err(wrong_shape(value, shape));
        }
        inputs.extend(value.rows.iter().flatten());
    }
    let known: HashSet<&str> = variables.iter().map(|variable| variable.0).collect();
    let unused = given.keys().filter(|name| !known.contains(*name));
    Ok(Point {
        inputs,
        unused: unused.map(|name| (*name).to_owned()).collect(),
    })
}

fn fits(rows: &[Vec<f64>], shape: Shape) -> bool {
    let (height, width) = shape.extent();
    let is = |height: usize, width: usize| {
        rows.len() == height && rows.iter().all(|row| row.len() == width)
    };
    // A vector is typed in one row, or as the column that it is.
    is(height, width) || (matches!(shape, Shape::Vector(_)) && is(width, height))
}

fn wrong_shape(value: &Given, shape: Shape) -> Error {
    let count: usize = value.rows.iter().map(Vec::len).sum();
    let plural = if count == 1 { "" } else { "s" };
    let found = match value.rows.len() {
        1 => format!("{count} number{plural}"),
        rows => format!("{count} numbers in {rows} rows"),
    };
    let (needed, example) = match shape {
        Shape::Scalar => ("one number".to_owned(), "3".to_owned()),
        Shape::Vector(length) => (format!("{length} numbers"), example(1, length.known())),
        _ => {
            let (rows, columns) = shape.extent();
            (
                format!("{rows} rows of {columns} numbers"),
                example(rows, columns),
            )
        }
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
    let rows = read_rows(word, start, value)?;
    Ok(Given {
        word,
        name: name.trim(),
        span: Span::new(start, word.len()),
        rows,
    })
}

/// A number, or numbers in square brackets with `;` between rows.
fn read_rows(word: &str, start: usize, value: &str) -> Result<Vec<Vec<f64>>, Error> {
    let trimmed = value.trim();
    let start = start + (value.len() - value.trim_start().len());
    let Some(rest) = trimmed.strip_prefix('[') else {
        return Ok(vec![vec![constant(word, start, trimmed)?]]);
    };
    let Some(inner) = rest.strip_suffix(']') else {
        let span = Span::new(start, start + 1);
        return Err(refused(
            word,
            span,
            "the `[` is not closed".to_owned(),
            "close it with `]`",
        ));
    };
    let mut rows = Vec::new();
    for (place, row) in pieces(inner, &[';']) {
        let mut entries = Vec::new();
        for (offset, entry) in pieces(row, &[',']) {
            entries.push(constant(word, start + 1 + place + offset, entry)?);
        }
        rows.push(entries);
    }
    Ok(rows)
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
pub fn entry_names(derivation: &Derivation) -> Vec<String> {
    let mut names = Vec::new();
    for part in derivation.parts() {
        for (label, &formula) in part.labels.iter().zip(&part.formulas) {
            // A label ends with the variable, or with the result where there is none; and so do its entries.
            let name = label.to_string();
            match derivation.graph().shape(formula) {
                Shape::Scalar => names.push(name),
                shape => names.extend(
                    (0..shape.entries()).map(|place| format!("{name}[{}]", shape.index_of(place))),
                ),
            }
        }
    }
    names
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
