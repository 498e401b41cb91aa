//! Files and streams: formulas in, results out.
//!
//! Invariant: a file that is written holds all of the text or is left as it was, because the text goes to a new file
//! beside it, which then takes its name.

use super::hints;
use crate::codes;
use crate::error::Error;
use crate::limits::{self, Limits, grouped};
use crate::text::{Code, visible};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Names of new files that are tried beside one that is written.
const MOST_NAMES: usize = 100;

/// The text of a file, no longer than an input may be; `-` is standard input.
pub(super) fn read(path: &str, limits: &Limits) -> Result<String, Error> {
    let most = limits.input;
    let read = if path == "-" {
        bounded(io::stdin().lock(), most)
    } else {
        File::open(path).and_then(|file| bounded(file, most))
    };
    let bytes = read.map_err(|error| {
        let refused = failure(codes::UNREADABLE_FILE, path, "read", &error);
        match hints::expression_for(path) {
            Some(hint) if error.kind() == io::ErrorKind::NotFound => refused.with_help(hint),
            _ => refused,
        }
    })?;
    if bytes.len() > most {
        let message = format!("{} is longer than {} bytes", shown(path), grouped(most));
        return Err(
            Error::new(codes::INPUT_TOO_LONG, message).with_help(limits::INPUT.advice(limits))
        );
    }
    String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        let message = format!(
            "{}: not UTF-8 text: the first wrong byte is {place}",
            shown(path)
        );
        Error::new(codes::NOT_UTF8, message).with_help("save the file as UTF-8")
    })
}

/// The bytes of a reader, and of a longer one so many that it is seen to be longer.
fn bounded(reader: impl Read, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    reader
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes a file as a whole.
pub(super) fn write(path: &str, text: &str) -> Result<(), Error> {
    let refused = |error: io::Error| failure(codes::UNWRITABLE_FILE, path, "written", &error);
    // A link stays one, and what it points at is written.
    let target = fs::canonicalize(path).unwrap_or_else(|_| PathBuf::from(path));
    let before = fs::metadata(&target).ok();
    match &before {
        Some(data) if data.is_dir() => {
            let message = format!("{} can't be written: it is a folder", shown(path));
            return Err(Error::new(codes::UNWRITABLE_FILE, message).with_help("name a file in it"));
        }
        // A device or a pipe has no content that could be half written.
        Some(data) if !data.is_file() => return fs::write(&target, text).map_err(refused),
        Some(data) if data.permissions().readonly() => {
            return Err(refused(io::ErrorKind::PermissionDenied.into()));
        }
        _ => {}
    }
    let (fresh, mut file) = create_beside(&target).map_err(refused)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| match before {
            Some(data) => fs::set_permissions(&fresh, data.permissions()),
            None => Ok(()),
        })
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&fresh, &target));
    written.map_err(|error| {
        // It may be gone; there is nothing more to do about it.
        let _ = fs::remove_file(&fresh);
        refused(error)
    })
}

/// A new file in the folder of `target`.
fn create_beside(target: &Path) -> io::Result<(PathBuf, File)> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
    for number in 0..MOST_NAMES {
        let fresh = target.with_file_name(format!(".{name}.{number}.partial"));
        match OpenOptions::new().write(true).create_new(true).open(&fresh) {
            Ok(file) => return Ok((fresh, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
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
