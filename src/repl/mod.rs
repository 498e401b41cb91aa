//! The prompt: a terminal around a [`Session`].
//!
//! What is said comes from `session`; here are keys, colours, the history file and the interruption of work. It must
//! not know the command line. Invariants: nothing that is typed ends the program but Ctrl-D and `:quit`; a
//! computation runs on a thread of its own, so that Ctrl-C always gives the prompt back.

mod engine;
mod helper;
mod highlight;
mod hinter;
mod history;
mod world;

use crate::codes::ErrorKind;
use crate::interrupt::Interrupt;
use crate::limits::Limits;
use crate::session::{Reply, Session};
use engine::{Engine, Outcome};
use helper::LineHelper;
use rustyline::config::{ColorMode, CompletionType, Config};
use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::{Cmd, Editor, KeyCode, KeyEvent, Modifiers};
use std::io::{self, Write};
use world::World;

/// So many lines are remembered.
const MOST_HISTORY: usize = 10_000;

/// Runs a prompt on the terminal until its user leaves.
///
/// # Errors
///
/// A terminal that cannot be read.
pub(crate) fn interactive(color: bool, limits: &Limits) -> Result<(), String> {
    let config = Config::builder()
        .completion_type(CompletionType::List)
        .color_mode(match color {
            true => ColorMode::Enabled,
            false => ColorMode::Disabled,
        })
        .max_history_size(MOST_HISTORY)
        .and_then(|builder| builder.history_ignore_dups(true))
        .map_err(|error| error.to_string())?
        .history_ignore_space(true)
        .auto_add_history(false)
        .build();
    let mut editor: Editor<LineHelper, DefaultHistory> =
        Editor::with_config(config).map_err(|error| error.to_string())?;
    editor.set_helper(Some(LineHelper::new(color)));
    // A line may be broken on purpose too.
    editor.bind_sequence(KeyEvent(KeyCode::Enter, Modifiers::ALT), Cmd::Newline);
    let mut engine = Engine::new(limits)?;
    let mut history = history::History::find();
    let version = env!("CARGO_PKG_VERSION");
    tell(&format!(
        "symdiff {version}   :help tells what can be typed, Ctrl-D leaves\n"
    ));
    history.load(&mut editor);
    loop {
        let width = editor
            .dimensions()
            .map_or(80, |(width, _)| usize::from(width));
        if let Some(helper) = editor.helper_mut() {
            helper.prepare(engine.session(), width);
        }
        let line = match editor.readline("> ") {
            Ok(line) => line,
            Err(ReadlineError::Interrupted) => continue,
            Err(ReadlineError::Eof) => return Ok(()),
            // A signal, such as that of a window of another size, is no reason to leave.
            Err(ReadlineError::Signal(_)) => continue,
            Err(ReadlineError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => {
                warn("note: that was not UTF-8 text");
                continue;
            }
            Err(error) => return Err(error.to_string()),
        };
        if line.trim().is_empty() {
            continue;
        }
        history.add(&mut editor, &line);
        let mut left = false;
        let outcome = engine.enter(&line, &mut |reply| match reply {
            Reply::Quit => left = true,
            // The terminal has written `^C` where the cursor was.
            Reply::Failure(error) if error.kind() == ErrorKind::Interrupt => {
                tell("\ninterrupted\n");
            }
            reply => show(&reply, color),
        });
        match outcome {
            Outcome::Done => {}
            Outcome::LeftBehind => {
                tell("\ninterrupted; the session is as it was before\n");
            }
            Outcome::Broken(why) => {
                tell(&format!(
                    "error: a mistake in symdiff itself: {why}\nThe session is as it was before.\n"
                ));
            }
        }
        if left {
            return Ok(());
        }
    }
}

fn show(reply: &Reply, color: bool) {
    tell(&reply.render(color));
}

fn tell(text: &str) {
    // A terminal that is gone is noticed when the next line is read.
    let mut output = io::stdout().lock();
    let _ = output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush());
}

/// A line on standard error. Where nobody listens there is nobody to tell so.
fn warn(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// How a script ended.
pub(crate) enum Script {
    /// All of it was read.
    Done,
    /// Something was refused; the rest was not read.
    Refused,
    /// Nobody reads the replies any more.
    Closed,
    /// The replies could not be written.
    Unwritable(io::Error),
}

/// Reads a text as a script: replies go to standard output, problems and remarks to standard error.
pub(crate) fn script(text: &str, origin: &str, color: bool, limits: &Limits) -> Script {
    let mut session = Session::within(limits);
    let interrupt = Interrupt::default();
    session.set_interrupt(&interrupt);
    let is_over = |end: &Script| matches!(end, Script::Closed | Script::Unwritable(_));
    let mut end = Script::Done;
    session.run_script(text, origin, &mut World::new(limits), &mut |reply| {
        let shown = reply.render(color);
        match reply {
            Reply::Result(_) | Reply::Defined(_) => {
                let mut output = io::stdout().lock();
                let written = output
                    .write_all(shown.as_bytes())
                    .and_then(|()| output.flush());
                if let Err(error) = written {
                    end = match error.kind() {
                        io::ErrorKind::BrokenPipe => Script::Closed,
                        _ => Script::Unwritable(error),
                    };
                    interrupt.raise();
                }
            }
            _ if is_over(&end) => {}
            _ => {
                // Nobody may listen there either.
                let _ = io::stderr().lock().write_all(shown.as_bytes());
            }
        }
        if reply.is_problem() && !is_over(&end) {
            end = Script::Refused;
        }
    });
    end
}
