//! Which workers of a pool have died, for an owner that is blocked: its event loop would tell it, but does not run.

use crate::primitive::{Mutex, shared};
use crate::registry::PoolKey;
use std::collections::BTreeMap;

shared!(
    DEATHS: Deaths = Deaths {
        pools: Mutex::new(BTreeMap::new()),
    }
);

/// The dead of all pools.
#[must_use]
pub fn deaths() -> &'static Deaths {
    &DEATHS
}

/// See [`deaths`].
#[derive(Debug)]
pub struct Deaths {
    /// The lanes that have died and were not asked for yet.
    pools: Mutex<BTreeMap<PoolKey, Vec<u32>>>,
}

impl Deaths {
    /// Deaths of this pool are of interest, until [`Deaths::forget`].
    pub fn watch(&self, pool: PoolKey) {
        self.pools.lock().insert(pool, Vec::new());
    }

    /// The isolate with that lane ends. Nobody hears of it if the pool was forgotten.
    pub fn tell(&self, pool: PoolKey, lane: u32) {
        if let Some(dead) = self.pools.lock().get_mut(&pool) {
            dead.push(lane);
        }
    }

    /// The lanes that have died since this was asked last.
    #[must_use]
    pub fn take(&self, pool: PoolKey) -> Vec<u32> {
        self.pools.lock().get_mut(&pool).map(std::mem::take).unwrap_or_default()
    }

    /// The pool's number means nothing any more.
    pub fn forget(&self, pool: PoolKey) {
        self.pools.lock().remove(&pool);
    }
}

#[cfg(all(test, not(nogil_loom)))]
mod test {
    use super::*;

    #[test]
    fn each_death_is_told_once_while_its_pool_is_watched() {
        let deaths = Deaths {
            pools: Mutex::default(),
        };
        deaths.tell(1, 10);
        deaths.watch(1);
        deaths.tell(1, 11);
        deaths.tell(1, 12);
        deaths.tell(2, 20);
        assert_eq!(deaths.take(1), [11, 12]);
        assert_eq!(deaths.take(1), []);
        deaths.tell(1, 13);
        deaths.forget(1);
        assert_eq!(deaths.take(1), []);
    }
}
