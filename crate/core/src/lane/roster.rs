//! The lanes of all pools, by their numbers: for who looks for a running task, and for who counts.

use super::slot::Slot;
use crate::interrupt::{Waits, interrupts};
use crate::message::{Status, TaskId};
use crate::port::PortId;
use crate::primitive::{RwLock, shared};
use crate::registry::{PoolKey, pools};
use std::collections::BTreeMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

shared!(
    ROSTER: Roster = Roster {
        table: RwLock::new(Table {
            crews: BTreeMap::new(),
            aborts: 0,
        }),
    }
);

/// The lanes of the process.
#[must_use]
pub fn roster() -> &'static Roster {
    &ROSTER
}

/// See the module.
#[derive(Debug)]
pub struct Roster {
    table: RwLock<Table>,
}

#[derive(Debug)]
struct Table {
    crews: BTreeMap<PoolKey, Crew>,
    aborts: u32,
}

/// The lanes of one pool.
#[derive(Debug, Default)]
struct Crew {
    members: BTreeMap<u32, Member>,
    /// What lanes have done that are gone, and what was cancelled without a lane.
    gone: Tally,
}

impl Crew {
    fn slots(&self) -> impl Iterator<Item = (u32, Arc<Slot>)> {
        let members = self.members.iter();
        members.filter_map(|(lane, member)| Some((*lane, member.slot.upgrade()?)))
    }
}

#[derive(Debug)]
struct Member {
    slot: Weak<Slot>,
    waits: Arc<Waits>,
}

/// How tasks have ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// They returned.
    pub done: u64,
    /// They threw, or were lost with their isolate.
    pub failed: u64,
    /// They were found to be cancelled.
    pub cancelled: u64,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.done += other.done;
        self.failed += other.failed;
        self.cancelled += other.cancelled;
    }
}

/// A task that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    /// The number of its function.
    pub function: u32,
    /// So long it has run.
    pub time: Duration,
}

/// What a lane does, and has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LaneCounts {
    /// By this number its pool's owner knows it.
    pub lane: u32,
    /// How its tasks have ended.
    pub tally: Tally,
    /// Tasks that it has begun, and that have not ended: the oldest first.
    pub running: Vec<Running>,
    /// Tasks that it was given and has not begun.
    pub waiting: usize,
    /// So long it had tasks.
    pub busy: Duration,
}

impl Roster {
    pub(super) fn enlist(&self, pool: PoolKey, lane: u32, slot: &Arc<Slot>, waits: Arc<Waits>) {
        let slot = Arc::downgrade(slot);
        let mut table = self.table.write();
        let crew = table.crews.entry(pool).or_default();
        crew.members.insert(lane, Member { slot, waits });
    }

    pub(super) fn leave(&self, pool: PoolKey, lane: u32, tally: Tally) {
        if let Some(crew) = self.table.write().crews.get_mut(&pool) {
            crew.members.remove(&lane);
            crew.gone.add(tally);
        }
    }

    /// So many tasks of the pool were cancelled while no lane had them.
    pub fn cancelled(&self, pool: PoolKey, tasks: usize) {
        let mut table = self.table.write();
        table.crews.entry(pool).or_default().gone.cancelled += tasks as u64;
    }

    /// The pool's number means nothing any more.
    pub fn forget(&self, pool: PoolKey) {
        self.table.write().crews.remove(&pool);
    }

    /// Tells the isolate that runs a task that it is to end, and the isolate that can end it. False when no lane has
    /// it.
    pub fn abort(&self, pool: PoolKey, port: PortId, task: TaskId, reason: &[u8]) -> bool {
        let number = {
            let mut table = self.table.write();
            table.aborts = table.aborts.wrapping_add(1);
            table.aborts
        };
        let lane = self.members(pool).into_iter().find(|(_, slot)| {
            // A reason is short, and rarely given.
            slot.abort(port, task, number, Box::from(reason))
        });
        let Some((lane, _)) = lane else {
            return false;
        };
        if let Some(owner) = pools().owner(pool) {
            owner.answer(pool, Status::Aborting, lane, &[u64::from(number)]);
        }
        true
    }

    /// Whether the task of that abort has not ended yet.
    #[must_use]
    pub fn is_aborting(&self, pool: PoolKey, lane: u32, number: u32) -> bool {
        self.slot(pool, lane).is_some_and(|slot| slot.is_aborting(number))
    }

    /// Ends every wait of the lane's thread, which is about to be ended: Node does not wake what waits in native code.
    pub fn interrupt(&self, pool: PoolKey, lane: u32) {
        let waits = {
            let table = self.table.read();
            let crew = table.crews.get(&pool);
            crew.and_then(|crew| crew.members.get(&lane))
                .map(|member| Arc::clone(&member.waits))
        };
        if let Some(waits) = waits {
            interrupts().interrupt_thread(&waits);
        }
    }

    /// What has become of tasks without a lane that is there, and what each lane does.
    #[must_use]
    pub fn counts(&self, pool: PoolKey) -> (Tally, Vec<LaneCounts>) {
        // Under one lock, so that a lane which leaves meanwhile counts once.
        let table = self.table.read();
        let Some(crew) = table.crews.get(&pool) else {
            return Default::default();
        };
        let lanes = crew.slots().map(|(lane, slot)| slot.counts(lane)).collect();
        (crew.gone, lanes)
    }

    fn slot(&self, pool: PoolKey, lane: u32) -> Option<Arc<Slot>> {
        self.table.read().crews.get(&pool)?.members.get(&lane)?.slot.upgrade()
    }

    fn members(&self, pool: PoolKey) -> Vec<(u32, Arc<Slot>)> {
        let table = self.table.read();
        table
            .crews
            .get(&pool)
            .map_or_else(Vec::new, |crew| crew.slots().collect())
    }
}
