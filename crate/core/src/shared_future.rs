//! Futures that several threads have: what each of them has is a handle on one that is here.
//!
//! ```text
//!                      start (by hand)
//! PENDING ------------------------------> RUNNING
//!    |  cancel, by any thread                |
//!    |  publish, by who settles it           | publish
//!    +----------------> DONE <---------------+
//! ```
//!
//! One that belongs to a task is settled by the thread that has submitted the task, one that was made by hand by any
//! thread. The lock decides who is first. Who subscribes is told once, by a record in its port as if it were the result
//! of a task of its own: at once if the future is done, else when it is.
//!
//! A task's number is free for another task once its future is done here: so nobody cancels another task.
//!
//! A future is forgotten when no thread holds it, and none can find its number in a message that it has not read.

mod answers;
mod held;

pub use answers::{FutureCancel, FutureState, Settled, Started};
pub use held::HeldFutures;

use crate::cancel::{cancel, has_begun};
use crate::functions::KeptFunctions;
use crate::leaving::Leaving;
use crate::message::{Status, TaskId};
use crate::port::PortId;
use crate::primitive::{Mutex, shared};
use crate::registry::{NO_POOL, PoolKey, pools, ports};
use crate::task_state::{Cancel, Progress};
use std::collections::BTreeMap;
use std::sync::Arc;

shared!(
    FUTURES: SharedFutures = SharedFutures {
        tables: Mutex::new(Tables {
            last: 0,
            entries: BTreeMap::new(),
            leaving: Leaving::new(),
        }),
    }
);

/// The shared futures of the process.
#[must_use]
pub fn shared_futures() -> &'static SharedFutures {
    &FUTURES
}

/// A shared future's number. Numbers are not used again.
pub type FutureNumber = u32;

/// Whose it is.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    /// The port of the thread that has made it, and settles it when it belongs to a task.
    pub port: PortId,
    /// Its task, and that task's pool, which is `NO_POOL` for a native task. None for a future that was made by hand.
    pub task: Option<(PoolKey, TaskId)>,
}

/// What has come of one.
#[derive(Debug)]
pub struct Outcome {
    /// Which it is.
    pub status: Status,
    /// What was returned, or thrown.
    pub payload: Vec<u64>,
    /// The functions that the payload names.
    pub functions: KeptFunctions,
    /// The futures that the payload names.
    pub futures: HeldFutures,
}

impl Outcome {
    /// One without a payload.
    #[must_use]
    pub fn empty(status: Status) -> Self {
        Self {
            status,
            payload: Vec::new(),
            functions: KeptFunctions::default(),
            futures: HeldFutures::default(),
        }
    }
}

/// Who is told: the number of a task of that port.
type Subscriber = (PortId, TaskId);

#[derive(Debug)]
enum State {
    Pending,
    Running,
    Done(Arc<Outcome>),
}

#[derive(Debug)]
struct Entry {
    origin: Origin,
    state: State,
    /// It was cancelled, and who would have begun knows.
    notified: bool,
    subscribers: Vec<Subscriber>,
    holders: usize,
    /// The number of the last group of [`Tables::leaving`] that it was in.
    group: u64,
}

/// Whoever is told of an outcome. To be told without the lock.
type News = (Vec<Subscriber>, Arc<Outcome>);

impl Entry {
    fn is_done(&self) -> bool {
        matches!(self.state, State::Done(_))
    }

    fn was_cancelled(&self) -> bool {
        matches!(&self.state, State::Done(outcome) if outcome.status == Status::Cancelled)
    }

    /// It is done. All are told but one, who knows.
    fn settle(&mut self, outcome: Outcome, except: Option<Subscriber>) -> News {
        let outcome = Arc::new(outcome);
        self.state = State::Done(Arc::clone(&outcome));
        let mut subscribers = std::mem::take(&mut self.subscribers);
        subscribers.retain(|subscriber| Some(*subscriber) != except);
        (subscribers, outcome)
    }

    /// Whether nobody has begun it, nor will.
    fn cancel(&self) -> bool {
        match (&self.state, self.origin.task) {
            (State::Pending, None) => true,
            (State::Pending, Some((pool, task))) => {
                let Some(port) = ports().find(self.origin.port) else {
                    return false;
                };
                let came = match pools().find(pool) {
                    Some(pool) => cancel(&pool, &port, task),
                    None => port.states().cancel(task),
                };
                came == Cancel::Cancelled
            }
            _ => false,
        }
    }

    fn state(&self) -> FutureState {
        match (&self.state, self.origin.task) {
            (State::Done(_), _) if self.was_cancelled() => FutureState::Cancelled,
            (State::Done(_), _) => FutureState::Settled,
            (State::Running, _) => FutureState::Running,
            (State::Pending, Some((pool, task))) if self.has_begun(pool, task) => FutureState::Running,
            (State::Pending, _) => FutureState::Pending,
        }
    }

    fn has_begun(&self, pool: PoolKey, task: TaskId) -> bool {
        ports()
            .find(self.origin.port)
            .is_some_and(|port| match pools().find(pool) {
                Some(pool) => has_begun(&pool, &port, task),
                None => port.states().progress(task) == Progress::Given,
            })
    }
}

#[derive(Debug)]
struct Tables {
    last: FutureNumber,
    entries: BTreeMap<FutureNumber, Entry>,
    leaving: Leaving<FutureNumber>,
}

