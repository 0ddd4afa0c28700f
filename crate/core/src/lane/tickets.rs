//! The tasks of a lane that have no result yet, by the numbers under which its isolate knows them.

use crate::message::TaskId;
use crate::port::PortId;

/// Task ids are their submitters' own, and a lane works for several: a ticket is the lane's own number.
pub type Ticket = u32;

/// See the module.
#[derive(Debug, Default)]
pub struct Tickets {
    tasks: Vec<Option<(PortId, TaskId)>>,
    free: Vec<Ticket>,
}

impl Tickets {
    /// A number for a task. It is used again after `take`.
    ///
    /// # Panics
    /// At 2^32 tasks at once.
    pub fn issue(&mut self, port: PortId, task: TaskId) -> Ticket {
        if let Some(ticket) = self.free.pop() {
            self.tasks[ticket as usize] = Some((port, task));
            return ticket;
        }
        let ticket = Ticket::try_from(self.tasks.len()).expect("fewer than 2^32 tasks at once");
        self.tasks.push(Some((port, task)));
        ticket
    }

    /// Whose it is; none for a number that was not issued, or taken already.
    pub fn take(&mut self, ticket: Ticket) -> Option<(PortId, TaskId)> {
        let task = self.tasks.get_mut(ticket as usize)?.take()?;
        self.free.push(ticket);
        Some(task)
    }

    /// Takes all.
    pub fn take_all(&mut self) -> Vec<(PortId, TaskId)> {
        self.free.clear();
        self.tasks.drain(..).flatten().collect()
    }
}
