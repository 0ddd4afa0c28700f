//! The shared futures that somebody holds.

use super::{Entry, FutureNumber, Origin, State, shared_futures};
use std::collections::BTreeMap;

/// The futures that one thread holds, or the outcome of another. They are given back when it ends.
#[derive(Debug, Default)]
pub struct HeldFutures {
    /// How often each is held.
    times: BTreeMap<FutureNumber, usize>,
}

impl HeldFutures {
    /// Shares a future, which is held from now on.
    ///
    /// # Panics
    /// After 2^32 of them.
    pub fn share(&mut self, origin: Origin, is_running: bool) -> FutureNumber {
        let mut tables = shared_futures().tables.lock();
        // After four thousand million futures the process has other troubles than this panic.
        tables.last = tables.last.checked_add(1).expect("numbers are left");
        let number = tables.last;
        let entry = Entry {
            origin,
            state: if is_running { State::Running } else { State::Pending },
            notified: false,
            subscribers: Vec::new(),
            holders: 1,
            group: 0,
        };
        tables.entries.insert(number, entry);
        self.times.insert(number, 1);
        number
    }

    /// Holds one that is there. False if there is none of that number.
    pub fn hold(&mut self, number: FutureNumber) -> bool {
        let mut tables = shared_futures().tables.lock();
        let Some(entry) = tables.entries.get_mut(&number) else {
            return false;
        };
        entry.holders += 1;
        *self.times.entry(number).or_default() += 1;
        true
    }

    /// Each of these is held once less.
    pub fn give_back(&mut self, numbers: &[FutureNumber]) {
        let held: Vec<_> = numbers.iter().filter(|number| self.take_one(**number)).collect();
        shared_futures().give_back(held.into_iter().map(|number| (*number, 1)));
    }

    fn take_one(&mut self, number: FutureNumber) -> bool {
        let Some(times) = self.times.get_mut(&number) else {
            return false;
        };
        *times -= 1;
        if *times == 0 {
            self.times.remove(&number);
        }
        true
    }
}

impl Drop for HeldFutures {
    fn drop(&mut self) {
        let times = std::mem::take(&mut self.times);
        if !times.is_empty() {
            shared_futures().give_back(times.into_iter());
        }
    }
}
