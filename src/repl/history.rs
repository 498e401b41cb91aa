//! Where the lines typed are kept from one session to the next.

use super::helper::LineHelper;
use super::warn;
use rustyline::Editor;
use rustyline::history::DefaultHistory;
use std::path::PathBuf;

/// The variable that names the file; empty: none.
const VARIABLE: &str = "SYMDIFF_HISTORY";

/// The history file, if there is one.
pub(super) struct History {
    path: Option<PathBuf>,
}

impl History {
    /// `SYMDIFF_HISTORY`, else `symdiff/history` in the folder for states of programs.
    pub(super) fn find() -> Self {
        let path = match std::env::var_os(VARIABLE) {
            Some(path) if path.is_empty() => None,
            Some(path) => Some(PathBuf::from(path)),
            None => state_folder().map(|folder| folder.join("symdiff").join("history")),
        };
        History { path }
    }

    /// Reads it; a file that is not there yet is no matter.
    pub(super) fn load(&mut self, editor: &mut Editor<LineHelper, DefaultHistory>) {
        let Some(path) = &self.path else {
            return;
        };
        if let Some(folder) = path.parent() {
            // Whether it worked is seen when the file is opened.
            let _ = std::fs::create_dir_all(folder);
        }
        let opened = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(path);
        let read =
            opened.map_err(|error| error.to_string()).and_then(|_| {
                match std::fs::metadata(path).map_or(0, |about| about.len()) {
                    0 => Ok(()),
                    _ => editor.load_history(path).map_err(|error| error.to_string()),
                }
            });
        if let Err(error) = read {
            warn(&format!(
                "note: no history is kept: {}: {error}",
                path.display()
            ));
            self.path = None;
        }
    }

    /// Remembers a line, in the file at once, so that nothing is lost however the program ends.
    pub(super) fn add(&mut self, editor: &mut Editor<LineHelper, DefaultHistory>, line: &str) {
        /// Longer lines are not worth keeping.
        const LONGEST: usize = 64 << 10;
        if line.len() > LONGEST || !matches!(editor.add_history_entry(line), Ok(true)) {
            return;
        }
        if let Some(path) = &self.path
            && let Err(error) = editor.append_history(path)
        {
            warn(&format!(
                "note: no history is kept: {}: {error}",
                path.display()
            ));
            self.path = None;
        }
    }
}

/// `$XDG_STATE_HOME`, else `~/.local/state`.
fn state_folder() -> Option<PathBuf> {
    let given = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from);
    // The specification has relative folders ignored.
    if let Some(folder) = given.filter(|folder| folder.is_absolute()) {
        return Some(folder);
    }
    let home = std::env::var_os("HOME").filter(|home| !home.is_empty())?;
    Some(PathBuf::from(home).join(".local").join("state"))
}
