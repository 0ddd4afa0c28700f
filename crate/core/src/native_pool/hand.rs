//! The tasks that one thread of the native pool has taken together, and the answers that it has not sent.
//!
//! Tiny tasks are taken several at a time, and answered together. What stands behind a long one, and what was finished
//! before it, does not wait: the monitor puts the tasks back, and sends the answers.

use super::job::Job;
use crate::message::{HEADER_WORDS, Status, TaskId, high_half, record_header, records};
use crate::monitor::{Monitor, Watched};
use crate::pool::{Holder, Pool, TICK};
use crate::port::{DeliverError, Port};
use crate::primitive::{Instant, Mutex};
use std::collections::VecDeque;
use std::sync::{Arc, Weak};

/// Answers of more words than this (32 KiB) are sent at once.
const MOST_WORDS: usize = 4 * 1024;

/// See the module.
#[derive(Debug)]
pub struct Hand {
    pool: Weak<Pool<Job>>,
    this: Weak<Self>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Not begun.
    jobs: VecDeque<Job>,
    /// Whole records, all for this port.
    answers: Vec<u64>,
    port: Option<Arc<Port>>,
    /// Counts tasks, so that the monitor sees whether the thread gets on.
    begun: u64,
    seen: u64,
    watched: bool,
}

impl Hand {
    pub fn new(pool: &Arc<Pool<Job>>) -> Arc<Self> {
        Arc::new_cyclic(|this| Self {
            pool: Arc::downgrade(pool),
            this: Weak::clone(this),
            state: Mutex::default(),
        })
    }

    /// Takes tasks in hand. Those that nobody could take back again are put back at once.
    pub fn fill(&self, jobs: &mut Vec<Job>) {
        let mut state = self.state.lock();
        state.jobs.extend(jobs.drain(..));
        if state.jobs.len() > 1 && !state.watched {
            let this: Weak<Self> = Weak::clone(&self.this);
            state.watched = Monitor::shared().watch(this, Instant::now() + TICK).is_ok();
            if !state.watched {
                let rest = state.jobs.split_off(1);
                self.put_back(rest);
            }
        }
    }

    /// The next task to begin.
    pub fn next(&self) -> Option<Job> {
        let mut state = self.state.lock();
        state.begun += 1;
        state.jobs.pop_front()
    }

    /// Answers for a task, at once or together with others.
    pub fn answer(&self, port: &Arc<Port>, task: TaskId, status: Status, payload: &[u64]) {
        let mut state = self.state.lock();
        let state = &mut *state;
        if state.port.as_ref().is_some_and(|last| last.id() != port.id()) {
            state.send();
        }
        if state.jobs.is_empty() || payload.len() > MOST_WORDS {
            state.send();
            port.answer(task, status, 0, payload);
            return;
        }
        state.port.get_or_insert_with(|| Arc::clone(port));
        let header = record_header(HEADER_WORDS + payload.len(), task, status as u32, 0);
        state.answers.extend_from_slice(&header);
        state.answers.extend_from_slice(payload);
        if state.answers.len() > MOST_WORDS {
            state.send();
        }
    }

    /// Sends all answers, and puts back what was not begun: nothing is left in hand.
    pub fn give_way(&self) {
        let mut state = self.state.lock();
        state.send();
        let rest = std::mem::take(&mut state.jobs);
        self.put_back(rest);
    }

    fn put_back(&self, jobs: VecDeque<Job>) {
        if let Some(pool) = self.pool.upgrade().filter(|_| !jobs.is_empty()) {
            pool.put_back(jobs.into_iter());
        }
    }
}

impl State {
    fn send(&mut self) {
        if let Some(port) = self.port.take() {
            deliver(&port, &self.answers);
            self.answers.clear();
        }
    }
}

/// Delivers whole records. Where there is no memory for them together, each is tried alone.
fn deliver(port: &Port, words: &[u64]) {
    // A submitter that has gone needs no answer.
    if port.deliver(words, &[]) != Err(DeliverError::NoMemory) {
        return;
    }
    for record in records(words).filter_map(Result::ok) {
        if port.deliver(record, &[]) == Err(DeliverError::NoMemory) {
            port.answer(high_half(record[0]), Status::NoMemory, 0, &[]);
        }
    }
}

impl Watched for Hand {
    fn look(&self, now: Instant) -> Option<Instant> {
        let mut state = self.state.lock();
        let begun = state.begun;
        if std::mem::replace(&mut state.seen, begun) != begun {
            return Some(now + TICK);
        }
        // It has not got on for a whole tick: it is behind a long task, or has nothing to do.
        state.watched = false;
        drop(state);
        self.give_way();
        None
    }
}

/// A job is claimed when it is begun, so one that is in hand can be cancelled like any that is queued.
impl Holder<Job> for Hand {
    fn give_back(&self, _wanted: &dyn Fn(&Job) -> bool) -> bool {
        false
    }

    fn has_not_begun(&self, _wanted: &dyn Fn(&Job) -> bool) -> bool {
        false
    }
}
