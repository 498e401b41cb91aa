//! Hints, made on a thread of their own within a budget of time.
//!
//! Invariant: asking for a hint never takes longer than the budget.

use crate::interrupt::Interrupt;
use crate::session::Session;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::time::Duration;

/// What is to be hinted at.
struct Job {
    session: Session,
    line: String,
    interrupt: Interrupt,
    answer: SyncSender<Option<String>>,
}

/// The thread that makes hints, and what it was asked last.
pub(super) struct HintWorker {
    jobs: Option<Sender<Job>>,
    last: Interrupt,
}

impl HintWorker {
    pub(super) fn new() -> Self {
        let (jobs, inbox) = channel();
        let spawned = std::thread::Builder::new()
            .stack_size(8 << 20)
            .spawn(move || work(&inbox));
        HintWorker {
            jobs: spawned.is_ok().then_some(jobs),
            last: Interrupt::default(),
        }
    }

    /// The hint on a line, if it is there within the budget; what was asked before is given up.
    pub(super) fn ask(
        &mut self,
        session: &Session,
        line: &str,
        budget: Duration,
    ) -> Option<String> {
        self.last.raise();
        let interrupt = Interrupt::default();
        self.last = interrupt.clone();
        let mut session = session.clone();
        session.set_interrupt(&interrupt);
        let (answer, hint) = sync_channel(1);
        let job = Job {
            session,
            line: line.to_owned(),
            interrupt,
            answer,
        };
        self.jobs.as_ref()?.send(job).ok()?;
        let hint = hint.recv_timeout(budget).ok().flatten();
        if hint.is_none() {
            self.last.raise();
        }
        hint
    }
}

fn work(inbox: &Receiver<Job>) {
    for job in inbox {
        if !job.interrupt.is_raised() {
            let hint = job.session.hint(&job.line);
            // Nobody may wait for it any more.
            let _ = job.answer.try_send(hint);
        }
    }
}
