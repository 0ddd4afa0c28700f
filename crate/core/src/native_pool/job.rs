//! A native task.

use super::token::CancelToken;
use crate::message::{Message, Status, TaskId, words_of};
use crate::port::PortId;
use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// What a native task returns: the payload of its result record.
#[derive(Debug, PartialEq, Eq)]
pub enum JobOutcome {
    /// A value.
    Returned(Vec<u64>),
    /// What is to be thrown.
    Threw(Vec<u64>),
    /// It saw its token, and ended early.
    Cancelled,
}

enum Run {
    Closure(Box<dyn FnOnce(&CancelToken) -> JobOutcome + Send>),
    /// What is to be done with the record of the task.
    Record(Message, fn(&[u64]) -> JobOutcome),
}

/// A native task on its way to a thread.
pub struct Job {
    port: PortId,
    task: TaskId,
    limit: Option<Duration>,
    run: Run,
}

impl Job {
    /// `run` is called once, on a thread of the pool, unless the task is cancelled before. It should ask its token
    /// every now and then, and must read memory that its submitter lends it only while it holds the token's pass.
    ///
    /// # Panics
    /// A panic of `run`, or of what it owns when that is dropped, fails the task. A panic in a drop while another
    /// panic unwinds ends the process: Rust has no way to go on from there.
    pub fn new(port: PortId, task: TaskId, run: impl FnOnce(&CancelToken) -> JobOutcome + Send + 'static) -> Self {
        Self {
            port,
            task,
            limit: None,
            run: Run::Closure(Box::new(run)),
        }
    }

    /// A short task over the record that its submitter wrote: for few words it takes no memory of its own.
    #[must_use]
    pub fn of_record(message: Message, run: fn(&[u64]) -> JobOutcome) -> Self {
        Self {
            port: message.port(),
            task: message.task(),
            limit: None,
            run: Run::Record(message, run),
        }
    }

    /// The task is given up when it has run for so long.
    #[must_use]
    pub fn with_limit(self, limit: Option<Duration>) -> Self {
        Self { limit, ..self }
    }

    pub(super) fn has_limit(&self) -> bool {
        self.limit.is_some()
    }

    pub(super) fn limit(&self) -> Option<Duration> {
        self.limit
    }

    pub(super) fn port(&self) -> PortId {
        self.port
    }

    /// The task's number in the isolate of that port.
    #[must_use]
    pub fn task(&self) -> TaskId {
        self.task
    }

    /// Runs it to its end, and says how it ended.
    pub(super) fn run(self, token: &CancelToken) -> (Status, Vec<u64>) {
        // Whatever the job broke stays inside its own captures, which are gone with it.
        let run = AssertUnwindSafe(|| match self.run {
            Run::Closure(run) => run(token),
            Run::Record(message, run) => run(message.words()),
        });
        match catch_unwind(run) {
            Ok(JobOutcome::Returned(payload)) => (Status::Returned, payload),
            Ok(JobOutcome::Threw(payload)) => (Status::Threw, payload),
            Ok(JobOutcome::Cancelled) => (Status::Cancelled, Vec::new()),
            Err(panic) => {
                let payload = text_payload(panic_message(&*panic));
                discard(panic);
                (Status::Panicked, payload)
            }
        }
    }

    /// It is not to be run: drops what it owns.
    pub(super) fn discard(self) {
        discard(self.run);
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Job")
            .field("port", &self.port)
            .field("task", &self.task)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

/// Drops something of a job's. Nobody waits for what its panic would say, and the thread goes on.
fn discard(what: impl Sized) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(what))) {
        // This one may panic again when it is dropped, and so on.
        std::mem::forget(panic);
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
