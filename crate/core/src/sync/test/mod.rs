mod awaits;
mod barrier;
mod condition;
mod event;
mod lock;
mod lock_like;
mod rlock;
mod semaphore;

use super::*;
use crate::interrupt::{Interrupts, Waits};
use crate::port::test::Count;
use std::sync::Arc;
use std::time::Duration;

/// Long enough that a test which waits so long has failed.
pub(crate) const LONG: Option<Duration> = Some(Duration::from_secs(30));
/// A time that is over at once.
pub(crate) const NO_TIME: Option<Duration> = Some(Duration::ZERO);

pub(crate) const ME: ThreadNumber = 1;
pub(crate) const OTHER: ThreadNumber = 2;
pub(crate) const THIRD: ThreadNumber = 3;

/// The waits of one thread.
pub(crate) fn waits() -> Arc<Waits> {
    Interrupts::default().join()
}

/// An event loop, its bell, and the numbers that it gives.
pub(crate) struct Loop {
    pub awaits: Arc<Awaits>,
    pub bell: Arc<Count>,
    pub holder: ThreadNumber,
}

impl Loop {
    pub fn new(holder: ThreadNumber) -> Self {
        let bell = Arc::new(Count::default());
        let awaits = Awaits::new(Box::new(Arc::clone(&bell)));
        Self { awaits, bell, holder }
    }

    /// A wait with that number begins.
    pub fn place(&self, token: Token, object: Arc<dyn Waitable>, gift: Gift) -> Arc<Place> {
        let place = Place::of_loop(&self.awaits, token, self.holder, gift);
        self.awaits.begin(token, &place, object);
        place
    }

    /// The numbers of the waits that have got what they waited for.
    pub fn come(&self) -> Vec<Token> {
        std::iter::from_fn(|| self.awaits.take())
            .map(|(token, ..)| token)
            .collect()
    }

    /// What they were given.
    pub fn gifts(&self) -> Vec<Gift> {
        std::iter::from_fn(|| self.awaits.take())
            .map(|(_, place, _)| place.take_gift())
            .collect()
    }
}

/// A wait of a thread that has as much time as it needs.
pub(crate) fn blocked(
    waits: &Arc<Waits>,
    holder: ThreadNumber,
    object: Arc<dyn Waitable>,
    enter: impl FnOnce(&Arc<Place>),
) -> BlockedWait {
    BlockedWait::begin(waits, holder, None, Gift::Nothing, |place| {
        enter(place);
        object
    })
}
