//! Hostile inputs through every door, in a process that may use one gigabyte: answered or refused, in time, never a
//! panic, a signal or a hang.
#![cfg(all(feature = "cli", target_os = "linux"))]

mod common {
    pub mod fed;
}

use common::fed::fed;
use std::process::Command;
use std::time::{Duration, Instant};

/// What a process may map, in kilobytes.
const MOST_KILOBYTES: u64 = 1 << 20;
/// So long each may take; builds without optimisation are slower by about six.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 120 } else { 20 });

struct Answer {
    code: Option<i32>,
    out: Vec<u8>,
    err: String,
}

/// Runs the program with bounded memory.
fn bounded(arguments: &[&str], input: &[u8]) -> Answer {
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!("ulimit -v {MOST_KILOBYTES}; exec \"$0\" \"$@\""))
        .arg(env!("CARGO_BIN_EXE_symdiff"))
        .args(arguments);
    let output = fed(&mut command, input);
    Answer {
        code: output.status.code(),
        out: output.stdout,
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn check(name: &str, door: &str, arguments: &[&str], input: &[u8], most: i32) -> Answer {
    let start = Instant::now();
    let answer = bounded(arguments, input);
    let time = start.elapsed();
    let said: String = answer.err.chars().take(300).collect();
    assert!(
        answer.code.is_some_and(|code| code <= most),
        "{name} by {door}: {:?}\n{said}",
        answer.code
    );
    assert!(!answer.err.contains("panicked"), "{name} by {door}: {said}");
    assert!(time < PATIENCE, "{name} by {door}: {time:?}");
    println!("{name} by {door}: {:?} in {time:.2?}", answer.code);
    answer
}

/// `count` times an opening, a middle, as many closings.
fn nested(open: &str, middle: &str, close: &str, count: usize) -> String {
    open.repeat(count) + middle + &close.repeat(count)
}

fn joined(count: usize, separator: &str, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect::<Vec<_>>().join(separator)
}

const MILLION: usize = 1_000_000;

/// Inputs of up to the usual limit.
fn large() -> Vec<(&'static str, String)> {
    vec![
        ("nested parentheses", nested("(", "x", ")", 100_000)),
        ("open parentheses", "(".repeat(MILLION)),
        ("closing parentheses", ")".repeat(MILLION)),
        ("nested calls", nested("sin(", "x", ")", 50_000)),
        ("nested choices", nested("if(x>0,", "x", ",1)", 50_000)),
        (
            "nested conditions",
            format!("if({}x>0,1,2)", "!".repeat(500_000)),
        ),
        ("nested extrema", nested("max(x,", "x", ")", 50_000)),
        ("tower of powers", joined(50_000, "^", |_| "x".to_owned())),
        ("signs", "-".repeat(500_000) + "x"),
        ("transposes", "x".to_owned() + &"'".repeat(500_000)),
        ("million digits", "9".repeat(MILLION)),
        ("million decimals", "0.".to_owned() + &"3".repeat(MILLION)),
        (
            "exponent of a million digits",
            "1e".to_owned() + &"9".repeat(MILLION),
        ),
        ("zeros", "\0".repeat(MILLION)),
        ("million statements", "x;".repeat(MILLION)),
        (
            "million definitions",
            joined(MILLION, ";", |i| format!("d{i}=x")) + ";x",
        ),
        (
            "chain of definitions",
            "d0=x;".to_owned() + &joined(200_000, ";", |i| format!("d{}=d{i}+1", i + 1)),
        ),
        (
            "million results",
            joined(MILLION, ";", |i| format!("x+{i}")),
        ),
        (
            "million variables",
            joined(MILLION, "+", |i| format!("x{i}")),
        ),
        ("square Jacobian", joined(30_000, ";", |i| format!("x{i}"))),
        ("million errors", "x+(;".repeat(MILLION)),
        ("four million wrong characters", "@".repeat(4 * MILLION)),
        (
            "unknown functions",
            joined(200_000, "+", |i| format!("foo{i}(x)")),
        ),
        ("long name", "y".repeat(MILLION) + "+1"),
        (
            "long names",
            joined(5_000, "+", |i| "y".repeat(1_000) + &i.to_string()),
        ),
        (
            "many arguments",
            format!("max({})", joined(100_000, ",", |i| format!("x{i}"))),
        ),
        (
            "many parameters",
            format!("f({})=p0", joined(100_000, ",", |i| format!("p{i}"))),
        ),
        (
            "sum of fractions",
            joined(20_000, "+", |i| format!("1/{}", i + 1)),
        ),
        (
            "product of powers",
            joined(3_000, "*", |i| format!("(x+{i})^{i}")),
        ),
        (
            "doubling",
            "d0=x;".to_owned() + &joined(5_000, ";", |i| format!("d{}=d{i}*d{i}+d{i}", i + 1)),
        ),
        (
            "doubling calls",
            "f0(a)=a;".to_owned()
                + &joined(2_000, ";", |i| format!("f{}(a)=f{i}(a)*f{i}(a)", i + 1))
                + ";f2000(x)",
        ),
        ("kinks", joined(20_000, "+", |i| format!("abs(x-{i})"))),
        (
            "assumptions",
            joined(10_000, "+", |i| format!("(x-{i})/(x-{i})")),
        ),
        ("comment", format!("#{}\nx", "x".repeat(15 * MILLION))),
        ("line ends", "\n".repeat(16 * MILLION) + "x"),
        ("too long", "x+".repeat(9 * MILLION)),
        ("marks", "x\u{301}".repeat(MILLION)),
        ("brackets of all sorts", "[{(".repeat(MILLION / 2)),
        ("operators", "+*/".repeat(MILLION)),
        (
            "declarations",
            joined(200_000, ";", |i| format!("x{i}: vector(3)")) + ";1",
        ),
        (
            "large matrices",
            "A: matrix(2000,2000); B: matrix(2000,2000); sum(A*B)".to_owned(),
        ),
        ("large vector", "x: vector(8000000); sum(sin(x))".to_owned()),
        (
            "matrix chain",
            "A: matrix(200,200); sum(A*A*A*A*A*A)".to_owned(),
        ),
    ]
}

/// Short ones, that may stand on a command line.
const SHORT: &[&str] = &[
    "9^9^9^9",
    "1e400",
    "-1e400*x",
    "x^(10^10)",
    "(x + 1)^(10^300)",
    "x^10^10^10",
    "2^(2^(2^(2^2)))^x",
    "1e-99999999",
    "10^308*10^308*x",
    "(1e300*x)^(1e300)",
    "0/0",
    "1/0",
    "0^-1",
    "0^0",
    "x^(1/0)",
    "ln(0)*x",
    "gamma(1e308)",
    "gamma(-1)",
    "polygamma(1e9, x)",
    "exp(exp(exp(exp(x))))",
    "1/3^999999999",
    "root(x, 0)",
    "sqrt(-1)*x",
    "((((",
    "x 'y",
    "f(f)=f(f)",
    "e=e",
    "x=x;x",
    "a=b;b=a",
    "if(x,1,2)",
    "x: matrix(4278190079,4278190079); x",
    "x: vector(0); x",
    "\u{202e}x",
    "#",
    ";;;",
    "max()",
    "sin()",
    "log(0, x)",
    "atan2(0, 0)",
    "x < y < z",
    "if(0/0 < x, 1, x)",
];

#[test]
fn large_inputs_by_standard_input() {
    for (name, text) in large() {
        check(
            name,
            "compile",
            &["compile", "-", "-o", "/dev/null"],
            text.as_bytes(),
            1,
        );
    }
}

#[test]
fn short_inputs_by_every_door() {
    for text in SHORT {
        check(text, "-e", &["compile", "-e", text], b"", 1);
        check(text, "eval", &["eval", text, "x=0.5", "y=2", "z=1"], b"", 1);
        check(
            text,
            "diff",
            &["diff", text, "x", "x", "x", "x", "x"],
            b"",
            1,
        );
        check(text, "script", &[], text.as_bytes(), 2);
        let commands = format!("{text}\n:grad {text}\n:eval {text}, x=1\n:diff {text} x x x\n");
        check(text, "prompt", &[], commands.as_bytes(), 1);
        let line =
            serde_json::json!({ "expr": text, "at": [{"x": 0.5, "y": 2, "z": 1}] }).to_string();
        let answer = check(text, "pipe", &["pipe"], line.as_bytes(), 0);
        let value: serde_json::Value = serde_json::from_slice(&answer.out).unwrap();
        assert!(value.is_object());
    }
}

#[test]
fn bytes_that_are_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let bytes: &[&[u8]] = &[
        b"x + \xff",
        b"\xc0\x80",
        b"\xed\xa0\x80",
        b"x\0y",
        b"\0",
        b"\xf4\x90\x80\x80",
        b"\xe2\x82",
    ];
    for input in bytes {
        let name = format!("{input:?}");
        let answer = check(&name, "file", &["compile", "-"], input, 1);
        assert_eq!(answer.code, Some(1), "{}", answer.err);
        check(&name, "script", &[], input, 1);
        let answer = check(&name, "pipe", &["pipe"], input, 0);
        assert!(answer.out.starts_with(b"{\"id\":null,\"error\""));
        // A word of a command line cannot hold a zero.
        if !input.contains(&0) {
            let outcome = Command::new(env!("CARGO_BIN_EXE_symdiff"))
                .args(["compile", "-e"])
                .arg(std::ffi::OsStr::from_bytes(input))
                .output()
                .unwrap();
            assert!(matches!(outcome.status.code(), Some(1 | 2)), "{name}");
        }
    }
}

