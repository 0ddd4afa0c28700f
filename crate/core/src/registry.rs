//! What the whole process shares, found by number: the ports of isolates, and the pools.
//!
//! They hold plain Rust data, never anything of one isolate.

use crate::blocked::blocked;
use crate::message::{Message, Status};
use crate::pool::Pool;
use crate::port::{Bell, Port, PortId, Unread};
use crate::primitive::{RwLock, shared};
use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

shared!(
    PORTS: Ports = Ports {
        table: RwLock::new(Table::new()),
    }
);
shared!(
    POOLS: Pools = Pools {
        table: RwLock::new(Table::new()),
    }
);
/// The ports of all isolates.
#[must_use]
pub fn ports() -> &'static Ports {
    &PORTS
}

/// The pools of all isolates.
#[must_use]
pub fn pools() -> &'static Pools {
    &POOLS
}

/// Values by number; a number is never used twice.
#[derive(Debug)]
struct Table<T> {
    next: u32,
    entries: BTreeMap<u32, T>,
}

impl<T> Table<T> {
    const fn new() -> Self {
        Self {
            next: 1,
            entries: BTreeMap::new(),
        }
    }

    fn insert_with(&mut self, make: impl FnOnce(u32) -> T) -> u32 {
        let key = self.next;
        // After four thousand million pools the process has other troubles than this panic.
        self.next = key.checked_add(1).expect("numbers are left");
        self.entries.insert(key, make(key));
        key
    }
}

/// See [`ports`].
#[derive(Debug)]
pub struct Ports {
    table: RwLock<Table<Arc<Port>>>,
}

impl Ports {
    /// Makes a port, which stays until [`Ports::close`].
    pub fn open(&self, bell: Box<dyn Bell>) -> Arc<Port> {
        let mut table = self.table.write();
        let key = table.insert_with(|key| Arc::new(Port::new(PortId(key), bell)));
        Arc::clone(&table.entries[&key])
    }

    /// The port of that number, unless it was closed.
    #[must_use]
    pub fn find(&self, id: PortId) -> Option<Arc<Port>> {
        self.table.read().entries.get(&id.0).cloned()
    }

    /// What all isolates have not read yet.
    pub(crate) fn unread(&self) -> Vec<Unread> {
        self.table.read().entries.values().filter_map(Unread::of).collect()
    }

    /// The isolate has gone: its port refuses records from now on.
    pub fn close(&self, id: PortId) {
        let port = self.table.write().entries.remove(&id.0);
        if let Some(port) = port {
            port.close();
        }
    }
}

/// A pool's number.
pub type PoolKey = u32;

/// In the place of a pool's number: no pool has it.
pub const NO_POOL: PoolKey = 0;

/// See [`pools`]. It keeps no pool alive.
#[derive(Debug)]
pub struct Pools {
    table: RwLock<Table<PoolEntry>>,
}

#[derive(Debug)]
struct PoolEntry {
    pool: Weak<Pool<Message>>,
    /// The port of the isolate that starts its workers.
    owner: Option<PortId>,
    most_workers: usize,
    limits: Vec<u32>,
}

impl Pools {
    /// Makes a pool for isolates, of so many workers at most, which the isolate of that port starts. `limits` are for
    /// those who write and read its messages.
    pub fn open(&self, owner: Option<PortId>, most_workers: u32, limits: Vec<u32>) -> (PoolKey, Arc<Pool<Message>>) {
        let pool = Pool::new();
        let entry = PoolEntry {
            pool: Arc::downgrade(&pool),
            owner,
            most_workers: most_workers as usize,
            limits,
        };
        (self.table.write().insert_with(|_| entry), pool)
    }

    /// Another isolate than the owner has submitted: if nobody is free for it, the owner is asked for one more worker.
    pub fn ask_for_worker(&self, key: PoolKey, pool: &Pool<Message>) {
        if !pool.is_short_of_workers(0) {
            return;
        }
        if self.is_full(key, pool) {
            return;
        }
        if let Some(port) = self.owner(key) {
            port.answer(key, Status::Wanted, 0, &[]);
        }
    }

    /// Whether a pool has as many workers as it may have.
    #[must_use]
    pub fn is_full(&self, key: PoolKey, pool: &Pool<Message>) -> bool {
        self.most_workers(key)
            .is_none_or(|most| pool.workers() >= most + blocked().of(key))
    }

    /// How many workers a pool may have: those that wait, blocked, for other tasks do not count.
    #[must_use]
    pub fn most_workers(&self, key: PoolKey) -> Option<usize> {
        self.table.read().entries.get(&key).map(|entry| entry.most_workers)
    }

    /// The limits of a pool's messages, as they were given.
    #[must_use]
    pub fn limits(&self, key: PoolKey) -> Vec<u32> {
        let table = self.table.read();
        table
            .entries
            .get(&key)
            .map_or_else(Vec::new, |entry| entry.limits.clone())
    }

    /// The port of the isolate that starts and ends a pool's workers.
    #[must_use]
    pub fn owner(&self, key: PoolKey) -> Option<Arc<Port>> {
        let owner = self.table.read().entries.get(&key)?.owner?;
        ports().find(owner)
    }

    /// The pool of that number, while somebody holds it.
    #[must_use]
    pub fn find(&self, key: PoolKey) -> Option<Arc<Pool<Message>>> {
        self.table.read().entries.get(&key)?.pool.upgrade()
    }

    /// Forgets a pool's number. Whoever holds the pool still has it.
    pub fn forget(&self, key: PoolKey) {
        self.table.write().entries.remove(&key);
    }
}

#[cfg(all(test, not(nogil_loom)))]
mod test {
    use super::*;
    use crate::port::test::Count;

    #[test]
    fn a_closed_port_is_not_found_and_its_number_not_used_again() {
        let bell = || Box::new(Arc::new(Count::default()));
        let first = ports().open(bell());
        assert!(ports().find(first.id()).is_some());
        ports().close(first.id());
        assert!(ports().find(first.id()).is_none());
        assert!(first.deliver(&[1], &[]).is_err());
        assert_ne!(ports().open(bell()).id(), first.id());
    }

    #[test]
    fn a_pool_that_nobody_holds_is_gone() {
        let (key, pool) = pools().open(None, 1, Vec::new());
        assert!(pools().find(key).is_some());
        drop(pool);
        assert!(pools().find(key).is_none());
        pools().forget(key);
    }
}
