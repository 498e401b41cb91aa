//! Texts read as functions.

use symdiff::{Function, ReadOptions};

/// A function of these variables, in this order.
pub fn function(text: &str, variables: &[&str]) -> Function {
    let options = ReadOptions {
        variables: Some(variables.iter().map(|&name| name.to_owned()).collect()),
        ..ReadOptions::default()
    };
    Function::parse_with(text, &options).unwrap_or_else(|error| {
        panic!(
            "{}",
            error.render(&symdiff::RenderOptions::default().with_origin(text))
        )
    })
}
