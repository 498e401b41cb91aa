//! What a language says of itself: the one thing to write for a new one.
//!
//! Must not know: any particular language. Invariant: a description spells, it never decides which
//! operations there are or in which order they stand.

use crate::program::{Instruction, Type};

/// How tightly an expression binds: an operand that binds less than its place asks for is put in
/// parentheses. These are the distinctions that all languages here agree on.
pub(super) mod level {
    /// A choice between two values; nothing binds less.
    pub const CHOICE: u8 = 0;
    /// `and`, `or`
    pub const LOGIC: u8 = 1;
    /// `<`
    pub const COMPARISON: u8 = 2;
    /// `+`, `-`
    pub const SUM: u8 = 3;
    /// `*`, `/`
    pub const PRODUCT: u8 = 4;
    /// A sign.
    pub const SIGN: u8 = 5;
    /// A name, a call, a number without a sign.
    pub const ATOM: u8 = 6;
}

/// How an instruction is spelt. In the texts `#1`, `#2`, `#3` stand for the operands.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// With operators: how tightly it binds, and how tightly its operands must.
    Operators {
        text: &'static str,
        binds: u8,
        operands: [u8; 3],
    },
    /// A call or the like: it is an atom. An operand between parentheses or commas may be anything, any
    /// other one must be an atom.
    Call(&'static str),
    /// A function of our own, written into the file where it is used: its name and its text, in which
    /// `#0` stands for the name it gets.
    Helper {
        name: &'static str,
        text: &'static str,
    },
}

impl Form {
    /// An operator between two operands.
    pub(super) const fn binary(text: &'static str, binds: u8, left: u8, right: u8) -> Form {
        Form::Operators {
            text,
            binds,
            operands: [left, right, level::ATOM],
        }
    }

    /// An operator before its operand.
    pub(super) const fn sign(text: &'static str) -> Form {
        Form::Operators {
            text,
            binds: level::SIGN,
            operands: [level::ATOM; 3],
        }
    }
}

/// What is known of the operands of an instruction where a language must take care.
#[derive(Clone, Copy, Default)]
pub(super) struct Operands {
    /// The divisor, or the operand, is no zero (it may be NaN).
    pub nonzero: bool,
    /// The operand is not negative (it may be NaN).
    pub nonnegative: bool,
}

/// A named intermediate value.
pub(super) struct Binding {
    pub name: String,
    pub of: Type,
    pub value: String,
    /// Whether the name is a slot of the array of values that cross from piece to piece.
    pub crosses: bool,
}

/// A parameter of a routine.
pub(super) struct Parameter {
    pub name: String,
    /// Lengths of the axes; none for a number.
    pub axes: Vec<usize>,
    /// Whether the body reads it.
    pub used: bool,
}

/// What a routine gives back.
pub(super) struct Returned {
    pub name: String,
    /// Lengths of the axes; none for a number.
    pub axes: Vec<usize>,
    /// All entries, row by row.
    pub entries: Vec<String>,
}

/// A routine, ready to be laid out.
pub(super) struct Written {
    pub name: String,
    pub about: String,
    pub parameters: Vec<Parameter>,
    pub pieces: Vec<Vec<Binding>>,
    /// How many values cross from piece to piece, and the name of the array they are kept in.
    pub crossing: (usize, String),
    pub results: Vec<Returned>,
}

impl Written {
    /// All bindings of a routine that is in one piece.
    pub(super) fn bindings(&self) -> impl Iterator<Item = &Binding> {
        self.pieces.iter().flatten()
    }
}

/// A helper made from a recipe.
pub(super) struct Helper {
    pub name: String,
    pub meaning: String,
    pub parameters: Vec<String>,
    pub bindings: Vec<Binding>,
    pub result: String,
}

/// A language.
pub(super) trait Target: Sync {
    /// Its name, by which rows of the function table spell themselves for it too.
    fn key(&self) -> &'static str;

    /// Extension of its files.
    fn extension(&self) -> &'static str;

    /// Words that no variable may have for a name, besides helpers: keywords, and names that the
    /// written code relies on.
    fn reserved(&self) -> &'static [&'static str];

    /// Words that no function may have for a name, besides these.
    fn reserved_for_functions(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether a letter beyond ASCII may stand in a name, and two names stay different.
    fn keeps(&self, letter: char) -> bool;

    /// The name of a helper in the unit of this name.
    fn helper_name(&self, unit: &str, helper: &str) -> String;

    /// How an instruction other than a constant, an input and a call is spelt.
    fn form(&self, instruction: &Instruction, operands: Operands) -> Form;

    /// A number, exact to the last bit. NaN and the infinities are given as names or in parentheses.
    fn number(&self, value: f64) -> String;

    /// A number that a method is called on, or that must say of what type it is.
    fn receiver(&self, value: f64) -> String {
        self.number(value)
    }

    /// A truth value as the number 1 or 0.
    fn number_of_mask(&self, mask: &str) -> String {
        mask.to_owned()
    }

    /// An entry of an array parameter.
    fn entry(&self, name: &str, axes: &[usize], position: usize) -> String;

    /// Instructions that one function may have; longer ones are cut into pieces.
    fn most_in_one_piece(&self) -> usize {
        usize::MAX
    }

    /// What whoever uses the file should know of the language, at the end of the header.
    fn notes(&self) -> &'static [&'static str];

    /// What opens the file: the header as a comment, then what the code needs. Lines of the header are
    /// printable and hold no line break.
    fn opening(&self, header: &[String], code: &str) -> String;

    /// A helper from a recipe.
    fn helper(&self, helper: &Helper) -> String;

    /// A routine.
    fn routine(&self, routine: &Written) -> String;

    /// Blank lines between the parts of a file.
    fn blank_lines(&self) -> usize {
        1
    }
}

/// The position in an array as one index for each axis.
pub(super) fn indices(axes: &[usize], mut position: usize) -> Vec<usize> {
    let mut indices = vec![0; axes.len()];
    for (index, &length) in indices.iter_mut().zip(axes).rev() {
        *index = position % length;
        position /= length;
    }
    indices
}

/// The shortest decimal that reads back as the same number, with a point or an exponent.
pub(super) fn decimal(value: f64) -> String {
    format!("{value:?}")
}

/// Entries as nested lists between brackets, wrapped at about the width of a page.
pub(super) fn nested(entries: &[String], axes: &[usize], indent: usize) -> String {
    if axes.len() > 1 {
        let below: usize = axes[1..].iter().product();
        let pad = " ".repeat(indent + 4);
        let mut out = String::from("[\n");
        for row in entries.chunks(below.max(1)) {
            out.push_str(&pad);
            out.push_str(&nested(row, &axes[1..], indent + 4));
            out.push_str(",\n");
        }
        out.push_str(&" ".repeat(indent));
        out.push(']');
        return out;
    }
    let length: usize = entries.iter().map(|entry| entry.chars().count() + 2).sum();
    if length + indent <= 88 {
        return format!("[{}]", entries.join(", "));
    }
    let pad = " ".repeat(indent + 4);
    let mut out = String::from("[\n");
    for entry in entries {
        out.push_str(&pad);
        out.push_str(entry);
        out.push_str(",\n");
    }
    out.push_str(&" ".repeat(indent));
    out.push(']');
    out
}
