//! Has a task begun? One byte for each task of an isolate decides between the worker that wants to run it and
//! the submitter that wants to cancel it.
//!
//! ```text
//! QUEUED --claim--> RUNNING          (a worker took it)
//! QUEUED --cancel-> CANCELLED        (the submitter was first; the worker that finds it sends it back unrun)
//! ```
//!
//! The byte is set to QUEUED before the message is pushed, and a task id is used again only after its result was
//! collected, so that no two tasks ever meet in one byte. All later transitions are compare-and-swaps. Relaxed is
//! enough: the byte orders nothing but itself, what the task reads is published by the queue.

use crate::message::TaskId;
use crate::primitive::{AtomicU8, Ordering};

const QUEUED: u8 = 0;
const RUNNING: u8 = 1;
const CANCELLED: u8 = 2;

/// What came of a worker's wish to run a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Claim {
    /// It is the worker's.
    Run,
    /// It was cancelled before.
    Cancelled,
}

/// What came of a submitter's wish to cancel a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Cancel {
    /// It will never run.
    Cancelled,
    /// A worker has begun it.
    TooLate,
}

/// Where a task that has no result yet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nobody has begun it.
    Queued,
    /// A worker has begun it.
    Running,
    /// It was cancelled, and is still to be sent back.
    Cancelled,
}

/// The states of all tasks of one isolate. Memory is made as ids grow, and never moves.
#[derive(Debug, Default)]
pub struct TaskStates {
    states: boxcar::Vec<AtomicU8>,
}

impl TaskStates {
    /// Marks a task as queued. Only the isolate that chooses the ids calls this, before it pushes the message.
    pub fn queue(&self, task: TaskId) {
        while self.states.count() <= task as usize {
            self.states.push(AtomicU8::new(QUEUED));
        }
        self.states[task as usize].store(QUEUED, Ordering::Relaxed);
    }

    /// A worker's wish to run a task. It is asked once for each message.
    pub fn claim(&self, task: TaskId) -> Claim {
        if self.transition(task, RUNNING) {
            Claim::Run
        } else {
            Claim::Cancelled
        }
    }

    /// The submitter's wish to cancel a task that has no result yet. True again for one that was cancelled before.
    pub fn cancel(&self, task: TaskId) -> Cancel {
        if self.transition(task, CANCELLED) || self.progress(task) == Progress::Cancelled {
            Cancel::Cancelled
        } else {
            Cancel::TooLate
        }
    }

    /// Where a task that has no result yet stands. An id that was never queued counts as running: nothing can be
    /// done about it.
    #[must_use]
    pub fn progress(&self, task: TaskId) -> Progress {
        match self
            .states
            .get(task as usize)
            .map(|state| state.load(Ordering::Relaxed))
        {
            Some(QUEUED) => Progress::Queued,
            Some(CANCELLED) => Progress::Cancelled,
            _ => Progress::Running,
        }
    }

    fn transition(&self, task: TaskId, to: u8) -> bool {
        self.states.get(task as usize).is_some_and(|state| {
            state
                .compare_exchange(QUEUED, to, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
        })
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_claimed_task_cannot_be_cancelled() {
        let states = TaskStates::default();
        states.queue(5);
        assert_eq!(states.claim(5), Claim::Run);
        assert_eq!(states.cancel(5), Cancel::TooLate);
        assert_eq!(states.progress(5), Progress::Running);
    }

    #[test]
    fn a_cancelled_task_is_never_claimed_and_says_so_twice() {
        let states = TaskStates::default();
        states.queue(0);
        assert_eq!(states.cancel(0), Cancel::Cancelled);
        assert_eq!(states.cancel(0), Cancel::Cancelled);
        assert_eq!(states.claim(0), Claim::Cancelled);
    }

    #[test]
    fn an_id_is_used_again() {
        let states = TaskStates::default();
        states.queue(2000);
        assert_eq!(states.claim(2000), Claim::Run);
        states.queue(2000);
        assert_eq!(states.progress(2000), Progress::Queued);
    }

    #[test]
    fn an_unknown_id_is_nobodys() {
        let states = TaskStates::default();
        assert_eq!(states.cancel(9), Cancel::TooLate);
        assert_eq!(states.claim(9), Claim::Cancelled);
    }

    #[test]
    fn claim_and_cancel_at_once_have_exactly_one_winner() {
        let states = TaskStates::default();
        for round in 0..2_000 {
            states.queue(round);
            let (claim, cancel) = std::thread::scope(|scope| {
                let worker = scope.spawn(|| states.claim(round));
                let cancel = states.cancel(round);
                (worker.join().expect("no panic"), cancel)
            });
            assert_eq!(claim == Claim::Run, cancel == Cancel::TooLate);
        }
    }
}
