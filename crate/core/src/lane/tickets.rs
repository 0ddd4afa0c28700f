//! The tasks of a lane that have no result yet, by the numbers under which its isolate knows them.

use super::roster::Running;
use crate::message::TaskId;
use crate::port::PortId;
use crate::primitive::Instant;

/// Task ids are their submitters' own, and a lane works for several: a ticket is the lane's own number.
pub type Ticket = u32;

/// See the module.
#[derive(Debug, Default)]
pub struct Tickets {
    tasks: Vec<Option<Issued>>,
    free: Vec<Ticket>,
    aborts: Vec<Abort>,
}

/// A task that has a ticket.
#[derive(Debug)]
struct Issued {
    port: PortId,
    task: TaskId,
    function: u32,
    since: Instant,
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
    /// A number for a task of that function, which is handed out now. It is used again after `take`.
    ///
    /// # Panics
    /// At 2^32 tasks at once.
    pub fn issue(&mut self, port: PortId, task: TaskId, function: u32, now: Instant) -> Ticket {
        let issued = Some(Issued {
            port,
            task,
            function,
            since: now,
        });
        if let Some(ticket) = self.free.pop() {
            self.tasks[ticket as usize] = issued;
            return ticket;
        }
        let ticket = Ticket::try_from(self.tasks.len()).expect("fewer than 2^32 tasks at once");
        self.tasks.push(issued);
        ticket
    }

    /// What runs, but for tasks that were handed out and not begun. The oldest first.
    pub fn running(&self, not_begun: &[Ticket], now: Instant) -> Vec<Running> {
        let begun = |index: usize| !not_begun.iter().any(|ticket| *ticket as usize == index);
        let issued = self.tasks.iter().enumerate().filter(|(index, _)| begun(*index));
        let mut running: Vec<_> = issued
            .filter_map(|(_, issued)| issued.as_ref())
            .map(|issued| Running {
                function: issued.function,
                time: now.saturating_duration_since(issued.since),
            })
            .collect();
        running.sort_by_key(|task| std::cmp::Reverse(task.time));
        running
    }

    /// Whose it is; none for a number that was not issued, or taken already.
    pub fn take(&mut self, ticket: Ticket) -> Option<(PortId, TaskId)> {
        let Issued { port, task, .. } = self.tasks.get_mut(ticket as usize)?.take()?;
        self.free.push(ticket);
        if !self.aborts.is_empty() {
            self.aborts.retain(|abort| abort.ticket != ticket);
        }
        Some((port, task))
    }

    /// Takes all.
    pub fn take_all(&mut self) -> Vec<(PortId, TaskId)> {
        self.free.clear();
        self.aborts.clear();
        let tasks = self.tasks.drain(..).flatten();
        tasks.map(|issued| (issued.port, issued.task)).collect()
    }

    /// How many were issued, and not taken.
    pub fn len(&self) -> usize {
        self.tasks.len() - self.free.len()
    }

    /// Remembers that a task is to end, and why. False when it has no ticket.
    pub fn abort(&mut self, port: PortId, task: TaskId, number: u32, reason: Box<[u8]>) -> bool {
        let is_it = |issued: &Issued| issued.port == port && issued.task == task;
        let Some(index) = self.tasks.iter().position(|issued| issued.as_ref().is_some_and(is_it)) else {
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
    use std::time::Duration;

    #[test]
    fn an_abort_ends_with_its_task() {
        let mut tickets = Tickets::default();
        let ticket = tickets.issue(PortId(1), 7, 0, Instant::now());
        assert!(!tickets.abort(PortId(2), 7, 1, Box::default()));
        assert!(tickets.abort(PortId(1), 7, 2, Box::from([5])));
        assert_eq!(tickets.abort_reason(ticket), Some(&[5][..]));
        assert!(tickets.is_aborting(2));
        assert_eq!(tickets.take(ticket), Some((PortId(1), 7)));
        assert!(!tickets.is_aborting(2));
        assert_eq!(tickets.issue(PortId(1), 8, 0, Instant::now()), ticket);
        assert_eq!(tickets.abort_reason(ticket), None);
    }

    #[test]
    fn what_runs_is_told_the_oldest_first() {
        let (mut tickets, now) = (Tickets::default(), Instant::now());
        let ended = tickets.issue(PortId(1), 1, 10, now);
        let young = tickets.issue(PortId(1), 2, 20, now + Duration::from_secs(2));
        tickets.issue(PortId(1), 3, 30, now + Duration::from_secs(1));
        let waiting = tickets.issue(PortId(1), 4, 40, now);
        tickets.take(ended);
        let running = tickets.running(&[waiting], now + Duration::from_secs(3));
        let seen: Vec<_> = running
            .iter()
            .map(|task| (task.function, task.time.as_secs()))
            .collect();
        assert_eq!(seen, [(30, 2), (20, 1)]);
        tickets.take(young);
        assert_eq!(tickets.running(&[waiting], now).len(), 1);
    }
}
