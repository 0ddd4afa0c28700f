//! Queues between threads.
//!
//! An item goes from hand to hand: a getter that waits is given the item itself, and a putter that waits keeps its item
//! until there is room. What was given to a thread that has ended comes back to the front.

mod items;
mod key;
mod state;
#[cfg(all(test, not(nogil_loom)))]
mod test;

pub use items::Order;
pub(crate) use items::Turn;
pub use key::{Incomparable, Key, KeyPart};

use crate::primitive::{AtomicUsize, Mutex, MutexGuard, Ordering, spin_loop};
use crate::sync::{Gift, Item, Place, Waitable, deliver, deliver_all};
use items::Entry;
use state::{Refilled, State};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// What came of a put.
#[derive(Debug)]
#[must_use]
pub enum Put {
    /// The queue has it.
    Done,
    /// There is no room for it.
    Full(Item),
    /// The queue takes no more.
    Shut,
    /// Its priority cannot be compared with that of an item in the queue.
    Incomparable,
}

/// What came of a get.
#[derive(Debug)]
#[must_use]
pub enum Got {
    /// An item.
    Item(Item),
    /// There is none.
    Empty,
    /// There is none, and the queue takes no more.
    Shut,
}

/// More tasks are said to be done than items were put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooOften;

/// See the module.
#[derive(Debug)]
pub struct Queue {
    state: Mutex<State>,
    /// How many items there are: a hint for who spins.
    length: AtomicUsize,
}

/// The state, until it is let go.
struct Locked<'queue> {
    state: MutexGuard<'queue, State>,
    length: &'queue AtomicUsize,
}

impl Deref for Locked<'_> {
    type Target = State;

    fn deref(&self) -> &State {
        &self.state
    }
}

impl DerefMut for Locked<'_> {
    fn deref_mut(&mut self) -> &mut State {
        &mut self.state
    }
}

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        self.length.store(self.state.items.len(), Ordering::Relaxed);
    }
}

/// So often who spins looks, and pauses so long in between: some 50 us in all.
const SPINS: usize = 100;
const PAUSES: usize = 16;

/// A putter waits with what it brings.
#[derive(Debug)]
struct Putting(Arc<Queue>);

/// A thread waits until all is done.
#[derive(Debug)]
struct Joining(Arc<Queue>);

