//! The prompt on a real terminal, and scripts on standard input.

#![cfg(all(feature = "cli", unix))]

mod script;
mod terminal;

use std::path::{Path, PathBuf};
use std::time::Duration;
use terminal::Terminal;

const CTRL_C: &str = "\x03";
const CTRL_D: &str = "\x04";
const UP: &str = "\x1b[A";

/// A folder of one test.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("prompt-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&path).unwrap();
    path
}

#[test]
fn lines_are_answered() {
    let mut terminal = Terminal::usual();
    terminal.enter("2^10", "1024");
    terminal.enter(":grad x^3", "df/dx = 3*x^2");
    terminal.enter("s = sigma(x)", "s = sigma(x)");
    terminal.enter("s + s", "2*sigma(x)");
    terminal.keys("x + * 3\r");
    terminal.expect("expected an expression");
    terminal.enter("1 + 1", "2");
    terminal.keys(CTRL_D);
    assert!(terminal.ends_well());
}

#[test]
fn an_open_bracket_continues_the_line() {
    let mut terminal = Terminal::usual();
    terminal.keys("(x\r");
    terminal.keys("+ x)*2 +\r");
    terminal.enter("x", "5*x");
    // An empty line ends the waiting.
    terminal.keys("(x\r\r");
    terminal.expect("error");
    terminal.prompt();
    terminal.enter(":quit", "");
}

#[test]
fn tab_completes() {
    let mut terminal = Terminal::usual();
    terminal.keys("softp\t");
    terminal.expect("> softplus(");
    terminal.keys("0)\r");
    terminal.expect_line("ln(2) ≈ 0.6931471805599453");
    terminal.keys(":simp\t");
    terminal.expect("> :simplify ");
    terminal.enter("x + x", "2*x");
    // Several candidates are listed.
    terminal.keys("sin\t\t");
    terminal.expect("sinh(x)");
    terminal.cancel();
    terminal.keys(":load exampl\t");
    terminal.expect("> :load examples/");
    terminal.keys("cs231n.t\t\r");
    terminal.expect("examples/cs231n.txt: 0 definitions");
}

#[test]
fn backslash_tab_writes_letters() {
    let mut terminal = Terminal::usual();
    terminal.keys("2*\\sig\t");
    terminal.expect("> 2*σ");
    terminal.enter("(0)", "1");
    terminal.keys("cos(\\pi\t");
    terminal.expect("> cos(π");
    terminal.enter(")", "-1");
}

#[test]
fn a_hint_stands_below_the_line() {
    let mut terminal = Terminal::usual();
    terminal.enter(":set hint = 1000", "hint = 1000");
    terminal.keys("x^2*y");
    let mut tries = 0;
    while !terminal.comes("# d/dx 2*x*y   d/dy x^2", Duration::from_secs(3)) {
        // A machine may be slower than the hint may take; each key asks again.
        tries += 1;
        assert!(tries < 40, "no hint came");
        terminal.keys(" \x7f");
    }
    let screen = terminal.expect("# d/dx");
    let lines: Vec<&str> = screen.lines().collect();
    let place = lines.iter().position(|line| line.starts_with("# d/dx"));
    assert!(
        lines[place.expect("the hint") - 1].starts_with("> x^2*y"),
        "{screen}"
    );
    // It is no part of the line.
    terminal.keys("\r");
    terminal.prompt();
    terminal.enter(":set hint = off", "hint = off");
    terminal.keys("7*7");
    terminal.expect("> 7*7");
    terminal.enter("", "49");
    assert!(!terminal.expect("49").contains("# ="));
}

#[test]
fn a_hint_never_wraps() {
    let mut terminal = Terminal::start(Path::new(""), 30, &[], &[]);
    terminal.prompt();
    terminal.enter(":set hint = 1000", "hint = 1000");
    terminal.keys("sin(x)*y*z");
    let mut tries = 0;
    while !terminal.comes("…", Duration::from_secs(3)) {
        tries += 1;
        assert!(tries < 40, "no hint came");
        terminal.keys(" \x7f");
    }
    let screen = terminal.expect("…");
    let lines: Vec<&str> = screen.trim_end().lines().collect();
    let [.., line, hint] = lines[..] else {
        panic!("{screen}");
    };
    assert!(
        line.starts_with("> sin") && hint.starts_with("# d/dx"),
        "{screen}"
    );
}

#[test]
fn ctrl_c_clears_the_line() {
    let mut terminal = Terminal::usual();
    terminal.keys("nonsense + 1");
    terminal.expect("nonsense + 1");
    terminal.cancel();
    terminal.enter("1 + 1", "2");
    terminal.keys("(x\r");
    terminal.expect("> (x");
    terminal.cancel();
    terminal.enter("2 + 2", "4");
}

