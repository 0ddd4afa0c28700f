//! How a native task hears that nobody waits for it any more.

use crate::gate::{Gate, GateClosed, GatePass};
use crate::port::Port;
use crate::primitive::{AtomicBool, Ordering};
use std::sync::Arc;

/// Says whether a task should end early: its time limit is over, or its submitter has gone. Asking costs two loads.
#[derive(Debug)]
pub struct CancelToken {
    submitter: Arc<Port>,
    /// Relaxed, because it orders nothing but itself: memory is behind the gate.
    tripped: AtomicBool,
    /// In front of memory that the submitter lends for as long as its Future is pending.
    lent: Gate,
}

impl CancelToken {
    pub(super) fn new(submitter: Arc<Port>) -> Self {
        Self {
            submitter,
            tripped: AtomicBool::new(false),
            lent: Gate::default(),
        }
    }

    /// Whether the task should end. Once true, it stays true.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.tripped.load(Ordering::Relaxed) || self.submitter.is_closed()
    }

    /// Keeps the submitter from taking back what it lends until the pass is dropped. Keep it for microseconds.
    ///
    /// # Errors
    /// [`GateClosed`] when the task was given up: what was lent may be gone.
    pub fn enter(&self) -> Result<GatePass<'_>, GateClosed> {
        self.lent.enter()
    }

    /// The task is given up. Waits until it is not inside what was lent, and lets it in no more.
    pub(super) fn trip(&self) {
        self.tripped.store(true, Ordering::Relaxed);
        self.lent.close();
    }
}
