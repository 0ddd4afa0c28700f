//! Those who wait for locks and queues: threads and event loops.

pub(super) use super::*;
pub use crate::interrupt::{Interrupts, Waits};
pub use crate::primitive::AtomicUsize;
pub use crate::sync::{Answer, Awaits, BlockedWait, Gift, Place, ThreadNumber, Token, Waitable};
pub use std::time::Duration;

/// Over when its thread looks first, whatever has come until then.
pub const NO_TIME: Option<Duration> = Some(Duration::ZERO);

pub const ME: ThreadNumber = 1;
pub const OTHER: ThreadNumber = 2;
pub const THIRD: ThreadNumber = 3;

pub fn waits() -> Arc<Waits> {
    Interrupts::default().join()
}

pub fn interrupter(waits: &Arc<Waits>) -> JoinHandle<()> {
    let waits = Arc::clone(waits);
    thread::spawn(move || waits.interrupt())
}

/// An event loop.
pub struct Loop {
    pub awaits: Arc<Awaits>,
    pub bell: Arc<EventLoop>,
    pub holder: ThreadNumber,
}

impl Loop {
    pub fn new(holder: ThreadNumber) -> Self {
        let bell = Arc::new(EventLoop::default());
        let awaits = Awaits::new(Box::new(Arc::clone(&bell)));
        Self { awaits, bell, holder }
    }

    pub fn place(&self, token: Token, object: Arc<dyn Waitable>, gift: Gift) -> Arc<Place> {
        let place = Place::of_loop(&self.awaits, token, self.holder, gift);
        self.awaits.begin(token, &place, object);
        place
    }

    pub fn closes(&self) -> JoinHandle<()> {
        let awaits = Arc::clone(&self.awaits);
        thread::spawn(move || awaits.close())
    }

    /// What has come, if anything has.
    pub fn take(&self) -> Option<Gift> {
        self.awaits.take().map(|(_, place, _)| place.take_gift())
    }
}

/// What only one at a time may do. Two at once, or one who does not see what the last one did, lose some.
pub fn count(inside: &AtomicUsize) {
    let seen = inside.load(Ordering::Relaxed);
    inside.store(seen + 1, Ordering::Relaxed);
}
