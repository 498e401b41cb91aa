//! Source code in other languages: compiled, run and compared with the interpreter; names and comments
//! that no input can break; and the text itself.
//!
//! A compiler that is missing is skipped and said on standard error, unless `SYMDIFF_REQUIRE_COMPILERS` is
//! set, as it is where all changes are checked.

mod cases;
mod compare;
mod golden;
mod hostile;
mod languages;
mod long;

#[path = "../common/generator.rs"]
mod generator;
#[path = "../common/random.rs"]
mod random;
