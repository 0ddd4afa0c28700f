//! One wait of one thread. README.md beside this file tells the states and the races.

use crate::primitive::{AtomicU8, Condvar, Instant, Mutex, Ordering};

const WAITING: u8 = 0;
const NOTIFIED: u8 = 1;
const EXPIRED: u8 = 2;
const INTERRUPTED: u8 = 3;

/// How a wait has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Outcome {
    /// What it waited for has come.
    Notified,
    /// Its time was over first.
    Expired,
    /// Its environment ends: nothing that it waits for will ever be of use to it.
    Interrupted,
}

/// What came of the wish to decide how a wait ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Settle {
    /// It ends so.
    Done,
    /// It had ended before, in this way.
    TooLate(Outcome),
}

/// A wait that ends once, in one way.
#[derive(Debug)]
pub struct Waiter {
    state: AtomicU8,
    /// Whether its thread was nudged since it has looked last.
    parking: Mutex<bool>,
    settled: Condvar,
}

impl Default for Waiter {
    fn default() -> Self {
        Self::new()
    }
}

impl Waiter {
    /// A wait that has not ended.
    #[must_use]
    pub fn new() -> Self {
        Self {
            state: AtomicU8::new(WAITING),
            parking: Mutex::new(false),
            settled: Condvar::new(),
        }
    }

    /// How the wait has ended; `None` when it has not.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        match self.state.load(Ordering::Acquire) {
            WAITING => None,
            NOTIFIED => Some(Outcome::Notified),
            EXPIRED => Some(Outcome::Expired),
            _ => Some(Outcome::Interrupted),
        }
    }

    /// What it waited for is there. What was written before is seen by the thread that waits.
    pub fn notify(&self) -> Settle {
        self.settle(NOTIFIED)
    }

    /// Its time is over. Only the thread that waits says so.
    pub fn expire(&self) -> Settle {
        self.settle(EXPIRED)
    }

    /// Its environment ends.
    pub(super) fn interrupt(&self) -> Settle {
        self.settle(INTERRUPTED)
    }

    fn settle(&self, to: u8) -> Settle {
        let swapped = self
            .state
            .compare_exchange(WAITING, to, Ordering::AcqRel, Ordering::Acquire);
        if swapped.is_ok() {
            // Whoever has seen WAITING under this lock is asleep once it can be had.
            drop(self.parking.lock());
            self.settled.notify_one();
        }
        match (swapped, self.outcome()) {
            (Err(_), Some(outcome)) => Settle::TooLate(outcome),
            _ => Settle::Done,
        }
    }

    /// Has the thread that waits look for itself whether what it waits for is there. Nothing is decided by that.
    pub fn nudge(&self) {
        *self.parking.lock() = true;
        self.settled.notify_one();
    }

    /// Sleeps until the wait has ended, or it was nudged or that moment has come, which end nothing: then it says
    /// `None`. Without a moment it sleeps for as long as it takes.
    #[must_use]
    pub fn park(&self, until: Option<Instant>) -> Option<Outcome> {
        let mut parking = self.parking.lock();
        loop {
            if let Some(outcome) = self.outcome() {
                return Some(outcome);
            }
            if std::mem::take(&mut *parking) {
                return None;
            }
            match until {
                None => self.settled.wait(&mut parking),
                Some(until) => {
                    if self.settled.wait_until(&mut parking, until).timed_out() {
                        return self.outcome();
                    }
                }
            }
        }
    }
}
