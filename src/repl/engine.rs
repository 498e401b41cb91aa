//! Runs the inputs of a session so that they can be interrupted.
//!
//! Each input runs on a thread of its own, on a copy of the session. Invariant: whatever happens there, a mistake of
//! ours included, the prompt comes back, with the session after the input or as it was before.

use super::world::World;
use crate::interrupt::Interrupt;
use crate::limits::Limits;
use crate::session::{Reply, Session};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So long an interrupted computation may take to stop by itself.
const PATIENCE: Duration = Duration::from_millis(1500);
/// How often the wish to stop is looked for.
const LOOK: Duration = Duration::from_millis(20);
/// Room for whatever recurses within its bounds.
const STACK_BYTES: usize = 16 << 20;

/// How an input ended.
pub(super) enum Outcome {
    Done,
    /// It did not stop when it was told to, and goes on for nobody.
    LeftBehind,
    /// A mistake of ours.
    Broken(String),
}

/// What a thread says.
enum Message {
    Reply(Reply),
    End(Box<Session>),
}

/// A session and the wish to stop its work.
pub(super) struct Engine {
    session: Session,
    limits: Limits,
    /// The computation that Ctrl-C stops.
    current: Arc<Mutex<Option<Interrupt>>>,
}

impl Engine {
    /// Takes over Ctrl-C.
    pub(super) fn new(limits: &Limits) -> Result<Self, String> {
        let current: Arc<Mutex<Option<Interrupt>>> = Arc::default();
        let seen = Arc::clone(&current);
        ctrlc::set_handler(move || {
            let current = seen.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(interrupt) = &*current {
                interrupt.raise();
            }
        })
        .map_err(|error| error.to_string())?;
        Ok(Engine {
            session: Session::within(limits),
            limits: limits.clone(),
            current,
        })
    }

    pub(super) fn session(&self) -> &Session {
        &self.session
    }

    fn watch(&self, interrupt: Option<Interrupt>) {
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = interrupt;
    }

    /// Runs one input.
    pub(super) fn enter(&mut self, line: &str, say: &mut dyn FnMut(Reply)) -> Outcome {
        let interrupt = Interrupt::default();
        self.watch(Some(interrupt.clone()));
        let outcome = self.run(line, &interrupt, say);
        self.watch(None);
        outcome
    }

    fn run(&mut self, line: &str, interrupt: &Interrupt, say: &mut dyn FnMut(Reply)) -> Outcome {
        let (sender, receiver) = channel();
        let mut session = self.session.clone();
        session.set_interrupt(interrupt);
        let line = line.to_owned();
        let limits = self.limits.clone();
        let work = move || work(session, &line, &limits, &sender);
        let thread = std::thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn(work);
        let thread = match thread {
            Ok(thread) => thread,
            Err(error) => return Outcome::Broken(error.to_string()),
        };
        let mut raised: Option<Instant> = None;
        loop {
            match receiver.recv_timeout(LOOK) {
                Ok(Message::Reply(reply)) => say(reply),
                Ok(Message::End(session)) => {
                    self.session = *session;
                    return Outcome::Done;
                }
                Err(RecvTimeoutError::Disconnected) => {
                    let why = thread.join().err();
                    let why = why.and_then(|why| why.downcast_ref::<String>().cloned());
                    return Outcome::Broken(
                        why.unwrap_or_else(|| "the work ended early".to_owned()),
                    );
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            if interrupt.is_raised() {
                let since = *raised.get_or_insert_with(Instant::now);
                if since.elapsed() > PATIENCE {
                    return Outcome::LeftBehind;
                }
            }
        }
    }
}

fn work(mut session: Session, line: &str, limits: &Limits, sender: &Sender<Message>) {
    // Whoever is not listened to any more may say what it likes.
    session.run_script(line, "input", &mut World::new(limits), &mut |reply| {
        let _ = sender.send(Message::Reply(reply));
    });
    let _ = sender.send(Message::End(Box::new(session)));
}
