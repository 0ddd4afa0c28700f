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
    aborts: Vec<Abort>,
}

/// A task that is to end.
#[derive(Debug)]
struct Abort {
    ticket: Ticket,
    /// No other abort of the process has it.
    number: u32,
    reason: Box<[u8]>,
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
        if !self.aborts.is_empty() {
            self.aborts.retain(|abort| abort.ticket != ticket);
        }
        Some(task)
    }

    /// Takes all.
    pub fn take_all(&mut self) -> Vec<(PortId, TaskId)> {
        self.free.clear();
        self.aborts.clear();
        self.tasks.drain(..).flatten().collect()
    }

    /// How many were issued, and not taken.
    pub fn len(&self) -> usize {
        self.tasks.len() - self.free.len()
    }

    /// Remembers that a task is to end, and why. False when it has no ticket.
    pub fn abort(&mut self, port: PortId, task: TaskId, number: u32, reason: Box<[u8]>) -> bool {
        let Some(index) = self.tasks.iter().position(|issued| *issued == Some((port, task))) else {
            return false;
        };
        let ticket = Ticket::try_from(index).expect("tickets have 32 bits");
        self.aborts.push(Abort { ticket, number, reason });
        true
    }

    /// Whether the task of that abort has not ended yet.
    pub fn is_aborting(&self, number: u32) -> bool {
        self.aborts.iter().any(|abort| abort.number == number)
    }

    /// Why a task is to end, if it is: what was said first.
    pub fn abort_reason(&self, ticket: Ticket) -> Option<&[u8]> {
        let abort = self.aborts.iter().find(|abort| abort.ticket == ticket)?;
        Some(&abort.reason)
    }
}

#[cfg(all(test, not(nogil_loom)))]
mod test {
    use super::*;

    #[test]
    fn an_abort_ends_with_its_task() {
        let mut tickets = Tickets::default();
        let ticket = tickets.issue(PortId(1), 7);
        assert!(!tickets.abort(PortId(2), 7, 1, Box::default()));
        assert!(tickets.abort(PortId(1), 7, 2, Box::from([5])));
        assert_eq!(tickets.abort_reason(ticket), Some(&[5][..]));
        assert!(tickets.is_aborting(2));
        assert_eq!(tickets.take(ticket), Some((PortId(1), 7)));
        assert!(!tickets.is_aborting(2));
        assert_eq!(tickets.issue(PortId(1), 8), ticket);
        assert_eq!(tickets.abort_reason(ticket), None);
    }
}
