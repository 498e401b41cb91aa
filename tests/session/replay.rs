//! Sessions as data: lines that begin with `> ` are inputs, lines that begin with `| ` go on with the input above,
//! and what follows is what is replied. A line that begins with `#` in front of an input is a comment. In a reply
//! `#` stands for any number, for what a clock or another version of the code generator says.

use std::collections::HashMap;
use std::time::Duration;
use symdiff::session::{Host, Reply, Session};

/// Files in memory, and a clock that goes on by a millisecond whenever somebody looks.
#[derive(Default)]
pub struct Memory {
    pub files: HashMap<String, String>,
    looks: u64,
}

impl Memory {
    /// With the files that the sessions load.
    pub fn usual() -> Self {
        let mut memory = Memory::default();
        let files = [
            (
                "model.txt",
                "# a neuron\ns = sigma(w*x + b)\nloss = (s - y)^2\n",
            ),
            ("broken.txt", "a = 1\n\nb = (a +\nc = 2\n"),
            (
                "shape.txt",
                "A: matrix(2, 2)\nx: vector(3)\ny = 2\nA*x\nz = 3\n",
            ),
            ("self.txt", "t = 1\n:load self.txt\n"),
            ("long.txt", "f = x\n  + y\n  - z\nf\n"),
        ];
        for (name, text) in files {
            memory.files.insert(name.to_owned(), text.to_owned());
        }
        for number in 0..40 {
            let text = format!(":load deep{}.txt\n", number + 1);
            memory.files.insert(format!("deep{number}.txt"), text);
        }
        memory
    }
}

impl Host for Memory {
    fn read(&mut self, path: &str) -> Result<String, String> {
        let file = self.files.get(path).cloned();
        file.ok_or_else(|| "there is no such file".to_owned())
    }

    fn write(&mut self, path: &str, text: &str) -> Result<(), String> {
        self.files.insert(path.to_owned(), text.to_owned());
        Ok(())
    }

    fn now(&mut self) -> Duration {
        self.looks += 1;
        Duration::from_millis(self.looks)
    }
}

/// The replies to one input as they are printed without colour.
pub fn printed(replies: &[Reply]) -> String {
    let mut out: String = replies.iter().map(|reply| reply.render(false)).collect();
    if replies.contains(&Reply::Quit) {
        out.push_str("(leaves)\n");
    }
    out
}

/// Whether a reply is what was expected, `#` standing for any number.
pub fn matches(expected: &str, found: &str) -> bool {
    let mut rest = found;
    for (place, piece) in expected.split('#').enumerate() {
        if place > 0 {
            let number =
                rest.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
            if number.len() == rest.len() {
                return false;
            }
            rest = number;
        }
        match rest.strip_prefix(piece) {
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    rest.is_empty()
}

/// A session with its replies as they are now; replies that match what stands there stay as they are.
pub fn replay(text: &str) -> String {
    let mut session = Session::new();
    let mut host = Memory::usual();
    let mut out = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(first) = line.strip_prefix("> ") else {
            let comments = line.is_empty() || line.starts_with('#');
            assert!(comments, "a reply without an input: {line:?}");
            out.push_str(line);
            out.push('\n');
            continue;
        };
        out.push_str(line);
        out.push('\n');
        let mut input = first.to_owned();
        while let Some(more) = lines.peek().and_then(|line| line.strip_prefix("| ")) {
            out.push_str(&format!("| {more}\n"));
            input.push('\n');
            input.push_str(more);
            lines.next();
        }
        let mut old = String::new();
        while let Some(line) = lines.peek() {
            if line.starts_with("> ") || line.starts_with('#') {
                break;
            }
            old.push_str(line);
            old.push('\n');
            lines.next();
        }
        let blank = if old.ends_with("\n\n") || old == "\n" {
            "\n"
        } else {
            ""
        };
        let old = old.trim_end_matches('\n');
        let new = printed(&session.enter(&input, &mut host));
        let kept = matches(old, new.trim_end_matches('\n'));
        let shown = if kept {
            old
        } else {
            new.trim_end_matches('\n')
        };
        if !shown.is_empty() {
            out.push_str(shown);
            out.push('\n');
        }
        out.push_str(blank);
    }
    out
}
