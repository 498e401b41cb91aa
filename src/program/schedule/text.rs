//! The text form of a schedule, both ways:
//!
//! ```text
//! sizes n
//! a0 = input n 3
//! a1 = input 3
//! a2 = contract ij,j->i a0 a1 i:n j:3
//! a3 a4 = map i:n j:3 reads ij:a0 i:a2 size:n gives sum:ij sum:i
//! inputs 3
//! v0 = input 0
//! v1 = input 1
//! v2 = mul v0 v1
//! return v2 v0
//! end
//! a5 = reduce maximum i a2
//! a6 = gather a2 to 2 at 1;2
//! return a3 a5
//! ```
//!
//! Must not know: graphs, backends. Invariant: reading what was written gives the same schedule. Reading checks the
//! spelling only; [`Schedule::shapes`] checks the rest.

use super::shapes::MOST_INDICES;
use super::{
    ArrayId, Axes, Contract, Fold, Index, Map, Operand, Reduction, Row, Schedule, Size, Step, View,
};
use crate::program::{ParseError, Program};
use smallvec::SmallVec;
use std::fmt::{self, Write};
use std::str::FromStr;

/// The letters of indices and places, in order.
const LETTERS: &[u8] = b"ijklmnopqrstuvwxyzabcdefghIJKLMNOPQRSTUVWXYZABCDEFGH";
const _: () = assert!(LETTERS.len() == MOST_INDICES);

/// Stands for no letters at all.
const NONE: &str = "-";

fn letters(indices: &[Index]) -> String {
    if indices.is_empty() {
        return NONE.to_owned();
    }
    let letter = |&index: &Index| {
        LETTERS
            .get(usize::from(index))
            .map_or('?', |&own| own.into())
    };
    indices.iter().map(letter).collect()
}

fn read_letters(word: &str) -> Result<SmallVec<[Index; 4]>, String> {
    if word == NONE {
        return Ok(SmallVec::new());
    }
    let index = |letter: u8| LETTERS.iter().position(|&own| own == letter);
    let index = |letter: u8| index(letter).map(|place| place as Index);
    word.bytes()
        .map(|letter| index(letter).ok_or_else(|| format!("expected letters instead of {word}")))
        .collect()
}

impl Schedule {
    fn size(&self, size: Size) -> String {
        match size {
            Size::Known(size) => size.to_string(),
            Size::Named(name) => match self.names.get(name as usize) {
                Some(name) => name.clone(),
                None => format!("?{name}"),
            },
        }
    }

    fn read_size(&self, word: &str) -> Result<Size, String> {
        if let Ok(size) = word.parse() {
            return Ok(Size::Known(size));
        }
        let place = self.names.iter().position(|name| name == word);
        place
            .map(|place| Size::Named(place as u32))
            .ok_or_else(|| format!("expected a size instead of {word}"))
    }

    fn write_axes(&self, f: &mut fmt::Formatter<'_>, axes: &[Size]) -> fmt::Result {
        axes.iter()
            .try_for_each(|&size| write!(f, " {}", self.size(size)))
    }

    /// ` i:n j:3`
    fn write_extents(&self, f: &mut fmt::Formatter<'_>, axes: &[Size]) -> fmt::Result {
        for (place, &size) in axes.iter().enumerate() {
            write!(f, " {}:{}", letters(&[place as Index]), self.size(size))?;
        }
        Ok(())
    }

