//! Memory that JavaScript made and both sides use: JavaScript writes records into it, or reads them from it.

use crate::callback::typed_array_memory;
use napi::bindgen_prelude::*;
use napi::{check_status, sys};
use std::ptr::{self, NonNull};

/// A `Uint8Array` of whole, aligned words, held by a strong reference.
///
/// The invariant behind every access but [`Area::record`]'s: the array is made by `src/codec/area.ts`, which never gives it away, so it is
/// not detached, and no other thread knows it; and JavaScript does not run while native code of its thread does.
pub struct Area {
    start: NonNull<u64>,
    words: usize,
    env: sys::napi_env,
    reference: sys::napi_ref,
}

impl Area {
    /// Holds the array.
    pub fn new(env: &Env, array: &Unknown) -> Result<Self> {
        let (start, bytes) = typed_array_memory(env.raw(), array.raw())?;
        #[expect(clippy::cast_ptr_alignment, reason = "the alignment is looked at in the next line")]
        let start = NonNull::new(start.cast::<u64>()).filter(|start| start.is_aligned());
        let (Some(start), true) = (start, bytes.is_multiple_of(8)) else {
            return Err(Error::new(Status::InvalidArg, "expected whole, aligned words"));
        };
        let mut reference = ptr::null_mut();
        // SAFETY: `array` is a live object of this env.
        check_status!(unsafe { sys::napi_create_reference(env.raw(), array.raw(), 1, &raw mut reference) })?;
        Ok(Self {
            start,
            words: bytes / 8,
            env: env.raw(),
            reference,
        })
    }

    /// How many words fit.
    pub fn len(&self) -> usize {
        self.words
    }

    /// The first `words` words.
    pub fn read(&self, words: usize) -> Result<&[u64]> {
        if words > self.words {
            return Err(Error::new(Status::InvalidArg, "more words than the area has"));
        }
        // SAFETY: in bounds; nobody writes while the borrow lives, by the type's invariant.
        Ok(unsafe { std::slice::from_raw_parts(self.start.as_ptr(), words) })
    }

    /// Where it begins.
    pub fn start(&self) -> *mut u64 {
        self.start.as_ptr()
    }

    /// The record at a word, by the length in its first one; none where that is less than `shortest`, or behind the end.
    ///
    /// It must be whole. What stands behind it may be written meanwhile: nothing but the record is looked at.
    pub fn record(&self, at: usize, shortest: usize) -> Option<&[u64]> {
        if at >= self.words {
            return None;
        }
        let first = self.start.as_ptr().wrapping_add(at);
        // SAFETY: in bounds and aligned; the record is whole, so nobody writes its words any more.
        let length = usize::try_from(unsafe { first.read() } & u64::from(u32::MAX)).ok()?;
        if length < shortest || length > self.words - at {
            return None;
        }
        // SAFETY: in bounds, and as above for all words of the record.
        Some(unsafe { std::slice::from_raw_parts(first, length) })
    }

    /// Copies `words` to a place.
    ///
    /// # Panics
    /// If they do not fit: ask `len` first.
    pub fn write(&self, at: usize, words: &[u64]) {
        let fits = at.checked_add(words.len()).is_some_and(|end| end <= self.words);
        assert!(fits, "the words fit into the area");
        let target = self.start.as_ptr().wrapping_add(at);
        // SAFETY: in bounds; `words` is Rust's own memory, so the two do not overlap.
        unsafe { ptr::copy_nonoverlapping(words.as_ptr(), target, words.len()) };
    }
}

impl Drop for Area {
    fn drop(&mut self) {
        // SAFETY: areas belong to objects of one environment and are dropped on its thread: when a larger one takes
        // their place, or by a finalizer.
        unsafe { sys::napi_delete_reference(self.env, self.reference) };
    }
}
