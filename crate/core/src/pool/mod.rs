//! A pool: queues of tasks, and workers that take from them.
//!
//! The same pool serves isolates (`Pool<Message>`) and native threads (`Pool<Job>`). It owns no thread: workers come
//! with a [`Seat`] of their own.

mod holders;
mod pace;
mod queues;
mod shelf;
mod sleep;
mod spare;
mod spin;
#[cfg(all(test, not(nogil_loom)))]
mod test;
mod wake;

use crate::port::Bell;
use crate::primitive::{AtomicBool, AtomicU64, AtomicUsize, Instant, Ordering, RwLock, yield_now};
use pace::Pace;
use queues::{Own, Queues};
use sleep::{Sleep, Sleeper};
use spin::Gap;
use std::fmt;
use std::sync::{Arc, Weak};
use std::time::Duration;

pub use holders::Holder;
pub use queues::Priority;

/// So long something may be stuck before the monitor sees it: no less, and no more than twice as long.
pub const TICK: Duration = Duration::from_micros(250);

/// Tasks in the order of their submission, and the list of those who wait for one.
pub struct Pool<T> {
    queues: Queues<T>,
    sleep: Sleep,
    holders: RwLock<Vec<Weak<dyn Holder<T>>>>,
    /// Held by who pushes, so that nothing is pushed once `close` has returned.
    entrance: RwLock<()>,
    closed: AtomicBool,
    workers: AtomicUsize,
    /// Those that do not count any more, and have not gone yet.
    retired: AtomicUsize,
    /// Workers that have joined, and are about to look for a task for the first time.
    newcomers: AtomicUsize,
    /// Workers wait for tasks of the pool, and are blocked.
    helps: AtomicBool,
    /// What a task took lately, by the worker that said so last.
    mean_nanos: AtomicU64,
    /// A wake-up was put off, and the monitor will look.
    watched: AtomicBool,
    most_spinners: usize,
    this: Weak<Self>,
}

/// A worker's own place in a pool. It belongs to one thread.
pub struct Seat<T> {
    sleeper: Arc<Sleeper>,
    own: Own<T>,
    pace: Pace,
    gap: Gap,
    armed: bool,
    /// It has not looked for a task yet.
    is_newcomer: bool,
    stay: Stay,
    /// When the worker last found nothing.
    idle_since: Option<Instant>,
}

impl<T> fmt::Debug for Pool<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut pool = formatter.debug_struct("Pool");
        pool.field("queues", &self.queues)
            .field("sleep", &self.sleep)
            .finish_non_exhaustive()
    }
}

/// How a worker stands to its pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stay {
    Counts,
    /// It counts as gone, and has not left.
    Retired,
    Left,
}

impl<T> Seat<T> {
    /// Whether it counts as gone.
    #[must_use]
    pub fn has_retired(&self) -> bool {
        self.stay == Stay::Retired
    }
}

impl<T> fmt::Debug for Seat<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Seat")
            .field("armed", &self.armed)
            .finish_non_exhaustive()
    }
}

/// How long a worker is ready to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Not at all.
    Poll,
    /// Not at all, and it takes only what it was woken for: see [`Pool::arm_as_spare`].
    Woken,
    /// As long as a spin, where spinning pays; the thread is not parked.
    Spin,
    /// Parked, until there is a task or the pool is closed.
    Forever,
}

/// What came of looking for tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Taken {
    /// One at least.
    Tasks,
    /// None came in time.
    Nothing,
    /// The pool is closed, and empty: the worker may go.
    Closed,
}

/// The pool takes no more tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolClosed;

impl fmt::Display for PoolClosed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the pool takes no more tasks")
    }
}

impl std::error::Error for PoolClosed {}

