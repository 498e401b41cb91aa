//! Files and streams that are not what one hopes: links to nothing, full disks, readers that left, streams without an
//! end.
#![cfg(all(feature = "cli", unix))]

mod common {
    pub mod binary;
}

use common::binary::fed::fed;
use common::binary::symdiff;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;
use symdiff::{EmitOptions, Function, Language, Quantity, Request};

/// A folder that goes when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("symdiff-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

/// What a command line of the shell gives, in which `$S` is the program.
fn shell(command: &str, input: &str) -> (i32, String, String) {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", command])
        .env("S", env!("CARGO_BIN_EXE_symdiff"));
    let output = fed(&mut shell, input.as_bytes());
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().expect("no signal"),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn a_link_to_nothing_gets_its_target() {
    let folder = Folder::new("links");
    symlink("target.txt", folder.path("link.txt")).unwrap();
    symlink("link.txt", folder.path("further.txt")).unwrap();
    let to = folder.path("further.txt");
    let outcome = symdiff(&["eval", "1 + 1", "-o", &to], b"");
    assert_eq!(
        (outcome.code, outcome.out + &outcome.err),
        (0, String::new())
    );
    assert_eq!(folder.names(), ["further.txt", "link.txt", "target.txt"]);
    assert_eq!(
        fs::read_to_string(folder.path("target.txt")).unwrap(),
        "2\n"
    );
    assert!(fs::symlink_metadata(&to).unwrap().is_symlink());
    // Links in a circle lead nowhere.
    symlink("b.txt", folder.path("a.txt")).unwrap();
    symlink("a.txt", folder.path("b.txt")).unwrap();
    let outcome = symdiff(&["eval", "1", "-o", &folder.path("a.txt")], b"");
    assert_eq!(outcome.code, 3);
    assert!(outcome.err.contains("unwritable-file"), "{}", outcome.err);
}

#[test]
fn saved_definitions_are_whole_or_as_before() {
    let folder = Folder::new("saving");
    fs::write(folder.path("old.txt"), "before").unwrap();
    symlink("old.txt", folder.path("link.txt")).unwrap();
    let script = format!("s = x^2\n:save {}\n", folder.path("link.txt"));
    let outcome = symdiff(&[], script.as_bytes());
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(
        fs::symlink_metadata(folder.path("link.txt"))
            .unwrap()
            .is_symlink()
    );
    assert_eq!(
        fs::read_to_string(folder.path("old.txt")).unwrap(),
        "s = x^2\n"
    );
    assert_eq!(folder.names(), ["link.txt", "old.txt"]);
    let script = format!("s = x^2\n:save {}\n", folder.path("none/new.txt"));
    let outcome = symdiff(&[], script.as_bytes());
    assert!(outcome.code == 1 && outcome.err.contains("unwritable-file"));
    // A file that grows too long for an input is not read.
    fs::write(folder.path("long.txt"), "s = x\n".repeat(100)).unwrap();
    let script = format!(":load {}\n", folder.path("long.txt"));
    let outcome = symdiff(&["--max-input", "99"], script.as_bytes());
    assert!(outcome.err.contains("--max-input"), "{}", outcome.err);
}

#[test]
fn a_full_disk_is_an_error() {
    if !PathBuf::from("/dev/full").exists() {
        return;
    }
    for command in [
        "$S > /dev/full",
        "$S eval - > /dev/full",
        "$S diff - x > /dev/full",
        "$S compile - -o /dev/full",
        "$S pipe > /dev/full",
        "$S explain > /dev/full",
    ] {
        let input = match command.contains("pipe") {
            true => "{\"expr\": \"1\"}\n",
            false => "1 + 1",
        };
        let (code, _, err) = shell(command, input);
        assert_eq!(code, 3, "{command}: {err}");
        assert!(err.contains("unwritable-file"), "{command}: {err}");
    }
    let (code, _, err) = shell("$S --help > /dev/full", "");
    assert_eq!((code, err.contains("panicked")), (3, false), "{err}");
}

#[test]
fn closed_streams_are_no_panic() {
    let many = "sin(x)\n".repeat(20_000);
    for command in [
        "$S | head -n 1",
        "$S >&-",
        "$S 2>&-",
        "$S >&- 2>&-",
        "$S compile -e 'x +' 2>&-",
        "$S compile -e 'x^2' >&-",
        "$S pipe >&-",
        "$S eval 1 <&- >&- 2>&-",
        "$S <&-",
        "$S --nosuch 2>&-",
    ] {
        let (code, _, err) = shell(command, &many);
        assert!(
            code < 4 && !err.contains("panicked"),
            "{command}: {code} {err}"
        );
    }
}

#[test]
fn streams_without_an_end_are_read_with_a_bound() {
    for command in [
        "$S compile /dev/zero",
        "$S compile - < /dev/zero",
        "$S eval -f /dev/zero",
        "$S diff - x < /dev/zero",
        "$S < /dev/zero",
        "yes 'x +' | $S compile -",
        "yes | $S",
        "yes '(' | tr -d '\\n' | $S compile - --max-input 1000000",
    ] {
        let (code, _, err) = shell(command, "");
        assert_eq!(code, 1, "{command}: {err}");
        assert!(err.contains("input-too-long"), "{command}: {err}");
    }
    let (code, out, err) = shell("head -c 100000000 /dev/zero | $S pipe", "");
    assert_eq!(code, 0, "{err}");
    assert!(
        out.lines().next().unwrap().contains("line-too-long"),
        "{out}"
    );
    // A line without an end is not kept.
    let (code, _, err) = shell(
        "yes x | tr -d '\\n' | head -c 300000000 | (ulimit -v 600000; $S pipe)",
        "",
    );
    assert_eq!(code, 0, "{err}");
}

#[test]
fn names_of_emitted_functions_are_checked() {
    let terms: Vec<String> = (0..3_000).map(|k| format!("sin({k}*f_part_1)")).collect();
    let text = terms.join(" + ");
    let derivation = Function::parse(&text)
        .and_then(|f| f.derive(&Request::of([Quantity::Value])))
        .unwrap();
    for language in [Language::C, Language::Rust] {
        let mut options = EmitOptions::new(language, "");
        let code = derivation.emit(&options).unwrap();
        assert!(code.contains("f_part_1("), "it comes in pieces");
        assert!(code.contains("f_part_1_"), "the variable has another name");
        for wrong in ["", "2", "f g", "f()", "f;", "a-b", "x\n", "\0"] {
            options.name = Some(wrong.to_owned());
            assert!(derivation.emit(&options).is_err(), "{wrong:?}");
        }
    }
}
