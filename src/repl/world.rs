//! Files and the clock, for the session.

use crate::disk;
use crate::limits::{self, Limits};
use crate::session::Host;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The world of this computer.
pub(super) struct World {
    start: Instant,
    /// Longer files are not read.
    most: usize,
}

impl World {
    pub(super) fn new(limits: &Limits) -> Self {
        World {
            start: Instant::now(),
            most: limits.input,
        }
    }
}

/// `~/` is the folder of the user.
pub(super) fn expand(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(below), Some(home)) => PathBuf::from(home).join(below),
        _ => PathBuf::from(path),
    }
}

impl Host for World {
    fn read(&mut self, path: &str) -> Result<String, String> {
        let path = expand(path);
        let about = fs::metadata(&path).map_err(|error| error.to_string())?;
        if about.is_dir() {
            return Err("it is a folder".to_owned());
        }
        if !about.is_file() {
            return Err("it is no ordinary file".to_owned());
        }
        // A file may grow while it is read.
        let read = File::open(&path).and_then(|file| disk::read(file, self.most));
        let Some(bytes) = read.map_err(|error| error.to_string())? else {
            let (most, flag) = (limits::grouped(self.most), limits::INPUT.flag);
            return Err(format!(
                "it has more than {most} bytes; `{flag}` sets another limit"
            ));
        };
        String::from_utf8(bytes).map_err(|error| {
            let place = error.utf8_error().valid_up_to();
            format!("it is not UTF-8 text: the first wrong byte is {place}")
        })
    }

    fn write(&mut self, path: &str, text: &str) -> Result<(), String> {
        disk::write(&expand(path), text).map_err(|error| match error.kind() {
            ErrorKind::IsADirectory => "it is a folder".to_owned(),
            ErrorKind::NotFound => "there is no such folder".to_owned(),
            _ => error.to_string(),
        })
    }

    fn now(&mut self) -> Duration {
        self.start.elapsed()
    }
}
