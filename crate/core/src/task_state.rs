//! Who has a task? One byte for each task of an isolate decides between the worker that wants to run it and
//! the submitter that wants to cancel it.
//!
//! ```text
//! QUEUED --claim----> GIVEN          (a worker took it, perhaps with others that it runs first)
//! GIVEN  --put back-> QUEUED         (the worker had not begun it, and others may have it)
//! QUEUED --cancel---> CANCELLED      (the submitter was first; the worker that finds it sends it back unrun)
//! ```
//!
//! A submitter that wants to cancel a task that was given has it put back first, which fails if it has begun
//! ([`crate::Lane`]).
//!
//! The byte is set to QUEUED before the message is pushed, and a task id is used again only after its result was
//! collected, so that no two tasks ever meet in one byte. All later transitions are compare-and-swaps. Relaxed is
//! enough: the byte orders nothing but itself, what the task reads is published by the queue.

use crate::message::TaskId;
use crate::primitive::{AtomicU8, Ordering};

const QUEUED: u8 = 0;
const GIVEN: u8 = 1;
const CANCELLED: u8 = 2;

/// The bits of the byte that are the state. The others count how often the task was put back.
const STATE: u8 = 3;
const PUT_BACK: u8 = 4;

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
    /// A worker was given it.
    TooLate,
}

/// Where a task that has no result yet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nobody has begun it.
    Queued,
    /// A worker was given it, and may have begun it.
    Given,
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

    /// A worker's wish to run a task. It is asked once each time that a worker takes the message.
    pub fn claim(&self, task: TaskId) -> Claim {
        if self.transition(task, QUEUED, GIVEN) {
            Claim::Run
        } else {
            Claim::Cancelled
        }
    }

    /// The worker that claimed the task has not begun it, and never will: another may claim it.
    pub fn put_back(&self, task: TaskId) {
        let was_given = self.transition(task, GIVEN, QUEUED);
        debug_assert!(was_given, "only what was claimed is put back");
    }

    /// The submitter's wish to cancel a task that has no result yet. True again for one that was cancelled before.
    pub fn cancel(&self, task: TaskId) -> Cancel {
        if self.transition(task, QUEUED, CANCELLED) || self.progress(task) == Progress::Cancelled {
            Cancel::Cancelled
        } else {
            Cancel::TooLate
        }
    }

    /// Where a task that has no result yet stands. An id that was never queued counts as given: nothing can be
    /// done about it.
    #[must_use]
    pub fn progress(&self, task: TaskId) -> Progress {
        match self
            .states
            .get(task as usize)
            .map(|state| state.load(Ordering::Relaxed) & STATE)
        {
            Some(QUEUED) => Progress::Queued,
            Some(CANCELLED) => Progress::Cancelled,
            _ => Progress::Given,
        }
    }

    /// Where a task stands, in a form that is another one after each put-back.
    #[must_use]
    pub fn snapshot(&self, task: TaskId) -> Option<u8> {
        self.states
            .get(task as usize)
            .map(|state| state.load(Ordering::Relaxed))
    }

    fn transition(&self, task: TaskId, from: u8, to: u8) -> bool {
        let Some(state) = self.states.get(task as usize) else {
            return false;
        };
        let mut current = state.load(Ordering::Relaxed);
        while current & STATE == from {
            let put_backs = if (from, to) == (GIVEN, QUEUED) {
                (current & !STATE).wrapping_add(PUT_BACK)
            } else {
                current & !STATE
            };
            match state.compare_exchange(current, to | put_backs, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return true,
                Err(changed) => current = changed,
            }
        }
        false
    }
}

#[cfg(all(test, not(nogil_loom)))]
mod test {
    use super::*;

    #[test]
    fn a_claimed_task_cannot_be_cancelled() {
        let states = TaskStates::default();
        states.queue(5);
        assert_eq!(states.claim(5), Claim::Run);
        assert_eq!(states.cancel(5), Cancel::TooLate);
        assert_eq!(states.progress(5), Progress::Given);
    }

    #[test]
    fn a_task_that_was_put_back_can_be_cancelled_or_claimed_again() {
        let states = TaskStates::default();
        states.queue(1);
        assert_eq!(states.claim(1), Claim::Run);
        states.put_back(1);
        assert_eq!(states.claim(1), Claim::Run);
        states.put_back(1);
        assert_eq!(states.cancel(1), Cancel::Cancelled);
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
