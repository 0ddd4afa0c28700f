//! The only thread-safe function of the project: one for each isolate, unbounded and weak.

use napi::bindgen_prelude::*;
use napi::sys;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use nogil_core::Bell;
use std::sync::Arc;

type Ring = ThreadsafeFunction<(), (), (), Status, false, true>;

/// Calls a JavaScript function of its isolate, soon, from any thread.
///
/// It is unbounded, because a bounded one deadlocks in blocking mode; the port rings only once for many records, so
/// it holds at most one call. A call after the isolate has ended is dropped: `ThreadsafeFunction` guards its handle by
/// a lock that its finalizer takes, without which Node 20 and 22 would crash.
#[derive(Clone)]
pub struct Doorbell(Arc<Ring>);

impl Doorbell {
    /// `ring` must not throw: there is nobody to catch it.
    pub fn new(ring: &Function<(), ()>) -> Result<Self> {
        let ring = ring
            .build_threadsafe_function::<()>()
            .callee_handled::<false>()
            .weak::<true>()
            .build()?;
        Ok(Self(Arc::new(ring)))
    }

    /// Keeps the isolate's event loop alive, or lets it go. On the isolate's own thread only.
    pub fn hold(&self, env: sys::napi_env, on: bool) {
        self.0.handle.with_read_aborted(|aborted| {
            if aborted {
                return;
            }
            let raw = self.0.handle.get_raw();
            if on {
                // SAFETY: not yet finalized, as the lock that is held says; the env is the isolate's own.
                unsafe { sys::napi_ref_threadsafe_function(env, raw) };
            } else {
                // SAFETY: as above.
                unsafe { sys::napi_unref_threadsafe_function(env, raw) };
            }
        });
    }
}

impl Bell for Doorbell {
    fn ring(&self) {
        // Refused only when the isolate is ending: then nobody waits for it.
        let _ = self.0.call((), ThreadsafeFunctionCallMode::NonBlocking);
    }
}
