//! A pool: a queue of tasks, and workers that take from it.
//!
//! The same pool serves isolates (`Pool<Message>`) and native threads (`Pool<Job>`). It owns no thread: workers come
//! with a [`Seat`] of their own.

mod sleep;
mod spin;
#[cfg(test)]
mod test;

use crate::port::Bell;
use crate::primitive::{AtomicBool, Ordering};
use crossbeam_deque::{Injector, Steal};
use sleep::{Sleep, Sleeper};
use spin::Gap;
use std::sync::Arc;
use std::time::Instant;

/// A queue of tasks in the order of their submission, and the list of those who wait for one.
#[derive(Debug)]
pub struct Pool<T> {
    injector: Injector<T>,
    sleep: Sleep,
    closed: AtomicBool,
    most_spinners: usize,
}

/// A worker's own place in a pool. It belongs to one thread.
#[derive(Debug)]
pub struct Seat {
    sleeper: Arc<Sleeper>,
    gap: Gap,
    armed: bool,
    /// When the worker last found nothing.
    idle_since: Option<Instant>,
}

impl Seat {
    /// `bell` is for a worker that may sleep in its event loop instead of parking ([`Pool::arm`]).
    #[must_use]
    pub fn new(bell: Option<Arc<dyn Bell>>) -> Self {
        Self {
            sleeper: Sleeper::new(bell),
            gap: Gap::default(),
            armed: false,
            idle_since: None,
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
    /// Parked, until there is a task or the pool is closed.
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
            closed: AtomicBool::new(false),
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
            seat.armed = false;
            let noticed = self.sleep.unlist(&seat.sleeper);
            if let (Some(noticed), Some(idle_since)) = (noticed, seat.idle_since) {
                seat.gap.note(noticed.saturating_duration_since(idle_since));
            }
        }
        match self.look() {
            Taken::Nothing if patience != Patience::Poll => self.wait(seat, patience),
            found => found,
        }
    }

    fn wait(&self, seat: &mut Seat, patience: Patience) -> Taken<T> {
        let idle_since = Instant::now();
        seat.idle_since = Some(idle_since);
        if seat.gap.spin_pays() {
            let hit = self
                .sleep
                .while_spinning(|| spin::spin_until(|| self.something(), self.most_spinners));
            if hit {
                seat.gap.note(idle_since.elapsed());
            }
            match self.look() {
                Taken::Nothing => {}
                found => return found,
            }
        }
        if patience == Patience::Spin {
            return Taken::Nothing;
        }
        loop {
            let until = match self.sleep.park(&seat.sleeper, || self.something()) {
                Some(noticed) => noticed.saturating_duration_since(idle_since),
                None => idle_since.elapsed(),
            };
            seat.gap.note(until);
            match self.look() {
                // Another worker was faster.
                Taken::Nothing => {}
                found => return found,
            }
        }
    }

    /// Makes the worker sleep in its event loop: its bell is rung when there is something to take. False when there
    /// is something already. The next `take` ends it.
    #[must_use]
    pub fn arm(&self, seat: &mut Seat) -> bool {
        if !seat.armed {
            seat.armed = self.sleep.list(&seat.sleeper, || self.something());
        }
        seat.armed
    }

    /// The worker goes for good. A wake-up that was meant for it goes to another.
    pub fn leave(&self, seat: &mut Seat) {
        self.sleep.unlist(&seat.sleeper);
        seat.armed = false;
        if !self.injector.is_empty() {
            self.sleep.wake_one();
        }
    }

    /// Whether a worker would find something to do, be it to end.
    fn something(&self) -> bool {
        !self.injector.is_empty() || self.closed.load(Ordering::SeqCst)
    }

    fn look(&self) -> Taken<T> {
        // Read first: what was pushed before the pool was closed is then seen below.
        let closed = self.closed.load(Ordering::SeqCst);
        loop {
            match self.injector.steal() {
                Steal::Success(task) => {
                    if !self.injector.is_empty() {
                        self.sleep.wake_one();
                    }
                    return Taken::Task(task);
                }
                Steal::Empty if closed => return Taken::Closed,
                Steal::Empty => return Taken::Nothing,
                Steal::Retry => {}
            }
        }
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
        self.closed.store(true, Ordering::SeqCst);
        self.sleep.wake_all();
    }
}