impl Queue {
    /// An empty queue of so many items at most; 0 is no limit.
    #[must_use]
    pub fn new(order: Order, most: usize) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State::new(order, most)),
            length: AtomicUsize::new(0),
        })
    }

    fn lock(&self) -> Locked<'_> {
        Locked {
            state: self.state.lock(),
            length: &self.length,
        }
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().items.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there is room for none.
    #[must_use]
    pub fn is_full(&self) -> bool {
        !self.lock().has_room()
    }

    /// Puts an item if there is room for it.
    pub fn try_put(&self, item: Item) -> Put {
        let getter = {
            let mut state = self.lock();
            if state.shut {
                return Put::Shut;
            }
            if !state.has_room() {
                return Put::Full(item);
            }
            match state.put(item) {
                Ok(getter) => getter,
                Err(Incomparable) => return Put::Incomparable,
            }
        };
        if let Some(getter) = getter {
            deliver(&getter);
        }
        Put::Done
    }

    /// Takes an item if there is one.
    pub fn try_get(self: &Arc<Self>) -> Got {
        let (item, putters) = {
            let mut state = self.lock();
            let Some(entry) = state.items.pop() else {
                return if state.shut { Got::Shut } else { Got::Empty };
            };
            (entry.item, state.refill())
        };
        putters.deliver();
        Got::Item(item)
    }

    /// The same, looking for a while. For threads that would sleep otherwise.
    pub fn spin_get(self: &Arc<Self>) -> Got {
        for _ in 0..SPINS {
            if self.length.load(Ordering::Relaxed) != 0 {
                match self.try_get() {
                    Got::Empty => {}
                    got => return got,
                }
            }
            for _ in 0..PAUSES {
                spin_loop();
            }
        }
        self.try_get()
    }

    /// An item that was got comes back: it is the next to be got.
    pub fn put_back(&self, item: Item) {
        self.take_back(Gift::Item(item), None);
    }

    /// The item goes to the next getter, or to where its turn is, or before all others.
    fn take_back(&self, gift: Gift, turn: Option<Turn>) {
        let Gift::Item(item) = gift else {
            return;
        };
        let (getter, joiners, dropped) = {
            let mut state = self.lock();
            if state.drops_items {
                state.unfinished = state.unfinished.saturating_sub(1);
                (None, state.done(), Some(item))
            } else {
                let turn = turn.unwrap_or_else(|| state.items.turn_of_next());
                (state.hand_on(Gift::Item(item), turn), Vec::new(), None)
            }
        };
        drop(dropped);
        if let Some(getter) = getter {
            deliver(&getter);
        }
        deliver_all(joiners);
    }

    /// A getter comes that waits where there is nothing. True when its wait is over already.
    pub fn enter_getter(self: &Arc<Self>, place: &Arc<Place>) -> bool {
        let (over, putters) = {
            let mut state = self.lock();
            if let Some(Entry { item, turn }) = state.items.pop() {
                match place.grant_at(Gift::Item(item), turn) {
                    Ok(()) => (true, state.refill()),
                    Err(gift) => {
                        state.keep(gift, turn);
                        (true, Refilled::default())
                    }
                }
            } else if state.shut {
                (place.grant_with(Gift::Shut).is_ok(), Refilled::default())
            } else {
                state.getters.push(place);
                (false, Refilled::default())
            }
        };
        putters.deliver();
        over
    }

    /// A putter comes that waits where there is no room, with its item in its hands. True when its wait is over already:
    /// the gift in its hands says how.
    pub fn enter_putter(self: &Arc<Self>, place: &Arc<Place>) -> bool {
        let getter = {
            let mut state = self.lock();
            if state.shut {
                return place.grant_with(Gift::Shut).is_ok();
            }
            let Gift::Item(item) = place.take_gift() else {
                return place.grant();
            };
            if state.items.compare(&item).is_err() {
                return place.grant_with(Gift::Incomparable).is_ok();
            }
            if !state.has_room() {
                place.bring(Gift::Item(item));
                state.putters.push(place);
                return false;
            }
            if !place.grant() {
                return true;
            }
            state.put_anyhow(item)
        };
        if let Some(getter) = getter {
            deliver(&getter);
        }
        true
    }

    /// What waits for room.
    #[must_use]
    pub fn putting(self: &Arc<Self>) -> Arc<dyn Waitable> {
        Arc::new(Putting(Arc::clone(self)))
    }

    /// What waits until all is done.
    #[must_use]
    pub fn joining(self: &Arc<Self>) -> Arc<dyn Waitable> {
        Arc::new(Joining(Arc::clone(self)))
    }

    /// One waits until all is done; true when all is.
    pub fn enter_joiner(&self, place: &Arc<Place>) -> bool {
        let mut state = self.lock();
        if state.unfinished == 0 {
            return place.grant();
        }
        state.joiners.push(place);
        false
    }

    /// Items that were put and are not said to be done.
    #[must_use]
    pub fn unfinished(&self) -> u64 {
        self.lock().unfinished
    }

    /// One item is done with.
    ///
    /// # Errors
    /// [`TooOften`]
    pub fn task_done(self: &Arc<Self>) -> Result<(), TooOften> {
        let joiners = {
            let mut state = self.lock();
            state.unfinished = state.unfinished.checked_sub(1).ok_or(TooOften)?;
            state.done()
        };
        deliver_all(joiners);
        Ok(())
    }

    /// Takes no more items. What is there can still be got, unless it is dropped.
    pub fn shut(self: &Arc<Self>, drop_items: bool) {
        let (getters, putters, joiners, dropped) = {
            let mut state = self.lock();
            state.shut = true;
            let mut dropped = Vec::new();
            state.drops_items |= drop_items;
            if drop_items {
                while let Some(entry) = state.items.pop() {
                    dropped.push(entry);
                    state.unfinished = state.unfinished.saturating_sub(1);
                }
            }
            let putters = state.putters.grant_all_with(|| Gift::Shut);
            (
                state.getters.grant_all_with(|| Gift::Shut),
                putters,
                state.done(),
                dropped,
            )
        };
        drop(dropped);
        deliver_all(getters);
        deliver_all(putters);
        deliver_all(joiners);
    }

    /// Whether it takes no more.
    #[must_use]
    pub fn is_shut(&self) -> bool {
        self.lock().shut
    }
}

impl Waitable for Queue {
    fn withdraw(&self, _place: &Arc<Place>) {
        self.lock().getters.forget();
    }

    /// The item goes to the next getter, or back to where it stood.
    fn give_back(&self, place: &Arc<Place>) {
        self.take_back(place.take_gift(), Some(place.turn()));
    }
}

impl Waitable for Putting {
    fn withdraw(&self, _place: &Arc<Place>) {
        self.0.lock().putters.forget();
    }

    fn give_back(&self, _place: &Arc<Place>) {}
}

impl Waitable for Joining {
    fn withdraw(&self, _place: &Arc<Place>) {
        self.0.lock().joiners.forget();
    }

    fn give_back(&self, _place: &Arc<Place>) {}
}
