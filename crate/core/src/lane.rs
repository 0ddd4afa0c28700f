//! An isolate's thread as a worker of a pool.

use crate::message::{Message, Status, TaskId};
use crate::pool::{Patience, Pool, Seat, Taken};
use crate::port::{Bell, PortId};
use crate::route::Route;
use crate::task_state::Claim;
use std::sync::Arc;

/// One worker isolate's part in a pool. It knows the task that the isolate has taken, so that its submitter hears of
/// the isolate's death.
#[derive(Debug)]
pub struct Lane {
    id: u32,
    pool: Arc<Pool<Message>>,
    seat: Seat,
    route: Route,
    running: Option<(PortId, TaskId)>,
}

impl Lane {
    /// A lane without a task. `id` is told to the submitter of a task that the lane dies with.
    #[must_use]
    pub fn new(id: u32, pool: Arc<Pool<Message>>, bell: Arc<dyn Bell>) -> Self {
        Self {
            id,
            pool,
            seat: Seat::new(Some(bell)),
            route: Route::default(),
            running: None,
        }
    }

    /// Sends the result of the task that was taken last. Without one it does nothing.
    pub fn give(&mut self, status: Status, payload: &[u64]) {
        if let Some((port, task)) = self.running.take() {
            self.route.reply(port, task, status, 0, payload);
        }
    }

    /// Takes the next task that may run, waiting as long as `patience` says. Tasks that were cancelled go back.
    ///
    /// # Panics
    /// If the task taken before has no result yet: a lane runs one task at a time.
    pub fn take(&mut self, patience: Patience) -> Taken<Message> {
        assert!(self.running.is_none(), "the task before has no result yet");
        loop {
            let taken = self.pool.take(&mut self.seat, patience);
            let Taken::Task(message) = &taken else {
                return taken;
            };
            let (port, task) = (message.port(), message.task());
            if self.route.claim(port, task) == Claim::Run {
                self.running = Some((port, task));
                return taken;
            }
        }
    }

    /// The isolate will sleep in its event loop: its bell is rung when there is something to take. False when there
    /// is something already.
    #[must_use]
    pub fn arm(&mut self) -> bool {
        self.pool.arm(&mut self.seat)
    }

    /// The isolate is ending: the task that it has taken is lost, and its wake-ups go to others.
    pub fn abandon(&mut self) {
        if let Some((port, task)) = self.running.take() {
            self.route.reply(port, task, Status::Lost, self.id, &[]);
        }
        self.pool.leave(&mut self.seat);
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.abandon();
    }
}
