//! Limits: one table, which the flags, the documents and the messages read; each limit is obeyed and its error names
//! its flag.
#![cfg(feature = "cli")]

mod common {
    pub mod binary;
}

use common::binary::symdiff;
use symdiff::codes;
use symdiff::limits::{self, Limits, TABLE};
use symdiff::text::Severity;

/// A command line that reaches a limit at the value, and the same one below it; both with a standard input.
struct Case {
    flag: &'static str,
    value: &'static str,
    refused: &'static [&'static str],
    accepted: &'static [&'static str],
    input: &'static str,
}

/// A formula of more products than are computed one by one, and a point of it.
const WIDE: &str = "x: vector(40); sum(sin(x*x'))";
const WIDE_POINT: &str =
    "x=[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]";

const CASES: &[Case] = &[
    Case {
        flag: "--max-input",
        value: "5",
        refused: &["compile", "-"],
        accepted: &["compile", "-e", "x + y"],
        input: "x + yz",
    },
    Case {
        flag: "--max-nesting",
        value: "3",
        refused: &["diff", "((((x))))", "x"],
        accepted: &["diff", "((x))", "x"],
        input: "",
    },
    Case {
        flag: "--max-number-bits",
        value: "8",
        refused: &["eval", "256"],
        accepted: &["eval", "255"],
        input: "",
    },
    Case {
        flag: "--max-nodes",
        value: "4",
        refused: &["eval", "sin(x)*cos(x)*tan(x)", "x=1"],
        accepted: &["eval", "sin(x)", "x=1"],
        input: "",
    },
    Case {
        flag: "--max-terms",
        value: "5",
        refused: &["compile", "-e", "sum(i in 1..3, prod(j in 1..3, i + j*x))"],
        accepted: &["compile", "-e", "sum(i in 1..5, i*x)"],
        input: "",
    },
    Case {
        flag: "--max-variables",
        value: "2",
        refused: &["eval", "x + y + z", "x=1", "y=2", "z=3"],
        accepted: &["eval", "x + y", "x=1", "y=2"],
        input: "",
    },
    Case {
        flag: "--max-results",
        value: "2",
        refused: &["compile", "-e", "x; y; z"],
        accepted: &["compile", "-e", "x; y"],
        input: "",
    },
    Case {
        flag: "--max-errors",
        value: "2",
        refused: &["eval", "x+(; y+(; z+("],
        accepted: &["eval", "1"],
        input: "",
    },
    Case {
        flag: "--max-steps",
        value: "1",
        refused: &["diff", "sin(x)*x + x*sin(x)", "x"],
        accepted: &["eval", "1"],
        input: "",
    },
    Case {
        flag: "--max-order",
        value: "2",
        refused: &["eval", "x^9", "x=1", "--of", "partial:x,x,x"],
        accepted: &["diff", "x^9", "x", "x"],
        input: "",
    },
    Case {
        flag: "--max-derived",
        value: "100",
        refused: &["diff", "x^2; sin(exp(x)*tan(x))^x", "x", "x", "x", "x"],
        accepted: &["diff", "x^9", "x", "x", "x", "x"],
        input: "",
    },
    Case {
        flag: "--max-entries",
        value: "8",
        refused: &["compile", "-e", "x: vector(3); x'*x", "--of", "hessian"],
        accepted: &["compile", "-e", "x: vector(2); x'*x", "--of", "hessian"],
        input: "",
    },
    Case {
        flag: "--max-taylor",
        value: "5",
        refused: &[
            "compile", "-e", "exp(x*y)", "--of", "taylor:9", "--about", "x=0, y=0",
        ],
        accepted: &[
            "compile", "-e", "exp(x)", "--of", "taylor:4", "--about", "x=0",
        ],
        input: "",
    },
    Case {
        flag: "--max-scalars",
        value: "8",
        refused: &["compile", "-e", "x: vector(30); x'*x", "--emit", "c"],
        accepted: &["compile", "-e", "x: vector(2); x'*x", "--emit", "c"],
        input: "",
    },
    Case {
        flag: "--max-array",
        value: "39",
        refused: &["eval", WIDE, WIDE_POINT],
        accepted: &["eval", "x: vector(2); sum(sin(x*x'))", "x=[1,2]"],
        input: "",
    },
    Case {
        flag: "--max-output",
        value: "10",
        refused: &["compile", "-e", "sin(exp(x))", "--expand"],
        accepted: &["compile", "-e", "x^2", "--expand"],
        input: "",
    },
    Case {
        flag: "--max-line",
        value: "20",
        refused: &["pipe"],
        accepted: &["eval", "1"],
        input: "{\"expr\": \"x + y + z\"}\n",
    },
];

