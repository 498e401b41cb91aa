//! What a row of the function table says. One row per elementary function drives every stage.
//!
//! It must not know the stages that read it: syntax, graph, calculus, programs. Invariant: a row is
//! plain constant data; its texts are compiled by others.

use num_rational::BigRational;

/// A row of the table. All texts are in the language of this crate and speak of `parameters`;
/// `value` in a partial is the function's own value.
pub struct Row {
    /// The name that is printed.
    pub name: &'static str,
    /// Other names that are read.
    pub aliases: &'static [&'static str],
    /// Names of the arguments, in order; a variadic row names one and repeats it.
    pub parameters: &'static [&'static str],
    /// One sentence for people.
    pub meaning: &'static str,
    /// How the value is computed.
    pub kernel: Kernel,
    /// What the value is, in exact arithmetic.
    pub exactly: Exactly,
    /// The exact value at exact arguments, where it is a rational number that is soon found.
    pub exact: Option<Exact>,
    /// The partial derivative in each parameter; the empty text for one that does not exist. No
    /// partials at all for an extremum, which shares the derivative as [`Kernel::Extremum`] says, and
    /// for a definition. A variadic row has one, in its first parameter and in `rest`, the same
    /// function of all other arguments.
    pub partials: &'static [&'static str],
    /// Where the function is defined, as a condition on the parameters; empty: everywhere.
    pub domain: &'static str,
    /// Where it is not differentiable or not continuous, and what is done there.
    pub kinks: &'static [Kink],
    /// What is known of the values on the domain.
    pub range: Range,
    /// The least and the greatest value on the domain, or infinite.
    pub extent: (f64, f64),
    /// Where the function is monotone in each argument while the others stay, as a condition on the parameters; empty:
    /// not known.
    pub monotone: &'static str,
    /// Whether its only zero on the domain is at 0.
    pub vanishes_at_zero_alone: bool,
    /// Parity in its only argument.
    pub parity: Parity,
    /// Cost of one evaluation, an addition being 1.
    pub weight: u32,
    /// Equations that hold for it, as data.
    pub identities: &'static [Identity],
    /// How languages spell a call that have such a function: the name of the language, and a text with
    /// `#1`, `#2` for the arguments. A text of several lines is the definition of a helper, in which
    /// `#0` stands for its name and `#[erf]` for that of another row's helper. `arrays` is NumPy with SciPy, in
    /// formulas of whole arrays.
    pub spellings: &'static [(&'static str, &'static str)],
    /// For the other languages, where the kernel is no recipe: nearly the same value from other rows.
    pub portable: Option<Recipe>,
    /// Whether the first argument is usually a constant and the second is not: where it is the other way
    /// round, a remark asks whether they are exchanged.
    pub constant_first: bool,
    /// LaTeX command, such as `\sin` or `\operatorname{erf}`; the argument follows in parentheses;
    /// or a text with `#1`, `#2` for the arguments that binds as tightly as a name.
    pub latex: &'static str,
}

impl Row {
    /// What most rows of one argument share: defined and differentiable everywhere, nothing known.
    /// A row names the rest and takes these for what it does not name.
    pub const ORDINARY: Row = Row {
        name: "",
        aliases: &[],
        parameters: &["x"],
        meaning: "",
        kernel: Kernel::Definition(""),
        exactly: Exactly::Kernel,
        exact: None,
        partials: &[],
        domain: "",
        kinks: &[],
        range: Range::Real,
        extent: (f64::NEG_INFINITY, f64::INFINITY),
        monotone: "",
        vanishes_at_zero_alone: false,
        parity: Parity::None,
        weight: 0,
        identities: &[],
        spellings: &[],
        portable: None,
        constant_first: false,
        latex: "",
    };

    /// How many arguments a call has.
    pub fn arity(&self) -> Arity {
        match self.kernel {
            Kernel::Extremum(_) | Kernel::Variadic(_) | Kernel::OverRest { .. } => {
                Arity::AtLeast(self.parameters.len())
            }
            _ => Arity::Exactly(self.parameters.len()),
        }
    }

