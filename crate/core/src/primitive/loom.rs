//! loom's primitives with the faces of those that they stand in for.

pub use ::loom::sync::RwLockReadGuard;
pub use ::loom::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, fence};
pub use ::loom::thread::yield_now;

use ::loom::sync::RwLockWriteGuard;
use crossbeam_deque::Steal;
use std::cell::Cell;
use std::collections::VecDeque;
use std::io;
use std::ops::{Add, AddAssign, Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

const NOT_POISONED: &str = "a panic ends the model";

/// `parking_lot::Mutex`.
#[derive(Debug, Default)]
pub struct Mutex<T>(::loom::sync::Mutex<T>);

impl<T> Mutex<T> {
    pub fn new(value: T) -> Self {
        Self(::loom::sync::Mutex::new(value))
    }

    pub fn lock(&self) -> MutexGuard<'_, T> {
        MutexGuard(Some(self.0.lock().expect(NOT_POISONED)))
    }
}

/// Empty only while its thread waits.
pub struct MutexGuard<'lock, T>(Option<::loom::sync::MutexGuard<'lock, T>>);

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().expect("its thread does not wait")
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.as_deref_mut().expect("its thread does not wait")
    }
}

/// `parking_lot::Condvar`.
#[derive(Debug, Default)]
pub struct Condvar(::loom::sync::Condvar);

impl Condvar {
    pub fn new() -> Self {
        Self(::loom::sync::Condvar::new())
    }

    pub fn wait<T>(&self, guard: &mut MutexGuard<'_, T>) {
        guard.0 = guard.0.take().map(|inner| self.0.wait(inner).expect(NOT_POISONED));
    }

    /// The time comes at once for the first few times: that is a race with all others. Later ones come when nobody
    /// else can go on, or the model would have no end.
    #[expect(clippy::unused_self, reason = "the face is parking_lot's")]
    pub fn wait_until<T>(&self, _guard: &mut MutexGuard<'_, T>, until: Instant) -> WaitTimeoutResult {
        if until.0 > FREE_TICKS * crate::pool::TICK {
            yield_now();
        }
        CLOCK.with(|clock| clock.set(clock.get().max(until.0)));
        WaitTimeoutResult
    }

    pub fn notify_one(&self) {
        self.0.notify_one();
    }
}

/// `parking_lot::WaitTimeoutResult`, of a wait whose time always comes.
#[derive(Clone, Copy, Debug)]
pub struct WaitTimeoutResult;

impl WaitTimeoutResult {
    #[expect(clippy::unused_self, reason = "the face is parking_lot's")]
    pub fn timed_out(self) -> bool {
        true
    }
}

/// `parking_lot::RwLock`.
#[derive(Debug)]
pub struct RwLock<T>(::loom::sync::RwLock<T>);

impl<T> RwLock<T> {
    pub fn new(value: T) -> Self {
        Self(::loom::sync::RwLock::new(value))
    }

    pub fn read(&self) -> RwLockReadGuard<'_, T> {
        self.0.read().expect(NOT_POISONED)
    }

    pub fn write(&self) -> RwLockWriteGuard<'_, T> {
        self.0.write().expect(NOT_POISONED)
    }
}

impl<T: Default> Default for RwLock<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

/// crossbeam's queues as a specification. Who finds nothing has only loaded a number: a lock there would order two
/// threads, and hide that a fence is missing in the code above.
#[derive(Debug)]
struct Queue<T> {
    length: AtomicUsize,
    tasks: Mutex<VecDeque<T>>,
}

impl<T> Queue<T> {
    fn new() -> Self {
        Self {
            length: AtomicUsize::new(0),
            tasks: Mutex::new(VecDeque::new()),
        }
    }

    fn len(&self) -> usize {
        self.length.load(Ordering::Acquire)
    }

    fn push(&self, task: T) {
        let mut tasks = self.tasks.lock();
        tasks.push_back(task);
        self.length.store(tasks.len(), Ordering::Release);
    }

    fn pop(&self) -> Option<T> {
        if self.len() == 0 {
            return None;
        }
        let mut tasks = self.tasks.lock();
        let task = tasks.pop_front();
        self.length.store(tasks.len(), Ordering::Release);
        task
    }
}

/// `crossbeam_deque::Injector`.
#[derive(Debug)]
pub struct Injector<T>(Queue<T>);

impl<T> Injector<T> {
    pub fn new() -> Self {
        Self(Queue::new())
    }

    pub fn push(&self, task: T) {
        self.0.push(task);
    }

    pub fn steal(&self) -> Steal<T> {
        self.0.pop().map_or(Steal::Empty, Steal::Success)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// `crossbeam_deque::Worker`.
#[derive(Debug)]
pub struct Worker<T>(Arc<Queue<T>>);

impl<T> Worker<T> {
    pub fn new_fifo() -> Self {
        Self(Arc::new(Queue::new()))
    }

    pub fn stealer(&self) -> Stealer<T> {
        Stealer(Arc::clone(&self.0))
    }

    pub fn push(&self, task: T) {
        self.0.push(task);
    }

    pub fn pop(&self) -> Option<T> {
        self.0.pop()
    }
}

/// `crossbeam_deque::Stealer`.
#[derive(Debug)]
pub struct Stealer<T>(Arc<Queue<T>>);

impl<T> Stealer<T> {
    pub fn steal(&self) -> Steal<T> {
        self.0.pop().map_or(Steal::Empty, Steal::Success)
    }
}

/// So many ticks of the monitor come at any moment.
const FREE_TICKS: u32 = 2;

::loom::thread_local! {
    /// Each thread has a time of its own, which passes only where it waits for it: no decision depends on how fast
    /// the model runs, and no two threads are ordered by a clock.
    static CLOCK: Cell<Duration> = Cell::new(Duration::ZERO);
}

/// `std::time::Instant`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(Duration);

impl Instant {
    pub fn now() -> Self {
        Self(CLOCK.with(Cell::get))
    }

    pub fn elapsed(&self) -> Duration {
        Self::now().saturating_duration_since(*self)
    }

    pub fn checked_add(&self, duration: Duration) -> Option<Self> {
        self.0.checked_add(duration).map(Self)
    }

    pub fn saturating_duration_since(&self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0 + duration)
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, duration: Duration) {
        self.0 += duration;
    }
}

/// A spin is over after one round.
pub fn spin_loop() {
    CLOCK.with(|clock| clock.set(clock.get() + Duration::from_millis(1)));
}

/// A model starts its threads itself.
#[expect(
    clippy::unnecessary_wraps,
    reason = "where threads are real, the system may give none"
)]
pub fn spawn_detached(_name: &str, _stack_bytes: usize, _run: impl FnOnce() + Send + 'static) -> io::Result<()> {
    Ok(())
}
