//! What `:save` writes is read again, by the prompt and by the library.

use super::replay::Memory;
use symdiff::Function;
use symdiff::session::{Reply, Session};

fn results(session: &mut Session, host: &mut Memory, line: &str) -> Vec<String> {
    let replies = session.enter(line, host);
    let texts = replies.into_iter().map(|reply| match reply {
        Reply::Result(text) | Reply::Defined(text) => text,
        other => panic!("{line}: {other:?}"),
    });
    texts.collect()
}

#[test]
fn definitions_come_back() {
    let mut host = Memory::usual();
    let mut session = Session::new();
    for line in [
        "t = s^2 + k",
        "s = sigma(x)",
        "k = 3",
        "f(a, b) = a*b + s",
        "A: matrix(2, 2)",
        "v: vector(2)",
        "q = v'*(A*v)",
        "x^2 + s",
        "kept = ans*2",
        "s = tanh(x)",
        "u = f(s, kept)",
    ] {
        let replies = session.enter(line, &mut host);
        assert!(
            replies.iter().all(|reply| !reply.is_problem()),
            "{line}: {replies:?}"
        );
    }
    assert_eq!(results(&mut session, &mut host, ":save all.txt").len(), 1);
    let mut other = Session::new();
    assert_eq!(results(&mut other, &mut host, ":load all.txt").len(), 1);
    for line in ["t", "s", "q", "kept", "u", "f(1, 2)"] {
        let expected = results(&mut session, &mut host, line);
        assert_eq!(results(&mut other, &mut host, line), expected, "{line}");
    }
    // The library reads the same text.
    let text = format!("{};\nu", host.files["all.txt"]);
    let function = Function::parse(&text).unwrap();
    assert_eq!(function.variable_names().collect::<Vec<_>>(), ["x"]);
    // What is saved again is the same.
    assert_eq!(results(&mut other, &mut host, ":save again.txt").len(), 1);
    let sorted = |name: &str| {
        let mut lines: Vec<String> = host.files[name].lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted("again.txt"), sorted("all.txt"));
}

#[test]
fn a_loaded_file_is_one_change() {
    let mut host = Memory::usual();
    let mut session = Session::new();
    assert_eq!(
        results(&mut session, &mut host, ":load model.txt"),
        ["model.txt: 2 definitions"]
    );
    assert_eq!(results(&mut session, &mut host, "s"), ["sigma(w*x + b)"]);
    results(&mut session, &mut host, ":undo");
    assert_eq!(results(&mut session, &mut host, "s + 0"), ["s"]);
}
