//! The quantities that can be derived, and the words for them that all doors read and write.

use crate::codes;
use crate::error::Error;
use crate::text::{names, nearest, quote};
use std::fmt;
use std::str::FromStr;

/// The largest order of a Taylor polynomial.
const MOST_ORDER: u32 = 10_000;

/// What to derive.
///
/// It is written, and read back, as in the command line: `gradient`, `partial:x,y`, `taylor:5`.
///
/// ```
/// use symdiff::Quantity;
///
/// let mixed = Quantity::Partial(vec!["x".into(), "y".into()]);
/// assert_eq!(mixed.to_string(), "partial derivative in x, y");
/// assert_eq!(mixed.text(), "partial:x,y");
/// assert_eq!("partial:x,y".parse::<Quantity>()?, mixed);
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Quantity {
    /// The results themselves.
    Value,
    /// The derivatives of the one scalar result in each variable, of the variable's shape.
    Gradient,
    /// A row for each entry of the results, a column for each entry of a variable.
    Jacobian,
    /// The second derivatives of the one scalar result: a row and a column for each entry of a variable.
    Hessian,
    /// A derivative of any order of scalar results in scalar variables, differentiated from left to right; empty:
    /// the value.
    Partial(Vec<String>),
    /// The Jacobian times a direction, by forward mode: how each result changes along
    /// [`Request::along`](super::Request::along), of the shape of the result. Of a scalar result it is the directional
    /// derivative.
    Jvp,
    /// A row of cotangents times the Jacobian, by reverse mode: the gradient of the results weighted by
    /// [`Request::cotangent`](super::Request::cotangent), of the shape of each variable.
    Vjp,
    /// The Hessian of the one scalar result times the direction [`Request::along`](super::Request::along), forward mode
    /// over reverse mode, of the shape of each variable. The Hessian itself is never formed.
    Hvp,
    /// The Jacobian with its zeros left out: an entry for each place of its [`Pattern`](super::Pattern).
    SparseJacobian,
    /// The Hessian with its zeros left out, both halves.
    SparseHessian,
    /// The Taylor polynomial of this total degree about [`Request::about`](super::Request::about).
    Taylor(u32),
    /// A derivative of the function that the equation "result = 0" makes of one variable of the others.
    Implicit {
        /// The variable that depends on the others.
        variable: String,
        /// The variables to differentiate in, one after the other; none: the first derivative in each.
        by: Vec<String>,
    },
}

/// The words of quantities without parameters.
const WORDS: [(&str, Quantity); 9] = [
    ("value", Quantity::Value),
    ("gradient", Quantity::Gradient),
    ("jacobian", Quantity::Jacobian),
    ("hessian", Quantity::Hessian),
    ("jvp", Quantity::Jvp),
    ("vjp", Quantity::Vjp),
    ("hvp", Quantity::Hvp),
    ("sparse_jacobian", Quantity::SparseJacobian),
    ("sparse_hessian", Quantity::SparseHessian),
];

/// The forms of the others.
const FORMS: [&str; 3] = ["partial:x,x,y", "taylor:5", "implicit:y"];

impl Quantity {
    /// All words and forms that are read, in words.
    ///
    /// ```
    /// assert!(symdiff::Quantity::known().ends_with("taylor:5 or implicit:y"));
    /// ```
    pub fn known() -> String {
        let mut list: Vec<&str> = WORDS.iter().map(|word| word.0).collect();
        list.extend(&FORMS[..FORMS.len() - 1]);
        format!("{} or {}", list.join(", "), FORMS[FORMS.len() - 1])
    }

    /// As it is written in a command line and in JSON.
    ///
    /// ```
    /// assert_eq!(symdiff::Quantity::Taylor(5).text(), "taylor:5");
    /// ```
    pub fn text(&self) -> String {
        match self {
            Quantity::Partial(names) => format!("partial:{}", names.join(",")),
            Quantity::Taylor(order) => format!("taylor:{order}"),
            Quantity::Implicit { variable, by } if by.is_empty() => format!("implicit:{variable}"),
            Quantity::Implicit { variable, by } => format!("implicit:{variable}:{}", by.join(",")),
            _ => self.word().to_owned(),
        }
    }

