//! What an event loop awaits, by numbers that it gives itself, and what of that has come.
//!
//! Its bell is rung when something comes and nothing was there; who is rung takes all that is there.

use crate::interrupt::Outcome;
use crate::port::Bell;
use crate::primitive::Mutex;
use crate::sync::place::{Place, Waitable};
use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

/// The number of a wait. Small, and used again when the wait is over.
pub type Token = u32;

/// A wait, and what is waited for.
pub(super) type Awaited = (Arc<Place>, Arc<dyn Waitable>);

/// What came of the end of a wait's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Expiry {
    /// The wait is over, and nothing will be told of it.
    Now,
    /// It will be told of, as it was granted, or has to wait for a lock yet.
    Later,
}

/// See the module.
pub struct Awaits {
    bell: Box<dyn Bell>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    open: bool,
    /// Granted, and not taken yet.
    come: VecDeque<Arc<Place>>,
    by_token: Vec<Option<Awaited>>,
}

impl Awaits {
    /// Nothing is awaited yet.
    #[must_use]
    pub fn new(bell: Box<dyn Bell>) -> Arc<Self> {
        Arc::new(Self {
            bell,
            state: Mutex::new(State {
                open: true,
                come: VecDeque::new(),
                by_token: Vec::new(),
            }),
        })
    }

    /// A wait begins: to be called before its place is in any list.
    pub fn begin(&self, token: Token, place: &Arc<Place>, object: Arc<dyn Waitable>) {
        let mut state = self.state.lock();
        let index = token as usize;
        if state.by_token.len() <= index {
            state.by_token.resize_with(index + 1, || None);
        }
        state.by_token[index] = Some((Arc::clone(place), object));
    }

    /// What it waits for was there at once.
    pub fn end(&self, token: Token) {
        self.state.lock().take(token);
    }

    /// The time of a wait is over.
    pub fn expire(&self, token: Token) -> Expiry {
        let awaited = {
            let state = self.state.lock();
            state.by_token.get(token as usize).cloned().flatten()
        };
        let Some((place, object)) = awaited else {
            return Expiry::Later;
        };
        object.overdue(&place);
        if place.outcome() != Some(Outcome::Expired) {
            return Expiry::Later;
        }
        self.end(token);
        Expiry::Now
    }

    /// Grants have come. Gives back those that nobody will ever take, with what they waited for: who grants a lock to one
    /// that waited for a condition does not know of that.
    #[must_use]
    pub(super) fn tell(&self, places: impl IntoIterator<Item = Arc<Place>>) -> Vec<Awaited> {
        {
            let mut state = self.state.lock();
            if !state.open {
                let of = |place: Arc<Place>| state.take(place.of()?.1);
                return places.into_iter().filter_map(of).collect();
            }
            let was_empty = state.come.is_empty();
            state.come.extend(places);
            if !was_empty {
                return Vec::new();
            }
        }
        self.bell.ring();
        Vec::new()
    }

    /// The grant that came first. It is the taker's from now on.
    #[must_use]
    pub fn take(&self) -> Option<(Token, Arc<Place>, Arc<dyn Waitable>)> {
        let mut state = self.state.lock();
        while let Some(place) = state.come.pop_front() {
            if let Some((_, token)) = place.of()
                && let Some((place, object)) = state.take(token)
            {
                return Some((token, place, object));
            }
        }
        None
    }

    /// The event loop has gone. What it waits for is withdrawn, what it was granted and has not taken is given back.
    pub fn close(&self) {
        let (granted, waiting) = {
            let mut state = self.state.lock();
            state.open = false;
            let come = std::mem::take(&mut state.come);
            let of = |place: Arc<Place>| state.take(place.of()?.1);
            let granted: Vec<_> = come.into_iter().filter_map(of).collect();
            // All that wait end before anything is given back: else that could be granted to the next of them, and to the
            // next. One that was granted and is not among those that have come stays: who granted it gives it back.
            let waits = |awaited: &&mut Option<Awaited>| awaited.as_ref().is_some_and(|(place, _)| place.expire());
            let waiting = state.by_token.iter_mut().filter(waits);
            let waiting: Vec<_> = waiting.filter_map(Option::take).collect();
            (granted, waiting)
        };
        for (place, object) in waiting {
            object.withdraw(&place);
        }
        for (place, object) in granted {
            object.give_back(&place);
        }
    }
}

impl State {
    fn take(&mut self, token: Token) -> Option<Awaited> {
        self.by_token.get_mut(token as usize)?.take()
    }
}

impl fmt::Debug for Awaits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Awaits").finish_non_exhaustive()
    }
}
