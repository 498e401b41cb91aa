//! Files and streams: formulas in, results out, and what is said where that fails.

use super::hints;
use crate::codes;
use crate::disk;
use crate::error::Error;
use crate::limits::{self, Limits, grouped};
use crate::text::{Code, visible};
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// The text of a file, no longer than an input may be; `-` is standard input.
pub(super) fn read(path: &str, limits: &Limits) -> Result<String, Error> {
    let most = limits.input;
    let read = if path == "-" {
        disk::read(io::stdin().lock(), most)
    } else {
        File::open(path).and_then(|file| disk::read(file, most))
    };
    let read = read.map_err(|error| {
        let refused = failure(codes::UNREADABLE_FILE, path, "read", &error);
        match hints::expression_for(path) {
            Some(hint) if error.kind() == io::ErrorKind::NotFound => refused.with_help(hint),
            _ => refused,
        }
    })?;
    let Some(bytes) = read else {
        let message = format!("{} is longer than {} bytes", shown(path), grouped(most));
        let error = Error::new(codes::INPUT_TOO_LONG, message);
        return Err(error.with_help(limits::INPUT.advice(limits)));
    };
    String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        let message = format!(
            "{}: not UTF-8 text: the first wrong byte is {place}",
            shown(path)
        );
        Error::new(codes::NOT_UTF8, message).with_help("save the file as UTF-8")
    })
}

/// Writes a file as a whole.
pub(super) fn write(path: &str, text: &str) -> Result<(), Error> {
    disk::write(Path::new(path), text).map_err(|error| {
        let refused = failure(codes::UNWRITABLE_FILE, path, "written", &error);
        match error.kind() {
            io::ErrorKind::IsADirectory => refused.with_help("name a file in it"),
            _ => refused,
        }
    })
}

/// Writes results to standard output. A reader that has gone is no error.
pub(super) fn print(text: &str) -> Result<(), Error> {
    let mut output = io::stdout().lock();
    match output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(failure(
            codes::UNWRITABLE_FILE,
            "standard output",
            "written",
            &error,
        )),
        _ => Ok(()),
    }
}

/// Writes remarks and errors to standard error. Where that fails there is nobody left to tell.
pub(super) fn say(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Why a file cannot be read or written.
pub(super) fn failure(code: Code, path: &str, what: &str, error: &io::Error) -> Error {
    let reason = match error.kind() {
        io::ErrorKind::NotFound if what == "read" => "there is no such file".to_owned(),
        io::ErrorKind::NotFound => "there is no such folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    };
    Error::new(code, format!("{} can't be {what}: {reason}", shown(path)))
}

/// The name of a file, safe to show.
fn shown(path: &str) -> String {
    let name: String = path.chars().map(visible).collect();
    match path {
        "-" => "standard input".to_owned(),
        _ => format!("`{name}`"),
    }
}