    fn write_step(&self, f: &mut fmt::Formatter<'_>, step: &Step) -> fmt::Result {
        match step {
            Step::Map(map) => self.write_map(f, map),
            Step::Reduce {
                reduction,
                array,
                along,
            } => writeln!(
                f,
                "reduce {} {} a{}",
                reduction.name(),
                letters(along),
                array.0
            ),
            Step::Contract(contract) => {
                let indices: Vec<String> = contract
                    .operands
                    .iter()
                    .map(|own| letters(&own.1))
                    .collect();
                write!(
                    f,
                    "contract {}->{}",
                    indices.join(","),
                    letters(&contract.output)
                )?;
                for (array, _) in &contract.operands {
                    write!(f, " a{}", array.0)?;
                }
                self.write_extents(f, &contract.extents)?;
                writeln!(f)
            }
            Step::Gather(view) => self.write_view(f, "gather", view),
            Step::Scatter(view) => self.write_view(f, "scatter", view),
            Step::Inverse(matrix) => writeln!(f, "inverse a{}", matrix.0),
            Step::Solve {
                matrix,
                transposed,
                right,
            } => {
                let name = if *transposed {
                    "solve_transposed"
                } else {
                    "solve"
                };
                writeln!(f, "{name} a{} a{}", matrix.0, right.0)
            }
            Step::Stack { parts, axes } => {
                f.write_str("stack")?;
                parts
                    .iter()
                    .try_for_each(|part| write!(f, " a{}", part.0))?;
                f.write_str(" to")?;
                self.write_axes(f, axes)?;
                writeln!(f)
            }
            Step::Adjugate { matrix, order } => writeln!(f, "adjugate a{} {order}", matrix.0),
            Step::Determinant(matrix) => writeln!(f, "determinant a{}", matrix.0),
            Step::LogDeterminant(matrix) => writeln!(f, "logdeterminant a{}", matrix.0),
        }
    }

    fn write_map(&self, f: &mut fmt::Formatter<'_>, map: &Map) -> fmt::Result {
        f.write_str("map")?;
        self.write_extents(f, &map.axes)?;
        f.write_str(" reads")?;
        for operand in &map.operands {
            match operand {
                Operand::Entry { array, places } => write!(f, " {}:a{}", letters(places), array.0)?,
                Operand::Size(size) => write!(f, " size:{}", self.size(*size))?,
            }
        }
        f.write_str(" gives")?;
        for fold in &map.results {
            write!(f, " {}:{}", fold.reduction.name(), letters(&fold.kept))?;
        }
        write!(f, "\n{}end\n", map.program)
    }

    fn write_view(&self, f: &mut fmt::Formatter<'_>, name: &str, view: &View) -> fmt::Result {
        write!(f, "{name} a{} to", view.array.0)?;
        self.write_axes(f, &view.axes)?;
        f.write_str(" at")?;
        for row in &view.rows {
            let mut word = row.offset.to_string();
            for (count, size) in &row.sizes {
                let _ = write!(word, ",{count}:{}", self.size(*size));
            }
            for coefficient in &row.coefficients {
                let _ = write!(word, ";{coefficient}");
            }
            write!(f, " {word}")?;
        }
        writeln!(f)
    }
}

impl Reduction {
    fn name(self) -> &'static str {
        let found = Reduction::NAMES.iter().find(|own| own.1 == self);
        found.map_or("?", |own| own.0)
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.names.is_empty() {
            writeln!(f, "sizes {}", self.names.join(" "))?;
        }
        for (place, axes) in self.inputs.iter().enumerate() {
            write!(f, "a{place} = input")?;
            self.write_axes(f, axes)?;
            writeln!(f)?;
        }
        let mut next = self.inputs.len();
        for step in &self.steps {
            for _ in 0..step.makes() {
                write!(f, "a{next} ")?;
                next += 1;
            }
            f.write_str("= ")?;
            self.write_step(f, step)?;
        }
        f.write_str("return")?;
        for output in &self.outputs {
            write!(f, " a{}", output.0)?;
        }
        writeln!(f)
    }
}

impl FromStr for Schedule {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Schedule, ParseError> {
        let mut reader = Reader::default();
        for (index, line) in text.lines().enumerate() {
            reader.line(line, index + 1)?;
        }
        match reader.map {
            None => Ok(reader.schedule),
            Some(open) => Err(ParseError {
                line: open.line,
                message: "the map has no end".to_owned(),
            }),
        }
    }
}

/// A map whose program is being read.
struct Open {
    map: Map,
    program: String,
    line: usize,
}

#[derive(Default)]
struct Reader {
    schedule: Schedule,
    arrays: usize,
    map: Option<Open>,
    returned: bool,
}

