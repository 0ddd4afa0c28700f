//! A thread that waits in native code, slice by slice.

use crate::Waits;
use crate::interrupt::{Outcome, Wait};
use crate::primitive::Instant;
use crate::sync::place::{Gift, Place, ThreadNumber, Waitable};
use std::sync::Arc;
use std::time::Duration;

/// How a wait stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Answer {
    /// It goes on.
    Pending,
    /// It has what it waited for.
    Granted,
    /// Its time was over first.
    Expired,
    /// Its thread ends.
    Interrupted,
}

/// A wait that has begun, registered until it is dropped. What it was granted and has not accepted is then given back.
#[derive(Debug)]
pub struct BlockedWait {
    _wait: Wait,
    place: Arc<Place>,
    object: Arc<dyn Waitable>,
    until: Option<Instant>,
    /// Nobody is to be told of its end any more.
    over: bool,
}

impl BlockedWait {
    /// A wait of so long at most. `enter` puts its place into the list of what is waited for.
    #[must_use]
    pub fn begin(
        waits: &Arc<Waits>,
        holder: ThreadNumber,
        length: Option<Duration>,
        gift: Gift,
        enter: impl FnOnce(&Arc<Place>) -> Arc<dyn Waitable>,
    ) -> Self {
        let wait = waits.begin();
        let place = Place::of_thread(Arc::clone(wait.waiter()), holder, gift);
        let object = enter(&place);
        Self {
            _wait: wait,
            place,
            object,
            until: length.and_then(|length| Instant::now().checked_add(length)),
            over: false,
        }
    }

    /// Sleeps until the wait is over, for so long at most.
    pub fn slice(&mut self, most: Option<Duration>) -> Answer {
        let end = most.and_then(|most| Instant::now().checked_add(most));
        loop {
            if let Some(outcome) = self.place.outcome() {
                return self.answer(outcome);
            }
            self.object.retry(&self.place);
            if !self.place.waits() {
                continue;
            }
            if is_over(self.until) {
                self.until = None;
                self.object.overdue(&self.place);
                continue;
            }
            if is_over(end) {
                return Answer::Pending;
            }
            let first = match (self.until, end) {
                (Some(until), Some(end)) => Some(until.min(end)),
                (until, end) => until.or(end),
            };
            let _ = self.place.park(first);
        }
    }

    fn answer(&mut self, outcome: Outcome) -> Answer {
        match outcome {
            Outcome::Notified => Answer::Granted,
            Outcome::Expired => Answer::Expired,
            Outcome::Interrupted => {
                if !std::mem::replace(&mut self.over, true) {
                    self.object.withdraw(&self.place);
                }
                Answer::Interrupted
            }
        }
    }

    /// Takes what it was granted, and what was given with it. Until then a thread that ends gives it back.
    #[must_use]
    pub fn accept(&mut self) -> Gift {
        self.over = true;
        self.place.take_gift()
    }

    /// Whether what it was granted is that its time was over.
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.object.is_late()
    }
}

impl Drop for BlockedWait {
    fn drop(&mut self) {
        if self.over {
            return;
        }
        if self.place.expire() {
            self.object.withdraw(&self.place);
            return;
        }
        match self.place.outcome() {
            Some(Outcome::Notified) => self.object.give_back(&self.place),
            Some(Outcome::Interrupted) => self.object.withdraw(&self.place),
            _ => {}
        }
    }
}

fn is_over(moment: Option<Instant>) -> bool {
    moment.is_some_and(|moment| moment <= Instant::now())
}
