//! How long this thread has computed: what else runs on the machine does not count, unlike with a clock on the wall.

use std::time::{Duration, Instant};

/// The time between two moments of this thread.
pub struct Watch {
    computed: Option<Duration>,
    start: Instant,
}

impl Watch {
    pub fn start() -> Watch {
        Watch {
            computed: computed(),
            start: Instant::now(),
        }
    }

    pub fn elapsed(&self) -> Duration {
        match (self.computed, computed()) {
            (Some(before), Some(now)) => now - before,
            _ => self.start.elapsed(),
        }
    }
}

/// As Linux counts it; None elsewhere.
fn computed() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split(' ').next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}