impl Reader {
    fn line(&mut self, text: &str, line: usize) -> Result<(), ParseError> {
        let fail = |message: String| ParseError { line, message };
        let words: Vec<&str> = text.split_whitespace().collect();
        if let Some(open) = &mut self.map {
            if words != ["end"] {
                open.program.push_str(text.trim());
                open.program.push('\n');
                return Ok(());
            }
            let program: Program =
                open.program
                    .parse()
                    .map_err(|error: ParseError| ParseError {
                        line: open.line + error.line,
                        message: error.message,
                    })?;
            if let Some(open) = self.map.take() {
                let map = Map {
                    program,
                    ..open.map
                };
                self.schedule.steps.push(Step::Map(map));
            }
            return Ok(());
        }
        if self.returned && !words.is_empty() {
            return Err(fail("nothing may follow the line return".to_owned()));
        }
        match words.as_slice() {
            [] => Ok(()),
            ["sizes", names @ ..] => {
                self.schedule.names = names.iter().map(|&name| name.to_owned()).collect();
                Ok(())
            }
            ["return", outputs @ ..] => {
                self.returned = true;
                let outputs = outputs
                    .iter()
                    .map(|word| array(word))
                    .collect::<Result<_, _>>();
                self.schedule.outputs = outputs.map_err(fail)?;
                Ok(())
            }
            words => self.step(words, line).map_err(fail),
        }
    }

    fn step(&mut self, words: &[&str], line: usize) -> Result<(), String> {
        let Some(equals) = words.iter().position(|&word| word == "=") else {
            return Err("expected sizes, return or a step".to_owned());
        };
        for (place, word) in words[..equals].iter().enumerate() {
            if array(word)?.index() != self.arrays + place {
                return Err(format!(
                    "expected a{} instead of {word}",
                    self.arrays + place
                ));
            }
        }
        self.arrays += equals;
        let schedule = &self.schedule;
        let axes = |words: &[&str]| -> Result<Axes, String> {
            words.iter().map(|word| schedule.read_size(word)).collect()
        };
        let step = match &words[equals + 1..] {
            ["input", sizes @ ..] if schedule.steps.is_empty() => {
                let axes = axes(sizes)?;
                self.schedule.inputs.push(axes);
                return Ok(());
            }
            ["map", rest @ ..] => {
                let map = self.map(rest)?;
                if map.results.len() != equals {
                    return Err("a map gives as many arrays as it has results".to_owned());
                }
                let program = String::new();
                self.map = Some(Open { map, program, line });
                return Ok(());
            }
            ["reduce", reduction, along, word] => Step::Reduce {
                reduction: read_reduction(reduction)?,
                along: read_letters(along)?,
                array: array(word)?,
            },
            ["contract", indices, rest @ ..] => self.contract(indices, rest)?,
            [name @ ("gather" | "scatter"), word, "to", rest @ ..] => {
                let (sizes, rows) = split(rest, "at")?;
                let view = View {
                    array: array(word)?,
                    axes: axes(sizes)?,
                    rows: rows
                        .iter()
                        .map(|word| self.row(word))
                        .collect::<Result<_, _>>()?,
                };
                match *name {
                    "gather" => Step::Gather(view),
                    _ => Step::Scatter(view),
                }
            }
            ["inverse", matrix] => Step::Inverse(array(matrix)?),
            [name @ ("solve" | "solve_transposed"), matrix, right] => Step::Solve {
                matrix: array(matrix)?,
                transposed: *name != "solve",
                right: array(right)?,
            },
            ["stack", rest @ ..] => {
                let (parts, sizes) = split(rest, "to")?;
                Step::Stack {
                    parts: parts
                        .iter()
                        .map(|word| array(word))
                        .collect::<Result<_, _>>()?,
                    axes: axes(sizes)?,
                }
            }
            ["adjugate", matrix, order] => Step::Adjugate {
                matrix: array(matrix)?,
                order: order
                    .parse()
                    .map_err(|_| format!("{order} is no order of a derivative"))?,
            },
            ["determinant", matrix] => Step::Determinant(array(matrix)?),
            ["logdeterminant", matrix] => Step::LogDeterminant(array(matrix)?),
            _ => return Err("this is no step".to_owned()),
        };
        self.schedule.steps.push(step);
        match equals {
            1 => Ok(()),
            _ => Err("this step makes one array".to_owned()),
        }
    }

