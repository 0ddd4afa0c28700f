//! A pool: a queue of tasks, and workers that take from it.
//!
//! The same pool serves isolates (`Pool<Message>`) and native threads (`Pool<Job>`). It owns no thread: workers come
//! with a [`Seat`] of their own.

mod sleep;
mod spin;
#[cfg(test)]
mod test;

use crate::port::Bell;
use crate::primitive::{AtomicU8, Ordering};
use crossbeam_deque::{Injector, Steal};
use sleep::{Sleep, Sleeper, Woken};
use spin::Gap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Tasks are taken, and more may come.
const OPEN: u8 = 0;
/// What is queued is still taken; then workers are told to end.
const CLOSED: u8 = 1;
/// Nothing is taken any more: the process, or the isolate that owns the pool, is about to end.
const INTERRUPTED: u8 = 2;

/// A queue of tasks in the order of their submission, and the list of those who wait for one.
#[derive(Debug)]
pub struct Pool<T> {
    injector: Injector<T>,
    sleep: Sleep,
    state: AtomicU8,
    most_spinners: usize,
}

/// A worker's own place in a pool. It belongs to one thread.
#[derive(Debug)]
pub struct Seat {
    sleeper: Arc<Sleeper>,
    gap: Gap,
    armed: bool,
}

impl Seat {
    /// `bell` is for a worker that may sleep in its event loop instead of parking ([`Pool::arm`]).
    #[must_use]
    pub fn new(bell: Option<Arc<dyn Bell>>) -> Self {
        Self {
            sleeper: Sleeper::new(bell),
            gap: Gap::default(),
            armed: false,
        }
    }
}

/// How long a worker is ready to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Not at all.
    Poll,
    /// As long as a spin, where spinning pays; the thread is not parked.
    Spin,
    /// Parked, for this long at most.
    Park(Duration),
    /// Parked, for ever.
    Forever,
}

/// What came of looking for a task.
#[derive(Debug, PartialEq, Eq)]
#[must_use]
pub enum Taken<T> {
    /// A task.
    Task(T),
    /// None came in time.
    Nothing,
    /// The pool is closed, and empty: the worker may go.
    Closed,
    /// The worker must go now, whatever is queued.
    Interrupted,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Pool<T> {
    /// An open pool without workers.
    #[must_use]
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            injector: Injector::new(),
            sleep: Sleep::default(),
            state: AtomicU8::new(OPEN),
            most_spinners: cores.saturating_sub(1).max(1),
        }
    }

    /// Appends tasks, and wakes a worker for them. They are taken in this order.
    pub fn push(&self, tasks: impl IntoIterator<Item = T>) {
        for task in tasks {
            self.injector.push(task);
        }
        self.sleep.wake_one();
    }

    /// Takes the oldest task, waiting for one as long as `patience` says.
    pub fn take(&self, seat: &mut Seat, patience: Patience) -> Taken<T> {
        if seat.armed {
            self.sleep.disarm(&seat.sleeper);
            seat.armed = false;
        }
        match self.look() {
            Taken::Nothing if patience != Patience::Poll => self.wait(seat, patience),
            found => found,
        }
    }

    fn wait(&self, seat: &mut Seat, patience: Patience) -> Taken<T> {
        let idle_from = Instant::now();
        if seat.gap.spin_pays() {
            let hit = self
                .sleep
                .while_spinning(|| spin::spin_until(|| self.something(), self.most_spinners));
            if hit {
                seat.gap.note(idle_from.elapsed());
            }
            match self.look() {
                Taken::Nothing => {}
                found => return found,
            }
        }
        let deadline = match patience {
            Patience::Poll | Patience::Spin => return Taken::Nothing,
            Patience::Park(limit) => idle_from.checked_add(limit),
            Patience::Forever => None,
        };
        loop {
            let woken = self.sleep.park(&seat.sleeper, deadline, || self.something());
            match woken {
                Woken::NotAsleep => seat.gap.note(idle_from.elapsed()),
                Woken::Notified(at) => seat.gap.note(at.saturating_duration_since(idle_from)),
                Woken::TimedOut => seat.gap.note_nothing(),
            }
            match self.look() {
                // Another worker was faster.
                Taken::Nothing if woken != Woken::TimedOut => {}
                found => return found,
            }
        }
    }

    /// Makes the worker sleep in its event loop: its bell is rung when there is something to take. False when there
    /// is something already. The next `take` ends it.
    #[must_use]
    pub fn arm(&self, seat: &mut Seat) -> bool {
        if !seat.armed {
            seat.armed = self.sleep.arm(&seat.sleeper, || self.something());
        }
        seat.armed
    }

    /// The worker goes for good. A wake-up that was meant for it goes to another.
    pub fn leave(&self, seat: &mut Seat) {
        self.sleep.disarm(&seat.sleeper);
        seat.armed = false;
        if !self.injector.is_empty() {
            self.sleep.wake_one();
        }
    }

    /// Whether a worker would find something to do, be it to end.
    fn something(&self) -> bool {
        !self.injector.is_empty() || self.state.load(Ordering::SeqCst) != OPEN
    }

    fn look(&self) -> Taken<T> {
        let state = self.state.load(Ordering::SeqCst);
        if state == INTERRUPTED {
            return Taken::Interrupted;
        }
        loop {
            match self.injector.steal() {
                Steal::Success(task) => {
                    if !self.injector.is_empty() {
                        self.sleep.wake_one();
                    }
                    return Taken::Task(task);
                }
                Steal::Empty if state == CLOSED => return Taken::Closed,
                Steal::Empty => return Taken::Nothing,
                Steal::Retry => {}
            }
        }
    }

    /// How many tasks nobody has taken.
    #[must_use]
    pub fn queued(&self) -> usize {
        self.injector.len()
    }

    /// Takes out all that nobody has taken, in order.
    pub fn drain(&self) -> impl Iterator<Item = T> {
        std::iter::from_fn(|| {
            loop {
                match self.injector.steal() {
                    Steal::Success(task) => return Some(task),
                    Steal::Empty => return None,
                    Steal::Retry => {}
                }
            }
        })
    }

    /// Nothing more will be pushed: workers end once the queue is empty.
    pub fn close(&self) {
        // An interrupted pool stays so: that is the stronger word.
        let _ = self
            .state
            .compare_exchange(OPEN, CLOSED, Ordering::SeqCst, Ordering::SeqCst);
        self.sleep.wake_all();
    }

    /// Workers end at once, whatever is queued.
    pub fn interrupt(&self) {
        self.state.store(INTERRUPTED, Ordering::SeqCst);
        self.sleep.wake_all();
    }
}
