//! A lock: one word, and the list of those who wait.
//!
//! Whoever finds it free takes it, also before those who wait: to hand it on at each release would cost a change of
//! threads each time. It is handed to event loops, which cannot try for themselves, and to threads that have waited for
//! long. README.md beside this file has the rules of the word.

use crate::primitive::{AtomicU64, Mutex, Ordering, spin_loop};
use crate::sync::place::{Place, ThreadNumber, Waitable};
use crate::sync::wait_list::{WaitList, deliver};
use std::sync::Arc;

/// Somebody holds it.
const HELD: u64 = 1;
/// Somebody may wait. It changes under the list's mutex only.
const WAITERS: u64 = 2;
/// Whoever held it last has died with it.
const ABANDONED: u64 = 4;
/// Above these stands who holds it.
const HOLDER_SHIFT: u32 = 3;

/// So often a thread looks before it sleeps.
const SPINS: u32 = 40;

/// Nobody holds the lock that is to be released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotHeld;

/// How a lock was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acquired {
    /// As it should be.
    Well,
    /// From somebody who has died with it.
    Abandoned,
}

/// See the module.
#[derive(Debug)]
pub struct Lock {
    word: AtomicU64,
    list: Mutex<WaitList>,
}

/// What a release has to do once the list's mutex was let go.
enum Next {
    Nothing,
    Tell(Arc<Place>),
    Nudge(Arc<Place>),
}

impl Default for Lock {
    fn default() -> Self {
        Self {
            word: AtomicU64::new(0),
            list: Mutex::new(WaitList::new()),
        }
    }
}

impl Next {
    fn act(self) {
        match self {
            Self::Nothing => {}
            Self::Tell(place) => deliver(&place),
            Self::Nudge(place) => place.nudge(),
        }
    }
}

const fn held_by(holder: ThreadNumber) -> u64 {
    (holder as u64) << HOLDER_SHIFT | HELD
}