#[test]
fn each_limit_is_obeyed_and_named() {
    let flags: Vec<&str> = CASES.iter().map(|case| case.flag).collect();
    let all: Vec<&str> = TABLE.iter().map(|limit| limit.flag).collect();
    assert_eq!(flags, all);
    for (case, limit) in CASES.iter().zip(TABLE) {
        let bounded = |arguments: &[&'static str]| {
            let mut arguments = arguments.to_vec();
            arguments.extend([case.flag, case.value]);
            symdiff(&arguments, case.input.as_bytes())
        };
        let refused = bounded(case.refused);
        let said = refused.err + &refused.out;
        assert!(said.contains(case.flag), "{}: {said}", case.flag);
        assert!(
            said.contains(&format!("limit than {}", case.value)),
            "{said}"
        );
        let names_code = limit.codes.iter().any(|code| said.contains(code));
        assert!(names_code, "{}: {said}", case.flag);
        let is_note = limit.codes[0] == "simplification-stopped";
        let is_answer = case.flag == "--max-line";
        assert_eq!(refused.code, i32::from(!is_note && !is_answer), "{said}");
        let accepted = bounded(case.accepted);
        assert_eq!(
            (accepted.code, accepted.err.contains("error")),
            (0, false),
            "{}",
            accepted.err
        );
        // Without the flag there is no such limit.
        let free = symdiff(case.refused, case.input.as_bytes());
        assert!(!free.err.contains(case.flag), "{}", free.err);
    }
}

#[test]
fn flags_come_before_or_behind_the_command_and_bound_prompt_and_pipe_too() {
    for arguments in [
        &["--max-nodes", "3", "eval", "sin(x)*cos(x)", "x=1"][..],
        &["eval", "--max-nodes", "3", "sin(x)*cos(x)", "x=1"],
        &["--max-nodes=3"],
    ] {
        let outcome = symdiff(arguments, b"sin(x)*cos(x)");
        assert!(outcome.err.contains("--max-nodes"), "{}", outcome.err);
        assert_eq!(outcome.code, 1);
    }
    let line = b"{\"expr\": \"x^9\", \"partial\": [\"x\", \"x\"]}\n";
    let answer = symdiff(&["pipe", "--max-order", "1"], line).out;
    assert!(answer.contains("--max-order"), "{answer}");
    let script = symdiff(&["--max-order", "1"], b":diff x^9 x x\n");
    assert!(script.err.contains("--max-order"), "{}", script.err);
    let wrong = symdiff(&["--max-order", "many"], b"x");
    assert_eq!(wrong.code, 2);
}

#[test]
fn each_limit_has_a_row_of_the_table_of_codes() {
    for limit in TABLE {
        for code in limit.codes {
            let row = codes::find(code).unwrap_or_else(|| panic!("{code} is no code"));
            assert!(row.severity == Severity::Note || row.kind == symdiff::ErrorKind::Limit);
            let explained = symdiff(&["explain", code], b"").out;
            let explained = explained.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(explained.contains(&limit.explanation()), "{explained}");
        }
    }
}

#[test]
fn the_help_lists_them() {
    for command in [&["--help"][..], &["compile", "--help"], &["pipe", "--help"]] {
        let help = symdiff(command, b"").out;
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        for limit in TABLE {
            let line = format!("{} <N> At most so many: {}", limit.flag, limit.meaning);
            assert!(help.contains(&line), "{line}\n{help}");
            assert!(help.contains(&limits::grouped(limit.default)));
        }
    }
}

#[test]
fn defaults_are_generous() {
    let limits = Limits::default();
    assert!(limits.nesting >= 5_000 && limits.input >= 16 << 20);
    assert!(limits.nodes >= 2_000_000 && limits.order >= 100);
}

/// The table between its head and the next empty line.
#[test]
fn the_language_document_has_the_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/language.md");
    let before = std::fs::read_to_string(path).unwrap();
    let anchor = |code: &str| match codes::find(code).map(|row| row.severity) {
        Some(Severity::Note) => format!("{code}-a-note"),
        _ => code.to_owned(),
    };
    let table = limits::markdown(anchor);
    let head = table.lines().next().unwrap();
    let start = before.find(head).expect("the table is there");
    let length = before[start..].find("\n\n").expect("it ends") + 1;
    let after = format!("{}{table}{}", &before[..start], &before[start + length..]);
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        std::fs::write(path, after).unwrap();
    } else {
        assert!(before == after, "UPDATE_GOLDEN=1 cargo test --test limits");
    }
}
