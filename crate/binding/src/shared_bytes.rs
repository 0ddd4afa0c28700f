//! Bytes of JavaScript memory that other threads may write, and that may go away, while a native task reads them.

use nogil_core::{CancelToken, Gate, GateClosed};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

/// So many bytes are copied at a time: a gate is held for no longer than that takes, and it fits a
/// core's own cache.
pub const PIECE_BYTES: usize = 64 * 1024;

/// The task was given up, or its isolate has ended: the rest was not read.
pub struct Stopped;

impl From<GateClosed> for Stopped {
    fn from(_: GateClosed) -> Self {
        Self
    }
}

/// A view over a SharedArrayBuffer, readable from any thread until its isolate ends.
pub struct SharedBytes {
    start: *const u8,
    length: usize,
    gate: Arc<Gate>,
}

// SAFETY: the memory is only read while the gate is open, by atomic loads.
unsafe impl Send for SharedBytes {}

impl SharedBytes {
    /// The memory of a view.
    ///
    /// # Safety
    /// While `gate` is open, `start` must be valid for `length` bytes, and whoever writes them must do so as
    /// JavaScript does on shared memory: by loads and stores of whole bytes or words that never tear a byte.
    pub unsafe fn new(start: *const u8, length: usize, gate: Arc<Gate>) -> Self {
        Self { start, length, gate }
    }

    /// Gives the bytes to `read`, piece by piece. Without a token the caller is the isolate itself.
    ///
    /// # Errors
    /// [`Stopped`] when the task should end, or the isolate ended, before the last piece.
    pub fn pieces(&self, token: Option<&CancelToken>, mut read: impl FnMut(&[u8])) -> Result<(), Stopped> {
        let mut piece = vec![0; PIECE_BYTES.min(self.length)];
        let mut offset = 0;
        while offset < self.length {
            if token.is_some_and(CancelToken::cancelled) {
                return Err(Stopped);
            }
            let length = PIECE_BYTES.min(self.length - offset);
            let lent = token.map(CancelToken::enter).transpose()?;
            self.copy(offset, &mut piece[..length])?;
            drop(lent);
            read(&piece[..length]);
            offset += length;
        }
        Ok(())
    }

    fn copy(&self, offset: usize, into: &mut [u8]) -> Result<(), GateClosed> {
        let _pass = self.gate.enter()?;
        let at = self.start.wrapping_add(offset);
        let unaligned = at.align_offset(align_of::<u64>()).min(into.len());
        let (head, rest) = into.split_at_mut(unaligned);
        self.copy_bytes(offset, head);
        let words = rest.len() / 8;
        let (body, tail) = rest.split_at_mut(words * 8);
        #[expect(clippy::cast_ptr_alignment, reason = "aligned by the skip over the head")]
        let first_word = at.wrapping_add(unaligned).cast::<u64>().cast_mut();
        for (index, bytes) in body.chunks_exact_mut(8).enumerate() {
            // SAFETY: in bounds, aligned, and the gate is open, so by the contract of `new` the word is there.
            let word = unsafe { AtomicU64::from_ptr(first_word.wrapping_add(index)) };
            bytes.copy_from_slice(&word.load(Ordering::Relaxed).to_ne_bytes());
        }
        self.copy_bytes(offset + unaligned + words * 8, tail);
        Ok(())
    }

    /// For the few bytes at the ends. The gate is open.
    fn copy_bytes(&self, offset: usize, into: &mut [u8]) {
        let first = self.start.wrapping_add(offset).cast_mut();
        for (index, byte) in into.iter_mut().enumerate() {
            // SAFETY: in bounds; as in `copy`.
            let shared = unsafe { AtomicU8::from_ptr(first.wrapping_add(index)) };
            *byte = shared.load(Ordering::Relaxed);
        }
    }
}
