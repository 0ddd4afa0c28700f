//! The results that an isolate has written on its desk, on their way to who submitted the tasks.

use super::desk::Desk;
use super::roster::Tally;
use super::tickets::Tickets;
use crate::message::{HEADER_WORDS, Status, TaskId, high_half, low_half};
use crate::port::PortId;
use crate::route::Route;
use std::fmt;

/// The status of a record that is no result: the task goes on, and its result comes later.
pub const GOES_ON: u32 = 255;

/// Marks the first record of a task of the open batch, in the high half of word 1.
pub const FIRST_RECORD: u32 = 1;

/// Words from JavaScript that are no results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaneError {
    /// A record does not fit into the memory that it stands in, or is shorter than its header.
    BadRecord,
    /// A record names a task that the lane has not, or not any more.
    BadTicket,
    /// The isolate has gone.
    Abandoned,
}

impl fmt::Display for LaneError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::BadRecord => "what was handed in is no whole record",
            Self::BadTicket => "a result of a task that this thread was not given",
            Self::Abandoned => "this thread has left its pool",
        })
    }
}

impl std::error::Error for LaneError {}

/// How far the results of the open batch were delivered, and how tasks have ended.
#[derive(Debug, Default)]
pub struct Results {
    /// Words that were delivered.
    read: usize,
    /// First records among them.
    read_first: usize,
    pub tally: Tally,
}

impl Results {
    /// The desk is empty again.
    pub fn forget(&mut self) {
        self.read = 0;
        self.read_first = 0;
    }

    /// Delivers records while `go_on` says so of the number of first records before the next one, and of its place.
    pub fn deliver(
        &mut self,
        desk: &dyn Desk,
        tickets: &mut Tickets,
        route: &mut Route,
        go_on: impl Fn(usize, usize) -> bool,
    ) -> Result<(), LaneError> {
        let mut failed = Ok(());
        // The next result, if it is not the first one for its port.
        let mut next = None;
        let mut read_next = || -> Option<(PortId, TaskId, u32, &[u64])> {
            while go_on(self.read_first, self.read) {
                let Some(record) = desk.record(self.read) else {
                    failed = Err(LaneError::BadRecord);
                    return None;
                };
                let (ticket, status, mark) = (high_half(record[0]), low_half(record[1]), high_half(record[1]));
                self.read += record.len();
                self.read_first += usize::from(mark == FIRST_RECORD);
                if status == GOES_ON {
                    continue;
                }
                let Some((port, task)) = tickets.take(ticket) else {
                    failed = Err(LaneError::BadTicket);
                    return None;
                };
                if status == Status::Returned as u32 {
                    self.tally.done += 1;
                } else {
                    self.tally.failed += 1;
                }
                return Some((port, task, status, &record[HEADER_WORDS..]));
            }
            None
        };
        while let Some((port, task, status, payload)) = next.take().or_else(&mut read_next) {
            let Some(inbox) = route.to(port) else {
                continue;
            };
            // A submitter that has gone needs no answer.
            let _ = inbox.deliver_many(|delivery| {
                delivery.answer(task, status, 0, payload);
                loop {
                    next = read_next();
                    match next {
                        Some((same, task, status, payload)) if same == port => {
                            delivery.answer(task, status, 0, payload);
                        }
                        _ => break,
                    }
                }
            });
        }
        failed
    }
}
