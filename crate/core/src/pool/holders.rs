//! What workers have in hand and have not begun, and how the pool gets it back.

use super::Pool;
use std::sync::Weak;

/// A worker that may have tasks in hand which it has not begun.
pub trait Holder<T>: Send + Sync {
    /// Puts all that it has not begun back into the pool, if a task that is wanted is among that. Says whether it was.
    fn give_back(&self, wanted: &dyn Fn(&T) -> bool) -> bool;

    /// Whether a task that is wanted is among those that it has not begun.
    fn has_not_begun(&self, wanted: &dyn Fn(&T) -> bool) -> bool;

    /// The pool has as many workers as it may have.
    fn pool_is_full(&self) {}
}

impl<T: Send + 'static> Pool<T> {
    pub(super) fn add_holder(&self, holder: Weak<dyn Holder<T>>) {
        let mut holders = self.holders.write();
        holders.retain(|holder| holder.strong_count() > 0);
        holders.push(holder);
    }

    /// Has the worker that holds a task which is wanted, and has not begun it, put it back. False when there is none.
    pub fn reclaim(&self, wanted: &dyn Fn(&T) -> bool) -> bool {
        let holders = self.holders.read();
        holders
            .iter()
            .filter_map(Weak::upgrade)
            .any(|holder| holder.give_back(wanted))
    }

    /// Has all workers put back what they have not begun.
    pub fn reclaim_all(&self) {
        let holders: Vec<_> = self.holders.read().iter().filter_map(Weak::upgrade).collect();
        for holder in holders {
            holder.give_back(&|_| true);
        }
    }

    /// Whether a worker holds a task that is wanted and has not begun it.
    pub fn holds_unbegun(&self, wanted: &dyn Fn(&T) -> bool) -> bool {
        let holders = self.holders.read();
        holders
            .iter()
            .filter_map(Weak::upgrade)
            .any(|holder| holder.has_not_begun(wanted))
    }

    /// There is no room for another worker: those whose tasks wait for others may be wanted.
    pub fn tell_full(&self) {
        let holders: Vec<_> = self.holders.read().iter().filter_map(Weak::upgrade).collect();
        for holder in holders {
            holder.pool_is_full();
        }
    }
}
