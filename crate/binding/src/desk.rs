//! A lane's desk in memory that JavaScript made.

use crate::area::Area;
use nogil_core::{CURSOR_ENDED, DESK_HEADER_WORDS, Desk, HEADER_WORDS};
use std::sync::atomic::{AtomicU32, Ordering};

/// The two areas of a worker's JavaScript (`src/worker/loop.ts`).
pub struct JsDesk {
    tasks: Area,
    results: Area,
}

// SAFETY: other threads swap the cursor, which is atomic, and read results that are whole: JavaScript has written those
// before it added to the cursor, which orders the two. The desk is dropped on its own thread: when JavaScript
// attaches another one, or when the lane abandons its desk, which it does in the cleanup hook of its isolate at last.
unsafe impl Send for JsDesk {}

impl JsDesk {
    /// The tasks' area must have room for the header of a desk.
    pub fn new(tasks: Area, results: Area) -> napi::Result<Self> {
        if tasks.len() <= DESK_HEADER_WORDS {
            return Err(napi::Error::from_reason("a desk of no room"));
        }
        Ok(Self { tasks, results })
    }

    fn whole_word(&self) -> &AtomicU32 {
        // SAFETY: the second word of a live area, which is aligned, and has more than two; JavaScript only writes it by
        // Atomics.
        unsafe { AtomicU32::from_ptr(self.tasks.start().wrapping_add(1).cast()) }
    }

    fn cursor_word(&self) -> &AtomicU32 {
        // SAFETY: the first word of a live area, which is aligned; JavaScript only writes it by Atomics.
        unsafe { AtomicU32::from_ptr(self.tasks.start().cast()) }
    }
}

impl Desk for JsDesk {
    fn room(&self) -> usize {
        self.tasks.len()
    }

    fn lay(&mut self, at: usize, header: [u64; HEADER_WORDS], payload: &[u64]) {
        self.tasks.write(at, &header);
        self.tasks.write(at + HEADER_WORDS, payload);
    }

    fn open(&mut self, begun: u32) {
        self.cursor_word().store(begun, Ordering::SeqCst);
    }

    fn cursor(&self) -> u32 {
        self.cursor_word().load(Ordering::SeqCst)
    }

    fn whole(&self) -> usize {
        self.whole_word().load(Ordering::SeqCst) as usize
    }

    fn forget_results(&mut self) {
        self.whole_word().store(0, Ordering::SeqCst);
    }

    fn end(&self) -> u32 {
        self.cursor_word().swap(CURSOR_ENDED, Ordering::SeqCst)
    }

    fn record(&self, at: usize) -> Option<&[u64]> {
        self.results.record(at, HEADER_WORDS)
    }
}
