//! The table of elementary functions: one row each, which drives every stage.
//!
//! Parser, calculus, simplifier, printers, emitters and the help read the row; no other place
//! matches on the name of a function. This room must not know any of them. Invariants: a name or
//! alias and a number of arguments belong to at most one row; a [`FunctionId`] is the place of its
//! row, the same in every run of one build.
//!
//! `docs/adding-a-function.md` shows how a row is added.

mod activation;
mod bessel;
mod beta;
mod elliptic;
mod exponential;
mod hyperbolic;
mod integrals;
mod kernels;
mod portable;
mod probability;
mod rounding;
mod row;
mod special;
mod trigonometric;

/// What backends compute with themselves, for a sum of exponentials and a logarithm of a determinant.
pub(crate) use kernels::exponential::{exp, ln};
/// Where a series of higher precision begins.
pub(crate) use kernels::trigonometric::arctangent;
pub use row::{
    Arity, Builder, Exact, Exactly, Extremum, Identity, Kernel, Kink, Parity, Primitive, Range,
    Recipe, Row, Step,
};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The row of a function, as a small number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionId(u16);

/// The families, in the order in which help lists them.
static FAMILIES: [&[Row]; 11] = [
    exponential::ROWS,
    trigonometric::ROWS,
    hyperbolic::ROWS,
    rounding::ROWS,
    activation::ROWS,
    probability::ROWS,
    special::ROWS,
    bessel::ROWS,
    beta::ROWS,
    integrals::ROWS,
    elliptic::ROWS,
];

/// All rows and where each name is found among them.
struct Table {
    rows: Vec<&'static Row>,
    by_name: HashMap<&'static str, Vec<FunctionId>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let rows: Vec<&'static Row> = FAMILIES.into_iter().flatten().collect();
    let mut by_name: HashMap<&'static str, Vec<FunctionId>> = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        for &name in std::iter::once(&row.name).chain(row.aliases) {
            by_name
                .entry(name)
                .or_default()
                .push(FunctionId(index as u16));
        }
    }
    Table { rows, by_name }
});

impl FunctionId {
    /// The place of the row in the table.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// All rows with their ids.
pub fn table() -> impl Iterator<Item = (FunctionId, &'static Row)> {
    (0..).map(FunctionId).zip(TABLE.rows.iter().copied())
}

/// The row of an id.
pub fn row(id: FunctionId) -> &'static Row {
    TABLE.rows[id.index()]
}

/// The function that a call of this name or alias with so many arguments means.
pub fn lookup(name: &str, arguments: usize) -> Option<FunctionId> {
    let ids = TABLE.by_name.get(name)?;
    ids.iter()
        .copied()
        .find(|&id| row(id).arity().accepts(arguments))
}

/// A row that the code itself needs, looked up once.
macro_rules! needed {
    ($(#[$meaning:meta] $function:ident: $name:literal, $arguments:literal;)*) => {$(
        #[$meaning]
        pub fn $function() -> FunctionId {
            static ROW: LazyLock<FunctionId> =
                LazyLock::new(|| lookup($name, $arguments).expect("the table has it"));
            *ROW
        }
    )*};
}

needed! {
    /// The row of the operator `^`.
    power: "^", 2;
    /// The row of the exponential function.
    exponential: "exp", 1;
    /// The row of the natural logarithm.
    logarithm: "ln", 1;
    /// The row of the square root.
    square_root: "sqrt", 1;
}

/// How many arguments the functions of this name or alias take, the fewest first; empty if there is no
/// such function.
pub fn arities(name: &str) -> Vec<Arity> {
    let ids = TABLE.by_name.get(name).map_or(&[][..], Vec::as_slice);
    let mut arities: Vec<Arity> = ids.iter().map(|&id| row(id).arity()).collect();
    arities.sort();
    arities
}

/// Every name and alias that can be typed, each once, in the order of the table. The operator `^` has
/// a row but no name that can be typed.
pub fn names() -> impl Iterator<Item = &'static str> {
    table().flat_map(|(id, row)| {
        std::iter::once(row.name)
            .chain(row.aliases.iter().copied())
            .filter(move |name| TABLE.by_name[name][0] == id)
            .filter(|name| name.starts_with(char::is_alphabetic))
    })
}
