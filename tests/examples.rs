//! Each example prints what `examples/expected` says.
//!
//! `UPDATE_GOLDEN=1 cargo test` writes the files anew. `cargo test` builds the examples; `cargo test --test examples`
//! alone does not, and then they are those of the last build.

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn names() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(root().join("examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

/// The built example, beside the folder that this test runs from.
fn program(name: &str) -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let folder = own.parent().and_then(Path::parent).unwrap();
    let program = folder.join("examples").join(name);
    program.with_extension(std::env::consts::EXE_EXTENSION)
}

#[test]
fn examples_print_what_they_should() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1");
    let mut failures = Vec::new();
    for name in names() {
        let program = program(&name);
        let run = Command::new(&program).output();
        let run = run.unwrap_or_else(|error| {
            panic!(
                "{}: {error}: run `cargo build --examples`",
                program.display()
            )
        });
        assert!(
            run.status.success(),
            "{name}: {}",
            String::from_utf8_lossy(&run.stderr)
        );
        let found = String::from_utf8(run.stdout).unwrap();
        let file = root().join("examples/expected").join(format!("{name}.txt"));
        if update {
            std::fs::write(&file, &found).unwrap();
        }
        let expected = std::fs::read_to_string(&file).unwrap_or_default();
        if found != expected {
            failures.push(format!("{name}:\n{found}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(names().len() >= 8, "{:?}", names());
}

/// The list in `examples/README.md` is complete.
#[test]
fn every_example_is_listed() {
    let list = std::fs::read_to_string(root().join("examples/README.md")).unwrap();
    for entry in std::fs::read_dir(root().join("examples")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.ends_with(".rs") || name.ends_with(".txt") {
            assert!(list.contains(&format!("`{name}`")), "{name}");
        }
    }
}
