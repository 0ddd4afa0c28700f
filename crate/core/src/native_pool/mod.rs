//! Threads without an isolate: where native tasks run.
//!
//! A task may have a time limit. When it is over, the monitor answers for the task and trips its token; a task that
//! does not heed the token keeps its thread, and after a grace time another thread takes that one's place:
//!
//! ```text
//!            begin            limit over: the monitor answers       grace over: another thread is started
//! (no task) ------> in time --------------------------------> overdue ----------------------------------> lost
//!     ^                | end: the thread answers                 | end: what the task returned is dropped   | end:
//!     +----------------+-----------------------------------------+                                          v the thread ends
//! ```

mod hand;
mod job;
mod post;
#[cfg(all(test, not(nogil_loom)))]
mod test;
mod thread;
mod token;

#[cfg(all(test, nogil_loom))]
pub(crate) use hand::Hand;
pub use job::{Job, JobOutcome};
pub use token::CancelToken;

use crate::monitor::{Monitor, NotWatched};
use crate::pool::{Pool, Priority};
use crate::primitive::{AtomicU64, AtomicUsize, Mutex, Ordering, shared};
use std::fmt;
use std::io;
use std::sync::Arc;
use thread::Around;

/// What the names of the threads begin with.
pub const NATIVE_THREAD_NAME: &str = "nogil-native";

// The pool that the whole process shares.
shared!(SHARED: Mutex<Option<Arc<NativePool>>> = Mutex::new(None));

/// No thread could be started where one is needed.
#[derive(Debug)]
pub enum SpawnError {
    /// Not one that runs tasks.
    NoThread(io::Error),
    /// Not the one that looks at time limits.
    NoMonitor(NotWatched),
}

impl fmt::Display for SpawnError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoThread(error) => write!(formatter, "no native thread could be started: {error}"),
            Self::NoMonitor(NotWatched) => formatter.write_str("the thread for time limits could not be started"),
        }
    }
}

impl std::error::Error for SpawnError {}

/// As many threads as there are cores. They start with the first task, stay for the life of the process, and cost
/// nothing while there is no task.
#[derive(Debug)]
pub struct NativePool {
    inner: Arc<Inner>,
}

/// What the pool shares with its threads.
#[derive(Debug)]
struct Inner {
    jobs: Arc<Pool<Job>>,
    threads: usize,
    /// For each thread that was started, in the order of their places: the tasks that ran there.
    counts: Mutex<Vec<Arc<AtomicU64>>>,
    lost: AtomicUsize,
    around: Around,
}

impl NativePool {
    /// The pool that all isolates of the process share. Where the system gave fewer threads than there are cores, it
    /// is asked again for the others.
    ///
    /// `around` is called on each new thread, and must call what it is given, once; the first caller's counts.
    ///
    /// # Errors
    /// [`SpawnError`] when the system gives no thread at all; the next call tries again.
    pub fn shared(around: Around) -> Result<Arc<Self>, SpawnError> {
        let mut shared = SHARED.lock();
        if let Some(pool) = &*shared {
            // It has a thread: that there are no more is no error.
            let _ = pool.inner.fill();
            return Ok(Arc::clone(pool));
        }
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let pool = Arc::new(Self::start_around(threads, around)?);
        *shared = Some(Arc::clone(&pool));
        Ok(pool)
    }

    /// A pool of its own, of `threads` threads or as many of them as the system gives.
    ///
    /// # Errors
    /// [`SpawnError`] when it gives none.
    pub fn start(threads: usize) -> Result<Self, SpawnError> {
        Self::start_around(threads, |work| work())
    }

    fn start_around(threads: usize, around: Around) -> Result<Self, SpawnError> {
        let inner = Arc::new(Inner {
            jobs: Pool::new(),
            threads,
            counts: Mutex::default(),
            lost: AtomicUsize::new(0),
            around,
        });
        match inner.fill() {
            Err(error) if inner.counts.lock().is_empty() => Err(SpawnError::NoThread(error)),
            _ => Ok(Self { inner }),
        }
    }

    /// Queues a task. Its result goes to its port.
    ///
    /// # Errors
    /// [`SpawnError`] when it has a time limit and nobody could look at that: it is not queued then.
    pub fn submit(&self, job: Job) -> Result<(), SpawnError> {
        if job.has_limit() {
            Monitor::shared().start().map_err(SpawnError::NoMonitor)?;
        }
        // Closed only when this is dropped.
        let _ = self.inner.jobs.push(Priority::Normal, std::iter::once(job));
        Ok(())
    }

    /// Queues tasks without a time limit, together.
    pub fn submit_all(&self, jobs: impl Iterator<Item = Job>) {
        // Closed only when this is dropped.
        let _ = self.inner.jobs.push(Priority::Normal, jobs);
    }

    /// Tasks that each thread has run so far. A thread that took the place of a lost one goes on counting there.
    #[must_use]
    pub fn shares(&self) -> Vec<u64> {
        let counts = self.inner.counts.lock();
        counts.iter().map(|count| count.load(Ordering::Relaxed)).collect()
    }

    /// Threads that are still busy with a task that was given up. Each of them was replaced.
    #[must_use]
    pub fn lost(&self) -> usize {
        self.inner.lost.load(Ordering::Relaxed)
    }
}

impl Inner {
    /// Starts the threads that are missing, up to the first that the system refuses.
    fn fill(self: &Arc<Self>) -> io::Result<()> {
        let mut counts = self.counts.lock();
        while counts.len() < self.threads {
            let count = Arc::default();
            thread::spawn(self, counts.len(), &count)?;
            counts.push(count);
        }
        Ok(())
    }

    /// Starts a thread in the place of one that is lost.
    fn replace(self: &Arc<Self>, place: usize) -> io::Result<()> {
        let count = Arc::clone(&self.counts.lock()[place]);
        thread::spawn(self, place, &count)?;
        self.lost.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// A lost thread is back from its task, and ends.
    fn found(&self) {
        self.lost.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Drop for NativePool {
    fn drop(&mut self) {
        self.inner.jobs.close();
    }
}
