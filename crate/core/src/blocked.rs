//! Which pools have workers that wait, blocked, for tasks of which pools: a pool is helped only where it would wait for
//! itself.

use crate::primitive::{AtomicUsize, Mutex, Ordering, shared};
use crate::registry::PoolKey;
use std::collections::BTreeMap;

shared!(
    BLOCKED: Blocked = Blocked {
        count: AtomicUsize::new(0),
        waits: Mutex::new(BTreeMap::new()),
    }
);

/// The blocked workers of the process.
#[must_use]
pub fn blocked() -> &'static Blocked {
    &BLOCKED
}

/// See the module.
#[derive(Debug)]
pub struct Blocked {
    /// How many there are: mostly none, and then nobody takes the lock.
    count: AtomicUsize,
    /// So many workers of the first pool wait for tasks of the second.
    waits: Mutex<BTreeMap<(PoolKey, PoolKey), usize>>,
}

impl Blocked {
    /// A worker of a pool begins to wait for a task of another one, or of its own.
    pub fn begin(&self, pool: PoolKey, other: PoolKey) {
        self.count.fetch_add(1, Ordering::SeqCst);
        *self.waits.lock().entry((pool, other)).or_default() += 1;
    }

    /// It waits no more.
    pub fn end(&self, pool: PoolKey, other: PoolKey) {
        let mut waits = self.waits.lock();
        if let Some(count) = waits.get_mut(&(pool, other)) {
            *count -= 1;
            if *count == 0 {
                waits.remove(&(pool, other));
            }
        }
        self.count.fetch_sub(1, Ordering::SeqCst);
    }

    /// How many workers of a pool wait for tasks that may need a worker of that very pool.
    #[must_use]
    pub fn of(&self, pool: PoolKey) -> usize {
        if self.count.load(Ordering::SeqCst) == 0 {
            return 0;
        }
        let waits = self.waits.lock();
        let own = waits.iter().filter(|((from, _), _)| *from == pool);
        own.filter(|((_, to), _)| reaches(&waits, *to, pool))
            .map(|(_, count)| count)
            .sum()
    }
}

fn reaches(waits: &BTreeMap<(PoolKey, PoolKey), usize>, from: PoolKey, to: PoolKey) -> bool {
    let (mut seen, mut next) = (vec![from], 0);
    while let Some(pool) = seen.get(next).copied() {
        if pool == to {
            return true;
        }
        next += 1;
        for (_, other) in waits.keys().filter(|(from, _)| *from == pool) {
            if !seen.contains(other) {
                seen.push(*other);
            }
        }
    }
    false
}

#[cfg(all(test, not(nogil_loom)))]
mod test {
    use super::*;

    fn none() -> Blocked {
        Blocked {
            count: AtomicUsize::new(0),
            waits: Mutex::new(BTreeMap::new()),
        }
    }

    #[test]
    fn who_waits_for_its_own_pool_counts() {
        let blocked = none();
        blocked.begin(1, 1);
        blocked.begin(1, 1);
        assert_eq!(blocked.of(1), 2);
        blocked.end(1, 1);
        assert_eq!(blocked.of(1), 1);
        blocked.end(1, 1);
        assert_eq!(blocked.of(1), 0);
    }

    #[test]
    fn who_waits_for_another_pool_counts_once_that_waits_for_its_own() {
        let blocked = none();
        blocked.begin(1, 2);
        assert_eq!(blocked.of(1), 0);
        blocked.begin(2, 3);
        blocked.begin(3, 1);
        assert_eq!([1, 2, 3].map(|pool| blocked.of(pool)), [1, 1, 1]);
        blocked.end(2, 3);
        assert_eq!([1, 2, 3].map(|pool| blocked.of(pool)), [0, 0, 0]);
    }
}
