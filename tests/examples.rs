//! The examples print what `examples/expected` says, each is there, and `examples/README.md` names each.
//!
//! `UPDATE_GOLDEN=1 cargo test --test examples` writes the expected outputs anew.

#![cfg(feature = "cli")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Examples that need more features than the default ones; they run where the tests have these features.
const GUARDED: &[(&str, bool)] = &[(
    "least_squares",
    cfg!(all(feature = "argmin", feature = "nalgebra")),
)];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

/// The names of files with this extension, without it.
fn names(folder: &Path, extension: &str) -> BTreeSet<String> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    files
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|own| own == extension))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

/// Builds all examples with the features of this test and returns the folder of the programs. Where the tests are run
/// together, cargo has built them before; a test alone would run what an earlier build left.
fn build() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let folder = own.parent().unwrap().parent().unwrap();
    let profile = match folder.file_name().unwrap().to_str().unwrap() {
        "debug" => "test",
        other => other,
    };
    // The same features, or else cargo would build all once more.
    let mut features = Vec::new();
    for (name, is_on) in [
        ("default", cfg!(feature = "default")),
        ("cli", cfg!(feature = "cli")),
        ("jit", cfg!(feature = "jit")),
        ("argmin", cfg!(feature = "argmin")),
        ("nalgebra", cfg!(feature = "nalgebra")),
        ("ndarray", cfg!(feature = "ndarray")),
    ] {
        features.extend(is_on.then_some(name));
    }
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--examples", "--no-default-features"])
        .args(["--profile", profile, "--features", &features.join(",")])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .unwrap();
    assert!(status.success(), "the examples are built");
    folder.join("examples")
}

#[test]
fn examples_print_what_is_expected() {
    let programs = build();
    let update = std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1");
    let mut failures = Vec::new();
    for name in names(&folder(), "rs") {
        let is_off = |(own, is_on): &(&str, bool)| *own == name && !is_on;
        if GUARDED.iter().any(is_off) {
            continue;
        }
        let program = programs
            .join(&name)
            .with_extension(std::env::consts::EXE_EXTENSION);
        let output = Command::new(program).output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(
            output.status.success() && errors.is_empty(),
            "{name}: {errors}"
        );
        let file = folder().join("expected").join(&name).with_extension("txt");
        if update {
            fs::write(file, printed).unwrap();
        } else if fs::read_to_string(file).unwrap_or_default() != printed {
            failures.push(format!("{name} prints\n{printed}"));
        }
    }
    let help = "UPDATE_GOLDEN=1 cargo test --test examples";
    assert!(failures.is_empty(), "{}\n{help}", failures.join("\n"));
}

#[test]
fn each_example_has_an_output_and_a_line() {
    let programs = names(&folder(), "rs");
    assert!(programs.len() >= 10, "{programs:?}");
    assert_eq!(names(&folder().join("expected"), "txt"), programs);
    let list = fs::read_to_string(folder().join("README.md")).unwrap();
    let formulas = names(&folder(), "txt").into_iter();
    let files = programs.into_iter().map(|name| name + ".rs");
    for file in files.chain(formulas.map(|name| name + ".txt")) {
        let link = format!("| [`{file}`]({file}) |");
        assert!(list.contains(&link), "{link}");
    }
}
