//! A gate in front of memory that is not ours and may go away.
//!
//! A native task that reads an isolate's shared memory enters the gate for each piece that it reads. When the
//! isolate ends, its cleanup hook closes the gate: that waits for readers who are inside (for one piece at most)
//! and turns away all later ones.

use crate::primitive::{RwLock, RwLockReadGuard};
use std::fmt;

/// Open until closed, for good.
#[derive(Debug, Default)]
pub struct Gate {
    closed: RwLock<bool>,
}

/// Holds the gate open. Keep it for microseconds: closing waits for it, on the thread of a dying isolate.
#[derive(Debug)]
pub struct GatePass<'gate> {
    _inside: RwLockReadGuard<'gate, bool>,
}

/// The memory behind the gate is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateClosed;

impl fmt::Display for GateClosed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the thread that this memory belongs to has ended")
    }
}

impl std::error::Error for GateClosed {}

impl Gate {
    /// Goes inside, waiting for nobody but a `close` in progress.
    ///
    /// # Errors
    /// [`GateClosed`] once [`Gate::close`] was called.
    pub fn enter(&self) -> Result<GatePass<'_>, GateClosed> {
        let inside = self.closed.read();
        if *inside {
            Err(GateClosed)
        } else {
            Ok(GatePass { _inside: inside })
        }
    }

    /// Waits for all who are inside, and lets nobody in any more.
    pub fn close(&self) {
        *self.closed.write() = true;
    }
}

#[cfg(all(test, not(nogil_loom)))]
mod test {
    use super::*;
    use crate::primitive::{AtomicBool, Ordering};
    use std::sync::Barrier;

    #[test]
    fn nobody_enters_a_closed_gate() {
        let gate = Gate::default();
        assert!(gate.enter().is_ok());
        gate.close();
        assert_eq!(gate.enter().err(), Some(GateClosed));
    }

    #[test]
    fn closing_waits_for_who_is_inside() {
        let gate = Gate::default();
        let left = AtomicBool::new(false);
        let entered = Barrier::new(2);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let pass = gate.enter().expect("open");
                entered.wait();
                for _ in 0..1_000 {
                    std::thread::yield_now();
                }
                left.store(true, Ordering::SeqCst);
                drop(pass);
            });
            entered.wait();
            gate.close();
            assert!(left.load(Ordering::SeqCst));
        });
    }
}