#[test]
fn ctrl_c_stops_a_computation() {
    let folder = folder("interrupt");
    let file = folder.join("long.txt");
    // A Hessian of a million entries, each of which depends on all variables.
    let names: Vec<String> = (1..=1000).map(|number| format!("x{number}")).collect();
    std::fs::write(&file, format!("f = sin({})\n:hess f\n", names.join("*"))).unwrap();
    let mut terminal = Terminal::usual();
    terminal.enter("kept = 41 + 1", "kept = 42");
    terminal.keys(&format!(":load {}\r", file.display()));
    terminal.expect("long.txt");
    assert!(
        !terminal.comes("definitions", Duration::from_secs(2)),
        "it is long enough"
    );
    terminal.keys(CTRL_C);
    terminal.expect("interrupted");
    terminal.enter("kept", "42");
    terminal.keys(CTRL_D);
    assert!(terminal.ends_well());
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn lines_are_remembered() {
    let folder = folder("history");
    // Folders that are missing are made.
    let history = folder.join("state").join("history");
    let mut terminal = Terminal::start(&history, 100, &[], &[]);
    terminal.prompt();
    terminal.enter("x + 41", "x + 41");
    terminal.keys(" 2 + 3\r");
    terminal.expect_line("5");
    terminal.prompt();
    terminal.keys(CTRL_D);
    assert!(terminal.ends_well());
    let mut terminal = Terminal::start(&history, 100, &[], &[]);
    terminal.prompt();
    terminal.keys(UP);
    terminal.expect("> x + 41");
    terminal.keys(CTRL_D);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_history_that_cannot_be_written_is_a_remark() {
    let mut terminal = Terminal::start(Path::new("/dev/null/history"), 100, &[], &[]);
    terminal.expect("note: no history is kept");
    terminal.prompt();
    terminal.enter("1 + 1", "2");
}

#[test]
fn the_history_stands_in_the_folder_for_states() {
    let folder = folder("states");
    let state = folder.display().to_string();
    let mut terminal = Terminal::start_in(None, 100, &[("XDG_STATE_HOME", &state)], &[]);
    terminal.prompt();
    terminal.enter("x + 42", "x + 42");
    terminal.keys(CTRL_D);
    assert!(terminal.ends_well());
    let text = std::fs::read_to_string(folder.join("symdiff").join("history")).unwrap();
    assert!(text.contains("x + 42"), "{text}");
    std::fs::remove_dir_all(folder).unwrap();
}

/// Whether a colour was asked for.
fn is_colored(terminal: &Terminal) -> bool {
    let text = String::from_utf8_lossy(&terminal.bytes()).into_owned();
    ["\x1b[36m", "\x1b[34m", "\x1b[31m", "\x1b[2m", "\x1b[1m"]
        .iter()
        .any(|color| text.contains(color))
}

#[test]
fn colors_are_refused() {
    /// Variables, arguments, whether there are colours.
    type Case = (
        &'static [(&'static str, &'static str)],
        &'static [&'static str],
        bool,
    );
    let cases: [Case; 5] = [
        (&[], &[], true),
        (&[("NO_COLOR", "1")], &[], false),
        (&[], &["--color", "never"], false),
        (&[("NO_COLOR", "1")], &["--color", "always"], true),
        (&[("TERM", "dumb")], &[], false),
    ];
    for (variables, arguments, expected) in cases {
        let mut terminal = Terminal::start(Path::new(""), 100, variables, arguments);
        terminal.prompt();
        terminal.enter("12*12", "144");
        terminal.keys("sin(2x\r\r");
        terminal.expect("error");
        assert_eq!(
            is_colored(&terminal),
            expected,
            "{variables:?} {arguments:?}"
        );
    }
}

#[test]
fn odd_keys_do_no_harm() {
    let mut terminal = Terminal::usual();
    // Pasted lines, unknown sequences, a bell, a null.
    terminal.keys("\x1b[200~a = 1\nb = a + 1\x1b[201~");
    terminal.keys("\r");
    terminal.expect_line("b = 2");
    terminal.prompt();
    terminal.keys("\x1b[99~\x1bOZ\x07\x1b[1;5Q");
    terminal.cancel();
    terminal.enter("a + b", "3");
    terminal.keys(&format!("{}\r", "(".repeat(3000)));
    terminal.keys("\r");
    terminal.expect("error");
    terminal.prompt();
    terminal.keys(CTRL_D);
    assert!(terminal.ends_well());
}
