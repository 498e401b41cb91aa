//! Files and the clock, for the session.

use crate::session::Host;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Longer files are not read.
const MOST_BYTES: u64 = 64 << 20;

/// The world of this computer.
pub(super) struct World {
    start: Instant,
}

impl World {
    pub(super) fn new() -> Self {
        World {
            start: Instant::now(),
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
        if about.len() > MOST_BYTES {
            return Err(format!("it has more than {MOST_BYTES} bytes"));
        }
        let bytes = fs::read(&path).map_err(|error| error.to_string())?;
        String::from_utf8(bytes).map_err(|error| {
            let place = error.utf8_error().valid_up_to();
            format!("it is not UTF-8 text: the first wrong byte is {place}")
        })
    }

    fn write(&mut self, path: &str, text: &str) -> Result<(), String> {
        fs::write(expand(path), text).map_err(|error| error.to_string())
    }

    fn now(&mut self) -> Duration {
        self.start.elapsed()
    }
}
