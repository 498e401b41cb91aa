//! `symdiff` on a terminal of its own: keys in, the screen as a person sees it out.
//!
//! Nothing sleeps: whoever waits is woken by what the program writes, and gives up after a time that no healthy
//! machine needs.

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(120);

/// What the program has written.
struct Shown {
    screen: vt100::Parser,
    bytes: Vec<u8>,
    closed: bool,
}

pub struct Terminal {
    shown: Arc<(Mutex<Shown>, Condvar)>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Terminal {
    /// With a history file (empty: none) and further variables, on a screen of 24 lines.
    pub fn start(
        history: &Path,
        columns: u16,
        variables: &[(&str, &str)],
        arguments: &[&str],
    ) -> Terminal {
        Terminal::start_in(Some(history), columns, variables, arguments)
    }

    /// The same; without a history file, the program looks for one.
    pub fn start_in(
        history: Option<&Path>,
        columns: u16,
        variables: &[(&str, &str)],
        arguments: &[&str],
    ) -> Terminal {
        let size = PtySize {
            rows: 24,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_symdiff"));
        command.args(arguments);
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        command.env("TERM", "xterm-256color");
        match history {
            Some(history) => command.env("SYMDIFF_HISTORY", history),
            None => command.env_remove("SYMDIFF_HISTORY"),
        }
        command.env_remove("NO_COLOR");
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let shown = Shown {
            screen: vt100::Parser::new(
                NonZero::new(24).unwrap(),
                NonZero::new(columns).unwrap(),
                1000,
            ),
            bytes: Vec::new(),
            closed: false,
        };
        let shown = Arc::new((Mutex::new(shown), Condvar::new()));
        let seen = Arc::clone(&shown);
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            loop {
                let count = reader.read(&mut buffer).unwrap_or(0);
                let mut shown = seen.0.lock().unwrap();
                shown.screen.process(&buffer[..count]);
                shown.bytes.extend_from_slice(&buffer[..count]);
                shown.closed = count == 0;
                seen.1.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        Terminal {
            shown,
            writer,
            child,
            _master: pair.master,
        }
    }

    /// The usual one: no history, 100 columns.
    pub fn usual() -> Terminal {
        let mut terminal = Terminal::start(Path::new(""), 100, &[], &[]);
        terminal.prompt();
        terminal
    }

    pub fn keys(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until the screen is as wanted, at most so long. Gives the screen.
    fn wait(&self, patience: Duration, wanted: impl Fn(&str) -> bool) -> Result<String, String> {
        let end = Instant::now() + patience;
        let mut shown = self.shown.0.lock().unwrap();
        loop {
            let screen = shown.screen.screen().contents();
            if wanted(&screen) {
                return Ok(screen);
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || shown.closed {
                return Err(screen);
            }
            shown = self.shown.1.wait_timeout(shown, left).unwrap().0;
        }
    }

    /// Waits for a text on the screen.
    pub fn expect(&mut self, text: &str) -> String {
        self.wait(PATIENCE, |screen| screen.contains(text))
            .unwrap_or_else(|screen| panic!("no {text:?} on the screen:\n{screen}"))
    }

    /// Waits for a whole line on the screen.
    pub fn expect_line(&mut self, text: &str) -> String {
        let is_there = |screen: &str| screen.lines().any(|line| line.trim_end() == text);
        self.wait(PATIENCE, is_there)
            .unwrap_or_else(|screen| panic!("no line {text:?} on the screen:\n{screen}"))
    }

    /// Whether a text comes within a short time.
    pub fn comes(&mut self, text: &str, patience: Duration) -> bool {
        self.wait(patience, |screen| screen.contains(text)).is_ok()
    }

    /// Waits for an empty prompt on the last line.
    pub fn prompt(&mut self) {
        let is_there = |screen: &str| screen.trim_end().lines().last() == Some(">");
        self.wait(PATIENCE, is_there)
            .unwrap_or_else(|screen| panic!("no prompt:\n{screen}"));
    }

    /// Clears the line with Ctrl-C and waits for the next prompt. What is typed ahead of it would be lost, as
    /// it is in a shell.
    pub fn cancel(&mut self) {
        let before = self.bytes().len();
        self.keys("\x03");
        let end = Instant::now() + PATIENCE;
        let mut shown = self.shown.0.lock().unwrap();
        loop {
            let screen = shown.screen.screen().contents();
            let is_prompt = screen.trim_end().lines().last() == Some(">");
            if is_prompt && shown.bytes[before..].contains(&b'\n') {
                return;
            }
            assert!(Instant::now() < end, "no prompt:\n{screen}");
            shown = self
                .shown
                .1
                .wait_timeout(shown, Duration::from_secs(1))
                .unwrap()
                .0;
        }
    }

    /// Types a line, waits for its reply and the next prompt.
    pub fn enter(&mut self, line: &str, reply: &str) {
        self.keys(line);
        self.keys("\r");
        self.expect_line(reply);
        self.prompt();
    }

    /// All that was written.
    pub fn bytes(&self) -> Vec<u8> {
        self.shown.0.lock().unwrap().bytes.clone()
    }

    /// Waits for the end; whether it was a success.
    pub fn ends_well(mut self) -> bool {
        let ended = self.child.wait().unwrap();
        ended.success()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
