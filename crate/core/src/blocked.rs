//! Which pools have workers that wait for tasks of which pools: a pool is helped only where it may wait for itself.

use crate::primitive::{AtomicUsize, Mutex, Ordering, shared};
use crate::registry::PoolKey;
use std::collections::BTreeMap;

shared!(
    BLOCKED: Blocked = Blocked {
        count: AtomicUsize::new(0),
        waits: Mutex::new(BTreeMap::new()),
    }
);

/// The waiting workers of the process.
#[must_use]
pub fn blocked() -> &'static Blocked {
    &BLOCKED
}

/// See the module.
#[derive(Debug)]
pub struct Blocked {
    /// How many are blocked: mostly none, and then nobody takes the lock.
    count: AtomicUsize,
    /// So many workers of the first pool wait for tasks of the second.
    waits: Mutex<Waits>,
}

type Waits = BTreeMap<(PoolKey, PoolKey), Workers>;

#[derive(Clone, Copy, Debug, Default)]
struct Workers {
    /// Their threads are blocked.
    blocked: usize,
    /// Their tasks await others, and are as many as may be.
    awaiting: usize,
}

impl Blocked {
    /// A worker of a pool begins to wait, blocked, for a task of another one, or of its own. Gives the pools that wait for
    /// themselves by that, and did not before.
    pub fn begin(&self, pool: PoolKey, other: PoolKey) -> Vec<PoolKey> {
        self.count.fetch_add(1, Ordering::SeqCst);
        self.change(pool, other, |workers| workers.blocked += 1)
    }

    /// It waits no more.
    pub fn end(&self, pool: PoolKey, other: PoolKey) {
        self.change(pool, other, |workers| workers.blocked -= 1);
        self.count.fetch_sub(1, Ordering::SeqCst);
    }

    /// As many tasks go on in a worker of a pool as may, and await tasks of another one. Gives what `begin` gives.
    pub fn begin_awaiting(&self, pool: PoolKey, other: PoolKey) -> Vec<PoolKey> {
        self.change(pool, other, |workers| workers.awaiting += 1)
    }

    /// They do so no more.
    pub fn end_awaiting(&self, pool: PoolKey, other: PoolKey) {
        self.change(pool, other, |workers| workers.awaiting -= 1);
    }

    fn change(&self, pool: PoolKey, other: PoolKey, change: impl FnOnce(&mut Workers)) -> Vec<PoolKey> {
        let mut waits = self.waits.lock();
        let is_new = !waits.contains_key(&(pool, other));
        let workers = waits.entry((pool, other)).or_default();
        change(workers);
        if workers.blocked == 0 && workers.awaiting == 0 {
            waits.remove(&(pool, other));
            return Vec::new();
        }
        if !is_new {
            return Vec::new();
        }
        let mut waiting = reached(&waits, other);
        waiting.retain(|from| reached(&waits, *from).contains(&pool));
        waiting
    }

    /// Whether a task of a pool may wait for one of another, be it by way of others.
    #[must_use]
    pub fn reaches(&self, from: PoolKey, to: PoolKey) -> bool {
        reached(&self.waits.lock(), from).contains(&to)
    }

    /// How many workers of a pool wait, blocked, for tasks that may need a worker of that very pool.
    #[must_use]
    pub fn of(&self, pool: PoolKey) -> usize {
        if self.count.load(Ordering::SeqCst) == 0 {
            return 0;
        }
        let waits = self.waits.lock();
        let own = waits.iter().filter(|((from, _), _)| *from == pool);
        own.filter(|((_, to), _)| reached(&waits, *to).contains(&pool))
            .map(|(_, workers)| workers.blocked)
            .sum()
    }
}

/// The pool, those that it waits for, and those that they wait for in their turn.
fn reached(waits: &Waits, from: PoolKey) -> Vec<PoolKey> {
    let (mut seen, mut next) = (vec![from], 0);
    while let Some(pool) = seen.get(next).copied() {
        next += 1;
        for (_, other) in waits.keys().filter(|(from, _)| *from == pool) {
            if !seen.contains(other) {
                seen.push(*other);
            }
        }
    }
    seen
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
        assert_eq!(blocked.begin(1, 1), [1]);
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

    #[test]
    fn who_is_blocked_for_a_pool_that_awaits_its_own_counts() {
        let blocked = none();
        blocked.begin(1, 2);
        blocked.begin_awaiting(2, 1);
        assert_eq!([1, 2].map(|pool| blocked.of(pool)), [1, 0]);
        blocked.end_awaiting(2, 1);
        assert_eq!(blocked.of(1), 0);
    }

    #[test]
    fn who_closes_a_circle_of_waits_is_told_who_is_in_it() {
        let blocked = none();
        assert_eq!(blocked.begin_awaiting(1, 2), []);
        assert_eq!(blocked.begin_awaiting(2, 3), []);
        assert_eq!(blocked.begin_awaiting(3, 4), []);
        assert!(!blocked.reaches(2, 1));
        assert_eq!(blocked.begin(3, 1), [1, 2, 3]);
        assert!(blocked.reaches(2, 1));
        assert_eq!(blocked.begin_awaiting(3, 1), [], "it was closed before");
        blocked.end(3, 1);
        assert!(blocked.reaches(2, 1), "another one waits still");
        blocked.end_awaiting(3, 1);
        assert!(!blocked.reaches(2, 1));
    }
}
