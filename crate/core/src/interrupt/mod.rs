//! Every wait can be interrupted: the process-wide list of all JavaScript threads that may wait in native code.
//!
//! README.md beside this file tells how a wait ends, and why none slips through.

#[cfg(all(test, not(nogil_loom)))]
mod test;
mod waiter;

pub use waiter::{Outcome, Settle, Waiter};

use crate::primitive::{Mutex, shared};
use std::sync::Arc;
use std::thread::{self, ThreadId};

shared!(
    INTERRUPTS: Interrupts = Interrupts {
        members: Mutex::new(Members {
            all_interrupted: false,
            list: Vec::new(),
            left: 0,
        }),
    }
);

/// The list of the process.
#[must_use]
pub fn interrupts() -> &'static Interrupts {
    &INTERRUPTS
}

/// All environments whose threads may wait.
#[derive(Debug)]
pub struct Interrupts {
    members: Mutex<Members>,
}

#[derive(Debug)]
struct Members {
    all_interrupted: bool,
    list: Vec<Arc<Waits>>,
    left: u32,
}

impl Default for Interrupts {
    fn default() -> Self {
        Self {
            members: Mutex::new(Members {
                all_interrupted: false,
                list: Vec::new(),
                left: 0,
            }),
        }
    }
}

impl Interrupts {
    /// One more environment, which stays until [`Interrupts::leave`].
    pub fn join(&self) -> Arc<Waits> {
        let waits = Arc::new(Waits::default());
        let mut members = self.members.lock();
        members.list.push(Arc::clone(&waits));
        if members.all_interrupted {
            waits.interrupt();
        }
        waits
    }

    /// The environment ends: it is interrupted, and not a member any more.
    pub fn leave(&self, waits: &Arc<Waits>) {
        {
            let mut members = self.members.lock();
            members.list.retain(|other| !Arc::ptr_eq(other, waits));
            members.left = members.left.wrapping_add(1);
        }
        waits.interrupt();
    }

    /// How many environments have left so far, as a number to compare with a later one. When threads end and no
    /// interrupt has come, the process may be ending without one.
    #[must_use]
    pub fn left(&self) -> u32 {
        self.members.lock().left
    }

    /// Ends every wait of the thread that one environment is of: it may have more of them, one for each copy of the addon's
    /// JavaScript. To be called when the thread is about to be ended.
    pub fn interrupt_thread(&self, of: &Waits) {
        let same: Vec<_> = {
            let members = self.members.lock();
            let same = members.list.iter().filter(|waits| waits.thread == of.thread);
            same.map(Arc::clone).collect()
        };
        for waits in same {
            waits.interrupt();
        }
    }

    /// Ends every wait of every thread, those included that are not begun yet, of environments that are not there yet.
    /// To be called when the process ends.
    pub fn interrupt_all(&self) {
        let members = {
            let mut members = self.members.lock();
            members.all_interrupted = true;
            members.list.clone()
        };
        for waits in members {
            waits.interrupt();
        }
    }
}

/// The waits of one environment.
#[derive(Debug)]
pub struct Waits {
    thread: ThreadId,
    state: Mutex<State>,
}

impl Default for Waits {
    fn default() -> Self {
        Self {
            thread: thread::current().id(),
            state: Mutex::default(),
        }
    }
}

#[derive(Debug, Default)]
struct State {
    interrupted: bool,
    waiting: Vec<Arc<Waiter>>,
}

impl Waits {
    /// Registers a new wait. It is interrupted from its beginning if the environment was.
    #[must_use]
    pub fn begin(self: &Arc<Self>) -> Wait {
        let waiter = Arc::new(Waiter::new());
        let mut state = self.state.lock();
        if state.interrupted {
            let Settle::Done = waiter.interrupt() else {
                unreachable!("nobody else has seen the waiter");
            };
        } else {
            state.waiting.push(Arc::clone(&waiter));
        }
        drop(state);
        Wait {
            waits: Arc::clone(self),
            waiter,
        }
    }

    /// Ends every wait of this environment, those included that are not begun yet.
    pub fn interrupt(&self) {
        let waiting = {
            let mut state = self.state.lock();
            state.interrupted = true;
            std::mem::take(&mut state.waiting)
        };
        for waiter in waiting {
            // One that was notified before has what it waited for.
            let _ = waiter.interrupt();
        }
    }

    fn end(&self, waiter: &Arc<Waiter>) {
        self.state.lock().waiting.retain(|other| !Arc::ptr_eq(other, waiter));
    }
}

/// A registered wait. It is registered until it is dropped, through all of its slices.
#[derive(Debug)]
pub struct Wait {
    waits: Arc<Waits>,
    waiter: Arc<Waiter>,
}

impl Wait {
    /// What is parked, and put into the list of whoever will notify it.
    #[must_use]
    pub fn waiter(&self) -> &Arc<Waiter> {
        &self.waiter
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        self.waits.end(&self.waiter);
    }
}