impl<T: Send + 'static> Pool<T> {
    /// An open pool without workers.
    #[must_use]
    pub fn new() -> Arc<Self> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Arc::new_cyclic(|this| Self {
            queues: Queues::default(),
            sleep: Sleep::default(),
            holders: RwLock::new(Vec::new()),
            entrance: RwLock::new(()),
            closed: AtomicBool::new(false),
            workers: AtomicUsize::new(0),
            retired: AtomicUsize::new(0),
            newcomers: AtomicUsize::new(0),
            helps: AtomicBool::new(false),
            mean_nanos: AtomicU64::new(0),
            watched: AtomicBool::new(false),
            most_spinners: cores.saturating_sub(1).max(1),
            this: Weak::clone(this),
        })
    }

    /// A worker comes. `bell` is for one that may sleep in its event loop instead of parking ([`Pool::arm`]); `holder`
    /// is asked for what it has in hand and has not begun.
    #[must_use]
    pub fn join(&self, bell: Option<Arc<dyn Bell>>, holder: Weak<dyn Holder<T>>) -> Seat<T> {
        self.add_holder(holder);
        self.workers.fetch_add(1, Ordering::SeqCst);
        self.newcomers.fetch_add(1, Ordering::SeqCst);
        Seat {
            sleeper: Sleeper::new(bell),
            own: self.queues.own(),
            pace: Pace::default(),
            gap: Gap::default(),
            armed: false,
            is_newcomer: true,
            stay: Stay::Counts,
            idle_since: None,
        }
    }

    /// Appends tasks, and wakes a worker for them. Those of a priority are taken in this order.
    ///
    /// # Errors
    /// [`PoolClosed`] after [`Pool::close`]: none of the tasks was looked at.
    pub fn push(&self, priority: Priority, tasks: impl Iterator<Item = T>) -> Result<(), PoolClosed> {
        let entered = self.entrance.read();
        if self.closed.load(Ordering::Relaxed) {
            return Err(PoolClosed);
        }
        self.queues.push(priority, tasks);
        drop(entered);
        self.wake();
        Ok(())
    }

    /// Appends tasks to the worker's own queue: what is submitted from inside of its tasks. Others steal from it.
    ///
    /// # Errors
    /// [`PoolClosed`] after [`Pool::close`].
    pub fn push_own(&self, seat: &Seat<T>, tasks: impl Iterator<Item = T>) -> Result<(), PoolClosed> {
        let entered = self.entrance.read();
        if self.closed.load(Ordering::Relaxed) {
            return Err(PoolClosed);
        }
        self.queues.push_own(&seat.own, tasks);
        drop(entered);
        self.wake();
        Ok(())
    }

    /// Tasks that a worker was given and has not begun are the next to be taken, whether the pool is closed or not.
    pub fn put_back(&self, tasks: impl DoubleEndedIterator<Item = T>) {
        self.queues.put_back(tasks);
        self.sleep.wake_one();
    }

    /// Takes the oldest tasks, as many as the worker runs in a short time, `most` at most; waits as long as
    /// `patience` says.
    pub fn take(&self, seat: &mut Seat<T>, patience: Patience, most: usize, into: &mut Vec<T>) -> Taken {
        let noticed = if std::mem::replace(&mut seat.armed, false) {
            self.sleep.unlist(&seat.sleeper)
        } else {
            None
        };
        if patience == Patience::Woken {
            return match noticed {
                Some(_) => self.look(seat, most, into),
                None => Taken::Nothing,
            };
        }
        if let (Some(noticed), Some(idle_since)) = (noticed, seat.idle_since) {
            seat.gap.note(noticed.saturating_duration_since(idle_since));
        }
        match self.look(seat, most, into) {
            Taken::Nothing if patience != Patience::Poll => self.wait(seat, patience, most, into),
            found => found,
        }
    }

    fn has_looked(&self, seat: &mut Seat<T>) {
        if std::mem::replace(&mut seat.is_newcomer, false) {
            self.newcomers.fetch_sub(1, Ordering::SeqCst);
        }
    }

    fn wait(&self, seat: &mut Seat<T>, patience: Patience, most: usize, into: &mut Vec<T>) -> Taken {
        let idle_since = Instant::now();
        seat.idle_since = Some(idle_since);
        if seat.gap.spin_pays() {
            let hit = self
                .sleep
                .while_spinning(|| spin::spin_until(|| self.something(), self.most_spinners));
            if hit {
                seat.gap.note(idle_since.elapsed());
            }
            match self.look(seat, most, into) {
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
            match self.look(seat, most, into) {
                // Another worker was faster, or somebody has counted a task and is about to push it.
                Taken::Nothing => yield_now(),
                found => return found,
            }
        }
    }

    /// The worker has run so many tasks in that time, which says how many it is given the next time.
    pub fn ran(&self, seat: &mut Seat<T>, tasks: usize, time: Duration) {
        self.mean_nanos.store(seat.pace.ran(tasks, time), Ordering::Relaxed);
    }

    /// Makes the worker sleep in its event loop: its bell is rung when there is something to take. False when there
    /// is something already. The next `take` ends it.
    #[must_use]
    pub fn arm(&self, seat: &mut Seat<T>) -> bool {
        if !seat.armed {
            seat.armed = self.sleep.list(&seat.sleeper, || self.something());
        }
        seat.armed
    }

    /// Whether workers wait, blocked, for tasks of the pool.
    pub fn set_helps(&self, helps: bool) {
        // What is looked at next must not be older: who looks says it again where it has changed.
        self.helps.store(helps, Ordering::SeqCst);
    }

    /// The worker counts as gone from now on if there are more than so many, so that no other one goes too. It is to leave
    /// then.
    pub fn retire(&self, seat: &mut Seat<T>, most: usize) -> bool {
        if seat.stay == Stay::Counts {
            let less = |workers: usize| (workers > most).then(|| workers - 1);
            let counted = self.workers.fetch_update(Ordering::SeqCst, Ordering::Relaxed, less);
            if counted.is_ok() {
                seat.stay = Stay::Retired;
                self.retired.fetch_add(1, Ordering::SeqCst);
            }
        }
        seat.has_retired()
    }

    /// The worker goes for good. A wake-up that was meant for it, and what is in its own queue, go to others.
    pub fn leave(&self, seat: &mut Seat<T>) {
        let stay = std::mem::replace(&mut seat.stay, Stay::Left);
        if stay == Stay::Left {
            return;
        }
        self.sleep.unlist(&seat.sleeper);
        seat.armed = false;
        self.has_looked(seat);
        self.queues.disown(&mut seat.own);
        let counter = if stay == Stay::Counts {
            &self.workers
        } else {
            &self.retired
        };
        counter.fetch_sub(1, Ordering::SeqCst);
        if !self.queues.is_empty() {
            self.sleep.wake_one();
        }
    }

    /// Whether tasks can be pushed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.closed.load(Ordering::Relaxed)
    }

    /// How many workers have come and not gone.
    #[must_use]
    pub fn workers(&self) -> usize {
        self.workers.load(Ordering::Relaxed)
    }

    /// How many workers are there, with those that have retired, and take nothing any more.
    #[must_use]
    pub fn present(&self) -> usize {
        self.workers() + self.retired.load(Ordering::Relaxed)
    }

    /// How many tasks no worker was given.
    #[must_use]
    pub fn queued(&self) -> usize {
        self.queues.len()
    }

    /// Whether nobody waits for a task, or is about to look for one, and more are queued than the `expected` workers will
    /// take, which have not come yet: one more worker would have something to do.
    #[must_use]
    pub fn is_short_of_workers(&self, expected: usize) -> bool {
        self.sleep.idle() == 0 && self.queues.len() > self.newcomers.load(Ordering::SeqCst) + expected
    }

    #[cfg(all(test, nogil_loom))]
    pub(crate) fn asleep(&self) -> usize {
        self.sleep.idle()
    }

    /// Whether a worker would find something to do, be it to end.
    fn something(&self) -> bool {
        !self.queues.is_empty() || self.closed.load(Ordering::SeqCst)
    }

    fn look(&self, seat: &mut Seat<T>, most: usize, into: &mut Vec<T>) -> Taken {
        // Read first: what was pushed before the pool was closed is then seen below.
        let closed = self.closed.load(Ordering::SeqCst);
        let queued = self.queues.len();
        if queued > 0 {
            let before = into.len();
            let batch = seat.pace.batch(queued, self.workers.load(Ordering::Relaxed)).min(most);
            // While workers wait for tasks, those come first that they may wait for.
            let helps = self.helps.load(Ordering::Relaxed);
            if !(helps && self.queues.pop_nested(into)) {
                self.queues.pop(&mut seat.own, batch, into);
            }
            let taken = into.len() - before;
            if taken > 0 {
                seat.pace.took(taken);
                // Before the wake-up: a worker that goes to sleep as a spare one leaves a task to each newcomer.
                self.has_looked(seat);
                if taken < queued {
                    self.wake();
                }
                return Taken::Tasks;
            }
        }
        self.has_looked(seat);
        if closed { Taken::Closed } else { Taken::Nothing }
    }

    /// Takes out all that no worker was given, in order.
    pub fn drain(&self) -> Vec<T> {
        let mut own = self.queues.own();
        let mut all = Vec::new();
        while !self.queues.is_empty() {
            self.queues.pop(&mut own, usize::MAX / 2, &mut all);
        }
        self.queues.disown(&mut own);
        all
    }

    /// Nothing more can be pushed: workers end once the queues are empty.
    pub fn close(&self) {
        let alone = self.entrance.write();
        self.closed.store(true, Ordering::SeqCst);
        drop(alone);
        self.sleep.wake_all();
    }
}
