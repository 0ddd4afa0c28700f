//! An event: a flag that is read without a lock; setting it wakes all who wait.

use crate::primitive::{AtomicBool, Mutex, Ordering};
use crate::sync::place::{Place, Waitable};
use crate::sync::wait_list::{WaitList, deliver_all};
use std::sync::Arc;

/// See the module.
#[derive(Debug)]
pub struct Event {
    flag: AtomicBool,
    list: Mutex<WaitList>,
}

impl Default for Event {
    fn default() -> Self {
        Self {
            flag: AtomicBool::new(false),
            list: Mutex::new(WaitList::new()),
        }
    }
}

impl Event {
    /// One that is not set.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Whether it is set. What was written before is seen then.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.flag.load(Ordering::Acquire)
    }

    /// Takes the flag down.
    pub fn clear(&self) {
        self.flag.store(false, Ordering::Release);
    }

    /// Sets the flag. All who wait are woken, also if it is cleared at once.
    pub fn set(&self) {
        let granted = {
            let mut list = self.list.lock();
            self.flag.store(true, Ordering::Release);
            list.grant_all()
        };
        deliver_all(granted);
    }

    /// Puts a place into the list; true when the event is set, and there is nothing to wait for.
    pub fn enter(&self, place: &Arc<Place>) -> bool {
        let mut list = self.list.lock();
        if self.is_set() && place.grant() {
            return true;
        }
        list.push(place);
        false
    }
}

impl Waitable for Event {
    fn withdraw(&self, _place: &Arc<Place>) {
        self.list.lock().forget();
    }

    fn give_back(&self, _place: &Arc<Place>) {}
}
