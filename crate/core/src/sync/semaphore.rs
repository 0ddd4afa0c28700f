//! A semaphore: permits, which go to those who wait in their order.

use crate::primitive::Mutex;
use crate::sync::place::{Place, ThreadNumber, Waitable};
use crate::sync::wait_list::{WaitList, deliver_all};
use std::collections::BTreeMap;
use std::sync::Arc;

/// It would have more permits than it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany;

#[derive(Debug)]
struct State {
    permits: u64,
    list: WaitList,
    /// Permits that are given back if their holder dies: those of a body of code, which will release them.
    scoped: BTreeMap<ThreadNumber, u64>,
}

/// See the module.
#[derive(Debug)]
pub struct Semaphore {
    state: Mutex<State>,
    most: u64,
}

impl Semaphore {
    /// One with so many permits, that never has more than `most`.
    #[must_use]
    pub fn new(permits: u64, most: u64) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State {
                permits,
                list: WaitList::new(),
                scoped: BTreeMap::new(),
            }),
            most,
        })
    }

    /// Takes a permit if there is one.
    #[must_use]
    pub fn try_acquire(&self) -> bool {
        let mut state = self.state.lock();
        let taken = state.permits.checked_sub(1);
        state.permits = taken.unwrap_or(0);
        taken.is_some()
    }

    /// Puts a place into the list, or grants it a permit at once: then it says true.
    pub fn enter(&self, place: &Arc<Place>) -> bool {
        let mut state = self.state.lock();
        if state.permits > 0 && place.grant() {
            state.permits -= 1;
            return true;
        }
        state.list.push(place);
        false
    }

    /// Gives so many permits.
    ///
    /// # Errors
    /// [`TooMany`]: none is given.
    pub fn release(&self, permits: u64) -> Result<(), TooMany> {
        let mut granted = Vec::new();
        {
            let mut state = self.state.lock();
            let after = state.permits.checked_add(permits).filter(|after| *after <= self.most);
            if after.is_none() {
                return Err(TooMany);
            }
            for _ in 0..permits {
                if let Some(place) = state.list.grant() {
                    granted.push(place);
                } else {
                    state.permits = state.permits + permits - granted.len() as u64;
                    break;
                }
            }
        }
        deliver_all(granted);
        Ok(())
    }

    /// How many there are.
    #[must_use]
    pub fn permits(&self) -> u64 {
        self.state.lock().permits
    }

    /// A permit of that one is given back should it die.
    pub fn begin_scope(&self, holder: ThreadNumber) {
        *self.state.lock().scoped.entry(holder).or_default() += 1;
    }

    /// It is not any more. False when it was not.
    pub fn end_scope(&self, holder: ThreadNumber) -> bool {
        let mut state = self.state.lock();
        let Some(scoped) = state.scoped.get_mut(&holder) else {
            return false;
        };
        *scoped -= 1;
        if *scoped == 0 {
            state.scoped.remove(&holder);
        }
        true
    }

    /// That one has died.
    pub fn abandon(&self, holder: ThreadNumber) -> bool {
        let scoped = self.state.lock().scoped.remove(&holder).unwrap_or(0);
        scoped > 0 && self.release(scoped).is_ok()
    }
}

impl Waitable for Semaphore {
    fn withdraw(&self, _place: &Arc<Place>) {
        self.state.lock().list.forget();
    }

    fn give_back(&self, _place: &Arc<Place>) {
        let _ = self.release(1);
    }
}
