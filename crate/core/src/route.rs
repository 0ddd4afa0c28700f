//! The way from a worker to the ports that its results go to.

use crate::message::{Status, TaskId};
use crate::port::{Port, PortId};
use crate::registry::ports;
use crate::task_state::Claim;
use std::sync::Arc;

/// Remembers the port of the last task: most tasks of a worker come from the same isolate, and looking it up would
/// make all workers meet at one lock.
#[derive(Debug, Default)]
pub struct Route {
    last: Option<Arc<Port>>,
}

impl Route {
    /// The port of that number, unless its isolate has gone.
    pub fn to(&mut self, id: PortId) -> Option<&Arc<Port>> {
        if self
            .last
            .as_ref()
            .is_none_or(|port| port.id() != id || port.is_closed())
        {
            self.last = ports().find(id);
        }
        self.last.as_ref()
    }

    /// Asks whether a task may run. One that was cancelled is sent back; one whose submitter has gone is dropped.
    pub fn claim(&mut self, id: PortId, task: TaskId) -> Claim {
        let Some(port) = self.to(id) else {
            return Claim::Cancelled;
        };
        let claim = port.states().claim(task);
        if claim == Claim::Cancelled {
            port.answer(task, Status::Cancelled, 0, &[]);
        }
        claim
    }

    /// A task that was claimed, and not begun, may be claimed again.
    pub fn put_back(&mut self, id: PortId, task: TaskId) {
        if let Some(port) = self.to(id) {
            port.states().put_back(task);
        }
    }

    /// Sends a task's result.
    pub fn reply(&mut self, id: PortId, task: TaskId, status: Status, detail: u32, payload: &[u64]) {
        if let Some(port) = self.to(id) {
            port.answer(task, status, detail, payload);
        }
    }
}