impl Lock {
    /// A lock that nobody holds.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Whether somebody holds it.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.word.load(Ordering::Relaxed) & HELD != 0
    }

    /// Whether that one holds it.
    #[must_use]
    pub fn is_held_by(&self, holder: ThreadNumber) -> bool {
        let word = self.word.load(Ordering::Relaxed);
        word & (HELD | !0 << HOLDER_SHIFT) == held_by(holder)
    }

    /// Whether somebody has died with it, until it is released next.
    #[must_use]
    pub fn is_abandoned(&self) -> bool {
        self.word.load(Ordering::Relaxed) & ABANDONED != 0
    }

    /// Takes it if it is free.
    pub fn try_acquire(&self, holder: ThreadNumber) -> Option<Acquired> {
        let mut word = 0;
        loop {
            let held = held_by(holder) | word;
            match self
                .word
                .compare_exchange(word, held, Ordering::Acquire, Ordering::Relaxed)
            {
                Ok(_) if word & ABANDONED == 0 => return Some(Acquired::Well),
                Ok(_) => return Some(Acquired::Abandoned),
                Err(found) if found & HELD != 0 => return None,
                Err(found) => word = found,
            }
        }
    }

    /// The same, looking several times. For threads that would sleep otherwise.
    pub fn spin_acquire(&self, holder: ThreadNumber) -> Option<Acquired> {
        for round in 0..SPINS {
            if !self.is_held()
                && let Some(acquired) = self.try_acquire(holder)
            {
                return Some(acquired);
            }
            for _ in 0..1 << round.min(6) {
                spin_loop();
            }
        }
        None
    }

    /// Puts a place into the list, or grants it the lock at once: then it says true, and nobody else is told.
    pub fn enter(&self, place: &Arc<Place>) -> bool {
        let mut list = self.list.lock();
        loop {
            let word = self.word.load(Ordering::Relaxed);
            if word & HELD == 0 {
                if self.try_acquire(place.holder()).is_none() {
                    continue;
                }
                if place.grant() {
                    return true;
                }
                let next = self.release_locked(&mut list);
                drop(list);
                next.act();
                return false;
            }
            let marked = self
                .word
                .compare_exchange(word, word | WAITERS, Ordering::Relaxed, Ordering::Relaxed);
            if marked.is_ok() {
                list.push(place);
                return false;
            }
        }
    }

    /// Lets it go. Anybody may do so.
    ///
    /// # Errors
    /// [`NotHeld`]
    pub fn release(&self) -> Result<(), NotHeld> {
        let word = self.word.load(Ordering::Relaxed);
        if word & (HELD | WAITERS | ABANDONED) == HELD
            && self
                .word
                .compare_exchange(word, 0, Ordering::Release, Ordering::Relaxed)
                .is_ok()
        {
            return Ok(());
        }
        self.release_slowly()
    }

    #[cold]
    fn release_slowly(&self) -> Result<(), NotHeld> {
        let next = {
            let mut list = self.list.lock();
            if !self.take_back() {
                return Err(NotHeld);
            }
            self.release_locked(&mut list)
        };
        next.act();
        Ok(())
    }

    /// Of several who release it at once one has the right to. Leaves it held by nobody. Under the list's mutex.
    fn take_back(&self) -> bool {
        let mut word = self.word.load(Ordering::Relaxed);
        loop {
            if word & HELD == 0 {
                return false;
            }
            // With this mark none of the others can release it a second time without the mutex.
            let nobodys = HELD | WAITERS;
            match self
                .word
                .compare_exchange(word, nobodys, Ordering::AcqRel, Ordering::Relaxed)
            {
                Ok(_) => return true,
                Err(found) => word = found,
            }
        }
    }

    /// That one has ended as it should: if it holds the lock, nobody does so any more, and it stays held.
    pub fn disown(&self, holder: ThreadNumber) {
        let mut word = self.word.load(Ordering::Relaxed);
        while word & (HELD | !0 << HOLDER_SHIFT) == held_by(holder) {
            let nobodys = word & (HELD | WAITERS | ABANDONED);
            match self
                .word
                .compare_exchange(word, nobodys, Ordering::Relaxed, Ordering::Relaxed)
            {
                Ok(_) => return,
                Err(found) => word = found,
            }
        }
    }

    /// That one has died: what it holds is free, and known to be abandoned.
    pub fn abandon(&self, holder: ThreadNumber) -> bool {
        self.release_for(holder, ABANDONED, || {})
    }

    /// The same. `meanwhile` is called if that one holds it, before anybody else can.
    pub(super) fn abandon_and(&self, holder: ThreadNumber, meanwhile: impl FnOnce()) -> bool {
        self.release_for(holder, ABANDONED, meanwhile)
    }

    /// Lets it go if that one holds it. Others may do the same for that one just now: one of them has the right to.
    fn release_for(&self, holder: ThreadNumber, mark: u64, meanwhile: impl FnOnce()) -> bool {
        let next = {
            let mut list = self.list.lock();
            let mut word = self.word.load(Ordering::Relaxed);
            loop {
                if word & (HELD | !0 << HOLDER_SHIFT) != held_by(holder) {
                    return false;
                }
                let nobodys = HELD | WAITERS | mark;
                match self
                    .word
                    .compare_exchange(word, nobodys, Ordering::AcqRel, Ordering::Relaxed)
                {
                    Ok(_) => break,
                    Err(found) => word = found,
                }
            }
            meanwhile();
            self.release_locked(&mut list)
        };
        next.act();
        true
    }

    /// The lock is held by the caller, and so is the list's mutex.
    fn release_locked(&self, list: &mut WaitList) -> Next {
        let kept = self.word.load(Ordering::Relaxed) & ABANDONED;
        loop {
            let Some(front) = list.front().map(Arc::clone) else {
                self.word.store(kept, Ordering::Release);
                return Next::Nothing;
            };
            if !front.is_to_be_handed() {
                self.word.store(WAITERS | kept, Ordering::Release);
                return Next::Nudge(front);
            }
            // Before the grant: then it is the other one's, who may release it at once.
            self.word
                .store(held_by(front.holder()) | WAITERS | kept, Ordering::Release);
            // Its wait may have ended just now: then it is the next one's.
            list.pop();
            if front.grant() {
                return Next::Tell(front);
            }
        }
    }

    /// Somebody has left the list. If the lock is free, others that wait have to hear of it.
    fn pass_on(&self, list: &mut WaitList) -> Next {
        let Some(front) = list.front().map(Arc::clone) else {
            return Next::Nothing;
        };
        if self.is_held() {
            return Next::Nothing;
        }
        if !front.is_to_be_handed() {
            return Next::Nudge(front);
        }
        match self.try_acquire(front.holder()) {
            Some(_) => self.release_locked(list),
            None => Next::Nothing,
        }
    }
}

impl Waitable for Lock {
    fn withdraw(&self, _place: &Arc<Place>) {
        let next = {
            let mut list = self.list.lock();
            list.forget();
            self.pass_on(&mut list)
        };
        next.act();
    }

    fn give_back(&self, place: &Arc<Place>) {
        self.release_for(place.holder(), 0, || {});
    }

    fn retry(&self, place: &Arc<Place>) {
        if self.is_held() {
            return;
        }
        let next = {
            let mut list = self.list.lock();
            if !place.waits() || self.try_acquire(place.holder()).is_none() {
                return;
            }
            if place.grant() {
                list.forget();
                Next::Nothing
            } else {
                self.release_locked(&mut list)
            }
        };
        next.act();
    }
}
