//! Pages made from the arguments: completions of shells and manual pages.

use super::arguments::Arguments;
use super::{Console, Failure};
use crate::codes;
use crate::error::Error;
use crate::text::{nearest, quote};
use clap::CommandFactory;

pub(super) fn completions(
    shell: clap_complete::Shell,
    console: &mut Console,
) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "symdiff", &mut bytes);
    console.out.push_str(&String::from_utf8_lossy(&bytes));
    Ok(())
}

pub(super) fn man(command: Option<&str>, console: &mut Console) -> Result<(), Failure> {
    let mut all = Arguments::command();
    // Makes the full names of the commands.
    all.build();
    let page = match command {
        None => all,
        Some(name) => {
            let names: Vec<&str> = all.get_subcommands().map(clap::Command::get_name).collect();
            let Some(own) = all.get_subcommands().find(|own| own.get_name() == name) else {
                let message = format!("there is no command {}", quote(name));
                let error = Error::new(codes::UNKNOWN_COMMAND, message);
                return Err(match nearest(name, names.into_iter()) {
                    Some(near) => error.with_help(format!("did you mean {}?", quote(near))),
                    None => error,
                }
                .into());
            };
            own.clone()
        }
    };
    let examples = page.get_before_help().map(ToString::to_string);
    let mut bytes = Vec::new();
    // Writing to memory does not fail.
    let _ = clap_mangen::Man::new(page).render(&mut bytes);
    console.out.push_str(&String::from_utf8_lossy(&bytes));
    if let Some(examples) = examples {
        let body = examples.trim_start_matches("Examples:");
        console
            .out
            .push_str(&format!(".SH EXAMPLES\n.nf{}\n.fi\n", literal(body)));
    }
    Ok(())
}

/// Text as the formatter of manual pages shows it unchanged.
fn literal(text: &str) -> String {
    let escaped = text
        .replace('\\', r"\e")
        .replace('-', r"\-")
        .replace('\'', r"\(aq");
    // A line that begins with a point or a quote would be a request.
    escaped
        .replace("\n.", "\n\\&.")
        .replace('^', r"\(ha")
        .replace('~', r"\(ti")
}
