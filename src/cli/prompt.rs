//! No command: a prompt on a terminal, else standard input as a script.

use super::arguments::Arguments;
use super::{Console, Exit, Failure, files};
use crate::codes;
use crate::error::Error;
use crate::repl;
use crate::session::{Host, Session};
use std::io::{self, IsTerminal};
use std::time::Duration;

/// What the text on standard input is called.
const ORIGIN: &str = "standard input";

/// Said where neither a command nor a script is given.
const NOTHING: &str = "\
error: there is no command, and nothing on standard input

Usage: symdiff [OPTIONS] [COMMAND]

For more information, try '--help'.
";

pub(super) fn talk(arguments: &Arguments, console: &Console) -> Exit {
    let limits = &arguments.bounds.0;
    if io::stdin().is_terminal() {
        return match repl::interactive(arguments.color(&io::stdout()), limits) {
            Ok(()) => Exit::Success,
            Err(why) => {
                let message = format!("the terminal can't be read: {why}");
                refuse(Error::new(codes::UNREADABLE_FILE, message), console)
            }
        };
    }
    let text = match files::read("-", limits) {
        Ok(text) => text,
        Err(error) => return refuse(error, console),
    };
    if text.is_empty() {
        files::say(NOTHING);
        return Exit::Usage;
    }
    match repl::script(&text, ORIGIN, console.color, limits) {
        repl::Script::Done | repl::Script::Closed => Exit::Success,
        repl::Script::Unwritable(error) => {
            let name = "standard output";
            refuse(
                files::failure(codes::UNWRITABLE_FILE, name, "written", &error),
                console,
            )
        }
        // What is wrong has been said.
        repl::Script::Refused => Exit::Refused,
    }
}

fn refuse(error: Error, console: &Console) -> Exit {
    let failure = Failure::from(error);
    files::say(&console.describe(&failure));
    failure.exit()
}

/// What a session says against some lines, in a world without files.
pub(super) fn refusals(lines: &str, color: bool) -> String {
    struct Nowhere;
    impl Host for Nowhere {
        fn read(&mut self, _: &str) -> Result<String, String> {
            Err("there is no such file".to_owned())
        }

        fn write(&mut self, _: &str, _: &str) -> Result<(), String> {
            Err("there is no such folder".to_owned())
        }

        fn now(&mut self) -> Duration {
            Duration::ZERO
        }
    }
    let replies = Session::new().enter(lines, &mut Nowhere);
    let refused = replies.iter().filter(|reply| reply.is_problem());
    refused.map(|reply| reply.render(color)).collect()
}
