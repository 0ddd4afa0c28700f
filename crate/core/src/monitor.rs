//! One thread for the whole process, which looks again, soon, at what may be stuck.
//!
//! A lane that has a batch is watched, so that the tasks that it has not begun are taken back from behind a long one;
//! so is a pool that put off waking a sleeper, and a native task with a time limit. With nothing to watch the thread
//! is parked.

use crate::primitive::{Condvar, Instant, Mutex, shared, spawn_detached};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Weak;

/// A look is short and has nothing on the stack.
const STACK_BYTES: usize = 256 * 1024;

/// What the monitor looks at. It keeps nothing alive.
pub trait Watched: Send + Sync {
    /// Looks, and says when to look again. With `None` it is not watched any more, until it asks anew.
    ///
    /// It is called without a lock of the monitor, and may call [`Monitor::watch`].
    fn look(&self, now: Instant) -> Option<Instant>;
}

/// The monitor's thread could not be started: nothing will be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotWatched;

shared!(
    MONITOR: Monitor = Monitor {
        state: Mutex::new(State {
            entries: BinaryHeap::new(),
            started: false,
            sleeps_until: None,
            #[cfg(nogil_loom)]
            ended: false,
        }),
        sooner: Condvar::new(),
    }
);

/// See the module.
#[derive(Debug)]
pub struct Monitor {
    state: Mutex<State>,
    /// There is something to look at sooner than the thread wants to wake up.
    sooner: Condvar,
}

#[derive(Debug)]
struct State {
    /// The earliest first.
    entries: BinaryHeap<Reverse<Entry>>,
    started: bool,
    /// None when it sleeps until it is told otherwise. While it is awake, it is when it last wanted to wake up.
    sleeps_until: Option<Instant>,
    #[cfg(nogil_loom)]
    ended: bool,
}

struct Entry {
    at: Instant,
    watched: Weak<dyn Watched>,
}

impl Monitor {
    /// The monitor of the process.
    #[must_use]
    pub fn shared() -> &'static Self {
        &MONITOR
    }

    /// Looks at `watched`, for the first time at that moment.
    ///
    /// # Errors
    /// [`NotWatched`] when the system gives no thread; the next call tries again.
    pub fn watch(&'static self, watched: Weak<dyn Watched>, at: Instant) -> Result<(), NotWatched> {
        let mut state = self.state.lock();
        self.start_with(&mut state)?;
        state.entries.push(Reverse(Entry { at, watched }));
        if state.sleeps_until.is_none_or(|until| at < until) {
            self.sooner.notify_one();
        }
        Ok(())
    }

    /// Starts the thread now, so that a `watch` that comes later finds it.
    ///
    /// # Errors
    /// [`NotWatched`] when the system gives no thread; the next call tries again.
    pub fn start(&'static self) -> Result<(), NotWatched> {
        self.start_with(&mut self.state.lock())
    }

    fn start_with(&'static self, state: &mut State) -> Result<(), NotWatched> {
        if !state.started {
            spawn_detached("nogil-monitor", STACK_BYTES, || self.run()).map_err(|_| NotWatched)?;
            state.started = true;
        }
        Ok(())
    }

    /// Ends the thread of a model, once nothing is watched any more: a model has an end.
    #[cfg(nogil_loom)]
    pub fn end(&self) {
        self.state.lock().ended = true;
        self.sooner.notify_one();
    }

    pub(crate) fn run(&self) {
        let mut state = self.state.lock();
        loop {
            let now = Instant::now();
            let next = state.entries.peek().map(|Reverse(entry)| entry.at);
            match next {
                Some(at) if at <= now => {}
                Some(at) => {
                    state.sleeps_until = Some(at);
                    self.sooner.wait_until(&mut state, at);
                    continue;
                }
                #[cfg(nogil_loom)]
                None if state.ended => return,
                None => {
                    state.sleeps_until = None;
                    self.sooner.wait(&mut state);
                    continue;
                }
            }
            let Some(Reverse(entry)) = state.entries.pop() else {
                continue;
            };
            drop(state);
            // A panic is the watched's own fault, and not to be everybody's.
            let look = AssertUnwindSafe(|| entry.watched.upgrade().and_then(|watched| watched.look(now)));
            let again = catch_unwind(look).unwrap_or(None);
            state = self.state.lock();
            if let Some(at) = again {
                state.entries.push(Reverse(Entry { at, ..entry }));
            }
        }
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        self.at.cmp(&other.at)
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Entry")
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

#[cfg(all(test, not(nogil_loom)))]
mod test {
    use super::*;
    use std::sync::Arc;
    use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
    use std::time::Duration;

    struct Times {
        left: Mutex<u32>,
        seen: Sender<u32>,
    }

    impl Watched for Times {
        fn look(&self, now: Instant) -> Option<Instant> {
            let mut left = self.left.lock();
            *left -= 1;
            // The test may have ended.
            let _ = self.seen.send(*left);
            (*left > 0).then(|| now + Duration::from_millis(1))
        }
    }

    fn times(left: u32) -> (Arc<Times>, std::sync::mpsc::Receiver<u32>) {
        let (seen, receiver) = channel();
        let left = Mutex::new(left);
        (Arc::new(Times { left, seen }), receiver)
    }

    fn watch(times: &Arc<Times>, at: Instant) {
        let weak: Weak<Times> = Arc::downgrade(times);
        Monitor::shared().watch(weak, at).expect("a thread");
    }

    #[test]
    fn it_looks_again_as_often_as_it_is_told() {
        let (times, seen) = times(3);
        watch(&times, Instant::now());
        for left in [2, 1, 0] {
            assert_eq!(seen.recv_timeout(Duration::from_secs(30)), Ok(left));
        }
    }

    #[test]
    fn what_comes_sooner_is_looked_at_first() {
        let (late, late_seen) = times(1);
        let (soon, soon_seen) = times(1);
        watch(&late, Instant::now() + Duration::from_hours(1));
        watch(&soon, Instant::now() + Duration::from_millis(1));
        assert_eq!(soon_seen.recv_timeout(Duration::from_secs(30)), Ok(0));
        assert!(late_seen.try_recv().is_err());
    }

    #[test]
    fn a_look_that_panics_does_not_end_the_others() {
        struct Panics;
        impl Watched for Panics {
            fn look(&self, _now: Instant) -> Option<Instant> {
                std::panic::resume_unwind(Box::new("a fault of the watched"))
            }
        }
        let (panics, (times, seen)) = (Arc::new(Panics), times(1));
        let weak: Weak<Panics> = Arc::downgrade(&panics);
        Monitor::shared().watch(weak, Instant::now()).expect("a thread");
        watch(&times, Instant::now() + Duration::from_millis(5));
        assert_eq!(seen.recv_timeout(Duration::from_secs(30)), Ok(0));
    }

    #[test]
    fn it_keeps_nothing_alive() {
        let (times, seen) = times(1);
        // Later than this test ends: a look would be heard in the place of the end.
        watch(&times, Instant::now() + Duration::from_hours(1));
        drop(times);
        let end = seen.recv_timeout(Duration::from_secs(30));
        assert_eq!(end, Err(RecvTimeoutError::Disconnected));
    }

    #[test]
    fn what_has_gone_before_its_look_is_passed_over() {
        let (gone, _) = times(1);
        let weak: Weak<Times> = Arc::downgrade(&gone);
        drop(gone);
        Monitor::shared().watch(weak, Instant::now()).expect("a thread");
        let (times, seen) = times(1);
        watch(&times, Instant::now());
        assert_eq!(seen.recv_timeout(Duration::from_secs(30)), Ok(0));
    }
}
