//! Inputs that nobody types in earnest: each is answered, soon, and the session goes on.

use super::replay::{Memory, printed};
use std::time::{Duration, Instant};
use symdiff::Interrupt;
use symdiff::session::{Session, is_unfinished, logical_lines};

/// Much more than any of these takes.
const SOON: Duration = Duration::from_secs(60);

fn answer(line: &str) -> String {
    let mut session = Session::new();
    let mut host = Memory::usual();
    let start = Instant::now();
    let replies = session.enter(line, &mut host);
    assert!(start.elapsed() < SOON, "{}", &line[..line.len().min(80)]);
    assert_eq!(printed(&session.enter("1 + 1", &mut host)), "2\n");
    printed(&replies)
}

#[test]
fn long_and_deep_inputs_are_answered() {
    let sum = vec!["x"; 200_000].join(" + ");
    let deep = format!("{}x{}", "(".repeat(100_000), ")".repeat(100_000));
    let calls = format!("{}x{}", "sin(".repeat(20_000), ")".repeat(20_000));
    for line in [
        sum.clone(),
        deep.clone(),
        calls,
        "(".repeat(500_000),
        ")".repeat(500_000),
        "x^".repeat(100_000) + "x",
        ":time ".repeat(200_000) + "1",
        "a".repeat(1_000_000),
        format!(":{}", "a".repeat(1_000_000)),
        format!("?{}", "a".repeat(1_000_000)),
        format!(":diff {sum} x"),
        format!(":set {}", "9".repeat(100_000)),
        format!(":load {}", "x/".repeat(100_000)),
        "x;".repeat(1_000),
        "-".repeat(100_000) + "x",
    ] {
        let found = answer(&line);
        assert!(found.len() < 200_000, "{}", found.len());
    }
    assert!(answer(&sum).contains("200000*x"));
    assert_eq!(answer(&deep), "x\n");
}

#[test]
fn odd_characters_are_answered_without_being_obeyed() {
    for line in [
        "\u{1b}[2J",
        "x \u{202e} y",
        "\0",
        "\u{7}",
        "x\u{301}",
        "?\u{1b}[2J",
        ":\u{1b}]0;x\u{7}",
        ":load \u{1b}[2J",
        ":grad \u{9b}31m",
        ":set \u{1b}",
        ":eval x x=\u{1b}[1m",
        "x\u{200b}",
        "\u{feff}x",
        ":help \u{1b}[2J",
        ":time \u{1b}[2J",
        "²",
        "x = \u{1b}",
        ":diff x \u{1b}",
    ] {
        let found = answer(line);
        let obeyed = found
            .chars()
            .find(|letter| letter.is_control() && *letter != '\n');
        assert_eq!(obeyed, None, "{line:?}: {found}");
    }
}

/// The text of a definition is kept, with the comments inside of it.
#[test]
fn kept_texts_are_shown_without_being_obeyed() {
    let mut session = Session::new();
    let mut host = Memory::usual();
    let lines = "f(x) = (x # \u{1b}]0;title\u{7}\n + 1)\nf\n:vars\n?f\n:undo";
    let replies = session.enter(lines, &mut host);
    assert!(replies.len() >= 4, "{replies:?}");
    let shown: String = replies.iter().map(|reply| reply.render(false)).collect();
    let hidden = shown
        .chars()
        .find(|&letter| letter != '\n' && letter.is_control());
    assert_eq!(hidden, None, "{shown:?}");
}

#[test]
fn half_typed_commands_are_answered() {
    for line in [
        ":",
        "?",
        ": grad",
        ":grad wrt",
        ":grad at",
        ":grad x wrt 3",
        ":grad x at",
        ":grad x at y",
        ":eval",
        ":eval x=",
        ":eval x=[",
        ":eval x=[]",
        ":eval x=[1,",
        ":eval x= y=2",
        ":eval x x=1 x=2",
        ":diff",
        ":diff x y",
        ":diff 3",
        ":set =",
        ":set = 3",
        ":set digits =",
        ":set digits = 0",
        ":set wrt = 1",
        ":load",
        ":save",
        ":save x",
        ":time",
        ":time :time :time",
        ":undo",
        ":latex",
        ":latex :",
        ":latex :eval x",
        ":bench",
        ":compile",
        ":program",
        ":quit now",
        "ans",
        "_",
        "ans = 3",
        "_ = 3",
        "s = s",
        "f(x) = f(x)",
        "x__3",
        "x = ",
        "=",
        ":time :quit",
        ":wrt",
        ":grad at at at",
        ":eval x=3",
        ":eval ans x=1",
        ":diff wrt",
        ":diff x^2 wrt",
        ";",
        ";;x",
        "x;;",
        ":vars x",
        ":hess x at x=nan",
        "sin = 3",
        "sin(x) = 3",
        "pi = 3",
        "if = 3",
    ] {
        answer(line);
    }
}

#[test]
fn loads_are_bounded() {
    assert!(answer(":load self.txt").contains("loads itself"));
    assert!(answer(":load deep0.txt").contains("more than 16 deep"));
    assert!(answer(":load nowhere.txt").contains("no such file"));
}

#[test]
fn long_sessions_stay_fast() {
    let mut session = Session::new();
    let mut host = Memory::usual();
    let start = Instant::now();
    for _ in 0..300 {
        session.enter("ans*ans + x", &mut host);
        session.enter("x", &mut host);
    }
    session.enter("x", &mut host);
    for _ in 0..60 {
        let replies = session.enter("ans + ans", &mut host);
        assert!(!replies[0].is_problem(), "{replies:?}");
    }
    assert!(printed(&session.enter("ans", &mut host)).contains("1152921504606846976*x"));
    for number in 0..500 {
        session.enter(&format!("v{number} = x + {number}"), &mut host);
    }
    assert!(start.elapsed() < SOON);
}

#[test]
fn raised_interrupts_stop_the_work() {
    let mut session = Session::new();
    let mut host = Memory::usual();
    let interrupt = Interrupt::default();
    session.set_interrupt(&interrupt);
    session.enter("s = x^2", &mut host);
    interrupt.raise();
    let found = printed(&session.enter(":hess s", &mut host));
    assert!(found.contains("interrupted"), "{found}");
    session.set_interrupt(&Interrupt::default());
    assert_eq!(printed(&session.enter("s", &mut host)), "x^2\n");
}

#[test]
fn lines_are_split_without_loss() {
    let texts = [
        "",
        "\n",
        "x",
        "x\n",
        "(\n\n",
        "a = 1\r\nb = 2\r\n",
        "x\n+\n",
        "# only\n",
        ":grad\n\n- x",
    ];
    for text in texts {
        let ranges = logical_lines(text);
        assert!(
            ranges.iter().all(|range| text.get(range.clone()).is_some()),
            "{text:?}"
        );
        let _ = is_unfinished(text);
    }
}
