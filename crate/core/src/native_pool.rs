//! Threads without an isolate: where native tasks run.

use crate::message::{Status, TaskId, words_of};
use crate::pool::{Holder, Patience, Pool, Priority, Taken};
use crate::port::PortId;
use crate::primitive::{AtomicU64, Mutex, Ordering, shared};
use crate::route::Route;
use crate::task_state::Claim;
use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Weak};
use std::thread::Builder;

/// Enough for a plug-in's recursion; musl's default would be 128 KiB.
const STACK_BYTES: usize = 2 * 1024 * 1024;

/// What the names of the threads begin with.
pub const NATIVE_THREAD_NAME: &str = "nogil-native";

// The pool that the whole process shares.
shared!(SHARED: Mutex<Option<Arc<NativePool>>> = Mutex::new(None));

/// What a native task returns: the payload of its result record.
#[derive(Debug, PartialEq, Eq)]
pub enum JobOutcome {
    /// A value.
    Returned(Vec<u64>),
    /// What is to be thrown.
    Threw(Vec<u64>),
}

/// A native task on its way to a thread.
pub struct Job {
    port: PortId,
    task: TaskId,
    run: Box<dyn FnOnce() -> JobOutcome + Send>,
}

impl Job {
    /// `run` is called once, on a thread of the pool, unless the task is cancelled before.
    pub fn new(port: PortId, task: TaskId, run: impl FnOnce() -> JobOutcome + Send + 'static) -> Self {
        Self {
            port,
            task,
            run: Box::new(run),
        }
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Job")
            .field("port", &self.port)
            .field("task", &self.task)
            .finish_non_exhaustive()
    }
}

/// Not one thread could be started.
#[derive(Debug)]
pub struct SpawnError(std::io::Error);

impl fmt::Display for SpawnError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "no native thread could be started: {}", self.0)
    }
}

impl std::error::Error for SpawnError {}

/// As many threads as there are cores. They start with the first task, stay for the life of the process, and cost
/// nothing while there is no task.
#[derive(Debug)]
pub struct NativePool {
    pool: Arc<Pool<Job>>,
    counts: Vec<Arc<AtomicU64>>,
}

impl NativePool {
    /// The pool that all isolates of the process share.
    ///
    /// # Errors
    /// [`SpawnError`] when the system gives no thread at all; the next call tries again.
    pub fn shared() -> Result<Arc<Self>, SpawnError> {
        let mut shared = SHARED.lock();
        if let Some(pool) = &*shared {
            return Ok(Arc::clone(pool));
        }
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let pool = Arc::new(Self::start(threads)?);
        *shared = Some(Arc::clone(&pool));
        Ok(pool)
    }

    /// A pool of its own, of `threads` threads or as many of them as the system gives.
    ///
    /// # Errors
    /// [`SpawnError`] when it gives none.
    pub fn start(threads: usize) -> Result<Self, SpawnError> {
        let pool = Pool::new();
        let mut counts = Vec::with_capacity(threads);
        for index in 0..threads {
            let (jobs, count) = (Arc::clone(&pool), Arc::new(AtomicU64::new(0)));
            let counted = Arc::clone(&count);
            let started = Builder::new()
                .name(format!("{NATIVE_THREAD_NAME}-{index}"))
                .stack_size(STACK_BYTES)
                .spawn(move || work(&jobs, &counted));
            match started {
                Ok(_) => counts.push(count),
                Err(error) if counts.is_empty() => return Err(SpawnError(error)),
                Err(_) => break,
            }
        }
        Ok(Self { pool, counts })
    }

    /// Queues a task. Its result goes to its port.
    pub fn submit(&self, job: Job) {
        // Closed only when this is dropped.
        let _ = self.pool.push(Priority::Normal, std::iter::once(job));
    }

    /// Tasks that each thread has run so far.
    #[must_use]
    pub fn shares(&self) -> Vec<u64> {
        self.counts.iter().map(|count| count.load(Ordering::Relaxed)).collect()
    }
}

impl Drop for NativePool {
    fn drop(&mut self) {
        self.pool.close();
    }
}

fn work(pool: &Pool<Job>, count: &AtomicU64) {
    let (mut seat, mut route) = (pool.join(None, Weak::<NothingInHand>::new()), Route::default());
    let mut taken = Vec::new();
    while pool.take(&mut seat, Patience::Forever, 1, &mut taken) == Taken::Tasks {
        let Some(Job { port, task, run }) = taken.pop() else {
            continue;
        };
        if route.claim(port, task) == Claim::Cancelled {
            continue;
        }
        // Counted before the result is sent, so that whoever has the result sees the count.
        count.fetch_add(1, Ordering::Relaxed);
        // Whatever the job broke stays inside its own captures, which are gone with it.
        let (status, payload) = match catch_unwind(AssertUnwindSafe(run)) {
            Ok(JobOutcome::Returned(payload)) => (Status::Returned, payload),
            Ok(JobOutcome::Threw(payload)) => (Status::Threw, payload),
            Err(panic) => (Status::Panicked, text_payload(panic_message(&*panic))),
        };
        route.reply(port, task, status, 0, &payload);
    }
}

/// A thread takes one job at a time, and begins it at once.
struct NothingInHand;

impl Holder<Job> for NothingInHand {
    fn give_back(&self, _wanted: &dyn Fn(&Job) -> bool) -> bool {
        false
    }

    fn has_not_begun(&self, _wanted: &dyn Fn(&Job) -> bool) -> bool {
        false
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a message")
}

/// A text as a payload: its length in bytes, then the bytes.
fn text_payload(text: &str) -> Vec<u64> {
    std::iter::once(text.len() as u64)
        .chain(words_of(text.as_bytes()))
        .collect()
}
