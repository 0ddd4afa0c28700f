//! What one thread of the native pool is doing, for the monitor to look at.

use super::Inner;
use super::token::CancelToken;
use crate::message::{Status, TaskId};
use crate::monitor::{Monitor, Watched};
use crate::port::Port;
use crate::primitive::{Instant, Mutex};
use std::sync::{Arc, Weak};
use std::time::Duration;

/// A task that was given up has so long to heed its token, before its thread counts as lost.
pub const GRACE: Duration = Duration::from_secs(1);

/// Who answers for a task that has ended, and what becomes of its thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum End {
    /// The thread answers.
    InTime,
    /// The monitor has answered.
    Overdue,
    /// The monitor has answered, and another thread has this one's place.
    Lost,
}

/// One thread's post. Tasks without a time limit do not touch it.
#[derive(Debug)]
pub struct Post {
    place: usize,
    pool: Weak<Inner>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    watch: Option<Watch>,
    /// The monitor looks then, or sooner.
    next_look: Option<Instant>,
}

/// A task that is watched.
#[derive(Debug)]
struct Watch {
    port: Arc<Port>,
    task: TaskId,
    token: Arc<CancelToken>,
    stage: End,
    /// When the next stage begins.
    until: Instant,
}

impl Post {
    pub fn new(place: usize, pool: Weak<Inner>) -> Arc<Self> {
        Arc::new(Self {
            place,
            pool,
            state: Mutex::default(),
        })
    }

    /// The thread begins a task that is to be given up at that moment.
    pub fn begin(self: &Arc<Self>, port: Arc<Port>, task: TaskId, token: Arc<CancelToken>, until: Instant) {
        let mut state = self.state.lock();
        state.watch = Some(Watch {
            port,
            task,
            token,
            stage: End::InTime,
            until,
        });
        // The monitor keeps what it was asked until then: asking for each task would fill its memory.
        if state.next_look.is_none_or(|at| until < at) {
            state.next_look = Some(until);
            let watched: Weak<Self> = Arc::downgrade(self);
            // The submit has started the monitor.
            let _ = Monitor::shared().watch(watched, until);
        }
    }

    /// The task has ended.
    pub fn end(&self) -> End {
        let watch = self.state.lock().watch.take();
        watch.map_or(End::InTime, |watch| watch.stage)
    }

    /// Replaces the thread, unless its task has ended.
    fn replace(&self, state: &mut State, now: Instant) {
        let (Some(watch), Some(pool)) = (&mut state.watch, self.pool.upgrade()) else {
            return;
        };
        match pool.replace(self.place) {
            Ok(()) => watch.stage = End::Lost,
            // The system gives no thread now: the task may end meanwhile, else it is tried again.
            Err(_) => watch.until = now + GRACE,
        }
    }
}

impl Watched for Post {
    fn look(&self, now: Instant) -> Option<Instant> {
        let mut state = self.state.lock();
        if state.next_look.is_some_and(|at| now < at) {
            // The monitor was asked twice, first for a later moment.
            return None;
        }
        let mut given_up = None;
        if let Some(watch) = state.watch.as_mut().filter(|watch| watch.until <= now) {
            match watch.stage {
                End::InTime => {
                    watch.stage = End::Overdue;
                    watch.until = now + GRACE;
                    given_up = Some((Arc::clone(&watch.port), watch.task, Arc::clone(&watch.token)));
                }
                End::Overdue => self.replace(&mut state, now),
                End::Lost => {}
            }
        }
        let watched = state.watch.as_ref().filter(|watch| watch.stage != End::Lost);
        state.next_look = watched.map(|watch| watch.until);
        let next_look = state.next_look;
        drop(state);
        if let Some((port, task, token)) = given_up {
            // In this order: the submitter frees what it has lent when it has the answer.
            token.trip();
            port.answer(task, Status::TimedOut, 0, &[]);
        }
        next_look
    }
}
