//! A barrier: so many parties wait until all are there.
//!
//! The last one to come may have something to do first (the action, in JavaScript): it says when that is done, or that it
//! has failed. Who comes meanwhile is of the next round, or of one after that.

use crate::primitive::Mutex;
use crate::sync::place::{Gift, Place, ThreadNumber, Waitable};
use crate::sync::wait_list::{WaitList, deliver_all};
use std::collections::VecDeque;
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

/// A round whose action runs.
#[derive(Debug)]
struct Acting {
    /// The thread of its last party.
    last: ThreadNumber,
    /// The other parties.
    list: WaitList,
}

#[derive(Debug)]
struct State {
    /// Of the round that fills.
    arrived: u32,
    list: WaitList,
    acting: Option<Acting>,
    /// Those that have filled meanwhile, with their last parties.
    full: VecDeque<WaitList>,
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
                full: VecDeque::new(),
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
        let is_last = party + 1 == self.parties;
        state.arrived = if is_last { 0 } else { party + 1 };
        if is_last && state.acting.is_none() {
            state.acting = Some(Acting {
                last: place.holder(),
                list: std::mem::take(&mut state.list),
            });
            return Arrived::Last(party);
        }
        place.bring(Gift::Party(party));
        state.list.push(place);
        if is_last {
            let list = std::mem::take(&mut state.list);
            state.full.push_back(list);
        }
        Arrived::Waits
    }

    /// The last one, of that thread, says that its action is done: all others go on. False when its round is broken.
    pub fn release(&self, last: ThreadNumber) -> bool {
        let granted = {
            let mut state = self.state.lock();
            // After a reset it may be another round's action that runs.
            let Some(mut acting) = state.acting.take_if(|acting| acting.last == last) else {
                return false;
            };
            let mut granted = acting.list.grant_all();
            if let Some(mut list) = state.full.pop_front() {
                if let Some(place) = list.grant_last_with(Gift::LastParty(self.parties - 1)) {
                    state.acting = Some(Acting {
                        last: place.holder(),
                        list,
                    });
                    granted.push(place);
                } else {
                    // All of them have been interrupted, and nobody is there to go on.
                    granted.extend(state.break_up());
                }
            }
            granted
        };
        deliver_all(granted);
        true
    }

    /// Breaks it: all who wait hear of it, and all who come.
    pub fn abort(&self) {
        let granted = self.state.lock().break_up();
        deliver_all(granted);
    }

    /// Those who wait hear that it is broken, and it is as new.
    pub fn reset(&self) {
        let granted = {
            let mut state = self.state.lock();
            let granted = state.break_up();
            state.broken = false;
            granted
        };
        deliver_all(granted);
    }

    /// That one has died. If its action runs, nobody else will say that this is done.
    pub fn abandon(&self, last: ThreadNumber) -> bool {
        let granted = {
            let mut state = self.state.lock();
            if state.acting.as_ref().is_none_or(|acting| acting.last != last) {
                return false;
            }
            state.break_up()
        };
        deliver_all(granted);
        true
    }
}

impl State {
    #[must_use]
    fn break_up(&mut self) -> Vec<Arc<Place>> {
        self.broken = true;
        self.arrived = 0;
        let acting = self.acting.take().map(|acting| acting.list);
        let filling = std::mem::take(&mut self.list);
        let rounds = acting.into_iter().chain(self.full.drain(..)).chain([filling]);
        rounds
            .flat_map(|mut list| list.grant_all_with(|| Gift::Broken))
            .collect()
    }

    fn contains(&self, place: &Arc<Place>) -> bool {
        let acting = self.acting.as_ref().map(|acting| &acting.list);
        let mut lists = acting.into_iter().chain(&self.full).chain([&self.list]);
        lists.any(|list| list.contains(place))
    }
}

impl Waitable for Barrier {
    /// A party that dies breaks it for all others.
    fn withdraw(&self, place: &Arc<Place>) {
        let granted = {
            let mut state = self.state.lock();
            if state.contains(place) {
                state.break_up()
            } else {
                Vec::new()
            }
        };
        deliver_all(granted);
    }

    fn give_back(&self, place: &Arc<Place>) {
        // Nobody else will do what the last one has to do.
        if matches!(place.take_gift(), Gift::LastParty(_)) {
            self.abandon(place.holder());
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
        deliver_all(granted);
    }
}
