//! The idle list: who sleeps, and who is woken. The protocol is told in README.md beside this file.

use crate::port::Bell;
use crate::primitive::{AtomicUsize, Condvar, Instant, Mutex, Ordering, fence};
use std::fmt;
use std::sync::Arc;

/// One worker's place to sleep.
pub struct Sleeper {
    /// When a waker left a notice that was not read yet.
    notice: Mutex<Option<Instant>>,
    noticed: Condvar,
    /// For a worker that sleeps in its event loop.
    bell: Option<Arc<dyn Bell>>,
}

impl Sleeper {
    pub fn new(bell: Option<Arc<dyn Bell>>) -> Arc<Self> {
        Arc::new(Self {
            notice: Mutex::new(None),
            noticed: Condvar::new(),
            bell,
        })
    }

    /// Leaves a notice. The caller has just taken the worker off the list, and still holds the list: so whoever is not
    /// on the list has its notice already, and none comes later.
    fn leave_notice(&self) {
        *self.notice.lock() = Some(Instant::now());
    }

    /// Wakes the worker, which has a notice.
    fn wake(&self) {
        self.noticed.notify_one();
        if let Some(bell) = &self.bell {
            bell.ring();
        }
    }

    /// Sleeps until there is a notice, and reads it.
    fn wait(&self) -> Instant {
        let mut notice = self.notice.lock();
        loop {
            if let Some(at) = notice.take() {
                return at;
            }
            self.noticed.wait(&mut notice);
        }
    }
}

impl fmt::Debug for Sleeper {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Sleeper")
            .field("notice", &self.notice)
            .finish_non_exhaustive()
    }
}

/// The workers of one pool that have nothing to do.
#[derive(Debug, Default)]
pub struct Sleep {
    idle: Mutex<Vec<Arc<Sleeper>>>,
    idle_count: AtomicUsize,
    spinning: AtomicUsize,
}

impl Sleep {
    /// Wakes the worker that fell asleep last, unless one is looking anyhow. To be called after a push.
    pub fn wake_one(&self) {
        fence(Ordering::SeqCst);
        if self.spinning.load(Ordering::SeqCst) > 0 || self.idle_count.load(Ordering::SeqCst) == 0 {
            return;
        }
        let sleeper = {
            let mut idle = self.idle.lock();
            let sleeper = idle.pop();
            self.idle_count.store(idle.len(), Ordering::SeqCst);
            if let Some(sleeper) = &sleeper {
                sleeper.leave_notice();
            }
            sleeper
        };
        if let Some(sleeper) = sleeper {
            sleeper.wake();
        }
    }

    /// Wakes everybody. To be called after the pool's state was changed.
    pub fn wake_all(&self) {
        fence(Ordering::SeqCst);
        let sleepers = {
            let mut idle = self.idle.lock();
            self.idle_count.store(0, Ordering::SeqCst);
            for sleeper in idle.iter() {
                sleeper.leave_notice();
            }
            std::mem::take(&mut *idle)
        };
        for sleeper in sleepers {
            sleeper.wake();
        }
    }

    /// Counts the caller as spinning while `spin` runs. Look at the queue once more afterwards.
    pub fn while_spinning(&self, spin: impl FnOnce() -> bool) -> bool {
        self.spinning.fetch_add(1, Ordering::SeqCst);
        let hit = spin();
        self.spinning.fetch_sub(1, Ordering::SeqCst);
        hit
    }

    /// Parks the calling thread until it is notified, and says when that was; none when there was `something` to do
    /// before it slept.
    pub fn park(&self, sleeper: &Arc<Sleeper>, something: impl Fn() -> bool) -> Option<Instant> {
        self.list(sleeper, something).then(|| sleeper.wait())
    }

    /// Puts a worker on the list. False, and not on the list, when there is something to do already.
    pub fn list(&self, sleeper: &Arc<Sleeper>, something: impl Fn() -> bool) -> bool {
        {
            let mut idle = self.idle.lock();
            idle.push(Arc::clone(sleeper));
            self.idle_count.store(idle.len(), Ordering::SeqCst);
        }
        fence(Ordering::SeqCst);
        if something() {
            self.unlist(sleeper);
            return false;
        }
        true
    }

    /// Puts a worker on the list that is woken only when it is alone there. Look at the queue once more afterwards.
    pub fn list_as_spare(&self, sleeper: &Arc<Sleeper>) {
        {
            let mut idle = self.idle.lock();
            idle.insert(0, Arc::clone(sleeper));
            self.idle_count.store(idle.len(), Ordering::SeqCst);
        }
        fence(Ordering::SeqCst);
    }

    /// The worker is awake, whether it was notified (then it says when) or not.
    pub fn unlist(&self, sleeper: &Arc<Sleeper>) -> Option<Instant> {
        {
            let mut idle = self.idle.lock();
            idle.retain(|other| !Arc::ptr_eq(other, sleeper));
            self.idle_count.store(idle.len(), Ordering::SeqCst);
        }
        sleeper.notice.lock().take()
    }

    /// How many are on the list.
    pub fn idle(&self) -> usize {
        self.idle_count.load(Ordering::SeqCst)
    }

    /// Whether somebody looks at the queue again and again.
    pub fn somebody_spins(&self) -> bool {
        self.spinning.load(Ordering::SeqCst) > 0
    }
}