#[test]
fn long_sessions() {
    let cases = [
        (
            "definitions",
            joined(5_000, "\n", |i| format!("v{i} = {i}*x + sin(x)")),
        ),
        (
            "results",
            joined(5_000, "\n", |i| format!("{i}*x + sin(x)")),
        ),
        ("one name", joined(3_000, "\n", |i| format!("v = {i}*x"))),
        (
            "answers",
            "x\n".to_owned() + &joined(300, "\n", |_| "ans + 1".to_owned()),
        ),
        (
            "chain",
            "v0 = x\n".to_owned() + &joined(300, "\n", |i| format!("v{} = v{i} + x", i + 1)),
        ),
        ("undo", joined(2_000, "\n", |i| format!("v{i} = x\n:undo"))),
        ("long line", nested("(", "x", ")", 100_000)),
        ("open line", "(".repeat(100_000)),
        ("commands", ":grad x^2\n".repeat(1_000)),
        ("times", ":time ".repeat(10_000) + "x"),
        ("wrong", ":nosuch\n".repeat(1_000)),
    ];
    for (name, text) in cases {
        check(name, "script", &[], text.as_bytes(), 1);
    }
}

#[test]
fn pipes_of_many_lines() {
    let lines = "{\"expr\": \"x^2\", \"at\": [[1]]}\nnull\n{\n[]\n\n\"\n".repeat(500);
    let answer = check("many lines", "pipe", &["pipe"], lines.as_bytes(), 0);
    assert_eq!(answer.out.split(|byte| *byte == b'\n').count(), 2_501);
    let deep = "[".repeat(MILLION);
    check("deep JSON", "pipe", &["pipe"], deep.as_bytes(), 0);
    let deep = format!("{{\"expr\": \"x\", \"at\": {}}}", "[".repeat(MILLION));
    check("deep points", "pipe", &["pipe"], deep.as_bytes(), 0);
    let fields = joined(50_000, ",", |i| format!("\"f{i}\": 1"));
    let many = format!("{{\"expr\": \"x\", {fields}}}");
    check("many fields", "pipe", &["pipe"], many.as_bytes(), 0);
    let points = joined(100_000, ",", |i| format!("[{i}]"));
    let many = format!("{{\"expr\": \"x^2\", \"at\": [{points}]}}");
    check("many points", "pipe", &["pipe"], many.as_bytes(), 0);
}