    /// Whether a call is only another spelling and vanishes when it is read.
    pub fn is_definition(&self) -> bool {
        matches!(self.kernel, Kernel::Definition(_) | Kernel::OverRest { .. })
    }

    /// Whether the order of the arguments does not matter.
    pub fn is_symmetric(&self) -> bool {
        matches!(self.kernel, Kernel::Extremum(_) | Kernel::Variadic(_))
    }
}

/// How many arguments a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Arity {
    /// This many.
    Exactly(usize),
    /// This many or more.
    AtLeast(usize),
}

impl Arity {
    /// Whether a call with so many arguments is meant.
    pub fn accepts(self, arguments: usize) -> bool {
        match self {
            Arity::Exactly(count) => arguments == count,
            Arity::AtLeast(count) => arguments >= count,
        }
    }
}

/// An exact value at exact arguments, as many as the row has; None where it is no such number.
pub type Exact = fn(&[BigRational]) -> Option<BigRational>;

/// What the value of a row is in exact arithmetic, independent of its kernel and of its partials: values of any precision
/// and checks of the kernel come from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exactly {
    /// This text, over other rows. Of a row of any number of arguments it is that of two: f(x, y, z) = f(x, f(y, z)).
    Text(&'static str),
    /// One of the few that are computed.
    Primitive(Primitive),
    /// Only the kernel is known. Not asked of a definition, an extremum, or a row that is its own argument.
    Kernel,
}

/// What is computed to any precision with a proven bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Primitive {
    /// e^x
    Exp,
    /// e^x - 1
    Expm1,
    /// The natural logarithm.
    Ln,
    /// ln(1 + x)
    Log1p,
    /// The sine.
    Sin,
    /// The cosine.
    Cos,
    /// The inverse tangent.
    Atan,
    /// The square root.
    SquareRoot,
    /// The absolute value.
    Absolute,
    /// The greatest integer not above.
    Floor,
    /// The error function.
    Erf,
    /// Its complement.
    Erfc,
    /// The complement times e^(x^2).
    Erfcx,
    /// e^(x^2) times the repeated integral of the complement, of an order that comes first.
    ErfcxOfOrder,
    /// The inverse of the error function, which begins at the kernel.
    ErfInverse,
    /// The inverse of its complement, which begins at the kernel.
    ErfcInverse,
    /// The gamma function.
    Gamma,
    /// The logarithm of its absolute value.
    LnGamma,
    /// The derivative of that.
    Digamma,
    /// The derivative of digamma.
    Trigamma,
    /// The derivative of digamma of an order that comes first.
    Polygamma,
    /// The solution of w*e^w = x from -1 on.
    LambertUpper,
    /// The solution of w*e^w = x up to -1.
    LambertLower,
}

/// How the value of a row is computed.
#[derive(Clone, Copy)]
pub enum Kernel {
    /// A call of a Rust function of one argument.
    Unary(extern "C" fn(f64) -> f64),
    /// A call of a Rust function of two arguments.
    Binary(extern "C" fn(f64, f64) -> f64),
    /// Primitive steps and calls, written once for every backend.
    Recipe(Recipe),
    /// The call is only another spelling of this text and vanishes when it is read: `log(b, x)` is
    /// `ln(x)/ln(b)`. Such a row needs no partials.
    Definition(&'static str),
    /// A definition in the first argument `x` and in `rest`, the call of another row on all others:
    /// `softmax(x, y, z)` is `sigma(x - logsumexp(y, z))`.
    OverRest {
        /// The name of the row that is called on the others, or its only argument.
        row: &'static str,
        /// The definition.
        text: &'static str,
    },
    /// Steps and calls for any number of arguments, in any order. The function of some of them may
    /// stand for these: f(x, y, z) = f(x, f(y, z)), and f(x) = x.
    Variadic(Recipe),
    /// The argument itself, of any shape, and a constant to differentiation.
    Detached,
    /// The greatest (or least) of any number of arguments; all arguments that attain it share the
    /// derivative equally.
    Extremum(Extremum),
}

/// Which end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extremum {
    /// The greatest.
    Maximum,
    /// The least.
    Minimum,
}

