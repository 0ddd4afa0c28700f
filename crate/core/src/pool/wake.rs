//! Is a worker to be woken for what was pushed, and what if that was the wrong one?

use super::pace::TINY_NANOS;
use super::{Pool, TICK};
use crate::monitor::{Monitor, Watched};
use crate::primitive::{Instant, Ordering, fence};
use std::sync::Weak;

/// Waking a worker takes about as long: for less work than this, one that is awake is faster.
const WAKE_UP_NANOS: u64 = 20_000;

impl<T: Send + 'static> Pool<T> {
    /// Wakes a worker for what was pushed, unless one looks anyhow, or one that is awake will sooner have done it.
    pub(super) fn wake(&self) {
        fence(Ordering::SeqCst);
        let idle = self.sleep.idle();
        if idle == 0 || self.sleep.somebody_spins() || (self.is_soon_done(idle) && self.put_off()) {
            return;
        }
        self.sleep.wake_one();
        if idle > 1 {
            // A worker that sleeps in its event loop may be busy there: then it will be another one.
            self.put_off();
        }
    }

    fn is_soon_done(&self, idle: usize) -> bool {
        let mean = self.mean_nanos.load(Ordering::Relaxed);
        let somebody_is_awake = idle < self.workers.load(Ordering::Relaxed);
        somebody_is_awake && mean > 0 && mean < TINY_NANOS && self.queues.len() as u64 * mean < WAKE_UP_NANOS
    }

    /// Has the monitor wake somebody if the tasks are still there in a moment: who is awake may have begun a long one.
    pub(super) fn put_off(&self) -> bool {
        if self.watched.swap(true, Ordering::SeqCst) {
            return true;
        }
        let this: Weak<Self> = Weak::clone(&self.this);
        let watched = Monitor::shared().watch(this, Instant::now() + TICK).is_ok();
        if !watched {
            self.watched.store(false, Ordering::SeqCst);
        }
        watched
    }

    fn keeps_somebody_waiting(&self) -> bool {
        self.sleep.idle() > 0 && !self.queues.is_empty()
    }
}

impl<T: Send + 'static> Watched for Pool<T> {
    fn look(&self, now: Instant) -> Option<Instant> {
        if self.keeps_somebody_waiting() {
            self.sleep.wake_one();
            return Some(now + TICK);
        }
        // Who pushed and then saw it true relies on this look. Both swap: so this one comes after, and sees the tasks.
        self.watched.swap(false, Ordering::SeqCst);
        (self.keeps_somebody_waiting() && !self.watched.swap(true, Ordering::SeqCst)).then(|| now + TICK)
    }
}
