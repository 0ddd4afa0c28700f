//! An isolate's thread as a worker of a pool.

mod desk;
mod results;
mod roster;
mod slot;
#[cfg(all(test, not(nogil_loom)))]
mod test;
mod tickets;

use crate::blocked::blocked;
use crate::interrupt::Waits;
use crate::message::Message;
use crate::pool::{Patience, Pool, PoolClosed, Seat, Taken};
use crate::port::Bell;
use crate::primitive::Instant;
use crate::registry::{NO_POOL, PoolKey, pools};
use slot::{Laid, Slot};
use std::sync::Arc;

pub use desk::{CURSOR_ENDED, DESK_HEADER_WORDS, Desk};
pub use results::{FIRST_RECORD, GOES_ON, LaneError};
pub use roster::{LaneCounts, Roster, Running, Tally, roster};

/// What came of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Exchanged {
    /// So many tasks are on the desk.
    Tasks(usize),
    /// The next task needs a desk of so many words.
    NeedsRoom(usize),
    /// There is no task now.
    Nothing,
    /// There will be none: the isolate may end.
    Closed,
}

/// One worker isolate's part in a pool. It knows what the isolate has in hand, so that others may have what it has not
/// begun, and so that submitters hear of the isolate's death.
#[derive(Debug)]
pub struct Lane {
    id: u32,
    pool: Arc<Pool<Message>>,
    seat: Seat<Message>,
    slot: Arc<Slot>,
    /// Taken, and about to be handed out.
    taken: Vec<Message>,
    handed_out: Instant,
    /// Tasks that it may still take.
    left: usize,
    /// The pool's key, once others may find the lane.
    enlisted: Option<PoolKey>,
    /// So many workers the pool may have.
    most_workers: usize,
    /// The pool whose tasks its thread waits for.
    blocked: Option<PoolKey>,
    /// Other pools whose tasks its own await.
    awaited: Vec<PoolKey>,
}

/// So many workers more than a pool may have can wait, blocked, for tasks that may need the pool itself.
const MOST_BLOCKED: usize = 32;

/// What an isolate that has nothing to do is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Armed {
    /// There is something to take already.
    No,
    /// It sleeps in its event loop until its bell is rung.
    Yes,
    /// It ends: it was started in the place of one that waited, and does not wait any more.
    Superfluous,
}

impl Lane {
    /// A lane without a task. `id` is told to the submitter of a task that the lane dies with.
    #[must_use]
    pub fn new(id: u32, pool: Arc<Pool<Message>>, bell: Arc<dyn Bell>, desk: Box<dyn Desk>) -> Self {
        let slot = Slot::new(Arc::clone(&pool), Arc::clone(&bell), desk);
        let holder = Arc::downgrade(&slot);
        Self {
            id,
            seat: pool.join(Some(bell), holder),
            pool,
            slot,
            taken: Vec::new(),
            handed_out: Instant::now(),
            left: usize::MAX,
            enlisted: None,
            most_workers: usize::MAX,
            blocked: None,
            awaited: Vec::new(),
        }
    }

    /// Lets others find the lane by its numbers. `waits` are those of its isolate.
    pub fn enlist(&mut self, pool: PoolKey, waits: Arc<Waits>) {
        roster().enlist(pool, self.id, &self.slot, waits);
        self.enlisted = Some(pool);
        self.most_workers = pools().most_workers(pool).unwrap_or(usize::MAX);
        self.tell_if_full();
    }

    fn tell_if_full(&self) {
        if self.enlisted.is_some_and(|key| pools().is_full(key, &self.pool)) {
            self.pool.tell_full();
        }
    }

    /// The thread begins to wait for tasks of a pool, or, where it is not known who settles what it waits for, perhaps of its
    /// own: another worker may take its place. False when so many wait already that none does.
    #[must_use]
    pub fn begin_blocking(&mut self, other: PoolKey) -> bool {
        let Some(key) = self.enlisted else {
            return true;
        };
        let other = if other == NO_POOL { key } else { other };
        if self.blocked != Some(other) {
            self.end_blocking();
            let waiting = blocked().begin(key, other);
            self.blocked = Some(other);
            self.pool.set_helps(true);
            tell_waiting(waiting);
        }
        if blocked().of(key) > self.most_workers.saturating_add(MOST_BLOCKED) {
            self.end_blocking();
            return false;
        }
        self.ask_for_worker();
        true
    }

    /// The thread runs tasks again.
    pub fn end_blocking(&mut self) {
        if let (Some(other), Some(key)) = (self.blocked.take(), self.enlisted) {
            blocked().end(key, other);
            // Another lane may begin or end meanwhile: what was said last is to hold.
            loop {
                let helps = blocked().of(key) > 0;
                self.pool.set_helps(helps);
                if helps == (blocked().of(key) > 0) {
                    break;
                }
            }
            self.tell_if_full();
        }
    }

    /// As many tasks go on as may, and await tasks of these pools. Whether one of those may need a worker of its own pool.
    /// If that comes to be later, the bell is rung.
    pub fn awaits(&mut self, mut others: Vec<PoolKey>) -> bool {
        let Some(key) = self.enlisted else {
            return true;
        };
        let is_own = others.contains(&key);
        others.retain(|other| *other != key);
        others.sort_unstable();
        others.dedup();
        let before = std::mem::replace(&mut self.awaited, others);
        for other in self.awaited.iter().filter(|other| !before.contains(other)) {
            tell_waiting(blocked().begin_awaiting(key, *other));
        }
        for other in before.iter().filter(|other| !self.awaited.contains(other)) {
            blocked().end_awaiting(key, *other);
        }
        is_own || self.awaited.iter().any(|other| blocked().reaches(*other, key))
    }