    /// `i:n j:3` in the order of the letters.
    fn extents(&self, words: &[&str]) -> Result<Axes, String> {
        let extent = |(place, word): (usize, &&str)| {
            let expected = letters(&[place as Index]);
            match word.split_once(':') {
                Some((letter, size)) if letter == expected => self.schedule.read_size(size),
                _ => Err(format!("expected {expected}:SIZE instead of {word}")),
            }
        };
        words.iter().enumerate().map(extent).collect()
    }

    fn map(&self, words: &[&str]) -> Result<Map, String> {
        let (axes, rest) = split(words, "reads")?;
        let (operands, results) = split(rest, "gives")?;
        let operand = |word: &&str| match word.split_once(':') {
            Some(("size", size)) => self.schedule.read_size(size).map(Operand::Size),
            Some((places, name)) => Ok(Operand::Entry {
                array: array(name)?,
                places: read_letters(places)?,
            }),
            None => Err(format!("expected LETTERS:ARRAY instead of {word}")),
        };
        let result = |word: &&str| match word.split_once(':') {
            Some((reduction, kept)) => Ok(Fold {
                kept: read_letters(kept)?,
                reduction: read_reduction(reduction)?,
            }),
            None => Err(format!("expected REDUCTION:LETTERS instead of {word}")),
        };
        Ok(Map {
            axes: self.extents(axes)?,
            operands: operands.iter().map(operand).collect::<Result<_, _>>()?,
            program: Program::default(),
            results: results.iter().map(result).collect::<Result<_, String>>()?,
        })
    }

    fn contract(&self, indices: &str, rest: &[&str]) -> Result<Step, String> {
        let Some((operands, output)) = indices.split_once("->") else {
            return Err(format!("expected INDICES->INDICES instead of {indices}"));
        };
        let count = rest.iter().take_while(|word| !word.contains(':')).count();
        let (arrays, extents) = rest.split_at(count);
        let operands: Vec<&str> = match operands {
            NONE if arrays.is_empty() => Vec::new(),
            "" => Vec::new(),
            operands => operands.split(',').collect(),
        };
        if operands.len() != arrays.len() {
            return Err("a contraction has indices for each array".to_owned());
        }
        let pairs = arrays.iter().zip(operands);
        Ok(Step::Contract(Contract {
            operands: pairs
                .map(|(word, indices)| Ok((array(word)?, read_letters(indices)?)))
                .collect::<Result<_, String>>()?,
            output: read_letters(output)?,
            extents: self.extents(extents)?,
        }))
    }

    /// `OFFSET,COUNT:SIZE;COEFFICIENT;COEFFICIENT`
    fn row(&self, word: &str) -> Result<Row, String> {
        let mut parts = word.split(';');
        let mut offsets = parts.next().unwrap_or("").split(',');
        let offset = number(offsets.next().unwrap_or(""))?;
        let size = |part: &str| match part.split_once(':') {
            Some((count, size)) => Ok((number(count)?, self.schedule.read_size(size)?)),
            None => Err(format!("expected COUNT:SIZE instead of {part}")),
        };
        Ok(Row {
            offset,
            sizes: offsets.map(size).collect::<Result<_, String>>()?,
            coefficients: parts.map(number).collect::<Result<_, String>>()?,
        })
    }
}

/// The words before and behind a word.
fn split<'a, 'b>(words: &'a [&'b str], at: &str) -> Result<(&'a [&'b str], &'a [&'b str]), String> {
    match words.iter().position(|&word| word == at) {
        Some(place) => Ok((&words[..place], &words[place + 1..])),
        None => Err(format!("the word {at} is missing")),
    }
}

fn read_reduction(word: &str) -> Result<Reduction, String> {
    let found = Reduction::NAMES.iter().find(|own| own.0 == word);
    found
        .map(|own| own.1)
        .ok_or_else(|| format!("{word} is no reduction"))
}

fn array(word: &str) -> Result<ArrayId, String> {
    let digits = word
        .strip_prefix('a')
        .filter(|digits| !digits.starts_with('+'));
    let id = digits.and_then(|digits| digits.parse().ok());
    id.map(ArrayId)
        .ok_or_else(|| format!("expected an array instead of {word}"))
}

fn number(word: &str) -> Result<i64, String> {
    word.parse()
        .map_err(|_| format!("expected a number instead of {word}"))
}
