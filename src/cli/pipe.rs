//! The JSON pipe over the streams of the process.

use super::{Failure, files};
use crate::codes;
use crate::limits::Limits;
use crate::session::pipe;
use std::io::{self, BufRead, Read, Write};

pub(super) fn pipe(limits: &Limits) -> Result<(), Failure> {
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let unreadable = |error: io::Error| files::failure(codes::UNREADABLE_FILE, "-", "read", &error);
    let mut line = Vec::new();
    // One more for the line end.
    let most = u64::try_from(limits.line)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    loop {
        line.clear();
        let count = input
            .by_ref()
            .take(most)
            .read_until(b'\n', &mut line)
            .map_err(unreadable)?;
        if count == 0 {
            return Ok(());
        }
        let answer = if line.last() != Some(&b'\n') && count as u64 == most {
            input.skip_until(b'\n').map_err(unreadable)?;
            pipe::too_long(limits)
        } else if line.trim_ascii().is_empty() {
            continue;
        } else {
            pipe::answer(line.trim_ascii(), limits)
        };
        let written = writeln!(output, "{answer}").and_then(|()| output.flush());
        if let Err(error) = written {
            // The reader has gone: nothing is left to do.
            if error.kind() == io::ErrorKind::BrokenPipe {
                return Ok(());
            }
            let name = "standard output";
            return Err(files::failure(codes::UNWRITABLE_FILE, name, "written", &error).into());
        }
    }
}
