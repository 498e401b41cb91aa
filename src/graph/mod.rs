//! The expression graph: an append-only, hash-consed arena of shaped nodes with exact numbers.
//!
//! Invariants: a node's operands have smaller ids than the node; two nodes never have the same
//! operation and operands; the order of the operands of a sum or product depends on their structure
//! alone, never on history. Nothing here recurses on user-sized data. This room knows no syntax, no
//! derivatives and no backends.

mod build;
mod call;
mod chain;
mod compare;
mod condition;
mod contraction;
mod dimension;
mod facts;
mod figure;
mod hash;
mod indexed;
mod infix;
mod intern;
mod latex;
mod latex_matrix;
mod level;
mod lift;
mod matrix;
mod minors;
mod network;
mod number;
mod numpy;
mod numpy_matrix;
mod op;
mod placement;
mod power;
mod present;
mod rational;
mod reading;
mod resize;
mod scalarize;
mod shape;
mod shaped;
mod sheet;
mod table;
mod view;
mod walk;
mod writer;

pub use contraction::{Contraction, ContractionId, Indices};
pub use dimension::Dimension;
pub use facts::Facts;
pub use infix::{Lengths, expression, forecast, infix};
pub use intern::Graph;
pub(crate) use intern::Operands;
pub use latex::{latex, latex_name};
pub use lift::Lifted;
pub use minors::MOST_ROWS;
pub(crate) use network::Network;
pub(crate) use number::half;
pub use number::{MAX_NUMBER_BITS, Number, fits, to_f64};
pub use numpy::{numpy, numpy_name};
pub use op::{Constant, Expr, NumberId, Op, Reduction, VariableId};
pub use placement::{Place, Placement, PlacementId, Range};
pub use scalarize::Whole;
pub use shape::{Axes, Shape};
pub use shaped::MOST_ADJUGATE;
pub use sheet::{PrintOptions, Sharing, Sheet};
pub use walk::{Denominators, MOST_MULTIPLIED, NodeMap, Transplant, Uses};
