//! Scripts on standard input.

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn script(text: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_symdiff"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .spawn()
        .unwrap();
    // The program may end before it has read all.
    let _ = child.stdin.take().unwrap().write_all(text);
    child.wait_with_output().unwrap()
}

fn run(text: &str) -> (i32, String, String) {
    let output = script(text.as_bytes());
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let code = output.status.code().expect("it ends by itself");
    (code, text(output.stdout), text(output.stderr))
}

#[test]
fn a_script_is_read_to_its_end() {
    let (code, out, errors) = run("s = sigma(x)\n# a comment\n:grad s\ny\n  - 1\n");
    assert_eq!((code, errors.as_str()), (0, ""));
    assert_eq!(out, "s = sigma(x)\nds/dx = sigma(x)*sigma(-x)\ny - 1\n");
    assert_eq!(run("").0, 2);
    assert_eq!(run("\n\n# nothing\n").0, 0);
    let (code, out, _) = run("1\n:quit\n2\n");
    assert_eq!((code, out.as_str()), (0, "1\n"));
}

#[test]
fn a_script_ends_at_its_first_error() {
    let (code, out, errors) = run("1 + 1\nx + * 3\n3\n");
    assert_eq!((code, out.as_str()), (1, "2\n"));
    assert!(errors.contains("standard input:2:5"), "{errors}");
    let (code, out, errors) = run("1\n:load nowhere.txt\n2\n");
    assert_eq!((code, out.as_str()), (1, "1\n"));
    assert!(errors.contains("nowhere.txt"), "{errors}");
    let (code, _, errors) = run(":load src\n");
    assert!(code == 1 && errors.contains("folder"), "{errors}");
}

#[test]
fn odd_scripts_are_answered() {
    let output = script(b"x\n\xff\xfe\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("UTF-8"));
    for text in [
        "\0",
        "\x1b[2J\n",
        "\r\n\r\n",
        "x\r\ny\r\n",
        "(((",
        "\u{feff}x\n",
    ] {
        assert!(run(text).0 <= 1, "{text:?}");
    }
    let long = vec!["x"; 250_000].join(" + ");
    assert_eq!(run(&long), (0, "250000*x\n".to_owned(), String::new()));
}

#[test]
fn a_file_that_loads_itself_is_refused() {
    let folder = super::folder("loads");
    let path = folder.join("self.txt");
    std::fs::write(&path, format!("t = 1\n:load {}\n", path.display())).unwrap();
    let (code, _, errors) = run(&format!(":load {}\n", path.display()));
    assert!(code == 1 && errors.contains("loads itself"), "{errors}");
    std::fs::write(&path, b"x\n\xff").unwrap();
    let (code, _, errors) = run(&format!(":load \"{}\"\n", path.display()));
    assert!(code == 1 && errors.contains("UTF-8"), "{errors}");
    std::fs::remove_dir_all(folder).unwrap();
}

/// Nobody reads the replies any more: the rest of a long script is not computed.
#[test]
fn a_script_ends_when_nobody_listens() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_symdiff"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    // The last line would be refused.
    let text = format!("{}x +\n", "x\n".repeat(10_000));
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}
