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
    pools: Mutex<BTreeMap<PoolKey, Vec<Death>>>,
}

/// That a worker has died.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Death {
    /// By this number the pool's owner knows it.
    pub lane: u32,
    /// It had joined its pool.
    pub joined: bool,
}

impl Deaths {
    /// Deaths of this pool are of interest, until [`Deaths::forget`].
    pub fn watch(&self, pool: PoolKey) {
        self.pools.lock().insert(pool, Vec::new());
    }

    /// An isolate ends that is a worker of the pool, or was to be one. Nobody hears of it if the pool was forgotten.
    pub fn tell(&self, pool: PoolKey, death: Death) {
        if let Some(dead) = self.pools.lock().get_mut(&pool) {
            dead.push(death);
        }
    }

    /// Who has died since this was asked last.
    #[must_use]
    pub fn take(&self, pool: PoolKey) -> Vec<Death> {
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

    const fn died(lane: u32, joined: bool) -> Death {
        Death { lane, joined }
    }

    #[test]
    fn each_death_is_told_once_while_its_pool_is_watched() {
        let deaths = Deaths {
            pools: Mutex::default(),
        };
        deaths.tell(1, died(10, true));
        deaths.watch(1);
        deaths.tell(1, died(11, true));
        deaths.tell(1, died(12, false));
        deaths.tell(2, died(20, true));
        assert_eq!(deaths.take(1), [died(11, true), died(12, false)]);
        assert_eq!(deaths.take(1), []);
        deaths.tell(1, died(13, true));
        deaths.forget(1);
        assert_eq!(deaths.take(1), []);
    }
}
