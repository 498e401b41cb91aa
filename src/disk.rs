//! Files as wholes: read with a bound, written so that nobody sees half of one.
//!
//! Must not know what is in them, nor how what goes wrong is said. Invariants: no reader is asked for more than a bound
//! and one byte; a file that is written holds all of the text or is left as it was, because the text goes to a new file
//! beside it, which then takes its name; a link stays a link, and what it points at is written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Names of new files that are tried beside one that is written.
const MOST_NAMES: usize = 100;
/// Links to links are followed so far, as systems do.
const MOST_LINKS: usize = 40;

/// The bytes of a reader; None: there are more than `most`.
pub(crate) fn read(reader: impl Read, most: usize) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let bound = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    reader.take(bound).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= most).then_some(bytes))
}

/// Writes a file as a whole.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    let target = followed(path)?;
    let before = fs::metadata(&target).ok();
    match &before {
        Some(data) if data.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        // A device or a pipe has no content that could be half written.
        Some(data) if !data.is_file() => {
            return OpenOptions::new()
                .write(true)
                .open(&target)?
                .write_all(text.as_bytes());
        }
        Some(data) if data.permissions().readonly() => {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        _ => {}
    }
    let (fresh, mut file) = create_beside(&target)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| match before {
            Some(data) => fs::set_permissions(&fresh, data.permissions()),
            None => Ok(()),
        })
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&fresh, &target));
    written.inspect_err(|_| {
        // It may be gone; there is nothing more to do about it.
        let _ = fs::remove_file(&fresh);
    })
}

/// Where a path leads, whether something is there or not.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        let is_link = fs::symlink_metadata(&path).is_ok_and(|data| data.file_type().is_symlink());
        if !is_link {
            return Ok(path);
        }
        let target = fs::read_link(&path)?;
        // A relative link is read from its own folder.
        path = match path.parent() {
            Some(folder) => folder.join(target),
            None => target,
        };
    }
    Err(io::Error::other("too many links, one to the next"))
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
