//! A lock that its owner may take again. An owner is a flow: a thread, or one of the asynchronous flows in it.

use crate::primitive::{AtomicU64, Ordering};
use crate::sync::lock::{Acquired, Lock};
use crate::sync::place::ThreadNumber;
use std::sync::Arc;

/// The number of a flow of the process. 0 is none.
pub type Flow = u64;

/// Somebody else owns the lock, or nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotOwner;

/// See the module. `lock` is what is waited for; who has got it says so by [`RLock::own`].
#[derive(Debug, Default)]
pub struct RLock {
    lock: Arc<Lock>,
    /// Both are written by who holds the lock. A flow finds its own number only where it has written it.
    owner: AtomicU64,
    level: AtomicU64,
}

impl RLock {
    /// A lock that nobody owns.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// What is waited for.
    #[must_use]
    pub fn lock(&self) -> &Arc<Lock> {
        &self.lock
    }

    /// How often that flow has taken it and not released it.
    #[must_use]
    pub fn level(&self, flow: Flow) -> u64 {
        if self.is_owner(flow) {
            self.level.load(Ordering::Relaxed)
        } else {
            0
        }
    }

    fn is_owner(&self, flow: Flow) -> bool {
        flow != 0 && self.owner.load(Ordering::Relaxed) == flow
    }

    /// Takes it once more. False when the flow does not own it.
    #[must_use]
    pub fn enter_again(&self, flow: Flow) -> bool {
        let is_owner = self.is_owner(flow);
        if is_owner {
            let level = self.level.load(Ordering::Relaxed);
            self.level.store(level + 1, Ordering::Relaxed);
        }
        is_owner
    }

    /// Takes it if it is free.
    pub fn try_acquire(&self, holder: ThreadNumber, flow: Flow) -> Option<Acquired> {
        let acquired = self.lock.try_acquire(holder)?;
        self.own(flow, 1);
        Some(acquired)
    }

    /// The lock was taken for that flow.
    pub fn own(&self, flow: Flow, level: u64) {
        self.level.store(level, Ordering::Relaxed);
        self.owner.store(flow, Ordering::Relaxed);
    }

    /// Takes one level back, and lets the lock go with the last one.
    ///
    /// # Errors
    /// [`NotOwner`]
    pub fn release(&self, flow: Flow) -> Result<(), NotOwner> {
        match self.level(flow) {
            0 => Err(NotOwner),
            1 => {
                self.disown(flow);
                self.lock.release().map_err(|_| NotOwner)
            }
            level => {
                self.level.store(level - 1, Ordering::Relaxed);
                Ok(())
            }
        }
    }

    /// The flow is about to let the lock go with all its levels: how many they are.
    pub fn disown(&self, flow: Flow) -> u64 {
        let level = self.level(flow);
        if level > 0 {
            self.owner.store(0, Ordering::Relaxed);
        }
        level
    }

    /// Its owner has died.
    pub fn abandon(&self, holder: ThreadNumber) -> bool {
        self.lock.abandon_and(holder, || self.owner.store(0, Ordering::Relaxed))
    }
}
