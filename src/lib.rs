//! Type a formula; get its exact derivative as a closed form that a person can read, and as native
//! code that a program can call.
//!
//! ```text
//! text -> syntax -> expression graph -> calculus -> simplification -> program -> backend
//! ```
//!
//! ```
//! let f = symdiff::Function::parse("(x + sigma(y)) / (sigma(x) + (x+y)^2)")?.compile()?;
//! let mut gradient = [0.0; 2];
//! let value = f.value_and_gradient(&[3.0, -4.0], &mut gradient)?;
//! assert!((value - 1.5456448841066441).abs() < 1e-12);
//! assert!((gradient[0] - 2.0595697955721652).abs() < 1e-12);
//! # Ok::<(), symdiff::Error>(())
//! ```
//!
//! Each folder is a stage and imports only stages before it; `docs/architecture.md` has the map.

#![warn(missing_docs)]

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod interrupt;

pub mod text;

pub mod functions;

pub mod notation;

pub mod syntax;

pub mod graph;

pub mod resolve;

pub mod trace;

pub mod calculus;

pub mod simplify;

pub mod program;

pub mod backend;

mod error;

mod function;

#[cfg(feature = "cli")]
pub mod session;

#[cfg(feature = "cli")]
mod repl;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;

pub use error::Error;
pub use function::{
    Backend, CompiledFunction, Derivation, Function, Label, Part, Quantity, ReadOptions, Request,
};
pub use interrupt::Interrupt;