    /// Whether it was started in the place of one that waited, and does not wait any more. It counts as gone then.
    fn is_superfluous(&mut self) -> bool {
        if self.seat.has_retired() {
            return true;
        }
        let Some(key) = self.enlisted else {
            return false;
        };
        self.pool.workers() > self.most_workers
            && self.pool.retire(&mut self.seat, self.most_workers + blocked().of(key))
    }

    /// Asks for one more worker if there are tasks that nobody is free for.
    pub fn ask_for_worker(&self) {
        if let Some(key) = self.enlisted {
            pools().ask_for_worker(key, &self.pool);
        }
    }

    /// The lane begins so many tasks and no more: then it says that the pool was closed.
    pub fn limit(&mut self, most_tasks: usize) {
        self.left = most_tasks;
    }

    /// Why a task of the lane is to end, if it is.
    #[must_use]
    pub fn abort_reason(&self, ticket: u32) -> Option<Vec<u8>> {
        self.slot.abort_reason(ticket)
    }

    /// Whether a task of the lane is to end.
    #[must_use]
    pub fn is_aborted(&self, ticket: u32) -> bool {
        self.slot.is_aborted(ticket)
    }

    /// Hands in the results up to a word of the desk, and takes the next tasks, waiting as long as `patience` says.
    ///
    /// # Errors
    /// [`LaneError`] when the words are no results of the lane's tasks.
    pub fn exchange(&mut self, words: usize, patience: Patience) -> Result<Exchanged, LaneError> {
        let begun = self.slot.hand_in(words)?;
        if begun > 0 {
            self.pool.ran(&mut self.seat, begun, self.handed_out.elapsed());
            if self.left != usize::MAX {
                self.left = self.left.saturating_sub(begun);
            }
        }
        loop {
            // Those that did not fit on the desk come first.
            match self.slot.hand_out(&mut self.taken)? {
                Laid::Tasks(tasks) => {
                    self.handed_out = Instant::now();
                    return Ok(Exchanged::Tasks(tasks));
                }
                Laid::NeedsRoom(words) => return Ok(Exchanged::NeedsRoom(words)),
                Laid::None => {}
            }
            // What a task waits for it may have, whatever the limit: it would not end without.
            let left = if patience == Patience::Woken {
                self.left.max(1)
            } else {
                self.left
            };
            if left == 0 || patience == Patience::Spin && self.is_superfluous() {
                return Ok(Exchanged::Closed);
            }
            match self.pool.take(&mut self.seat, patience, left, &mut self.taken) {
                Taken::Tasks => {}
                Taken::Nothing => {
                    self.slot.rest();
                    return Ok(Exchanged::Nothing);
                }
                Taken::Closed => return Ok(Exchanged::Closed),
            }
        }
    }

    /// Delivers the results up to a word of the desk, and takes no tasks: as many go on as may.
    ///
    /// # Errors
    /// [`LaneError`] when the words are no results of the lane's tasks.
    pub fn give(&self, words: usize) -> Result<(), LaneError> {
        self.slot.give(words)
    }

    /// Gives the isolate another desk. The results that stand on the old one must stand on the new one too; its tasks
    /// do only where the two share them.
    ///
    /// # Errors
    /// [`LaneError::Abandoned`] when the isolate is ending.
    pub fn attach(&self, desk: Box<dyn Desk>) -> Result<(), LaneError> {
        self.slot.attach(desk)
    }

    /// Submits to the lane's own pool from inside of its tasks.
    ///
    /// # Errors
    /// [`PoolClosed`] when the pool takes no more tasks.
    pub fn submit(&self, tasks: impl Iterator<Item = Message>) -> Result<(), PoolClosed> {
        self.pool.push_own(&self.seat, tasks)
    }

    /// The pool that it works for.
    #[must_use]
    pub fn pool(&self) -> &Arc<Pool<Message>> {
        &self.pool
    }

    /// The isolate will sleep in its event loop: its bell is rung when there is something to take.
    pub fn arm(&mut self) -> Armed {
        if self.is_superfluous() {
            return Armed::Superfluous;
        }
        if self.pool.arm(&mut self.seat) {
            Armed::Yes
        } else {
            Armed::No
        }
    }

    /// Its tasks wait for others: its bell is rung when there is a task that no other worker is free for.
    pub fn arm_as_spare(&mut self) {
        self.pool.arm_as_spare(&mut self.seat);
    }

    /// Its tasks wait for no others any more.
    pub fn disarm(&mut self) {
        self.pool.disarm(&mut self.seat);
    }

    /// The isolate is ending: what it has begun is lost, all else goes to others.
    pub fn abandon(&mut self) {
        self.end_blocking();
        self.awaits(Vec::new());
        self.slot.abandon(self.id);
        self.pool.leave(&mut self.seat);
        if let Some(pool) = self.enlisted.take() {
            roster().leave(pool, self.id, self.slot.tally());
        }
    }
}

/// Pools that wait for themselves: their workers may begin further tasks, or be more.
fn tell_waiting(keys: Vec<PoolKey>) {
    for key in keys {
        if let Some(pool) = pools().find(key) {
            pool.tell_full();
            pools().ask_for_worker(key, &pool);
        }
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.abandon();
    }
}
