//! How expressions are written: operators, how tightly they bind, and to which side they group.
//!
//! Shared by whatever reads the language and whatever prints it, so that what is printed is read back
//! with the same grouping. Must know neither syntax nor graph. Invariant: a level stands below all that
//! bind more tightly.

/// How tightly the outermost operator of a text binds, the loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// `a || b`
    Or,
    /// `a && b`
    And,
    /// `!c`
    Not,
    /// `a < b`
    Comparison,
    /// `a + b`
    Sum,
    /// `a*b`
    Product,
    /// `-a`
    Sign,
    /// `a^b`
    Power,
    /// `a'`
    Postfix,
    /// A number, a name, a call, anything in brackets.
    Atom,
}

impl Level {
    /// The next level that binds more tightly; the tightest is its own.
    pub const fn tighter(self) -> Level {
        match self {
            Level::Or => Level::And,
            Level::And => Level::Not,
            Level::Not => Level::Comparison,
            Level::Comparison => Level::Sum,
            Level::Sum => Level::Product,
            Level::Product => Level::Sign,
            Level::Sign => Level::Power,
            Level::Power => Level::Postfix,
            Level::Postfix | Level::Atom => Level::Atom,
        }
    }
}

/// How `a ~ b ~ c` is grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Associativity {
    /// `(a ~ b) ~ c`
    Left,
    /// `a ~ (b ~ c)`
    Right,
    /// Not at all: it is an error.
    None,
}

/// An infix operator.
#[derive(Clone, Copy, Debug)]
pub struct Infix {
    /// The spelling that is printed.
    pub spelling: &'static str,
    /// Other spellings that are read.
    pub aliases: &'static [&'static str],
    /// How tightly it binds.
    pub level: Level,
    /// How a chain of it is grouped.
    pub associativity: Associativity,
}

impl Infix {
    /// The least level that its left operand may have without brackets.
    pub const fn left(&self) -> Level {
        match self.associativity {
            Associativity::Left => self.level,
            Associativity::Right | Associativity::None => self.level.tighter(),
        }
    }

    /// The least level that its right operand may have without brackets.
    pub const fn right(&self) -> Level {
        match self.associativity {
            Associativity::Right => self.level,
            Associativity::Left | Associativity::None => self.level.tighter(),
        }
    }
}

const fn infix(
    spelling: &'static str,
    aliases: &'static [&'static str],
    level: Level,
    associativity: Associativity,
) -> Infix {
    Infix {
        spelling,
        aliases,
        level,
        associativity,
    }
}

/// Either of two conditions.
pub const OR: Infix = infix("||", &["or", "∨"], Level::Or, Associativity::Left);
/// Both of two conditions.
pub const AND: Infix = infix("&&", &["and", "∧"], Level::And, Associativity::Left);
/// Less.
pub const LESS: Infix = infix("<", &[], Level::Comparison, Associativity::None);
/// Less or equal.
pub const LESS_EQUAL: Infix = infix("<=", &["≤"], Level::Comparison, Associativity::None);
/// Greater.
pub const GREATER: Infix = infix(">", &[], Level::Comparison, Associativity::None);
/// Greater or equal.
pub const GREATER_EQUAL: Infix = infix(">=", &["≥"], Level::Comparison, Associativity::None);
/// Equal.
pub const EQUAL: Infix = infix("==", &[], Level::Comparison, Associativity::None);
/// Not equal.
pub const NOT_EQUAL: Infix = infix("!=", &["≠"], Level::Comparison, Associativity::None);
/// The sum.
pub const ADD: Infix = infix("+", &[], Level::Sum, Associativity::Left);
/// The difference.
pub const SUBTRACT: Infix = infix("-", &["−"], Level::Sum, Associativity::Left);
/// The product of numbers or matrices.
pub const MULTIPLY: Infix = infix("*", &["·", "×", "⋅"], Level::Product, Associativity::Left);
/// The product entry by entry.
pub const MULTIPLY_ENTRIES: Infix = infix(".*", &[], Level::Product, Associativity::Left);
/// The quotient.
pub const DIVIDE: Infix = infix("/", &["÷"], Level::Product, Associativity::Left);
/// The quotient entry by entry.
pub const DIVIDE_ENTRIES: Infix = infix("./", &[], Level::Product, Associativity::Left);
/// The power.
pub const POWER: Infix = infix("^", &["**"], Level::Power, Associativity::Right);
/// The power entry by entry.
pub const POWER_ENTRIES: Infix = infix(".^", &[], Level::Power, Associativity::Right);

/// The prefix operator of [`Level::Not`].
pub const NOT: &str = "!";
/// Other spellings of [`NOT`] that are read.
pub const NOT_ALIASES: &[&str] = &["not", "¬"];
/// The prefix operator of [`Level::Sign`].
pub const MINUS: &str = "-";
/// The postfix operator of [`Level::Postfix`].
pub const TRANSPOSE: &str = "'";
/// Other spellings of [`TRANSPOSE`] that are read.
pub const TRANSPOSE_ALIASES: &[&str] = &["′", "ᵀ"];
/// Signs in front of a value that call the function whose row or form has this sign for an alias.
pub const CALL_SIGNS: &[&str] = &["√", "∛", "∇"];
/// On both sides of a value: the function whose row has this sign for an alias.
pub const BARS: &str = "|";
/// Between the ends of a slice.
pub const SLICE: &str = ":";
/// In front of the step of a slice, a word only there.
pub const STEP: &str = "by";
/// Between the ends of a range.
pub const RANGE: &str = "..";
/// In front of a variable, in the numerator and the denominator of a derivative.
pub const PARTIAL: &str = "∂";
/// The digits of an exponent, 0 to 9, and its minus.
pub const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
/// The minus of a raised exponent.
pub const SUPERSCRIPT_MINUS: char = '⁻';
/// Digits that stand in names.
pub const SUBSCRIPTS: std::ops::RangeInclusive<char> = '₀'..='₉';
