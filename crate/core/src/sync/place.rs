//! A place in the list of whatever is waited for: of a thread that is parked, or of an event loop.

use crate::interrupt::{Outcome, Settle, Waiter};
use crate::primitive::{Instant, Mutex};
use crate::queue::Turn;
use crate::sync::awaits::{Awaits, Token};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A number of a JavaScript thread, by which a lock knows who holds it. 0 is nobody.
pub type ThreadNumber = u32;

/// Who has waited for so long is given what others could take before it.
const LONG: Duration = Duration::from_micros(500);

/// What goes through a queue: a value as words, and what must live as long as it is on its way.
#[derive(Debug, Default)]
pub struct Item {
    /// The value.
    pub words: smallvec::SmallVec<[u64; 2]>,
    /// The objects that it names.
    pub holds: Option<Box<crate::objects::Holds>>,
    /// What it is ordered by in a queue that has priorities.
    pub key: Option<Box<crate::queue::Key>>,
}

/// What a waiter is given with its grant.
#[derive(Debug, Default)]
pub enum Gift {
    /// Nothing but that its wait is over.
    #[default]
    Nothing,
    /// What a queue gives; and what a putter brings.
    Item(Item),
    /// The queue takes, or has, no more.
    Shut,
    /// The priority of a putter's item cannot be compared with those of others.
    Incomparable,
    /// The number of a party of a barrier.
    Party(u32),
    /// The number of the party that came last: the others wait until it says so.
    LastParty(u32),
    /// The barrier was broken.
    Broken,
}

enum Target {
    Thread,
    Loop(Arc<Awaits>, Token),
}

/// See the module.
pub struct Place {
    waiter: Arc<Waiter>,
    target: Target,
    holder: ThreadNumber,
    since: Instant,
    hands: Mutex<Hands>,
}

/// What is in them, and the turn that an item of a queue had there.
struct Hands {
    gift: Gift,
    turn: Turn,
}

impl Place {
    /// The place of a thread that will park.
    #[must_use]
    pub fn of_thread(waiter: Arc<Waiter>, holder: ThreadNumber, gift: Gift) -> Arc<Self> {
        Self::new(waiter, Target::Thread, holder, gift)
    }

    /// The place of an event loop that will be told that number.
    #[must_use]
    pub fn of_loop(awaits: &Arc<Awaits>, token: Token, holder: ThreadNumber, gift: Gift) -> Arc<Self> {
        let target = Target::Loop(Arc::clone(awaits), token);
        Self::new(Arc::new(Waiter::new()), target, holder, gift)
    }

    fn new(waiter: Arc<Waiter>, target: Target, holder: ThreadNumber, gift: Gift) -> Arc<Self> {
        Arc::new(Self {
            waiter,
            target,
            holder,
            since: Instant::now(),
            hands: Mutex::new(Hands { gift, turn: 0 }),
        })
    }

    /// Who will hold what it waits for.
    #[must_use]
    pub fn holder(&self) -> ThreadNumber {
        self.holder
    }

    /// How its wait has ended, if it has.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.waiter.outcome()
    }

    /// Whether nothing is decided.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.outcome().is_none()
    }

    /// Gives it what it waits for; false when its wait had ended before. To be called by the one who has the lock of
    /// what is waited for.
    pub fn grant(&self) -> bool {
        self.waiter.notify() == Settle::Done
    }

    /// The same with something in its hands, which comes back when its wait had ended before.
    ///
    /// # Errors
    /// The gift.
    pub fn grant_with(&self, gift: Gift) -> Result<(), Gift> {
        self.grant_at(gift, 0)
    }

    /// The same, with the turn of what is given.
    pub(crate) fn grant_at(&self, gift: Gift, turn: Turn) -> Result<(), Gift> {
        // Before the grant: whoever sees that sees the gift too. Nobody else gives, as the lock is held.
        let before = std::mem::replace(&mut *self.hands.lock(), Hands { gift, turn });
        if self.grant() {
            return Ok(());
        }
        Err(std::mem::replace(&mut *self.hands.lock(), before).gift)
    }

    /// The turn of what it was given.
    pub(crate) fn turn(&self) -> Turn {
        self.hands.lock().turn
    }

    /// What it will have in its hands when it is granted without a gift. Before it is in a list.
    pub fn bring(&self, gift: Gift) {
        self.hands.lock().gift = gift;
    }

    /// Its time is over; false when its wait had ended before.
    pub fn expire(&self) -> bool {
        self.waiter.expire() == Settle::Done
    }

    /// Has its thread try for itself.
    pub fn nudge(&self) {
        self.waiter.nudge();
    }

    /// Sleeps as [`Waiter::park`] does.
    #[must_use]
    pub fn park(&self, until: Option<Instant>) -> Option<Outcome> {
        self.waiter.park(until)
    }

    /// What it was given, or brings: once.
    #[must_use]
    pub fn take_gift(&self) -> Gift {
        std::mem::take(&mut self.hands.lock().gift)
    }

    /// Whether it cannot try for itself, or has tried for long.
    #[must_use]
    pub fn is_to_be_handed(&self) -> bool {
        self.is_of_loop() || self.since.elapsed() > LONG
    }

    /// Whether it belongs to an event loop.
    #[must_use]
    pub fn is_of_loop(&self) -> bool {
        matches!(self.target, Target::Loop(..))
    }

    /// The event loop and its number there.
    pub(super) fn of(&self) -> Option<(&Arc<Awaits>, Token)> {
        match &self.target {
            Target::Thread => None,
            Target::Loop(awaits, token) => Some((awaits, *token)),
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Place")
            .field("outcome", &self.outcome())
            .finish_non_exhaustive()
    }
}

/// What can be waited for. None of these is called with a lock of what is waited for.
pub trait Waitable: Send + Sync + fmt::Debug {
    /// The wait has ended without a grant: its place is not needed any more, and a wake-up that was meant for it goes on.
    fn withdraw(&self, place: &Arc<Place>);

    /// It was granted, and nobody is there to take it.
    fn give_back(&self, place: &Arc<Place>);

    /// The waiter's thread looks for itself.
    fn retry(&self, _place: &Arc<Place>) {}

    /// Its time is over.
    fn overdue(&self, place: &Arc<Place>) {
        if place.expire() {
            self.withdraw(place);
        }
    }

    /// Whether what it was granted is that its time was over.
    fn is_late(&self) -> bool {
        false
    }
}
