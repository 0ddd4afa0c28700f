//! A barrier: so many parties wait until all are there.
//!
//! The last one to come may have something to do first (the action, in JavaScript): it says when that is done, or that it
//! has failed. Who comes meanwhile is of the next round.

use crate::primitive::Mutex;
use crate::sync::place::{Gift, Place, Waitable};
use crate::sync::wait_list::{WaitList, deliver_all};
use std::sync::Arc;

/// What came of coming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Arrived {
    /// It waits for others.
    Waits,
    /// It is the last, with this number: all others wait for [`Barrier::release`] now.
    Last(u32),
    /// The barrier is broken.
    Broken,
}

#[derive(Debug)]
struct State {
    /// Of the round that fills.
    arrived: u32,
    list: WaitList,
    /// Of the round whose action runs.
    acting: Option<WaitList>,
    broken: bool,
}

/// See the module.
#[derive(Debug)]
pub struct Barrier {
    parties: u32,
    state: Mutex<State>,
}

impl Barrier {
    /// One for so many.
    #[must_use]
    pub fn new(parties: u32) -> Arc<Self> {
        Arc::new(Self {
            parties,
            state: Mutex::new(State {
                arrived: 0,
                list: WaitList::new(),
                acting: None,
                broken: false,
            }),
        })
    }

    /// How many it is for.
    #[must_use]
    pub fn parties(&self) -> u32 {
        self.parties
    }

    /// How many wait.
    #[must_use]
    pub fn waiting(&self) -> u32 {
        let state = self.state.lock();
        if state.broken {
            return 0;
        }
        if state.acting.is_some() {
            self.parties
        } else {
            state.arrived
        }
    }

    /// Whether it is broken.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.state.lock().broken
    }

    /// A party comes.
    pub fn enter(&self, place: &Arc<Place>) -> Arrived {
        let mut state = self.state.lock();
        if state.broken {
            return Arrived::Broken;
        }
        let party = state.arrived;
        if party + 1 == self.parties && state.acting.is_none() {
            state.arrived = 0;
            state.acting = Some(std::mem::take(&mut state.list));
            return Arrived::Last(party);
        }
        state.arrived += 1;
        place.bring(Gift::Party(party));
        state.list.push(place);
        Arrived::Waits
    }

    /// The last one says that its action is done: all others go on. False when its round is broken.
    pub fn release(&self) -> bool {
        let granted = {
            let mut state = self.state.lock();
            let Some(mut acting) = state.acting.take() else {
                return false;
            };
            let mut granted = acting.grant_all();
            // The next round has filled meanwhile.
            if state.arrived == self.parties {
                state.arrived = 0;
                let mut list = std::mem::take(&mut state.list);
                granted.extend(list.grant_last_with(Gift::LastParty(self.parties - 1)));
                state.acting = Some(list);
            }
            granted
        };
        deliver_all(self, granted);
        true
    }

    /// Breaks it: all who wait hear of it, and all who come.
    pub fn abort(&self) {
        let granted = self.state.lock().break_up();
        deliver_all(self, granted);
    }

    /// Those who wait hear that it is broken, and it is as new.
    pub fn reset(&self) {
        let granted = {
            let mut state = self.state.lock();
            let granted = state.break_up();
            state.broken = false;
            granted
        };
        deliver_all(self, granted);
    }
}

impl State {
    #[must_use]
    fn break_up(&mut self) -> Vec<Arc<Place>> {
        self.broken = true;
        self.arrived = 0;
        let mut granted = self.list.grant_all_with(|| Gift::Broken);
        if let Some(mut acting) = self.acting.take() {
            granted.extend(acting.grant_all_with(|| Gift::Broken));
        }
        granted
    }

    fn contains(&self, place: &Arc<Place>) -> bool {
        self.list.contains(place) || self.acting.as_ref().is_some_and(|acting| acting.contains(place))
    }
}

impl Waitable for Barrier {
    /// A party that dies breaks it for all others of its round.
    fn withdraw(&self, place: &Arc<Place>) {
        let granted = {
            let mut state = self.state.lock();
            if state.contains(place) {
                state.break_up()
            } else {
                Vec::new()
            }
        };
        deliver_all(self, granted);
    }

    fn give_back(&self, place: &Arc<Place>) {
        // Nobody else will do what the last one has to do.
        if matches!(place.take_gift(), Gift::LastParty(_)) {
            self.abort();
        }
    }

    /// So does one whose time is over, in the same moment: nobody resets it in between.
    fn overdue(&self, place: &Arc<Place>) {
        let granted = {
            let mut state = self.state.lock();
            if !place.expire() {
                return;
            }
            state.break_up()
        };
        deliver_all(self, granted);
    }
}
