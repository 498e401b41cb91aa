//! What `symdiff` prints for a dozen formulas, whole: each text file here is a console session.
//!
//! `UPDATE_GOLDEN=1 cargo test --test golden` writes the files anew from their commands; what changes is
//! reviewed like code.

#![cfg(all(feature = "cli", unix))]

#[path = "../common/console.rs"]
mod console;

use std::fs;
use std::path::PathBuf;

fn sessions() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    files
}

#[test]
fn sessions_print_what_they_did() {
    let files = sessions();
    assert!(files.len() >= 12, "{files:?}");
    console::check(&files, "golden", console::replay);
}

#[test]
fn a_changed_session_is_noticed() {
    let session = "$ symdiff diff 'x^2' x\n2*x\n";
    assert_eq!(console::replay(session), session);
    assert_eq!(console::replay("$ symdiff diff 'x^2' x\n3*x\n"), session);
}
