//! Type a formula; get its exact derivative as a closed form that a person can read, and as native
//! code that a program can call.
//!
//! ```
//! use symdiff::Function;
//!
//! let f = Function::parse("(x + sigma(y)) / (sigma(x) + (x+y)^2)")?;
//!
//! // For people.
//! println!("{}", f.gradient()?);
//!
//! // For programs.
//! let compiled = f.compile()?;
//! let mut gradient = [0.0; 2];
//! let value = compiled.value_and_gradient(&[3.0, -4.0], &mut gradient)?;
//! assert!((value - 1.5456448841066441).abs() < 1e-12);
//! assert!((gradient[0] - 2.0595697955721652).abs() < 1e-12);
//! # Ok::<(), symdiff::Error>(())
//! ```
//!
//! # Where to look
//!
//! | for | look at |
//! | --- | --- |
//! | reading a formula from a text | [`Function::parse`], [`ReadOptions`], [`Limits`] |
//! | building one in a program | [`Graph`], [`Expr`], [`math`], [`select`], [`Function::of`] |
//! | a derivative as a function of its own | [`Function::gradient`], [`Function::jacobian`], [`Function::hessian`], [`Function::partial`] |
//! | value and derivatives that share their work | [`Function::derive`], [`Request`], [`Quantity`], [`Derivation`] |
//! | shorter forms, and what they assume | [`Function::simplify`], [`SimplifyOptions`], [`Assumption`] |
//! | native code | [`Function::compile`], [`CompileOptions`], [`CompiledFunction`], [`Workspace`] |
//! | text and LaTeX | [`Display`](std::fmt::Display), [`Function::infix`], [`Function::latex`], [`Function::to_text`] |
//! | what went wrong, with carets | [`Error`], [`ErrorKind`], [`Diagnostic`], [`RenderOptions`] |
//!
//! # Conventions
//!
//! Inputs are the entries of all variables, in the order of the variables and row by row; a vector is a column.
//! **A gradient has the shape of its variable. In a Jacobian rows are outputs**, a Hessian has a row and a column for each
//! entry. All numbers are binary64; angles are in radians. Where a function has no derivative, a convention is computed
//! ([`Derivation::kinks`] lists it). Nothing here panics on any input: what cannot be done is an [`Error`].
//!
//! # Features
//!
//! | feature | default | |
//! | --- | --- | --- |
//! | `jit` | yes | native code by Cranelift; without it the interpreter runs everything, with the same bits |
//! | `cli` | yes | the command `symdiff` |
//! | `serde` | with `cli` | a [`Function`] is written and read as its text and options |
//! | `argmin` | | compiled functions as problems for the solvers of argmin |
//! | `nalgebra`, `ndarray` | | derivatives in views of these crates |
//!
//! # Inside
//!
//! ```text
//! text -> syntax -> expression graph -> calculus -> simplification -> program -> backend
//! ```
//!
//! Each folder is a stage and imports only stages before it; `docs/architecture.md` has the map. The modules of the
//! stages are visible for the tests of this crate; they may change with any version.

#![warn(missing_docs)]

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod interrupt;

#[doc(hidden)]
pub mod limits;

#[doc(hidden)]
pub mod text;

#[doc(hidden)]
pub mod codes;

#[doc(hidden)]
pub mod functions;

#[doc(hidden)]
pub mod notation;

#[doc(hidden)]
pub mod syntax;

#[doc(hidden)]
pub mod graph;

#[doc(hidden)]
pub mod resolve;

#[doc(hidden)]
pub mod trace;

#[doc(hidden)]
pub mod calculus;

#[doc(hidden)]
pub mod simplify;

#[doc(hidden)]
pub mod precise;

#[doc(hidden)]
pub mod program;

#[doc(hidden)]
pub mod backend;

#[doc(hidden)]
pub mod bounds;

mod error;

mod building;

mod function;

mod interop;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod session;

#[cfg(feature = "cli")]
mod disk;

#[cfg(feature = "cli")]
mod repl;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;

pub use backend::emit::Language;
pub use building::{Condition, Expr, Graph, math, select};
pub use codes::ErrorKind;
pub use error::Error;
pub use function::{
    Assumption, Backend, CheckOptions, Comparison, CompileOptions, CompiledFunction, Derivation,
    DerivativeCheck, DirectionCheck, EmitOptions, ErrorBound, ErrorBounds, Function, Label,
    LabelForm, Part, Pattern, Quantity, ReadOptions, Region, Request, Tensor, Workspace,
    read_region, read_values,
};
pub use graph::{Axes, Dimension, Shape, Sharing, Sheet};
#[cfg(feature = "argmin")]
pub use interop::{Parameters, Problem};
pub use interrupt::Interrupt;
pub use limits::Limits;
pub use simplify::Options as SimplifyOptions;
pub use text::{Code, Diagnostic, RenderOptions, Severity, Span};