/// A place without a derivative.
pub struct Kink {
    /// The place, as an equation or condition on the parameters: `x = 0`; in words for an extremum.
    pub at: &'static str,
    /// What is computed there: `abs'(0) = 0`.
    pub convention: &'static str,
}

/// What is known of all values on the domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// Any real number.
    Real,
    /// Never negative.
    Nonnegative,
    /// Never negative and never zero.
    Positive,
    /// Never zero, of either sign.
    Nonzero,
}

/// f(-x) against f(x).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parity {
    /// Neither, or unknown.
    None,
    /// f(-x) = f(x)
    Even,
    /// f(-x) = -f(x)
    Odd,
}

/// An equation `left = right` in free letters `u`, `v`, and `n` that stands for any number, true where
/// `condition` holds. It is used from left to right.
pub struct Identity {
    /// What the ledger calls it.
    pub name: &'static str,
    /// The pattern.
    pub left: &'static str,
    /// What replaces it.
    pub right: &'static str,
    /// Where it holds; empty: wherever the left side is defined, and there alone is the right side defined.
    pub condition: &'static str,
    /// Whether it is used only where the calls that vanish weigh as much as those that are new.
    pub saving: bool,
    /// Whether it is used only where the condition is known to hold, and never taken for granted.
    pub proved: bool,
}

impl Identity {
    /// An equation that is true wherever its left side is defined.
    pub const fn always(name: &'static str, left: &'static str, right: &'static str) -> Identity {
        Identity::when(name, left, right, "")
    }

    /// An equation that needs a condition.
    pub const fn when(
        name: &'static str,
        left: &'static str,
        right: &'static str,
        condition: &'static str,
    ) -> Identity {
        Identity {
            name,
            left,
            right,
            condition,
            saving: false,
            proved: false,
        }
    }

    /// The same equation, used only where its condition is known to hold.
    pub const fn where_proved(self) -> Identity {
        Identity {
            proved: true,
            ..self
        }
    }

    /// The same equation, used only where no call becomes dearer: `exp(u)*exp(v)` stays where both are needed
    /// elsewhere too.
    pub const fn where_it_saves(self) -> Identity {
        Identity {
            saving: true,
            ..self
        }
    }
}

/// Primitive steps and calls that make a value from the arguments.
pub type Recipe = fn(&mut dyn Builder, &[Step]) -> Step;

/// A value inside a recipe. Only the [`Builder`] that made it can read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Step(pub u32);

/// The primitive instructions a recipe may use. Owned here, implemented by the program.
pub trait Builder {
    /// A constant.
    fn constant(&mut self, value: f64) -> Step;
    /// a + b
    fn add(&mut self, a: Step, b: Step) -> Step;
    /// a - b
    fn subtract(&mut self, a: Step, b: Step) -> Step;
    /// a * b
    fn multiply(&mut self, a: Step, b: Step) -> Step;
    /// a / b
    fn divide(&mut self, a: Step, b: Step) -> Step;
    /// -a
    fn negate(&mut self, a: Step) -> Step;
    /// |a|
    fn absolute(&mut self, a: Step) -> Step;
    /// The correctly rounded square root.
    fn square_root(&mut self, a: Step) -> Step;
    /// The greatest integer not above a.
    fn floor(&mut self, a: Step) -> Step;
    /// The least integer not below a.
    fn ceil(&mut self, a: Step) -> Step;
    /// `if a < b then x else y` (y where a or b is NaN).
    fn select_less(&mut self, a: Step, b: Step, x: Step, y: Step) -> Step;
    /// `if a = b then x else y` (y where a or b is NaN).
    fn select_equal(&mut self, a: Step, b: Step, x: Step, y: Step) -> Step;
    /// A call of another row's kernel, by name.
    fn call(&mut self, name: &'static str, arguments: &[Step]) -> Step;
}