impl Tables {
    /// Gives the entries that nobody can find any more. To be dropped without the lock: their outcomes hold others.
    #[must_use]
    fn let_leave(&mut self) -> Vec<Entry> {
        let mut gone = Vec::new();
        while let Some((group, numbers)) = self.leaving.take_read() {
            for number in numbers {
                // Unless it is held again, or was given back again: with a later group.
                let is_gone = |entry: &Entry| entry.holders == 0 && entry.group == group;
                if self.entries.get(&number).is_some_and(is_gone) {
                    gone.extend(self.entries.remove(&number));
                }
            }
        }
        gone
    }
}

/// See [`shared_futures`].
#[derive(Debug)]
pub struct SharedFutures {
    tables: Mutex<Tables>,
}

impl SharedFutures {
    /// Tells a port of the end of a future, as of the end of that task: at once if the future is done. Gives the key of
    /// the pool that runs the future's task, or `NO_POOL`; none if there is no such future.
    pub fn subscribe(&self, number: FutureNumber, port: PortId, task: TaskId) -> Option<PoolKey> {
        let (pool, done) = {
            let mut tables = self.tables.lock();
            let entry = tables.entries.get_mut(&number)?;
            let done = if let State::Done(outcome) = &entry.state {
                Some(Arc::clone(outcome))
            } else {
                entry.subscribers.push((port, task));
                None
            };
            (entry.origin.task.map_or(NO_POOL, |(pool, _)| pool), done)
        };
        if let Some(outcome) = done {
            tell((vec![(port, task)], outcome));
        }
        Some(pool)
    }

    /// The thread of that port says what has come of it. `except` knows already.
    pub fn publish(&self, number: FutureNumber, port: PortId, outcome: Outcome, except: Option<Subscriber>) -> Settled {
        let news = {
            let mut tables = self.tables.lock();
            match tables.entries.get_mut(&number) {
                Some(entry) if entry.origin.task.is_none() || entry.origin.port == port => {
                    if entry.is_done() {
                        return Settled::Before;
                    }
                    entry.settle(outcome, except)
                }
                _ => return Settled::NotYours,
            }
        };
        tell(news);
        Settled::Now
    }

    /// Cancels it if nobody has begun it. `except` knows already, if it is cancelled now.
    pub fn cancel(&self, number: FutureNumber, except: Option<Subscriber>) -> FutureCancel {
        let (origin, news) = {
            let mut tables = self.tables.lock();
            let Some(entry) = tables.entries.get_mut(&number) else {
                return FutureCancel::TooLate;
            };
            if !entry.cancel() {
                return if entry.was_cancelled() {
                    FutureCancel::Before
                } else {
                    FutureCancel::TooLate
                };
            }
            (entry.origin, entry.settle(Outcome::empty(Status::Cancelled), except))
        };
        if let (Some(_), Some(port)) = (origin.task, ports().find(origin.port)) {
            port.answer(number, Status::CancelledAfar, 0, &[]);
        }
        tell(news);
        FutureCancel::Now
    }

    /// Asks the thread that has submitted its task to abort it. False when it has none that a worker could run.
    pub fn abort(&self, number: FutureNumber, reason: &[u64]) -> bool {
        let port = {
            let tables = self.tables.lock();
            match tables.entries.get(&number) {
                Some(entry) if !entry.is_done() && entry.origin.task.is_some_and(|(pool, _)| pool != NO_POOL) => {
                    ports().find(entry.origin.port)
                }
                _ => None,
            }
        };
        if let Some(port) = &port {
            port.answer(number, Status::AbortedAfar, 0, reason);
        }
        port.is_some()
    }

    /// Says that one that was made by hand runs.
    pub fn start(&self, number: FutureNumber) -> Started {
        let mut tables = self.tables.lock();
        let Some(entry) = tables.entries.get_mut(&number) else {
            return Started::No;
        };
        match entry.state() {
            FutureState::Pending if entry.origin.task.is_none() => {
                entry.state = State::Running;
                Started::Yes
            }
            FutureState::Cancelled if !entry.notified => {
                entry.notified = true;
                Started::Cancelled
            }
            _ => Started::No,
        }
    }

    /// How it stands.
    #[must_use]
    pub fn state(&self, number: FutureNumber) -> FutureState {
        let tables = self.tables.lock();
        tables.entries.get(&number).map_or(FutureState::Unknown, Entry::state)
    }

    /// The thread of that port has ended: nobody will settle what is its own.
    pub fn port_ended(&self, port: PortId) {
        let news: Vec<News> = {
            let mut tables = self.tables.lock();
            let own = tables.entries.values_mut();
            own.filter(|entry| entry.origin.port == port && !entry.is_done())
                .map(|entry| entry.settle(Outcome::empty(Status::Lost), None))
                .collect()
        };
        news.into_iter().for_each(tell);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        let (count, gone) = {
            let mut tables = self.tables.lock();
            let gone = tables.let_leave();
            (tables.entries.len(), gone)
        };
        drop(gone);
        count
    }

    fn give_back(&self, times: impl Iterator<Item = (FutureNumber, usize)>) {
        let gone = {
            let mut tables = self.tables.lock();
            let tables = &mut *tables;
            let group = tables.leaving.next_group();
            let mut free = Vec::new();
            for (number, times) in times {
                let Some(entry) = tables.entries.get_mut(&number) else {
                    continue;
                };
                entry.holders -= times;
                if entry.holders == 0 {
                    entry.group = group;
                    free.push(number);
                }
            }
            tables.leaving.add(free);
            tables.let_leave()
        };
        drop(gone);
    }
}

/// A thread that has gone needs no news.
fn tell((subscribers, outcome): News) {
    for (port, task) in subscribers {
        if let Some(port) = ports().find(port) {
            port.answer(task, outcome.status, 0, &outcome.payload);
        }
    }
}
