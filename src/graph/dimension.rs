//! The length of an axis: a number, or a name that is bound to one when a function is called.
//!
//! Names are kept once for the whole process, so that a dimension is a small value that prints itself. What
//! is kept grows with the number of different names ever met, not with the number of formulas.

use indexmap::IndexSet;
use std::fmt;
use std::sync::{LazyLock, RwLock};

/// From here on a dimension is a name, and what is above says which.
const NAMED: u32 = 0xff00_0000;

static NAMES: LazyLock<RwLock<IndexSet<&'static str>>> = LazyLock::new(RwLock::default);

/// The length of an axis: a known number, or a name.
///
/// ```
/// use symdiff::Dimension;
///
/// assert_eq!(Dimension::from(3).value(), Some(3));
/// let n = Dimension::named("n");
/// assert_eq!((n.value(), n.to_string()), (None, "n".to_owned()));
/// assert_eq!(n, Dimension::named("n"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Dimension(u32);

impl Dimension {
    /// The dimension of one entry.
    pub const ONE: Dimension = Dimension(1);

    /// The dimension with this name.
    pub fn named(name: &str) -> Dimension {
        if let Ok(names) = NAMES.read()
            && let Some(place) = names.get_index_of(name)
        {
            return Dimension::of_name(place);
        }
        let mut names = NAMES.write().unwrap_or_else(|broken| broken.into_inner());
        if let Some(place) = names.get_index_of(name) {
            return Dimension::of_name(place);
        }
        let place = names
            .insert_full(Box::leak(name.to_owned().into_boxed_str()))
            .0;
        Dimension::of_name(place)
    }

    /// The name at a place of the table. There is room for more names than one input has letters.
    fn of_name(place: usize) -> Dimension {
        Dimension(NAMED.saturating_add(place as u32))
    }

    /// The number, if it is known.
    pub fn value(self) -> Option<u32> {
        (self.0 < NAMED).then_some(self.0)
    }

    /// The name, if it has one.
    pub fn name(self) -> Option<&'static str> {
        let place = self.0.checked_sub(NAMED)?;
        let names = NAMES.read().unwrap_or_else(|broken| broken.into_inner());
        names.get_index(place as usize).copied()
    }

    /// The number, or 0 for a name: what can be counted of it.
    pub(crate) fn known(self) -> usize {
        self.value().unwrap_or(0) as usize
    }
}

/// A known number; those from 4,278,190,080 on are cut to the largest that fits.
impl From<u32> for Dimension {
    fn from(number: u32) -> Self {
        Dimension(number.min(NAMED - 1))
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "{}", self.0),
        }
    }
}

impl fmt::Debug for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
