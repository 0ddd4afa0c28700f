//! A condition: to notify is to move a waiter into the list of the lock, so that it wakes once, holding that.

use crate::interrupt::Outcome;
use crate::interrupt::{Settle, Waiter};
use crate::primitive::Mutex;
use crate::sync::lock::Lock;
use crate::sync::place::{Place, Waitable};
use crate::sync::wait_list::deliver;
use std::collections::VecDeque;
use std::sync::Arc;

/// See the module. Whoever calls it holds the lock.
#[derive(Debug)]
pub struct Condition {
    lock: Arc<Lock>,
    waits: Mutex<VecDeque<(Arc<ConditionWait>, Arc<Place>)>>,
}

/// One wait. Its notice decides between being notified, the time, and an interrupt; its place waits for the lock, and comes
/// into the list of that when the notice is decided.
#[derive(Debug)]
pub struct ConditionWait {
    condition: Arc<Condition>,
    notice: Waiter,
}

impl Condition {
    /// A condition of that lock.
    #[must_use]
    pub fn new(lock: Arc<Lock>) -> Arc<Self> {
        Arc::new(Self {
            lock,
            waits: Mutex::new(VecDeque::new()),
        })
    }

    /// The lock.
    #[must_use]
    pub fn lock(&self) -> &Arc<Lock> {
        &self.lock
    }

    /// A wait that is not in the list yet.
    #[must_use]
    pub fn wait(self: &Arc<Self>) -> Arc<ConditionWait> {
        Arc::new(ConditionWait {
            condition: Arc::clone(self),
            notice: Waiter::new(),
        })
    }

    /// Puts a wait into the list, and then lets the lock go: who notifies has the lock, and so finds it there.
    pub fn enter(&self, wait: &Arc<ConditionWait>, place: &Arc<Place>) {
        self.waits.lock().push_back((Arc::clone(wait), Arc::clone(place)));
        let _ = self.lock.release();
    }

    /// Notifies so many, those first that came first. Says how many there were.
    pub fn notify(&self, most: usize) -> usize {
        let mut notified = 0;
        while notified < most {
            let Some((wait, place)) = self.waits.lock().pop_front() else {
                break;
            };
            if wait.notice.notify() == Settle::Done {
                notified += 1;
                self.wait_for_lock(&place);
            }
        }
        notified
    }

    fn wait_for_lock(&self, place: &Arc<Place>) {
        if self.lock.enter(place) {
            deliver(place);
        }
    }
}

impl ConditionWait {
    fn leave(self: &ConditionWait) {
        let mut waits = self.condition.waits.lock();
        waits.retain(|(wait, _)| !std::ptr::eq(&raw const **wait, self));
    }
}

impl Waitable for ConditionWait {
    fn withdraw(&self, place: &Arc<Place>) {
        if self.notice.expire() == Settle::Done {
            self.leave();
            return;
        }
        self.condition.lock.withdraw(place);
        if !self.is_late() {
            self.condition.notify(1);
        }
    }

    fn give_back(&self, place: &Arc<Place>) {
        self.condition.lock.give_back(place);
        if !self.is_late() {
            self.condition.notify(1);
        }
    }

    fn retry(&self, place: &Arc<Place>) {
        if self.notice.outcome().is_some() {
            self.condition.lock.retry(place);
        }
    }

    /// It goes on to wait for the lock.
    fn overdue(&self, place: &Arc<Place>) {
        if self.notice.expire() == Settle::Done {
            self.leave();
            self.condition.wait_for_lock(place);
        }
    }

    fn is_late(&self) -> bool {
        self.notice.outcome() == Some(Outcome::Expired)
    }
}
