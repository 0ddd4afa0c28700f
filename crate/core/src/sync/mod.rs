//! Locks, and what else threads wait for: one waiting primitive, and what is made of it.
//!
//! README.md beside this file tells how a wait goes, and who gives back what nobody took.

mod awaits;
mod barrier;
mod blocked_wait;
mod condition;
mod event;
mod lock;
mod place;
mod rlock;
mod semaphore;
#[cfg(all(test, not(nogil_loom)))]
pub(crate) mod test;
mod wait_list;

pub use awaits::{Awaits, Expiry, Token};
pub use barrier::{Arrived, Barrier};
pub use blocked_wait::{Answer, BlockedWait};
pub use condition::{Condition, ConditionWait};
pub use event::Event;
pub use lock::{Acquired, Lock, NotHeld};
pub use place::{Gift, Item, Place, ThreadNumber, Waitable};
pub use rlock::{Flow, NotOwner, RLock};
pub use semaphore::{Semaphore, TooMany};
pub(crate) use wait_list::{WaitList, deliver, deliver_all};