    /// The same without parameters.
    pub(crate) fn word(&self) -> &'static str {
        let own = WORDS.iter().find(|word| word.1 == *self);
        match self {
            Quantity::Partial(_) => "partial",
            Quantity::Taylor(_) => "taylor",
            Quantity::Implicit { .. } => "implicit",
            _ => own.map_or("", |word| word.0),
        }
    }

    /// Whether it is about an equation.
    ///
    /// ```
    /// assert!("implicit:y".parse::<symdiff::Quantity>()?.is_implicit());
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn is_implicit(&self) -> bool {
        matches!(self, Quantity::Implicit { .. })
    }

    /// The variables that it names itself.
    pub(crate) fn names(&self) -> Vec<&str> {
        match self {
            Quantity::Partial(names) => names.iter().map(String::as_str).collect(),
            Quantity::Implicit { variable, by } => {
                let all = std::iter::once(variable).chain(by);
                all.map(String::as_str).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Quantity::Value => f.write_str("value"),
            Quantity::Gradient => f.write_str("gradient"),
            Quantity::Jacobian => f.write_str("Jacobian"),
            Quantity::Hessian => f.write_str("Hessian"),
            Quantity::Partial(names) => write!(f, "partial derivative in {}", names.join(", ")),
            Quantity::Jvp => f.write_str("Jacobian-vector product"),
            Quantity::Vjp => f.write_str("vector-Jacobian product"),
            Quantity::Hvp => f.write_str("Hessian-vector product"),
            Quantity::SparseJacobian => f.write_str("sparse Jacobian"),
            Quantity::SparseHessian => f.write_str("sparse Hessian"),
            Quantity::Taylor(order) => write!(f, "Taylor polynomial of degree {order}"),
            Quantity::Implicit { variable, by } if by.is_empty() => {
                write!(f, "implicit derivative of {variable}")
            }
            Quantity::Implicit { variable, by } => {
                write!(f, "implicit derivative of {variable} in {}", by.join(", "))
            }
        }
    }
}

/// Reads what [`Quantity::text`] writes; a `-` stands for a `_`, and `directional` for `jvp`.
impl FromStr for Quantity {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (word, rest) = match text.split_once(':') {
            Some((word, rest)) => (word.trim(), Some(rest.trim())),
            None => (text.trim(), None),
        };
        let plain = word.replace('-', "_");
        let found = match (plain.as_str(), rest) {
            ("partial", Some(rest)) => Some(Quantity::Partial(names(rest))),
            ("taylor", Some(rest)) => match rest.parse() {
                Ok(order) if order <= MOST_ORDER => Some(Quantity::Taylor(order)),
                _ => {
                    let message =
                        format!("the degree of a Taylor polynomial is not {}", quote(rest));
                    let help = format!("a whole number from 0 to {MOST_ORDER}, as in `taylor:5`");
                    return Err(Error::new(codes::INVALID_ORDER, message).with_help(help));
                }
            },
            ("implicit", Some(rest)) => {
                let (variable, by) = rest.split_once(':').unwrap_or((rest, ""));
                Some(Quantity::Implicit {
                    variable: variable.trim().to_owned(),
                    by: names(by),
                })
            }
            ("directional", None) => Some(Quantity::Jvp),
            (plain, None) => {
                let mut words = WORDS.iter();
                words.find(|own| own.0 == plain).map(|own| own.1.clone())
            }
            _ => None,
        };
        found.ok_or_else(|| unknown(text, word))
    }
}

fn unknown(text: &str, word: &str) -> Error {
    let shown: String = text.chars().take(40).collect();
    let message = format!("there is no quantity {}", quote(&shown));
    let forms = FORMS.iter().filter_map(|form| form.split(':').next());
    let near = nearest(word, WORDS.iter().map(|own| own.0).chain(forms));
    let error = Error::new(codes::UNKNOWN_QUANTITY, message);
    match near {
        Some(near) => error.with_help(format!("did you mean {}?", quote(near))),
        None => error.with_help(format!("the quantities are {}", Quantity::known())),
    }
}
