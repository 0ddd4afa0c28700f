//! The waiters of one object, in the order in which they came.

use crate::queue::Turn;
use crate::sync::awaits::Awaited;
use crate::sync::place::{Gift, Place};
use std::collections::VecDeque;
use std::sync::Arc;

/// Places whose waits have ended otherwise are skipped, and swept when they are the greater part.
#[derive(Debug, Default)]
pub struct WaitList {
    places: VecDeque<Arc<Place>>,
    ended: usize,
}

impl WaitList {
    pub const fn new() -> Self {
        Self {
            places: VecDeque::new(),
            ended: 0,
        }
    }

    pub fn push(&mut self, place: &Arc<Place>) {
        self.places.push_back(Arc::clone(place));
    }

    /// The first that still waits.
    pub fn front(&mut self) -> Option<&Arc<Place>> {
        while self.places.front().is_some_and(|place| !place.waits()) {
            self.pop();
        }
        self.places.front()
    }

    /// Grants to the first that still waits.
    pub fn grant(&mut self) -> Option<Arc<Place>> {
        while let Some(place) = self.pop() {
            if place.grant() {
                return Some(place);
            }
        }
        None
    }

    /// Grants a gift with its turn to the first that still waits.
    ///
    /// # Errors
    /// The gift, when nobody waits.
    pub fn grant_at(&mut self, mut gift: Gift, turn: Turn) -> Result<Arc<Place>, Gift> {
        while let Some(place) = self.pop() {
            match place.grant_at(gift, turn) {
                Ok(()) => return Ok(place),
                Err(back) => gift = back,
            }
        }
        Err(gift)
    }

    /// Grants to the last that still waits.
    pub fn grant_last_with(&mut self, mut gift: Gift) -> Option<Arc<Place>> {
        while let Some(place) = self.places.pop_back() {
            match place.grant_with(gift) {
                Ok(()) => return Some(place),
                Err(back) => gift = back,
            }
        }
        None
    }

    /// Grants to all that still wait, with what is in their hands already.
    pub fn grant_all(&mut self) -> Vec<Arc<Place>> {
        self.take_all(Place::grant)
    }

    /// Grants a gift to all that still wait.
    pub fn grant_all_with(&mut self, gift: impl Fn() -> Gift) -> Vec<Arc<Place>> {
        self.take_all(|place| place.grant_with(gift()).is_ok())
    }

    fn take_all(&mut self, is_granted: impl Fn(&Place) -> bool) -> Vec<Arc<Place>> {
        self.ended = 0;
        let places = std::mem::take(&mut self.places);
        places.into_iter().filter(|place| is_granted(place)).collect()
    }

    /// Whether it is among them, also if its wait has ended.
    pub fn contains(&self, place: &Arc<Place>) -> bool {
        self.places.iter().any(|other| Arc::ptr_eq(other, place))
    }

    /// One of them has ended otherwise. In constant time, spread over all.
    pub fn forget(&mut self) {
        self.ended += 1;
        if self.ended * 2 > self.places.len() {
            self.places.retain(|place| place.waits());
            self.ended = 0;
        }
    }

    /// Takes the first out, also if its wait has ended.
    pub fn pop(&mut self) -> Option<Arc<Place>> {
        let place = self.places.pop_front()?;
        if !place.waits() {
            self.ended = self.ended.saturating_sub(1);
        }
        Some(place)
    }
}

/// Tells an event loop of its grant; a thread was woken by the grant itself. Without a lock of the object.
pub fn deliver(place: &Arc<Place>) {
    if let Some((awaits, _)) = place.of() {
        give_back(awaits.tell([Arc::clone(place)]));
    }
}

/// The same for many, of which neighbours of one event loop are told together.
pub fn deliver_all(places: Vec<Arc<Place>>) {
    let mut together: Vec<Arc<Place>> = Vec::new();
    for place in places.into_iter().filter(|place| place.is_of_loop()) {
        let is_other = |last: &Arc<Place>| match (last.of(), place.of()) {
            (Some((one, _)), Some((other, _))) => !Arc::ptr_eq(one, other),
            _ => true,
        };
        if together.last().is_some_and(is_other) {
            deliver_together(std::mem::take(&mut together));
        }
        together.push(place);
    }
    deliver_together(together);
}

fn deliver_together(places: Vec<Arc<Place>>) {
    let of = |place: &Arc<Place>| place.of().map(|(awaits, _)| Arc::clone(awaits));
    if let Some(awaits) = places.first().and_then(of) {
        give_back(awaits.tell(places));
    }
}

fn give_back(refused: Vec<Awaited>) {
    for (place, object) in refused {
        object.give_back(&place);
    }
}
