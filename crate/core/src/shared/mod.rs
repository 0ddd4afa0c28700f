//! What threads read and write together: a cell, a list, a dict.
//!
//! Each has a mutex, which is held for an instant, and a lock, which an update holds while its function runs. Who writes
//! looks at the lock with the mutex held, so that nothing is written between what an update has read and what it writes.
//! Who reads does not wait: it finds what was there before.

mod cell;
mod dict;
mod list;
#[cfg(all(test, not(nogil_loom)))]
mod test;

pub use cell::{Cell, CellValue};
pub use dict::Dict;
pub use list::List;

use crate::primitive::{Mutex, MutexGuard};
use crate::sync::{Item, Lock, ThreadNumber};
use std::sync::Arc;

/// A value as words. Whoever reads has it too.
pub type Value = Arc<Item>;

/// Why nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotWritten {
    /// Another thread updates it: wait for the lock, and write as its holder.
    Busy,
    /// The thread itself updates it.
    Within,
    /// There is nothing at that place, or no number.
    Nothing,
}

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum As {
    /// By anybody.
    Anybody(ThreadNumber),
    /// By the holder of the lock.
    Holder,
}

/// What all of them are made of.
#[derive(Debug)]
pub struct Locked<Data> {
    lock: Arc<Lock>,
    data: Mutex<Data>,
}

impl<Data> Locked<Data> {
    fn new(data: Data) -> Self {
        Self {
            lock: Lock::new(),
            data: Mutex::new(data),
        }
    }

    /// What an update holds.
    #[must_use]
    pub fn lock(&self) -> &Arc<Lock> {
        &self.lock
    }

    fn read(&self) -> MutexGuard<'_, Data> {
        self.data.lock()
    }

    fn write(&self, by: As) -> Result<MutexGuard<'_, Data>, NotWritten> {
        let data = self.data.lock();
        match by {
            As::Anybody(thread) if self.lock.is_held_by(thread) => Err(NotWritten::Within),
            As::Anybody(_) if self.lock.is_held() => Err(NotWritten::Busy),
            _ => Ok(data),
        }
    }
}
