//! The house rules of `src`, enforced: the order of the rooms, the walls between some of them, where foreign
//! crates and `unsafe` may stand, the size of files, and what may not occur at all.

use std::path::{Path, PathBuf};

/// The rooms from left to right. A room imports only rooms to its left.
const ROOMS: &[&str] = &[
    "interrupt",
    "limits",
    "notation",
    "text",
    "codes",
    "functions",
    "syntax",
    "graph",
    "resolve",
    "trace",
    "calculus",
    "simplify",
    "precise",
    "program",
    "backend",
    "bounds",
    "error",
    "building",
    "function",
    "interop",
    "numeric",
    "draw",
    "session",
    "disk",
    "repl",
    "cli",
];

/// Left or not, these do not know each other: a room and what it must not import.
const WALLS: &[(&str, &[&str])] = &[
    ("text", &["notation"]),
    ("functions", &["text", "codes", "notation"]),
    ("syntax", &["functions"]),
    ("graph", &["syntax", "text", "codes"]),
    ("trace", &["syntax", "text", "resolve"]),
    ("calculus", &["syntax", "text", "codes"]),
    ("simplify", &["syntax", "text", "calculus"]),
    (
        "precise",
        &["syntax", "text", "codes", "trace", "calculus", "simplify"],
    ),
    (
        "program",
        &["syntax", "text", "resolve", "trace", "calculus", "simplify"],
    ),
    (
        "backend",
        &[
            "syntax", "text", "graph", "resolve", "trace", "calculus", "simplify",
        ],
    ),
    (
        "error",
        &["syntax", "graph", "resolve", "program", "backend"],
    ),
    (
        "building",
        &["trace", "calculus", "simplify", "program", "backend"],
    ),
];

/// Words that may stand only below some paths.
const CONFINED: &[(&str, &[&str])] = &[
    ("cranelift", &["backend/jit"]),
    ("cranelift_jit", &["backend/jit"]),
    ("cranelift_module", &["backend/jit"]),
    ("cranelift_native", &["backend/jit"]),
    ("nom", &["syntax"]),
    ("argmin", &["interop"]),
    ("nalgebra", &["interop"]),
    ("ndarray", &["interop"]),
    ("rustyline", &["repl", "cli"]),
    ("clap", &["repl", "cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    // The crate that multiplies matrices takes pointers.
    ("unsafe", &["backend/jit", "backend/schedule/gemm.rs"]),
    ("matrixmultiply", &["backend/schedule/gemm.rs"]),
    ("stdin", &["repl", "cli"]),
    ("stdout", &["repl", "cli"]),
    ("process", &["main.rs"]),
];

/// What occurs nowhere.
const BANNED: &[&str] = &["todo", "dbg", "unimplemented", "allow"];

/// Lines that a file may have.
const MOST_LINES: usize = 500;

/// Names of elementary functions, in quotes, outside the table: file, names, reason.
const NAMED: &[(&str, &[&str], &str)] = &[
    (
        "graph/matrix.rs",
        &["softmax"],
        "of whole values they are shares and norms, which have names of their own",
    ),
    (
        "graph/numpy_matrix.rs",
        &["softmax", "logsumexp"],
        "they are names of SciPy",
    ),
    (
        "graph/op.rs",
        &["logsumexp"],
        "over an axis it is an operation on whole values, with the name of the function",
    ),
    (
        "simplify/choices.rs",
        &["relu"],
        "it is the larger of 0 and its argument, and so are others by their kind",
    ),
    (
        "program/text.rs",
        &["sqrt", "floor", "ceil"],
        "they are instructions, and their names are those of the text form",
    ),
    (
        "backend/emit/names.rs",
        &["beta", "gamma", "sigma"],
        "they are letters of the Greek alphabet",
    ),
    (
        "backend/emit/python.rs",
        &["round"],
        "it is a name of Python",
    ),
    (
        "graph/latex.rs",
        &["beta", "gamma", "sigma"],
        "they are letters of the Greek alphabet",
    ),
    (
        "session/symbols.rs",
        &["beta", "gamma", "sigma", "sqrt"],
        "they are names of LaTeX",
    ),
];

struct File {
    /// Below `src`, with `/` between folders.
    path: String,
    text: String,
}

impl File {
    fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or("");
        first.trim_end_matches(".rs")
    }

    /// Lines of code with their numbers, comments left out.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().filter_map(|(place, line)| {
            let code = line.split(" // ").next().unwrap_or("");
            let is_comment = line.trim_start().starts_with("//");
            (!is_comment).then_some((place + 1, code))
        })
    }

    /// The same without the unit tests, which stand last.
    fn tested_code(&self) -> impl Iterator<Item = (usize, &str)> {
        let is_test_file = self.path.ends_with("/tests.rs");
        self.code()
            .take_while(move |(_, line)| !is_test_file && line.trim() != "#[cfg(test)]")
    }
}

fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let below = path.strip_prefix(&root).unwrap();
                let parts: Vec<_> = below.iter().map(|part| part.to_str().unwrap()).collect();
                files.push(File {
                    path: parts.join("/"),
                    text: std::fs::read_to_string(&path).unwrap(),
                });
            }
        }
    }
    assert!(files.len() > 50, "the sources are in place");
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The words of a line: runs of letters, digits and underscores.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| !word.is_empty())
}

/// The rooms that a line names as `crate::room`, and those of a list `crate::{a, b}`.
fn imports(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for rest in line.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            Some(list) => found.extend(words(list)),
            None => found.extend(words(rest).next()),
        }
    }
    found
}

fn report(failures: &[String]) {
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn rooms_import_only_from_their_left() {
    let order = |room: &str| ROOMS.iter().position(|own| *own == room);
    let mut failures = Vec::new();
    let mut seen = 0;
    for file in files() {
        if matches!(file.path.as_str(), "lib.rs" | "main.rs") {
            continue;
        }
        let room = file.room();
        let Some(own) = order(room) else {
            failures.push(format!("{}: `{room}` is no room of the house", file.path));
            continue;
        };
        let walls = WALLS.iter().filter(|wall| wall.0 == room);
        let forbidden: Vec<&str> = walls.flat_map(|wall| wall.1).copied().collect();
        for (line, code) in file.code() {
            for import in imports(code) {
                // What is no room is a public name of the crate, made by a room further right.
                let Some(other) = order(import) else {
                    failures.push(format!(
                        "{}:{line}: `crate::{import}` is no room",
                        file.path
                    ));
                    continue;
                };
                seen += 1;
                if other > own || forbidden.contains(&import) {
                    failures.push(format!("{}:{line}: {room} imports {import}", file.path));
                }
            }
        }
    }
    assert!(seen > 50, "imports are found: {seen}");
    report(&failures);
}

#[test]
fn words_stay_where_they_belong() {
    let mut failures = Vec::new();
    for file in files() {
        for (line, code) in file.code() {
            for word in words(code) {
                let confined = CONFINED.iter().find(|(own, _)| *own == word);
                // A feature may have the name of its crate.
                let is_feature = code.contains("feature = ");
                let outside = confined.is_some_and(|(_, homes)| {
                    !homes.iter().any(|home| file.path.starts_with(home))
                });
                if outside && !is_feature {
                    failures.push(format!("{}:{line}: `{word}`", file.path));
                }
                let is_macro = code.contains(&format!("{word}!")) || word == "allow";
                if BANNED.contains(&word) && is_macro && code.contains(['!', '#']) {
                    failures.push(format!("{}:{line}: `{word}`", file.path));
                }
            }
        }
    }
    report(&failures);
}

#[test]
fn files_are_of_a_size_and_say_what_they_are() {
    let mut failures = Vec::new();
    for file in files() {
        let lines = file.text.lines().count();
        if lines > MOST_LINES {
            failures.push(format!(
                "{}: {lines} lines, at most {MOST_LINES}",
                file.path
            ));
        }
        if !file.text.starts_with("//! ") {
            failures.push(format!("{}: does not open with `//!`", file.path));
        }
    }
    report(&failures);
}

#[test]
fn functions_are_named_in_their_table_alone() {
    let names: Vec<&str> = symdiff::functions::names()
        .filter(|name| name.len() >= 4)
        .collect();
    assert!(names.contains(&"sqrt"), "{names:?}");
    let mut failures = Vec::new();
    let mut used = Vec::new();
    for file in files() {
        if file.room() == "functions" {
            continue;
        }
        for (line, code) in file.tested_code() {
            for word in code.split('"').skip(1).step_by(2) {
                if !names.contains(&word) {
                    continue;
                }
                let excepted = NAMED
                    .iter()
                    .any(|(path, words, _)| *path == file.path && words.contains(&word));
                if excepted {
                    used.push((file.path.clone(), word.to_owned()));
                } else {
                    failures.push(format!("{}:{line}: \"{word}\"", file.path));
                }
            }
        }
    }
    for (path, words, reason) in NAMED {
        for word in *words {
            let is_used = used.contains(&((*path).to_owned(), (*word).to_owned()));
            if !is_used {
                failures.push(format!("{path} no longer names \"{word}\" ({reason})"));
            }
        }
    }
    report(&failures);
}
