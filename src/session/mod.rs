//! What the doors say, without IO: a request in, an answer out.
//!
//! [`Session`] is the language as it is spoken at a prompt: lines in, replies out. It must not know
//! terminals; files and the clock come in as a [`Host`].

pub mod json;
pub mod pipe;
pub mod report;
pub mod values;

mod answer;
mod bench;
pub mod bounds;
mod clause;
mod command;
mod complete;
mod compose;
mod declared;
mod define;
mod derive;
mod explain;
mod fields;
mod files;
mod hint;
mod host;
mod input;
mod keep;
mod lines;
mod lookup;
mod names;
mod outcome;
mod point;
pub mod points;
mod reading;
mod reply;
mod run;
mod settings;
mod sizes;
mod state;
mod symbols;
mod tensor;

pub use command::{COMMANDS, Command, Example, Takes};
pub use complete::{Candidate, Completion};
pub use host::Host;
pub use lines::{is_unfinished, logical_lines};
pub use reply::Reply;
pub use state::{NameKind, Session};
